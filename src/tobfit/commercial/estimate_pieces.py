"""Estimates before they are added up: three points for one thing, and how many things there are."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

from tobfit.commercial.cost_records import PartSource
from tobfit.commercial.three_point import EFFORT, Pert
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Requirement

End = Literal["least", "likely", "most"]
ENDS: tuple[End, ...] = ("least", "likely", "most")


@attrs.frozen
class Times:
    """How often something counts: the least, the likely and the most that what nobody said allows."""

    least: Fraction = Fraction(1)
    likely: Fraction = Fraction(1)
    most: Fraction = Fraction(1)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say it."""
        return self.least != self.most

    def per(self, size: Fraction) -> Times:
        """The same in units of so many."""
        return Times(self.least / size, self.likely / size, self.most / size)

    def where(self, other: Times) -> Times:
        """As often as this, as far as the other holds (from 0 to 1)."""
        return Times(self.least * other.least, self.likely * other.likely, self.most * other.most)

    @property
    def interval(self) -> Interval:
        """Both ends."""
        return Interval(Ratio(self.least), Ratio(self.most))


ONCE = Times()


@attrs.frozen
class Piece:
    """One estimate: ``unit`` is what one thing takes, once; ``times`` how many there are; ``attributes`` what of the
    client has to be said to settle that (``of_lines``: lines of which nobody knows would as well), and ``counts`` the
    number of things that ``driver`` names. ``rate`` is what the vendor asks for a day of it."""

    id: str
    stage: str | None
    source: PartSource
    name: Label
    unit: Pert
    times: Times = ONCE
    driver: str | None = None
    counts: Times | None = None
    capability: str | None = None
    attributes: tuple[str, ...] = ()
    of_lines: bool = False
    requirements: tuple[str, ...] = ()
    yearly: bool = False
    assumed: bool = False
    rate: Quantity | None = None

    def factor(self, end: End, years: Fraction) -> Fraction:
        """How many times the unit counts over a horizon, at one end of what is open."""
        often: Fraction = getattr(self.times, end)
        return often * years if self.yearly else often


def points_of(effort: Effort) -> Pert:
    """An estimate of the documents."""
    return Pert(Ratio(effort.low.number), Ratio(effort.likely.number), Ratio(effort.high.number), EFFORT)


def told(en: str, zh: str) -> Label:
    """A text in both languages."""
    return Label.of({"en": en, "zh": zh})


def called(line: Requirement, vocabulary: Vocabulary, lang: str) -> str:
    """How a text names a line: what the client stated by its id, what follows from rules and suites by its
    capability."""
    capability = None if line.is_own else vocabulary.get(line.capability)
    return line.id if capability is None else capability.title.text(lang)
