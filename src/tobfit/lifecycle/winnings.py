"""What some items come to: every client that they touch matched again, and their effort."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.lifecycle.backlog_records import Item, Won
from tobfit.lifecycle.winning import WON, Contest
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.price import Effort
from tobfit.model.words import Decision


@attrs.frozen(eq=False, slots=False)
class Winnings:
    """Counts what sets of items win."""

    contests: Sequence[Contest]
    items: Mapping[str, Item]

    def of(self, names: Iterable[str]) -> Won:
        """What some items come to, in the order given."""
        listed = tuple(names)
        turned: dict[str, Decision] = {}
        lost: list[str] = []
        for contest in self.contests:
            decision = contest.decision(listed)
            if decision in WON and not contest.bid.is_won:
                turned[contest.client] = decision
            elif contest.bid.is_won and decision not in WON:
                lost.append(contest.client)
        efforts = [(name, self.items[name].effort) for name in listed]
        known = [effort for _, effort in efforts if effort is not None]
        unestimated = tuple(name for name, effort in efforts if effort is None)
        return Won(
            items=listed,
            turned=FrozenMap(turned),
            lost=tuple(lost),
            money=self.money(turned, lost),
            known=Ratio(self._known(turned) - self._known(lost)),
            effort=Interval(Ratio(_days(known, "low")), _ratio(math.inf if unestimated else _days(known, "high"))),
            likely=Ratio(_days(known, "likely")),
            unestimated=unestimated,
        )

    def wrongly_counted(self, names: Iterable[str]) -> frozenset[str]:
        """The clients of which the routes say something else than matching them again."""
        listed = frozenset(names)
        return frozenset(c.client for c in self.contests if c.holds(listed) != (c.decision(listed) in WON))

    def money(self, turned: Iterable[str], lost: Iterable[str]) -> Interval:
        """The money of some clients less that of others. The less is known of what is lost, the less is sure."""
        gained, gone = [self._stakes[name] for name in turned], [self._stakes[name] for name in lost]
        low = sum((s.low for s in gained), start=Fraction(0)) - sum((s.high for s in gone), start=Fraction(0))
        high = sum((s.high for s in gained), start=Fraction(0)) - sum((s.low for s in gone), start=Fraction(0))
        return Interval(_ratio(low), _ratio(high))

    def _known(self, clients: Iterable[str]) -> Fraction:
        return sum((self._stakes[name].low for name in clients), start=Fraction(0))

    @cached_property
    def _stakes(self) -> Mapping[str, Interval]:
        return {contest.client: contest.stake for contest in self.contests}


def _days(efforts: Iterable[Effort], end: str) -> Fraction:
    return sum((getattr(effort, end).base[1] for effort in efforts), start=Fraction(0))


def _ratio(value: Fraction | float) -> Fraction:
    return value if math.isinf(value) else Ratio(value)  # type: ignore[return-value]
