"""One product, or one offer, against one client: the sum of its judgements, and what that decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import attrs

from tobfit.matching.joining import together
from tobfit.matching.judge import Bench, Line, judge
from tobfit.matching.outcome import Judgement, Outcome
from tobfit.matching.voices import Voices
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import MILLION, Interval, Ratio
from tobfit.model.offer import Offer
from tobfit.model.policy import Policy
from tobfit.model.words import Decision

if TYPE_CHECKING:
    from tobfit.integration.together import Together
    from tobfit.matching.gap import Gap
    from tobfit.matching.needed_modules import NeededModule
    from tobfit.matching.offer_price import OfferPrice
    from tobfit.matching.open_effect import OpenEffect
    from tobfit.matching.world import World


class Contribution(NamedTuple):
    """One line's part of the score; over the lines with weight low and high sum exactly to the score's ends."""

    requirement: str
    low: Fraction
    high: Fraction


@attrs.frozen
class Totals:
    """Whole numbers behind the score: weights in the client's common unit, sums in that unit x millionths."""

    weight: int
    low: int
    high: int
    answered_weight: int
    answered: int
    excluded_weight: int


@attrs.frozen(eq=False)
class Fit:
    """How a product fits a client, or an offer of several: ``product`` is the id of either.

    ``worst_decision`` and ``best_decision`` are what completing the unknown statements could lead to.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    decision: Decision
    judgements: tuple[Judgement, ...] = attrs.field(repr=False)
    weights: tuple[int, ...] = attrs.field(repr=False)
    totals: Totals = attrs.field(repr=False)
    fails_at_best: bool = attrs.field(repr=False)
    fails_at_worst: bool = attrs.field(repr=False)
    open_at_best: bool = attrs.field(repr=False)
    """Whether an undecided rule could add a Must that fails whatever the product answers."""
    threatening: frozenset[str] = attrs.field(repr=False)
    """The undecided rules that could add a Must that may fail."""
    world: World = attrs.field(repr=False)

    def __eq__(self, other: object) -> bool:
        # The world is left out: another product in the catalogue does not make this fit another.
        return isinstance(other, Fit) and self._facts == other._facts

    def __hash__(self) -> int:
        return hash((self.product, self.totals))

    @property
    def _facts(self) -> tuple[object, ...]:
        ends = self.fails_at_worst, self.open_at_best, self.threatening
        return self.product, self.decision, self.judgements, self.weights, self.totals, ends

    def __getitem__(self, requirement: str) -> Judgement:
        return self._by_requirement[requirement]

    @cached_property
    def _by_requirement(self) -> dict[str, Judgement]:
        return {judgement.requirement.id: judgement for judgement in self.judgements}

    @property
    def score(self) -> Interval | None:
        """The weighted mean credit over the lines that apply, as exact fractions; None where none has weight."""
        whole = self.totals.weight * MILLION
        return Interval(Ratio(self.totals.low, whole), Ratio(self.totals.high, whole)) if whole else None

    @property
    def answered(self) -> Ratio | None:
        """The same over the lines whose verdict is known; None where there is none. It has no law of growth:
        an answer may be worse than the mean of those before."""
        weight = self.totals.answered_weight
        return Ratio(self.totals.answered, weight * MILLION) if weight else None

    @property
    def coverage(self) -> Ratio | None:
        """The share of the applicable weight whose verdict is known; None where nothing applies."""
        return Ratio(self.totals.answered_weight, self.totals.weight) if self.totals.weight else None

    @property
    def excluded(self) -> Ratio:
        """The share of all weight that was judged not applicable; 0 where there is no weight."""
        whole = self.totals.weight + self.totals.excluded_weight
        return Ratio(self.totals.excluded_weight, whole) if whole else Ratio(0)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """The parts of the score, one for each line that applies; () where there is no score."""
        whole = self.totals.weight * MILLION
        if not whole:
            return ()
        return tuple(
            Contribution(j.requirement.id, Ratio(w * j.outcome.low, whole), Ratio(w * j.outcome.high, whole))
            for j, w in zip(self.judgements, self.weights, strict=True)
            if w and j.outcome.verdict != "not_applicable"
        )

    @cached_property
    def open_rules(self) -> tuple[OpenEffect, ...]:
        """The undecided rules that could add requirements, each with what it would do to this product."""
        from tobfit.matching.open_effect import open_effects

        return open_effects(self)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, worst first; each with the ways out of it."""
        from tobfit.matching.gap import gaps_of

        return gaps_of(self)

    @cached_property
    def offer(self) -> Offer | None:
        """The offer that is fitted; None for a product."""
        found = self.world.catalog[self.product]
        return found if isinstance(found, Offer) else None

    @cached_property
    def modules(self) -> tuple[NeededModule, ...]:
        """The modules that the lines need which are met or met in part, those included that these modules require."""
        from tobfit.matching.needed_modules import modules_of

        return modules_of(self)

    @cached_property
    def price(self) -> OfferPrice:
        """What the documents say that it costs, part by part."""
        from tobfit.matching.offer_price import price_of

        return price_of(self)

    @cached_property
    def connections(self) -> Together | None:
        """All connections that can be made together, with adapters that several of them use paid once; None where
        there is none, and where several products of an offer are connected (see ``connections_of``)."""
        found = tuple({j.item: None for j in self.judgements if j.route is not None})
        return self.connections_of(found[0]) if len(found) == 1 else None

    def connections_of(self, item: str) -> Together | None:
        """The same for one product of an offer."""
        from tobfit.integration.together import together_of

        lines = [(j.requirement, j.route) for j in self.judgements if j.item == item and j.route is not None]
        return together_of(lines, self.world.catalog.product(item), self.world.site)

    def count(self, verdict: str) -> int:
        """How many lines have a verdict."""
        return sum(judgement.verdict == verdict for judgement in self.judgements)


