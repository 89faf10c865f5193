"""Judging one line against one product (the rules are in the reference: how a line is judged)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.joining import joined
from tobfit.matching.landscape import judge_placed
from tobfit.matching.outcome import OUT_OF_SCOPE, RANK, Level, Outcome, Raw, Reason, fixed, settle, unsaid
from tobfit.matching.share import FAILED, IN_PART, NeedTest
from tobfit.matching.voices import Speech, Voices, hear, spoken_on
from tobfit.model.policy import Policy
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import Refused
from tobfit.model.span import may_be_none
from tobfit.model.version import parse_version
from tobfit.model.words import GAP_KINDS, PRIORITIES, GapKind, Priority

ZERO = Fraction(0)
CONFLICTING: frozenset[GapKind] = frozenset(["conflicting"])
IN_PART_KIND: frozenset[GapKind] = frozenset(["partial"])
SILENCE = settle(unsaid("unstated"))
LEVELS: tuple[Level, ...] = ("unmet", "partial", "met")


Key = tuple[object, ...]
"""All that a statement's outcome for a line depends on, beside the line's need and rule."""


@attrs.frozen(eq=False)
class Line:
    """A requirement made ready for judging: its need as a test, what it accepts, its exact weight.

    ``weight`` counts in units that all lines of the client share, 0 for lines that have no part in the score;
    ``is_placed``: the client's landscape has a part in the line. ``counts`` is false for a line that is judged beside
    the client's own: it has no part in score and decision.
    ``memo`` holds outcomes by what they depend on; lines that judge every statement alike share one.
    """

    requirement: Requirement
    need: NeedTest
    rule: tuple[frozenset[str], datetime.date | None, bool]
    weight: int
    can_fail: bool
    is_placed: bool = False
    counts: bool = True
    memo: dict[Key, tuple[Raw, Outcome]] = attrs.field(factory=dict, repr=False)


@attrs.frozen(eq=False)
class Bench:
    """What judging needs besides the line and the product: policy, date, vocabulary."""

    policy: Policy
    as_of: datetime.date
    vocabulary: Vocabulary
    worths: dict[tuple[str, object], Fraction] = attrs.field(factory=dict, repr=False)

    @cached_property
    def grave(self) -> dict[Priority, frozenset[str]]:
        """For each priority the kinds of gap above info."""
        return {
            priority: frozenset(kind for kind in GAP_KINDS if self.policy.severity_of(kind, priority) != "info")
            for priority in PRIORITIES
        }

    def worth(self, statement: Statement) -> Fraction:
        """response x extent, before the need."""
        key = statement.response, statement.extent
        if key not in self.worths:
            self.worths[key] = Fraction(self.policy.credit(key[0])) * extent_share(statement, self.policy)
        return self.worths[key]


def judge(line: Line, voices: Voices, bench: Bench) -> Outcome:
    """The outcome of one line for one product."""
    if line.is_placed:
        # What is said of a capability counts beside the landscape for a line on residency alone.
        by_place = line.requirement.connect is not None or line.requirement.deploy is not None
        stated = SILENCE if by_place else judge_stated(line, voices, bench)
        return judge_placed(line, voices, bench, stated)
    if line.requirement.scope == "product":
        return judge_stated(line, voices, bench)
    spoken = voices.speaking(line.requirement)
    return joined([judge_stated(line, each, bench) for each in spoken])


def judge_stated(line: Line, voices: Voices, bench: Bench) -> Outcome:
    """The outcome of what is said: statements, answers, or their absence."""
    requirement = line.requirement
    name = requirement.capability
    if name is not None and requirement.id not in voices.answers:
        # The common case: one statement on the very capability.
        stated = voices.own(name)
        if len(stated) == 1:
            return judge_statement(stated[0], line, voices, bench, name)[1]
    speech = hear(requirement, voices)
    return SILENCE if speech.kind == "silence" else settle(_heard(speech, line, voices, bench))


def _heard(speech: Speech, line: Line, voices: Voices, bench: Bench) -> Raw:
    match speech.kind:
        case "unresolved":
            return unsaid("unresolved")
        case "silence":
            return unsaid("unstated")
        case "complete":
            return fixed("unmet", ZERO, "branch_complete", "missing")
        case "rollup":
            assert speech.capability is not None
            return roll_up(speech.capability, line, voices, bench)
        case _:
            name = line.requirement.capability
            return combine([judge_statement(s, line, voices, bench, name)[0] for s in speech.statements])


def judge_statement(
    statement: Statement, line: Line, voices: Voices, bench: Bench, name: str | None
) -> tuple[Raw, Outcome]:
    """The outcome of one statement for a line, exact and settled; ``name`` is the capability whose branch may
    be complete."""
    key: Key = (statement.facts, has_evidence(statement, voices.product))
    if line.need.parts or may_be_none(statement.value):
        key = (*key, statement.value, is_all(statement, voices, name))
    known = line.memo.get(key)
    if known is None:
        raw = _judge(statement, line, voices, bench, name)
        known = line.memo[key] = raw, settle(raw)
    return known


def is_all(statement: Statement, voices: Voices, name: str | None) -> bool:
    """Whether what a statement lists is all there is: it says so, or the branch is complete."""
    return statement.exhaustive or (name is not None and voices.is_complete(name))


def _judge(statement: Statement, line: Line, voices: Voices, bench: Bench, name: str | None) -> Raw:
    accept, by, is_must = line.rule
    response = statement.response
    if response == "not_applicable":
        trusted = statement.by != "vendor" or not is_must or bench.policy.trust_not_applicable
        return OUT_OF_SCOPE if trusted else unsaid("untrusted_not_applicable")
    if response == "not_supported":
        return fixed("unmet", ZERO, "not_supported", "missing")
    if accept and response not in accept:
        return fixed("unmet", ZERO, "unaccepted", "unaccepted")
    available = statement.available if response == "roadmap" else None
    if available is not None and available != "unknown" and by is not None and available > by:
        return fixed("unmet", ZERO, "late", "late")
    share = line.need.share(statement.value, is_all(statement, voices, name))
    if share.best == FAILED:
        return fixed("unmet", ZERO, "insufficient", "insufficient")
    worth = bench.worth(statement)
    level = _ceiling(statement)
    raw = Raw(
        low=worth if share.low == 1 else worth * share.low,
        high=worth if share.high == 1 else worth * share.high,
        worst=LEVELS[min(share.worst, RANK[level])],
        best=LEVELS[min(share.best, RANK[level])],
        reason="value_missing" if share.is_open else "in_part" if share.best == IN_PART else "stated",
        kinds=_kinds(statement, share.best),
        is_open=share.is_open,
    )
    return _doubts(raw, statement, voices.product, bench)


def _doubts(raw: Raw, statement: Statement, product: Product, bench: Bench) -> Raw:
    """What leaves a positive response open or unproved: its date, its evidence."""
    available = statement.available if statement.response == "roadmap" else None
    if available == "unknown":
        raw = _lowered(raw, "date_unknown")
    elif available is not None and available < bench.as_of:
        raw = _lowered(raw, "delivered")
    if not has_evidence(statement, product):
        raw = attrs.evolve(raw, kinds=raw.kinds | {"unevidenced"})
        if bench.policy.evidence == "strict":
            raw = _lowered(raw, raw.reason if raw.is_open else "unevidenced")
    return raw


def _lowered(raw: Raw, reason: Reason) -> Raw:
    return attrs.evolve(raw, low=ZERO, worst="unmet", is_open=True, reason=reason)


def _ceiling(statement: Statement) -> Level:
    """The best verdict that the response and its extent allow."""
    plain = statement.response in ("standard", "configuration") and statement.extent == "full"
    return "met" if plain else "partial"


def _kinds(statement: Statement, best: int) -> frozenset[GapKind]:
    kinds: set[GapKind] = set()
    if statement.extent != "full" or best == IN_PART:
        kinds.add("partial")
    if statement.response in ("third_party", "customisation", "roadmap"):
        kinds.add(statement.response)
    return frozenset(kinds)


def extent_share(statement: Statement, policy: Policy) -> Fraction:
    """The extent as a number: full is 1, partial is the policy's."""
    if statement.extent == "full":
        return Fraction(1)
    return Fraction(policy.partial) if statement.extent == "partial" else statement.extent


