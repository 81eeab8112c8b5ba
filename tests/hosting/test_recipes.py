"""What docs/hosting tells hosts to do can be done: valid files, and commands that there are."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from conftest import REPOSITORY

from generator.cli import Verbs, digest

pytestmark = pytest.mark.usefixtures("indexed")

RECIPES = REPOSITORY / "docs/hosting"
MANUAL = REPOSITORY / "docs/hosting.md"


def _yaml(name: str) -> Any:
    return yaml.safe_load((RECIPES / name).read_text(encoding="utf-8"))


def _commands() -> Iterator[tuple[str, str]]:
    """Every command of a recipe, and of the manual's blocks, with where it stands."""
    for job in _yaml("github-pages.yml")["jobs"].values():
        yield from (("github-pages.yml", step["run"]) for step in job["steps"] if "run" in step)
    yield from (("gitlab-ci.yml", line) for line in _yaml("gitlab-ci.yml")["pages"]["script"])
    netlify = tomllib.loads((RECIPES / "netlify.toml").read_text(encoding="utf-8"))
    yield "netlify.toml", netlify["build"]["command"]
    for found in re.findall(r"`(make [^`]+)`", MANUAL.read_text(encoding="utf-8")):
        yield "hosting.md", found
    for block in re.findall(r"```sh\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL):
        yield from (("hosting.md", line) for line in block.splitlines())


def test_every_command_of_a_recipe_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    seen = set()
    for where, line in _commands():
        for command in line.split("&&"):
            words = shlex.split(command, comments=True)
            if words[:1] == ["make"]:
                assert set(words[1:]) <= targets, (where, command)
                seen.add((where, "make"))
            if words[1:3] == ["-m", "generator"]:
                _accepts(where, words[3:])
                seen.add((where, words[3]))
    builders = ("github-pages.yml", "gitlab-ci.yml", "netlify.toml", "hosting.md")
    assert {(where, what) for where in builders for what in ("make", "check")} <= seen


def _accepts(where: str, words: list[str]) -> None:
    """Fail where the command line knows no such verb or option."""
    verbs = digest
    assert isinstance(verbs, Verbs)
    with click.Context(verbs) as context:
        options = verbs.make_parser(context).parse_args(list(words))[1]
        verb = verbs.get_command(context, options[0])
        with click.Context(verb, parent=context) as own:
            verb.make_parser(own).parse_args(options[1:])


def test_what_builds_on_github_may_do_little_and_is_pinned() -> None:
    workflow, text = _yaml("github-pages.yml"), (RECIPES / "github-pages.yml").read_text()
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    assert "permissions" not in jobs["build"], "what runs programs of ours may publish nothing"
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert all("run" not in step for step in jobs["deploy"]["steps"])
    uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", each) for each in uses), uses
    assert not re.search(r"secrets\.|set -x|printenv|pull_request", text)
    checkout = next(step for step in jobs["build"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False
    cache = next(step for step in jobs["build"]["steps"] if "cache" in step.get("uses", ""))
    assert cache["with"]["path"] == ".cache"


def test_what_builds_on_gitlab_publishes_the_main_branch_alone() -> None:
    job = _yaml("gitlab-ci.yml")["pages"]
    assert job["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert job["cache"]["paths"] == [".cache/"]
    assert job["artifacts"]["paths"] == ["public"]


def test_netlify_publishes_no_other_branch_and_insists_on_old_addresses(tmp_path: Path) -> None:
    recipe = tomllib.loads((RECIPES / "netlify.toml").read_text(encoding="utf-8"))
    assert {each["command"] for each in recipe["context"].values()} == {"false"}
    assert recipe["build"]["publish"] == "public"
    *_, policy, last = recipe["build"]["command"].split("&&")
    (tmp_path / "public").mkdir()
    headers = (REPOSITORY / "templates/_headers").read_text(encoding="utf-8")
    (tmp_path / "public/_headers").write_text(headers)
    subprocess.run(policy, shell=True, cwd=tmp_path, check=True)
    said = re.findall("Content-Security-Policy: (.*)", (tmp_path / "public/_headers").read_text())
    assert len(said) == 2 and said[0] == said[1], "whichever of them a file is given, it may search"
    (tmp_path / "public/_redirects").write_text("# Old addresses\n/old/ /articles/new/ 301\n")
    subprocess.run(last, shell=True, cwd=tmp_path, check=True)
    made = (tmp_path / "public/_redirects").read_text()
    assert made == "# Old addresses\n/old/ /articles/new/ 301!\n"


@pytest.mark.parametrize("name", sorted(path.name for path in RECIPES.iterdir()))
def test_every_recipe_is_told_of_in_the_manual(name: str) -> None:
    assert f"(hosting/{name})" in MANUAL.read_text(encoding="utf-8")
