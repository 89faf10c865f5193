"""The waterfall: how the lines, or the dimensions, add up to the score of one product."""

from __future__ import annotations

from typing import Any

from tobfit.model.interval import Interval, Ratio
from tobfit.report.charts.records import Picture, Waterfall, WaterfallBar, WaterfallStep
from tobfit.report.vega.layers import (
    PERCENT,
    SCORE,
    Row,
    Spec,
    empty,
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

PARTS = ("certain", "open", "lost")


def waterfall(picture: Picture, figure: Waterfall) -> Spec:
    """One row for each bar and one for their sum (``is_sum``): ``low`` and ``high`` of the ``share`` of the weight; how
    much of it is ``certain``, ``open`` and ``lost``, and where these stand (``certain_from``, ``certain_to`` ...)."""
    if figure.score is None:
        return empty(picture)
    phrases = Phrases(picture.lang)
    bars = [
        _row(order, bar, step, phrases) for order, (bar, step) in enumerate(zip(figure.bars, figure.steps, strict=True))
    ]
    rows = rows_of([*bars, _sum(len(bars), figure.score, phrases)])
    return framed(picture, rows, _layers(rows, phrases), {"step": 44})


def _row(order: int, bar: WaterfallBar, step: WaterfallStep, phrases: Phrases) -> dict[str, Any]:
    shown = Interval(bar.low, bar.high)
    return {
        "order": order,
        "is_sum": False,
        "name": bar.name,
        "label": bar.label,
        "heading": bar.label,
        "figure": phrases("of").format(part=shown, share=f"{bar.share:.4f}"),
        "part": str(shown),
        "low": bar.low,
        "high": bar.high,
        "share": bar.share,
        "requirements": phrases.join(bar.requirements),
        "verdict": bar.verdict,
        **_places(step.certain, step.open, step.lost),
        **parts_of(phrases, PARTS),
    }


def _sum(order: int, score: Interval, phrases: Phrases) -> dict[str, Any]:
    low, high = Ratio(score.low), Ratio(score.high)
    return {
        "order": order,
        "is_sum": True,
        "name": None,
        "label": phrases("sum"),
        "heading": phrases("sum"),
        "figure": str(score),
        "part": str(score),
        "low": low,
        "high": high,
        "share": Ratio(1),
        "requirements": None,
        "verdict": None,
        **_places(Interval(Ratio(0), low), Interval(low, high), Interval(high, Ratio(1))),
        **parts_of(phrases, PARTS),
    }


def _places(certain: Interval, opened: Interval, lost: Interval) -> dict[str, Any]:
    stands = {"certain": certain, "open": opened, "lost": lost}
    return {
        name: value
        for part, where in stands.items()
        for name, value in ((part, where.width), (f"{part}_from", where.low), (f"{part}_to", where.high))
    }


def _layers(rows: list[Row], phrases: Phrases) -> list[Spec]:
    y = place()
    tooltip = tip(
        phrases, ("label", "part", None), ("low", "certain", SCORE), ("high", "at_most", SCORE),
        ("share", "share", PERCENT), ("requirements", "requirements", None),
    )  # fmt: skip
    drawn = [
        layer(
            "bar",
            {
                "x": field(f"{part}_from", **score_axis(phrases)),
                "x2": {"field": f"{part}_to"},
                "y": y,
                "tooltip": tooltip,
                **parted(phrases, part, PARTS),
            },
            some=part,
            height=14,
            yOffset=9,
        )
        for part in reversed(PARTS)
    ]
    return [*drawn, *headings(rows, y, tooltip)]
