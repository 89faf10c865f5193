"""What a choice of products and modules comes to, judged again as a whole: the check on every solution."""

from __future__ import annotations

from functools import cached_property

import attrs

from tobfit.analysis.bundle_model import Problem
from tobfit.analysis.bundle_records import Dependency
from tobfit.analysis.bundle_voices import Choice, giving
from tobfit.matching.joining import together
from tobfit.matching.judge import Line, judge
from tobfit.matching.outcome import Judgement
from tobfit.matching.voices import Voices
from tobfit.model.interval import MILLION, Interval, Ratio


@attrs.frozen(eq=False)
class Together:
    """A choice judged as a whole. ``names`` are its products in order."""

    problem: Problem
    choice: Choice

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The products, in the order of the catalogue's ids."""
        return tuple(name for name in self.problem.products if name in self.choice)

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What each product requires, and who has it."""
        return tuple(
            Dependency(name, capability, self._givers(name, capability), self._systems(capability))
            for name in self.names
            for capability in self.problem.products[name].requires
        )

    def _givers(self, name: str, capability: str) -> tuple[str, ...]:
        voices = self.problem.judging.ensemble.voices
        others = (other for other in self.names if other != name)
        return tuple(other for other in others if giving(voices(other, self.choice[other]), capability))

    def _systems(self, capability: str) -> tuple[str, ...]:
        world = self.problem.judging.ensemble.world
        known = world.vocabulary
        return tuple(
            system.id
            for system in world.site.landscape.systems
            if any(have == capability or capability in known.ancestors(have) for have in system.capabilities)
        )

    @cached_property
    def voices(self) -> tuple[Voices, ...]:
        """Who speaks: each product with its modules, among the others."""
        left: dict[str, tuple[str, ...]] = dict.fromkeys(self.names, ())
        for each in self.dependencies:
            if not each.by:
                left[each.product] = (*left[each.product], each.capability)
        ensemble = self.problem.judging.ensemble
        return tuple(ensemble.voices(name, self.choice[name], left[name]) for name in self.names)

    def judgement(self, line: Line) -> Judgement | None:
        """A line judged for all of them together; None where nothing is chosen."""
        if not self.names:
            return None
        bench = self.problem.judging.ensemble.world.bench
        outcome, place = together(line.requirement, [judge(line, voices, bench) for voices in self.voices])
        return Judgement(line.requirement, outcome, self.voices[place])

    @cached_property
    def judgements(self) -> dict[str, Judgement]:
        """Line -> its judgement; nothing where nothing is chosen."""
        world = self.problem.judging.ensemble.world
        found = ((line.requirement.id, self.judgement(line)) for line in world.lines)
        return {name: judgement for name, judgement in found if judgement is not None}

    def is_covered(self, line: Line) -> bool:
        """Whether they cover a line, for certain or at best, as the problem asks."""
        judgement = self.judgements.get(line.requirement.id)
        if judgement is None:
            return False
        return (judgement.worst if self.problem.certain else judgement.best) not in self.problem.failing

    def is_open(self, line: Line) -> bool:
        """Whether it hangs on what nobody said that they cover a line."""
        judgement = self.judgements.get(line.requirement.id)
        if judgement is None:
            return False
        return judgement.worst in self.problem.failing and judgement.best not in self.problem.failing

    @cached_property
    def score(self) -> Interval | None:
        """The weighted mean credit over the lines that apply; None where there is none."""
        weight = low = high = 0
        for line in self.problem.scored:
            judgement = self.judgements.get(line.requirement.id)
            if judgement is not None and judgement.verdict != "not_applicable":
                weight += line.weight
                low += line.weight * judgement.outcome.low
                high += line.weight * judgement.outcome.high
        whole = weight * MILLION
        return Interval(Ratio(low, whole), Ratio(high, whole)) if whole else None

    @cached_property
    def open_rules(self) -> tuple[str, ...]:
        """The undecided rules that could add a Must which they may fail."""
        world = self.problem.judging.ensemble.world
        found: set[str] = set()
        for line, rules in zip(world.open_musts, world.rules_of_musts, strict=True):
            judgement = self.judgement(line)
            if judgement is not None and judgement.worst in self.problem.failing:
                found |= rules
        return tuple(sorted(found))
