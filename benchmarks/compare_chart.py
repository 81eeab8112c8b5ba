"""The ratios as a bar chart in SVG: drawn here, readable in light and dark, and by ear."""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from compare_cases import CASES, Case, Row
from compare_report import Results, named
from compare_sides import TITLES

WIDTH, LEFT, RIGHT = 760, 290, 128  # the names stand left of the bars, the figures right
ROW, BAR, TOP, GROUP = 30, 16, 20, 44
LEAST = 1.25  # the ratio that the whole width stands for, or a larger one if there is one

STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1d2733 }
  .ground { fill: #ffffff } .whole { fill: #e3e8ee } .ours { fill: #1f6f8b }
  .missed { fill: #b3402a } .range { stroke: #1d2733; stroke-width: 1.5 }
  .target { stroke: #1d2733; stroke-width: 2; stroke-dasharray: 3 2 }
  .head { font-weight: 600 } .note { font-size: 12px }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6ebf0 } .ground { fill: #12181f } .whole { fill: #2b3541 }
    .ours { fill: #5fb3cf } .missed { fill: #e8846f }
    .range, .target { stroke: #e6ebf0 }
  }
"""


def chart(results: Results) -> str:
    """The picture of all that was measured beside another generator."""
    body, y = [], TOP
    scale = _Scale(
        max([LEAST, *(max(row.ratios) for _, rows in _groups(results) for _, row in rows)])
    )
    for peer, rows in _groups(results):
        body.append(f'<text class="head" x="16" y="{y + 15}">Beside {TITLES[peer]} = 1</text>')
        y += ROW
        for case, row in rows:
            target = case.target if peer == "hugo" else None
            body += _bar((named(case.what, results.articles), row, target), y, scale)
            y += ROW
        y += GROUP - ROW
    note = "Shorter is better. Dashed: the target. The line below a bar: the range of its pairs."
    body.append(f'<text class="note" x="16" y="{y + 8}">{note}</text>')
    height = y + 24
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">',
            '<title id="title">What builds take, as a share of what other generators take</title>',
            f'<desc id="desc">{escape(" ".join(_sentences(results)))}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>',
            *body,
            "</svg>\n",
        )
    )


def _groups(results: Results) -> Iterator[tuple[str, list[tuple[Case, Row]]]]:
    for peer in ("hugo", "pelican", "eleventy"):
        found = [(case, results.of(case.key, peer)) for case in CASES]
        rows = [(case, row) for case, row in found if row]
        if rows:
            yield peer, rows


class _Scale(NamedTuple):
    """Where ratios stand."""

    longest: float

    def x(self, ratio: float) -> float:
        return LEFT + ratio / self.longest * (WIDTH - LEFT - RIGHT)


def _bar(drawn: tuple[str, Row, float | None], y: int, scale: _Scale) -> Iterator[str]:
    """A name, the peer's whole bar, ours over it, the pairs' range, the target, the figure."""
    what, row, target = drawn
    below, _x = y + BAR + 3, scale.x
    missed = target is not None and row.ratio > target
    low, high = _x(min(row.ratios)), _x(max(row.ratios))
    yield f'<text x="{LEFT - 12}" y="{y + 13}" text-anchor="end">{escape(what)}</text>'
    yield f'<rect class="whole" x="{LEFT}" y="{y}" width="{_x(1) - LEFT:.1f}" height="{BAR}"/>'
    yield (
        f'<rect class="{"missed" if missed else "ours"}" x="{LEFT}" y="{y}" '
        f'width="{max(1, _x(row.ratio) - LEFT):.1f}" height="{BAR}"/>'
    )
    yield f'<path class="range" d="M{low:.1f} {below}H{high:.1f}"/>'
    if target is not None:
        yield f'<path class="target" d="M{_x(target):.1f} {y - 3}V{y + BAR + 6}"/>'
    figure = _short(row.ratio) + (", missed" if missed else "")
    yield f'<text x="{WIDTH - RIGHT + 12}" y="{y + 13}">{figure}</text>'


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"


def _sentences(results: Results) -> Iterator[str]:
    """The same in words, for who hears the chart."""
    for peer, rows in _groups(results):
        figures = (f"{named(c.what, results.articles)} {_short(row.ratio)}" for c, row in rows)
        yield f"Of what {TITLES[peer]} takes: {'; '.join(figures)}."
