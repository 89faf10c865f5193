"""The services that a client needs, as a table of stage by need: who wants each, and whether it is given."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.commercial.serving import ServiceNeed, ServiceNeeds, StageRow, Why
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Services that {product} has to come with", "{product} 所需的服务"),
    "sums": (
        "{served} of {all} services are given for certain, {unmet} are not given, and of {unknown} nobody knows.",
        "{all} 项服务中，确定提供 {served} 项，不提供 {unmet} 项，尚不明确 {unknown} 项。",
    ),
    "nothing": ("Nothing says that a service is needed.", "没有任何依据表明需要服务。"),
    "mark": ("(?): nobody knows yet whether it is needed.", "（?）：是否需要尚待确认。"),
    "marked": ("{name} (?)", "{name}（?）"),
    "aside": ("{name} ({why})", "{name}（{why}）"),
    "met": ("given", "已提供"),
    "partial": ("in part", "部分提供"),
    "unmet": ("not given", "不提供"),
    "unknown": ("not known", "未知"),
    "own": ("asked for by the client", "客户提出"),
    "stage": ("stage", "阶段"),
    "need": ("service", "服务"),
    "priority": ("priority", "优先级"),
    "needed": ("needed", "是否需要"),
    "why": ("why", "原因"),
    "reason": ("what is said", "依据"),
    "yes": ("yes", "是"),
    "open": ("open", "待确认"),
    "waived": ("waived", "已豁免"),
    "wont": ("not wanted", "不需要"),
    "nothing_needed": ("nothing is needed", "无需服务"),
    "stated": ("asked for by {source}", "{source} 提出"),
    "suite": ("suite {source}", "套件 {source}"),
    "rule": ("rule {source}", "规则 {source}"),
    "open_rule": ("rule {source}, undecided", "规则 {source}（未决）"),
    "landscape": ("the landscape", "IT 架构"),
    "general": ("{because}", "{because}"),
    "count": ("{because} ({source})", "{because}（{source}）"),
    "gap": ("gap of {source}", "{source} 的差距"),
    "connection": ("connection {source}", "连接 {source}"),
    "system": ("system {source} may be replaced", "系统 {source} 可能被替换"),
    "unserved": ("Unserved", "未满足的服务"),
    "finding": ("{severity}: {because}", "{severity}：{because}"),
    "way": ("way out: {kinds}", "途径：{kinds}"),
    "questions": ("To ask", "需要询问"),
    "question": ("{question} ({ask}; {target})", "{question}（{ask}；{target}）"),
    "ask_vendor": ("the vendor", "厂商"),
    "ask_client": ("the client", "客户"),
}  # fmt: skip
CELLS = ("met", "partial", "unmet", "unknown")
"""The columns of the matrix."""
REASONS = 3
"""So many reasons of one need are shown; ``rows`` has all."""


def blocks(result: ServiceNeeds, tell: Tell) -> Iterable[Block]:
    """The matrix of all stages, then why each service is needed and what is said of it, what stays unserved with the
    ways out, and what to ask."""
    yield Heading(2, tell.say(PHRASES, "title", product=result.product))
    yield Paragraph(_sums(result, tell) if result.needs else tell.say(PHRASES, "nothing"))
    columns = tuple(Column(tell.say(PHRASES, name), flexible=name != "stage") for name in ("stage", *CELLS))
    # The stages are ten: all of them stand here whatever the limit, so that none is missed.
    yield Table(columns, tuple(_cells(row, result, tell) for row in result.stages))
    if any(need.is_open for need in result.needs):
        yield Paragraph(tell.say(PHRASES, "mark"))
    yield from _details(result, tell)
    yield from _unserved(result, tell)
    yield from _questions(result, tell)


def _sums(result: ServiceNeeds, tell: Tell) -> str:
    wanted = [need for need in result.needs if need.priority != "wont" and not need.waived]
    verdicts = [need.verdict for need in wanted]
    return tell.say(
        PHRASES,
        "sums",
        served=sum(need.is_served for need in wanted),
        all=len(wanted),
        unmet=verdicts.count("unmet"),
        unknown=verdicts.count("unknown"),
    )


def _cells(row: StageRow, result: ServiceNeeds, tell: Tell) -> tuple[str, ...]:
    """A stage with its needs by verdict."""
    found: dict[str, list[str]] = {name: [] for name in CELLS}
    for need in result.of_stage(row.stage):
        marked = tell.say(PHRASES, "marked", name=_title(need, tell)) if need.is_open else _title(need, tell)
        if need.waived or need.priority == "wont":
            marked = tell.say(PHRASES, "aside", name=marked, why=_needed(need, tell))
        found["met" if need.verdict == "not_applicable" else need.verdict].append(marked)
    if not row.verdicts:
        found["met"].append(tell.say(PHRASES, "nothing_needed"))
    return (row.name.text(tell.words.lang), *(tell.words("semi").join(found[name]) or "-" for name in CELLS))


def _details(result: ServiceNeeds, tell: Tell) -> Iterable[Block]:
    shown, more = tell.within(result.needs)
    if not shown:
        return
    names = ("need", "priority", "needed", "why", "reason")
    yield Table(
        tuple(Column(tell.say(PHRASES, name), flexible=name in ("need", "why", "reason")) for name in names),
        tuple(_detail(need, tell) for need in shown),
    )
    if more:
        yield Bullets(more)


def _detail(need: ServiceNeed, tell: Tell) -> tuple[str, ...]:
    whys = tell.words("semi").join(why_text(why, need, tell) for why in need.whys[:REASONS])
    reason = need.reason.text(tell.words.lang)
    return _title(need, tell), tell.words.term(need.priority), _needed(need, tell), whys, reason


def _title(need: ServiceNeed, tell: Tell) -> str:
    name = need.name.text(tell.words.lang)
    is_stated = need.judgement.requirement.is_own
    return tell.words("named", id=need.id, name=name) if is_stated and need.id != name else name


def _needed(need: ServiceNeed, tell: Tell) -> str:
    if need.priority == "wont":
        return tell.say(PHRASES, "wont")
    return tell.say(PHRASES, "waived" if need.waived else "open" if need.is_open else "yes")


def why_text(why: Why, need: ServiceNeed, tell: Tell) -> str:
    """One reason in words."""
    if why.kind == "stated" and why.source == need.id:
        return tell.say(PHRASES, "own")
    because = why.because.text(tell.words.lang) if why.because is not None else why.source
    return tell.say(PHRASES, why.kind, source=why.source, because=because)


def _unserved(result: ServiceNeeds, tell: Tell) -> Iterable[Block]:
    if not result.findings:
        return
    yield Heading(3, tell.say(PHRASES, "unserved"))
    shown, more = tell.within(result.findings)
    items = []
    for one in shown:
        because = one.because.text(tell.words.lang)
        text = tell.say(PHRASES, "finding", severity=tell.words.term(one.severity), because=because)
        kinds = [tell.words.term(kind) for kind in dict.fromkeys(remedy.kind for remedy in one.remedies)]
        items.append(Item(text, (tell.say(PHRASES, "way", kinds=tell.words.join(kinds)),) if kinds else ()))
    yield Bullets((*items, *more))


def _questions(result: ServiceNeeds, tell: Tell) -> Iterable[Block]:
    points = {point.target: point for need in result.needs for point in need.questions if need.is_unserved}
    if not points:
        return
    yield Heading(3, tell.say(PHRASES, "questions"))
    shown, more = tell.within(tuple(points.values()))
    items = []
    for point in shown:
        question = point.question.text(tell.words.lang)
        said = tell.say(PHRASES, "question", question=question, ask=_whom(point.ask, result, tell), target=point.target)
        items.append(Item(said))
    yield Bullets((*items, *more))


def _whom(ask: str, result: ServiceNeeds, tell: Tell) -> str:
    """The vendor, the client, or the name of a role at the client."""
    if ask in ("vendor", "client"):
        return tell.say(PHRASES, f"ask_{ask}")
    role = result.fit.world.packs.base.roles.get(ask)
    return role.name.text(tell.words.lang) if role is not None and role.name is not None else ask


def rows(result: ServiceNeeds, tell: Tell) -> Iterable[Row]:
    """One row for each need, in the order of the stages; the ends of credits as the nearest floats."""
    names = {row.stage: row.name.text(tell.words.lang) for row in result.stages}
    found = {finding.path[: finding.path.index(need.id) + 1]: finding.severity
             for need in result.needs for finding in result.findings if need.id in finding.path}  # fmt: skip
    severities = {path[-1]: severity for path, severity in found.items()}
    for need in result.needs:
        yield {
            "product": result.product,
            "stage": need.stage,
            "stage_name": names[need.stage],
            "need": need.id,
            "name": need.name.text(tell.words.lang),
            "capability": need.capability,
            "priority": need.priority,
            "in_match": need.in_match,
            "open": need.is_open,
            "waived": need.waived,
            "why": "; ".join(why_text(why, need, tell) for why in need.whys),
            "verdict": need.verdict,
            "credit_low": float(need.credit.low),
            "credit_high": float(need.credit.high),
            "reason": need.reason.text(tell.words.lang),
            "offered": "; ".join(need.offered),
            "severity": severities.get(need.id),
            "questions": "; ".join(point.target for point in need.questions),
        }
