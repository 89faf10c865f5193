"""Several products against one line: the one that serves it best counts."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.matching.outcome import RANK, Outcome, in_order


def carrier(outcomes: Sequence[Outcome]) -> int:
    """The place of the outcome that serves a line: of those that apply the one that is best at worst, then by its
    certain credit, then by what it could come to; of equal ones the first. Where none applies, the first."""
    applying = [place for place, outcome in enumerate(outcomes) if outcome.verdict != "not_applicable"]
    return max(applying, key=lambda place: (*_merit(outcomes[place]), -place)) if applying else 0


def _merit(outcome: Outcome) -> tuple[int, int, int, int]:
    return RANK[outcome.worst], outcome.low, RANK[outcome.best], outcome.high


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """What several products come to together on one line: at worst and at best as good as the best of them.

    A line that one of them meets for certain is met, though another one may turn out to serve it with more credit: the
    credit is then an interval and the verdict stands. One more outcome never lowers either end.

    >>> from tobfit.matching.outcome import Outcome
    >>> sure = Outcome("met", 900_000, 900_000, "met", "met", "stated")
    >>> open_one = Outcome("unknown", 0, 1_000_000, "unmet", "met", "unstated", ("unknown",))
    >>> both = joined([open_one, sure])
    >>> both.verdict, both.low, both.high
    ('met', 900000, 1000000)
    """
    best = outcomes[carrier(outcomes)]
    applying = [outcome for outcome in outcomes if outcome.verdict != "not_applicable"]
    if len(applying) < 2:
        return best
    low, high = max(o.low for o in applying), max(o.high for o in applying)
    worst = max((o.worst for o in applying), key=RANK.__getitem__)
    top = max((o.best for o in applying), key=RANK.__getitem__)
    if best.verdict != "unknown" and worst == top:
        return Outcome(best.verdict, low, high, worst, top, best.reason, best.kinds)
    kinds = best.kinds if "conflicting" in best.kinds else in_order({*best.kinds, "unknown"})
    return Outcome("unknown", low, high, worst, top, best.reason, kinds)
