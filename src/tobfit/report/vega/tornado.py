"""The tornado: how far the open answers and the weights of single lines move the certain score of one product."""

from __future__ import annotations

from typing import Any

from tobfit.model.interval import Ratio
from tobfit.report.charts import looks
from tobfit.report.charts.records import Picture, Tornado, TornadoBar
from tobfit.report.vega.layers import (
    SCORE,
    Row,
    Spec,
    empty,
    field,
    framed,
    headings,
    layer,
    looked,
    place,
    rows_of,
    tip,
)
from tobfit.report.vega.wording import Phrases

KINDS = {"answer": "open", "weight": "certain"}


def tornado(picture: Picture, figure: Tornado) -> Spec:
    """One row for each swing: ``least`` (null where nothing with weight is left), ``most``, ``width``, and ``now``, the
    certain score; ``from`` and ``to`` are where the bar begins and ends."""
    if figure.now is None:
        return empty(picture)
    phrases, now = Phrases(picture.lang), figure.now
    rows = rows_of([_row(order, bar, now, phrases) for order, bar in enumerate(figure.bars)])
    return framed(picture, rows, _layers(rows, figure.left_out, phrases), {"step": 44})


def _row(order: int, bar: TornadoBar, now: Ratio, phrases: Phrases) -> dict[str, Any]:
    start = now if bar.least is None else bar.least
    least = phrases("nothing_left") if bar.least is None else f"{bar.least:.4f}"
    return {
        "order": order,
        "requirement": bar.requirement,
        "label": bar.label,
        "heading": bar.label,
        "figure": f"{phrases(bar.kind)} · {least} → {bar.most:.4f}",
        "kind": bar.kind,
        "moved_by": phrases(bar.kind),
        "now": now,
        "least": bar.least,
        "most": bar.most,
        "width": bar.width,
        "from": min(start, bar.most),
        "to": max(start, bar.most),
    }


def _layers(rows: list[Row], left_out: int, phrases: Phrases) -> list[Spec]:
    y = place()
    words, shown = [phrases(kind) for kind in KINDS], [looks.PART_LOOKS[part] for part in KINDS.values()]
    tooltip = tip(
        phrases, ("label", "requirement", None), ("moved_by", "swing", None), ("now", "now", SCORE),
        ("least", "least", SCORE), ("most", "most", SCORE), ("width", "width", SCORE),
    )  # fmt: skip
    score = phrases("score")
    title = phrases("left_out").format(score=score, n=left_out) if left_out else score
    x = field("from", scale={"zero": False, "nice": True}, axis={"title": title})
    bar = {"x": x, "x2": {"field": "to"}, "y": y, "tooltip": tooltip, **looked("moved_by", words, shown)}
    now = {"x": field("now"), "y": y, "tooltip": tooltip}
    at = {"y": y, "tooltip": tooltip}
    ring: Spec = {"shape": "circle", "fill": looks.PAPER, "stroke": looks.INK, "size": 50, "opacity": 1}
    weight: Spec = {"only": {"kind": "weight"}, "yOffset": 9}
    return [
        layer("bar", bar, height=14, yOffset=9),
        layer("tick", now, color=looks.INK, thickness=2, size=24, yOffset=9),
        layer("point", {"x": field("least"), **at}, **weight, **ring),
        layer("point", {"x": field("most"), **at}, **weight, **{**ring, "fill": looks.INK}),
        *headings(rows, y, tooltip),
    ]
