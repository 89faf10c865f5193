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
"""How many characters a template may write, also into macros and blocks."""
LETTERS = 20
"""How many characters of a text are gone through in one step."""
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
    most: int = WRITTEN
    written: int = 0

    def step(self, number: int = 1) -> None:
        """One more, or so many."""
        self.done += number
        if self.done > self.steps:
            raise TooMuch(f"its loops and calls take more than {self.steps:,} steps")

    def handle(self, value: object) -> None:
        """What it costs to go through a value: its items, or so many letters of a text."""
        if isinstance(value, str):
            self.step(1 + len(value) // LETTERS)
        elif isinstance(value, list | tuple | dict | range):
            self.step(1 + len(value))

    def weigh(self, value: object) -> None:
        """What it costs to compare a value: all that is in it, as often as it stands there. Lists that hold lists
        twice and so on are small to keep, and would take for ever to be compared."""
        waiting: list[object] = [value]
        while waiting:
            found = waiting.pop()
            self.handle(found)
            if isinstance(found, list | tuple):
                waiting += found
            elif isinstance(found, dict):
                waiting += found.values()

    def write(self, number: int) -> None:
        """So many characters more are written."""
        self.written += number
        if self.written > self.most:
            raise TooMuch(f"it writes more than {self.most:,} characters")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, each a step."""
        for item in items:
            self.step()
            yield item


def check_length(length: int) -> None:
    """Refuses a text or list that would become too long, before it is made."""
    if length > TEXT:
        raise TooMuch(f"it puts together a text or list of more than {TEXT:,} characters or items")


def check_number(value: object) -> None:
    """Refuses a whole number that is too large to be worked with."""
    if isinstance(value, int):
        check_bits(value.bit_length())


def check_bits(bits: int) -> None:
    """Refuses a whole number that would become too large, before it is worked out."""
    if bits > BITS:
        raise TooMuch(f"it works out a number of more than {BITS:,} bits")
