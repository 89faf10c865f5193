"""Licence models side by side, in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.commercial.licensing import BreakEven, Licences, Stretch
from tobfit.model.over_time import in_words
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.corridors import figure, money, span_row
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Licence models for {product}", "{product} 的许可模式"),
    "about": ("In {currency} over {horizon}, for {users} users.", "以 {currency} 计，期限 {horizon}，用户数 {users}。"),
    "model": ("model", "模式"),
    "kind": ("kind", "类型"),
    "cost": ("cost", "费用"),
    "flat": ("flat", "固定价"),
    "per_user": ("per user", "按用户"),
    "tiers": ("tiers", "阶梯"),
    "services": ("services only", "仅服务"),
    "none": ("not to be had", "不适用"),
    "even": ("Where one becomes cheaper than another", "何处一种模式变得更便宜"),
    "about_open": ("In {currency} over {horizon}; nobody said how many users there are.",
                   "以 {currency} 计，期限 {horizon}；用户数未说明。"),
    "turn": ("{other} is cheaper than {one} from {at} users on", "{at} 个用户起，{other} 比 {one} 便宜"),
    "beyond": ("{other} is cheaper than {one} beyond {at} users", "超过 {at} 个用户时，{other} 比 {one} 便宜"),
    "least": ("Cheapest", "最便宜"),
    "between": ("{first} to {last} users: {names}", "{first} 至 {last} 个用户：{names}"),
    "one_count": ("{first} users: {names}", "{first} 个用户：{names}"),
    "onward": ("{first} users or more: {names}", "{first} 个用户及以上：{names}"),
}  # fmt: skip


def blocks(result: Licences, tell: Tell) -> Iterable[Block]:
    """What each costs, where they break even, and which is cheapest where."""
    say = tell.say
    yield Heading(2, say(PHRASES, "title", product=result.product))
    horizon = in_words(result.horizon, tell.words.lang)
    values = {"currency": result.currency, "horizon": horizon, "users": money(result.users, tell)}
    yield Paragraph(say(PHRASES, "about" if result.users.low == result.users.high else "about_open", **values))
    columns = (Column(say(PHRASES, "model")), Column(say(PHRASES, "kind")), Column(say(PHRASES, "cost"), "right"))
    none = say(PHRASES, "none")
    yield Table(columns, tuple(
        (one.id, say(PHRASES, one.kind), none if one.cost is None else money(one.cost, tell)) for one in result.models
    ))  # fmt: skip
    if result.break_even:
        yield Heading(3, say(PHRASES, "even"))
        turns, more = tell.within(result.break_even)
        yield Bullets((*(Item(_turn(one, result, tell)) for one in turns), *more))
    yield Heading(3, say(PHRASES, "least"))
    shown, more = tell.within(result.stretches)
    yield Bullets((*(Item(_stretch(one, tell)) for one in shown), *more))


def _turn(even: BreakEven, result: Licences, tell: Tell) -> str:
    """Where two lines cross they cost the same; at a jump the other model is the cheaper one already."""
    costs = {result[name].at(int(even.at)) for name in (even.one, even.other)}
    key = "beyond" if even.at.denominator > 1 or len(costs) == 1 else "turn"
    return tell.say(PHRASES, key, one=even.one, other=even.other, at=figure(even.at))


def _stretch(one: Stretch, tell: Tell) -> str:
    names = tell.words.join(list(one.cheapest)) or tell.say(PHRASES, "none")
    key = "onward" if one.last is None else "one_count" if one.first == one.last else "between"
    return tell.say(PHRASES, key, first=one.first, last=one.last, names=names)


def rows(result: Licences, _tell: Tell) -> Iterable[Row]:
    """One row for each model."""
    for one in result.models:
        yield {"product": result.product, "currency": result.currency, "model": one.id, "kind": one.kind,
               **span_row("cost", one.cost)}  # fmt: skip
