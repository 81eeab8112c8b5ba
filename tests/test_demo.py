"""The demo digest: sound, in our own words, every claim resting on its passage."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Site

from generator.library.approval import open_points
from generator.library.load import load

REPOSITORY = Path(__file__).parent.parent
OURS = ("content", "seeds")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("demo") / "site"
    for name in OURS:
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.yaml", root)
    return Site(root)


def test_it_is_sound(demo: Site) -> None:
    assert demo.problems() == []


def test_what_is_reviewed_was_approved_as_it_stands_and_nothing_in_it_is_open(demo: Site) -> None:
    library, _ = load(demo.root)
    articles = [a for a in library.articles if a.status == "reviewed"]
    assert len(articles) == 7
    for article in articles:
        assert article.approved, article.file
        assert list(open_points(article, "", library.site.verbatim)) == []


def test_it_builds_and_every_link_leads_somewhere(demo: Site) -> None:
    demo.build("--strict")
    done = demo.run("check")
    assert done.status == 0, done.err


def test_its_draft_is_not_published(demo: Site) -> None:
    demo.build()
    assert not (demo.root / "public/articles/what-is-not-known-yet").exists()


def test_the_conflicting_sides_stand_together(demo: Site) -> None:
    demo.build()
    page = demo.page("/articles/drone-incursions-korean-peninsula/")
    accused, denied = page.index('id="accusation-2024"'), page.index('id="denial-2024"')
    assert accused < denied < page.index("</ol>", accused)


def test_silence_is_shown_as_silence_and_nobody_as_nobody(demo: Site) -> None:
    demo.build()
    page = demo.page("/articles/3000-more-north-korean-soldiers/")
    assert "do not confirm" in page
    assert "obody" in page


def test_an_increment_is_never_added_to_a_total(demo: Site) -> None:
    demo.build()
    for path, data in demo.tree().items():
        assert b"14,000" not in data and b"14000" not in data, path


def test_no_sentence_of_the_real_seed_is_in_it(demo: Site, real_seed: Path) -> None:
    def runs(text: str, length: int = 9) -> set[str]:
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}

    article = real_seed.read_text(encoding="utf-8").partition("\nComments\n")[0]
    theirs = runs(article)
    for name in OURS:
        for path in (demo.root / name).rglob("*.*"):
            shared = theirs & runs(path.read_text(encoding="utf-8"))
            assert not shared, (path.name, sorted(shared))


def test_its_events_span_from_2022_to_2025(demo: Site) -> None:
    years = sorted({y for a in load(demo.root)[0].articles for e in a.events for y in e.years})
    assert (years[0], years[-1]) == ("2022", "2025")
    assert all(int(b) > int(a) for a, b in pairwise(years))


def test_the_real_seed_is_known_to_it_and_not_imported_twice(demo: Site, real_seed: Path) -> None:
    done = demo.run("import", str(real_seed))
    assert done.status == 0
    assert "skipped" in done.out and "3000-more-north-korean-soldiers" in done.out
