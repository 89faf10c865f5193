"""What is lived after delivery: who uses what, how often, and how content they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated

import attrs

from tobfit.model.label import Label
from tobfit.model.period import PeriodField
from tobfit.model.product import Value
from tobfit.model.quantity import Amount
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import (
    Day,
    Flag,
    Id,
    NotNegative,
    Refused,
    ScalarKind,
    Share,
    Text,
    Whole,
    bounded,
    number_text,
    parse_number,
    shown,
)

Fault = tuple[str, Refused]
"""Relative path and refusal."""


def _parse_score(text: str, quoted: bool = True) -> int:
    number = bounded("0", "10")(text, quoted)
    if number != int(number):
        raise Refused("TF210", f"{shown(text)} is no score", "a whole number from 0 to 10")
    return int(number)


SCORE = ScalarKind(
    "score from 0 to 10", _parse_score, lambda _value: False, lambda value: (str(value), False),
    {"type": ["integer", "string"]},
)  # fmt: skip
Score = Annotated[int, SCORE]


def _sums(made: object, parts: Iterable[str], whole: str, what: str) -> Iterator[Fault]:
    """Parts that are more than what they are parts of."""
    names = [name for name in parts if getattr(made, name) is not None]
    limit = getattr(made, whole)
    if not names or limit is None:
        return
    total = sum(getattr(made, name) for name in names)
    if total > limit:
        said = " and ".join(f"{name} {getattr(made, name)}" for name in names)
        yield f".{names[-1]}", Refused("TF352", f"{said} of {whole} {limit}", what)


@record
class Satisfaction(Record):
    """Answers to how satisfied somebody is: ``satisfied`` (the top two of five) of ``responses``, or the answers
    themselves from 1 to 5 (``scores``). ``share``: the share of the satisfied, ``mean``: the mean answer, where the
    numbers behind them are not known.

    >>> Satisfaction(scores=[5, 4, 2]).counts, Satisfaction(satisfied=30, responses=40).counts
    ((2, 3), (30, 40))
    """

    satisfied: Whole | None = None
    responses: Whole | None = None
    scores: tuple[Score, ...] | None = None
    share: Share | None = None
    mean: NotNegative | None = None

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A share (``0.8``, ``80 %``), or a mean above 1 and at most 5 (``4.2``)."""
        plain = text.strip()
        if plain.endswith(("%", "％")):
            number = parse_number(plain[:-1].strip()) / 100
            return {"share": number_text(number)}
        number = parse_number(plain)
        if not 0 <= number <= 5:
            hint = "a share from 0 to 1, a percentage, a mean above 1 and at most 5, or {satisfied: 30, responses: 40}"
            raise Refused("TF210", f"{shown(text)} is no satisfaction", hint)
        return {"share" if number <= 1 else "mean": plain}

    def check(self) -> Iterable[Fault]:
        """Said in one way, and the satisfied are among those who answered."""
        ways = [name for name in ("satisfied", "scores", "share", "mean") if getattr(self, name) is not None]
        if len(ways) > 1:
            yield "", Refused("TF352", f"satisfaction is said by {' and by '.join(ways)}", "keep one of them")
        if self.scores is not None and self.responses not in (None, len(self.scores)):
            message = f"{len(self.scores)} scores, and responses {self.responses}"
            yield ".responses", Refused("TF352", message, "leave responses out")
        if self.scores is not None and not all(1 <= score <= 5 for score in self.scores):
            yield ".scores", Refused("TF210", "a satisfaction is an answer from 1 to 5", "leave other answers out")
        if self.mean is not None and not 1 <= self.mean <= 5:
            yield ".mean", Refused("TF210", f"the mean {self.mean} of answers from 1 to 5", "allowed: from 1 to 5")
        yield from _sums(self, ("satisfied",), "responses", "the satisfied are among those who answered")

    @property
    def counts(self) -> tuple[int | None, int | None]:
        """Satisfied answers and answers; None for what is not known."""
        if self.scores is not None:
            return sum(score >= 4 for score in self.scores), len(self.scores)
        return self.satisfied, self.responses


