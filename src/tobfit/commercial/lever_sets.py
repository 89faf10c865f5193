"""The smallest sets of levers that close every open Must: tried out, each set matched again as a whole."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

import attrs

from tobfit.analysis.remedy_choices import is_growing
from tobfit.commercial.lever_making import applied
from tobfit.commercial.levers import PERMISSIONS, Lever, Permission
from tobfit.errors import TobfitError
from tobfit.matching.changes import apply
from tobfit.matching.fit import NOTHING_KEPT, Fit, failing_levels, fails, judged
from tobfit.matching.promise import kept_from
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.words import Decision

Method = Literal["exhaustive", "by_line"]
Cost = tuple[Fraction, ...]


@attrs.frozen
class LeverSet:
    """Levers that close every open Must together, none of them spare. ``weight`` is the share of all weight that the
    client lets go; ``proofs`` how many of them hang on a demonstration that has yet to succeed. ``permission`` is the
    gravest of theirs."""

    levers: tuple[str, ...]
    changes: FrozenMap[str, Any]
    decision_after: Decision
    score_after: Interval | None
    weight: Ratio
    proofs: int
    permission: Permission
    fit: Fit = attrs.field(eq=False, repr=False)


@attrs.frozen
class Sets:
    """The smallest sets, best first: those that let the least weight go, then those that hang on the fewest
    demonstrations. ``more`` says that there are others of the same size.

    ``method``: ``exhaustive`` where every smaller set, and every set of this size, was matched; ``by_line`` where lines
    that no lever touches together were worked out one after the other, and the sets put together and matched: each
    holds, and there may be others of the same size that close lines only together.
    ``beyond`` are the lines that no lever here closes.
    """

    sets: tuple[LeverSet, ...]
    method: Method
    more: bool
    beyond: tuple[str, ...]
    matched: int


@attrs.define(eq=False)
class _Trial:
    """Matches sets of levers, and counts them."""

    fit: Fit
    levers: Sequence[Lever]
    matched: int = 0
    seen: dict[frozenset[int], frozenset[str] | None] = attrs.field(factory=dict)

    def failing(self, places: Collection[int]) -> frozenset[str] | None:
        """The Musts that fail, or may, with some levers; None where they exclude each other, or the records refuse
        them."""
        key = frozenset(places)
        if key not in self.seen:
            changes = together([self.levers[place] for place in sorted(key)])
            self.matched += 1
            self.seen[key] = None if changes is None else failing_after(self.fit, changes)
        return self.seen[key]


def failing_after(fit: Fit, changes: FrozenMap[str, Any]) -> frozenset[str] | None:
    """The Musts that fail, or may, after some changes: of a new match no more than that, because rules that stay
    undecided have no part in it."""
    old = fit.world
    try:
        new = apply(old, changes)
        kept = kept_from(fit, new) if new.catalog is old.catalog else NOTHING_KEPT
        items, levels = new.voices(new.catalog[fit.product]), failing_levels(new.policy)
        return frozenset(
            line.requirement.id
            for line in new.lines
            if line.can_fail and judged(line, items, new.bench, kept.get(line.requirement.id)).worst in levels
        )
    except TobfitError:
        return None


def failing(fit: Fit) -> frozenset[str]:
    """The Musts that fail at their worst verdict."""
    if not fit.fails_at_worst:
        return frozenset()
    policy = fit.world.policy
    return frozenset(
        one.requirement.id
        for one in fit.judgements
        if one.requirement.priority == "must"
        and not one.waived
        and one.verdict != "not_applicable"
        and fails(one.worst, policy)
    )


def together(levers: Iterable[Lever]) -> FrozenMap[str, Any] | None:
    """The changes of several levers; None where two set one target to different values, apart from lists to which both
    add."""
    changes: dict[str, Any] = {}
    for lever in levers:
        for target, value in lever.changes.items():
            if target not in changes:
                changes[target] = value
            elif is_growing(target):
                held = changes[target]
                changes[target] = (*held, *(item for item in value if item not in held))
            elif changes[target] != value:
                return None
    return FrozenMap(changes)


def smallest_sets(fit: Fit, levers: Iterable[Lever], tries: int, most: int) -> Sets:
    """The smallest sets among usable levers on the open Musts; at most ``most`` of them, and every set of levers is
    matched where that takes at most ``tries`` matches."""
    wanted = failing(fit)
    usable = [lever for lever in levers if lever.is_usable and lever.changes and wanted & set(lever.requirements)]
    usable.sort(key=lambda lever: natural(lever.id))
    trial = _Trial(fit, usable)
    if not wanted:
        return Sets((), "exhaustive", more=False, beyond=(), matched=0)
    groups = _groups(trial, wanted)
    found = [(lines, _of_group(trial, lines, places, tries)) for lines, places in groups]
    beyond = tuple(sorted((name for lines, sets in found if not sets for name in lines), key=natural))
    size = None if beyond else sum(len(sets[0]) for _, sets in found)
    every = _exhaustive(trial, size, tries)
    if every is not None:
        return _shown(trial, every, "exhaustive", most, () if every else beyond or tuple(sorted(wanted, key=natural)))
    if beyond:
        return Sets((), "by_line", more=False, beyond=beyond, matched=trial.matched)
    options = [sorted(sets, key=lambda one: _cost(trial, one)) for _, sets in found]
    whole = [one for one in _cheapest(trial, options, most + 1) if trial.failing(one) == frozenset()]
    return _shown(trial, whole, "by_line", most, ())


def _groups(trial: _Trial, wanted: frozenset[str]) -> list[tuple[frozenset[str], list[int]]]:
    """The open lines that hang together, with the levers that have to do with them: those on them, and those that
    close them or open others."""
    touched: list[frozenset[str]] = []
    for place, lever in enumerate(trial.levers):
        left = trial.failing([place])
        moved = wanted ^ left if left is not None else frozenset()
        touched.append(frozenset(lever.requirements) & wanted | moved & wanted)
    groups = [{name} for name in sorted(wanted, key=natural)]
    for lines in touched:
        joined = [group for group in groups if group & lines]
        if len(joined) > 1:
            groups = [group for group in groups if not group & lines]
            groups.append(set().union(*joined))
    groups.sort(key=lambda group: natural(min(group, key=natural)))
    return [(frozenset(g), [p for p, lines in enumerate(touched) if lines & g]) for g in groups]


def _of_group(trial: _Trial, lines: frozenset[str], places: Sequence[int], tries: int) -> list[frozenset[int]]:
    """The smallest sets that close some lines and open none; [] where there is none within the bound."""
    before = failing(trial.fit)
    spent = 0
    for size in range(1, len(places) + 1):
        spent += math.comb(len(places), size)
        if spent > tries:
            return []
        found = [frozenset(some) for some in combinations(places, size) if _closes(trial, some, lines, before)]
        if found:
            return found
    return []


def _closes(trial: _Trial, some: Collection[int], lines: frozenset[str], before: frozenset[str]) -> bool:
    left = trial.failing(some)
    return left is not None and not left & lines and left <= before


def _exhaustive(trial: _Trial, size: int | None, tries: int) -> list[frozenset[int]] | None:
    """All smallest sets, every set matched in turn; [] where none does it, None where that takes too long."""
    count = len(trial.levers)
    largest = count if size is None else size
    if sum(math.comb(count, number) for number in range(1, largest + 1)) > tries:
        return None
    for number in range(1, largest + 1):
        found = [frozenset(some) for some in combinations(range(count), number) if trial.failing(some) == frozenset()]
        if found:
            return found
    return []


def _cost(trial: _Trial, places: Iterable[int]) -> tuple[Cost, tuple[int, ...]]:
    """What a set costs the client, and how sure it is; then which levers, so that the order is one."""
    levers = [trial.levers[place] for place in places]
    weight = sum((lever.client.weight for lever in levers), Fraction(0))
    proofs = sum(lever.kind == "proof" for lever in levers)
    doubt = sum(PERMISSIONS.index(lever.permission) for lever in levers)
    return (Fraction(weight), Fraction(proofs), Fraction(doubt)), tuple(sorted(places))


def _cheapest(trial: _Trial, options: Sequence[Sequence[frozenset[int]]], most: int) -> Iterator[frozenset[int]]:
    """Unions of one option of each group, by rising cost: the costs add up, so that the best comes first."""

    def at(spot: tuple[int, ...]) -> frozenset[int]:
        return frozenset().union(*(options[group][place] for group, place in enumerate(spot)))

    first = tuple(0 for _ in options)
    heap = [(_cost(trial, at(first)), first)]
    seen = {first}
    while heap and most > 0:
        _, spot = heapq.heappop(heap)
        yield at(spot)
        most -= 1
        for group, place in enumerate(spot):
            following = (*spot[:group], place + 1, *spot[group + 1 :])
            if place + 1 < len(options[group]) and following not in seen:
                seen.add(following)
                heapq.heappush(heap, (_cost(trial, at(following)), following))


def _shown(trial: _Trial, found: Iterable[frozenset[int]], method: Method, most: int, beyond: tuple[str, ...]) -> Sets:
    """The best of the sets as records, checked like any change of records."""
    made: list[LeverSet] = []
    more = False
    for places in sorted(found, key=lambda one: _cost(trial, one)):
        if len(made) == most:
            more = True
            break
        levers = [trial.levers[place] for place in sorted(places)]
        changes = together(levers)
        after = applied(trial.fit, changes) if changes is not None else None
        if changes is not None and after is not None:
            made.append(set_of(levers, changes, after))
    return Sets(tuple(made), method, more, beyond, trial.matched)


def set_of(levers: Sequence[Lever], changes: FrozenMap[str, Any], after: Fit) -> LeverSet:
    """Some levers as a set."""
    return LeverSet(
        levers=tuple(lever.id for lever in levers),
        changes=changes,
        decision_after=after.decision,
        score_after=after.score,
        weight=Ratio(sum((lever.client.weight for lever in levers), Fraction(0))),
        proofs=sum(lever.kind == "proof" for lever in levers),
        permission=max((lever.permission for lever in levers), key=PERMISSIONS.index, default="allowed"),
        fit=after,
    )
