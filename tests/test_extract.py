"""`extract` prints what is found, a JSON object a line, with places that point into the input."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, Done, Site

Build = Callable[[str], Site]

TEXT = (
    "Raid on the harbour\n\nThe navy of North Korea shelled the port last week, South Korea’s "
    "defense ministry said on Thursday. “About 40 boats were lost,” the ministry said. "
    "Pyongyang denied the attack.\n"
)
PAGE = """<!doctype html><html lang="en"><head><title>Raid on the harbour | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2025-03-27T08:00:00Z"></head><body><article>
<h1>Raid on the harbour</h1><p>The harbour was shelled before dawn, and forty boats were lost in
the fire that followed, said the master of the port, who counted them from the tower.</p>
<p>Nobody has said who fired. The town council meets again on Monday to hear the fishermen, who
want the boats replaced before the season begins, and the insurers, who do not.</p></article>
</body></html>"""


def extract(*arguments: str, given: str | bytes = TEXT, folder: Path) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "extract", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def items(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_it_works_outside_a_site_and_says_where_each_word_stands(tmp_path: Path) -> None:
    done = extract("--date", "2025-03-27", folder=tmp_path)
    assert done.status == 0, done.err
    found = items(done)
    for item in found:
        for span in (item, item.get("source"), item.get("cue"), item.get("content")):
            if isinstance(span, dict) and "start" in span:
                assert TEXT[span["start"] : span["end"]] == span["text"]
    dates = [(i["text"], i["value"], i["role"]) for i in found if i["kind"] == "date"]
    assert dates == [
        ("last week", "2025-03-17/2025-03-23", "event"),
        ("Thursday", "2025-03-27", "report"),
    ]
    claims = [item for item in found if item["kind"] == "claim"]
    assert {"source", "cue", "content", "act", "answers"} <= claims[0].keys()
    [figure] = [item for item in found if item["kind"] == "figure"]
    assert (figure["best"], figure["approx"]) == (40, True)
    assert {"low", "high", "unit", "role"} <= figure.keys()
    assert "north-korea" in [item["id"] for item in found if item["kind"] == "actor"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_date_relative_ones_have_no_value(tmp_path: Path) -> None:
    found = items(extract(folder=tmp_path))
    assert [item["value"] for item in found if item["kind"] == "date"] == [None, None]


def test_offsets_count_code_points_and_line_ends_as_they_are(tmp_path: Path) -> None:
    text = "😀 한국\r\n\r\nIn May 2024 it rained.\r\n"
    [item] = [i for i in items(extract(given=text, folder=tmp_path)) if i["kind"] == "date"]
    assert text[int(str(item["start"])) : int(str(item["end"]))] == "May 2024"


def test_the_site_s_own_registers_are_known_within_it(site: Build) -> None:
    made = site(
        """
        -- content/registers/actors.yaml --
        black-tulip: { name: Black Tulip, kind: group }
        """
    )
    given = "Black Tulip said on Monday that the road is mined."
    found = items(extract(given=given, folder=made.root))
    assert ("black-tulip", "Black Tulip") in [(i.get("id"), i.get("text")) for i in found]


def test_the_text_with_its_marks_in_the_margin(tmp_path: Path) -> None:
    done = extract("--format", "text", "--date", "2025-03-27", folder=tmp_path)
    assert "“Thursday” = 2025-03-27" in done.out
    text = "".join(line.partition("│")[0] for line in done.out.splitlines())
    assert "".join(text.split()) == "".join(TEXT.split())


def test_many_documents_in_one_process_are_answered_in_order(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "It fell last year.", "date": "2024-05-01"},
        {"id": "b", "text": "It fell last year."},
        {"id": 3, "text": ""},
    ]
    given = "\n".join(map(json.dumps, lines)) + "\n"
    done = extract("--batch", given=given, folder=tmp_path)
    answers = items(done)
    assert done.status == 0
    assert [answer["id"] for answer in answers] == ["a", "b", 3]
    values = [[item["value"] for item in answer["items"]] for answer in answers]  # type: ignore[attr-defined]
    assert values == [["2023"], [None], []]


@pytest.mark.parametrize(
    ("line", "id_", "error"),
    [
        ("{", 2, "truncated"),
        ('{"id": "x"}', "x", "neither “text” nor “b64”"),
        ('{"id": "x", "text": 5}', 2, "str"),
        ('{"id": "x", "text": "a", "date": "May"}', "x", "May"),
        ('{"id": "x", "b64": "?"}', "x", "base 64"),
        ('{"id": "x", "b64": ""}', "x", ""),
    ],
)
def test_a_line_that_cannot_be_read_is_said_and_the_others_go_on(
    tmp_path: Path, line: str, id_: object, error: str
) -> None:
    good = '{"id": "good", "text": "In May 2024."}'
    done = extract("--batch", given=f"{good}\n{line}\n{good}\n", folder=tmp_path)
    first, wrong, last = items(done)
    assert done.status == 1
    assert first == last
    assert wrong["id"] == id_
    assert error in str(wrong["error"])


def test_a_page_gives_its_title_date_and_body(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    [page] = items(extract("--html", "page.html", folder=tmp_path))
    assert page.keys() == {"title", "date", "body", "author", "outlet", "url", "lang"}
    assert (page["title"], page["date"], page["lang"]) == (
        "Raid on the harbour",
        "2025-03-27",
        "en",
    )
    assert "forty boats" in str(page["body"])
    [same] = items(extract("--html", "-", given=PAGE, folder=tmp_path))
    assert same == page
    line = {"id": 1, "b64": base64.b64encode(PAGE.encode()).decode(), "url": "https://c.example/1"}
    [answer] = items(extract("--html", "--batch", given=json.dumps(line), folder=tmp_path))
    assert answer["items"][0]["title"] == page["title"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "given", "message"),
    [
        (["--date", "yesterday"], b"", "yesterday"),
        ([], b"\xff", "standard input:1: not UTF-8"),
        (["--html", "no.html"], b"", "no.html: No such file"),
        (["--html", "-"], b"<p></p>", "no article"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], given: bytes, message: str
) -> None:
    done = extract(*arguments, given=given, folder=tmp_path)
    assert done.status != 0
    assert message in done.err


def test_the_real_seed_has_its_twelve_dates(real_seed: Path, tmp_path: Path) -> None:
    text = real_seed.read_text(encoding="utf-8")
    dates = [
        (item["value"], item["role"])
        for item in items(extract("--date", "2025-03-27", given=text, folder=tmp_path))
        if item["kind"] == "date"
    ]
    values = (
        "2025 2025 2025-03-27 2022 2024 2025-01/2025-02 2024 2025-03-27 2024-08 2024 2024-11~ 2022"
    )
    assert [value for value, _ in dates] == values.split()
    assert [role for value, role in dates if value == "2025-03-27"] == ["report", "report"]
    alone = items(extract(given=text, folder=tmp_path))
    stated = [item["value"] for item in alone if item["kind"] == "date" and item["value"]]
    assert stated == ["2022", "2024", "2022"]
