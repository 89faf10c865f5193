"""Conditions in Kleene's three values, decided by case analysis over what is not known."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

import attrs

from tobfit.knowledge.attributes import read_operand
from tobfit.knowledge.cells import Atom, Cell, Truth, cells_of, negation
from tobfit.knowledge.reading import Reading
from tobfit.model.attribute import Attribute
from tobfit.model.rule import Condition
from tobfit.model.scalars import Hints, Refused, near, shown

MAX_CASES = 1024  # beyond that the atoms are combined without regard to what they share


@attrs.frozen
class Branch:
    """``all`` or ``any`` of parts, or ``not`` of one."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Part, ...]


Part = Branch | int
"""A branch, or the number of an atom."""


@attrs.frozen(eq=False)
class Formula:
    """A condition made ready: its atoms in order, and how they are combined."""

    root: Part
    atoms: tuple[Atom, ...]


@attrs.frozen
class Fault:
    """One thing that is wrong with a condition, and where in it."""

    path: str
    refused: Refused


def compile_condition(
    condition: Condition, attributes: Mapping[str, Attribute], hints: Hints, segments: Collection[str] = ()
) -> tuple[Formula | None, tuple[Fault, ...]]:
    """The formula of a condition, or all that is wrong with it: unknown attributes (TF320), operators that do not
    suit (TF321), values that cannot be read (TF322)."""
    atoms: list[Atom] = []
    faults: list[Fault] = []
    root = _compiled(condition, "", attributes, hints, atoms, faults)
    faults += _unknown_segments(condition, "", attributes, segments)
    return (None if faults else Formula(root, tuple(atoms))), tuple(faults)


def _compiled(
    condition: Condition,
    path: str,
    attributes: Mapping[str, Attribute],
    hints: Hints,
    atoms: list[Atom],
    faults: list[Fault],
) -> Part:
    if condition.not_ is not None:
        return Branch("not", (_compiled(condition.not_, f"{path}.not", attributes, hints, atoms, faults),))
    for kind, parts in (("all", condition.all), ("any", condition.any)):
        if parts is not None:
            made = [
                _compiled(part, f"{path}.{kind}[{index}]", attributes, hints, atoms, faults)
                for index, part in enumerate(parts)
            ]
            return Branch(kind, tuple(made))  # type: ignore[arg-type]
    assert condition.attr is not None
    assert condition.op is not None
    attribute = attributes.get(condition.attr)
    if attribute is None:
        message = f"no pack declares the attribute {shown(condition.attr)}"
        faults.append(Fault(f"{path}.attr", Refused("TF320", message, hints.near(condition.attr))))
        return -1
    try:
        atoms.append(Atom(attribute, condition.op, read_operand(attribute, condition.op, condition.value)))
    except Refused as refused:
        faults.append(Fault(f"{path}.op" if refused.code == "TF321" else f"{path}.value", refused))
    return len(atoms) - 1


def _unknown_segments(
    condition: Condition, path: str, attributes: Mapping[str, Attribute], segments: Collection[str]
) -> Iterable[Fault]:
    """Atoms about a segment that no pack has, where packs have segments at all."""
    attribute = attributes.get(condition.attr or "")
    is_about_segments = attribute is not None and attribute.kind == "segment" and bool(segments)
    named = condition.value
    if is_about_segments and condition.op == "is_a" and isinstance(named, str) and named not in segments:
        message = f"no pack knows the segment {shown(named)}"
        yield Fault(f"{path}.value", Refused("TF307", message, near(named, segments)))
    if condition.not_ is not None:
        yield from _unknown_segments(condition.not_, f"{path}.not", attributes, segments)
    for kind, parts in (("all", condition.all), ("any", condition.any)):
        for index, part in enumerate(parts or ()):
            yield from _unknown_segments(part, f"{path}.{kind}[{index}]", attributes, segments)


@attrs.frozen
class Finding:
    """What a condition comes to: its truth, the facts that decide it, and where it is open the attributes whose
    values could still change it."""

    truth: Truth
    facts: tuple[str, ...]
    attributes: tuple[str, ...]
    support: tuple[str, ...] = ()
    """The attributes that the facts are about."""


