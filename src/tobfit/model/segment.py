"""Industry segments with the codes that file them and the stage they are in; roles and service stages."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.citation import Citation, refuse_foreign
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Day, Flag, Id, Refused, Text
from tobfit.model.words import EvidenceGrade


@record
class SegmentCodes(Record):
    """The codes of one classification scheme and revision that belong to a segment."""

    scheme: Id
    codes: tuple[Text, ...]
    source: Citation
    evidence: EvidenceGrade


@record
class SegmentStage(Record):
    """The stage of development that an industry is in, for a time."""

    stage: Id
    source: Citation
    evidence: EvidenceGrade
    valid_from: Day | None = None
    valid_to: Day | None = None

    def check(self) -> Iterable[tuple[str, Refused]]:
        """The period is not empty."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            message = f"valid_to {self.valid_to} lies before valid_from {self.valid_from}"
            yield ".valid_to", Refused("TF216", message, "both days are part of the period")


@record
class Segment(Record):
    """An industry, or a part of one; ``broader`` makes them a forest."""

    id: Id
    name: Label | None = None
    broader: Id | None = None
    codes: tuple[SegmentCodes, ...] = ()
    stages: tuple[SegmentStage, ...] = ()
    source: Citation | None = None
    evidence: EvidenceGrade | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """An override names its own id."""
        yield from refuse_foreign(self)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)


@record
class Role(Record):
    """A part that somebody plays in a purchase; ``xref`` names it in other schemes."""

    id: Id
    name: Label | None = None
    broader: Id | None = None
    xref: FrozenMap[Id, Text] = attrs.field(factory=FrozenMap)
    source: Citation | None = None
    evidence: EvidenceGrade | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """An override names its own id."""
        yield from refuse_foreign(self)


@record
class Stage(Record):
    """A stage of service, from pre-sales to after-sales, in the order of the pack; ``capabilities`` are the services
    (or groups of them) that belong to it."""

    id: Id
    name: Label | None = None
    capabilities: tuple[Id, ...] = ()
    source: Citation | None = None
    evidence: EvidenceGrade | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """An override names its own id."""
        yield from refuse_foreign(self)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)
