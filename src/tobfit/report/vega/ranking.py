"""The ranking: a bar for each product, from what is certain to what open points may add."""

from __future__ import annotations

from typing import Any

from tobfit.report.charts import looks
from tobfit.report.charts.records import Picture, RankedBar, Ranking
from tobfit.report.vega.layers import (
    PERCENT,
    SCORE,
    Row,
    Spec,
    field,
    framed,
    headings,
    layer,
    parted,
    parts_of,
    place,
    rows_of,
    score_axis,
    tip,
)
from tobfit.report.vega.wording import Phrases
from tobfit.report.words import Words

PARTS = ("certain", "open")


def ranking(picture: Picture, figure: Ranking) -> Spec:
    """One row for each product: ``score_low`` and ``score_high`` (null without a score), ``answered``, ``coverage``."""
    phrases, words = Phrases(picture.lang), Words(picture.lang)
    rows = rows_of([_row(order, bar, words, phrases) for order, bar in enumerate(figure.bars)])
    return framed(picture, rows, _layers(rows, phrases), {"step": 46})


def _row(order: int, bar: RankedBar, words: Words, phrases: Phrases) -> dict[str, Any]:
    score, look = bar.score, looks.DECISION_LOOKS[bar.decision]
    told = phrases("no_score") if score is None else str(score)
    decision = f"{look.sign} {words.term(bar.decision)}"
    return {
        "order": order,
        "rank": bar.rank,
        "product": bar.product,
        "label": bar.label,
        "heading": f"{bar.rank}. {bar.label}",
        "figure": f"{decision} · {told}",
        "decision": bar.decision,
        "decided": decision,
        "score": told,
        "score_low": None if score is None else score.low,
        "score_high": None if score is None else score.high,
        "open": None if score is None else score.width,
        "answered": bar.answered,
        "coverage": bar.coverage,
        **parts_of(phrases, PARTS),
    }


def _layers(rows: list[Row], phrases: Phrases) -> list[Spec]:
    y = place()
    tooltip = tip(
        phrases, ("label", "product", None), ("rank", "rank", "d"), ("decided", "decision", None),
        ("score", "score", None), ("answered", "answered", SCORE), ("coverage", "coverage", PERCENT),
    )  # fmt: skip
    x = field("score_low", **score_axis(phrases))
    certain = {"x": x, "x2": {"datum": 0}, "y": y, "tooltip": tooltip, **parted(phrases, "certain", PARTS)}
    opened = {"x": x, "x2": {"field": "score_high"}, "y": y, "tooltip": tooltip, **parted(phrases, "open", PARTS)}
    answered = {"x": field("answered"), "y": y, "tooltip": tooltip}
    diamond: Spec = {"shape": "diamond", "fill": looks.PAPER, "stroke": looks.INK, "size": 60, "opacity": 1}
    return [
        layer("bar", opened, some="open", height=14, yOffset=9),
        layer("bar", certain, some="score_low", height=14, yOffset=9),
        layer("point", answered, yOffset=9, **diamond),
        *headings(rows, y, tooltip),
    ]
