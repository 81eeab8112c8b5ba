"""A site from one string, and the real command line on it."""

import fcntl
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, ClassVar

import msgspec
import pytest

from generator import releasing
from generator.cli import VERBS, main
from generator.library.approval import approve
from generator.library.load import load
from generator.library.starter import known
from generator.model.document import Blob
from generator.model.problems import Problem, SiteError
from generator.model.selections import Approvable
from generator.output.kept import write_kept
from generator.plugins import plugins
from generator.searching import building
from generator.site_folder import COMPILED, plan_site

if TYPE_CHECKING:  # playwright is not loaded where no browser is needed
    from browsing import House
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parent.parent
FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)
APPROVED_AT = datetime(2025, 3, 28, 6, tzinfo=UTC)

MINIMAL = """\
-- site.yaml --
title: Test Digest
base_url: https://digest.example/
cards: none
text: false
"""


@contextmanager
def soon(seconds: int = 60) -> Iterator[None]:
    """For work that must come to an end: what blows up would take minutes or for ever.

    How fast it is belongs to `benchmarks/`; a busy machine takes no part in this.
    """

    def too_late(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, too_late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Done(msgspec.Struct):
    """What a command did: its exit status and what it printed."""

    status: int
    out: str
    err: str


def started(folder: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> Done:
    """The command line in a folder, in a process of its own.

    It is forked from this one, which has imported what it needs; where the environment concerns the
    interpreter itself, or help is asked for, which click remembers, a new one is started.
    """
    helping = not VERBS.keys() & {*arguments} or {"-h", "--help"} & {*arguments}
    if helping or environment.keys() - {"SOURCE_DATE_EPOCH"}:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)
    _import_for(arguments)
    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
        child = os.fork()
        if not child:
            _work(folder, arguments, environment, (out.fileno(), err.fileno()))
        with soon(120):
            _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return Done(code, out.read().decode(), err.read().decode())


LATER = {
    "build": ["generator.releasing", "generator.one_reading", "generator.old_addresses"],
    "import": ["generator.importing.taking", "trafilatura", "feedparser"],
}
PLUGINS = {
    "check": ["checks"],
    "publish": ["checks", "targets"],
    "import": ["readers", "extractors"],
}


def _import_for(arguments: Sequence[str]) -> None:
    """Import what a verb imports when it is run, once for all processes to come."""
    for verb in set(arguments) & VERBS.keys():
        for name in (f"generator.{VERBS[verb][0]}", *LATER.get(verb, ())):
            import_module(name)
        for kind in PLUGINS.get(verb, ()):
            plugins(kind)
        if verb == "import":
            _read_a_seed()


@cache
def _read_a_seed() -> None:
    """Gather what is gathered once in a process: patterns, lexicons, the starter register."""
    from generator.plugins.extraction import marked
    from generator.plugins.reading import documents

    text = "Convoys\n\n“Stop”, said the UN on 3 March 2025 in Kyiv: 40 people fled.\n"
    for document in documents(Blob("a.txt", text.encode())):
        marked(document, known())


def _work(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str], to: tuple[int, int]
) -> None:
    """What a process that was forked does; it comes to its end here."""
    code = 70
    try:
        for number, file in enumerate(to, 1):
            os.dup2(file, number)
        sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - until the process ends
        sys.stdout, sys.stderr = (
            os.fdopen(number, "w", encoding="utf-8", closefd=False, errors=errors)
            for number, errors in ((1, "strict"), (2, "backslashreplace"))
        )
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.freeze()
        warnings.simplefilter("ignore")
        os.chdir(folder)
        os.environ.update(environment)
        sys.argv = ["generator", *arguments]
        if not Site.indexed:
            building.with_index = lambda root, planned, jobs: (planned, True)
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class Site:
    """A site's folder, written from one string of `-- file --` parts."""

    run_folder: ClassVar[Path | None] = None  # of this run of the tests, for all its processes
    indexed: ClassVar[bool] = False  # whether a build makes an index for a search, as it does

    def __init__(self, root: Path) -> None:
        self.root = root
        self.keeps_nothing = False

    def warm(self) -> None:
        """Start out with what the templates of this checkout compile to, as after a build.

        A site then compiles only what it has of its own; that nothing else of a build is another
        for it, `test_build.py` shows.
        """
        cache, is_site = (self.root / COMPILED).parent, (self.root / "site.yaml").exists()
        if self.run_folder and is_site and not (self.keeps_nothing or cache.exists()):
            made = compiled(self.run_folder)
            cache.mkdir()
            shutil.copyfile(made, self.root / COMPILED)

    def cold(self) -> None:
        """Be as a site is that was never built, now and when it is."""
        self.keeps_nothing = True
        shutil.rmtree((self.root / COMPILED).parent, ignore_errors=True)

    def write(self, text: str) -> None:
        """Write every `-- file --` part of a text."""
        names_and_texts = FILE.split(dedent(text))[1:]
        for name, part in zip(names_and_texts[::2], names_and_texts[1::2], strict=True):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file that is in it."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def problems(self) -> list[str]:
        """Every Problem of the content, as it would be shown."""
        return [str(problem) for problem in load(self.root)[1]]

    def approve(self) -> None:
        """Approve what says that it is public, as it stands now: articles, editions, stories."""
        library, _ = load(self.root)
        records: tuple[Approvable, ...] = (*library.articles, *library.editions, *library.stories)
        for record in records:
            if record.status in ("reviewed", "published") and not record.approved:
                text = approve(self.read(record.file), record, "Test desk", APPROVED_AT)
                (self.root / record.file).write_text(text, encoding="utf-8")

    def run(self, *arguments: str, **environment: str) -> Done:
        """`python -m generator …` in the site's folder."""
        if {"build", "check", "publish"} & {*arguments}:
            self.warm()
        done = started(self.root, arguments, environment)
        assert "Traceback" not in done.err, done.err
        return done

    def build(self, *arguments: str, **environment: str) -> Done:
        """Build; the test fails when the build does."""
        done = self.run("build", *arguments, **environment)
        assert done.status == 0, done.err
        return done

    def page(self, path: str, output: str = "public") -> str:
        """The HTML of a built page, by its path on the site."""
        file = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        return (self.root / output / file).read_text(encoding="utf-8")

    def tree(self, output: str = "public") -> dict[str, bytes]:
        """Every file of a built site."""
        folder = self.root / output
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


