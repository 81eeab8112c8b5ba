"""Why a template of the site's own failed, in one line."""

import re

from jinja2 import TemplateError, TemplateNotFound

_RECORD = re.compile(r"'generator\.[\w.]+\.(\w+) object'")  # of whose module no editor knows


def reason_of(error: Exception) -> str:
    """What an exception says, without the place, which a Problem gives on its own."""
    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}”"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, SyntaxError):  # in what Jinja made of it, whose lines are not a template's
        return error.msg
    if isinstance(error, MemoryError):
        return "takes more memory than there is; is there a loop without end?"
    said = error.message if isinstance(error, TemplateError) else str(error)
    if not said or isinstance(error, KeyError):
        said = f"{type(error).__name__} {said or ''}"
    return _RECORD.sub(r"\1", " ".join(said.split()))
