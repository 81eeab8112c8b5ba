"""The text of a scalar into what its field holds, or one sentence on what is wrong with it."""

import math
import re
import types
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from .edtf import Edtf
from .edtf_advice import shown
from .problems import near
from .unseen import CONTROLS, is_blank, named

Scalar = Callable[[str], object]

MANY_DATES = 10_000  # that are read once, since reports of one day share theirs

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", re.ASCII)
# A plain number would be taken for seconds since 1970, and an embargo with it.
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def scalar(annotation: Any) -> Scalar:
    """The reading of a scalar of this type; it raises ValueError with a sentence for an editor."""
    kind = bare(annotation)
    meta = _meta(annotation)
    if kind is Edtf:
        return lru_cache(MANY_DATES)(Edtf.parse)
    if kind is datetime:
        return _instant
    if kind is bool:
        return _truth
    if get_origin(kind) is Literal:
        return _choice(get_args(kind))
    if kind in (int, float) or {int, float} <= set(get_args(kind)):
        return _number(kind, meta)
    return _text(meta)


def bare(annotation: Any) -> Any:
    """The type without what `Annotated` says of it, and without None."""
    kind = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(kind) in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not types.NoneType]
        return bare(options[0]) if len(options) == 1 else kind
    return kind


def _meta(annotation: Any) -> Meta:
    """The constraints of a type, whether they stand outside or inside of `… | None`."""
    for each in (annotation, *get_args(annotation)):
        for meta in get_args(each)[1:] if get_origin(each) is Annotated else ():
            if isinstance(meta, Meta) and meta.extra is None:
                return meta
    return Meta()


def _instant(text: str) -> object:
    wrong = "is not a time with its zone, such as 2025-03-28T06:00:00+09:00"
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{shown(text)} {wrong}")
    try:
        return msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        raise ValueError(f"{shown(text)} {wrong}") from None


def _truth(text: str) -> bool:
    if text not in ("true", "True", "TRUE", "false", "False", "FALSE"):
        raise ValueError(f"{shown(text)} is neither true nor false")
    return text.lower() == "true"


def _choice(choices: tuple[str, ...]) -> Scalar:
    def read(text: str) -> str:
        if text not in choices:
            hint = near(text, choices)
            raise ValueError(f"{shown(text)} is not one of {', '.join(choices)}{hint}")
        return text

    return read


def _number(kind: Any, meta: Meta) -> Scalar:
    low = -math.inf if meta.ge is None else meta.ge
    high = math.inf if meta.le is None else meta.le
    wanted = f"a {'whole ' if kind is int else ''}number without separators"
    wanted += ", such as 3000 or 2.4" if high == math.inf else f" from {low} to {high}"

    def read(text: str) -> int | float:
        fits = _NUMBER.fullmatch(text) and not (kind is int and "." in text)
        if not fits or not low <= float(text) <= high:
            raise ValueError(f"{shown(text)} is not {wanted}")
        return float(text) if kind is float or "." in text else int(text)

    return read


def _text(meta: Meta) -> Scalar:
    fits = re.compile(meta.pattern).search if meta.pattern else None
    needed, most = meta.min_length, meta.max_length or math.inf

    def read(text: str) -> str:
        if not text.isprintable() and (control := CONTROLS.search(text)):
            raise ValueError(f"there is {named(control[0])} in it; delete it")
        if needed and is_blank(text):
            raise ValueError("it must not be empty")
        if len(text) > most or (fits and not fits(text)):
            wanted = meta.description or f"at most {meta.max_length} characters"
            raise ValueError(f"{shown(text)} does not fit; it must be {wanted}")
        return text

    return read
