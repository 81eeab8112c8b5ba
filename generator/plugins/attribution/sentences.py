"""A text in paragraphs, sentences and tokens; a quotation is one token of its sentence."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from .quotations import Quotation, quotations

LONGEST_SENTENCE = 400  # tokens; more have lost their full stops, and are cut
FEW_WORDS = 3  # in quotation marks, without a full stop or comma: an expression, no statement
LONGEST_HEADLINE = 160  # characters

WORD, NUMBER, SIGN, QUOTE = "word", "number", "sign", "quote"

_BREAK = re.compile(
    r"(?<![ \t\r\f\v])[ \t\r\f\v]*\n\s*\n\s*|(?<=[.!?…”\"’'])[ \t]*\n[ \t]*(?=[\"“‘«„`A-Z])"
)
_TOKEN = re.compile(
    r"(?P<word>(?:[A-Za-z]\.){2,}(?:-\w+)*"
    r"|(?:Mr|Mrs|Ms|Dr|St|Lt|Col|Gen|Maj|Capt|Sgt|Adm|Brig|Sen|Rep|Gov|Prof|Rev|Hon|Jr|Sr|No|Cmdr|Corp|Inc|Ltd|Co|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs)\."
    r"|(?<=, )(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss"
    r"|Mo|Mont|Neb|Nev|Okla|Ore|Ont|Pa|Que|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.(?=,| ,| [a-z])"
    r"|(?<=, )[DIR]-[A-Z][A-Za-z]+\.(?=[ ,])"
    r"|(?:Corp|Inc|Ltd|Co) \.(?= [a-z,])"  # of words cut apart
    r"|(?<!on )(?<!plan )[A-Z]\.(?=[ ,])"
    r"|(?<=\w )[’'](?:s|re|ve|ll|d|m)(?=[ \n])"  # of words cut apart: “the company 's chairman”
    r"|[^\W\d_](?:[\w&]|[’'\-‑/.](?=\w))*)"
    r"|(?P<number>[$€£¥]?\d(?:\w|[.,:/\-](?=\d)|-(?=\w))*%?)"
    r"|(?P<sign>\.\.\.|--+|\S)"
)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z’'.\- ]{2,30}(?:[,/] ?[A-Z][A-Za-z. ]{2,30}){0,2}(?: \([A-Za-z/ ]{2,40}\))?"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"|[A-Z][A-Za-z’'.\- ]{2,30}(?:, [A-Z][A-Za-z. ]{2,30})? \((?:AP|AFP|Reuters|dpa|UPI|Yonhap)\))"
    r"\s*(?:[—–]|--|-(?=\s))\s*"
)
_BEGINNERS = frozenset(("the", "a", "an", "it", "he", "she", "they", "in", "on", "but", "this"))
_TITLES = frozenset(("Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Sgt.", "Prof.", "vs.", "No."))
_NAMES = frozenset(("as", "called", "titled", "entitled", "dubbed", "nicknamed", "named"))
_ENDS = frozenset(".?!…") | {"..."}


class Token(msgspec.Struct, frozen=True):
    """A word, a number, a sign, or a whole quotation; `low` in small letters, straight quotes."""

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def capital(self) -> bool:
        """Whether it begins as a name does."""
        return self.text[0].isupper()


class Span(msgspec.Struct, frozen=True):
    """A stretch of the text, in code points."""

    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True):
    """A sentence without its full stop; `paragraph` counts from 0 and `title` is a headline."""

    text: str  # the whole that its tokens' places count in
    tokens: tuple[Token, ...]
    paragraph: int
    title: bool = False

    def low(self, i: int) -> str:
        """The word at a place in small letters, or nothing beyond the ends."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def place(self, offset: int) -> int:
        """The first token that does not begin before an offset of the text."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)

    def span(self, first: int, last: int) -> Span:
        """Where in the text the tokens from `first` up to `last`, itself not included, stand."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)


