"""Cheaper chains that a limit forbids: they are shown beside the one that is chosen."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

from tobfit.integration.plan import Legs, Plan, days, hopeless, known_latency
from tobfit.integration.problem import Answer, Leg, Question, solve
from tobfit.integration.site import SCALE
from tobfit.integration.steps import Step, steps_of
from tobfit.model.interval import Ratio
from tobfit.model.words import ResponseCode

Limit = Literal["latency", "rate"]


@attrs.frozen
class Refused:
    """A cheaper chain that cannot be used: ``limit`` says which limit it breaks, with what it has and what is wanted
    (seconds, or a rate per second)."""

    steps: tuple[Step, ...]
    effort: Fraction | float
    limit: Limit
    given: Fraction
    wanted: Fraction


def refused_of(
    legs: Legs, shown: Plan, allowed: frozenset[ResponseCode]
) -> tuple[Refused, ...]:
    """The cheapest chain that only a limit forbids, where it would cost less than the one that is shown."""
    found = []
    for leg, answer in zip(legs, shown.answers, strict=True):
        if leg.limit is None and leg.rate is None:
            continue
        free = solve(leg, Question(hopeless, relaxed=frozenset(["latency", "rate"]), responses=allowed))
        if free is not None and free.cost < answer.cost:
            found += [_refusal(free, leg)]
    return tuple(refused for refused in found if refused is not None)


def _refusal(answer: Answer, leg: Leg) -> Refused | None:
    """Which limit a chain breaks: the rate first, as no waiting mends that."""
    steps, effort = steps_of(answer, leg), days(answer.cost)
    moves = [label.option.move for label in answer.label.chain() if label.option is not None]
    carried = [move.capacity for move in moves if move.capacity is not None]
    carried += [i.capacity.base[1] for i in (answer.source.known, answer.sink.known) if i.capacity is not None]
    if leg.rate is not None and carried and min(carried) < leg.rate:
        return Refused(steps, effort, "rate", Ratio(min(carried)), Ratio(leg.rate))
    latency = known_latency(answer)
    if leg.limit is not None and latency > leg.limit:
        return Refused(steps, effort, "latency", Ratio(Fraction(latency) / SCALE), Ratio(Fraction(leg.limit) / SCALE))
    return None


