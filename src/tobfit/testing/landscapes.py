"""Strategies for connections: a client with a small landscape, a product, a pack, and one line that joins the two.

Zones, values and adapters are few and come again everywhere, so that routes are found directly, over adapters, and not
at all in about equal numbers. A drawn connection says everything; ``blanks`` are the places that can be left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from tobfit.formats.documents import dump
from tobfit.integration.routing import Route, route_of
from tobfit.integration.site import Site
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.packs import Packs
from tobfit.model.client import Client
from tobfit.model.landscape import Adapter, Flow, GeneralAdapter, Interface, Landscape, System, Zone
from tobfit.model.pack import Pack
from tobfit.model.product import Product
from tobfit.model.requirement import Connect, Requirement
from tobfit.model.words import Hosting, ResponseCode
from tobfit.testing.samples import Plain, said

T = TypeVar("T")
BYTES = 256
ZONES = ("z1", "z2", "z3", "z4")
VALUES: dict[str, tuple[str, ...]] = {
    "protocol": ("p", "q", "r"),
    "format": ("f", "g", "h"),
    "entity": ("e", "d"),
    "auth": ("a", "b"),
    "mode": ("m", "n"),
}
CARRIED = (
    {"id": "p", "kind": "protocol"},
    {"id": "q", "kind": "protocol", "over": ["t"]},
    {"id": "r", "kind": "protocol", "over": ["q"]},
    {"id": "t", "kind": "protocol"},
)
"""The protocol r runs over q, that over t."""
FLOW_PROTOCOLS = ((), (), (), ("p",), ("q",), ("t",), ("p", "r"), ("any",))
HOSTINGS: tuple[Hosting, ...] = ("on_premises", "private_cloud", "air_gapped")
RESPONSES: tuple[ResponseCode | None, ...] = (None, None, "standard", "configuration", "third_party", "customisation")
EFFORTS = ("0 days", "1 day", "2 days", "3 days", "5 days", "0.5 days")
LATENCIES = ("0 s", "1 s", "2 s", "500 ms")
CAPACITIES = ("1 /s", "2 /s", "3 /s", "120 /min")


@attrs.frozen(repr=False)
class Connection:
    """One line that wants a product connected, and all that bears on it."""

    client: Client
    product: Product
    pack: Pack

    def __repr__(self) -> str:
        return "Connection:\n" + "---\n".join(dump(part) for part in (self.pack, self.client, self.product))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What Hypothesis shows of a failing example."""
        printer.text(repr(self))

    @cached_property
    def base(self) -> KnowledgeBase:
        """The pack made ready."""
        return Packs(((self.pack,),)).base

    @property
    def line(self) -> Requirement:
        """The line."""
        return self.client.requirements[0]

    @property
    def connect(self) -> Connect:
        """What the line asks for."""
        assert self.line.connect is not None
        return self.line.connect

    @property
    def landscape(self) -> Landscape:
        """What the client drew."""
        assert self.client.landscape is not None
        return self.client.landscape

    def site(self) -> Site:
        """The landscape made ready, with nothing remembered."""
        return Site(self.client, self.base)

    def route(self, accept: tuple[ResponseCode, ...] = ()) -> Route:
        """The route."""
        return route_of(self.line, self.product, self.site(), accept)

    def drawn(self, **parts: Any) -> Connection:
        """With other parts of the landscape."""
        return attrs.evolve(self, client=self.client.evolve(landscape=self.landscape.evolve(**parts)))

    def asked(self, **fields: Any) -> Connection:
        """With another demand."""
        line = self.line.evolve(connect=self.connect.evolve(**fields))
        return attrs.evolve(self, client=self.client.evolve(requirements=(line,)))

    def offered(self, **fields: Any) -> Connection:
        """With another product."""
        return attrs.evolve(self, product=self.product.evolve(**fields))


@attrs.define
class Choices:
    """One choice after the other, read off drawn bytes.

    A landscape takes some two hundred choices: drawn one by one they cost ten times what the search does.
    """

    drawn: Iterator[int]

    def of(self, options: Sequence[T]) -> T:
        """One of several; the first is the simplest."""
        return options[next(self.drawn, 0) % len(options)]

    def some(self, options: Sequence[T], least: int, most: int) -> tuple[T, ...]:
        """Several different ones, in the order in which they stand."""
        size = self.of(range(least, most + 1))
        left = list(options)
        chosen = [left.pop(self.of(range(len(left)))) for _ in range(min(size, len(left)))]
        return tuple(option for option in options if option in chosen)


def coordinate(choose: Choices, name: str, lively: Sequence[str], far: int | None) -> tuple[str, ...]:
    """Values of an interface: of a coordinate that is not lively nearly always the same; ``far`` is the place of the
    value where the two ends are to lie far apart."""
    values = VALUES[name]
    if far is not None and name in lively:
        return (values[far],)
    if name not in lively:
        return choose.of(((values[0],),) * 7 + (("any",),))
    singles = [(value,) for value in values]
    return choose.of((*singles, *singles, values[:2], values[-2:], values[:2], ("any",)))


