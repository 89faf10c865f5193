"""What would close the gap of a connection: something to build or open, another hosting, another interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from tobfit.integration.broken import Break
from tobfit.integration.problem import Leg, Question, legs_of, solve
from tobfit.integration.steps import Step
from tobfit.integration.terms import ANY
from tobfit.model.landscape import COORDINATES, Interface
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.words import Hosting

ProposalKind = Literal["adapter", "firewall_rule", "hosting", "interface"]


@attrs.frozen
class Proposal:
    """One way out. ``breaks`` are the links that it adds; ``effort`` is the packs' assumption for such links, None
    where they have none. ``hosting`` and ``interface`` are what the product would have to offer."""

    kind: ProposalKind
    breaks: tuple[Break, ...] = ()
    effort: Effort | None = None
    hosting: Hosting | None = None
    interface: Interface | None = None


def proposals_for(
    leg: Leg, question: Question, broken: tuple[str, ...], steps: Iterable[Step]
) -> tuple[Proposal, ...]:
    """The ways out of a connection that cannot be made."""
    breaks = tuple(step.missing for step in steps if step.missing is not None)
    return tuple(_proposals(leg, question, broken, breaks))


def _proposals(
    leg: Leg, question: Question, broken: tuple[str, ...], breaks: tuple[Break, ...]
) -> Iterator[Proposal]:
    crossing = tuple(one for one in breaks if one.coordinate == "zone")
    others = tuple(one for one in breaks if one.coordinate != "zone")
    if breaks and len(breaks) == len(broken) and not any(_is_closed(one, leg) for one in crossing):
        yield Proposal("adapter" if others else "firewall_rule", breaks, _effort(breaks, leg))
    if others and not crossing and len(others) == len(broken):
        changed = _other_interface(others, leg)
        if changed is not None:
            yield Proposal("interface", others, interface=changed)
    if "zone" in broken:
        for kind in _other_hostings(leg, question):
            yield Proposal("hosting", hosting=kind)


def _is_closed(crossing: Break, leg: Leg) -> bool:
    """Whether a crossing would bridge an air gap, which no firewall rule does."""
    ends = {*crossing.given, *crossing.wanted}
    return any(zone.hosting == "air_gapped" for zone in leg.site.own_zones if zone.id in ends)


def _effort(breaks: tuple[Break, ...], leg: Leg) -> Effort | None:
    """What the packs assume for such links, added up; None where they say nothing of one of them."""
    found = [_assumed(one.coordinate, leg) for one in breaks]
    known = [effort for effort in found if effort is not None]
    if len(known) < len(found):
        return None
    ends = ("low", "likely", "high")
    sums = {end: sum((getattr(effort, end).number for effort in known), start=0) for end in ends}
    return Effort(**{end: Quantity(number, "person_day") for end, number in sums.items()})


def _assumed(coordinate: str, leg: Leg) -> Effort | None:
    for move in leg.site.proposals:
        changed = [name for name, mask in zip(COORDINATES, move.then, strict=True) if mask]
        if changed == [coordinate] and move.when[COORDINATES.index(coordinate)] == ANY:
            return move.adapter.effort
    return None


def _other_interface(breaks: tuple[Break, ...], leg: Leg) -> Interface | None:
    """The product's interface as it would have to be: taking what arrives, or giving what is taken."""
    ends = leg.sinks if leg.direction == "to_product" else leg.sources
    drawn = next((end.interface for end in ends if end.interface is not None), None)
    if drawn is None:
        return None
    values = {one.coordinate: one.given if leg.direction == "to_product" else one.wanted for one in breaks}
    if not all(values.values()):
        return None
    return drawn.evolve(id=f"{drawn.id}-too", name=None, **values)


def _other_hostings(leg: Leg, question: Question) -> Iterator[Hosting]:
    """The kinds of hosting that would bring the product where it can be reached."""
    offered = leg.product.hosting
    kinds = {zone.hosting for zone in leg.site.own_zones if zone.hosting is not None} - set(offered)
    for kind in sorted(kinds):
        # Delivered for another place, its interfaces are there.
        interfaces = tuple(interface.evolve(zone=None) for interface in leg.product.interfaces)
        moved = leg.product.evolve(hosting=(*offered, kind), interfaces=interfaces)
        legs = legs_of(leg.site, moved, leg.connect)
        if all(solve(other, question) is not None for other in legs):
            yield kind
