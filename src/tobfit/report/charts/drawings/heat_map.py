"""A heat map: a cell for each line and product, told apart by colour, sign and hatching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import attrs

from tobfit.report.charts.canvas import (
    EDGE,
    INNER,
    LINE,
    SMALL,
    WIDTH,
    Sheet,
    line_label,
    number,
    sign,
    stroke,
    tag,
    titled,
    words_at,
)
from tobfit.report.charts.looks import INK, MUTED, VERDICT_LOOKS
from tobfit.report.charts.records import HeatCell, HeatMap, HeatRow
from tobfit.report.charts.saying import say
from tobfit.report.escape_xml import for_xml

PHRASES: dict[str, tuple[str, str]] = {
    "blocker": ("blocker", "阻断"),
    "waived": ("waived", "已豁免"),
    "must": ("bold: a Must", "粗体：必备项"),
    "product": ("{n}  {label}", "{n}  {label}"),
    "cell": ("{product}: {verdict}", "{product}：{verdict}"),
}
BESIDE, MOST_TITLES, CELL, ROOM = 6, 2000, 22, 18
"""Products whose cells stand beside the names, and not below them; cells that have a title each; a cell's size, and the
size of the least one."""


@attrs.frozen
class Grid:
    """Where the cells stand: from ``left``, each ``size`` wide, beside the name of their line or below it."""

    left: int
    size: int
    beside: bool

    @property
    def step(self) -> int:
        """From one line to the next."""
        return self.size + 2 if self.beside else LINE + self.size + 4

    def x(self, place: int) -> int:
        """Where a column begins."""
        return self.left + place * self.size


def draw(figure: HeatMap, sheet: Sheet) -> None:
    """The products by number, then the lines by dimension."""
    count = len(figure.products)
    grid = _grid(count)
    sheet.width = max(WIDTH, grid.x(count) + EDGE)
    _legend(figure, sheet)
    for place, label in enumerate(figure.labels):
        told = say(PHRASES, sheet.words, "product", n=place + 1, label=label)
        sheet.add(titled(label, words_at(EDGE, sheet.y + 13, told, room=INNER)), down=LINE)
    sheet.y += 4
    has_titles = count * len(figure.rows) <= MOST_TITLES
    for group, rows in groupby(figure.rows, key=lambda row: row.group):
        _head(group, count, grid, sheet)
        for row in rows:
            _row(row, figure.products if has_titles else (), grid, sheet)
        sheet.y += 4
    _symbols(figure, grid, sheet)


def _grid(count: int) -> Grid:
    if count <= BESIDE:
        return Grid(WIDTH - EDGE - count * CELL, CELL, True)
    return Grid(EDGE, min(CELL, max(ROOM, INNER // count)), False)


def _legend(figure: HeatMap, sheet: Sheet) -> None:
    cells = {cell for row in figure.rows for cell in row.cells}
    words = sheet.words
    entries = [
        (sign(look, 0, 0), words.term(verdict))
        for verdict, look in VERDICT_LOOKS.items()
        if any(cell.verdict == verdict for cell in cells)
    ]
    if any(cell.severity == "blocker" for cell in cells):
        entries.append((sign(VERDICT_LOOKS["unmet"], 0, 0) + _corner(16), say(PHRASES, words, "blocker")))
    if any(cell.waived for cell in cells):
        entries.append((_waived(16), say(PHRASES, words, "waived")))
    sheet.legend(entries)
    if any(row.priority == "must" for row in figure.rows):
        sheet.say(say(PHRASES, words, "must"), size=SMALL, bold=True)


def _corner(size: int) -> str:
    return tag("path", {"d": f"M{size - 7} 0H{size}V7z", "fill": INK})


def _waived(size: int) -> str:
    return stroke(f"M1 1H{size - 1}V{size - 1}H1z", INK, 1, "2 2")


def _head(group: str, count: int, grid: Grid, sheet: Sheet) -> None:
    """A dimension's name, and the numbers of the columns."""
    room = grid.left - 2 * EDGE if grid.beside else sheet.width - 2 * EDGE
    sheet.add(titled(group, words_at(EDGE, sheet.y + 14, group, room=room, bold=True, ink=MUTED)))
    if not grid.beside:
        sheet.y += LINE
    for place in range(count):
        x = grid.x(place) + grid.size // 2
        sheet.add(words_at(x, sheet.y + 13, str(place + 1), room=40, size=SMALL, anchor="middle", ink=MUTED))
    sheet.y += LINE


def _row(row: HeatRow, products: Sequence[str], grid: Grid, sheet: Sheet) -> None:
    label = row.requirement if row.title in ("", row.requirement) else f"{row.requirement} {row.title}"
    room = grid.left - EDGE - 8 if grid.beside else sheet.width - 2 * EDGE
    name = words_at(
        EDGE, sheet.y + 14, line_label(row.requirement, label, sheet.words), room=room, bold=row.priority == "must"
    )
    down = f"translate(0 {number(sheet.y + (0 if grid.beside else LINE))})"
    cells = tag("g", {"transform": down}, *_cells(row.cells, products, grid, sheet))
    sheet.add(titled(label, name, cells), down=grid.step)


def _cells(cells: Iterable[HeatCell], products: Sequence[str], grid: Grid, sheet: Sheet) -> Iterable[str]:
    """Each cell refers to the drawing of its like: ten thousands of them stay small."""
    for place, cell in enumerate(cells):
        use = f'use href="#{sheet.id(_like(cell))}" x="{grid.x(place)}"'
        if not products:
            yield f"<{use}/>"
            continue
        told = say(PHRASES, sheet.words, "cell", product=products[place], verdict=sheet.words.term(cell.verdict))
        yield f"<{use}>{tag('title', {}, for_xml(told))}</use>"


def _like(cell: HeatCell) -> str:
    return f"{cell.verdict}{'-b' if cell.severity == 'blocker' else ''}{'-w' if cell.waived else ''}"


def _symbols(figure: HeatMap, grid: Grid, sheet: Sheet) -> None:
    """One drawing for each kind of cell."""
    found = {_like(cell): cell for row in figure.rows for cell in row.cells}
    for name in sorted(found):
        cell, size = found[name], grid.size - 1
        parts = [sign(VERDICT_LOOKS[cell.verdict], 0, 0, size)]
        parts += [_corner(size)] if cell.severity == "blocker" else []
        parts += [_waived(size)] if cell.waived else []
        sheet.defs.append(tag("g", {"id": sheet.id(name)}, *parts))
