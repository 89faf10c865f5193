"""What a fit takes to deliver and to serve: effort and money as distributions, part by part."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.cost_call import Call, horizon_of, read_call
from tobfit.commercial.cost_pieces import collect
from tobfit.commercial.cost_questions import questions_of
from tobfit.commercial.cost_records import (
    CostEffect,
    CostPart,
    CostQuestion,
    OpenEffort,
    ServiceCost,
    SetAside,
    Spread,
    SpreadRange,
)
from tobfit.commercial.day_rates import DayRate, Rates, rates_of
from tobfit.commercial.estimate_pieces import ENDS, End, Piece
from tobfit.commercial.percentile_draws import WHAT, Sampler, Term, quantiles_of, rounded
from tobfit.commercial.three_point import EFFORT
from tobfit.errors.extras import needed
from tobfit.matching.fit import Fit
from tobfit.matching.promise import promised
from tobfit.matching.remedy import Remedy
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import MILLION, Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.progress import Progress, check_progress, steps

DRAWS = 10_000
CONTINGENCY = (50, 80)
Amount = Callable[[Piece, End], Fraction]
"""What one unit of a piece is multiplied by, at one end of what is open."""


def service_cost(
    fit: Fit,
    percentiles: Iterable[int] = (50, 80, 90),
    seed: int = 0,
    correlation: Any = 0,
    *,
    draws: int = DRAWS,
    rate: Any = None,
    horizon: Any = None,
    currency: str | None = None,
    remedies: Iterable[Remedy] = (),
    ask: bool = True,
    progress: Progress = None,
) -> ServiceCost:
    """The effort, in person-days, and the money that it takes to deliver a fit and to serve it over the horizon.

    **Parts.** The efforts of the statements that serve the lines (each statement once), of the adapters of the
    connections (each built once), of ``remedies`` that are chosen (as in ``close_gaps(fit).remedies``: the cost is that
    of the fit with them carried out), of the vendor's services, and, for the rest, of the packs' general services.
    Nothing is counted twice: a stage in which some service of the vendor has an effort is left to the vendor, and so is
    a service that it names (``set_aside`` lists them); lines and connections with an estimate leave the counts that
    general services grow with. What nobody estimated has no figure of its own, and is listed in ``open``: unknown
    lines, lines that are not met and that no remedy is chosen for, statements without effort, counts of which no range
    is assumed.

    **Spread.** Each part is a beta-PERT distribution; of what the packs model, the base and each driver are parts of
    their own. Means are exact; percentiles (whole numbers from 1 to 99) come from ``draws`` seeded draws (at least 100)
    with common random numbers: moving or stretching all points of one part moves nothing else. Percentiles do not add
    up. ``correlation``, from 0 to 1, is that of the normal variables behind any two parts (a one-factor Gaussian
    copula); each of two parts has half of their covariance in its ``share``. A yearly part is one uncertain figure,
    which comes again in each year.

    **What nobody said** of the client is taken at its likely value in ``effort`` and ``money``, and at its ends in
    ``effort_range`` and ``money_range``; a service of which nobody knows whether it is needed counts, but not at the
    low end. ``questions`` say what to ask, and what each answer gives. ``ask=False`` leaves them out, which is faster.

    **Money** is effort times the rate of a day: the service's own, else ``rate`` (``"2000 CNY/day"``), else the one
    that the vendor's services agree on, else the range over theirs, which is an assumption; where a part has none,
    money is None and the rate is asked for. A service with a rate for another time than a day has none. Rates in
    several currencies are counted in ``currency`` (None: that of the call's rate, else of the client's budget, else of
    the first service) by the dated rates of the packs.

    ``horizon``: ``"3 years"``, else that of the client's budget, else three years.

    The same seed gives the same bytes, in whatever order lines, services and packs stand. Errors: TF431 (percentiles),
    TF432 (correlation, seed, draws), TF433 (fit, horizon, remedies), TF434 (rates), TF435 (no rate of exchange), TF438
    (currency); needs numpy and scipy (TF408).

    >>> import tobfit
    >>> packs = tobfit.load_packs({"id": "mine", "vocabulary": [{"id": "quotes"}]}, shipped=False)
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("quotes", priority="must")
    >>> effort = {"low": "10 days", "likely": "20 days", "high": "60 days"}
    >>> product = tobfit.Product(id="crm@5").offers("quotes", response="customisation", effort=effort)
    >>> found = service_cost(tobfit.match(client, product, packs=packs)["crm@5"], rate="2000 CNY/day")
    >>> found.parts[0].id, found.effort.mean, found.money.mean, f"{found.effort.percentiles[80]:.2f}"
    ('statement/crm@5/quotes', Ratio(25, 1), Ratio(50000, 1), '32.51')
    """
    call = read_call(fit, percentiles, seed, correlation, draws, rate, horizon, currency, remedies)
    check_progress(progress)
    needed("numpy", WHAT)
    needed("scipy.special", WHAT)
    changes: dict[str, Any] = {}
    for remedy in call.remedies:
        changes |= remedy.changes
    carried_out = promised(fit, changes) if changes else fit
    sampler = Sampler(call.seed, call.draws, call.correlation)
    return Costing(carried_out, call, sampler, ask).cost(progress)


@attrs.frozen(eq=False)
class Costing:
    """One way to work out costs, for a fit and for what answers make of it."""

    fit: Fit
    call: Call
    sampler: Sampler
    ask: bool

    @property
    def years(self) -> Ratio:
        """The horizon in years."""
        return horizon_of(self.fit, self.call.horizon)[0]

    def changed(self, changes: Mapping[str, Any]) -> Costing:
        """The same for the changed records."""
        return attrs.evolve(self, fit=promised(self.fit, changes))

    def after(self, changes: Mapping[str, Any]) -> ServiceCost:
        """The cost of the changed records."""
        return self.changed(changes).cost()

    def mean_range(self, changes: Mapping[str, Any]) -> Interval:
        """The range of the mean effort of the changed records, which needs no draws."""
        other = self.changed(changes)
        pieces = collect(other.fit, other.call.remedies).pieces
        return _mean_range(pieces, _efforts(other.years))

    def cost(self, progress: Progress = None) -> ServiceCost:
        """The whole cost."""
        collected, years = collect(self.fit, self.call.remedies), self.years
        pieces = collected.pieces
        rates = rates_of(pieces, collected.services, self.call.rate, self.call.currency, self.fit)
        amounts: list[tuple[Amount, str, Fraction]] = [(_efforts(years), EFFORT, Fraction(MILLION))]
        is_priced = rates.currency is not None and None not in rates.by_piece.values()
        if is_priced and rates.currency is not None:
            amounts.append((_monies(years, rates), rates.currency, rates.step))
        found = [_spread(pieces, *amount, self) for amount in steps(amounts, progress, WHAT)]
        effort, effort_range = found[0]
        money, money_range = found[1] if is_priced else (None, None)
        asked = questions_of(self, collected, effort_range.mean, rates) if self.ask else ()
        return ServiceCost(
            product=self.fit.product,
            effort=effort,
            effort_range=effort_range,
            money=money,
            money_range=money_range,
            parts=_parts(pieces, years, rates, self.sampler),
            questions=asked,
            open=collected.open,
            set_aside=collected.set_aside,
            rates=rates.exchange,
            horizon=years,
            horizon_assumed=horizon_of(self.fit, self.call.horizon)[1],
            correlation=Ratio(self.call.correlation),
            seed=self.call.seed,
            draws=self.call.draws,
            fit=self.fit,
        )


def _efforts(years: Fraction) -> Amount:
    return lambda piece, end: piece.factor(end, years)


def _monies(years: Fraction, rates: Rates) -> Amount:
    def amount(piece: Piece, end: End) -> Fraction:
        rate = rates.by_piece[piece.id]
        assert rate is not None
        return piece.factor(end, years) * _at(rate, end)

    return amount


def _at(rate: DayRate, end: End) -> Fraction:
    return {"least": rate.low, "likely": rate.middle, "most": rate.high}[end]


def _mean(pieces: Iterable[Piece], amount: Amount, end: End) -> Ratio:
    return Ratio(sum((piece.unit.mean * amount(piece, end) for piece in pieces), Fraction(0)))


def _mean_range(pieces: Sequence[Piece], amount: Amount) -> Interval:
    return Interval(_mean(pieces, amount, "least"), _mean(pieces, amount, "most"))


def _terms(pieces: Iterable[Piece], amount: Amount, end: End) -> list[Term]:
    found = []
    for piece in pieces:
        by, unit = amount(piece, end), piece.unit
        found.append(Term(piece.id, unit.skew, unit.low * by, (unit.high - unit.low) * by))
    return found


def _variances(pieces: Sequence[Piece], amount: Amount, sampler: Sampler) -> FrozenMap[str, Fraction]:
    """Each piece's part of the variance of the whole at the likely counts."""
    own = {piece.id: piece.unit.variance * amount(piece, "likely") ** 2 for piece in pieces}
    return sampler.variances(_terms(pieces, amount, "likely"), own)


