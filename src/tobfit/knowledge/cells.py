"""Cells: the ways an attribute can turn out, as far as the atoms of one rule can tell them apart.

Deciding a rule over its cells is case analysis: ``x < 5 or x >= 5`` holds although nobody knows x.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from tobfit.knowledge.attributes import Scalar, text_of
from tobfit.knowledge.reading import Reading, ScalarReading, SetReading
from tobfit.model.attribute import Attribute
from tobfit.model.quantity import Quantity, ratio_to
from tobfit.model.scalars import EXACT, Refused
from tobfit.model.units import measure
from tobfit.model.words import Operator

Truth = bool | None
"""Kleene's three values; None is unknown."""
MONEY = ("revenue", "assets")  # what a client record holds as money, which is never below 0
MAX_FREE_MEMBERS = 6  # 64 ways of adding members; beyond that each atom is judged for itself


@attrs.frozen
class Atom:
    """``attr op operand``, its operand read as the attribute's kind says."""

    attribute: Attribute
    op: Operator
    operand: tuple[Scalar, ...]


@attrs.frozen
class Cell:
    """One way the attribute can be: what each atom says there, and a value that stands for it (None: some other
    value that no rule names)."""

    truths: tuple[Truth, ...]
    value: Scalar | frozenset[str] | None


def cells_of(atoms: Sequence[Atom], reading: Reading) -> tuple[Cell, ...]:
    """The cells that are still possible, each vector of truths once; one cell where all is decided."""
    found = _set_cells(atoms, reading) if isinstance(reading, SetReading) else _scalar_cells(atoms, reading)
    unique: dict[tuple[Truth, ...], Cell] = {}
    for cell in found:
        unique.setdefault(cell.truths, cell)
    return tuple(unique.values())


def _scalar_cells(atoms: Sequence[Atom], reading: ScalarReading) -> Iterable[Cell]:
    options = reading.options
    if options == ():
        # There is no value to have: a size class of a trade that the scheme leaves out.
        yield Cell(tuple(atom.op == "ne" for atom in atoms), None)
        return
    known = [cell for value in options for cell in _at_value(atoms, value, reading.attribute)] if options else None
    if known is not None and not reading.is_absent:
        yield from known
        return
    asks_presence = [atom.op == "present" for atom in atoms]
    candidates = _candidates(atoms, reading.attribute)
    for cell in known or [Cell(tuple(_holds_some(a, value) for a in atoms), value) for value in candidates]:
        if not reading.is_absent:
            yield cell
        if any(asks_presence) or reading.is_absent:
            absent = zip(cell.truths, asks_presence, strict=True)
            truths = tuple(False if asks else truth for truth, asks in absent)
            yield Cell(truths, cell.value if reading.is_absent else None)


def _at_value(atoms: Sequence[Atom], value: Scalar, attribute: Attribute) -> Iterable[Cell]:
    """The cells of a known value. An amount that does not compare with some bounds (another currency) is as good as
    unknown to the atoms that ask for them."""
    truths = [holds(atom, value) for atom in atoms]
    if None not in truths:
        yield Cell(tuple(truths), value)
        return
    blind = [atom for atom, truth in zip(atoms, truths, strict=True) if truth is None]
    for candidate in _candidates(blind, attribute):
        seen = [_holds_some(a, candidate) if truth is None else truth for a, truth in zip(atoms, truths, strict=True)]
        yield Cell(tuple(seen), candidate)


def _holds_some(atom: Atom, value: Scalar | None) -> Truth:
    """As ``holds``; a value that no rule names equals none of the operands."""
    return atom.op in ("present", "ne") if value is None else holds(atom, value)


def _candidates(atoms: Sequence[Atom], attribute: Attribute) -> list[Scalar | None]:
    """Values that fall into all the cells of an attribute of which nothing is known."""
    if attribute.kind == "boolean":
        return [True, False]
    if attribute.kind in ("number", "quantity"):
        bounds = [value for atom in atoms for value in atom.operand if isinstance(value, Quantity)]
        may_be_negative = attribute.kind == "quantity" and attribute.id not in MONEY
        if not bounds:
            return [Quantity(Decimal(1), attribute.unit)]
        amounts = list(_amounts(bounds, may_be_negative=may_be_negative))
        return amounts if attribute.id != "employees" else _whole(amounts)
    if attribute.values:
        return list(attribute.values)
    named = sorted({value for atom in atoms for value in atom.operand if isinstance(value, str)})
    return [*named, None]


