"""What is known of one attribute of one client: never more than was said or follows from it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tobfit.knowledge.attributes import Scalar, text_of
from tobfit.model.attribute import Attribute
from tobfit.model.frozen import FrozenMap

ANY = "any value"
"""What a fact says of an attribute that nobody knows, where a rule holds whatever it is."""


@attrs.frozen
class ScalarReading:
    """A single value. ``options`` is what it can be: one value where it is known, several where only a range is,
    None where nothing is. ``present`` is whether there is a value at all, None where nobody said."""

    attribute: Attribute
    options: tuple[Scalar, ...] | None = None
    where: str | None = None
    """What answered, where it was not the profile: a place in the landscape, the inputs of a size class."""
    is_absent: bool = False
    """Whether it is declared that there is no value; a yes or no is no then."""

    @property
    def is_known(self) -> bool:
        """Whether exactly one value is possible."""
        return self.options is not None and len(self.options) == 1

    @property
    def fact(self) -> str:
        """``employees: 500``, a range as ``small or medium``, with the place behind it."""
        if self.options is None:
            said = "none" if self.is_absent else ANY
        else:
            said = " or ".join(map(text_of, self.options)) or "none"
        return f"{self.attribute.id}: {said}" + (f" ({self.where})" if self.where else "")


@attrs.frozen
class SetReading:
    """Members. Each of ``worlds`` is one way the known members can be (several where a filed code belongs to
    several segments); more may exist unless ``closed``.

    ``above`` maps a member to those that it implies (EU for DE, an industry for a part of it), itself left out.
    """

    attribute: Attribute
    worlds: tuple[frozenset[str], ...] = (frozenset(),)
    closed: bool = False
    above: Mapping[str, tuple[str, ...]] = FrozenMap()

    @property
    def certain(self) -> frozenset[str]:
        """The members in every world, with what they imply."""
        first, *others = (self.closure(world) for world in self.worlds)
        return first.intersection(*others)

    @property
    def is_known(self) -> bool:
        """Whether all members are known."""
        return self.closed and len(self.worlds) == 1

    def closure(self, members: frozenset[str]) -> frozenset[str]:
        """The members and what they imply."""
        return members.union(*(self.implied_by(member) for member in members))

    def implied_by(self, member: str) -> tuple[str, ...]:
        """What a member lies in, nearest first: as the packs say, and a part of a country (US-CA) in the country."""
        if member in self.above:
            return self.above[member]
        country, dash, _ = member.partition("-")
        if not dash or self.attribute.id != "jurisdictions":
            return ()
        return (country, *self.above.get(country, ()))

    @property
    def said(self) -> str:
        """The members as they were said."""
        worlds = [", ".join(sorted(world)) for world in self.worlds]
        return " or ".join(text for text in worlds if text) or "none"

    @property
    def fact(self) -> str:
        """``jurisdictions: CN``, with a mark where the list is declared complete."""
        return f"{self.attribute.id}: {self.said}" + (" (complete)" if self.closed else "")


Reading = ScalarReading | SetReading
