"""What a stressed ranking says: how often each product comes where, with which weights, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tobfit.analysis.break_even import BreakEven
from tobfit.analysis.smaa import Sensitivity
from tobfit.analysis.tornado import Swing
from tobfit.model.interval import Ratio, decimal_of
from tobfit.model.natural import natural
from tobfit.model.scalars import number_text, plain_decimal
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell
from tobfit.report.words import Phrases

PHRASES: Phrases = {
    "title": ("How the ranking stands up", "排名的稳健性"),
    "drawn": (
        "{draws} draws (seed {seed}): {weights}. {answers}. Each share is within about {error} (two standard errors).",
        "抽样 {draws} 次（种子 {seed}）：{weights}。{answers}。各占比误差约 {error} 以内（两倍标准误）。",
    ),
    "uniform": ("any weights, all equally likely", "任意权重，均等可能"),
    "spread": ("each stated weight up to {spread} more or less", "每个既定权重上下浮动至多 {spread}"),
    "given": ("the weights that were passed in", "采用传入的权重"),
    "settled": ("No line is open", "没有未知条目"),
    "answers_drawn": (
        "Open cells (lines of all products): {unknown} of {cells}. In each draw all their questions ({questions}) "
        "were answered anew, each "
        "answer as likely as the others (a convention, not a forecast)",
        "各产品共 {cells} 个单元格，其中 {unknown} 个未知：每次抽样重新回答 {questions} 个问题，"
        "各答案均等可能（仅为约定，并非预测）",
    ),
    "answers_worst": (
        "Open cells (lines of all products): {unknown} of {cells}, all taken at their worst",
        "各产品共 {cells} 个单元格，其中 {unknown} 个未知：均按最坏情况计",
    ),
    "answers_best": (
        "Open cells (lines of all products): {unknown} of {cells}, all taken at their best",
        "各产品共 {cells} 个单元格，其中 {unknown} 个未知：均按最好情况计",
    ),
    "all_unknown": (
        "Nothing is known of any product: the shares say only what the questions allow.",
        "对任何产品都一无所知：占比仅反映问题可能的答案。",
    ),
    "at_ends": (
        "Open lines whose questions have no choice of answers: {n}. They were drawn at the two ends of their interval, "
        "each by itself.",
        "其中 {n} 条的问题没有可供选择的答案：各自独立地取区间的两端。",
    ),
    "sampled": (
        "Groups of questions of whose combined answers only a sample was worked out: {n}.",
        "有 {n} 组相互关联的问题，仅计算了部分答案组合。",
    ),
    "rules": (
        "Undecided rules were not drawn: {rules}. They could knock out: {products}.",
        "未定规则不参与抽样：{rules}。可能因此被淘汰：{products}。",
    ),
    "nobody": ("nobody", "无"),
    "acceptability": ("How often each product comes where", "各产品取得各名次的占比"),
    "product": ("product", "产品"),
    "rank": ("rank {n}", "第 {n} 名"),
    "later": ("later", "更后"),
    "out": ("knocked out", "被淘汰"),
    "confidence": ("confidence", "置信度"),
    "confidence_said": (
        "Confidence: the share of drawn answers with which a product ranks first at the weights that suit it (below).",
        "置信度：在适合该产品的权重（见下）下，使其排名第一的答案抽样占比。",
    ),
    "central": ("Weights with which a product ranks first", "使产品排名第一的权重"),
    "central_item": ("{product}: on average {lines}", "{product}：平均 {lines}"),
    "never_first": ("{product}: no draw", "{product}：从未排名第一"),
    "share_of": ("{line} {share}", "{line} {share}"),
    "break_even": ("Which weight would turn it", "哪个权重会改变结果"),
    "no_break_even": (
        "No weight of a single line lets another product catch up with {leader}.",
        "任何单条需求的权重都不会让其他产品追上 {leader}。",
    ),
    "turn": (
        "If {line} weighed {weight} instead of {stated}, {rival} would catch up with {leader}; with {side} it is "
        "ahead{how}.",
        "若 {line} 的权重为 {weight}（现为 {stated}），{rival} 将追平 {leader}；权重{side}时即超前{how}。",
    ),
    "turn_now": (
        "{rival} and {leader} are level; as soon as {line} weighs {side} than {stated}, {rival} is ahead{how}.",
        "{rival} 与 {leader} 目前持平；{line} 的权重一旦{side}于 {stated}，{rival} 即超前{how}。",
    ),
    "above": ("more", "更大"),
    "below": ("less", "更小"),
    "not_first": (" (another product was there sooner)", "（此前已有其他产品追上）"),
    "about": ("about {n}", "约 {n}"),
    "low_ends": (
        "Break-even weights compare the certain ends of the scores (where these are always level, the possible ends), "
        "all other weights as they are. Musts have none: they screen.",
        "盈亏平衡权重比较的是得分下限（下限始终相同时比较上限），其余权重不变。必备项用于筛选，不在此列。",
    ),
    "tornado": ("How far a line moves the score", "单条需求对得分的影响"),
    "line": ("line", "条目"),
    "what": ("what changes", "变化因素"),
    "answer": ("its answer", "其答案"),
    "weight": ("its weight, from 0 to twice", "其权重，从 0 到两倍"),
    "from": ("from", "自"),
    "to": ("to", "至"),
    "width": ("width", "幅度"),
}
SHOWN = 5
"""So many ranks have a column of their own."""
FEW = 3
"""So many lines of a central weight are named where lists are bounded, and so many products have their swings."""
DIGITS = 8
"""A weight with more digits is rounded."""


def blocks(result: Sensitivity, tell: Tell) -> Iterable[Block]:
    """How it was drawn, ranks, central weights, break-even weights, swings."""
    yield Heading(2, tell.say(PHRASES, "title"))
    yield from (Paragraph(text) for text in _drawn(result, tell))
    yield Heading(3, tell.say(PHRASES, "acceptability"))
    yield _acceptability(result, tell)
    yield Paragraph(tell.say(PHRASES, "confidence_said"))
    yield Heading(3, tell.say(PHRASES, "central"))
    shown, more = tell.within(result.products)
    yield Bullets((*(Item(_central(result, product, tell)) for product in shown), *more))
    yield Heading(3, tell.say(PHRASES, "break_even"))
    yield from _break_even(result, tell)
    yield Heading(3, tell.say(PHRASES, "tornado"))
    yield from _tornado(result, tell)


def _drawn(result: Sensitivity, tell: Tell) -> Iterable[str]:
    openings = result.openings
    spread = None if result.spread is None else tell.percent(result.spread)
    counts = {"unknown": openings.unknown, "cells": openings.cells, "questions": openings.questions}
    key = f"answers_{result.answers}" if openings.unknown else "settled"
    widest = max((error for errors in result.standard_errors.values() for error in errors), default=0.0)
    yield tell.say(
        PHRASES,
        "drawn",
        draws=f"{result.draws:,}",
        seed=result.seed,
        weights=tell.say(PHRASES, result.weighting, spread=spread),
        answers=tell.say(PHRASES, key, **counts),
        error=tell.percent(2 * widest),
    )
    if openings.cells and openings.unknown == openings.cells:
        yield tell.say(PHRASES, "all_unknown")
    if openings.at_ends:
        yield tell.say(PHRASES, "at_ends", n=openings.at_ends)
    if openings.sampled:
        yield tell.say(PHRASES, "sampled", n=openings.sampled)
    if openings.rules:
        rules, more = tell.within(openings.rules)
        named = tell.words.join([*rules, *(item.text for item in more)])
        products = tell.words.join(list(openings.threatened))
        yield tell.say(PHRASES, "rules", rules=named, products=products)


def _acceptability(result: Sensitivity, tell: Tell) -> Table:
    number = len(result.products)
    own = number if tell.limit is None or number <= SHOWN + 1 else SHOWN
    ranks = [tell.say(PHRASES, "rank", n=rank + 1) for rank in range(own)]
    rest = [tell.say(PHRASES, "later")] if own < number else []
    ends = [tell.say(PHRASES, "out"), tell.say(PHRASES, "confidence")]
    columns = [Column(tell.say(PHRASES, "product"), flexible=True)]
    columns += [Column(title, "right") for title in (*ranks, *rest, *ends)]
    rows = []
    for product in result.products:
        shares = result.acceptability[product]
        later = [sum(shares[own:], Fraction(0))] if rest else []
        figures = [*shares[:own], *later, result.knocked_out[product], result.confidence[product]]
        rows.append((product, *(tell.percent(share) for share in figures)))
    return Table(tuple(columns), tuple(rows))


def _central(result: Sensitivity, product: str, tell: Tell) -> str:
    weights = result.central_weights[product]
    if weights is None:
        return tell.say(PHRASES, "never_first", product=product)
    listed = sorted(weights, key=lambda line: (-weights[line], natural(line)))
    shown = listed if tell.limit is None else listed[:FEW]
    told = [tell.say(PHRASES, "share_of", line=line, share=tell.percent(weights[line])) for line in shown]
    told += [tell.words("more", n=len(listed) - len(shown))] if len(shown) < len(listed) else []
    return tell.say(PHRASES, "central_item", product=product, lines=tell.words.join(told))


def _break_even(result: Sensitivity, tell: Tell) -> Iterable[Block]:
    if not result.break_evens:
        yield Paragraph(tell.say(PHRASES, "no_break_even", leader=result.products[0]))
        yield Paragraph(tell.say(PHRASES, "low_ends"))
        return
    shown, more = tell.within(result.break_evens)
    yield Bullets((*(Item(_turn(one, tell)) for one in shown), *more))
    yield Paragraph(tell.say(PHRASES, "low_ends"))


def _turn(one: BreakEven, tell: Tell) -> str:
    return tell.say(
        PHRASES,
        "turn_now" if one.weight == one.stated else "turn",
        line=one.requirement,
        weight=_weight(one.weight, tell),
        stated=_weight(one.stated, tell),
        rival=one.rival,
        leader=one.leader,
        side=tell.say(PHRASES, one.side),
        how="" if one.turns_winner else tell.say(PHRASES, "not_first"),
    )


def _weight(weight: Fraction, tell: Tell) -> str:
    """A weight with all its digits where they are few, else about how much."""
    number = plain_decimal(decimal_of(weight))
    if Fraction(number) == weight and len(number.as_tuple().digits) <= DIGITS:
        return number_text(number)
    return tell.say(PHRASES, "about", n=f"{Ratio(weight):.4g}")


def _tornado(result: Sensitivity, tell: Tell) -> Iterable[Block]:
    titles = ("product", "line", "what", "from", "to", "width")
    columns = tuple(
        Column(tell.say(PHRASES, title), "right" if title in ("from", "to", "width") else "left", title == "what")
        for title in titles
    )
    rows: list[tuple[str, ...]] = []
    left = 0
    for place, product in enumerate(result.products):
        moving = [one for one in result.tornado[product] if one.width]
        shown = tell.within(moving)[0] if tell.limit is None or place < FEW else ()
        left += len(moving) - len(shown)
        rows += [_swing(one, tell) for one in shown]
    yield Table(columns, tuple(rows))
    if left:
        yield Bullets((Item(tell.words("more", n=left)),))


def _swing(one: Swing, tell: Tell) -> tuple[str, ...]:
    figures = (tell.figure(value) for value in (one.least, one.most, one.width))
    return (one.product, one.requirement, tell.say(PHRASES, one.kind), *figures)


def rows(result: Sensitivity, tell: Tell) -> Iterable[Row]:  # noqa: ARG001 - figures are the same for all
    """One row for each figure; ``part`` says which: ``acceptability``, ``central_weight``, ``confidence``,
    ``knocked_out``, ``pairwise``, ``break_even`` (``value`` is the weight) or ``swing`` (``value`` is its width, from
    ``low`` to ``high``). Fractions become the nearest floats."""
    for product in result.products:
        shares = zip(result.acceptability[product], result.standard_errors[product], strict=True)
        for rank, (share, error) in enumerate(shares, 1):
            yield _row("acceptability", product, rank=rank, value=float(share), error=error)
        confidence = result.confidence[product]
        if confidence is not None:
            yield _row("confidence", product, value=float(confidence), error=result.confidence_errors[product])
        yield _row("knocked_out", product, value=float(result.knocked_out[product]))
        for other, share in result.pairwise[product].items():
            yield _row("pairwise", product, other=other, value=float(share))
        for line, weight in (result.central_weights[product] or {}).items():
            yield _row("central_weight", product, requirement=line, value=float(weight))
    for one in result.break_evens:
        held = {"low": float(one.held.low), "high": float(one.held.high)}
        named = {"other": one.leader, "requirement": one.requirement, "kind": one.side}
        yield _row("break_even", one.rival, value=float(one.weight), **named, **held)
    for swing in (swing for swings in result.tornado.values() for swing in swings):
        low = None if swing.least is None else float(swing.least)
        ends = {"low": low, "high": float(swing.most), "kind": swing.kind}
        yield _row("swing", swing.product, requirement=swing.requirement, value=float(swing.width), **ends)


def _row(part: str, product: str, **values: object) -> Row:
    names = ("other", "requirement", "rank", "kind", "value", "low", "high", "error")
    return {"part": part, "product": product, **{name: values.get(name) for name in names}}
