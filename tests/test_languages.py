"""Pages in the language of what they show: their words, dates, plurals, and which way they run."""

import html
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel import Locale, localedata
from browsing import MISSING, House, handler, opened, served
from conftest import MINIMAL, REPOSITORY, Site
from languages_site import WORLD
from playwright.sync_api import Browser

from generator.model.date_phrases import phrases_in
from generator.model.edtf import Edtf
from generator.model.edtf_words import Dates
from generator.pages.compiled import Compiled
from generator.pages.interface.catalogues import Catalogue, read_catalogue, rule_of
from generator.pages.interface.languages import Language, Languages, catalogue_texts, direction
from generator.pages.interface.wording import Wording

AWAITING = "The words of this page’s interface await review by a speaker of its language."
NO_LINE = 'no line of a catalogue; write msgid, msgctxt or msgstr, and then "words"'
FOLDER = REPOSITORY / "generator/languages"
TAGS = ["ar", "ko", "ru", "uk"]
PACKAGED = Languages(catalogue_texts([(FOLDER, "(packaged)")]), Compiled())
NAMES = {"arabic": "ar", "korean": "ko", "russian": "ru", "ukrainian": "uk"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site in English with reports in six languages, built once."""
    made = Site(tmp_path_factory.mktemp("languages"))
    made.write(MINIMAL)
    made.write(WORLD)
    made.approve()
    made.build()
    yield made


def text_of(page: str) -> str:
    """What a page says, without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


# ---- catalogues ----


@pytest.fixture(scope="module")
def words() -> ModuleType:
    """What `make words` runs."""
    spec = importlib.util.spec_from_file_location("words", REPOSITORY / "docs/words.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["words"] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def said(words: ModuleType) -> list[Any]:
    found: list[Any] = words.all_words()
    return found


@pytest.mark.parametrize("tag", TAGS)
def test_a_packaged_catalogue_says_all_that_templates_say_and_no_more(
    tag: str, words: ModuleType, said: list[Any]
) -> None:
    lacking, stale = words.missing(FOLDER / f"{tag}.po", said)
    assert [(word.where, word.one) for word in lacking] == [], "run `make words`, and translate"
    assert stale == []
    assert isinstance(PACKAGED.language(tag).catalogues[0], Catalogue)


@pytest.mark.parametrize("tag", TAGS)
def test_a_packaged_catalogue_has_the_plural_forms_of_its_language(tag: str) -> None:
    rule = PACKAGED.language(tag).catalogues[0].rule
    forms = {(Locale(tag).plural_form(n), rule_of(rule)(n)) for n in range(250)}
    assert len(forms) == len({form for form, _ in forms}) == len({form for _, form in forms})


@pytest.mark.parametrize(
    ("mistake", "where", "message"),
    [
        ('msgid "{a} b"\nmsgstr "{c} b {a}"', 4, "nothing is put in for {c}; “{a} b” has {a}"),
        ('msgid "{a} b"\nmsgstr "b"', 4, "{a} is missing; it stands for what is put in"),
        (
            'msgid "{n} x"\nmsgid_plural "{n} xs"\nmsgstr[0] "x"',
            4,
            "1 forms for “{n} x”; this language has 2 (Plural-Forms)",
        ),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"', 7, "“a” is said a second time"),
        ('msgid "a"\nmsgstr "b', 5, NO_LINE),
        ('msgid "a "b""\nmsgstr "c"', 4, NO_LINE),
        ("what is this", 4, NO_LINE),
        ('msgstr "b"', 4, "no catalogue of words: something is missing or in the wrong order here"),
    ],
)
def test_a_mistake_in_a_catalogue_is_named_at_its_line(
    mistake: str, where: int, message: str
) -> None:
    text = f'msgid ""\nmsgstr "Language: xx\\n"\n\n{mistake}\n'
    found = read_catalogue(text, "languages/xx.po")
    assert isinstance(found, list)
    assert [(each.line, each.message) for each in found] == [(where, message)]


def test_a_plural_rule_that_is_none_is_named() -> None:
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != ;\\n"\n'
    found = read_catalogue(text, "languages/xx.po")
    assert isinstance(found, list)
    assert [str(each) for each in found] == [
        "languages/xx.po:1: Plural-Forms: write it as gettext does, “nplurals=2; plural=(n != 1);”"
    ]


def test_every_language_is_written_the_way_that_unicode_says() -> None:
    wrong = {
        tag: Locale.parse(tag).character_order
        for tag in localedata.locale_identifiers()
        if not re.search(r"_[A-Z]{2}\Z|_\d+\Z|_[A-Z]+_", tag)  # no country's
        and (direction(tag.replace("_", "-")) == "rtl")
        != (Locale.parse(tag).character_order == "right-to-left")
    }
    localedata._cache.clear()  # a tenth of a gigabyte, which each process forked later would share
    assert wrong == {}


def test_no_template_says_anything_that_is_not_marked_as_said() -> None:
    """But for names, and for the page that explains columns of data, which says it is English."""
    unmarked = {}
    for path in sorted((REPOSITORY / "templates").rglob("*.html")):
        body = path.read_text(encoding="utf-8")
        body = body.partition("\n---\n")[2] if body.startswith("---\n") else body
        body = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", body, flags=re.DOTALL)
        shown = re.sub(r"<(script|pre|svg)\b.*?</\1>", "", body, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", "", shown) + " ".join(
            re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', body)
        )
        names = (
            r"SHA-256|BibTeX|CSV|Atom|JSON Feed|^article$|^default-src .*$"  # and kinds, a policy
        )
        if found := re.findall(r"[A-Za-z]{3,}[^\n]*", re.sub(names, "", shown, flags=re.MULTILINE)):
            unmarked[path.name] = found
    for other in ("data.html", "months.html", "script-words.html"):  # a path, an attribute
        del unmarked[other]
    assert unmarked == {"base.html": [AWAITING]}  # in both languages


# ---- dates, numbers, plurals ----


def dates_of(tag: str) -> Dates:
    return Dates(*phrases_in(PACKAGED.language(tag).say))


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("ar", "27 {format} 2025", "{stand-alone} 2025"),
        ("ko", "2025년 {format} 27일", "2025년 {stand-alone}"),
        ("ru", "27 {format} 2025", "{stand-alone} 2025"),
        ("uk", "27 {format} 2025", "{stand-alone} 2025"),
    ],
)
def test_months_are_called_as_unicode_calls_them_in_a_day_and_alone(
    tag: str, day: str, month: str
) -> None:
    dates, locale = dates_of(tag), Locale(tag)
    for number in range(1, 13):
        names = {form: locale.months[form]["wide"][number] for form in ("format", "stand-alone")}
        assert dates.words(Edtf.parse(f"2025-{number:02}-27")) == day.format_map(names)
        assert dates.words(Edtf.parse(f"2025-{number:02}")) == month.format_map(names)


