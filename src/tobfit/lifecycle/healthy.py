"""Health of a product in use, by role and period: deployment, engagement, adoption, return on investment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.living import Life
from tobfit.lifecycle.scoring import DEAR, Breadth, Health, breadth, health_score
from tobfit.lifecycle.using import Use
from tobfit.model.natural import named
from tobfit.model.period import Period
from tobfit.model.usage import Observation

ONE = Fraction(1)
Part = tuple[Fraction | None, Fraction]
"""A component from 0 to 1, and how much of it is known."""


@attrs.frozen
class ProductHealth:
    """The health of one product, of a role (None: everybody) and a period, and the breadth of use that is part of it.
    Business reviews and value events are those of the product as a whole, for every role."""

    product: str
    role: str | None
    period: Period
    health: Health
    breadth: Breadth


def healths_of(
    life: Life, uses: Sequence[Use], limits: Thresholds, weights: Mapping[str, Fraction]
) -> Iterable[ProductHealth]:
    """One for each role and period of which something is known."""
    roles = sorted({None, *(seen.role for seen in life.usage.observations)}, key=named)
    for role in roles:
        for period in life.periods:
            found = _health(life, uses, (role, period), limits, weights)
            if found.health.score is not None:
                yield found


def _health(
    life: Life,
    uses: Sequence[Use],
    key: tuple[str | None, Period],
    limits: Thresholds,
    weights: Mapping[str, Fraction],
) -> ProductHealth:
    role, period = key
    rows = life.rows(None, period)
    broad = _breadth(life, uses, role, period, limits)
    adopted = _together((broad.value, broad.coverage), _share(life, rows, role, ("healthy", "entitled")))
    parts: dict[str, Part] = {
        "deployment": _share(life, rows, role, ("logged_in", "licensed")),
        "engagement": _share(life, rows, None, ("reviews_held", "reviews_planned")),
        "adoption": adopted,
        "roi": _events(life, period),
    }
    health = health_score({name: parts[name][0] for name in DEAR}, weights, {name: parts[name][1] for name in DEAR})
    return ProductHealth(life.usage.product, role, period, health, broad)


def _share(
    life: Life, rows: Mapping[str | None, Observation], role: str | None, fields: tuple[str, str]
) -> Part:
    """A share over the rows of a role, or of everybody; more than all counts as all."""
    part, whole = (sum(getattr(row, name) for row in life.speaking(rows, role, fields)) for name in fields)
    return (min(ONE, Fraction(part, whole)), ONE) if whole else (None, Fraction(0))


def _together(*parts: Part) -> Part:
    """The mean of parts, each counting by how much of it is known."""
    known = sum((part[1] for part in parts if part[0] is not None), Fraction(0))
    if not known:
        return None, Fraction(0)
    return sum((part[0] * part[1] for part in parts if part[0] is not None), Fraction(0)) / known, known / len(parts)


def _breadth(life: Life, uses: Sequence[Use], role: str | None, period: Period, limits: Thresholds) -> Breadth:
    """Of the capabilities that were required and delivered (or work in practice, which shows that they were); not of
    those that are measured and not used, such as an availability."""
    every = [use for use in uses if use.requirements and use.status != "measured"]
    delivered = [use.capability for use in every if use.delivered or use.is_used]
    counts: dict[str, int | None] = {}
    for name in delivered:
        said = life.verdict(name, period, limits.users, role)
        counts[name] = None if said is None else limits.users if said else 0
    return breadth(counts, delivered, limits.users)


def _events(life: Life, period: Period) -> Part:
    """The share of agreed value events that were reached by the end of the period; unknown where an event may have been
    reached since nobody looked."""
    events = life.usage.value_events
    days = [life.looked.get(event.id, life.usage.as_of) for event in events if event.reached is None]
    if not events or any(day is None or day < period.end for day in days):
        return None, Fraction(0)
    reached = [event.reached for event in events]
    return Fraction(sum(day is not None and day <= period.end for day in reached), len(reached)), ONE
