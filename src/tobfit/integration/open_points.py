"""What nobody said and a route hangs on, that first which narrows its effort most."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tobfit.integration.ends import Hope
from tobfit.integration.plan import Legs, Plan, plan
from tobfit.integration.problem import Question
from tobfit.model.words import ResponseCode


@attrs.frozen
class OpenPoint:
    """Something that nobody said and a route hangs on.

    ``target`` is where it would be written; ``effort_if_good`` the most that the connection can cost once the point
    has turned out as well as it can, ``effort_if_bad`` the least once it has turned out as badly; None: no route.
    """

    target: str
    effort_if_good: Fraction | float | None
    effort_if_bad: Fraction | float | None


def open_points(
    legs: Legs,
    asked: tuple[str, ...],
    best: Plan,
    worst: Plan | None,
    allowed: frozenset[ResponseCode],
) -> tuple[OpenPoint, ...]:
    """What nobody said and the effort hangs on, that first which narrows it most."""
    found = []
    for target in _relevant(asked, best, worst):
        good = plan(legs, Question(_alone(target), responses=allowed))
        bad = plan(legs, Question(_all_but(target), responses=allowed))
        found.append(
            OpenPoint(target, None if good is None else good.effort, None if bad is None else bad.effort)
        )
    low, high = best.effort, math.inf if worst is None else worst.effort
    places = {point.target: number for number, point in enumerate(found)}
    return tuple(sorted(found, key=lambda point: (*_narrowing(point, low, high), places[point.target])))


def _alone(target: str) -> Hope:
    return lambda name: name == target


def _all_but(target: str) -> Hope:
    return lambda name: name != target


def _relevant(asked: tuple[str, ...], best: Plan, worst: Plan | None) -> list[str]:
    """The ends' own points, and those of adapters that the best or the worst chain uses."""
    used = {
        label.option.move.id
        for found in (best, worst) if found is not None
        for answer in found.answers
        for label in answer.label.chain()
        if label.option is not None
    }  # fmt: skip
    return [t for t in asked if ".adapters." not in t or t.rpartition(".")[0].rpartition("adapters.")[2] in used]


def _narrowing(point: OpenPoint, low: Fraction | float, high: Fraction | float) -> tuple[object, ...]:
    """Sorts first what decides whether there is a way at all, then what takes most from the width."""
    opens = high == math.inf and point.effort_if_good is not None and point.effort_if_good < math.inf
    shuts = point.effort_if_bad is None
    if shuts or opens:
        return (0 if shuts and opens else 1, Fraction(0))
    from_top = 0 if high == math.inf or point.effort_if_good is None else high - point.effort_if_good
    from_bottom = 0 if point.effort_if_bad in (None, math.inf) else point.effort_if_bad - low
    return (2, -(from_top + from_bottom))
