"""What was learnt after the documents were written: answers to questions, by target."""

from __future__ import annotations

import attrs

from tobfit.model.free import FreeValue
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Day, Text


@record
class Learnt(Record):
    """The value that stands at a target from now on; null takes away what stands there."""

    target: Text
    value: FreeValue | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Answers(Record):
    """Answers that were given on a day by somebody; the documents they speak of stay as they are.

    ``by`` is a person or, for statements about products, who speaks: vendor, assessor, client or usage.
    """

    on: Day | None = None
    by: Text | None = None
    answers: tuple[Learnt, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
