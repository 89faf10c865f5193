"""For each number of builds the best set of them, by integer programming."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.solver import Number, Program, Row, solve
from tobfit.lifecycle.backlog_records import Maximise
from tobfit.lifecycle.winning import Contest

ONE = Fraction(1)
CHUNK = 20
"""So many items are put in order by powers of two in one objective."""
ROOM = 2**26
"""Objectives are merged as far as their whole numbers stay below."""

ROUNDS = 50
"""So often a set is sought again where matching disagrees with what was counted."""
Agrees = Callable[[frozenset[str]], Collection[str]]


@attrs.frozen(eq=False)
class Candidate:
    """A build as the program sees it. ``likely`` is None where nobody estimated it; of one ``slot`` one is built."""

    id: str
    likely: Fraction | None
    slot: tuple[str, str]


@attrs.frozen(eq=False)
class Model:
    """Variables: the builds that have a part, then a deal for each client that can be turned or lost, then of each the
    candidates. A candidate needs a member of each clause and nothing that bars it, a deal one of its candidates."""

    names: tuple[str, ...]
    size: int
    rows: tuple[Row, ...]
    deals: tuple[tuple[int, Contest], ...]
    objectives: tuple[tuple[Number, ...], ...]
    """To be minimised one after the other."""


def model_of(contests: Sequence[Contest], candidates: Iterable[Candidate], maximise: Maximise) -> Model:
    """The program without the number of builds."""
    playing = [one for one in contests if one.ways or (one.bid.is_won and any(r.barred for r in one.routes))]
    used = frozenset().union(*(one.needed | frozenset().union(*(r.barred for r in one.routes)) for one in playing))
    listed = [candidate for candidate in candidates if candidate.id in used]
    place = {candidate.id: number for number, candidate in enumerate(listed)}
    rows = [Row({place[name]: 1 for name in same}, high=1) for same in _slots(listed)]
    size = len(listed)
    deals = []
    for contest in playing:
        deal = size
        deals.append((deal, contest))
        size += 1
        ends: dict[int, Number] = {deal: -1}
        for route in contest.routes:
            if route.condition.is_hopeless:
                continue
            rows += [Row({**{place[n]: 1 for n in clause}, size: -1}, low=0) for clause in route.condition.clauses]
            rows += [Row({place[name]: 1, size: 1}, high=1) for name in sorted(route.barred) if name in place]
            ends[size] = 1
            size += 1
        rows.append(Row(ends, low=0))
    objectives = tuple(merged(_objectives(listed, deals, size, maximise)))
    return Model(tuple(place), size, tuple(rows), tuple(deals), objectives)


def _slots(listed: Iterable[Candidate]) -> list[list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for candidate in listed:
        found.setdefault(candidate.slot, []).append(candidate.id)
    return [same for same in found.values() if len(same) > 1]


def _objectives(
    listed: Sequence[Candidate], deals: Sequence[tuple[int, Contest]], size: int, maximise: Maximise
) -> Iterable[tuple[Number, ...]]:
    """The most clients, or money, then the other; the fewest builds that nobody estimated, the least likely effort,
    the fewest builds, and those first that come first."""
    clients = _costs(size, {place: -ONE for place, _ in deals})
    money = _costs(size, {place: -contest.stake.low for place, contest in deals})
    yield from (clients, money) if maximise == "clients" else (money, clients)
    yield _costs(size, {place: ONE for place, one in enumerate(listed) if one.likely is None})
    yield _costs(size, {place: one.likely or Fraction(0) for place, one in enumerate(listed)})
    yield _costs(size, dict.fromkeys(range(len(listed)), ONE))
    for start in range(0, len(listed), CHUNK):
        chunk = range(start, min(start + CHUNK, len(listed)))
        yield _costs(size, {place: -Fraction(2 ** (chunk[-1] - place)) for place in chunk})


def merged(objectives: Iterable[tuple[Number, ...]]) -> Iterable[tuple[Number, ...]]:
    """The same in fewer: one objective weighs more than all that those behind it in one program can come to.

    >>> list(merged([(Fraction(-1), Fraction(-1)), (Fraction(1, 2), Fraction(0))]))
    [(Fraction(-1, 1), Fraction(-2, 1))]
    """
    held: list[Fraction] = []
    room = 1
    for costs in objectives:
        unit = math.lcm(*(Fraction(cost).denominator for cost in costs))
        whole = [Fraction(cost) * unit for cost in costs]
        span = int(sum(map(abs, whole), start=Fraction(0))) + 1
        if held and room * span > ROOM:
            yield tuple(held)
            held, room = [], 1
        held = [before * span + cost for before, cost in zip(held, whole, strict=True)] if held else whole
        room *= span
    if held:
        yield tuple(held)


def _costs(size: int, costs: dict[int, Fraction]) -> tuple[Number, ...]:
    return tuple(costs.get(place, Fraction(0)) for place in range(size))


def best_of(model: Model, most: int, agrees: Agrees, time_limit: float | None = None) -> tuple[frozenset[str], bool]:
    """The best builds, at most so many, and whether that is proved. ``agrees`` matches a set again and names the deals
    in which the program counted something else: these are shut out for this very set, and it is solved again."""
    rows = [*model.rows, Row(dict.fromkeys(range(len(model.names)), 1), high=most)]
    chosen, is_proved = _solved(model, rows, time_limit)
    for _ in range(ROUNDS):
        wrong = agrees(chosen)
        if not wrong:
            return chosen, is_proved
        rows += [_shut_out(model, deal, contest, chosen) for deal, contest in model.deals if contest.client in wrong]
        chosen, is_proved = _solved(model, rows, time_limit)
    return chosen, False


def _shut_out(model: Model, deal: int, contest: Contest, chosen: frozenset[str]) -> Row:
    """The deal does not count with these builds, as far as they touch it."""
    near = [(place, name) for place, name in enumerate(model.names) if name in contest.near]
    terms: dict[int, Number] = {place: 1 if name in chosen else -1 for place, name in near}
    return Row({**terms, deal: 1}, high=sum(name in chosen for _, name in near))


def _solved(model: Model, rows: Sequence[Row], time_limit: float | None) -> tuple[frozenset[str], bool]:
    """One objective after the other, each within what those before it came to."""
    kept = list(rows)
    chosen: frozenset[str] = frozenset()
    is_proved = True
    for costs in model.objectives if model.names else ():
        if not any(costs):
            continue
        found = solve(Program(costs, tuple(kept)), time_limit=time_limit, what="backlog")
        if found.values is None or found.cost is None:
            return chosen, False
        is_proved = is_proved and found.is_optimal
        chosen = frozenset(name for name, value in zip(model.names, found.values, strict=False) if value)
        terms: dict[int, Number] = {place: cost for place, cost in enumerate(costs) if cost}
        kept.append(Row(terms, high=found.cost))
    return chosen, is_proved
