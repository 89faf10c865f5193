"""What managers and end users each get of a product, and whether the ones lose where the others win."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.commercial.addressing import ValueRole, players
from tobfit.commercial.carrying import Bearing, Judge, Weights, added, scaled
from tobfit.matching.outcome import Judgement
from tobfit.matching.report import Report
from tobfit.model.client import Stakeholder
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural

HALF = Fraction(1, 2)
Standing = Literal["lost", "behind", "open", "level"]
"""``lost``: managers get at least half of what is theirs for certain and end users less than half for certain.
``behind``: end users get less than managers for certain. ``open``: managers get at least half for certain, and whether
end users do is open. ``level``: none of these."""


@attrs.frozen
class Winning:
    """What a product carries of what each of the two asks for, as a share: the mean credit of their lines, weighted as
    written, and of the lines that carry their goals. None where nothing of theirs applies."""

    product: str
    manager_user: Interval | None
    end_user: Interval | None
    end_user_line: str | None
    """The line of the end users' on which they lose most."""

    @property
    def standing(self) -> Standing:
        """How the end users stand beside the managers."""
        ours, theirs = self.end_user, self.manager_user
        if ours is None or theirs is None:
            return "level"
        if theirs.low >= HALF and ours.high < HALF:
            return "lost"
        if ours.high < theirs.low:
            return "behind"
        return "open" if theirs.low >= HALF > ours.low else "level"


def winnings(
    judges: Iterable[Judge], bearings: Mapping[str, Sequence[Bearing]], weights: Weights
) -> tuple[Winning, ...]:
    """What each product carries for managers and for end users."""
    return tuple(_winning(judge, bearings, weights) for judge in judges)


def _winning(judge: Judge, bearings: Mapping[str, Sequence[Bearing]], weights: Weights) -> Winning:
    ours = _shares(judge, "end_user", bearings, weights)
    theirs = _shares(judge, "manager_user", bearings, weights)
    worst = min(
        ours.items(),
        key=lambda item: (-item[1][1] * (1 - item[1][0].credit.low), natural(item[0])),
        default=(None, None),
    )
    return Winning(judge.fit.product, _mean(theirs), _mean(ours), worst[0])


Shares = Mapping[str, tuple[Judgement, Fraction]]


def _shares(judge: Judge, role: ValueRole, bearings: Mapping[str, Sequence[Bearing]], weights: Weights) -> Shares:
    """Line -> its judgement and weight, of the lines that a role asked for and that carry its goals; those that do not
    apply to the product are left out."""
    world = judge.fit.world
    people = {person.id for person in players(world.client, world.packs.base).get(role, ())}
    found: dict[str, tuple[Judgement, Fraction]] = {}
    for line in world.requirements:
        if weights[line.id] and not people.isdisjoint(line.asked_by):
            found[line.id] = judge.fit[line.id], weights[line.id]
    for goal in world.client.goals:
        if goal.owner in people:
            for each in bearings[goal.id]:
                weight = weights[each.line.id] if each.own else Fraction(world.policy.factor("should"))
                found[each.line.id] = judge.judgement(each), weight
    return {name: item for name, item in found.items() if item[0].verdict != "not_applicable"}


def _mean(shares: Shares) -> Interval | None:
    whole = sum((weight for _, weight in shares.values()), start=Fraction(0))
    if not whole:
        return None
    return added(scaled(judgement.credit, Ratio(weight / whole)) for judgement, weight in shares.values())


@attrs.frozen
class Silent:
    """End users behind whom many people stand, who asked for nothing and own no goal.

    ``heard`` is how many people stand behind those who asked for something; where nobody said how many, one for each.
    """

    person: Stakeholder
    heads: int
    heard: int


def silent(report: Report) -> tuple[Silent, ...]:
    """The end users behind whom at least two people stand and who are in none of the lines and goals."""
    client = report.client
    asking = {name for line in report.requirements for name in line.asked_by}
    asking.update(goal.owner for goal in client.goals if goal.owner is not None)
    heads = {person.id: person.head_count for person in client.stakeholders}
    heard = sum(heads[name] or (1 if heads[name] is None else 0) for name in heads if name in asking)
    return tuple(
        Silent(person, person.head_count, heard)
        for person in players(client, report.world.packs.base).get("end_user", ())
        if person.id not in asking and person.head_count is not None and person.head_count >= MANY
    )


MANY = 2
"""How many people have to stand behind somebody for the silence to be a finding."""
