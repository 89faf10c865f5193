"""A radar; bars where there are too few axes for one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from tobfit.model.interval import Interval
from tobfit.report.charts.canvas import (
    EDGE,
    INNER,
    LINE,
    SMALL,
    WIDTH,
    Number,
    Sheet,
    number,
    stroke,
    tag,
    titled,
    words_at,
)
from tobfit.report.charts.drawings.ranking import BAR, QUARTERS, bar_tops, part_entry, score_bar
from tobfit.report.charts.looks import GRID, MUTED, PAPER, RULE, SERIES_LOOKS, SeriesLook
from tobfit.report.charts.records import Radar, RadarSeries
from tobfit.report.charts.saying import PARTS, say

PHRASES: dict[str, tuple[str, str]] = {
    "best_case": ("thin: if all open points turn out well", "细线：未知项全部有利时"),
    "told": ("{label}: {scores}", "{label}：{scores}"),
    "one": ("{axis} {score}", "{axis} {score}"),
    "bar": ("{label}, {axis}: {score}", "{label}，{axis}：{score}"),
    "left_out": (
        "Not drawn ({n}): {names}. The table has all.",
        "另有 {n} 个产品未画出：{names}。完整数据见表。",
    ),
}
MOST_SERIES = 3
"""More lines than these cover each other."""
RADIUS, STEP = 140, 40
Point = tuple[float, float]


def draw(figure: Radar, sheet: Sheet) -> None:
    """The best products over all axes."""
    shown = figure.series[:MOST_SERIES]
    if len(figure.axes) < 3:
        _bars(figure, sheet)
        return
    looks = SERIES_LOOKS[: len(shown)]
    for one, look in zip(shown, looks, strict=True):
        key = [stroke("M0 8H24", look.colour, 2, look.dash), tag("path", {"d": look.mark, "fill": look.colour,
               "transform": "translate(12 8)"})]  # fmt: skip
        place = tag("g", {"transform": f"translate({EDGE} {number(sheet.y)})"}, *key)
        sheet.add(
            titled(one.label, place, words_at(EDGE + 32, sheet.y + 13, one.label, room=INNER - 32)), down=LINE + 4
        )
    _left_out(figure.series[MOST_SERIES:], sheet)
    sheet.note(say(PHRASES, sheet.words, "best_case"))
    centre = (WIDTH / 2, float(sheet.y) + RADIUS + 30)
    _web(len(figure.axes), centre, sheet)
    for one, look in zip(reversed(shown), reversed(looks), strict=True):
        _series(one, look, figure, centre, sheet)
    _ring_figures(centre, sheet)
    sheet.y += 2 * RADIUS + 64
    _axes(figure.axes, sheet)


def _at(place: int, count: int, radius: float, centre: Point) -> Point:
    angle = 2 * math.pi * place / count - math.pi / 2
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _path(points: Iterable[Point]) -> str:
    return "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _exact(value: float) -> Fraction:
    """The place to a tenth, so that the last bit of a sine is not seen."""
    return Fraction(round(value * 10), 10)


def _n(value: float) -> str:
    return number(_exact(value))


def _web(count: int, centre: Point, sheet: Sheet) -> None:
    for quarter in (0.25, 0.5, 0.75, 1):
        points = [_at(n, count, RADIUS * quarter, centre) for n in range(count)]
        sheet.add(stroke(f"M{_path(points)}Z", RULE if quarter == 1 else GRID))
    for n in range(count):
        sheet.add(stroke(f"M{_path([centre, _at(n, count, RADIUS, centre)])}", GRID))
        x, y = _at(n, count, RADIUS + 16, centre)
        sheet.add(words_at(_exact(x), _exact(y + 5), str(n + 1), room=30, anchor="middle", bold=True))


def _ring_figures(centre: Point, sheet: Sheet) -> None:
    """How far out a ring is, beside the first axis, on a ground of their own."""
    for quarter, text in ((0.5, "0.5"), (1, "1")):
        left, base = _exact(centre[0] + 5), _exact(centre[1] - RADIUS * quarter - 2)
        ground: dict[str, str | Number] = {
            "x": left - 1,
            "y": base - 10,
            "width": len(text) * 7 + 2,
            "height": 12,
            "fill": PAPER,
        }
        sheet.add(tag("rect", ground), words_at(left, base, text, room=30, size=SMALL, ink=MUTED))


def _series(one: RadarSeries, look: SeriesLook, figure: Radar, centre: Point, sheet: Sheet) -> None:
    count = len(figure.axes)

    def points(end: str) -> list[Point | None]:
        return [
            None if score is None else _at(n, count, RADIUS * float(getattr(score, end)), centre)
            for n, score in enumerate(one.scores)
        ]

    certain = points("low")
    parts = [stroke(path, look.colour) for path in _runs(points("high"))]
    parts += [stroke(path, look.colour, 3, look.dash) for path in _runs(certain)]
    for point in certain:
        if point is not None:
            move = f"translate({_n(point[0])} {_n(point[1])})"
            parts.append(tag("path", {"d": look.mark, "fill": look.colour, "stroke": PAPER, "transform": move}))
    sheet.add(titled(_told(one, figure, sheet), *parts))


def _runs(points: Sequence[Point | None]) -> list[str]:
    """The paths between neighbours that both have a score; closed where all have."""
    if all(point is not None for point in points):
        return [f"M{_path([point for point in points if point is not None])}Z"]
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return [f"M{_path([a, b])}" for a, b in pairs if a is not None and b is not None]


def _told(one: RadarSeries, figure: Radar, sheet: Sheet) -> str:
    words = sheet.words
    scores = [
        say(PHRASES, words, "one", axis=axis, score="-" if score is None else score)
        for axis, score in zip(figure.axes, one.scores, strict=True)
    ]
    return say(PHRASES, words, "told", label=one.label, scores=words("semi").join(scores))


def _axes(axes: Sequence[str], sheet: Sheet) -> None:
    """What the numbers stand for, in two columns."""
    rows = -(-len(axes) // 2)
    for n, axis in enumerate(axes):
        x, y = EDGE + (n // rows) * (INNER // 2), sheet.y + (n % rows) * LINE + 13
        number_ = words_at(x + 16, y, str(n + 1), room=24, anchor="end", bold=True)
        sheet.add(titled(axis, number_, words_at(x + 24, y, axis, room=INNER // 2 - 36)))
    sheet.y += rows * LINE


def _left_out(rest: Sequence[RadarSeries], sheet: Sheet) -> None:
    if rest:
        names = sheet.words.join([one.product for one in rest])
        sheet.note(say(PHRASES, sheet.words, "left_out", n=len(rest), names=names))


def _bars(figure: Radar, sheet: Sheet) -> None:
    """For each axis a bar for each product."""
    shown = figure.series[: MOST_SERIES * 4]
    sheet.legend([part_entry(sheet, part, say(PARTS, sheet.words, part)) for part in ("certain", "open")])
    for place, axis in enumerate(figure.axes):
        sheet.say(axis, bold=True)
        sheet.ticks(QUARTERS, bar_tops(len(shown), STEP), BAR)
        for one in shown:
            _bar(one, axis, one.scores[place], sheet)
    _left_out(figure.series[len(shown) :], sheet)


def _bar(one: RadarSeries, axis: str, score: Interval | None, sheet: Sheet) -> None:
    told = "-" if score is None else str(score)
    parts = sheet.heading(one.label, told)
    parts += [] if score is None else score_bar(score, sheet.y + LINE + 2, sheet)
    title = say(PHRASES, sheet.words, "bar", label=one.label, axis=axis, score=told)
    sheet.add(titled(title, *parts), down=STEP)
