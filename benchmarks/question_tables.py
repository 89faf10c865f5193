"""Seeded tables of products and lines of which a share of the answers is hidden, for the benchmark of questions."""

from __future__ import annotations

import random
from typing import Any

import attrs

from tobfit import Catalog, Client, Pack, Packs, Product
from tobfit.matching.report import Report, match

PRODUCTS, LINES = 8, 40
PRIORITIES = {"must": 2, "should": 5, "could": 3}
POSITIVE = ("standard", "configuration", "third_party", "customisation")
LACKING_MUST, LACKING = 0.12, 0.5
"""How often a weak product lacks a Must, and any other line: vendors seldom bid for what they cannot do."""
HARSH, LACKING_HARSH = 0.1, 0.9
"""In so many tables the Musts ask for more than most products have, and nobody may be left."""


@attrs.frozen
class Table:
    """A client, products of which everything is known, and the cells that are hidden at first."""

    packs: Packs
    client: Client
    products: tuple[Product, ...]
    hidden: frozenset[tuple[str, str]]

    def report(self, answered: frozenset[tuple[str, str]] = frozenset()) -> Report:
        """The match with all but the hidden cells, of which some have been answered."""
        shut = self.hidden - answered
        return match(self.client, Catalog(products=tuple(_without(one, shut) for one in self.products)), self.packs)

    @property
    def truth(self) -> Report:
        """The match with all answers."""
        return self.report(self.hidden)


def _without(product: Product, hidden: frozenset[tuple[str, str]]) -> Product:
    kept = {name: said for name, said in product.capabilities.items() if (product.id, name) not in hidden}
    return product.evolve(capabilities=kept)


def table(seed: int, unknown: float, products: int = PRODUCTS, lines: int = LINES) -> Table:
    """One table; ``unknown`` is the chance of each cell to be hidden. The same seed gives the same answers at every
    share, and what is hidden at a small share is hidden at a large one too."""
    draw = random.Random(seed)
    names = [f"c{number}" for number in range(lines)]
    asked = [_line(name, draw) for name in names]
    lacking = LACKING_HARSH if draw.random() < HARSH else LACKING_MUST
    offered = tuple(_product(f"p{number}", asked, lacking, draw) for number in range(products))
    chances = {(one.id, name): draw.random() for one in offered for name in names}
    pack = Pack(id="tables", vocabulary=[{"id": name, "kind": "boolean"} for name in names])
    client = Client(id="buyer", as_of="2026-11-01", requirements=asked)
    hidden = frozenset(cell for cell, chance in chances.items() if chance < unknown)
    return Table(Packs(((pack,),)), client, offered, hidden)


def _line(name: str, draw: random.Random) -> dict[str, Any]:
    priority = draw.choices(list(PRIORITIES), list(PRIORITIES.values()))[0]
    return {"id": f"R-{name}", "capability": name, "priority": priority, "weight": draw.randint(1, 5)}


def _product(name: str, lines: list[dict[str, Any]], lacking_must: float, draw: random.Random) -> Product:
    quality = draw.uniform(0.5, 0.9)
    lacking = {"must": lacking_must}
    said = {line["capability"]: _response(quality, lacking.get(line["priority"], LACKING), draw) for line in lines}
    return Product(id=name, capabilities=said)


def _response(quality: float, lacking: float, draw: random.Random) -> str:
    if draw.random() < (1 - quality) * lacking:
        return "not_supported"
    return draw.choices(POSITIVE, (quality, 1.2 - quality, 0.15, 0.2))[0]
