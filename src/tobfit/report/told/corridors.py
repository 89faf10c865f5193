"""A price corridor in words: for the client the price beside its own budget and goals; floor and ceiling inside."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from tobfit.commercial.corridor_records import CeilingPart, Corridor, FloorPart, OpenPoint, PricedPart, WayOut
from tobfit.model.interval import Interval
from tobfit.model.over_time import in_words
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What {product} costs, and what can be spent", "{product} 的价格与可投入金额"),
    "title_internal": ("Price corridor of {product}", "{product} 的价格区间"),
    "horizon": ("All amounts in {currency} over {horizon}.", "所有金额以 {currency} 计，期限 {horizon}。"),
    "assumed": ("All amounts in {currency} over {horizon}, which is assumed: the client names no horizon.",
                "所有金额以 {currency} 计，期限 {horizon}（假设：客户未给出期限）。"),
    "price": ("Stated price: {amount}.", "标价：{amount}。"),
    "no_price": ("The documents name no price.", "文档未给出价格。"),
    "budget": ("Budget: {amount}.", "预算：{amount}。"),
    "no_budget": ("Nobody said what the budget is.", "预算未说明。"),
    "value": ("Worth of the client's goals, as far as the product carries it: {amount}.",
              "客户目标的价值（仅计产品所能承载的部分）：{amount}。"),
    "over": ("The stated price is above the budget.", "标价高于预算。"),
    "under": ("The stated price is within the budget.", "标价在预算之内。"),
    "unsure": ("Whether the stated price is within the budget is not known yet.", "标价是否在预算之内尚不可知。"),
    "parts": ("What the price is made of", "价格构成"),
    "part": ("for", "项目"),
    "stated": ("as stated", "标价"),
    "amount": ("amount", "金额"),
    "unsaid": ("not said", "未说明"),
    "licence": ("licence of {name}", "{name} 许可"),
    "per_user": ("users of {name}", "{name} 用户费"),
    "module": ("module {name}", "模块 {name}"),
    "third_party": ("third party, for {name}", "第三方产品，用于 {name}"),
    "customisation": ("customisation, for {name}", "定制开发，用于 {name}"),
    "statement": ("{name}", "{name}"),
    "service": ("service {name}", "服务 {name}"),
    "discount": ("discount {name}", "折扣 {name}"),
    "floor": ("Floor: {amount}, at P{percentile} with a margin of {margin} ({source}).",
              "下限：{amount}（P{percentile}，毛利加成 {margin}，{source}）。"),
    "source_call": ("as the call says", "调用时给出"),
    "source_product": ("as the product says", "产品给出"),
    "source_assumed": ("assumed", "假设"),
    "estimated": ("Over what somebody estimated: {amount}.", "仅计已有估算：{amount}。"),
    "share": ("Services are {low} to {high} of the costs.", "服务占成本的 {low} 至 {high}。"),
    "share_one": ("Services are {low} of the costs.", "服务占成本的 {low}。"),
    "ceiling": ("Ceiling: {amount}.", "上限：{amount}。"),
    "no_ceiling": ("Ceiling: nothing is known that limits the price.", "上限：尚无已知的限制。"),
    "empty": ("The corridor is empty: there is no price that both sides can bear.",
              "区间为空：没有双方都能承受的价格。"),
    "not_empty": ("The corridor is not empty, by what is known.", "就已知而言，区间不为空。"),
    "maybe_empty": ("Whether the corridor is empty is open.", "区间是否为空尚不确定。"),
    "place_below_floor": ("The stated price lies below the floor.", "标价低于下限。"),
    "place_within": ("The stated price lies within the corridor.", "标价在区间之内。"),
    "place_above_ceiling": ("The stated price lies above the ceiling.", "标价高于上限。"),
    "place_outside": ("The stated price lies below the floor and above the ceiling.", "标价低于下限且高于上限。"),
    "place_open": ("Where the stated price lies is open.", "标价所处位置尚不确定。"),
    "costs": ("Costs, before the margin", "成本（未计毛利加成）"),
    "cost": ("cost", "成本"),
    "development": ("share of the development of {name}", "{name} 开发成本分摊"),
    "bought": ("bought: {name}", "外购：{name}"),
    "cost_third_party": ("third party, for {name}", "第三方产品，用于 {name}"),
    "cost_service": ("services at P{percentile}", "服务（P{percentile}）"),
    "limits": ("Limits", "限制"),
    "limit": ("limit", "限制"),
    "limit_value": ("{share} of the value", "价值的 {share}"),
    "limit_budget": ("budget", "预算"),
    "limit_willingness": ("willingness to pay", "支付意愿"),
    "from": ("from", "依据"),
    "binds": ("binds", "起约束作用"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "open": ("open", "未定"),
    "ways": ("Ways out", "出路"),
    "way": ("way", "出路"),
    "after_floor": ("floor after it", "之后的下限"),
    "after_ceiling": ("ceiling after it", "之后的上限"),
    "after_decision": ("decision after it", "之后的结论"),
    "way_descope": ("leave out {lines}", "不做 {lines}"),
    "way_service_level": ("less service: {lines}", "降低服务：{lines}"),
    "way_partner": ("a partner for {lines}", "由伙伴提供 {lines}"),
    "way_horizon": ("a horizon of {horizon}", "期限改为 {horizon}"),
    "way_margin": ("a margin of {margin}", "毛利加成改为 {margin}"),
    "way_price": ("ask for {amount}", "报价 {amount}"),
    "way_no_bid": ("do not bid", "放弃投标"),
    "questions": ("What to ask", "需要询问"),
    "question": ("{text} ({target})", "{text}（{target}）"),
    "rates": ("Exchange rates used: {rates}.", "所用汇率：{rates}。"),
    "rate": ("1 {base} = {rate} {quote} on {day}", "{day} 1 {base} = {rate} {quote}"),
    "no_end": ("{low} or more", "{low} 以上"),
    "anything": ("open", "未定"),
}  # fmt: skip


def blocks(result: Corridor, tell: Tell) -> Iterable[Block]:
    """The price, the budget and what the goals are worth; floor, ceiling and the ways out for internal readers."""
    say = tell.say
    yield Heading(2, say(PHRASES, "title_internal" if tell.internal else "title", product=result.product))
    key = "assumed" if result.horizon_assumed else "horizon"
    yield Paragraph(say(PHRASES, key, currency=result.currency, horizon=in_words(result.horizon, tell.words.lang)))
    yield Bullets(tuple(Item(text) for text in _own(result, tell)))
    if result.price_parts:
        yield from _price_parts(result, tell)
    if tell.internal:
        yield from _inside(result, tell)
    if result.rates:
        told = [say(PHRASES, "rate", base=r.base, rate=r.rate, quote=r.quote, day=r.on) for r in result.rates]
        yield Paragraph(say(PHRASES, "rates", rates=tell.words.join(told)))
    yield from question_blocks(result.questions if tell.internal else result.client_questions, tell)


def _own(result: Corridor, tell: Tell) -> Iterable[str]:
    """What is the client's own: the price that it is asked, its budget, what its goals are worth to it."""
    if result.price is None:
        yield tell.say(PHRASES, "no_price")
    else:
        yield tell.say(PHRASES, "price", amount=money(result.price, tell))
    if result.budget is None:
        yield tell.say(PHRASES, "no_budget")
    else:
        yield tell.say(PHRASES, "budget", amount=money(result.budget, tell))
    if result.value is not None:
        yield tell.say(PHRASES, "value", amount=money(result.value, tell))
    if result.price is not None and result.budget is not None:
        yield tell.say(PHRASES, {True: "over", False: "under", None: "unsure"}[result.over_budget])


