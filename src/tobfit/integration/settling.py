"""A chain made concrete: of the zones and values that would all do, those that a reader is shown."""

from __future__ import annotations

from tobfit.integration.problem import Answer
from tobfit.integration.search import Label, Task, departs, everywhere, reach_of
from tobfit.integration.site import Masks
from tobfit.integration.terms import ANY, ZONE, each

Where = tuple[int, int]
"""The zone in which an adapter takes a message, and that in which it holds it afterwards."""


def zones_along(answer: Answer) -> tuple[Where, ...]:
    """One zone for each label: a message stays where it is as long as it can. The source comes first, twice."""
    chain, task = answer.label.chain(), answer.task
    good = _leading_on(chain, task)
    held = _first(chain[0].state[0] & good[0], task, 0)
    if held is None:
        return tuple((label.state[0], label.state[0]) for label in chain)
    found = [(held, held)]
    for place, after in enumerate(chain[1:], 1):
        assert after.option is not None
        then, before = after.option.then[ZONE] & task.network.zones, chain[place - 1]
        there = reach_of(task, held, before.state[1], fetched=_is_asked(before, task)) & after.option.when[ZONE]
        at = _first(there if then else there & good[place], task, held)
        assert at is not None
        held = _first(then & good[place], task, task.sink.masks[ZONE]) or at
        found.append((at, held))
    return tuple(found)


def _is_asked(label: Label, task: Task) -> bool:
    return label.state[6] and not task.source.sends


def _leading_on(chain: tuple[Label, ...], task: Task) -> list[int]:
    """For each label the zones from which the rest of the chain can be gone."""
    last = chain[-1].state
    good = [departs(task, last[1], is_raw=last[6])]
    for label, after in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
        assert after.option is not None
        then, onward = after.option.then[ZONE] & task.network.zones, good[-1]
        leads = ANY if then & onward else 0 if then else onward
        at = after.option.when[ZONE] & leads & everywhere(task.network)
        good.append(reach_of(task, at, label.state[1], fetched=_is_asked(label, task), backward=True))
    return good[::-1]


def _first(zones: int, task: Task, preferred: int) -> int | None:
    """One zone of a mask: a preferred one, else any; the first by name. None where it is empty."""
    zones = task.network.zones if zones == ANY else zones
    return min(each(zones & preferred or zones), key=task.network.name, default=None)


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
