"""Standings and comparisons in words and rows."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tobfit.analysis.comparison import Cell, Comparison, Exclusion, Part, Standing
from tobfit.analysis.dominance import Dominance
from tobfit.analysis.open_points import OpenPoint
from tobfit.matching.reasons import reason_text
from tobfit.model.interval import Ratio
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "standing": ("Who can win", "谁可能胜出"),
    "certain": ("Wins whatever the open points bring: {names}.", "无论未知项结果如何都胜出：{names}。"),
    "possible": ("Can still win: {names}.", "仍可能胜出：{names}。"),
    "excluded": ("Out of the race", "已出局"),
    "knocked_out": ("{product}: knocked out by {musts}", "{product}：必备项不满足：{musts}"),
    "knocked_out_by_rules": ("{product}: knocked out", "{product}：必备项不满足"),
    "outranked": ("{product}: ranks below {by} in every case", "{product}：在任何情况下都排在 {by} 之后"),
    "dominated": (", and is dominated by {by} whatever the weights", "；无论权重如何都被 {by} 占优"),
    "dominance": ("Dominance", "占优关系"),
    "dominates": ("dominates", "占优"),
    "by_lines": ("whatever the weights", "无论权重如何"),
    "by_rank": ("ranks higher", "排名更高"),
    "no_dominance": ("No product dominates another one.", "没有产品占优于其他产品。"),
    "sure_certain": ("certain", "必然"),
    "sure_possible": ("possible", "可能"),
    "sure_no": ("no", "否"),
    "comparison": ("{a} against {b}", "{a} 与 {b} 对比"),
    "ahead": ("{product} ranks higher.", "{product} 排名更高。"),
    "tie": ("The two tie.", "两者并列。"),
    "settled": ("No answer changes that.", "任何答复都不会改变这一点。"),
    "unsettled": ("Open points could change that.", "未知项可能改变这一点。"),
    "figures": ("{product}: rank {rank}, {decision}, {score}", "{product}：第 {rank} 名，{decision}，{score}"),
    "difference": ("Difference of the scores: {low} at the low ends, {high} at the high ends; in all {span}.",
                   "得分之差：下限 {low}，上限 {high}；总体范围 {span}。"),
    "no_difference": ("One of the two has no score, so there is no difference.", "其中一方没有得分，因而没有差值。"),
    "no_scores": ("Neither has a score, so there is no difference.", "双方均没有得分，因而没有差值。"),
    "parts": ("Line by line, the largest difference first", "逐条对比，差异大的在前"),
    "low": ("low", "下限"),
    "high": ("high", "上限"),
    "line": ("line", "条目"),
    "cell": ("{verdict}: {reason}", "{verdict}：{reason}"),
    "musts": ("Musts that tell them apart", "区分两者的必备项"),
    "must": ("{line}: {a_state} with {a}, {b_state} with {b}", "{line}：{a} {a_state}，{b} {b_state}"),
    "holds": ("holds", "满足"),
    "open": ("open", "未定"),
    "fails": ("fails", "不满足"),
    "not_applicable": ("not applicable", "不适用"),
    "points": ("Open, and could turn the order", "未定且可能改变排序的事项"),
    "point": ("{target}: width {width}; {effect}", "{target}：影响宽度 {width}；{effect}"),
    "turning": ("alone turned by {answers}", "以下答复单独即可改变：{answers}"),
    "not_alone": ("not alone", "单独不足以改变"),
}  # fmt: skip


def blocks(result: Standing | Comparison, tell: Tell) -> Iterable[Block]:
    """Either of the two."""
    return _standing(result, tell) if isinstance(result, Standing) else _comparison(result, tell)


def _standing(made: Standing, tell: Tell) -> Iterable[Block]:
    say, names = tell.say, tell.words.join
    yield Heading(2, say(PHRASES, "standing"))
    certain = say(PHRASES, "certain", names=names(list(made.certain)))
    yield Paragraph(f"{certain} {say(PHRASES, 'possible', names=names(list(made.possible)))}")
    if made.excluded:
        yield Heading(3, say(PHRASES, "excluded"))
        shown, more = tell.within(made.excluded)
        yield Bullets((*(Item(_excluded(one, tell)) for one in shown), *more))
    yield Heading(3, say(PHRASES, "dominance"))
    telling = [one for one in made.dominance if one.lines == "certain" or one.ranks == "certain"]
    if not telling:
        yield Paragraph(say(PHRASES, "no_dominance"))
        return
    rows, more = tell.within(sorted(telling, key=lambda one: one.lines != "certain"))
    titles = (tell.words.term("product"), say(PHRASES, "dominates"), say(PHRASES, "by_lines"), say(PHRASES, "by_rank"))
    yield Table(tuple(Column(title) for title in titles), tuple(_dominance(one, tell) for one in rows))
    if more:
        yield Bullets(more)


def _excluded(one: Exclusion, tell: Tell) -> str:
    join = tell.words.join
    if one.why == "knocked_out":
        key = "knocked_out" if one.musts else "knocked_out_by_rules"
        text = tell.say(PHRASES, key, product=one.product, musts=join(list(one.musts)))
    else:
        text = tell.say(PHRASES, "outranked", product=one.product, by=join(list(one.by)))
    return text + (tell.say(PHRASES, "dominated", by=join(list(one.dominated_by))) if one.dominated_by else "")


def _dominance(one: Dominance, tell: Tell) -> tuple[str, ...]:
    return (one.product, one.other, *(tell.say(PHRASES, f"sure_{sure}") for sure in (one.lines, one.ranks)))


def _comparison(made: Comparison, tell: Tell) -> Iterable[Block]:
    say = tell.say
    yield Heading(2, say(PHRASES, "comparison", a=made.a, b=made.b))
    order = say(PHRASES, "tie") if made.ahead is None else say(PHRASES, "ahead", product=made.ahead)
    yield Paragraph(f"{order} {say(PHRASES, 'settled' if made.settled else 'unsettled')}")
    yield Bullets(tuple(_figures(made, place, tell) for place in (0, 1)))
    if made.span is None:
        has_none = all(score is None for score in made.scores)
        yield Paragraph(say(PHRASES, "no_scores" if has_none else "no_difference"))
    else:
        low, high = _signed(made.low, tell), _signed(made.high, tell)
        yield Paragraph(say(PHRASES, "difference", low=low, high=high, span=str(made.span)))
    if made.parts:
        yield from _parts(made, tell)
    if made.musts:
        yield Heading(3, say(PHRASES, "musts"))
        shown, more = tell.within(made.musts)
        yield Bullets((*(Item(_must(made, place, tell)) for place in range(len(shown))), *more))
    if made.open:
        yield Heading(3, say(PHRASES, "points"))
        points, more = tell.within(made.open)
        yield Bullets((*(Item(_point(point, tell)) for point in points), *more))


def _figures(made: Comparison, place: int, tell: Tell) -> Item:
    return Item(
        tell.say(
            PHRASES,
            "figures",
            product=(made.a, made.b)[place],
            rank=made.ranks[place],
            decision=tell.words.term(made.decisions[place]),
            score=tell.score(made.scores[place]),
        )
    )


def _parts(made: Comparison, tell: Tell) -> Iterable[Block]:
    say = tell.say
    yield Heading(3, say(PHRASES, "parts"))
    parts, more = tell.within(made.parts)
    columns = (
        Column(say(PHRASES, "line")),
        Column(say(PHRASES, "low"), "right"),
        Column(say(PHRASES, "high"), "right"),
        Column(made.a, flexible=True),
        Column(made.b, flexible=True),
    )
    yield Table(columns, tuple(_part(part, tell) for part in parts))
    if more:
        yield Bullets(more)


def _part(part: Part, tell: Tell) -> tuple[str, ...]:
    ends = _signed(part.low, tell), _signed(part.high, tell)
    return (part.requirement, *ends, _cell(part.a, tell), _cell(part.b, tell))


def _cell(cell: Cell, tell: Tell) -> str:
    reason = reason_text(cell.judgement, tell.words.lang)
    return tell.say(PHRASES, "cell", verdict=tell.words.term(cell.verdict), reason=reason)


def _signed(value: Fraction | None, tell: Tell) -> str:
    return tell.figure(value, "+.4f")


def _must(made: Comparison, place: int, tell: Tell) -> str:
    must = made.musts[place]
    states = {"a_state": tell.say(PHRASES, must.a), "b_state": tell.say(PHRASES, must.b)}
    return tell.say(PHRASES, "must", line=must.requirement, a=made.a, b=made.b, **states)


def _point(point: OpenPoint, tell: Tell) -> str:
    answers = [tell.words.answer(answer) for answer in point.turning]
    effect = tell.say(PHRASES, "turning", answers=" / ".join(answers)) if answers else tell.say(PHRASES, "not_alone")
    return tell.say(PHRASES, "point", target=point.target, width=f"{Ratio(point.width):.4f}", effect=effect)


def rows(result: Standing | Comparison, tell: Tell) -> Iterable[Row]:
    """Of a standing one row for each ordered pair, of a comparison one for each line."""
    if isinstance(result, Standing):
        for one in result.dominance:
            yield {"product": one.product, "other": one.other, "dominates": one.lines, "ranks_higher": one.ranks}
        return
    for part in result.parts:
        yield {
            "requirement": part.requirement,
            "low": _float(part.low),
            "high": _float(part.high),
            "least": None if part.span is None else float(part.span.low),
            "most": None if part.span is None else float(part.span.high),
            **_side("a", result.a, part.a, tell),
            **_side("b", result.b, part.b, tell),
        }


def _side(name: str, product: str, cell: Cell, tell: Tell) -> Row:
    return {
        name: product,
        f"{name}_verdict": cell.verdict,
        f"{name}_credit_low": None if cell.credit is None else float(cell.credit.low),
        f"{name}_credit_high": None if cell.credit is None else float(cell.credit.high),
        f"{name}_reason": reason_text(cell.judgement, tell.words.lang),
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
