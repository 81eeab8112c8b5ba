"""How much of a body repeats its seed word for word: a digest reports, it does not republish."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .common_runs import common_runs
from .config import Verbatim
from .passages import GAP, unmarked
from .problems import Problem
from .records import Article
from .words import Span, Word, quotations, within, words_of

# Six words in a row are rarely the same by chance once names are left out, as in “said in a
# statement on Thursday”: reports written from one seed share up to 2% of them, copies nearly all.
PHRASE = 6
LEAST = 40  # phrases of a body for which a share says something; shorter ones have runs only
SHOWN = 4  # words at either end of a run

_BREAK = "\1"  # what is quoted parts the words before it from those behind
_ELSEWHERE = "\0"  # a word that the other text has not
_FIRST = 0x10000  # of the signs that stand for words, beyond all that mean something to Python


class Stretch(msgspec.Struct, frozen=True):
    """Words of a body that stand in its seed in the same order."""

    start: int  # in the body
    end: int
    words: int


class Overlap(msgspec.Struct, frozen=True):
    """What a body has of its seed."""

    share: float  # of its phrases that stand in the seed, from 0 to 1
    phrases: int
    stretches: tuple[Stretch, ...]  # of at least a phrase, in order

    @property
    def longest(self) -> Stretch | None:
        """The longest run of words in common, the first of several; None if it is no phrase."""
        return max(self.stretches, key=lambda each: each.words, default=None)

    def beyond(self, limits: Verbatim) -> tuple[Stretch, ...]:
        """The stretches that make it too much, in order; none where it is not."""
        if self.phrases >= LEAST and self.share * 100 > limits.share:
            return self.stretches
        return tuple(each for each in self.stretches if each.words > limits.run)


def overlap(body: str, seed: str, quotes: Iterable[str] = (), names: Iterable[str] = ()) -> Overlap:
    """How much of a body stands in a seed, in words, quotations and names apart.

    Quotations are what stands in quotation marks, and `quotes`, wherever they stand. Names neither
    lengthen a run nor end it.
    """
    words = list(words_of(body))
    signs: dict[str, str] = {}
    for word in words:
        signs.setdefault(word.said, chr(_FIRST + len(signs)))
    quoted = list(within(words, [*quotations(body), *_found(quotes, words, signs)]))
    known_names = _by_first_word(names)
    ours, places = _signs(words, _without(known_names, words), quoted, signs)
    other = list(words_of(seed))
    theirs = "".join(signs.get(other[n].said, _ELSEWHERE) for n in _without(known_names, other))
    known = {theirs[n : n + PHRASE] for n in range(len(theirs) - PHRASE + 1)}
    phrases = [ours[n : n + PHRASE] for n in range(len(ours) - PHRASE + 1)]
    phrases = [phrase for phrase in phrases if _BREAK not in phrase]
    shared = sum(phrase in known for phrase in phrases)
    if not shared:
        return Overlap(0.0, len(phrases), ())
    stretches = tuple(
        Stretch(words[places[start]].start, words[places[start + length - 1]].end, length)
        for start, length in common_runs(ours, theirs, PHRASE)
    )
    return Overlap(shared / len(phrases), len(phrases), stretches)


def republished(article: Article, seed: str, limits: Verbatim) -> Iterator[Problem]:
    """A Problem where a body has more of its seed than the site allows, at its longest run."""
    found = overlap_of(article, seed)
    longest = found.longest
    if longest is None or not found.beyond(limits):
        return
    line = article.body_line + article.body.count("\n", 0, longest.start)
    first, last = ends_of(article.body, longest)
    run = f"{longest.words} words in a row, from “{first}” to “{last}”, stand in the seed as here"
    if longest.words > limits.run:
        run += f" (at most {limits.run})"
    if found.phrases >= LEAST and found.share * 100 > limits.share:
        share = f"{found.share:.0%} of the text are the seed’s words (at most {limits.share}%)"
        run = f"{share}; {run}"
    more = len(found.beyond(limits)) - 1
    others = f" and so do {more} others" if more > 1 else " and so does another"
    todo = "put it in your own words, or mark it as a quotation"
    yield Problem(article.file, line, f"{run}{others if more > 0 else ''}; {todo}")


def overlap_of(article: Article, seed: str) -> Overlap:
    """How much of an article's body stands in its seed."""
    if not seed or not article.body.strip():
        return Overlap(0.0, 0, ())
    return overlap(article.body, seed, [claim.quote for claim in article.claims], _names(article))


def ends_of(body: str, stretch: Stretch, count: int = SHOWN) -> tuple[str, str]:
    """The first and the last words of a stretch, as they are read."""
    words = unmarked(body)[stretch.start : stretch.end].replace(GAP, "").split()
    return " ".join(words[:count]), " ".join(words[-count:])


def _names(article: Article) -> Iterator[str]:
    """What the entries are called that an article names: actors, places, sources."""
    where = (event.where for event in article.events)
    speakers = (actor for claim in article.claims for actor in claim.actors)
    localities = (locality.place for locality in article.places)
    for entry in (*article.actors, *speakers, *localities, *where, *article.sources):
        if entry:
            yield entry.name
            yield from entry.aliases


def _by_first_word(names: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Names as words, the longest first, by the first of their words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for said in {tuple(word.said for word in words_of(name)) for name in names}:
        if said:
            found.setdefault(said[0], []).append(said)
    return {first: sorted(each, key=lambda n: (-len(n), n)) for first, each in found.items()}


def _without(names: dict[str, list[tuple[str, ...]]], words: Sequence[Word]) -> Iterator[int]:
    """The places of the words that are no part of a name."""
    place = 0
    while place < len(words):
        for name in names.get(words[place].said, ()):
            if tuple(word.said for word in words[place : place + len(name)]) == name:
                place += len(name)
                break
        else:
            yield place
            place += 1


def _found(quotes: Iterable[str], words: Sequence[Word], signs: dict[str, str]) -> Iterator[Span]:
    """Where the words of quotes stand among those of a body."""
    text = "".join(signs[word.said] for word in words)
    for quote in quotes:
        wanted = "".join(signs.get(word.said, _ELSEWHERE) for word in words_of(quote))
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            yield words[at].start, words[end - 1].end
            at = text.find(wanted, end)


def _signs(
    words: Sequence[Word], kept: Iterable[int], quoted: Sequence[bool], signs: dict[str, str]
) -> tuple[str, list[int]]:
    """The words to be compared as signs, and the place of each; quotations are a break."""
    ours: list[str] = []
    places: list[int] = []
    for place in kept:
        if not quoted[place]:
            ours.append(signs[words[place].said])
            places.append(place)
        elif ours and ours[-1] != _BREAK:
            ours.append(_BREAK)
            places.append(place)
    return "".join(ours), places
