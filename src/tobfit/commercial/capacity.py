"""How long delivery takes those who deliver, against the client's dates."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from fractions import Fraction

import attrs

from tobfit.commercial.figures import ENDLESS, Asked, Factor, Figure, between, exactly, quotient_of
from tobfit.commercial.size_ratio import Side
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.offer import Offer
from tobfit.model.price import Effort, Service
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.units import measure

MONTHS_A_DAY = Fraction(12, 365)
"""A month is a twelfth of a year of 365 days."""
_DAYS = {"calendar": Fraction(365, 12), "time": Fraction(1, 86400)}


@attrs.frozen
class Workload:
    """What delivery takes, and how much time there is. ``effort`` and ``months`` are internal: what those who deliver
    have to do, and how long that takes them at the capacity that they state.

    ``by`` is the first day by which a line has to be there, of a Must where any names one; ``available`` the months
    until then.
    """

    effort: Figure = attrs.field(metadata=INTERNAL)
    capacity: Figure
    months: Figure = attrs.field(metadata=INTERNAL)
    by: datetime.date | None
    available: Ratio | None
    requirement: str | None
    """The line that the day comes from."""

    @property
    def is_late(self) -> bool | None:
        """Whether it takes longer than there is time; None where that is open, or where there is no day."""
        if self.available is None or self.months.value is None:
            return None
        if self.months.value.low > self.available:
            return True
        return False if self.months.value.high <= self.available else None


def workload_of(fit: Fit, side: Side) -> Workload:
    """Services and statements with an effort, and routes, over the capacity of vendors and partners."""
    effort = _effort(fit)
    capacity = _capacity(side)
    value = None
    if effort.value is not None and capacity.value is not None:
        value = Interval(Ratio(0), Ratio(0)) if not effort.value.high else quotient_of(effort.value, capacity.value)
    months = Figure("months", value, "month", "effort / capacity", (*effort.factors, *capacity.factors))
    line, by = _deadline(fit)
    available = None if by is None else Ratio(max(0, (by - fit.world.as_of).days) * MONTHS_A_DAY)
    return Workload(effort, capacity, months, by, available, line)


def _effort(fit: Fit) -> Figure:
    """The sum of all that has an effort; what is programmed or set up without one may take anything."""
    factors = [*_of_services(fit), *_of_lines(fit)]
    low, high = Ratio(0), Ratio(0)
    for factor in factors:
        if factor.value is None:
            high = ENDLESS  # type: ignore[assignment]
        else:
            low, high = low + factor.value.low, high + factor.value.high  # type: ignore[assignment]
    value = between(low, high) if factors else None
    return Figure("effort", value, "person_day", " + ".join(factor.name for factor in factors), tuple(factors))


def _of_services(fit: Fit) -> Iterable[Factor]:
    candidate = fit.world.catalog[fit.product]
    listed: list[tuple[str, Service]] = []
    if isinstance(candidate, Offer):
        listed += [(f"offer.{candidate.id}.services.{one.id}", one) for one in candidate.services]
    names = candidate.products if isinstance(candidate, Offer) else (candidate.id,)
    for name in sorted(names):
        product = fit.world.catalog.product(name)
        listed += [(f"product.{name}.services.{one.id}", one) for one in product.services]
    for target, service in listed:
        asked = Asked(f"{target}.effort", _label(_ASK_EFFORT, service.id), "vendor")
        yield _factor(f"service {service.id}", service.effort, target, _SERVICE, asked)


def _of_lines(fit: Fit) -> Iterable[Factor]:
    """Lines that are programmed, and connections; a statement that speaks for several counts once."""
    seen: set[tuple[str, str | None]] = set()
    for judgement in fit.judgements:
        line = judgement.requirement
        if line.priority == "wont" or judgement.waived or judgement.verdict in ("unmet", "not_applicable"):
            continue
        source = f"client.requirements.{line.id}"
        if judgement.route is not None:
            if judgement.route.feasible is not False:
                yield _factor(f"connection {line.id}", judgement.route.estimate, source, _ROUTE, None)
            continue
        own = judgement.own
        for statement in own.statements:
            if statement.response == "customisation" or statement.effort is not None:
                target = own.voices.home(line.capability) if line.capability is not None else None
                key = (own.item, line.id if own.speech.kind == "answer" else own.speech.capability)
                if key in seen:
                    break
                seen.add(key)
                asked = None
                if target is not None and own.speech.kind == "statement":
                    path = f"{target}.capabilities.{line.capability}.effort"
                    asked = Asked(path, _label(_ASK_EFFORT, line.id), "vendor")
                yield _factor(f"line {line.id}", statement.effort, source, _STATED, asked)
                break


def _factor(name: str, effort: Effort | None, source: str, because: Label, asked: Asked | None) -> Factor:
    if effort is None:
        return Factor(name, None, "person_day", "unknown", source, _NOBODY, asked)
    ends = (Fraction(effort.low.number), Fraction(effort.high.number))
    return Factor(name, between(*ends), "person_day", "stated", source, because)


def _capacity(side: Side) -> Figure:
    """Person-days of a month: the sum over vendors and partners, as far as they state it."""
    factors = [_capacity_of(name, side) for name in dict.fromkeys((*side.vendors, *side.partners))]
    low, high = Ratio(0), Ratio(0)
    for factor in factors:
        if factor.value is None:
            high = ENDLESS  # type: ignore[assignment]
        else:
            low, high = low + factor.value.low, high + factor.value.high  # type: ignore[assignment]
    is_known = any(factor.value is not None for factor in factors)
    formula = " + ".join(factor.name for factor in factors)
    return Figure("capacity", between(low, high) if is_known else None, "person_day/month", formula, tuple(factors))


def _capacity_of(name: str | None, side: Side) -> Factor:
    if name is None:
        source = f"product.{side.unnamed[0]}.vendor"
        return Factor("vendor", None, "person_day/month", "unknown", source, _NOBODY)
    source, document = f"vendor.{name}.capacity", side.document(name)
    said = document.capacity if document is not None else None
    if said is None:
        asked = Asked(source, _label(_ASK_CAPACITY, name), "vendor")
        return Factor(f"capacity {name}", None, "person_day/month", "unknown", source, _NOBODY, asked)
    return Factor(f"capacity {name}", exactly(a_month(said)), "person_day/month", "stated", source, _DOCUMENT)


def a_month(capacity: Quantity) -> Fraction:
    """Person-days of a month of a twelfth of a year.

    >>> from tobfit.model.vendor import parse_capacity
    >>> a_month(parse_capacity("60 days/month")), a_month(parse_capacity("12 days/week"))
    (Fraction(60, 1), Fraction(365, 7))
    """
    found = measure(capacity.unit)
    _, time = found.dimension
    # The factor counts months, or seconds.
    return Fraction(capacity.number) * found.factor * (1 if time == "calendar" else Fraction(365 * 86400, 12))


def _deadline(fit: Fit) -> tuple[str | None, datetime.date | None]:
    """The first day that a line names: of the Musts, where any of them does."""
    dated = [
        judgement.requirement
        for judgement in fit.judgements
        if judgement.requirement.by is not None
        and judgement.requirement.priority != "wont"
        and not judgement.waived
        and judgement.verdict != "not_applicable"
    ]
    musts = [line for line in dated if line.priority == "must"]
    chosen = min(musts or dated, key=lambda line: (line.by or datetime.date.max, line.id), default=None)
    return (None, None) if chosen is None else (chosen.id, chosen.by)


def is_endless(value: Interval | None) -> bool:
    """Whether nobody bounds a range from above."""
    return value is not None and value.high == math.inf


def _label(texts: tuple[str, str], name: str) -> Label:
    return Label.of({"en": texts[0].format(name), "zh": texts[1].format(name)})


_NOBODY = Label.of({"en": "nobody said", "zh": "无人说明"})
_SERVICE = Label.of({"en": "a service that is offered", "zh": "所提供的服务"})
_STATED = Label.of({"en": "the statement that speaks for the line", "zh": "该条目的声明"})
_ROUTE = Label.of({"en": "the connection found", "zh": "所找到的对接路径"})
_DOCUMENT = Label.of({"en": "the vendor's document", "zh": "厂商文件"})
_ASK_EFFORT = ("How many person-days does {} take?", "{} 需要多少人天？")
_ASK_CAPACITY = ("How many person-days a month can {} deliver?", "{} 每月可投入多少人天？")
