"""Fictional usage: figures that nobody observed, and that say so."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.model.period import Period, parse_period
from tobfit.model.usage import Observation, Usage

ROLES = ("manager_user", "end_user")
PLATEAU: Mapping[str, float] = {"manager_user": 0.85, "end_user": 0.7}
"""The share of each role that uses what it is willing to use, in the end."""
RAMP = (0.35, 0.6, 0.8, 0.9, 0.97, 1.0)
"""How much of that is reached after each month."""


def fictional_usage(
    product: str,
    capabilities: Iterable[str],
    *,
    client: str | None = None,
    managers: int = 40,
    employees: int = 360,
    first_month: str = "2027-01",
    months: int = 6,
    seed: int = 0,
    unused: Sequence[str] = (),
    struggling: Sequence[str] = (),
    lived: Mapping[str, Sequence[str]] | None = None,
    value_events: Sequence[Mapping[str, Any]] = (),
    contract: datetime.date | str | None = None,
    golive: datetime.date | str | None = None,
) -> Usage:
    """Usage of a product that was made up, and is marked as such: the same seed gives the same figures.

    ``managers`` and ``employees`` take up the capabilities over the ``months``; nobody uses those that are ``unused``,
    and employees struggle with those that are ``struggling``: fewer use them, and open more tickets. ``lived`` gives
    for a capability the value that it came to in each month.

    >>> usage = fictional_usage("crm@5", ["crm.cpq", "oa.workflow"], unused=["oa.workflow"], seed=7)
    >>> usage.fictional, len(usage.observations), str(usage.as_of), usage == fictional_usage(
    ...     "crm@5", ["oa.workflow", "crm.cpq"], unused=["oa.workflow"], seed=7)
    (True, 36, '2027-06-30', True)
    """
    people = dict(zip(ROLES, (managers, employees), strict=True))
    periods = _months(parse_period(first_month), months)
    chance = random.Random(seed)
    names = sorted(set(capabilities))
    keen = {(name, role): chance.uniform(0.6, 1.0) for name in names for role in ROLES}
    made: list[Observation] = []
    for number, period in enumerate(periods):
        ramp = RAMP[min(number, len(RAMP) - 1)]
        for role, count in people.items():
            made.append(_whole(period, role, count, ramp, chance, bool(struggling)))
            for name in names:
                rate = 0.0 if name in unused else PLATEAU[role] * ramp * keen[name, role]
                hard = name in struggling and role == "end_user"
                made.append(_used(period, role, count, (name, rate, hard), chance))
        for name, came_to in sorted((lived or {}).items()):
            made.append(Observation(capability=name, period=period, value=came_to[number % len(came_to)]))
    return Usage(
        product=product,
        client=client,
        as_of=periods[-1].end,
        contract=contract,
        golive=golive,
        fictional=True,
        value_events=tuple(value_events),
        observations=tuple(made),
    )


def _months(first: Period, count: int) -> list[Period]:
    found = [first]
    while len(found) < count:
        found.append(parse_period((found[-1].end + datetime.timedelta(days=1)).isoformat()[:7]))
    return found


def _some(count: int, rate: float, chance: random.Random) -> int:
    """How many of so many people, each with a chance of the rate."""
    return sum(chance.random() < rate for _ in range(count))


def _whole(
    period: Period, role: str, count: int, ramp: float, chance: random.Random, is_hard: bool
) -> Observation:
    """The product as a whole in the eyes of one role."""
    content = 0.85 if role == "manager_user" else 0.5 if is_hard else 0.75
    active = _some(count, min(1.0, PLATEAU[role] * ramp + 0.05), chance)
    answers = _some(count, 0.4, chance)
    due = _some(active, 0.3, chance)
    return Observation(
        role=role,
        period=period,
        licensed=count,
        logged_in=max(active, _some(count, min(1.0, ramp + 0.1), chance)),
        entitled=count,
        active=active,
        healthy=_some(active, 0.6, chance),
        trained=_some(count, 0.95 if role == "manager_user" else 0.7, chance),
        events=sum(chance.randrange(5, 60) for _ in range(active)),
        tickets=due + _some(active, 0.05, chance),
        tickets_due=due,
        tickets_within=_some(due, 0.9, chance),
        satisfaction={"satisfied": _some(answers, content, chance), "responses": answers},
    )


def _used(
    period: Period, role: str, count: int, used: tuple[str, float, bool], chance: random.Random
) -> Observation:
    """One capability in the hands of one role."""
    name, rate, is_hard = used
    active = _some(count, rate * (0.45 if is_hard else 1.0), chance)
    answers = _some(active, 0.5, chance)
    content = 0.4 if is_hard else 0.85
    surveyed = {"satisfaction": {"satisfied": _some(answers, content, chance), "responses": answers}}
    return Observation(
        capability=name,
        role=role,
        period=period,
        entitled=count,
        active=active,
        tickets=_some(active, 0.4 if is_hard else 0.06, chance),
        **(surveyed if answers else {}),
    )
