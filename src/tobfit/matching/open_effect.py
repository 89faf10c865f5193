"""What an undecided rule would do to a product, if it held."""

from __future__ import annotations

from functools import cached_property

import attrs

from tobfit.knowledge.inference import OpenRule
from tobfit.matching.fit import Fit
from tobfit.matching.promise import kept_from
from tobfit.model.interval import Interval
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision


@attrs.frozen(eq=False)
class OpenEffect:
    """An undecided rule beside a product: the attributes that decide it, the lines that it would add, and the score
    and decision that the product would have.

    ``threatens``: one of these lines is a Must that the product may fail.
    """

    rule: OpenRule
    fit: Fit = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes whose values would decide the rule."""
        return self.rule.attributes

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The lines that the rule would add or strengthen."""
        return tuple(line.requirement for line in self.fit.world.open_lines[self.rule.id])

    @property
    def threatens(self) -> bool:
        """Whether the rule could knock the product out."""
        return self.rule.id in self.fit.threatening

    @cached_property
    def _after(self) -> Fit:
        world = self.fit.world.taking(self.rule.id)
        return world.fit(world.catalog[self.fit.product], kept_from(self.fit, world))

    @property
    def decision(self) -> Decision:
        """The decision if the rule held."""
        return self._after.decision

    @property
    def score(self) -> Interval | None:
        """The score if the rule held."""
        return self._after.score


def open_effects(fit: Fit) -> tuple[OpenEffect, ...]:
    """The undecided rules of a fit: those first that could knock the product out, then by id."""
    effects = [OpenEffect(rule, fit) for rule in fit.world.open_rules if fit.world.open_lines[rule.id]]
    return tuple(sorted(effects, key=lambda effect: (not effect.threatens, effect.id)))
