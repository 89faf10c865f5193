"""Why a service is needed, and what is still open about it."""

from __future__ import annotations

from typing import Literal

import attrs

from tobfit.model.label import Label

WhyKind = Literal[
    "stated", "suite", "rule", "open_rule", "landscape", "general", "count", "gap", "connection", "system"
]
"""Who says so: the client, a suite, a rule, an undecided rule, the client's landscape, a general service; or what such
a service is called by: a count, a gap of a line, a connection, a system that may be replaced."""


@attrs.frozen
class Why:
    """One reason for a need. ``source`` is the id of what says so (a stakeholder, suite, rule, general service, count,
    line or system; of a line that nobody is named for the line itself), ``facts`` what of the client speaks for it."""

    kind: WhyKind
    source: str
    because: Label | None = None
    facts: tuple[str, ...] = ()


@attrs.frozen
class OpenPoint:
    """What somebody has to say before it is known whether a service is needed, or given: the ``target`` of the answer
    (as in ``Question.target``), the question, and whom to ask: the vendor, or a role at the client."""

    target: str
    question: Label
    ask: str


def both(en: str, zh: str) -> Label:
    """A text in both languages."""
    return Label.of({"en": en, "zh": zh})
