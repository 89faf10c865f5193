"""The open questions: which of them decide, what each answer leads to, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tobfit.matching.changes import apply
from tobfit.matching.question import Effect, Question
from tobfit.matching.reasons import question_text
from tobfit.model.words import Decision
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.client_questions import client_question_blocks
from tobfit.report.landscape_answers import topic_asked
from tobfit.report.teller import Teller

WORKED_OUT = 24
"""How many questions of a product are answered in all ways for the summary; each answer is a match."""
ORDER: tuple[Decision, ...] = ("no_fit", "undecided", "fit_with_gaps", "fit")


def question_blocks(tell: Teller) -> Iterable[Block]:
    """First the questions about the client, then those by product: products first whose questions come first."""
    yield Heading(2, tell.words("questions"))
    of_client = tuple(client_question_blocks(tell))
    yield from of_client
    by_product: dict[str, list[Question]] = {}
    for question in tell.report.questions:
        if isinstance(question, Question):
            by_product.setdefault(question.product, []).append(question)
    if of_client and by_product:
        yield Heading(3, tell.words("about_products"))
    if not of_client and not by_product:
        yield Paragraph(tell.words("no_questions"))
    for product in tell.within(list(by_product)):
        questions = by_product[product]
        shown = tell.within(questions)
        yield Paragraph(_verdict(product, questions, tell))
        items = (Item(product_question(one, tell), (question_answers(one, tell),)) for one in shown)
        yield Bullets((*tell.unrepeated(items), *tell.more(questions, shown)))


def question_answers(question: Question, tell: Teller) -> str:
    """The answers of a question with what they lead to."""
    return tell.answers(question.answers, topic_asked(question, question.item))


def product_question(question: Question, tell: Teller) -> str:
    """The question in a line: its text, whom to ask, and how much hangs on it."""
    effect = [tell.words("pivotal")] if question.pivotal else []
    if question.width:
        effect.append(tell.words("width", share=tell.figure(question.width)))
    return tell.words(
        "question",
        text=question_text(question, tell.words.lang),
        whom=tell.words("whom", whom=tell.words.term(question.ask)),
        effect=tell.extras(effect),
    )


def _verdict(product: str, questions: Sequence[Question], tell: Teller) -> str:
    """What the questions can do to the product's decision, worked out from their answers."""
    words, name = tell.words, tell.names[product]
    decisive = [question for question in questions if question.pivotal]
    tried = (decisive or questions)[:WORKED_OUT]
    if decisive:
        sentence = "decide_too" if tell.report[product].threatening else "decide"
        told = [words(sentence, product=name, questions=words.count(len(decisive), "question"))]
    else:
        decision, number = words.term(tell.report[product].decision), words.count(len(questions), "question_is")
        told = [words("open_points", product=name, decision=decision, questions=number)]
    if len(tried) < len(decisive or questions):
        told.append(words("first_only", n=len(tried)))
    if not decisive:
        return words("space").join([*told, _turns(product, tried, tell)])
    told += _knocks(tried, tell)
    if len(tried) == len(decisive):
        told.append(_at_best(product, tried, tell))
    return words("space").join(told)


def _knocks(questions: Sequence[Question], tell: Teller) -> list[str]:
    """The answers that knock the product out alone: the same for all questions, or for how many some do."""
    deadly = [_deadly(question, tell) for question in questions]
    common = [answer for answer in deadly[0] if all(answer in other for other in deadly)]
    decision = tell.words.term("no_fit")
    if common:
        answers = " / ".join(common)
        return [tell.words("knocks_any", answers=answers, decision=decision)]
    some = sum(bool(labels) for labels in deadly)
    return [tell.words("knocks_some", n=some, decision=decision)] if some else []


def _deadly(question: Question, tell: Teller) -> list[str]:
    topic = topic_asked(question, question.item)
    return [tell.answer(label, topic) for label, effect in question.answers.items() if effect.decision == "no_fit"]


def _turns(product: str, questions: Sequence[Question], tell: Teller) -> str:
    """How many questions can alone change a decision that hangs on no Must, and to what."""
    now = tell.report[product].decision
    reached = [{effect.decision for effect in question.answers.values()} - {now} for question in questions]
    if not any(reached):
        return tell.words("no_turn")
    found = set().union(*reached)
    decisions = " / ".join(tell.words.term(decision) for decision in reversed(ORDER) if decision in found)
    return tell.words("turns", n=sum(map(bool, reached)), decisions=decisions)


def _at_best(product: str, questions: Sequence[Question], tell: Teller) -> str:
    """Decision and score after the best answer to every question, as one match of them all gives it."""
    changes: dict[str, Any] = {}
    for question in questions:
        if question.answers:
            changes.update(best(question.answers).changes)
    world = apply(tell.report.world, changes)
    fit = world.fit(world.catalog[product])
    return tell.words("all_best", decision=tell.words.term(fit.decision), score=tell.score(fit.score))


def best(answers: Mapping[str, Effect]) -> Effect:
    """The answer that leads to the best decision, then to the highest score; the first of equals."""
    return max(answers.values(), key=_goodness)


def _goodness(effect: Effect) -> tuple[int, Fraction, Fraction]:
    score = effect.score
    nothing = Fraction(-1)
    return ORDER.index(effect.decision), score.low if score else nothing, score.high if score else nothing
