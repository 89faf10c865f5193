"""The radar: how each product does in each dimension."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tobfit.model.interval import Interval, Ratio, total
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Picture, Radar, RadarSeries
from tobfit.report.charts.saying import brief, say, sentences, some, told_apart
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Spoke

MOST_AXES = 10
PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Score by dimension", "分维度得分"),
    "how": (
        "Each axis is a dimension, from 0 in the middle to 1 outside; the numbers stand in the list below. A whole "
        "or dashed line with marks joins the certain scores of a product, a thin line of the same colour what they "
        "could become if all open points turned out well: where the two lie apart, much is unknown. An axis without a "
        "mark has no requirement that counts for this product. With fewer than three dimensions there are bars.",
        "每根轴为一个维度，中心为 0，外缘为 1，编号见下方列表。带标记的线（实线或虚线）连接产品已确定的得分，"
        "同色细线为未知项全部有利时可达的得分：两线相距越远，未知越多。轴上没有标记表示该产品在此维度没有计分的需求。"
        "维度少于三个时改用横条。",
    ),
    "best": (
        "{product} is strongest in {best} ({best_score}) and weakest in {worst} ({worst_score}).",
        "{product} 最强的维度是 {best}（{best_score}），最弱的是 {worst}（{worst_score}）。",
    ),
    "even": (
        "{product} scores {best_score} in each dimension.",
        "{product} 在各维度的得分均为 {best_score}。",
    ),
    "only": ("{product} scores {best_score} in {best}.", "{product} 在 {best} 的得分为 {best_score}。"),
    "open": ("Widest open is {axis} of {product}: {score}.", "未知范围最大的是 {product} 的 {axis}：{score}。"),
    "together": (
        "The {n} dimensions with the least weight stand together as {other}: {names}.",
        "权重最小的 {n} 个维度合并为“{other}”：{names}。",
    ),
    "empty": ("No requirement has weight and applies.", "没有计入权重且适用的需求。"),
    "other": ("all others ({n})", "其余 {n} 个维度"),
    "dimension": ("dimension", "维度"),
}


def radar_picture(told: Explanation) -> Picture:
    """The dimensions with weight; without axes where there is none."""
    words = told.words
    names = _dimensions(told)
    figure = _figure(told, names)
    return Picture(
        kind="radar",
        name="radar",
        product=None,
        lang=words.lang,
        title=say(PHRASES, words, "title"),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(figure, told), words),
        table=_table(names, told),
        figure=figure,
    )


def _dimensions(told: Explanation) -> dict[str, str]:
    """The dimensions that count for some product, by id, with names that differ."""
    counting = {spoke.dimension for product in told.products for spoke in product.spokes if spoke.score is not None}
    first = told.products[0].spokes if told.products else ()
    return told_apart({one.dimension: one.name for one in first if one.dimension in counting}, told.words)


def _figure(told: Explanation, names: Mapping[str, str]) -> Radar:
    own, rest = _parted(told, list(names))
    other = say(PHRASES, told.words, "other", n=len(rest))
    series = tuple(_series(product, own, rest) for product in told.products)
    axes = (*(names[one] for one in own), *([other] if rest else []))
    return Radar(axes, series if axes else (), tuple(names[one] for one in rest))


def _parted(told: Explanation, dimensions: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The dimensions that get an axis of their own, and those that share one: the ones with the least weight."""
    if len(dimensions) <= MOST_AXES:
        return dimensions, ()
    weight = dict.fromkeys(dimensions, Fraction(0))
    for product in told.products:
        for spoke in product.spokes:
            if spoke.dimension in weight:
                weight[spoke.dimension] += spoke.share
    heaviest = set(sorted(dimensions, key=lambda one: -weight[one])[: MOST_AXES - 1])
    return [one for one in dimensions if one in heaviest], [one for one in dimensions if one not in heaviest]


def _series(product: ExplainedProduct, own: Iterable[str], rest: Sequence[str]) -> RadarSeries:
    spokes = {spoke.dimension: spoke for spoke in product.spokes}
    scores = [spokes[one].score for one in own]
    if rest:
        scores.append(_joined([spokes[one] for one in rest]))
    return RadarSeries(product.id, product.label, tuple(scores))


def _joined(spokes: Iterable[Spoke]) -> Interval | None:
    """The score over several dimensions: each counts with its share of the weight."""
    counting = [(spoke.score, spoke.share) for spoke in spokes if spoke.score is not None]
    whole = total(share for _, share in counting)
    if not whole:
        return None
    low = total(score.low * share for score, share in counting) / whole
    high = total(score.high * share for score, share in counting) / whole
    return Interval(Ratio(low), Ratio(high))


def _alternative(figure: Radar, told: Explanation) -> Iterable[str]:
    words, tell = told.words, told.tell
    if not figure.axes:
        yield say(PHRASES, words, "empty")
        return
    first = figure.series[0]
    known = [(score, axis) for axis, score in zip(figure.axes, first.scores, strict=True) if score is not None]
    if known:
        best = max(known, key=lambda one: (one[0].low, one[0].high))
        worst = min(known, key=lambda one: (one[0].low, one[0].high))
        values = {"best": brief(best[1]), "best_score": tell.score(best[0])}
        values |= {"worst": brief(worst[1]), "worst_score": tell.score(worst[0])}
        key = "only" if len(known) == 1 else "even" if best[0] == worst[0] else "best"
        yield say(PHRASES, words, key, product=brief(first.label), **values)
    spans = [
        (score.width, one.label, axis, score)
        for one in figure.series
        for axis, score in zip(figure.axes, one.scores, strict=True)
        if score is not None
    ]
    widest = max(spans, key=lambda one: one[0])
    if widest[0]:
        yield say(PHRASES, words, "open", product=brief(widest[1]), axis=brief(widest[2]), score=tell.score(widest[3]))
    if figure.together:
        names = some(figure.together, words)
        yield say(PHRASES, words, "together", n=len(figure.together), names=names, other=figure.axes[-1])


def _table(names: Mapping[str, str], told: Explanation) -> Table:
    """All dimensions, each on its own."""
    left = Column(say(PHRASES, told.words, "dimension"), flexible=True)
    right = (Column(product.label, "right") for product in told.products)
    scores = [{spoke.dimension: spoke.score for spoke in product.spokes} for product in told.products]
    rows = ((name, *(_score(here[one], told) for here in scores)) for one, name in names.items())
    return Table((left, *right), tuple(rows))


def _score(score: Interval | None, told: Explanation) -> str:
    return "-" if score is None else told.tell.score(score)
