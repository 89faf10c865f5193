"""The order in which to build: the next one is the one that adds the most to those before it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.lifecycle.backlog_records import Maximise
from tobfit.lifecycle.best_sets import Candidate
from tobfit.lifecycle.winning import Contest, tally

Gain = tuple[Any, ...]
"""The larger the better."""


@attrs.frozen(eq=False)
class Order:
    """The builds one after the other; ``aside`` are those that one before them excludes, and ``harmful`` is the place
    from which on a step takes more clients away than it turns."""

    names: tuple[str, ...]
    aside: tuple[str, ...]
    harmful: int


def order_of(
    contests: Sequence[Contest], candidates: Sequence[Candidate], money: Mapping[str, Fraction], maximise: Maximise
) -> Order:
    """The greedy order. A gain is worked out again only where a build before it has touched one of the same deals.

    The most clients (or money) at once; then the other; then what comes nearer: each deal that is not won and needs the
    build, by itself and by its money, divided by the number of builds that it still lacks; then the money at stake in
    the gaps; then an effort that is known, and is less; then the order of ids.
    """
    touching: dict[str, list[Contest]] = {candidate.id: [] for candidate in candidates}
    for contest in contests:
        barred = frozenset().union(*(route.barred for route in contest.routes))
        for name in sorted(contest.needed | barred):
            touching[name].append(contest)
    known = {candidate.id: candidate for candidate in candidates}
    place = {candidate.id: number for number, candidate in enumerate(candidates)}
    version = dict.fromkeys(known, 0)
    chosen: list[str] = []
    slots: set[tuple[str, str]] = set()
    aside: list[str] = []
    harmful: int | None = None

    def entry(name: str) -> tuple[Any, ...]:
        gain = _gain(known[name], touching[name], frozenset(chosen), money[name], maximise)
        return tuple(-part for part in gain), place[name], version[name], name, gain[0]

    heap = [entry(name) for name in known]
    heapq.heapify(heap)
    while heap:
        *_, seen, name, first = heapq.heappop(heap)
        if seen != version[name]:
            continue
        if known[name].slot in slots:
            aside.append(name)
            continue
        if first < 0 and harmful is None:
            harmful = len(chosen)
        chosen.append(name)
        slots.add(known[name].slot)
        for other in _beside(touching[name], touching):
            if other not in chosen and other not in aside:
                version[other] += 1
                heapq.heappush(heap, entry(other))
    aside.sort(key=place.__getitem__)
    return Order(tuple(chosen), tuple(aside), len(chosen) if harmful is None else harmful)


def _beside(deals: Iterable[Contest], touching: Mapping[str, Sequence[Contest]]) -> list[str]:
    """The builds that have a part in one of some deals."""
    touched = {id(deal) for deal in deals}
    return [name for name, theirs in touching.items() if any(id(deal) in touched for deal in theirs)]


def _gain(
    candidate: Candidate, deals: Sequence[Contest], chosen: frozenset[str], money: Fraction, maximise: Maximise
) -> Gain:
    before, after = tally(deals, chosen), tally(deals, chosen | {candidate.id})
    at_once = (Fraction(after.clients - before.clients), after.money - before.money)
    nearer, nearer_money = Fraction(0), Fraction(0)
    for deal in deals:
        if deal.holds(chosen) or deal.bid.is_won:
            continue
        lacking = [lacks for route in deal.routes if (lacks := route.lacking(chosen))
                   and not route.condition.is_hopeless and any(candidate.id in clause for clause in lacks)]
        if lacking:
            share = Fraction(1, min(len(lacks) for lacks in lacking))
            nearer, nearer_money = nearer + share, nearer_money + share * deal.stake.low
    steps = (*at_once, nearer, nearer_money)
    if maximise == "money":
        steps = (at_once[1], at_once[0], nearer_money, nearer)
    effort = candidate.likely
    return (*steps, money, Fraction(effort is not None), -(effort or Fraction(0)))