def _price_parts(result: Corridor, tell: Tell) -> Iterable[Block]:
    yield Heading(3, tell.say(PHRASES, "parts"))
    columns = (Column(tell.say(PHRASES, "part"), flexible=True), Column(tell.say(PHRASES, "stated"), "right"),
               Column(tell.say(PHRASES, "amount"), "right"))  # fmt: skip
    shown, more = tell.within(result.price_parts)
    yield Table(columns, tuple(_price_row(part, tell) for part in shown))
    if more:
        yield Bullets(more)


def _price_row(part: PricedPart, tell: Tell) -> tuple[str, ...]:
    name = part.product if part.kind in ("licence", "per_user") else part.name
    stated = tell.say(PHRASES, "unsaid") if part.stated is None else str(part.stated)
    amount = tell.say(PHRASES, "anything") if part.stated is None else money(part.amount, tell)
    return tell.say(PHRASES, part.kind, name=name), stated, amount


def _inside(result: Corridor, tell: Tell) -> Iterable[Block]:
    yield Bullets(tuple(Item(text) for text in _ends(result, tell)))
    yield Heading(3, tell.say(PHRASES, "costs"))
    heads = (Column(tell.say(PHRASES, "cost"), flexible=True), Column(tell.say(PHRASES, "amount"), "right"))
    yield Table(heads, tuple(_cost_row(part, result, tell) for part in result.costs))
    yield Heading(3, tell.say(PHRASES, "limits"))
    columns = (Column(tell.say(PHRASES, "limit")), Column(tell.say(PHRASES, "amount"), "right"),
               Column(tell.say(PHRASES, "from"), flexible=True), Column(tell.say(PHRASES, "binds")))  # fmt: skip
    yield Table(columns, tuple(_limit_row(part, result, tell) for part in result.limits))
    if result.ways_out:
        yield from _ways(result, tell)


