"""The open questions, with what each answer leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs

from tobfit.matching.plain_report import Writer
from tobfit.matching.profile_question import ProfileEffect, ProfileQuestion
from tobfit.matching.question import AnyQuestion, Effect, Question
from tobfit.matching.reasons import question_text
from tobfit.model.interval import Ratio
from tobfit.report.asking import product_question
from tobfit.report.client_questions import affordable, answer_groups, answer_options, answer_text, client_question
from tobfit.report.explained.records import Answer, OneAnswer
from tobfit.report.landscape_answers import topic_asked
from tobfit.report.teller import Teller


@attrs.frozen(eq=False, slots=False)
class ExplainedQuestion:
    """One question. ``answers`` are worked out when they are first asked for; each is a match of its own."""

    question: AnyQuestion = attrs.field(repr=False)
    tell: Teller = attrs.field(repr=False)

    @property
    def target(self) -> str:
        """What an answer would say, as in answers/1."""
        return self.question.target

    @property
    def product(self) -> str | None:
        """The product or offer that is concerned; None for a question about the client."""
        return self.question.product

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of the lines that hang on it; () for a question about the client."""
        found = self.question
        return tuple(line.id for line in found.requirements) if isinstance(found, Question) else ()

    @property
    def text(self) -> str:
        """The question in words."""
        return question_text(self.question, self.tell.words.lang)

    @property
    def ask(self) -> str:
        """Whom to ask, in code: vendor, assessor, client, or a role of the client's."""
        return self.question.ask

    @property
    def whom(self) -> str:
        """Whom to ask, in words."""
        words, naming = self.tell.words, self.tell.naming
        return naming.role(self.ask) if self.product is None else words.term(self.ask)

    @property
    def pivotal(self) -> bool:
        """Whether some answer alone can change a decision."""
        return self.question.pivotal

    @property
    def width(self) -> Ratio:
        """How much of the score it leaves open, 0 to 1."""
        return Ratio(self.question.width)

    @cached_property
    def told(self) -> str:
        """The question in a line: text, whom to ask, how much hangs on it."""
        one = self.question
        return client_question(one, self.tell) if isinstance(one, ProfileQuestion) else product_question(one, self.tell)

    @property
    def why(self) -> str:
        """How much hangs on it, in words: whether it can change a decision, how much of the score it leaves open."""
        words, one = self.tell.words, self.question
        told = [words("pivotal")] if one.pivotal else []
        if one.width and isinstance(one, ProfileQuestion):
            told.append(words("hangs", share=self.tell.percent(one.width)))
        elif one.width:
            told.append(words("width", share=self.tell.figure(one.width)))
        return words("semi").join(told)

    @property
    def takes(self) -> Literal["closed", "text", "day"]:
        """What an answer can be: one of the options alone (``closed``), a day, or any text such as a quantity, for
        which the options are examples."""
        if not self.question.options:
            return "text"
        if isinstance(self.question, ProfileQuestion):
            attribute = self.question.attribute
            is_free = attribute.kind in ("number", "quantity") or (attribute.kind == "text" and not attribute.values)
            return "text" if is_free else "closed"
        return {"date": "day", "value": "text"}.get(self.question.kind, "closed")  # type: ignore[return-value]

    @cached_property
    def choices(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """All answers to choose from, in words, each with the changes that it means as plain data, as ``what_if`` takes
        them; what is internal in them is left out unless it may be shown. Of an attribute with a list of values every
        value is there, in the list's order, where ``options`` have one for all that mean the same."""
        plain = Writer(self.tell.internal, True)
        named = zip(self.options, self.question.options, strict=True)
        found = [(label, told, plain.changes(changes)) for told, (label, changes) in named]
        if isinstance(self.question, ProfileQuestion) and self.question.attribute.kind in ("level", "text"):
            attribute, given = self.question.attribute, {label for label, _, _ in found}
            more = (value for value in attribute.values if value not in given)
            found += [(value, self.tell.naming.value(attribute.id, value), {self.target: value}) for value in more]
            places = {value: place for place, value in enumerate(attribute.values)}
            found.sort(key=lambda one: places.get(one[0], len(places)))
        return tuple((told, changes) for _, told, changes in found)

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The answers to choose from, in words, without working out what they mean."""
        if isinstance(self.question, ProfileQuestion):
            return answer_options(self.question, self.tell)
        topic = topic_asked(self.question, self.question.item)
        return tuple(self.tell.answer(label, topic) for label, _ in self.question.options)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The answers with what they lead to; those that lead to the same stand together."""
        if isinstance(self.question, ProfileQuestion):
            groups = answer_groups(self.question, self.tell)
            return tuple(Answer(tuple(labels), told) for told, labels in groups.items())
        return self.tell.answer_groups(self.question.answers, topic_asked(self.question, self.question.item))

    @cached_property
    def each_answer(self) -> tuple[OneAnswer, ...]:
        """The answers one by one, each with the document that says it."""
        found = self.question
        if isinstance(found, ProfileQuestion):
            told = {label: answer_text(found, label, self.tell) for label in found.answers}
        else:
            topic = topic_asked(found, found.item)
            told = {label: self.tell.answer(label, topic) for label in found.answers}
        return tuple(self._one(told[label], effect) for label, effect in found.answers.items())

    def _one(self, label: str, effect: Effect | ProfileEffect) -> OneAnswer:
        changes = Writer(self.tell.internal, full=True).changes(effect.changes)
        learnt = [{"target": target, "value": value} for target, value in changes.items()]
        added = effect.added if isinstance(effect, ProfileEffect) else ()
        document = {"tobfit": "answers/1", "answers": learnt}
        return OneAnswer(label, effect.decisions, effect.scores, added, document)


def answered_first(questions: Sequence[ExplainedQuestion], tell: Teller) -> tuple[ExplainedQuestion, ...]:
    """Those of the first questions, as many as the limit allows, whose answers a bounded rendering works out: all of
    them about products; about the client as many as there is room for, as each answer is a match of all products."""
    first = tell.within(questions)
    of_client = [one.question for one in first if isinstance(one.question, ProfileQuestion)]
    room = affordable(of_client, tell)
    return tuple(one for one in first if one.product is not None or one.target in room)


def explained_questions(tell: Teller) -> tuple[ExplainedQuestion, ...]:
    """All questions of the report, in their order."""
    return tuple(ExplainedQuestion(question, tell) for question in tell.report.questions)
