"""Connections small enough to work out by hand, where a slip of the search would show."""

from __future__ import annotations

import math
from typing import Any

from tobfit.integration.routing import Route, route_of
from tobfit.integration.site import Site
from tobfit.knowledge.packs import Packs
from tobfit.model.client import Client
from tobfit.model.product import Product

Plain = dict[str, Any]
SAID: Plain = {"protocol": "p", "format": "f", "entity": "e", "auth": "a", "mode": "m"}


def end(name: str, data: str, **more: Any) -> Plain:
    """An interface of which everything is said, but what is None."""
    fields = {"id": name, "side": "provides", "data": data, **SAID, **more}
    return {field: value for field, value in fields.items() if value is not None}


def route(source: Plain, sink: Plain, *, asked: Plain | None = None, **drawn: Any) -> Route:
    """The route of one line, from a system in zone z to a product that runs there."""
    zones = [{"id": "z", "hosting": "on_premises"}, {"id": "far", "hosting": "on_premises"}]
    landscape = {"zones": zones, "systems": [{"id": "s", "zone": "z", "interfaces": [source]}], **drawn}
    line = {"id": "R-1", "connect": {"system": "s", "data": "to_product", **(asked or {})}}
    client = Client(id="c", complete=["landscape.flows"], landscape=landscape, requirements=[line])
    product = Product(id="b@1", hosting=["on_premises"], interfaces=[{"zone": ["z"], **sink}])
    return route_of(client.requirements[0], product, Site(client, Packs(()).base))


def test_a_cheap_and_slow_way_does_not_shut_out_a_quick_one() -> None:
    def adapter(name: str, before: str, after: str, effort: str, latency: str, **when: str) -> Plain:
        return {
            "id": name, "when": {"format": before, **when}, "then": {"format": after},
            "effort": effort, "latency": latency,
        }  # fmt: skip

    adapters = [
        adapter("slow", "f", "g", "1 day", "2 s"),
        adapter("quick", "f", "g", "2 days", "0 s"),
        adapter("last", "g", "h", "1 day", "1 s"),
        # What lies ahead looks as if it took no time, and cannot be had where the message is.
        adapter("elsewhere", "g", "h", "0 days", "0 s", zone="far"),
    ]
    found = route(end("o", "out"), end("i", "in", format="h"), asked={"latency": "2 s"}, adapters=adapters)
    assert (found.feasible, found.adapters) == (True, ("quick", "last"))
    assert found.effort is not None
    assert found.effort.high == 3


def test_a_message_in_any_protocol_may_come_in_one_that_only_a_flow_names() -> None:
    flows = [{"from": "z", "to": "saas", "protocols": ["t"]}]
    found = route(end("o", "out", protocol="any"), end("i", "in", protocol="any", zone=["saas"]), flows=flows)
    assert found.feasible is True
    assert [step.state["protocol"] for step in found.steps if step.kind == "flow"] == [("t",)]


def test_whose_an_interface_is_decides_who_can_fetch() -> None:
    fetching = end("i", "in", side="consumes")
    assert route(end("o", "out", side="provides"), fetching).feasible is True
    assert route(end("o", "out", side="consumes"), fetching).feasible is False
    unsaid = route(end("o", "out", side=None), fetching)
    assert unsaid.feasible is None
    assert unsaid.effort is not None
    assert unsaid.effort.low == 0
    assert unsaid.effort.high == math.inf
    assert [point.target for point in unsaid.open] == ["client.landscape.systems.s.interfaces.o.side"]
