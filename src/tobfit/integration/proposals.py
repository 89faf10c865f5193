"""What would close the gap of a connection: something to build or open, another hosting, another interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from tobfit.integration.broken import Break, Near
from tobfit.integration.problem import LIMITS, Leg, Question, legs_of, solve
from tobfit.integration.steps import Step
from tobfit.integration.terms import ANY
from tobfit.model.landscape import COORDINATES, Interface
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.words import Hosting

ProposalKind = Literal["adapter", "firewall_rule", "hosting", "interface"]
Breaks = tuple[Break, ...]


@attrs.frozen
class Proposal:
    """One way out. ``breaks`` are the links that it adds; ``effort`` is the packs' assumption for such links, None
    where they have none. ``hosting`` and ``interface`` are what the product would have to offer."""

    kind: ProposalKind
    breaks: Breaks = ()
    effort: Effort | None = None
    hosting: Hosting | None = None
    interface: Interface | None = None


def proposals_for(
    leg: Leg, question: Question, broken: tuple[str, ...], near: Near, steps: Iterable[Step]
) -> tuple[Proposal, ...]:
    """The ways out of a connection that cannot be made; ``near`` is the chain that comes nearest."""
    breaks = tuple(step.missing for step in steps if step.missing is not None)
    crossing = tuple(one for one in breaks if one.coordinate == "zone")
    found: list[Proposal] = []
    if set(broken) <= set(LIMITS):
        found += _straight(leg, near)
    elif breaks and len(breaks) == len(broken) and not any(_is_closed(one, leg) for one in crossing):
        kind: ProposalKind = "firewall_rule" if len(crossing) == len(breaks) else "adapter"
        found.append(Proposal(kind, breaks, _effort(breaks, leg)))
    if not crossing:
        found += _other_interface(leg, question, broken, near, breaks)
    if "zone" in broken:
        found += (Proposal("hosting", hosting=kind) for kind in _other_hostings(leg, question))
    return tuple(found)


def _straight(leg: Leg, near: Near) -> Iterator[Proposal]:
    """Where every way is too slow or too narrow: one adapter from end to end that is neither. Nobody said what it
    costs beyond what packs assume for such links."""
    source, sink = near.answer.task.source.masks, near.answer.task.sink.masks
    terms, breaks = leg.site.terms, []
    for place, name in enumerate(COORDINATES[1:], 1):
        if not source[place] & sink[place]:
            breaks.append(Break(name, terms.names(place, source[place]), terms.names(place, sink[place]), ()))
    named = [one for one in breaks if one.given and one.wanted]
    if named and len(named) == len(breaks):
        yield Proposal("adapter", tuple(breaks), _effort(tuple(breaks), leg))


def _is_closed(crossing: Break, leg: Leg) -> bool:
    """Whether a crossing would bridge an air gap, which no firewall rule does."""
    ends = {*crossing.given, *crossing.wanted}
    return any(zone.hosting == "air_gapped" for zone in leg.site.own_zones if zone.id in ends)


def _effort(breaks: Breaks, leg: Leg) -> Effort | None:
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


def _other_interface(
    leg: Leg, question: Question, broken: tuple[str, ...], near: Near, breaks: Breaks
) -> Iterator[Proposal]:
    """The product's interface as it would have to be, where that makes a way."""
    end = near.answer.sink if leg.direction == "to_product" else near.answer.source
    fields = _wanted_fields(leg, broken, near, breaks)
    if end.interface is None or not fields or not all(fields.values()):
        return
    changed = end.interface.evolve(id=f"{end.interface.id}-too", name=None, **fields)
    offered = leg.product.evolve(interfaces=(*leg.product.interfaces, changed))
    again = [other for other in legs_of(leg.site, offered, leg.connect) if other.direction == leg.direction]
    if all(solve(other, question) is not None for other in again):
        yield Proposal("interface", breaks, interface=changed)


def _wanted_fields(leg: Leg, broken: tuple[str, ...], near: Near, breaks: Breaks) -> dict[str, Any]:
    """Fields of the product's interface that would have to differ: it takes what arrives, or gives what is taken; it
    opens the connection where nobody does; it names no version."""
    is_sink = leg.direction == "to_product"
    fields: dict[str, Any] = {one.coordinate: one.given if is_sink else one.wanted for one in breaks}
    if near.lacks is not None and (near.lacks == "sink") == is_sink:
        fields.update(_lacking(leg, broken))
    if "initiator" in broken:
        other = near.answer.source if is_sink else near.answer.sink
        fields["initiator"] = "peer" if other.known.initiator == "self" or other.known.side == "consumes" else "self"
    if "version" in broken:
        fields["version"] = _suiting_version(near, is_sink)
    return fields


def _lacking(leg: Leg, broken: tuple[str, ...]) -> dict[str, Any]:
    """What is wanted of the product's end and is not there."""
    found: dict[str, Any] = {}
    if "mode" in broken and leg.connect.mode:
        found["mode"] = leg.connect.mode
    if "entity" in broken and leg.connect.entity is not None:
        found["entity"] = (leg.connect.entity,)
    return found


def _suiting_version(near: Near, is_sink: bool) -> str | None:
    """A version of the product's interface that suits the client's: what that provides, or one in its range."""
    ends = (near.answer.source, near.answer.sink)
    other = ends[0] if is_sink else ends[1]
    version = other.known.version
    return version.removeprefix(">=").removeprefix("==") if version and "," not in version else None


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
