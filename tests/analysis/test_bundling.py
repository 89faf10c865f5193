"""Bundles against trying everything, and their laws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.bundle_worlds import Drawn, Everything, drawn

SEEDS = st.integers(0, 2**32)
ORDER = {
    "price": ("unpriced", "price", "-points"),
    "products": ("products", "unpriced", "price", "-points"),
    "effort": ("unestimated", "effort", "unpriced", "price", "-points"),
    "uncovered": ("-points", "unpriced", "price"),
}


def key_of(value: dict[str, Any], order: tuple[str, ...]) -> tuple[Any, ...]:
    names = (*order, "products", "modules")
    return tuple(-value[n[1:]] if n.startswith("-") else value[n] for n in names)


def best_of(every: Everything) -> tuple[bool, tuple[str, ...], tuple[Any, ...]]:
    """Whether all can be covered, in which order bundles are ranked, and the key of the best."""
    values = every.all_values()
    full = [value for value in values if value["lines"] == len(every.targets)]
    aim = every.drawn.minimise
    order = ORDER[aim]
    if aim == "uncovered" or not full:
        spends = aim == "price" and every.drawn.budget is not None
        counted = ("-weight",) if all(line.weight for line in every.targets) else ("-weight", "-lines")
        order = (*counted, *ORDER["uncovered" if spends else aim])
        full_now = values
    else:
        full_now = full
    return bool(full), order, min(key_of(value, order) for value in full_now)


def check(world: Drawn) -> Any:
    every = Everything.of(world)
    found = world.bundle()
    is_full, order, best = best_of(every)
    choice = {name: frozenset(modules) for name, modules in found.products.items()}
    mine = [value for value in every.values(choice) if sorted(value["covered"]) == sorted(found.covered)]
    assert mine
    mine = [value for value in mine if every.within_budget(value) and key_of(value, order) == best]
    assert mine
    told = (len(found.unpriced), found.price.amount)
    assert told in {(value["unpriced"], value["price"]) for value in mine}
    if every.drawn.minimise == "effort":
        assert (len(found.effort.unknown), found.effort.likely) == (mine[0]["unestimated"], mine[0]["effort"])
    assert found.optimal
    assert bool(found.uncovered) is not is_full
    return every, found


@settings(max_examples=settings().max_examples * 2)
@given(SEEDS)
def test_the_best_bundle_is_what_trying_everything_finds(seed: int) -> None:
    for each in range(4):
        check(drawn(seed + each))
