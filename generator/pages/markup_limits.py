"""What Markdown of a few letters may grow to: as much as somebody means, and no more.

A table fills its short rows up, and a reference repeats its address wherever it is named: fifty
kilobytes of either would become a hundred megabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

MOST_CELLS = 20_000  # of all tables, before one more is read as text
LEAST_REPEATED = 100_000  # characters of addresses and titles, as cmark has it


def limit(parser: MarkdownIt) -> None:
    """Set a parser's limits. A table and a link beyond them become their text."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.push("links_within_measure", _repeat_no_more)


def _table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    from markdown_it.rules_block import table

    if state.env.get("cells", 0) > MOST_CELLS:
        return False
    before = len(state.tokens)
    found = table(state, first, last, silent)
    state.env["cells"] = state.env.get("cells", 0) + (len(state.tokens) - before) // 3
    return found


def _repeat_no_more(state: StateCore) -> None:
    if not state.env.get("references"):
        return
    left = max(LEAST_REPEATED, len(state.src))
    for token in state.tokens:
        for inline in token.children or ():
            if inline.type == "link_open":
                left -= sum(len(str(value)) for value in inline.attrs.values())
                if left < 0:
                    inline.attrs = {}
