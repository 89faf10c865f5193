"""A demonstration as a script for the day, in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.analysis.demonstration import After, Demonstration, Step, ToShow
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "plan": ("What {product} should demonstrate", "{product} 应当演示的内容"),
    "time": ("{used} of {days} working days of {hours} hours are used.",
             "{days} 个工作日（每日 {hours} 小时）中用去 {used} 日。"),
    "nothing": ("Nothing is worth a demonstration within that time.", "在该时间内没有值得演示的内容。"),
    "ends": ("Now it is {now}. If all of this is shown it is {all_pass}; if nothing is, {all_fail}.",
             "目前：{now}。若全部演示成功：{all_pass}；若全部失败：{all_fail}。"),
    "state": ("{decision}, {score}", "{decision}，{score}"),
    "out": ("{state}, and cannot rank first", "{state}，且无法排名第一"),
    "slot": ("Day {day}, from hour {hour}: {names}", "第 {day} 天，第 {hour} 小时起：{names}"),
    "duration": ("takes {days} days", "用时 {days} 日"),
    "assumed": ("takes {days} days (assumed)", "用时 {days} 日（假定）"),
    "present": ("present: {names}", "到场：{names}"),
    "show": ("show: {title} ({requirement}, {priority})", "演示：{title}（{requirement}，{priority}）"),
    "criterion": ("passes with: {need}{extras}", "通过标准：{need}{extras}"),
    "accept": ("; given as {codes}", "；实现方式为 {codes}"),
    "by": ("; by {date}", "；期限 {date}"),
    "said": ("the vendor says: {said}", "厂商说法：{said}"),
    "unsaid": ("the vendor says nothing", "厂商未作说明"),
    "passes": ("if shown: {after}", "若演示成功：{after}"),
    "fails": ("if not: {after}", "若未成功：{after}"),
    "at_stake": ("at stake: {stake}, {swing} of the score", "利害：{stake}，得分 {swing}"),
    "others": ("Left out", "未列入的内容"),
    "line": ("requirement", "需求"), "why": ("why", "原因"), "stake": ("at stake", "利害"),
    "swing": ("score", "得分"), "days": ("days", "工作日"),
    "later": ("Promised for a later day, so that it cannot be shown: {names}.",
              "承诺以后提供，因而无法演示：{names}。"),
    "claimed": ("claimed", "仅有声明"), "unknown": ("unknown", "未知"),
    "conflicting": ("contradictory", "互相矛盾"), "not_applicable": ("said not to apply", "声称不适用"),
    "knock_out": ("a Must", "必备项"), "decision": ("the decision", "结论"),
    "place": ("the first place", "首位"), "score": ("the score", "得分"),
    "present_need": ("present", "具备"),
}  # fmt: skip


def blocks(result: Demonstration, tell: Tell) -> Iterable[Block]:
    """The script, what it could lead to, and what is left out."""
    yield Heading(2, tell.say(PHRASES, "plan", product=result.product))
    figures = {"used": result.used, "days": result.days, "hours": result.hours_per_day}
    yield Paragraph(tell.say(PHRASES, "time", **{name: tell.figure(value, ".4g") for name, value in figures.items()}))
    if result.steps:
        ends = {"now": result.now, "all_pass": result.all_pass, "all_fail": result.all_fail}
        yield Paragraph(tell.say(PHRASES, "ends", **{name: _state(after, tell) for name, after in ends.items()}))
        yield Bullets(tuple(_step(step, tell) for step in result.steps))
    else:
        yield Paragraph(tell.say(PHRASES, "nothing"))
    if result.others:
        yield from _others(result, tell)
    if result.later:
        yield Paragraph(tell.say(PHRASES, "later", names=tell.words.join(list(result.later))))


def _state(after: After, tell: Tell) -> str:
    state = tell.say(PHRASES, "state", decision=tell.words.term(after.decision), score=tell.score(after.score))
    return state if after.can_win else tell.say(PHRASES, "out", state=state)


def _step(step: Step, tell: Tell) -> Item:
    """A slot of the day. A script is followed from end to end, so that no limit cuts it."""
    names = tell.words.join(list(step.requirements))
    title = tell.say(PHRASES, "slot", day=step.day, hour=tell.figure(step.hour, ".4g"), names=names)
    below = [
        tell.say(PHRASES, "assumed" if step.assumed else "duration", days=tell.figure(step.duration, ".4g")),
        tell.say(PHRASES, "present", names=tell.words.join([tell.words.term(name) for name in step.present])),
        *(text for line in step.lines for text in _to_show(line, tell)),
        tell.say(PHRASES, "at_stake", stake=tell.say(PHRASES, step.stake), swing=tell.figure(step.swing)),
        tell.say(PHRASES, "passes", after=_state(step.passes, tell)),
        tell.say(PHRASES, "fails", after=_state(step.fails, tell)),
    ]
    return Item(title, tuple(below))


def _to_show(line: ToShow, tell: Tell) -> Iterable[str]:
    words = tell.words
    yield tell.say(
        PHRASES,
        "show",
        title=line.title.text(words.lang),
        requirement=line.requirement,
        priority=words.term(line.priority),
    )
    need = tell.say(PHRASES, "present_need") if line.need == "present" else line.need
    extras = tell.say(PHRASES, "accept", codes=words.join([words.term(c) for c in line.accept])) if line.accept else ""
    extras += tell.say(PHRASES, "by", date=line.by.isoformat()) if line.by else ""
    yield tell.say(PHRASES, "criterion", need=need, extras=extras)
    if line.said is None:
        yield tell.say(PHRASES, "unsaid")
    else:
        said = words.join([words.term(code) for code in line.said.split(", ")])
        yield tell.say(PHRASES, "said", said=said)


def _others(result: Demonstration, tell: Tell) -> Iterable[Block]:
    yield Heading(3, tell.say(PHRASES, "others"))
    shown, more = tell.within(result.others)
    titles = [tell.say(PHRASES, key) for key in ("line", "why", "stake", "swing", "days")]
    columns = [Column(titles[0], flexible=True), *(Column(title) for title in titles[1:3])]
    columns += [Column(title, "right") for title in titles[3:]]
    rows = tuple(
        (
            tell.words.join(list(step.requirements)),
            tell.say(PHRASES, step.why),
            tell.say(PHRASES, step.stake),
            tell.figure(step.swing),
            tell.figure(step.duration, ".4g"),
        )
        for step in shown
    )
    yield Table(tuple(columns), rows)
    if more:
        yield Bullets(more)


def rows(result: Demonstration, tell: Tell) -> Iterable[Row]:
    """One row for each line of each step, then of those left out (``order`` and ``day`` are None there); durations in
    working days, fractions as the nearest floats."""
    for order, step in enumerate((*result.steps, *result.others), 1):
        is_in = order <= len(result.steps)
        for line in step.lines:
            yield {
                "product": result.product,
                "order": order if is_in else None,
                "day": step.day if is_in else None,
                "hour": float(step.hour) if is_in else None,
                "duration": float(step.duration),
                "assumed": step.assumed,
                "requirement": line.requirement,
                "title": line.title.text(tell.words.lang),
                "priority": line.priority,
                "need": line.need,
                "said": line.said,
                "why": step.why,
                "stake": step.stake,
                "swing": float(step.swing),
                "present": "; ".join(step.present),
                **_after("passes", step.passes),
                **_after("fails", step.fails),
            }


def _after(name: str, after: After) -> Row:
    score = after.score
    return {
        f"decision_{name}": after.decision,
        f"low_{name}": None if score is None else float(score.low),
        f"high_{name}": None if score is None else float(score.high),
        f"can_win_{name}": after.can_win,
    }
