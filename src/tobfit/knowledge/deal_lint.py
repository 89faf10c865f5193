"""What is wrong with the rules of the deal in packs, now that all layers are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.check import unknown_capability
from tobfit.knowledge.logic import decide
from tobfit.knowledge.reading import Reading
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.rule_lint import Found, blank_readings
from tobfit.model.deal import DealRule
from tobfit.model.scalars import Hints, Refused, shown


def lint_deal_rules(base: KnowledgeBase) -> Found:
    """Conditions that cannot be read or fulfilled, capabilities that no pack has, rules without effect, and what is
    forbidden on the strength of a source that nobody read."""
    if not base.deal_rules:
        return
    hints, blank = Hints(base.vocabulary.capabilities), blank_readings(base)
    for rule in base.deal_rules.values():
        for remark in _rule(rule, base, hints, blank):
            yield "deal_rules", rule.id, remark


def _rule(rule: DealRule, base: KnowledgeBase, hints: Hints, blank: Mapping[str, Reading]) -> Iterable[Remark]:
    for fault in base.deal_faults.get(rule.id, ()):
        inside = fault.path.removeprefix(".all[0]") if rule.jurisdictions else fault.path
        yield Remark(f".when{inside}", fault.refused)
    for index, name in enumerate(rule.asks):
        if name not in base.vocabulary:
            yield Remark(f".asks[{index}]", unknown_capability(name, hints))
    formula = base.deal_formulas.get(rule.id)
    if formula is not None and decide(formula, blank).truth is False:
        yield Remark(".when", Refused("TF323", f"nothing can fulfil the condition of {shown(rule.id)}"), warning=True)
    if not rule.kinds and not rule.asks:
        message = f"{shown(rule.id)} speaks of no lever and asks for nothing"
        hint = "forbids, limits, needs: [price, ...], or asks: [...]"
        yield Remark("", Refused("TF323", message, hint), warning=True)
    if rule.forbids and not rule.is_confirmed:
        message = f"{shown(rule.id)} forbids {', '.join(rule.forbids)}, but its source was not seen"
        hint = "levers of these kinds are to be looked up; read the source and say evidence: seen, or write limits"
        yield Remark(".forbids", Refused("TF324", message, hint), warning=True)
