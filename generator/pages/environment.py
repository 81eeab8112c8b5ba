"""Jinja, set up as the templates of a site need it."""

from collections.abc import Callable

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, select_autoescape

from generator.pages.interface.languages import ENGLISH, Language
from generator.pages.interface.saying import Say
from generator.pages.interface.wording import Wording

from .compiled import Bytecode, Compiled
from .filters import FILTERS, filters_in
from .limits import Bounded, short_range

ESCAPED = ("html", "htm", "xhtml", "xml", "svg", "atom", "rss")

Source = Callable[[str], tuple[str, str] | None]


def environment_of(
    source: Source, compiled: Compiled, language: Language | None = None
) -> Environment:
    """The environment whose templates `source` knows by name: their text, and their file.

    What they say in words of the interface is compiled in the language, or in English.
    """
    language = language or Language(ENGLISH)
    environment = Bounded(
        loader=_Loader(source),
        autoescape=select_autoescape(ESCAPED),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Bytecode(compiled, language.key),
        extensions=["jinja2.ext.loopcontrols", Say],
    )
    environment.extend(language=language)
    environment.globals["language"] = language
    environment.filters.update(FILTERS)
    environment.filters.update(filters_in(Wording(language)))
    environment.globals["range"] = short_range
    del environment.filters["random"], environment.globals["lipsum"]  # never twice the same
    return environment


class _Loader(BaseLoader):
    def __init__(self, source: Source) -> None:
        self.source = source

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        found = self.source(template)
        if found is None:
            raise TemplateNotFound(template)
        return (*found, None)
