"""A link to a page shows a card elsewhere: its title in its own script, its date, its source."""

import hashlib
import re
import shutil
from io import BytesIO
from itertools import groupby
from pathlib import Path

import msgspec
import pytest
from conftest import Site
from lxml import html
from PIL import Image

from generator.model.problems import SiteError
from generator.pages.cards.bidi import in_sight, levels
from generator.pages.cards.breaking import pieces
from generator.pages.cards.faces import FACES, FOLDER
from generator.pages.cards.pictured import png
from generator.pages.cards.shaping import missing, width_of
from generator.pages.cards.typesetting import Block, set_in
from generator.pages.plan import Page, file_of
from generator.pages.render import render
from generator.site_folder import Planned, plan_site

TITLES = {
    "latin": "Harbour office says the north gate opened again after eleven days",
    "cyrillic": "Портове управління каже, що північну браму знову відчинено після об’їзду",
    "arabic": "أعلنت OCHA أن 12 شاحنة (من أصل 30) وصلت إلى الميناء، ولا تأخير",
    "hangul": "항만 사무소 “북문 11일 만에 다시 열려”… 선박 3척 통과, 北 반응 없어",
    "hebrew": "נמל הצפון נפתח מחדש לאחר 11 ימים",
    "one-word": "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenversicherungsanstalt",
    "endless": "The gate was opened and closed again and nobody could say by whom it was done, "
    * 5,
    "hostile": 'Gate ]]> </path><image href="x"/> & "gone" {{ 7 * 7 }}',
    "unknown": "ประตูทิศเหนือเปิดอีกครั้ง",
}
SCRIPTS = ("latin", "cyrillic", "arabic", "hangul")
LANGUAGES = {"cyrillic": "uk", "arabic": "ar", "hangul": "ko", "hebrew": "he", "unknown": "th"}
INK, PAPER, MARK = (0x17, 0x19, 0x1C), (0xFB, 0xFA, 0xF6), (0x9A, 0x28, 0x18)


def report(name: str, title: str, more: str = "", status: str = "reviewed") -> str:
    text = msgspec.json.encode(title).decode()
    lang = LANGUAGES.get(name, "en")
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: {text}\nsource: {{ name: Harbour Gazette }}"
        f"\ntags: [harbour]\nlang: {lang}\nstatus: {status}\n{more}---\nIt is said.\n"
    )


