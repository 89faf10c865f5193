"""The search for the best bundle: one aim after the other, each proved, with cells judged as solutions ask for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.bundle_judging import Cell, Purchase, Table
from tobfit.analysis.bundle_model import Model, Problem, Refuted, Terms
from tobfit.analysis.bundle_outcome import Together
from tobfit.analysis.bundle_records import Minimise, Proof
from tobfit.analysis.bundle_voices import Choice, Modules
from tobfit.analysis.solver import Program, Row, Solution, solve
from tobfit.matching.judge import Line
from tobfit.model.natural import natural
from tobfit.model.progress import Callback

WHAT = "a bundle"
CORE: Mapping[Minimise, tuple[str, ...]] = {
    "price": ("unpriced", "price"),
    "products": ("products", "unpriced", "price"),
    "effort": ("unestimated", "effort", "unpriced", "price"),
    "uncovered": ("points", "unpriced", "price"),
}
"""What is minimised, one after the other (points are maximised)."""
MAXIMISED = ("weight", "lines", "points")
EMPTY: Choice = {}
Found = tuple[Choice, frozenset[str], tuple[Proof, ...]]
"""A choice, the lines that it pays for, and what was proved."""


class Late(Exception):
    """The time limit struck before an answer was certain."""


@attrs.frozen(eq=False)
class Clock:
    """A time limit over all that is solved."""

    end: float | None

    @classmethod
    def of(cls, seconds: float | None) -> Clock:
        """A clock that runs out in so many seconds; None: never."""
        return cls(None if seconds is None else time.monotonic() + seconds)

    def left(self) -> float | None:
        """The seconds left; Late where there is none."""
        if self.end is None:
            return None
        rest = self.end - time.monotonic()
        if rest <= 0:
            raise Late
        return rest


@attrs.frozen(eq=False)
class Result:
    """The best choice found and what was proved of it. ``claimed`` are the lines that it pays for; ``is_full``: it
    covers all targets (None: nobody knows whether one could)."""

    choice: Choice
    claimed: frozenset[str]
    proofs: tuple[Proof, ...]
    is_full: bool | None


@attrs.frozen(eq=False)
class Search:
    """Solves programs of one problem within a time limit."""

    problem: Problem
    clock: Clock
    told: Callback | None = None
    solved: list[int] = attrs.field(factory=lambda: [0])
    models: dict[bool, Model] = attrs.field(factory=dict)
    refuted: list[Refuted] = attrs.field(factory=list)
    judged: dict[frozenset[tuple[str, Modules]], Together] = attrs.field(factory=dict)

    def best(self, aim: Minimise) -> Result:
        """The best bundle that covers all targets; where none does, or that is the aim, the best coverage."""
        targets = [line.requirement.id for line in self.problem.targets]
        full = None
        if aim != "uncovered":
            try:
                found = self._in_turn(CORE[aim], targets)
            except Late:
                found = None
            else:
                full = found is not None
            if found is not None:
                return Result(*found, True)
            if full is None:
                # Whether all can be covered is open: what can be said is what a bundle of nothing comes to.
                return Result(EMPTY, frozenset(), (_open_proof(CORE[aim][0]),), None)
        spends = aim == "price" and self.problem.budget is not None
        core = CORE["uncovered" if spends else aim]
        try:
            found = self._in_turn((*self._coverage(), *core), [])
        except Late:
            found = None
        return Result(*(found or (EMPTY, frozenset(), (_open_proof("weight"),))), full)

    def _coverage(self) -> tuple[str, ...]:
        """The weight that is covered; lines without weight are counted after it."""
        return ("weight",) if all(line.weight for line in self.problem.targets) else ("weight", "lines")

    def _in_turn(self, aims: Sequence[str], cover: Iterable[str]) -> Found | None:
        """One aim after the other, each without loss for those before; None where nothing covers these lines. Late
        where the limit strikes before anything was found."""
        held: list[tuple[str, Fraction]] = []
        proofs: list[Proof] = []
        choice: Choice | None = None
        claimed: frozenset[str] = frozenset()
        if "points" not in aims and not self.problem.tariff.is_used:
            # Where nothing has a price many bundles are equal: that which is worth more comes first.
            aims = (*aims, "points")
        for aim in aims:
            if not self.terms(self._model(aim == "points"), aim):
                proofs.append(Proof(aim, Fraction(0), Fraction(0), is_optimal=True))
                continue
            try:
                model, found = self._solve(aim, cover, held)
            except Late:
                if choice is None:
                    raise
                proofs.append(Proof(aim, None, None, is_optimal=False))
                break
            if found.is_infeasible:
                assert choice is None, "what was found before is a solution still"
                return None
            if found.values is None:
                if choice is None:
                    raise Late
                proofs.append(Proof(aim, None, self._told(aim, found.bound), is_optimal=False))
                break
            choice, claimed = model.choice(found.values), model.claimed(found.values)
            value = sum((Fraction(f) * found.values[i] for i, f in self.terms(model, aim).items()), start=Fraction(0))
            proofs.append(Proof(aim, value, self._told(aim, found.bound), found.is_optimal))
            if not found.is_optimal:
                break
            held.append((aim, value))
        if choice is None:
            # Nothing has a price, an effort or a weight: anything that covers the lines will do.
            model, found = self._solve(None, cover, [])
            if found.values is None:
                return None
            choice, claimed = model.choice(found.values), model.claimed(found.values)
        return self._trimmed(choice, claimed, held), claimed, tuple(proofs)

    def _trimmed(self, choice: Choice, claimed: frozenset[str], held: Sequence[tuple[str, Fraction]]) -> Choice:
        """The choice without the modules and products that can be left out at no loss, one after the other."""
        alone = attrs.evolve(
            self.problem,
            products={name: product for name, product in self.problem.products.items() if name in choice},
            wanting={name: wanted for name, wanted in self.problem.wanting.items() if name in choice},
        )
        search = Search(alone, self.clock)
        kept: Choice = choice
        try:
            while True:
                less = next((each for each in _less(kept) if search.can_be(each, sorted(claimed), held)), None)
                if less is None:
                    return kept
                kept = less
        except Late:
            return kept

    def can_be(self, choice: Choice, cover: Sequence[str], held: Sequence[tuple[str, Fraction]]) -> bool:
        """Whether a very choice covers these lines without loss for what was held."""
        with_points = any(aim == "points" for aim, _ in held)
        found = self._solve(None, cover, held, self._fixed(self._model(with_points), choice))[1]
        return found.values is not None

    def _fixed(self, model: Model, choice: Choice) -> list[Row]:
        rows = [Row({x: 1}, low=int(name in choice), high=int(name in choice)) for name, x in model.chosen.items()]
        for (name, module), place in model.modules.items():
            if module in self.problem.products[name].modules:
                value = int(module in choice.get(name, frozenset()))
                rows.append(Row({place: 1}, low=value, high=value))
        return rows

    @staticmethod
    def _told(aim: str, bound: Fraction | None) -> Fraction | None:
        """A bound of the program as one of the aim: what is maximised is the opposite of what is minimised."""
        return -bound if bound is not None and aim in MAXIMISED else bound

    def covers(self, lines: Sequence[str], *, within_budget: bool = True) -> bool:
        """Whether some bundle covers these lines; Late where the limit strikes first."""
        search = self if within_budget else self.without_budget()
        found = search._solve(None, lines, [])[1]
        if found.is_infeasible:
            return False
        if found.values is None:
            raise Late
        return True

    def purchases(self, choice: Choice, cover: Sequence[str], aims: Sequence[str]) -> tuple[Purchase, ...]:
        """What a given choice has to buy so that it covers these lines, at the least of some aims in turn."""
        model = self._model(False)
        fixed = self._fixed(model, choice)
        held: list[tuple[str, Fraction]] = []
        found: Solution | None = None
        if "points" not in aims and not self.problem.tariff.is_used:
            # Where nothing has a price many bundles are equal: that which is worth more comes first.
            aims = (*aims, "points")
        for aim in aims:
            if not self.terms(model, aim):
                continue
            model, found = self._solve(aim, cover, held, fixed)
            assert found.values is not None, "what was chosen covers these lines"
            assert found.cost is not None
            held.append((aim, found.cost))
        if found is None or found.values is None:
            return ()
        values = found.values
        return tuple(purchase for purchase, place in model.purchases.items() if values[place])

    def without_budget(self) -> Search:
        """The same search without the budget, on the same tables."""
        if self.problem.budget is None:
            return self
        return attrs.evolve(self, problem=attrs.evolve(self.problem, budget=None), models={})

    def terms(self, model: Model, aim: str | None) -> Terms:
        """What an aim counts."""
        match aim:
            case None:
                return {}
            case "weight":
                weights = {line.requirement.id: line.weight for line in self.problem.targets}
                return {c: weights[name] for name, c in model.covered.items() if weights[name]}
            case "lines":
                return dict.fromkeys(model.covered.values(), 1)
            case "points":
                return model.points
            case "products":
                return dict.fromkeys(model.chosen.values(), 1)
            case _:
                found: Terms = getattr(model, aim)()
                return found

    def _solve(
        self, aim: str | None, cover: Iterable[str], held: Sequence[tuple[str, Fraction]], rows: Sequence[Row] = ()
    ) -> tuple[Model, Solution]:
        """The best values for one aim; cells that a solution hangs on are judged, and then it is sought again."""
        with_points = "points" in (aim, *(name for name, _ in held))
        while True:
            model = self._model(with_points)
            costs = self.terms(model, aim)
            sign = -1 if aim in MAXIMISED else 1
            every = [*model.rows, *rows, *(Row({model.covered[name]: 1}, low=1) for name in cover)]
            for name, value in held:
                upper, lower = (None, value) if name in MAXIMISED else (value, None)
                every.append(Row(self.terms(model, name), low=lower, high=upper))
            program = Program(tuple(sign * costs.get(place, 0) for place in range(model.size)), tuple(every))
            found = solve(program, time_limit=self.clock.left(), what=WHAT)
            self.solved[0] += 1
            self.tell()
            if found.values is None or not self._learns(model, found.values):
                return model, found
            self.models.clear()

    def tell(self, *, is_done: bool = False) -> None:
        """Tells how many programs were solved; before the end there is at least one to come."""
        if self.told is not None:
            self.told(self.solved[0], self.solved[0] + (not is_done))

    def _model(self, with_points: bool) -> Model:
        if with_points not in self.models:
            self.models[with_points] = Model(self.problem, with_points, self.refuted)
        return self.models[with_points]

    def _learns(self, model: Model, values: Sequence[int]) -> bool:
        """Judges the cells that a solution needs and that were not judged yet; where there was none, judges the choice
        as a whole. Whether that brought anything new."""
        choice = model.choice(values)
        return self._judges(choice) or self._refutes(choice, model, values)

    def _refutes(self, choice: Choice, model: Model, values: Sequence[int]) -> bool:
        """Compares what the program claims with what the products come to together."""
        wrong = []
        for name, judgement in self.together(choice).judgements.items():
            cell = Cell(judgement.outcome)
            claimed = name in model.covered and values[model.covered[name]] == 1
            credit = 0 if judgement.verdict == "not_applicable" else self.problem.credit(cell)
            worth = max((level for level, h in model.steps.get(name, ()) if values[h]), default=0)
            if (claimed and not self.problem.covers(cell)) or worth > credit or self.problem.bars(name, cell):
                wrong.append(Refuted(name, choice, cell))
        self.refuted.extend(wrong)
        return bool(wrong)

    def together(self, choice: Choice) -> Together:
        """A choice judged as a whole, once."""
        key = frozenset(choice.items())
        if key not in self.judged:
            self.judged[key] = Together(self.problem, choice)
        return self.judged[key]

    def _judges(self, choice: Choice) -> bool:
        learnt = False
        for line in dict.fromkeys((*self.problem.targets, *self.problem.scored)):
            for name, modules in choice.items():
                table = self.problem.judging.table(name, line)
                if not table.is_complete:
                    learnt |= self._learn(name, line, table, modules)
        for capability in sorted({c for wanted in self.problem.wanting.values() for c in wanted}):
            for name, modules in choice.items():
                table = self.problem.judging.table(name, capability)
                some = modules & frozenset(table.modules)
                if some not in table.cells:
                    learnt = True
                    self.problem.judging.judge(name, capability, table, some)
        return learnt

    def _learn(self, name: str, line: Line, table: Table, modules: Modules) -> bool:
        some = modules & frozenset(table.modules)
        if some in table.cells:
            return False
        judge = self.problem.judging.judge
        cell = judge(name, line, table, some)
        if table.is_monotone:
            # The largest choice that comes to no more: all smaller ones are settled with it.
            for module in table.modules:
                if module not in some:
                    wider = judge(name, line, table, some | {module})
                    if _no_better(wider, cell):
                        some |= {module}
        return True


def _less(choice: Choice) -> Iterable[Choice]:
    """The choice without one of its modules, or of its products, the last ones first."""
    for name in reversed(list(choice)):
        for module in sorted(choice[name], key=natural, reverse=True):
            yield {**choice, name: choice[name] - {module}}
    for name in reversed(list(choice)):
        yield {other: modules for other, modules in choice.items() if other != name}


def _open_proof(aim: str) -> Proof:
    return Proof(aim, None, None, is_optimal=False)


def _no_better(one: Cell, other: Cell) -> bool:
    def key(cell: Cell) -> tuple[object, ...]:
        outcome = cell.outcome
        return outcome.low, outcome.high, outcome.worst, outcome.best

    return key(one) == key(other)


def smallest(lines: Sequence[str], can_hold: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Of lines that cannot hold together a part that cannot either, though each smaller part of it can (QuickXplain,
    Junker 2004). ``can_hold`` is asked of some lines at a time; it is never false of a part and true of the whole.

    >>> smallest("abcde", lambda some: not {"b", "d"} <= set(some))
    ('b', 'd')
    """

    def explain(given: tuple[str, ...], has_new: bool, some: tuple[str, ...]) -> tuple[str, ...]:
        if has_new and not can_hold(given):
            return ()
        if len(some) == 1:
            return some
        half = len(some) // 2
        first, second = some[:half], some[half:]
        late = explain((*given, *first), True, second)
        early = explain((*given, *late), bool(late), first)
        return (*early, *late)

    return explain((), False, tuple(lines))
