"""What fits into a given time, chosen exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs


@attrs.frozen
class Choice:
    """Some of the things, by place, with what they take and what they are worth."""

    places: tuple[int, ...]
    size: Fraction
    worth: tuple[Any, ...]


def best_within(sizes: Sequence[Fraction], worths: Sequence[tuple[Any, ...]], most: Fraction) -> Choice:
    """The things that are worth most together and take no more than ``most``: the knapsack problem, solved exactly by
    keeping the choices that no other beats in size and worth (G. L. Nemhauser and Z. Ullmann, "Discrete dynamic
    programming and capital allocation", 1969).

    Worths are tuples, added place by place and compared from the first place on. Of equal worth the smaller choice is
    taken, then the one with the earlier things.

    >>> one, half = Fraction(1), Fraction(1, 2)
    >>> best_within([one, half, half], [(0, 5), (0, 3), (1, 0)], one).places
    (1, 2)
    """
    width = len(worths[0]) if worths else 0
    front = [Choice((), Fraction(0), (0,) * width)]
    for place, (size, worth) in enumerate(zip(sizes, worths, strict=True)):
        more = [
            Choice((*c.places, place), c.size + size, tuple(a + b for a, b in zip(c.worth, worth, strict=True)))
            for c in front
            if c.size + size <= most
        ]
        front = _unbeaten([*front, *more])
    return front[-1]


def _unbeaten(choices: list[Choice]) -> list[Choice]:
    """The choices that are worth more than every one that takes no more."""
    choices.sort(key=lambda choice: choice.places)
    choices.sort(key=lambda choice: choice.worth, reverse=True)
    choices.sort(key=lambda choice: choice.size)
    kept: list[Choice] = []
    for choice in choices:
        if not kept or choice.worth > kept[-1].worth:
            kept.append(choice)
    return kept
