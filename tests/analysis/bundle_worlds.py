"""Small worlds for bundles, drawn from a seed, and the best bundle by trying everything: apart from judging one product
on one line, nothing of the library's search is used."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

import tobfit
from tobfit.integration.site import Site
from tobfit.knowledge.landscape import is_complete
from tobfit.matching.fit import failing_levels
from tobfit.matching.joining import joined
from tobfit.matching.judge import Line, judge
from tobfit.matching.modules import answers_with_modules, with_modules
from tobfit.matching.outcome import RANK, Outcome
from tobfit.matching.voices import Voices, hear, listen
from tobfit.matching.world import World
from tobfit.model.catalog import Catalog, Response
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.product import Product

Choice = Mapping[str, frozenset[str]]
PACK = {
    "tobfit": "pack/1",
    "id": "small",
    "version": "1",
    "as_of": "2026-11-01",
    "vocabulary": [
        {"id": "g", "name": "G"},
        {"id": "g.a", "name": "A", "broader": "g"},
        {"id": "g.b", "name": "B", "broader": "g"},
        {"id": "g.c", "name": "C", "broader": "g"},
        {"id": "h", "name": "H"},
        {
            "id": "h.x",
            "name": "X",
            "kind": "quantity",
            "unit": "month",
            "direction": "higher_is_better",
            "broader": "h",
        },
    ],
}
PACKS = tobfit.load_packs(PACK, shipped=False)
LEAVES = ("g.a", "g.b", "g.c", "h.x")
RESPONSES = ("standard",) * 6 + ("configuration",) * 3 + ("third_party",) * 4 + (
    "customisation", "customisation", "not_supported", "roadmap", "not_applicable")  # fmt: skip
Plain = dict[str, Any]


@attrs.frozen(eq=False)
class Drawn:
    """A world and what is asked of it."""

    client: Client
    catalog: Catalog
    policy: Policy
    budget: str | None
    minimise: str
    certain: bool

    def bundle(self, **changes: Any) -> Any:
        asked = {"budget": self.budget, "minimise": self.minimise, "certain": self.certain, **changes}
        catalog = asked.pop("catalog", self.catalog)
        return tobfit.analysis.bundle(self.client, catalog, PACKS, policy=self.policy, rules=False, **asked)

    def prices(self) -> Iterator[Any]:
        """All prices that may count."""
        for product in self.catalog.products:
            yield from filter(None, [product.price.licence, product.price.per_user] if product.price else [])
            yield from filter(None, [module.price for module in product.modules.values()])
            yield from filter(None, [said.price for stated in product.capabilities.values() for said in stated])
        yield from filter(None, [answer.price for response in self.catalog.responses for answer in response.answers])

    @property
    def world(self) -> World:
        return World(self.client, self.catalog, PACKS, self.policy, with_rules=False)


def drawn(seed: int, **fixed: Any) -> Drawn:
    """The world of a seed."""
    dice = random.Random(seed)
    numbers = itertools.count(1)
    products = [_product(dice, f"p{n}", numbers) for n in range(dice.choice([1, 2, 2, 3, 3]))]
    client = _client(dice)
    catalog = Catalog(products=products, responses=list(_responses(dice, products, client, numbers)))
    policy = Policy(
        partial_must=dice.choice(["gap"] * 4 + ["blocker"]), evidence=dice.choice(["lenient"] * 5 + ["strict"])
    )
    fields: Plain = {
        "budget": f"{dice.randint(0, 60)} CNY" if dice.random() < 0.35 else None,
        "minimise": dice.choice(["price", "price", "price", "products", "effort", "uncovered"]),
        "certain": dice.random() < 0.75,
        **fixed,
    }
    return Drawn(client, catalog, policy, **fields)


def _statement(dice: random.Random, name: str, modules: list[str], numbers: Iterator[int], nth: int) -> Plain:
    response = dice.choice(RESPONSES)
    said: Plain = {"response": response, "remark": f"s{next(numbers)}"}
    if response == "roadmap":
        said["available"] = dice.choice(["2026-12-31", "2026-05-01", "2028-01-01"])
    if modules and dice.random() < 0.7:
        said["module"] = dice.choice(modules)
    if response in ("third_party", "customisation") and (nth or dice.random() < 0.8):
        said["price"] = f"{dice.randint(1, 15)}.{next(numbers):03} CNY"
    if dice.random() < 0.2:
        said["effort"] = f"{dice.randint(1, 9)} days"
    if name == "h.x" and dice.random() < 0.8:
        said["value"] = f"{dice.choice([3, 6, 12])} months"
    if dice.random() < 0.3:
        said["by"] = dice.choice(["assessor", "vendor"])
    if dice.random() < 0.2:
        said["on"] = dice.choice(["2026-01-01", "2026-06-01"])
    if dice.random() < 0.2:
        said["extent"] = "partial"
    if name in ("g", "h") and dice.random() < 0.7:
        said["covers_narrower"] = True
    if dice.random() < 0.3:
        said["evidence"] = [{"source": "tried", "kind": "demonstrated"}]
    return said


def _product(dice: random.Random, name: str, numbers: Iterator[int]) -> Product:
    modules = ["m1", "m2", "m3"][: dice.choice([0, 1, 2, 2, 3])]
    stated = {}
    for capability in ("g", *LEAVES, "h"):
        if dice.random() < (0.2 if capability in ("g", "h") else 0.75):
            count = dice.choice([1, 1, 1, 2])
            said = [_statement(dice, capability, modules, numbers, nth) for nth in range(count)]
            stated[capability] = said
    price: Plain = {}
    if dice.random() < 0.7:
        price["licence"] = f"{dice.randint(1, 30)} CNY/year"
    if dice.random() < 0.2:
        price["per_user"] = f"{dice.randint(1, 3)} CNY/year"
    records = {
        m: {
            "requires": [o for o in [*modules, "core"] if o != m and dice.random() < 0.15],
            "excludes": [o for o in [*modules, "core"] if o != m and dice.random() < 0.12],
            **({"price": f"{dice.randint(0, 12)} CNY"} if dice.random() < 0.6 else {}),
        }
        for m in modules
    }
    return Product(
        id=name,
        capabilities=stated,
        modules=records,
        complete=["g"] if dice.random() < 0.2 else [],
        requires=[c for c in ("g.a", "h", "g") if dice.random() < 0.12],
        hosting=dice.choice([[], ["saas"], ["on_premises"], ["saas"]]),
        price=price or None,
        services=[{"id": "start", "effort": "4 days"}] if dice.random() < 0.2 else [],
    )


def _client(dice: random.Random) -> Client:
    lines: list[Plain] = []
    for n in range(dice.randint(1, 4)):
        capability = dice.choice([*LEAVES, *LEAVES, "g"])
        line: Plain = {
            "id": f"R{n}",
            "capability": capability,
            "priority": dice.choice(["must", "must", "must", "should"]),
        }
        if capability == "h.x" and dice.random() < 0.6:
            line["need"] = {"at_least": "6 months"}
        if dice.random() < 0.2:
            line["accept"] = ["standard", "configuration", "third_party"]
        if dice.random() < 0.3:
            line["weight"] = dice.choice(["2", "3", "0.5"])
        if dice.random() < 0.06:
            line["waived"] = {"reason": "no"}
        lines.append(line)
    if dice.random() < 0.15:
        place: Plain = {"aspect": dice.choice(["hosting", "dependencies"])}
        lines.append({"id": "D", "deploy": place, "priority": dice.choice(["must", "must", "should", "wont"])})
    drawn_parts: Plain = {}
    if dice.random() < 0.5:
        systems = [{"id": "erp", "capabilities": [dice.choice(["g.a", "g.b", "h.x"])]}] if dice.random() < 0.6 else []
        zones = [{"id": "own", "hosting": "on_premises"}] if dice.random() < 0.4 else []
        drawn_parts["landscape"] = {"systems": systems, "zones": zones}
        drawn_parts["complete"] = ["landscape.systems"] if dice.random() < 0.6 else []
    if dice.random() < 0.8:
        drawn_parts["scale"] = {"employees": dice.randint(1, 4)}
    return Client(id="c", as_of="2026-11-01", requirements=lines, **drawn_parts)


def _responses(
    dice: random.Random, products: list[Product], client: Client, numbers: Iterator[int]
) -> Iterable[Response]:
    for product in products:
        if dice.random() < 0.15:
            line = dice.choice(client.requirements)
            answer = _statement(dice, line.capability or "", list(product.modules), numbers, 1)
            answer.pop("covers_narrower", None)
            yield Response(client="c", product=product.id, answers=[{"requirement": line.id, **answer}])


# Trying everything.


@attrs.frozen(eq=False)
class Everything:
    """All choices of a drawn world, each worked out naively."""

    drawn: Drawn
    world: World
    memo: dict[Any, Any] = attrs.field(factory=dict)

    @classmethod
    def of(cls, drawn: Drawn) -> Everything:
        return cls(drawn, drawn.world)

    @property
    def products(self) -> dict[str, Product]:
        return {product.id: product for product in self.world.catalog.products}

    def choices(self) -> Iterator[Choice]:
        every = [[None, *_module_sets(product)] for product in self.products.values()]
        for combined in itertools.product(*every):
            yield {n: some for n, some in zip(self.products, combined, strict=True) if some is not None}

    def voices(self, name: str, modules: frozenset[str], requires: tuple[str, ...]) -> Voices:
        key = name, modules, requires
        if key not in self.memo:
            product = with_modules(self.products[name], modules).evolve(requires=requires)
            said = [answers_with_modules(r, modules) for r in self.world.catalog.responses if r.product == name]
            self.memo[key] = listen(product, self.world.vocabulary, said, "c", self.world.site)
        return self.memo[key]  # type: ignore[no-any-return]

    def outcome(self, line: Line, voices: Voices) -> Outcome:
        key = id(line), id(voices)
        if key not in self.memo:
            self.memo[key] = judge(line, voices, self.world.bench)
        return self.memo[key]  # type: ignore[no-any-return]

    @property
    def failing(self) -> frozenset[str]:
        return failing_levels(self.world.policy)

    @property
    def targets(self) -> list[Line]:
        musts = [line for line in self.world.lines if line.can_fail]
        if any(line.requirement.deploy is None for line in musts):
            return musts
        return [line for line in self.world.lines if line.can_fail or line.weight]

    def wanted(self, name: str) -> list[str]:
        """What a product requires that the client's systems do not have (for certain)."""
        asked = [x for x in self.world.lines if x.requirement.deploy and x.requirement.deploy.aspect == "dependencies"]
        if asked and not any(line.can_fail or line.weight for line in asked):
            return []
        for line in asked:
            found = [
                a
                for r in self.world.catalog.responses
                if r.product == name
                for a in r.answers
                if a.requirement == line.requirement.id and a.by != "vendor"
            ]
            product = self.products[name]
            whole = self.voices(name, frozenset(product.modules), product.requires)
            if found and self.end(self.outcome(line, whole)) not in self.failing:
                return []
        site = Site(self.world.client, self.world.packs.base)
        have = {c for system in site.landscape.systems for c in system.capabilities}
        have |= {above for c in have for above in self.world.vocabulary.ancestors(c)}
        is_open = not is_complete(self.world.client, "landscape.systems")
        lacking = [c for c in self.products[name].requires if c not in have]
        return [] if is_open and not self.drawn.certain else lacking

    def end(self, outcome: Outcome) -> str:
        return outcome.worst if self.drawn.certain else outcome.best

    def gives(self, name: str, modules: frozenset[str], capability: str) -> bool:
        voices = self.voices(name, modules, ())
        return bool(given_by(voices, capability))

    def values(self, choice: Choice) -> list[Plain]:
        """All that a choice can come to: within a budget some of the lines that it could cover may stay uncovered,
        because what they take is not bought. Nothing where it may not be chosen."""
        for name in choice:
            for capability in self.wanted(name):
                others = (q for q in choice if q != name)
                if not any(self.gives(q, choice[q], capability) for q in others):
                    return []
        voices = []
        for name, modules in choice.items():
            left = [
                c for c in self.products[name].requires
                if not any(self.gives(q, choice[q], c) for q in choice if q != name)
            ]  # fmt: skip
            voices.append(self.voices(name, modules, tuple(left)))
        covered, points = [], 0
        for line in self.world.lines:
            outcomes = [self.outcome(line, v) for v in voices]
            is_place = line.requirement.deploy is not None and line.can_fail
            if is_place and any(o.best in self.failing for o in outcomes):
                return []
            if not outcomes:
                continue
            together = self.together(line, outcomes)
            if line in self.targets and self.end(together) not in self.failing:
                covered.append(line)
            if together.verdict != "not_applicable":
                points += line.weight * (together.low if self.drawn.certain else together.high)
        sizes = range(len(covered) + 1) if self.drawn.budget is not None else [len(covered)]
        parts = [part for size in sizes for part in itertools.combinations(covered, size)]
        return [
            {
                "choice": choice,
                "covered": [line.requirement.id for line in part],
                "weight": sum(line.weight for line in part),
                "lines": len(part),
                "points": points,
                "products": len(choice),
                "modules": sum(map(len, choice.values())),
                **paid,
            }
            for part in parts
            for paid in self.paid(choice, voices, list(part))
        ]

    def together(self, line: Line, outcomes: list[Outcome]) -> Outcome:
        if line.requirement.deploy is None:
            return joined(outcomes)
        applying = [o for o in outcomes if o.verdict != "not_applicable"] or outcomes[:1]
        if len(applying) == 1:
            return applying[0]
        return Outcome(
            "unknown",
            min(o.low for o in applying),
            min(o.high for o in applying),
            min((o.worst for o in applying), key=RANK.__getitem__),
            min((o.best for o in applying), key=RANK.__getitem__),
            "stated",
        )

    def paid(self, choice: Choice, voices: list[Voices], covered: list[Line]) -> list[Plain]:
        """Prices and efforts of each way to serve what is covered."""
        fixed_unpriced, fixed_price = 0, Fraction(0)
        for name, modules in choice.items():
            unpriced, price = self.list_price(self.products[name], modules)
            fixed_unpriced, fixed_price = fixed_unpriced + unpriced, fixed_price + price
        services = sum(4 for name in choice if self.products[name].services)
        ways: list[set[frozenset[tuple[Any, ...]]]] = []
        for line in covered:
            if line.requirement.deploy is None:
                serving = [v for v in voices if self.serves(self.outcome(line, v))]
                ways.append({bought(spoken(line, v), v) for v in serving} or {frozenset()})
        for name in choice:
            for capability in self.wanted(name):
                others = [v for v in voices if v.product.id != name and given_by(v, capability)]
                ways.append({bought(given_by(v, capability), v) for v in others})
        sums = []
        for combined in itertools.product(*ways):
            every = frozenset().union(*combined)
            money = [each for each in every if each[2] in ("third_party", "customisation")]
            unpriced = sum(each[2] == "third_party" and each[3] is None for each in money)
            price = sum((Fraction(each[3].number) for each in money if each[3] is not None), start=Fraction(0))
            unestimated = sum(each[2] == "customisation" and each[4] is None for each in every)
            effort = sum((Fraction(each[4].likely.number) for each in every if each[4] is not None), start=Fraction(0))
            cost = fixed_unpriced + unpriced, fixed_price + price
            sums.append((cost, (unestimated, effort + services)))
        return [
            {"unpriced": unpriced, "price": price, "unestimated": unestimated, "effort": effort}
            for (unpriced, price), (unestimated, effort) in set(sums)
        ]

    def serves(self, outcome: Outcome) -> bool:
        return outcome.verdict != "not_applicable" and self.end(outcome) not in self.failing

    def list_price(self, product: Product, modules: frozenset[str]) -> tuple[int, Fraction]:
        unpriced, total = 0, Fraction(0)
        users = self.world.client.scale.employees if self.world.client.scale else None
        priced = [m for m, record in product.modules.items() if record.price is not None]
        if product.price is None:
            unpriced += not any(m in modules for m in priced)
        else:
            if product.price.licence is not None:
                total += Fraction(product.price.licence.number)
            if product.price.per_user is not None:
                total += Fraction(product.price.per_user.number) * (users or 0)
                unpriced += users is None
        for module in modules:
            price = product.modules[module].price
            if price is not None:
                total += Fraction(price.number)
            else:
                unpriced += bool(priced)
        return unpriced, total

    def is_sound(self, choice: Choice) -> bool:
        """Whether the modules of a choice can be had together."""
        return all(_is_sound(self.products[name], set(modules)) for name, modules in choice.items())

    def module_sets(self, product: Product) -> Iterator[frozenset[str]]:
        """The modules of a product that can be had together."""
        return _module_sets(product)

    def states_prices(self) -> bool:
        """Whether anything that may be bought has a price."""
        return any(True for _ in self.drawn.prices())

    def all_values(self) -> list[Plain]:
        """All that can be had within the budget."""
        return [value for choice in self.choices() for value in self.values(choice) if self.within_budget(value)]

    def within_budget(self, value: Plain) -> bool:
        if self.drawn.budget is None:
            return True
        bound = Fraction(self.drawn.budget.partition(" ")[0])
        return bool(value["price"] <= bound) and not (self.drawn.certain and value["unpriced"])


