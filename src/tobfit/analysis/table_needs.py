"""How much of each criterion of a table is enough, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.table_input import Direction, Reader, plain, told
from tobfit.errors import TobfitError
from tobfit.model.requirement import QUANTITY_KEYS, Need
from tobfit.model.scalars import near, shown

UNIT = "count"
SUCH_AS = 'such as {"at_least": 3000, "ideal": 4500}'
AGAINST: dict[Direction, tuple[str, str]] = {"max": ("at_most", "less_than"), "min": ("at_least", "more_than")}


def read_needs(reader: Reader, given: object, columns: Mapping[str, Direction | None]) -> dict[str, Need]:
    """Requirement -> need; ``columns`` holds the direction of each requirement, None where it could not be read."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        reader.refuse("needs", f"{told(given)} stands where a mapping belongs", "requirement -> " + SUCH_AS)
        return {}
    found = {}
    for name, asked in given.items():
        reader.named("needs", name, columns)
        path = f"needs.{name}" if isinstance(name, str) else "needs"
        need = _read(reader, path, asked)
        if need is not None:
            _check(reader, path, need, columns.get(name) if isinstance(name, str) else None)
            found[name] = need
    return found


def _read(reader: Reader, path: str, given: Any) -> Need | None:
    """The need; None with problems where it cannot be read. What a record refuses keeps its code."""
    if isinstance(given, Need):
        return given
    if not isinstance(given, Mapping):
        reader.refuse(path, f"{told(given)} is no need", SUCH_AS)
        return None
    strange = [key for key in given if key not in QUANTITY_KEYS]
    for key in strange:
        hint = near(key, QUANTITY_KEYS) if isinstance(key, str) else SUCH_AS
        reader.refuse(path, f"{told(key)} is no key of a need of a table", hint)
    try:
        need = Need(**{key: plain(value) for key, value in given.items() if key in QUANTITY_KEYS})
    except TobfitError as error:
        for problem in error.problems:
            inside = (problem.path or "").removeprefix("Need")
            reader.problems.append(attrs.evolve(problem, path=path + inside))
        return None
    return None if strange else need


def _check(reader: Reader, path: str, need: Need, direction: Direction | None) -> None:
    """A need speaks of bare numbers, and in the direction of its column."""
    strange = [key for key in need.keys if key not in QUANTITY_KEYS]
    for key in strange:
        reader.refuse(path, f"{shown(key)} is no key of a need of a table", near(key, QUANTITY_KEYS))
    for key in need.keys:
        if key not in strange and getattr(need, key).unit not in (None, UNIT):
            reader.refuse(f"{path}.{key}", f"{getattr(need, key)} has a unit", "the values of a table are bare numbers")
    bounds = [key for key in need.keys if key not in strange and key != "ideal"]
    if need.ideal is not None and not bounds:
        reader.refuse(f"{path}.ideal", "an ideal without a bound", "add at_least or at_most: what is just enough")
    if direction is None:
        return
    for key in bounds:
        bound = getattr(need, key)
        if key in AGAINST[direction]:
            fitting = ", ".join(AGAINST["min" if direction == "max" else "max"])
            message = f"{key} {bound} goes against the direction {direction}"
            reader.refuse(f"{path}.{key}", message, f"use {fitting}, or turn the direction round")
        elif need.ideal is not None and _is_beyond(bound.number, need.ideal.number, direction):
            message = f"the ideal {need.ideal} is on the wrong side of {key} {bound}"
            side = "less" if direction == "max" else "more"
            reader.refuse(
                f"{path}.ideal", message, f"with the direction {direction} an ideal is no {side} than the bound"
            )


def _is_beyond(bound: Any, ideal: Any, direction: Direction) -> bool:
    """Whether the ideal is worse than what is just enough."""
    return Fraction(ideal) < Fraction(bound) if direction == "max" else Fraction(ideal) > Fraction(bound)
