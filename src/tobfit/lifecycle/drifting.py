"""Drift: what was promised at the sale beside what is lived, line by line and value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import attrs

from tobfit.lifecycle.living import Life
from tobfit.lifecycle.teaching import Lesson, is_worse
from tobfit.matching.fit import Fit, fails
from tobfit.matching.gap import severities
from tobfit.matching.outcome import Judgement
from tobfit.matching.report import Report
from tobfit.model.interval import Interval
from tobfit.model.natural import natural
from tobfit.model.words import GAP_SEVERITIES, GapSeverity, Verdict

Way = Literal["worse", "better", "kept"]


@attrs.frozen
class Drift:
    """One capability, and one line that asks for it (None: no line does), promised and lived.

    ``promised`` and ``lived`` are values as written, None where there is none; ``missed`` of ``periods`` with a value
    were worse than promised. ``before`` and ``after`` are the line's verdicts at the sale and with what was lived
    beside it, as matching again gives it; ``credit_before`` and ``credit_after`` its credits. ``way``: ``worse`` where
    a promised value was missed or the verdict or the least credit fell, ``better`` where one of them rose, else
    ``kept``. ``severity``: where verdict or credit fell, that of the line's gravest gap after it, minor at least; where
    only a promised value was missed, minor; else info.
    """

    product: str
    capability: str
    requirement: str | None
    way: Way
    severity: GapSeverity
    promised: tuple[str, ...] | None
    lived: tuple[str, ...] | None
    missed: int
    periods: int
    before: Verdict | None = None
    after: Verdict | None = None
    credit_before: Interval | None = None
    credit_after: Interval | None = None


def drifts_of(
    life: Life, lessons: Sequence[Lesson], fits: tuple[Fit, Fit], report: Report
) -> Iterable[Drift]:
    """What each lesson changes: at the sale, and with the lessons in it; ``fits`` are the two."""
    sold, lived = fits
    asking: dict[str, list[str]] = {}
    for line in report.requirements:
        if line.capability is not None and line.connect is None and line.deploy is None and line.priority != "wont":
            asking.setdefault(line.capability, []).append(line.id)
    for lesson in lessons:
        lines = sorted(asking.get(lesson.capability, ()), key=natural)
        promise = _promise(life, lesson, [_own(sold[name], lesson.product) for name in lines], report)
        missed, periods = _missed(life, lesson, promise, report)
        for name in lines:
            before, after = _own(sold[name], lesson.product), _own(lived[name], lesson.product)
            yield _of_line(lesson, before, after, (promise, missed, periods), report)
        if not lines:
            way: Way = "worse" if missed else "kept"
            yield Drift(
                lesson.product, lesson.capability, None, way, "minor" if missed else "info",
                promise, lesson.value, missed, periods,
            )  # fmt: skip


def _own(judgement: Judgement, product: str) -> Judgement:
    """The line judged against the product alone: of an offer its part."""
    return next((part for part in judgement.parts if part.item == product), judgement)


def _promise(
    life: Life, lesson: Lesson, lines: Sequence[Judgement], report: Report
) -> tuple[str, ...] | None:
    """What the contract says of the value; else what spoke for it at the sale, where that is one value."""
    said = [
        row.promised
        for period in life.periods
        for row in life.rows(lesson.capability, period).values()
        if row.promised is not None
    ]
    if said:
        return said[-1]
    product = report.world.catalog.product(lesson.product)
    spoken = [one.value for line in lines for one in line.statements if one.response != "not_supported"]
    if not lines:
        spoken = [one.value for one in product.capabilities.get(lesson.capability, ())]
    values = {value for value in spoken if value is not None}
    return values.pop() if len(values) == 1 else None


def _missed(
    life: Life, lesson: Lesson, promise: tuple[str, ...] | None, report: Report
) -> tuple[int, int]:
    """In how many periods the value was worse than promised, and in how many there was one."""
    capability = life.base.vocabulary.get(lesson.capability)
    missed = periods = 0
    for period in life.periods:
        rows = life.rows(lesson.capability, period).values()
        seen = [(row.value, row.promised or promise) for row in rows if row.value is not None]
        if seen:
            periods += 1
            month = report.policy.month_days
            missed += any(said is not None and is_worse(value, said, capability, month) is True for value, said in seen)
    return missed, periods


RANKS: Mapping[str, int] = {"unmet": 0, "unknown": 1, "partial": 2, "met": 3, "not_applicable": 3}


def _of_line(
    lesson: Lesson,
    before: Judgement,
    after: Judgement,
    said: tuple[tuple[str, ...] | None, int, int],
    report: Report,
) -> Drift:
    promise, missed, periods = said
    fell = RANKS[after.verdict] < RANKS[before.verdict] or (
        after.verdict != "unknown" and after.credit.low < before.credit.low and after.verdict != "not_applicable"
    )
    rose = RANKS[after.verdict] > RANKS[before.verdict] or after.credit.low > before.credit.low
    way: Way = "worse" if missed or fell else "better" if rose else "kept"
    return Drift(
        product=lesson.product,
        capability=lesson.capability,
        requirement=before.requirement.id,
        way=way,
        severity=_severity(after, fell, report) if way == "worse" else "info",
        promised=promise,
        lived=lesson.value,
        missed=missed,
        periods=periods,
        before=before.verdict,
        after=after.verdict,
        credit_before=before.credit,
        credit_after=after.credit,
    )


def _severity(after: Judgement, fell: bool, report: Report) -> GapSeverity:
    """The gravest gap of the line with what was lived; where a promise was missed and the line stands as it stood,
    minor; info for a waived line."""
    if after.waived:
        return "info"
    if not fell:
        return "minor"
    found = [severity for _, severity in severities(after, report.policy)]
    if after.requirement.priority == "must" and fails(after.worst, report.policy) and after.verdict != "unknown":
        found.append("blocker")
    return min(["minor", *found], key=GAP_SEVERITIES.index)
