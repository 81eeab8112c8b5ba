"""Sites in which every field that an editor or an import can write holds a hostile text.

Each text has a word of its own beside it, such as `zq12lead`, that tells whether it got through.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from conftest import APPROVED_AT, Site
from payloads import in_bytes, quoted
from PIL import Image

from generator.library.approval import approve
from generator.library.load import load
from generator.model.problems import Problem, SiteError
from generator.model.selections import Approvable
from generator.site_folder import plan_site

SHA256 = "a" * 64
PICTURE = ("alt", "caption")
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # what Markdown may give a meaning to
WORD = re.compile(rb"zq\d+[a-z]+")
# Fields of words by the file they stand in: what is put into them is published as it is.
WIDE = {
    "article": [
        *("title", "summary", "source", "what", "said", "quote", "unit", "was", "now", "why"),
        *("author", "entry", "stripped", "left", "denial"),
    ],
    "edition": ["title", "lead", "why", "correction"],
    "story": ["title", "lead", "why"],
    "page": ["title", "summary"],
    "entry": ["name", "aliases", "about"],
    "measure": ["name", "aliases", "about", "definition", "unit", "not_comparable"],
}
HIDDEN = ("articleauthor", "articleentry", "articleleft", "by")  # for editors only
FOLDERS = {
    "article": "articles/2025",
    "edition": "editions",
    "story": "stories",
    "page": "pages",
}
# Fields of an article that take no words but ids, dates, addresses, choices.
NARROW = {
    "tags": "tags: [{}]",
    "slug": "slug: {}",
    "aliases": "aliases: [{}]",
    "date": "updated: {}",
    "lang": "lang: {}",
    "status": "date_basis: {}",
    "embargo": "embargo: {}",
    "actors": "actors: [{}]",
    "places": "places: [{{ id: {} }}]",
    "precision": "places: [{{ id: hill, precision: {} }}]",
    "sensitive": "sensitive: [{}]",
    "url": "source: {{ name: x, url: {} }}",
    "origin": f"seed: {{{{ file: seeds/x, sha256: {SHA256}, origin: {{}} }}}}",
    "archived": f"seed: {{{{ file: seeds/x, sha256: {SHA256}, archived: [{{}}] }}}}",
    "file": f"seed: {{{{ file: {{}}, sha256: {SHA256} }}}}",
    "sha": "seed: {{ file: seeds/x, sha256: {} }}",
    "event": "events: [{{ id: {}, date: 2025, what: x }}]",
    "where": "events: [{{ id: e, date: 2025, what: x, where: {} }}]",
    "claim": "claims: [{{ id: {}, act: asserts, quote: x }}]",
    "act": "claims: [{{ id: c, act: {}, quote: x }}]",
    "claimant": "claims: [{{ id: c, act: asserts, quote: x, by: {} }}]",
    "carrier": "claims: [{{ id: c, act: asserts, quote: x, via: {} }}]",
    "answers": "claims: [{{ id: c, act: denies, quote: x, answers: {} }}]",
    "best": "claims: [{{ id: c, act: asserts, quote: x, figure: {{ measure: m, best: {} }} }}]",
    "key": "{}: x",
    "kind": "corrections: [{{ at: 2025-04, why: x, kind: {} }}]",
}
BEGINS = "title: x\ndate: 2025-03-27\nstatus: reviewed\n"
REGISTERS = """
-- content/registers/places.yaml --
hill: { name: Hill, kind: site }
-- content/registers/measures.yaml --
m: { name: Losses, definition: Those lost, unit: people }
"""


class Texts:
    """Which text stands in which field of the record with a number.

    Over all fields of all records each text is used; with as many records as texts each text stands
    in each field once.
    """

    def __init__(
        self, texts: Sequence[str], bodies: Sequence[str], records: int, part: range | None = None
    ) -> None:
        self.texts, self.bodies, self.records = texts, bodies, records
        self.numbers = part or range(records)  # of the records that this site has
        self._places: dict[str, int] = {}

    def field(self, number: int, field: str) -> str:
        """A text and the word of its own, as a YAML value."""
        return quoted(f"{self._text(number, field)} zq{number}{field}")

    def body(self, number: int, kind: str) -> str:
        """The texts of a body, each a paragraph, and the first one again as part of others.

        A picture comes before them, since one of them may open what ends nowhere.
        """
        own = self.bodies[number % len(self.bodies) :: self.records]
        first = f"zq{number}{kind}body\n\n> {own[0]}\n\nx {own[0]} x"
        words = [_MARKS.sub(r"\\\g<0>", self._text(number, kind + f)) for f in ("alt", "caption")]
        alt, caption = (f"{w} zq{number}{kind}{f}" for w, f in zip(words, PICTURE, strict=True))
        picture = " ".join(f'![{alt}](/media/x.png "{caption}")'.split())
        return "\n\n".join([picture, first, *own]) + "\n"

    def _text(self, number: int, field: str) -> str:
        place = self._places.setdefault(field, len(self._places))
        return self.texts[(number + place * self.records) % len(self.texts)]


def wide_site(made: Site, written: Texts) -> None:
    """A site whose fields of words hold nothing but these texts."""
    registers: dict[str, list[str]] = {}
    (made.root / "content/media").mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(made.root / "content/media/x.png")
    for number in written.numbers:
        _write_records(made, number, written)
        for kind, more in (
            ("actors", "kind: group, country: KR, "),
            ("places", "kind: city, country: KR, latitude: 37.5, longitude: 127, "),
            ("sources", "kind: other, url: https://wire.example/, "),
            ("tags", ""),
            ("measures", ""),
        ):
            registers.setdefault(kind, []).append(_entry(kind[0], number, written, more))
    for kind, entries in registers.items():
        _write(made.root / f"content/registers/{kind}.yaml", "".join(entries))


def approve_all(made: Site, texts: Sequence[str]) -> None:
    """Approve what says that it is public, under names that are hostile texts, too."""
    library, problems = load(made.root)
    assert problems == [], [str(problem) for problem in problems[:5]]
    records: list[Approvable] = [*library.articles, *library.editions, *library.stories]
    for number, record in enumerate(records):
        path = made.root / record.file
        by = f"{texts[number % len(texts)]} zq{number}by"
        text = approve(path.read_bytes().decode(), record, by, APPROVED_AT)
        path.write_bytes(text.encode())


def narrow_site(made: Site, texts: Sequence[str]) -> None:
    """A site with an article for each text and each field that takes no words."""
    made.write(REGISTERS)
    for number, text in enumerate(texts):
        for field, line in NARROW.items():
            header = BEGINS + line.format(quoted(text)) + "\n"
            if not line.startswith("source"):
                header += "source: { name: x, url: null }\n"
            _write(made.root / f"content/articles/n{number}-{field}.md", f"---\n{header}---\nx\n")


def without_refused(made: Site) -> dict[str, list[Problem]]:
    """Delete every file of content that is refused; the Problems of each."""
    refused: dict[str, list[Problem]] = {}
    while problems := _problems(made):
        for problem in problems:
            refused.setdefault(problem.file, []).append(problem)
            (made.root / problem.file).unlink(missing_ok=True)
    return refused


def _problems(made: Site) -> list[Problem]:
    try:
        plan_site(made.root, drafts=True)
    except SiteError as error:
        return error.problems
    return []


def configuration(texts: Sequence[str]) -> str:
    """A `site.yaml` that holds the texts in each of its fields of words."""
    each = {
        name: quoted(" ".join([*texts, f"zqsite{name}"]))
        for name in ("title", "description", "publisher", "contact", "licence", "menu")
    }
    menu = f"menu: [{{ title: {each.pop('menu')}, path: /archive/ }}]\n"
    fields = "".join(f"{name}: {value}\n" for name, value in each.items())
    return f"base_url: https://digest.example/\ncards: site\n{fields}{menu}"


def _entry(kind: str, number: int, written: Texts, more: str) -> str:
    fields = []
    for field in WIDE["measure" if kind == "m" else "entry"]:
        value = written.field(number, kind + field.replace("_", ""))
        fields.append(f"{field}: {f'[{value}]' if field == 'aliases' else value}")
    return f"{kind}{number}: {{ {more}{', '.join(fields)} }}\n"


def _write_records(made: Site, n: int, written: Texts) -> None:
    for kind, template in TEMPLATES.items():
        values = {field: written.field(n, kind + field) for field in WIDE[kind]}
        text = template.format(n=n, sha=SHA256, body=written.body(n, kind), **values)
        _write(made.root / f"content/{FOLDERS[kind]}/{kind}{n}.md", text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(in_bytes(text))


TEMPLATES = {
    "article": """\