def has_evidence(statement: Statement, product: Product) -> bool:
    """Whether something documented, demonstrated or referenced backs the statement for this very version."""
    proved = statement.proved_versions
    if not proved or None in proved:
        return bool(proved)
    return any(_same_version(version, product.version) for version in proved)


def _same_version(one: str | None, other: str | None) -> bool:
    """5.2 is 5.2.0; what is no version of numbers is compared as text."""
    if one is None or other is None or one == other:
        return one == other
    try:
        return parse_version(one) == parse_version(other)
    except Refused:
        return False


def combine(raws: list[Raw]) -> Raw:
    """Statements of equal standing: one outcome where they agree, else a conflict with the hull of all."""
    first, *others = raws
    if all(_same(first, other) for other in others):
        return attrs.evolve(first, kinds=first.kinds.union(*(other.kinds for other in others)))
    shared = first.kinds.intersection(*(other.kinds for other in others)) | CONFLICTING
    if not all(raw.applies for raw in raws):
        return attrs.evolve(unsaid("conflicting"), kinds=shared)
    return Raw(
        low=min(raw.low for raw in raws),
        high=max(raw.high for raw in raws),
        worst=min((raw.worst for raw in raws), key=LEVELS.index),
        best=max((raw.best for raw in raws), key=LEVELS.index),
        reason="conflicting",
        kinds=shared,
        is_open=True,
    )


