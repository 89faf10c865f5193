"""Rules: what follows from a client's industry, scale and architecture, and where that is written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from tobfit.model.citation import NO_SOURCE, Citation, refuse_unsound
from tobfit.model.free import FreeValue
from tobfit.model.label import Label
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.requirement import Need
from tobfit.model.scalars import Day, Flag, Id, Jurisdiction, Positive, Refused, Text
from tobfit.model.words import Basis, EvidenceGrade, Operator, Priority, ResponseCode, Scope


@record
class Condition(Record):
    """An atom ``attr op value``, or ``all``, ``any`` or ``not`` of such; ``all`` of nothing holds always."""

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = None
    attr: Id | None = None
    op: Operator | None = None
    value: FreeValue | None = None

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Exactly one form; an atom has an operator, and a value unless it asks for presence."""
        forms = [name for name in ("all", "any", "not_", "attr") if getattr(self, name) is not None]
        if len(forms) != 1:
            hint = "give one of all, any, not, or attr with op and value"
            yield "", Refused("TF317", f"a condition with {len(forms)} forms", hint)
        elif forms == ["attr"]:
            if self.op is None:
                yield "", Refused("TF317", "an atom without an operator", "op: eq, in, contains, ge ...")
            elif (self.op == "present") != (self.value is None) and self.value != "true":
                yield "", Refused("TF317", "every operator but present takes a value", "value: ...")
        elif self.op is not None or self.value is not None:
            yield "", Refused("TF317", "op and value stand with attr", "attr: ...")


@record
class Demand(Record):
    """One requirement that a rule implies; ``evidence`` and ``number`` speak for it alone where it differs."""

    capability: Id
    need: Need = attrs.field(factory=Need)
    priority: Priority = "should"
    weight: Positive = Decimal("1")
    scope: Scope = "product"
    accept: tuple[ResponseCode, ...] = ()
    by: Day | None = None
    stage: Id | None = None
    text: Label | None = None
    number: Text | None = None
    evidence: EvidenceGrade | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """A rule cannot imply that something is not wanted."""
        if self.priority == "wont":
            yield ".priority", Refused("TF206", "a rule implies what is needed", "must, should or could")


@record
class Rule(Record):
    """What follows (``implies``) for clients that meet a condition (``when``; absent: for all).

    ``jurisdictions`` is one more condition: the client is active in one of them. Outside ``valid_from`` and
    ``valid_to`` (both days included) the rule does not exist.
    """

    id: Id
    name: Label | None = None
    when: Condition = attrs.field(factory=lambda: Condition(all=()))
    implies: tuple[Demand, ...] = ()
    basis: Basis | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    source: Citation = NO_SOURCE
    evidence: EvidenceGrade = "inferred"
    valid_from: Day | None = None
    valid_to: Day | None = None
    because: Label | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """A basis and a source, unless the rule is withdrawn; a period that is not empty; its own id to override."""
        yield from refuse_unsound(self)
        if not self.withdrawn and self.basis is None:
            yield "", Refused("TF204", "the key 'basis' is missing", "basis: law, practice or experience")
        if not self.withdrawn and self.source == NO_SOURCE:
            yield "", Refused("TF204", "the key 'source' is missing", "source: {title: ..., number: ..., url: ...}")


@record
class Suite(Record):
    """Capabilities that are bought together, and the management outcomes that they serve."""

    name: Label | None = None
    capabilities: tuple[Id, ...] = ()
    outcomes: tuple[Id, ...] = ()
    source: Citation | None = None
    evidence: EvidenceGrade | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
