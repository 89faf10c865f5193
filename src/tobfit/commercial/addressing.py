"""Whom a goal concerns: the roles that its value is told to, and who plays them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

import attrs

from tobfit.commercial.carrying import Bearing
from tobfit.knowledge.base import KnowledgeBase
from tobfit.matching.landscape import is_placed
from tobfit.matching.world import World
from tobfit.model.client import Client, Goal, Stakeholder
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement

ValueRole = Literal[
    "economic", "technical", "manager_user", "end_user", "user", "procurement", "champion", "coach", "other"
]
ROLES: tuple[ValueRole, ...] = get_args(ValueRole)
"""In the order in which they are told. ``user``: nobody said whether the person uses it or manages its use; ``other``:
a role of the client's or of a pack that lies below none of these."""
Why = Literal["owner", "asked", "office"]
TECHNICAL = frozenset(["sec", "int", "nf", "dep", "cmp"])
"""Branches of the vocabulary that a technical evaluator screens: security, integration, quality, deployment, law."""
STANDING: tuple[ValueRole, ...] = ("procurement", "champion", "coach")
"""Roles that every goal concerns as soon as somebody plays them."""


@attrs.frozen
class Audience:
    """A role that a goal concerns. ``why``: it owns the goal, it asked for a line that carries it, or it is its office.

    ``people`` are the ids of those who play the role, () where nobody is named.
    """

    role: ValueRole
    why: tuple[Why, ...]
    people: tuple[str, ...]


def role_of(person: Stakeholder, base: KnowledgeBase) -> ValueRole:
    """The part that somebody plays: a user by ``kind``; a role of a pack as the nearest broader one that is known."""
    role: str | None = person.role
    seen: set[str] = set()
    while role is not None and role not in seen:
        if role == "user" and person.kind in ("manager_user", "end_user"):
            return "manager_user" if person.kind == "manager_user" else "end_user"
        for known in ROLES:
            if role == known:
                return known
        seen.add(role)
        found = base.roles.get(role)
        role = found.broader if found is not None else None
    return "other"


def players(client: Client, base: KnowledgeBase) -> dict[ValueRole, tuple[Stakeholder, ...]]:
    """Role -> those who play it, in the order of their ids; roles that nobody plays are left out."""
    found: dict[ValueRole, list[Stakeholder]] = {}
    for person in sorted(client.stakeholders, key=lambda person: natural(person.id)):
        found.setdefault(role_of(person, base), []).append(person)
    return {role: tuple(found[role]) for role in ROLES if role in found}


def audiences(goal: Goal, lines: Sequence[Bearing], world: World) -> tuple[Audience, ...]:
    """The roles that a goal concerns, in the order of ``ROLES``: its owner's; those who asked for a line that carries
    it; the economic buyer's office always, the technical evaluator's where a line that carries it lies in its field,
    and those of procurement, champion and coach where somebody plays them."""
    playing = players(world.client, world.packs.base)
    asked = {name for each in lines if each.own for name in each.line.asked_by}
    reasons: dict[ValueRole, set[Why]] = {"economic": {"office"}}
    for role, people in playing.items():
        names = {person.id for person in people}
        why = reasons.setdefault(role, set())
        why.update(["owner"] if goal.owner in names else [])
        why.update([] if names.isdisjoint(asked) else ["asked"])
        why.update(["office"] if role in STANDING else [])
    if any(is_technical(each.line, world) for each in lines):
        reasons.setdefault("technical", set()).add("office")
    order = get_args(Why)
    return tuple(
        Audience(role, tuple(why for why in order if why in reasons[role]), _ids(playing, role))
        for role in ROLES
        if reasons.get(role)
    )


def _ids(playing: Mapping[ValueRole, Iterable[Stakeholder]], role: ValueRole) -> tuple[str, ...]:
    return tuple(person.id for person in playing.get(role, ()))


def is_technical(line: Requirement, world: World) -> bool:
    """Whether a line lies in the technical evaluator's field."""
    if is_placed(line):
        return True
    name = line.capability
    return name is not None and not TECHNICAL.isdisjoint((name, *world.vocabulary.ancestors(name)))


def owner_of(goal: Goal, client: Client) -> Stakeholder | None:
    """The goal's owner, where that is somebody who is named among the stakeholders."""
    return next((person for person in client.stakeholders if person.id == goal.owner), None)
