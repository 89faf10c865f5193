"""What views contest, as findings: how grave it is, and the path from the client to the product."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from tobfit.matching.finding import Finding
from tobfit.model.interval import Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural

if TYPE_CHECKING:
    from tobfit.analysis.viewing import LineContest, Outlook, PairContest, Views

STAGE = "analysis"
NEUTRAL = {"en": "neutral", "zh": "中立视角"}
PAIR = {
    "en": "{product} ranks above {other} in {ahead} and below it in {behind}; most of it hangs on {line}",
    "zh": "{product} 在 {ahead} 中排在 {other} 之前，在 {behind} 中排在其后；主要取决于 {line}",
}
LINE = {
    "en": "{line} has {most} of the weight in {most_view} and {least} in {least_view}",
    "zh": "{line} 在 {most_view} 中占权重 {most}，在 {least_view} 中占 {least}",
}


def findings_of(found: Views) -> tuple[Finding, ...]:
    """The contests for the first place, then the lines that are weighed very differently."""
    pairs = [(pair, _driver(found, pair)) for pair in found.pairs if pair.touches_lead]
    drivers = {line for _, line in pairs}
    return (
        *(_of_pair(found, pair, line) for pair, line in pairs),
        *(_of_line(found, line, line.requirement in drivers) for line in found.lines),
    )


def _of_pair(found: Views, pair: PairContest, line: str) -> Finding:
    because = {
        lang: text.format(
            product=pair.product,
            other=pair.other,
            ahead=_views(pair.ahead, lang),
            behind=_views(pair.behind, lang),
            line=line,
        )
        for lang, text in PAIR.items()
    }
    return Finding(
        kind="contested",
        severity="major" if pair.firm else "minor",
        stage=STAGE,
        because=Label.of(because),
        product=pair.product,
        requirement=line,
        path=(*_way(found, line), pair.product),
    )


def _of_line(found: Views, line: LineContest, drives: bool) -> Finding:
    because = {
        lang: text.format(
            line=line.requirement,
            most=_percent(line.most),
            most_view=_views((line.most_view,), lang),
            least=_percent(line.least),
            least_view=_views((line.least_view,), lang),
        )
        for lang, text in LINE.items()
    }
    return Finding(
        kind="contested",
        severity="minor" if drives else "info",
        stage=STAGE,
        because=Label.of(because),
        requirement=line.requirement,
        path=_way(found, line.requirement),
    )


def _driver(found: Views, pair: PairContest) -> str:
    """The line whose part of the difference of the two scores differs most between a view in which the one is ahead
    and a view in which it is behind: over both ends of the scores, the largest; of equal ones the first by id."""
    parts = [
        (_differences(found[above], pair), _differences(found[below], pair))
        for above in pair.ahead
        for below in pair.behind
    ]
    zero = (Fraction(0), Fraction(0))

    def moved(line: str) -> Fraction:
        return max(
            abs(one.get(line, zero)[end] - other.get(line, zero)[end]) for one, other in parts for end in (0, 1)
        )

    names = sorted((line.id for line in found.report.requirements), key=natural)
    return max(names, key=moved)


def _differences(outlook: Outlook, pair: PairContest) -> dict[str, tuple[Fraction, Fraction]]:
    differences: dict[str, tuple[Fraction, Fraction]] = {}
    for product, sign in ((pair.product, 1), (pair.other, -1)):
        for part in outlook.report[product].contributions:
            low, high = differences.get(part.requirement, (Fraction(0), Fraction(0)))
            differences[part.requirement] = low + sign * part.low, high + sign * part.high
    return differences


def _way(found: Views, name: str) -> tuple[str, ...]:
    """Client, who asked for the line, the line, its capability: as in the path of a gap."""
    line = next(line for line in found.report.requirements if line.id == name)
    return (found.report.client.id, *line.asked_by, line.id, *([line.capability] if line.capability else []))


def _views(names: Iterable[str | None], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(NEUTRAL[lang] if name is None else name for name in names)


def _percent(share: Fraction) -> str:
    return f"{Ratio(share * 100):.1f} %"
