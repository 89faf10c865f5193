"""A tornado: bars around the score as it is, the widest on top."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tobfit.model.interval import Ratio
from tobfit.report.charts.canvas import EDGE, INNER, LINE, Sheet, box, line_label, number, stroke, tag, titled
from tobfit.report.charts.drawings.ranking import bar_tops
from tobfit.report.charts.looks import ACCENT, INK, PAPER
from tobfit.report.charts.records import Tornado, TornadoBar
from tobfit.report.charts.saying import SWINGS, say
from tobfit.report.charts.scales import ticks_between

PHRASES: dict[str, tuple[str, str]] = {
    "without": ("without it", "去掉该项"),
    "twice": ("twice the weight", "权重加倍"),
    "now": ("now {score}", "当前 {score}"),
    "told_answer": ("{label}: the answer, {least} to {most}", "{label}：答复，{least} 至 {most}"),
    "told_weight": (
        "{label}: the weight, {least} without it, {most} with twice its weight",
        "{label}：权重，去掉时 {least}，加倍时 {most}",
    ),
}
BAR, STEP, DOT = 14, 42, "M{x} {y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"


@attrs.frozen
class Scale:
    """The part of 0 to 1 that the bars reach over."""

    low: Fraction
    high: Fraction

    def place(self, value: Fraction) -> Fraction:
        """0 at the left edge, 1 at the right one."""
        return (value - self.low) / (self.high - self.low)

    def x(self, value: Fraction) -> Fraction:
        """Where a value stands."""
        return EDGE + self.place(value) * INNER


def draw(figure: Tornado, sheet: Sheet) -> None:
    """The bars with their scale; nothing where nothing moves."""
    words, now = sheet.words, figure.now
    if now is None or not figure.bars:
        return
    scale = _scale(figure, now)
    kinds = {bar.kind for bar in figure.bars}
    entries = []
    if "answer" in kinds:
        entries.append((box(1, 1, 14, 14, sheet.hatch(), ACCENT), say(SWINGS, words, "answer")))
    if "weight" in kinds:
        entries.append((box(1, 1, 14, 14, ACCENT), say(SWINGS, words, "weight")))
        entries.append((_dot(8, 8, PAPER), say(PHRASES, words, "without")))
        entries.append((_dot(8, 8, INK), say(PHRASES, words, "twice")))
    entries.append((stroke("M8 0V16", INK, 2), say(PHRASES, words, "now", score=f"{now:.4f}")))
    sheet.legend(entries)
    places = [(scale.place(value), text) for value, text in ticks_between(scale.low, scale.high)]
    sheet.ticks(places, bar_tops(len(figure.bars), STEP), BAR)
    top = sheet.y
    for bar in figure.bars:
        _bar(bar, now, scale, sheet)
    for place in range(len(figure.bars)):
        y = top + place * STEP + LINE
        sheet.add(stroke(f"M{number(scale.x(now))} {number(y)}v{BAR + 5}", INK, 2))
    if figure.left_out:
        sheet.note(say(SWINGS, words, "left_out", n=figure.left_out))


def _scale(figure: Tornado, now: Fraction) -> Scale:
    ends = [Fraction(now), *(Fraction(bar.most) for bar in figure.bars)]
    ends += [Fraction(bar.least) for bar in figure.bars if bar.least is not None]
    low, high = min(ends), max(ends)
    room = (high - low) / 20 or Fraction(1, 20)
    return Scale(max(low - room, Fraction(0)), min(high + room, Fraction(1)))


def _bar(bar: TornadoBar, now: Ratio, scale: Scale, sheet: Sheet) -> None:
    least = sheet.words("no_score") if bar.least is None else f"{bar.least:.4f}"
    told = say(PHRASES, sheet.words, f"told_{bar.kind}", label=bar.label, least=least, most=f"{bar.most:.4f}")
    ends = f"{least}..{bar.most:.4f}" if bar.kind == "answer" else f"{least} / {bar.most:.4f}"
    parts = sheet.heading(line_label(bar.requirement, bar.label, sheet.words), ends)
    top = sheet.y + LINE + 2
    least_at = scale.x(now if bar.least is None else bar.least)
    left, right = sorted((least_at, scale.x(bar.most)))
    if bar.kind == "answer":
        parts.append(box(left, top, right - left, BAR, sheet.hatch(), ACCENT))
    else:
        parts.append(box(left, top + 2, right - left, BAR - 4, ACCENT))
        if bar.least is not None:
            parts.append(_dot(least_at, top + BAR // 2, PAPER))
        parts.append(_dot(scale.x(bar.most), top + BAR // 2, INK))
    sheet.add(titled(told, *parts), down=STEP)


def _dot(x: Fraction | int, y: Fraction | int, fill: str) -> str:
    path = DOT.format(x=number(x), y=number(y))
    return tag("path", {"d": path, "fill": fill, "stroke": ACCENT, "stroke-width": 2})
