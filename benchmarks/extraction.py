"""How well the extractors do on the cases below tests/cases/, and how fast: one row a kind.

    python benchmarks/extraction.py [--wrong] [dates claims figures actors]

`--wrong` lists every mistake. A thing found counts as right when its words overlap those of the
case and its value is the same; what is found beyond the case's list counts against precision.
“Misleading” are answers that are sure and wrong, of all answers that are sure.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from gold import FOLDER, Case, Gold, cases  # noqa: E402
from msgspec import structs  # noqa: E402

from generator.importing.findings import Item, findings  # noqa: E402
from generator.library.starter import starter_known  # noqa: E402
from generator.model.document import Document, Known  # noqa: E402
from generator.plugins.extraction import marked  # noqa: E402
from generator.plugins.extractors import dates  # noqa: E402

KINDS = {
    "dates": ("date",),
    "claims": ("claim",),
    "figures": ("figure",),
    "actors": ("actor", "place"),
}
HALF = 0.5
Span = tuple[int, int]


def found_in(case: Case) -> list[Item]:
    """What the extractors find in a case's passage."""
    document = Document(title="", text=case.text, date=case.date)
    kinds = {gold.kind for gold in case.gold} - {"not"}
    if kinds == set(KINDS["dates"]):  # they need no others
        return findings(structs.replace(document, marks=tuple(dates.extract(document, Known()))))
    return findings(marked(document, starter_known()))


def span(item: object) -> Span:
    """The place of an item's words: of a claim, its content's."""
    assert isinstance(item, dict)
    at = item.get("content", item)
    return at["start"], at["end"]


def gold_span(gold: Gold) -> Span:
    return gold.spans.get("content", (gold.start, gold.end))


def overlap(one: Span, other: Span) -> float:
    """The share of both spans' length that they have in common (Dice)."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, 2 * common) / (one[1] - one[0] + other[1] - other[0])


def right(item: Item, gold: Gold) -> bool:
    """Whether the value is the one wanted; of a claim, whether the speaker is."""
    if gold.kind == "date":
        return (item["value"] or "") == gold.value
    if gold.kind == "figure":
        wanted = [gold.fields.get(name) for name in ("low", "best", "high")]
        said = [item[name] for name in ("low", "best", "high")]
        return said == [None if value is None else float(value) for value in wanted]
    if gold.kind == "claim":
        speaker = gold.spans.get("speaker")
        source = item["source"]
        if speaker is None or source is None:
            return speaker is None and source is None
        return overlap(span(source), speaker) > 0
    return item["id"] == gold.value


def close(item: Item, gold: Gold) -> bool:
    shared = overlap(span(item), gold_span(gold))
    return shared >= HALF if gold.kind == "claim" else shared > 0


def compared(case: Case, kinds: tuple[str, ...]) -> Iterator[tuple[str, Gold | None, Item | None]]:
    """Each thing wanted or found: right, wrong, missed or spurious."""
    items = [item for item in found_in(case) if item["kind"] in kinds]
    for gold in case.of(*kinds):
        match = next((item for item in items if close(item, gold) and right(item, gold)), None)
        match = match or next((item for item in items if close(item, gold)), None)
        if match is None:
            yield "missed", gold, None
            continue
        items.remove(match)
        yield "right" if right(match, gold) else "wrong", gold, match
    yield from (("spurious", None, item) for item in items)


def sure(item: Item | None) -> bool:
    return item is not None and item.get("value", True) is not None


def scored(folder: str, show: Callable[[str], None] | None) -> str:
    """A row of the table."""
    counts: Counter[str] = Counter()
    for case in cases(folder):
        for verdict, gold, item in compared(case, KINDS[folder]):
            counts[verdict] += 1
            counts["sure"] += sure(item)
            counts["misleading"] += sure(item) and verdict != "right"
            counts["detail"] += bool(gold and item and verdict == "right" and detail(item, gold))
            if show and verdict != "right":
                show(f"{verdict}: {case.file}: {case.name}\n    wanted {gold}\n    found  {item}")
            elif show and gold and item and not detail(item, gold):
                show(f"detail: {case.file}: {case.name}\n    wanted {gold}\n    found  {item}")
    good = counts["right"]
    found, wanted = (
        good + counts["wrong"] + counts["spurious"],
        good + counts["wrong"] + counts["missed"],
    )
    precision, recall = good / (found or 1), good / (wanted or 1)
    both = 2 * precision * recall / ((precision + recall) or 1)
    misleading = counts["misleading"] / (counts["sure"] or 1)
    return (
        f"{folder:8} {len(cases(folder)):5} {wanted:6} {precision:9.3f} {recall:7.3f} {both:7.3f}"
        f" {misleading:10.1%} {counts['detail'] / (good or 1):7.3f}"
    )


def detail(item: Item, gold: Gold) -> bool:
    """What else must fit: a date's role, a claim's act, a figure's unit."""
    if gold.kind == "date":
        return not gold.role or item["role"] == gold.role
    if gold.kind == "claim":
        return "act" not in gold.fields or item["act"] == gold.fields["act"]
    if gold.kind == "figure":
        wanted = ("true" in gold.fields.get("approx", ""), gold.fields.get("unit"))
        return item["approx"] == wanted[0] and wanted[1] in (None, item["unit"])
    return True


def speed() -> str:
    """Milliseconds an article takes, all extractors together, over the seeds of the demo."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    documents = [Document(title="", text=text) for text in texts * 20]
    marked(documents[0], starter_known())  # what is read and compiled once
    start = time.perf_counter()
    for document in documents:
        marked(document, starter_known())
    taken = time.perf_counter() - start
    size = sum(len(d.text) for d in documents) / len(documents)
    return f"{taken / len(documents) * 1000:.1f} ms an article of {size:,.0f} characters"


def main() -> None:
    wrong = "--wrong" in sys.argv
    folders = [name for name in sys.argv[1:] if name in KINDS] or list(KINDS)
    print("kind     cases wanted precision  recall      F1 misleading  detail")
    for folder in folders:
        if (FOLDER / folder).is_dir() and cases(folder):
            print(scored(folder, print if wrong else None))
    print(speed())


if __name__ == "__main__":
    main()