@pytest.mark.parametrize(
    ("text", "ar", "ko", "ru", "uk"),
    [
        ("2025", "2025", "2025년", "2025", "2025"),
        ("2025~", "نحو 2025", "2025년경", "около 2025 года", "близько 2025 року"),
        ("2025-03~", "نحو مارس 2025", "2025년 3월경", "около марта 2025", "близько березня 2025"),
        ("2025-22", "الصيف 2025", "2025년 여름", "лето 2025", "літо 2025"),
        (
            "2025-01/2025-02",
            "بين يناير وفبراير 2025",
            "2025년 1월~2월 사이",
            "от января до февраля 2025",
            "від січня до лютого 2025",
        ),
        (
            "2025-03-03/2025-03-07",
            "بين 3 و7 مارس 2025",
            "2025년 3월 3일~7일 사이",
            "от 3 до 7 марта 2025",
            "від 3 до 7 березня 2025",
        ),
        (
            "../2025-02",
            "قبل مارس 2025",
            "2025년 3월 이전",
            "до марта 2025",
            "до березня 2025",
        ),
        (
            "[2025-03,2025-04]",
            "مارس أو أبريل 2025",
            "2025년 3월 또는 4월",
            "март или апрель 2025",
            "березень або квітень 2025",
        ),
        (
            "2025-03-XX",
            "يوم من مارس 2025",
            "2025년 3월 중 하루",
            "один из дней марта 2025",
            "один із днів березня 2025",
        ),
        ("202X", "عقد 2020", "2020년대", "2020-е годы", "2020-ті роки"),
        ("XXXX", "التاريخ مجهول", "날짜 미상", "дата неизвестна", "дата невідома"),
        (
            "2025-03?",
            "مارس 2025 (غير مؤكَّد)",
            "2025년 3월 (불확실)",
            "март 2025 (неточно)",
            "березень 2025 (непевно)",
        ),
    ],
)
def test_a_date_is_said_in_each_language_as_precisely_as_it_is_known(
    text: str, ar: str, ko: str, ru: str, uk: str
) -> None:
    date = Edtf.parse(text)
    assert [dates_of(tag).words(date) for tag in TAGS] == [ar, ko, ru, uk]


