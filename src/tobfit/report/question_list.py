"""The questions of a report alone, in the order of their rank, those about the client and about products together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.matching.plain_report import Writer
from tobfit.matching.question import AnyQuestion
from tobfit.matching.report import Report
from tobfit.report.asking import product_question, question_answers
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.client_questions import answer_lines, client_question
from tobfit.report.policy_used import policy_name
from tobfit.report.teller import Teller
from tobfit.report.words import Words, check_audience


def question_list(report: Report, *, lang: str, audience: str, limit: int | None) -> list[Block]:
    """Each question with its target, whom to ask, and what each answer would mean; all of those shown are worked
    out, which is a match for each answer."""
    check_audience(audience)
    tell = Teller(report, Words(lang), limit, audience == "internal")
    return list(_blocks(tell))


def questions_data(report: Report, *, audience: str) -> list[dict[str, Any]]:
    """What ``Report.to_dict`` says under ``questions``, without the work for the rest."""
    check_audience(audience)
    writer = Writer(audience == "internal", full=True)
    return [writer.question(question) for question in report.questions]


def _blocks(tell: Teller) -> Iterable[Block]:
    words, report = tell.words, tell.report
    yield Heading(1, words("questions_of", client=tell.naming.of_client))
    facts = [words("as_of", date=report.as_of), words("policy_used", name=policy_name(tell))]
    yield Bullets(tuple(map(Item, facts)))
    questions = report.questions
    if not questions:
        yield Paragraph(words("no_questions"))
        return
    yield Paragraph(words("ranked", n=words.count(len(questions), "question")))
    shown = tell.within(questions)
    yield Bullets((*(_item(question, tell) for question in shown), *tell.more(questions, shown)))


def _item(question: AnyQuestion, tell: Teller) -> Item:
    target = tell.words("target", target=question.target)
    if question.product is None:
        return Item(client_question(question, tell), (target, *answer_lines(question, tell)))
    return Item(product_question(question, tell), (target, question_answers(question, tell)))
