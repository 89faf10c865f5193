"""The small parts of a context: codes with their words, figures with their texts, blocks as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tobfit.model.interval import Interval, Ratio
from tobfit.report.blocks import Block, Bullets, Heading, Paragraph, Table
from tobfit.report.teller import Teller

Data = dict[str, Any]


def coded(code: str | None, tell: Teller) -> Data:
    """A code with its word; a dash for none."""
    return {"code": code, "word": "-" if code is None else tell.words.term(code)}


def figure(value: Interval | None, tell: Teller) -> Data:
    """A score or credit: both ends as the nearest floats, with four decimals, and as percentages.

    Without one the ends are None and the texts say that there is none.
    """
    if value is None:
        nothing = tell.score(None)
        return {"low": None, "high": None, "text": nothing, "percent": nothing}
    low, high = float(value.low), float(value.high)
    return {"low": low, "high": high, "text": tell.score(value), "percent": _percent(value, tell)}


def _percent(value: Interval, tell: Teller) -> str:
    low, high = tell.percent(value.low), tell.percent(value.high)
    return low if low == high else f"{low.removesuffix(' %')}–{high}"


def ends(low: Fraction | None, high: Fraction | None) -> Data:
    """A part of a score; None for both where a line has none."""
    return {"low": None if low is None else float(low), "high": None if high is None else float(high)}


def share(value: Fraction | None, tell: Teller) -> Data:
    """A share from 0 to 1, and as a percentage; None and a dash for none."""
    return {"value": None if value is None else float(Ratio(value)), "text": tell.percent(value)}


def blocks_data(blocks: Iterable[Block]) -> list[Data]:
    """Blocks as plain data; every one has all keys, empty where they do not belong to its kind."""
    return [_block(block) for block in blocks]


def _block(block: Block) -> Data:
    empty: Data = {"kind": "", "level": None, "text": "", "points": [], "columns": [], "rows": []}
    match block:
        case Heading(level, text):
            return {**empty, "kind": "heading", "level": level, "text": text}
        case Paragraph(text):
            return {**empty, "kind": "paragraph", "text": text}
        case Bullets(items):
            points = [{"text": item.text, "below": list(item.below)} for item in items]
            return {**empty, "kind": "points", "points": points}
        case Table(columns, rows):
            heads = [{"title": column.title, "align": column.align} for column in columns]
            return {**empty, "kind": "table", "columns": heads, "rows": [list(row) for row in rows]}


def texts_of(blocks: Iterable[Block]) -> list[str]:
    """The points of lists, without what stands below them, and the paragraphs."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += [item.text for item in block.items]
    return found
