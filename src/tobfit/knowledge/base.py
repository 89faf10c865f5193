"""The knowledge base: every record that is in force after all layers, by kind and id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from tobfit.knowledge.demanded import Demanded, demanded_by, demanded_by_suite
from tobfit.knowledge.intrinsic import INTRINSIC, size_attribute
from tobfit.knowledge.logic import Fault, Formula, compile_condition
from tobfit.knowledge.services import StageMap
from tobfit.knowledge.vocabulary import Vocabulary, ancestors_of
from tobfit.model.attribute import Attribute
from tobfit.model.deal import DealRule
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import GeneralAdapter, Technology
from tobfit.model.rule import Condition, Rule, Suite
from tobfit.model.scalars import Hints
from tobfit.model.segment import Role, Segment, Stage
from tobfit.model.service import ExchangeRate, GeneralService
from tobfit.model.size import SizeScheme


@attrs.frozen(eq=False)
class Memo:
    """Results that come again when one client is looked at in many ways."""

    demands: dict[tuple[str, tuple[str, ...]], tuple[Demanded, ...]] = attrs.field(factory=dict)
    merged: dict[tuple[object, ...], tuple[object, ...]] = attrs.field(factory=dict)

    def trim(self) -> None:
        """Forgets everything once there is much of it."""
        for part in (self.demands, self.merged):
            if len(part) > MOST:
                part.clear()


MOST = 20_000


@attrs.frozen(eq=False, kw_only=True)
class KnowledgeBase:
    """What packs say once they are stacked; the order of a mapping is that of its ids, of stages the packs'."""

    vocabulary: Vocabulary
    attributes: FrozenMap[str, Attribute] = attrs.field(factory=FrozenMap)
    rules: FrozenMap[str, Rule] = attrs.field(factory=FrozenMap)
    segments: FrozenMap[str, Segment] = attrs.field(factory=FrozenMap)
    scales: FrozenMap[str, SizeScheme] = attrs.field(factory=FrozenMap)
    suites: FrozenMap[str, Suite] = attrs.field(factory=FrozenMap)
    roles: FrozenMap[str, Role] = attrs.field(factory=FrozenMap)
    stages: FrozenMap[str, Stage] = attrs.field(factory=FrozenMap)
    technologies: FrozenMap[str, Technology] = attrs.field(factory=FrozenMap)
    adapters: FrozenMap[str, GeneralAdapter] = attrs.field(factory=FrozenMap)
    services: FrozenMap[str, GeneralService] = attrs.field(factory=FrozenMap)
    deal_rules: FrozenMap[str, DealRule] = attrs.field(factory=FrozenMap)
    rates: tuple[ExchangeRate, ...] = ()
    """Exchange rates of all packs, those of the lowest layer first."""
    shipped: frozenset[str] = frozenset()
    """The rules that come with tobfit; the others were laid over them by somebody who means them."""
    shipped_deal_rules: frozenset[str] = frozenset()
    """The same of the rules of the deal."""

    @cached_property
    def askable(self) -> FrozenMap[str, Attribute]:
        """All attributes that rules may name: those that every client has, a size class for each scheme, and those
        that the packs declare."""
        sizes = {f"size_class.{scheme.id}": size_attribute(scheme) for scheme in self.scales.values()}
        return FrozenMap({**INTRINSIC, **sizes, **self.attributes})

    @cached_property
    def _compiled(self) -> dict[str, tuple[Formula | None, tuple[Fault, ...]]]:
        hints = Hints(self.askable)
        return {
            rule.id: compile_condition(condition_of(rule), self.askable, hints, self.segments)
            for rule in self.rules.values()
        }

    @cached_property
    def formulas(self) -> Mapping[str, Formula]:
        """The condition of each rule made ready, the jurisdictions that it speaks for included."""
        return {name: formula for name, (formula, _) in self._compiled.items() if formula is not None}

    @cached_property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong with conditions, by the id of their rule."""
        return {name: faults for name, (_, faults) in self._compiled.items() if faults}

    @cached_property
    def _deals(self) -> dict[str, tuple[Formula | None, tuple[Fault, ...]]]:
        hints = Hints(self.askable)
        return {
            rule.id: compile_condition(condition_of(rule), self.askable, hints, self.segments)
            for rule in self.deal_rules.values()
        }

    @cached_property
    def deal_formulas(self) -> Mapping[str, Formula]:
        """The same for the rules of the deal."""
        return {name: formula for name, (formula, _) in self._deals.items() if formula is not None}

    @cached_property
    def deal_faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong with the conditions of the rules of the deal."""
        return {name: faults for name, (_, faults) in self._deals.items() if faults}

    @cached_property
    def _compiled_services(self) -> dict[str, tuple[Formula | None, tuple[Fault, ...]]]:
        hints = Hints(self.askable)
        return {
            service.id: compile_condition(service.when, self.askable, hints, self.segments)
            for service in self.services.values()
            if service.when is not None
        }

    @cached_property
    def service_formulas(self) -> Mapping[str, Formula]:
        """The condition of each general service that has one, made ready."""
        return {name: formula for name, (formula, _) in self._compiled_services.items() if formula is not None}

    @cached_property
    def service_faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong with conditions, by the id of their general service."""
        return {name: faults for name, (_, faults) in self._compiled_services.items() if faults}

    @cached_property
    def stage_map(self) -> StageMap:
        """The stage of each service."""
        return StageMap(self.stages, self.services, self.vocabulary)

    def demands_of(self, rule: Rule, facts: tuple[str, ...]) -> tuple[Demanded, ...]:
        """What a rule demands of a client of whom these facts hold; made once, because what-ifs ask again and again."""
        key = (rule.id, facts)
        if key not in self.memo.demands:
            self.memo.demands[key] = demanded_by(rule, facts)
        return self.memo.demands[key]

    @cached_property
    def suite_demands(self) -> Mapping[str, tuple[Demanded, ...]]:
        """What each suite demands: its capabilities, each as a Should."""
        return {name: demanded_by_suite(name, suite) for name, suite in self.suites.items()}

    @cached_property
    def memo(self) -> Memo:
        """What inferences over this base share."""
        return Memo()

    @cached_property
    def wider_segments(self) -> Mapping[str, tuple[str, ...]]:
        """The broader segments of each, nearest first."""
        return ancestors_of(self.segments)


def condition_of(rule: Rule | DealRule) -> Condition:
    """The condition of a rule; where it speaks for some jurisdictions, the client is active in one of them."""
    if not rule.jurisdictions:
        return rule.when
    inside = Condition(attr="jurisdictions", op="intersects", value=rule.jurisdictions)
    return Condition(all=(rule.when, inside))
