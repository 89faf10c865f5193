"""The heat map: lines by products, each cell a verdict."""

from __future__ import annotations

from typing import Any

from tobfit.report.charts import looks
from tobfit.report.charts.records import HeatCell, HeatMap, Picture
from tobfit.report.story import VERDICTS
from tobfit.report.vega.layers import Spec, field, framed, layer, looked, rows_of, tip, unlike
from tobfit.report.vega.wording import Phrases
from tobfit.report.words import Words


def heat_map(picture: Picture, figure: HeatMap) -> Spec:
    """One row for each line and product: ``verdict``, ``severity`` of the gravest gap (null without), ``waived``."""
    phrases, words = Phrases(picture.lang), Words(picture.lang)
    rows = rows_of(_rows(figure, phrases, words))
    return framed(picture, rows, _layers(phrases, words), {"step": 24})


def _rows(figure: HeatMap, phrases: Phrases, words: Words) -> list[dict[str, Any]]:
    columns = unlike(figure.labels)
    lines = unlike([f"{row.requirement} {row.title}" for row in figure.rows])
    return [
        {
            "order": order,
            "requirement": row.requirement,
            "line": lines[order],
            "group": row.group,
            "priority": row.priority,
            "column": column,
            "product": product,
            "label": columns[column],
            **_cell(cell, phrases, words),
        }
        for order, row in enumerate(figure.rows)
        for column, (product, cell) in enumerate(zip(figure.products, row.cells, strict=True))
    ]


def _cell(cell: HeatCell, phrases: Phrases, words: Words) -> dict[str, Any]:
    sign = looks.VERDICT_LOOKS[cell.verdict].sign
    return {
        "verdict": cell.verdict,
        "judged": f"{sign} {words.term(cell.verdict)}",
        "sign": f"({sign})" if cell.waived else sign,
        "severity": cell.severity,
        "gravest": words.term(cell.severity) if cell.severity else None,
        "waived": cell.waived,
        "let_go": phrases("yes" if cell.waived else "no"),
    }


def _layers(phrases: Phrases, words: Words) -> list[Spec]:
    shown = [looks.VERDICT_LOOKS[verdict] for verdict in VERDICTS]
    told = [f"{look.sign} {words.term(verdict)}" for look, verdict in zip(shown, VERDICTS, strict=True)]
    across = {"orient": "top", "labelAngle": -90, "labelLimit": 150, "labelOverlap": False}
    x = field("label", "nominal", title=None, sort={"field": "column", "op": "min"}, axis=across)
    y = field("line", "nominal", title=None, sort={"field": "order", "op": "min"}, axis={"labelLimit": 260})
    tooltip = tip(
        phrases, ("line", "requirement", None), ("label", "product", None), ("judged", "verdict", None),
        ("gravest", "severity", None), ("let_go", "waived", None),
    )  # fmt: skip
    ink = field("judged", "nominal", scale={"domain": told, "range": [look.ink for look in shown]}, legend=None)
    frame: Spec = {"filled": False, "stroke": looks.INK, "strokeWidth": 2.5}
    return [
        layer("rect", {"x": x, "y": y, "tooltip": tooltip, **looked("judged", told, shown, 1)}),
        layer("rect", {"x": x, "y": y, "tooltip": tooltip}, only={"severity": "blocker"}, **frame),
        layer("text", {"x": x, "y": y, "tooltip": tooltip, "text": field("sign", "nominal"), "color": ink}),
    ]
