"""Money, effort and services."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.label import Label
from tobfit.model.quantity import Duration, Money, PersonDays, Quantity
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Flag, Id, NotNegative, Refused, Text


@record
class Effort(Record):
    """A three-point estimate in person-days; a single figure is all three."""

    low: PersonDays
    likely: PersonDays
    high: PersonDays

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """``6 days`` is an estimate without spread."""
        return {"low": text, "likely": text, "high": text}

    def check(self) -> Iterable[tuple[str, Refused]]:
        """low <= likely <= high."""
        sizes = [part.base[1] for part in (self.low, self.likely, self.high)]
        if sizes != sorted(sizes):
            yield "", Refused("TF216", "an estimate must rise from low over likely to high")

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} / {self.likely} / {self.high}"


@record
class Count(Record):
    """A three-point estimate of a number of things."""

    low: NotNegative
    likely: NotNegative
    high: NotNegative

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A single figure is all three."""
        return {"low": text, "likely": text, "high": text}

    def check(self) -> Iterable[tuple[str, Refused]]:
        """low <= likely <= high."""
        if not self.low <= self.likely <= self.high:
            yield "", Refused("TF216", "an estimate must rise from low over likely to high")


@record
class Price(Record):
    """What a product costs; development cost and expected clients are internal."""

    licence: Money | None = None
    per_user: Money | None = None
    development_cost: Money | None = attrs.field(default=None, metadata=INTERNAL)
    expected_clients: Count | None = attrs.field(default=None, metadata=INTERNAL)
    margin: NotNegative | None = attrs.field(default=None, metadata=INTERNAL)
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Service(Record):
    """A service that comes with a product, from pre-sales to after-sales; the effort of a ``yearly`` one comes again
    each year."""

    id: Id
    name: Label | None = None
    stage: Id | None = None
    capability: Id | None = None
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    yearly: Flag = False
    rate: Money | None = attrs.field(default=None, metadata=INTERNAL)
    price: Money | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)


@record
class Budget(Record):
    """What the client can spend in all over the horizon."""

    amount: Money
    horizon: Duration | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


__all__ = ["Budget", "Count", "Effort", "Price", "Quantity", "Service"]
