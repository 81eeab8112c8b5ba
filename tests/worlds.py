"""A site as values: what an editor may have on the disk, and how it gets there.

Edits change the values; `written` puts on the disk what differs, in one of the ways that editors'
programs have of saving a file.
"""

import json
import os
import random
import shutil
import time
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from generator.library.parse import sha256_of_content
from generator.model.digest import sha256_of

Values = dict[str, Any]

ARTICLES = 9
DATES = ("2025-03-27", "2025-03", "2024-11~", "2024?", "2025-01/2025-02", "2023-12-31", "2024-02")
OPEN_DATES = (*DATES, "XXXX", "../2024-03-27", "2025-01-02/..", "202X")
START = datetime(2025, 4, 1, 12, tzinfo=UTC)
WORDS = ("border", "talks", "drones", "convoy", "harbour", "ceasefire", "grain", "envoy", "summit")


class World:
    """Everything of a site, by the names of its files."""

    def __init__(self) -> None:
        self.articles: dict[str, Values] = {}
        self.editions: dict[str, Values] = {}
        self.stories: dict[str, Values] = {}
        self.pages: dict[str, Values] = {}
        self.registers: dict[str, Values] = {}
        self.site: Values = {"title": "Test Digest", "base_url": "https://digest.example/"}
        self.others: dict[str, bytes] = {}  # templates, static files, and what belongs nowhere
        self.gone: list[tuple[str, Values]] = []  # articles that were deleted
        self.remarks: dict[str, str] = {}  # comments in files, which say nothing to readers
        self.now = START

    def copy(self) -> "World":
        return deepcopy(self)

    @property
    def approvable(self) -> Iterator[tuple[str, Values]]:
        for kind in (self.articles, self.editions, self.stories):
            yield from kind.items()

    @property
    def output(self) -> str:
        return str(self.site.get("output", "public"))

    def files(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        texts = {"site.yaml": _yaml(self.site)}
        for name, entries in self.registers.items():
            texts[f"content/registers/{name}.yaml"] = _yaml(entries)
        texts |= {name: _text(record) for name, record in (*self.approvable, *self.pages.items())}
        for name, remark in self.remarks.items():
            if name in texts:
                fence = "---\n" if texts[name].startswith("---\n") else ""
                texts[name] = f"{fence}# {remark}\n{texts[name][len(fence) :]}"
        return {name: text.encode() for name, text in texts.items()} | self.others

    def approve(self) -> None:
        """Approve what says that it is public, as it stands now."""
        for name, record in self.approvable:
            if record.get("status") in ("reviewed", "published"):
                if name in self.editions and "review" not in record:
                    self._entitle(record)
                sha256 = sha256_of_content(_text(record), name)
                if record.get("review", {}).get("sha256") != sha256:
                    at = "2025-03-28T06:00:00+00:00"
                    record["review"] = {"by": "Test desk", "at": at, "sha256": sha256}

    def _entitle(self, edition: Values) -> None:
        by_id = {id_of(name, record): record for name, record in self.articles.items()}
        for item in edition["items"]:
            article = by_id.get(item["article"], {})
            item["title"] = article.get("title", "?")
            if article.get("corrections"):
                item["corrections"] = len(article["corrections"])


def id_of(name: str, record: Values) -> str:
    return str(record.get("slug") or Path(name).stem)


def _yaml(values: Values) -> str:
    """A line for each key, its value as JSON, which is YAML, too."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return "".join(lines) or "{}\n"


def _text(record: Values) -> str:
    header = {key: value for key, value in record.items() if key != "body"}
    return f"---\n{_yaml(header)}---\n{record['body']}\n"


def some_world(chance: random.Random) -> World:
    """A site with something of every kind."""
    world = World()
    world.registers = {
        "actors": {
            "north": {"name": "The North", "kind": "state"},
            "south": {"name": "The South", "kind": "state", "about": "Neighbour of the North."},
            "relief": {"name": "Relief Group", "kind": "organisation"},
        },
        "places": {
            "khoros": {"name": "Khoros", "kind": "city", "country": "UA"}
            | {"latitude": 49.1, "longitude": 33.2},
            "sound": {"name": "The Sound", "kind": "sea"},
        },
        "sources": {
            "wire": {"name": "The Wire", "kind": "agency"},
            "paper": {"name": "The Paper", "kind": "newspaper", "country": "GB"},
        },
        "measures": {
            "troops": {"name": "Troops", "definition": "Soldiers sent abroad.", "unit": "soldiers"}
        },
    }
    for number in range(ARTICLES):
        name = f"content/articles/{2023 + number % 3}/report-{number}.md"
        world.articles[name] = some_article(world, chance, number)
    ids = [id_of(name, record) for name, record in world.articles.items()]
    world.editions["content/editions/week.md"] = some_edition(chance, ids)
    world.stories["content/stories/run.md"] = some_story(chance, ids)
    world.pages["content/pages/about.md"] = {"title": "About", "body": "Who *we* are."}
    world.approve()
    return world


def some_article(world: World, chance: random.Random, number: int) -> Values:
    actors, places = list(world.registers["actors"]), list(world.registers["places"])
    events = [some_event(chance, places, n) for n in range(chance.randrange(3))]
    claims = [some_claim(world, chance, n) for n in range(chance.randrange(4))]
    for claim in claims:
        if events and chance.random() < 0.7:
            claim["event"] = chance.choice(events)["id"]
    said = " ".join(f"“{claim['quote']}”." for claim in claims)
    words = " ".join(chance.choices(WORDS, k=12))
    status = chance.choice(["reviewed"] * 7 + ["draft", "withheld"])
    return {
        "title": f"Report {number}: {chance.choice(WORDS)}",
        "date": chance.choice(DATES),
        "source": chance.choice([*world.registers["sources"], "reuters"]),
        "tags": chance.sample(tags_of(world), k=chance.randrange(1, 3)),
        "status": status,
        "actors": chance.sample(actors, k=chance.randrange(min(3, len(actors)))),
        "places": [{"id": place, "precision": "town"} for place in places[: chance.randrange(3)]],
        "events": events,
        "claims": claims,
        "body": f"About {words}. {said}\n\n- one\n- [the first](/articles/report-1/)",
    }


def tags_of(world: World) -> list[str]:
    return list(world.registers.get("tags", {})) or ["war", "talks", "grain"]


def some_event(chance: random.Random, places: list[str], number: int) -> Values:
    event = {"id": f"e{number}", "date": chance.choice(OPEN_DATES), "what": "Something moves"}
    if places and chance.random() < 0.5:
        event["where"] = chance.choice([*places, "kherson"])
    return event | {"status": chance.choice(["claimed", "confirmed", "disputed", "planned"])}


def some_claim(world: World, chance: random.Random, number: int) -> Values:
    speakers = [*world.registers["actors"], "ru-mod"]
    claim: Values = {
        "id": f"c{number}",
        "by": chance.choice([*speakers, "unattributed", speakers[:2]]),
        "act": chance.choice(["asserts", "reports", "estimates"]),
        "quote": f"said {number} {chance.choice(WORDS)}",
    }
    if number and chance.random() < 0.4:
        claim |= {"by": chance.choice(speakers), "act": "denies", "answers": "c0"}
    elif world.registers.get("measures") and chance.random() < 0.6:
        measure = chance.choice(list(world.registers["measures"]))
        claim["figure"] = {"measure": measure, "best": chance.randrange(1, 20_000)}
        claim["figure"]["kind"] = chance.choice(["total", "increment"])
    if chance.random() < 0.3:
        claim["via"] = chance.choice([*world.registers["sources"], "kcna"])
    return claim


def some_edition(chance: random.Random, ids: list[str]) -> Values:
    items = [{"article": id_, "why": "Counts."} for id_ in chance.sample(ids, min(3, len(ids)))]
    date = chance.choice(["2025-03-24/2025-03-30", "2025-03", "2025-03-27"])
    status = chance.choice(["published", "published", "draft"])
    return {"title": "The time", "date": date, "lead": "What matters.", "items": items} | {
        "status": status, "body": "Some more."
    }  # fmt: skip


def some_story(chance: random.Random, ids: list[str]) -> Values:
    items = [{"article": id_, "why": "Began it."} for id_ in chance.sample(ids, min(1, len(ids)))]
    return {"title": "It goes on", "lead": "What it is about.", "tags": ["war"], "items": items} | {
        "status": "published", "body": "What is known."
    }  # fmt: skip


def seed_of(chance: random.Random) -> Values:
    """Where an article came from, as `import` writes it."""
    name = f"seeds/{chance.randrange(99)}.txt"
    seed = {"file": name, "sha256": sha256_of(name.encode()), "author": chance.choice(WORDS)}
    return seed | {"stripped": [{"why": "navigation", "text": chance.choice(WORDS)}]}


def written(root: Path, files: dict[str, bytes], way: str, chance: random.Random) -> None:
    """Make a site's folder hold these files: what says the same already is not touched."""
    there = {
        path.relative_to(root).as_posix(): path
        for folder in ("content", "templates")
        for path in (root / folder).rglob("*")
        if path.is_file()
    } | {"site.yaml": root / "site.yaml"}
    for name in sorted(there.keys() - files.keys()):
        data = _bytes(there[name])
        same = [other for other in sorted(files.keys() - there.keys()) if files[other] == data]
        if same and way != "copy":
            (root / same[0]).parent.mkdir(parents=True, exist_ok=True)
            there[name].rename(root / same[0])
        else:
            there[name].unlink()
    names = list(files)
    chance.shuffle(names)
    for name in names:
        if _bytes(root / name) != files[name]:
            _save(root / name, files[name], way)
    if way == "touch":
        os.utime(root / chance.choice(names))
    if way != "ahead":  # which keeps a build from being sure of anything
        _put_clocks_right(root / name for name in names)


def _put_clocks_right(paths: Iterable[Path]) -> None:
    now = time.time()
    for path in paths:
        if path.stat().st_mtime > now + 1:
            os.utime(path)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _save(path: Path, data: bytes, way: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.stat() if path.exists() else None
    if way == "replace":
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)
    else:
        path.write_bytes(data)
    if before and way in ("same time", "replace"):
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif way == "long ago":
        os.utime(path, (0, 631_152_000))  # 1990
    elif way == "ahead":
        later = datetime.now(UTC) + timedelta(days=400)
        os.utime(path, (later.timestamp(), later.timestamp()))


WAYS = ("plain", "plain", "replace", "same time", "long ago", "ahead", "touch", "copy")


def all_of(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """All that is in a folder: the folders' modes, the files' modes and bytes."""
    found: dict[str, tuple[int, bytes | None]] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        data = None if path.is_dir() else path.read_bytes()
        found[path.relative_to(folder).as_posix()] = (path.lstat().st_mode, data)
    return found


def fresh(folder: Path) -> Path:
    """An empty folder in the place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
