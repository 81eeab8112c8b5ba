"""The command line says what there is, and what went wrong in one line; never a traceback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, Site

from generator import __version__, progress
from generator.cli import VERBS

ENVIRONMENT = os.environ | {"PYTHONPATH": str(REPOSITORY)}
GENERATOR = [sys.executable, "-m", "generator"]

SLOW = """\
-- templates/slow.html --
---
each: n in range(5000)
path: "/slow/{{ n }}/"
---
{% for i in range(2000) %}{{ i }}{% endfor %}
"""


def test_help_lists_the_verbs_and_a_days_work(site: Callable[[str], Site]) -> None:
    done = site("").run("--help")
    assert done.status == 0
    for verb in VERBS:
        assert f"\n  {verb} " in done.out
    assert "python -m generator review FILE --by NAME" in done.out
    assert site_free("-h") == done.out


def site_free(*arguments: str) -> str:
    """What a command prints where there is no site at all."""
    return subprocess.run(
        [*GENERATOR, *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_does(verb: str) -> None:
    said = site_free(verb, "--help")
    assert said.startswith(f"Usage: python -m generator {verb} ")
    assert len(said.splitlines()) > 6


def test_help_loads_nothing_that_takes_time() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['digest', '--help']\n"
        "from generator.cli import main\n"
        "main()\n"
        "print(*sys.modules, sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines())
    assert "generator.cli" in loaded
    slow = {"jinja2", "yaml", "markdown_it", "nh3", "watchdog", "http.server", "multiprocessing"}
    assert not loaded & (slow | {f"generator.{module}" for module, _ in VERBS.values()})


def test_the_version_is_the_packages() -> None:
    assert site_free("--version") == f"conflict-digest, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "there is no verb “biuld”; did you mean “build”?"),
        (["frobnicate"], "there is no verb “frobnicate”"),
        (["build", "--outptu", "x"], "did you mean"),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["build", "extra"], "unexpected extra argument"),
        (["--site", "nowhere", "build"], "does not exist"),
        (["serve", "--port", "99999"], "99999 is not in the range"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_done(
    site: Callable[[str], Site], arguments: list[str], said: str
) -> None:
    made = site("")
    made.cold()
    done = made.run(*arguments)
    assert done.status == 2
    assert said.lower() in done.err.lower()
    assert [path.name for path in made.root.iterdir()] == ["site.yaml"]


def test_without_a_verb_it_helps(site: Callable[[str], Site]) -> None:
    done = site("").run()
    assert "A day's work:" in done.out + done.err


@pytest.mark.parametrize("verb", ["build", "check", "serve"])
def test_a_folder_that_is_no_site_is_left_as_it_is(tmp_path: Path, verb: str) -> None:
    done = Site(tmp_path).run(verb)
    assert done.status == 1
    assert done.err.startswith("site.yaml: missing; go to a site's folder, or name it with --site")
    assert not list(tmp_path.iterdir())


def test_a_site_can_be_named_from_elsewhere(site: Callable[[str], Site], tmp_path: Path) -> None:
    made = site("")
    done = Site(tmp_path).run("--site", "site", "build")
    assert done.status == 0
    assert made.page("/") and not (tmp_path / "public").exists()


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 30])
def test_a_date_for_the_build_that_is_none_is_said(site: Callable[[str], Site], epoch: str) -> None:
    done = site("").run("build", SOURCE_DATE_EPOCH=epoch)
    assert done.status == 1
    assert done.err.startswith(f"SOURCE_DATE_EPOCH: “{epoch}” is not a number of seconds")


def test_what_the_system_refuses_is_said_in_one_line(site: Callable[[str], Site]) -> None:
    made = site("")
    made.cold()
    (made.root / ".cache").write_text("in the way")
    done = made.run("build")
    assert done.status == 1
    assert done.err.endswith(".cache: File exists\n") and done.err.count("\n") == 1
    assert not (made.root / "public").exists()


def test_a_second_build_at_the_same_time_is_refused(site: Callable[[str], Site]) -> None:
    made = site(SLOW)
    with begun(made, "--jobs", "1") as first:
        done = made.run("build")
        first.kill()
    assert done.status == 1
    assert "another build of this site is running; try again when it is done" in done.err
    assert not (made.root / "public").exists()


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_ctrl_c_ends_it_in_one_line_with_nothing_half_written(
    site: Callable[[str], Site], jobs: str
) -> None:
    made = site(SLOW)
    with begun(made, "--jobs", jobs) as building:
        os.killpg(building.pid, signal.SIGINT)  # as a terminal does: to the workers, too
        out, err = building.communicate(timeout=60)
    assert building.returncode == 130
    assert out == "" and err.strip() == "Stopped."
    assert sorted(path.name for path in made.root.iterdir()) == [".cache", "site.yaml", "templates"]
    assert not list((made.root / ".cache/store").glob("pack-*"))


def begun(made: Site, *arguments: str) -> subprocess.Popen[str]:
    """A build that has begun to render, in a process group of its own."""
    building = subprocess.Popen(
        [*GENERATOR, "build", *arguments],
        cwd=made.root,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(made.root.glob(".cache/store/pack-*")):
        assert building.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    return building


@pytest.mark.parametrize("arguments", [["--help"], ["build"], ["build", "--why", "/"]])
def test_a_reader_that_goes_away_is_no_mistake(
    site: Callable[[str], Site], arguments: list[str]
) -> None:
    made = site("")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*GENERATOR, *arguments],
        cwd=made.root,
        env=ENVIRONMENT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.stderr == ""


def test_words_of_any_language_are_shown_on_any_terminal(site: Callable[[str], Site]) -> None:
    made = site("")
    done = made.run(
        "build", "--why", "/서울/", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"
    )
    assert done.status == 0
    assert "no page has this path" in done.out


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "STEP", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    work = progress.Progress("Rendering", 2000)
    for _ in range(2000):
        work.advance()
    work.finish()
    out, err = capsys.readouterr()
    assert out == ""
    if terminal:
        assert err.startswith("\rRendering 1 of 2,000") and err.endswith(" 2,000 of 2,000\r\x1b[K")
    else:
        assert err == ""


def test_short_work_shows_no_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    work = progress.Progress("Rendering", 1)
    work.advance()
    work.finish()
    assert capsys.readouterr().err == ""
