"""The ``weights`` of a call, read and checked: nothing, a spread, or draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tobfit.analysis.exact_number import exact_number, whole_numbers
from tobfit.analysis.weight_draws import SAFE, Weighting
from tobfit.errors import Problem
from tobfit.matching.report import Report
from tobfit.model.natural import natural
from tobfit.model.scalars import FEW, near, shown

TOLD = 20
"""Of so many faulty draws each is named; of more, their number."""
SHAPES = "None, a spread from 0 to 1, or draws: mappings from line to weight, or rows with a weight for each line"


def read_weights(weights: Any, report: Report) -> tuple[Weighting | None, list[Problem]]:
    """Where the weights come from, or all that is wrong with them."""
    counting = {line.requirement.id: line.weight for line in report.world.lines if line.weight}
    names = tuple(sorted(counting, key=natural))
    unit = math.gcd(*counting.values()) or 1
    stated = tuple(counting[name] // unit for name in names)
    if weights is None:
        return Weighting("uniform", names, stated), []
    weights = weights.item() if getattr(weights, "ndim", None) == 0 else weights
    spread = exact_number(weights)
    if spread is not None or _is_scalar(weights):
        if spread is not None and 0 <= spread <= 1:
            return Weighting("spread", names, stated, spread), []
        message = f"the spread {_told(weights)} is not within [0, 1]" if spread is not None else _unread(weights)
        return None, [_problem("TF414", message, "weights", SHAPES)]
    if isinstance(weights, Mapping) or not hasattr(weights, "__iter__") or not hasattr(weights, "__len__"):
        hint = "a list with one mapping" if isinstance(weights, Mapping) else SHAPES
        return None, [_problem("TF414", _unread(weights), "weights", hint)]
    reading = _Reading(report, names, tuple(counting))
    given = [reading.draw(draw, f"weights[{number}]") for number, draw in enumerate(weights)]
    if not given:
        reading.refuse("there is no draw", "weights", "at least one draw")
    problems = reading.bounded()
    rows = _alike([row for row in given if row is not None])
    return (None if problems else Weighting("given", names, stated, given=rows)), problems


def _alike(rows: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """The rows with one total for all, where it is a small one: then their mean is exact."""
    total = 1
    for row in rows:
        total = math.lcm(total, sum(row))
        if total > SAFE:
            return tuple(rows)
    return tuple(tuple(weight * (total // sum(row)) for weight in row) for row in rows)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | bytes | int | float) or not (hasattr(value, "__iter__") or hasattr(value, "item"))


def _told(value: Any) -> str:
    return shown(value) if isinstance(value, str) else shown(repr(value))[1:-1]


def _unread(value: Any) -> str:
    return f"{_told(value)} ({type(value).__name__}) is neither a spread nor draws"


def _problem(code: str, message: str, path: str, hint: str | None) -> Problem:
    return Problem(code=code, message=message, path=path, hint=hint)


@attrs.define(eq=False)
class _Reading:
    """Reads draws and gathers what is wrong with them."""

    report: Report
    names: tuple[str, ...]
    """The lines that count, in canonical order."""
    listed: tuple[str, ...]
    """The same lines in the order of the requirements, which rows follow."""
    problems: list[Problem] = attrs.field(factory=list)

    def refuse(self, message: str, path: str, hint: str | None = None, code: str = "TF414") -> None:
        self.problems.append(_problem(code, message, path, hint))

    def bounded(self) -> list[Problem]:
        """The problems; of very many the first ones and how many more there are."""
        rest = len(self.problems) - TOLD
        if rest <= 0:
            return self.problems
        return [*self.problems[:TOLD], _problem("TF414", f"{rest} more faults in these draws", "weights", None)]

    def draw(self, draw: Any, path: str) -> tuple[int, ...] | None:
        """One draw as whole numbers in canonical order; None where it is refused."""
        known = len(self.problems)
        if isinstance(draw, Mapping):
            values = self.named(draw, path)
        elif isinstance(draw, str | bytes) or not hasattr(draw, "__iter__") or not hasattr(draw, "__len__"):
            self.refuse(f"{_told(draw)} is not a draw", path, "a mapping from line to weight, or a row of weights")
            return None
        else:
            # An array gives numbers of its own, its list Python's.
            values = self.row(draw.tolist() if hasattr(draw, "tolist") else list(draw), path)
        if len(self.problems) > known:
            return None
        whole = whole_numbers([values[name][1] for name in self.names])
        if whole is None:
            for key, value in values.values():
                self.check(value, f"{path}[{key!r}]")
            return None
        if not any(whole):
            self.refuse("all weights are 0", path, "at least one line must have weight")
            return None
        shared = math.gcd(*whole)
        return tuple(number // shared for number in whole)

    def named(self, draw: Mapping[Any, Any], path: str) -> dict[str, tuple[Any, Any]]:
        for name in draw:
            if name not in self.names:
                self.stray(name, f"{path}[{name!r}]")
        missing = [name for name in self.names if name not in draw]
        if missing:
            self.refuse(f"no weight for {_listed(missing)}", path, "a weight for each line that counts; 0 is one")
        return {name: (name, draw[name]) for name in self.names if name in draw}

    def stray(self, name: Any, path: str) -> None:
        every = [line.id for line in self.report.requirements]
        if name in every:
            message = f"{_told(name)} has no part in the score"
            hint: str | None = "leave out lines that are waived, wont or without weight"
        else:
            message = f"no requirement is called {_told(name)}"
            hint = near(str(name), self.names) or f"the lines that count: {_listed(self.names)}"
        self.refuse(message, path, hint, "TF415")

    def row(self, draw: Sequence[Any], path: str) -> dict[str, tuple[Any, Any]]:
        if len(draw) != len(self.listed):
            message = f"{len(draw)} weights for {len(self.listed)} lines that count"
            self.refuse(message, path, f"one for each of {_listed(self.listed)}, in this order")
            return {}
        return {name: (place, draw[place]) for place, name in enumerate(self.listed)}

    def check(self, value: Any, path: str) -> None:
        number = exact_number(value)
        if number is None:
            self.refuse(f"{_told(value)} is not a finite number", path, "a number of at least 0")
        elif number < 0:
            self.refuse(f"the weight {_told(value)} is negative", path, "a number of at least 0")


def _listed(names: Sequence[str]) -> str:
    """Names side by side, not too many."""
    return ", ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if len(names) > FEW else "")
