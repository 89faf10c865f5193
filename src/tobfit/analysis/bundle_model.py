"""A bundle as an integer program: products and modules are chosen, lines are claimed, clauses say when a claim holds.

Variables are 0 or 1. A claim of a product on a line is the product's own variable where every choice of modules makes
it hold, a module's where that module does, else one of its own with a row for each cube in which it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.bundle_clauses import Cube, Test, buying, failing
from tobfit.analysis.bundle_judging import Cell, Judging, Purchase, Subject
from tobfit.analysis.bundle_price import Pricing, Tariff
from tobfit.analysis.bundle_voices import Choice
from tobfit.analysis.solver import Number, Row
from tobfit.matching.joining import is_for_all
from tobfit.matching.judge import Line
from tobfit.model.interval import MILLION
from tobfit.model.product import Product

Terms = dict[int, Number]


@attrs.frozen(eq=False)
class Problem:
    """What is asked: the lines that are to be covered (``targets``), all lines with weight (``scored``), which levels
    fail, what counts for certain, what each product has to find among the others, and the limits."""

    judging: Judging
    products: Mapping[str, Product]
    targets: tuple[Line, ...]
    scored: tuple[Line, ...]
    failing: frozenset[str]
    certain: bool
    wanting: Mapping[str, tuple[str, ...]]
    """Product -> the capabilities that it requires and that no system of the client's has."""
    tariff: Tariff
    prices: Mapping[str, Pricing]
    services: Mapping[str, Fraction]
    """Product -> the likely effort of its services in person-days."""
    budget: Fraction | None = None
    with_effort: bool = False

    def covers(self, cell: Cell) -> bool:
        """Whether a product covers a line (for one that every product has to meet: does not stand in its way)."""
        outcome = cell.outcome
        return (outcome.worst if self.certain else outcome.best) not in self.failing

    def serves(self, cell: Cell) -> bool:
        """The same of a line that has to be served: what does not apply serves nobody."""
        return cell.outcome.verdict != "not_applicable" and self.covers(cell)

    def may_run(self, cell: Cell) -> bool:
        """Whether what a line on a place to run asks may turn out well."""
        return cell.outcome.best not in self.failing

    def bars(self, line: str, cell: Cell) -> bool:
        """Whether a product that comes to this on a line cannot be chosen: the client has no place for it."""
        must = next((each for each in self.targets if each.requirement.id == line), None)
        is_place = must is not None and must.can_fail and must.requirement.deploy is not None
        return is_place and not self.may_run(cell)

    def credit(self, cell: Cell) -> int:
        """The credit that counts, in millionths."""
        return cell.outcome.low if self.certain else cell.outcome.high


@attrs.frozen(eq=False)
class Refuted:
    """What a choice comes to on a line when it is judged as a whole, where the program took it for better."""

    line: str
    choice: Choice
    cell: Cell