@record
class NetPromoter(Record):
    """Answers from 0 to 10 to whether somebody would recommend the product: ``promoters`` (9 and 10) and ``detractors``
    (0 to 6) of ``responses``, or the answers themselves (``scores``).

    >>> NetPromoter(scores=[10, 9, 7, 3]).counts
    (2, 1, 4)
    """

    promoters: Whole | None = None
    detractors: Whole | None = None
    responses: Whole | None = None
    scores: tuple[Score, ...] | None = None

    def check(self) -> Iterable[Fault]:
        """Said in one way, and its parts are among those who answered."""
        counted = [name for name in ("promoters", "detractors", "responses") if getattr(self, name) is not None]
        if self.scores is not None and counted:
            yield ".scores", Refused("TF352", f"scores, and {' and '.join(counted)} beside them", "keep one of them")
        yield from _sums(self, ("promoters", "detractors"), "responses", "they are among those who answered")

    @property
    def counts(self) -> tuple[int | None, int | None, int | None]:
        """Promoters, detractors and answers; None for what is not known."""
        if self.scores is not None:
            return sum(s >= 9 for s in self.scores), sum(s <= 6 for s in self.scores), len(self.scores)
        return self.promoters, self.detractors, self.responses


MOVES = ("start", "contraction", "churn", "expansion")


@record
class Retention(Record):
    """What recurs at the start of a period, and what became of it by its end: money, or a number of users, all in one
    unit. What new clients bring has no part in it."""

    start: Amount | None = None
    contraction: Amount | None = None
    churn: Amount | None = None
    expansion: Amount | None = None

    def check(self) -> Iterable[Fault]:
        """One unit, nothing below 0, and no more lost than there was."""
        given = [(name, getattr(self, name)) for name in MOVES if getattr(self, name) is not None]
        for name, amount in given:
            if amount.number < 0:
                yield f".{name}", Refused("TF210", f"{amount} is below 0", "say how much was lost as a number above 0")
            if amount.unit != given[0][1].unit:
                message = f"{given[0][0]} is in {given[0][1].unit or 'no unit'}, {name} in {amount.unit or 'no unit'}"
                yield f".{name}", Refused("TF355", message, "give all four in one unit")
                return
        lost = sum((Fraction(amount.number) for name, amount in given if name in ("contraction", "churn")), Fraction(0))
        if self.start is not None and lost > Fraction(self.start.number):
            message = f"more is lost than the start {self.start}"
            yield "", Refused("TF352", message, "contraction and churn are parts of it")


@record
class Observation(Record):
    """What was seen in one period of one capability (absent: the product as a whole), and one role (absent: everybody).

    ``entitled`` counts users by contract, not those who registered; of a capability the users who may use it.
    ``dau`` and ``mau`` are means over the period. ``healthy`` counts users above the threshold of healthy use
    (such as ten logins in four weeks). ``value`` is what the capability came to (an availability of 99.5 %),
    ``promised`` what the contract says; absent: what the product's statements say.
    """

    capability: Id | None = None
    role: Id | None = None
    period: PeriodField
    licensed: Whole | None = None
    logged_in: Whole | None = None
    entitled: Whole | None = None
    active: Whole | None = None
    healthy: Whole | None = None
    trained: Whole | None = None
    events: Whole | None = None
    dau: NotNegative | None = None
    mau: NotNegative | None = None
    tickets: Whole | None = None
    tickets_due: Whole | None = None
    tickets_within: Whole | None = None
    satisfaction: Satisfaction | None = None
    nps: NetPromoter | None = None
    reviews_planned: Whole | None = None
    reviews_held: Whole | None = None
    value: Value | None = None
    promised: Value | None = None
    retention: Retention | None = attrs.field(default=None, metadata=INTERNAL)
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[Fault]:
        """Parts are no more than their whole, and values have a capability that they are values of."""
        yield from _sums(self, ("logged_in",), "licensed", "those who logged in are among the licensed")
        yield from _sums(self, ("healthy",), "active", "who uses it healthily is active")
        yield from _sums(self, ("dau",), "mau", "who is active on a day is active in the month")
        yield from _sums(self, ("tickets_within",), "tickets_due", "those within the agreed time are among those due")
        for name in ("value", "promised"):
            if self.capability is None and getattr(self, name) is not None:
                yield f".{name}", Refused("TF204", f"a {name} of no capability", "say which capability it is of")

    @property
    def key(self) -> tuple[str, str]:
        """Capability and role; an empty text for all."""
        return self.capability or "", self.role or ""


