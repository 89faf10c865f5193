"""A chain made concrete: of the zones and values that would all do, those that a reader is shown."""

from __future__ import annotations

from collections.abc import Iterator

from tobfit.integration.problem import Answer
from tobfit.integration.search import Label, Task, arrives, reach_of
from tobfit.integration.site import Masks
from tobfit.integration.terms import ZONE, each

Where = tuple[int, int]
"""The zone in which an adapter takes a message, and that in which it holds it afterwards."""


def zones_along(answer: Answer) -> tuple[Where, ...]:
    """One zone for each label: a message stays where it is as long as it can. The source comes first, twice."""
    chain, task = answer.label.chain(), answer.task
    for start in _in_order(chain[0].state[0], task, 0):
        found = _settle(0, start, chain, task, set())
        if found is not None:
            return ((start, start), *found)
    return tuple((label.state[0], label.state[0]) for label in chain)


def _settle(
    place: int, held: int, chain: tuple[Label, ...], task: Task, failed: set[tuple[int, int]]
) -> tuple[Where, ...] | None:
    """Zones for the rest of the chain from one zone; None where it does not go on from there."""
    if (place, held) in failed:
        return None
    state = chain[place].state
    if place == len(chain) - 1:
        found: tuple[Where, ...] | None = () if arrives(task, held, state[1], is_raw=state[6]) else None
    else:
        found = next(_ways_on(place, held, chain, task, failed), None)
    if found is None:
        failed.add((place, held))
    return found


def _ways_on(
    place: int, held: int, chain: tuple[Label, ...], task: Task, failed: set[tuple[int, int]]
) -> Iterator[tuple[Where, ...]]:
    state, option = chain[place].state, chain[place + 1].option
    assert option is not None
    there = reach_of(task, held, state[1], fetched=state[6] and not task.source.sends) & option.when[ZONE]
    for at in _in_order(there, task, held):
        given = option.then[ZONE] & task.network.zones if option.then[ZONE] else at
        for after in _in_order(given, task, task.sink.masks[ZONE]):
            rest = _settle(place + 1, after, chain, task, failed)
            if rest is not None:
                yield ((at, after), *rest)


def _in_order(zones: int, task: Task, first: int) -> list[int]:
    """The zones of a mask: the preferred ones first, then by name."""
    if zones < 0:
        zones = task.network.zones
    return sorted(each(zones), key=lambda bit: (not bit & first, task.network.name(bit)))


def values_along(answer: Answer) -> tuple[Masks, ...]:
    """The coordinates of each label, of several values only those that the rest of the chain takes."""
    chain, wanted = answer.label.chain(), answer.task.sink.masks
    found: list[Masks] = []
    for place in range(len(chain) - 1, -1, -1):
        state: Masks = tuple(int(part) for part in chain[place].state[:6])
        if place == len(chain) - 1:
            narrow = tuple(mask & want or mask for mask, want in zip(state, wanted, strict=True))
        else:
            option = chain[place + 1].option
            assert option is not None
            later = found[-1]
            narrow = tuple(
                (mask & when & (-1 if then else after)) or mask
                for mask, when, then, after in zip(state, option.when, option.then, later, strict=True)
            )
        found.append(narrow)
    return tuple(reversed(found))