@attrs.frozen(eq=False)
class Model:
    """The program of a problem, as far as cells were judged; ``with_points`` adds what every line is worth. ``refuted``
    is what was learnt of whole choices."""

    problem: Problem
    with_points: bool
    refuted: Sequence[Refuted] = ()
    rows: list[Row] = attrs.field(factory=list, init=False)
    count: list[int] = attrs.field(factory=lambda: [0], init=False)
    chosen: dict[str, int] = attrs.field(factory=dict, init=False)
    modules: dict[tuple[str, str], int] = attrs.field(factory=dict, init=False)
    purchases: dict[Purchase, int] = attrs.field(factory=dict, init=False)
    covered: dict[str, int] = attrs.field(factory=dict, init=False)
    unsaid: list[int] = attrs.field(factory=list, init=False)
    points: Terms = attrs.field(factory=dict, init=False)
    steps: dict[str, list[tuple[int, int]]] = attrs.field(factory=dict, init=False)
    """Line -> the steps of credit that it may reach, each with its variable."""

    def __attrs_post_init__(self) -> None:
        for name in self.problem.products:
            self._product(name)
        for line in self.problem.targets:
            self._target(line)
        for name, wanted in self.problem.wanting.items():
            for capability in wanted:
                self._required(name, capability)
        if self.with_points:
            for line in self.problem.scored:
                self._points(line)
        for each in self.refuted:
            self._refute(each)
        self._budget()

    @property
    def size(self) -> int:
        """How many variables there are."""
        return self.count[0]

    def new(self) -> int:
        """One more variable."""
        self.count[0] += 1
        return self.count[0] - 1

    def _product(self, name: str) -> None:
        x = self.chosen[name] = self.new()
        known = self.problem.products[name].modules
        named = {*known, *(m for module in known.values() for m in module.requires)}
        for module in sorted(named):
            self.modules[name, module] = self.new()
            self.rows.append(Row({self.modules[name, module]: 1, x: -1}, high=0))
        for module, record in known.items():
            m = self.modules[name, module]
            for other in record.requires:
                if other != module:
                    self.rows.append(Row({m: 1, self.modules[name, other]: -1}, high=0))
            for other in record.excludes:
                if other == module:
                    self.rows.append(Row({m: 1}, high=0))
                elif (name, other) in self.modules:
                    self.rows.append(Row({m: 1, self.modules[name, other]: 1}, high=1))
        pricing = self.problem.prices[name]
        if pricing.own is None:
            # Its price is known by a module that states one.
            unsaid = self.new()
            self.unsaid.append(unsaid)
            priced = {self.modules[name, module]: 1 for module in pricing.priced}
            self.rows.append(Row({unsaid: 1, x: -1, **priced}, low=0))

    def _target(self, line: Line) -> None:
        c = self.covered[line.requirement.id] = self.new()
        if is_for_all(line.requirement):
            self._for_all(line, c)
            return
        claims = self._claims(line, self.problem.serves)
        self.rows.append(Row(_minus({c: 1}, [*claims, *self._nowhere(line)]), high=0))

    def _for_all(self, line: Line, c: int) -> None:
        """Covered where something is chosen and nothing that is chosen stands in the way; what fails for certain to run
        where the client can have it is not chosen at all."""
        self.rows.append(Row(_minus({c: 1}, self.chosen.values()), high=0))
        for name, x in self.chosen.items():
            y = self.claim(name, line, self.problem.covers)
            if y != x:
                self.rows.append(Row({c: 1, x: 1, **({} if y is None else {y: -1})}, high=1))
            if line.can_fail and line.requirement.deploy is not None:
                z = self.claim(name, line, self.problem.may_run)
                if z != x:
                    self.rows.append(Row({x: 1, **({} if z is None else {z: -1})}, high=0))

    def _nowhere(self, line: Line) -> list[int]:
        """A variable that is 1 only where the line applies to no product that is chosen, if that can be."""
        claims = {name: self.claim(name, line, _not_applicable) for name in self.chosen}
        if all(y is None for y in claims.values()):
            return []
        nowhere = self.new()
        self.rows.append(Row(_minus({nowhere: 1}, self.chosen.values()), high=0))
        for name, x in self.chosen.items():
            y = claims[name]
            if y != x:
                self.rows.append(Row({nowhere: 1, x: 1, **({} if y is None else {y: -1})}, high=1))
        return [nowhere]

    def _required(self, name: str, capability: str) -> None:
        """A product that requires something is chosen only beside another one that gives it."""
        given = (self.claim(q, capability, self.problem.covers) for q in self.chosen if q != name)
        self.rows.append(Row(_minus({self.chosen[name]: 1}, [y for y in given if y is not None]), high=0))

    def _claims(self, line: Line, test: Test) -> list[int]:
        found = (self.claim(name, line, test) for name in self.chosen)
        return [y for y in found if y is not None]

    def claim(self, name: str, subject: Subject, test: Test, *, is_bought: bool = True) -> int | None:
        """The variable that is 1 only where a product is chosen with modules for which a test holds, and where what
        serving the line with it takes is bought; None where that cannot be."""
        table = self.problem.judging.table(name, subject)
        cubes = failing(table, test)
        if any(not cube for cube in cubes):
            return None
        bought = [(p, cube) for p, cube in buying(table, test) if self._counts(p)] if is_bought else []
        if not bought and table.is_complete:
            if not cubes:
                return self.chosen[name]
            if len(cubes) == 1 and [chosen for _, chosen in cubes[0]] == [False]:
                return self.modules[name, next(iter(cubes[0]))[0]]
        if table.is_complete and _is_the_purchase(bought, cubes):
            return self.purchase(bought[0][0])
        y = self.new()
        self.rows.append(Row({y: 1, self.chosen[name]: -1}, high=0))
        for cube in cubes:
            self.rows.append(self._unless(name, cube, {y: 1}))
        for purchase, cube in bought:
            self.rows.append(self._unless(name, cube, {y: 1, self.purchase(purchase): -1}))
        return y

    def _counts(self, purchase: Purchase) -> bool:
        return purchase.is_paid or (self.problem.with_effort and purchase.is_work)

    def purchase(self, purchase: Purchase) -> int:
        """The variable of a purchase, which is made only with the product and the module that it belongs to."""
        if purchase not in self.purchases:
            s = self.purchases[purchase] = self.new()
            place = self.modules.get((purchase.product, purchase.module or ""), self.chosen[purchase.product])
            self.rows.append(Row({s: 1, place: -1}, high=0))
        return self.purchases[purchase]

    def _unless(self, name: str, cube: Cube, terms: Terms) -> Row:
        """terms <= 0 where the choice lies in a cube."""
        chosen = {self.modules[name, module]: 1 for module, is_chosen in cube if is_chosen}
        missing = {self.modules[name, module]: -1 for module, is_chosen in cube if not is_chosen}
        return Row({**terms, **chosen, **missing}, high=len(chosen))

    def _points(self, line: Line) -> None:
        """What a line is worth: its weight for each step of credit that the products together reach. A line that every
        product has to meet is worth what the worst of them gives."""
        credits = self._levels(line)
        before = 0
        for level in credits:
            h = self.new()
            if is_for_all(line.requirement):
                self._reached_by_all(line, level, h)
            else:
                claims = (self.claim(name, line, self._at_least(level), is_bought=False) for name in self.chosen)
                self.rows.append(Row(_minus({h: 1}, [y for y in claims if y is not None]), high=0))
            self.points[h] = line.weight * (level - before)
            self.steps.setdefault(line.requirement.id, []).append((level, h))
            before = level

    def _reached_by_all(self, line: Line, level: int, h: int) -> None:
        """Something is chosen to which the line applies, and all of these reach the level."""
        claims = (self.claim(name, line, self._at_least(level), is_bought=False) for name in self.chosen)
        self.rows.append(Row(_minus({h: 1}, [y for y in claims if y is not None]), high=0))
        for name, x in self.chosen.items():
            y = self.claim(name, line, self._at_least(level, or_not_applicable=True), is_bought=False)
            if y != x:
                self.rows.append(Row({h: 1, x: 1, **({} if y is None else {y: -1})}, high=1))

    def _at_least(self, level: int, *, or_not_applicable: bool = False) -> Test:
        def test(cell: Cell) -> bool:
            if cell.outcome.verdict == "not_applicable":
                return or_not_applicable
            return self.problem.credit(cell) >= level

        return test

    def _levels(self, line: Line) -> list[int]:
        """The credits that products may come to; of a table with cells still to be judged the highest at best."""
        found: set[int] = set()
        for name in self.chosen:
            table = self.problem.judging.table(name, line)
            found.update(self.problem.credit(cell) for cell in table.cells.values())
            if not table.is_complete and not table.is_monotone:
                found.add(MILLION)
        name = line.requirement.id
        found.update(self.problem.credit(each.cell) for each in self.refuted if each.line == name)
        return sorted(found - {0})

    def _refute(self, each: Refuted) -> None:
        """A line reaches no more than it was found to with this very choice."""
        chosen = [self.chosen[name] for name in each.choice]
        chosen += [self.modules[name, module] for name, some in each.choice.items() for module in some]
        own = {i for (name, m), i in self.modules.items() if m in self.problem.products[name].modules}
        others = ({*self.chosen.values()} | own) - {*chosen}
        apart: Terms = {**dict.fromkeys(chosen, 1), **dict.fromkeys(others, -1)}
        if not self.problem.covers(each.cell) and each.line in self.covered:
            self.rows.append(Row({**apart, self.covered[each.line]: 1}, high=len(chosen)))
        for level, h in self.steps.get(each.line, ()):
            if level > self.problem.credit(each.cell):
                self.rows.append(Row({**apart, h: 1}, high=len(chosen)))
        if self.problem.bars(each.line, each.cell):
            self.rows.append(Row(apart, high=len(chosen) - 1))

    def _budget(self) -> None:
        budget = self.problem.budget
        if budget is None:
            return
        self.rows.append(Row(self.price(), high=budget))
        if self.problem.certain:
            # Nobody can say that what has no price is within the budget.
            self.rows.append(Row(self.unpriced(), high=0))

    def price(self) -> Terms:
        """The price over the horizon, as far as it is stated."""
        found: Terms = {}
        for name, x in self.chosen.items():
            pricing = self.problem.prices[name]
            if pricing.own is not None:
                found[x] = pricing.own.amount
            for module, charge in pricing.modules.items():
                found[self.modules[name, module]] = charge.amount
        for purchase, s in self.purchases.items():
            if purchase.is_paid:
                found[s] = self.problem.tariff.charge(purchase.price).amount
        return {place: amount for place, amount in found.items() if amount}

    def unpriced(self) -> Terms:
        """How many prices nobody stated."""
        found: Terms = dict.fromkeys(self.unsaid, 1)
        for name, x in self.chosen.items():
            pricing = self.problem.prices[name]
            if pricing.own is not None and not pricing.own.is_known:
                found[x] = 1
            found.update({self.modules[name, m]: 1 for m, c in pricing.modules.items() if not c.is_known})
        bought = (p for p in self.purchases if p.is_paid and not self.problem.tariff.charge(p.price).is_known)
        return {**found, **{self.purchases[p]: 1 for p in bought}}

    def effort(self) -> Terms:
        """The likely efforts in person-days, as far as they are stated."""
        found: Terms = {self.chosen[name]: days for name, days in self.problem.services.items() if name in self.chosen}
        done = ((p.effort, s) for p, s in self.purchases.items())
        return {**found, **{s: effort.likely.base[1] for effort, s in done if effort is not None}}

    def unestimated(self) -> Terms:
        """How many efforts nobody stated."""
        return {s: 1 for purchase, s in self.purchases.items() if purchase.lacks_effort}

    def extent(self) -> Terms:
        """The number of products, then of modules, as one number."""
        unit = len(self.modules) + 1
        own = {i: 1 for (name, m), i in self.modules.items() if m in self.problem.products[name].modules}
        return {**dict.fromkeys(self.chosen.values(), unit), **own}

    def choice(self, values: Sequence[int]) -> Choice:
        """The products and modules that some values choose."""
        found = {}
        for name, x in self.chosen.items():
            if values[x]:
                known = self.problem.products[name].modules
                found[name] = frozenset(module for module in known if values[self.modules[name, module]])
        return found

    def claimed(self, values: Sequence[int]) -> frozenset[str]:
        """The targets that some values claim, with all that serving them takes."""
        return frozenset(name for name, c in self.covered.items() if values[c])


def _is_the_purchase(bought: Sequence[tuple[Purchase, Cube]], cubes: Sequence[Cube]) -> bool:
    """Whether a claim holds just where one purchase is made."""
    if len(bought) != 1:
        return False
    purchase, cube = bought[0]
    if purchase.module is None:
        return not cubes and not cube
    return list(cubes) == [frozenset([(purchase.module, False)])] and cube <= {(purchase.module, True)}


def _not_applicable(cell: Cell) -> bool:
    return cell.outcome.verdict == "not_applicable"


def _minus(terms: Terms, others: Iterable[int]) -> Terms:
    return {**terms, **dict.fromkeys(others, -1)}