def compiled(run_folder: Path) -> Path:
    """What the templates of this checkout compile to, made once in a run: of the demo, which has
    every page type."""
    made = run_folder / "compiled"
    with (run_folder / "compiling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second finds it made
        if not made.exists():
            root = run_folder / "to-compile"
            shutil.copytree(REPOSITORY / "content", root / "content")
            settings = (REPOSITORY / "site.yaml").read_text(encoding="utf-8")
            (root / "site.yaml").write_text(f"{settings}\ncards: none\n", encoding="utf-8")
            made.touch()
            with suppress(SiteError):  # the tests of the demo say what is wrong with it
                planned = plan_site(root, drafts=True)
                releasing.build(root, planned, root / "preview", jobs=1)
                write_kept(made, planned.version, planned.templates.compiled.used)
    return made


@pytest.fixture(scope="session", autouse=True)
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Say to all sites where the processes of this run share what they made."""
    base = tmp_path_factory.getbasetemp()
    Site.run_folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Site]:
    """A site built from one string; `site.yaml` is there unless the string brings its own."""

    def build(text: str = "") -> Site:
        made = Site(tmp_path / "site")
        made.root.mkdir()
        made.write(MINIMAL)
        made.write(text)
        made.approve()
        made.warm()
        return made

    return build


@pytest.fixture(scope="module")
def indexed() -> Iterator[None]:
    """Builds make the index for a search, for tests that promise something of it.

    All others do without, as where Pagefind is not installed: to start it takes most of the time
    that a small site is built in.
    """
    Site.indexed = True
    yield
    Site.indexed = False


@pytest.fixture(scope="session")
def real_seed() -> Iterator[Path]:
    """The seed that the demo rests on, where the checkout has it beside it."""
    path = REPOSITORY.parent / "shared/seeds/000_0043de6bebf26b7b.txt"
    if not path.is_file():
        pytest.skip("the real seed is not beside this checkout")
    yield path


def shown(problems: list[Problem]) -> str:
    """Problems as an editor sees them, a line each."""
    return "\n".join(map(str, problems))


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A real browser, for all tests of a module."""
    from browsing import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator["House"]:
    """A site with every page type, built once for a module."""
    from browsing import demo

    with demo(tmp_path_factory.mktemp("demo")) as house:
        yield house


@pytest.fixture
def house(built: "House") -> "House":
    """That site, as it was before any test asked for something special."""
    built.only, built.tail = "", None
    return built


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a browser, a server or a clock."""
    return (os.cpu_count() or 1) + 1


LONGEST = (
    "test_browser",
    "test_keyboard",
    "test_import",
    "test_published",
    "test_preview_browser",
    "test_enhancements",
    "test_handed_on",
    "test_targets",
    "test_incremental",
    "test_imported",
    "test_kernel_faults",
    "test_servers",
    "test_benchmarks",
    "test_serve",
)


def pytest_collection_finish() -> None:
    """What is there now stays to the end: no search for garbage has to look at it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The modules that take longest first, so that no process is left alone with one at the end."""

    def place(item: pytest.Item) -> int:
        name = item.path.stem
        return LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=place)
