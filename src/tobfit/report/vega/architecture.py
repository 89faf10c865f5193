"""The architecture: the client's systems by zone at the left, the product at the right, a line for each connection.

Every connection has a row of its own, so that no two cross; a system is as high as its connections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from tobfit.report.charts import looks
from tobfit.report.charts.records import Architecture, Picture
from tobfit.report.explained.records import Link
from tobfit.report.vega.layers import LEGEND, Spec, field, framed, label, layer, rows_of, text_of, tip
from tobfit.report.vega.wording import Phrases
from tobfit.report.width import wrap

STEP = 30
"""Pixels of a row."""
NAME_COLUMNS, NAME_LINE = 12, 16
"""Columns of a line of the product's name, and pixels from one to the next."""
ZONE, SYSTEM, PRODUCT = (0.0, 36.0), (1.5, 34.5), (76.0, 100.0)
"""From where to where a box stands across, of 100."""
SHAPES = {"interface": "circle", "zone": "square", "adapter": "diamond", "gap": "cross"}


@attrs.frozen
class _Placed:
    """A system with the rows it takes and its connections."""

    id: str
    name: str
    zone: str | None
    zone_name: str
    top: int
    bottom: int
    links: tuple[Link, ...]


def architecture(picture: Picture, figure: Architecture) -> Spec:
    """Rows by ``shape``: ``zone``, ``system`` and ``product`` (boxes, ``x`` to ``x2`` and ``y`` to ``y2``), ``link``
    (with ``state``, ``requirement`` and why), its ``arrow``, its ``sign``, and each ``stop`` on its way."""
    phrases = Phrases(picture.lang)
    placed = _placed(figure, phrases)
    height = placed[-1].bottom + 1
    rows = rows_of([*_boxes(placed, figure, height), *_lines(placed, phrases)])
    return framed(picture, rows, _layers(phrases, height), height * STEP)


def _placed(figure: Architecture, phrases: Phrases) -> list[_Placed]:
    """The systems below each other, those of one zone together, each zone with a row for its name."""
    named = {link.system: (link.system, link.system_name, link.zone, link.zone_name) for link in figure.links}
    systems = {**named, **{system[0]: system for system in figure.systems}}
    zones = dict.fromkeys(system[2] for system in systems.values())
    found: list[_Placed] = []
    row = 0
    for zone in zones:
        row += 1
        for name, title, its_zone, zone_name in systems.values():
            if its_zone != zone:
                continue
            links = tuple(link for link in figure.links if link.system == name)
            bottom = row + max(1, len(links))
            told = phrases("no_zone") if zone is None else zone_name or zone
            found.append(_Placed(name, title, zone, told, row, bottom, links))
            row = bottom
    return found


def _boxes(placed: Sequence[_Placed], figure: Architecture, height: int) -> Iterable[dict[str, Any]]:
    zones: dict[str | None, list[_Placed]] = {}
    for one in placed:
        zones.setdefault(one.zone, []).append(one)
    for zone, inside in zones.items():
        top, bottom = inside[0].top - 1 + 0.1, inside[-1].bottom + 0.02
        yield _box("zone", zone, inside[0].zone_name, ZONE, (top, bottom))
    for one in placed:
        yield _box("system", one.id, one.name, SYSTEM, (one.top + 0.08, one.bottom - 0.08))
    lines = wrap(text_of(figure.label), NAME_COLUMNS)
    most = max(1, height * STEP // NAME_LINE - 1)
    shown = lines if len(lines) <= most else [*lines[: most - 1], "…"]
    yield {**_box("product", figure.product, figure.label, PRODUCT, (0.1, height - 0.1)), "lines": shown}


def _box(
    shape: str, name: str | None, text: str, across: tuple[float, float], down: tuple[float, float]
) -> dict[str, Any]:
    ends = {"x": across[0], "x2": across[1], "y": down[0], "y2": down[1]}
    return {"shape": shape, "id": name, "label": text, **ends, "middle": (down[0] + down[1]) / 2}


def _lines(placed: Sequence[_Placed], phrases: Phrases) -> Iterable[dict[str, Any]]:
    for one in placed:
        for at, link in enumerate(one.links):
            yield from _line(link, one.top + at + 0.5, phrases)


def _line(link: Link, y: float, phrases: Phrases) -> Iterable[dict[str, Any]]:
    start, end = SYSTEM[1], PRODUCT[0]
    said = {
        "requirement": link.requirement,
        "label": link.system_name,
        "state": link.state,
        "stands": f"{looks.LINK_STROKES[link.state].sign} {phrases(f'link_{link.state}')}",
        "direction": phrases("to_product" if link.to_product else "from_product"),
        "to_product": link.to_product,
        "broken": phrases.join(link.broken) or None,
        "reason": link.reason,
        "y": y,
    }
    yield {"shape": "link", "id": link.system, **said, "x": start, "x2": end}
    yield {"shape": "arrow", "id": link.system, **said, "x": end - 0.8 if link.to_product else start + 0.8}
    yield {"shape": "sign", "id": link.system, **said, "x": start + 5, "sign": looks.LINK_STROKES[link.state].sign}
    width = (end - start - 12) / (len(link.stops) + 1)
    for place, stop in enumerate(link.stops, 1):
        yield {"shape": "stop", **said, "x": start + 8 + place * width, "kind": stop.kind, "stop": stop.text}


def _layers(phrases: Phrases, height: int) -> list[Spec]:
    x = field("x", scale={"domain": [0, 100]}, axis=None)
    y = field("y", scale={"domain": [height, 0], "nice": False}, axis=None)
    name = tip(phrases, ("label", "name", None))
    box = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}, "tooltip": name}
    drawn: dict[str, Spec] = {
        "zone": {"fill": "#f5f5f5", "stroke": looks.RULE, "strokeDash": [4, 3], "cornerRadius": 4},
        "system": {"fill": looks.PAPER, "stroke": looks.INK, "cornerRadius": 3},
        "product": {"fill": "#e6eef7", "stroke": looks.ACCENT, "strokeWidth": 2, "cornerRadius": 3},
    }
    boxes = [layer("rect", box, only={"shape": shape}, **look) for shape, look in drawn.items()]
    return [*boxes, *_names(x, y), *_connections(x, y, phrases)]


