"""What a price corridor says: floor and ceiling part by part, the stated price between them, and the ways out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.commercial.deal_terms import OPEN, scaled, total
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.service import ExchangeRate
from tobfit.model.words import Decision

if TYPE_CHECKING:
    from tobfit.commercial.corridor_call import Call
    from tobfit.commercial.costing import ServiceCost

CostKind = Literal["development", "bought", "third_party", "service"]
LimitKind = Literal["value", "budget", "willingness"]
LIMITS: tuple[LimitKind, ...] = ("value", "budget", "willingness")
Place = Literal["below_floor", "within", "above_ceiling", "outside", "open"]
WayKind = Literal["descope", "service_level", "partner", "horizon", "margin", "price", "no_bid"]
MarginSource = Literal["call", "product", "assumed"]


@attrs.frozen
class OpenPoint:
    """Something that nobody said: the ``target`` of an answer, the question, and whom to ask (client or vendor)."""

    target: str
    text: Label
    ask: str


@attrs.frozen
class PricedPart:
    """One thing that the client pays for: as it is stated, and over the horizon. Of a discount both are below 0;
    ``stated`` is None and ``amount`` reaches to infinity where nobody said. A price per user counts all of them."""

    kind: str
    product: str | None
    name: str
    stated: Quantity | None
    amount: Interval

    @property
    def is_known(self) -> bool:
        """Whether the amount is one figure."""
        return self.amount.low == self.amount.high


@attrs.frozen
class FloorPart:
    """One cost, between which ends it lies over the horizon; ``open`` says what is missing in it, so that it may reach
    to infinity. ``estimated`` is what somebody estimated of it. ``product`` is None of services."""

    kind: CostKind
    product: str | None
    name: str
    amount: Interval = attrs.field(metadata=INTERNAL)
    estimated: Interval = attrs.field(metadata=INTERNAL)
    open: tuple[OpenPoint, ...] = ()


@attrs.frozen
class CeilingPart:
    """One limit of the price. ``amount`` is None where nothing is known of it: it then limits nothing, and ``open``
    asks for it. ``basis`` is what it is worked out from (the value before the share, the budget as stated). ``binds``:
    no other limit can lie lower; False: some other one does; None: open."""

    kind: LimitKind
    amount: Interval | None = attrs.field(metadata=INTERNAL)
    basis: Interval | None = attrs.field(metadata=INTERNAL)
    source: Label
    open: tuple[OpenPoint, ...] = ()
    binds: bool | None = False


@attrs.frozen
class WayOut:
    """One way out, and the corridor after it, as a new call gives it (None of a deal that is not made).

    ``changes`` are those of the records (``Report.what_if``), ``arguments`` those of the call. ``requirements`` are the
    lines that give way; of a service that no line asks for, its capability. ``amount`` is the price to ask for, where
    that is the way.
    """

    kind: WayKind
    requirements: tuple[str, ...] = ()
    changes: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)
    arguments: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)
    amount: Interval | None = None
    decision_after: Decision | None = None
    after: Corridor | None = None

    @property
    def opens(self) -> bool:
        """Whether the corridor after it is not empty for certain."""
        return self.after is not None and self.after.empty is not True


@attrs.frozen
class Corridor:
    """Between what a deal costs the vendor with its margin (``floor``) and what the client can bear (``ceiling``), both
    over ``horizon`` in ``currency``.

    ``floor`` reaches to infinity where some cost is open; ``estimated`` leaves open costs out. ``ceiling`` is the least
    of the limits that are known, None where none is: learning another limit can only lower it. ``empty``: the floor
    lies above the ceiling for certain (True), cannot lie above it (False), or may (None), by what is known.

    ``price`` is what the documents ask for, None where they name no price at all, and ``place`` where it stands.
    ``budget`` and ``value`` (what the product carries of the goals' worth) are the client's own figures; all about
    costs, margin and limits is internal.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    currency: str
    horizon: Quantity
    horizon_assumed: bool
    price: Interval | None
    price_parts: tuple[PricedPart, ...]
    budget: Interval | None
    value: Interval | None
    client_questions: tuple[OpenPoint, ...]
    rates: tuple[ExchangeRate, ...]
    """The exchange rates that were used."""
    floor: Interval = attrs.field(metadata=INTERNAL)
    ceiling: Interval | None = attrs.field(metadata=INTERNAL)
    empty: bool | None = attrs.field(metadata=INTERNAL)
    percentile: int = attrs.field(metadata=INTERNAL)
    margin: Ratio = attrs.field(metadata=INTERNAL)
    margin_source: MarginSource = attrs.field(metadata=INTERNAL)
    share: Ratio = attrs.field(metadata=INTERNAL)
    costs: tuple[FloorPart, ...] = attrs.field(metadata=INTERNAL)
    limits: tuple[CeilingPart, ...] = attrs.field(metadata=INTERNAL)
    vendor_questions: tuple[OpenPoint, ...] = attrs.field(metadata=INTERNAL)
    ways_out: tuple[WayOut, ...] = attrs.field(metadata=INTERNAL)
    seed: int = attrs.field(metadata=INTERNAL)
    cost: ServiceCost = attrs.field(eq=False, repr=False, metadata=INTERNAL)
    fit: Fit = attrs.field(eq=False, repr=False)
    call: Call = attrs.field(eq=False, repr=False)

    @property
    def questions(self) -> tuple[OpenPoint, ...]:
        """What is open, the client's points first."""
        return (*self.client_questions, *self.vendor_questions)

    @property
    def estimated(self) -> Interval:
        """The floor over what somebody estimated: its high end leaves open costs out."""
        return scaled(total(part.estimated for part in self.costs), 1 + self.margin)

    @property
    def place(self) -> Place:
        """Where the stated price stands: ``outside`` is below the floor and above the ceiling of an empty corridor;
        ``open`` where that is not known."""
        if self.price is None:
            return "open"
        below = self.price.high < self.floor.low
        above = self.ceiling is not None and self.price.low > self.ceiling.high
        if below or above:
            return "outside" if below and above else "below_floor" if below else "above_ceiling"
        is_bearable = self.ceiling is not None and self.price.high <= self.ceiling.low
        return "within" if self.price.low >= self.floor.high and is_bearable else "open"

    @property
    def over_budget(self) -> bool | None:
        """Whether the stated price is above the budget; None where that is not known."""
        if self.price is None or self.budget is None:
            return None
        if self.price.low > self.budget.high:
            return True
        return False if self.price.high <= self.budget.low else None

    @property
    def service_share(self) -> Interval:
        """The share of the services in all costs, at the ends of what is possible."""
        service = [part.amount for part in self.costs if part.kind == "service"]
        others = [part.amount for part in self.costs if part.kind != "service"]
        return Interval(_share(service, others, "low", "high"), _share(service, others, "high", "low"))

    def limit(self, kind: LimitKind) -> CeilingPart:
        """One limit of the price."""
        return {part.kind: part for part in self.limits}[kind]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What stands in the way, for ``report.with_findings``: ``unaffordable``, and for the vendor alone
        ``unprofitable``."""
        from tobfit.commercial.corridor_findings import findings_of

        return findings_of(self)

    @property
    def decided(self) -> Mapping[str, tuple[Decision, str]]:
        """What the findings decide: a blocker makes ``no_fit``, another one makes a fit one with gaps; nothing gets
        better, and what the vendor alone sees decides nothing."""
        from tobfit.commercial.corridor_findings import decided_by

        return decided_by(self)


def _share(service: list[Interval], others: list[Interval], end: str, other: str) -> Ratio:
    """The services' share with them at one end and the rest at the other one."""
    ours, theirs = sum(getattr(s, end) for s in service), sum(getattr(o, other) for o in others)
    if ours == math.inf:
        return Ratio(1)
    if theirs == math.inf or not ours:
        return Ratio(0)
    return Ratio(Fraction(ours) / (Fraction(ours) + Fraction(theirs)))


def placed(floor: Interval, ceiling: Interval | None) -> bool | None:
    """Whether the corridor is empty: for certain, for certain not, or open."""
    if ceiling is None:
        return None
    if floor.low > ceiling.high:
        return True
    return False if floor.high <= ceiling.low else None


def least(limits: tuple[CeilingPart, ...]) -> tuple[Interval | None, tuple[CeilingPart, ...]]:
    """The ceiling, and the limits with what binds."""
    known = [part.amount for part in limits if part.amount is not None]
    ceiling = Interval(min(one.low for one in known), min(one.high for one in known)) if known else None
    return ceiling, tuple(attrs.evolve(part, binds=_binds(part, limits)) for part in limits)


def _binds(part: CeilingPart, limits: tuple[CeilingPart, ...]) -> bool | None:
    if part.amount is None:
        return None
    others = [one.amount for one in limits if one is not part and one.amount is not None]
    if all(part.amount.high <= other.low for other in others):
        return True
    return False if any(part.amount.low > other.high for other in others) else None


__all__ = [
    "LIMITS", "OPEN", "CeilingPart", "Corridor", "CostKind", "FloorPart", "LimitKind", "OpenPoint", "Place",
    "PricedPart", "WayKind", "WayOut", "least", "placed",
]  # fmt: skip
