"""Who sits at the table for the client: what each of them holds open, and what each of them has to agree to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from tobfit.commercial.levers import Lever
from tobfit.commercial.line_levers import OpenMust
from tobfit.matching.fit import Fit
from tobfit.model.label import Label
from tobfit.model.natural import natural


@attrs.frozen
class Party:
    """A stakeholder, or (``stakeholder`` None) what nobody asked for: lines that stand by themselves, and that rules
    and suites demand. ``musts`` are the open Musts that it asked for, ``levers`` those that need its agreement."""

    stakeholder: str | None
    name: Label | None
    role: str | None
    kind: str | None
    influence: Decimal | None
    musts: tuple[str, ...]
    levers: tuple[str, ...]


def parties_of(fit: Fit, musts: Sequence[OpenMust], levers: Iterable[Lever]) -> tuple[Party, ...]:
    """The parties that hold something open or have to agree to something: the most influential first, nobody last."""
    listed = list(levers)
    people = sorted(fit.world.client.stakeholders, key=lambda person: natural(person.id))
    people.sort(key=lambda person: person.influence, reverse=True)
    made = [
        Party(
            stakeholder=person.id,
            name=person.name,
            role=person.role,
            kind=person.kind,
            influence=person.influence,
            musts=tuple(must.requirement for must in musts if person.id in must.asked_by),
            levers=tuple(lever.id for lever in listed if person.id in lever.agreement),
        )
        for person in people
    ]
    known = {person.id for person in people}
    nobody = Party(
        stakeholder=None,
        name=None,
        role=None,
        kind=None,
        influence=None,
        musts=tuple(must.requirement for must in musts if not known & set(must.asked_by)),
        levers=tuple(lever.id for lever in listed if lever.roles and not lever.agreement),
    )
    return tuple(party for party in (*made, nobody) if party.musts or party.levers)
