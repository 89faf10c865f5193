"""The radar by dimension. Vega-Lite has no polar axes: each dimension has a row for each product, from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.model.interval import Interval
from tobfit.report.charts import looks
from tobfit.report.charts.records import Picture, Radar
from tobfit.report.vega.layers import (
    Spec,
    field,
    framed,
    label,
    layer,
    place,
    rows_of,
    score_axis,
    tip,
)
from tobfit.report.vega.wording import Phrases

SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down")
GUTTER = 190
"""Pixels that the names at the left may take."""


def radar(picture: Picture, figure: Radar) -> Spec:
    """One row for each dimension and product (``low`` and ``high``, null where nothing counts there), and before them
    one that names the dimension (``is_axis``)."""
    phrases = Phrases(picture.lang)
    rows = rows_of([{"order": order, **row} for order, row in enumerate(_rows(figure, phrases))])
    return framed(picture, rows, _layers(phrases), {"step": 20})


def _rows(figure: Radar, phrases: Phrases) -> Iterable[dict[str, Any]]:
    for axis, name in enumerate(figure.axes):
        held = figure.together if axis == len(figure.axes) - 1 else ()
        named = {"dimension": name, "together": phrases.join(held) or None}
        yield {"is_axis": True, **named, "label": name, "product": None, **_score(None, phrases)}
        for place_of, series in enumerate(figure.series):
            yield {
                "is_axis": False,
                **named,
                "label": series.label,
                "product": series.product,
                "look": place_of % len(SHAPES),
                **_score(series.scores[axis], phrases),
            }


def _score(score: Interval | None, phrases: Phrases) -> dict[str, Any]:
    if score is None:
        return {"score": phrases("no_score"), "low": None, "high": None}
    return {"score": str(score), "low": score.low, "high": score.high}


def _layers(phrases: Phrases) -> list[Spec]:
    y, one = place(), {"is_axis": False}
    axis = tip(phrases, ("dimension", "dimension", None), ("together", "together", None))
    tooltip = [*tip(phrases, ("label", "product", None)), *axis, *tip(phrases, ("score", "score", None))]
    numbers = list(range(len(SHAPES)))
    colours = [looks.SERIES_LOOKS[at].colour for at in numbers]
    colour = field("look", "nominal", scale={"domain": numbers, "range": colours}, legend=None)
    shape = field("look", "nominal", scale={"domain": numbers, "range": list(SHAPES)}, legend=None)
    x = field("low", **score_axis(phrases))
    both = {"y": y, "tooltip": tooltip, "stroke": colour}
    named = {"x": {"value": -8}, "y": y, "tooltip": tooltip}
    return [
        layer("rule", {"x": x, "x2": {"field": "high"}, **both}, only=one, strokeWidth=3),
        layer("point", {"x": field("high"), "shape": shape, **both}, only=one, fill=looks.PAPER, size=60, opacity=1),
        layer("point", {"x": x, "shape": shape, **both, "fill": colour}, only=one, size=60, opacity=1),
        label(named, only=one, align="right", limit=GUTTER),
        label({"x": {"value": 0}, "y": y, "tooltip": axis}, only={"is_axis": True}, fontWeight="bold"),
    ]
