"""What is open between two products, and which answers would change the one that ranks higher."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.matching.fit import Fit
from tobfit.matching.order import Key, key, key_of
from tobfit.matching.profile_question import ProfileEffect, ProfileQuestion
from tobfit.matching.promise import promised
from tobfit.matching.question import AnyQuestion, Effect, questions_of
from tobfit.matching.report import Report
from tobfit.model.natural import natural


@attrs.frozen
class OpenPoint:
    """One open point of either product, or of the client.

    ``width``: how much of the score hangs on it; ``pivotal``: its answer can take part in changing a decision.
    ``product`` is None for a point about the client, which concerns both.
    """

    target: str
    product: str | None
    requirements: tuple[str, ...]
    pivotal: bool
    width: Fraction
    question: AnyQuestion = attrs.field(eq=False, repr=False)
    fits: tuple[Fit, Fit] = attrs.field(eq=False, repr=False)

    @cached_property
    def turning(self) -> tuple[str, ...]:
        """The answers that alone change which of the two ranks higher (a tie is a change), each by matching again;
        () where it takes more than one answer. Worked out when it is read."""
        before = _sign(*map(key_of, self.fits))
        effects = self.question.answers.items()
        return tuple(answer for answer, effect in effects if _sign(*self._after(effect)) != before)

    def _after(self, effect: Effect | ProfileEffect) -> tuple[Key, Key]:
        """The keys of both products once an answer is given. What is learnt of the client's landscape stands among
        the questions of one product, but concerns the other one too."""
        known = {name: key(effect.decisions[name], effect.scores[name]) for name in effect.decisions}
        one, other = (
            known.get(fit.product) or key_of(promised(fit, effect.changes) if self._concerns(fit) else fit)
            for fit in self.fits
        )
        return one, other

    def _concerns(self, fit: Fit) -> bool:
        """Whether an answer may bear on a product: on itself, on one of an offer, or on all by what the client or a
        vendor is."""
        names = fit.offer.products if fit.offer is not None else (fit.product,)
        concerned = ("client.", "vendor.", *(f"product.{name}." for name in names))
        return self.target.startswith(concerned)


def open_points(report: Report, one: Fit, other: Fit) -> tuple[OpenPoint, ...]:
    """The open points of two products, each target once: first those that can change a decision, then the widest."""
    fits = sorted((one, other), key=lambda fit: natural(fit.product))
    asked: dict[str, AnyQuestion] = {}
    for question in questions_of(fits, report.world, report.winners):
        asked.setdefault(question.target, question)
    return tuple(
        OpenPoint(
            question.target,
            None if isinstance(question, ProfileQuestion) else question.product,
            tuple(line.id for line in question.requirements),
            question.pivotal,
            question.width,
            question=question,
            fits=(one, other),
        )
        for question in asked.values()
    )


def _sign(one: Key, other: Key) -> int:
    return (one > other) - (one < other)
