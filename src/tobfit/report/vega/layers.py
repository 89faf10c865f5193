"""The parts that all specifications are put together from: rows, layers, channels, the frame around them.

Field names, tooltips' names and expressions are fixed words of this library. A text from outside stands in the data,
in a title or in the description alone: Vega-Lite draws these as they are and reads no expression in them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from tobfit.report.charts import looks
from tobfit.report.charts.lettering import room_of
from tobfit.report.charts.looks import Look
from tobfit.report.charts.records import Picture
from tobfit.report.escape import visible
from tobfit.report.vega.reading import how_to_read
from tobfit.report.vega.wording import Phrases
from tobfit.report.width import truncate, wrap

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Names the language; nothing is read from there. The specifications are valid in version 5 too."""

Spec = dict[str, Any]
Value = str | float | int | bool | None | list[str]
Row = dict[str, Value]
FieldType = Literal["quantitative", "ordinal", "nominal"]

WIDTH = 560
"""Pixels, where a picture has several plots."""
COLUMNS, TITLE_COLUMNS = 58, 42
"""How wide the lines below the title, and those of the title, are in columns of a terminal: as wide as a telephone."""
SCORE, PERCENT = ".4f", ".1%"
HEADING, LEAST_NAME = 12, 60
"""The size of a text above a bar, and the pixels that a name has at least."""


def text_of(value: str) -> str:
    r"""A text from outside as a chart shows it: on one line, with every character that steers written out.

    >>> text_of("a\u202eb <i>")
    'a\\u202eb <i>'
    """
    return visible(value)


