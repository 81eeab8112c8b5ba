"""What the packages are licensed under, and what is known against them."""

import importlib.util
import json
import subprocess
import sys
from types import ModuleType

import pytest
from conftest import REPOSITORY


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", REPOSITORY / "docs/audit.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_locked_package_is_listed_with_a_licence_that_is_allowed() -> None:
    done = subprocess.run(
        [sys.executable, "docs/audit.py", "--licences"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert {"jinja2", "lxml", "nh3", "pytest"} <= rows.keys()
    assert rows["lxml"].split()[1] == "BSD-3-Clause"


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("(Apache-2.0 OR GPL-3.0-only) AND MIT", True),
        ("(Apache-2.0 OR GPL-3.0-only) AND (AGPL-3.0-only)", False),
        ("GPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0-only", False),
        ("SSPL-1.0", False),
        ("Proprietary", False),
        ("not said", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_when_it_leaves_a_choice_that_is(
    audit: ModuleType, licence: str, may: bool
) -> None:
    assert audit.allowed(licence) is may


def test_a_known_weakness_is_told_and_an_accepted_one_is_not(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = {"id": "X-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"]}
    packages = [{"name": "a", "version": "1.0", "vulns": [weak]}, {"name": "b", "skip_reason": "?"}]
    answer = json.dumps({"dependencies": packages})
    assert audit.weaknesses(answer) == ["a 1.0: X-1, mended in 2.0"]
    monkeypatch.setattr(audit, "ACCEPTED", {"CVE-1": "we never call it"})
    assert audit.weaknesses(answer) == []


@pytest.mark.parametrize(
    "answer",
    ["", "no network", "[]", "{}", '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}'],
)
def test_no_answer_is_not_taken_for_a_good_one(audit: ModuleType, answer: str) -> None:
    assert audit.weaknesses(answer) is None