Outcomes = tuple[Outcome, ...]
"""The outcomes of one line for each product of a candidate."""
NOTHING_KEPT: Mapping[str, Outcomes] = FrozenMap()


def assess(
    candidate: str,
    items: Sequence[Voices],
    lines: Sequence[Line],
    bench: Bench,
    world: World,
    kept: Mapping[str, Outcomes] = NOTHING_KEPT,
) -> Fit:
    """Judges every line and adds up, in whole numbers; a line whose outcomes are ``kept`` is not judged again.

    ``items`` are the voices of a product, or of each product of an offer.
    """
    judgements = []
    weight = low = high = answered_weight = answered = excluded = 0
    fails_at_best = fails_at_worst = has_gap = False
    grave, failing = bench.grave, failing_levels(bench.policy)
    for line in lines:
        judgement = judged(line, items, bench, kept.get(line.requirement.id) if kept else None)
        judgements.append(judgement)
        if not line.counts:
            continue
        outcome = judgement.outcome
        if outcome.verdict == "not_applicable":
            excluded += line.weight
            continue
        weight += line.weight
        low += line.weight * outcome.low
        high += line.weight * outcome.high
        if outcome.verdict != "unknown":
            answered_weight += line.weight
            answered += line.weight * outcome.low
        if line.can_fail:
            fails_at_best = fails_at_best or outcome.best in failing
            fails_at_worst = fails_at_worst or outcome.worst in failing
        if not has_gap and outcome.kinds and line.requirement.waived is None:
            has_gap = not grave[line.requirement.priority].isdisjoint(outcome.kinds)
    open_ones = [judged(line, items, bench).outcome for line in world.open_musts]
    threats = [r for o, r in zip(open_ones, world.rules_of_musts, strict=True) if o.worst in failing]
    return Fit(
        product=candidate,
        decision=decide(fails_at_best, fails_at_worst or bool(threats), has_gap),
        judgements=tuple(judgements),
        weights=tuple(line.weight for line in lines),
        totals=Totals(weight, low, high, answered_weight, answered, excluded),
        fails_at_best=fails_at_best,
        fails_at_worst=fails_at_worst,
        open_at_best=any(outcome.best in failing for outcome in open_ones),
        threatening=frozenset().union(*threats),
        world=world,
    )


def judged(line: Line, items: Sequence[Voices], bench: Bench, known: Outcomes | None = None) -> Judgement:
    """The judgement of a line; of several products, or of several who deliver, the one that serves it speaks."""
    requirement = line.requirement
    if requirement.scope != "product":
        items = [each for voices in items for each in voices.speaking(requirement)]
    outcomes = known or tuple(judge(line, voices, bench) for voices in items)
    if len(items) == 1:
        return Judgement(requirement, outcomes[0], items[0])
    outcome, place = together(requirement, outcomes)
    parts = tuple(Judgement(requirement, o, v) for o, v in zip(outcomes, items, strict=True))
    return Judgement(requirement, outcome, items[place], parts)


def open_outcomes(fit: Fit) -> tuple[Outcome, ...]:
    """The outcomes of the Musts that undecided rules could add, in the order of ``World.open_musts``."""
    world = fit.world
    if not world.open_musts:
        return ()
    items = world.voices(world.catalog[fit.product])
    return tuple(judged(line, items, world.bench).outcome for line in world.open_musts)


def decide(fails_at_best: bool, may_fail: bool, has_gap: bool) -> Decision:
    """Screen the Musts first: knocked out for sure, perhaps (by what is unknown, or by an undecided rule), or not;
    then ask for gaps above info."""
    if fails_at_best:
        return "no_fit"
    if may_fail:
        return "undecided"
    return "fit_with_gaps" if has_gap else "fit"


def failing_levels(policy: Policy) -> frozenset[str]:
    """The verdicts that fail a Must."""
    return frozenset(["unmet", "partial"] if policy.partial_must == "blocker" else ["unmet"])


def fails(level: str, policy: Policy) -> bool:
    """Whether a Must with this verdict fails."""
    return level in failing_levels(policy)
