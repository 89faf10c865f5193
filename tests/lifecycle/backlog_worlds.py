"""Small worlds of several clients and one or two products, made from a seed, and the naive way to choose what to build:
to try every set, each matched again."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from tobfit.knowledge.packs import Packs
from tobfit.lifecycle.backlog_records import Item
from tobfit.lifecycle.building import Backlog
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product

TERMS = (
    {"id": "a", "kind": "boolean"},
    {"id": "b", "kind": "boolean"},
    {"id": "q", "kind": "quantity", "unit": "month", "direction": "higher_is_better"},
    {"id": "s", "kind": "set"},
    {"id": "v", "kind": "version"},
    {"id": "l", "kind": "level", "levels": ["none", "some", "all"]},
    {"id": "g"},
    {"id": "g.x", "kind": "boolean", "broader": "g"},
    {"id": "g.y", "kind": "boolean", "broader": "g"},
)
RULES = (
    {"id": "law", "when": {"attr": "jurisdictions", "op": "contains", "value": "CN"}, "basis": "law",
     "implies": [{"capability": "q", "need": {"at_least": "6 months"}, "priority": "must"}]},
    {"id": "open", "when": {"attr": "kind_of_owner", "op": "eq", "value": "bank"}, "basis": "practice",
     "implies": [{"capability": "b", "priority": "must"}]},
)  # fmt: skip
ATTRIBUTES = ({"id": "kind_of_owner", "kind": "text", "values": ["bank", "other"]},)


def _packs(rules: Sequence[Any]) -> Packs:
    sources = [{**rule, "source": {"title": "t"}, "evidence": "seen", "because": "b"} for rule in rules]
    return Packs(((Pack(id="k", vocabulary=TERMS, attributes=ATTRIBUTES, rules=sources),),))


PLAIN = _packs(())
PACKS = (PLAIN, PLAIN, PLAIN, _packs(RULES[:1]), _packs(RULES))
POLICIES = (Policy(), Policy(), Policy(evidence="strict"), Policy(partial_must="blocker"))
NEEDS: dict[str, tuple[Any, ...]] = {
    "q": ({"at_least": "6 months"}, {"at_least": "12 months"}, {"at_most": "9 months"}, {"at_least": "3 months"}),
    "s": ({"all_of": ["x"]}, {"all_of": ["x", "y"]}, {"any_of": ["y", "z"]}, {"none_of": ["z"]}),
    "v": ({"version": ">=2"}, {"version": ">=3,<4"}),
    "l": ({"level": "some"}, {"level": "all"}),
}
VALUES: dict[str, tuple[Any, ...]] = {
    "q": ("3 months", "6 months", "1 year"), "s": (["x"], ["y", "z"]), "v": ("1.9", "3.1"), "l": ("none", "some"),
}  # fmt: skip
EFFORTS = ("0 days", "1 day", "2 days", {"low": "1 day", "likely": "3 days", "high": "9 days"})
MONEY = (None, "100 CNY", "250 CNY", "1000 CNY", "0.1 CNY")


def reports_of(seed: int, *, most_clients: int = 4, products: int = 1, gentle: bool = False) -> list[Report]:
    """One report for each of two to ``most_clients`` clients. ``gentle``: no two needs shut each other out."""
    draw = random.Random(seed)
    packs, policy = draw.choice(PACKS), draw.choice(POLICIES)
    catalog = Catalog(products=tuple(_product(f"p{number}", draw) for number in range(products)))
    clients = [_client(f"c{number}", draw, gentle) for number in range(draw.randint(2, most_clients))]
    return [match(client, catalog, packs, policy) for client in clients]


def _client(name: str, draw: random.Random, gentle: bool) -> Client:
    lines = [_line(f"R-{number}", draw, gentle) for number in range(1, draw.randint(1, 4) + 1)]
    fields: dict[str, Any] = {"requirements": lines, "as_of": "2026-11-01", "id": name}
    if draw.random() < 0.4:
        fields["jurisdictions"] = ["CN"]
    money = draw.choice(MONEY)
    if money is not None:
        fields["budget"] = {"amount": money}
    return Client(**fields)


def _line(name: str, draw: random.Random, gentle: bool) -> dict[str, Any]:
    capability = draw.choice(("a", "b", "q", "q", "s", "v", "l", "g.x", "g.y", "g", "g"))
    line: dict[str, Any] = {
        "id": name,
        "capability": capability,
        "priority": draw.choice(("must", "must", "must", "should", "could")),
    }
    if capability in NEEDS and draw.random() < 0.85:
        needs = NEEDS[capability]
        line["need"] = draw.choice(
            [need for need in needs if not ({"at_most", "none_of"} & set(need))] if gentle else needs
        )
    if draw.random() < 0.15:
        codes = (["standard"], ["standard", "configuration"], ["configuration"], ["standard", "third_party"])
        line["accept"] = draw.choice(codes[:2] if gentle else codes)
    if draw.random() < 0.06:
        line["waived"] = {"reason": "agreed"}
    return line


def _product(name: str, draw: random.Random) -> Product:
    names = ("a", "b", "q", "s", "v", "l", "g.x", "g.y", "g")
    stated = {n: _statement(n, draw) for n in names if draw.random() < (0.2 if n == "g" else 0.75)}
    return Product(id=name, capabilities=stated, complete=draw.choice(((), (), ("g",))))


def _statement(name: str, draw: random.Random) -> dict[str, Any]:
    positive = ("customisation", "third_party", "configuration", "standard")
    said: dict[str, Any] = {"response": draw.choice(("not_supported", "not_supported", "not_supported", *positive))}
    if name in VALUES and draw.random() < 0.8:
        said["value"] = draw.choice(VALUES[name])
    if draw.random() < 0.6:
        said["effort"] = draw.choice(EFFORTS)
    if draw.random() < 0.15:
        said["extent"] = "partial"
    if name == "g" and draw.random() < 0.5:
        said["covers_narrower"] = True
    if draw.random() < 0.6:
        said["evidence"] = [{"source": "s", "kind": "documented"}]
    return said


def fits(fit: Fit) -> bool:
    """Whether a deal is won with it."""
    return fit.decision in ("fit", "fit_with_gaps")


def is_won(report: Report, products: Sequence[str] | None = None) -> bool:
    """Whether one of the candidates fits."""
    return any(fits(fit) for fit in report.fits if products is None or fit.product in products)


def with_items(report: Report, backlog: Backlog, items: Sequence[Item]) -> Report:
    """A client matched again with some items."""
    return report.what_if(backlog.changes_for(report.client.id, [item.id for item in items]))


def sets_of(backlog: Backlog, most: int) -> Iterator[tuple[Item, ...]]:
    """Every set of at most so many items that do not exclude each other."""
    for size in range(most + 1):
        for some in itertools.combinations(backlog.items, size):
            if not any(other.id in one.excludes for one in some for other in some):
                yield some


def counted(reports: Sequence[Report], backlog: Backlog, items: Sequence[Item]) -> tuple[int, Fraction]:
    """How many more clients fit with some items, and their known money, by matching everything again."""
    clients, money = 0, Fraction(0)
    for report in reports:
        before, after = is_won(report), is_won(with_items(report, backlog, items))
        stake = backlog.deal(report.client.id).stake.low
        clients += after - before
        money += (after - before) * stake
    return clients, money
