"""What follows for the client: the rules that hold or may, the facts behind them, and what they require."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.graph.client_side import jurisdiction
from tobfit.graph.draft import Draft
from tobfit.graph.facts import fact_node
from tobfit.knowledge.logic import decide
from tobfit.knowledge.profile import Profile
from tobfit.knowledge.reading import Reading, ScalarReading, SetReading
from tobfit.model.label import Label
from tobfit.model.rule import Rule


def add_rules(draft: Draft) -> None:
    """Fired rules with the lines that they require, open rules with what they ask."""
    profile = draft.world.inference.profile
    if profile is None:
        return
    for name in draft.world.inference.fired:
        rule = draft.base.rules[name]
        facts = decide(draft.base.formulas[name], profile.readings).facts
        _subject(draft, profile, rule, _rule(draft, rule, "fired"), facts, "subject_to")
    for line in draft.world.requirements:
        for source in line.sources:
            if source.rule is not None:
                draft.edge(f"rule:{source.rule}", "requires", f"requirement:{line.id}", source.asked or "")
    for open_rule in draft.world.open_rules:
        number = _rule(draft, open_rule.rule, "open")
        _subject(draft, profile, open_rule.rule, number, open_rule.facts, "may_be_subject_to")
        for asked in open_rule.attributes:
            draft.edge(number, "asks", _asked(draft, profile.readings[asked]))
        for demand in open_rule.rule.implies:
            draft.edge(number, "would_require", draft.capability(demand.capability), demand.priority)


def _rule(draft: Draft, rule: Rule, state: str) -> str:
    title = rule.name or Label.of({"en": f"rule {rule.id}", "zh": f"规则 {rule.id}"})
    return draft.node("rule", rule.id, title, state)


def _subject(draft: Draft, profile: Profile, rule: Rule, number: str, facts: Iterable[str], type: str) -> None:
    """Edges to a rule from the facts that speak for it; from the client itself where none does."""
    anchors = [anchor for fact in facts for anchor in _anchors(draft, profile, rule, fact.partition(": ")[0])]
    for anchor in anchors or [draft.client]:
        draft.edge(anchor, type, number)


def _anchors(draft: Draft, profile: Profile, rule: Rule, name: str) -> Iterable[str]:
    """The industries or jurisdictions that a rule names and the client has; of other attributes the fact itself."""
    reading = profile.readings[name]
    if isinstance(reading, SetReading) and name in ("industries", "jurisdictions"):
        atoms = [atom for atom in draft.base.formulas[rule.id].atoms if atom.attribute.id == name]
        named = sorted({str(value) for atom in atoms for value in atom.operand} & reading.certain)
        if named:
            return [draft.segment(each) if name == "industries" else jurisdiction(draft, each) for each in named]
    return [fact_node(draft, reading)]


def _asked(draft: Draft, reading: Reading) -> str:
    """An attribute that an open rule asks for; what is known of it already is a fact."""
    is_known = reading.options if isinstance(reading, ScalarReading) else reading.certain
    if is_known:
        return fact_node(draft, reading)
    return draft.node("attribute", reading.attribute.id, reading.attribute.title)
