"""Routes: how a connection is made, what it costs, what stands in its way, what nobody said."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.integration.broken import Break, bridged, broken_by
from tobfit.integration.open_points import OpenPoint, open_points
from tobfit.integration.plan import (
    USABLE,
    Legs,
    Plan,
    days,
    hopeful,
    hopeless,
    known_latency,
    least_risk,
    plan,
    risk_of,
)
from tobfit.integration.problem import Question, legs_of, recorded, solve
from tobfit.integration.proposals import Proposal, proposals_for
from tobfit.integration.refusals import Refused, refused_of
from tobfit.integration.site import SCALE, Site
from tobfit.integration.steps import Step, steps_of
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval, Ratio
from tobfit.model.price import Effort
from tobfit.model.product import Product
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Connect, Requirement
from tobfit.model.words import RESPONSES, ResponseCode


@attrs.frozen
class Route:
    """How a connection can be made.

    ``feasible`` is None where it hangs on what nobody said. ``effort`` is in person-days, from the best to the worst
    that what is not said allows (infinity where it may fail, or where an effort on the way is unknown), by the likely
    figures of the adapters; None where there is no way at all. ``estimate`` is the three-point sum over the chain
    that is shown: the one that is certain, else the best that is possible. ``latency`` is that chain's, in seconds.
    ``response`` and ``response_at_best`` are the least delivery risk with which it can be had for certain, and at
    best. ``broken`` is the smallest set of coordinates and limits that would have to give way. ``is_exact`` is False
    where both directions could share more adapters than can be tried: the effort then begins at a bound.
    """

    _repr_mimebundle_ = mimebundle

    requirement: str
    product: str
    feasible: bool | None
    effort: Interval | None
    steps: tuple[Step, ...]
    latency: Interval | None
    response: ResponseCode | None
    response_at_best: ResponseCode | None
    broken: tuple[str, ...] = ()
    lacks: Literal["source", "sink"] | None = None
    """Which end does not have what is wanted of it, where no link could help."""
    remedies: tuple[Proposal, ...] = ()
    refused: tuple[Refused, ...] = ()
    open: tuple[OpenPoint, ...] = ()
    is_exact: bool = True

    @property
    def adapters(self) -> tuple[str, ...]:
        """The adapters of the chain, each once, in order."""
        return tuple(dict.fromkeys(step.id for step in self.steps if step.kind == "adapter"))

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The links that are missing, in order."""
        return tuple(step.missing for step in self.steps if step.missing is not None)

    @property
    def is_assumed(self) -> bool:
        """Whether an effort on the chain is an assumption."""
        return any(step.is_assumed for step in self.steps)

    @property
    def estimate(self) -> Effort | None:
        """The three-point efforts of the adapters on the chain, added up, each as often as one direction uses it; None
        where one is not said."""
        uses: Counter[tuple[str | None, str]] = Counter()
        for chain in _chains(self.steps):
            uses |= Counter((step.owner, step.id) for step in chain if step.kind == "adapter")
        efforts = {(step.owner, step.id): step.effort for step in self.steps if step.kind == "adapter"}
        if None in efforts.values():
            return None
        sums = {
            end: sum((getattr(effort, end).number * uses[key] for key, effort in efforts.items()), start=0)
            for end in ("low", "likely", "high")
        }
        return Effort(**{end: Quantity(number, "person_day") for end, number in sums.items()})


def _chains(steps: tuple[Step, ...]) -> list[list[Step]]:
    """The steps of each direction apart."""
    chains: list[list[Step]] = []
    for step in steps:
        if step.kind == "source":
            chains.append([])
        chains[-1].append(step)
    return chains


MOST = 5_000
"""So many routes are remembered; then they are forgotten together."""


def route_of(
    requirement: Requirement, product: Product, site: Site, accept: tuple[ResponseCode, ...] = ()
) -> Route:
    """The route of a connection; made once for a landscape and a product."""
    assert requirement.connect is not None
    key = ("route", id(product), requirement.id, requirement.connect, accept)
    known = site.routes.get(key)
    if known is None:
        if len(site.routes) > MOST:
            site.routes.clear()
        # The product is kept beside its route, so that no other one can take its place in memory.
        known = site.routes[key] = (_route(requirement, requirement.connect, product, site, accept), product)
    return known[0]  # type: ignore[index,no-any-return]


def accepted_by(line: Requirement) -> tuple[ResponseCode, ...]:
    """The responses with which a client accepts a connection; () where it accepts all."""
    usable = tuple(code for code in line.accept if code in USABLE)
    # A connection without any adapter is standard, which nobody refuses who accepts something that none can be.
    return usable or (("standard",) if line.accept else ())


def accepted_route(line: Requirement, product: Product, site: Site) -> Route:
    """The route within what the client accepts, else the one that it does not accept."""
    accepted = accepted_by(line)
    found = route_of(line, product, site, accepted)
    return route_of(line, product, site) if accepted and found.feasible is False else found


def _route(
    line: Requirement, connect: Connect, product: Product, site: Site, accept: tuple[ResponseCode, ...]
) -> Route:
    legs = legs_of(site, product, connect)
    allowed = frozenset(accept or RESPONSES)
    asked: dict[str, None] = {}
    best = plan(legs, Question(recorded(hopeful, asked), responses=allowed))
    if best is None:
        return _unreachable(line, product, legs, allowed)
    worst = plan(legs, Question(hopeless, responses=allowed)) if asked else best
    shown = worst or best
    steps = tuple(s for answer, leg in zip(shown.answers, legs, strict=True) for s in steps_of(answer, leg))
    return Route(
        requirement=line.id,
        product=product.id,
        feasible=True if worst is not None else None,
        effort=_interval(days(best.bound), math.inf if worst is None else worst.effort),
        is_exact=all(found is None or found.bound == found.cost for found in (best, worst)),
        steps=steps,
        latency=_latency(steps, shown),
        response=None if worst is None else least_risk(legs, worst, hopeless, allowed),
        response_at_best=least_risk(legs, best, hopeful, allowed),
        refused=refused_of(legs, shown, allowed),
        open=open_points(legs, tuple(asked), best, worst, allowed) if _is_open(best, worst) else (),
    )


def _is_open(best: Plan, worst: Plan | None) -> bool:
    """Whether it matters what nobody said."""
    return worst is None or best.cost != worst.cost or risk_of(best) != risk_of(worst)


def _interval(low: Fraction | float, high: Fraction | float) -> Interval:
    return Interval(low, high)  # type: ignore[arg-type]


def _latency(steps: tuple[Step, ...], shown: Plan) -> Interval:
    """The latency of the chain in seconds; of two directions that of the slower."""
    known = max(Ratio(Fraction(known_latency(answer)) / SCALE) for answer in shown.answers)
    is_open = any(step.kind == "adapter" and step.latency is None for step in steps)
    return _interval(known, math.inf if is_open else known)


def _unreachable(
    line: Requirement, product: Product, legs: Legs, allowed: frozenset[ResponseCode]
) -> Route:
    question = Question(hopeful, responses=allowed)
    leg = next((leg for leg in legs if solve(leg, question) is None), legs[0])
    broken = broken_by(leg, question)
    near = bridged(leg, question, broken) if broken else None
    steps = () if near is None else steps_of(near.answer, leg)
    return Route(
        requirement=line.id,
        product=product.id,
        feasible=False,
        effort=None,
        steps=steps,
        latency=None,
        response=None,
        response_at_best=None,
        broken=broken,
        lacks=None if near is None else near.lacks,
        remedies=() if near is None else proposals_for(leg, question, broken, near, steps),
    )


