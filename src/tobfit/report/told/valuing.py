"""What goals are worth and what products carry of it, for each role in its own words, and as rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.commercial.addressing import ROLES, ValueRole
from tobfit.commercial.carrying import scaled
from tobfit.commercial.value_questions import ValueQuestion
from tobfit.commercial.value_statements import ValueStatement
from tobfit.commercial.value_words import LANGS, money, percent, time_text
from tobfit.commercial.valuing import GoalWorth, Value
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "value": ("Value over {time}", "{time}内的价值"),
    "assumed": ("Nobody said over which time worths count: {time} is assumed.",
                "无人说明价值按多长时间计算：此处假定为{time}。"),
    "meaning": (
        "Of a goal as much is carried as the lines that it needs are credited; the price has no part in it.",
        "目标的实现程度取决于其所需条目的得分；价格不参与计算。",
    ),
    "no_goals": ("The client names no goals.", "客户未给出目标。"),
    "goal": ("goal", "目标"), "owner": ("owner", "负责人"), "worth": ("worth", "价值"),
    "over": ("over {time}", "{time}内"), "carried": ("carried", "可实现"), "at_risk": ("at risk", "有风险"),
    "left_out": ("not applicable", "不适用"), "unsaid": ("not said", "未说明"), "all": ("all goals", "全部目标"),
    "unvalued": ("Without an amount, and beside all sums: {names}.", "没有金额，未计入合计：{names}。"),
    "economic": ("For the economic buyer: outcome and return", "致经济决策者：成果与回报"),
    "technical": ("For the technical evaluator: specification, security, integration",
                  "致技术评估者：规格、安全与集成"),
    "manager_user": ("For managers of users: control and efficiency of the team", "致管理使用者：团队管控与效率"),
    "end_user": ("For end users: their own work", "致最终使用者：日常工作"),
    "user": ("For users", "致使用者"),
    "procurement": ("For procurement: what the contract has to hold", "致采购：合同须明确的内容"),
    "champion": ("For the champion: what to argue inside", "致内部支持者：内部可用的论据"),
    "coach": ("For the coach: what to find out", "致内部向导：需要了解的情况"),
    "other": ("For others", "致其他角色"),
    "claim": ("claim", "可主张"), "conditional": ("conditional", "有条件"), "question": ("question", "待问"),
    "no_claim": ("nothing to claim", "无可主张"),
    "statement": ("{kind}: {text}", "{kind}：{text}"),
    "flags": ("Red flags", "警示"),
    "questions": ("To be asked first", "须先问清"),
    "ask": ("{text} (ask {whom}: {target})", "{text}（询问{whom}：{target}）"),
    "ask_stake": ("{text} (ask {whom}: {target}; {stake} hangs on it)", "{text}（询问{whom}：{target}；涉及 {stake}）"),
}  # fmt: skip
ASKED = {
    "economic": ("the economic buyer", "经济决策者"), "technical": ("the technical evaluator", "技术评估者"),
    "manager_user": ("the manager of users", "管理使用者"), "end_user": ("the end users", "最终使用者"),
    "user": ("the users", "使用者"), "procurement": ("procurement", "采购"),
    "champion": ("the champion", "内部支持者"), "coach": ("the coach", "内部向导"),
    "other": ("them", "当事人"), "vendor": ("the vendor", "厂商"), "assessor": ("the assessor", "评估方"),
    "client": ("the client", "客户"),
}  # fmt: skip


def blocks(result: Value, tell: Tell) -> Iterable[Block]:
    """What goals are worth and what is carried of it, a section for each role, red flags, what is to be asked."""
    say, time = tell.say, time_text(result.horizon, _lang(tell))
    yield Heading(2, say(PHRASES, "value", time=time))
    assumed = [say(PHRASES, "assumed", time=time)] if result.horizon_assumed else []
    if result.goals:
        yield Paragraph(tell.words("space").join([*assumed, say(PHRASES, "meaning")]))
        yield from _goals(result, tell)
        yield from _carried(result, tell)
    else:
        yield Paragraph(say(PHRASES, "no_goals"))
    for role in ROLES:
        yield from _role(result, role, tell)
    if result.findings:
        yield Heading(3, say(PHRASES, "flags"))
        shown, more = tell.within(result.findings)
        yield Bullets((*(Item(_flag(one.severity, one.because.text(tell.words.lang), tell)) for one in shown), *more))
    if result.questions:
        yield Heading(3, say(PHRASES, "questions"))
        asked, more = tell.within(result.questions)
        yield Bullets((*(Item(_question(one, tell)) for one in asked), *more))


def _lang(tell: Tell) -> str:
    return tell.words.lang if tell.words.lang in LANGS else "en"


def _goals(result: Value, tell: Tell) -> Iterable[Block]:
    time = time_text(result.horizon, _lang(tell))
    titles = [tell.say(PHRASES, key) for key in ("goal", "owner", "worth")] + [tell.say(PHRASES, "over", time=time)]
    goals, more = tell.within(result.goals)
    rows = tuple(_goal(one, tell) for one in goals)
    yield Table(tuple(Column(title, flexible=place == 0) for place, title in enumerate(titles)), rows)
    if more:
        yield Bullets(more)


def _goal(one: GoalWorth, tell: Tell) -> tuple[str, ...]:
    unsaid = tell.say(PHRASES, "unsaid")
    amount = money(one.amount, str(one.currency)) if one.amount is not None else unsaid
    worth = str(one.worth) if one.worth is not None else unsaid
    return one.title.text(tell.words.lang), one.owner or unsaid, worth, amount


def _carried(result: Value, tell: Tell) -> Iterable[Block]:
    left_out = any(part.left_out.low for part in result.parts)
    keys = ("goal", "carried", "at_risk", *(["left_out"] if left_out else []))
    titles = (tell.words.term("product"), *(tell.say(PHRASES, key) for key in keys))
    products, more = tell.within(result.products)
    rows: list[tuple[str, ...]] = []
    for product in products:
        for one in result.goals:
            rows.append((product, one.title.text(tell.words.lang), *_figures(result, product, one)[: len(keys) - 1]))
        if len(result.goals) > 1:
            for total in result.totals(product):
                ends = (total.carried, total.at_risk, total.left_out.low)[: len(keys) - 1]
                told = tuple(money(end, total.currency) for end in ends)
                rows.append((product, tell.say(PHRASES, "all"), *told))
    yield Table(tuple(Column(title) for title in titles), tuple(rows))
    if more:
        yield Bullets(more)
    if result.unvalued:
        titled = {one.goal: one.title.text(tell.words.lang) for one in result.goals}
        names = tell.words.join([titled[name] for name in result.unvalued])
        yield Paragraph(tell.say(PHRASES, "unvalued", names=names))


def _figures(result: Value, product: str, one: GoalWorth) -> tuple[str, ...]:
    """Amounts, or shares of the goal where it has none."""
    part = result.part(product, one.goal)
    certain = Interval(part.left_out.low, part.left_out.low)
    ends = (part.share, part.at_risk, certain)
    if one.amount is None:
        return tuple(percent(end) for end in ends)
    amounts = (scaled(end, one.amount) for end in ends)
    return tuple(money(amount, str(one.currency)) for amount in amounts)


def _role(result: Value, role: ValueRole, tell: Tell) -> Iterable[Block]:
    found = [one for one in result.statements if one.role == role]
    if not found:
        return
    yield Heading(3, tell.say(PHRASES, role))
    shown, more = tell.within(found)
    yield Bullets((*(Item(_statement(one, tell)) for one in shown), *more))


def _statement(one: ValueStatement, tell: Tell) -> str:
    return tell.say(PHRASES, "statement", kind=tell.say(PHRASES, one.kind), text=one.text.text(tell.words.lang))


def _flag(severity: str, because: str, tell: Tell) -> str:
    return tell.say(PHRASES, "statement", kind=tell.words.term(severity), text=because)


def _question(one: ValueQuestion, tell: Tell) -> str:
    whom = tell.say(ASKED, one.ask) if one.ask in ASKED else one.ask
    if one.people:
        whom = tell.words("called", name=whom, id=tell.words.join(list(one.people)))
    stake = tell.words.join([money(amount, currency) for currency, amount in one.at_stake.items()])
    key = "ask_stake" if one.at_stake else "ask"
    text = one.text.text(tell.words.lang)
    return tell.say(PHRASES, key, text=text, whom=whom, target=one.target, stake=stake)


def rows(result: Value, tell: Tell) -> Iterable[Row]:
    """One row for each statement."""
    for one in result.statements:
        yield {
            "product": one.product,
            "role": one.role,
            "goal": one.goal,
            "kind": one.kind,
            "why": ", ".join(one.why),
            "people": ", ".join(one.people) or None,
            "currency": one.currency,
            "worth": None if one.worth is None else float(one.worth),
            **_ends("share", one.share),
            **_ends("amount", one.amount),
            "firm": None if one.firm is None else float(one.firm),
            **_ends("at_risk", one.at_risk),
            "formula": one.formula,
            "evidence": "; ".join(f"{item.requirement}: {item.kind} {item.source}" for item in one.evidence) or None,
            "lowered_by": ", ".join(each.requirement for each in one.lowered_by) or None,
            "conditions": ", ".join(one.conditions) or None,
            "asks": ", ".join(one.asks) or None,
            "text": one.text.text(tell.words.lang),
        }


def _ends(name: str, part: Interval | None) -> Row:
    low, high = (None, None) if part is None else (float(part.low), float(part.high))
    return {f"{name}_low": low, f"{name}_high": high}
