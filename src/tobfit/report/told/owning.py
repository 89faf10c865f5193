"""Total cost of ownership and payback in words and rows; both are the client's own."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tobfit.commercial.owning_records import OwnedCost, Payback, TotalCost, YearCost
from tobfit.model.interval import Interval
from tobfit.model.over_time import in_words
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.corridors import money, question_blocks, span_row
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Total cost of ownership of {product}", "{product} 的总拥有成本"),
    "sum": ("Over {horizon}, in {currency}: {amount}; of it stated: {stated}.",
            "期限 {horizon}，以 {currency} 计：{amount}；其中已说明：{stated}。"),
    "sum_alone": ("Over {horizon}, in {currency}: {amount}.", "期限 {horizon}，以 {currency} 计：{amount}。"),
    "assumed": ("The horizon is assumed: the client names none.", "期限为假设：客户未给出。"),
    "discounted": ("Discounted at {rate} a year: {amount}; of it stated: {stated}.",
                   "按年折现率 {rate} 折现：{amount}；其中已说明：{stated}。"),
    "users": ("Users: {users}.", "用户数：{users}。"),
    "users_unknown": ("Nobody said how many users there are.", "用户数未说明。"),
    "kind": ("kind of cost", "成本类别"),
    "amount": ("amount", "金额"),
    "year": ("year {year}", "第 {year} 年"),
    "active": ("active users", "活跃用户"),
    "factor": ("discount factor", "折现系数"),
    "years": ("By year", "按年"),
    "year_column": ("year", "年"),
    "acquisition": ("acquisition", "采购与许可"),
    "implementation": ("implementation", "实施"),
    "integration": ("integration", "集成"),
    "migration": ("migration", "数据迁移"),
    "training": ("training", "培训"),
    "internal_labour": ("internal labour", "内部人力"),
    "operation": ("operation", "运维"),
    "upgrades": ("upgrades", "升级"),
    "exit": ("exit", "退出"),
    "payback": ("When {product} has paid back", "{product} 的回本时间"),
    "pays_back": ("Paid back after {earliest} to {latest} months: {first} to {last}.",
                  "{earliest} 至 {latest} 个月后回本：{first} 至 {last}。"),
    "pays_back_at": ("Paid back after {earliest} months: {first}.", "{earliest} 个月后回本：{first}。"),
    "may_pay_back": ("Paid back after {earliest} months at best ({first}); at worst not within {horizon}.",
                     "最早 {earliest} 个月后回本（{first}）；最坏情况下在 {horizon}内无法回本。"),
    "may_open": ("Paid back after {earliest} months at best ({first}); at worst open, because nobody said what these "
                 "cost: {kinds}.",
                 "最早 {earliest} 个月后回本（{first}）；最晚时间未定，因以下成本未说明：{kinds}。"),
    "never": ("Not paid back within {horizon}, even at best.", "即使在最好情况下，{horizon}内也无法回本。"),
    "unknown": ("Nobody said what any goal is worth: when it has paid back is not known.",
                "所有目标的价值均未说明：回本时间未知。"),
    "gained": ("gained", "累计收益"),
    "paid": ("paid", "累计支出"),
    "after": ("after {month} months", "{month} 个月后"),
    "when": ("when", "时间"),
}  # fmt: skip


def blocks(result: TotalCost | Payback, tell: Tell) -> Iterable[Block]:
    """The cost by kind and year, or when it has paid back."""
    yield from _cost(result, tell) if isinstance(result, TotalCost) else _payback(result, tell)


def _cost(result: TotalCost, tell: Tell) -> Iterable[Block]:
    say = tell.say
    yield Heading(2, say(PHRASES, "title", product=result.product))
    horizon, stated = in_words(result.horizon, tell.words.lang), money(result.stated, tell)
    values = {"horizon": horizon, "currency": result.currency, "amount": money(result.amount, tell)}
    # What is stated is discounted, so that it stands beside the sum that is.
    texts = [say(PHRASES, "sum_alone" if result.discount else "sum", stated=stated, **values)]
    texts += [say(PHRASES, "assumed")] if result.horizon_assumed else []
    if result.discount:
        rate = tell.percent(result.discount)
        texts.append(say(PHRASES, "discounted", rate=rate, amount=money(result.discounted, tell), stated=stated))
    texts.append(_users(result, tell))
    yield Bullets(tuple(Item(text) for text in texts))
    names = [say(PHRASES, "year", year=year.year) for year in result.years]
    titles = [say(PHRASES, "kind"), *names, say(PHRASES, "amount")]
    columns = tuple(Column(title, "left" if place == 0 else "right") for place, title in enumerate(titles))
    yield Table(columns, tuple(_kind_row(cost, tell) for cost in result.costs))
    yield Heading(3, say(PHRASES, "years"))
    names = [say(PHRASES, name) for name in ("year_column", "active", "amount", "factor")]
    columns = tuple(Column(title, "left" if place == 0 else "right") for place, title in enumerate(names))
    yield Table(columns, tuple(_year_row(year, tell) for year in result.years))
    yield from question_blocks(result.questions, tell)


def _users(result: TotalCost, tell: Tell) -> str:
    if result.heads_from == "unknown":
        return tell.say(PHRASES, "users_unknown")
    return tell.say(PHRASES, "users", users=money(result.users, tell))


def _kind_row(cost: OwnedCost, tell: Tell) -> tuple[str, ...]:
    return tell.say(PHRASES, cost.kind), *(money(one, tell) for one in cost.by_year), money(cost.amount, tell)


def _year_row(year: YearCost, tell: Tell) -> tuple[str, ...]:
    low, high = tell.percent(year.active.low), tell.percent(year.active.high)
    active = low if low == high else f"{low}..{high}"
    return str(year.year), active, money(year.amount, tell), tell.figure(year.factor)


def _payback(result: Payback, tell: Tell) -> Iterable[Block]:
    yield Heading(2, tell.say(PHRASES, "payback", product=result.product))
    yield Paragraph(_state(result, tell))
    wanted = {result.earliest, result.latest, len(result.months)} | set(range(12, len(result.months), 12))
    titles = [tell.say(PHRASES, name) for name in ("when", "gained", "paid")]
    columns = tuple(Column(title, "left" if place == 0 else "right") for place, title in enumerate(titles))
    yield Table(columns, tuple(
        (tell.say(PHRASES, "after", month=one.month), money(one.gained, tell), money(one.paid, tell))
        for one in result.months if one.month in wanted
    ))  # fmt: skip
    yield from question_blocks(result.questions, tell)


def _state(result: Payback, tell: Tell) -> str:
    values = {
        "earliest": result.earliest,
        "latest": result.latest,
        "first": result.earliest_date,
        "last": result.latest_date,
        "horizon": in_words(result.horizon, tell.words.lang),
        "kinds": tell.words.join([tell.say(PHRASES, kind) for kind in result.open_costs]),
    }
    key: str = result.state
    if key == "pays_back" and result.earliest == result.latest:
        key = "pays_back_at"
    if key == "may_pay_back" and result.open_costs:
        key = "may_open"
    return tell.say(PHRASES, key, **values)


def rows(result: TotalCost | Payback, _tell: Tell) -> Iterable[Row]:
    """Of a total cost one row for each kind and year; of a payback one for each month."""
    if isinstance(result, Payback):
        for month in result.months:
            row = {"product": result.product, "currency": result.currency, "month": month.month}
            yield {**row, **span_row("gained", month.gained), **span_row("paid", month.paid)}
        return
    for cost in result.costs:
        for year, amount in zip(result.years, cost.by_year, strict=True):
            yield {
                "product": result.product,
                "currency": result.currency,
                "kind": cost.kind,
                "year": year.year,
                **span_row("amount", amount),
                **span_row("discounted", _times(amount, year)),
                "is_open": bool(cost.open),
            }


def _times(amount: Interval, year: YearCost) -> Interval:
    high = amount.high if amount.high == math.inf else amount.high * year.factor
    return Interval(amount.low * year.factor, high)