def rows_of(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows as plain data: exact numbers as the nearest floats, texts safe to be shown."""
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Value:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, list):
        return [text_of(line) for line in value]
    return text_of(value) if isinstance(value, str) else value


def unlike(texts: Sequence[str]) -> list[str]:
    """The texts, those that stand there twice with a number, so that each has a place of its own on an axis.

    >>> unlike(["a", "b", "a"])
    ['a', 'b', 'a (2)']
    """
    found: dict[str, None] = {}
    for text in map(text_of, texts):
        others = (text, *(f"{text} ({number})" for number in range(2, len(texts) + 2)))
        found[next(one for one in others if one not in found)] = None
    return list(found)


def field(name: str, kind: FieldType = "quantitative", **more: Any) -> Spec:
    """A channel that shows a field."""
    return {"field": name, "type": kind, **more}


def place(name: str = "order", **more: Any) -> Spec:
    """A channel with one row or column for each whole number of a field; without an axis."""
    return field(name, "ordinal", axis=None, **more)


def tip(phrases: Phrases, *fields: tuple[str, str, str | None]) -> list[Spec]:
    """A tooltip: field, the phrase that names it, and a number's format (None: a text)."""
    return [
        {"field": name, "type": "nominal", "title": phrases(phrase)}
        if form is None
        else {"field": name, "type": "quantitative", "title": phrases(phrase), "format": form}
        for name, phrase, form in fields
    ]


def layer(mark: str, encoding: Spec, *, only: Spec | None = None, some: str | None = None, **look: Any) -> Spec:
    """One layer; ``only`` keeps the rows whose fields have these values, ``some`` those where this field is above 0."""
    wanted: list[Spec] = [{"field": name, "equal": value} for name, value in (only or {}).items()]
    wanted += [{"field": some, "gt": 0}] if some else []
    made: Spec = {"transform": [{"filter": one} for one in wanted]} if wanted else {}
    return {**made, "mark": {"type": mark, **look}, "encoding": encoding}


def label(encoding: Spec, text: str = "label", *, only: Spec | None = None, **look: Any) -> Spec:
    """A layer of texts that start where the plot starts and are cut at its end."""
    fixed: Spec = {"align": "left", "baseline": "middle", "color": looks.INK, "limit": {"expr": "width"}, **look}
    return layer("text", {**encoding, "text": field(text, "nominal")}, only=only, **fixed)


def headings(rows: Sequence[Row], y: Spec, tooltip: list[Spec]) -> list[Spec]:
    """Above each bar what it is called (``heading``), and at the right end its figures (``figure``): where both do not
    fit it is the name that is cut."""
    taken = 16 + math.ceil(max(room_of(str(row["figure"]), HEADING) for row in rows))
    at: Spec = {"y": y, "tooltip": tooltip}
    left, right = {"expr": f"max(width - {taken}, {LEAST_NAME})"}, {"expr": f"width - {LEAST_NAME}"}
    return [
        label({**at, "x": {"value": 0}}, "heading", yOffset=-9, limit=left),
        label({**at, "x": {"value": "width"}}, "figure", yOffset=-9, align="right", limit=right),
    ]


def framed(picture: Picture, rows: list[Row], layers: list[Spec], height: Any) -> Spec:
    """The specification of one plot that is as wide as what it stands in."""
    return alone(picture, {"height": height, "data": {"values": rows}, "layer": layers})


def alone(picture: Picture, plot: Spec) -> Spec:
    """The specification of one plot that is as wide as what it stands in."""
    fit = {"type": "fit-x", "contains": "padding"}
    return {**head(picture), "width": "container", "autosize": fit, **plot, "config": CONFIG}


def one_below_the_other(picture: Picture, plots: Sequence[Spec]) -> Spec:
    """The specification of several plots with axes of their own. Vega-Lite lets a single plot alone be as wide as what
    it stands in, so these have a fixed width."""
    resolve = {"scale": dict.fromkeys(("x", "y"), "independent")}
    return {
        **head(picture),
        "vconcat": [{"width": WIDTH, **plot} for plot in plots],
        "resolve": resolve,
        "config": CONFIG,
    }


def empty(picture: Picture) -> Spec:
    """What stands for a picture that has nothing to draw."""
    rows = rows_of([{"order": 0, "label": picture.alternative or Phrases(picture.lang)("nothing")}])
    return framed(picture, rows, [label({"x": {"value": 0}, "y": place()})], {"step": 40})


def head(picture: Picture) -> Spec:
    """Schema, title with how to read it, description, and what kind of picture it is."""
    title = text_of(picture.title)
    named = {"kind": picture.kind, "name": picture.name, "lang": picture.lang, "title": title}
    return {
        "$schema": SCHEMA,
        "title": {
            "text": wrap(truncate(title, 4 * TITLE_COLUMNS), TITLE_COLUMNS),
            "subtitle": wrap(how_to_read(picture.kind, picture.lang), COLUMNS),
            "anchor": "start",
            "frame": "bounds",
        },
        "description": text_of(picture.alternative),
        "usermeta": {"tobfit": named},
    }


def looked(name: str, words: list[str], shown: Sequence[Look], columns: int = 2) -> Spec:
    """Channels that tell a field's values apart: a fill, and beside its colour an edge and its dashes."""
    legend = {**LEGEND, "columns": columns}

    def channel(values: list[Any]) -> Spec:
        return field(name, "nominal", scale={"domain": words, "range": values}, legend=legend)

    return {
        "fill": channel([look.fill for look in shown]),
        "stroke": channel([look.edge for look in shown]),
        "strokeDash": channel([DASHES[look.pattern] for look in shown]),
    }


def parts_of(phrases: Phrases, parts: Sequence[str]) -> Row:
    """What the parts of a score are called, as fields of a row (``certain_is``, ``open_is``, ``lost_is``)."""
    return {f"{part}_is": phrases(part) for part in parts}


def parted(phrases: Phrases, part: str, parts: Sequence[str]) -> Spec:
    """Channels of a bar that shows one part of a score, of those that the picture has."""
    return looked(f"{part}_is", [phrases(name) for name in parts], [looks.PART_LOOKS[name] for name in parts])


def score_axis(phrases: Phrases, title: str = "score") -> Spec:
    """An axis from 0 to 1."""
    axis = {"title": phrases(title), "format": ".1f", "values": [0, 0.2, 0.4, 0.6, 0.8, 1]}
    return {"scale": {"domain": [0, 1]}, "axis": axis}


LEGEND: Spec = {"title": None, "orient": "bottom", "columns": 2}
DASHES: dict[str, list[int]] = {"": [1, 0], "lines": [4, 3], "dots": [1, 3]}
"""Vega fills with no pattern: the edge has it."""

CONFIG: Spec = {
    "font": looks.FONT,
    "background": looks.PAPER,
    "view": {"stroke": None},
    "title": {
        "fontSize": 15,
        "fontWeight": "bold",
        "color": looks.INK,
        "subtitleColor": looks.MUTED,
        "subtitleFontSize": 11,
        "subtitlePadding": 6,
        "offset": 12,
    },
    "axis": {
        "labelColor": looks.INK,
        "titleColor": looks.INK,
        "gridColor": looks.GRID,
        "domainColor": looks.RULE,
        "tickColor": looks.RULE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": looks.INK,
        "titleColor": looks.INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 260,
    },
    "text": {"fontSize": HEADING},
}
