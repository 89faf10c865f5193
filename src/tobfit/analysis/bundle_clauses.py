"""For which choices of modules something does not hold of a product and a line, as few cubes.

A cube says of some modules that they are chosen or not; it stands for every choice that agrees with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from tobfit.analysis.bundle_judging import Cell, Purchase, Table
from tobfit.analysis.bundle_voices import Modules

Cube = frozenset[tuple[str, bool]]
EMPTY: Cube = frozenset()
Test = Callable[[Cell], bool]


def failing(table: Table, holds: Test) -> tuple[Cube, ...]:
    """Cubes that cover the choices for which a test does not hold, as far as they were judged; the empty cube where it
    holds for none."""
    bad = {some for some, cell in table.cells.items() if not holds(cell)}
    if table.is_complete:
        return _primes(table.modules, bad, frozenset())
    if table.is_monotone:
        # With fewer modules it holds no more.
        return tuple(frozenset((m, False) for m in table.modules if m not in some) for some in _largest(bad))
    return tuple(_point(table.modules, some) for some in _ordered(bad))


def buying(table: Table, holds: Test) -> Iterator[tuple[Purchase, Cube]]:
    """Purchases with cubes of choices in which they are part of what serves the line, where the test holds."""
    serving = {some: cell for some, cell in table.cells.items() if holds(cell)}
    if table.is_monotone:
        for purchase in _in_order(table.whole.bought):
            yield purchase, frozenset([(purchase.module, True)]) if purchase.module in table.modules else EMPTY
        return
    free = frozenset(table.cells.keys() - serving.keys())
    for purchase in _in_order(each for cell in serving.values() for each in cell.bought):
        bad = {some for some, cell in serving.items() if purchase in cell.bought}
        if table.is_complete:
            yield from ((purchase, cube) for cube in _primes(table.modules, bad, free))
        else:
            yield from ((purchase, _point(table.modules, some)) for some in _ordered(bad))


def _in_order(purchases: Iterable[Purchase]) -> list[Purchase]:
    return sorted(set(purchases), key=repr)


def _ordered(some: Iterable[Modules]) -> list[Modules]:
    return sorted(some, key=lambda modules: (len(modules), sorted(modules)))


def _largest(some: Iterable[Modules]) -> list[Modules]:
    """Those that lie in no other one."""
    every = _ordered(some)
    return [one for one in every if not any(one < other for other in every)]


def _point(modules: Sequence[str], some: Modules) -> Cube:
    return frozenset((name, name in some) for name in modules)


def _primes(modules: Sequence[str], bad: Iterable[Modules], free: Iterable[Modules]) -> tuple[Cube, ...]:
    """Cubes that cover all bad points, none but bad and free ones, each as wide as it can be."""
    left = _ordered(bad)
    allowed = {*left, *free}
    found: list[Cube] = []
    while left:
        cube = _point(modules, left[0])
        for name in modules:
            wider = frozenset(literal for literal in cube if literal[0] != name)
            if all(point in allowed for point in _points(modules, wider)):
                cube = wider
        found.append(cube)
        left = [point for point in left if not lies_in(point, cube)]
    return tuple(found)


def lies_in(some: Modules, cube: Cube) -> bool:
    """Whether a choice agrees with a cube."""
    return all((name in some) is chosen for name, chosen in cube)


def _points(modules: Sequence[str], cube: Cube) -> Iterator[Modules]:
    fixed = frozenset(name for name, chosen in cube if chosen)
    open_ones = [name for name in modules if (name, True) not in cube and (name, False) not in cube]
    for size in range(len(open_ones) + 1):
        for some in itertools.combinations(open_ones, size):
            yield fixed.union(some)
