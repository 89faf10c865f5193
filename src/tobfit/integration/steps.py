"""A chain told step by step: the interface that gives, flows, adapters, the interface that takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from tobfit.integration.broken import Break, breaks_of
from tobfit.integration.ends import End
from tobfit.integration.problem import Answer, Leg
from tobfit.integration.search import Task, reach_of
from tobfit.integration.settling import values_along, zones_along
from tobfit.integration.site import Masks, Move, Owner, Site
from tobfit.integration.terms import PROTOCOL, ZONE
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import COORDINATES
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.words import ResponseCode

StepKind = Literal["source", "flow", "adapter", "gap", "sink"]


@attrs.frozen
class Step:
    """One step of a route.

    ``id`` names the interface, the adapter or, of a flow, its two zones; ``state`` holds the coordinates of the
    message after it (several values where any of them will do). ``zones`` are those on the way of a flow, ``fetched``
    says that the message is fetched from its far end. ``is_drawn`` is false for a flow that nobody drew. A ``gap`` is
    a link that is missing (``missing`` says what).
    """

    kind: StepKind
    id: str
    state: FrozenMap[str, tuple[str, ...]]
    owner: Owner | None = None
    effort: Effort | None = None
    response: ResponseCode | None = None
    latency: Quantity | None = None
    capacity: Quantity | None = None
    zones: tuple[str, ...] = ()
    fetched: bool = False
    is_drawn: bool = True
    missing: Break | None = None

    @property
    def is_assumed(self) -> bool:
        """Whether the effort is an assumption: that of a general adapter is."""
        return self.kind == "adapter" and self.owner == "general"


def steps_of(answer: Answer, leg: Leg) -> tuple[Step, ...]:
    """The steps of a chain."""
    return tuple(_steps(answer, leg))


def _steps(answer: Answer, leg: Leg) -> Iterator[Step]:
    chain, task, site = answer.label.chain(), answer.task, leg.site
    missing, zones = dict(breaks_of(answer, leg)), zones_along(answer)
    states = [(held, *values[1:]) for (_, held), values in zip(zones, values_along(answer), strict=True)]
    yield _end("source", answer.source, states[0], site)
    for place, after in enumerate(chain[1:], 1):
        assert after.option is not None
        if after in missing:
            yield _missing(missing[after], states[place], site)
            continue
        is_asked = chain[place - 1].state[6] and not task.source.sends
        yield from _flow(states[place - 1], zones[place][0], is_asked, task, site)
        yield _adapter(after.option.move, states[place], site)
    is_fetched = task.sink.fetches and not _is_sent(states[-1], chain[-1].state[6], task)
    last = list(_flow(states[-1], task.sink.masks[ZONE], is_fetched, task, site))
    yield from last
    end = _end("sink", answer.sink, states[-1], site)
    yield attrs.evolve(end, state=last[0].state) if last else end


def _missing(missing: Break, state: Masks, site: Site) -> Step:
    after = told(state, site).set(missing.coordinate, missing.wanted)
    return Step("gap", missing.coordinate, after, missing=missing)


def _is_sent(state: Masks, is_raw: bool, task: Task) -> bool:
    if not task.sink.takes or (is_raw and not task.source.sends):
        return False
    return bool(reach_of(task, state[ZONE], state[PROTOCOL], fetched=False) & task.sink.masks[ZONE])


def _end(kind: StepKind, end: End, state: Masks, site: Site) -> Step:
    interface = end.known
    name = end.name if end.interface is None else f"{end.name}/{interface.id}"
    owner: Owner = "client" if end.owner == "client" else "vendor"
    return Step(
        kind, name, told(state, site), owner, latency=interface.latency, capacity=interface.capacity
    )


def _adapter(move: Move, state: Masks, site: Site) -> Step:
    adapter = move.adapter
    return Step(
        "adapter", move.id, told(state, site), move.owner, adapter.effort, move.response, adapter.latency,
        adapter.capacity,
    )  # fmt: skip


def _flow(state: Masks, wanted: int, fetched: bool, task: Task, site: Site) -> Iterator[Step]:
    """The way over zones to where the next step is; none where the message is there already."""
    holders, protocol = state[ZONE], state[PROTOCOL]
    if holders & wanted or "zone" in task.relaxed:
        return
    zones = site.network.way(holders, wanted, protocol, fetched=fetched)
    is_drawn = bool(zones)
    if not zones:
        ends = site.terms.names(ZONE, holders), site.terms.names(ZONE, wanted)
        zones = tuple(names[0] if names else "?" for names in ends)
    after = told((site.terms.mask(ZONE, [zones[-1]]), *state[1:]), site)
    yield Step("flow", " > ".join(zones), after, zones=zones, fetched=fetched, is_drawn=is_drawn)


def told(state: Masks, site: Site) -> FrozenMap[str, tuple[str, ...]]:
    """A state in names; a coordinate that is something nobody named is empty."""
    found = {}
    for place, name in enumerate(COORDINATES):
        mask = state[place]
        found[name] = site.terms.names(place, mask)
    return FrozenMap(found)
