"""Where a piece of knowledge is written, and what records of knowledge have in common."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

from tobfit.model.label import Label
from tobfit.model.record import Record, record
from tobfit.model.scalars import Day, Refused, Text


@record
class Citation(Record):
    """A document and the place in it.

    >>> print(Citation(title="Cybersecurity Law of the PRC", number="Article 21(3)"))
    Cybersecurity Law of the PRC, Article 21(3)
    """

    title: Label
    number: Text | None = None
    url: Text | None = None
    date: Day | None = None

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A bare text is a title."""
        return {"title": text}

    def text(self, lang: str = "en") -> str:
        """Title and place in a language."""
        return self.title.text(lang) + (f", {self.number}" if self.number else "")

    def __str__(self) -> str:
        return self.text()


NO_SOURCE = Citation(title="")
"""Of a record that is withdrawn, which needs none."""


class Layered(Protocol):
    """A record of a pack that a later layer may override or withdraw."""

    @property
    def id(self) -> str: ...
    @property
    def overrides(self) -> str | None: ...
    @property
    def withdrawn(self) -> bool: ...


class Dated(Layered, Protocol):
    """A record that holds for a time."""

    @property
    def valid_from(self) -> datetime.date | None: ...
    @property
    def valid_to(self) -> datetime.date | None: ...


def refuse_foreign(record: Layered) -> Iterable[tuple[str, Refused]]:
    """An override names the record's own id."""
    if record.overrides is not None and record.overrides != record.id:
        yield ".overrides", Refused("TF312", "overrides names another record", f"overrides: {record.id}")


def refuse_unsound(record: Dated) -> Iterable[tuple[str, Refused]]:
    """An override names the record's own id, and the period is not empty."""
    yield from refuse_foreign(record)
    if record.valid_from and record.valid_to and record.valid_to < record.valid_from:
        message = f"valid_to {record.valid_to} lies before valid_from {record.valid_from}"
        yield ".valid_to", Refused("TF216", message, "both days are part of the period")
