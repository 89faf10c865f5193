"""What a client asks for, and how much of it is enough."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

import attrs

from tobfit.model.citation import Citation
from tobfit.model.label import Label
from tobfit.model.quantity import Amount, Duration, Frequency, Quantity
from tobfit.model.record import INTERNAL, OUTSIDE, Record, record
from tobfit.model.scalars import Day, Flag, Id, Positive, Refused, Text, shown
from tobfit.model.shape import OneOrMany
from tobfit.model.version import parse_range
from tobfit.model.words import (
    BASES,
    SOUND_EVIDENCE,
    Basis,
    DeployAspect,
    EvidenceGrade,
    Priority,
    ResponseCode,
    Scope,
)

QUANTITY_KEYS = ("at_least", "at_most", "more_than", "less_than", "ideal")
SET_KEYS = ("all_of", "any_of", "none_of")


@record
class Need(Record):
    """How much is enough; several keys must hold together, none at all means: present.

    >>> Need(at_least="6 months").at_least.unit
    'month'
    """

    at_least: Amount | None = None
    at_most: Amount | None = None
    more_than: Amount | None = None
    less_than: Amount | None = None
    ideal: Amount | None = None
    all_of: tuple[Text, ...] = ()
    any_of: tuple[Text, ...] = ()
    none_of: tuple[Text, ...] = ()
    level: Text | None = None
    version: Text | None = None

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """The word ``present`` is a need without keys."""
        if text != "present":
            raise Refused("TF206", f"{shown(text)} is not a need", "present, or {at_least: ...} and its like")
        return {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that are given, in their canonical order."""
        names = (*QUANTITY_KEYS, *SET_KEYS, "level", "version")
        return tuple(name for name in names if getattr(self, name) not in (None, ()))

    def check(self) -> Iterable[tuple[str, Refused]]:
        """The version range can be read."""
        if self.version is not None:
            try:
                parse_range(self.version)
            except Refused as refused:
                yield ".version", refused

    def __str__(self) -> str:
        return ", ".join(f"{key} {_need_text(getattr(self, key))}" for key in self.keys) or "present"


def _need_text(value: Quantity | tuple[str, ...] | str) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@record
class Waiver(Record):
    """Who lets a line go and why; it hides a law only where it says that the risk is accepted."""

    by: Id | None = None
    reason: Label | None = None
    accepts_risk: Flag = False


@record
class Connect(Record):
    """Data that must flow between a system of the client's and the product."""

    system: Id
    interface: Id | None = None
    entity: Text | None = None
    data: Literal["to_product", "from_product", "both"] = "to_product"
    mode: Annotated[tuple[Text, ...], OneOrMany()] = ()
    latency: Duration | None = None
    rate: Frequency | None = None


@record
class Deploy(Record):
    """Where the product must be able to run: ``aspect`` is one of the things that this needs, all of them without it;
    ``zone`` the zones that come into question, without it every zone of the landscape and the vendor's cloud."""

    aspect: DeployAspect | None = None
    zone: Annotated[tuple[Id, ...], OneOrMany()] = ()

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A bare word is an aspect."""
        return {"aspect": text}


@record
class Source(Record):
    """Why a line stands: a person who asked, a suite that was asked for, a rule with its citation, or, without a rule,
    the client's landscape.

    Of a rule: ``citation`` is the document and place as text, ``reference`` the same as a record, ``facts`` what of
    the client fired it, ``asked`` the need and priority that this rule alone implies.
    """

    kind: Literal["stated", "implied"]
    by: tuple[Id, ...] = ()
    rule: Id | None = None
    citation: Text | None = None
    facts: tuple[Text, ...] = ()
    basis: Basis | None = None
    evidence: EvidenceGrade | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    because: Label | None = None
    reference: Citation | None = None
    asked: Text | None = None
    suite: Id | None = None
    outcomes: tuple[Id, ...] = ()

    @property
    def is_of_landscape(self) -> bool:
        """Whether no rule implies the line but what is drawn of the client's landscape."""
        return self.kind == "implied" and self.rule is None

    @property
    def is_verified(self) -> bool:
        """Whether the source was read, or the figure follows from one that was."""
        return self.evidence is None or self.evidence in SOUND_EVIDENCE

    def __str__(self) -> str:
        if self.suite is not None:
            return f"stated by the suite {self.suite}"
        if self.is_of_landscape:
            return "follows from the landscape"
        if self.kind == "stated":
            return f"stated by {', '.join(self.by)}" if self.by else "stated"
        return f"implied by {self.rule}" + (f" ({self.citation})" if self.citation else "")


@record
class Requirement(Record):
    """One line of what a client asks for; ``wont`` lines are judged and shown without weight.

    >>> Requirement(id="R-1", capability="sec.mfa", priority="must").weight
    Decimal('1')
    """

    id: Id
    text: Label | None = None
    capability: Id | None = None
    scope: Scope = "product"
    priority: Priority = "should"
    weight: Positive = Decimal("1")
    group: Id | None = None
    need: Need = attrs.field(factory=Need)
    connect: Connect | None = None
    deploy: Deploy | None = None
    accept: tuple[ResponseCode, ...] = ()
    by: Day | None = None
    asked_by: tuple[Id, ...] = ()
    stage: Id | None = None
    waived: Waiver | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
    origins: tuple[Source, ...] = attrs.field(default=(), metadata=OUTSIDE)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Why the line stands: who stated it first, then each rule that implies it."""
        return self.origins or (Source(kind="stated", by=self.asked_by),)

    @property
    def is_implied(self) -> bool:
        """Whether rules alone stand behind the line; nobody asked, so influence has no part in it."""
        return bool(self.origins) and all(source.kind == "implied" for source in self.origins)

    @property
    def is_own(self) -> bool:
        """Whether the client wrote the line itself; else rules or suites alone stand behind it."""
        return not self.origins or any(source.kind == "stated" and source.suite is None for source in self.origins)

    @property
    def basis(self) -> Basis | Literal["stated"]:
        """What the line rests on: ``stated`` where the client wrote it; else law, where a law is among its sources;
        else ``stated`` where a suite that the client needs is; else practice before experience."""
        bases = [source.basis for source in self.origins if source.kind == "implied"]
        has_suite = any(source.suite is not None for source in self.origins)
        if self.is_own or not bases or (has_suite and "law" not in bases):
            return "stated"
        return next((basis for basis in BASES if basis in bases), "practice")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The management outcomes of the suites that ask for the line."""
        return tuple(sorted({outcome for source in self.origins for outcome in source.outcomes}))

    @property
    def title(self) -> Label:
        """The line's own text, else its capability, else its id."""
        return self.text or Label.of(self.capability or self.id)


__all__ = ["Connect", "Deploy", "Need", "Requirement", "Source", "Waiver"]
