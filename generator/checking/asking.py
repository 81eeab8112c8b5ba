"""The checks of a release: which are asked, what they find, and what of it is silenced."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from generator.checking.articles import found_in_article, found_in_articles
from generator.library.files import read_text
from generator.model.checks import Checks, Finding
from generator.model.config import Site
from generator.model.frontmatter import compose, is_null
from generator.model.library import Written
from generator.model.problems import Problem, SiteError, near
from generator.model.records import Article
from generator.model.release import Release
from generator.model.schema import Reading
from generator.plugins import plugins

FILE = "site.yaml"
SILENCES = "D000"
"""The code of what is wrong with a silence itself."""

Found = Iterable[tuple[str, Problem]]  # with the code of the check


class Asked(NamedTuple):
    """Which checks are wanted."""

    only: frozenset[str] = frozenset()  # codes; all where empty
    external: bool = False


ALL = Asked()


def read_settings(root: Path) -> Checks:
    """The `checks` of site.yaml. Raises SiteError with every Problem."""
    text = read_text(root, FILE) if (root / FILE).is_file() else ""
    node = [text] if isinstance(text, Problem) else compose(text, FILE)
    if isinstance(node, list):
        raise SiteError(node)
    reading = Reading(FILE, 1)
    own = next((value for key, value in node.value if key.value == "checks"), None)
    if own is None or is_null(own):
        return Checks()
    settings = reading.record(Checks, own)
    known = {str(module.code) for module in plugins("checks")} | {SILENCES}
    for code in settings.off if settings else ():
        if code not in known:
            reading.note(own, f"“off”: there is no check {code}{near(code, known)}")
    if reading.problems or settings is None:
        raise SiteError(reading.problems)
    return settings


def wanted(asked: Asked, settings: Checks) -> list[ModuleType]:
    """The checks that are asked. Raises SiteError for a code that none has."""
    known = {str(module.code): module for module in plugins("checks")}
    unknown = [code for code in asked.only if code not in known]
    if unknown:
        said = {code: f"there is no such check{near(code, known)}" for code in unknown}
        raise SiteError([Problem(f"--only {code}", 0, message) for code, message in said.items()])
    return [
        module
        for code, module in sorted(known.items())
        if (code in asked.only if asked.only else code not in settings.off)
        and (asked.external or code in asked.only or not getattr(module, "external", False))
    ]


def findings(root: Path, release: Release, asked: Asked) -> list[Finding]:
    """All that the checks find, sorted; what is silenced carries the reason."""
    modules = wanted(asked, release.settings)
    severities = {str(module.code): module.severity for module in modules}
    found: list[tuple[str, Problem]] = []
    if any(hasattr(module, "check_article") for module in modules):
        found += (each for each in found_in_articles(root, release) if each[0] in severities)
    for module in modules:
        if hasattr(module, "check"):
            found += ((str(module.code), problem) for problem in module.check(release))
    reasons = _reasons(release)
    judged: list[Finding] = []
    for code, problem in set(found):
        reason = reasons.get(problem.file, {}).get(code, "")
        where = (problem.file, problem.line, problem.message)
        judged.append(Finding(*where, code, severities[code], reason))
    if not asked.only and SILENCES not in release.settings.off:
        used = {(each.file, each.code) for each in judged if each.reason}
        judged += _idle(release, used, severities.keys())
    return sorted(judged)


def remarks(root: Path, site: Site, article: Article) -> Iterator[Problem]:
    """What the checks of articles would say of one now that is not silenced."""
    settings = read_settings(root)
    severities = {str(module.code): module.severity for module in wanted(ALL, settings)}
    for code, problem in found_in_article(root, site, article):
        if code in severities and code not in article.checks:
            where = (problem.file, problem.line, problem.message)
            yield Finding(*where, code, severities[code]).problem


def _reasons(release: Release) -> dict[str, dict[str, str]]:
    """The silences of each file of content, by its name and by that of its page."""
    found: dict[str, dict[str, str]] = {}
    for record in release.whole.records:
        if record.checks:
            found[record.file] = found[_page(record)] = record.checks
    return found


def _page(record: Written) -> str:
    return f"{record.permalink[1:]}index.html"


def _idle(
    release: Release, used: set[tuple[str, str]], asked: Collection[str]
) -> Iterator[Finding]:
    """What is wrong with silences: codes that no check has, and those that silence nothing here.
    Of what is not public, and of checks that were not asked, nobody knows that."""
    known = {str(module.code) for module in plugins("checks")}
    public = {record.file for record in release.library.records}
    for record in release.whole.records:
        for code in record.checks:
            message = ""
            if code not in known:
                message = f"there is no check {code}{near(code, known)}"
            elif code in asked and record.file in public:
                here = {(record.file, code), (_page(record), code)}
                message = (
                    "" if here & used else f"{code} is silenced and has nothing to say; delete it"
                )
            if message:
                yield Finding(record.file, record.lines["checks"], message, SILENCES, "warning")
