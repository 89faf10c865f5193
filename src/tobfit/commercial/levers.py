"""What one side can give in the talks: the records of levers and of what they cost whom."""

from __future__ import annotations

import datetime
from typing import Any, Literal

import attrs

from tobfit.commercial.value_moves import ValueMove
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy
from tobfit.model.deal import LeverKind
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.words import Decision

Side = Literal["client", "vendor"]
Permission = Literal["allowed", "limited", "open", "unconfirmed", "forbidden"]
PERMISSIONS: tuple[Permission, ...] = ("allowed", "limited", "open", "unconfirmed", "forbidden")
"""By rising doubt: nothing speaks of the lever; a rule limits it; a rule that would forbid it is undecided; a rule of
which nobody read the source forbids it; a rule forbids it."""
USABLE: tuple[Permission, ...] = ("allowed", "limited", "open")
"""What sets and packages are made of."""
NOTHING: FrozenMap[str, Any] = FrozenMap({})


@attrs.frozen
class PriceRange:
    """Between which prices a deal can lie: from the vendor's ``floor`` to the client's ``ceiling``, each an interval
    over what is not known; None where nobody can say. Amounts are over the horizon, in ``currency``."""

    floor: Interval | None
    ceiling: Interval | None
    currency: str

    @property
    def is_empty(self) -> bool | None:
        """Whether no price suits both: True and False hold whatever turns out, None is open."""
        if self.floor is None or self.ceiling is None:
            return None
        if self.floor.low > self.ceiling.high:
            return True
        return False if self.floor.high <= self.ceiling.low else None

    @property
    def zone(self) -> Interval | None:
        """The prices that suit both for certain; None where there is none."""
        if self.floor is None or self.ceiling is None or self.floor.high > self.ceiling.low:
            return None
        return Interval(self.floor.high, self.ceiling.low)

    @property
    def possible(self) -> Interval | None:
        """The prices that may suit both; None where there is none."""
        if self.floor is None or self.ceiling is None or self.floor.low > self.ceiling.high:
            return None
        return Interval(self.floor.low, self.ceiling.high)


@attrs.frozen
class ClientCost:
    """What a lever costs the client: ``weight``, the share of all weight that it no longer asks for; the ``goals``
    that the lines carry, with what they are worth (``worth``, one amount for each unit, of those that somebody
    valued); ``value``, what the product carries of all goals before and after the lever, and what is let go of it, one
    for each currency, () where no goal has an amount; ``price``, what it pays more, None where it pays nothing more or
    nobody said how much (``unpriced``); ``saves``, what it pays less than the list price, one amount for each price."""

    weight: Ratio = attrs.field(factory=lambda: Ratio(0))
    goals: tuple[str, ...] = ()
    worth: tuple[Quantity, ...] = ()
    value: tuple[ValueMove, ...] = ()
    price: Quantity | None = None
    unpriced: bool = False
    saves: tuple[Quantity, ...] = ()


@attrs.frozen
class VendorCost:
    """What a lever costs the vendor: effort, None where there is none or nobody estimated it;
    ``floor``, by how much its walk-away price moves, end by end, None where there is none, or where some cost is
    open."""

    effort: Effort | None = None
    floor: Interval | None = None


@attrs.frozen(kw_only=True)
class Lever:
    """One thing that one side can give, and what follows from it.

    ``changes`` are targets and values as ``Report.what_if`` takes them, ``arguments`` those of ``price_corridor``, for
    what no record holds. ``decision_after`` and ``score_after`` are what matching again gives; of a ``proof`` what
    follows if it succeeds, and ``decision_otherwise`` if it fails. ``agreement`` are the stakeholders who have to
    agree, ``roles`` theirs, or who speaks for it where nobody asked for the line. ``law`` cites the laws behind the
    lines: no lever lets these go, unless the client ``accepts_risk``, which is never presumed.

    ``rules`` are the rules of the deal that speak of it, and ``permission`` what they come to.
    """

    id: str
    kind: LeverKind
    gives: Side
    requirements: tuple[str, ...]
    agreement: tuple[str, ...]
    roles: tuple[str, ...]
    changes: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)
    arguments: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)
    answer: str | None = None
    date: datetime.date | None = None
    law: tuple[str, ...] = ()
    accepts_risk: bool = False
    permission: Permission = "allowed"
    rules: tuple[str, ...] = ()
    client: ClientCost = attrs.field(factory=ClientCost)
    vendor: VendorCost = attrs.field(factory=VendorCost, metadata=INTERNAL)
    decision_after: Decision
    score_after: Interval | None
    decision_otherwise: Decision | None = None
    price_after: PriceRange | None = attrs.field(default=None, metadata=INTERNAL)
    remedy: Remedy | None = attrs.field(default=None, eq=False, repr=False)
    fit: Fit = attrs.field(eq=False, repr=False)
    """The fit after the changes."""

    @property
    def is_usable(self) -> bool:
        """Whether sets and packages may count on it."""
        return self.permission in USABLE


__all__ = ["PERMISSIONS", "USABLE", "ClientCost", "Lever", "Permission", "PriceRange", "Side", "VendorCost"]
