"""Rules of the deal: what binds the talks about a purchase, and where that is written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Annotated, Literal, get_args

import attrs

from tobfit.model.citation import NO_SOURCE, Citation, refuse_unsound
from tobfit.model.label import Label
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.rule import Condition
from tobfit.model.scalars import Day, Flag, Id, Jurisdiction, Refused, ScalarKind, Text, shown
from tobfit.model.words import SOUND_EVIDENCE, Basis, EvidenceGrade

LeverKind = Literal[
    "waive", "accept", "date", "need", "scope", "price", "term", "service_credit", "service_level", "proof", "module",
    "partner", "build",
]  # fmt: skip
"""What one side can give in the talks: the client lets a line go, accepts another response, moves a date, asks for
less, takes a line out of scope; the vendor demonstrates a claim, adds a module, brings a partner, builds what is
missing; and both move price, term, service credits and service levels."""
LEVER_KINDS: tuple[LeverKind, ...] = get_args(LeverKind)
DealTopic = Literal["tender", "audit", "launch_window", "payment", "trial", "data", "contract"]
DEAL_TOPICS: tuple[DealTopic, ...] = get_args(DealTopic)
LEAP = 2024
"""A year that has every day that a year can have."""


def parse_month_day(text: str, _quoted: bool = True) -> str:
    """A day of any year, written MM-DD."""
    try:
        if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            datetime.date.fromisoformat(f"{LEAP}-{text}")
            return text
    except ValueError:
        pass
    hint = 'month and day with two digits each: "02-28"'
    raise Refused("TF445", f"{shown(text)} is not a day of the year", hint)


MONTH_DAY = ScalarKind(
    "day of the year",
    parse_month_day,
    lambda _value: False,
    lambda value: (value, True),
    {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"},
)
MonthDay = Annotated[str, MONTH_DAY]


@record
class Season(Record):
    """Days that come again every year, both ends included; a season may run over the end of the year.

    >>> Season(first="12-15", last="01-05").holds(datetime.date(2027, 1, 3))
    True
    """

    name: Label | None = None
    first: MonthDay
    last: MonthDay

    def holds(self, day: datetime.date) -> bool:
        """Whether a day lies in the season."""
        place = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@record
class DealRule(Record):
    """What binds the talks with clients that meet a condition (``when``; absent: with all); ``text`` says it.

    ``forbids``: kinds of levers that are out of the question; ``limits``: that are bound to what ``text`` says;
    ``needs``: that such clients insist on. With ``seasons`` it speaks only of levers whose date lies in one of them.
    ``asks`` are capabilities that such clients bring up in the talks, beside what they require. ``jurisdictions`` is
    one more condition: the client is active in one of them. Outside ``valid_from`` and ``valid_to`` (both days
    included) the rule does not exist. What it forbids on the strength of a source that nobody read is to be looked
    up, and forbids nothing by itself.
    """

    id: Id
    name: Label | None = None
    when: Condition = attrs.field(factory=lambda: Condition(all=()))
    about: DealTopic = "contract"
    text: Label | None = None
    forbids: tuple[LeverKind, ...] = ()
    limits: tuple[LeverKind, ...] = ()
    needs: tuple[LeverKind, ...] = ()
    asks: tuple[Id, ...] = ()
    seasons: tuple[Season, ...] = ()
    basis: Basis | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    source: Citation = NO_SOURCE
    evidence: EvidenceGrade = "inferred"
    valid_from: Day | None = None
    valid_to: Day | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """A basis and a source, unless the rule is withdrawn; a period that is not empty; no kind of lever that it
        forbids and needs."""
        yield from refuse_unsound(self)
        if not self.withdrawn and self.basis is None:
            yield "", Refused("TF204", "the key 'basis' is missing", "basis: law, practice or experience")
        if not self.withdrawn and self.source == NO_SOURCE:
            yield "", Refused("TF204", "the key 'source' is missing", "source: {title: ..., number: ..., url: ...}")
        if not self.withdrawn and self.text is None:
            yield "", Refused("TF204", "the key 'text' is missing", "text: {en: what it says, zh: ...}")
        for kind in self.needs:
            if kind in self.forbids:
                message = f"{shown(self.id)} forbids {kind} and needs it"
                yield ".needs", Refused("TF446", message, "keep one of them")

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody read the source; else what it forbids is to be looked up."""
        return self.evidence in SOUND_EVIDENCE

    @property
    def kinds(self) -> tuple[LeverKind, ...]:
        """The kinds of levers that it speaks of, each once."""
        return tuple(dict.fromkeys((*self.forbids, *self.limits, *self.needs)))


__all__ = ["DEAL_TOPICS", "LEVER_KINDS", "DealRule", "DealTopic", "LeverKind", "Season"]
