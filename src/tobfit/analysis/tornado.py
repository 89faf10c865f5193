"""How far a product's score swings with one line: with its credit, where that is open, and with its weight."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.matching.fit import Fit
from tobfit.model.interval import MILLION, Ratio
from tobfit.model.natural import natural

SwingKind = Literal["answer", "weight"]


@attrs.frozen
class Swing:
    """What one line does to ``score.low``, everything else as it is; exact.

    ``answer``: ``least`` with the line's credit at its low end (the score as it is), ``most`` at its high end.
    ``weight``: ``least`` with the line without weight, ``most`` with twice its weight; either may be the greater.
    ``least`` is None where nothing with weight is left; ``width`` is then what remains of the swing.
    """

    product: str
    requirement: str
    kind: SwingKind
    least: Fraction | None
    most: Fraction
    width: Fraction


def swings_of(fit: Fit) -> tuple[Swing, ...]:
    """The swings of a product, the widest first; lines without a part in the score have none, and neither has a
    product without a score. A line has no swing of its answer where its credit is known."""
    found = [one for place in range(len(fit.judgements)) for one in _swings(place, fit)]
    return tuple(sorted(found, key=lambda one: (-one.width, natural(one.requirement), one.kind)))


def _swings(place: int, fit: Fit) -> Iterable[Swing]:
    judgement, weight = fit.judgements[place], fit.weights[place]
    if not weight or judgement.verdict == "not_applicable":
        return
    name, low, high = judgement.requirement.id, judgement.outcome.low, judgement.outcome.high
    earned, total = fit.totals.low, fit.totals.weight
    now = _share(earned, total)
    if high > low:
        most = _share(earned + weight * (high - low), total)
        yield Swing(fit.product, name, "answer", now, most, Ratio(most - now))
    double = _share(earned + weight * low, total + weight)
    without = _share(earned - weight * low, total - weight) if total > weight else None
    width = abs(double - (now if without is None else without))
    yield Swing(fit.product, name, "weight", without, double, Ratio(width))


def _share(earned: int, total: int) -> Ratio:
    return Ratio(earned, total * MILLION)