def sentences(text: str, title: str = "") -> list[Sentence]:
    """The sentences of a text that begins with its title, where one is given."""
    paragraphs = list(_paragraphs(text))
    quoted = list(quotations(text, paragraphs))
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_joined(text, paragraphs, quoted)):
        inside = [each for each in quoted if start <= each.start < end]
        dateline = _DATELINE.match(text, start, end)
        tokens = _tokens(text, dateline.end() if dateline else start, end, inside)
        headline = number == 0 and _is_headline(text, start, end, title, len(paragraphs))
        found += (
            Sentence(text, part, number, headline)
            for part in _split(tuple(tokens), headline)
            if part
        )
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for found in _BREAK.finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if end > start:
        yield start, end


def _joined(
    text: str, paragraphs: Sequence[tuple[int, int]], quoted: Sequence[Quotation]
) -> Iterator[tuple[int, int]]:
    """The paragraphs, those in one that a quotation runs over or that a colon leads into."""
    over = [
        each for each in quoted if any(each.start < start < each.end for start, _ in paragraphs)
    ]
    opening = {each.start for each in quoted}
    after = [start for start, _ in paragraphs[1:]] + [-1]
    begun = -1
    for (start, end), later in zip(paragraphs, after, strict=False):
        begun = start if begun < 0 else begun
        leads = later in opening and text.startswith(":", end - 1)
        if not leads and not any(each.start < end < each.end for each in over):
            yield begun, end
            begun = -1


def _is_headline(text: str, start: int, end: int, title: str, paragraphs: int) -> bool:
    if title:
        return text.startswith(title, start)
    line = text[start:end]
    return (
        paragraphs > 1
        and "\n" not in line
        and len(line) <= LONGEST_HEADLINE
        and line[-1:] not in _ENDS
    )


def _tokens(text: str, start: int, end: int, inside: Sequence[Quotation]) -> Iterator[Token]:
    at = start
    for each in inside:
        if each.start < at:
            continue
        before = text[at : each.start].rstrip().rpartition(" ")[2].lower()
        if _is_statement(text[each.first : each.last], before):
            yield from _plain(text, at, each.start)
            yield Token(text[each.start : each.end], "“", each.start, each.end, QUOTE)
        else:
            yield from _plain(text, at, each.start)
            yield from _plain(text, each.first, each.last)
        at = each.end
    yield from _plain(text, at, max(at, end))


def _is_statement(words: str, before: str) -> bool:
    """Whether a quotation is more than an expression; `before` is the word before it."""
    if before in _NAMES and len(words.split()) <= FEW_WORDS:
        return False
    return len(words.split()) > FEW_WORDS or words.rstrip()[-1:] in (*_ENDS, ",", "—")


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        word, kind = found[0], found.lastgroup or SIGN
        low = word.lower().replace("’", "'").replace(" .", ".") if kind == WORD else word
        yield Token(word, low, found.start(), found.end(), kind)


def _split(tokens: tuple[Token, ...], whole: bool) -> Iterator[tuple[Token, ...]]:
    """Sentences, each without the sign that ends it; a headline is one sentence."""
    start = 0
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        stop = token.kind == SIGN and token.text in _ENDS
        if whole and after:
            continue
        if stop or i - start >= LONGEST_SENTENCE or _closes_sentence(token, after):
            yield tokens[start : i if stop else i + 1]
            start = i + 1
    yield tokens[start:]


def _begins_anew(after: Token | None) -> bool:
    """Whether a sentence ended with the abbreviation before: “in the U.S. The army …”."""
    if after is not None and after.kind == QUOTE:
        return after.text.lstrip("“\"‘'«„` ")[:1].isupper()
    return after is not None and after.capital and after.low in _BEGINNERS


def _closes_sentence(quote: Token, after: Token | None) -> bool:
    if quote.kind != QUOTE:
        short = quote.kind == WORD and quote.text.endswith(".")
        return short and quote.text not in _TITLES and _begins_anew(after)
    inner = quote.text.rstrip("”\"’'»«“ ")
    full = inner.endswith((".", "…", "...")) or (
        inner.endswith(("?", "!")) and after is not None and after.low in ("the", "a", "but", "“")
    )
    return full and after is not None and (after.kind == QUOTE or after.capital)
