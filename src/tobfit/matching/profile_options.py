"""The answers that an attribute of the client can have, as changes to the client record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.knowledge.cells import Atom, answer_of, cells_of
from tobfit.knowledge.intrinsic import path_of
from tobfit.knowledge.landscape import is_complete
from tobfit.knowledge.profile import segments_of
from tobfit.knowledge.reading import ScalarReading, SetReading
from tobfit.matching.world import World
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.plain import to_plain

Option = tuple[str, FrozenMap[str, Any]]
"""An answer and the changes that it means."""
OTHER = "other"


def target_of(attribute: str) -> str:
    """Where an answer about an attribute is put.

    >>> target_of("employees"), target_of("cardholder_data")
    ('client.scale.employees', 'client.profile.cardholder_data')
    """
    return f"client.{path_of(attribute)}"


def options_of(attribute: str, rules: Iterable[str], world: World) -> tuple[Option, ...]:
    """One answer for each cell that the open rules tell apart; for lists one for each member that they name, and that
    there is nothing more."""
    return options_among([atom for rule in rules for atom in world.packs.base.formulas[rule].atoms], attribute, world)


def options_among(atoms: Iterable[Atom], attribute: str, world: World) -> tuple[Option, ...]:
    """The same for the atoms of any conditions; those about other attributes are passed over."""
    atoms = [atom for atom in atoms if atom.attribute.id == attribute]
    profile = world.inference.profile
    assert profile is not None
    reading = profile.readings[attribute]
    if isinstance(reading, SetReading):
        return tuple(_of_list(attribute, atoms, reading, world))
    options = [*_of_scalar(attribute, atoms, reading)]
    path = path_of(attribute)
    if any(atom.op == "present" for atom in atoms) and path.startswith("profile."):
        options.append(("none", FrozenMap({"client.complete": (*world.client.complete, path)})))
    return tuple(options)


def _of_scalar(attribute: str, atoms: Sequence[Atom], reading: ScalarReading) -> Iterable[Option]:
    named = {str(value) for atom in atoms for value in atom.operand}
    given: set[str] = set()
    for cell in cells_of(atoms, reading):
        is_absent = any(a.op == "present" and t is False for a, t in zip(atoms, cell.truths, strict=True))
        can_be_another = atoms[0].attribute.kind == "text" and not atoms[0].attribute.values
        if cell.value is None and (is_absent or not can_be_another):
            continue  # no value at all, or one that there is not
        label = answer_of(cell.value) if cell.value is not None else _unnamed(named)
        if label not in given:
            given.add(label)
            yield label, FrozenMap({target_of(attribute): label})


def _unnamed(named: set[str]) -> str:
    """A text that no rule names."""
    label = OTHER
    while label in named:
        label = f"{label}-{OTHER}"
    return label


def _of_list(attribute: str, atoms: Sequence[Atom], reading: SetReading, world: World) -> Iterable[Option]:
    client = world.client
    if attribute == "industries":
        yield from _which_segment(client, world)
    named = {str(value) for atom in atoms for value in atom.operand}
    together = {frozenset(map(str, atom.operand)) - reading.certain for atom in atoms if atom.op == "superset"}
    wanted = {*(frozenset([member]) for member in named - reading.certain), *together}
    for members in sorted((sorted(part) for part in wanted if part), key=lambda part: (len(part), part)):
        if all(_may_be(member, reading) for member in members):
            yield ", ".join(members), FrozenMap({target_of(attribute): _with_members(attribute, members, client)})
    path = path_of(attribute)
    if not is_complete(client, path):
        yield f"nothing beside {reading.said}", FrozenMap({"client.complete": (*client.complete, path)})


def _may_be(member: str, reading: SetReading) -> bool:
    """Whether a member may be there although nobody said so."""
    return not reading.closed or any(not w.isdisjoint(reading.implied_by(member)) for w in reading.worlds)


def _with_members(attribute: str, members: Sequence[str], client: Client) -> tuple[Any, ...]:
    if attribute == "industries":
        return (*map(_plain, client.industries), *(FrozenMap({"segment": member}) for member in members))
    if attribute == "jurisdictions":
        return (*client.jurisdictions, *members)
    said = client.profile.get(attribute, ())
    return (*(said if isinstance(said, tuple) else (said,)), *members)


def _which_segment(client: Client, world: World) -> Iterable[Option]:
    """Where a filed code belongs to several segments: which of them it is."""
    for place, industry in enumerate(client.industries):
        choices = segments_of(industry, world.packs.base)
        if industry.segment is None and len(choices) > 1:
            for choice in choices:
                told = [_plain(item) for item in client.industries]
                told[place] = told[place].set("segment", choice)
                yield f"{industry.code}: {choice}", FrozenMap({"client.industries": tuple(told)})


def _plain(record: Any) -> FrozenMap[str, Any]:
    """A record as documents write it, which cannot change."""
    plain: FrozenMap[str, Any] = frozen(to_plain(record.to_node()))
    return plain
