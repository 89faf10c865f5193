"""What is open between two products, and which answers would change the one that ranks higher."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.matching.fit import Fit
from tobfit.matching.order import Key, key, key_of
from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.question import AnyQuestion, questions_of
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
    keys: tuple[tuple[str, Key], tuple[str, Key]] = attrs.field(eq=False, repr=False)

    @cached_property
    def turning(self) -> tuple[str, ...]:
        """The answers that alone change which of the two ranks higher (a tie is a change), each by matching again;
        () where it takes more than one answer. Worked out when it is read."""
        (a, ours), (b, theirs) = self.keys
        before = _sign(ours, theirs)
        found = []
        for answer, effect in self.question.answers.items():
            after = {name: key(effect.decisions[name], effect.scores[name]) for name in effect.decisions}
            if _sign(after.get(a, ours), after.get(b, theirs)) != before:
                found.append(answer)
        return tuple(found)


def open_points(report: Report, one: Fit, other: Fit) -> tuple[OpenPoint, ...]:
    """The open points of two products: first those that can change a decision, then the widest."""
    keys = (one.product, key_of(one)), (other.product, key_of(other))
    fits = sorted((one, other), key=lambda fit: natural(fit.product))
    return tuple(
        OpenPoint(
            question.target,
            None if isinstance(question, ProfileQuestion) else question.product,
            tuple(line.id for line in question.requirements),
            question.pivotal,
            question.width,
            question=question,
            keys=keys,
        )
        for question in questions_of(fits, report.world, report.possible_winners)
    )


def _sign(one: Key, other: Key) -> int:
    return (one > other) - (one < other)
