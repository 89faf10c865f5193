"""Several products against one line: the one that serves it best counts; of what each has to do, the worst."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.knowledge.regions import RESIDENCY
from tobfit.matching.outcome import RANK, Level, Outcome, in_order
from tobfit.model.requirement import Requirement


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
    return _settled(best, low, high, worst, top)


def _settled(shown: Outcome, low: int, high: int, worst: Level, top: Level) -> Outcome:
    """The outcome with these ends, told by the one that is shown."""
    if shown.verdict != "unknown" and worst == top:
        return Outcome(shown.verdict, low, high, worst, top, shown.reason, shown.kinds)
    kinds = shown.kinds if "conflicting" in shown.kinds else in_order({*shown.kinds, "unknown"})
    return Outcome("unknown", low, high, worst, top, shown.reason, kinds)


def for_all(outcomes: Sequence[Outcome]) -> tuple[Outcome, int]:
    """What several products come to on a line that each of them has to meet, such as a place to run: at worst and at
    best as bad as the worst of them; with the place of the one that stands most in the way.

    >>> from tobfit.matching.outcome import Outcome
    >>> runs = Outcome("met", 1_000_000, 1_000_000, "met", "met", "deployed")
    >>> open_one = Outcome("unknown", 0, 1_000_000, "unmet", "met", "deployment_open", ("unknown",))
    >>> for_all([runs, open_one])[0].verdict, for_all([runs, runs])[0].verdict
    ('unknown', 'met')
    """
    applying = [place for place, outcome in enumerate(outcomes) if outcome.verdict != "not_applicable"]
    if len(applying) < 2:
        place = applying[0] if applying else 0
        return outcomes[place], place
    place = min(applying, key=lambda place: (*_need(outcomes[place]), place))
    found = [outcomes[each] for each in applying]
    low, high = min(o.low for o in found), min(o.high for o in found)
    worst = min((o.worst for o in found), key=RANK.__getitem__)
    top = min((o.best for o in found), key=RANK.__getitem__)
    return _settled(outcomes[place], low, high, worst, top), place


def _need(outcome: Outcome) -> tuple[int, int, int, int]:
    return RANK[outcome.best], outcome.high, RANK[outcome.worst], outcome.low


def together(line: Requirement, outcomes: Sequence[Outcome]) -> tuple[Outcome, int]:
    """What several products come to on a line, with the place of the one that serves it, or stands in its way.

    All have to run somewhere, and each keeps its own data: such lines ask for every one. Any other line is served by
    the one that serves it best.
    """
    if is_for_all(line):
        return for_all(outcomes)
    return joined(outcomes), carrier(outcomes)


def is_for_all(line: Requirement) -> bool:
    """Whether a line asks for each of several products: a place to run, and where data stay."""
    return line.deploy is not None or line.capability == RESIDENCY


def matters(one: Outcome, whole: Outcome) -> bool:
    """Whether what is open of one product can still move the line, as far as the ends of both tell."""
    above = one.high > whole.low or RANK[one.best] > RANK[whole.worst]
    return above and (one.low < whole.high or RANK[one.worst] < RANK[whole.best])