def _ends(result: Corridor, tell: Tell) -> Iterable[str]:
    source = tell.say(PHRASES, f"source_{result.margin_source}")
    values = {"percentile": result.percentile, "margin": tell.percent(result.margin), "source": source}
    yield tell.say(PHRASES, "floor", amount=money(result.floor, tell), **values)
    if result.floor.high == math.inf:
        yield tell.say(PHRASES, "estimated", amount=money(result.estimated, tell))
    low, high = tell.percent(result.service_share.low), tell.percent(result.service_share.high)
    yield tell.say(PHRASES, "share_one" if low == high else "share", low=low, high=high)
    if result.ceiling is None:
        yield tell.say(PHRASES, "no_ceiling")
    else:
        yield tell.say(PHRASES, "ceiling", amount=money(result.ceiling, tell))
    yield tell.say(PHRASES, {True: "empty", False: "not_empty", None: "maybe_empty"}[result.empty])
    yield tell.say(PHRASES, f"place_{result.place}")


def _cost_row(part: FloorPart, result: Corridor, tell: Tell) -> tuple[str, ...]:
    key = part.kind if part.kind in ("development", "bought") else f"cost_{part.kind}"
    return tell.say(PHRASES, key, name=part.name, percentile=result.percentile), money(part.amount, tell)


def _limit_row(part: CeilingPart, result: Corridor, tell: Tell) -> tuple[str, ...]:
    name = tell.say(PHRASES, f"limit_{part.kind}", share=tell.percent(result.share))
    amount = tell.say(PHRASES, "unsaid") if part.amount is None else money(part.amount, tell)
    binds = {True: "yes", False: "no", None: "open"}[part.binds]
    return name, amount, part.source.text(tell.words.lang), tell.say(PHRASES, binds)


def _ways(result: Corridor, tell: Tell) -> Iterable[Block]:
    yield Heading(3, tell.say(PHRASES, "ways"))
    names = ("way", "after_floor", "after_ceiling", "after_decision")
    shown, more = tell.within(result.ways_out)
    columns = tuple(Column(tell.say(PHRASES, name), "right" if place in (1, 2) else "left", place == 0)
                    for place, name in enumerate(names))  # fmt: skip
    yield Table(columns, tuple(_way_row(way, tell) for way in shown))
    if more:
        yield Bullets(more)


def _way_row(way: WayOut, tell: Tell) -> tuple[str, ...]:
    after = way.after
    floor = "-" if after is None else money(after.floor, tell)
    ceiling = "-" if after is None or after.ceiling is None else money(after.ceiling, tell)
    decision = "-" if way.decision_after is None else tell.words.term(way.decision_after)
    return _way(way, tell), floor, ceiling, decision


def _way(way: WayOut, tell: Tell) -> str:
    values = {
        "lines": tell.words.join(list(way.requirements)),
        "horizon": in_words(way.arguments["horizon"], tell.words.lang) if "horizon" in way.arguments else "",
        "margin": tell.percent(way.arguments.get("margin")),
        "amount": "" if way.amount is None else money(way.amount, tell),
    }
    return tell.say(PHRASES, f"way_{way.kind}", **values)


def question_blocks(points: Iterable[OpenPoint], tell: Tell) -> Iterable[Block]:
    listed = list(points)
    if not listed:
        return
    yield Heading(3, tell.say(PHRASES, "questions"))
    shown, more = tell.within(listed)
    items = (
        Item(tell.say(PHRASES, "question", text=point.text.text(tell.words.lang), target=point.target))
        for point in shown
    )
    yield Bullets((*items, *more))


def money(amount: Interval, tell: Tell) -> str:
    """An amount with two digits at most, or its range; of one without an end how much it is at least."""
    low = figure(amount.low)
    if amount.high == math.inf:
        return tell.say(PHRASES, "no_end", low=low) if amount.low else tell.say(PHRASES, "anything")
    return low if amount.low == amount.high else f"{low}..{figure(amount.high)}"


def figure(amount: Fraction) -> str:
    """Two digits, none where they are zeros.

    >>> figure(Fraction(5, 2)), figure(Fraction(7))
    ('2.50', '7')
    """
    text = format(Interval(amount, amount), ".2f")
    return text.removesuffix(".00")


def rows(result: Corridor, tell: Tell) -> Iterable[Row]:
    """One row: price, budget, value; floor, ceiling and the rest for internal readers."""
    row: Row = {
        "product": result.product,
        "currency": result.currency,
        "horizon": str(result.horizon),
        **span_row("price", result.price),
        **span_row("budget", result.budget),
        **span_row("value", result.value),
        "over_budget": result.over_budget,
    }
    if tell.internal:
        row |= {
            **span_row("floor", result.floor),
            **span_row("ceiling", result.ceiling),
            "empty": result.empty,
            "place": result.place,
            "percentile": result.percentile,
            "margin": float(result.margin),
            **span_row("service_share", result.service_share),
        }
    yield row


def span_row(name: str, amount: Interval | None) -> Row:
    """Both ends as numbers; None of what is not known, and of an end that is not there."""
    ends = (None, None) if amount is None else (float(amount.low), float(amount.high))
    low, high = (None if end is None or math.isinf(end) else end for end in ends)
    return {f"{name}_low": low, f"{name}_high": high}
