"""What a condition that more can only help asks for: its clauses, and its smallest sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

Some = frozenset[str]
MOST = 200
"""So many smallest sets are kept at once."""


@attrs.frozen
class Condition:
    """``clauses``: one member of each has to be there; () where nothing has to. ``sets``: the smallest sets with a
    member of each, at most 200 of them. ``is_whole``: the clauses are all there are. ``is_hopeless``: everything
    together does not do."""

    clauses: tuple[Some, ...]
    sets: tuple[Some, ...]
    is_whole: bool = True
    is_hopeless: bool = False


ALWAYS = Condition((), (frozenset(),))
NEVER = Condition((), (), is_hopeless=True)


def condition_of(members: Sequence[str], holds: Callable[[Some], bool]) -> Condition:
    """Learns a condition by asking: a set that hits all clauses known so far and does not do grows as far as it may;
    what is left is another clause. It ends with all clauses and all smallest sets (dualisation of a monotone function).

    >>> either = condition_of("abc", lambda some: "a" in some or {"b", "c"} <= some)
    >>> sorted(map(sorted, either.clauses)), sorted(map(sorted, either.sets))
    ([['a', 'b'], ['a', 'c']], [['a'], ['b', 'c']])
    """
    if holds(frozenset()):
        return ALWAYS
    every = frozenset(members)
    if not holds(every):
        return NEVER
    clauses: list[Some] = []
    known: set[Some] = set()
    sets: list[Some] = [frozenset()]
    while True:
        failing = next((some for some in sets if some not in known and not holds(some)), None)
        if failing is None:
            return Condition(tuple(clauses), tuple(sets), is_whole=len(sets) < MOST)
        known.update(some for some in sets[: sets.index(failing)])
        grown = failing
        for member in members:
            if member not in grown and not holds(grown | {member}):
                grown |= {member}
        clauses.append(every - grown)
        sets = smallest(hitting(sets, clauses[-1]))[:MOST]


def hitting(sets: Iterable[Some], clause: Some) -> Iterable[Some]:
    """The sets, each with a member of one more clause."""
    for some in sets:
        if some & clause:
            yield some
        else:
            yield from (some | {member} for member in clause)


def smallest(sets: Iterable[Some]) -> list[Some]:
    """Those that hold none of the others, the smallest first."""
    found: list[Some] = []
    for some in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= some for other in found):
            found.append(some)
    return found


def all_of(conditions: Iterable[Condition]) -> Condition:
    """The condition that all of some hold."""
    clauses: dict[Some, None] = {}
    is_whole = True
    for one in conditions:
        if one.is_hopeless:
            return NEVER
        clauses.update(dict.fromkeys(one.clauses))
        is_whole = is_whole and one.is_whole
    needed = smallest(clauses)
    sets: list[Some] = [frozenset()]
    for clause in needed:
        sets = smallest(hitting(sets, clause))[:MOST]
    return Condition(tuple(needed), tuple(sets), is_whole)
