"""Prices, and beside them what later stages worked out: budget, worth, total cost; for internal readers more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from tobfit.commercial.corridor_records import Corridor
from tobfit.commercial.cost_records import ServiceCost
from tobfit.commercial.owning_records import TotalCost
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import in_words, quantity_of
from tobfit.model.record import INTERNAL
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Band, BandKind, Picture, PriceGroup, Prices
from tobfit.report.charts.saying import brief, product_names, say, sentences, some
from tobfit.report.explained.explaining import Explanation
from tobfit.report.told.corridors import figure as money_figure
from tobfit.report.words import Words

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Prices and limits", "价格与限额"),
    "title_plain": ("Prices", "价格"),
    "how": (
        "Amounts in one currency and over one time share a scale that begins at 0; other units stand apart, for they "
        "cannot be compared. A bar with one end is a figure that is known; a hatched part lies between the least and "
        "the most that is possible. An arrow at its end means that some part has no price in the documents: it may "
        "cost more, and never nothing. A product that is missing here names no price at all.",
        "同一货币、同一期限的金额共用一个从 0 起的刻度；单位不同的金额不可比较，分开列出。"
        "只有实心部分的横条为确定的金额；斜线部分介于可能的最小值与最大值之间。末端的箭头表示文档中有的部分没有价格："
        "可能更贵，绝不等于免费。此处未列出的产品没有给出任何价格。",
    ),
    "range": (
        "In {unit} the {label} runs from {least} ({cheapest}) to {most} ({dearest}) over {products}.",
        "{label}（{unit}）：从 {least}（{cheapest}）到 {most}（{dearest}），共 {products}。",
    ),
    "one": ("In {unit} the {label} of {product} is {amount}.", "{product} 的{label}（{unit}）：{amount}。"),
    "unpriced": ("No price is named for {products}.", "未给出价格的有 {products}。"),
    "none": ("The documents name no price.", "文档未给出价格。"),
    "price": ("price", "价格"),
    "budget": ("budget", "预算"),
    "value": ("worth of the goals", "目标的价值"),
    "owned": ("total cost of ownership", "总拥有成本"),
    "discounted": ("total cost of ownership, discounted", "总拥有成本（折现）"),
    "service": ("services, P{low} to P{high}", "服务（P{low} 至 P{high}）"),
    "floor": ("floor: what it costs with the margin", "下限：成本加毛利加成"),
    "ceiling": ("ceiling: what can be borne", "上限：可承受的金额"),
    "over": ("{unit} over {horizon}", "{unit}，期限 {horizon}"),
    "from": ("{low} or more", "{low} 以上"),
    "product": ("product", "产品"),
    "unit": ("unit", "单位"),
    "what": ("what", "项目"),
    "low": ("from", "从"),
    "high": ("to", "到"),
    "no_end": ("open", "未定"),
}
Key = tuple[str, str, str]
"""Product, unit, horizon in words."""


def price_picture(told: Explanation) -> Picture:
    """All prices that are known; without groups where none is."""
    words, figure = told.words, Prices(tuple(_groups(told)))
    plain = all(band.kind == "price" for group in figure.groups for band in group.bands)
    return Picture(
        kind="price",
        name="price",
        product=None,
        lang=words.lang,
        title=say(PHRASES, words, "title_plain" if plain else "title"),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(figure, told), words),
        table=_table(figure, told),
        figure=figure,
    )


def scale_text(group: PriceGroup, words: Words) -> str:
    """What a group's amounts are measured in."""
    return group.unit if not group.horizon else say(PHRASES, words, "over", unit=group.unit, horizon=group.horizon)


def _groups(told: Explanation) -> Iterator[PriceGroup]:
    """The bands by unit and horizon, in each the best product first."""
    found: dict[Key, list[Band]] = {}
    for key, band in (*_stated(told), *_worked_out(told)):
        bands = found.setdefault(key, [])
        if band not in bands:
            bands.append(band)
    places = {product.id: place for place, product in enumerate(told.products)}
    names = product_names(told)
    for key in sorted(found, key=lambda key: (key[2] != "", key[1], key[2], places.get(key[0], len(places)), key[0])):
        product, unit, horizon = key
        yield PriceGroup(product, names.get(product, product), unit, horizon, tuple(found[key]))


def _stated(told: Explanation) -> Iterator[tuple[Key, Band]]:
    """The totals of the documents. A part without an amount may add to each of them, a discount take from it."""
    label = say(PHRASES, told.words, "price")
    for product in told.products:
        price = product.fit.price
        if not price.is_known:
            continue
        kinds = {part.kind == "discount" for part in price.open}
        for total in price.totals:
            amount = Ratio(Fraction(total.number))
            low = min(Ratio(0), amount) if True in kinds else amount
            yield (product.id, str(total.unit), ""), Band("price", label, low, None if False in kinds else amount)


