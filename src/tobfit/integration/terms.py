"""Values of coordinates as bits: a set of values is one whole number, and two sets meet where the numbers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from tobfit.model.landscape import COORDINATES

ANY = -1
"""Every value, those included that nobody has named."""
OF_SOURCE, OF_SINK, OTHER = 1, 2, 4
"""Values that nobody has named: two that differ, for what is unknown at either end, and one more."""
UNNAMED = OF_SOURCE | OF_SINK | OTHER
FIRST = 3
ZONE, PROTOCOL, FORMAT, ENTITY, AUTH, MODE = range(6)
"""Places in a tuple of masks, in the order of COORDINATES."""


@attrs.frozen(eq=False)
class Terms:
    """The bit of every value that was met so far, for each coordinate by its place."""

    bits: tuple[dict[str, int], ...] = attrs.field(factory=lambda: tuple({} for _ in COORDINATES))
    values: tuple[dict[int, str], ...] = attrs.field(factory=lambda: tuple({} for _ in COORDINATES))
    """The value of every bit."""

    def bit(self, place: int, value: str) -> int:
        """The bit of one value."""
        known = self.bits[place]
        if value not in known:
            bit = known[value] = 1 << (FIRST + len(known))
            self.values[place][bit] = value
        return known[value]

    def mask(self, place: int, values: Iterable[str]) -> int:
        """The bits of several values; ``any`` among them is all there are."""
        found = 0
        for value in values:
            if value == "any":
                return ANY
            found |= self.bit(place, value)
        return found

    def names(self, place: int, mask: int) -> tuple[str, ...]:
        """The values of a mask in alphabetical order; ``any`` where it is every value."""
        if mask == ANY:
            return ("any",)
        known = self.values[place]
        return tuple(sorted(known[bit] for bit in each(mask) if bit in known))

    def all_of(self, place: int) -> int:
        """Every value that was met so far."""
        return ((1 << len(self.bits[place])) - 1) << FIRST


def each(mask: int) -> Iterator[int]:
    """The single bits of a mask, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit
