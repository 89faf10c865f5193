"""What judging comes to: an exact outcome while it is worked out, and the frozen judgement that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs

from tobfit.matching.voices import Speech, Voices, hear
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import MILLION, Interval, from_millionths, quantise
from tobfit.model.product import Evidence, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.words import GAP_KINDS, GapKind, Verdict

if TYPE_CHECKING:
    from tobfit.integration.deployment import Deployment
    from tobfit.integration.routing import Route

Level = Literal["unmet", "partial", "met"]
RANK: dict[str, int] = {"unmet": 0, "partial": 1, "met": 2, "not_applicable": 2}
"""The order of verdicts for worst and best; what does not apply cannot fail a Must."""

Reason = Literal[
    "stated", "not_supported", "branch_complete", "unaccepted", "late", "insufficient", "in_part",
    "value_missing", "date_unknown", "delivered", "unevidenced", "not_applicable", "untrusted_not_applicable",
    "conflicting", "unstated", "unresolved", "rolled_up", "connected", "unreachable", "connection_open", "deployed",
    "undeployable", "deployment_open", "resident", "residence_open",
]  # fmt: skip


@attrs.frozen
class Raw:
    """An outcome before quantising: credit as exact fractions, worst and best verdict that completions allow.

    ``applies`` is false for not applicable; ``is_open`` says that something needed was not said.
    """

    low: Fraction
    high: Fraction
    worst: Level
    best: Level
    reason: Reason
    kinds: frozenset[GapKind] = frozenset()
    is_open: bool = False
    applies: bool = True


@attrs.frozen
class Outcome:
    """The settled outcome: credit in whole millionths, kinds in their canonical order."""

    verdict: Verdict
    low: int
    high: int
    worst: Level
    best: Level
    reason: Reason
    kinds: tuple[GapKind, ...] = ()


def fixed(level: Level, credit: Fraction, reason: Reason, *kinds: GapKind) -> Raw:
    """An outcome that leaves nothing open."""
    return Raw(credit, credit, level, level, reason, frozenset(kinds))


def unsaid(reason: Reason, kind: GapKind = "unknown") -> Raw:
    """Nobody said: anything from 0 to 1."""
    return Raw(Fraction(0), Fraction(1), "unmet", "met", reason, frozenset([kind]), is_open=True)


OUT_OF_SCOPE = Raw(Fraction(0), Fraction(0), "met", "met", "not_applicable", applies=False)


def settle(raw: Raw) -> Outcome:
    """Quantises the credit, once, and names the verdict."""
    if not raw.applies:
        return Outcome("not_applicable", 0, 0, "met", "met", raw.reason)
    low, high = quantise(raw.low), quantise(raw.high)
    determined = raw.worst == raw.best and low == high and not raw.is_open
    verdict: Verdict = raw.best if determined else "unknown"
    kinds = raw.kinds
    if verdict == "unknown" and "conflicting" not in kinds:
        kinds = kinds | {"unknown"}
    return Outcome(verdict, low, high, raw.worst, raw.best, raw.reason, in_order(kinds))


def in_order(kinds: Iterable[GapKind]) -> tuple[GapKind, ...]:
    """Gap kinds in their canonical order."""
    return tuple(sorted(kinds, key=GAP_KINDS.index))


@attrs.frozen
class Judgement:
    """One requirement judged against one product, or against the products of an offer.

    ``credit`` is an Interval of fractions in [0, 1]; a line that is not applicable has credit 0 and no part in
    the score. ``worst`` and ``best`` are the verdicts that the possible completions of what is unknown allow.
    ``parts`` are the line's judgements against each product of an offer; () where there is one product.
    """

    _repr_mimebundle_ = mimebundle

    requirement: Requirement
    outcome: Outcome = attrs.field(repr=False)
    voices: Voices = attrs.field(repr=False, eq=False)
    parts: tuple[Judgement, ...] = attrs.field(default=(), repr=False)

    @property
    def item(self) -> str:
        """The product that serves the line: of an offer's the best one, or the one that stands in the way."""
        return self.voices.product.id

    @property
    def own(self) -> Judgement:
        """The line judged against that product alone."""
        return next((part for part in self.parts if part.voices is self.voices), self)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes of all products, in their order."""
        return tuple(part.outcome for part in self.parts) or (self.outcome,)

    @property
    def verdict(self) -> Verdict:
        """met, partial, unmet, unknown or not_applicable."""
        return self.outcome.verdict

    @property
    def credit(self) -> Interval:
        """response x extent x share of the need, exact to a millionth."""
        return from_millionths(self.outcome.low, self.outcome.high)

    @property
    def worst(self) -> Level:
        """The worst verdict that completing the statements could give."""
        return self.outcome.worst

    @property
    def best(self) -> Level:
        """The best verdict that completing the statements could give."""
        return self.outcome.best

    @property
    def kinds(self) -> tuple[GapKind, ...]:
        """The kinds of gap that the line shows, whatever its priority."""
        return self.outcome.kinds

    @property
    def waived(self) -> bool:
        """Judged and shown, but out of the score."""
        return self.requirement.waived is not None

    @property
    def speech(self) -> Speech:
        """Who speaks for the line, looked up again when somebody asks."""
        return hear(self.requirement, self.voices)

    @property
    def route(self) -> Route | None:
        """How the product would be connected; None for a line that wants no connection."""
        from tobfit.matching.landscape import route_for

        return route_for(self.requirement, self.voices)

    @property
    def deployment(self) -> Deployment | None:
        """Where the product could run, as far as the line asks; None for a line that does not."""
        from tobfit.matching.landscape import deployment_for

        return deployment_for(self.requirement, self.voices)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that speak for the line; several at one rank and date stand side by side."""
        return self.speech.statements

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of the statements that speak."""
        return tuple(item for statement in self.statements for item in statement.evidence)

    @property
    def reason(self) -> str:
        """One English sentence; ``tobfit.report`` has it in other languages."""
        from tobfit.matching.reasons import reason_text

        return reason_text(self, "en")


__all__ = [
    "MILLION",
    "OUT_OF_SCOPE",
    "RANK",
    "Judgement",
    "Level",
    "Outcome",
    "Raw",
    "Reason",
    "fixed",
    "settle",
    "unsaid",
]
