"""How much a template may do: a bound on what it counts, calls and writes, so that none runs for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

STEPS = 5_000_000
"""How many items all loops of a template may run over, and how many calls it may make, together."""
TEXT = 1_000_000
"""How long a text that a template puts together may be."""
WRITTEN = 100_000_000
"""How many characters a template may write."""
BITS = 1024
"""How large a whole number may become."""


class TooMuch(Exception):
    """A template wants more than it may have."""


class NotText(Exception):
    """Something stands where a text, or a list, is needed."""


@attrs.define(eq=False)
class Budget:
    """What is left to one rendering.

    >>> budget = Budget(steps=3)
    >>> list(budget.counted("abc"))
    ['a', 'b', 'c']
    >>> list(budget.counted("d"))
    Traceback (most recent call last):
    ...
    tobfit.report.proposal.budget.TooMuch: its loops and calls take more than 3 steps
    """

    steps: int = STEPS
    done: int = 0

    def step(self, number: int = 1) -> None:
        """One more, or so many."""
        self.done += number
        if self.done > self.steps:
            raise TooMuch(f"its loops and calls take more than {self.steps:,} steps")

    def handle(self, value: object) -> None:
        """What it costs to go through a value: its items, or the hundredth part of a text."""
        if isinstance(value, str):
            self.step(1 + len(value) // 100)
        elif isinstance(value, list | tuple | dict | range):
            self.step(1 + len(value))

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each a step."""
        for item in items:
            self.step()
            yield item


def check_length(length: int) -> None:
    """Refuses a text or list that would become too long, before it is made."""
    if length > TEXT:
        raise TooMuch(f"it puts together a text or list of more than {TEXT:,} characters or items")


def check_bits(bits: int) -> None:
    """Refuses a whole number that would become too large, before it is worked out."""
    if bits > BITS:
        raise TooMuch(f"it works out a number of more than {BITS:,} bits")