def _spread(
    pieces: Sequence[Piece], amount: Amount, unit: str, step: Fraction, costing: Costing
) -> tuple[Spread, SpreadRange]:
    """The spread at the likely counts, and the ends over what is open."""
    call, sampler = costing.call, costing.sampler
    wanted = sorted({*call.percentiles, *CONTINGENCY})
    ends = {end: quantiles_of(sampler.total(_terms(pieces, amount, end)), wanted, step) for end in ENDS}
    likely = ends["likely"]
    variance = sum(_variances(pieces, amount, sampler).values(), Fraction(0))
    spread = Spread(
        mean=_mean(pieces, amount, "likely"),
        sd=rounded(Fraction(math.sqrt(variance)), step),
        percentiles=FrozenMap({number: likely[number] for number in call.percentiles}),
        unit=unit,
        contingency=Ratio(likely[CONTINGENCY[1]] - likely[CONTINGENCY[0]]),
    )
    over = {number: Interval(ends["least"][number], ends["most"][number]) for number in call.percentiles}
    return spread, SpreadRange(_mean_range(pieces, amount), FrozenMap(over), unit)


def _parts(pieces: Sequence[Piece], years: Ratio, rates: Rates, sampler: Sampler) -> tuple[CostPart, ...]:
    efforts = _efforts(years)
    variances = _variances(pieces, efforts, sampler)
    whole = sum(variances.values(), Fraction(0))
    parts = []
    for piece in pieces:
        unit, by, rate = piece.unit, efforts(piece, "likely"), rates.by_piece[piece.id]
        mean = Ratio(unit.mean * by)
        part = CostPart(
            id=piece.id,
            stage=piece.stage,
            source=piece.source,
            name=piece.name,
            low=Ratio(unit.low * by),
            likely=Ratio(unit.likely * by),
            high=Ratio(unit.high * by),
            mean=mean,
            sd=math.sqrt(unit.variance * by**2),
            share=Ratio(variances[piece.id] / whole) if whole else None,
            mean_range=_mean_range([piece], efforts),
            yearly=piece.yearly,
            times=years if piece.yearly else Ratio(1),
            driver=piece.driver,
            count=_count(piece),
            requirements=piece.requirements,
            assumed=piece.assumed,
            rate=None if rate is None else rate.interval,
            rate_basis=None if rate is None else rate.basis,
            money=None if rate is None else Ratio(mean * rate.middle),
        )
        parts.append(part)
    return tuple(sorted(parts, key=lambda part: natural(part.id)))


def _count(piece: Piece) -> Interval | None:
    if piece.counts is not None:
        return piece.counts.interval
    return piece.times.interval if piece.times.is_open else None


__all__ = [
    "CostEffect", "CostPart", "CostQuestion", "OpenEffort", "ServiceCost", "SetAside", "Spread",
    "SpreadRange", "service_cost",
]  # fmt: skip
