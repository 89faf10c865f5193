"""A report for the terminal: at most 100 columns, wide characters counted double."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.matching.report import Report
from tobfit.model.progress import Progress
from tobfit.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from tobfit.report.escape import visible
from tobfit.report.results import told
from tobfit.report.width import pad, width, wrap

COLUMNS = 100
GAP = "  "
NARROWEST = 10
UNDERLINES = {1: "=", 2: "-"}


def text(
    report: Report | Any,
    *,
    lang: str = "en",
    audience: str = "client",
    limit: int | None = 12,
    progress: Progress = None,
) -> str:
    """The report, or the result of an analysis, as lines of at most 100 columns, ending in a line break.

    ``limit`` bounds the products shown in detail and every list under a product (None: no bound); a bounded
    list says how much it leaves out. Effort and notes are shown to ``audience="internal"`` only. What would
    steer a terminal is written out. ``progress`` is told of every product that is done.
    """
    return as_text(told(report, lang=lang, audience=audience, limit=limit, progress=progress))


def as_text(blocks: Iterable[Block]) -> str:
    """Any blocks as lines for the terminal."""
    return "".join(f"{line}\n" for line in _lines(blocks))


def _lines(blocks: Iterable[Block]) -> Iterable[str]:
    after: Block | None = None
    for block in blocks:
        close = isinstance(after, Heading) and after.level > 2
        if after is not None and not close:
            yield ""
        yield from _block(block)
        after = block


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading(level, title):
            lines = wrap(visible(title), COLUMNS)
            yield from lines
            if level in UNDERLINES:
                yield UNDERLINES[level] * max(width(line) for line in lines)
        case Paragraph(running):
            yield from wrap(visible(running), COLUMNS)
        case Bullets(items):
            for item in items:
                yield from _hanging("- ", item.text)
                for below in item.below:
                    yield from _hanging("    > ", below)
        case Table():
            yield from table(block)


def _hanging(mark: str, running: str) -> Iterable[str]:
    first, *others = wrap(visible(running), COLUMNS - len(mark))
    yield mark + first
    yield from (" " * len(mark) + line for line in others)


def table(block: Table) -> Iterable[str]:
    """The lines of a table, all of one display width."""
    titles = [visible(column.title) for column in block.columns]
    rows = [[visible(cell) for cell in row] for row in block.rows]
    widths = _widths(block.columns, [titles, *rows])
    yield from _row(titles, widths, block.columns)
    yield GAP.join("-" * size for size in widths)
    for row in rows:
        yield from _row(row, widths, block.columns)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The widest text of each column; flexible ones share what room the others leave, each to its need."""
    natural = [max(max(width(row[i]) for row in rows), 1) for i in range(len(columns))]
    free = [i for i, column in enumerate(columns) if column.flexible]
    room = COLUMNS - len(GAP) * (len(columns) - 1)
    room -= sum(size for i, size in enumerate(natural) if i not in free)
    for place, index in enumerate(sorted(free, key=lambda i: natural[i])):
        share = max(NARROWEST, room // (len(free) - place))
        natural[index] = min(natural[index], share)
        room -= natural[index]
    return natural


def _row(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> Iterable[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        yield GAP.join(pad(part, size, column.align) for part, size, column in zip(parts, widths, columns, strict=True))
