"""Who buys: industry, scale, architecture, people, goals, money and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from tobfit.model.free import FreeValue
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.landscape import Landscape
from tobfit.model.price import Budget
from tobfit.model.quantity import Money
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import Day, Flag, Hints, Id, Jurisdiction, NotNegative, Refused, Text, Whole, shown
from tobfit.model.words import Priority


@record
class Industry(Record):
    """A segment, or a filed code of a classification scheme."""

    segment: Id | None = None
    code: Text | None = None
    scheme: Id | None = None
    primary: Flag = False
    stage: Id | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A bare word is a segment."""
        return {"segment": text}


@record
class Scale(Record):
    """Business scale; ``assets`` is the balance sheet total."""

    employees: Whole | None = None
    revenue: Money | None = None
    assets: Money | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Stakeholder(Record):
    """Somebody with a role in the purchase; influence 0 or more, 1 where nothing is said."""

    id: Id
    name: Label | None = None
    role: Id
    kind: Id | None = None
    influence: NotNegative = Decimal("1")
    head_count: Whole | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Goal(Record):
    """What the client wants to reach, and the capabilities that carry it."""

    id: Id
    name: Label | None = None
    owner: Id | None = None
    outcome: Id | None = None
    needs: tuple[Id, ...] = ()
    worth: Money | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class View(Record):
    """A weighting by role: buyers and users see different scores."""

    id: Id
    name: Label | None = None
    weights: FrozenMap[Id, NotNegative] = attrs.field(factory=FrozenMap)
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Client(Record):
    """An enterprise that buys.

    >>> client = Client(id="acme", jurisdictions=["CN"]).require("sec.mfa", priority="must")
    >>> client.requirements[0].id, client.requirements[0].priority
    ('R-001', 'must')
    """

    id: Id
    name: Label | None = None
    as_of: Day | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    industries: tuple[Industry, ...] = ()
    scale: Scale | None = None
    profile: FrozenMap[Id, FreeValue] = attrs.field(factory=FrozenMap)
    complete: tuple[Text, ...] = ()
    landscape: Landscape | None = None
    stakeholders: tuple[Stakeholder, ...] = ()
    goals: tuple[Goal, ...] = ()
    need_suites: tuple[Id, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    views: tuple[View, ...] = ()
    budget: Budget | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def require(
        self,
        capability: str | None,
        *,
        id: str | None = None,
        priority: Priority = "should",
        need: Need | Mapping[str, Any] | str | None = None,
        **fields: Any,
    ) -> Client:
        """A new client with one more requirement; the id counts up (R-001) where none is given."""
        line = Requirement(
            id=id or self._next_id(),
            capability=capability,
            priority=priority,
            need="present" if need is None else need,
            **fields,
        )
        return self.evolve(requirements=(*self.requirements, line))

    def _next_id(self) -> str:
        taken = {line.id for line in self.requirements}
        number = len(taken) + 1
        while f"R-{number:03}" in taken:
            number += 1
        return f"R-{number:03}"

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Stakeholders that lines and goals name exist, where stakeholders are given at all."""
        people = {person.id for person in self.stakeholders}
        if not people:
            return
        hints = Hints(people)
        for index, line in enumerate(self.requirements):
            for place, name in enumerate(line.asked_by):
                if name not in people:
                    message = f"no stakeholder is called {shown(name)}"
                    yield (
                        f".requirements[{index}].asked_by[{place}]",
                        Refused("TF307", message, hints.near(name)),
                    )
        for index, goal in enumerate(self.goals):
            if goal.owner is not None and goal.owner not in people:
                message = f"no stakeholder is called {shown(goal.owner)}"
                yield f".goals[{index}].owner", Refused("TF307", message, hints.near(goal.owner))
