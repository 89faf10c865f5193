"""Which cause moved a score and by how much: shares of causes, line by line, and of the records within each.

The players are the causes that differ; within a cause its records, as in G. Owen's value for unions, so that the
records' shares sum exactly to their cause's. Worlds that are none (the packs of one side refuse the client of the
other) or have no score join players that cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.analysis.mixing import CAUSES, Mixer, Offered, On
from tobfit.analysis.reaching import Lines, Reach, near_records, set_names
from tobfit.analysis.shapley import inseparable, shapley, weight_of
from tobfit.matching.fit import Fit
from tobfit.model.interval import MILLION, Interval, Ratio

NONE: On = frozenset()
Ends = tuple[Fraction, Fraction]
"""The low end and the high end."""
ZERO: Ends = (Fraction(0), Fraction(0))


@attrs.frozen
class Group:
    """Records that are taken together, and what they moved."""

    records: tuple[str, ...]
    is_rest: bool
    share: Ends


@attrs.frozen
class Block:
    """Causes that are taken together: what they moved of each line, and the records behind it."""

    causes: tuple[str, ...]
    lines: Mapping[str, Ends]
    groups: tuple[Group, ...]


def added(one: Ends, other: Ends, factor: Fraction | int = 1) -> Ends:
    """Ends added up; the other times a factor."""
    return one[0] + factor * other[0], one[1] + factor * other[1]


def interval(ends: Ends) -> Interval:
    """A difference at both ends; as a difference its low may lie above its high."""
    return Interval(Ratio(ends[0]), Ratio(ends[1]))


def total(parts: Iterable[Ends]) -> Ends:
    """The sum of ends."""
    low = high = Fraction(0)
    for part in parts:
        low, high = low + part[0], high + part[1]
    return low, high


@attrs.frozen(eq=False)
class Attribution:
    """The shares of one product that has a score on both sides; ``worlds`` bounds how many a cause is tried in."""

    mixer: Mixer
    pair: Offered
    worlds: int

    @cached_property
    def records(self) -> dict[str, dict[str, bool]]:
        """Cause -> its records, and whether a judgement may read what differs."""
        every = {**self.mixer.records, "catalogue": self.pair.records}
        return {cause: dict(every[cause]) for cause in CAUSES if every.get(cause)}

    @cached_property
    def aside(self) -> On:
        """Records that no judgement reads: they are as after in every world."""
        found = frozenset(name for part in self.records.values() for name, is_read in part.items() if not is_read)
        # What is taken for unread must not move anything, or it is a player like the others.
        before, after = (self.mixer.fit(self.pair, on) for on in (NONE, found))
        is_idle = before is not None and after is not None and ends_of(before) == ends_of(after)
        return found if is_idle else NONE

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """The causes that differ."""
        return tuple(self.records)

    def players(self, causes: Iterable[str]) -> tuple[str, ...]:
        """The records of some causes that a judgement may read."""
        return tuple(name for cause in causes for name in self.records[cause] if name not in self.aside)

    def on(self, causes: Iterable[str]) -> On:
        """The causes as after, all others as before."""
        return self.aside | frozenset(self.players(causes))

    def fit(self, on: On) -> Fit | None:
        """The fit of a mixed world."""
        return self.mixer.fit(self.pair, on)

    def scored(self, on: On) -> Fit | None:
        """The same, where there is a score."""
        fit = self.fit(on)
        return fit if fit is not None and fit.totals.weight else None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The causes, those that cannot be told apart together, each with its shares."""
        names = self.causes
        if not names:
            return ()

        def is_sound(chosen: int) -> bool:
            return self.scored(self.on(_named(names, chosen))) is not None

        grouped = [tuple(names[place] for place in group) for group in inseparable(len(names), is_sound)]
        moved = self._by_line(grouped)
        return tuple(
            Block(group, lines, self._within(place, grouped))
            for place, (group, lines) in enumerate(zip(grouped, moved, strict=True))
        )

    def _by_line(self, grouped: Sequence[tuple[str, ...]]) -> list[dict[str, Ends]]:
        """For each group of causes what it moved of each line."""
        parts = [self._contributions(_together(grouped, chosen)) for chosen in range(1 << len(grouped))]
        moved: list[dict[str, Ends]] = [{} for _ in grouped]
        for line in sorted({name for part in parts for name in part}):
            values = [part.get(line, ZERO) for part in parts]
            if any(value != values[0] for value in values):
                shares = zip(shapley([v[0] for v in values]), shapley([v[1] for v in values]), strict=True)
                for lines, share in zip(moved, shares, strict=True):
                    if share != ZERO:
                        lines[line] = share
        return moved

    def _contributions(self, causes: Iterable[str]) -> dict[str, Ends]:
        fit = self.scored(self.on(causes))
        assert fit is not None
        return {part.requirement: (part.low, part.high) for part in fit.contributions}

    def _within(self, place: int, grouped: Sequence[tuple[str, ...]]) -> tuple[Group, ...]:
        """The records of one group of causes, each with its share; those that no judgement reads have none."""
        others = [group for number, group in enumerate(grouped) if number != place]
        outer = [
            (weight_of(chosen.bit_count(), len(grouped)), self.on(_together(others, chosen)))
            for chosen in range(1 << len(others))
        ]
        unread = [name for cause in grouped[place] for name in self.records[cause] if name in self.aside]
        players = self.players(grouped[place])
        near = near_records(self.pair, players) if grouped[place] == ("catalogue",) else NONE
        found = _Within(self, players, tuple(outer), self.worlds, near).groups()
        return (*found, *(Group((name,), False, ZERO) for name in unread))


