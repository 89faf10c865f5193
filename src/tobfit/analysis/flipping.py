"""Which few changes turn a decision: the smallest sets, found by trying them in the order of their size."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Literal

import attrs

from tobfit.model.words import Decision

Decide = Callable[[frozenset[str]], Decision | None]
"""The decision where these are as after and all others as before; None where that is no world."""
FROM_BEFORE: Literal["before"] = "before"
FROM_AFTER: Literal["after"] = "after"


@attrs.frozen
class Turn:
    """The smallest sets of causes, or of records, that turn a decision.

    ``start`` is ``before``: each set by itself, changed in the world before, gives the decision after. ``after``: each
    set, taken back in the world after, gives the decision before. All sets of the smallest size are named. ``sets`` is
    empty where none was found; ``tried`` is the size up to which all sets were tried.
    """

    start: Literal["before", "after"]
    level: Literal["cause", "record"]
    sets: tuple[tuple[str, ...], ...]
    tried: int


def turns(
    names: Sequence[str],
    decide: Decide,
    wanted: tuple[Decision, Decision],
    level: Literal["cause", "record"],
    most: int,
) -> tuple[Turn, ...]:
    """From before to after, and from after back; sizes are tried as long as no more than ``most`` sets come up."""
    before, after = wanted
    every = frozenset(names)

    def gives_after(chosen: frozenset[str]) -> bool:
        return decide(chosen) == after

    def gives_before(chosen: frozenset[str]) -> bool:
        return decide(every - chosen) == before

    return (
        Turn(FROM_BEFORE, level, *smallest(names, gives_after, most)),
        Turn(FROM_AFTER, level, *smallest(names, gives_before, most)),
    )


def smallest(
    names: Sequence[str], holds: Callable[[frozenset[str]], bool], most: int
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """All sets of the smallest size for which something holds, and the size up to which all were tried.

    >>> smallest("abc", lambda chosen: "a" in chosen and len(chosen) > 1, 100)
    ((('a', 'b'), ('a', 'c')), 2)
    """
    left = most
    for size in range(1, len(names) + 1):
        left -= math.comb(len(names), size)
        if left < 0 and size > 1:
            return (), size - 1
        found = tuple(some for some in itertools.combinations(names, size) if holds(frozenset(some)))
        if found:
            return found, size
    return (), len(names)
