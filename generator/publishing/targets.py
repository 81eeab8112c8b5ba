"""Where a site is published to: the `targets` and `sign` of site.yaml, each with its line.

They are no part of the configuration that templates see.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import msgspec
import yaml

from generator.library.files import read_text
from generator.model.fields import Record, Slug, Text
from generator.model.frontmatter import compose
from generator.model.problems import Problem, SiteError, near
from generator.model.schema import Reading
from generator.model.target import Target
from generator.plugins import plugins
from generator.unchanged import CACHE

FILE = "site.yaml"
KEPT = f"{CACHE}/publishing"

# What may not be in a file that is handed on: keys of such names, and Amazon's access keys.
_SECRET_KEY = re.compile(
    r"secret|passw|passphrase|credential|(access|account|api|private|shared)[_-]?key|"
    r"sas[_-]?(key|token)|session[_-]?token|connection[_-]?string",
    re.IGNORECASE,
)
_ACCESS_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}\Z")
# Who can read a process list reads an address that git or rsync was called with.
_SECRET = re.compile(r"\w+://[^/@\s]*:[^/@\s]*@|https?://[^/@\s]*@")
_WHERE = "it belongs into the environment, see “Secrets” in docs/publishing.md; take it out"


class Sign(Record, frozen=True, kw_only=True):
    """What a manifest is signed with."""

    key: Text  # the file of an ssh key; the public one, where an agent has the other


class Destination(msgspec.Struct, frozen=True):
    """A target, and the module that knows its kind."""

    target: Target
    kind: ModuleType


class Publishing(msgspec.Struct, frozen=True):
    """What site.yaml says about publishing."""

    destinations: tuple[Destination, ...]
    sign: Sign | None


def read_publishing(root: Path) -> Publishing:
    """The targets in their order, and the key. Raises SiteError with every Problem."""
    text = read_text(root, FILE) if (root / FILE).is_file() else ""
    node = [text] if isinstance(text, Problem) else compose(text, FILE)
    if isinstance(node, list):
        raise SiteError(node)
    reading = Reading(FILE, 1)
    parts = {key.value: value for key, value in node.value}
    _refuse_secrets(reading, parts.get("targets"))
    if reading.problems:
        raise SiteError(reading.problems)
    found = tuple(_destinations(root, reading, parts["targets"])) if "targets" in parts else ()
    sign = reading.record(Sign, parts["sign"]) if "sign" in parts else None
    if reading.problems:
        raise SiteError(reading.problems)
    return Publishing(found, sign)


def chosen(publishing: Publishing, names: Sequence[str]) -> list[Destination]:
    """The targets of these names, or all of them. Raises SiteError for a name that none has."""
    known = {each.target.name: each for each in publishing.destinations}
    if not known:
        message = "there is no “targets” in it that says where to; see docs/publishing.md"
        raise SiteError([Problem(FILE, 0, message)])
    problems = [
        Problem(FILE, 0, f"there is no target “{name}”{near(name, known) or _listed(known)}")
        for name in names
        if name not in known
    ]
    if problems:
        raise SiteError(problems)
    return [each for name, each in known.items() if not names or name in names]


def one_zip(root: Path, path: Path) -> Destination:
    """The target that `publish --portable` names: a zip, from the folder that one is in. Raises
    SiteError for a name that is none of a zip."""
    from generator.plugins.targets import portable

    try:
        options = msgspec.convert({"path": str(path.absolute())}, portable.Options)
    except msgspec.ValidationError:
        message = "needs a file's name that ends in .zip, such as digest.zip"
        raise SiteError([Problem(f"--portable {path}", 0, message)]) from None
    return Destination(Target("portable", options, root, root / KEPT / "portable"), portable)


def _destinations(root: Path, reading: Reading, node: yaml.Node) -> Iterator[Destination]:
    if not isinstance(node, yaml.MappingNode):
        reading.note(node, "“targets” takes a name for each, and its “kind” and options below")
        return
    kinds = {module.__name__.rpartition(".")[2]: module for module in plugins("targets")}
    for key, value in node.value:
        try:
            name = msgspec.convert(key.value, Slug)
        except msgspec.ValidationError:
            reading.note(key, "a target's name must be small letters, digits, hyphens")
            continue
        if not isinstance(value, yaml.MappingNode):
            reading.note(value, f"the target “{name}” needs a “kind”: {', '.join(kinds)}")
            continue
        rest = [(k, v) for k, v in value.value if k.value != "kind"]
        named = next((v for k, v in value.value if k.value == "kind"), None)
        kind = str(named.value) if isinstance(named, yaml.ScalarNode) else ""
        if kind not in kinds:
            hint = near(kind, kinds) or f"; known here: {', '.join(kinds)}"
            said = f"there is no kind of target “{kind}”" if kind else "a target needs a “kind”"
            reading.note(named or value, f"{said}{hint}")
            continue
        own = yaml.MappingNode(value.tag, rest, value.start_mark, value.end_mark)
        options = reading.record(kinds[kind].Options, own)
        if options is not None:
            target = Target(name, options, root, root / KEPT / name)
            yield Destination(target, kinds[kind])


def _refuse_secrets(reading: Reading, node: yaml.Node | None) -> None:
    """Note a secret, or a password in an address, without repeating it."""
    if isinstance(node, yaml.ScalarNode):
        if _SECRET.search(node.value):
            reading.note(node, "a name or password in an address ends up in logs; take it out")
        elif _ACCESS_KEY.match(node.value):
            reading.note(node, f"this looks like an access key; {_WHERE}")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and _SECRET_KEY.search(key.value):
                reading.note(key, f"“{key.value}” would be a secret; {_WHERE}")
            else:
                _refuse_secrets(reading, value)
    elif node is not None:
        for each in node.value:
            _refuse_secrets(reading, each)


def _listed(names: Sequence[str] | dict[str, Destination]) -> str:
    return f"; there are {', '.join(names)}"
