"""Which elements of HTML there are for the text edition, and what ends what (HTML, 13.2.6.4)."""


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _named(
    "address aside blockquote caption dd details dir dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header li main menu nav ol p pre summary table tbody td tfoot th thead tr ul"
)
GROUPS = _named("article center div fieldset hgroup legend search section")
INLINES = _named(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd q rp rt ruby s samp small strong sub sup "
    "time u var"
)
VOIDS = _named("br hr wbr")
PASSED = _named("area base basefont bgsound col embed frame input link meta param source track")
GONE = _named(
    "audio button canvas colgroup datalist dialog form frameset head iframe map math meter noembed "
    "noframes object optgroup option output progress script select style svg template textarea "
    "title video xmp"
)
RENAMED = {"dir": "ul", "menu": "ul"}

TALL = BLOCKS | GROUPS | {"body", "dialog", "form", "hr", "html"}
"""What begins a line: no end of anything smaller reaches beyond it."""

_LISTS, _TABLES = ("ul", "ol", "menu", "dir"), ("table",)
_CELLS, _ROWS = ("td", "th"), ("caption", "thead", "tbody", "tfoot")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), _LISTS),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl",))),
    **dict.fromkeys(_CELLS, (_CELLS, ("tr", "table"))),
    "tr": (("tr", "caption"), _TABLES),
    **dict.fromkeys(_ROWS, (_ROWS, _TABLES)),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, ())),
    "a": (("a",), (*_CELLS, *_TABLES, "caption")),
}
"""What the start of an element ends, and what is not looked beyond."""

HOLDS = frozenset({*_CELLS, *_TABLES, "caption"})  # nothing outside is ended from inside
OF_TABLES = frozenset({*HOLDS, *_ROWS, "tr"})
STAYS = frozenset({*_CELLS, "dt", "dd", "main"})  # with nothing in it, too: cells have columns
LANDMARKS = frozenset({"header", "footer", "main"})  # in the main part they are none
