"""Questions about products and about the client, with what each answer leads to."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.question import AnyQuestion, Question
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph, Table
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.notebook.documents import columns, tell_of
from tobfit.report.notebook.matches import explained, report_of
from tobfit.report.notebook.phrases import PHRASES
from tobfit.report.notebook.pieces import Asked, points, rowed
from tobfit.report.told.phrases import Tell

JUDGED = 20_000
"""How many judgements the answers of one question may take to be worked out for a display."""


def question_pieces(question: AnyQuestion, asked: Asked) -> Iterable[Block]:
    """The question, whom to ask, what hangs on it, and what each answer leads to where that is quickly said."""
    tell = tell_of(asked)
    report = report_of(question.fit) if isinstance(question, Question) else _report_of(question)
    one = ExplainedQuestion(question, explained(report, asked).tell)
    yield Heading(1, one.text)
    yield from points(_facts(question, one, tell))
    if _judgements(question) > JUDGED and asked.limit is not None:
        yield Heading(2, tell.say(PHRASES, "options"))
        yield from points(tell.within(one.options)[0])
        yield Paragraph(tell.say(PHRASES, "costly"))
        return
    if one.answers:
        yield Heading(2, tell.say(PHRASES, "answers"))
    if isinstance(question, Question):
        yield from rowed(_table(one, tell))
        return
    yield Bullets(tuple(Item(" / ".join(answer.labels), (answer.told,)) for answer in one.answers))


def _report_of(question: ProfileQuestion) -> Report:
    """The fits that the question is about, as if none was better: the question says what it does to each."""
    return Report(question.world, question.fits, FrozenMap({fit.product: 1 for fit in question.fits}))


def _judgements(question: AnyQuestion) -> int:
    """How many lines are judged to work out all answers; a client's answer also means to infer anew, which is taken
    for so many more."""
    lines, answers = len(question.world.requirements), len(question.options)
    if isinstance(question, Question):
        return answers * lines
    return answers * (len(question.fits) * lines + 1_000)


def _facts(question: AnyQuestion, one: ExplainedQuestion, tell: Tell) -> Iterable[str | None]:
    yield tell.say(PHRASES, "ask", whom=one.whom)
    if one.product is not None:
        yield tell.say(PHRASES, "about_product", name=one.tell.names[one.product])
    yield _sentence(tell.words("pivotal")) if one.pivotal else None
    if one.width and one.product is not None:
        yield _sentence(tell.words("width", share=tell.percent(one.width)))
    if isinstance(question, Question):
        names = [one.tell.line(line) for line in question.requirements]
        yield tell.say(PHRASES, "hangs_on", names=one.tell.naming.some(names, tell.limit))
    else:
        yield tell.say(PHRASES, "could_add", n=len(question.requirements))
    yield tell.say(PHRASES, "target", target=one.target)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(one: ExplainedQuestion, tell: Tell) -> Table:
    rows = tuple(
        (
            " / ".join(answer.labels),
            "-" if answer.decision is None else tell.words.term(answer.decision),
            one.tell.score(answer.score),
        )
        for answer in one.answers
    )
    return Table(columns(tell, "answer", "decision", "score"), rows)
