"""Questions about the client: attributes that would decide a rule, and what each answer would mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import attrs

from tobfit.knowledge.inference import OpenRule
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.lines import weights_of
from tobfit.matching.profile_options import Option, options_of, target_of
from tobfit.matching.promise import kept_from
from tobfit.matching.world import World
from tobfit.model.attribute import Attribute
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision


@attrs.frozen
class ProfileEffect:
    """What an answer about the client would lead to for every product, exactly as a new match gives it, and the
    lines that it would add (the ids of the new match)."""

    changes: FrozenMap[str, Any]
    decisions: FrozenMap[str, Decision]
    scores: FrozenMap[str, Interval | None]
    added: tuple[str, ...]

    @property
    def decision(self) -> Decision | None:
        """The decision where all products have the same, else None."""
        found = set(self.decisions.values())
        return found.pop() if len(found) == 1 else None

    @property
    def score(self) -> Interval | None:
        """The score where there is one product, else None."""
        return next(iter(self.scores.values())) if len(self.scores) == 1 else None


@attrs.frozen
class ProfileQuestion:
    """A missing attribute of the client that would decide a rule.

    ``requirements`` are the lines that the open rules behind it could add. ``pivotal``: one of them is a Must that
    may knock a product out (``threatened``). ``width``: the share of the weight that hangs on it, were all added.
    """

    _repr_mimebundle_ = mimebundle

    target: str
    attribute: Attribute
    rules: tuple[OpenRule, ...]
    requirements: tuple[Requirement, ...]
    pivotal: bool
    threatened: tuple[str, ...]
    width: Fraction
    options: tuple[Option, ...] = attrs.field(repr=False)
    fits: tuple[Fit, ...] = attrs.field(repr=False, eq=False)
    world: World = attrs.field(repr=False, eq=False)
    kind: Literal["attribute"] = "attribute"
    product: None = None

    @property
    def ask(self) -> str:
        """The role at the client to ask; the technical buyer where the pack names none."""
        return self.attribute.ask or "technical"

    @property
    def text(self) -> str:
        """The question in English; ``attribute.question`` has it in the languages of the pack."""
        return (self.attribute.question or self.attribute.title).text("en")

    @cached_property
    def answers(self) -> FrozenMap[str, ProfileEffect]:
        """Answer -> what it would lead to."""
        return FrozenMap({answer: self._effect(changes) for answer, changes in self.options})

    def _effect(self, changes: FrozenMap[str, Any]) -> ProfileEffect:
        world = apply(self.world, changes)
        after = [world.fit(world.catalog[fit.product], kept_from(fit, world)) for fit in self.fits]
        known = {line.id for line in self.world.requirements}
        return ProfileEffect(
            changes,
            FrozenMap({fit.product: fit.decision for fit in after}),
            FrozenMap({fit.product: fit.score for fit in after}),
            tuple(line.id for line in world.requirements if line.id not in known),
        )


def profile_questions(fits: Sequence[Fit], world: World) -> Iterable[ProfileQuestion]:
    """One question for each attribute that decides an open rule which could add something."""
    behind: dict[str, list[OpenRule]] = {}
    for rule in world.open_rules:
        if world.open_lines[rule.id]:
            for attribute in rule.attributes:
                behind.setdefault(attribute, []).append(rule)
    listed = tuple(sorted(fits, key=lambda fit: fit.product))
    for attribute, rules in behind.items():
        lines = [line for rule in rules for line in world.open_lines[rule.id]]
        names = {rule.id for rule in rules}
        threatened = tuple(fit.product for fit in listed if not fit.fails_at_best and names & fit.threatening)
        hanging = _unlike(line.requirement for line in lines)
        yield ProfileQuestion(
            target=target_of(attribute),
            attribute=world.packs.base.askable[attribute],
            rules=tuple(rules),
            requirements=hanging,
            pivotal=bool(threatened),
            threatened=threatened,
            width=_share(hanging, world),
            options=options_of(attribute, [rule.id for rule in rules], world),
            fits=listed,
            world=world,
        )


def _unlike(lines: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The lines, those that ask for the same only once."""
    return tuple({(line.capability, line.priority, line.need, line.by, line.accept): line for line in lines}.values())


def _share(lines: Iterable[Requirement], world: World) -> Fraction:
    """The part of the whole weight that the lines would have beside those there are."""
    every = [*world.requirements, *lines]
    shares = weights_of(world.client, every, world.policy, world.view)
    whole = sum(shares, Fraction(0))
    new = sum(shares[len(world.requirements) :], Fraction(0))
    return Ratio(new / whole) if whole else Ratio(0)
