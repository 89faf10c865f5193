"""The landscape that the benchmark of routes measures: seeded, with zones, systems, interfaces, flows and adapters.

An element is a zone, a system or an interface; a relation says where a system stands, whose an interface is, or what
the network lets through. Of ``size`` elements a tenth are zones, and there are twice as many relations as elements.
"""

from __future__ import annotations

import random
from typing import Any

import attrs

from tobfit import Client, Pack, Packs, Product, Requirement

Draw = random.Random
Fields = dict[str, Any]
ADAPTERS, PRODUCTS = 60, 20
SITE, GATES = 20, 3
"""Zones of one site, of which the first few lead to other sites and to the internet."""
SPOKEN = {
    "rest": ("https", ("json", "xml"), ("oauth2", "basic")),
    "soap": ("https", ("xml",), ("wsse", "basic")),
    "odata": ("https", ("json", "xml"), ("oauth2",)),
    "sftp": ("ssh", ("csv", "edifact", "xml"), ("key",)),
    "amqp": ("tls", ("json", "avro"), ("certificate",)),
    "kafka": ("tls", ("avro", "json"), ("certificate",)),
    "jdbc": ("tcp", ("rows",), ("basic",)),
    "rfc": ("tcp", ("idoc", "bapi"), ("sso",)),
    "smb": ("tcp", ("csv", "xlsx"), ("sso",)),
    "opcua": ("tcp", ("nodes",), ("certificate",)),
}
"""Each protocol: the one that networks know it by, the formats and the kinds of authentication that it is used with."""
PROTOCOLS, CARRIERS = tuple(SPOKEN), ("https", "ssh", "tls", "tcp")
ENTITIES = tuple(f"entity{number}" for number in range(10))
MODES = ("sync", "async")
CLOUD_SHARE = 0.2
"""How many of the products run in the vendor's cloud."""


@attrs.frozen
class World:
    """A client with its landscape, and its lines, each with the product that it is to be connected with."""

    client: Client
    packs: Packs
    pairs: tuple[tuple[Requirement, Product], ...]


