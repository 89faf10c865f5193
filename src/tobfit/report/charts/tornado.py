"""The tornado: which lines of a product move its score furthest, by their open answers and by their weight."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.model.interval import Ratio
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Picture, Tornado, TornadoBar
from tobfit.report.charts.saying import SWINGS, brief, say, sentences
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct

MOST_BARS = 15
PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What moves the score of {product} most", "对 {product} 得分影响最大的需求"),
    "how": (
        "The upright line is the certain score (the low end) as it is. Each bar shows how far one requirement alone "
        "can move it. A hatched bar is an open answer: the score with the worst and with the best answer. A filled "
        "bar is the weight: the score without this requirement (ring) and with twice its weight (disc). The widest "
        "swings stand on top; where a bar is short, this requirement hardly matters.",
        "竖线为当前已确定的得分（下限）。每条横条表示单独一项需求可使其变动的幅度。斜线条为未知答复：最坏与最好答复下的得分；"
        "实心条为权重：去掉该需求（圆环）与权重加倍（圆点）时的得分。幅度最大的排在最上；横条越短，影响越小。",
    ),
    "now": ("The certain score of {product} is {score}.", "{product} 已确定的得分为 {score}。"),
    "answer": (
        "The widest swing is the open answer to {label}: from {least} to {most}.",
        "变动最大的是 {label} 的未知答复：从 {least} 到 {most}。",
    ),
    "weight": (
        "The widest swing is the weight of {label}: {least} without it, {most} with twice its weight.",
        "变动最大的是 {label} 的权重：去掉时为 {least}，加倍时为 {most}。",
    ),
    "still": ("No single requirement moves the score of {product}.", "没有单项需求会使 {product} 的得分变动。"),
    "none": ("{product} has no score that could move.", "{product} 没有可变动的得分。"),
    "requirement": ("requirement", "需求"),
    "what": ("what is open", "变动因素"),
    "least": ("worst answer, or without it", "最坏答复，或去掉该项"),
    "most": ("best answer, or twice the weight", "最好答复，或权重加倍"),
    "width": ("swing", "幅度"),
}


def tornado_picture(told: Explanation, product: ExplainedProduct, name: str) -> Picture:
    """The widest swings; without bars where nothing moves."""
    words, figure = told.words, _figure(told, product)
    return Picture(
        kind="tornado",
        name=name,
        product=product.id,
        lang=words.lang,
        title=say(PHRASES, words, "title", product=product.label),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(figure, told, product), words),
        table=_table(figure, told),
        figure=figure,
    )


def _figure(told: Explanation, product: ExplainedProduct) -> Tornado:
    moving = [swing for swing in product.swings if swing.width]
    bars = tuple(
        TornadoBar(
            requirement=swing.requirement,
            label=_label(swing.requirement, told),
            kind=swing.kind,
            least=None if swing.least is None else Ratio(swing.least),
            most=Ratio(swing.most),
            width=Ratio(swing.width),
        )
        for swing in moving[:MOST_BARS]
    )
    now = None if product.score is None else Ratio(product.score.low)
    return Tornado(now, bars, len(moving) - len(bars))


def _label(requirement: str, told: Explanation) -> str:
    line = told.line[requirement]
    return line.id if line.title == line.id else told.words("named", id=line.id, name=line.title)


def _alternative(figure: Tornado, told: Explanation, product: ExplainedProduct) -> Iterable[str]:
    words, tell = told.words, told.tell
    if figure.now is None:
        yield say(PHRASES, words, "none", product=brief(product.label))
        return
    yield say(PHRASES, words, "now", product=brief(product.label), score=tell.figure(figure.now))
    if not figure.bars:
        yield say(PHRASES, words, "still", product=brief(product.label))
        return
    one = figure.bars[0]
    least = tell.score(None) if one.least is None else tell.figure(one.least)
    yield say(PHRASES, words, one.kind, label=brief(one.label), least=least, most=tell.figure(one.most))
    if figure.left_out:
        yield say(SWINGS, words, "left_out", n=figure.left_out)


def _table(figure: Tornado, told: Explanation) -> Table:
    words, tell = told.words, told.tell
    left = (Column(say(PHRASES, words, "requirement"), flexible=True), Column(say(PHRASES, words, "what")))
    right = tuple(Column(say(PHRASES, words, name), "right") for name in ("least", "most", "width"))
    rows = (
        (bar.label, say(SWINGS, words, bar.kind), tell.figure(bar.least), tell.figure(bar.most),
         tell.figure(bar.width))
        for bar in figure.bars
    )  # fmt: skip
    return Table((*left, *right), tuple(rows))
