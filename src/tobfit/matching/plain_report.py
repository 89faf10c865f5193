"""A report as plain data (report/1): texts, numbers, lists and mappings, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs

from tobfit.errors import Problem
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.plain import to_plain, value_node
from tobfit.model.progress import Progress, check_progress, steps
from tobfit.model.scalars import number_text
from tobfit.model.shape import Shape, fields_of
from tobfit.model.tree import from_plain
from tobfit.model.words import Verdict

if TYPE_CHECKING:
    from tobfit.matching.fit import Fit
    from tobfit.matching.gap import Gap
    from tobfit.matching.outcome import Judgement
    from tobfit.matching.question import AnyQuestion
    from tobfit.matching.remedy import Remedy
    from tobfit.matching.report import Report
    from tobfit.model.requirement import Requirement

Plain = dict[str, Any]
Audience = Literal["client", "internal"]
Detail = Literal["full", "summary"]
VERDICTS: tuple[str, ...] = get_args(Verdict)


def report_dict(
    report: Report, *, audience: Audience = "client", detail: Detail = "full", progress: Progress = None
) -> Plain:
    """The whole report as plain data.

    Fractions become floats here, correctly rounded, and nowhere before. Fields marked internal (notes, effort,
    rates) are there for ``audience="internal"`` only. Every remedy and every answer to a question is a match of
    its own, so that time grows with their number: ``detail="summary"`` leaves both out, and is the one to take
    where products times requirements exceed some 20,000. Other words raise a ValueError.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> data = report_dict(tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")))
    >>> data["fits"][0]["score"]
    {'low': 1.0, 'high': 1.0}
    """
    if audience not in get_args(Audience) or detail not in get_args(Detail):
        raise ValueError(f"audience is one of {get_args(Audience)}, detail one of {get_args(Detail)}")
    check_progress(progress)
    return Writer(audience == "internal", detail == "full").report(report, progress)


def number(value: Fraction | None) -> float | None:
    """The nearest float; None stays None."""
    return None if value is None else float(value)


def ends(interval: Interval | None) -> Plain | None:
    """Both ends as floats."""
    return None if interval is None else {"low": float(interval.low), "high": float(interval.high)}


@cache
def internal_names() -> frozenset[str]:
    """The names of all fields that records mark as internal."""
    from tobfit.model.catalog import Response, Vendor
    from tobfit.model.client import Client
    from tobfit.model.offer import Offer
    from tobfit.model.policy import Policy
    from tobfit.model.product import Product

    seen: set[type[Any]] = set()
    names: set[str] = set()
    roots = (Client, Product, Response, Vendor, Policy, Offer)
    todo: list[Shape | None] = [Shape(kind="record", record=cls) for cls in roots]
    while todo:
        shape = todo.pop()
        if shape is None:
            continue
        todo += [shape.key, shape.item]
        if shape.record is not None and shape.record not in seen:
            seen.add(shape.record)
            names.update(field.name for field in fields_of(shape.record) if field.internal)
            todo += [field.shape for field in fields_of(shape.record) if not field.internal]
    return frozenset(names)


@attrs.frozen
class Writer:
    """Writes the parts of a report for one audience, with or without what is a match of its own."""

    internal: bool
    full: bool

    def report(self, report: Report, progress: Progress = None) -> Plain:
        from tobfit.matching import plain_knowledge as knowledge
        from tobfit.matching import plain_result as later

        client = report.client
        data: Plain = {
            "tobfit": "report/1",
            "client": client.id,
            "client_name": self.value(client.name),
            "as_of": report.as_of.isoformat(),
            "view": report.view.id if report.view else None,
            "audience": "internal" if self.internal else "client",
            "detail": "full" if self.full else "summary",
            "policy": self.record(report.policy, whole=True),
            "certain_winners": list(report.certain_winners),
            "possible_winners": list(report.possible_winners),
            "decision": {
                fit.product: dict(zip(("decision", "stage"), report.decision[fit.product], strict=True))
                for fit in report.fits
            },
            "requirements": [self.requirement(line) for line in report.requirements],
            "fits": [self.fit(fit, report) for fit in steps(report.fits, progress, "report")],
            "questions": [self.question(question) for question in report.questions],
            "understanding": knowledge.understanding(report.understanding),
            "conflicts": [knowledge.conflict(found, self) for found in report.conflicts],
            "open_rules": [knowledge.open_rule(rule, self) for rule in report.open_rules],
        }
        if self.full:
            data["replacements"] = list(_replacements(report))
        data["findings"] = [
            later.finding(found, self) for found in report.findings if self.internal or not found.internal
        ]
        data["results"] = [later.result(made, self) for made in report.results]
        data["warnings"] = [_problem(problem) for problem in report.warnings]
        return data

    def requirement(self, line: Requirement) -> Plain:
        data: Plain = {
            "id": line.id,
            "text": self.value(line.text),
            "capability": line.capability,
            "priority": line.priority,
            "weight": number_text(line.weight),
            "need": {"text": str(line.need), **self.record(line.need)},
            "connect": self.value(line.connect),
            "deploy": self.value(line.deploy),
            "scope": line.scope,
            "group": line.group,
            "stage": line.stage,
            "by": line.by.isoformat() if line.by else None,
            "accept": list(line.accept),
            "asked_by": list(line.asked_by),
            "waived": self.value(line.waived),
            "basis": line.basis,
            "sources": [self.record(source) for source in line.sources],
        }
        return {**data, "notes": line.notes} if self.internal else data

    def fit(self, fit: Fit, report: Report) -> Plain:
        from tobfit.matching import plain_knowledge as knowledge
        from tobfit.matching import plain_offer as offers

        product = report.world.catalog[fit.product]
        return {
            "product": fit.product,
            "name": self.value(product.name),
            "offer": offers.offer(fit, self),
            "modules": offers.modules(fit),
            "price": offers.price(fit, self),
            "rank": report.ranks[fit.product],
            "decision": fit.decision,
            "score": ends(fit.score),
            "answered": number(fit.answered),
            "coverage": number(fit.coverage),
            "excluded": number(fit.excluded),
            "counts": {verdict: fit.count(verdict) for verdict in VERDICTS},
            "judgements": [self.judgement(judgement) for judgement in fit.judgements],
            "contributions": [
                {"requirement": part.requirement, "low": float(part.low), "high": float(part.high)}
                for part in fit.contributions
            ],
            "gaps": [self.gap(gap) for gap in fit.gaps],
            "open_rules": [knowledge.open_effect(effect, full=self.full) for effect in fit.open_rules],
        }

    def judgement(self, judgement: Judgement) -> Plain:
        from tobfit.matching import plain_landscape as landscape
        from tobfit.matching import plain_offer as offers
        from tobfit.matching.gap import vendor_heard

        route, deployment = judgement.route, judgement.deployment
        return {
            "requirement": judgement.requirement.id,
            "item": judgement.item,
            "vendor": vendor_heard(judgement.own),
            "verdict": judgement.verdict,
            "credit": ends(judgement.credit),
            "worst": judgement.worst,
            "best": judgement.best,
            "reason": judgement.reason,
            "reason_code": judgement.outcome.reason,
            "parts": offers.parts(judgement),
            "kinds": list(judgement.kinds),
            "waived": judgement.waived,
            "route": None if route is None else landscape.route_data(route, self),
            "deployment": None if deployment is None else landscape.deployment_data(deployment),
            "heard": {"kind": judgement.speech.kind, "capability": judgement.speech.capability},
            "statements": [self.record(statement) for statement in judgement.statements],
            "evidence": [self.record(item) for item in judgement.evidence],
        }

    def gap(self, gap: Gap) -> Plain:
        data: Plain = {
            "requirement": gap.requirement.id,
            "kind": gap.kind,
            "severity": gap.severity,
            "because": gap.because,
            "goals": list(gap.goals),
            "outcomes": list(gap.outcomes),
            "path": list(gap.path),
        }
        return {**data, "remedies": [self.remedy(remedy) for remedy in gap.remedies]} if self.full else data

    def remedy(self, remedy: Remedy) -> Plain:
        data: Plain = {"kind": remedy.kind, "answer": remedy.answer}
        if self.internal:
            data["effort"] = self.value(remedy.effort)
        return {
            **data,
            "price": None if remedy.price is None else str(remedy.price),
            "date": remedy.date.isoformat() if remedy.date else None,
            "risk": remedy.risk,
            "changes": self.changes(remedy.changes),
            "credit": ends(remedy.credit),
            "score_after": ends(remedy.score_after),
            "decision_after": remedy.decision_after,
        }

    def question(self, question: AnyQuestion) -> Plain:
        from tobfit.matching import plain_knowledge as knowledge

        if question.product is None:
            return knowledge.profile_question(question, self)
        data: Plain = {
            "target": question.target,
            "kind": question.kind,
            "product": question.product,
            "item": question.item,
            "requirements": [line.id for line in question.requirements],
            "text": question.text,
            "ask": question.ask,
            "pivotal": question.pivotal,
            "width": float(question.width),
        }
        if self.full:
            data["answers"] = [
                {
                    "answer": answer,
                    "changes": self.changes(effect.changes),
                    "decision": effect.decision,
                    "score": ends(effect.score),
                }
                for answer, effect in question.answers.items()
            ]
        return data

    def changes(self, changes: Mapping[str, Any]) -> Plain:
        """Targets in order; what a change takes over from a statement holds its internal fields."""
        plain = {target: to_plain(from_plain(changes[target])) for target in sorted(changes)}
        if self.internal:
            return plain
        return {target: _shown_part(value) for target, value in plain.items() if not _is_internal(target, value)}

    def value(self, value: Any) -> Any:
        """Plain data of a record, a label or nothing; anything else by its text."""
        if value is None:
            return None
        if attrs.has(type(value)) and hasattr(value, "evolve"):
            return self.record(value)
        return to_plain(value.to_node()) if hasattr(value, "to_node") else str(value)

    def record(self, made: Any, whole: bool = False) -> Plain:
        """The fields that the audience may see; those that say nothing are left out unless ``whole``."""
        data: Plain = {}
        for field in fields_of(type(made)):
            value = getattr(made, field.attribute)
            if field.internal and (not self.internal or value is None):
                continue
            if whole or not (value is None or value is False or value == () or value == FrozenMap()):
                data[field.name] = self.part(value, field.shape, whole)
        return data

    def part(self, value: Any, shape: Shape, whole: bool) -> Any:
        if value is None:
            return None
        if shape.kind == "record":
            return self.record(value, whole)
        if shape.kind == "list" and shape.item is not None:
            return [self.part(item, shape.item, whole) for item in value]
        if shape.kind == "map" and shape.item is not None:
            return {key: self.part(value[key], shape.item, whole) for key in sorted(value)}
        return to_plain(value_node(value, shape))


def _is_internal(target: str, value: Any) -> bool:
    """Whether a target is an internal field itself; a capability may be called like one, and is set to statements."""
    is_stated = isinstance(value, dict) and "response" in value
    return target.rpartition(".")[2] in internal_names() and not is_stated


def _shown_part(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shown_part(item) for key, item in value.items() if key not in internal_names()}
    return [_shown_part(item) for item in value] if isinstance(value, list) else value


def _replacements(report: Report) -> Iterable[Plain]:
    """Lines with a gap that another product meets, the best-ranked such product with each."""
    for fit in report.fits:
        first = {gap.requirement.id: gap for gap in reversed(fit.gaps)}
        for name in sorted(first, key=[j.requirement.id for j in fit.judgements].index):
            for remedy in report.remedies(first[name]):
                if remedy.kind == "replace":
                    yield {"product": fit.product, "requirement": name, "instead": remedy.product}


def _problem(problem: Problem) -> Plain:
    names = ("code", "severity", "message", "path", "hint")
    return {name: getattr(problem, name) for name in names}
