"""Sets that cannot be had together and lose that with any of their members: the smallest one, or one of the minimal
ones.

The smallest one is found by the duality of such sets and of those whose removal helps (Ignatiev and others, Smallest
MUS Extraction with Minimal Hitting Set Dualization, CP 2015): a smallest set that meets all known removals either
cannot be had, and is the answer, or leads to another removal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tobfit.analysis.solver import Program, Row, solve

T = TypeVar("T")
Test = Callable[[frozenset[T]], bool]
PATIENCE = 300
"""So many tests are made for the smallest set before a minimal one will do."""


def smallest_refused(items: Sequence[T], possible: Callable[[frozenset[T]], bool]) -> tuple[T, ...]:
    """The smallest set of items that is not possible, in their order; all of its parts are.

    ``possible`` says whether items can be had together; what holds for a set must hold for its parts. Of all items it
    says no. Where the smallest takes too many tests, the result is minimal: without any one of its items it is
    possible.

    >>> smallest_refused("abcde", lambda found: not ({"b"} < found and len(found) > 2) and not {"d", "e"} <= found)
    ('d', 'e')
    """
    for item in items:
        if not possible(frozenset([item])):
            return (item,)
    removals: list[list[int]] = []
    tests = 0
    while tests < PATIENCE:
        rows = tuple(Row(dict.fromkeys(removal, 1), low=1) for removal in removals)
        values = solve(Program((1,) * len(items), rows), what="minimal set").values
        assert values is not None
        taken = [place for place, value in enumerate(values) if value]
        tests += 1
        if not possible(frozenset(items[place] for place in taken)):
            return tuple(items[place] for place in taken)
        for place in range(len(items)):
            if place not in taken:
                tests += 1
                if possible(frozenset(items[each] for each in (*taken, place))):
                    taken.append(place)
        removals.append([place for place in range(len(items)) if place not in taken])
    return minimal_refused(items, possible)


def minimal_refused(items: Sequence[T], possible: Callable[[frozenset[T]], bool]) -> tuple[T, ...]:
    """A set of items that is not possible, and is without any one of them: items are left out one after the other, from
    the first on, where the rest stays impossible.

    >>> minimal_refused("abc", lambda found: len(found) < 2)
    ('b', 'c')
    """
    kept = list(items)
    for item in items:
        rest = [other for other in kept if other != item]
        if not possible(frozenset(rest)):
            kept = rest
    return tuple(kept)
