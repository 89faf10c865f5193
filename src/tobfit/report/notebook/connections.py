"""Routes step by step, with the link that is missing. A route knows ids alone; a fit's report has the names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from tobfit.integration.proposals import Proposal
from tobfit.integration.routing import Route
from tobfit.integration.steps import Step
from tobfit.integration.together import Together
from tobfit.model.interval import Interval
from tobfit.model.landscape import COORDINATES
from tobfit.report.blocks import Block, Column, Heading, Table
from tobfit.report.notebook.documents import fact, tell_of
from tobfit.report.notebook.phrases import PHRASES
from tobfit.report.notebook.pieces import Asked, bounded, points, rowed
from tobfit.report.told.phrases import Tell

STATES = {True: "whole", None: "open", False: "broken"}


def route_pieces(route: Route, asked: Asked) -> Iterable[Block]:
    """Whether it can be made, the steps, what stands in the way, what would close it, what is open."""
    tell = tell_of(asked)
    state = tell.say(PHRASES, STATES[route.feasible])
    yield Heading(1, tell.say(PHRASES, "route", line=route.requirement, product=route.product, state=state))
    yield from points(_facts(route, tell))
    yield from rowed(_steps(route.steps, tell))
    if route.remedies:
        yield Heading(2, tell.say(PHRASES, "proposals"))
        yield from bounded(route.remedies, tell, lambda ways: points(_way(one, tell) for one in ways))
    if route.open:
        yield Heading(2, tell.say(PHRASES, "open_points"))
        yield from bounded(route.open, tell, lambda shown: points(one.target for one in shown))


def _facts(route: Route, tell: Tell) -> Iterable[str | None]:
    if route.broken:
        names = [tell.words.term(f"coordinate_{name}") for name in route.broken]
        yield tell.say(PHRASES, "broken_by", names=tell.words.join(names))
    if route.lacks is not None:
        yield tell.say(PHRASES, "lacks", end=tell.say(PHRASES, f"end_{route.lacks}"))
    if route.latency is not None and route.latency.low:
        yield tell.words("route_latency", value=f"{float(route.latency.low):g}")
    if tell.internal and route.effort is not None:
        yield tell.words("route_effort", value=days_text(route.effort, tell))


def days_text(effort: Interval, tell: Tell) -> str:
    """A range of person-days; without an upper end, from its lower one on."""
    low, high = effort.low, effort.high
    if high == math.inf:
        return tell.words("route_open_effort", low=_figure(low))
    key = "route_day" if low == high else "route_days"
    return tell.words(key, low=_figure(low), high=_figure(high))


def _figure(value: Fraction | float) -> str:
    return f"{float(value):g}"


def _steps(steps: Iterable[Step], tell: Tell) -> Table:
    titles = [tell.say(PHRASES, "step"), tell.say(PHRASES, "name")]
    titles += [tell.words.term(f"coordinate_{name}") for name in COORDINATES]
    return Table(tuple(map(Column, titles)), tuple(_step(step, tell) for step in steps))


def _step(step: Step, tell: Tell) -> tuple[str, ...]:
    values = (tuple(step.state[name]) for name in COORDINATES)
    cells = (" / ".join(value) or "?" for value in values)
    return tell.say(PHRASES, step.kind), _name(step, tell), *cells


def _name(step: Step, tell: Tell) -> str:
    """The interface, adapter or zones; of a missing link what is given and what is wanted."""
    if step.missing is None:
        return step.id
    given, wanted = (" / ".join(values) or "?" for values in (step.missing.given, step.missing.wanted))
    coordinate = tell.words.term(f"coordinate_{step.missing.coordinate}")
    return tell.words("route_gap", coordinate=coordinate, given=given, wanted=wanted)


def _way(one: Proposal, tell: Tell) -> str:
    """A way out in a few words; its effort is an assumption, for internal readers."""
    name = one.interface.id if one.interface is not None else tell.words.term(one.hosting) if one.hosting else ""
    told = tell.say(PHRASES, f"way_{one.kind}", name=name)
    effort = fact(tell, "effort", one.effort) if tell.internal else None
    return told if effort is None else told + tell.words("semi") + effort


def together_pieces(made: Together, asked: Asked) -> Iterable[Block]:
    """All connections to one product, with the adapters that they share."""
    tell = tell_of(asked)
    yield Heading(1, tell.say(PHRASES, "together", n=len(made.routes)))
    lines = tell.words.join([route.requirement for route in made.routes])
    adapters = tell.say(PHRASES, "adapters", names=tell.words.join(list(made.adapters)))
    effort = tell.words("route_effort", value=days_text(made.effort, tell)) if tell.internal else None
    yield from points((tell.say(PHRASES, "connections", names=lines), adapters, effort))


