"""How many people a client's stakeholders of one role stand for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs

from tobfit.knowledge.vocabulary import Narrower, ancestors_of
from tobfit.model.client import Client, Stakeholder
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity

NO_ROLES: Mapping[str, Narrower] = FrozenMap()


@attrs.frozen
class Heads:
    """The head counts of a role together: at least ``low``, at most ``high`` (None: nobody said how many).

    ``people`` are the stakeholders that count, ``uncounted`` those of them without a head count, and those who may play
    the role or not: users of whom nobody said whether they manage.
    """

    low: int
    high: int | None
    people: tuple[str, ...]
    uncounted: tuple[str, ...] = ()
    whole: bool = False
    """Whether there is nobody else: the stakeholders are declared complete."""


def heads_of(role: str, client: Client, roles: Mapping[str, Narrower] = NO_ROLES) -> Heads:
    """The head counts of the stakeholders of a role, or of one narrower; ``kind`` refines a stakeholder's role.

    >>> clerks = {"id": "clerks", "role": "user", "kind": "end_user", "head_count": 400}
    >>> heads_of("end_user", Client(id="c", stakeholders=[clerks])).high
    400
    """
    above = ancestors_of(roles)
    people = sorted(client.stakeholders, key=lambda person: natural(person.id))
    sure = [person for person in people if role in _parts(person, above)]
    # Of a mere user nobody knows whether he or she manages others.
    wider = above.get(role, ())
    perhaps = [person for person in people if person not in sure and (person.kind or person.role) in wider]
    unsaid = [person.id for person in (*sure, *perhaps) if person.head_count is None]
    low = sum(person.head_count or 0 for person in sure)
    whole = "stakeholders" in client.complete
    is_known = not unsaid and (bool(sure) or bool(perhaps) or whole)
    high = low + sum(person.head_count or 0 for person in perhaps) if is_known else None
    uncounted = tuple(dict.fromkeys([*unsaid, *(person.id for person in perhaps)]))
    return Heads(low, high, tuple(person.id for person in (*sure, *perhaps)), uncounted, whole)


def _parts(person: Stakeholder, above: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    part = person.kind or person.role
    return part, *above.get(part, ())


def derived_heads(role: str, client: Client, roles: Mapping[str, Narrower] = NO_ROLES) -> tuple[Quantity | None, str]:
    """The number of people of a role where the stakeholders are declared complete and all of them are counted: only
    then no other stakeholder can change it."""
    heads = heads_of(role, client, roles)
    if not heads.whole or heads.high != heads.low:
        return None, ""
    return Quantity(Decimal(heads.low)), f"stakeholders: {', '.join(heads.people) or 'none'}"