def _worked_out(told: Explanation) -> Iterator[tuple[Key, Band]]:
    """What later stages found, as far as this audience may see it."""
    for result in told.report.results:
        if isinstance(result, Corridor):
            yield from _of_corridor(result, told)
        elif isinstance(result, TotalCost):
            yield from _of_owning(result, told)
        elif isinstance(result, ServiceCost):
            yield from _of_services(result, told)


def _of_corridor(result: Corridor, told: Explanation) -> Iterator[tuple[Key, Band]]:
    key = (result.product, result.currency, in_words(result.horizon, told.words.lang))
    kinds: tuple[BandKind, ...] = ("price", "budget", "value", "floor", "ceiling")
    for kind in kinds:
        if told.internal or not _is_internal(type(result), kind):
            yield from _band(key, kind, say(PHRASES, told.words, kind), getattr(result, kind))


def _of_owning(result: TotalCost, told: Explanation) -> Iterator[tuple[Key, Band]]:
    key = (result.product, result.currency, in_words(result.horizon, told.words.lang))
    yield from _band(key, "owned", say(PHRASES, told.words, "owned"), result.amount)
    if result.discount:
        yield from _band(key, "owned", say(PHRASES, told.words, "discounted"), result.discounted)


def _of_services(result: ServiceCost, told: Explanation) -> Iterator[tuple[Key, Band]]:
    """The money between the least and the greatest percentile that was asked for, over all that is open."""
    if (not told.internal and _is_internal(type(result), "money")) or result.money is None:
        return
    ends = result.money_range
    percentiles = sorted(result.money.percentiles)
    if ends is None or not percentiles:
        return
    low, high = percentiles[0], percentiles[-1]
    label = say(PHRASES, told.words, "service", low=low, high=high)
    horizon = in_words(quantity_of("year", result.horizon), told.words.lang)
    key = (result.product, result.money.unit, horizon)
    yield from _band(key, "service", label, Interval(ends[low].low, ends[high].high))


def _is_internal(kind: type, field: str) -> bool:
    return bool({one.name: one for one in attrs.fields(kind)}[field].metadata.get(next(iter(INTERNAL))))


def _band(key: Key, kind: BandKind, label: str, amount: Interval | None) -> Iterator[tuple[Key, Band]]:
    if amount is None or amount.low == math.inf:
        return
    high = None if amount.high == math.inf else Ratio(amount.high)
    yield key, Band(kind, label, Ratio(amount.low), high)


def _alternative(figure: Prices, told: Explanation) -> Iterable[str]:
    words = told.words
    if not figure.groups:
        yield say(PHRASES, words, "none")
        return
    scales: dict[tuple[str, str], list[PriceGroup]] = {}
    for group in figure.groups:
        scales.setdefault((group.unit, group.horizon), []).append(group)
    for groups in list(scales.values())[:2]:
        yield _scale(groups, told)
    priced = {group.product for group in figure.groups for band in group.bands if band.kind == "price"}
    if missing := [product.label for product in told.products if product.id not in priced]:
        yield say(PHRASES, words, "unpriced", products=some(missing, words))


def _scale(groups: list[PriceGroup], told: Explanation) -> str:
    """The range of what stands first in the groups of one scale."""
    words, kind = told.words, groups[0].bands[0].kind
    found: Mapping[str, Band] = {
        group.label: band for group in reversed(groups) for band in reversed(group.bands) if band.kind == kind
    }
    cheapest = min(found, key=lambda one: (found[one].low, one))
    dearest = max(found, key=lambda one: (found[one].high is None, found[one].high or found[one].low, one))
    label, unit = found[cheapest].label, scale_text(groups[0], words)
    if len(found) == 1:
        amount = amount_text(found[cheapest], words)
        return say(PHRASES, words, "one", label=label, product=brief(cheapest), unit=unit, amount=amount)
    least = money_figure(found[cheapest].low)
    high = found[dearest].high
    most = say(PHRASES, words, "from", low=money_figure(found[dearest].low)) if high is None else money_figure(high)
    products = words.count(len(found), "product")
    values = {
        "least": least,
        "cheapest": brief(cheapest),
        "most": most,
        "dearest": brief(dearest),
        "products": products,
    }
    return say(PHRASES, words, "range", label=label, unit=unit, **values)


def amount_text(band: Band, words: Words) -> str:
    """A band's amount in words."""
    low = money_figure(band.low)
    if band.high is None:
        return say(PHRASES, words, "from", low=low)
    return low if band.low == band.high else f"{low}..{money_figure(band.high)}"


def _table(figure: Prices, told: Explanation) -> Table:
    words = told.words
    names = ("product", "unit", "what", "low", "high")
    heads = tuple(Column(say(PHRASES, words, n), "right" if n in ("low", "high") else "left") for n in names)
    rows = (
        (group.label, scale_text(group, words), band.label, money_figure(band.low),
         say(PHRASES, words, "no_end") if band.high is None else money_figure(band.high))
        for group in figure.groups
        for band in group.bands
    )  # fmt: skip
    return Table(heads, tuple(rows))
