"""Prices: a bar for each range of money, one plot for each unit and horizon, since these cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tobfit.report.charts import looks
from tobfit.report.charts.records import Band, Picture, PriceGroup, Prices
from tobfit.report.vega.layers import (
    DASHES,
    Row,
    Spec,
    alone,
    field,
    headings,
    layer,
    one_below_the_other,
    place,
    rows_of,
    text_of,
    tip,
)
from tobfit.report.vega.wording import Phrases

MONEY = ",.2f"


def prices(picture: Picture, figure: Prices) -> Spec:
    """One row for each band of each product: ``low`` and ``high`` in ``unit`` over ``horizon`` ("" of prices as
    stated). ``high`` is null where no upper end is known; ``to`` is where the bar ends, and ``open`` how
    long its open part is."""
    phrases = Phrases(picture.lang)
    panels = [_panel(name, groups, phrases) for name, groups in _by_unit(figure).items()]
    return alone(picture, panels[0]) if len(panels) == 1 else one_below_the_other(picture, panels)


def _by_unit(figure: Prices) -> Mapping[tuple[str, str], list[PriceGroup]]:
    found: dict[tuple[str, str], list[PriceGroup]] = {}
    for group in figure.groups:
        found.setdefault((group.unit, group.horizon), []).append(group)
    return found


def _panel(name: tuple[str, str], groups: list[PriceGroup], phrases: Phrases) -> Spec:
    bands = [(group, band) for group in groups for band in group.bands]
    least = min(Fraction(0), *(band.low for _, band in bands))
    most = max(band.low if band.high is None else band.high for _, band in bands)
    ends = least, max(most, Fraction(0)) + (abs(most) / 10 or Fraction(1))
    rows = rows_of([_row(order, group, band, ends[1], phrases) for order, (group, band) in enumerate(bands)])
    title = text_of(" · ".join(filter(None, name)))
    return {"height": {"step": 44}, "data": {"values": rows}, "layer": _layers(rows, title, ends, phrases)}


def _row(order: int, group: PriceGroup, band: Band, end: Fraction, phrases: Phrases) -> dict[str, Any]:
    look = looks.BAND_LOOKS[band.kind]
    low = f"{band.low:{MONEY}}"
    high = phrases("or_more") if band.high is None else f" … {band.high:{MONEY}}"
    money = low if band.low == band.high else low + high
    to = end if band.high is None else band.high
    return {
        "order": order,
        "product": group.product,
        "label": group.label,
        "heading": f"{look.sign} {band.label} · {group.label}",
        "figure": money,
        "kind": band.kind,
        "band": band.label,
        "unit": group.unit,
        "horizon": group.horizon,
        "low": band.low,
        "high": band.high,
        "to": to,
        "open": to - band.low,
        "is_open": band.high is None,
        "fill": look.fill,
        "edge": look.edge,
    }


def _layers(rows: list[Row], title: str, ends: tuple[Fraction, Fraction], phrases: Phrases) -> list[Spec]:
    y = place()
    tooltip = tip(
        phrases, ("label", "product", None), ("band", "band", None), ("low", "low", MONEY), ("high", "high", MONEY),
        ("unit", "unit", None),
    )  # fmt: skip
    x = field("low", scale={"domain": [float(end) for end in ends], "nice": False}, axis={"title": title})
    fill, stroke = (field(name, "nominal", scale=None, legend=None) for name in ("fill", "edge"))
    same = {"y": y, "tooltip": tooltip, "stroke": stroke}
    opened = {"x": x, "x2": {"field": "to"}, **same}
    certain = {"x": x, "x2": {"datum": 0}, **same, "fill": fill}
    arrow: Spec = {"shape": "triangle-right", "fill": looks.PAPER, "size": 70, "opacity": 1}
    return [
        layer("bar", opened, some="open", fill=looks.PAPER, strokeDash=DASHES["lines"], height=14, yOffset=9),
        layer("bar", certain, height=14, yOffset=9),
        layer("point", {**same, "x": field("to")}, only={"is_open": True}, xOffset=-6, yOffset=9, **arrow),
        *headings(rows, y, tooltip),
    ]
