"""Views side by side, in words and rows."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.analysis.viewing import LineContest, Outlook, PairContest, Views
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "views": ("The views side by side", "各视角并列"),
    "made": ("The client names no views: each role is shown as if it alone counted.",
             "客户未给出视角：此处逐一展示仅计入单个角色的情形。"),
    "same": ("Judgements and decisions are the same in every view; only weights differ.",
             "各视角的判定与结论相同，仅权重不同。"),
    "neutral": ("neutral", "中立"),
    "cell": ("{rank} ({score})", "{rank}（{score}）"),
    "contested": ("Contested products", "有争议的产品"),
    "pair": ("{product} above {other} in {ahead}, below in {behind}",
             "{product} 与 {other}：前者在 {ahead} 中居前，在 {behind} 中居后"),
    "firm": ("; no answer ends that", "；任何答复都不能消除"),
    "calm": ("No two products change places.", "没有产品互换名次。"),
    "lines": ("Lines that views weigh very differently", "各视角权重差异很大的条目"),
    "line": ("{line}: {least} in {least_view}, {most} in {most_view}",
             "{line}：{least_view} 中 {least}，{most_view} 中 {most}"),
}  # fmt: skip


def blocks(result: Views, tell: Tell) -> Iterable[Block]:
    """A table of ranks and scores, then what is contested."""
    say = tell.say
    yield Heading(2, say(PHRASES, "views"))
    yield Paragraph(" ".join([*([say(PHRASES, "made")] if result.made else []), say(PHRASES, "same")]))
    titles = [tell.words.term("product"), tell.words.term("decision"), *(_name(o.view, tell) for o in result.outlooks)]
    products, more = tell.within(result.outlooks[0].products)
    rows = (
        (one.product, tell.words.term(one.decision), *(_cell(seen, one.product, tell) for seen in result.outlooks))
        for one in products
    )
    yield Table(tuple(Column(title) for title in titles), tuple(rows))
    if more:
        yield Bullets(more)
    if not result.pairs:
        yield Paragraph(say(PHRASES, "calm"))
    else:
        yield Heading(3, say(PHRASES, "contested"))
        pairs, more = tell.within(result.pairs)
        yield Bullets((*(Item(_pair(pair, tell)) for pair in pairs), *more))
    if result.lines:
        yield Heading(3, say(PHRASES, "lines"))
        lines, more = tell.within(result.lines)
        yield Bullets((*(Item(_line(line, tell)) for line in lines), *more))


def _name(view: str | None, tell: Tell) -> str:
    return tell.say(PHRASES, "neutral") if view is None else view


def _names(views: Iterable[str | None], tell: Tell) -> str:
    return tell.words.join([_name(view, tell) for view in views])


def _cell(outlook: Outlook, product: str, tell: Tell) -> str:
    found = next(one for one in outlook.products if one.product == product)
    return tell.say(PHRASES, "cell", rank=found.rank, score=tell.score(found.score))


def _pair(pair: PairContest, tell: Tell) -> str:
    ahead, behind = _names(pair.ahead, tell), _names(pair.behind, tell)
    text = tell.say(PHRASES, "pair", product=pair.product, other=pair.other, ahead=ahead, behind=behind)
    return text + (tell.say(PHRASES, "firm") if pair.firm else "")


def _line(line: LineContest, tell: Tell) -> str:
    return tell.say(
        PHRASES,
        "line",
        line=line.requirement,
        least=tell.percent(line.least),
        least_view=_name(line.least_view, tell),
        most=tell.percent(line.most),
        most_view=_name(line.most_view, tell),
    )


def rows(result: Views, _tell: Tell) -> Iterable[Row]:
    """One row for each view and product; ``view`` is None for the neutral one."""
    for outlook in result.outlooks:
        for one in outlook.products:
            yield {
                "view": outlook.view,
                "product": one.product,
                "rank": one.rank,
                "decision": one.decision,
                "score_low": None if one.score is None else float(one.score.low),
                "score_high": None if one.score is None else float(one.score.high),
            }
