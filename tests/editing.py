"""Edits of a site, of every kind there is: each changes a World at random, whatever it holds.

An edit may leave a mistake behind, as editors do: a build then has to say so, and change nothing.
"""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from conftest import REPOSITORY
from PIL import Image
from worlds import (
    DATES,
    OPEN_DATES,
    WORDS,
    Values,
    World,
    id_of,
    seed_of,
    some_article,
    some_claim,
    some_edition,
    some_event,
    some_story,
    tags_of,
)

Edit = Callable[[World, random.Random], None]

# What an article's keys may be; None takes the key away.
SAMPLES: dict[str, Callable[[World, random.Random], Any]] = {
    "title": lambda w, c: f"Title {c.randrange(99)} & <{c.choice(WORDS)}> “ü”",
    "date": lambda w, c: c.choice(DATES),
    "summary": lambda w, c: c.choice([None, f"In short: {c.choice(WORDS)}."]),
    "slug": lambda w, c: c.choice([None, f"{c.choice(WORDS)}-{c.randrange(30)}"]),
    "aliases": lambda w, c: c.choice([None, [f"/old/{c.randrange(40)}/", f"/{c.random()}.html"]]),
    "tags": lambda w, c: c.sample(tags_of(w), k=c.randrange(min(4, len(tags_of(w)) + 1))),
    "source": lambda w, c: c.choice(
        [*w.registers["sources"], "yonhap", {"name": c.choice(WORDS), "url": "https://a.example/"}]
    ),
    "lang": lambda w, c: c.choice([None, "ko", "ar", "de"]),
    "updated": lambda w, c: c.choice([None, "2025-03-29", "2025-03-30"]),
    "date_basis": lambda w, c: c.choice([None, "stated", "inferred"]),
    "sensitive": lambda w, c: c.choice([None, ["graphic-violence"]]),
    "seed": lambda w, c: c.choice([None, seed_of(c)]),
    "actors": lambda w, c: c.sample(list(w.registers["actors"]), k=1),
    "places": lambda w, c: [
        {"id": place, "precision": c.choice(["exact", "town", "region", "country"])}
        for place in c.sample([*w.registers["places"], "kharkiv"], k=1)
    ],
    "events": lambda w, c: [some_event(c, list(w.registers["places"]), n) for n in range(2)],
    "claims": lambda w, c: [some_claim(w, c, n) for n in range(c.randrange(4))],
}  # fmt: skip


def edit_key(world: World, chance: random.Random) -> None:
    name, article = an_article(world, chance)
    if "events" not in article:
        return
    key = chance.choice(list(SAMPLES))
    before = id_of(name, article)
    put(article, key, SAMPLES[key](world, chance))
    if key == "events":
        for claim in article["claims"]:
            claim.pop("event", None)
    called(world, before, id_of(name, article))


