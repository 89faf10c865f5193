"""The parts of report/1 that speak of rules: what is open, what conflicts, how much is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tobfit.matching.plain_report import Plain, Writer, ends, number

if TYPE_CHECKING:
    from tobfit.knowledge.inference import OpenRule
    from tobfit.knowledge.merge import Conflict
    from tobfit.knowledge.understanding import Understanding
    from tobfit.matching.open_effect import OpenEffect
    from tobfit.matching.profile_question import ProfileQuestion


def open_rule(rule: OpenRule, writer: Writer) -> Plain:
    """An undecided rule: what it rests on, what would decide it, what speaks for it."""
    return {
        "rule": rule.id,
        "name": writer.value(rule.rule.name),
        "basis": rule.rule.basis,
        "citation": str(rule.rule.source),
        "evidence": rule.rule.evidence,
        "attributes": list(rule.attributes),
        "facts": list(rule.facts),
        "capabilities": [demand.capability for demand in rule.rule.implies],
    }


def open_effect(effect: OpenEffect, *, full: bool) -> Plain:
    """What an undecided rule could do to a product; score and decision are a match of their own."""
    data: Plain = {"rule": effect.id, "attributes": list(effect.attributes), "threatens": effect.threatens}
    return {**data, "decision": effect.decision, "score": ends(effect.score)} if full else data


def conflict(found: Conflict, writer: Writer) -> Plain:
    """What cannot hold together."""
    return {
        "kind": found.kind,
        "subject": found.subject,
        "requirements": list(found.requirements),
        "sources": [writer.record(source) for source in found.sources],
        "facts": list(found.facts),
        "accepted": found.accepted,
    }


def understanding(known: Understanding) -> dict[str, Any]:
    """Area -> share and missing attributes, and the share of all."""
    areas = {
        area: {"share": number(part.share), "relevant": list(part.relevant), "missing": list(part.missing)}
        for area, part in known.areas.items()
    }
    return {"share": number(known.share), "areas": areas}


def profile_question(question: ProfileQuestion, writer: Writer) -> Plain:
    """A question about the client."""
    data: Plain = {
        "target": question.target,
        "kind": question.kind,
        "product": None,
        "requirements": list(dict.fromkeys(line.capability for line in question.requirements)),
        "text": question.text,
        "ask": question.ask,
        "pivotal": question.pivotal,
        "width": float(question.width),
        "rules": [rule.id for rule in question.rules],
    }
    if writer.full:
        data["answers"] = [
            {
                "answer": answer,
                "changes": writer.changes(effect.changes),
                "decisions": dict(effect.decisions),
                "scores": {name: ends(score) for name, score in effect.scores.items()},
                "added": list(effect.added),
            }
            for answer, effect in question.answers.items()
        ]
    return data
