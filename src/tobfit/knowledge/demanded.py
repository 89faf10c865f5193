"""One demand with the source that makes it."""

from __future__ import annotations

import attrs

from tobfit.model.requirement import Source
from tobfit.model.rule import Demand, Rule, Suite
from tobfit.model.words import SOUND_EVIDENCE, EvidenceGrade, Priority


@attrs.frozen
class Demanded:
    """One demand with the source that makes it; ``priority`` is no higher than the evidence allows."""

    demand: Demand
    source: Source
    priority: Priority


def demanded_by(rule: Rule, facts: tuple[str, ...]) -> tuple[Demanded, ...]:
    """What a rule that holds demands. Where the source was not seen, a Must counts as a Should."""
    return tuple(_demanded(rule, demand, facts) for demand in rule.implies)


def _demanded(rule: Rule, demand: Demand, facts: tuple[str, ...]) -> Demanded:
    evidence = weaker(rule.evidence, demand.evidence or rule.evidence)
    reference = rule.source.evolve(number=demand.number) if demand.number else rule.source
    source = Source(
        kind="implied",
        rule=rule.id,
        citation=str(reference),
        facts=facts,
        basis=rule.basis,
        evidence=evidence,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        because=rule.because,
        reference=reference,
        asked=f"{demand.priority}: {demand.need}",
    )
    is_sound = evidence in SOUND_EVIDENCE
    return Demanded(demand, source, demand.priority if is_sound or demand.priority != "must" else "should")


_GRADES: tuple[EvidenceGrade, ...] = ("seen", "computed", "recalled", "inferred")


def weaker(first: EvidenceGrade, second: EvidenceGrade) -> EvidenceGrade:
    """The weaker of two grades: a chain of evidence is as strong as its weakest link."""
    return max(first, second, key=_GRADES.index)


def demanded_by_suite(name: str, suite: Suite) -> tuple[Demanded, ...]:
    """What a suite that is asked for demands: its capabilities, each as a Should."""
    source = Source(kind="stated", suite=name, outcomes=suite.outcomes, facts=(f"need_suites: {name}",))
    return tuple(
        Demanded(Demand(capability=capability, priority="should"), source, "should")
        for capability in suite.capabilities
    )
