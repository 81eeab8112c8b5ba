"""A site's folder, opened: the steps that every verb takes before its own work begins."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import msgspec

from generator.library.files import Listing
from generator.library.publication import preview, published
from generator.model.digest import digest
from generator.model.library import Library
from generator.model.problems import Problem, SiteError
from generator.output.kept import read_kept, write_kept
from generator.pages.files import links_out, static_files
from generator.pages.fingerprint import fingerprint
from generator.pages.interface.languages import FOLDER, catalogue_texts
from generator.pages.pictures import Derivative
from generator.pages.plan import Page, file_of, plan
from generator.pages.plan_memo import PlanMemo
from generator.pages.templates import Templates, read_templates
from generator.picturing import pictures_of
from generator.remembered import read_site
from generator.searching.kept import Index
from generator.unchanged import CACHE
from generator.workers import in_order

COMPILED = f"{CACHE}/compiled"  # templates and headers, as code
PLANS = {False: f"{CACHE}/plan", True: f"{CACHE}/plan-with-drafts"}


class Planned(msgspec.Struct, frozen=True, dict=True):
    """A site read and planned: nothing is rendered or written yet."""

    library: Library
    templates: Templates
    pages: list[Page]
    static: dict[str, bytes]  # what is published as it is, by its path
    pictures: dict[str, Derivative]  # what is made of content/media, by its path
    notices: list[Problem]  # what was left out that an editor may expect
    version: str  # the generator's own fingerprint, which every key was made with
    memo: PlanMemo
    until: datetime | None  # when the next embargo ends
    whole: Library  # as it was read, whatever of it is shown
    index: Index = Index()  # what readers search in, where it was made

    @cached_property
    def files(self) -> dict[str, str]:
        """Every file of the site, relative to the output folder, with the key of its bytes."""
        files = {file_of(page.path): page.key for page in self.pages}
        files |= {path[1:]: picture.key for path, picture in self.pictures.items()}
        files |= {path[1:]: digest(data) for path, data in self.static.items()}
        return files | self.index.keys

    @property
    def count(self) -> int:
        """How many pages it has, each counted once with its text."""
        return sum(page.whole is None for page in self.pages)

    @cached_property
    def pages_by_file(self) -> dict[str, Page]:
        """Every page, by its file relative to the output folder."""
        return {file_of(page.path): page for page in self.pages}

    @cached_property
    def static_by_key(self) -> dict[str, bytes]:
        """The bytes of what is published as it is, by their key."""
        return {digest(data): data for data in self.static.values()}


def template_folders(root: Path) -> list[tuple[Path, str]]:
    """Where templates come from, the site's own before the default ones."""
    package = Path(__file__).parent
    packaged = package / "templates"
    default = packaged if packaged.is_dir() else package.parent / "templates"
    own = root / "templates"
    if own.resolve() == default.resolve():
        return [(own, "templates")]
    return [(own, "templates"), (default, "(default templates)")]


def language_folders(root: Path) -> list[tuple[Path, str]]:
    """Where the words of the interface come from, the site's own before those that are packaged."""
    package = Path(__file__).parent
    return [(root / FOLDER, FOLDER), (package / FOLDER, f"(packaged {FOLDER})")]


def now() -> datetime:
    """The instant that embargoes are held against; SOURCE_DATE_EPOCH (reproducible-builds.org)
    sets it for builds that must come out the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"“{epoch}” is not a number of seconds since 1970"
        raise SiteError([Problem("SOURCE_DATE_EPOCH", 0, message)]) from None


class AtHand(msgspec.Struct, frozen=True):
    """What was compiled and planned before."""

    compiled: Mapping[str, bytes]
    plan: PlanMemo


def at_hand(root: Path, drafts: bool) -> AtHand:
    """What the last build of a kind kept."""
    version = fingerprint()
    plan_memo = PlanMemo(read_kept(root / PLANS[drafts], version))
    return AtHand(read_kept(root / COMPILED, version), plan_memo)


def plan_site(root: Path, drafts: bool, jobs: int = 1, listing: Listing | None = None) -> Planned:
    """Read a site and plan its pages: the public ones, or all of them with drafts.

    Raises SiteError with the Problems of all content and all templates together.
    """
    read = read_site(root, jobs, listing)
    return plan_library(root, read, drafts, at_hand(root, drafts), jobs)


def plan_library(
    root: Path,
    read: tuple[Library, list[Problem]],
    drafts: bool,
    known: AtHand,
    jobs: int = 1,
) -> Planned:
    """Plan the pages of a library that was read. Raises SiteError as `plan_site` does."""
    library, problems = read
    problems = [*problems, *links_out(root)]
    folders = template_folders(root)
    try:
        catalogues = catalogue_texts(language_folders(root))
        templates = read_templates(folders, known.compiled, catalogues)
    except SiteError as error:
        raise SiteError([*problems, *error.problems]) from None
    if problems:
        raise SiteError(problems)
    moment = now()
    shown, notices = (preview(library), []) if drafts else published(library, moment)
    embargoes = (a.embargo for a in library.articles if a.embargo and a.embargo > moment)
    until = min(embargoes, default=None)
    static, pictures, version = static_files(folders), pictures_of(shown), fingerprint()
    over, files = partial(in_order, jobs=jobs), (*static, *pictures)
    pages = plan(templates, shown, version, files, known.plan, over)
    plans = (notices, version, known.plan, until, library)
    return Planned(shown, templates, pages, static, pictures, *plans)


def plan_again(planned: Planned, shown: Library) -> Planned:
    """The same site planned with another library, its templates being as they were."""
    memo, pictures = planned.memo.following(), pictures_of(shown)
    files = (*planned.static, *pictures)
    pages = plan(planned.templates, shown, planned.version, files, memo)
    replace = msgspec.structs.replace
    return replace(planned, library=shown, pages=pages, pictures=pictures, memo=memo)


def keep(root: Path, planned: Planned) -> None:
    """Keep what was planned and compiled for this build, for the next one."""
    if planned.memo.grown:
        path = root / PLANS[planned.library.site.drafts]
        write_kept(path, planned.version, planned.memo.to_keep)
    keep_compiled(root, planned)


def keep_compiled(root: Path, planned: Planned) -> None:
    """Keep what the templates compile to."""
    compiled = planned.templates.compiled
    if compiled.grown:
        write_kept(root / COMPILED, planned.version, compiled.used)
        compiled.grown = False
