"""The open questions; the first ones with what each answer leads to."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.page.both import Both, same
from tobfit.report.page.gap_list import both_lists
from tobfit.report.page.markup import Html, el, join
from tobfit.report.page.phrases import say
from tobfit.report.page.spread import Spread


def questions(page: Spread) -> Html:
    """The first questions as a list, and how many are left to the script."""
    if not page.questions:
        return el("p", page.text(lambda told: told.words("no_questions")))
    shown = page.questions[: page.limit]
    items = (_question(question, page) for question in shown)
    rest = len(page.questions) - len(shown)
    left = el("p", say("rest_of_questions", n=rest), class_="note left") if rest else None
    return join(el("ol", items, id="question-list"), el("div", left, id="question-more"))


def _question(question: Both[ExplainedQuestion], page: Spread) -> Html:
    is_answered = question.en.target in page.answered
    head = el("summary", question.to(lambda one: one.told))
    return el("li", el("details", head, el("div", _body(question, is_answered), class_="body"), open=is_answered))


def _body(question: Both[ExplainedQuestion], is_answered: bool) -> Iterable[Html]:
    if is_answered:
        yield el("h3", say("answers"), class_="small")
        yield both_lists(question.to(_answers), "plain")
    else:
        yield el("h3", say("options"), class_="small")
        yield both_lists(question.to(lambda one: list(one.options)), "plain")
        yield el("p", say("answers_left"), class_="note")
    facts = [(say("hangs_on"), same(", ".join(question.en.lines)))] if question.en.lines else []
    yield el("dl", (join(el("dt", title), el("dd", told)) for title, told in facts)) if facts else join()


def _answers(question: ExplainedQuestion) -> list[str]:
    """Each group of answers with what it leads to; what an answer about the client means does not name it."""
    if question.product is not None:
        return [answer.told for answer in question.answers]
    words = question.tell.words
    return [words("answer_means", answers=" / ".join(one.labels), effects=one.told) for one in question.answers]
