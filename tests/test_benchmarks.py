"""The comparison with other generators: it tells when a side did not do the same work."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import REPOSITORY, Done

# In place of Hugo: it takes what ours built, and then does what a test wants it to.
FALSE_HUGO = """\
#!{python}
import shutil, sys
from pathlib import Path
public = Path("public")
if sys.argv[1:] == ["version"]:
    print("hugo v0.0.1+extended linux/amd64")
    sys.exit()
if public.exists() and {lazy}:
    sys.exit()
shutil.rmtree(public, ignore_errors=True)
shutil.copytree("../ours/public", public)
{also}
"""
PAGE = "# Speed\n\nBy hand.\n<!-- measured -->\nold\n<!-- /measured -->\nBy hand, too.\n"


def benchmark(name: str, *arguments: str) -> Done:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "benchmarks" / name, *arguments],
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def compared(folder: Path, *arguments: str, lazy: bool = False, also: str = "") -> Done:
    """A comparison of twenty articles with a Hugo that is none."""
    hugo, page = folder / "false-hugo", folder / "speed.md"
    hugo.write_text(FALSE_HUGO.format(python=sys.executable, lazy=lazy, also=also))
    hugo.chmod(0o755)
    page.write_text(PAGE)
    given = ("--articles", "20", "--pairs", "1", "--peers", "hugo", "--hugo", str(hugo))
    return benchmark(
        "compare.py", *given, "--folder", str(folder), "--output", str(page), *arguments
    )


def test_the_figures_are_put_between_the_markers_with_a_chart_and_every_pair(
    tmp_path: Path,
) -> None:
    done = compared(tmp_path, "--only", "title", "--only", "tags", "--only", "base")
    assert done.status == 0, done.err
    page = (tmp_path / "speed.md").read_text()
    assert page.startswith("# Speed\n\nBy hand.\n<!-- measured -->\n")
    assert page.endswith("\n<!-- /measured -->\nBy hand, too.\n")
    assert "\nold\n" not in page
    rows = {r["case"]: r for r in json.loads((tmp_path / "speed.json").read_text())["rows"]}
    assert rows.keys() == {"title", "tags", "base"}
    ratio = rows["title"]["ours"][0] / rows["title"]["theirs"][0]
    assert f"**{ratio:.3f}** | {ratio:.3f}–{ratio:.3f} | ≤ 0.15 |" in page
    assert "| cold build, nothing cached | | | not measured | | ≤ 0.7 | |" in page
    assert "Hugo v0.0.1" in page
    chart = ET.fromstring((tmp_path / "speed.svg").read_text())
    names = [child.tag.rpartition("}")[2] for child in chart]
    assert names[:2] == ["title", "desc"]
    assert "one article's title edited" in "".join(chart.itertext())


@pytest.mark.parametrize(
    ("lazy", "also", "said"),
    [
        (False, "(public / 'years/2015/index.html').unlink()", "Hugo did not make years/2015/"),
        (True, "", "of Hugo do not show “dispatch body-1”"),
        (
            False,
            "page = public / 'articles/report-3/index.html'\n"
            "page.write_text(page.read_text().replace('</h1>', ', as it were</h1>'))",
            "articles/report-3/index.html does not say the same in ours and in Hugo",
        ),
        (False, "sys.exit('out of breath')", "out of breath"),
    ],
    ids=["a page less", "an edit left out", "other words", "an error"],
)
def test_a_side_that_does_other_work_is_no_comparison(
    tmp_path: Path, lazy: bool, also: str, said: str
) -> None:
    done = compared(tmp_path, "--only", "body", lazy=lazy, also=also)
    assert done.status == 1
    assert said in done.err
    assert (tmp_path / "speed.md").read_text() == PAGE


def test_who_is_not_installed_is_said_with_how_to_install_it() -> None:
    done = benchmark(
        "compare.py", "--peers", "eleventy", "--eleventy", "/no/such", "--only", "help"
    )
    assert done.status == 0, done.err
    assert "Eleventy is not here: `npm install" in done.out
    assert "| `--help` | **" in done.out


def test_the_corpus_is_the_same_every_time_and_a_smaller_one_is_part_of_it(tmp_path: Path) -> None:
    for count in (9, 12):
        done = benchmark("corpus.py", str(count), str(tmp_path / str(count)))
        assert done.status == 0, done.err
    small, large = (
        {p.relative_to(top): p.read_bytes() for p in top.rglob("*") if p.is_file()}
        for top in (tmp_path / "9", tmp_path / "12")
    )
    assert small.items() <= large.items()
    articles = [path for path in large if path.stem.startswith("report-")]
    assert len(articles) == 4 * 12
