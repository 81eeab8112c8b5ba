"""Where a site may be written: nothing that is somebody's, or the site's own, is ever lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, Site

from generator.model.problems import SiteError
from generator.output.marked import MARK, check_folder


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folder, in a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = tmp_path / "home/work/site"
    for name in ("content/articles", "templates", "seeds", "generator", ".git", ".cache", ".venv"):
        (root / name).mkdir(parents=True)
    return root


@pytest.mark.parametrize(
    "output",
    [
        "/", "{home}", "{home}/..", "{root}", "{root}/..", "{root}/content", "{root}/content/new",
        "{root}/content/../content/new", "{root}/templates", "{root}/templates/static",
        "{root}/seeds", "{root}/generator/x", "{root}/.git", "{root}/.git/x/y", "{root}/.cache/x",
        "{root}/.venv/x", "{root}/sub/.hidden", "{home}/elsewhere/.git/hooks", "{root}/to-content",
        "{root}/to-content/new", "{root}/site.yaml", "{root}/circle", "{root}/photos",
    ],
)  # fmt: skip
def test_a_folder_that_holds_more_than_the_built_site_is_refused(root: Path, output: str) -> None:
    (root / "site.yaml").write_text("")
    (root / "to-content").symlink_to("content")
    (root / "circle").symlink_to("circle")
    (root / "photos").mkdir()
    (root / "photos/holiday.txt").write_text("mine")
    for name in ("content", "", "photos/.."):
        (root / name / MARK).write_text("")  # no mark makes these ours
    with pytest.raises(SiteError, match="nothing was written"):
        check_folder(Path(output.format(root=root, home=Path.home())), root)


@pytest.mark.parametrize(
    "output", ["public", "a/b/c", "../elsewhere", "docs", "empty", "marked", "../../www"]
)
def test_any_other_folder_is_fine(root: Path, output: str) -> None:
    (root / "empty").mkdir()
    (root / "marked").mkdir()
    (root / "marked" / MARK).write_text("")
    assert check_folder(root / output, root) == (root / output).resolve()


def test_a_link_in_the_folders_place_stays_and_leads_to_the_new_site(
    site: Callable[[str], Site],
) -> None:
    made = site("")
    (made.root.parent / "www").mkdir()
    (made.root / "public").symlink_to("../www")
    made.build()
    made.edit("site.yaml", "Test Digest", "Another Digest")
    made.build()
    assert (made.root / "public").is_symlink()
    assert "Another Digest" in (made.root.parent / "www/index.html").read_text()
    assert sorted(p.name for p in made.root.parent.iterdir()) == ["site", "www"]


def test_an_output_is_named_from_where_one_stands(site: Callable[[str], Site]) -> None:
    made = site("")
    (made.root / "deep").mkdir()
    subprocess.run(
        [sys.executable, "-m", "generator", "--site", "..", "build", "--output", "not/yet/out"],
        check=True,
        cwd=made.root / "deep",
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )
    assert made.page("/", "deep/not/yet/out")
    assert not (made.root / "public").exists()
