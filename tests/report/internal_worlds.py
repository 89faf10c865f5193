"""One deal with something internal in every field that is marked so, twice: with other texts and other numbers.

What is marked is found by reflection over all kinds of documents: a new field of a record that stands here is planted
by itself, a new kind of record has to be put into these documents (a test says so).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.documents import KINDS
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog, Response, Vendor
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.offer import Offer
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.record import Record
from tobfit.model.shape import Shape, fields_of
from tobfit.model.usage import Usage

SOURCE = {"title": "A source", "number": "Article 1"}
EFFORT = {"low": "2 days", "likely": "4 days", "high": "9 days"}
DOCUMENTED = [{"source": "https://docs.example.org/a", "kind": "documented"}]
NUMBERS = range(70_001, 99_000, 23)
"""What is planted as a number: five digits that stand nowhere else; the step leaves room for the other variant."""

CLIENT: dict[str, Any] = {
    "id": "acme",
    "name": {"en": "Acme", "zh": "顶点"},
    "as_of": "2026-11-01",
    "jurisdictions": ["CN"],
    "industries": [{"segment": "pottery", "code": "2393", "scheme": "isic-4", "primary": True}],
    "scale": {"employees": 600, "revenue": "300000000 CNY"},
    "profile": {"kilns": "4", "tender": "true"},
    "complete": ["landscape.flows", "landscape.systems"],
    "landscape": {
        "zones": [
            {"id": "plant", "hosting": "on_premises", "region": "CN", "platforms": [{"platform": "kubernetes",
             "version": "1.29"}]},
        ],
        "flows": [{"from": "plant", "to": "internet", "protocols": ["https"]}],
        "systems": [
            {"id": "erp", "name": "ERP", "zone": "plant", "capabilities": ["t.ledger"], "interfaces": [
                {"id": "orders", "side": "provides", "data": "out", "protocol": "sap-rfc", "format": "idoc",
                 "entity": "Order", "auth": "basic", "mode": "async"},
                {"id": "stock", "side": "provides", "data": "out", "protocol": "tape", "format": "json",
                 "entity": "Stock", "auth": "oauth2", "mode": "async"}]},
        ],
        "adapters": [{"id": "relay", "when": {"protocol": "sap-rfc", "format": "idoc"},
                      "then": {"protocol": "rest", "format": "json", "auth": "oauth2"}, "effort": EFFORT,
                      "latency": "1 s", "capacity": "50 /s"}],
        "elements": [{"id": "e1", "type": "ApplicationComponent"}, {"id": "e2", "type": "Node"}],
        "relations": [{"id": "r1", "type": "Serving", "source": "e1", "target": "e2"}],
    },
    "stakeholders": [
        {"id": "cfo", "name": "Chief financial officer", "role": "economic", "influence": 3},
        {"id": "it", "role": "technical", "influence": 2},
        {"id": "clerk", "role": "user", "kind": "end_user", "influence": 1, "head_count": 400},
        {"id": "boss", "role": "user", "kind": "manager_user", "influence": 1, "head_count": 20},
    ],
    "goals": [
        {"id": "close", "name": "Close the books in 3 days", "owner": "cfo", "outcome": "efficiency",
         "needs": ["t.ledger", "t.sales"], "worth": "800000 CNY/year"},
    ],
    "need_suites": ["pots"],
    "requirements": [
        {"id": "R-1", "text": "Sales", "capability": "t.sales", "priority": "must", "asked_by": ["cfo"]},
        {"id": "R-2", "text": "Ledger", "capability": "t.ledger", "priority": "must", "asked_by": ["clerk"]},
        {"id": "R-3", "text": "Logs", "capability": "t.logs", "priority": "must", "need": {"at_least": "6 months"}},
        {"id": "R-4", "text": "Planned", "capability": "t.plan", "priority": "should", "by": "2026-12-31"},
        {"id": "R-5", "text": "Partner", "capability": "t.sign", "priority": "should"},
        {"id": "R-6", "text": "Orders arrive", "priority": "must", "asked_by": ["it"],
         "connect": {"system": "erp", "interface": "orders", "entity": "Order", "data": "to_product",
                     "latency": "5 s", "rate": "5 /s"}},
        {"id": "R-7", "text": "Runs here", "priority": "must", "deploy": {"aspect": "hosting", "zone": "plant"}},
        {"id": "R-8", "text": "Introduction", "capability": "svc.implementation", "scope": "service",
         "stage": "implementation", "priority": "must"},
        {"id": "R-9", "text": "Vague"},
        {"id": "R-10", "text": "Stock arrives", "priority": "must",
         "connect": {"system": "erp", "interface": "stock", "data": "to_product"}},
    ],
    "views": [{"id": "v", "weights": {"economic": "2"}}],
    "budget": {"amount": "1500000 CNY", "horizon": "3 years"},
}  # fmt: skip


def product(name: str, **changes: Any) -> dict[str, Any]:
    """One of the products."""
    capabilities: dict[str, Any] = {
        "t.sales": {"response": "customisation", "effort": EFFORT, "evidence": DOCUMENTED, "price": "9000 CNY"},
        "t.ledger": {"response": "configuration", "effort": EFFORT, "evidence": DOCUMENTED, "module": "finance"},
        "t.logs": {"response": "standard", "value": "3 months", "effort": EFFORT, "remark": "for now"},
        "t.plan": {"response": "roadmap", "available": "2027-06-30", "effort": EFFORT},
        "t.sign": {"response": "third_party", "effort": EFFORT, "price": "20000 CNY"},
        "t.fire": {"response": "not_supported", "effort": EFFORT},
        **changes,
    }
    return {
        "id": name, "name": f"The {name}", "vendor": "maker", "version": "1", "capabilities": capabilities,
        "modules": {"finance": {"price": "60000 CNY/year"}},
        "hosting": ["saas", "on_premises"], "egress": "none",
        "runs_on": [{"platform": "kubernetes", "version": ">=1.20"}],
        "interfaces": [{"id": "in", "side": "provides", "data": "in", "protocol": "rest", "format": "json",
                        "entity": "Order", "auth": "oauth2", "mode": ["async", "sync"]}],
        "adapters": [{"id": "own", "when": {"protocol": "sap-rfc"}, "then": {"protocol": "rest", "format": "json",
                      "auth": "oauth2"}, "effort": EFFORT}],
        "services": [{"id": "start", "stage": "implementation", "capability": "svc.implementation",
                      "effort": EFFORT, "rate": "2000 CNY/day"}],
        "price": {"licence": "100000 CNY/year", "per_user": "100 CNY/year", "development_cost": "5000000 CNY",
                  "expected_clients": {"low": 20, "likely": 50, "high": 80}, "margin": "0.2"},
    }  # fmt: skip


VENDOR: dict[str, Any] = {
    "id": "maker", "scale": {"employees": 20, "revenue": "9000000 CNY"}, "certificates": ["iso27001"],
    "references": [{"industry": "pottery", "since": "2021"}], "support_regions": ["CN"],
    "capabilities": {"t.ledger": {"response": "standard", "evidence": DOCUMENTED}}, "evidence": DOCUMENTED,
    "capacity": "20 person-days/month",
}  # fmt: skip
OFFER: dict[str, Any] = {
    "id": "together", "items": [{"product": "alpha", "modules": ["finance"], "users": 400}, {"product": "beta"}],
    "services": [{"id": "care", "stage": "support", "capability": "svc.support", "effort": EFFORT,
                  "rate": "1500 CNY/day"}],
    "discounts": [{"label": "launch", "share": "0.1"}],
}  # fmt: skip
RESPONSE: dict[str, Any] = {
    "client": "acme", "product": "alpha", "as_of": "2026-10-01",
    "answers": [{"requirement": "R-2", "response": "customisation", "effort": EFFORT, "evidence": DOCUMENTED}],
}  # fmt: skip
PACK: dict[str, Any] = {
    "id": "clay",
    "attributes": [{"id": "kilns", "kind": "number", "question": "How many kilns?", "ask": "technical"},
                   {"id": "tender", "kind": "boolean"}, {"id": "open_one", "kind": "boolean", "question": "Open?"}],
    "vocabulary": [
        {"id": "t"}, {"id": "svc"},
        *({"id": f"t.{name}", "kind": "boolean", "broader": "t"} for name in ("sales", "ledger", "plan", "sign",
                                                                               "fire", "glaze")),
        {"id": "t.logs", "kind": "quantity", "unit": "month", "broader": "t"},
        *({"id": f"svc.{name}", "kind": "boolean", "broader": "svc"} for name in ("implementation", "support")),
    ],
    "suites": {"pots": {"capabilities": ["t.glaze"], "outcomes": ["cost"], "source": SOURCE}},
    "rules": [
        {"id": "clay.fire", "when": {"attr": "kilns", "op": "ge", "value": "2"}, "basis": "law", "evidence": "seen",
         "implies": [{"capability": "t.fire", "priority": "must"}], "source": SOURCE, "because": "Kilns burn"},
        {"id": "clay.open", "when": {"attr": "open_one", "op": "eq", "value": "true"}, "basis": "practice",
         "implies": [{"capability": "t.sales", "priority": "must"}], "source": SOURCE, "because": "If open"},
    ],
    "segments": [{"id": "pottery", "codes": [{"scheme": "isic-4", "codes": ["2393"], "source": SOURCE,
                  "evidence": "seen"}], "stages": [{"stage": "growth", "source": SOURCE, "evidence": "seen"}]}],
    "scales": [{"id": "own", "source": SOURCE, "evidence": "seen", "groups": [
        {"id": "all", "indicators": [{"attr": "employees", "small": 10, "medium": 100, "large": 500}]}]}],
    "roles": [{"id": name} for name in ("economic", "technical", "user", "champion", "coach", "procurement")]
    + [{"id": name, "broader": "user"} for name in ("manager_user", "end_user")],
    "stages": [{"id": name} for name in ("presales", "implementation", "support")],
    "technologies": [{"id": "sap-rfc", "kind": "protocol"}, {"id": "tape", "kind": "protocol"},
                     {"id": "kubernetes", "kind": "platform"},
                     {"id": "rest", "kind": "protocol", "over": ["https"]}, {"id": "https", "kind": "protocol"},
                     {"id": "idoc", "kind": "format"}, {"id": "json", "kind": "format"},
                     {"id": "basic", "kind": "auth"}, {"id": "oauth2", "kind": "auth"},
                     {"id": "async", "kind": "mode"}, {"id": "sync", "kind": "mode"}],
    "adapters": [{"id": "general", "when": {"protocol": "sap-rfc"}, "then": {"protocol": "rest", "format": "json",
                  "auth": "oauth2"}, "effort": EFFORT, "source": SOURCE},
                 {"id": "rewrite", "then": {"protocol": "rest"}, "proposal": True, "effort": EFFORT}],
    "services": [{"id": "general.start", "stage": "implementation", "capability": "svc.implementation",
                  "base": EFFORT, "drivers": [{"count": "kilns", "each": EFFORT, "if_unknown": {"low": 1, "likely": 2,
                  "high": 5}}], "because": "Assumed", "source": SOURCE}],
    "rates": [{"base": "EUR", "quote": "CNY", "rate": "7.5", "on": "2026-10-01", "source": SOURCE}],
    "deal_rules": [{"id": "clay.tender", "when": {"attr": "tender", "op": "eq", "value": "true"}, "about": "tender",
                    "text": "A tender fixes the price", "forbids": ["price"], "basis": "practice", "source": SOURCE}],
}  # fmt: skip
USAGE: dict[str, Any] = {
    "product": "alpha", "client": "acme", "as_of": "2027-06-30", "contract": "2026-12-01", "golive": "2027-01-01",
    "fictional": True,
    "value_events": [{"id": "books", "goal": "close", "capability": "t.ledger", "agreed": "2027-02-01",
                      "reached": "2027-03-01"}],
    "observations": [
        {"period": "2027-06", "licensed": 420, "logged_in": 300, "active": 250},
        {"capability": "t.sales", "role": "end_user", "period": "2027-06", "entitled": 400, "active": 90,
         "events": 900, "tickets": 40, "satisfaction": "0.5"},
        {"capability": "t.ledger", "role": "end_user", "period": "2027-06", "entitled": 400, "active": 0},
        {"capability": "t.glaze", "role": "manager_user", "period": "2027-06", "entitled": 20, "active": 18},
    ],
}  # fmt: skip
ANSWERS: dict[str, Any] = {"on": "2026-11-02", "answers": [{"target": "client.profile.open_one", "value": "false"}]}


@attrs.frozen(eq=False)
class Planted:
    """The documents of one variant. ``planted`` maps what stands in an internal field, as text, to where it stands."""

    client: Client
    other: Client
    catalog: Catalog
    packs: Packs
    policy: Policy
    usage: Usage
    planted: dict[str, str]
    covered: frozenset[tuple[str, str]]

    def report(self, client: Client | None = None, **fields: Any) -> Report:
        """The match."""
        return match(client or self.client, self.catalog, self.packs, self.policy, **fields)


def planted(variant: int) -> Planted:
    """One of two variants, 0 and 1: other texts, and numbers that differ a little, in the same order."""
    sow = Sower(variant)
    known = {field.name for field in fields_of(Pack)}
    pack = {name: value for name, value in PACK.items() if name in known or name in ("id",)}
    products = [
        product("alpha"),
        product(
            "beta",
            **{
                "t.sales": {"response": "not_supported", "effort": EFFORT},
                "t.ledger": {"response": "standard", "evidence": DOCUMENTED},
            },
        ),
    ]
    catalog = Catalog(
        products=tuple(sow.in_record(Product(**one)) for one in products),
        vendors=(sow.in_record(Vendor(**VENDOR)),),
        responses=(sow.in_record(Response(**RESPONSE)),),
        offers=(sow.in_record(Offer(**OFFER)),),
    )
    client = sow.in_record(Client(**CLIENT))
    other = sow.in_record(Client(**{**CLIENT, "id": "zenith", "budget": {"amount": "400000 CNY"}}))
    for name in ("Answers",):
        sow.in_record(KINDS[name.lower()](**ANSWERS))
    return Planted(
        client=client,
        other=other,
        catalog=catalog,
        packs=Packs(((sow.in_record(Pack(**pack)),),)),
        policy=sow.in_record(Policy(id="house")),
        usage=sow.in_record(Usage(**USAGE)),
        planted=sow.planted,
        covered=frozenset(sow.covered),
    )


@attrs.define(eq=False)
class Sower:
    """Puts something internal wherever it may stand."""

    variant: int
    planted: dict[str, str] = attrs.field(factory=dict)
    covered: set[tuple[str, str]] = attrs.field(factory=set)
    numbers: Iterator[int] = attrs.field(factory=lambda: iter(NUMBERS))
    count: Iterator[int] = attrs.field(factory=itertools.count)

    def in_record(self, made: Any) -> Any:
        """A record, with all records in it, planted."""
        changes: dict[str, Any] = {}
        for field in fields_of(type(made)):
            value = getattr(made, field.attribute)
            if field.internal:
                where = f"{type(made).__name__}.{field.name}"
                self.covered.add((type(made).__name__, field.name))
                changes[field.attribute] = self.for_shape(field.shape, where)
            elif value is not None:
                changes[field.attribute] = self.inside(value)
        return made.evolve(**changes)

    def inside(self, value: Any) -> Any:
        """The records in a value, planted."""
        if isinstance(value, Record):
            return self.in_record(value)
        if isinstance(value, FrozenMap):
            return FrozenMap({key: self.inside(item) for key, item in value.items()})
        return tuple(map(self.inside, value)) if isinstance(value, tuple) else value

    def for_shape(self, shape: Shape, where: str) -> Any:
        """Something of a field's type that can be told from everything else."""
        if shape.kind == "record" and shape.record is not None:
            return self.for_record(shape.record, where)
        if shape.kind == "list" and shape.item is not None:
            return (self.for_shape(shape.item, where),)
        assert shape.scalar is not None, f"{where}: teach this test to plant a {shape.kind}"
        if shape.scalar.name == "text":
            return self.note(f"secret{'AB'[self.variant]}{next(self.count)}x", where)
        if shape.scalar.name == "amount of money":
            return f"{self.number(where)} CNY"
        if shape.scalar.name == "an effort":
            return f"{self.number(where)} days"
        if where == "Price.margin":
            return Decimal(f"0.{self.number(where)}")
        return str(self.number(where))

    def for_record(self, record: type[Any], where: str) -> Any:
        """A record of rising, else of falling numbers: whichever it takes."""
        names = [(field.name, field.shape) for field in fields_of(record)]
        values = [self.for_shape(shape, f"{where}.{name}") for name, shape in names]
        for order in (values, values[::-1]):
            try:
                return record(**dict(zip([name for name, _ in names], order, strict=True)))
            except TobfitError:
                continue
        # Parts of a whole: the first is as large as all the others.
        whole = sum(int(str(value).split()[0]) for value in values[1:])
        values[0] = self.note(str(whole), where)
        return record(**dict(zip([name for name, _ in names], values, strict=True)))

    def number(self, where: str) -> int:
        """The next number; of the other variant a little more, so that the order of sizes stays."""
        number = next(self.numbers)
        number += self.variant * (1 + number % 7)
        self.note(str(number), where)
        return number

    def note(self, text: str, where: str) -> str:
        self.planted[text] = where
        return text


def internal_fields() -> frozenset[tuple[str, str]]:
    """Every field that any record of any kind of document marks as internal."""
    found: set[tuple[str, str]] = set()
    seen: set[type[Any]] = set()
    todo: list[Shape | None] = [Shape(kind="record", record=record) for record in KINDS.values()]
    while todo:
        shape = todo.pop()
        if shape is None:
            continue
        todo += [shape.key, shape.item]
        if shape.record is not None and shape.record not in seen:
            seen.add(shape.record)
            found |= {(shape.record.__name__, field.name) for field in fields_of(shape.record) if field.internal}
            todo += [field.shape for field in fields_of(shape.record)]
    return frozenset(found)


__all__ = ["Planted", "internal_fields", "planted"]
