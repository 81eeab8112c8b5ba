"""The words of the interface: which there are, and what the packaged catalogues lack of them.

    python docs/words.py           bring every catalogue of generator/languages up to date
    python docs/words.py fr        and begin one more
    python docs/words.py --check   only say what is missing, or said nowhere any more

What is missing is added without a translation, to be filled in; what no template says any more is
taken out; what is there stays as it is.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import polib
from jinja2 import Environment, nodes

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from generator.model.config import MENU  # noqa: E402
from generator.model.date_phrases import phrases_in  # noqa: E402
from generator.model.provenance import Correction  # noqa: E402
from generator.model.records import Event  # noqa: E402
from generator.model.registers import Actor, Place, Source  # noqa: E402
from generator.pages.interface.catalogues import key_of  # noqa: E402
from generator.pages.interface.languages import ENGLISH, Language  # noqa: E402
from generator.pages.interface.wording import ACTS, NUMBER, TOGETHER  # noqa: E402
from generator.pages.templates import read_templates  # noqa: E402

TEMPLATES = REPOSITORY / "templates"
CATALOGUES = REPOSITORY / "generator/languages"
SAYING = ("say", "_say")  # methods that say words, in Python
ROOM = "generator/pages/"
IN_PYTHON = (f"{ROOM}interface/wording.py", f"{ROOM}text/plan.py")
SCRIPTS = ("templates/static/enhance.js",)
_IN_SCRIPT = re.compile(r"\bsay\(\"((?:[^\"\\]|\\.)*)\"")
MATTERS = (  # what `sensitive` of an article may be about, as docs/writing.md lists them
    *("deaths-and-injuries", "graphic-violence", "sexual-violence", "torture", "suicide"),
    *("children", "hate-speech", "human-remains"),
)
UNITS = ("people",)  # of measures, where a site counts as most do
RULES = {  # CLDR's, as gettext writes them
    "ko": "nplurals=1; plural=0;",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
}
RULES["ru"] = RULES["uk"]


class Word(NamedTuple):
    """What the interface says, and where."""

    one: str
    where: str
    sense: str = ""
    many: str = ""

    @property
    def key(self) -> str:
        """What an entry of a catalogue is found by."""
        return key_of(self.one, self.sense)


def all_words() -> list[Word]:
    """All that the interface says, each once, in the order of the templates."""
    found: dict[str, Word] = {}
    for word in (*_of_templates(), *_of_python(), *_of_scripts(), *_of_model(), *_of_dates()):
        found.setdefault(word.key, word)
    return list(found.values())


def _of_templates() -> Iterator[Word]:
    templates = read_templates([(TEMPLATES, "templates")])
    for name, template in sorted(templates.by_name.items()):
        yield from words_of(template.text, name, templates.environment.overlay())


def words_of(text: str, name: str, environment: Environment) -> Iterator[Word]:
    """What a template says."""
    told: list[Word] = []

    class Recorded(Language, frozen=True):
        def say(self, english: str, sense: str = "") -> str:
            told.append(Word(english, name, sense))
            return english

    environment.language = Recorded(ENGLISH)  # type: ignore[attr-defined]
    tree = environment.parse(text)
    yield from told
    for each in tree.find_all(nodes.Filter):
        strings = [arg.value for arg in each.args if isinstance(arg, nodes.Const)]
        if each.name == "say" and isinstance(each.node, nodes.Const):
            yield Word(each.node.value, name, *strings[:1])
        elif each.name in ("counted", "tally"):
            yield Word(strings[0], name, many=strings[1])


def _of_python() -> Iterator[Word]:
    for file in IN_PYTHON:
        for call in ast.walk(ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))):
            match call:
                case ast.Call(func=ast.Attribute(attr=called), args=[first, *_]) if (
                    called in SAYING
                ):
                    for part in ast.walk(first):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield Word(part.value, file.removeprefix(ROOM))
                case ast.Assign(targets=[ast.Name(id="pattern" | "more")], value=value):
                    for part in ast.walk(value):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield Word(part.value, file.removeprefix(ROOM))
    yield Word(NUMBER, "interface/wording.py", "number")
    yield from (Word(word, "interface/wording.py", "act") for word in ACTS.values())
    yield from (Word(word, "interface/wording.py", "act of several") for word in TOGETHER.values())


def _of_scripts() -> Iterator[Word]:
    for file in SCRIPTS:
        for said in _IN_SCRIPT.findall((REPOSITORY / file).read_text(encoding="utf-8")):
            yield Word(said, Path(file).name, "script")


def _of_model() -> Iterator[Word]:
    yield from (Word(item.title, "site.yaml") for item in MENU)
    yield from (Word(title, "site.yaml") for title in ("Editions", "Stories"))
    for record, field, sense in (
        (Actor, "kind", "actor"),
        (Place, "kind", "place"),
        (Source, "kind", "source"),
        (Event, "status", "event"),
    ):
        for value in get_args(get_type_hints(record)[field]):
            yield Word(value.replace("-", " "), "records.py", sense)
    for value in get_args(get_type_hints(Correction)["kind"]):
        yield Word(value.capitalize(), "records.py", "done")
    yield from (Word(matter.replace("-", " "), "records.py", "matter") for matter in MATTERS)
    yield from (Word(unit, "registers.py", "unit") for unit in UNITS)


def _of_dates() -> Iterator[Word]:
    told: list[Word] = []

    def recorded(english: str, sense: str) -> str:
        told.append(Word(english, "date_phrases.py", sense))
        return english

    phrases_in(recorded)
    return iter(told)


def missing(path: Path, words: Iterable[Word]) -> tuple[list[Word], list[str]]:
    """The words that a catalogue has no translation of, and the entries that nothing says."""
    said = {key_of(each.msgid, each.msgctxt or ""): each for each in polib.pofile(str(path))}
    wanted = {word.key: word for word in words}
    lacking = [word for key, word in wanted.items() if key not in said or not _given(said[key])]
    return lacking, [each.msgid for key, each in said.items() if key not in wanted]


def _given(entry: polib.POEntry) -> bool:
    forms = entry.msgstr_plural
    return bool(entry.msgstr or (forms and all(forms.values())))


def update(path: Path, words: Iterable[Word]) -> None:
    """Write a catalogue anew: every word once, in order, with the translation that it had."""
    before = polib.pofile(str(path)) if path.exists() else polib.POFile()
    said = {key_of(each.msgid, each.msgctxt or ""): each for each in before}
    after = polib.POFile(wrapwidth=100)
    after.header = before.header or " The words of the interface; see docs/languages.md."
    after.metadata = before.metadata or _metadata(path.stem)
    forms = int(re.findall(r"nplurals\s*=\s*(\d+)", after.metadata["Plural-Forms"])[0])
    for word in words:
        entry = said.get(word.key) or _entry(word, forms)
        entry.occurrences = [(word.where, "")]
        after.append(entry)
    after.save(str(path))


def _entry(word: Word, forms: int) -> polib.POEntry:
    plural = {"msgid_plural": word.many, "msgstr_plural": dict.fromkeys(range(forms), "")}
    more: dict[str, Any] = plural if word.many else {}
    return polib.POEntry(msgid=word.one, msgctxt=word.sense or None, **more)


def _metadata(tag: str) -> dict[str, str]:
    return {
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": RULES.get(tag, "nplurals=2; plural=(n != 1);"),
    }


def main(arguments: list[str], tell: Callable[[str], Any] = print) -> int:
    """What the command line does; the exit status."""
    words = all_words()
    check = "--check" in arguments
    paths = {*CATALOGUES.glob("*.po"), *(CATALOGUES / f"{a}.po" for a in arguments if a[0] != "-")}
    status = 0
    for path in sorted(paths):
        if not check:
            update(path, words)
        lacking, stale = missing(path, words)
        tell(f"{path.name}: {len(words)} words, {len(lacking)} not translated")
        for said in (
            *(f"missing: {word.one}" for word in lacking),
            *(f"stale: {s}" for s in stale),
        ):
            tell(f"  {said}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
