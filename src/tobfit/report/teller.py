"""What all parts of a report's wording share: the report, the language, the bounds, figures as texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import attrs

from tobfit.matching.fit import fails
from tobfit.matching.landscape_topic import Topic
from tobfit.matching.outcome import Judgement
from tobfit.matching.question import Effect, Question
from tobfit.matching.report import Report
from tobfit.model.interval import Interval, Ratio
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision
from tobfit.report.blocks import Item
from tobfit.report.explained.records import Answer
from tobfit.report.landscape_answers import landscape_answer
from tobfit.report.naming import Naming
from tobfit.report.words import Words
from tobfit.report.worlds import Worlds

T = TypeVar("T")


@attrs.frozen(eq=False, slots=False)
class Teller:
    """``limit`` bounds the lists (None: no bound); ``internal`` lets internal fields be shown."""

    report: Report
    words: Words
    limit: int | None
    internal: bool

    @cached_property
    def naming(self) -> Naming:
        """What ids are called."""
        return Naming(self.words, self.report.world.packs.base, self.report.client)

    @cached_property
    def worlds(self) -> Worlds:
        """The changed worlds of this rendering; without a bound on lists there is none on them either."""
        return Worlds(self.report.world, is_bounded=self.limit is not None)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Product or offer id -> id and name."""
        return {
            candidate.id: self._named(candidate.id, candidate.title.text(self.words.lang))
            for candidate in self.report.world.catalog.candidates
        }

    def _named(self, name: str, title: str) -> str:
        return name if title == name else self.words("named", id=name, name=title)

    def line(self, line: Requirement) -> str:
        """A requirement's id and title."""
        return self._named(line.id, line.title.text(self.words.lang))

    def score(self, score: Interval | None) -> str:
        """Both ends with four decimals."""
        return self.words("no_score") if score is None else f"{score:.4f}"

    def figure(self, value: Fraction | None) -> str:
        """Four decimals; a dash for nothing."""
        return "-" if value is None else f"{Ratio(value):.4f}"

    def percent(self, value: Fraction | None) -> str:
        """A share as a percentage with one decimal."""
        return "-" if value is None else f"{Ratio(value * 100):.1f} %"

    def within(self, items: Sequence[T], room: int | None = None) -> Sequence[T]:
        """The first items, as many as the limit (or the room left) allows."""
        bound = self.limit if room is None else room
        return items if self.limit is None or bound is None else items[:bound]

    def more(self, items: Sequence[object], shown: Sequence[object]) -> list[Item]:
        """What a bounded list leaves out, as its last point."""
        rest = len(items) - len(shown)
        return [Item(self.words("more", n=rest))] if rest else []

    def unrepeated(self, items: Iterable[Item]) -> Iterable[Item]:
        """The points of a list; where one says below what the one before it said, it says so."""
        before: tuple[str, ...] = ()
        for item in items:
            repeated = bool(item.below) and item.below == before
            yield Item(item.text, (self.words("as_above"),)) if repeated else item
            before = item.below

    def never_met(self, judgement: Judgement) -> bool:
        """Whether a Must fails even at its best."""
        return self.can_fail(judgement) and fails(judgement.best, self.report.policy)

    def may_fail(self, judgement: Judgement) -> bool:
        """Whether a Must fails at its worst."""
        return self.can_fail(judgement) and fails(judgement.worst, self.report.policy)

    def can_fail(self, judgement: Judgement) -> bool:
        """Whether the line is a Must that nobody waived and that applies."""
        is_must = judgement.requirement.priority == "must" and not judgement.waived
        return is_must and judgement.verdict != "not_applicable"

    @cached_property
    def questions(self) -> Mapping[tuple[str, str], Sequence[Question]]:
        """(product, requirement) -> the questions that the line hangs on."""
        found: dict[tuple[str, str], list[Question]] = {}
        for question in self.report.questions:
            if not isinstance(question, Question):
                continue
            for line in question.requirements:
                found.setdefault((question.product, line.id), []).append(question)
        return found

    def answers(self, answers: Mapping[str, Effect], topic: Topic | None = None) -> str:
        """Answers (about a landscape's topic) with what they lead to; those that lead to the same stand together."""
        told = (group.told for group in self.answer_groups(answers, topic))
        return self.words("semi").join(told) or self.words("no_answers")

    def answer_groups(self, answers: Mapping[str, Effect], topic: Topic | None = None) -> tuple[Answer, ...]:
        """The same, one by one."""
        groups: dict[tuple[Decision, str], list[str]] = {}
        scores: dict[tuple[Decision, str], Interval | None] = {}
        for label, effect in answers.items():
            key = (effect.decision, self.score(effect.score))
            groups.setdefault(key, []).append(self.answer(label, topic))
            scores.setdefault(key, effect.score)
        return tuple(
            Answer(tuple(labels), self._effect(labels, *key), key[0], scores[key]) for key, labels in groups.items()
        )

    def _effect(self, labels: Iterable[str], decision: Decision, score: str) -> str:
        return self.words("effect", answers=" / ".join(labels), decision=self.words.term(decision), score=score)

    def answer(self, label: str, topic: Topic | None = None) -> str:
        """One answer in words."""
        return self.words.answer(label) if topic is None else landscape_answer(label, topic, self.naming)

    def extras(self, parts: Iterable[str]) -> str:
        """Further facts after the first ones."""
        return "".join(self.words("semi") + part for part in parts)