def _amounts(bounds: Sequence[Quantity], *, may_be_negative: bool) -> Iterable[Scalar | None]:
    """Below, at, between and above the bounds, in the units that are asked for."""
    for _, group in itertools.groupby(sorted(bounds, key=_by_size), key=lambda bound: bound.base[0]):
        ordered = list(dict.fromkeys(group))
        first = ordered[0]
        if first.number > 0:
            yield Quantity(Decimal(0), first.unit)
        elif may_be_negative:
            yield Quantity(first.number - 1, first.unit)
        for bound, after in itertools.zip_longest(ordered, ordered[1:]):
            yield bound
            if after is None:
                yield Quantity(bound.number + max(Decimal(1), abs(bound.number)), bound.unit)
            else:
                # Bounds of one dimension may be given in different units.
                share = after.base[1] / measure(bound.unit).factor
                number = EXACT.divide(Decimal(share.numerator), Decimal(share.denominator))
                yield Quantity(_between(bound.number, number), bound.unit)


def _whole(amounts: Sequence[Scalar | None]) -> list[Scalar | None]:
    """The whole numbers around the amounts: people are not counted in parts."""
    found: dict[Decimal, None] = {}
    for amount in amounts:
        if isinstance(amount, Quantity):
            below = amount.number.to_integral_value(rounding="ROUND_FLOOR", context=EXACT)
            above = amount.number.to_integral_value(rounding="ROUND_CEILING", context=EXACT)
            found.update(dict.fromkeys(number for number in (below, above) if number >= 0))
    return [Quantity(number) for number in found]


def _by_size(quantity: Quantity) -> tuple[object, ...]:
    dimension, size = quantity.base
    return dimension, size


def _between(low: Decimal, high: Decimal) -> Decimal:
    """A whole number between two bounds where there is one."""
    middle = EXACT.divide(EXACT.add(low, high), 2)
    whole = middle.to_integral_value(context=EXACT)
    return whole if low < whole < high else middle


def holds(atom: Atom, value: Scalar) -> Truth:
    """What an atom says of a known value; None where the two cannot be compared (two currencies)."""
    if atom.op == "present":
        return True
    if atom.op in ("eq", "in"):
        return _any(_equal(value, operand) for operand in atom.operand)
    if atom.op == "ne":
        return negation(_equal(value, atom.operand[0]))
    order = _order(value, atom.operand[0], atom.attribute)
    if order is None:
        return None
    return {"lt": order < 0, "le": order <= 0, "gt": order > 0, "ge": order >= 0}[atom.op]


def _equal(value: Scalar, operand: Scalar) -> Truth:
    if isinstance(value, Quantity) and isinstance(operand, Quantity):
        order = _compared(value, operand)
        return None if order is None else order == 0
    return value == operand


def _order(value: Scalar, operand: Scalar, attribute: Attribute) -> int | None:
    if isinstance(value, Quantity) and isinstance(operand, Quantity):
        return _compared(value, operand)
    place = attribute.values.index
    return place(str(value)) - place(str(operand))


def _compared(value: Quantity, operand: Quantity) -> int | None:
    try:
        pair = ratio_to(value, operand, None)
    except Refused:
        return None
    return None if pair is None else (pair[0] > pair[1]) - (pair[0] < pair[1])


def _set_cells(atoms: Sequence[Atom], reading: SetReading) -> Iterable[Cell]:
    named = {str(value) for atom in atoms for value in atom.operand}
    asks_presence = any(atom.op == "present" for atom in atoms)
    for world in reading.worlds:
        known = reading.closure(world)
        free = sorted(_free(named - known, world, reading))
        if len(free) > MAX_FREE_MEMBERS:
            yield _pessimistic(atoms, known, frozenset(free), reading)
            continue
        for count in range(len(free) + 1):
            for added in itertools.combinations(free, count):
                members = reading.closure(known.union(added))
                yield Cell(tuple(_holds_in(atom, members) for atom in atoms), members)
        if asks_presence and not known and not reading.closed:
            # Something may be there that no rule names.
            yield Cell(tuple(atom.op == "present" for atom in atoms), None)


def _free(named: set[str], world: frozenset[str], reading: SetReading) -> set[str]:
    """The named members that may be there although nobody said so: any in an open list; in a complete one those
    below what was said (who says ``finance`` may be a bank)."""
    if not reading.closed:
        return named
    return {member for member in named if not world.isdisjoint(reading.implied_by(member))}


def _holds_in(atom: Atom, members: frozenset[str]) -> bool:
    if atom.op == "present":
        return bool(members)
    if atom.op == "superset":
        return members.issuperset(map(str, atom.operand))
    return not members.isdisjoint(map(str, atom.operand))


def _pessimistic(atoms: Sequence[Atom], known: frozenset[str], free: frozenset[str], reading: SetReading) -> Cell:
    """Each atom for itself: true where what is known suffices, false where no addition would."""
    most = reading.closure(known | free)
    truths = tuple(
        True if _holds_in(atom, known) else None if _holds_in(atom, most) else False for atom in atoms
    )
    return Cell(truths, None)


def negation(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def _any(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def answer_of(value: Scalar | frozenset[str] | None) -> str:
    """A cell's value as an answer shows it."""
    if value is None:
        return "another"
    return ", ".join(sorted(value)) or "none" if isinstance(value, frozenset) else text_of(value)
