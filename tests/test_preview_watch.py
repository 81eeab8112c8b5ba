"""However files are saved: each burst of changes is one piece of news, and none is lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Site
from serving import DRAFT, FIRST

from generator.previewing.shown import Preview
from generator.previewing.watch import watching


class Heard:
    """What was told, and what the files said at that moment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bursts: list[set[str]] = []
        self.texts: list[str] = []
        self.news = threading.Condition()

    def __call__(self, names: set[str]) -> None:
        path = self.root / FIRST
        with self.news:
            self.bursts.append(names)
            self.texts.append(path.read_text() if path.exists() else "")
            self.news.notify_all()

    def until(self, condition: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(condition, 20), self.bursts


@contextmanager
def hearing(made: Site) -> Iterator[Heard]:
    heard = Heard(made.root)
    with watching(made.root, heard):
        yield heard


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def truncated_and_slowly_written(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.flush()
        time.sleep(0.05)
        file.write(text)


def renamed_over(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text)
    beside.replace(path)


def as_vim_does(path: Path, text: str) -> None:
    swap, probe, backup = (
        path.with_name(f".{path.name}.swp"),
        path.with_name("4913"),
        path.with_name(f"{path.name}~"),
    )
    swap.write_text("swap")
    probe.write_text("")
    probe.unlink()
    path.rename(backup)
    time.sleep(0.02)
    path.write_text(text)
    backup.unlink()
    swap.unlink()


def deleted_and_written_anew(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.02)
    path.write_text(text)


@pytest.mark.parametrize(
    "save",
    [in_place, truncated_and_slowly_written, renamed_over, as_vim_does, deleted_and_written_anew],
)
def test_a_save_is_one_piece_of_news_and_the_file_is_whole_then(
    site: Callable[[str], Site], save: Callable[[Path, str], None]
) -> None:
    made = site(DRAFT)
    text = made.read(FIRST)
    with hearing(made) as heard:
        for number in range(3):
            save(made.root / FIRST, text.replace("Said so.", f"Said so {number}."))
            heard.until(lambda number=number: len(heard.bursts) > number)  # type: ignore[misc]
    assert [f"Said so {number}." in text for number, text in enumerate(heard.texts)] == [True] * 3
    assert heard.bursts == [{FIRST}] * 3


def test_what_an_editor_keeps_beside_a_file_is_no_news(site: Callable[[str], Site]) -> None:
    made = site(DRAFT)
    with hearing(made) as heard:
        folder = (made.root / FIRST).parent
        for name in (".first.md.swp", "first.md~", "#first.md#", ".#first.md", "4913"):
            (folder / name).write_text("x")
            (folder / name).unlink()
        (made.root / "notes.txt").write_text("x")
        (made.root / "public").mkdir()
        (made.root / "site.yaml").touch()
        heard.until(lambda: bool(heard.bursts))
    assert heard.bursts == [{"site.yaml"}]


@pytest.mark.parametrize("git", [True, False])
def test_a_checkout_of_many_files_is_one_piece_of_news(
    site: Callable[[str], Site], git: bool
) -> None:
    made = site(DRAFT)
    count = 1000 if git else 300
    names = [f"content/articles/2025/a{number}.md" for number in range(count)]
    for name in names:
        (made.root / name).write_text("---\n")
    if git:
        (made.root / ".git").mkdir()
    text = made.read(FIRST)
    with hearing(made) as heard:
        if git:
            (made.root / ".git/index.lock").write_text("")
        for number, name in enumerate(names):
            (made.root / name).unlink()
            (made.root / name).write_text(text)
            if git and number == count // 2:
                time.sleep(0.4)  # longer than any other burst pauses
        if git:
            (made.root / ".git/index.lock").unlink()
        heard.until(lambda: set(names) <= set().union(*heard.bursts))
    assert heard.bursts == [set(names)]


def test_whatever_is_done_to_a_site_the_preview_is_what_a_fresh_one_would_show(
    site: Callable[[str], Site],
) -> None:
    made = site(DRAFT)
    made.warm()
    preview = Preview(made.root)
    preview.refresh()

    def do(step: Callable[[], object]) -> None:
        step()
        change = preview.refresh()
        fresh = Preview(made.root)
        fresh.refresh()
        keys = [{p: page.key for p, page in each.shown.pages.items()} for each in (preview, fresh)]
        if not change.problems:
            assert keys[0] == keys[1]
        assert preview.shown.problems == fresh.shown.problems

    register = "content/registers/tags.yaml"
    root = made.root
    do(lambda: made.write(f"-- {register} --\ndrones: {{ name: Drones }}\n"))
    do(lambda: made.edit(register, "Drones", "Unmanned aircraft"))
    do(lambda: made.edit(register, "drones:", "robots:"))
    assert [problem.file for problem in preview.shown.problems] == [FIRST]
    do(lambda: made.edit(FIRST, "[drones]", "[robots]"))
    assert "/tags/robots/" in preview.shown.pages
    do(lambda: (root / FIRST).rename(root / "content/articles/renamed.md"))
    do(lambda: made.write("-- templates/x.html --\n---\npath: /x/\n---\nX\n"))
    do(lambda: (root / "templates/x.html").rename(root / "templates/y.html"))
    do((root / "templates/y.html").unlink)
    do((root / "content/articles/renamed.md").unlink)
    do(lambda: made.edit("site.yaml", "title: Test Digest", "titel: x"))
    assert preview.shown.problems and "/x/" not in preview.shown.pages
    do(lambda: made.edit("site.yaml", "titel: x", "title: x"))
    assert not preview.shown.problems
