"""The small parts of an explanation: frozen values, in one language, for one audience."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tobfit.matching.remedy import RemedyKind, Risk
from tobfit.model.interval import Interval, Ratio
from tobfit.model.words import Decision, GapKind, GapSeverity, Priority, Verdict


@attrs.frozen
class ExplainedLine:
    """A requirement as readers see it, and what it can be filtered by.

    ``dimension`` is the outermost group of its capability (``sec`` of ``sec.mfa``), ``landscape`` for connections and
    places to run, ``other`` without either; ``dimension_name`` its name. ``roles`` are those of the people who asked,
    in code. ``why`` are sentences on what stands behind the line: suites, rules with citation and facts; () where the
    client alone asked. ``needed`` is the need in words; ``by`` the day after which a roadmap item is late; ``notes``
    are there for internal readers only.
    """

    id: str
    title: str
    priority: Priority
    need: str
    capability: str | None
    dimension: str
    dimension_name: str
    stage: str | None
    roles: tuple[str, ...]
    asked_by: tuple[str, ...]
    group: str | None
    basis: str | None
    why: tuple[str, ...]
    needed: str = ""
    by: datetime.date | None = None
    waived: bool = False
    notes: str | None = None


@attrs.frozen
class Cell:
    """One line of one product. ``low`` and ``high`` are its part of the score, None where it has none (waived, wont,
    not applicable); ``share`` its share of the weight that counts. ``severity``: of its gravest gap, None without."""

    requirement: str
    item: str
    verdict: Verdict
    worst: Verdict
    best: Verdict
    credit: Interval
    low: Fraction | None
    high: Fraction | None
    share: Ratio
    reason: str
    kinds: tuple[GapKind, ...]
    severity: GapSeverity | None
    waived: bool
    evidence: tuple[ShownEvidence, ...]


@attrs.frozen
class ShownEvidence:
    """What proves a statement: where it stands, its kind (claimed, documented, demonstrated, referenced), its date."""

    source: str
    kind: str
    date: datetime.date | None


@attrs.frozen
class Spoke:
    """A product's score within one dimension: the weighted mean credit of its lines, or None where none counts there;
    ``share`` is the dimension's share of the product's weight that counts."""

    dimension: str
    name: str
    score: Interval | None
    share: Ratio
    lines: int


@attrs.frozen
class WayOut:
    """A way out of a gap. ``told`` is the whole sentence; the other fields are its parts.

    ``credit``, ``score`` and ``decision`` are what matching again gives, None where that was not worked out and for
    ``ask``, whose answers lead to several results. ``effort`` is there for internal readers only. ``product`` is the
    other product of ``replace``.
    """

    kind: RemedyKind
    told: str
    what: str = ""
    risk: Risk | None = None
    effort: str | None = None
    price: str | None = None
    date: datetime.date | None = None
    credit: Interval | None = None
    score: Interval | None = None
    decision: Decision | None = None
    product: str | None = None


@attrs.frozen
class Answer:
    """Answers to a question that lead to the same, in words, and what that is: one sentence. ``decision`` and ``score``
    are None where several products are concerned, as by questions about the client."""

    labels: tuple[str, ...]
    told: str
    decision: Decision | None = None
    score: Interval | None = None


@attrs.frozen
class OneAnswer:
    """One answer to a question, and what matching again with it gives: the decision and score of every product that is
    concerned, and the ids of the lines that it would add. ``document`` says the answer as an answers/1 document, for
    the audience of the explanation."""

    label: str
    decisions: Mapping[str, Decision]
    scores: Mapping[str, Interval | None]
    added: tuple[str, ...]
    document: Mapping[str, Any]


@attrs.frozen
class PriceRow:
    """One thing that is paid for; ``amount`` is None where nobody said."""

    kind: str
    name: str
    amount: str | None
    lines: tuple[str, ...]


@attrs.frozen
class Link:
    """A connection that a line asks for, between a system of the client's and the product.

    ``state``: ``whole`` (the line is met, at least in part), ``open`` (not known) or ``broken``; ``to_product`` says
    which way the data go (both: two links). ``stops`` are what lies between: zones, adapters, and where it breaks the
    missing link, in words; ``broken`` the coordinates that fail, in words, or where none does the kinds of gap.
    """

    requirement: str
    system: str
    system_name: str
    zone: str | None
    zone_name: str | None
    to_product: bool
    state: str
    stops: tuple[Stop, ...]
    broken: tuple[str, ...]
    reason: str


@attrs.frozen
class Stop:
    """One stop of a connection: ``interface``, ``zone``, ``adapter`` or ``gap``."""

    kind: str
    text: str