SETTINGS = """\
title: Test Digest
base_url: https://digest.example/
description: What is said of a harbour.
"""
MONTH = "date: 2025-03\nsummary: In <brief> & short.\n"
TAKEN_BACK = """\
date: 2025-03-05
corrections: [{ at: 2025-04-02T08:00:00Z, why: It was not so. }]
"""
SITE = "\n".join(
    (
        f"-- site.yaml --\n{SETTINGS}",
        *(report(name, title, "date: 2025-03-27\n") for name, title in TITLES.items()),
        report("month", "The gate in March", MONTH),
        report("secret", "What nobody may know yet", "date: 2025-03-02\n", "draft"),
        report("held", "What was withheld", "date: 2025-03-03\n", "withheld"),
        report("wrong", "What was not so", TAKEN_BACK, "retracted"),
        "-- content/editions/2025-03-27.md --\n---\ntitle: The gate\ndate: 2025-03-27\n"
        "lead: It is open.\nstatus: published\nitems: [{ article: latin }]\n---\n",
        "-- content/stories/gate.md --\n---\ntitle: Gates\nlead: They open.\nstatus: published\n"
        "tags: [harbour]\n---\nIt goes on.\n",
    )
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with cards, built once for all tests that only look."""
    made = Site(tmp_path_factory.mktemp("cards"))
    made.write(SITE)
    made.approve()
    made.build()
    return made


@pytest.fixture
def copy(house: Site, tmp_path: Path) -> Site:
    """The same site, to be changed."""
    shutil.copytree(house.root, tmp_path / "site", ignore=shutil.ignore_patterns("public"))
    return Site(tmp_path / "site")


def card(made: Site, path: str) -> Image.Image:
    return Image.open(made.root / "public/cards" / path).convert("RGB")


def colours(picture: Image.Image) -> set[object]:
    return {colour for _, colour in picture.getcolors(9999) or ()}


def meta_of(made: Site, path: str) -> dict[str, str]:
    page = html.fromstring(made.page(path))
    tags = page.xpath("//head/meta[@property or @name]")
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in tags}


def drawn(block: Block) -> Image.Image:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><path fill="#fff" '
        f'd="M0 0h1200v630H0z"/><g transform="translate(100 200)">{block.path}</g></svg>'
    )
    return Image.open(BytesIO(png(svg))).convert("L").point(lambda value: 255 * (value < 128))


def set_(title: str, **how: str) -> Block:
    return set_in(title, (1056, 350), (86, 46), how.get("looks", "serif"), how.get("side", ""))


# ---- the card ----


@pytest.mark.parametrize("name", TITLES)
def test_a_title_in_any_script_lies_within_the_margins(house: Site, name: str) -> None:
    picture = card(house, f"articles/{name}.png")
    assert picture.size == (1200, 630)
    for side in ((0, 0, 70, 630), (1130, 0, 1200, 630), (0, 610, 1200, 630)):
        assert picture.crop(side).getcolors() == [
            (picture.crop(side).width * (side[3] - side[1]), PAPER)
        ]
    title = picture.crop((72, 130, 1128, 510)).getcolors(1000)
    assert title and {colour: count for count, colour in title}[INK] > 4000, "there is ink"


def test_no_card_takes_more_than_a_small_picture(house: Site) -> None:
    sizes = {
        path.name: path.stat().st_size for path in (house.root / "public/cards").rglob("*.png")
    }
    assert len(sizes) == len(TITLES) + 5
    assert max(sizes.values()) < 50_000, sizes


def test_what_runs_from_right_to_left_stands_at_the_right(house: Site) -> None:
    for name, empty in (("arabic", 72), ("hebrew", 72), ("latin", 1028), ("hangul", 1028)):
        corner = card(house, f"articles/{name}.png").crop((empty, 530, empty + 100, 610))
        assert colours(corner) == {PAPER}, name


def test_what_is_not_public_has_no_card(house: Site) -> None:
    there = {path.stem for path in (house.root / "public/cards/articles").iterdir()}
    assert there == {*TITLES, "month", "wrong"}


def test_a_retracted_report_gives_its_card_up_for_one_without_its_words(house: Site) -> None:
    page = planned(house)["/cards/articles/wrong.png"]
    assert set(page.names) == {"date"}
    assert (0x9A, 0x28, 0x18) in {
        colour for _, colour in card(house, "articles/wrong.png").getcolors(999) or ()
    }


def test_a_title_that_no_font_has_is_left_out_whole(house: Site) -> None:
    site, unknown = (
        card(house, name).crop((60, 130, 1140, 500))
        for name in ("site.png", "articles/unknown.png")
    )
    assert set_(TITLES["unknown"]).unknown
    assert not set_(TITLES["unknown"]).lines
    assert unknown.getcolors(999) != site.getcolors(999), "the site's name, not its description"


# ---- the page that it is of ----

OG = "https://digest.example"


@pytest.mark.parametrize(
    ("path", "kind", "title", "image", "published"),
    [
        ("/", "website", "What is said of a harbour.", "site.png", None),
        ("/timeline/", "website", "Timeline", "site.png", None),
        ("/articles/latin/", "article", TITLES["latin"], "articles/latin.png", "2025-03-27"),
        ("/articles/arabic/", "article", TITLES["arabic"], "articles/arabic.png", "2025-03-27"),
        ("/articles/hostile/", "article", TITLES["hostile"], "articles/hostile.png", "2025-03-27"),
        ("/articles/month/", "article", "The gate in March", "articles/month.png", None),
        ("/articles/wrong/", "website", "Retracted: What was not so", "articles/wrong.png", None),
        ("/editions/2025-03-27/", "article", "The gate", "editions/2025-03-27.png", None),
        ("/stories/gate/", "article", "Gates", "stories/gate.png", None),
    ],
)
def test_a_page_says_what_a_link_to_it_shows(
    house: Site, path: str, kind: str, title: str, image: str, published: str | None
) -> None:
    said = meta_of(house, path)
    assert said["og:type"] == kind
    assert said["og:title"] == title
    assert said["og:url"] == OG + path
    assert said["og:site_name"] == "Test Digest"
    assert said["og:description"] == said["description"]
    assert said["og:image"] == f"{OG}/cards/{image}"
    assert card(house, image).size == (int(said["og:image:width"]), int(said["og:image:height"]))
    assert said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"
    assert said.get("article:published_time") == published, "only where the day is known"


def test_the_language_is_named_as_platforms_name_it(house: Site) -> None:
    names = ("latin", "cyrillic", "arabic", "hangul")
    told = {meta_of(house, f"/articles/{name}/")["og:locale"] for name in names}
    assert told == {"en_US", "uk_UA", "ar_AR", "ko_KR"}


def test_no_page_asks_for_its_card(house: Site) -> None:
    page = house.page("/articles/latin/")
    assert page.count("/cards/") == 1, "in the head, for others"
    assert "/cards/" not in house.page("/404.html")


# ---- what is drawn anew ----


def planned(made: Site) -> dict[str, Page]:
    return {page.path: page for page in plan(made).pages}


def plan(made: Site) -> Planned:
    return plan_site(made.root, drafts=False)


def test_only_what_a_card_shows_draws_it_anew(copy: Site) -> None:
    made = copy
    before = {path: page.key for path, page in planned(made).items()}

    def changed() -> set[str]:
        made.approve()
        now = {path: page.key for path, page in planned(made).items()}
        return {path for path, key in now.items() if before[path] != key and "/cards/" in path}

    made.edit("content/articles/latin.md", "It is said.", "It is said twice.")
    assert changed() == set()
    made.edit("content/articles/month.md", "In <brief>", "At length")
    assert changed() == set()
    made.edit("content/articles/latin.md", "north gate", "south gate")
    assert changed() == {"/cards/articles/latin.png"}


def test_a_card_is_the_same_bytes_each_time(house: Site) -> None:
    known = plan(house)
    for path in ("/cards/articles/arabic.png", "/cards/articles/hangul.png"):
        page = next(page for page in known.pages if page.path == path)
        assert render(page, known.templates) == (house.root / "public" / file_of(path)).read_bytes()


@pytest.mark.parametrize(
    ("cards", "there", "image"),
    [("site", {"/cards/site.png"}, f"{OG}/cards/site.png"), ("none", set(), None)],
)
def test_a_site_may_have_one_card_or_none(
    copy: Site, cards: str, there: set[str], image: str | None
) -> None:
    copy.write(f"-- site.yaml --\n{SETTINGS}cards: {cards}\n")
    known = plan(copy)
    assert {page.path for page in known.pages if page.path.startswith("/cards/")} == there
    page = next(page for page in known.pages if page.path == "/articles/latin/")
    text = render(page, known.templates).decode()
    found = re.search(r'property="og:image" content="([^"]+)"', text)
    assert (found and found[1]) == image
    assert f'content="{"summary_large_image" if image else "summary"}"' in text


# ---- templates of one's own ----


OWN = """
-- templates/own.svg --
---
path: /own.png
{header}
---
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{body}</svg>
"""


@pytest.mark.parametrize(
    ("header", "body", "said"),
    [
        ("as: png", "<path d='M0 0h9v9z'/>", ""),
        ("as: gif", "", "templates/own.svg:3: “as”: “gif” is not one of text, png"),
        ("when: articles", "", "templates/own.svg:3: when: reads “site” alone, and not “articles”"),
        ("when: site.cardz", "", "templates/own.svg:3: when: "),
        ("as: png", "<text>x</text>", "templates/own.svg:1: <text>: text is drawn as outlines"),
        ("as: png", "{{ nothing }}", "templates/own.svg:5: 'nothing' is undefined"),
    ],
)
def test_a_template_of_ones_own_is_drawn_or_its_mistake_said(
    copy: Site, header: str, body: str, said: str
) -> None:
    copy.write(OWN.format(header=header, body=body))
    try:
        known = plan(copy)
        own = render(next(page for page in known.pages if page.path == "/own.png"), known.templates)
    except SiteError as error:
        assert said and [str(problem)[: len(said)] for problem in error.problems] == [said]
    else:
        assert not said
        assert Image.open(BytesIO(own)).size == (40, 20)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (f"{SVG}<text>x</text></svg>", "<text>: text is drawn as outlines"),
        (f'{SVG}<image href="/etc/hostname"/></svg>', "<image>: a picture from elsewhere"),
        (f'{SVG}<a:image xmlns:a="x" href="y"/></svg>', "<image>: a picture from elsewhere"),
        (f"{SVG}<g></svg>", "is no XML: mismatched tag, in line 1 of what it makes"),
        ("", "is no XML: no element found"),
        (SVG.replace("40", "40000") + "</svg>", "begins with <svg"),
        ("<html/>", "begins with <svg"),
    ],
)
def test_what_cannot_be_drawn_is_said(svg: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        png(svg)


@pytest.mark.parametrize(
    ("box", "looks", "said"), [((0, 0), "sans", "a box is"), ((9, 9), "bold", "looks are serif or")]
)
def test_a_box_that_is_none_is_said(box: tuple[float, float], looks: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        set_in("x", box, (9, 9), looks, "")


def test_many_colours_and_what_is_seen_through_stay_as_they_are() -> None:
    shades = "".join(f'<path fill="#{n:02x}8040" d="M{n} 0h1v20H{n}z"/>' for n in range(256))
    wide = SVG.replace("40", "300")
    for svg, colour in (
        (f"{wide}{shades}</svg>", (200, 128, 64, 255)),
        (f"{wide}</svg>", (0,) * 4),
    ):
        picture = Image.open(BytesIO(png(svg))).convert("RGBA")
        assert picture.getpixel((200, 10)) == colour


# ---- letters ----


@pytest.mark.parametrize("name", [*SCRIPTS, "hebrew"])
def test_every_letter_is_in_a_font_and_every_line_in_its_box(name: str) -> None:
    block = set_(TITLES[name])
    assert missing(TITLES[name], "serif") == ""
    assert " ".join(block.lines) == TITLES[name], "nothing is left out"
    assert block.width <= 1056 and block.height <= 350
    bare = {path.lstrip("M") for path in block.path.split("M") if "z" in path}
    notdef = set_in("\ue000", (1056, 0), (86, 46), "serif", "")
    assert len(bare) > 20 and not notdef.lines


def test_the_letters_of_an_arabic_word_are_joined() -> None:
    def gaps(word: str) -> int:
        picture = drawn(set_(word, side="left"))
        columns = [picture.crop((x, 0, x + 1, 630)).getbbox() is not None for x in range(90, 700)]
        return [inked for inked, _ in groupby(columns)].count(False) - 2

    assert gaps("حسن") == 0
    assert gaps("ح\u200cس\u200cن") == 2, "kept apart, each stands alone"
    assert width_of("لا", "serif") < width_of("ل\u200cا", "serif"), "lam and alef are one sign"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc 12", "abc 12"),
        ("אב 12 גד", "דג 12 בא"),
        ("אב UN גד", "דג UN בא"),
        ("אב (UN) גד.", ".דג )UN( בא"),
        ("بعد 9–12 يوم", "موي 12–9 دعب"),
        ("UN: אב, 5%", "UN: 5% ,בא"),
    ],
)
def test_what_runs_both_ways_is_in_the_order_that_it_is_read(text: str, seen: str) -> None:
    right = not text[0].isascii()
    assert "".join(text[place] for place in in_sight(levels(text, right))) == seen


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One two – three", ["One ", "two – ", "three"]),
        ("11 000 people", ["11 000 ", "people"]),
        ("북문이 다시 열려", ["북문이 ", "다시 ", "열려"]),
        ("北門、再開へ", ["北", "門、", "再", "開", "へ"]),
        ("night-time", ["night-time"]),
        ("Kyiv—Odesa", ["Kyiv—", "Odesa"]),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


def test_lines_are_even_and_what_has_no_room_ends_with_an_ellipsis() -> None:
    block = set_("The gate was opened again after eleven days")
    widths = [width_of(line, "serif") for line in block.lines]
    assert min(widths) > 0.6 * max(widths)
    long = set_(TITLES["endless"])
    assert long.size == 46 and long.lines[-1].endswith("…") and long.width <= 1056


def test_what_turns_text_round_or_is_not_seen_is_not_drawn() -> None:
    clean = set_("Gate opened")
    assert set_("\u202eGate\u2066 \x07opened\u200f \U0001f4a5") == clean
    assert clean.from_right is False


def test_the_fonts_are_those_that_keys_tell_of() -> None:
    faces = {face for looks in FACES.values() for face in looks}
    for face in faces:
        assert hashlib.sha256((FOLDER / face.file).read_bytes()).hexdigest() == face.sha256
    licences = {path.name.removesuffix(".OFL.txt") for path in FOLDER.glob("*.OFL.txt")}
    assert {face.file.rpartition("-")[0] for face in faces} == licences
    assert all("SIL Open Font License" in path.read_text() for path in Path(FOLDER).glob("*.txt"))
