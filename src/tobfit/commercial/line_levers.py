"""Levers on single lines: the ways out of their gaps, told by who gives, and what else a client can do about a line."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from tobfit.commercial.levers import Side
from tobfit.matching.asks import Ask, asks_of
from tobfit.matching.fit import Fit, fails
from tobfit.matching.gap import Gap, needs_behind
from tobfit.matching.order import key_of
from tobfit.matching.outcome import Judgement
from tobfit.matching.promise import promised
from tobfit.matching.remedy import Remedy
from tobfit.model.deal import LeverKind
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.plain import to_plain
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Requirement
from tobfit.model.words import GapKind, Verdict

Standing = Literal["unmet", "partial", "unknown"]
REASON = {"en": "agreed in the negotiation", "zh": "谈判中约定"}
"""Why a line is let go that a lever lets go."""


@attrs.frozen
class OpenMust:
    """A Must that keeps a product from a fit: unmet, partial where the policy makes that a blocker, or unknown.

    ``law`` cites the laws behind it; it is ``held_by_law`` where the law alone stands behind it, or beside the client.
    Nobody lets such a line go without accepting the risk.
    """

    requirement: str
    title: Label
    verdict: Verdict
    standing: Standing
    kinds: tuple[GapKind, ...]
    asked_by: tuple[str, ...]
    by: datetime.date | None
    law: tuple[str, ...]
    goals: tuple[str, ...]
    levers: tuple[str, ...] = ()

    @property
    def held_by_law(self) -> bool:
        """Whether a law stands behind the line."""
        return bool(self.law)


@attrs.frozen
class Draft:
    """A lever before it is matched: what it changes, and on which lines."""

    kind: LeverKind
    gives: Side
    requirements: tuple[str, ...]
    changes: FrozenMap[str, Any]
    answer: str | None = None
    otherwise: FrozenMap[str, Any] | None = None
    date: datetime.date | None = None
    effort: Effort | None = None
    price: Quantity | None = None
    is_unpriced: bool = False
    accepts_risk: bool = False
    remedy: Remedy | None = attrs.field(default=None, eq=False)
    arguments: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)
    saves: tuple[Quantity, ...] = ()


def open_musts(fit: Fit) -> tuple[OpenMust, ...]:
    """The Musts that fail, or may, in the order of their ids."""
    policy = fit.world.policy
    found = [
        judgement
        for judgement in fit.judgements
        if judgement.requirement.priority == "must"
        and not judgement.waived
        and judgement.verdict != "not_applicable"
        and fails(judgement.worst, policy)
    ]
    return tuple(
        OpenMust(
            requirement=judgement.requirement.id,
            title=judgement.requirement.title,
            verdict=judgement.verdict,
            standing="unknown" if not fails(judgement.best, policy) else _certain(judgement),
            kinds=judgement.kinds,
            asked_by=tuple(sorted(judgement.requirement.asked_by, key=natural)),
            by=judgement.requirement.by,
            law=laws_behind(judgement.requirement),
            goals=goals_behind(judgement.requirement, fit),
        )
        for judgement in sorted(found, key=lambda one: natural(one.requirement.id))
    )


def _certain(judgement: Judgement) -> Standing:
    return "partial" if judgement.best == "partial" else "unmet"


def laws_behind(line: Requirement) -> tuple[str, ...]:
    """The laws among a line's sources, as citations, each once."""
    found = [source for source in line.sources if source.basis == "law"]
    return tuple(dict.fromkeys(source.citation or source.rule or "" for source in found))


def goals_behind(line: Requirement, fit: Fit) -> tuple[str, ...]:
    """The ids of the client's goals that a line carries."""
    reach = needs_behind(line, fit.world)
    found = (goal.id for goal in fit.world.client.goals if not reach.isdisjoint(goal.needs))
    return tuple(sorted(found, key=natural))


def drafts_of(fit: Fit, lines: Iterable[str], *, accept_risk: bool) -> Iterator[Draft]:
    """The levers on some lines: of each the ways out of its gaps, a demonstration where nobody knows, and what the
    client can do about its own line."""
    wanted = list(lines)
    gaps: dict[str, list[Gap]] = {name: [] for name in wanted}
    for gap in fit.gaps:
        if gap.requirement.id in gaps:
            gaps[gap.requirement.id].append(gap)
    for name in wanted:
        for gap in gaps[name]:
            for remedy in gap.remedies:
                draft = _of_remedy(remedy, gap)
                if draft is not None:
                    yield draft
        judgement = fit[name]
        yield from _shown(judgement, fit)
        if judgement.requirement.priority != "wont":
            yield from _out_of_scope(judgement.requirement)
        if judgement.requirement.priority == "must" and accept_risk:
            yield from _at_risk(judgement.requirement)


