"""A change in words and rows: what moved each score, and what turned a decision."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tobfit.analysis.changing import Cause, Change, Line, LineChange, ProductChange, Share
from tobfit.analysis.flipping import Turn
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "change": ("What changed", "变化说明"),
    "same": ("Nothing differs that is judged.", "没有影响评判的差异。"),
    "differs": ("Different are: {names}.", "有差异的方面：{names}。"),
    "appeared": ("Requirements that were not there before: {names}.", "新出现的需求：{names}。"),
    "gone": ("Requirements that are no longer there: {names}.", "不再存在的需求：{names}。"),
    "new": ("Products that were not there before: {names}.", "新出现的产品：{names}。"),
    "dropped": ("Products that are no longer there: {names}.", "不再存在的产品：{names}。"),
    "offers": ("Offers that differ, or that only one side has; they are not explained: {names}.",
               "有差异或仅一方有的组合报价（不作解释）：{names}。"),
    "some_more": ("{names} and {n} more", "{names}等，另有 {n} 项"),
    "was": ("{product} (was {was})", "{product}（原为 {was}）"),
    "moved": ("score {before}, now {after}; rank {old}, now {new}",
              "得分由 {before} 变为 {after}；排名由第 {old} 变为第 {new}"),
    "decided": ("It was {before} and is {after}.", "结论由“{before}”变为“{after}”。"),
    "stayed": ("It is {after}, as before.", "结论仍为“{after}”。"),
    "standing": ("{decision} Its {moved}.", "{decision}{moved}。"),
    "unscored": ("Without a score on both sides there is no difference to explain.",
                 "两次中有一次没有得分，因而没有可解释的差值。"),
    "cause": ("{cause}: {delta}", "{cause}：{delta}"),
    "record": ("{record}: {delta}", "{record}：{delta}"),
    "together": ("{record} (not to be told apart): {delta}", "{record}（无法分开）：{delta}"),
    "rest": ("{n} more records, taken as one: {delta}", "其余 {n} 项，合并计算：{delta}"),
    "ends": ("{low} at the low end, {high} at the high end", "下限 {low}，上限 {high}"),
    "nothing": ("moved nothing", "没有影响"),
    "lines": ("Requirements that moved", "变动的需求"),
    "line": ("requirement", "需求"),
    "by": ("cause", "原因"),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "low": ("low", "下限"),
    "high": ("high", "上限"),
    "stood": ("{verdict}, {credit}", "{verdict}，{credit}"),
    "absent": ("not there", "不存在"),
    "turns": ("What turns the decision", "改变结论的因素"),
    "turn_before": ("changed alone, this gives {decision}: {sets}", "仅作以下改动，结论即为“{decision}”：{sets}"),
    "turn_after": ("taken back alone, this gives {decision} again: {sets}",
                   "仅撤回以下改动，结论即恢复为“{decision}”：{sets}"),
    "set_before": ("changed together, these give {decision}: {sets}", "同时作以下改动，结论即为“{decision}”：{sets}"),
    "set_after": ("taken back together, these give {decision} again: {sets}",
                  "同时撤回以下改动，结论即恢复为“{decision}”：{sets}"),
    "none": ("no set of up to {n} records was found that does so by itself",
             "未找到仅凭不超过 {n} 项记录即可做到这一点的组合"),
    "or": (", or ", "；或 "),
    "plus": (" + ", " + "),
    "and": (" and ", "与"),
    "date": ("date", "基准日期"), "packs": ("packs", "知识包"), "client": ("client", "客户"),
    "catalogue": ("catalogue", "产品目录"), "policy": ("policy", "评分策略"), "view": ("view", "视角"),
    "rules": ("rules", "规则"),
}  # fmt: skip


SIDES = ("appeared", "gone", "new", "dropped", "offers")
"""What is named beside the causes."""


def blocks(result: Change, tell: Tell) -> Iterable[Block]:
    """What differs, then each product."""
    yield Heading(2, tell.say(PHRASES, "change"))
    names = tell.words.join([tell.say(PHRASES, cause) for cause in result.differs])
    items = [
        Item(tell.say(PHRASES, key, names=_some(getattr(result, key), tell))) for key in SIDES if getattr(result, key)
    ]
    if result.differs:
        yield Paragraph(tell.say(PHRASES, "differs", names=names))
    elif not items:
        yield Paragraph(tell.say(PHRASES, "same"))
    if items:
        yield Bullets(tuple(items))
    shown, more = tell.within(result.products)
    for product in shown:
        yield from _product(result, product, tell)
    if more:
        yield Bullets(more)


def _some(names: tuple[str, ...], tell: Tell) -> str:
    shown = names if tell.limit is None else names[: tell.limit]
    text = tell.words.join(list(shown))
    rest = len(names) - len(shown)
    return tell.say(PHRASES, "some_more", names=text, n=rest) if rest else text


def _product(result: Change, product: ProductChange, tell: Tell) -> Iterable[Block]:
    is_same = product.product == product.was
    title = product.product if is_same else tell.say(PHRASES, "was", product=product.product, was=product.was)
    yield Heading(3, title)
    yield Paragraph(_standing(product, tell))
    if product.delta is None:
        yield Paragraph(tell.say(PHRASES, "unscored"))
    causes = [cause for cause in result.causes if cause.product == product.product]
    if causes and product.delta is not None:
        yield Bullets(tuple(Item(_cause(cause, tell), tuple(_records(cause, tell))) for cause in causes))
    lines = [line for line in result.requirements if line.product == product.product]
    if lines:
        yield from _lines(lines, tell)
    if product.turns:
        yield Heading(4, tell.say(PHRASES, "turns"))
        yield Bullets(tuple(Item(_turn(turn, product, tell)) for turn in product.turns))


def _standing(product: ProductChange, tell: Tell) -> str:
    before, after = (tell.words.term(decision) for decision in product.decisions)
    key = "stayed" if before == after else "decided"
    scores = (tell.score(score) for score in product.scores)
    moved = dict(zip(("before", "after", "old", "new"), (*scores, *product.ranks), strict=True))
    decision = tell.say(PHRASES, key, before=before, after=after)
    return tell.say(PHRASES, "standing", decision=decision, moved=tell.say(PHRASES, "moved", **moved))


def _cause(cause: Cause, tell: Tell) -> str:
    return tell.say(PHRASES, "cause", cause=_named(cause.cause, tell), delta=_delta(cause.delta, tell))


def _named(cause: str, tell: Tell) -> str:
    return tell.say(PHRASES, "and").join(tell.say(PHRASES, one) for one in cause.split(" and "))


def _records(cause: Cause, tell: Tell) -> Iterable[str]:
    """The records that moved something, those first that moved most."""
    moving = sorted((share for share in cause.records if _size(share.delta)), key=lambda share: -_size(share.delta))
    shown, more = tell.within(moving)
    yield from (_record(share, tell) for share in shown)
    yield from (item.text for item in more)


def _record(share: Share, tell: Tell) -> str:
    delta = _delta(share.delta, tell)
    return tell.say(PHRASES, share.kind, record=share.record, n=len(share.records), delta=delta)


def _size(delta: Interval) -> Fraction:
    return abs(delta.low) + abs(delta.high)


def _delta(delta: Interval | None, tell: Tell) -> str:
    if delta is None:
        return "-"
    if not _size(delta):
        return tell.say(PHRASES, "nothing")
    low, high = (tell.figure(end, "+.4f") for end in (delta.low, delta.high))
    return low if delta.low == delta.high else tell.say(PHRASES, "ends", low=low, high=high)


def _lines(lines: list[LineChange], tell: Tell) -> Iterable[Block]:
    yield Heading(4, tell.say(PHRASES, "lines"))
    shown, more = tell.within(sorted(lines, key=lambda line: -_size(line.delta)))
    titles = [tell.say(PHRASES, key) for key in ("line", "by", "before", "after", "low", "high")]
    columns = [Column(title, flexible=place in (0, 2, 3)) for place, title in enumerate(titles[:4])]
    columns += [Column(title, "right") for title in titles[4:]]
    rows = tuple(
        (
            line.requirement,
            _named(line.cause, tell),
            _stood(line.before, tell),
            _stood(line.after, tell),
            tell.figure(line.delta.low, "+.4f"),
            tell.figure(line.delta.high, "+.4f"),
        )
        for line in shown
    )
    yield Table(tuple(columns), rows)
    if more:
        yield Bullets(more)


def _stood(line: Line | None, tell: Tell) -> str:
    if line is None:
        return tell.say(PHRASES, "absent")
    return tell.say(PHRASES, "stood", verdict=tell.words.term(line.verdict), credit=line.credit)


def _turn(turn: Turn, product: ProductChange, tell: Tell) -> str:
    if not turn.sets:
        return tell.say(PHRASES, "none", n=turn.tried)
    decision = tell.words.term(product.decisions[1 if turn.start == "before" else 0])
    shown = turn.sets if tell.limit is None else turn.sets[: tell.limit]
    named = [
        tell.say(PHRASES, "plus").join(tell.say(PHRASES, n) if turn.level == "cause" else n for n in some)
        for some in shown
    ]
    rest = len(turn.sets) - len(shown)
    sets = tell.say(PHRASES, "or").join([*named, *([tell.words("more", n=rest)] if rest else [])])
    kind = "turn" if len(turn.sets[0]) == 1 else "set"
    return tell.say(PHRASES, f"{kind}_{turn.start}", decision=decision, sets=sets)


def rows(result: Change, tell: Tell) -> Iterable[Row]:
    """One row for each cause (``part`` is ``cause``), each record in it and each requirement that it moved; deltas are
    the nearest floats, None where a side has no score. An offer that differs has a row (``part`` is ``offer``, its id
    is the ``product``) without any: it is not explained."""
    del tell
    for cause in result.causes:
        yield _row("cause", cause.product, cause.cause, cause.delta)
        for share in cause.records:
            row = _row("record", cause.product, cause.cause, share.delta)
            yield {**row, "record": share.record, "kind": share.kind}
    for line in result.requirements:
        row = _row("requirement", line.product, line.cause, line.delta)
        yield {**row, "requirement": line.requirement, **_side("before", line.before), **_side("after", line.after)}
    for offer in result.offers:
        yield _row("offer", offer, None, None)


def _row(part: str, product: str, cause: str | None, delta: Interval | None) -> Row:
    return {
        "part": part,
        "product": product,
        "cause": cause,
        "record": None,
        "kind": None,
        "requirement": None,
        **_side("before", None),
        **_side("after", None),
        "delta_low": None if delta is None else float(delta.low),
        "delta_high": None if delta is None else float(delta.high),
    }


def _side(name: str, line: Line | None) -> Row:
    return {
        f"verdict_{name}": line and line.verdict,
        f"contribution_low_{name}": None if line is None else float(line.contribution.low),
        f"contribution_high_{name}": None if line is None else float(line.contribution.high),
    }
