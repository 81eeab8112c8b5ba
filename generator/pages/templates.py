"""A page type is one template file: a header that says what it lists, a body that says how.

The header is front matter in Jinja's own expression language over the library. The body sees only
what its header bound, plus `site` and `here` (the page's own path).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

import msgspec
from jinja2 import Environment

from generator.model.problems import Problem, SiteError, near
from generator.pages.interface.languages import ENGLISH, CatalogueText, Languages

from .compiled import Compiled
from .environment import environment_of
from .files import STATIC, files_below
from .template_file import Template, TemplateText, read_template, text_of

ALWAYS = frozenset({"site", "here", "here_in_text"})
DEFAULT = "("  # what the names of files begin with that are not a site's own


class Closure(msgspec.Struct, frozen=True):
    """A template with all that it extends and includes: what its pages' keys must cover."""

    parts: tuple[tuple[str, str], ...]  # ("template base.html", digest), sorted
    names: frozenset[str]  # every name that any of them reads


class Templates(msgspec.Struct, frozen=True, eq=False):
    """All templates of a site, read and ready; a site's own replace the default by name."""

    by_name: Mapping[str, Template]
    environment: Environment
    compiled: Compiled
    languages: Languages
    environments: dict[str, Environment]  # by the tag of the language, made when it is asked for

    def in_language(self, tag: str) -> Environment:
        """The environment of pages in a language."""
        if tag not in self.environments:
            language = self.languages.language(tag)
            source = partial(_source, self.by_name)
            self.environments[tag] = environment_of(source, self.compiled, language)
        return self.environments[tag]

    def page_types(self) -> list[Template]:
        """The templates with a header, by name."""
        return [t for _, t in sorted(self.by_name.items()) if t.header]

    def form_of(self, name: str) -> str:
        """What becomes of the bodies that a page type renders."""
        header = self.by_name[name].header
        return header.form if header else "text"

    def closure(self, name: str) -> Closure:
        """All that a template's result depends on beside its inputs."""
        seen: set[str] = set()
        self._collect(name, seen)
        parts = tuple((f"template {n}", self.by_name[n].digest) for n in sorted(seen))
        return Closure(parts, frozenset().union(*(self.by_name[n].reads for n in seen)))

    def _collect(self, name: str, seen: set[str]) -> None:
        if name in seen or name not in self.by_name:
            return
        seen.add(name)
        for reference in self.by_name[name].references:
            # A name known only when rendered: then every template counts; wider, still right.
            for other in self.by_name if reference.computed else reference.names:
                self._collect(other, seen)


def read_templates(
    folders: list[tuple[Path, str]],
    kept: Mapping[str, bytes] | None = None,
    catalogues: Sequence[CatalogueText] = (),
) -> Templates:
    """Read the templates of several folders, the first that has a name winning.

    Each folder comes with the name it has in messages; `kept` is what was compiled for the last
    build. Raises SiteError with every Problem.
    """
    texts: dict[str, TemplateText] = {}
    problems: list[Problem] = []
    for folder, called in folders:
        for name, path in files_below(folder):
            if name in texts or name.startswith(STATIC):
                continue
            text = text_of(path, f"{called}/{name}")
            if isinstance(text, Problem):
                problems.append(text)
                text = ""
            texts[name] = TemplateText(name, f"{called}/{name}", text)
    try:
        templates = _templates(tuple(texts.values()), tuple(catalogues), Compiled(kept))
    except SiteError as error:
        raise SiteError([*problems, *error.problems]) from None
    if problems:
        raise SiteError(problems)
    return templates


@lru_cache(maxsize=2)
def _templates(
    texts: tuple[TemplateText, ...], catalogues: tuple[CatalogueText, ...], compiled: Compiled
) -> Templates:
    """Templates of their texts: while those stay the same, `serve` compiles nothing anew."""
    by_name: dict[str, Template] = {}
    source = partial(_source, by_name)
    environment = environment_of(source, compiled)
    languages = Languages(catalogues, compiled)
    problems = languages.problems(each.file for each in catalogues if each.file[0] != DEFAULT)
    for text in texts:
        read = partial(read_template, text, environment)
        template: Template | list[Problem] = compiled.record(Template, text, read)
        if isinstance(template, list):
            problems += template
            template = Template(text.name, text.file, "", None, "")
        by_name[text.name] = template
    for template in by_name.values():
        problems += _missing(template, by_name)
    if problems:
        raise SiteError(problems)
    plain = {} if languages.language(ENGLISH).catalogues else {ENGLISH: environment}
    return Templates(by_name, environment, compiled, languages, plain)


def _source(by_name: Mapping[str, Template], name: str) -> tuple[str, str] | None:
    return (by_name[name].text, by_name[name].file) if name in by_name else None


def _missing(template: Template, by_name: Mapping[str, Template]) -> list[Problem]:
    return [
        Problem(
            template.file,
            reference.line,
            f"there is no template “{reference.names[0]}”{near(reference.names[0], by_name)}",
        )
        for reference in template.references
        if reference.leads_nowhere(by_name)
    ]