---
title: {title}
date: 2025-03-27
source: {{ name: {source}, url: null }}
tags: [t{n}]
summary: {summary}
status: reviewed
sensitive: [violence]
actors: [a{n}]
places: [{{ id: p{n}, precision: town }}]
seed:
  file: seeds/x.txt
  sha256: {sha}
  author: {author}
  entry: {entry}
  stripped: [{{ why: {stripped}, text: {left} }}]
events:
  - {{ id: fn1, date: 2025-03, said: {said}, what: {what}, where: p{n} }}
claims:
  - id: site
    by: a{n}
    via: s{n}
    act: asserts
    quote: {quote}
    event: fn1
    figure: {{ measure: m{n}, best: {n}, unit: {unit} }}
  - {{ id: location, by: a{n}, act: denies, quote: {denial}, answers: site }}
  - id: name
    by: a{n}
    act: estimates
    quote: {quote}
    figure: {{ measure: m{n}, best: 9999 }}
corrections:
  - {{ at: 2025-04, claim: site, was: {was}, now: {now}, why: {why} }}
---
{body}
""",
    "edition": """\
---
title: {title}
date: 2025-03-27
kind: special
lead: {lead}
status: published
items: [{{ article: article{n}, why: {why} }}]
corrections: [{{ at: 2025-04, why: {correction} }}]
---
{body}
""",
    "story": """\
---
title: {title}
lead: {lead}
status: published
items: [{{ article: article{n}, why: {why} }}]
---
{body}
""",
    "page": """\
---
title: {title}
summary: {summary}
---
{body}
""",
}
