"""Which lines carry a goal, and how much of it a product carries by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.matching.fit import Fit, judged
from tobfit.matching.gap import needs_behind
from tobfit.matching.judge import Line
from tobfit.matching.lines import prepare, weights_of
from tobfit.matching.order import may_not_apply
from tobfit.matching.outcome import Judgement
from tobfit.matching.world import World
from tobfit.model.client import Goal
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement
from tobfit.model.words import GapKind, Priority, Verdict

NOTHING = Interval(Ratio(0), Ratio(0))
ANYTHING = Interval(Ratio(0), Ratio(1))


@attrs.frozen
class Bearing:
    """A line's part in a goal, whatever the product: ``share`` of the goal hangs on it, for the goal's ``need``."""

    need: str
    line: Requirement = attrs.field(eq=False, repr=False)
    share: Fraction
    own: bool
    """False: no line of the client's asks for it, so that it is judged for the goal alone."""


@attrs.frozen
class Carrier:
    """A line's part in a goal, for one product. Shares are of the goal.

    ``carried`` is share x credit; ``at_risk`` the rest of the share; ``left_out`` the share of a line that does not
    apply to the product, which neither carries nor misses it. In every completion of what is unknown the three add up
    to ``share``.
    """

    requirement: str
    need: str
    priority: Priority
    own: bool
    share: Fraction
    verdict: Verdict
    credit: Interval
    kinds: tuple[GapKind, ...]
    carried: Interval
    at_risk: Interval
    left_out: Interval
    judgement: Judgement = attrs.field(eq=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether nobody said enough to know what it carries."""
        return self.verdict == "unknown"

    @property
    def is_proved(self) -> bool:
        """Whether what it carries is known, and backed by evidence where that is asked of a statement."""
        return not self.is_open and "unevidenced" not in self.kinds


Weights = Mapping[str, Fraction]
"""Line -> its weight as written."""


def weights_as_written(world: World) -> Weights:
    """Line -> weight x priority factor / size of the group; 0 for waived and wont lines. Whom a line serves has no part
    in what it carries: neither influence nor a view."""
    nobody = world.client.evolve(stakeholders=())
    found = weights_of(nobody, world.requirements, world.policy, None)
    return {line.id: weight for line, weight in zip(world.requirements, found, strict=True)}


def bearings(goals: Iterable[Goal], world: World, weights: Weights) -> dict[str, tuple[Bearing, ...]]:
    """Goal -> the lines that carry it; () where nobody said what it needs.

    Each need has the same share. It is shared out over the lines on this capability or a narrower one (or on a
    connection of a system with it) by their weights as written. Lines without weight carry nothing. Where no line is
    left, the need is judged by itself, as a line at should.
    """
    on: dict[str, list[tuple[Requirement, Fraction]]] = defaultdict(list)
    for line in world.requirements:
        if weights[line.id]:
            for need in needs_behind(line, world):
                on[need].append((line, weights[line.id]))
    taken = {line.id for line in world.requirements}
    return {goal.id: tuple(_of_goal(goal, on, taken)) for goal in goals}


def _of_goal(
    goal: Goal, on: Mapping[str, Sequence[tuple[Requirement, Fraction]]], taken: set[str]
) -> Iterable[Bearing]:
    needs = sorted(set(goal.needs), key=natural)
    for need in needs:
        lines = on.get(need)
        if not lines:
            alone = Requirement(id=_free(f"need:{need}", taken), capability=need)
            yield Bearing(need, alone, Ratio(1, len(needs)), own=False)
            continue
        whole = sum(weight for _, weight in lines)
        for line, weight in lines:
            yield Bearing(need, line, Ratio(weight / whole / len(needs)), own=True)


def _free(name: str, taken: set[str]) -> str:
    """An id that no line of the client's has."""
    return name if name not in taken else _free(f"{name}/alone", taken)


@attrs.frozen
class Judge:
    """Judgements of one product for all goals; needs without a line are judged once."""

    fit: Fit
    alone: Mapping[str, Judgement]

    def judgement(self, bearing: Bearing) -> Judgement:
        """The product's judgement on a line."""
        return self.fit[bearing.line.id] if bearing.own else self.alone[bearing.line.id]


def lines_alone(found: Mapping[str, Sequence[Bearing]], world: World) -> tuple[Line, ...]:
    """The needs that no line of the client's asks for, made ready."""
    every = {each.line.id: each.line for lines in found.values() for each in lines if not each.own}
    return prepare(world.client, list(every.values()), world.vocabulary, world.policy, None)


def judge_of(fit: Fit, alone: Sequence[Line]) -> Judge:
    """Judges the needs without a line for a product."""
    world = fit.world
    items = world.voices(world.catalog[fit.product]) if alone else ()
    return Judge(fit, {line.requirement.id: judged(line, items, world.bench) for line in alone})


def carrier(bearing: Bearing, judgement: Judgement) -> Carrier:
    """What a product carries by a line."""
    share, credit = bearing.share, judgement.credit
    applies = judgement.verdict != "not_applicable"
    vanishes = may_not_apply(judgement)
    rest = Interval(Ratio(share * (1 - credit.high)), Ratio(share * (1 - credit.low)))
    return Carrier(
        requirement=bearing.line.id,
        need=bearing.need,
        priority=bearing.line.priority,
        own=bearing.own,
        share=share,
        verdict=judgement.verdict,
        credit=credit,
        kinds=judgement.kinds,
        carried=Interval(Ratio(share * credit.low), Ratio(share * credit.high)) if applies else NOTHING,
        at_risk=rest if applies else NOTHING,
        left_out=Interval(Ratio(0) if applies else share, share if vanishes or not applies else Ratio(0)),
        judgement=judgement,
    )


def added(parts: Iterable[Interval]) -> Interval:
    """End by end."""
    every = list(parts)
    return Interval(Ratio(sum(one.low for one in every)), Ratio(sum(one.high for one in every)))


def scaled(part: Interval, factor: Fraction) -> Interval:
    """An interval times a factor of 0 or more."""
    return Interval(Ratio(part.low * factor), Ratio(part.high * factor))
