"""``questions``: what to ask, whom, and what each answer would lead to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tobfit.assistant.bounded import Bounded, Patience
from tobfit.assistant.bounds import MAX_ANSWERED
from tobfit.assistant.gaps import score_of
from tobfit.assistant.giving import AnswerTold, QuestionsOutput, QuestionTold
from tobfit.assistant.quoting import quoted
from tobfit.assistant.ranking import chosen, warnings_of
from tobfit.assistant.reading import Matched
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.explained.records import OneAnswer


def asked(made: Matched, told: Explanation, arguments: Mapping[str, Any], patience: Patience) -> QuestionsOutput:
    """The first questions with all their answers; with ``only`` those about the client and about these products."""
    bounded = Bounded(arguments.get("limit", 5))
    wanted = chosen(made.report, arguments.get("only"))
    open_ones = [one for one in told.questions if not wanted or one.product is None or one.product in wanted]
    shown = bounded.first("questions", open_ones)
    return {
        "title": quoted(told.title),
        "client": made.report.client.id,
        "as_of": told.as_of.isoformat(),
        "audience": "internal" if told.internal else "client",
        "total": len(open_ones),
        "deciding": sum(question.pivotal for question in open_ones),
        "questions": list(_questions(shown, told, wanted, bounded, patience)),
        "warnings": warnings_of(made, told, bounded),
        "left_out": bounded.left_out,
    }


def _questions(
    shown: Sequence[ExplainedQuestion],
    told: Explanation,
    wanted: frozenset[str],
    bounded: Bounded,
    patience: Patience,
) -> list[QuestionTold]:
    """Answers are worked out as long as there is work left to do, so that the bound is the same everywhere."""
    lines, products = len(told.lines), len(told.products)
    room, found = MAX_ANSWERED, []
    for question in shown:
        patience.check()
        work = lines * len(question.options) * (products if question.product is None else 1)
        room -= work
        answers = question.each_answer if room >= 0 else ()
        where = f"answers to {question.target}"
        bounded.note(where, len(answers), len(question.options), "send fewer products at once")
        found.append(_question(question, [_answer(one, wanted, where, bounded) for one in answers]))
    return found


def _question(question: ExplainedQuestion, answers: list[AnswerTold]) -> QuestionTold:
    return {
        "target": quoted(question.target),
        "text": quoted(question.text),
        "ask": question.ask,
        "whom": quoted(question.whom),
        "product": question.product,
        "requirements": list(question.lines),
        "decides": question.pivotal,
        "width": float(question.width),
        "answers": answers,
    }


def _answer(answer: OneAnswer, wanted: frozenset[str], where: str, bounded: Bounded) -> AnswerTold:
    concerned = [product for product in answer.decisions if not wanted or product in wanted]
    shown = bounded.first(f"effects of {where}", concerned, "name products in `only`, or raise limit")
    return {
        "answer": quoted(answer.label),
        "effects": [
            {"product": name, "decision": answer.decisions[name], "score": score_of(answer.scores[name])}
            for name in shown
        ],
        "adds": list(bounded.first(f"adds of {where}", answer.added)),
        "document": _json(answer.document),
    }


def _json(document: Mapping[str, Any]) -> str:
    """The document as JSON: what is not seen is written as JSON's escapes, so that it says the same."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