def world(size: int, connections: int, seed: int = 0) -> World:
    """A landscape of ``size`` elements and so many connections, without limits."""
    draw = random.Random(seed)
    zones = [f"z{number}" for number in range(size // 10)]
    systems = [_system(number, zones, draw) for number in range((size - len(zones)) // 2)]
    flows = _flows(zones, size * 2 - len(systems) * 2, draw)
    adapters = [_adapter(number, zones, draw) for number in range(ADAPTERS)]
    products = [_product(number, zones, draw) for number in range(PRODUCTS)]
    client = Client(
        id="bench",
        complete=["landscape"],
        landscape={
            "zones": [{"id": zone, "hosting": "on_premises"} for zone in zones],
            "systems": systems,
            "flows": flows,
            "adapters": adapters[::2],
        },
        requirements=[_line(system) for system in draw.sample(systems, connections)],
    )
    technologies = [{"id": name, "kind": "protocol"} for name in CARRIERS]
    technologies += [{"id": name, "kind": "protocol", "over": [over]} for name, (over, _, _) in SPOKEN.items()]
    pack = Pack(id="bench", technologies=technologies, adapters=adapters[1::2])
    pairs = tuple((line, _suiting(line, products, draw)) for line in client.requirements)
    return World(client, Packs(((pack,),)), pairs)


def limited(plain: World, seed: int = 1) -> World:
    """The same connections, two in three with a latency or a rate that has to be kept."""
    draw = random.Random(seed)
    return attrs.evolve(plain, pairs=tuple((_limited(line, draw), product) for line, product in plain.pairs))


def _limited(line: Requirement, draw: Draw) -> Requirement:
    assert line.connect is not None
    limits = ({}, {"latency": f"{draw.randint(10, 60)} s"}, {"rate": f"{draw.randint(5, 40)} /s"})
    return line.evolve(connect=line.connect.evolve(**draw.choice(limits)))


def _system(number: int, zones: list[str], draw: Draw) -> Fields:
    """A system with one interface that gives one entity."""
    protocol = draw.choice(PROTOCOLS)
    _, formats, auths = SPOKEN[protocol]
    interface = {
        "id": "out", "side": "provides", "data": "out", "protocol": protocol, "format": draw.choice(formats),
        "entity": draw.choice(ENTITIES), "auth": draw.choice(auths), "mode": draw.choice(MODES),
    }  # fmt: skip
    return {"id": f"s{number}", "zone": draw.choice(zones), "interfaces": [interface]}


def _line(system: Fields) -> Fields:
    entity = system["interfaces"][0]["entity"]
    return {"id": f"R-{system['id']}", "connect": {"system": system["id"], "entity": entity}}


def _suiting(line: Requirement, products: list[Product], draw: Draw) -> Product:
    """Mostly a product that takes the entity, at times any product at all."""
    assert line.connect is not None
    taking = [product for product in products if line.connect.entity in (product.interfaces[0].entity or ())]
    return draw.choice(taking if draw.random() < 0.8 else products)


def _product(number: int, zones: list[str], draw: Draw) -> Product:
    """A product that takes a few entities by one protocol, in one zone or in the vendor's cloud."""
    is_cloud = draw.random() < CLOUD_SHARE
    protocol = draw.choice(("rest", "soap", "odata") if is_cloud else PROTOCOLS)
    _, formats, auths = SPOKEN[protocol]
    interface = {
        "id": "in", "side": "provides", "data": "in", "zone": "saas" if is_cloud else draw.choice(zones),
        "protocol": protocol, "format": draw.choice(formats), "entity": draw.sample(ENTITIES, 6),
        "auth": auths, "mode": draw.choice((MODES, ("async",))),
    }  # fmt: skip
    return Product(id=f"p{number}", hosting=["saas" if is_cloud else "on_premises"], interfaces=[interface])


def _flows(zones: list[str], count: int, draw: Draw) -> list[Fields]:
    """Flows within sites, between the gates of all sites, and from gates to the internet; one between two zones."""
    gates = [zone for number, zone in enumerate(zones) if number % SITE < GATES]
    found: dict[tuple[str, str], Fields] = {}
    while len(found) < count:
        if draw.random() < 0.15:
            ends = draw.choice(gates), "internet" if draw.random() < 0.2 else draw.choice(gates)
        else:
            number = draw.randrange(len(zones))
            first = number // SITE * SITE
            ends = zones[number], draw.choice(zones[first : first + SITE])
        if ends[0] != ends[1]:
            names = draw.sample(CARRIERS, draw.choice((1, 1, 2))) if draw.random() < 0.7 else [draw.choice(PROTOCOLS)]
            found[ends] = {"from": ends[0], "to": ends[1], "protocols": names}
    return list(found.values())


def _adapter(number: int, zones: list[str], draw: Draw) -> Fields:
    """A gateway between protocols, a mapping of formats, a translation of entities, a queue or a relay; of those that
    are not relays one in three stands in some zones only."""
    when, then = KINDS[number % len(KINDS)](zones, draw)
    if "zone" not in when and draw.random() < 0.33:
        when["zone"] = draw.sample(zones, 10)
    return {
        "id": f"a{number}", "when": when, "then": then, "effort": f"{draw.randint(2, 40) / 2} days",
        "latency": f"{draw.randint(1, 30)} s", "capacity": f"{draw.randint(5, 100)} /s",
    }  # fmt: skip


def _gateway(_: list[str], draw: Draw) -> tuple[Fields, Fields]:
    start, end = draw.sample(PROTOCOLS, 2)
    _, formats, auths = SPOKEN[end]
    return {"protocol": start}, {"protocol": end, "format": draw.choice(formats), "auth": draw.choice(auths)}


def _mapping(_: list[str], draw: Draw) -> tuple[Fields, Fields]:
    protocol = draw.choice([name for name, (_, formats, _) in SPOKEN.items() if len(formats) > 1])
    start, end = draw.sample(SPOKEN[protocol][1], 2)
    return {"protocol": protocol, "format": start}, {"format": end}


def _translation(_: list[str], draw: Draw) -> tuple[Fields, Fields]:
    start, end = draw.sample(ENTITIES, 2)
    return {"entity": start}, {"entity": end}


def _queue(_: list[str], draw: Draw) -> tuple[Fields, Fields]:
    return {"protocol": draw.sample(PROTOCOLS, 4), "mode": "sync"}, {"mode": "async"}


def _relay(zones: list[str], draw: Draw) -> tuple[Fields, Fields]:
    return {"protocol": draw.choice(PROTOCOLS), "zone": draw.sample(zones, 10)}, {"zone": draw.sample(zones, 3)}


KINDS = (_gateway, _gateway, _gateway, _mapping, _translation, _gateway, _gateway, _queue, _relay, _gateway)
"""What one adapter after the other is."""
