"""Small worlds with efforts from a seed, and a naive count of what they come to, made from the same plain documents."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import attrs

import tobfit
from tobfit.knowledge.packs import Packs
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.product import Product

Plain = dict[str, Any]
LINES = ("t.a", "t.b", "t.c", "t.d")
STAGES = ("presales", "implementation", "training", "support")
COUNTS = ("sites", "users")
FLAGS = ("tender", "abroad")
YEARS = 3


def effort(dice: random.Random) -> Plain:
    """Three points that rise; at times all the same."""
    points = sorted(dice.choices(("0", "0.5", "1", "2", "3", "5", "7.25", "12", "30"), k=3), key=Fraction)
    if dice.random() < 0.2:
        points = [points[1]] * 3
    return dict(zip(("low", "likely", "high"), (f"{point} days" for point in points), strict=True))


def points(said: Plain) -> tuple[Fraction, Fraction, Fraction]:
    """The numbers of an estimate."""
    low, likely, high = (Fraction(said[name].removesuffix(" days")) for name in ("low", "likely", "high"))
    return low, likely, high


def mean(said: Plain) -> Fraction:
    """(low + 4 likely + high) / 6."""
    low, likely, high = points(said)
    return (low + 4 * likely + high) / 6


def _general(dice: random.Random, number: int) -> Plain:
    stage = dice.choice(STAGES)
    found: Plain = {"id": f"g{number}", "stage": stage, "capability": f"svc.{stage}", "yearly": dice.random() < 0.3}
    if dice.random() < 0.8:
        found["base"] = effort(dice)
    if dice.random() < 0.4:
        found["when"] = {"attr": dice.choice(FLAGS), "op": "eq", "value": "true"}
    drivers = []
    for count in dice.sample(COUNTS, dice.randint(0, 2)):
        driver: Plain = {"count": count, "each": effort(dice), "per": dice.choice(("1", "1", "10", "2.5"))}
        if dice.random() < 0.85:
            numbers = sorted(dice.choices(range(0, 60, 5), k=3))
            driver["if_unknown"] = dict(zip(("low", "likely", "high"), map(str, numbers), strict=True))
        drivers.append(driver)
    return {**found, "drivers": drivers}


def pack(dice: random.Random) -> Plain:
    """A pack with services of its own and nothing that follows from a client."""
    return {
        "tobfit": "pack/1",
        "id": "mine",
        "version": "1",
        "as_of": "2026-11-01",
        "attributes": [
            *({"id": name, "kind": "number", "question": f"How many {name}?"} for name in COUNTS),
            *({"id": name, "kind": "boolean", "question": f"Is it {name}?"} for name in FLAGS),
        ],
        "vocabulary": [
            {"id": "t"},
            *({"id": name, "broader": "t"} for name in LINES),
            {"id": "svc"},
            *({"id": f"svc.{stage}", "broader": "svc"} for stage in STAGES),
        ],
        "stages": [{"id": stage} for stage in STAGES],
        "services": [_general(dice, number) for number in range(dice.randint(0, 4))],
    }


@attrs.frozen(eq=False)
class CostWorld:
    """The documents of a world, as mappings."""

    pack: Plain
    client: Plain
    product: Plain

    @property
    def report(self) -> Report:
        """Its match."""
        packs: Packs = tobfit.load_packs(self.pack, shipped=False)
        return match(Client(**self.client), Catalog(products=[Product(**self.product)]), packs)

    @property
    def fit(self) -> Fit:
        """The fit of its product."""
        return self.report["p@1"]


def _statement(dice: random.Random) -> Plain:
    response = dice.choice(("standard", "configuration", "third_party", "customisation", "not_supported"))
    found: Plain = {"response": response}
    if dice.random() < 0.7:
        found["effort"] = effort(dice)
    return found


def cost_world(dice: random.Random) -> CostWorld:
    """Up to four lines, some of them unknown or let go, some services of the vendor, some of the packs."""
    lines = []
    for number in range(dice.randint(0, 4)):
        priority = dice.choice(("must", "should"))
        line: Plain = {"id": f"R-{number}", "capability": dice.choice(LINES), "priority": priority}
        if dice.random() < 0.1:
            line["priority"] = "wont"
        if dice.random() < 0.1:
            line["waived"] = {"by": "cio", "reason": "agreed"}
        lines.append(line)
    profile: Plain = {name: str(dice.randint(0, 40)) for name in COUNTS if dice.random() < 0.4}
    profile |= {name: dice.choice(("true", "false")) for name in FLAGS if dice.random() < 0.4}
    services = []
    for number in range(dice.randint(0, 2)):
        service: Plain = {"id": f"s{number}", "stage": dice.choice(STAGES), "yearly": dice.random() < 0.3}
        if dice.random() < 0.8:
            service["effort"] = effort(dice)
        if dice.random() < 0.6:
            service["rate"] = dice.choice(("1000 CNY/day", "1500 CNY/day", "1000 CNY/person_day"))
        services.append(service)
    said = {name: _statement(dice) for name in LINES if dice.random() < 0.75}
    client = {"id": "c", "as_of": "2026-11-01", "requirements": lines, "profile": profile}
    return CostWorld(pack(dice), client, {"id": "p@1", "capabilities": said, "services": services})


def naive_range(world: CostWorld) -> tuple[Fraction, Fraction, Fraction]:
    """The mean effort at the least, the likely and the most that nobody's silence excludes, added up document by
    document."""
    sums = [Fraction(0)] * 3
    for capability, said in world.product["capabilities"].items():
        lines = [one for one in world.client["requirements"] if one["capability"] == capability]
        wanted = [one for one in lines if one["priority"] != "wont" and "waived" not in one]
        if wanted and said["response"] != "not_supported" and "effort" in said:
            sums = [total + mean(said["effort"]) for total in sums]
    told = set()
    for service in world.product["services"]:
        if "effort" in service:
            told.add(service["stage"])
            times = YEARS if service["yearly"] else 1
            sums = [total + times * mean(service["effort"]) for total in sums]
    for service in world.pack["services"]:
        if service["stage"] not in told:
            times = YEARS if service["yearly"] else 1
            sums = [total + times * one for total, one in zip(sums, _general_mean(service, world), strict=True)]
    least, likely, most = sums
    return least, likely, most


def _general_mean(service: Plain, world: CostWorld) -> list[Fraction]:
    needed = _needed(service, world.client)
    counts = [_count(driver["count"], world) for driver in service["drivers"]]
    found = []
    for place in range(3):
        total = Fraction(0)
        if "base" in service:
            # Without a condition a service is needed where something is counted; of what nobody counts nobody knows.
            some = [int(place > 0) if count is None else count[place] for count in counts]
            total += mean(service["base"]) * int("when" in service or not counts or any(some))
        for driver, count in zip(service["drivers"], counts, strict=True):
            if count is not None:
                total += mean(driver["each"]) * count[place] / Fraction(driver["per"])
        found.append(total * needed[place])
    return found


def _needed(service: Plain, client: Plain) -> tuple[int, int, int]:
    if "when" not in service:
        return 1, 1, 1
    said = client["profile"].get(service["when"]["attr"])
    return {None: (0, 1, 1), "true": (1, 1, 1), "false": (0, 0, 0)}[said]


def _count(name: str, world: CostWorld) -> list[Fraction] | None:
    """The number that is stated, else the hull of what services assume, with the middle one of the likely figures."""
    said = world.client["profile"].get(name)
    if said is not None:
        return [Fraction(said)] * 3
    drivers = [driver for service in world.pack["services"] for driver in service["drivers"] if driver["count"] == name]
    assumed = [driver["if_unknown"] for driver in drivers if "if_unknown" in driver]
    if not assumed:
        return None
    likely = sorted(Fraction(one["likely"]) for one in assumed)
    middle = likely[(len(likely) - 1) // 2]
    return [min(Fraction(one["low"]) for one in assumed), middle, max(Fraction(one["high"]) for one in assumed)]