@pytest.mark.parametrize(
    ("tag", "number", "told"),
    [
        ("en", 1, "1 event"),
        ("en", 12000, "12,000 events"),
        ("ar", 2, "2 حدثان"),
        ("ar", 7, "7 أحداث"),
        ("ar", 11, "11 حدثًا"),
        ("ko", 12000, "사건 12,000건"),
        ("ru", 21, "21 событие"),
        ("ru", 3, "3 события"),
        ("ru", 12000, "12\u00a0000 событий"),
        ("uk", 11, "11 подій"),
        ("uk", 22, "22 події"),
    ],
)
def test_a_number_of_things_is_said_with_the_form_and_the_marks_of_the_language(
    tag: str, number: int, told: str
) -> None:
    wording = Wording(PACKAGED.language(tag))
    assert wording.counted(number, "{number} event", "{number} events") == told


def test_numbers_are_set_apart_as_unicode_says() -> None:
    for tag in ("ko", "ru", "uk"):
        symbols = Locale(tag).number_symbols["latn"]
        expected = f"1{symbols['group']}234{symbols['decimal']}5"
        assert Wording(PACKAGED.language(tag)).number(1234.5) == expected


# ---- pages ----


@pytest.mark.parametrize(
    ("slug", "opening", "told"),
    [
        (
            "arabic",
            '<html lang="ar" dir="rtl">',
            ["14 مارس 2025", "حُدِّث: 2 أبريل 2025", "من يقول ماذا", "نحو 1,200 (من 900 إلى 1,500)"],
        ),
        (
            "korean",
            '<html lang="ko">',
            [
                "2025년 3월 13일",
                "2025년 4월 2일 갱신",
                "누가 무엇을 말하는가",
                "약 1,200 (900~1,500) 명",
            ],
        ),
        (
            "russian",
            '<html lang="ru">',
            [
                "11 марта 2025",
                "обновлено: 2 апреля 2025",
                "Кто что говорит",
                "около 1\u00a0200 (от 900",
            ],
        ),
        (
            "ukrainian",
            '<html lang="uk">',
            [
                "12 березня 2025",
                "оновлено: 2 квітня 2025",
                "Хто що каже",
                "близько 1\u00a0200 (від 900",
            ],
        ),
        (
            "french",  # no words for it: an English page, whose own text is French
            '<html lang="en">',
            [
                "10 March 2025",
                "updated 2 April 2025",
                "Who says what",
                "about 1,200 (900 to 1,500)",
            ],
        ),
    ],
)
def test_the_page_of_a_report_is_in_its_language_where_there_are_words(
    world: Site, slug: str, opening: str, told: list[str]
) -> None:
    page = world.page(f"/articles/{slug}/")
    assert opening in page
    assert [words for words in told if " ".join(words.split()) not in text_of(page)] == []


