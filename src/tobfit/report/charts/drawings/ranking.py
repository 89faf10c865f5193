"""A ranking as bars: what is certain filled, what is open hatched."""

from __future__ import annotations

from fractions import Fraction

from tobfit.model.interval import Interval
from tobfit.report.charts.canvas import EDGE, LINE, MOST_ROWS, Sheet, between, box, number, sign, stroke, titled
from tobfit.report.charts.looks import DECISION_LOOKS, INK, PAPER, PART_LOOKS
from tobfit.report.charts.records import RankedBar, Ranking
from tobfit.report.charts.saying import PARTS, say

PHRASES: dict[str, tuple[str, str]] = {
    "answered": ("over what was answered", "仅计已答"),
    "place": ("{rank}. {label}", "{rank}. {label}"),
    "told": ("{label}: {decision}, {score}", "{label}：{decision}，{score}"),
}
BAR, STEP = 14, 44
QUARTERS = tuple((Fraction(n, 4), ("0", "0.25", "0.5", "0.75", "1")[n]) for n in range(5))
_DIAMOND = "M{x} {y}l5 5-5 5-5-5z"


def draw(figure: Ranking, sheet: Sheet) -> None:
    """A bar for each product, best first."""
    words, shown = sheet.words, figure.bars[:MOST_ROWS]
    used = [one for one in DECISION_LOOKS if any(bar.decision == one for bar in shown)]
    entries = [part_entry(sheet, one, say(PARTS, words, one)) for one in ("certain", "open")]
    entries.append((stroke(_DIAMOND.format(x=8, y=3), INK, 2, fill=PAPER), say(PHRASES, words, "answered")))
    sheet.legend([*entries, *((sign(DECISION_LOOKS[one], 0, 0), words.term(one)) for one in used)])
    sheet.ticks(QUARTERS, bar_tops(len(shown), STEP), BAR)
    for bar in shown:
        _bar(bar, sheet)
    sheet.left_out(len(figure.bars) - len(shown))


def bar_tops(count: int, step: int) -> list[int]:
    """How far below a scale the bars begin, one below the other, each below its name."""
    return [place * step + LINE + 2 for place in range(count)]


def part_entry(sheet: Sheet, part: str, text: str) -> tuple[str, str]:
    """A legend's entry for a part of a score."""
    look = PART_LOOKS[part]
    return box(1, 1, 14, 14, sheet.hatch() if look.pattern else look.fill, look.edge), text


def _bar(bar: RankedBar, sheet: Sheet) -> None:
    words = sheet.words
    score = words("no_score") if bar.score is None else str(bar.score)
    told = say(PHRASES, words, "told", label=bar.label, decision=words.term(bar.decision), score=score)
    name = say(PHRASES, words, "place", rank=bar.rank, label=bar.label)
    parts = sheet.heading(name, score, mark=sign(DECISION_LOOKS[bar.decision], 0, 0))
    top = sheet.y + LINE + 2
    if bar.score is not None:
        parts += score_bar(bar.score, top, sheet)
        if bar.answered is not None:
            x = EDGE + between(Fraction(0), bar.answered)[1]
            parts.append(stroke(_DIAMOND.format(x=number(x), y=number(top + 2)), INK, 2, fill=PAPER))
    sheet.add(titled(told, *parts), down=STEP)


def score_bar(score: Interval, top: Fraction | int, sheet: Sheet) -> list[str]:
    """A score on the scale from 0 to 1."""
    low, high = Fraction(score.low), Fraction(score.high)
    certain, opened, lost = (PART_LOOKS[part] for part in ("certain", "open", "lost"))
    parts = [box(*_span(Fraction(0), Fraction(1), top), lost.fill)]
    if low:
        parts.append(box(*_span(Fraction(0), low, top), certain.fill))
    if high > low:
        parts.append(box(*_span(low, high, top), sheet.hatch(), opened.edge))
    return parts


def _span(start: Fraction, end: Fraction, top: Fraction | int) -> tuple[Fraction, Fraction | int, Fraction, int]:
    x, width = between(start, end)
    return x, top, width, BAR
