"""`check` on the command line: its forms, its silences, and what it remembers."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from conftest import REPOSITORY, Site

from generator.checking.reports import says
from generator.plugins import plugins

SITE = """\
-- content/registers/actors.yaml --
jcs: { name: Joint Chiefs, kind: armed-forces }
-- content/articles/first.md --
---
title: First report
date: 2025-03-27
source: { name: unknown, url: null }
tags: [drones]
status: reviewed
claims:
  - { id: c1, by: jcs, act: accuses, quote: They broke it }
---
They broke it, 100% of it, and [more](/gone/).
"""
REASON = "asked, “no: answer” yet"


def with_checks(made: Site, *silences: str, file: str = "content/articles/first.md") -> Site:
    """The site with silences in one file, whose approval they must not touch."""
    lines = "".join(f"  {each}\n" for each in silences)
    made.edit(file, "tags: [drones]\n", f"tags: [drones]\nchecks:\n{lines}")
    return made


def checked(made: Site, *arguments: str) -> tuple[int, list[tuple[str, int, str, str | None]]]:
    done = made.run("check", "--format", "json", *arguments)
    found: list[Any] = msgspec.json.decode(done.out)["findings"]
    return done.status, [(e["code"], e["line"], e["severity"], e["silenced"]) for e in found]


def test_people_are_told_the_place_and_the_code_and_errors_alone_fail(
    site: Callable[[str], Site],
) -> None:
    made = site(SITE)
    done = made.run("check")
    assert (done.status, done.out) == (1, "")
    accused, dead, count = done.err.splitlines()
    place = "content/articles/first.md"
    assert accused.startswith(f"{place}:8: claim “c1” accuses, and the other side does not speak")
    assert accused.endswith(" [D006, warning]")
    assert dead == f"{place}:11: a link leads nowhere: /gone/ [D002]"
    assert re.fullmatch(r"1 error and 1 warning in \d+ files; see docs/checks.md.", count)
    assert made.run("check", "--only", "d006").status == 0
    assert made.run("check", "--only", "D006", "--strict").status == 1


def test_a_silence_has_a_reason_and_leaves_the_approval_as_it_is(
    site: Callable[[str], Site],
) -> None:
    made = with_checks(site(SITE), f"D006: {REASON!r}", "D002: it will be there")
    assert checked(made) == (
        0,
        [("D006", 11, "warning", REASON), ("D002", 14, "error", "it will be there")],
    )
    made.build("--strict")
    assert (made.root / "public/articles/first/index.html").is_file()
    done = made.run("check")
    assert done.out.endswith("nothing found, 2 silenced\n")


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        ("D006:", "7: “D006” must not be empty"),
        ("D6: because", "“D6” does not fit; it must be the code of a check, such as D006"),
    ],
)
def test_a_silence_without_a_reason_or_a_code_is_a_mistake(
    site: Callable[[str], Site], silence: str, said: str
) -> None:
    made = with_checks(site(SITE), silence)
    done = made.run("check")
    assert done.status == 1 and said in done.err


def test_a_silence_that_nobody_needs_is_found_itself(site: Callable[[str], Site]) -> None:
    made = with_checks(site(SITE), "D006: asked", "D011: old", "D999: why", "D022: asks none")
    _, found = checked(made)
    assert [each for each in found if each[0] == "D000"] == [("D000", 6, "warning", None)] * 2
    done = made.run("check")
    assert "6: D011 is silenced and has nothing to say; delete it [D000, warning]" in done.err
    assert "6: there is no check D999" in done.err


def test_a_site_turns_checks_off_and_sets_their_limits(site: Callable[[str], Site]) -> None:
    made = site(SITE)
    made.build()
    before = made.tree()
    text = made.read("site.yaml")
    last = text.count("\n") + 1
    made.write(f"-- site.yaml --\n{text}checks: {{ off: [D006, D002], weight: 1 }}\n")
    _, found = checked(made)
    assert {code for code, *_ in found} == {"D021"}
    made.build()
    assert made.tree() == before
    made.write(f"-- site.yaml --\n{text}checks: {{ off: [D096], drafts: soon }}\n")
    done = made.run("check")
    assert done.status == 1 and f"site.yaml:{last}: “drafts”: “soon” is not a whole" in done.err
    made.write(f"-- site.yaml --\n{text}checks: {{ off: [D096] }}\n")
    assert f"site.yaml:{last}: “off”: there is no check D096; did" in made.run("check").err


def test_what_was_checked_before_is_told_where_it_stands_now(site: Callable[[str], Site]) -> None:
    made = site(SITE)
    checked(made)
    made.edit("content/articles/first.md", "tags: [drones]\n", "# a remark\ntags: [drones]\n")
    assert [line for _, line, *_ in checked(made)[1]] == [9, 12]
    made.edit("content/registers/actors.yaml", "kind: armed-forces", "kind: agency")
    assert [line for _, line, *_ in checked(made)[1]] == [9, 12]


def test_a_seed_that_changes_later_is_noticed(site: Callable[[str], Site]) -> None:
    words = "What the agency wrote about it that morning."
    digest = sha256(words.encode()).hexdigest()
    seed = f"seed: {{ file: seeds/first.txt, sha256: {digest} }}\n"
    made = site(SITE.replace("tags:", f"{seed}tags:") + f"-- seeds/first.txt --\n{words}")
    assert "D026" not in {code for code, *_ in checked(made)[1]}
    (made.root / "seeds/first.txt").write_text("Something else.")
    assert ("D026", 5, "error", None) in checked(made)[1]


def test_for_github_nothing_breaks_out_of_its_command(site: Callable[[str], Site]) -> None:
    made = site(SITE.replace("/gone/", "/gone%2C%0Aaway/"))
    done = made.run("check", "--format", "github")
    accused, dead = done.out.splitlines()
    assert accused.startswith(
        "::warning file=content/articles/first.md,line=8,title=D006::claim “c1”"
    )
    assert dead == (
        "::error file=content/articles/first.md,line=11,title=D002"
        "::a link leads nowhere: /gone,%0Aaway/"
    )
    assert (done.status, done.err) == (1, "")


def test_sarif_has_all_that_its_schema_requires(site: Callable[[str], Site]) -> None:
    made = with_checks(site(SITE), f"D006: {REASON!r}")
    done = made.run("check", "--format", "sarif")
    whole = msgspec.json.decode(done.out)
    assert whole["version"] == "2.1.0" and whole["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = whole["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] and len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert result["message"]["text"] and result["level"] in ("warning", "error")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        [location] = result["locations"]
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[\w./%-]+", physical["artifactLocation"]["uri"])
        assert physical["region"]["startLine"] >= 1
    silenced = [each["suppressions"] for each in run["results"] if each["ruleId"] == "D006"]
    assert silenced == [[{"kind": "inSource", "justification": REASON}]]


def test_an_unknown_check_is_no_check(site: Callable[[str], Site]) -> None:
    done = site(SITE).run("check", "--only", "D066")
    assert done.status == 1 and "--only D066: there is no such check; did you mean" in done.err


def test_other_sites_are_asked_only_with_external_and_never_within_the_house(
    site: Callable[[str], Site],
) -> None:
    made = site(SITE.replace("/gone/", "http://127.0.0.1:9/router"))
    assert "D022" not in {code for code, *_ in checked(made)[1]}
    done = made.run("check", "--external", "--only", "D022")
    assert done.status == 0
    assert done.err.startswith(
        "content/articles/first.md:11: http://127.0.0.1:9/router: "
        "127.0.0.1 is no address of the open web; such are not fetched [D022, warning]\n"
    )


DOCS = (REPOSITORY / "docs/checks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", plugins("checks"), ids=lambda module: str(module.code))
def test_each_check_is_documented(module: Any) -> None:
    """What it means, why it matters, how to mend it, how to silence it; and in the program itself
    what it holds to be right, and what to do."""
    [section] = re.findall(
        rf"^### {module.code} [^\n]+ · {module.severity}\n(.*?)(?=^##)",
        DOCS,
        re.DOTALL | re.MULTILINE,
    )
    for word in ("Means", "Why", "Mend", "Silence"):
        assert re.search(rf"^\*{word}:\* \S", section, re.MULTILINE), word
    assert (
        f"{module.code}: …" in section
        or f'{module.code}: "' in section
        or (f"off: [{module.code}]" in section)
    )
    assert says(module).endswith(".") and str(module.mend).endswith(".")
    assert hasattr(module, "check") != hasattr(module, "check_article")


def test_every_code_is_of_one_check_and_the_documentation_knows_no_other() -> None:
    codes = [str(module.code) for module in plugins("checks")]
    assert len(set(codes)) == len(codes)
    documented = re.findall(r"^### (D\d{3})", DOCS, re.MULTILINE)
    assert documented == sorted({"D000", *codes})


def test_whoever_approves_is_told_what_check_will_say(site: Callable[[str], Site]) -> None:
    made = site(SITE.replace("reviewed", "draft").replace("/gone/", "/about/"))
    done = made.run("review", "content/articles/first.md", "--by", "Desk")
    approved, remark = done.out.splitlines()
    assert done.status == 0 and "approved by Desk" in approved
    assert remark.startswith("content/articles/first.md:8: claim “c1” accuses")
