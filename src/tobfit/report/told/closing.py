"""What a plan says: what to do in order, what it comes to, what it changes, and the proof; or what cannot be had."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tobfit.analysis.closing import Plan
from tobfit.matching.remedy import Remedy
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Closing the gaps of {product}", "补齐 {product} 的差距"),
    "target_fit": ("a fit: no Must fails, and none may", "符合：没有必备项不满足，也没有必备项可能不满足"),
    "target_no_gaps": ("a fit without gaps", "符合且没有差距"),
    "target_score": ("a fit with a score of at least {score}", "符合，且得分不低于 {score}"),
    "wanted": ("Wanted: {target}{limits}; {minimise}.", "目标：{target}{limits}；{minimise}。"),
    "budget": (", for at most {budget}", "，价格不超过 {budget}"),
    "by": (", by {by}", "，不晚于 {by}"),
    "kinds": (", by these ways only: {kinds}", "，仅限以下途径：{kinds}"),
    "effort": ("with the least effort", "工作量最小"),
    "price": ("at the lowest price", "价格最低"),
    "count": ("with the fewest steps", "步骤最少"),
    "risk": ("with the least risk", "风险最小"),
    "from_to": (
        "Today: {before}, {score_before}. Afterwards: {after}, {score_after}.",
        "目前：{before}，{score_before}。完成后：{after}，{score_after}。",
    ),
    "today": ("Today: {before}, {score_before}.", "目前：{before}，{score_before}。"),
    "nothing": ("Nothing has to be done.", "无需采取任何措施。"),
    "step": ("step", "步骤"),
    "line": ("requirement", "需求"),
    "way": ("way", "途径"),
    "effort_column": ("effort (days)", "工作量（人天）"),
    "price_column": ("price", "价格"),
    "date_column": ("date", "日期"),
    "risk_column": ("risk", "风险"),
    "unsaid": ("not said", "未说明"),
    "total_effort": ("Effort: {effort} person-days, likely {likely}.", "工作量：{effort} 人天，最可能 {likely}。"),
    "open_effort": (
        "Effort: at least {low} person-days; nobody estimated {lines}. The likely figures that were given come to "
        "{likely}.",
        "工作量：至少 {low} 人天；{lines} 尚无估算。已有的最可能估算合计 {likely} 人天。",
    ),
    "total_price": ("Price: {price}.", "价格：{price}。"),
    "open_price": ("Nobody said what another vendor asks for {lines}.", "{lines} 所需的第三方价格无人说明。"),
    "optimal": (
        "Proved: no other set of remedies does it {minimise_more}.",
        "已证明：没有其他措施组合{minimise_more}。",
    ),
    "more_effort": ("with less effort", "的工作量更小"),
    "more_price": ("at a lower price", "的价格更低"),
    "more_count": ("in fewer steps", "的步骤更少"),
    "more_risk": ("with less risk", "的风险更小"),
    "not_optimal": ("Not proved to be the best.", "未能证明这是最优方案。"),
    "bound": (
        "Bound: no plan comes to less than {bound}, in the order: {order}.",
        "下界：任何方案都不低于 {bound}，依次为：{order}。",
    ),
    "order_effort": ("remedies nobody estimated, likely person-days", "无估算的措施数，最可能人天"),
    "order_price": ("remedies of unknown price, price", "价格未知的措施数，价格"),
    "order_count": ("steps", "步骤数"),
    "order_risk": ("remedies of high risk, of medium risk, steps", "高风险措施数，中风险措施数，步骤数"),
    "impossible": (
        "It cannot be done. These requirements cannot be brought there together; without any one of them the others "
        "can: {lines}.",
        "无法达成。以下需求无法同时满足；去掉其中任何一项，其余便可满足：{lines}。",
    ),
    "impossible_one": (
        "It cannot be done. This requirement alone stands in the way: {lines}.",
        "无法达成。单是这一项需求就无法满足：{lines}。",
    ),
    "no_way": ("Neither more money nor more time would help.", "增加预算或放宽时间都无济于事。"),
    "lifted": ("It would be possible without the limit on: {limits}.", "若不限制{limits}则可以达成。"),
    "limit_budget": ("the budget", "预算"),
    "limit_by": ("the date", "日期"),
    "limit_kinds": ("the ways", "途径"),
    "no_score": (
        "No requirement has weight, so that there is no score to raise.",
        "没有任何计权需求，因此没有可提高的得分。",
    ),
    "unsettled": ("No plan was found, and none was ruled out.", "未找到方案，但也不能排除存在方案。"),
    "questions": (
        "Open points whose answers may make it cheaper, or possible:",
        "以下未知项的答案可能使方案更省，或变得可行：",
    ),
}  # fmt: skip


def blocks(plan: Plan, tell: Tell) -> Iterable[Block]:
    """The plan for readers; effort for internal ones alone."""
    yield Heading(2, tell.say(PHRASES, "title", product=plan.product))
    yield Paragraph(_wanted(plan, tell))
    before = {"before": tell.words.term(plan.decision_before), "score_before": tell.score(plan.score_before)}
    if plan.remedies:
        after = {"after": tell.words.term(plan.decision_after), "score_after": tell.score(plan.score_after)}
        yield Paragraph(tell.say(PHRASES, "from_to", **before, **after))
        yield from _steps(plan, tell)
        yield Bullets(tuple(Item(text) for text in _totals(plan, tell)))
    else:
        yield Paragraph(tell.say(PHRASES, "today", **before))
        yield Paragraph(tell.say(PHRASES, "nothing") if plan.reached else _why_not(plan, tell))
    if plan.questions:
        yield Paragraph(tell.say(PHRASES, "questions"))
        shown, more = tell.within(plan.questions)
        yield Bullets((*(Item(target) for target in shown), *more))


def _wanted(plan: Plan, tell: Tell) -> str:
    if isinstance(plan.target, Fraction):
        target = tell.say(PHRASES, "target_score", score=tell.figure(plan.target))
    else:
        target = tell.say(PHRASES, f"target_{plan.target}")
    limits = []
    if plan.budget is not None:
        limits.append(tell.say(PHRASES, "budget", budget=plan.budget))
    if plan.by is not None:
        limits.append(tell.say(PHRASES, "by", by=plan.by))
    if plan.is_restricted:
        limits.append(tell.say(PHRASES, "kinds", kinds=tell.words.join([tell.words.term(k) for k in plan.kinds])))
    minimise = tell.say(PHRASES, plan.minimise)
    return tell.say(PHRASES, "wanted", target=target, limits="".join(limits), minimise=minimise)


def _steps(plan: Plan, tell: Tell) -> Iterable[Block]:
    names = ["step", "line", "way", "effort_column", "price_column", "date_column", "risk_column"]
    if not tell.internal:
        names.remove("effort_column")
    right = {"step", "effort_column", "price_column"}
    columns = tuple(
        Column(tell.say(PHRASES, name), "right" if name in right else "left", name == "line") for name in names
    )
    shown, more = tell.within(enumerate(plan.remedies, 1))
    rows = tuple(tuple(_cell(name, number, remedy, plan, tell) for name in names) for number, remedy in shown)
    yield Table(columns, rows)
    if more:
        yield Bullets(more)


def _cell(name: str, number: int, remedy: Remedy, plan: Plan, tell: Tell) -> str:
    match name:
        case "step":
            return str(number)
        case "line":
            line = plan.before[remedy.requirement].requirement
            title = line.title.text(tell.words.lang)
            return line.id if title == line.id else tell.words("named", id=line.id, name=title)
        case "way":
            return tell.words.term(remedy.kind)
        case "effort_column":
            return tell.say(PHRASES, "unsaid") if remedy.effort is None else _estimate(remedy)
        case "price_column":
            unsaid = tell.say(PHRASES, "unsaid") if remedy.kind == "partner" else "-"
            return unsaid if remedy.price is None else str(remedy.price)
        case "date_column":
            return "-" if remedy.date is None else remedy.date.isoformat()
        case _:
            return tell.words.term(remedy.risk)


def _estimate(remedy: Remedy) -> str:
    assert remedy.effort is not None
    ends = [f"{end.number:f}" for end in (remedy.effort.low, remedy.effort.likely, remedy.effort.high)]
    return ends[0] if len(set(ends)) == 1 else " / ".join(ends)


def _totals(plan: Plan, tell: Tell) -> Iterable[str]:
    if tell.internal:
        lines = tell.words.join(list(dict.fromkeys(plan.unestimated)))
        values = {"likely": _days(plan.likely, tell), "low": _days(plan.effort.low, tell), "lines": lines}
        if plan.unestimated:
            yield tell.say(PHRASES, "open_effort", **values)
        else:
            yield tell.say(PHRASES, "total_effort", effort=_range(plan.effort, tell), likely=values["likely"])
    if plan.prices:
        yield tell.say(PHRASES, "total_price", price=tell.words.join([str(price) for price in plan.prices]))
    if plan.unpriced:
        yield tell.say(PHRASES, "open_price", lines=tell.words.join(list(plan.unpriced)))
    if plan.optimal:
        yield tell.say(PHRASES, "optimal", minimise_more=tell.say(PHRASES, f"more_{plan.minimise}"))
    else:
        yield tell.say(PHRASES, "not_optimal")
    if tell.internal and plan.bound:
        order = tell.say(PHRASES, f"order_{plan.minimise}")
        numbers = plan.bound[: len(PHRASES[f"order_{plan.minimise}"][0].split(","))]
        yield tell.say(PHRASES, "bound", bound=", ".join(_days(n, tell) for n in numbers), order=order)


def _days(value: Fraction, tell: Tell) -> str:
    return str(value.numerator) if value.denominator == 1 else tell.figure(value, ".2f")


def _range(effort: Interval, tell: Tell) -> str:
    low, high = _days(effort.low, tell), _days(effort.high, tell)
    return low if low == high else f"{low}..{high}"


def _why_not(plan: Plan, tell: Tell) -> str:
    if not plan.impossible:
        return tell.say(PHRASES, "no_score" if plan.is_scoreless else "unsettled")
    key = "impossible_one" if len(plan.impossible) == 1 else "impossible"
    shown, more = tell.within(plan.impossible)
    parts = [tell.say(PHRASES, key, lines=tell.words.join([*shown, *(item.text for item in more)]))]
    if plan.lifted:
        limits = tell.words.join([tell.say(PHRASES, f"limit_{limit}") for limit in plan.lifted])
        parts.append(tell.say(PHRASES, "lifted", limits=limits))
    elif plan.budget is not None or plan.by is not None:
        parts.append(tell.say(PHRASES, "no_way"))
    return tell.words("space").join(parts)


def rows(plan: Plan, tell: Tell) -> Iterable[Row]:
    """One row for each step, in order."""
    for number, remedy in enumerate(plan.remedies, 1):
        row: Row = {
            "product": plan.product,
            "step": number,
            "requirement": remedy.requirement,
            "kind": remedy.kind,
            "price": None if remedy.price is None else str(remedy.price),
            "date": None if remedy.date is None else remedy.date.isoformat(),
            "risk": remedy.risk,
            "score_before_low": _end(plan.score_before, "low"),
            "score_after_low": _end(plan.score_after, "low"),
            "decision_before": plan.decision_before,
            "decision_after": plan.decision_after,
            "optimal": plan.optimal,
        }
        yield {**row, **_effort(remedy)} if tell.internal else row


def _end(score: Interval | None, end: str) -> float | None:
    return None if score is None else float(getattr(score, end))


def _effort(remedy: Remedy) -> dict[str, Any]:
    ends = ("low", "likely", "high")
    effort = remedy.effort
    return {f"effort_{end}": None if effort is None else float(getattr(effort, end).base[1]) for end in ends}
