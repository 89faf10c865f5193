"""What each side has if there is no deal: the client's best alternative, the vendor's walk-away, the zone between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from tobfit.commercial.levers import PriceRange
from tobfit.commercial.pricing import Pricing
from tobfit.errors import Problem
from tobfit.matching.fit import Fit
from tobfit.matching.order import ends_of, key_of
from tobfit.matching.report import Report
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.scalars import near, shown
from tobfit.model.words import Decision

Comparison = Literal["better", "maybe", "worse"]
ZoneState = Literal["certain", "possible", "empty", "unknown"]
Cap = Literal["ceiling", "alternative", "unknown"]


@attrs.frozen
class Alternative:
    """Another product or offer that the client could take. ``compared`` with the product of the talks, by decision and
    score: at least as good however the unknown turns out (``better``), for some answers (``maybe``), for none
    (``worse``). ``price`` is its list price over the horizon, open ends included, None where nobody named one."""

    product: str
    decision: Decision
    score: Interval | None
    compared: Comparison
    price: Interval | None = None
    currency: str | None = None


@attrs.frozen
class ClientFallback:
    """What the client has without a deal: the best alternative that is no ``no_fit``, None where it is to do nothing.
    Doing nothing leaves the ``goals`` as they are, worth ``worth`` (one amount for each unit).

    ``reservation`` is the most that it would pay, over what is unknown: the ceiling, and no more than an alternative
    costs that is at least as good. ``cap`` says which binds for certain; None and ``unknown`` where neither is known.
    """

    best: Alternative | None
    others: tuple[Alternative, ...]
    goals: tuple[str, ...]
    worth: tuple[Quantity, ...]
    reservation: Interval | None = attrs.field(metadata=INTERNAL)
    cap: Cap = attrs.field(metadata=INTERNAL)
    currency: str | None = None

    @property
    def does_nothing(self) -> bool:
        """Whether no other candidate comes into question."""
        return self.best is None


@attrs.frozen
class VendorFallback:
    """What the vendor has without a deal: nothing is known of its other deals, so that it walks away below ``floor``.
    ``price`` is what the documents ask for."""

    floor: Interval | None
    price: Interval | None
    percentile: int
    margin: Ratio
    currency: str


@attrs.frozen
class Zone:
    """The prices that both sides would rather have than no deal: from the vendor's floor to the client's reservation.
    ``certain`` holds however the unknown turns out, ``possible`` for some of it."""

    state: ZoneState
    certain: Interval | None
    possible: Interval | None
    currency: str


def candidates_of(fit: Fit, report: Report | None, names: Iterable[str] | None) -> list[Fit]:
    """The other candidates, best first: those that are named, else all but what is made of the same products."""
    world = fit.world
    chosen = None if names is None else set(names)
    if report is not None:
        others = [one for one in report.fits if one.product != fit.product]
    else:
        others = [world.fit(one) for one in world.catalog.candidates if one.id != fit.product]
    ours = _products_of(fit)
    kept = [one for one in others if (not _products_of(one) <= ours if chosen is None else one.product in chosen)]
    kept.sort(key=lambda one: natural(one.product))
    kept.sort(key=key_of, reverse=True)
    return kept


def _products_of(fit: Fit) -> frozenset[str]:
    return frozenset(fit.offer.products if fit.offer is not None else (fit.product,))


def problems_with(fit: Fit, names: Sequence[object]) -> list[Problem]:
    """Alternatives that are none: what the catalogue does not have, and the product itself (TF443)."""
    known = [one.id for one in fit.world.catalog.candidates if one.id != fit.product]
    problems = []
    for place, name in enumerate(names):
        if name == fit.product:
            message, hint = f"{shown(fit.product)} is what the talks are about", "name another product or offer"
        elif not isinstance(name, str):
            message, hint = f"a {type(name).__name__} stands where a product or an offer belongs", "name it by its id"
        elif name not in known:
            message = f"nothing that can be chosen is called {shown(name)}"
            hint = near(name, known) or f"there are: {', '.join(sorted(known, key=natural)[:8]) or 'no others'}"
        else:
            continue
        problems.append(Problem(code="TF443", message=message, path=f"alternatives[{place}]", hint=hint))
    return problems


def compared(other: Fit, ours: Fit) -> Comparison:
    """Whether another candidate is at least as good as ours, by decision and score."""
    (worst, best), (our_worst, our_best) = ends_of(other), ends_of(ours)
    if worst >= our_best:
        return "better"
    return "maybe" if best >= our_worst else "worse"


def client_fallback(
    fit: Fit,
    others: Sequence[Fit],
    price_range: PriceRange | None,
    pricing: Pricing | None,
    worth: tuple[Quantity, ...],
) -> ClientFallback:
    """The client's side; prices where there is a corridor."""
    listed = [
        Alternative(one.product, one.decision, one.score, compared(one, fit))
        if one.decision == "no_fit"
        else _priced(one, fit, pricing)
        for one in others
    ]
    best = next((one for one in listed if one.decision != "no_fit"), None)
    reservation, cap = _reservation(price_range, listed)
    goals = tuple(sorted((goal.id for goal in fit.world.client.goals), key=natural))
    rest = tuple(one for one in listed if one is not best)
    currency = price_range.currency if price_range is not None else None
    return ClientFallback(best, rest, goals, worth, reservation, cap, currency)


def _priced(other: Fit, fit: Fit, pricing: Pricing | None) -> Alternative:
    price = pricing.list_price(other) if pricing is not None else None
    currency = pricing.currency if pricing is not None and price is not None else None
    return Alternative(other.product, other.decision, other.score, compared(other, fit), price, currency)


def _reservation(price_range: PriceRange | None, listed: Sequence[Alternative]) -> tuple[Interval | None, Cap]:
    """The least of the ceiling and of what alternatives cost that are at least as good: for certain at its high end,
    for some answers at its low end."""
    ceiling = price_range.ceiling if price_range is not None else None
    low = ceiling.low if ceiling is not None else math.inf
    high = ceiling.high if ceiling is not None else math.inf
    cap: Cap = "ceiling" if ceiling is not None else "unknown"
    for one in listed:
        if one.price is None or one.compared == "worse" or one.decision == "no_fit":
            continue
        low = min(low, one.price.low)
        if one.compared == "better" and one.decision in ("fit", "fit_with_gaps") and one.price.high < high:
            high, cap = one.price.high, "alternative"
    if high == math.inf and ceiling is None:
        return None, "unknown"
    return Interval(low, high), cap  # type: ignore[arg-type]


def zone_of(price_range: PriceRange, reservation: Interval | None) -> Zone:
    """The zone of agreement between the floor and what the client would pay at most."""
    both = PriceRange(price_range.floor, reservation, price_range.currency)
    empty = both.is_empty
    if both.floor is None or both.ceiling is None:
        state: ZoneState = "unknown"
    else:
        state = "empty" if empty else "certain" if empty is False else "possible"
    return Zone(state, both.zone, both.possible, price_range.currency)
