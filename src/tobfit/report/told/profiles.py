"""Fit profiles and flexibility in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.analysis.following import ChangedField, ChangedNeed
from tobfit.analysis.profiles import FitProfile, Flexibility
from tobfit.matching.reasons import need_text
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "profile": ("How {product} gives what it gives", "{product} 的满足方式"),
    "response": ("response", "方式"),
    "share": ("share of the weight", "权重占比"),
    "lines": ("lines", "条目"),
    "by_verdict": ("By verdict: {parts}.", "按判定：{parts}。"),
    "verdict": ("{verdict} {share}", "{verdict} {share}"),
    "outside": ("Not applicable, outside the shares: {lines}, {share} of all weight.",
                "不适用，不计入占比：{lines}，占全部权重 {share}。"),
    "weightless": ("No line has weight.", "没有任何条目有权重。"),
    "flexibility": ("How {product} follows when needs change", "需求变化时 {product} 如何跟进"),
    "ways": ("Of {n} changes, one at a time: {parts}.", "共 {n} 项单独变化：{parts}。"),
    "way": ("{n} by {way}", "{way} {n} 项"),
    "still": ("No need can grow by a step.", "没有需求可再收紧一步。"),
    "changed": ("{line}: {parts}", "{line}：{parts}"),
    "becomes": ("{before} becomes {after}", "{before} 变为 {after}"),
    "field": ("{field}: {before} becomes {after}", "{field}：{before} 变为 {after}"),
    "and": ("; ", "；"),
    "nothing": ("nothing", "无"),
    "unseen": ("changed in what is not judged", "仅有不参与评判的改动"),
    "added": ("new: {line}", "新增：{line}"),
    "follows": ("how it follows: {way}", "跟进方式：{way}"),
    "to_do": ("{way}, to be done", "{way}（尚待实现）"),
    "credit": ("credit {before} > {after}", "得分 {before} > {after}"),
    "first_credit": ("credit {after}", "得分 {after}"),
    "then": ("then {outcome}", "变化后：{outcome}"),
    "followed": ("once it has followed: {outcome}", "跟进之后：{outcome}"),
    "verdict_of": ("{score}, {decision}", "{score}，{decision}"),
    "effort": ("effort {amount}", "工作量 {amount}"),
    "price": ("price {amount}", "价格 {amount}"),
    "none": ("no way", "无法跟进"),
}  # fmt: skip
FIELDS = {
    "text": "文字", "capability": "能力", "scope": "范围", "priority": "优先级", "weight": "权重", "group": "分组",
    "connect": "连接", "deploy": "部署", "accept": "接受的方式", "by": "期限", "asked_by": "提出者", "stage": "阶段",
    "waived": "豁免",
}  # fmt: skip
"""The fields of a line in Chinese."""
CODED = frozenset(["priority", "accept"])
"""The fields whose values are codes, which there are words for."""


def blocks(result: FitProfile | Flexibility, tell: Tell) -> Iterable[Block]:
    """Either of the two."""
    return _profile(result, tell) if isinstance(result, FitProfile) else _flexibility(result, tell)


def _profile(made: FitProfile, tell: Tell) -> Iterable[Block]:
    say, term = tell.say, tell.words.term
    yield Heading(2, say(PHRASES, "profile", product=made.product))
    if not made.parts:
        yield Paragraph(say(PHRASES, "weightless"))
    else:
        columns = (
            Column(say(PHRASES, "response")),
            Column(say(PHRASES, "share"), "right"),
            Column(say(PHRASES, "lines"), flexible=True),
        )
        table = []
        for code, share in made.by_response.items():
            lines = [name for part in made.parts if part.response == code for name in part.requirements]
            shown, more = tell.within(dict.fromkeys(lines))
            texts = [*shown, *(item.text for item in more)]
            table.append((term(code), tell.percent(share), tell.words("join").join(texts) or "-"))
        yield Table(columns, tuple(table))
        told = [
            say(PHRASES, "verdict", verdict=term(verdict), share=tell.percent(share))
            for verdict, share in made.by_verdict.items()
        ]
        yield Paragraph(say(PHRASES, "by_verdict", parts=tell.words.join(told)))
    if made.not_applicable:
        names = tell.words.join(list(made.not_applicable))
        yield Paragraph(say(PHRASES, "outside", lines=names, share=tell.percent(made.excluded)))


def _flexibility(made: Flexibility, tell: Tell) -> Iterable[Block]:
    say = tell.say
    yield Heading(2, say(PHRASES, "flexibility", product=made.product))
    if not made.steps:
        yield Paragraph(say(PHRASES, "still"))
        return
    counted = [say(PHRASES, "way", n=n, way=_word(way, tell)) for way, n in made.ways.items() if n]
    yield Paragraph(say(PHRASES, "ways", n=len(made.steps), parts=tell.words.join(counted)))
    shown, more = tell.within(made.steps)
    yield Bullets((*(Item(_change(step, tell), tuple(_step(step, tell))) for step in shown), *more))


def _word(way: str, tell: Tell) -> str:
    return tell.say(PHRASES, "none") if way == "none" else tell.words.term(way)


def _step(step: ChangedNeed, tell: Tell) -> Iterable[str]:
    """How the product follows, and where that leads."""
    say, way = tell.say, _word(step.way, tell)
    to_do = step.decision_followed is not None and not step.stated
    parts = [say(PHRASES, "follows", way=say(PHRASES, "to_do", way=way) if to_do else way)]
    if step.price is not None:
        parts.append(say(PHRASES, "price", amount=step.price))
    if step.effort is not None and tell.internal:
        parts.append(say(PHRASES, "effort", amount=step.effort))
    yield say(PHRASES, "and").join(parts)
    credit = "first_credit" if step.credit_before is None else "credit"
    now = _outcome(tell.score(step.score_after), step.decision_after, tell)
    parts = [
        say(PHRASES, credit, before=step.credit_before, after=step.credit_after),
        say(PHRASES, "then", outcome=now),
    ]
    if step.decision_followed is not None and not step.stated:
        then = _outcome(tell.score(step.score_followed), step.decision_followed, tell)
        parts.append(say(PHRASES, "followed", outcome=then))
    yield say(PHRASES, "and").join(parts)


def _outcome(score: str, decision: str, tell: Tell) -> str:
    return tell.say(PHRASES, "verdict_of", score=score, decision=tell.words.term(decision))


def _change(step: ChangedNeed, tell: Tell) -> str:
    """The line, and what of it becomes what: its need in words, then the other fields."""
    before, after = step.needs
    if before is None:
        return tell.say(PHRASES, "added", line=step.requirement)
    parts = [_field(one, tell) for one in step.fields]
    if before != after:
        needs = {"before": need_text(before, tell.words.lang), "after": need_text(after, tell.words.lang)}
        parts = [tell.say(PHRASES, "becomes", **needs), *parts]
    told = tell.say(PHRASES, "and").join(parts) or tell.say(PHRASES, "unseen")
    return tell.say(PHRASES, "changed", line=step.requirement, parts=told)


def _field(one: ChangedField, tell: Tell) -> str:
    """One field that has another value, with the words for its codes."""
    name = FIELDS.get(one.field, one.field) if tell.words.lang == "zh" else one.field.replace("_", " ")
    values = {"before": _value(one, one.before, tell), "after": _value(one, one.after, tell)}
    return tell.say(PHRASES, "field", field=name, **values)


def _value(one: ChangedField, value: str | None, tell: Tell) -> str:
    if value is None:
        return tell.say(PHRASES, "nothing")
    return tell.words("join").join(map(tell.words.term, value.split(", "))) if one.field in CODED else value


def rows(result: FitProfile | Flexibility, tell: Tell) -> Iterable[Row]:
    """Of a profile one row for each response and verdict, of flexibility one for each changed need."""
    if isinstance(result, FitProfile):
        for part in result.parts:
            yield {
                "product": result.product,
                "response": part.response,
                "verdict": part.verdict,
                "share": float(part.share),
                "requirements": ", ".join(part.requirements),
            }
        return
    for step in result.steps:
        row: Row = {
            "product": result.product,
            "kind": step.kind,
            "requirement": step.requirement,
            "capability": step.capability,
            "need_before": step.need_before,
            "need_after": step.need_after,
            "changed": tell.say(PHRASES, "and").join(_field(one, tell) for one in step.fields) or None,
            "way": step.way,
            "stated": step.stated,
            "verdict_after": step.verdict_after,
            "credit_after_low": float(step.credit_after.low),
            "credit_after_high": float(step.credit_after.high),
            "score_after_low": None if step.score_after is None else float(step.score_after.low),
            "score_after_high": None if step.score_after is None else float(step.score_after.high),
            "decision_after": step.decision_after,
            "decision_followed": step.decision_followed,
            "price": None if step.price is None else str(step.price),
        }
        yield {**row, "effort": None if step.effort is None else str(step.effort)} if tell.internal else row
