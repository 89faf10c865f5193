"""From drafts to levers: matched again, weighed for both sides, and held against the rules of the deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.bindings import Binding, permission_of
from tobfit.commercial.levers import ClientCost, Lever, PriceRange, VendorCost
from tobfit.commercial.line_levers import Draft, goals_behind, laws_behind
from tobfit.commercial.pricing import Pricing, moved
from tobfit.commercial.staking import Stakes
from tobfit.commercial.value_moves import stakes_of, value_moves
from tobfit.errors import TobfitError
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.lines import weights_of
from tobfit.matching.promise import promised
from tobfit.matching.remedy import total
from tobfit.matching.report import checked
from tobfit.matching.world import World
from tobfit.model.client import Stakeholder
from tobfit.model.interval import Ratio
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity

MONEY_ROLES = ("economic", "procurement")
"""Who speaks for money and terms."""


@attrs.frozen(eq=False)
class Table:
    """What all levers of one negotiation are made with."""

    fit: Fit
    bindings: Sequence[Binding]
    pricing: Pricing | None
    before: PriceRange | None
    weights: Mapping[str, Fraction]
    stakes: Stakes

    @classmethod
    def of(cls, fit: Fit, bindings: Sequence[Binding], pricing: Pricing | None) -> Table:
        """The table of a fit."""
        before = pricing.before if pricing is not None else None
        return cls(fit, bindings, pricing, before, weights_in(fit.world), stakes_of(fit))

    @property
    def world(self) -> World:
        """What the fit arose in."""
        return self.fit.world


def weights_in(world: World) -> Mapping[str, Fraction]:
    """The weight of each line, exact and in the client's own unit."""
    shares = weights_of(world.client, world.requirements, world.policy, world.view)
    return {line.id: share for line, share in zip(world.requirements, shares, strict=True)}


def applied(fit: Fit, changes: Mapping[str, Any]) -> Fit | None:
    """The fit after some changes, as ``Report.what_if`` gives it; None where the records do not allow them."""
    try:
        checked(apply(fit.world, changes))
        return promised(fit, changes)
    except TobfitError:
        return None


def lever_of(draft: Draft, name: str, table: Table) -> Lever | None:
    """A draft as a lever; None where the records do not allow its changes."""
    after = applied(table.fit, draft.changes) if draft.changes else table.fit
    if after is None:
        return None
    otherwise = applied(table.fit, draft.otherwise) if draft.otherwise is not None else None
    permission, rules = permission_of(draft.kind, draft.date, table.bindings)
    price_after = table.pricing.range_of(after, draft.arguments) if table.pricing is not None else None
    agreement, roles = _agreement(draft, table)
    return Lever(
        id=name,
        kind=draft.kind,
        gives=draft.gives,
        requirements=draft.requirements,
        agreement=agreement,
        roles=roles,
        changes=draft.changes,
        arguments=draft.arguments,
        answer=draft.answer,
        date=draft.date,
        law=_laws(draft, table.fit),
        accepts_risk=draft.accepts_risk,
        permission=permission,
        rules=rules,
        client=_client_cost(draft, after, table),
        vendor=VendorCost(draft.effort, moved(table.before, price_after)),
        decision_after=after.decision,
        score_after=after.score,
        decision_otherwise=None if otherwise is None else otherwise.decision,
        price_after=price_after,
        remedy=draft.remedy,
        fit=after,
    )


def named(drafts: Iterable[Draft]) -> list[tuple[str, Draft]]:
    """Drafts with names that hang on nothing but what they are: kind, line, and a number where that is not enough. Of
    drafts with the same changes the first counts."""
    found: list[tuple[str, Draft]] = []
    seen: set[tuple[object, ...]] = set()
    for draft in drafts:
        same = (draft.kind, draft.gives, draft.requirements, draft.changes, draft.arguments)
        if same in seen:
            continue
        seen.add(same)
        stem = ":".join((draft.kind, draft.requirements[0] if len(draft.requirements) == 1 else draft.gives))
        taken = {name for name, _ in found}
        number, name = 1, stem
        while name in taken:
            number += 1
            name = f"{stem}:{number}"
        found.append((name, draft))
    return found


def _laws(draft: Draft, fit: Fit) -> tuple[str, ...]:
    lines = (fit[name].requirement for name in draft.requirements)
    return tuple(dict.fromkeys(law for line in lines for law in laws_behind(line)))


def _client_cost(draft: Draft, after: Fit, table: Table) -> ClientCost:
    """What the client gives or pays; goals are at stake only where it is the client who gives a line away."""
    lines = draft.requirements if draft.gives == "client" else ()
    carried = {goal for name in lines for goal in goals_behind(table.fit[name].requirement, table.fit)}
    goals = tuple(sorted(carried, key=natural))
    worth: dict[str | None, list[Quantity]] = {}
    for goal in table.world.client.goals:
        if goal.id in goals and goal.worth is not None:
            worth.setdefault(goal.worth.unit, []).append(goal.worth)
    sums = (total(worth[unit]) for unit in sorted(worth, key=str))
    return ClientCost(
        weight=_weight_lost(lines, after, table),
        goals=goals,
        worth=tuple(one for one in sums if one is not None),
        value=value_moves(table.stakes, after, lines),
        price=draft.price,
        unpriced=draft.is_unpriced,
        saves=draft.saves,
    )


def _weight_lost(lines: Iterable[str], after: Fit, table: Table) -> Ratio:
    """The share of all weight that some lines lose, exact; 0 where nothing has weight."""
    whole = sum(table.weights.values(), Fraction(0))
    if not whole or after.world.client is table.world.client:
        return Ratio(0)
    left = weights_in(after.world)
    lost = sum((table.weights[name] - left.get(name, Fraction(0)) for name in lines), Fraction(0))
    return Ratio(lost / whole)


def _agreement(draft: Draft, table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stakeholders who have to agree, and the roles that speak: those who asked for the lines and who own the goals
    that they carry; of money those who release it; of a demonstration those who look."""
    people = {person.id: person for person in table.world.client.stakeholders}
    asked = _asked(draft, table.fit)
    if not draft.requirements or draft.accepts_risk:
        roles: tuple[str, ...] = ("technical",) if draft.kind == "proof" else MONEY_ROLES
        return _with_roles(asked if draft.accepts_risk else (), roles, people)
    if draft.gives == "client":
        return _with_roles(asked, () if asked else ("economic",), people)
    if draft.kind == "proof":
        return _with_roles(asked, () if asked else ("technical",), people)
    pays = draft.price is not None or draft.is_unpriced
    return _with_roles((), ("economic",) if pays else (), people)


def _asked(draft: Draft, fit: Fit) -> tuple[str, ...]:
    owners = {goal.id: goal.owner for goal in fit.world.client.goals}
    found: dict[str, None] = {}
    for name in draft.requirements:
        line = fit[name].requirement
        found.update(dict.fromkeys(line.asked_by))
        if draft.gives == "client":
            found.update(
                dict.fromkeys(owner for goal in goals_behind(line, fit) if (owner := owners[goal]) is not None)
            )
    return tuple(found)


def _with_roles(
    asked: Iterable[str], roles: tuple[str, ...], people: Mapping[str, Stakeholder]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """People by id, those of the roles among them; and all their roles."""
    named_ones = {*asked, *(person.id for person in people.values() if person.role in roles)}
    agreement = tuple(sorted(named_ones, key=natural))
    theirs = (people[name].role for name in agreement if name in people)
    return agreement, tuple(sorted({*theirs, *roles}))
