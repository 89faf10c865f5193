"""What services take in general, before a vendor has said anything: models of packs, each figure an assumption."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import attrs

from tobfit.model.citation import Citation, refuse_foreign
from tobfit.model.label import Label
from tobfit.model.price import Count, Effort
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.rule import Condition
from tobfit.model.scalars import Day, Flag, Id, Positive, Refused, Text
from tobfit.model.units import Currency
from tobfit.model.words import EvidenceGrade

GeneralPriority = Literal["should", "could"]
"""How urgent an assumption can be: what nobody said and no source demands is never a Must."""
Call = Literal[
    "connection", "replaced_system", "partial", "third_party", "customisation", "roadmap", "missing", "insufficient",
    "late", "unaccepted", "incompatible",
]  # fmt: skip
"""What calls for a service: a connection that the client wants, a system that the product may replace, a line of the
product with a gap of that kind."""
COUNTS = ("connections", "unconnected", "gaps", "gaps_must")
"""What is counted in a fit and not asked: the connections that the client wants, those among them that the product
cannot make as it stands, the lines with a gap above info (what concerns a connection, a service or the vendor itself is
left out), and those among them that are Musts."""


@record
class Driver(Record):
    """What a service grows with: ``each`` so many person-days for every ``per`` of a count.

    ``count`` is an attribute of the packs that is a number, or one of the counts of a fit (``COUNTS``); where nobody
    says how many there are, ``if_unknown`` is the range.
    """

    count: Id
    each: Effort
    per: Positive = Decimal("1")
    if_unknown: Count | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class GeneralService(Record):
    """A service of one stage that clients need in general: what it is given as (``capability``), when it is needed
    (``when``; absent: whenever one of its drivers counts something), and what it takes: ``base`` and for each driver
    more. What it is ``called_by`` makes it needed as well; without condition, drivers and calls it is needed always.
    ``yearly`` services come again each year. ``priority`` is how much the client
    needs it where nobody at the client said."""

    id: Id
    name: Label | None = None
    stage: Id
    capability: Id
    priority: GeneralPriority = "should"
    when: Condition | None = None
    called_by: tuple[Call, ...] = ()
    base: Effort | None = None
    drivers: tuple[Driver, ...] = ()
    yearly: Flag = False
    because: Label | None = None
    source: Citation | None = None
    evidence: EvidenceGrade = "inferred"
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """An override names its own id."""
        yield from refuse_foreign(self)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)


@record
class ExchangeRate(Record):
    """What one unit of a currency (``base``) was worth in another (``quote``) on a day."""

    base: Currency
    quote: Currency
    rate: Positive
    on: Day
    source: Citation | None = None
    evidence: EvidenceGrade | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """A rate lies between two currencies."""
        if self.base == self.quote:
            message = f"a rate of {self.base} in {self.quote} says nothing"
            yield ".quote", Refused("TF313", message, "name another currency")


__all__ = ["COUNTS", "Call", "Driver", "ExchangeRate", "GeneralPriority", "GeneralService"]
