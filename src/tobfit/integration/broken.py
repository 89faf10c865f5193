"""Where no route is found: the smallest set of things that would have to give way, and the chain that they break."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from tobfit.integration.problem import GIVING_WAY, LIMITS, Answer, Leg, Question, solve
from tobfit.integration.search import Label
from tobfit.integration.settling import values_along, zones_along
from tobfit.integration.site import Masks, Move
from tobfit.integration.terms import ANY, PROTOCOL, ZONE
from tobfit.model.landscape import COORDINATES, GeneralAdapter, State

GAP = "~gap:"
"""How the ids of links begin that are not there. They come after all other ids, so that of chains that cost the same
one is chosen that goes as far as it can before it breaks."""


@attrs.frozen
class Break:
    """A link that is missing: what the message has in one coordinate, what it would need, and the protocol in which it
    would have to cross zones. ``where`` names the zones in which it is held."""

    coordinate: str
    given: tuple[str, ...]
    wanted: tuple[str, ...]
    where: tuple[str, ...]
    protocol: str | None = None


def broken_by(leg: Leg, question: Question) -> tuple[str, ...]:
    """The smallest set that would have to give way; of equally small ones that with most limits in it (there is a way
    then, only too slow or too narrow), then that which leaves least to do, then the first in order. () where nothing
    helps: there is no interface at all."""
    for size in range(1, len(GIVING_WAY) + 1):
        found = []
        for number, names in enumerate(itertools.combinations(GIVING_WAY, size)):
            answer = solve(leg, attrs.evolve(question, relaxed=frozenset(names)))
            if answer is not None:
                found.append((len(set(names) - set(LIMITS)), answer.cost, number, names))
        if found:
            return min(found)[3]
    return ()


@attrs.frozen(eq=False)
class Near:
    """The chain that comes nearest: ``lacks`` says which end does not have what is wanted of it, so that no link could
    help."""

    answer: Answer
    lacks: Literal["source", "sink"] | None = None


def bridged(leg: Leg, question: Question, broken: Iterable[str]) -> Near | None:
    """The cheapest chain that has a missing link wherever one of the broken coordinates stands in its way."""
    names = [name for name in broken if name in COORDINATES]
    others = frozenset(broken) - set(names)
    extra = tuple(_gap(name, leg) for name in names)
    usual = attrs.evolve(question, relaxed=others, extra=extra)
    found = solve(leg, usual)
    if found is not None:
        return Near(found)
    # An end that does not have what is wanted of it has to give way itself.
    found = solve(leg, attrs.evolve(usual, start_free=frozenset(names)))
    if found is not None:
        return Near(found, "source")
    found = solve(leg, attrs.evolve(usual, end_free=frozenset(names)))
    return None if found is None else Near(found, "sink")


def _gap(name: str, leg: Leg) -> Move:
    adapter = GeneralAdapter(id=f"gap:{name}", then=State(**{name: "any"}), effort="0 days", latency="0 s")
    return attrs.evolve(leg.site.ready([adapter], "general")[0], id=f"{GAP}{name}", key=f"{GAP}{name}")


def is_gap(move: Move) -> bool:
    """Whether a move stands for a link that is missing."""
    return move.id.startswith(GAP)


def breaks_of(answer: Answer, leg: Leg) -> Iterator[tuple[Label, Break]]:
    """The missing links of a chain, each with the label behind it."""
    chain, values, zones = answer.label.chain(), values_along(answer), zones_along(answer)
    for place, label in enumerate(chain):
        if label.option is not None and is_gap(label.option.move):
            name = label.option.move.id.removeprefix(GAP)
            yield label, _break(name, place, values[place - 1], zones[place][0], answer, leg)


def _break(name: str, place: int, before: Masks, at: int, answer: Answer, leg: Leg) -> Break:
    """``before`` is the message before the link, ``at`` the zone in which the link is missing."""
    chain, number, terms = answer.label.chain(), COORDINATES.index(name), leg.site.terms
    wanted = _wanted(number, chain[place + 1 :], answer)
    protocol = terms.names(PROTOCOL, chain[place].state[PROTOCOL]) if name == "zone" else ()
    return Break(
        coordinate=name,
        given=terms.names(number, at if name == "zone" else before[number]),
        wanted=terms.names(number, wanted),
        where=terms.names(ZONE, at),
        protocol=protocol[0] if protocol else None,
    )


def _wanted(number: int, onward: tuple[Label, ...], answer: Answer) -> int:
    """What the next step that looks at a coordinate takes, else the sink."""
    for label in onward:
        assert label.option is not None
        if label.option.when[number] != ANY:
            return label.option.when[number]
        if label.option.then[number]:
            break
    return answer.task.sink.masks[number]
