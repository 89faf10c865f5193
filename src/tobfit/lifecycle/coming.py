"""What a later date brings: gaps that appear and vanish, with the rule, the industry's stage or the date behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from tobfit.lifecycle.backlog_records import Future, Movement
from tobfit.lifecycle.building_input import at_date
from tobfit.lifecycle.wanted import Bid, open_gaps
from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.report import Report
from tobfit.model.requirement import Source
from tobfit.model.words import Decision

STAGE = "industry_stage"
Key = tuple[str, str]


def future_of(reports: Sequence[Report], bids: Sequence[Bid], date: datetime.date) -> Future:
    """The gaps above info and the decisions of the same records on another date, beside those of today."""
    appearing: list[Movement] = []
    vanishing: list[Movement] = []
    decisions: list[tuple[str, str, Decision, Decision]] = []
    for report, bid in zip(reports, bids, strict=True):
        later = at_date(report, date)
        for before in bid.fits:
            after = later[before.product]
            old, new = _gaps(before), _gaps(after)
            appearing += [_movement(gap, before, after, appears=True) for key, gap in new.items() if key not in old]
            vanishing += [_movement(gap, after, before, appears=False) for key, gap in old.items() if key not in new]
            if before.decision != after.decision:
                decisions.append((report.client.id, before.product, before.decision, after.decision))
    return Future(date, tuple(appearing), tuple(vanishing), tuple(decisions))


def _gaps(fit: Fit) -> dict[Key, Gap]:
    return {(gap.requirement.id, gap.kind): gap for gap in open_gaps(fit)}


def _movement(gap: Gap, without: Fit, within: Fit, *, appears: bool) -> Movement:
    """What moved: a gap that one fit has (``within``) and the other one (``without``) has not."""
    line = gap.requirement
    there = {source.rule for other in without.world.requirements if other.id == line.id for source in other.sources}
    new = [source for source in line.sources if source.rule is not None and source.rule not in there]
    cause, source, on = "other", None, None
    if new:
        cause, source, on = _of_rule(new, without.world.as_of, within.world.as_of, appears=appears)
    elif _is_dated(gap):
        cause = "date"
        on = _day(gap, without.world.as_of, within.world.as_of)
    return Movement(
        client=gap.world.client.id,
        product=gap.product,
        requirement=line.id,
        capability=line.capability,
        kind=gap.kind,
        severity=gap.severity,
        cause=cause,  # type: ignore[arg-type]
        rule=None if source is None else source.rule,
        citation=None if source is None else source.citation,
        on=on,
    )


def _of_rule(
    sources: Iterable[Source], without: datetime.date, within: datetime.date, *, appears: bool
) -> tuple[str, Source | None, datetime.date | None]:
    """Why rules speak on one of the days and not on the other: they are in force on one only, or an industry's stage
    that they ask about is another one."""
    listed = list(sources)
    for source in listed:
        starts = source.valid_from is not None and without < source.valid_from <= within
        ends = source.valid_to is not None and within <= source.valid_to < without
        if starts or ends:
            if appears:
                return "rule_starts", source, source.valid_from if starts else source.valid_to
            return "rule_ends", source, source.valid_to if ends else source.valid_from
    for source in listed:
        if any(fact.startswith(STAGE) or f"{STAGE} " in fact for fact in source.facts):
            return "industry_stage", source, None
    return "other", listed[0], None


def _is_dated(gap: Gap) -> bool:
    return gap.requirement.by is not None or any(
        isinstance(statement.available, datetime.date) for statement in gap.judgement.statements
    )


def _day(gap: Gap, one: datetime.date, other: datetime.date) -> datetime.date | None:
    """The day between the two on which something was to be there."""
    days = [s.available for s in gap.judgement.statements if isinstance(s.available, datetime.date)]
    days += [gap.requirement.by] if gap.requirement.by is not None else []
    between = [day for day in days if min(one, other) <= day <= max(one, other)]
    return min(between, default=None)
