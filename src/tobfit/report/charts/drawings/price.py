"""Prices as bars: amounts that can be compared share a scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from tobfit.report.charts.canvas import (
    EDGE,
    INNER,
    LINE,
    MOST_ROWS,
    SMALL,
    Sheet,
    box,
    number,
    stroke,
    tag,
    titled,
    words_at,
)
from tobfit.report.charts.looks import BAND_LOOKS, GRID, MUTED
from tobfit.report.charts.price import amount_text, scale_text
from tobfit.report.charts.records import Band, PriceGroup, Prices
from tobfit.report.charts.saying import say
from tobfit.report.charts.scales import ticks_between

PHRASES: dict[str, tuple[str, str]] = {
    "told": ("{product}, {label}: {amount} {unit}", "{product}，{label}：{amount} {unit}"),
    "band": ("{label}: {amount}", "{label}：{amount}"),
    "open": ("between the least and the most that is possible", "介于可能的最小值与最大值之间"),
    "no_end": ("no upper end is known", "上限未知"),
}
BAR, STEP, ARROW = 10, 36, Fraction(1, 20)


def draw(figure: Prices, sheet: Sheet) -> None:
    """A part for each unit and time, the products one below the other."""
    shown, rest = _bounded(figure.groups)
    bands = [band for group in shown for band in group.bands]
    entries = []
    if any(band.high is not None and band.high > band.low for band in bands):
        entries.append((box(1, 3, 14, BAR, sheet.hatch(MUTED), MUTED), say(PHRASES, sheet.words, "open")))
    if any(band.high is None for band in bands):
        entries.append(
            (_arrow(Fraction(12), 8, MUTED) + stroke("M0 8H12", MUTED, 2), say(PHRASES, sheet.words, "no_end"))
        )
    if entries:
        sheet.legend(entries)
    for text, groups in groupby(shown, key=lambda group: scale_text(group, sheet.words)):
        _scale(text, list(groups), sheet)
    sheet.left_out(rest)


def _bounded(groups: Sequence[PriceGroup]) -> tuple[list[PriceGroup], int]:
    """As many groups as hold no more bands than a drawing shows, and how many bands are left out."""
    shown: list[PriceGroup] = []
    taken = 0
    for group in groups:
        if shown and taken + len(group.bands) > MOST_ROWS:
            break
        shown.append(group)
        taken += len(group.bands)
    return shown, sum(len(group.bands) for group in groups) - taken


def _scale(text: str, groups: Sequence[PriceGroup], sheet: Sheet) -> None:
    ends = [end for group in groups for band in group.bands for end in (band.low, band.high) if end is not None]
    low, high = min([Fraction(0), *ends]), max([Fraction(0), *ends])
    if low == high:
        high = low + 1
    room = 1 - ARROW
    sheet.say(text, bold=True)
    places = [((value - low) / (high - low) * room, told) for value, told in ticks_between(low, high)]
    sheet.ticks(places, _tops(groups), BAR)
    for group in groups:
        sheet.add(titled(group.label, words_at(EDGE, sheet.y + 13, group.label, room=INNER)), down=LINE + 4)
        for band in group.bands:
            _band(band, group, low, (high - low) / room, sheet)
    sheet.y += 8


def _tops(groups: Sequence[PriceGroup]) -> list[int]:
    """How far below the scale the bars begin."""
    tops, y = [], 0
    for group in groups:
        y += LINE + 4
        for _ in group.bands:
            tops.append(y + LINE)
            y += STEP
    return tops


def _band(band: Band, group: PriceGroup, low: Fraction, whole: Fraction, sheet: Sheet) -> None:
    words, look, amount = sheet.words, BAND_LOOKS[band.kind], amount_text(band, sheet.words)
    told = say(PHRASES, words, "told", product=group.label, label=band.label, amount=amount, unit=group.unit)

    def x(value: Fraction) -> Fraction:
        return EDGE + (value - low) / whole * INNER

    mark = tag("g", {"transform": f"translate({EDGE} {number(sheet.y)})"}, _mark(band.kind))
    room = INNER - 20
    parts = [
        mark,
        words_at(
            EDGE + 20, sheet.y + 13, say(PHRASES, words, "band", label=band.label, amount=amount), room=room, size=SMALL
        ),
    ]
    top = sheet.y + LINE
    start, end = x(Fraction(0)), x(Fraction(band.low))
    left, right = min(start, end), max(start, end)
    parts.append(box(left, top, max(right - left, Fraction(2)), BAR, look.fill, look.edge))
    if band.high is not None and band.high > band.low:
        parts.append(box(end, top, x(Fraction(band.high)) - end, BAR, sheet.hatch(look.edge), look.edge))
    if band.high is None:
        last = Fraction(EDGE + INNER)
        parts += [stroke(f"M{number(right)} {number(top + 5)}H{number(last)}", look.edge, 2, "4 3"),
                  _arrow(last, top + 5, look.edge)]  # fmt: skip
    sheet.add(titled(told, *parts), down=STEP)


def _arrow(x: Fraction, y: Fraction | int, colour: str) -> str:
    return stroke(
        f"M{number(x - 7)} {number(y - 5)}L{number(x)} {number(y)}L{number(x - 7)} {number(y + 5)}", colour, 2
    )


def _mark(kind: str) -> str:
    """The shape of a kind of band."""
    shapes = {
        "price": "M3 3h10v10h-10z", "budget": "M8 2 14 8 8 14 2 8z", "value": "M8 3 14 13H2z",
        "owned": "M8 3a5 5 0 1 0 .1 0z", "service": "M8 3a5 5 0 1 0 .1 0z", "floor": "M2 4H14L8 13z",
        "ceiling": "M8 3 14 13H2z",
    }  # fmt: skip
    look = BAND_LOOKS[kind]
    hollow = kind in ("service", "ceiling")
    return tag(
        "path", {"d": shapes[kind], "fill": GRID if hollow else look.fill, "stroke": look.edge, "stroke-width": 2}
    )
