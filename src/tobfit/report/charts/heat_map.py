"""The heat map: the verdict of every line for every product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import HeatCell, HeatMap, HeatRow, Picture
from tobfit.report.charts.saying import say, sentences, some, told_apart
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.records import ExplainedLine
from tobfit.report.story import VERDICTS

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("{lines} by {products}", "{lines}与 {products}对照"),
    "how": (
        "Each row is a requirement, each column a product, the best on the left; the columns have the numbers of the "
        "list above. Colour and sign of a cell are the verdict. Unknown is no verdict against a product: nobody said, "
        "and the cell is a question. Not applicable does not count. A corner marks a blocker, a thin frame a line "
        "that the client waived. Names of Musts are bold.",
        "每行为一项需求，每列为一个产品，左侧为最优；列号见上方列表。单元格的颜色与符号表示判定。"
        "未知不等于不满足：无人说明，是一个待答问题。不适用不计入。角标表示阻断级差距，细框表示客户已豁免。必备项以粗体显示。",
    ),
    "counts": ("Cells ({cells}): {counts}.", "共 {cells} 个单元格：{counts}。"),
    "all_met": ("Met by every product: {n} of {lines}.", "全部产品都满足的有 {n} 项（共 {lines}）。"),
    "none_met": ("No product meets, even in part: {names}.", "没有产品满足（含部分满足）：{names}。"),
    "unclear": ("Most unknown cells ({n}): {products}.", "未知单元格最多（{n} 个）：{products}。"),
    "empty": ("There are no requirements.", "没有需求。"),
    "line": ("requirement", "需求"),
    "dimension": ("dimension", "维度"),
    "waived": ("waived", "已豁免"),
}


def heat_map_picture(told: Explanation) -> Picture:
    """All lines by all products; without rows where there is no line."""
    words, figure = told.words, _figure(told)
    lines, products = words.count(len(figure.rows), "requirement"), words.count(len(figure.products), "product")
    return Picture(
        kind="heat_map",
        name="heat_map",
        product=None,
        lang=words.lang,
        title=say(PHRASES, words, "title", lines=lines, products=products),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(figure, told), words),
        table=_table(figure, told),
        figure=figure,
    )


def _figure(told: Explanation) -> HeatMap:
    groups: dict[str, list[ExplainedLine]] = {}
    for line in told.lines:
        groups.setdefault(line.dimension, []).append(line)
    names = told_apart({one: here[0].dimension_name for one, here in groups.items()}, told.words)
    rows = (_row(line, names[one], told) for one, here in groups.items() for line in here)
    return HeatMap(
        products=tuple(product.id for product in told.products),
        labels=tuple(product.label for product in told.products),
        rows=tuple(rows),
    )


def _row(line: ExplainedLine, group: str, told: Explanation) -> HeatRow:
    cells = (product.cell[line.id] for product in told.products)
    shown = tuple(HeatCell(cell.verdict, cell.severity, cell.waived) for cell in cells)
    return HeatRow(line.id, line.title, group, line.priority, shown)


def _alternative(figure: HeatMap, told: Explanation) -> Iterable[str]:
    words = told.words
    if not figure.rows:
        yield say(PHRASES, words, "empty")
        return
    counts = Counter(cell.verdict for row in figure.rows for cell in row.cells)
    parts = [words("counted", n=counts[one], what=words.term(one)) for one in VERDICTS if counts[one]]
    yield say(PHRASES, words, "counts", cells=sum(counts.values()), counts=words.join(parts))
    met = sum(all(cell.verdict == "met" for cell in row.cells) for row in figure.rows)
    yield say(PHRASES, words, "all_met", n=met, lines=words.count(len(figure.rows), "requirement"))
    if never := [row.requirement for row in figure.rows if all(cell.verdict == "unmet" for cell in row.cells)]:
        yield say(PHRASES, words, "none_met", names=some(never, words))
    unknown = [sum(row.cells[place].verdict == "unknown" for row in figure.rows) for place in range(len(figure.labels))]
    if len(unknown) > 1 and (most := max(unknown)):
        alike = [label for label, n in zip(figure.labels, unknown, strict=True) if n == most]
        yield say(PHRASES, words, "unclear", products=some(alike, words), n=most)


def _table(figure: HeatMap, told: Explanation) -> Table:
    words = told.words
    heads = (
        Column(say(PHRASES, words, "line"), flexible=True),
        Column(say(PHRASES, words, "dimension")),
        Column(words.term("priority")),
        *map(Column, figure.labels),
    )
    rows = (
        (words("named", id=row.requirement, name=row.title), row.group, words.term(row.priority),
         *(_cell(cell, told) for cell in row.cells))
        for row in figure.rows
    )  # fmt: skip
    return Table(heads, tuple(rows))


def _cell(cell: HeatCell, told: Explanation) -> str:
    words = told.words
    parts = [words.term(cell.verdict)]
    parts += [words.term(cell.severity)] if cell.severity == "blocker" else []
    parts += [say(PHRASES, words, "waived")] if cell.waived else []
    return words.join(parts)
