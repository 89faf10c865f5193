"""The chain from a line on places to run to the product: over the place that comes nearest, or what is lacking."""

from __future__ import annotations

from tobfit.graph.records import Edge
from tobfit.integration.aspects import Aspect
from tobfit.integration.deployment import Spot
from tobfit.matching.gap import Gap


def place_tail(gap: Gap) -> tuple[Edge, ...]:
    """From the line to the product."""
    line, product = f"requirement:{gap.requirement.id}", f"product:{gap.item}"
    deployment = gap.judgement.deployment
    best = deployment.best if deployment is not None else None
    aspect = best.stands_in_the_way if best is not None else None
    if best is None or aspect is None or (not best.place.zone and aspect.name != "dependencies"):
        return (Edge(line, "unstated_by", product),)
    if best.place.zone:
        return _over_zone(line, product, best, aspect)
    return _lacking(line, product, aspect)


def nearest_zone(gap: Gap) -> str:
    """The node of the place that comes nearest; "" for a line that wants none."""
    deployment = gap.judgement.deployment
    best = deployment.best if deployment is not None else None
    return f"zone:{best.place.zone}" if best is not None else ""


def _over_zone(line: str, product: str, best: Spot, aspect: Aspect) -> tuple[Edge, ...]:
    zone = f"zone:{best.place.zone}"
    detail = "" if aspect.detail in ("", best.place.zone) else f": {aspect.detail}"
    type = "cannot_take" if best.truth is False else "may_take"
    return Edge(line, "nearest_in", zone), Edge(zone, type, product, f"{aspect.name}{detail}")


def _lacking(line: str, product: str, aspect: Aspect) -> tuple[Edge, ...]:
    """Over the first capability that the product relies on and no system is known to have."""
    capability = f"capability:{aspect.detail.split(', ')[0]}"
    type = "lacks" if aspect.truth is False else "may_lack"
    return Edge(line, type, capability), Edge(capability, "relied_on_by", product)