def interface(
    choose: Choices, id: str, data: str, lively: Sequence[str], zone: Sequence[str], far: int | None
) -> Interface:
    """One interface of which everything is said but perhaps where it stands."""
    side = choose.of(("provides", "provides", "consumes"))
    versions = ("1", "2", "3") if side == "provides" else (None, None, None, ">=2", "<3", "==2")
    return Interface(
        id=id,
        side=side,
        data=choose.of((data, data, data, "both")),
        zone=tuple(zone) or None,
        **{name: coordinate(choose, name, lively, far) for name in VALUES},
        initiator=choose.of((None, None, None, None, "self", "peer")),
        version=choose.of(versions),
        latency=choose.of((*(None,) * 8, *LATENCIES)),
        capacity=choose.of((*(None,) * 8, *CAPACITIES)),
    )


def adapter(choose: Choices, id: str, lively: Sequence[str], zones: Sequence[str]) -> Plain:
    """One adapter as plain data, everything said: it takes and makes values of the coordinates that are lively."""
    when: Plain = {}
    then: Plain = {}
    changed = choose.of(lively)
    for name in lively:
        values = VALUES[name]
        lists = (*values, *values, *values, list(values[:2]), "any")
        taken = choose.of((None, None, None, *lists))
        others = [one for one in lists if one != taken]
        given = choose.of(others if name == changed else (*(None,) * 9, *lists))
        when, then = when | said({name: taken}), then | said({name: given})
    when |= said({"zone": choose.of((*(None,) * 9, *zones, list(zones[:2])))})
    then |= said({"zone": choose.of((*(None,) * 9, *zones, list(zones[-2:]), "any"))})
    return {
        "id": id,
        "when": when,
        "then": then,
        "effort": choose.of(EFFORTS),
        "latency": choose.of(LATENCIES),
        "capacity": choose.of(CAPACITIES),
        **said({"response": choose.of(RESPONSES)}),
    }


def flow(choose: Choices, zones: Sequence[str], ends: Sequence[str]) -> Flow:
    """One flow between two zones, often those where the two ends stand."""
    start = choose.of((*zones, *ends))
    return Flow(
        from_=start,
        to=choose.of([zone for zone in (*zones, *ends) if zone != start]),
        protocols=choose.of(FLOW_PROTOCOLS),
        one_way=choose.of((False, False, True)),
    )


def connection(choose: Choices, data: Sequence[str], limits: bool, most: int) -> Connection:
    """A connection of which everything is said, with so many interfaces at each end at most."""
    own = ZONES[: choose.of((2, 3, 4))]
    zones = (*own, *choose.of(((), (), (), ("saas",), ("internet", "saas"))))
    lively = choose.some(tuple(VALUES), 1, 3)
    direction = choose.of(data)
    gives, takes = {"to_product": ("out", "in"), "from_product": ("in", "out"), "both": ("both", "both")}[direction]
    here, there = choose.of(zones), choose.of(zones)
    counts = (1, 1, 2)[: 2 * most - 1]
    is_far = choose.of((False, False, True))
    near, far = (0, -1) if is_far else (None, None)
    drawn = [
        interface(choose, f"i{number}", gives, lively, choose.of(((), (), (), own[:1], own[-2:], ("any",))), near)
        for number in range(choose.of(counts))
    ]
    offered = [
        interface(choose, f"j{number}", takes, lively, choose.of(((there,), (there,), (), own[-2:], ("any",))), far)
        for number in range(choose.of(counts))
    ]
    number_of_adapters = choose.of((5, 6) if is_far else (0, 1, 2, 3, 4))
    made = [adapter(choose, f"x{number}", lively, zones) for number in range(number_of_adapters)]
    homes = [choose.of(("client", "client", "product", "pack")) for _ in made]
    owned = {home: [one for one, its in zip(made, homes, strict=True) if its == home] for home in homes}
    landscape = Landscape(
        zones=[Zone(id=name, hosting=choose.of(("on_premises", *HOSTINGS))) for name in own],
        flows=[flow(choose, zones, (here, there)) for _ in range(choose.of((0, 1, 2, 3, 3, 4, 5, 6)))],
        systems=[System(id="s", zone=here, interfaces=drawn)],
        adapters=[Adapter(**one) for one in owned.get("client", ())],
    )
    connect = Connect(
        system="s",
        data=direction,
        entity=choose.of((*(None,) * 6, "e", "e", "d")),
        interface=choose.of((None, None, None, "i0")),
        mode=choose.of((*((),) * 6, ("m",), ("n",), ("m", "n"))),
        latency=choose.of((None, None, None, "1 s", "2 s", "3 s")) if limits else None,
        rate=choose.of((None, None, None, None, "2 /s", "3 /s")) if limits else None,
    )
    line = Requirement(id="R-1", connect=connect)
    product = Product(
        id="pr",
        hosting=choose.some((*HOSTINGS, "saas"), 1, 3),
        interfaces=offered,
        adapters=[Adapter(**one) for one in owned.get("product", ())],
    )
    return Connection(
        Client(id="c", complete=["landscape.flows"], landscape=landscape, requirements=[line]),
        product,
        Pack(id="k", technologies=CARRIED, adapters=[GeneralAdapter(**one) for one in owned.get("pack", ())]),
    )


def connections(
    data: Sequence[str] = ("to_product", "from_product"), limits: bool = True, most: int = 2
) -> st.SearchStrategy[Connection]:
    """Connections of which everything is said."""
    drawn = st.binary(min_size=BYTES, max_size=BYTES)
    return drawn.map(lambda numbers: connection(Choices(iter(numbers)), data, limits, most))