@pytest.mark.parametrize("slug", NAMES)
def test_nothing_of_the_interface_is_left_in_english(world: Site, slug: str) -> None:
    page = re.sub(r"<script.*?</script>", "", world.page(f"/articles/{slug}/"), flags=re.DOTALL)
    page = page.partition("<body>")[2]
    marked = re.compile(r'<(\w+)[^>]* lang="(?:en|ko|uk|ru|ar|fr)"[^>]*>.*?</\1>', re.DOTALL)
    unmarked = text_of(re.sub(r"<(code|pre)\b.*?</\1>", "", marked.sub(" ", page), flags=re.DOTALL))
    own = "Coast Radio|Strait Desk|MV Argo|SHA-256|BibTeX|Natural Earth"
    rest = re.sub(f"{own}|Greece|Türkiye|Bulgaria|Khoros", "", unmarked)
    assert re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)*", rest) == []


def test_what_is_in_another_language_than_its_page_says_so(world: Site) -> None:
    arabic = world.page("/articles/arabic/")
    assert 'lang="en" dir="ltr">Harbour Office</a>' in arabic
    assert "<bdi>Coast Radio</bdi>" in arabic  # of no register: named in the report's language
    assert 'lang="uk" dir="ltr"><a href="../../articles/ukrainian/index.html">' in arabic
    front = world.page("/")
    assert 'lang="ar" dir="rtl"><a href="articles/arabic/index.html">' in front
    assert '<html lang="en">' in front


@pytest.mark.parametrize("slug", [*NAMES, "plain"])
def test_a_page_whose_words_await_review_says_so_in_both_languages(world: Site, slug: str) -> None:
    page = world.page(f"/articles/{slug}/")
    assert (AWAITING in page) == (slug != "plain")
    own = PACKAGED.language(NAMES.get(slug, "en")).say(AWAITING)
    assert (own in page) == (slug != "plain")


def test_a_site_says_it_in_its_own_words(site: Callable[[str], Site]) -> None:
    made = site(
        """\
        -- site.yaml --
        title: Essai
        base_url: https://digest.example/
        lang: fr
        -- content/articles/a.md --
        ---
        { title: Un, date: "2025-03-27", source: { name: x, url: null }, tags: [t], lang: fr,
          status: reviewed }
        ---
        Un.
        -- content/articles/b.md --
        ---
        { title: 하나, date: "2025-03-27", source: { name: x, url: null }, tags: [t], lang: ko,
          status: reviewed }
        ---
        하나.
        -- languages/fr.po --
        msgid ""
        msgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"

        msgctxt "inflected month"
        msgid "March"
        msgstr "mars"

        msgid "Latest reports"
        msgstr "Derniers articles"
        -- languages/ko.po --
        msgid "What this rests on"
        msgstr "바탕"
        """
    )
    made.build()
    assert "Derniers articles" in made.page("/")
    assert "27 mars 2025" in made.page("/articles/a/")
    assert "What this rests on" in made.page("/articles/a/")  # not translated: in English
    korean = text_of(made.page("/articles/b/"))
    assert "바탕" in korean
    assert "2025년 3월 27일" in korean  # what it does not say otherwise is as it was
    made.edit("languages/ko.po", "바탕", "근거")
    rendered = re.search(r"(\d+) pages? rendered", made.build().out)
    assert rendered
    assert 1 <= int(rendered[1]) <= 2  # what is in Korean, and no other page
    assert "근거" in made.page("/articles/b/")
    made.edit("languages/fr.po", 'msgstr "Derniers articles"', 'msgstr "Derniers {x}"')
    refused = made.run("build")
    assert refused.status == 1
    assert "languages/fr.po:8: nothing is put in for {x}" in refused.err


