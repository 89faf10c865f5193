"""Why a line is not covered, and what comes nearest to covering it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.analysis.bundle_clauses import Test
from tobfit.analysis.bundle_judging import Cell
from tobfit.analysis.bundle_records import Missing, Why
from tobfit.analysis.bundle_search import Late, Search
from tobfit.analysis.bundle_voices import Modules, is_sound
from tobfit.matching.joining import carrier
from tobfit.matching.judge import Line
from tobfit.matching.modules import with_requirements
from tobfit.matching.outcome import Judgement
from tobfit.model.product import Product


@attrs.frozen(eq=False)
class Near:
    """A product with modules, and what it comes to on a line."""

    product: str
    modules: Modules
    cell: Cell


@attrs.frozen(eq=False)
class Explaining:
    """Explains the lines that a bundle leaves uncovered."""

    search: Search
    free: Search
    """The same search without the budget."""

    def missing(self, line: Line) -> Missing:
        """Why one line is not covered."""
        problem = self.search.problem
        near = list(self._near(line))
        covering = [one for one in near if problem.covers(one.cell)]
        in_place = [one for one in covering if not self._places(one, problem.may_run)]
        nearest = _nearest(in_place or covering or near)
        why, because = self._why(line, nearest, in_place, covering)
        voices = problem.judging.ensemble.voices(nearest.product, nearest.modules, ())
        return Missing(
            requirement=line.requirement.id,
            why=why,
            product=nearest.product,
            modules=tuple(sorted(nearest.modules)),
            because=because,
            judgement=Judgement(line.requirement, nearest.cell.outcome, voices),
        )

    def _near(self, line: Line) -> Iterable[Near]:
        problem = self.search.problem
        for name, product in problem.products.items():
            table = problem.judging.table(name, line)
            cells = sorted(table.cells.items(), key=lambda item: (len(item[0]), sorted(item[0])))
            sound = [(some, cell) for some, cell in cells if _can_be_had(product, some)]
            for some, cell in sound or cells:
                yield Near(name, some, cell)

    def _places(self, one: Near, test: Test) -> tuple[str, ...]:
        """The lines on where a product runs that do not pass a test with any modules."""
        problem = self.search.problem
        lines = (line for line in problem.targets if line.can_fail and line.requirement.deploy is not None)
        return tuple(
            line.requirement.id
            for line in lines
            if not any(test(cell) for cell in problem.judging.table(one.product, line).cells.values())
        )

    def _why(
        self, line: Line, nearest: Near, in_place: list[Near], covering: list[Near]
    ) -> tuple[Why, tuple[str, ...]]:
        failing = self.search.problem.failing
        if not covering:
            return ("open" if nearest.cell.outcome.best not in failing else "not_given"), ()
        if not in_place:
            return "place", self._places(nearest, self.search.problem.may_run)
        name = line.requirement.id
        try:
            if not self.free.covers([name]):
                wanted = self.search.problem.wanting.get(nearest.product, ())
                return ("requires", wanted) if wanted else ("modules", ())
            if not self.search.covers([name]):
                return "budget", ()
            return "together", self._places(nearest, self.search.problem.covers)
        except Late:
            return "not_worked_out", ()


def _can_be_had(product: Product, some: Modules) -> bool:
    """Whether some modules can be had, with what they require."""
    return is_sound(product, with_requirements(some, product.modules) & product.modules.keys())


def _nearest(some: list[Near]) -> Near:
    return some[carrier([one.cell.outcome for one in some])]