def _names(x: Spec, y: Spec) -> list[Spec]:
    """The texts in the boxes, each cut where its box ends."""
    at, middle = {"x": x, "y": y}, {"x": x, "y": {**y, "field": "middle"}}
    zone: Spec = {"dx": 6, "dy": 11, "color": looks.MUTED, "limit": {"expr": "width * 0.34"}}
    product: Spec = {"dx": 8, "dy": 14, "lineHeight": NAME_LINE, "limit": {"expr": "width * 0.24 - 16"}}
    return [
        label(at, only={"shape": "zone"}, **zone),
        label(middle, only={"shape": "system"}, dx=6, limit={"expr": "width * 0.33 - 12"}),
        label(at, "lines", only={"shape": "product"}, fontWeight="bold", **product),
        label(at, "requirement", only={"shape": "sign"}, dx=14, dy=-9, fontSize=10, limit={"expr": "width * 0.34"}),
    ]


def _connections(x: Spec, y: Spec, phrases: Phrases) -> list[Spec]:
    """The lines with their arrows, their signs and what lies on the way."""
    link = tip(
        phrases, ("requirement", "requirement", None), ("label", "system", None), ("direction", "direction", None),
        ("stands", "state", None), ("broken", "fails", None), ("reason", "reason", None),
    )  # fmt: skip
    colour, dash = _strokes(phrases)
    turn = field("to_product", "nominal", scale={"domain": [True, False], "range": [90, 270]}, legend=None)
    kinds = {"domain": list(SHAPES), "range": list(SHAPES.values())}
    at: Spec = {"x": x, "y": y, "tooltip": link}
    line = {**at, "x2": {"field": "x2"}, "color": colour, "strokeDash": dash}
    arrow = {**at, "color": {**colour, "legend": None}, "angle": turn}
    ring = {**at, "stroke": {**colour, "legend": None}}
    stop = {**at, "shape": field("kind", "nominal", scale=kinds, legend=None)}
    stop["tooltip"] = [*tip(phrases, ("stop", "stop", None)), *link[:2]]
    white: Spec = {"fill": looks.PAPER, "opacity": 1}
    return [
        layer("rule", line, only={"shape": "link"}, strokeWidth=2.5),
        layer("point", arrow, only={"shape": "arrow"}, shape="triangle-up", filled=True, size=90, opacity=1),
        layer("point", ring, only={"shape": "sign"}, shape="circle", size=260, strokeWidth=1.5, **white),
        layer("text", {**at, "text": field("sign", "nominal")}, only={"shape": "sign"}, color=looks.INK),
        layer("point", stop, only={"shape": "stop"}, stroke=looks.INK, size=70, **white),
    ]


def _strokes(phrases: Phrases) -> tuple[Spec, Spec]:
    """Colour and dashes of a line by its state."""
    states = looks.LINK_STROKES
    told = [f"{stroke.sign} {phrases(f'link_{state}')}" for state, stroke in states.items()]
    dashes = [[int(part) for part in stroke.dash.split()] or [1, 0] for stroke in states.values()]
    legend = {**LEGEND, "symbolType": "stroke", "symbolSize": 400}
    colours = {"domain": told, "range": [stroke.colour for stroke in states.values()]}
    colour = field("stands", "nominal", scale=colours, legend=legend)
    return colour, field("stands", "nominal", scale={"domain": told, "range": dashes}, legend=legend)
