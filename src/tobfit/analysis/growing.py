"""How a client's needs may grow: by one step each, and by what lies next to what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tobfit.knowledge.check import WORTH_A_LOOK, bound_key, check_need, side_of_ideal
from tobfit.matching.world import World
from tobfit.model.natural import natural
from tobfit.model.pack import Capability
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import EXACT, plain_decimal

BOUNDS = {"at_least": "lower", "more_than": "lower", "at_most": "upper", "less_than": "upper"}
MOST_DIGITS = 30
"""Longer decimals no document could hold."""


def grown(line: Requirement, world: World) -> tuple[Need, ...]:
    """The needs one step beyond a line's own, each of which asks for more; () where the need has no step.

    A bound moves to its ideal where there is one; else a lower bound doubles (of per cent the distance to 100 halves)
    and an upper bound halves. A level becomes the next higher one. A set needs one more member, of those that the
    vocabulary names or some product of the catalogue lists; of several keys one grows at a time. ``any_of`` becomes
    all of them. Versions, prohibitions and bare presence have no step.
    """
    capability = world.vocabulary.get(line.capability)
    if capability is None:
        return ()
    steps = (*_bounds(line.need, capability), *_levels(line.need, capability), *_members(line.need, capability, world))
    # What is only worth a look in the line's own need may stay; a step brings nothing of that kind with it.
    borne = _codes(line.need, capability).intersection(WORTH_A_LOOK)
    return tuple(dict.fromkeys(need for need in steps if need != line.need and _codes(need, capability) <= borne))


def _codes(need: Need, capability: Capability) -> set[str]:
    return {refused.code for _, refused in check_need(need, capability)}


def neighbours(world: World) -> tuple[Capability, ...]:
    """The capabilities next to what is asked for: nobody asks for them nor for anything broader, and a line asks for
    another one below the same broader term."""
    asked = {line.capability for line in world.requirements if line.capability is not None}
    vocabulary = world.vocabulary
    groups = {term.broader for name in asked if (term := vocabulary.get(name)) and term.broader is not None}
    beside = (term for term in vocabulary.capabilities.values() if term.kind is not None and term.broader in groups)
    found = (term for term in beside if asked.isdisjoint((term.id, *vocabulary.ancestors(term.id))))
    return tuple(sorted(found, key=lambda term: natural(term.id)))


def _bounds(need: Need, capability: Capability) -> Iterable[Need]:
    for key, side in BOUNDS.items():
        bound: Quantity | None = getattr(need, key)
        if bound is None:
            continue
        has_ideal = need.ideal is not None and bound_key(need, side) == key and side_of_ideal(need, capability) == side
        if has_ideal and need.ideal != bound:
            yield need.evolve(**{key: need.ideal, "ideal": None})
            continue
        number = _stricter(bound.number, side, bound.within(capability.unit).unit)
        if number is not None:
            yield need.evolve(**{key: Quantity(number, bound.unit)}, **({"ideal": None} if has_ideal else {}))


def _stricter(number: Decimal, side: str, unit: str | None) -> Decimal | None:
    """Twice as strict; None where nothing is, or where no document could hold it."""
    if number <= 0 or (side == "lower" and unit == "%" and number >= 100):
        return None
    if side == "upper":
        new = EXACT.divide(number, Decimal(2))
    elif unit == "%":
        new = EXACT.divide(EXACT.add(number, Decimal(100)), Decimal(2))
    else:
        new = EXACT.multiply(number, Decimal(2))
    plain = plain_decimal(new)
    return plain if len(plain.as_tuple().digits) <= MOST_DIGITS and abs(plain.adjusted()) <= MOST_DIGITS else None


def _levels(need: Need, capability: Capability) -> Iterable[Need]:
    if need.level in capability.levels and need.level != capability.levels[-1]:
        yield need.evolve(level=capability.levels[capability.levels.index(need.level) + 1])


def _members(need: Need, capability: Capability, world: World) -> Iterable[Need]:
    if capability.kind != "set":
        return
    if len(need.any_of) > 1:
        every = dict.fromkeys((*need.all_of, *(member for member in need.any_of if member not in need.none_of)))
        yield need.evolve(all_of=tuple(every), any_of=())
    if need.all_of:
        named = {*need.all_of, *need.any_of, *need.none_of}
        for member in _known_members(capability, world):
            if member not in named:
                yield need.evolve(all_of=(*need.all_of, member))


def _known_members(capability: Capability, world: World) -> list[str]:
    if capability.members:
        return list(capability.members)
    listed = {
        member
        for product in world.catalog.products
        for statement in product.capabilities.get(capability.id, ())
        for member in statement.value or ()
    }
    return sorted(listed, key=natural)
