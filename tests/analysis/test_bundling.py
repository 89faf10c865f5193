"""Bundles against trying everything, and their laws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.bundle_worlds import Drawn, Everything, drawn

SEEDS = st.integers(0, 2**32)
ORDER = {
    "price": ("unpriced", "price"),
    "products": ("products", "unpriced", "price"),
    "effort": ("unestimated", "effort", "unpriced", "price"),
    "uncovered": ("-points", "unpriced", "price"),
}


def key_of(value: dict[str, Any], order: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(-value[n[1:]] if n.startswith("-") else value[n] for n in order)


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
    if "-points" not in order and not every.states_prices():
        order = (*order, "-points")
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
    for less in filter(every.is_sound, smaller(choice)):
        worse = [v for v in every.values(less) if every.within_budget(v) and set(v["covered"]) >= set(found.covered)]
        assert all(key_of(value, order) > best for value in worse), "something can be left out at no loss"
    return every, found


def smaller(choice: dict[str, frozenset[str]]) -> Iterator[dict[str, frozenset[str]]]:
    """The choice without one product, or without one module."""
    for name, modules in choice.items():
        yield {other: some for other, some in choice.items() if other != name}
        for module in modules:
            less = {**choice, name: modules - {module}}
            yield less


@settings(max_examples=settings().max_examples * 2)
@given(SEEDS)
def test_the_best_bundle_is_what_trying_everything_finds(seed: int) -> None:
    for each in range(4):
        check(drawn(seed + each))
