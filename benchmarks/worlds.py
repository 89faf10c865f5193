"""The world that the benchmarks measure: seeded, with values, gaps in what is stated, and evidence."""

from __future__ import annotations

import random
from typing import Any

from tobfit import Catalog, Client, Pack, Packs, Product

KINDS = ("boolean",) * 7 + ("quantity",) * 2 + ("set",)
NEEDS: dict[str, Any] = {"quantity": {"at_most": "4 h"}, "set": {"all_of": ["a", "b"]}, "boolean": "present"}
RESPONSES = ("standard", "standard", "configuration", "customisation", "third_party", "not_supported")


def packs(size: int) -> Packs:
    """A vocabulary of ``size`` capabilities: seven in ten boolean, two quantities, one set."""
    terms = [
        {"id": f"c{i}", "kind": KINDS[i % 10], **({"unit": "h"} if KINDS[i % 10] == "quantity" else {})}
        for i in range(size)
    ]
    return Packs(((Pack(id="bench", vocabulary=terms),),))


def client(size: int, draw: random.Random) -> Client:
    """A client with one line for each capability."""
    lines = [
        {
            "id": f"R-{i}",
            "capability": f"c{i}",
            "priority": draw.choice(["must", "should", "could"]),
            "weight": draw.randint(1, 5),
            "need": NEEDS[KINDS[i % 10]],
        }
        for i in range(size)
    ]
    return Client(id="bench", as_of="2026-11-01", requirements=lines)


def product(name: str, size: int, draw: random.Random) -> Product:
    """A product that leaves 15 % unstated and proves half of what it states."""
    stated = {f"c{i}": _statement(KINDS[i % 10], draw) for i in range(size) if draw.random() >= 0.15}
    return Product(id=name, capabilities=stated)


def _statement(kind: str, draw: random.Random) -> dict[str, Any]:
    fields: dict[str, Any] = {"response": draw.choice(RESPONSES)}
    if kind == "quantity":
        fields["value"] = f"{draw.randint(1, 8)} h"
    if kind == "set":
        fields["value"] = draw.sample(["a", "b", "c"], 2)
    if draw.random() < 0.5:
        fields["evidence"] = [{"source": "documentation", "kind": "documented"}]
    return fields


def catalog(products: int, size: int, draw: random.Random) -> Catalog:
    """So many products."""
    return Catalog(products=tuple(product(f"p{i}", size, draw) for i in range(products)))
