"""A decision matrix in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.analysis.decision_matrix import Matrix
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "matrix": ("Decision matrix", "决策矩阵"),
    "line": ("line", "条目"),
    "direction": ("direction", "方向"),
    "max": ("max", "越大越好"),
    "min": ("min", "越小越好"),
    "weight": ("weight", "权重"),
    "must": ("{line} (Must)", "{line}（必备）"),
    "counts": ("{products} products, {lines} lines; cells: {unknown} unknown, {outside} not applicable.",
               "{products} 个产品，{lines} 条；未知单元格 {unknown}，不适用 {outside}。"),
    "out": ("Knocked out: {names}.", "必备项不满足：{names}。"),
    "undecided": ("Undecided: {names}.", "未定：{names}。"),
    "rest": ("Products not shown: {n}.", "未显示的产品：{n} 个。"),
}  # fmt: skip
COLUMNS = 6
"""As many products as stand side by side."""


def blocks(result: Matrix, tell: Tell) -> Iterable[Block]:
    """Lines downwards, the first products across."""
    say = tell.say
    yield Heading(2, say(PHRASES, "matrix"))
    counts = {"unknown": len(result.unknown), "outside": len(result.not_applicable)}
    yield Paragraph(say(PHRASES, "counts", products=len(result.products), lines=len(result.requirements), **counts))
    columns = [
        Column(say(PHRASES, "line"), flexible=True),
        Column(say(PHRASES, "direction")),
        Column(say(PHRASES, "weight"), "right"),
        *(Column(name, "right") for name in result.products[:COLUMNS]),
    ]
    places, more = tell.within(range(len(result.requirements)))
    yield Table(tuple(columns), tuple(_line(result, place, tell) for place in places))
    if more:
        yield Bullets(more)
    told = [
        say(PHRASES, key, names=tell.words.join(list(names)))
        for key, names in (("out", result.knocked_out), ("undecided", result.undecided))
        if names
    ]
    if len(result.products) > COLUMNS:
        told.append(say(PHRASES, "rest", n=len(result.products) - COLUMNS))
    if told:
        yield Paragraph(" ".join(told))


def _line(made: Matrix, place: int, tell: Tell) -> tuple[str, ...]:
    name = made.requirements[place]
    cells = []
    for low, high in zip(made.low[:COLUMNS], made.high[:COLUMNS], strict=True):
        one, other = low[place], high[place]
        cells.append("-" if one is None or other is None else str(Interval(one, other)))
    return (
        tell.say(PHRASES, "must", line=name) if name in made.musts else name,
        tell.say(PHRASES, made.directions[place]),
        tell.figure(made.weights[place]),
        *cells,
    )


def rows(result: Matrix, _tell: Tell) -> Iterable[Row]:
    """One row for each cell."""
    unknown, out = set(result.unknown), set(result.knocked_out)
    for product, low, high in zip(result.products, result.rows("low"), result.rows("high"), strict=True):
        for place, name in enumerate(result.requirements):
            yield {
                "product": product,
                "requirement": name,
                "direction": result.directions[place],
                "weight": float(result.weights[place]),
                "low": low[place],
                "high": high[place],
                "unknown": (product, name) in unknown,
                "must": name in result.musts,
                "knocked_out": product in out,
            }