def _of_remedy(remedy: Remedy, gap: Gap) -> Draft | None:
    """A remedy as a lever; None for what changes nothing, and for answers, which nobody can give away."""
    if not remedy.changes or remedy.kind in ("ask", "replace"):
        return None
    kind, gives = _kind_of(remedy, gap.requirement)
    is_unpriced = kind in ("partner", "module") and remedy.price is None
    return Draft(
        kind, gives, (gap.requirement.id,), remedy.changes, date=remedy.date, effort=remedy.effort, price=remedy.price,
        is_unpriced=is_unpriced, remedy=remedy,
    )  # fmt: skip


def _kind_of(remedy: Remedy, line: Requirement) -> tuple[LeverKind, Side]:
    gives: Side = "client" if all(target.startswith("client.") for target in remedy.changes) else "vendor"
    if remedy.kind == "change_process":
        return "waive", "client"
    if remedy.kind == "prove":
        return "proof", "vendor"
    if remedy.kind == "partner":
        return "partner", "vendor"
    if remedy.kind == "negotiate" and any(target.startswith("offer.") for target in remedy.changes):
        return "module", "vendor"
    if is_service(line) and (gives == "vendor" or _is_need(remedy)):
        return "service_level", gives
    if gives == "vendor":
        return "build", "vendor"
    if remedy.kind == "negotiate":
        ends = {"accept": "accept", "by": "date"}
        named = {target.rpartition(".")[2] for target in remedy.changes}
        found = next((kind for end, kind in ends.items() if named == {end}), None)
        return ("accept" if found == "accept" else "date" if found == "date" else "need"), "client"
    return "build", gives


def _is_need(remedy: Remedy) -> bool:
    return any(".need." in target for target in remedy.changes)


def is_service(line: Requirement) -> bool:
    """Whether a line asks for a service: by its scope, or by a capability of services."""
    return line.scope == "service" or (line.capability or "").startswith("svc.")


def _shown(judgement: Judgement, fit: Fit) -> Iterator[Draft]:
    """What nobody knows is demonstrated, and serves as well as it can; where that fails, as badly. A date that nobody
    said is given."""
    if judgement.verdict != "unknown" or judgement.requirement.connect or judgement.requirement.deploy:
        return
    lines = (judgement.requirement.id,)
    for ask in asks_of(judgement, fit.world, fit.product):
        if not ask.target.startswith("product."):
            continue
        if ask.kind == "date":
            yield from _promised_dates(ask, judgement.requirement)
        elif len(ask.answers) > 1:
            after = [(promised(fit, changes), changes, answer) for answer, changes in ask.answers]
            best = max(after, key=lambda one: key_of(one[0]))
            worst = min(after, key=lambda one: key_of(one[0]))
            yield Draft("proof", "vendor", lines, best[1], answer=best[2], otherwise=worst[1])


def _promised_dates(ask: Ask, line: Requirement) -> Iterator[Draft]:
    """The vendor says when, in time; or shows that it is there already."""
    for answer, changes in ask.answers:
        if answer == "delivered":
            yield Draft("proof", "vendor", (line.id,), changes, answer=answer)
            continue
        date = datetime.date.fromisoformat(answer)
        if line.by is None or date <= line.by:
            yield Draft("build", "vendor", (line.id,), changes, answer=answer, date=date)


def _out_of_scope(line: Requirement) -> Iterator[Draft]:
    """The client's own line is not a Must any longer, or is taken out: it is still shown, without weight. What a law
    demands stays whatever the client's line says."""
    if line.is_own and not laws_behind(line):
        for priority in ("should", "wont") if line.priority == "must" else ("wont",):
            changes = FrozenMap({f"client.requirements.{line.id}.priority": priority})
            yield Draft("scope", "client", (line.id,), changes, answer=priority)


def _at_risk(line: Requirement) -> Iterator[Draft]:
    """A line behind which a law stands is let go, and the client accepts the risk in so many words."""
    if not laws_behind(line):
        return
    waiver = {"reason": REASON, "accepts_risk": True}
    if line.is_own:
        changes: dict[str, Any] = {f"client.requirements.{line.id}.waived": frozen(waiver)}
    else:
        changes = {f"client.requirements.{line.id}": frozen({**to_plain(line.to_node()), "waived": waiver})}
    yield Draft("waive", "client", (line.id,), FrozenMap(changes), accepts_risk=True)