# ---- the script, and where things stand ----

SOUND = """async asked => {
  const room = document.documentElement;
  const faults = room.scrollWidth > room.clientWidth ? ["scrolls sideways"] : [];
  const options = { resultTypes: ["violations"] };
  const found = asked ? (await axe.run(document, options)).violations : [];
  return [...faults, ...found.map(each => each.id + ": " + each.nodes.map(node => node.html))];
}"""


def test_the_script_and_the_pages_mean_the_same_words() -> None:
    script = (REPOSITORY / "templates/static/enhance.js").read_text(encoding="utf-8")
    part = (REPOSITORY / "templates/parts/script-words.html").read_text(encoding="utf-8")
    given = re.findall(r'"([^"]+)" \| say\("script"\)', part)
    assert "|".join(given) in script
    names = re.search(r"const \[([^\]]+)\] = words\.split", script)
    assert names
    assert len(names[1].split(",")) == len(given)


@pytest.mark.skipif(MISSING, reason="needs Debian's chromium")
def test_pages_in_each_language_are_sound_in_a_browser(browser: Browser, world: Site) -> None:
    found = {}
    house = House(world.root, world.root / "public", {})
    with (
        served(handler(house)) as address,
        opened(browser, bypass_csp=True) as page,  # or axe could not get in
    ):
        for slug, tag in NAMES.items():
            page.goto(f"{address}/articles/{slug}/")
            page.evaluate(Axe().axe_script)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                found[slug, width] = page.evaluate(SOUND, tag in ("ar", "ko"))
            buttons = [button.inner_text() for button in page.query_selector_all("button")]
            copy = PACKAGED.language(tag).say("Copy link", "script")
            assert copy in buttons
            assert "Copy link" not in buttons
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.skipif(MISSING, reason="needs Debian's chromium")
def test_a_page_from_right_to_left_is_mirrored(browser: Browser, world: Site) -> None:
    """Where things stand across: of the English page, and mirrored of the Arabic one."""
    places = {}
    with opened(browser, viewport={"width": 1280, "height": 900}) as page:
        for slug in ("plain", "arabic"):
            page.goto((world.root / f"public/articles/{slug}/index.html").as_uri())
            places[slug] = page.evaluate(
                """() => {
                  const middle = selector => {
                    const box = document.querySelector(selector).getBoundingClientRect();
                    return (box.left + box.right) / 2 - innerWidth / 2;
                  };
                  return [".name", ".bar nav", ".kicker", ".prose", ".strip circle",
                    ".timeline .when", ".told"].map(middle);
                }"""
            )
            ticks = page.eval_on_selector_all(
                ".ticks span",
                "all => all.slice(0, 4).map(each => each.getBoundingClientRect().left)",
            )
            signs = [after > before for before, after in pairwise(ticks)]
            assert signs == [slug == "plain"] * 3  # time runs as the text does
    for english, arabic in zip(places["plain"], places["arabic"], strict=True):
        assert (english < 0) == (arabic > 0)


def test_a_language_without_a_catalogue_is_english() -> None:
    assert Wording(Language("eo")).say("Corrections") == "Corrections"
    assert PACKAGED.of_page("eo", "en") == "en"
    assert PACKAGED.of_page("ar-SY", "en") == "ar-SY"
    assert PACKAGED.of_page("en-GB", "en") == "en"
    assert PACKAGED.of_page("en", "ko") == "en"


def test_each_catalogue_that_is_packaged_is_described() -> None:
    told = (REPOSITORY / "docs/languages.md").read_text(encoding="utf-8")
    assert sorted(path.stem for path in Path(FOLDER).glob("*.po")) == TAGS
    assert [tag for tag in TAGS if f"`{tag}`" not in told] == []
