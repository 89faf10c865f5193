"""Schemes of size classes, as data: groups of filed codes, with bounds for each indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from tobfit.model.citation import Citation, refuse_unsound
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.quantity import Amount
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Day, Flag, Id, Refused, Text, shown
from tobfit.model.words import EvidenceGrade, SizeWord

_SPAN = re.compile(r"[A-Z]|[0-9]+(-[0-9]+)?")


@record
class SizeIndicator(Record):
    """The least value of an attribute in each class; a class without a bound begins where the next lower one
    does. Bounds are part of the class."""

    attr: Id
    small: Amount | None = None
    medium: Amount | None = None
    large: Amount | None = None
    evidence: EvidenceGrade | None = None


@record
class SizeCeiling(Record):
    """A class that reaches up to ceilings: all of ``less_than`` and, where given, one of ``any_at_most``."""

    size: SizeWord
    less_than: FrozenMap[Id, Amount] = attrs.field(factory=FrozenMap)
    any_at_most: FrozenMap[Id, Amount] = attrs.field(factory=FrozenMap)


@record
class SizeGroup(Record):
    """Filed codes that are measured alike (none: every filing): by indicators, or by ceilings from the lowest
    class up, what exceeds all of them being large.

    A code covers those below it; ``54-58`` is a range of divisions; where several groups cover a filing the
    longest code counts.
    """

    id: Id
    name: Label | None = None
    codes: tuple[Text, ...] = ()
    indicators: tuple[SizeIndicator, ...] = ()
    ceilings: tuple[SizeCeiling, ...] = ()

    def check(self) -> Iterable[tuple[str, Refused]]:
        """One way of measuring."""
        if bool(self.indicators) == bool(self.ceilings):
            yield "", Refused("TF319", "a group is measured in one way", "give indicators or ceilings")


@record
class SizeScheme(Record):
    """One way of telling micro, small, medium and large enterprises apart.

    ``filing`` is the classification scheme of the codes; ``sections`` gives the divisions of its letters.
    """

    id: Id
    name: Label | None = None
    filing: Id | None = None
    sections: FrozenMap[Text, Text] = attrs.field(factory=FrozenMap)
    groups: tuple[SizeGroup, ...] = ()
    source: Citation
    evidence: EvidenceGrade
    valid_from: Day | None = None
    valid_to: Day | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """The period is not empty; codes stand with a filing."""
        yield from refuse_unsound(self)
        if self.filing is None and any(group.codes for group in self.groups):
            yield "", Refused("TF319", "codes of no classification scheme", "filing: gbt4754-2017")
        spans = [(f".sections.{letter}", span) for letter, span in self.sections.items()]
        for place, group in enumerate(self.groups):
            spans += [(f".groups[{place}].codes[{i}]", code) for i, code in enumerate(group.codes)]
        for path, span in spans:
            if not _SPAN.fullmatch(span):
                hint = "digits, a range of divisions such as 54-58, or the letter of a section"
                yield path, Refused("TF319", f"{shown(span)} is no code", hint)
