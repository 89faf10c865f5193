"""The stops of a route: the nodes that data pass, in the order in which they do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import attrs

from tobfit.graph.names import adapter_id, interface_id
from tobfit.integration.broken import Break
from tobfit.integration.steps import Step
from tobfit.model.landscape import COORDINATES

Link = Literal["start", "inside", "pass", "sent", "fetched", "undrawn", "missing"]
"""How data get from one stop to the next: into the zone that holds them already, from one thing to the next, over a
flow from its initiator or to it, over a flow that nobody drew, or not at all."""
CHANGES: tuple[Link, ...] = ("pass",)
ONWARD: tuple[Link, ...] = (*CHANGES, "sent", "fetched", "undrawn")
ANY: tuple[Link, ...] = (*ONWARD, "inside")


@attrs.frozen
class Ends:
    """The nodes of the client, its system and the product, with the system's and the product's names."""

    client: str
    system: str
    product: str

    def of(self, step: Step) -> str:
        """The node of the interface that a route begins or ends at; of its owner where none is drawn."""
        owner = self.system if step.owner == "client" else self.product
        name = owner.partition(":")[2]
        return owner if step.id == name else interface_id(owner, step.id.removeprefix(f"{name}/"))


@attrs.frozen
class Stop:
    """A node, and how data get there from the stop before; ``text`` says what is missing on the way, ``protocols``
    in which they can cross zones."""

    node: str
    link: Link
    text: str = ""
    protocols: tuple[str, ...] = ()


@attrs.frozen
class Way:
    """The stops of one direction of a connection. ``weakness`` orders ways by how much is wrong with them."""

    stops: tuple[Stop, ...]
    is_to_product: bool
    weakness: tuple[bool, bool, int]


@attrs.define
class Trail:
    """Stops in the making; what is missing waits for the first link of a kind that it would have to be on."""

    stops: list[Stop] = attrs.field(factory=list)
    missing: list[tuple[str, Collection[Link]]] = attrs.field(factory=list)

    def go(self, node: str, link: Link, protocols: tuple[str, ...] = ()) -> None:
        """To the next node; where data are already they need not go."""
        if self.stops and self.stops[-1].node == node and link == "inside":
            return
        texts = [text for text, links in self.missing if link in links]
        self.missing = [(text, links) for text, links in self.missing if link not in links]
        if texts:
            self.stops.append(Stop(node, "missing", "; ".join(texts)))
        else:
            self.stops.append(Stop(node, link, "", protocols))

    def inside(self, zones: tuple[str, ...]) -> None:
        """In the one zone that is named; of several or all none is shown."""
        if len(zones) == 1 and zones[0] not in ("any", "?"):
            self.go(f"zone:{zones[0]}", "inside")

    def lack(self, text: str, links: Collection[Link]) -> None:
        """Something is missing on the next of such links; "" is nothing."""
        if text:
            self.missing.append((text, links))


def stops_of(steps: Sequence[Step], broken: Iterable[str], ends: Ends) -> tuple[Stop, ...]:
    """The stops of the steps of one direction, with a missing link for everything that is ``broken``."""
    told = {step.missing.coordinate for step in steps if step.missing is not None}
    left = [name for name in broken if name not in told]
    trail = Trail()
    for step in steps:
        if step.kind == "source":
            trail.go(ends.of(step), "start")
            trail.inside(step.state["zone"])
            # The source itself does not have what is wanted of it.
            trail.lack(", ".join(name for name in left if name in COORDINATES), ONWARD)
        elif step.kind == "flow":
            _flow(trail, step)
        elif step.missing is not None:
            _break(trail, step.missing)
        elif step.kind == "adapter" and step.owner is not None:
            trail.go(adapter_id(step.owner, ends.client, ends.product, step.id), "pass")
        else:
            trail.inside(step.state["zone"])
            # Limits hold for the whole way: it is its end that is not reached in time.
            trail.lack(", ".join(name for name in left if name not in COORDINATES), CHANGES)
            trail.go(ends.of(step), "pass")
    return tuple(trail.stops)


def _flow(trail: Trail, step: Step) -> None:
    link: Link = "undrawn" if not step.is_drawn else "fetched" if step.fetched else "sent"
    for place, zone in enumerate(step.zones):
        if zone != "?":
            trail.go(f"zone:{zone}", link if place else "inside", step.state["protocol"])


def _break(trail: Trail, missing: Break) -> None:
    if missing.coordinate == "zone":
        trail.inside(missing.given)
        trail.lack(f"zone: {missing.protocol}" if missing.protocol else "zone", ANY)
        trail.inside(missing.wanted)
        return
    given, wanted = "/".join(missing.given) or "?", "/".join(missing.wanted) or "?"
    # Flows carry any format: it is behind them that it does not suit. Which flows do depends on the protocol.
    links = ONWARD if missing.coordinate == "protocol" else CHANGES
    trail.lack(f"{missing.coordinate}: {given} -> {wanted}", links)
