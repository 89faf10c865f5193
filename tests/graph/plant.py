"""A plant with zones, flows, adapters and an architecture model: every way in which a connection or a place is told."""

from __future__ import annotations

from typing import Any

from tobfit.knowledge.packs import Packs
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.product import Product

Plain = dict[str, Any]
ARCHIMATE = (
    "Access", "Aggregation", "Assignment", "Association", "Composition", "Flow", "Influence", "Realization", "Serving",
    "Specialization", "Triggering",
)  # fmt: skip


def interface(id: str, side: str, data: str, protocol: str, form: str, **fields: Any) -> Plain:
    """An interface of which all is said."""
    said = {"entity": "order", "auth": "none", "mode": "async", **fields}
    return {"id": id, "side": side, "data": data, "protocol": protocol, "format": form, **said}


def adapter(id: str, when: Plain, then: Plain, **fields: Any) -> Plain:
    """An adapter of which all is said."""
    return {"id": id, "when": when, "then": then, "effort": "2 days", "latency": "10 s", **fields}


def packs() -> Packs:
    made = Pack(
        id="p",
        vocabulary=[
            {"id": "x", "name": "Branch"},
            {"id": "x.ledger", "broader": "x", "name": {"en": "Ledger", "zh": "总账"}},
            {"id": "x.rare", "broader": "x", "name": "Rare"},
        ],
        technologies=[
            {"id": "pg", "kind": "format"},
            {"id": "platform:pg", "kind": "platform", "name": {"en": "PostgreSQL", "zh": "PG数据库"}},
        ],
        adapters=[
            adapter("mapper", {"format": "csv"}, {"format": "json"}, name={"en": "Mapper", "zh": "映射器"}),
            adapter("unused", {"format": "paper"}, {"format": "json"}),
        ],
    )
    return Packs([[made]])


ZONES = [
    {"id": "lan", "name": {"en": "Plant network", "zh": "工厂网"}, "hosting": "on_premises",
     "platforms": [{"platform": "pg", "version": "14"}]},
    {"id": "dmz", "name": "Perimeter", "hosting": "on_premises"},
    {"id": "vault", "name": "Vault", "hosting": "air_gapped"},
]  # fmt: skip
FLOWS = [
    {"from": "lan", "to": "dmz", "protocols": ["rest"]},
    {"from": "lan", "to": "dmz", "protocols": ["sftp"], "one_way": True},
    {"from": "dmz", "to": "internet"},
    {"from": "lan", "to": "vault", "protocols": ["sftp"], "one_way": True},
]
SYSTEMS = [
    {"id": "sap", "name": "SAP", "zone": "lan", "capabilities": ["x.ledger"],
     "platforms": [{"platform": "pg", "version": "15"}, {"platform": "ora"}],
     "interfaces": [interface("orders", "provides", "out", "sftp", "csv")]},
    {"id": "log", "name": "Log", "zone": "lan",
     "interfaces": [interface("in", "consumes", "in", "rest", "json"),
                    interface("drop", "provides", "in", "sftp", "csv", zone=["vault", "any"])]},
    {"id": "desk", "name": "Desk", "zone": "dmz",
     "interfaces": [interface("out", "provides", "out", "rest", "json"),
                    interface("in", "provides", "in", "rest", "csv")]},
    {"id": "old", "name": "Old", "zone": "lan", "interfaces": [interface("none", "provides", "in", "x", "x")]},
    {"id": "odd", "name": "Odd"},
]  # fmt: skip
ADAPTERS = [
    adapter("pi", {"protocol": "sftp", "zone": "lan"}, {"protocol": "rest", "zone": ["lan", "dmz"]},
            name={"en": "Process integration", "zh": "流程集成"}),
    adapter("gate", {"format": "paper", "auth": "seal", "zone": "saas"}, {"zone": "any"}),
]  # fmt: skip
ELEMENTS = [
    {"id": "sap", "type": "ApplicationComponent", "name": "SAP in the model"},
    {"id": "lan", "type": "Location"},
    {"id": "pi", "type": "ApplicationComponent"},
    {"id": "in", "type": "ApplicationInterface"},
    {"id": "internet", "type": "CommunicationNetwork", "name": "Internet in the model"},
    {"id": "ordering", "type": "BusinessProcess", "name": {"en": "Ordering", "zh": "订货"}},
    {"id": "alone", "type": "Gap"},
]
RELATIONS = [
    *({"id": f"r{number}", "type": type, "source": "sap", "target": "ordering"}
      for number, type in enumerate(ARCHIMATE)),
    {"id": "again", "type": "Serving", "source": "sap", "target": "ordering", "name": "orders"},
    {"id": "odd", "type": "Befriending", "source": "sap", "target": "sap"},
    {"id": "on-r1", "type": "Association", "source": "ordering", "target": "r1"},
    {"id": "on-it", "type": "Association", "source": "on-r1", "target": "sap", "name": "about the other"},
    {"id": "drops", "type": "Flow", "source": "sap/orders", "target": "drop"},
    {"id": "out", "type": "Flow", "source": "saas", "target": "none"},
    {"id": "gates", "type": "Flow", "source": "dmz", "target": "gate"},
    {"id": "logs", "type": "Flow", "source": "desk", "target": "log"},
]  # fmt: skip
CONNECTIONS: dict[str, Plain] = {
    "C-sent": {"system": "sap", "interface": "orders"},
    "C-late": {"system": "sap", "interface": "orders", "latency": "5 s", "mode": "async"},
    "C-other": {"system": "sap", "interface": "orders", "entity": "invoice"},
    "C-back": {"system": "log", "interface": "in", "data": "from_product"},
    "C-both": {"system": "desk", "data": "both"},
    "C-bare": {"system": "old"},
    "C-bare-back": {"system": "sap", "data": "from_product"},
}
DEPLOYS: dict[str, Plain] = {
    "D-vault": {"aspect": "hosting", "zone": "vault"},
    "D-deps": {"aspect": "dependencies"},
}


