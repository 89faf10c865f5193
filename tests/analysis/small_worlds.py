"""Thousands of small worlds from a seed: a few lines, a few products, some of them level, some lines not applicable."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import tobfit
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.product import Product, Statement

CAPABILITIES = ("t.a", "t.b", "t.c", "t.d", "t.e")
PACKS: Packs = tobfit.load_packs().with_layer(
    Pack(id="small", vocabulary=[{"id": "t"}, *({"id": n, "broader": "t", "kind": "boolean"} for n in CAPABILITIES)])
)
WEIGHTS = ("1", "1", "2", "3", "0.5", "2.75", "7")
SAID = {
    "yes": Statement(response="standard"),
    "set": Statement(response="configuration"),
    "part": Statement(response="standard", extent="1/3"),
    "code": Statement(response="customisation"),
    "no": Statement(response="not_supported"),
    "away": Statement(response="not_applicable", by="assessor"),
    "soon": Statement(response="roadmap", available="unknown"),
}
KNOWN = ("yes", "yes", "set", "part", "code", "no", "no", "away")
OPEN = (*KNOWN, "soon", None, None)


def small_client(dice: random.Random) -> Client:
    """A client with up to five lines, at times in groups, with waivers or people behind them."""
    people = dice.random() < 0.3
    lines = []
    for number, capability in enumerate(dice.sample(CAPABILITIES, dice.randint(1, 5))):
        line: dict[str, Any] = {
            "id": f"R-{number}",
            "capability": capability,
            "priority": dice.choice(("must", "should", "should", "could", "could")),
            "weight": dice.choice(WEIGHTS),
            "group": dice.choice((None, None, None, "g")),
            "asked_by": ["p", "q"][: dice.randint(0, 2)] if people else [],
        }
        if dice.random() < 0.1:
            line["waived"] = {"by": "cio"}
        lines.append(line)
    known = [{"id": "p", "role": "user", "influence": 3}, {"id": "q", "role": "economic", "influence": "0.5"}]
    return Client(id="c", as_of="2026-11-01", requirements=lines, stakeholders=known if people else [])


def small_report(dice: random.Random, *, unknown: bool) -> Report:
    """The match of such a client with two or three products."""
    codes = OPEN if unknown else KNOWN
    products: list[Product] = []
    for number in range(dice.randint(2, 3)):
        drawn = {name: code for name in CAPABILITIES if (code := dice.choice(codes)) is not None}
        if products and dice.random() < 0.1:
            products.append(products[-1].evolve(id=f"p-{number}"))
        else:
            products.append(Product(id=f"p-{number}", capabilities={n: SAID[code] for n, code in drawn.items()}))
    return match(small_client(dice), Catalog(products=tuple(products)), PACKS, rules=False)


def small_reports(seed: int, number: int, *, unknown: bool = False) -> Iterator[Report]:
    """So many of them, those in which something has a score."""
    dice = random.Random(seed)
    while number:
        report = small_report(dice, unknown=unknown)
        if any(fit.score is not None for fit in report.fits):
            number -= 1
            yield report
