"""Durations in working days: what a call gives, read exactly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.showing import Showable
from tobfit.errors import Problem
from tobfit.matching.fit import Fit
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.scalars import Refused, near, shown

HALF_A_DAY = Fraction(1, 2)
DAYS = ("day", "person_day", None)
HINT = "a duration above 0 in working days, such as 2 days, 0.5, or 3 h"


@attrs.frozen(eq=False)
class Durations:
    """How long demonstrations take: ``named`` by line or capability, ``all`` for the others (None: half a day)."""

    all: Fraction | None
    named: Mapping[str, Fraction]

    def of(self, one: Showable) -> tuple[Fraction, bool]:
        """Working days, and whether they are assumed: what is said of a line goes before what is said of its
        capability; of several lines shown at once the longest counts."""
        said = []
        for judgement in one.judgements:
            line = judgement.requirement
            names = (line.id, *([line.capability] if line.capability else []))
            said += [self.named[name] for name in names if name in self.named][:1]
        if said:
            return max(said), False
        return (HALF_A_DAY, True) if self.all is None else (self.all, False)


def hours_of(value: Any, problems: list[Problem]) -> Fraction:
    """How many hours a working day has: more than 0, at most 24."""
    number = _number(value)
    if number is None or not 0 < number <= 24:
        _add(problems, "hours_per_day", f"{_shown(value)} is no working day", "hours: more than 0, at most 24")
        return Fraction(8)
    return number


def days_of(value: Any, hours: Fraction, path: str, problems: list[Problem]) -> Fraction:
    """A duration in working days of so many hours."""
    number = _days(value, hours)
    if number is None or number <= 0:
        _add(problems, path, f"{_shown(value)} is no time for a demonstration", HINT)
        return Fraction(1)
    return number


def durations_of(each: Any, hours: Fraction, fit: Fit, problems: list[Problem]) -> Durations:
    """One duration for all, or some by the id of a line or its capability."""
    if each is None:
        return Durations(None, {})
    if not isinstance(each, Mapping):
        return Durations(days_of(each, hours, "each", problems), {})
    lines = [judgement.requirement for judgement in fit.judgements]
    known = {name for line in lines for name in (line.id, line.capability) if name is not None}
    named: dict[str, Fraction] = {}
    for name in sorted(each, key=str):
        if name not in known:
            message = f"no line and no capability of a line is called {shown(str(name))}"
            _add(problems, "each", message, near(str(name), known))
        named[name] = days_of(each[name], hours, f"each.{name}", problems)
    return Durations(None, named)


def _days(value: Any, hours: Fraction) -> Fraction | None:
    if isinstance(value, Effort):
        value = value.likely
    if isinstance(value, str):
        try:
            value = parse_quantity(value)
        except Refused:
            return None
    if not isinstance(value, Quantity):
        return _number(value)
    amount = Fraction(value.number)
    if value.unit in DAYS:
        return amount
    parts = {"h": hours, "min": hours * 60}
    return amount / parts[value.unit] if value.unit in parts else None


def _number(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        return None
    try:
        # A float is taken as it is written: 0.1 is one tenth.
        return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError):
        return None


def _shown(value: Any) -> str:
    return shown(value if isinstance(value, str) else repr(value))


def _add(problems: list[Problem], path: str, message: str, hint: str | None) -> None:
    problems.append(Problem(code="TF426", message=message, path=path, hint=hint))
