"""Why a template of the site's own failed, in one line."""

from jinja2 import TemplateError, TemplateNotFound


def reason_of(error: Exception) -> str:
    """What an exception says, without the place, which a Problem gives on its own."""
    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}”"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    said = error.message if isinstance(error, TemplateError) else str(error)
    if not said or isinstance(error, KeyError):
        said = f"{type(error).__name__} {said or ''}"
    return " ".join(said.split())
