"""Connections step by step with the broken link marked, and the places where a product can run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

from tobfit.integration.refusals import Refused
from tobfit.integration.routing import Route
from tobfit.integration.steps import Step
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.model.interval import Interval
from tobfit.model.landscape import Landscape
from tobfit.model.product import Product
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.naming import Named
from tobfit.report.teller import Teller


def route_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """One point for each line that the landscape has a part in; nothing where there is none."""
    found = [judgement for judgement in fit.judgements if judgement.route or judgement.deployment]
    if not found:
        return
    yield Heading(3, tell.words("placed"))
    shown = tell.within(found)
    yield Bullets((*(_item(judgement, tell) for judgement in shown), *tell.more(found, shown)))
    if not tell.internal:
        return
    for item in dict.fromkeys(judgement.item for judgement in found if judgement.route):
        together = fit.connections_of(item)
        if together is not None and len(together.routes) > 1:
            kind = tell.words("shared_exact" if together.is_exact else "shared_bound")
            yield Paragraph(tell.words("route_shared", value=_days(together.effort, tell), kind=kind))


def _item(judgement: Judgement, tell: Teller) -> Item:
    line, verdict = tell.line(judgement.requirement), tell.words.term(judgement.verdict)
    below = [reason_text(judgement, tell.words.lang)]
    if judgement.route is not None:
        below += _route(judgement.route, tell, tell.report.world.catalog.product(judgement.item))
    return Item(tell.words("placed_line", line=line, verdict=verdict), tuple(below))


def _route(route: Route, tell: Teller, product: Product) -> Iterator[str]:
    words = tell.words
    if not route.steps:
        return
    name = {True: "route", None: "hoped_route", False: "broken_route"}[route.feasible]
    yield words(name, steps=" > ".join(step_text(step, tell, product) for step in route.steps))
    if tell.internal and route.effort is not None:
        yield words("route_effort", value=_days(route.effort, tell))
        if route.adapters and route.estimate is not None:
            yield words("route_estimate", value=route.estimate)
    if route.latency is not None and route.latency.low:
        yield words("route_latency", value=_figure(route.latency.low))
    for refused in route.refused:
        yield _refused(refused, tell, product)


def step_text(step: Step, tell: Teller, product: Product) -> str:
    """One step of a route in words; of a missing link what is given and what is wanted."""
    words = tell.words
    if step.missing is not None:
        one = step.missing
        given, wanted = (_values(one.coordinate, values, tell) for values in (one.given, one.wanted))
        return words("route_gap", coordinate=words.term(f"coordinate_{one.coordinate}"), given=given, wanted=wanted)
    if step.kind == "flow":
        key = "route_undrawn" if not step.is_drawn else "route_fetched" if step.fetched else "route_flow"
        return words(key, zones=" > ".join(map(tell.naming.place, step.zones)))
    if step.kind == "adapter":
        details = [words.term(f"own_{step.owner}")]
        if tell.internal and step.effort is not None:
            details.append(str(step.effort))
        return words("route_adapter", name=_adapter(step, tell, product), details=words("semi").join(details))
    return words("route_end", name=step.id, state=words("join").join(_state(step, tell)))


def _state(step: Step, tell: Teller) -> Iterator[str]:
    """Where the message is and in which form; a coordinate of which nothing is said is a question mark."""
    for name in ("zone", "protocol", "format", "entity", "auth", "mode"):
        yield _values(name, step.state[name], tell)


def _values(coordinate: str, values: Iterable[str], tell: Teller) -> str:
    """The values of a coordinate, zones by their names."""
    named = (tell.words("any_of_all") if value == "any" else value for value in values)
    return " / ".join(map(tell.naming.place, named) if coordinate == "zone" else named) or "?"


def _adapter(step: Step, tell: Teller, product: Product) -> str:
    """An adapter's name and id; general ones and the vendor's and the client's may share an id."""
    landscape = tell.report.client.landscape or Landscape()
    general = tell.naming.base.adapters
    homes: dict[str, Iterable[Named]] = {"client": landscape.adapters, "vendor": product.adapters}
    several = homes.get(step.owner or "", general.values())
    return tell.naming.called(next((one for one in several if getattr(one, "id", "") == step.id), None), step.id)


def _refused(refused: Refused, tell: Teller, product: Product) -> str:
    adapters = [_adapter(step, tell, product) for step in refused.steps if step.kind == "adapter"]
    adapters = adapters or [tell.words("direct_way")]
    key = "route_rate" if refused.limit == "rate" else "route_slow"
    why = tell.words(key, given=_figure(refused.given), wanted=_figure(refused.wanted))
    return tell.words("route_refused", adapters=tell.words.join(adapters), why=why)


def _days(effort: Interval, tell: Teller) -> str:
    low, high = _figure(effort.low), _figure(effort.high)
    if effort.high == math.inf:
        return tell.words("route_open_effort", low=low)
    return tell.words("route_day" if low == high else "route_days", low=low, high=high)


def _figure(value: Fraction | float) -> str:
    return f"{float(value):g}"
