"""A line as it may turn out, in whole numbers."""

from __future__ import annotations

import attrs

from tobfit.matching.fit import Fit, failing_levels, open_outcomes
from tobfit.matching.outcome import Outcome


@attrs.frozen
class Cell:
    """A line as it may turn out: credit in millionths and whether a Must fails, at the worst and at the best; equal
    where nothing is left open."""

    low: int
    high: int
    fails_at_worst: bool
    fails_at_best: bool
    applies: bool

    @property
    def is_open(self) -> bool:
        """Whether the two ends differ."""
        return (self.low, self.fails_at_worst) != (self.high, self.fails_at_best)


def cells_of(fit: Fit) -> tuple[Cell, ...]:
    """The lines of a fit, then the Musts that undecided rules could add."""
    return tuple(cell_at(outcome, place, fit) for place, outcome in enumerate(outcomes_of(fit)))


def outcomes_of(fit: Fit) -> list[Outcome]:
    """The outcomes of the lines of a fit, then of the Musts that undecided rules could add."""
    return [*(judgement.outcome for judgement in fit.judgements), *open_outcomes(fit)]


def cell_at(outcome: Outcome, place: int, fit: Fit) -> Cell:
    """The cell of one line; places count as in ``outcomes_of``."""
    if outcome.verdict == "not_applicable":
        return Cell(0, 0, False, False, False)
    world, whole = fit.world, len(fit.judgements)
    line = world.lines[place] if place < whole else world.open_musts[place - whole]
    failing = failing_levels(world.policy) if line.can_fail else frozenset()
    return Cell(outcome.low, outcome.high, outcome.worst in failing, outcome.best in failing, True)


def is_within(cell: Cell, base: Cell, may_vanish: bool) -> bool:
    """Whether a line stays within what it was judged to be."""
    if not (cell.applies and base.applies):
        return cell.applies == base.applies or (base.applies and may_vanish)
    inside = base.low <= cell.low <= cell.high <= base.high
    return inside and cell.fails_at_worst <= base.fails_at_worst and base.fails_at_best <= cell.fails_at_best