def _module_sets(product: Product) -> Iterator[frozenset[str]]:
    for size in range(len(product.modules) + 1):
        for some in itertools.combinations(product.modules, size):
            if _is_sound(product, set(some)):
                yield frozenset(some)


def _is_sound(product: Product, some: set[str]) -> bool:
    every = set(some)
    for name in some:
        every.update(product.modules[name].requires)
    if not (every & set(product.modules)) <= some:
        return False
    return not any(other in every for name in some for other in product.modules[name].excludes)


def spoken(line: Line, voices: Voices) -> list[Any]:
    return list(hear(line.requirement, voices).statements)


def bought(statements: Iterable[Any], voices: Voices) -> frozenset[tuple[Any, ...]]:
    """What is paid or done, told apart by the remark that only one statement has."""
    return frozenset(
        (
            voices.product.id,
            str(s.remark),
            s.response,
            s.price if s.response in ("third_party", "customisation") else None,
            s.effort,
        )
        for s in statements
        if s.response not in ("not_supported", "not_applicable")
    )


def given_by(voices: Voices, capability: str) -> list[Any]:
    """The statements by which a product gives a capability to another one."""
    there = ("standard", "configuration", "third_party", "customisation")
    covering = voices.covering(capability)
    speaking = voices.own(capability) or (covering[1] if covering else ())
    if speaking:
        return list(speaking) if all(s.response in there for s in speaking) else []
    below = [c for c in voices.product.capabilities if capability in voices.vocabulary.ancestors(c)]
    given = [c for c in sorted(below) if all(s.response in there for s in voices.own(c))]
    bought_last = sorted(given, key=lambda c: any(s.response in there[2:] for s in voices.own(c)))
    return list(voices.own(bought_last[0])) if bought_last else []
