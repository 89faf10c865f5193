"""A report as plain data in one language, for any generator of proposals (context/1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.matching.finding import Finding
from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.report import Report
from tobfit.model.progress import Progress, steps
from tobfit.report.client_questions import affordable
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.explained.records import ExplainedLine
from tobfit.report.later import result_blocks
from tobfit.report.proposal.figures import Data, blocks_data, coded, figure, share, texts_of
from tobfit.report.proposal.policy_data import policy_data
from tobfit.report.proposal.product_data import product_data

VERSION = "context/1"


def context(
    report: Report, *, lang: str = "en", audience: str = "client", limit: int | None = 12, progress: Progress = None
) -> dict[str, Any]:
    """What a report says, as dicts, lists, texts, numbers, booleans and None: for templates and other programs.

    Every judgement, gap, question and price is there, with codes (``"code": "met"``) and words in the language
    (``"word": "met"``), with figures as the nearest floats and as texts. Scores, credits and shares lie from 0 to 1;
    ``low`` and ``high`` are equal where nothing is unknown, None where there is nothing to score. The JSON Schema is
    published (``tobfit schema context``): it names every key, and no key is ever missing.

    Ways out of gaps and answers to questions are a match each: they are worked out for the first ``limit`` gaps and
    questions of each of the first ``limit`` products (None: for all), and ``is_worked_out`` says for which.
    ``lang`` is ``en`` or ``zh``. ``audience="internal"`` fills in notes and efforts, which are None for clients. Any
    other audience and a limit below 1 are a ValueError. ``progress`` is told of products and questions done.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> data = context(tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")))
    >>> data["tobfit"], data["products"][0]["score"]["percent"], data["products"][0]["decision"]
    ('context/1', '90.0 %', {'code': 'fit_with_gaps', 'word': 'fit with gaps'})
    """
    told = explain(report, lang=lang, audience=audience, limit=limit)
    tell = told.tell
    parts = [*told.products, *told.questions]
    worked_out = _worked_out(told)
    done = [_part(part, place, told, worked_out) for place, part in enumerate(steps(parts, progress, "context"))]
    products, questions = done[: len(told.products)], done[len(told.products) :]
    return {
        "tobfit": VERSION,
        "lang": told.words.lang,
        "audience": audience,
        "limit": limit,
        "title": told.title,
        "client": {"id": report.client.id, "name": told.client_name, "notes": told.notes},
        "as_of": told.as_of.isoformat(),
        "view": _view(told),
        "facts": list(told.facts),
        "understanding": share(report.understanding.share, tell),
        "winners": _winners(told),
        "requirements": [_line(line, told) for line in told.lines],
        "products": products,
        "questions": questions,
        "warnings": list(told.warnings),
        "conflicts": texts_of(told.conflicts),
        "findings": [_finding(one, told) for one in report.findings if told.internal or not one.internal],
        "results": [
            {"kind": type(result).__name__, "blocks": blocks_data(result_blocks([result], lang, audience, limit))}
            for result in report.results
        ],
        "policy": policy_data(told),
    }


def _part(part: Any, place: int, told: Explanation, worked_out: frozenset[str]) -> Data:
    """A product or a question."""
    if isinstance(part, ExplainedQuestion):
        return _question(part, told, part.target in worked_out)
    return product_data(part, told, is_detailed=told.limit is None or place < told.limit)


def _worked_out(told: Explanation) -> frozenset[str]:
    """The targets of the questions whose answers are worked out: the first about the client for which there is room,
    and the first about each detailed product."""
    own = [one.question for one in told.questions if isinstance(one.question, ProfileQuestion)]
    found = set(affordable(told.tell.within(own), told.tell))
    for product in told.tell.within(told.products):
        about = [question for question in told.questions if question.product == product.id]
        found.update(question.target for question in told.tell.within(about))
    return frozenset(found)


def _view(told: Explanation) -> Data | None:
    view = told.report.view
    return None if view is None else {"id": view.id, "name": told.tell.naming.name(view, view.id)}


def _winners(told: Explanation) -> Data:
    certain, possible = told.report.certain_winners, told.report.possible_winners
    words = told.words
    return {
        "certain": list(certain),
        "certain_text": words("certain", names=words.join(list(certain))),
        "possible": list(possible),
        "possible_text": words("possible", names=words.join(list(possible))),
    }


def _line(line: ExplainedLine, told: Explanation) -> Data:
    tell = told.tell
    return {
        "id": line.id,
        "title": line.title,
        "priority": coded(line.priority, tell),
        "need": line.needed,
        "by": line.by.isoformat() if line.by else None,
        "capability": line.capability,
        "dimension": line.dimension,
        "dimension_name": line.dimension_name,
        "stage": {"code": line.stage, "word": _stage(line, told)},
        "group": line.group,
        "basis": coded(line.basis, tell),
        "roles": [{"code": role, "word": tell.naming.role(role)} for role in line.roles],
        "asked_by": list(line.asked_by),
        "grounds": list(line.why),
        "waived": line.waived,
        "notes": line.notes,
        "verdicts": [
            {"product": product.id, "verdict": coded(product.cell[line.id].verdict, tell)} for product in told.products
        ],
    }


def _stage(line: ExplainedLine, told: Explanation) -> str:
    """What the packs call the stage of a service line; a dash for other lines."""
    if line.stage is None:
        return "-"
    return told.tell.naming.name(told.report.world.packs.base.stages.get(line.stage), line.stage)


def _question(question: ExplainedQuestion, told: Explanation, is_worked_out: bool) -> Data:
    tell = told.tell
    answers: Iterable[Any] = question.answers if is_worked_out else ()
    return {
        "target": question.target,
        "product": question.product,
        "about": told.client_name if question.product is None else tell.names[question.product],
        "requirements": list(question.lines),
        "text": question.text,
        "ask": {"code": question.ask, "word": question.whom},
        "pivotal": question.pivotal,
        "width": share(question.width, tell),
        "told": question.told,
        "options": list(question.options),
        "is_worked_out": is_worked_out,
        "answers": [
            {"labels": list(one.labels), "text": one.told, "decision": coded(one.decision, tell),
             "score": figure(one.score, tell)}
            for one in answers
        ],
    }  # fmt: skip


def _finding(one: Finding, told: Explanation) -> Data:
    tell = told.tell
    return {
        "product": one.product,
        "about": tell.names.get(one.product, one.product) if one.product else told.client_name,
        "requirement": one.requirement,
        "kind": coded(one.kind, tell),
        "severity": coded(one.severity, tell),
        "stage": one.stage,
        "text": one.because.text(told.words.lang),
    }
