"""What stays unserved, as findings with the ways out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tobfit.commercial.reasons_for import both
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.gap import severities
from tobfit.matching.remedy import Remedy
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.words import GAP_SEVERITIES, Decision, GapKind, GapSeverity

if TYPE_CHECKING:
    from tobfit.commercial.serving import ServiceNeed

STAGE = "commercial"
UNSERVED: frozenset[GapKind] = frozenset(
    ["missing", "insufficient", "late", "unaccepted", "incompatible", "unknown", "conflicting"]
)
"""The kinds of gap by which a need is not served, or not for all that anybody knows."""


def findings_of(
    needs: Iterable[ServiceNeed],
    fit: Fit,
    judged: Fit,
    unnamed: Mapping[str | None, tuple[str, ...]],
    names: Mapping[str | None, Label],
) -> tuple[Finding, ...]:
    """One finding for each need that is unmet or unknown, worst first, then in the order of the needs.

    ``unnamed`` are the services offered in a stage that say nothing of what they are, ``names`` those of the stages.
    """
    found = []
    for need in needs:
        if need.is_unserved:
            because = _because(need, unnamed.get(need.stage, ()), names[need.stage])
            found.append(
                Finding(
                    kind="unserved_stage",
                    severity=_severity(need, fit),
                    stage=STAGE,
                    because=because,
                    product=fit.product,
                    requirement=need.id if need.in_match else None,
                    path=_path(need, fit),
                    remedies=_remedies(need, fit if need.in_match else judged),
                )
            )
    return tuple(sorted(found, key=lambda one: GAP_SEVERITIES.index(one.severity)))


def _severity(need: ServiceNeed, fit: Fit) -> GapSeverity:
    """That of its gravest gap by the policy's table; of what may be needed that of an open line."""
    if need.is_open:
        return fit.world.policy.severity_of("unknown", need.priority)
    found = [severity for kind, severity in severities(need.judgement, fit.world.policy) if kind in UNSERVED]
    return min(found, key=GAP_SEVERITIES.index)


def _because(need: ServiceNeed, unnamed: Sequence[str], stage: Label) -> Label:
    texts = {}
    for lang, words in _WORDS.items():
        key = "open" if need.is_open else need.verdict
        name, reason = need.name.text(lang), need.reason.text(lang)
        told = words[key].format(stage=stage.text(lang), name=name, reason=reason)
        entries = words["join"].join(unnamed)
        texts[lang] = told + (words["unnamed"].format(entries=entries) if entries and need.verdict == "unknown" else "")
    return both(texts["en"], texts["zh"])


_WORDS = {
    "en": {
        "unmet": "{stage}: {name} is needed and not given: {reason}",
        "unknown": "{stage}: {name} is needed, and it is open whether it is given: {reason}",
        "open": "{stage}: {name} may be needed, and is not given for certain: {reason}",
        "unnamed": "; offered in this stage, without a word on what it is: {entries}",
        "join": ", ",
    },
    "zh": {
        "unmet": "{stage}：需要{name}，但不提供：{reason}",
        "unknown": "{stage}：需要{name}，是否提供尚不明确：{reason}",
        "open": "{stage}：可能需要{name}，且不能确定会提供：{reason}",
        "unnamed": "；本阶段提供但未说明内容的服务：{entries}",
        "join": "、",
    },
}


def _path(need: ServiceNeed, fit: Fit) -> tuple[str, ...]:
    """Client, why, the line, stage, capability, of an offer the product that it hangs on, candidate."""
    first = need.whys[0] if need.whys else None
    reasons = (*first.facts, first.source) if first is not None and first.source != need.id else ()
    item = (need.judgement.item,) if need.judgement.item != fit.product else ()
    way = (fit.world.client.id, *reasons, need.id, need.stage, need.capability, *item, fit.product)
    return tuple(each for each in way if each is not None)


def _remedies(need: ServiceNeed, before: Fit) -> tuple[Remedy, ...]:
    """The ways out of the gaps, each once, and the service that the vendor adds where that serves the need."""
    found = {remedy: None for gap in need.gaps if gap.kind in UNSERVED for remedy in gap.remedies}
    added = _added(need, before)
    return (*found, *([added] if added is not None else []))


def _added(need: ServiceNeed, before: Fit) -> Remedy | None:
    if need.capability is None:
        return None
    offer, taken = before.offer, before.world.catalog[before.product].services
    owner = f"product.{before.product}" if offer is None else f"offer.{offer.id}"
    name = need.capability
    while any(entry.id == name for entry in taken):
        name += ".more"
    entry = {"id": name, "capability": need.capability, **({"stage": need.stage} if need.stage else {})}
    changes = FrozenMap({f"{owner}.services.{name}": FrozenMap(entry)})
    remedy = Remedy("negotiate", before.product, need.id, changes=changes, before=before)
    return remedy if remedy.fit[need.id].verdict in ("met", "partial") else None


def decided_by(findings: Iterable[Finding], fit: Fit) -> FrozenMap[str, tuple[Decision, str]]:
    """What the findings decide: a blocker that the product is no fit, any above info that a fit has gaps; nothing is
    made better."""
    found = {finding.severity for finding in findings}
    if "blocker" in found and fit.decision != "no_fit":
        return FrozenMap({fit.product: ("no_fit", STAGE)})
    if found - {"info"} and fit.decision == "fit":
        return FrozenMap({fit.product: ("fit_with_gaps", STAGE)})
    return FrozenMap()


__all__ = ["STAGE", "UNSERVED", "decided_by", "findings_of", "natural"]
