"""Small worlds with efforts, prices and dates, made from a seed, and the naive way to close gaps: to try everything."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from tobfit.errors import TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy
from tobfit.matching.report import checked, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product

TERMS = (
    {"id": "a", "kind": "boolean"},
    {"id": "b", "kind": "boolean"},
    {"id": "q", "kind": "quantity", "unit": "month", "direction": "higher_is_better"},
    {"id": "g"},
    {"id": "g.x", "kind": "boolean", "broader": "g"},
    {"id": "g.y", "kind": "boolean", "broader": "g"},
)
FOR_ALL = {"attr": "jurisdictions", "op": "contains", "value": "CN"}
RULES = (
    {
        "id": "law", "when": FOR_ALL, "basis": "law",
        "implies": [{"capability": "q", "need": {"at_least": "6 months"}, "priority": "must"}],
    },
    {
        "id": "custom", "when": FOR_ALL, "basis": "practice",
        "implies": [{"capability": "a", "priority": "must"}, {"capability": "g.y", "priority": "should"}],
    },
    {
        "id": "open", "when": {"attr": "kind_of_owner", "op": "eq", "value": "bank"}, "basis": "practice",
        "implies": [{"capability": "b", "priority": "must"}],
    },
)  # fmt: skip
ATTRIBUTES = ({"id": "kind_of_owner", "kind": "text", "values": ["bank", "other"]},)


def _pack(rules: Iterable[Any]) -> Packs:
    listed = tuple(rules)
    sources = [{**rule, "source": {"title": "t"}, "evidence": "seen", "because": "b"} for rule in listed]
    return Packs(((Pack(id="k", vocabulary=TERMS, attributes=ATTRIBUTES, rules=sources),),))


PACKS = (*(_pack(()),) * 5, *(_pack(RULES[:1]),) * 2, *(_pack(RULES[1:2]),) * 2, _pack(RULES))
POLICIES = (
    Policy(), Policy(), Policy(), Policy(evidence="strict"), Policy(partial_must="blocker"),
)  # fmt: skip
PRICES = ("1 CNY", "2 CNY", "5 CNY", "0 CNY")
DAYS = ("2026-12-31", "2027-03-31", "2027-06-30")
EFFORTS = (
    "0 days", "1 day", "2 days", "0.5 days", {"low": "1 day", "likely": "3 days", "high": "9 days"},
)  # fmt: skip


def fit_of(seed: int, max_lines: int = 4) -> Fit:
    """The fit of one product in a world."""
    draw = random.Random(seed)
    packs = draw.choice(PACKS)
    lines = [_line(f"R-{number}", draw) for number in range(1, draw.randint(1, max_lines) + 1)]
    names = ("a", "b", "q", "g.x", "g.y", "g")
    stated = {name: _statements(name, draw) for name in names if draw.random() < 0.85}
    product = Product(id="p", capabilities=stated, complete=draw.choice(((), (), ("g",))))
    client = Client(id="c", as_of="2026-11-01", jurisdictions=["CN"], requirements=lines)
    return match(client, Catalog(products=(product,)), packs, draw.choice(POLICIES)).fits[0]


def _line(name: str, draw: random.Random) -> dict[str, Any]:
    capability = draw.choice(("a", "b", "q", "q", "g.x", "g.y", "g"))
    line: dict[str, Any] = {
        "id": name,
        "capability": capability,
        "priority": draw.choice(("must", "must", "should", "could")),
        "weight": draw.choice(("1", "2", "0.3")),
    }
    if capability == "q" and draw.random() < 0.8:
        line["need"] = draw.choice(({"at_least": "6 months"}, {"at_least": "12 months"}, {"at_most": "9 months"}))
    if draw.random() < 0.25:
        codes = (["standard"], ["standard", "configuration"], ["standard", "third_party"], ["customisation"])
        line["accept"] = draw.choice(codes)
    if draw.random() < 0.3:
        line["by"] = draw.choice(DAYS)
    if draw.random() < 0.1:
        line["group"] = "x"
    if draw.random() < 0.08:
        line["waived"] = {"reason": "agreed"}
    return line


def _statements(name: str, draw: random.Random) -> list[dict[str, Any]]:
    return [_statement(name, draw) for _ in range(1 if draw.random() < 0.92 else 2)]


def _statement(name: str, draw: random.Random) -> dict[str, Any]:
    positive = ("roadmap", "customisation", "third_party", "configuration", "standard")
    said: dict[str, Any] = {"response": draw.choice(("not_supported", "not_supported", *positive))}
    if said["response"] == "roadmap":
        said["available"] = draw.choice(DAYS)
    if name == "q" and draw.random() < 0.9:
        said["value"] = draw.choice(("3 months", "6 months", "1 year"))
    if draw.random() < 0.75:
        said["effort"] = draw.choice(EFFORTS)
    if draw.random() < 0.5:
        said["price"] = draw.choice(PRICES)
    if draw.random() < 0.15:
        said["extent"] = "partial"
    if draw.random() < 0.5:
        said["evidence"] = [{"source": "s", "kind": "documented"}]
    return said


@attrs.frozen
class Asked:
    """What is asked of a plan."""

    target: Any = "fit"
    budget: int | None = None
    by: datetime.date | None = None
    minimise: str = "effort"
    kinds: tuple[str, ...] | None = None

    def plan_arguments(self) -> dict[str, Any]:
        budget = None if self.budget is None else f"{self.budget} CNY"
        return {**attrs.asdict(self, recurse=False), "budget": budget}


def asked_of(seed: int) -> Asked:
    """Something to ask for, made from a seed."""
    draw = random.Random(f"asked {seed}")
    every = ("configure", "extend", "partner", "wait", "change_process", "negotiate", "prove")
    targets = ("fit", "fit", "fit", "no_gaps", Fraction(1, 2), Fraction(7, 10), Fraction(9, 10), Fraction(1))
    return Asked(
        target=draw.choice(targets),
        budget=draw.choice((None, None, None, 0, 2, 5)),
        by=draw.choice((None, None, datetime.date(2026, 12, 31), datetime.date(2027, 4, 1))),
        minimise=draw.choice(("effort", "effort", "price", "count", "risk")),
        kinds=draw.choice((None, None, every[:4], ("extend", "partner", "negotiate", "wait"), every[3:])),
    )


def remedies_of(fit: Fit) -> list[Remedy]:
    """All remedies that change something and that somebody can decide on; of those with the same changes, one."""
    found: dict[Any, Remedy] = {}
    for gap in fit.gaps:
        for remedy in gap.remedies:
            if remedy.kind not in ("ask", "replace") and remedy.changes:
                found.setdefault(remedy.changes, remedy)
    return list(found.values())


def within(remedies: Iterable[Remedy], asked: Asked) -> list[Remedy]:
    """The remedies that kinds, date and budget allow one by one."""
    return [
        remedy
        for remedy in remedies
        if (asked.kinds is None or remedy.kind in asked.kinds)
        and (asked.by is None or remedy.date is None or remedy.date <= asked.by)
        and not (asked.budget is not None and remedy.kind == "partner" and remedy.price is None)
    ]


def subsets(remedies: list[Remedy], asked: Asked) -> Iterator[tuple[tuple[Remedy, ...], dict[str, Any]]]:
    """Every set of remedies that sets no target to two values and keeps to the budget, with its changes, cheapest first
    in what is to be spared."""
    return iter(sorted(_subsets(remedies, asked), key=lambda found: cost_of(found[0], asked.minimise)))


def _subsets(remedies: list[Remedy], asked: Asked) -> Iterator[tuple[tuple[Remedy, ...], dict[str, Any]]]:
    for size in range(len(remedies) + 1):
        for some in itertools.combinations(remedies, size):
            price = sum(remedy.price.number for remedy in some if remedy.price is not None)
            if asked.budget is not None and price > asked.budget:
                continue
            changes: dict[str, Any] = {}
            for remedy in some:
                for target, value in remedy.changes.items():
                    if changes.setdefault(target, value) != value:
                        break
                else:
                    continue
                break
            else:
                yield some, changes


def again(fit: Fit, changes: dict[str, Any]) -> Fit | None:
    """The fit of the changed records; None where they refuse."""
    try:
        world = checked(apply(fit.world, changes))
    except TobfitError:
        return None
    return world.fit(world.catalog[fit.product])


def reaches(fit: Fit, target: Any) -> bool:
    """Whether a fit is what was asked for."""
    if target == "no_gaps":
        return fit.decision == "fit"
    if fit.decision not in ("fit", "fit_with_gaps"):
        return False
    return target == "fit" or (fit.score is not None and fit.score.low >= target)


def cost_of(remedies: Iterable[Remedy], minimise: str) -> tuple[Any, ...]:
    """What is minimised."""
    listed = list(remedies)
    if minimise == "count":
        return (len(listed),)
    if minimise == "risk":
        return sum(r.risk == "high" for r in listed), sum(r.risk == "medium" for r in listed), len(listed)
    if minimise == "price":
        unpriced = sum(r.kind == "partner" and r.price is None for r in listed)
        return unpriced, sum(r.price.number for r in listed if r.price is not None)
    unestimated = sum(r.effort is None for r in listed)
    return unestimated, sum((r.effort.likely.base[1] for r in listed if r.effort is not None), start=Fraction(0))


def cheapest(fit: Fit, asked: Asked, remedies: list[Remedy]) -> tuple[Any, ...] | None:
    """What the cheapest set costs that reaches the target, each set matched again; None where none does."""
    for some, changes in subsets(remedies, asked):
        after = again(fit, changes)
        if after is not None and reaches(after, asked.target):
            return cost_of(some, asked.minimise)
    return None
