"""The waterfall: what the lines of a product bring, one after the other, up to its score."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.model.interval import Interval, Ratio, total
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Picture, Waterfall, WaterfallBar
from tobfit.report.charts.saying import brief, say, sentences, told_apart
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Cell

MOST_LINES, LEAST_DIMENSIONS = 24, 3
"""With more lines than these there is a bar for each dimension, unless these are so few that they would tell nothing:
then the heaviest lines have one each, and all others one together."""
PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What the score of {product} is made of", "{product} 的得分构成"),
    "how_line": (
        "Each bar shows what one requirement brings: filled what is certain, hatched what open points could still "
        "add, pale what is lost. ",
        "每条横条为一项需求带来的得分：实心为已确定的部分，斜线为未知项还可能带来的部分，浅色为已失去的部分。",
    ),
    "how_dimension": (
        "Each bar shows what the requirements of one dimension bring together: filled what is certain, hatched what "
        "open points could still add, pale what is lost. ",
        "每条横条为一个维度的全部需求合计带来的得分：实心为已确定的部分，斜线为未知项还可能带来的部分，浅色为已失去的部分。",
    ),
    "how_rest": (
        "The last bar before the sum has all other requirements together, of which none has more weight. ",
        "合计前的最后一条为其余需求的合计，其中没有权重更大的需求。",
    ),
    "how": (
        "Each part begins where the same part of the bar above ends, so that the filled parts lead up to the low end "
        "of the score, the hatched ones from there to its high end, and the pale ones to 1. The parts of a bar "
        "together are its share of the weight. The last bar is the sum.",
        "各部分从上一条同类部分的末端开始，因此实心部分累计到得分下限，斜线部分由下限累计到上限，浅色部分累计到 1。"
        "一条横条各部分之和即其权重占比。最后一条为合计。",
    ),
    "score": (
        "{product} scores {score}: {low} is certain, {open} open, {lost} lost.",
        "{product} 得分 {score}：已确定 {low}，未知 {open}，已失去 {lost}。",
    ),
    "most": ("Most comes from {label}: {figure}.", "贡献最大的是 {label}：{figure}。"),
    "opens": ("Most is open at {label}: {figure}.", "未知最多的是 {label}：{figure}。"),
    "loses": ("Most is lost at {label}: {figure}.", "失去最多的是 {label}：{figure}。"),
    "none": (
        "{product} has no score: no requirement has weight and applies.",
        "{product} 没有得分：没有计入权重且适用的需求。",
    ),
    "rest": ("all others ({n})", "其余 {n} 项"),
    "line": ("requirement", "需求"),
    "dimension": ("dimension", "维度"),
    "certain": ("certain", "已确定"),
    "at_most": ("at most", "上限"),
    "share": ("share of the weight", "权重占比"),
    "sum": ("sum", "合计"),
}


def waterfall_picture(told: Explanation, product: ExplainedProduct, name: str) -> Picture:
    """The parts of a product's score; without bars where it has none."""
    words, figure = told.words, _figure(told, product)
    keys = (f"how_{figure.by}", *(["how_rest"] if any(not bar.name for bar in figure.bars) else []), "how")
    how = "".join(say(PHRASES, words, key) for key in keys)
    return Picture(
        kind="waterfall",
        name=name,
        product=product.id,
        lang=words.lang,
        title=say(PHRASES, words, "title", product=product.label),
        how_to_read=how,
        alternative=sentences(_alternative(figure, told, product), words),
        table=_table(figure, told),
        figure=figure,
    )


def _figure(told: Explanation, product: ExplainedProduct) -> Waterfall:
    score = product.score
    cells = [cell for cell in product.cells if cell.low is not None] if score is not None else []
    if len(cells) <= MOST_LINES:
        return Waterfall("line", tuple(_line_bar(cell, told) for cell in cells), score)
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(told.line[cell.requirement].dimension, []).append(cell)
    if len(found) < LEAST_DIMENSIONS:
        return Waterfall("line", tuple(_heaviest(cells, told)), score)
    names = told_apart({one: told.line[here[0].requirement].dimension_name for one, here in found.items()}, told.words)
    return Waterfall("dimension", tuple(_bar(one, names[one], here) for one, here in found.items()), score)


def _heaviest(cells: list[Cell], told: Explanation) -> Iterable[WaterfallBar]:
    """A bar for each of the lines with the most weight, in the report's order, and one for the others."""
    heavy = {cell.requirement for cell in sorted(cells, key=lambda cell: -cell.share)[: MOST_LINES - 1]}
    yield from (_line_bar(cell, told) for cell in cells if cell.requirement in heavy)
    rest = [cell for cell in cells if cell.requirement not in heavy]
    yield _bar("", say(PHRASES, told.words, "rest", n=len(rest)), rest)


def _line_bar(cell: Cell, told: Explanation) -> WaterfallBar:
    line = told.line[cell.requirement]
    label = line.id if line.title == line.id else told.words("named", id=line.id, name=line.title)
    return _bar(line.id, label, [cell])


def _bar(name: str, label: str, cells: list[Cell]) -> WaterfallBar:
    return WaterfallBar(
        name=name,
        label=label,
        low=total(cell.low for cell in cells if cell.low is not None),
        high=total(cell.high for cell in cells if cell.high is not None),
        share=total(cell.share for cell in cells),
        requirements=tuple(cell.requirement for cell in cells),
        verdict=cells[0].verdict if name == cells[0].requirement else None,
    )


def _alternative(figure: Waterfall, told: Explanation, product: ExplainedProduct) -> Iterable[str]:
    words, tell, score, bars = told.words, told.tell, figure.score, figure.bars
    if score is None:
        yield say(PHRASES, words, "none", product=brief(product.label))
        return
    low, high = Ratio(score.low), Ratio(score.high)
    values = {"low": tell.figure(low), "open": tell.figure(high - low), "lost": tell.figure(1 - high)}
    yield say(PHRASES, words, "score", product=brief(product.label), score=tell.score(score), **values)
    bars = tuple(bar for bar in bars if bar.name)
    parts = {
        "most": [bar.low for bar in bars],
        "opens": [Ratio(bar.high - bar.low) for bar in bars],
        "loses": [Ratio(bar.share - bar.high) for bar in bars],
    }
    for key, sizes in parts.items():
        if most := max(sizes):
            label = bars[sizes.index(most)].label
            yield say(PHRASES, words, key, label=brief(label), figure=tell.figure(most))


def _table(figure: Waterfall, told: Explanation) -> Table:
    words, tell = told.words, told.tell
    heads = [Column(say(PHRASES, words, figure.by), flexible=True)]
    heads += [Column(words.term("verdict"))] if figure.by == "line" else []
    heads += [Column(say(PHRASES, words, name), "right") for name in ("certain", "at_most", "share")]
    rows = []
    for bar in figure.bars:
        said = "" if bar.verdict is None else words.term(bar.verdict)
        verdict = (said,) if figure.by == "line" else ()
        rows.append((bar.label, *verdict, tell.figure(bar.low), tell.figure(bar.high), tell.percent(bar.share)))
    if figure.score is not None:
        ends: Interval = figure.score
        empty = ("",) if figure.by == "line" else ()
        whole = (tell.figure(ends.low), tell.figure(ends.high), tell.percent(Ratio(1)))
        rows.append((say(PHRASES, words, "sum"), *empty, *whole))
    return Table(tuple(heads), tuple(rows))
