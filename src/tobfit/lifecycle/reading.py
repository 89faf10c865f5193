"""What each observation comes to: its metrics, and how rates move over the periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.living import Life
from tobfit.lifecycle.measuring import Metric
from tobfit.lifecycle.metrics import (
    activation_rate,
    active_share,
    adoption_rate,
    csat,
    depth,
    feature_adoption,
    nps,
    retention_grr,
    retention_nrr,
    sla_attainment,
    stickiness,
    ticket_rate,
    training_coverage,
)
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.natural import named
from tobfit.model.period import Period
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.usage import Observation, Usage


@attrs.frozen
class Reading:
    """One observation with its metrics by name; only those of which it says something are there."""

    product: str
    capability: str | None
    role: str | None
    period: Period
    active: int | None
    entitled: int | None
    metrics: FrozenMap[str, Metric]
    retention: FrozenMap[str, Metric] = attrs.field(factory=FrozenMap, metadata=INTERNAL)

    @property
    def adoption(self) -> Metric | None:
        """The adoption rate of the product, or of its capability; None where nothing is said of it."""
        return self.metrics.get("adoption_rate" if self.capability is None else "feature_adoption")


Direction = Literal["rising", "falling", "steady"]


@attrs.frozen
class Trend:
    """How an adoption rate went from its first period to its last; ``steps`` is the number of periods with a rate."""

    product: str
    capability: str | None
    role: str | None
    first: Period
    last: Period
    change: Fraction
    direction: Direction
    steps: int


def readings_of(usage: Usage, limits: Thresholds) -> tuple[Reading, ...]:
    """A reading for each observation, in their order."""
    whole: dict[object, int | None] = {
        (seen.role, seen.period): seen.active for seen in usage.observations if seen.capability is None
    }
    return tuple(_reading(usage.product, seen, whole, limits.least) for seen in usage.observations)


def _reading(product: str, seen: Observation, whole: Mapping[object, int | None], least: int) -> Reading:
    metrics = {metric.name: metric for metric in _metrics(seen, whole.get((seen.role, seen.period)), least)}
    return Reading(
        product=product,
        capability=seen.capability,
        role=seen.role,
        period=seen.period,
        active=seen.active,
        entitled=seen.entitled,
        metrics=FrozenMap(metrics),
        retention=FrozenMap({metric.name: metric for metric in _retention(seen)}),
    )


def _metrics(seen: Observation, users: int | None, least: int) -> Iterable[Metric]:
    """What an observation says something of: an absent count leaves a metric unknown, absent ones leave it out."""
    if seen.logged_in is not None or seen.licensed is not None:
        yield activation_rate(seen.logged_in, seen.licensed, least=least)
    if seen.active is not None or seen.entitled is not None:
        rate = adoption_rate if seen.capability is None else feature_adoption
        yield rate(seen.active, seen.entitled, least=least)
    if seen.capability is not None and seen.active is not None and users is not None:
        yield active_share(seen.active, users, least=least)
    if seen.dau is not None or seen.mau is not None:
        yield stickiness(seen.dau, seen.mau, least=least)
    if seen.healthy is not None:
        yield depth(seen.healthy, seen.entitled, least=least)
    if seen.tickets is not None:
        yield ticket_rate(seen.tickets, seen.active, seen.period.months, least=least)
    if seen.tickets_due is not None or seen.tickets_within is not None:
        yield sla_attainment(seen.tickets_within, seen.tickets_due, least=least)
    if seen.trained is not None:
        yield training_coverage(seen.trained, seen.entitled, least=least)
    yield from _surveys(seen, least)


def _surveys(seen: Observation, least: int) -> Iterable[Metric]:
    if seen.satisfaction is not None:
        if seen.satisfaction.share is not None:
            yield Metric("csat", Ratio(seen.satisfaction.share), seen.satisfaction.responses, _few(seen, least))
        else:
            yield csat(*seen.satisfaction.counts, least=least)
        if seen.satisfaction.mean is not None:
            mean = Ratio(seen.satisfaction.mean)
            yield Metric("satisfaction_mean", mean, seen.satisfaction.responses, _few(seen, least), "points")
    if seen.nps is not None:
        yield nps(*seen.nps.counts, least=least)


def _few(seen: Observation, least: int) -> bool:
    answers = seen.satisfaction.responses if seen.satisfaction is not None else None
    return answers is not None and answers < least


def _retention(seen: Observation) -> Iterable[Metric]:
    if seen.retention is None:
        return
    start, contraction, churn, expansion = (
        _number(getattr(seen.retention, name)) for name in ("start", "contraction", "churn", "expansion")
    )
    yield retention_grr(start, contraction, churn)
    yield retention_nrr(start, expansion, contraction, churn)


def _number(amount: Quantity | None) -> Fraction | None:
    return None if amount is None else Fraction(amount.number)


Series = dict[tuple[str | None, str | None], list[tuple[Period, Fraction]]]


def trends_of(life: Life, readings: Iterable[Reading], limits: Thresholds) -> tuple[Trend, ...]:
    """How the rates of each capability and role of a product moved, where there are two or more; that of everybody also
    where only the roles were observed."""
    series: Series = {}
    for reading in readings:
        rate = reading.adoption
        if rate is not None and rate.value is not None and reading.product == life.usage.product:
            series.setdefault((reading.capability, reading.role), []).append((reading.period, rate.value))
    for capability, _ in list(series):
        if (capability, None) not in series:
            series[capability, None] = list(_whole(life, capability))
    moved = sorted(series.items(), key=lambda item: (named(item[0][0]), named(item[0][1])))
    return tuple(_trend((life.usage.product, *key), sorted(found), limits) for key, found in moved if len(found) > 1)


def _whole(life: Life, capability: str | None) -> Iterable[tuple[Period, Fraction]]:
    """The rate of all roles together in each period that tells it."""
    for period in life.periods:
        low, high = life.own(capability, period)
        entitled = life.entitled(capability, period)
        if low == high and entitled:
            yield period, Ratio(low, entitled)


def _trend(
    key: tuple[str, str | None, str | None], found: list[tuple[Period, Fraction]], limits: Thresholds
) -> Trend:
    (first, before), (last, after) = found[0], found[-1]
    change = Ratio(after - before)
    direction: Direction = "steady"
    if abs(change) >= limits.steady and change:
        direction = "rising" if change > 0 else "falling"
    return Trend(*key, first, last, change, direction, len(found))
