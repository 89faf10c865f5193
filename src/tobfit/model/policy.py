"""Policy is data: what responses are worth, how priorities weigh, how grave each gap is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

import attrs

from tobfit.model.label import Label
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Flag, Id, Positive, Refused, Share, Text
from tobfit.model.words import RESPONSES, GapKind, GapSeverity, Priority


@record
class Credits(Record):
    """What each response is worth, from 0 to 1; never more for a riskier one."""

    standard: Share = Decimal("1")
    configuration: Share = Decimal("0.9")
    third_party: Share = Decimal("0.7")
    customisation: Share = Decimal("0.5")
    roadmap: Share = Decimal("0.3")
    not_supported: Share = Decimal("0")

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Responses are ordered by delivery risk, so credits do not rise along them; nothing earns nothing."""
        names = RESPONSES[:-1]
        for better, worse in itertools.pairwise(names):
            if getattr(self, better) < getattr(self, worse):
                message = f"{worse} is worth more than {better}, which carries less delivery risk"
                yield f".{worse}", Refused("TF405", message, "let credits fall, or stay, along the list")
        if self.not_supported != 0:
            yield (
                ".not_supported",
                Refused("TF405", "what is not supported is worth nothing", "leave it at 0"),
            )


@record
class PriorityFactors(Record):
    """How much a line of each priority weighs; wont has no weight."""

    must: Positive = Decimal("4")
    should: Positive = Decimal("2")
    could: Positive = Decimal("1")


@record
class SeverityRow(Record):
    """How grave a gap of one kind is for each priority."""

    must: GapSeverity
    should: GapSeverity
    could: GapSeverity


def _row(must: GapSeverity, should: GapSeverity, could: GapSeverity) -> Any:
    return attrs.field(default=SeverityRow(must=must, should=should, could=could))


@record
class SeverityTable(Record):
    """How grave each kind of gap is."""

    missing: SeverityRow = _row("blocker", "major", "minor")
    insufficient: SeverityRow = _row("blocker", "major", "minor")
    late: SeverityRow = _row("blocker", "major", "minor")
    unaccepted: SeverityRow = _row("blocker", "major", "minor")
    incompatible: SeverityRow = _row("blocker", "major", "minor")
    partial: SeverityRow = _row("major", "minor", "info")
    third_party: SeverityRow = _row("major", "minor", "info")
    customisation: SeverityRow = _row("major", "minor", "info")
    roadmap: SeverityRow = _row("major", "minor", "info")
    unknown: SeverityRow = _row("major", "minor", "info")
    conflicting: SeverityRow = _row("major", "minor", "info")
    unevidenced: SeverityRow = _row("minor", "info", "info")


@record
class Policy(Record):
    """The rules of judging and adding up that may differ between houses; printed in every report.

    >>> Policy(partial="0.4").partial, Policy().credits.roadmap
    (Decimal('0.4'), Decimal('0.3'))
    """

    id: Id = "default"
    name: Label | None = None
    credits: Credits = attrs.field(factory=Credits)
    partial: Share = Decimal("0.5")
    priority_factors: PriorityFactors = attrs.field(factory=PriorityFactors)
    at_bound: Share = Decimal("0.5")
    trust_not_applicable: Flag = False
    partial_must: Literal["gap", "blocker"] = "gap"
    evidence: Literal["lenient", "strict"] = "lenient"
    month_days: Positive | None = None
    must_share_warning: Share = Decimal("0.6")
    not_applicable_warning: Share = Decimal("0.1")
    severity: SeverityTable = attrs.field(factory=SeverityTable)
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def credit(self, response: str) -> Decimal:
        """The credit of a response code; not_applicable has none and raises AttributeError."""
        worth: Decimal = getattr(self.credits, response)
        return worth

    def factor(self, priority: Priority) -> Decimal:
        """The priority's factor; 0 for wont."""
        if priority == "wont":
            return Decimal(0)
        factor: Decimal = getattr(self.priority_factors, priority)
        return factor

    def severity_of(self, kind: GapKind, priority: Priority) -> GapSeverity:
        """How grave a gap is; info for wont."""
        if priority == "wont":
            return "info"
        severity: GapSeverity = getattr(getattr(self.severity, kind), priority)
        return severity
