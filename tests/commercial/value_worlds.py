"""Small worlds with goals and people from a seed: a few lines, needs without a line, products that say little."""

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

LEAVES = ("t.a", "t.b", "t.c", "u.a", "u.b")
NAMES = (*LEAVES, "t")
"""What goals need: a single capability, or all of a branch."""
PACKS: Packs = tobfit.load_packs().with_layer(
    Pack(
        id="small",
        vocabulary=[
            {"id": "t"},
            {"id": "u"},
            *({"id": name, "broader": name[0], "kind": "boolean"} for name in LEAVES),
        ],
    )
)
PROVED = [{"source": "tour", "kind": "demonstrated"}]
SAID = {
    "yes": Statement(response="standard"),
    "proved": Statement(response="standard", evidence=PROVED),
    "set": Statement(response="configuration", evidence=PROVED),
    "part": Statement(response="standard", extent="1/3"),
    "other": Statement(response="third_party", price="20000 CNY"),
    "code": Statement(response="customisation", price="7 EUR"),
    "no": Statement(response="not_supported"),
    "away": Statement(response="not_applicable", by="assessor"),
    "soon": Statement(response="roadmap", available="unknown"),
}
WORTHS = ("800000 CNY/year", "1 CNY", "0.3 CNY/month", "12345.67 CNY", "0 CNY")
PEOPLE = (
    {"id": "boss", "role": "economic"},
    {"id": "it", "role": "technical"},
    {"id": "lead", "role": "user", "kind": "manager_user", "head_count": 6},
    {"id": "clerk", "role": "user", "kind": "end_user", "head_count": 40},
    {"id": "some", "role": "user"},
    {"id": "buyer", "role": "procurement"},
    {"id": "fan", "role": "champion"},
    {"id": "guide", "role": "coach"},
)


def small_client(dice: random.Random, *, currencies: bool = False) -> Client:
    """A client with up to four lines, up to three goals, and some people."""
    people = [person for person in PEOPLE if dice.random() < 0.6]
    ids = [str(person["id"]) for person in people]
    lines = []
    for number, capability in enumerate(dice.sample(LEAVES, dice.randint(0, 4))):
        line: dict[str, Any] = {
            "id": f"R-{number}",
            "capability": capability,
            "priority": dice.choice(("must", "should", "could", "could", "wont")),
            "weight": dice.choice(("1", "2", "0.5", "7")),
            "group": dice.choice((None, None, "g")),
            "asked_by": dice.sample(ids, min(len(ids), dice.randint(0, 2))),
        }
        if dice.random() < 0.1:
            line["waived"] = {"by": "cio"}
        lines.append(line)
    goals = []
    for number in range(dice.randint(0, 3)):
        goal: dict[str, Any] = {
            "id": f"g-{number}",
            "needs": dice.sample(NAMES, dice.randint(0, 3)),
            "worth": dice.choice((*WORTHS, *(("5 EUR/year", "9 USD") if currencies else ()), None)),
            "owner": dice.choice((None, *ids)),
            "outcome": dice.choice((None, "cost", "efficiency", "control", "asset_use")),
        }
        goals.append({key: said for key, said in goal.items() if said is not None})
    return Client(
        id="c",
        as_of="2026-11-01",
        stakeholders=people,
        goals=goals,
        requirements=lines,
        budget=dice.choice((None, {"amount": "9 CNY", "horizon": "18 months"}, {"amount": "9 CNY"})),
    )


def small_product(dice: random.Random, name: str, codes: tuple[str | None, ...]) -> Product:
    drawn = {capability: code for capability in LEAVES if (code := dice.choice(codes)) is not None}
    return Product(id=name, capabilities={capability: SAID[code] for capability, code in drawn.items()})


OPEN = (*SAID, "proved", None, None, None)


def small_report(dice: random.Random, *, currencies: bool = False) -> Report:
    """The match of such a client with one or two products."""
    products = tuple(small_product(dice, f"p-{number}", OPEN) for number in range(dice.randint(1, 2)))
    client = small_client(dice, currencies=currencies)
    return match(client, Catalog(products=products), PACKS, rules=False)


def small_reports(seed: int, number: int, *, currencies: bool = False) -> Iterator[Report]:
    """So many of them that have a goal."""
    dice = random.Random(seed)
    while number:
        report = small_report(dice, currencies=currencies)
        if report.client.goals:
            number -= 1
            yield report