def _same(a: Raw, b: Raw) -> bool:
    return (a.low, a.high, a.worst, a.best, a.is_open, a.applies) == (
        b.low,
        b.high,
        b.worst,
        b.best,
        b.is_open,
        b.applies,
    )


def roll_up(name: str, line: Line, voices: Voices, bench: Bench) -> Raw:
    """The recursive mean of the narrower capabilities; what does not apply leaves it."""
    parts = [_narrower(child, line, voices, bench) for child in voices.vocabulary.narrower(name)]
    applying = [part for part in parts if part.applies]
    if not applying:
        return OUT_OF_SCOPE
    worst = _together(part.worst for part in applying)
    best = _together(part.best for part in applying)
    return Raw(
        low=sum((part.low for part in applying), ZERO) / len(applying),
        high=sum((part.high for part in applying), ZERO) / len(applying),
        worst=worst,
        best=best,
        reason="rolled_up",
        kinds=_rolled_kinds(applying, best),
        is_open=any(part.is_open for part in applying),
    )


def _narrower(child: str, line: Line, voices: Voices, bench: Bench) -> Raw:
    if own := spoken_on(child, voices):
        return combine([judge_statement(s, line, voices, bench, child)[0] for s in own])
    if voices.vocabulary.narrower(child):
        return roll_up(child, line, voices, bench)
    if voices.is_complete(child):
        return fixed("unmet", ZERO, "branch_complete", "missing")
    return unsaid("unstated")


def _together(levels: Iterable[Level]) -> Level:
    found = set(levels)
    return found.pop() if len(found) == 1 else "partial"


UNMET_KINDS: frozenset[GapKind] = frozenset(["missing", "insufficient", "late", "unaccepted"])


def _rolled_kinds(parts: list[Raw], best: Level) -> frozenset[GapKind]:
    """An unmet whole shows why its parts are unmet; any other shows that it is in part, and how it is given."""
    kinds = parts[0].kinds.union(*(part.kinds for part in parts))
    if best == "unmet":
        return kinds & UNMET_KINDS
    given = kinds - UNMET_KINDS
    return given | IN_PART_KIND if best == "partial" else given
