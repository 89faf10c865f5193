"""What choices do to lines: looked up by matching again, many areas in one match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.choice_areas import Area, Key, Layout, Pattern
from tobfit.analysis.remedy_choices import joined
from tobfit.errors import TobfitError
from tobfit.matching.fit import Fit, failing_levels, open_outcomes
from tobfit.matching.lines import weights_of
from tobfit.matching.promise import promised
from tobfit.model.interval import MILLION
from tobfit.model.progress import Progress, steps
from tobfit.model.words import PRIORITIES


@attrs.frozen
class Part:
    """What one line adds: its weight (0 where it has no part in the score) and the low end of its credit; whether it
    is a Must that fails, or may; whether it has a gap above info."""

    line: str
    weight: Fraction
    low: Fraction
    fails: bool
    has_gap: bool


Effect = tuple[Part, ...] | None
"""The lines of an area as some choices leave them; None where these choices cannot be taken together."""


@attrs.define(eq=False)
class Effects:
    """Effects that are known so far. ``matches`` counts the matches that they took."""

    fit: Fit
    layout: Layout
    found: dict[Key, dict[Pattern, Effect]] = attrs.field(factory=dict)
    matches: int = 0
    is_complete: bool = True
    """Whether every line that was met belongs to an area."""
    memo: dict[tuple[object, ...], Any] = attrs.field(factory=dict)
    """What programs over these effects work out again and again."""

    def effect(self, area: Area, pattern: Pattern) -> Effect:
        """What a pattern of an area leads to; matched where nobody knows yet."""
        known = self.found.setdefault(area.key, {})
        if pattern not in known:
            self.learn(pattern, (area,))
        return known[pattern]

    def known(self, area: Area) -> list[Pattern]:
        """The patterns of an area that were matched, small ones first."""
        return sorted(self.found.get(area.key, {}), key=lambda pattern: (len(pattern), sorted(pattern)))

    def lines(self, area: Area) -> frozenset[str]:
        """The lines that an area can have, as far as its patterns are known."""
        known = self.found.get(area.key, {})
        key = "lines", area.key, len(known)
        if key not in self.memo:
            self.memo[key] = frozenset(part.line for effect in known.values() for part in effect or ())
        found: frozenset[str] = self.memo[key]
        return found

    def most_weight(self, area: Area) -> Fraction:
        """The weight that an area can come to, whatever is taken: of its lines, and of all that rules and suites may
        demand about its capability."""
        world, (kind, name) = self.fit.world, area.key
        weights = weights_of(world.client, world.requirements, world.policy, world.view)
        lines = zip(world.requirements, weights, strict=True)
        own = sum((w for line, w in lines if self.layout.key_of(line) == area.key), start=Fraction(0))
        if kind == "line":
            return own
        inference, base = world.inference, world.packs.base
        demands = [each.demand for each in inference.demands.get(name, ())]
        for rule in world.open_rules:
            demands += [d.demand for d in base.demands_of(rule.rule, rule.facts) if d.demand.capability == name]
        factor = max(Fraction(world.policy.factor(priority)) for priority in PRIORITIES)
        return own + factor * sum((Fraction(demand.weight) for demand in demands), start=Fraction(0))

    def learn(self, taken: Pattern, areas: Iterable[Area]) -> bool:
        """Matches with some choices, and keeps what they do in every area; False where they cannot be taken together:
        that is kept for ``areas``,
        whose pattern they are."""
        self.matches += 1
        try:
            after = promised(self.fit, joined(self.layout.choices[place] for place in sorted(taken)))
            parts = _parts(after, self.layout)
        except TobfitError:
            for area in areas:
                self.found.setdefault(area.key, {})[taken] = None
            return False
        self.is_complete = self.is_complete and parts.keys() <= self.layout.areas.keys()
        for area in self.layout.areas.values():
            self.found.setdefault(area.key, {})[taken.intersection(area.choices)] = tuple(parts.get(area.key, ()))
        return True

    def fill(self, progress: Progress = None) -> None:
        """Looks up every pattern of the areas that have few: each match takes one of as many areas as go together."""
        batches = list(_batches(self.layout))
        for taken, tasks in steps(batches, progress, "remedies"):
            if not self.learn(taken, ()):
                for area, pattern in tasks:
                    self.effect(area, pattern)


def _batches(layout: Layout) -> Iterator[tuple[Pattern, list[tuple[Area, Pattern]]]]:
    """Choices to take together, with the patterns that they show."""
    waiting = [(area, pattern) for area in layout.areas.values() for pattern in area.patterns or ()]
    waiting.sort(key=lambda task: len(task[1]))
    while waiting:
        taken: set[int] = set()
        settled: set[int] = set()
        shown, left = [], []
        for area, pattern in waiting:
            new = pattern - taken
            is_free = settled.isdisjoint(new) and taken.intersection(area.choices) <= pattern
            if is_free and all(layout.rivals[place].isdisjoint(taken) for place in new):
                taken |= new
                settled.update(area.choices)
                shown.append((area, pattern))
            else:
                left.append((area, pattern))
        yield frozenset(taken), shown
        waiting = left


def _parts(after: Fit, layout: Layout) -> dict[Key, list[Part]]:
    """What each line of a fit adds, by area; undecided rules that could add a Must have a part in it too."""
    world, policy = after.world, after.world.policy
    failing, grave = failing_levels(policy), world.bench.grave
    weights = weights_of(world.client, world.requirements, policy, world.view)
    found: dict[Key, list[Part]] = {}
    for line, judgement, weight in zip(world.lines, after.judgements, weights, strict=True):
        outcome, requirement = judgement.outcome, line.requirement
        applies = outcome.verdict != "not_applicable"
        has_gap = requirement.waived is None and not grave[requirement.priority].isdisjoint(outcome.kinds)
        part = Part(
            line=requirement.id,
            weight=weight if applies else Fraction(0),
            low=Fraction(outcome.low, MILLION),
            fails=applies and line.can_fail and outcome.worst in failing,
            has_gap=applies and has_gap,
        )
        found.setdefault(layout.key_of(requirement), []).append(part)
    for line, outcome in zip(world.open_musts, open_outcomes(after), strict=True):
        part = Part(line.requirement.id, Fraction(0), Fraction(0), outcome.worst in failing, has_gap=False)
        found.setdefault(layout.key_of(line.requirement), []).append(part)
    return found