def client(**fields: Any) -> Client:
    """The plant; everything that is drawn is complete."""
    known: Plain = {
        "id": "acme",
        "name": {"en": "Acme", "zh": "极点"},
        "as_of": "2026-11-01",
        "complete": ["landscape.flows", "landscape.systems"],
        "landscape": {
            "zones": ZONES,
            "flows": FLOWS,
            "systems": SYSTEMS,
            "adapters": ADAPTERS,
            "elements": ELEMENTS,
            "relations": RELATIONS,
        },
        "requirements": [{"id": id, "text": id, "connect": connect} for id, connect in CONNECTIONS.items()],
    }
    return Client(**{**known, **fields})


def clients() -> tuple[Client, Client, Client]:
    """The plant; the plant of which nobody says that it is all there is; and that with lines of its own on where a
    product runs."""
    lines = [{"id": id, "text": id, "deploy": deploy, "priority": "must"} for id, deploy in DEPLOYS.items()]
    return client(), client(complete=[]), client(complete=[], requirements=lines)


def catalog() -> Catalog:
    both_ways = [
        interface("in", "provides", "in", "rest", "json"),
        interface("out", "provides", "out", "rest", "json"),
    ]
    cloud = Product(id="cloud", name="Cloud", hosting=["saas"], egress="none", interfaces=both_ways)
    house = Product(
        id="house",
        name="House",
        hosting=["on_premises", "air_gapped"],
        runs_on=[{"platform": "pg", "version": ">=15"}, {"platform": "ora"}],
        egress="required",
        requires=["x.ledger", "x.rare"],
        interfaces=[interface("in", "provides", "in", "rest", "xml", zone="dmz")],
        adapters=[adapter("own", {"format": "csv"}, {"format": "xml"}, response="third_party")],
    )
    sealed = Product(
        id="sealed",
        name="Sealed",
        hosting=["air_gapped"],
        interfaces=[
            interface("in", "provides", "in", "sftp", "json", zone="vault"),
            interface("out", "consumes", "out", "rest", "json", zone="vault"),
        ],
    )
    edge = Product(
        id="edge",
        name="Edge",
        hosting=["on_premises"],
        interfaces=[
            interface("in", "provides", "in", "sftp", "json", zone="dmz"),
            interface("out", "consumes", "out", "rest", "csv", zone="dmz"),
        ],
    )
    return Catalog(products=[cloud, house, sealed, edge, Product(id="silent", name="Silent")])
