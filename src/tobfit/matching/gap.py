"""Gaps: what is missing, how grave that is, and what it endangers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from tobfit.matching.fit import Fit, fails
from tobfit.matching.outcome import Judgement
from tobfit.model.displaying import mimebundle
from tobfit.model.natural import natural
from tobfit.model.policy import Policy
from tobfit.model.requirement import Requirement
from tobfit.model.words import GAP_KINDS, GAP_SEVERITIES, GapKind, GapSeverity

if TYPE_CHECKING:
    from tobfit.matching.remedy import Remedy
    from tobfit.matching.world import World

IN_PART: tuple[GapKind, ...] = ("partial", "third_party", "customisation", "roadmap")
"""The kinds that make a verdict partial."""


@attrs.frozen
class Gap:
    """One kind of gap on one line of one product, or of one offer."""

    _repr_mimebundle_ = mimebundle

    product: str
    requirement: Requirement
    kind: GapKind
    severity: GapSeverity
    judgement: Judgement = attrs.field(repr=False)
    fit: Fit = attrs.field(repr=False, eq=False)

    @property
    def world(self) -> World:
        """What the gap was found in."""
        return self.fit.world

    @property
    def because(self) -> str:
        """Why, in one English sentence; ``tobfit.report`` has it in other languages."""
        from tobfit.matching.reasons import gap_text

        return gap_text(self, "en")

    @property
    def item(self) -> str:
        """The product that the line hangs on: the gap's own, or one of an offer's."""
        return self.judgement.item

    @property
    def lacks_price(self) -> bool:
        """Whether another vendor's product serves the line in an offer that does not say what that costs."""
        if self.fit.offer is None or self.kind != "third_party":
            return False
        said = [statement for statement in self.judgement.own.statements if statement.response == "third_party"]
        return any(statement.price is None for statement in said)

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """The ways out, each with the score and decision that matching again would give. Another product is a
        way out that ``Report.remedies`` adds, so that a fit does not depend on the other products."""
        from tobfit.matching.remedy import remedies_of

        return remedies_of(self)

    @property
    def goals(self) -> tuple[str, ...]:
        """The ids of the client's goals that need the capability, or one broader than it; of a connection those that
        need what its system can do."""
        reach = needs_behind(self.requirement, self.world)
        return tuple(goal.id for goal in self.world.client.goals if not reach.isdisjoint(goal.needs))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The management outcomes that the gap endangers: of the suites that ask for the line and of the goals that
        need it."""
        goals = set(self.goals)
        of_goals = {goal.outcome for goal in self.world.client.goals if goal.id in goals and goal.outcome}
        return tuple(sorted({*self.requirement.outcomes, *of_goals}))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What stands behind the line: the facts and the rule, the suite, or who asked."""
        line = self.requirement
        why = next((source for source in line.origins if source.basis == line.basis), None)
        suite = next((source.suite for source in line.origins if source.suite is not None), None)
        if why is not None:
            return (*why.facts, *([why.rule] if why.rule else []))
        return (suite,) if not line.is_own and suite is not None else line.asked_by

    @property
    def path(self) -> tuple[str, ...]:
        """The chain behind the gap: client, why (who asked; the suite; the facts and the rule), requirement,
        capability, or of a connection its steps, product; of an offer the product that the line hangs on, then the
        offer. ``tobfit.graph`` has it with names and kinds."""
        item = (self.item,) if self.item != self.product else ()
        return (self.world.client.id, *self.reasons, self.requirement.id, *self.between, *item, self.product)

    @cached_property
    def between(self) -> tuple[str, ...]:
        """What lies between the line and the product: the steps of a connection, the place to run that comes nearest,
        the capability, and the vendor of a line that hangs on its word."""
        route, deployment = self.judgement.route, self.judgement.deployment
        if route is not None:
            return tuple(step.id for step in route.steps)
        if deployment is not None:
            return (deployment.best.place.zone,) if deployment.best and deployment.best.place.zone else ()
        capability = (self.requirement.capability,) if self.requirement.capability else ()
        return (*capability, *([self.vendor] if self.vendor is not None else []))

    @property
    def vendor(self) -> str | None:
        """The vendor whose word the line hangs on; None where it hangs on the product's."""
        return vendor_heard(self.judgement.own)


def vendor_heard(judgement: Judgement) -> str | None:
    """The vendor whose document speaks for a line, or would; None for any other line, and one answered by itself."""
    voices, name, speech = judgement.voices, judgement.requirement.capability, judgement.speech
    if voices.deliverer is None or name is None or speech.kind == "answer":
        return None
    if speech.kind == "complete":
        above = (name, *voices.vocabulary.ancestors(name))
        is_its_own = not set(above).isdisjoint(voices.deliverer.complete)
    else:
        is_its_own = voices.home(speech.capability or name).startswith("vendor.")
    return voices.deliverer.id if is_its_own else None


def needs_behind(line: Requirement, world: World) -> frozenset[str]:
    """What a goal can need of a line: its capability, of a connection what its system can do, and what is broader."""
    connect, name = line.connect, line.capability
    system = world.site.systems.get(connect.system) if connect is not None else None
    names = (*([name] if name else []), *(system.capabilities if system is not None else ()))
    return frozenset(each for one in names for each in (one, *world.vocabulary.ancestors(one)))


def gaps_of(fit: Fit) -> tuple[Gap, ...]:
    """All gaps of a fit, worst first, then by requirement, then by kind."""
    gaps = [
        Gap(fit.product, judgement.requirement, kind, severity, judgement, fit)
        for judgement in fit.judgements
        for kind, severity in severities(judgement, fit.world.policy)
    ]
    return tuple(sorted(gaps, key=_order))


def _order(gap: Gap) -> tuple[object, ...]:
    return GAP_SEVERITIES.index(gap.severity), natural(gap.requirement.id), GAP_KINDS.index(gap.kind)


def gravest(judgement: Judgement, policy: Policy) -> GapSeverity | None:
    """The severity of the gravest gap of a line; None where it has none."""
    return min((severity for _, severity in severities(judgement, policy)), key=GAP_SEVERITIES.index, default=None)


def severities(judgement: Judgement, policy: Policy) -> Iterable[tuple[GapKind, GapSeverity]]:
    """The gaps of one line: none for wont lines, info for waived ones, else as the policy's table says."""
    priority = judgement.requirement.priority
    if priority == "wont":
        return
    for kind in judgement.kinds:
        severity: GapSeverity = "info" if judgement.waived else policy.severity_of(kind, priority)
        # No better than partial, whatever the open points bring: then a partial Must that blocks is certain.
        blocks = priority == "must" and judgement.best == "partial" and fails("partial", policy)
        if blocks and kind in IN_PART and not judgement.waived:
            severity = "blocker"
        yield kind, severity
