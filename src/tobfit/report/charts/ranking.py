"""The ranking: the score of each product as an interval, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tobfit.model.words import Decision
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Picture, RankedBar, Ranking
from tobfit.report.charts.saying import brief, say, sentences, some
from tobfit.report.explained.explaining import Explanation

DECISIONS: tuple[Decision, ...] = ("fit", "fit_with_gaps", "undecided", "no_fit")
PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Ranking of {products}", "{products}排名"),
    "how": (
        "Each bar runs from 0 to 1. Its filled part is the score that is certain, its hatched part what open points "
        "could still add: the true score lies between the ends of the two. Without a hatched part nothing is open. "
        "The diamond is the score over what was answered. The sign before a name is the decision: a product that "
        "fails a Must for certain stands below all that do not, whatever its score.",
        "每条横条从 0 到 1。实心部分为已确定的得分，斜线部分为未知项还可能带来的得分，真实得分介于两者末端之间；"
        "没有斜线即没有未知项。菱形为仅计已答条目的得分。名称前的符号表示结论：确定不满足必备项的产品，"
        "无论得分高低，都排在其他产品之后。",
    ),
    "first": ("First: {product} with {score}, {decision}.", "排名第一：{product}，得分 {score}，{decision}。"),
    "ties": ("{n} products share the first rank: {products}.", "{n} 个产品并列第一：{products}。"),
    "counts": ("Of {products}: {counts}.", "共 {products}：{counts}。"),
    "wins": ("Wins whatever the open points bring: {products}.", "无论未知项结果如何都胜出：{products}。"),
    "may_win": ("Can still win: {products}.", "仍可能胜出：{products}。"),
    "no_winner": ("No product can win: each fails a Must.", "没有产品可能胜出：均有必备项不满足。"),
}


def ranking_picture(told: Explanation) -> Picture:
    """All products; there is always one."""
    words = told.words
    bars = tuple(
        RankedBar(one.id, one.label, one.rank, one.decision, one.score, one.answered, one.coverage)
        for one in told.products
    )
    return Picture(
        kind="ranking",
        name="ranking",
        product=None,
        lang=words.lang,
        title=say(PHRASES, words, "title", products=words.count(len(bars), "product")),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(bars, told), words),
        table=_table(bars, told),
        figure=Ranking(bars),
    )


def _alternative(bars: tuple[RankedBar, ...], told: Explanation) -> Iterable[str]:
    words, report = told.words, told.report
    best = [bar for bar in bars if bar.rank == bars[0].rank]
    if len(best) == 1:
        score, decision = told.tell.score(best[0].score), words.term(best[0].decision)
        yield say(PHRASES, words, "first", product=brief(best[0].label), score=score, decision=decision)
    else:
        names = some([bar.label for bar in best], words)
        yield say(PHRASES, words, "ties", n=len(best), products=names)
    counts = Counter(bar.decision for bar in bars)
    parts = [words("counted", n=counts[one], what=words.term(one)) for one in DECISIONS if counts[one]]
    yield say(PHRASES, words, "counts", products=words.count(len(bars), "product"), counts=words.join(parts))
    certain, possible = report.certain_winners, report.possible_winners
    if certain:
        yield say(PHRASES, words, "wins", products=some([told[name].label for name in certain], words))
    elif possible:
        yield say(PHRASES, words, "may_win", products=some([told[name].label for name in possible], words))
    else:
        yield say(PHRASES, words, "no_winner")


def _table(bars: Iterable[RankedBar], told: Explanation) -> Table:
    term, tell = told.words.term, told.tell
    left = (Column("#", "right"), Column(term("product"), flexible=True), Column(term("decision")))
    figures = tuple(Column(term(name), "right") for name in ("score", "answered", "coverage"))
    rows = (
        (str(bar.rank), bar.label, term(bar.decision), tell.score(bar.score), tell.figure(bar.answered),
         tell.percent(bar.coverage))
        for bar in bars
    )  # fmt: skip
    return Table((*left, *figures), tuple(rows))
