"""What is wrong with single records of packs, now that all layers are known."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.check import check_need, unheard_vendor, unknown_capability
from tobfit.knowledge.demands import cannot_hold, compared, joined
from tobfit.knowledge.intrinsic import INTRINSIC
from tobfit.knowledge.logic import decide
from tobfit.knowledge.reading import Reading, ScalarReading, SetReading
from tobfit.knowledge.remark import Remark
from tobfit.model.attribute import Attribute
from tobfit.model.rule import Condition, Demand, Rule, Suite
from tobfit.model.scalars import Hints, Refused, near, shown
from tobfit.model.size import SizeScheme
from tobfit.model.words import OUTCOMES, SOUND_EVIDENCE

Found = Iterable[tuple[str, str, Remark]]
"""Section, id of the record, and what is wrong there."""


def lint_records(base: KnowledgeBase) -> Found:
    """Dangling ids, operators that do not suit, dead rules, demands that cannot hold, Musts without a source."""
    hints = Hints(base.vocabulary.capabilities)
    blank = blank_readings(base)
    for rule in base.rules.values():
        for remark in _rule(rule, base, hints, blank):
            yield "rules", rule.id, remark
    together: dict[tuple[Condition, tuple[str, ...]], list[Rule]] = {}
    for rule in base.rules.values():
        together.setdefault((rule.when, tuple(sorted(rule.jurisdictions))), []).append(rule)
    for rules in together.values():
        yield from _contradictions(rules, base)
    for name, suite in base.suites.items():
        for remark in _suite(suite, base, hints):
            yield "suites", name, remark
    for attribute in base.attributes.values():
        for remark in _attribute(attribute, base, hints):
            yield "attributes", attribute.id, remark
    for scheme in base.scales.values():
        for remark in _scheme(scheme, base):
            yield "scales", scheme.id, remark


def blank_readings(base: KnowledgeBase) -> Mapping[str, Reading]:
    """Nothing known of anything."""
    return {
        attribute.id: SetReading(attribute) if attribute.kind in ("set", "segment") else ScalarReading(attribute)
        for attribute in base.askable.values()
    }


def _rule(rule: Rule, base: KnowledgeBase, hints: Hints, blank: Mapping[str, Reading]) -> Iterable[Remark]:
    for fault in base.faults.get(rule.id, ()):
        inside = fault.path.removeprefix(".all[0]") if rule.jurisdictions else fault.path
        yield Remark(f".when{inside}", fault.refused)
    for index, demand in enumerate(rule.implies):
        path = f".implies[{index}]"
        if demand.capability not in base.vocabulary:
            yield Remark(f"{path}.capability", unknown_capability(demand.capability, hints))
            continue
        if demand.stage is not None and base.stages and demand.stage not in base.stages:
            refused = Refused("TF307", f"no stage is called {shown(demand.stage)}", near(demand.stage, base.stages))
            yield Remark(f"{path}.stage", refused, warning=True)
        if found := unheard_vendor(demand.capability, demand.scope, base.vocabulary):
            yield Remark(f"{path}.capability", found, warning=True)
        for where, refused in check_need(demand.need, base.vocabulary[demand.capability]):
            yield Remark(f"{path}.need{where}", refused, warning=refused.code == "TF309")
        if demand.priority == "must" and {rule.evidence, demand.evidence or rule.evidence} - set(SOUND_EVIDENCE):
            message = f"{shown(rule.id)} makes a Must of {shown(demand.capability)}, but its source was not seen"
            hint = "it counts as should; read the source and say evidence: seen, or write should"
            yield Remark(f"{path}.priority", Refused("TF324", message, hint), warning=True)
    if rule.id in base.formulas and decide(base.formulas[rule.id], blank).truth is False:
        yield Remark(".when", Refused("TF323", f"nothing can fulfil the condition of {shown(rule.id)}"), warning=True)
    if not rule.implies:
        yield Remark("", Refused("TF323", f"{shown(rule.id)} implies nothing", "implies: [...]"), warning=True)


def _contradictions(rules: Sequence[Rule], base: KnowledgeBase) -> Found:
    """Demands on one capability and priority that nothing can fulfil together, in rules that always hold together."""
    seen: dict[tuple[str, str], list[tuple[Rule, Demand]]] = {}
    for rule in rules:
        for index, demand in enumerate(rule.implies):
            capability = base.vocabulary.get(demand.capability)
            earlier = seen.setdefault((demand.capability, demand.priority), [])
            for other, before in earlier if capability is not None else ():
                both = joined([before.need, demand.need], capability) if _overlap(rule, other) else None
                if both is not None and cannot_hold(both, capability):
                    whose = shown(rule.id) if rule is other else f"{shown(other.id)} and {shown(rule.id)}"
                    verb = "demands" if rule is other else "demand"
                    message = f"{whose} {verb} what nothing can fulfil: {before.need}; {demand.need}"
                    refused = Refused("TF316", message, "keep one of them")
                    yield "rules", rule.id, Remark(f".implies[{index}].need", refused)
                    break
            earlier.append((rule, demand))


def _overlap(rule: Rule, other: Rule) -> bool:
    """Whether there is a day on which both are in force."""
    first, last = datetime.date.min, datetime.date.max
    begin = max(rule.valid_from or first, other.valid_from or first)
    return begin <= min(rule.valid_to or last, other.valid_to or last)


def _suite(suite: Suite, base: KnowledgeBase, hints: Hints) -> Iterable[Remark]:
    if not suite.capabilities:
        yield Remark("", Refused("TF323", "a suite without capabilities", "capabilities: [...]"), warning=True)
    for index, name in enumerate(suite.capabilities):
        if name not in base.vocabulary:
            yield Remark(f".capabilities[{index}]", unknown_capability(name, hints))
    for index, outcome in enumerate(suite.outcomes):
        if outcome not in OUTCOMES:
            message = f"{shown(outcome)} is not a management outcome"
            yield Remark(f".outcomes[{index}]", Refused("TF206", message, near(outcome, OUTCOMES)))


def _attribute(attribute: Attribute, base: KnowledgeBase, hints: Hints) -> Iterable[Remark]:
    if attribute.id.startswith("size_class."):
        message = f"{shown(attribute.id)} is what a scheme of size classes answers"
        yield Remark(".id", Refused("TF318", message, "declare the scheme under scales"))
    own = INTRINSIC.get(attribute.id)
    if own is not None and own.kind != attribute.kind:
        message = f"{shown(attribute.id)} is a {own.kind}, which client records hold"
        yield Remark(".kind", Refused("TF318", message, f"kind: {own.kind}"))
    if attribute.ask is not None and base.roles and attribute.ask not in base.roles:
        message = f"no role is called {shown(attribute.ask)}"
        yield Remark(".ask", Refused("TF307", message, near(attribute.ask, base.roles)), warning=True)
    pattern = attribute.derived.system if attribute.derived else None
    for index, name in enumerate(pattern.capabilities if pattern else ()):
        if name not in base.vocabulary:
            yield Remark(f".derived.system.capabilities[{index}]", unknown_capability(name, hints))


def _scheme(scheme: SizeScheme, base: KnowledgeBase) -> Iterable[Remark]:
    for place, group in enumerate(scheme.groups):
        names = [(f".indicators[{i}].attr", indicator.attr) for i, indicator in enumerate(group.indicators)]
        for i, ceiling in enumerate(group.ceilings):
            names += [(f".ceilings[{i}]", name) for name in (*ceiling.less_than, *ceiling.any_at_most)]
        for where, name in names:
            attribute = base.askable.get(name)
            if attribute is None:
                message = f"no pack declares the attribute {shown(name)}"
                yield Remark(f".groups[{place}]{where}", Refused("TF320", message, near(name, base.askable)))
            elif attribute.kind not in ("number", "quantity"):
                message = f"{shown(name)} is a {attribute.kind}, which has no size"
                yield Remark(f".groups[{place}]{where}", Refused("TF321", message, "a number or a quantity"))
        for i, indicator in enumerate(group.indicators):
            bounds = [b for b in (indicator.small, indicator.medium, indicator.large) if b is not None]
            if any(compared(low, high, None) not in (-1, 0) for low, high in itertools.pairwise(bounds)):
                message = f"the bounds of {shown(indicator.attr)} do not rise from small to large"
                yield Remark(f".groups[{place}].indicators[{i}]", Refused("TF216", message))