@record
class ValueEvent(Record):
    """An event that shows the product's worth, agreed before signature (``agreed``: on which day): the first invoice
    run, say. ``reached`` is the first day of it; absent: not reached by the ``as_of`` of the document."""

    id: Id
    name: Label | None = None
    goal: Id | None = None
    capability: Id | None = None
    agreed: Day | None = None
    reached: Day | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)


@record
class Usage(Record):
    """What was observed of one product in use, at one client or (without ``client``) at all of them.

    ``contract`` and ``golive`` are the days of signature and of going live; ``fictional`` marks made-up figures, which
    are shown as such.

    >>> used = {"capability": "crm.cpq", "period": "2027-03", "entitled": 400, "active": 120}
    >>> str(Usage(product="crm@5", observations=[used]).observations[0].period.end)
    '2027-03-31'
    """

    product: Id
    client: Id | None = None
    as_of: Day | None = None
    contract: Day | None = None
    golive: Day | None = None
    fictional: Flag = False
    value_events: tuple[ValueEvent, ...] = ()
    observations: tuple[Observation, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[Fault]:
        """No two observations of one capability and role share a day, and the dates can be."""
        yield from self._overlaps()
        for index, seen in enumerate(self.observations):
            if self.as_of is not None and seen.period.end > self.as_of:
                message = f"the period {seen.period} ends after {self.as_of}, the day of the document"
                hint = f"end it there: {seen.period.start}/{self.as_of}" if seen.period.start <= self.as_of else None
                yield f".observations[{index}].period", Refused("TF353", message, hint)
        for index, event in enumerate(self.value_events):
            for other, when in (("as_of", "after"), ("contract", "before")):
                day: datetime.date | None = getattr(self, other)
                if event.reached is None or day is None:
                    continue
                if (event.reached > day) if when == "after" else (event.reached < day):
                    message = f"reached on {event.reached}, {when} the {other.replace('_', ' ')} {day}"
                    yield f".value_events[{index}].reached", Refused("TF353", message, "correct one of the two days")

    def _overlaps(self) -> Iterable[Fault]:
        places: dict[tuple[str, str], list[int]] = {}
        for index, seen in enumerate(self.observations):
            places.setdefault(seen.key, []).append(index)
        for (capability, role), found in places.items():
            latest: int | None = None
            for index in sorted(found, key=lambda at: (self.observations[at].period, at)):
                here = self.observations[index].period
                if latest is not None and here.overlaps(self.observations[latest].period):
                    first, second = sorted((index, latest))
                    what = f"{capability or 'the whole product'}, {role or 'all roles'}"
                    before, after = self.observations[first].period, self.observations[second].period
                    said = f"is there already for {what}" if before == after else f"overlaps {before} for {what}"
                    hint = "one observation for each capability, role and period"
                    yield f".observations[{second}].period", Refused("TF351", f"the period {after} {said}", hint)
                if latest is None or here.end > self.observations[latest].period.end:
                    latest = index


__all__ = ["MOVES", "NetPromoter", "Observation", "Retention", "Satisfaction", "Usage", "ValueEvent"]
