"""A waterfall lying on its side: a bar for each line or dimension, and their sum."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tobfit.model.interval import Interval, Ratio
from tobfit.report.charts.canvas import LINE, MOST_ROWS, Sheet, between, box, line_label, number, sign, stroke, titled
from tobfit.report.charts.drawings.ranking import QUARTERS, bar_tops, part_entry, score_bar
from tobfit.report.charts.looks import GRID, INK, PART_LOOKS, VERDICT_LOOKS
from tobfit.report.charts.records import Waterfall, WaterfallBar, WaterfallStep
from tobfit.report.charts.saying import PARTS, say

PHRASES: dict[str, tuple[str, str]] = {
    "told": (
        "{label}: {part} of {share} of the weight",
        "{label}：{part}，权重占比 {share}",
    ),
    "sum": ("Sum", "合计"),
    "whole": ("Sum: {score}", "合计：{score}"),
}
BAR, STEP = 14, 42


def draw(figure: Waterfall, sheet: Sheet) -> None:
    """The bars from top to bottom, then the score."""
    words, score = sheet.words, figure.score
    if score is None:
        return
    shown = figure.bars[:MOST_ROWS]
    used = [one for one in VERDICT_LOOKS if any(bar.verdict == one for bar in shown)]
    entries = [part_entry(sheet, part, say(PARTS, words, part)) for part in PART_LOOKS]
    sheet.legend([*entries, *((sign(VERDICT_LOOKS[one], 0, 0), words.term(one)) for one in used)])
    tops = bar_tops(len(shown), STEP)
    sheet.ticks(QUARTERS, tops, BAR)
    for end in sorted({score.low, score.high}):
        x = between(Fraction(end), Fraction(end))[0]
        path = "".join(f"M{number(x)} {number(sheet.y + top - 2)}v{BAR + 5}" for top in tops)
        sheet.add(stroke(path, INK, dash="2 2"))
    for bar, step in zip(shown, attrs.evolve(figure, bars=shown).steps, strict=True):
        _bar(bar, step, sheet)
    sheet.left_out(len(figure.bars) - len(shown))
    sheet.add(stroke(f"M12 {number(sheet.y)}H468", GRID, 2), down=6)
    parts = [*sheet.heading(say(PHRASES, words, "sum"), str(score), bold=True)]
    parts += score_bar(score, sheet.y + LINE + 2, sheet)
    sheet.add(titled(say(PHRASES, words, "whole", score=score), *parts), down=STEP)


def _bar(bar: WaterfallBar, step: WaterfallStep, sheet: Sheet) -> None:
    part, share = str(Interval(bar.low, bar.high)), f"{Ratio(bar.share * 100):.1f} %"
    told = say(PHRASES, sheet.words, "told", label=bar.label, part=part, share=share)
    mark = "" if bar.verdict is None else sign(VERDICT_LOOKS[bar.verdict], 0, 0)
    parts = sheet.heading(line_label(bar.name, bar.label, sheet.words), part, mark=mark)
    for name, span in (("lost", step.lost), ("open", step.open), ("certain", step.certain)):
        if span.width:
            x, width = between(Fraction(span.low), Fraction(span.high))
            fill = sheet.hatch() if PART_LOOKS[name].pattern else PART_LOOKS[name].fill
            parts.append(box(x, sheet.y + LINE + 2, width, BAR, fill, PART_LOOKS[name].edge))
    sheet.add(titled(told, *parts), down=STEP)
