"""Attributes: what rules may ask about a client, and how a person is asked for it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.citation import Citation, refuse_foreign
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Flag, Id, Refused, Text
from tobfit.model.units import Unit
from tobfit.model.words import About, AttributeKind, Hosting


@record
class SystemPattern(Record):
    """Some system of the landscape with one of these capabilities (or a narrower one), in a zone hosted so."""

    capabilities: tuple[Id, ...] = ()
    hosting: tuple[Hosting, ...] = ()


@record
class Derivation(Record):
    """How the client record answers an attribute elsewhere than in its profile.

    ``system``: true where some system fits the pattern, false only where ``landscape.systems`` is complete and
    none can. ``unreachable``: true where no path of flows leads to that zone, only where flows are complete.
    ``heads``: a number, the head counts of the stakeholders of a role (or of one narrower) together; rules count on it
    only where ``stakeholders`` is complete.
    """

    system: SystemPattern | None = None
    unreachable: Id | None = None
    heads: Id | None = None

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Exactly one way."""
        if sum(way is not None for way in (self.system, self.unreachable, self.heads)) != 1:
            yield "", Refused("TF318", "an attribute is derived in one way", "give system, unreachable or heads")

    @property
    def kind(self) -> AttributeKind:
        """The kind of attribute that this way answers."""
        return "boolean" if self.heads is None else "number"


@record
class Attribute(Record):
    """One thing that rules may ask about; it stands under ``profile`` unless tobfit reads it elsewhere.

    ``values``: of a text all that it can be, of a level from low to high, of a set those that are known.
    """

    id: Id
    name: Label | None = None
    kind: AttributeKind
    unit: Unit | None = None
    values: tuple[Text, ...] = ()
    labels: FrozenMap[Text, Label] = attrs.field(factory=FrozenMap)
    within: FrozenMap[Text, Text] = attrs.field(factory=FrozenMap)
    question: Label | None = None
    ask: Id | None = None
    about: About = "industry"
    derived: Derivation | None = None
    source: Citation | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Units and values stand with the kinds that have them."""
        yield from refuse_foreign(self)
        if self.unit is not None and self.kind != "quantity":
            yield ".unit", Refused("TF318", f"a {self.kind} has no unit")
        if self.kind == "level" and not self.values and not self.withdrawn:
            yield "", Refused("TF318", "a level without values", "values: [lowest, ..., highest]")
        if self.values and self.kind not in ("text", "level", "set"):
            yield ".values", Refused("TF318", f"a {self.kind} has no list of values")
        if len(set(self.values)) != len(self.values):
            yield ".values", Refused("TF215", "values name one value twice")
        if self.within and self.kind != "set":
            yield ".within", Refused("TF318", f"members of a {self.kind} lie in no other")
        if self.derived is not None and self.kind != self.derived.kind:
            answers = "the landscape answers yes or no" if self.derived.heads is None else "heads are a number"
            hint = f"kind: {self.derived.kind}"
            yield ".derived", Refused("TF318", f"{answers}, not a {self.kind}", hint)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)