def ends_of(fit: Fit) -> tuple[object, ...]:
    """What a fit comes to."""
    return fit.decision, fit.contributions


def _named(names: Sequence[str], chosen: int) -> list[str]:
    return [name for place, name in enumerate(names) if chosen >> place & 1]


def _together(grouped: Sequence[tuple[str, ...]], chosen: int) -> list[str]:
    return [name for place, group in enumerate(grouped) if chosen >> place & 1 for name in group]


@attrs.define(eq=False)
class _Within:
    """Shares of records within their cause, while the other causes are as before or as after (``outer``).

    A record is near where it speaks for a few lines only and decides of none whether it applies; then the game is a
    sum of games, one for each line, in which all that does not speak for the line has no part. The other records are
    wide: they may move the weight that all lines are divided by, so that every set of them is tried.
    """

    of: Attribution
    players: tuple[str, ...]
    outer: tuple[tuple[Fraction, On], ...]
    worlds: int
    near: frozenset[str]
    rest: frozenset[str] = frozenset()
    """Records that are too many to be told apart."""

    def groups(self) -> tuple[Group, ...]:
        """The shares, in the order of the records."""
        if len(self.players) <= 1:
            return tuple(Group((name,), False, self._moved(frozenset(self.players))) for name in self.players)
        if self.near and not all(self._is_sound(self.near & some) for some in (NONE, self.near)):
            self.near = NONE
        reach = Reach(self.of.mixer, self.of.pair, tuple(on for _, on in self.outer))
        groups: list[tuple[str, ...]] = [(name,) for name in self.players]
        while True:
            wide = [group for group in groups if len(group) > 1 or group[0] not in self.near]
            narrow = [group[0] for group in groups if len(group) == 1 and group[0] in self.near]
            lines = reach.lines(narrow)
            largest: Sequence[str] = max(lines.values(), key=len, default=())
            if len(wide) + len(largest) > self.most:
                groups = self._with_rest(groups, [*(name for group in wide for name in group), *largest])
            elif len(unions := self._unions(wide)) < len(wide):
                groups = [*unions, *((name,) for name in narrow)]
            elif coupled := reach.coupled(wide, lines):
                self.near -= coupled
            else:
                return self._shared(wide, narrow, lines, reach)

    def _unions(self, wide: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The wide groups, those that cannot be told apart together."""
        found = inseparable(len(wide), lambda chosen: self._is_sound(set_names(chosen, wide)))
        return [tuple(name for place in union for name in wide[place]) for union in found]

    @property
    def most(self) -> int:
        """So many players can be told apart: all sets of them, beside all sets of other causes, are tried."""
        return max(2, (self.worlds // len(self.outer)).bit_length() - 1)

    def _with_rest(self, joined: Sequence[tuple[str, ...]], crowded: Sequence[str]) -> list[tuple[str, ...]]:
        """The least of the crowded records join the rest, one or more at a time."""
        free = [name for name in crowded if name not in self.rest]
        surplus = max(1 if self.rest else 2, len(free) + 1 - self.most)
        least = sorted(free, key=lambda name: (self._effect(name), free.index(name)))[:surplus]
        self.rest |= frozenset(least)
        apart = [tuple(name for name in group if name not in self.rest) for group in joined]
        rest = tuple(name for name in self.players if name in self.rest)
        return [*(group for group in apart if group), rest]

    def _effect(self, name: str) -> Fraction:
        """How much a record moves by itself, among the first worlds and among the last."""
        alone, others = frozenset([name]), frozenset(self.players) - {name}
        first, last = self.outer[0][1], self.outer[-1][1]
        pairs = ((first, first | alone), (last | others, last | others | alone))
        return sum((self._distance(*pair) for pair in pairs), Fraction(0))

    def _distance(self, one: On, other: On) -> Fraction:
        a, b = self.of.scored(one), self.of.scored(other)
        if a is None or b is None:
            return Fraction(0)
        (a_low, a_high), (b_low, b_high) = score_of(a), score_of(b)
        return abs(b_low - a_low) + abs(b_high - a_high)

    def _is_sound(self, names: On) -> bool:
        return all(self.of.scored(on | names) is not None for _, on in self.outer)

    def _moved(self, names: On) -> Ends:
        """What a single player moves: all that its cause does."""
        share = ZERO
        for weight, on in self.outer:
            share = added(share, self._score(on | names), weight)
            share = added(share, self._score(on), -weight)
        return share

    def _score(self, on: On) -> Ends:
        fit = self.of.scored(on)
        assert fit is not None
        return score_of(fit)

    def _shared(
        self, wide: Sequence[tuple[str, ...]], narrow: Sequence[str], lines: Lines, reach: Reach
    ) -> tuple[Group, ...]:
        shares: dict[tuple[str, ...], Ends] = dict.fromkeys((*wide, *((name,) for name in narrow)), ZERO)
        for weight, on in self.outer:
            games = [(tuple(wide), self._rest_game(wide, lines, on))]
            games += [
                ((*wide, *((name,) for name in near)), reach.game(wide, near, line, on)) for line, near in lines.items()
            ]
            for players, values in games:
                lows, highs = shapley([value[0] for value in values]), shapley([value[1] for value in values])
                for player, low, high in zip(players, lows, highs, strict=True):
                    shares[player] = added(shares[player], (low, high), weight)
        order = {name: place for place, name in enumerate(self.players)}
        made = [Group(tuple(sorted(g, key=order.__getitem__)), self._is_rest(g), s) for g, s in shares.items()]
        return tuple(sorted(made, key=lambda group: (group.is_rest, order[group.records[0]])))

    def _is_rest(self, group: tuple[str, ...]) -> bool:
        return not self.rest.isdisjoint(group)

    def _rest_game(self, wide: Sequence[tuple[str, ...]], lines: Lines, on: On) -> list[Ends]:
        """The lines that only wide players have a part in, all at once."""
        values = []
        for chosen in range(1 << len(wide)):
            fit = self.of.scored(on | set_names(chosen, wide))
            assert fit is not None
            low, high, whole = fit.totals.low, fit.totals.high, fit.totals.weight * MILLION
            for judgement, weight in zip(fit.judgements, fit.weights, strict=True) if lines else ():
                outcome = judgement.outcome
                if judgement.requirement.id in lines and outcome.verdict != "not_applicable":
                    low, high = low - weight * outcome.low, high - weight * outcome.high
            values.append((Fraction(low, whole), Fraction(high, whole)))
        return values


def score_of(fit: Fit) -> Ends:
    """The ends of a score that is there."""
    assert fit.score is not None
    return fit.score.low, fit.score.high


__all__ = ["Attribution", "Block", "Group", "added", "interval", "total"]