def edit_claim(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    for claim in article.get("claims", ()):
        what = chance.randrange(5)
        if what == 0:
            claim["quote"] = chance.choice(article["body"].split("."))[:40].strip() or "x"
        elif what == 1 and "figure" in claim:
            claim["figure"] |= {"low": 5, "best": chance.randrange(5, 99), "period": "2025-01"}
        elif what == 2:
            claim["credibility"] = chance.randrange(1, 7)
        elif what == 3 and claim["act"] != "denies":
            claim["by"] = chance.choice(list(world.registers["actors"]))


def edit_event(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    for event in article.get("events", ()):
        key, values = chance.choice(
            [
                ("date", OPEN_DATES),
                ("what", WORDS),
                ("said", WORDS),
                ("status", ("denied", "claimed")),
            ]
        )
        event[key] = chance.choice(values)


def edit_body(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    article["body"] += chance.choice(
        [" More.", "\n\n## Then\n\nIt went on.", "\n\n| a | b |\n|---|---|\n| 1 | 2 |", " *x*"]
    )


def edit_one_letter(world: World, chance: random.Random) -> None:
    """Another word of the same length: the file's size stays as it was."""
    record = chance.choice([*world.articles.values(), *world.pages.values()])
    key = chance.choice(["title", "body"])
    place = chance.randrange(len(record[key]))
    if record[key][place].isalpha() and record[key].isascii():
        letter = chance.choice("bcdfg")
        record[key] = record[key][:place] + letter + record[key][place + 1 :]


def edit_remark(world: World, chance: random.Random) -> None:
    name = chance.choice([*world.files()])
    if name.endswith((".md", ".yaml")):
        world.remarks[name] = chance.choice(WORDS)


def edit_status(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    article["status"] = chance.choice(["draft", *["reviewed"] * 4, "withheld"])


def retract(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    article["status"] = "retracted"
    correction = {"at": "2025-03-30", "why": "It was wrong.", "kind": "retraction"}
    article["corrections"] = [*article.get("corrections", []), correction]


def correct(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    correction = {"at": "2025-03-29", "was": "ten", "now": chance.choice(WORDS), "why": "Counted."}
    article["corrections"] = [*article.get("corrections", []), correction]


def set_embargo(world: World, chance: random.Random) -> None:
    _, article = an_article(world, chance)
    at = world.now + timedelta(hours=chance.randrange(-5, 20))
    put(article, "embargo", chance.choice([None, at.isoformat(), at.isoformat()]))


def delete_article(world: World, chance: random.Random) -> None:
    if len(world.articles) < 4:
        return
    name, article = an_article(world, chance)
    del world.articles[name]
    world.gone.append((name, article))
    called(world, id_of(name, article), None)


def bring_back(world: World, chance: random.Random) -> None:
    """A file that was deleted is there again, as it was or with other words."""
    if world.gone:
        name, article = world.gone.pop(chance.randrange(len(world.gone)))
        if chance.random() < 0.5:
            article["body"] = "Written anew."
        world.articles.setdefault(name, article)


def add_article(world: World, chance: random.Random) -> None:
    if len(world.articles) < 14:
        number = chance.randrange(100, 999)
        name = f"content/articles/2025/added-{number}.md"
        world.articles[name] = some_article(world, chance, number)


def rename(world: World, chance: random.Random) -> None:
    name, article = an_article(world, chance)
    path = Path(name)
    new = path.with_stem(f"{path.stem[:9]}-{chance.randrange(40)}").as_posix()
    move(world, name, new, article)


def move_to_a_folder(world: World, chance: random.Random) -> None:
    name, article = an_article(world, chance)
    folder = chance.choice(["2023", "2025", "deep/er", "."])
    move(world, name, Path("content/articles", folder, Path(name).name).as_posix(), article)


def swap_two(world: World, chance: random.Random) -> None:
    """Two files take each other's names."""
    one, other = chance.sample(list(world.articles), k=2)
    world.articles[one], world.articles[other] = world.articles[other], world.articles[one]


def edit_entry(world: World, chance: random.Random) -> None:
    register = world.registers[chance.choice(list(world.registers))]
    if register:
        entry = register[chance.choice(list(register))]
        key = chance.choice(["name", "about", "aliases"])
        about = chance.choice([None, f"About {chance.randrange(9)}."])
        name = f"Name {chance.randrange(50)}"
        put(entry, key, {"name": name, "about": about, "aliases": [chance.choice(WORDS)]}[key])
        if "latitude" in entry:
            entry["latitude"] = round(chance.uniform(45, 51), 2)


def add_entry(world: World, chance: random.Random) -> None:
    kind = chance.choice(["state", "government", "group"])
    id_ = f"actor-{chance.randrange(9)}"
    world.registers["actors"][id_] = {"name": id_, "kind": kind}
    world.registers["places"][f"place-{chance.randrange(9)}"] = {"name": "P", "kind": "region"}


def override_starter(world: World, chance: random.Random) -> None:
    """An own entry in the place of the starter's, or that taken away again."""
    register, id_, kind = chance.choice(
        [("sources", "reuters", "agency"), ("actors", "ru-mod", "government"),
         ("places", "kherson", "city"), ("sources", "kcna", "agency")]
    )  # fmt: skip
    entry = {"name": f"Our own {id_}", "kind": kind, "about": chance.choice(WORDS)}
    entries = world.registers[register]
    put(entries, id_, None if id_ in entries else entry)


def rename_entry(world: World, chance: random.Random) -> None:
    """An id becomes another one wherever it stands."""
    name = chance.choice(["actors", "places", "sources", "measures"])
    ids = list(world.registers[name])
    if ids:
        old, new = chance.choice(ids), f"id-{chance.randrange(60)}"
        entries = world.registers[name]
        world.registers[name] = {new if id_ == old else id_: entries[id_] for id_ in ids}
        for article in world.articles.values():
            replace_in(article, old, new)


def remove_entry(world: World, chance: random.Random) -> None:
    """An entry goes, and the articles that name it say something else; or it is still named."""
    entries = world.registers["actors"]
    if len(entries) > 2:
        old = chance.choice(list(entries))
        del entries[old]
        if chance.random() < 0.7:
            for article in world.articles.values():
                replace_in(article, old, next(iter(entries)))


def register_of_tags(world: World, chance: random.Random) -> None:
    """Tags get a register, one that leaves some out perhaps, or lose it."""
    if "tags" in world.registers:
        del world.registers["tags"]
        return
    ids = {tag for _, record in world.approvable for tag in record.get("tags", ())}
    ids |= {"war", "talks", "grain"}
    world.registers["tags"] = {tag: {"name": f"Tag {tag}"} for tag in sorted(ids)}
    if chance.random() < 0.1:
        del world.registers["tags"]["war"]


SETTINGS: dict[str, list[Any]] = {
    "title": ["A Digest", "Another ü"], "description": ["", "What it is."],
    "base_url": ["https://digest.example/", "https://other.example/sub/"],
    "lang": [None, "ko", "ar"], "publisher": [None, "Us"],
    "contact": [None, "us@digest.example"], "licence": [None, "CC BY 4.0"],
    "output": [None, "public", "site"], "verbatim": [None, {"share": 50, "run": 20}],
    "menu": [None, [], [{"title": "Start", "path": "/"}, {"title": "Us", "path": "/about/"}]],
}  # fmt: skip


def edit_setting(world: World, chance: random.Random) -> None:
    key = chance.choice(list(SETTINGS))
    put(world.site, key, chance.choice(SETTINGS[key]))


def default_of(name: str) -> str:
    return (REPOSITORY / "templates" / name).read_text()


OVERRIDES = (
    "tag.html", "article.html", "base.html", "base-timeline.html", "parts/card.html",
    "parts/event.html", "parts/prose.html", "parts/feed.xml", "sitemap.xml", "index.html",
    "alias.html", "_headers", "edition.html", "parts/statement.html", "static/style.css",
)  # fmt: skip


def override_template(world: World, chance: random.Random) -> None:
    """A default template with something of the site's own in it, or the default one again."""
    name = chance.choice(OVERRIDES)
    path = f"templates/{name}"
    if world.others.pop(path, None) is None or chance.random() < 0.5:
        own = f"own {chance.randrange(9)}"
        kind = "#" if name == "_headers" else name.rpartition(".")[2]
        own = {"css": f"/* {own} */", "xml": f"<!-- {own} -->", "#": f"# {own}"}.get(kind, own)
        world.others[path] = f"{default_of(name)}{own}\n".encode()


def edit_paging(world: World, chance: random.Random) -> None:
    name, size = chance.choice([("archive.html", 100), ("tag.html", 50), ("timeline.html", 200)])
    text = default_of(name).replace(f"pages({size})", f"pages({chance.randrange(1, 6)})")
    world.others[f"templates/{name}"] = text.encode()


def own_page_type(world: World, chance: random.Random) -> None:
    """A page type with a partial of its own; each is added, changed or taken away."""
    part, page = "templates/parts/own.html", "templates/own.html"
    if chance.random() < 0.3:
        world.others.pop(chance.choice([part, page]), None)
        return
    each = chance.choice(
        ['lang, found in articles | cards | group("lang")', "lang, found in actors | group('kind')"]
    )
    body = chance.choice(['{% include "parts/own.html" %}', "{{ found | length }} {{ site.lang }}"])
    world.others[part] = f"{chance.randrange(9)} {{{{ lang }}}}\n".encode()
    header = f'---\neach: {each}\npath: "/own/{{{{ lang }}}}/"\n---\n'
    extends = chance.choice(["", '{% extends "base.html" %}{% block main %}', ""])
    end = "{% endblock %}" if extends else ""
    world.others[page] = f"{header}{extends}{body}{end}\n".encode()


def edit_static(world: World, chance: random.Random) -> None:
    name = f"templates/static/{chance.choice(['own.css', 'own.txt', 'deep/own.js'])}"
    if world.others.pop(name, None) is None or chance.random() < 0.5:
        world.others[name] = chance.randbytes(chance.randrange(9))


def add_edition(world: World, chance: random.Random) -> None:
    ids = [id_of(name, article) for name, article in world.articles.items()]
    world.editions[f"content/editions/no-{chance.randrange(4)}.md"] = some_edition(chance, ids)


def edit_edition(world: World, chance: random.Random) -> None:
    """A published edition is changed, with the correction that this needs or without; or goes."""
    if world.editions:
        name = chance.choice(list(world.editions))
        edition = world.editions[name]
        if chance.random() < 0.2:
            del world.editions[name]
            return
        edition["lead"] = f"Lead {chance.randrange(99)}."
        edition["status"] = chance.choice(["published", "published", "draft"])
        if chance.random() < 0.6:
            edition["corrections"] = [{"at": "2025-04-02", "why": "A better line."}]
        if chance.random() < 0.3:
            edition.pop("review", None)


def edit_story(world: World, chance: random.Random) -> None:
    ids = [id_of(name, article) for name, article in world.articles.items()]
    name = f"content/stories/{chance.choice(['run', 'other'])}.md"
    if chance.random() < 0.2:
        world.stories.pop(name, None)
        return
    story = world.stories.setdefault(name, some_story(chance, ids))
    key = chance.choice(["tags", "title", "lead", "body", "aliases", "status"])
    story[key] = {
        "tags": chance.sample(tags_of(world), k=1),
        "aliases": [f"/story-{chance.randrange(9)}/"],
        "status": chance.choice(["published", "draft"]),
    }.get(key, f"Told {chance.randrange(99)}.")


def edit_page(world: World, chance: random.Random) -> None:
    name = f"content/pages/{chance.choice(['about', 'method', 'contact'])}.md"
    if chance.random() < 0.2:
        world.pages.pop(name, None)
        return
    page = world.pages.setdefault(name, {"title": "A page", "body": "Text."})
    key = chance.choice(["title", "body", "summary", "lang"])
    page[key] = "ko" if key == "lang" else f"Said {chance.randrange(99)}."


MEDIA = "content/media/"


def add_picture(world: World, chance: random.Random) -> None:
    """A picture, or another one in its place; shown somewhere, or nowhere yet."""
    name = chance.choice(["convoy.png", "harbour.jpg", "2025/map.webp"])
    size, colour = (chance.randrange(9, 60), 20), tuple(chance.randbytes(3))
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, KINDS[name.rpartition(".")[2]])
    world.others[f"{MEDIA}{name}"] = buffer.getvalue()
    if chance.random() < 0.7:
        record = chance.choice([*world.articles.values(), *world.pages.values()])
        record["body"] += f'\n\n![A {chance.choice(WORDS)}](/media/{name} "Photo: nobody")\n'


def remove_picture(world: World, chance: random.Random) -> None:
    """A picture goes where it is shown; its file goes too, or stays."""
    there = [name for name in world.others if name.startswith(MEDIA)]
    if there:
        name = chance.choice(there)
        shown = re.compile(rf"!\[[^]]*\]\({re.escape(name.removeprefix('content'))}[^)]*\)")
        if chance.random() < 0.9:
            for record in (*world.articles.values(), *world.pages.values()):
                record["body"] = shown.sub("", record["body"])
        if chance.random() < 0.8:
            del world.others[name]


KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def mistake(world: World, chance: random.Random) -> None:
    """Something that no build can accept."""
    _, article = an_article(world, chance)
    what = chance.randrange(6)
    if what == 0:
        article["date"] = "2025-02-30"
    elif what == 1:
        article["tittle"] = "?"
    elif what == 2:
        world.others["templates/broken.html"] = b"---\npath: /x/\n---\n{% if %}\n"
    elif what == 3:
        world.others["templates/tag.html"] = default_of("tag.html").encode() + b"{{ nothing.x }}"
    elif what == 4:
        world.site["titel"] = "?"
    else:
        world.others["content/articles/broken.md"] = b"---\ntitle: [\n---\n\xff\n"


def an_article(world: World, chance: random.Random) -> tuple[str, Values]:
    return chance.choice(list(world.articles.items()))


def put(values: Values, key: str, value: Any) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


def move(world: World, old: str, new: str, article: Values) -> None:
    if new not in world.articles:
        before = id_of(old, article)
        world.articles = {new if name == old else name: a for name, a in world.articles.items()}
        called(world, before, id_of(new, article))


def called(world: World, old: str, new: str | None) -> None:
    """What names an article by its old id names it by the new one, or no more."""
    for selection in (*world.editions.values(), *world.stories.values()):
        for item in list(selection["items"]):
            if item["article"] == old and new:
                item["article"] = new
            elif item["article"] == old:
                selection["items"].remove(item)


def replace_in(value: Any, old: str, new: str) -> None:
    """An id by another one, in lists and mappings of any depth."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        if value[key] == old and key not in ("title", "body"):
            value[key] = new
        elif isinstance(value[key], dict | list):
            replace_in(value[key], old, new)


EDITS: tuple[Edit, ...] = (
    edit_key, edit_key, edit_key, edit_claim, edit_event, edit_body, edit_one_letter, edit_remark,
    edit_status, edit_status, retract, correct, set_embargo, set_embargo, delete_article,
    bring_back, add_article, rename, move_to_a_folder, swap_two, edit_entry, add_entry,
    override_starter, rename_entry, remove_entry, register_of_tags, edit_setting,
    override_template, edit_paging, own_page_type, edit_static, add_edition, edit_edition,
    edit_story, edit_page, add_picture, add_picture, remove_picture, mistake,
)  # fmt: skip