def decide(formula: Formula, readings: Mapping[str, Reading]) -> Finding:
    """Decides a formula; true and false hold however the unknown attributes turn out.

    ``attributes`` lists only those that can matter: no question without effect is asked.
    """
    groups = _groups(formula.atoms)
    cells = [cells_of([formula.atoms[i] for i in places], readings[name]) for name, places in groups.items()]
    atom_truths = _atom_truths(len(formula.atoms), groups.values(), cells)
    is_read_once = len(groups) == len(formula.atoms)
    if is_read_once or math.prod(map(len, cells)) > MAX_CASES:
        # Where no two atoms share an attribute, combining them says all that cases would.
        truth = evaluate(formula.root, atom_truths)
        live = {formula.atoms[place].attribute.id for place in _live(formula.root, atom_truths)}
        open_ones = tuple(name for name in groups if name in live)
        return _finding(formula, truth, atom_truths, readings, open_ones)
    outcomes = _outcomes(formula, list(groups.values()), cells)
    values = set(outcomes.values())
    truth = values.pop() if len(values) == 1 else None
    mattering = (
        name for place, (name, group) in enumerate(zip(groups, cells, strict=True)) if _matters(place, group, outcomes)
    )
    return _finding(formula, truth, atom_truths, readings, tuple(mattering) if truth is None else ())


def _finding(
    formula: Formula, truth: Truth, truths: Sequence[Truth], readings: Mapping[str, Reading], open_ones: tuple[str, ...]
) -> Finding:
    """What speaks for the truth; of an open formula what speaks for it already."""
    places = sorted(set(_support(formula.root, truth is not False, truths)))
    names = tuple(dict.fromkeys(formula.atoms[place].attribute.id for place in places))
    told = (readings[name] for name in names)
    facts = tuple(dict.fromkeys(reading.fact for reading in told))
    return Finding(truth, facts, open_ones, names)


def _live(part: Part, truths: Sequence[Truth]) -> Iterable[int]:
    """The open atoms that nothing beside them has decided already."""
    if evaluate(part, truths) is not None:
        return
    if isinstance(part, int):
        yield part
    else:
        for inner in part.parts:
            yield from _live(inner, truths)


def _groups(atoms: Sequence[Atom]) -> dict[str, list[int]]:
    """Attribute -> the atoms that ask about it."""
    found: dict[str, list[int]] = {}
    for place, atom in enumerate(atoms):
        found.setdefault(atom.attribute.id, []).append(place)
    return found


def _atom_truths(count: int, groups: Iterable[Sequence[int]], cells: Iterable[Sequence[Cell]]) -> list[Truth]:
    """What each atom says for itself, over all cells of its attribute."""
    truths: list[Truth] = [None] * count
    for places, group in zip(groups, cells, strict=True):
        for column, place in enumerate(places):
            said = {cell.truths[column] for cell in group}
            truths[place] = said.pop() if len(said) == 1 else None
    return truths


def _outcomes(
    formula: Formula, groups: Sequence[Sequence[int]], cells: Sequence[Sequence[Cell]]
) -> dict[tuple[int, ...], Truth]:
    """The truth of the formula in every case, by the number of the cell of each attribute."""
    found: dict[tuple[int, ...], Truth] = {}
    truths: list[Truth] = [None] * len(formula.atoms)
    for case in itertools.product(*(range(len(group)) for group in cells)):
        for places, group, chosen in zip(groups, cells, case, strict=True):
            for place, truth in zip(places, group[chosen].truths, strict=True):
                truths[place] = truth
        found[case] = evaluate(formula.root, truths)
    return found


def _matters(place: int, group: Sequence[Cell], outcomes: Mapping[tuple[int, ...], Truth]) -> bool:
    """Whether some case changes with the attribute alone, or a value that cannot be compared leaves it open."""
    seen: dict[tuple[int, ...], Truth] = {}
    for case, truth in outcomes.items():
        others = case[:place] + case[place + 1 :]
        if seen.setdefault(others, truth) != truth:
            return True
    return any(None in cell.truths for cell in group)


def evaluate(part: Part, truths: Sequence[Truth]) -> Truth:
    """Kleene's all, any and not."""
    if isinstance(part, int):
        return truths[part]
    if part.kind == "not":
        return negation(evaluate(part.parts[0], truths))
    decisive = part.kind == "any"
    is_open = False
    for inner in part.parts:
        truth = evaluate(inner, truths)
        if truth is decisive:
            return decisive
        is_open = is_open or truth is None
    return None if is_open else not decisive


def _support(part: Part, wanted: bool, truths: Sequence[Truth]) -> Iterable[int]:
    if isinstance(part, int):
        if truths[part] is wanted:
            yield part
    elif part.kind == "not":
        yield from _support(part.parts[0], not wanted, truths)
    else:
        for inner in part.parts:
            if wanted is (part.kind == "any") and evaluate(inner, truths) is not wanted:
                continue
            yield from _support(inner, wanted, truths)
