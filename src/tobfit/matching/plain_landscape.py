"""Routes and deployments as plain data; efforts are for the vendor's own people."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tobfit.integration.deployment import Deployment, Spot
from tobfit.integration.routing import Route
from tobfit.integration.steps import Step
from tobfit.model.interval import Interval

if TYPE_CHECKING:
    from tobfit.matching.plain_report import Writer

Plain = dict[str, Any]


def route_data(route: Route, writer: Writer) -> Plain:
    """A route; an end that is not bounded is None."""
    data: Plain = {
        "feasible": route.feasible,
        "steps": [_step(step, writer) for step in route.steps],
        "latency": _ends(route.latency),
        "response": route.response,
        "response_at_best": route.response_at_best,
        "broken": list(route.broken),
        "refused": [
            {
                "adapters": [step.id for step in one.steps if step.kind == "adapter"],
                "limit": one.limit,
                "given": float(one.given),
                "wanted": float(one.wanted),
                **({"effort": _bounded(one.effort)} if writer.internal else {}),
            }
            for one in route.refused
        ],
        "open": [point.target for point in route.open],
    }
    return {**data, "effort": _ends(route.effort)} if writer.internal else data


def _ends(interval: Interval | None) -> Plain | None:
    return None if interval is None else {"low": _bounded(interval.low), "high": _bounded(interval.high)}


def _bounded(value: Fraction | float) -> float | None:
    return None if value == math.inf else float(value)


def _step(step: Step, writer: Writer) -> Plain:
    data: Plain = {
        "kind": step.kind,
        "id": step.id,
        "owner": step.owner,
        "state": {name: list(values) for name, values in step.state.items()},
        "zones": list(step.zones),
        "fetched": step.fetched,
        "drawn": step.is_drawn,
        "assumed": step.is_assumed,
        "response": step.response,
        "latency": None if step.latency is None else str(step.latency),
        "capacity": None if step.capacity is None else str(step.capacity),
        "missing": None,
    }
    if step.missing is not None:
        one = step.missing
        data["missing"] = {
            "coordinate": one.coordinate, "given": list(one.given), "wanted": list(one.wanted),
            "where": list(one.where), "protocol": one.protocol,
        }  # fmt: skip
    return {**data, "effort": writer.value(step.effort)} if writer.internal else data


def deployment_data(found: Deployment) -> Plain:
    """The places that come into question, the best first, with what counts there."""
    return {"aspects": list(found.aspects), "truth": found.truth, "places": [_spot(spot) for spot in found.spots]}


def _spot(spot: Spot) -> Plain:
    aspects = [
        {"aspect": one.name, "truth": one.truth, "detail": one.detail, "asks": list(one.asks)} for one in spot.aspects
    ]
    return {"zone": spot.place.zone, "truth": spot.truth, "aspects": aspects}
