"""Fit profiles and flexibility in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.analysis.following import ChangedNeed
from tobfit.analysis.profiles import FitProfile, Flexibility
from tobfit.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
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
    "change": ("change", "变化"),
    "tightened": ("{line}: {before} becomes {after}", "{line}：{before} 变为 {after}"),
    "added": ("new: {line}", "新增：{line}"),
    "follows": ("follows by", "跟进方式"),
    "to_do": ("{way}, to be done", "{way}（尚待实现）"),
    "credit": ("credit", "得分"),
    "then": ("score and decision", "总分与结论"),
    "followed": ("once it has followed", "跟进之后"),
    "verdict_of": ("{score}, {decision}", "{score}，{decision}"),
    "effort": ("effort", "工作量"),
    "price": ("price", "价格"),
    "none": ("no way", "无法跟进"),
}  # fmt: skip


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
    titles = ["change", "follows", "credit", "then", "followed", "price", *(["effort"] if tell.internal else [])]
    columns = tuple(Column(say(PHRASES, title), flexible=title == "change") for title in titles)
    yield Table(columns, tuple(_step(step, tell) for step in shown))
    if more:
        yield Bullets(more)


def _word(way: str, tell: Tell) -> str:
    return tell.say(PHRASES, "none") if way == "none" else tell.words.term(way)


def _step(step: ChangedNeed, tell: Tell) -> tuple[str, ...]:
    way, to_do = _word(step.way, tell), step.decision_followed is not None and not step.stated
    followed = "-"
    if step.decision_followed is not None and not step.stated:
        followed = _outcome(tell.score(step.score_followed), step.decision_followed, tell)
    before = "-" if step.credit_before is None else str(step.credit_before)
    return (
        _change(step, tell),
        tell.say(PHRASES, "to_do", way=way) if to_do else way,
        f"{before} > {step.credit_after}",
        _outcome(tell.score(step.score_after), step.decision_after, tell),
        followed,
        "-" if step.price is None else str(step.price),
        *(["-" if step.effort is None else str(step.effort)] if tell.internal else []),
    )


def _outcome(score: str, decision: str, tell: Tell) -> str:
    return tell.say(PHRASES, "verdict_of", score=score, decision=tell.words.term(decision))


def _change(step: ChangedNeed, tell: Tell) -> str:
    if step.need_before is None:
        return tell.say(PHRASES, "added", line=step.requirement)
    return tell.say(PHRASES, "tightened", line=step.requirement, before=step.need_before, after=step.need_after)


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



