"""What a lever is called in the talks, in English and Chinese.

Each name is a verb with what belongs to it, so that it stands after "the client can", "if you", "then we" and "to:".
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tobfit.commercial.levers import Lever
from tobfit.commercial.negotiating import Negotiation
from tobfit.commercial.value_words import time_text
from tobfit.matching.reasons import need_text
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.report.blocks import Block, Bullets, Item
from tobfit.report.told.phrases import Tell

PHRASES: dict[str, tuple[str, str]] = {
    "waive": ("let {line} go", "豁免 {line}"),
    "waive_at_risk": ("let {line} go and accept the risk, though a law stands behind it",
                      "豁免 {line} 并明确接受风险（其背后有法律依据）"),
    "accept": ("accept {codes} for {line}", "就 {line} 接受{codes}"),
    "date": ("wait for {line} until {date}", "将 {line} 推迟至 {date}"),
    "need": ("relax {line} to {need}", "将 {line} 的要求放宽为{need}"),
    "scope_should": ("make {line} a Should", "将 {line} 降为“应有”"),
    "scope_wont": ("take {line} out of scope", "将 {line} 移出范围"),
    "price_vendor": ("lower the list price by {amounts}", "将标价下调 {amounts}"),
    "price_client": ("raise the budget by {amounts}", "将预算上调 {amounts}"),
    "margin": ("give up the margin", "放弃利润"),
    "term": ("extend the term to {time}, at the same budget a year", "将期限延长至{time}，年均预算不变"),
    "service_credit": ("give {share} of the price back where service levels are missed",
                       "在未达服务水平时返还价款的 {share}"),
    "service_level_vendor": ("raise the service level of {line}", "提高 {line} 的服务水平"),
    "service_level_client": ("take less service for {line}: {need}", "将 {line} 的服务要求降为{need}"),
    "proof": ("demonstrate {line}", "现场演示 {line}"),
    "proof_many": ("hold a proof of concept on {n} Musts that are only claimed",
                   "对 {n} 项仅有承诺的必备项做概念验证"),
    "module": ("add a module for {line}", "为 {line} 增加模块"),
    "partner": ("bring a partner's product for {line}", "为 {line} 引入合作方产品"),
    "build_vendor": ("provide {line}", "实现 {line}"),
    "build_vendor_by": ("provide {line} by {date}", "在 {date} 前实现 {line}"),
    "build_client": ("change the landscape for {line}", "为 {line} 调整自身架构"),
}  # fmt: skip


def lever_name(lever: Lever, talks: Negotiation, tell: Tell) -> str:
    """A lever in words, with the line by its id and name."""
    said = {
        "line": tell.words("join").join(line_name(name, talks, tell) for name in lever.requirements),
        "date": "-" if lever.date is None else lever.date.isoformat(),
        "need": _need(lever, tell),
        "codes": tell.words("join").join(tell.words.term(code) for code in _accepted(lever)),
        "amounts": amounts(lever, tell),
        "n": str(len(lever.requirements)),
        "time": _time(lever, tell),
        "share": _share(lever),
    }
    return tell.say(PHRASES, _key(lever), **said)


def _key(lever: Lever) -> str:
    match lever.kind:
        case "waive":
            return "waive_at_risk" if lever.accepts_risk else "waive"
        case "scope":
            return f"scope_{lever.answer}"
        case "price":
            return "margin" if "margin" in lever.arguments else f"price_{lever.gives}"
        case "service_level":
            return f"service_level_{lever.gives}"
        case "proof":
            return "proof" if len(lever.requirements) == 1 else "proof_many"
        case "build":
            return f"build_{lever.gives}" + ("_by" if lever.date is not None and lever.gives == "vendor" else "")
        case _:
            return lever.kind


def line_name(name: str, talks: Negotiation, tell: Tell) -> str:
    """A line by its id and title."""
    title = talks.fit[name].requirement.title.text(tell.words.lang)
    return name if title == name else tell.words("named", id=name, name=title)


def amounts(lever: Lever, tell: Tell) -> str:
    """What is paid more or less."""
    found: list[Quantity] = [*lever.client.saves, *([lever.client.price] if lever.client.price is not None else [])]
    return tell.words("join").join(str(one) for one in found)


def _time(lever: Lever, tell: Tell) -> str:
    said = lever.changes.get("client.budget.horizon")
    return "" if said is None else time_text(parse_quantity(said), "zh" if tell.words.lang == "zh" else "en")


def _accepted(lever: Lever) -> Iterable[str]:
    return next((value for target, value in lever.changes.items() if target.endswith(".accept")), ())


def _need(lever: Lever, tell: Tell) -> str:
    """What the lines ask for after the lever; "" for a lever that leaves their needs alone."""
    if not any(".need." in target for target in lever.changes):
        return ""
    needs = (lever.fit[name].requirement.need for name in lever.requirements)
    return tell.words("join").join(need_text(need, tell.words.lang) for need in needs)


def _share(lever: Lever) -> str:
    said = lever.arguments.get("service_credit")
    return "" if said is None else f"{(Decimal(str(said)) * 100).normalize():f} %"


def role_name(role: str, talks: Negotiation, tell: Tell) -> str:
    """A role as the packs call it."""
    found = talks.fit.world.packs.base.roles.get(role)
    return found.name.text(tell.words.lang) if found is not None and found.name is not None else role


def goal_names(names: Iterable[str], talks: Negotiation, tell: Tell) -> str:
    """Goals by their names."""
    named = {goal.id: goal for goal in talks.fit.world.client.goals}
    found = [(name, named[name].name) for name in names]
    return tell.words.join([name if label is None else label.text(tell.words.lang) for name, label in found])


def listed(items: Iterable[str], tell: Tell) -> Block:
    """Texts as points, as many as the limit allows."""
    shown, more = tell.within(items)
    return Bullets((*(Item(text) for text in shown), *more))
