"""What turns each deal: a condition on the builds for each candidate, and what it comes to when it is matched again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.lifecycle.builds import Build
from tobfit.lifecycle.coverage import Condition, all_of, condition_of, smallest
from tobfit.lifecycle.stands import Stand
from tobfit.lifecycle.wanted import Bid, Wanted, open_name
from tobfit.matching.judge import Line
from tobfit.model.interval import Interval
from tobfit.model.words import Decision

DECISIONS: tuple[Decision, ...] = ("fit", "fit_with_gaps", "undecided", "no_fit")
"""The best first."""
WON: tuple[Decision, ...] = ("fit", "fit_with_gaps")
"""A deal is turned, or won already, with one of these."""
SETS = 8
"""Beside so many smallest sets a build is tried that may do harm."""


@attrs.frozen(eq=False)
class Route:
    """How one candidate comes to fit: with a member of each clause, and without what is ``barred`` (a build made for
    others that would take away what the client needs)."""

    condition: Condition
    barred: frozenset[str]
    stopped_by: tuple[str, ...]

    def holds(self, some: Collection[str]) -> bool:
        """Whether some builds bring it there."""
        if self.condition.is_hopeless or not self.barred.isdisjoint(some):
            return False
        return all(not clause.isdisjoint(some) for clause in self.condition.clauses)

    def lacking(self, some: Collection[str]) -> list[frozenset[str]]:
        """The clauses that some builds leave open."""
        return [clause for clause in self.condition.clauses if clause.isdisjoint(some)]


@attrs.frozen(eq=False, slots=False)
class Contest:
    """One deal: its candidates' routes, and its money."""

    bid: Bid
    stake: Interval
    stands: tuple[Stand, ...]
    routes: tuple[Route, ...]
    near: frozenset[str]
    """The builds that touch a line with a gap, or a Must."""

    @property
    def client(self) -> str:
        """Whose it is."""
        return self.bid.client

    def holds(self, some: Collection[str]) -> bool:
        """Whether the client fits with some builds, as the routes say."""
        return any(route.holds(some) for route in self.routes)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The builds that stand in a clause."""
        return frozenset().union(*(clause for route in self.routes for clause in route.condition.clauses))

    @cached_property
    def ways(self) -> tuple[frozenset[str], ...]:
        """The smallest sets of builds that turn it, those known."""
        found = (some for route in self.routes for some in route.condition.sets if route.barred.isdisjoint(some))
        return () if self.bid.is_won else tuple(smallest(found))

    def decision(self, some: Collection[str]) -> Decision:
        """The best decision among its candidates with some builds, matched again."""
        kept = frozenset(some) & self.near
        if kept not in self._decisions:
            found = [stand.after(kept).decision if kept else stand.fit.decision for stand in self.stands]
            self._decisions[kept] = min(found, key=DECISIONS.index)
        return self._decisions[kept]

    @cached_property
    def _decisions(self) -> dict[frozenset[str], Decision]:
        return {}


def contest_of(bid: Bid, stake: Interval, stands: tuple[Stand, ...], wanted: Wanted) -> Contest:
    """A deal with what turns it, found by judging its Musts again."""
    near: set[str] = set()
    for stand in stands:
        for judgement in stand.fit.judgements:
            line = stand.lines[judgement.requirement.id]
            if judgement.kinds or line.can_fail:
                near.update(build.id for build in wanted.near(line, stand))
        for line in stand.world.open_musts:
            near.update(build.id for build in wanted.near(line, stand))
    return Contest(bid, stake, stands, tuple(_route(stand, wanted) for stand in stands), frozenset(near))


def _route(stand: Stand, wanted: Wanted) -> Route:
    conditions: list[Condition] = []
    barred: set[str] = set()
    stopped: list[str] = []
    for line, name in _named_musts(stand):
        serving = wanted.reaching(line, name, stand)
        names = sorted(build.id for build in serving)
        condition = condition_of(names, lambda some, line=line: stand.passes(line, some))  # type: ignore[misc]
        if condition.is_hopeless:
            stopped.append(line.requirement.id)
            conditions.append(condition)
            continue
        others = [build for build in wanted.near(line, stand) if _is_risky(build, line, serving, condition)]
        # What harms beside one way and not beside another shows when a whole set is matched again.
        barred.update(build.id for build in others if all(_harms(build, line, stand, wanted, condition)))
        conditions.append(condition)
    return Route(all_of(conditions), frozenset(barred), tuple(stopped))


def _is_risky(build: Build, line: Line, serving: Collection[Build], condition: Condition) -> bool:
    """Whether a build may take away what a line needs: one that was made for others, or that speaks for a line which
    passes without it."""
    if build not in serving:
        return True
    own = build.capability == line.requirement.capability
    return condition.clauses == () and build.capability is not None and not own


def _harms(build: Build, line: Line, stand: Stand, wanted: Wanted, condition: Condition) -> list[bool]:
    """For each smallest set that brings a line there, whether it fails with the build beside it."""
    found = []
    for some in condition.sets[:SETS]:
        beside = {name for name in some if wanted.builds[name].slot != build.slot}
        found.append(not stand.passes(line, {*beside, build.id}))
    return found


def _named_musts(stand: Stand) -> Iterable[tuple[Line, str]]:
    for line in stand.world.lines:
        if line.can_fail:
            yield line, line.requirement.id
    for number, line in enumerate(stand.world.open_musts):
        yield line, open_name(number)


@attrs.frozen
class Tally:
    """Deals turned and lost, as the routes count them."""

    turned: tuple[str, ...]
    lost: tuple[str, ...]
    money: Fraction

    @property
    def clients(self) -> int:
        """How many more clients fit."""
        return len(self.turned) - len(self.lost)


def tally(contests: Iterable[Contest], some: Collection[str]) -> Tally:
    """What some builds come to, by the low ends of the money."""
    turned, lost, money = [], [], Fraction(0)
    for contest in contests:
        holds = contest.holds(some)
        if holds and not contest.bid.is_won:
            turned.append(contest.client)
            money += contest.stake.low
        elif contest.bid.is_won and not holds:
            lost.append(contest.client)
            money -= contest.stake.low
    return Tally(tuple(turned), tuple(lost), money)


__all__ = ["DECISIONS", "WON", "Contest", "Route", "Tally", "contest_of", "tally"]
