"""The corridor that a price has to lie in: what a deal costs its vendor, and what the client can bear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from tobfit.commercial.ceiling import ceiling_parts, said_limits
from tobfit.commercial.corridor_call import Call, Read
from tobfit.commercial.corridor_records import (
    CeilingPart,
    Corridor,
    FloorPart,
    OpenPoint,
    PricedPart,
    WayOut,
    least,
    placed,
)
from tobfit.commercial.costing import DRAWS
from tobfit.commercial.deal_terms import scaled, total
from tobfit.commercial.floor import floor_parts, said_costs
from tobfit.commercial.money import used_rates
from tobfit.commercial.priced import price_over, price_questions, priced_parts
from tobfit.commercial.ways_out import ways_out_of
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy
from tobfit.model.over_time import split
from tobfit.model.progress import Progress


def price_corridor(
    fit: Fit,
    percentile: int = 80,
    margin: Any = None,
    seed: int = 0,
    *,
    share: Any = "0.3",
    willingness: Any = None,
    value: Any = None,
    currency: str | None = None,
    horizon: Any = None,
    users: int | None = None,
    correlation: Any = 0,
    draws: int = DRAWS,
    rate: Any = None,
    remedies: Iterable[Remedy] = (),
    quick: bool = False,
    progress: Progress = None,
) -> Corridor:
    """The lowest price that pays for a deal, the highest that the client can bear, and the stated one between them.

    **Floor** = (development cost over the expected clients + what is bought for the offer + service cost at
    ``percentile``) x (1 + ``margin``), all over the horizon. ``percentile``: a whole number from 1 to 99, 80 for a
    fixed price. ``margin``: a surcharge of 0 or more; None: the product's own ``price.margin``, of an offer the
    largest, else 0.2. An offer of a ``partner`` buys the products of other vendors at their list price. What nobody
    estimated opens the upper end and becomes a question.

    **Ceiling** = the least of what is known of: ``share`` (0 to 1; 0.3 is an assumption of this call) of the value to
    the client, its budget, its ``willingness`` to pay (an amount, once or per time). The value is what the product
    carries of the worth of the goals (``tobfit.commercial.value``), or ``value`` as an amount. None where none of them
    is known.

    ``horizon``: the call's, else the budget's, else 3 years. ``currency``: the call's, else the budget's, else that of
    the first amount stated; other currencies convert by the packs' dated rates. ``users`` counts prices per user: the
    call's, else the client's head counts, else open. ``seed``, ``correlation``, ``draws``, ``rate`` and ``remedies``
    are those of ``service_cost``. Simulations need the extra ``tobfit[analysis]``.

    Where the corridor is empty or the price lies below the floor, ``ways_out`` names what would help, each with the
    corridor after it as a new call gives it (but for the questions about its service cost). ``quick`` leaves out the
    ways out and these questions; the figures are the same.

    Errors, all at once: TF435 currencies without a rate, TF436 numbers out of range, TF437 percentile, TF438 no
    currency or no amount, TF439 horizon, and those of ``service_cost``.

    >>> import tobfit
    >>> budget = {"amount": "90000 CNY", "horizon": "3 years"}
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01", budget=budget).require("sec.mfa", priority="must")
    >>> price = {"licence": "25000 CNY/year", "development_cost": "400000 CNY", "expected_clients": "10"}
    >>> product = tobfit.Product(id="gate@2", price=price).offers("sec.mfa", response="standard")
    >>> packs = tobfit.load_packs({"id": "terms", "vocabulary": [{"id": "sec.mfa", "kind": "boolean"}]}, shipped=False)
    >>> found = price_corridor(tobfit.match(client, product, packs=packs)["gate@2"])
    >>> f"{found.floor:.0f}", f"{found.ceiling:.0f}", f"{found.price:.0f}", found.empty, found.place
    ('48000', '90000', '75000', False, 'within')
    """
    costing = {
        "correlation": correlation,
        "draws": draws,
        "rate": rate,
        "remedies": tuple(remedies) if isinstance(remedies, Iterable) else remedies,
        "progress": progress,
        "ask": not quick,
    }
    call = Call(fit, percentile, margin, seed, share, willingness, value, currency, horizon, users, costing)
    found = corridor_of(call)
    return found if quick else attrs.evolve(found, ways_out=_ways(found))


def corridor_of(call: Call) -> Corridor:
    """The corridor of a call, without ways out."""
    read, fit = call.read(), call.fit
    prices = priced_parts(fit, read.terms)
    costs = floor_parts(fit, read.terms, prices, read.cost, read.percentile)
    ceiling, limits = least(ceiling_parts(fit, read.terms, read.limits))
    floor = scaled(total(part.amount for part in costs), 1 + read.margin)
    budget, value = (next(part.basis for part in limits if part.kind == kind) for kind in ("budget", "value"))
    return Corridor(
        product=fit.product,
        currency=read.terms.currency,
        horizon=read.terms.horizon,
        horizon_assumed=read.terms.horizon_assumed,
        price=price_over(prices),
        price_parts=prices,
        budget=budget,
        value=None if read.limits.value is not None else value,
        client_questions=_asked("client", costs, limits, prices, read),
        rates=used_rates(read.terms.purse, _currencies(read, prices, fit)),
        floor=floor,
        ceiling=ceiling,
        empty=placed(floor, ceiling),
        percentile=read.percentile,
        margin=read.margin,
        margin_source=read.margin_source,
        share=read.limits.share,  # type: ignore[arg-type]
        costs=costs,
        limits=limits,
        vendor_questions=_asked("vendor", costs, limits, prices, read),
        ways_out=(),
        seed=call.seed,
        cost=read.cost,
        fit=fit,
        call=attrs.evolve(call, currency=read.terms.currency),
    )


def _ways(found: Corridor) -> tuple[WayOut, ...]:
    """The ways out, where one is needed."""
    if found.empty is not True and found.place not in ("below_floor", "outside"):
        return ()
    return ways_out_of(found, corridor_of)


def _currencies(read: Read, prices: Iterable[PricedPart], fit: Fit) -> Iterable[str]:
    """Every currency that something counted is stated in."""
    said = (*said_limits(fit.world.client, read.limits), *said_costs(fit))
    yield from (split(money.unit)[0] for _, money in said)
    yield from (split(part.stated.unit)[0] for part in prices if part.stated is not None)
    yield from (code for rate in read.cost.rates for code in (rate.base, rate.quote))


def _whom(target: str) -> str:
    """What a day of the vendor's costs, and what it offers, is the vendor's own affair."""
    return "client" if target.startswith("client.") else "vendor"


def _asked(
    whom: str, costs: Iterable[FloorPart], limits: Iterable[CeilingPart], prices: Iterable[PricedPart], read: Read
) -> tuple[OpenPoint, ...]:
    """What is open and asked of the client, or of the vendor, each point once."""
    points = [point for limit in limits for point in limit.open]
    points += [point for cost in costs for point in cost.open]
    points += price_questions(prices, read.terms, read.cost.fit)
    points += [OpenPoint(one.target, one.text, _whom(one.target)) for one in read.cost.questions]
    return tuple({point.target: point for point in points if point.ask == whom}.values())


__all__ = ["Corridor", "price_corridor"]
