"""What a corridor finds: a deal that the client cannot bear, a price that does not pay for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from tobfit.commercial.corridor_records import CeilingPart, Corridor
from tobfit.matching.finding import Finding
from tobfit.matching.remedy import Remedy, RemedyKind
from tobfit.model.label import Label
from tobfit.model.words import Decision, GapSeverity

STAGE = "commercial"
HARD = ("budget", "willingness")
"""Limits beyond which the client cannot go; a share of the value is what the vendor thinks fair."""
TEXTS = {
    "blocker": {
        "en": "what is asked for cannot be delivered and served for what the client can spend",
        "zh": "按客户可投入的金额，无法交付并服务所要求的全部内容",
    },
    "value": {
        "en": "what is asked for costs more than is fair to ask for the value that it has to the client",
        "zh": "所要求内容的成本超过了与其对客户价值相称的价格",
    },
    "over_budget": {
        "en": "the list price is above the client's budget",
        "zh": "标价高于客户预算",
    },
    "unprofitable": {
        "en": "the list price does not pay for what is asked for",
        "zh": "标价不足以覆盖所要求的内容",
    },
}


def findings_of(corridor: Corridor) -> tuple[Finding, ...]:
    """``unaffordable``: a blocker where the floor lies above what the client can spend for certain, major where it lies
    above the share of the value alone, or the list price above the budget. ``unprofitable``: the list price lies below
    the floor for certain; for the vendor alone."""
    return tuple(_findings(corridor))


def _findings(corridor: Corridor) -> Iterable[Finding]:
    if corridor.empty is True:
        is_hard = any(_is_below(corridor.limit(kind), corridor) for kind in HARD)  # type: ignore[arg-type]
        severity: GapSeverity = "blocker" if is_hard else "major"
        yield _finding(corridor, "unaffordable", severity, "blocker" if is_hard else "value", _remedies(corridor))
    elif corridor.over_budget:
        yield _finding(corridor, "unaffordable", "major", "over_budget")
    if corridor.place in ("below_floor", "outside"):
        yield _finding(corridor, "unprofitable", "major", "unprofitable", internal=True)


def _is_below(part: CeilingPart, corridor: Corridor) -> bool:
    return part.amount is not None and part.amount.high != math.inf and part.amount.high < corridor.floor.low


def _finding(
    corridor: Corridor,
    kind: str,
    severity: GapSeverity,
    text: str,
    remedies: tuple[Remedy, ...] = (),
    *,
    internal: bool = False,
) -> Finding:
    client = corridor.fit.world.client
    budgeted = ("client.budget",) if client.budget is not None and text in ("blocker", "over_budget") else ()
    return Finding(
        kind=kind,  # type: ignore[arg-type]
        severity=severity,
        stage=STAGE,
        because=Label.of(TEXTS[text]),
        product=corridor.product,
        path=(client.id, *budgeted, corridor.product),
        remedies=remedies,
        internal=internal,
    )


def _remedies(corridor: Corridor) -> tuple[Remedy, ...]:
    """The ways out that change one line: what a new match of them gives is what they promise."""
    kinds: dict[str, RemedyKind] = {"descope": "change_process", "partner": "partner"}
    return tuple(
        Remedy(kinds[way.kind], corridor.product, way.requirements[0], changes=way.changes, before=corridor.fit)
        for way in corridor.ways_out
        if way.kind in kinds and len(way.requirements) == 1
    )


def decided_by(corridor: Corridor) -> Mapping[str, tuple[Decision, str]]:
    """Product -> decision and stage, where a finding makes the decision worse."""
    severities = {finding.severity for finding in corridor.findings if not finding.internal}
    decision = corridor.fit.decision
    if "blocker" in severities and decision != "no_fit":
        return {corridor.product: ("no_fit", STAGE)}
    if severities - {"info"} and decision == "fit":
        return {corridor.product: ("fit_with_gaps", STAGE)}
    return {}
