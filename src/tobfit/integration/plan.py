"""The chains of all directions of a connection together."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tobfit.integration.ends import Hope
from tobfit.integration.problem import UNKNOWN, Answer, Leg, Question, solve
from tobfit.integration.sharing import union_of
from tobfit.integration.site import SCALE, Number
from tobfit.model.interval import Ratio
from tobfit.model.words import ResponseCode

USABLE: tuple[ResponseCode, ...] = ("standard", "configuration", "third_party", "customisation")
"""The responses that an adapter can have, by rising delivery risk."""
Legs = tuple[Leg, ...]


@attrs.frozen(eq=False)
class Plan:
    """The chains of all directions together."""

    answers: tuple[Answer, ...]
    cost: Number
    bound: Number
    """Nothing cheaper exists; less than the cost where too many adapters come into question to be sure."""

    @property
    def effort(self) -> Fraction | float:
        return days(self.cost)


def days(cost: Number) -> Fraction | float:
    """Millionths of a person-day as person-days; infinity where an effort is unknown."""
    return math.inf if cost >= UNKNOWN else Ratio(Fraction(cost) / SCALE)


def plan(legs: tuple[Leg, ...], question: Question) -> Plan | None:
    """The cheapest chains for all directions, each adapter paid once; None where one has none."""
    answers = [solve(leg, question) for leg in legs]
    found = [answer for answer in answers if answer is not None]
    if len(found) < len(legs):
        return None
    if len(legs) == 1:
        return Plan(tuple(found), found[0].cost, found[0].cost)
    shared = union_of(legs, question, tuple(found))
    return Plan(shared.answers, shared.high, shared.low)


def hopeful(_target: str) -> bool:
    return True


def hopeless(_target: str) -> bool:
    return False


def least_risk(legs: Legs, found: Plan, hope: Hope, allowed: frozenset[ResponseCode]) -> ResponseCode:
    """The least delivery risk with which all directions can be had, which need not be the cheapest chain's."""
    used = risk_of(found)
    for number, response in enumerate(USABLE[: USABLE.index(used)]):
        within = allowed.intersection(USABLE[: number + 1])
        tried = Question(hope, responses=frozenset(within))
        answers = [solve(leg, tried) for leg in legs]
        if None not in answers:
            return response
    return used


def risk_of(found: Plan) -> ResponseCode:
    """The greatest delivery risk among the adapters of some chains; standard where there is none."""
    used = [
        label.option.move.response for answer in found.answers for label in answer.label.chain() if label.option
    ]
    return max(used, key=USABLE.index, default="standard")


def known_latency(answer: Answer) -> Number:
    """What is said of latency along a chain, whether a limit asked for it or not."""
    moves = [label.option.move for label in answer.label.chain() if label.option is not None]
    ends: Number = answer.task.source.latency + answer.task.sink.latency
    return ends + sum((move.latency or 0 for move in moves), start=0)


