"""The heat map: lines by products, each cell a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.model.words import Verdict
from tobfit.report.charts import looks
from tobfit.report.charts.records import HeatCell, HeatMap, Picture
from tobfit.report.story import VERDICTS
from tobfit.report.vega.layers import Spec, field, framed, layer, looked, rows_of, tip, unlike
from tobfit.report.vega.wording import Phrases
from tobfit.report.words import Words

CELL, MOST_FITTED = 24, 10
"""Pixels of a cell; columns that share the width of what the chart stands in: with more each has its own, so that no
sign lies on another."""


def heat_map(picture: Picture, figure: HeatMap) -> Spec:
    """One row for each line and product: ``verdict``, ``severity`` of the gravest gap (null without), ``waived``. What
    is the same for a whole line, a product, a verdict or a severity is looked up: tens of thousands of cells stay
    small."""
    phrases, words = Phrases(picture.lang), Words(picture.lang)
    made = framed(picture, rows_of(_cells(figure)), _layers(phrases, words), {"step": CELL})
    if len(figure.products) > MOST_FITTED:
        made |= {"width": {"step": CELL}, "autosize": "pad"}
    return {**made, "transform": list(_lookups(figure, phrases, words))}


def _cells(figure: HeatMap) -> list[dict[str, Any]]:
    return [
        {"requirement": row.requirement, "product": product, **_cell(cell)}
        for row in figure.rows
        for product, cell in zip(figure.products, row.cells, strict=True)
    ]


def _cell(cell: HeatCell) -> dict[str, Any]:
    sign = looks.VERDICT_LOOKS[cell.verdict].sign
    shown = f"({sign})" if cell.waived else sign
    return {"verdict": cell.verdict, "severity": cell.severity, "waived": cell.waived, "sign": shown}


def _lookups(figure: HeatMap, phrases: Phrases, words: Words) -> Iterable[Spec]:
    lines = unlike([f"{row.requirement} {row.title}" for row in figure.rows])
    yield _lookup("requirement", [
        {"requirement": row.requirement, "order": order, "line": lines[order], "group": row.group,
         "priority": row.priority, "asked": words.term(row.priority)}
        for order, row in enumerate(figure.rows)
    ])  # fmt: skip
    columns = enumerate(zip(figure.products, unlike(figure.labels), strict=True))
    yield _lookup("product", [{"product": one, "column": column, "label": label} for column, (one, label) in columns])
    yield _lookup("verdict", [{"verdict": one, "judged": _judged(one, words)} for one in VERDICTS])
    severities = [{"severity": one, "gravest": words.term(one)} for one in looks.SEVERITY_LOOKS]
    yield {**_lookup("severity", severities), "default": "–"}
    yield _lookup("waived", [{"waived": one, "let_go": phrases("yes" if one else "no")} for one in (True, False)])


def _lookup(key: str, found: Sequence[dict[str, Any]]) -> Spec:
    """All fields of the row that has the same key."""
    fields = [name for name in found[0] if name != key]
    return {"lookup": key, "from": {"data": {"values": rows_of(found)}, "key": key, "fields": fields}}


def _judged(verdict: Verdict, words: Words) -> str:
    return f"{looks.VERDICT_LOOKS[verdict].sign} {words.term(verdict)}"


def _layers(phrases: Phrases, words: Words) -> list[Spec]:
    shown = [looks.VERDICT_LOOKS[verdict] for verdict in VERDICTS]
    told = [_judged(verdict, words) for verdict in VERDICTS]
    across = {"orient": "top", "labelAngle": -90, "labelLimit": 150, "labelOverlap": False}
    x = field("label", "nominal", title=None, sort={"field": "column", "op": "min"}, axis=across)
    y = field("line", "nominal", title=None, sort={"field": "order", "op": "min"}, axis={"labelLimit": 260})
    tooltip = tip(
        phrases, ("line", "requirement", None), ("asked", "priority", None), ("group", "dimension", None),
        ("label", "product", None), ("judged", "verdict", None), ("gravest", "severity", None),
        ("let_go", "waived", None),
    )  # fmt: skip
    ink = field("judged", "nominal", scale={"domain": told, "range": [look.ink for look in shown]}, legend=None)
    frame: Spec = {"filled": False, "stroke": looks.INK, "strokeWidth": 2.5}
    return [
        layer("rect", {"x": x, "y": y, "tooltip": tooltip, **looked("judged", told, shown, 1)}),
        layer("rect", {"x": x, "y": y, "tooltip": tooltip}, only={"severity": "blocker"}, **frame),
        layer("text", {"x": x, "y": y, "tooltip": tooltip, "text": field("sign", "nominal"), "color": ink}),
    ]
