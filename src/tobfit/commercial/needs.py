"""The services that a client needs, as lines to be judged: its own, those that rules and suites add, those that
undecided rules could add, and those that general services of the packs call for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.commercial.general import Called, attribute_points
from tobfit.commercial.reasons_for import OpenPoint, Why
from tobfit.knowledge.inference import OpenRule
from tobfit.knowledge.services import StageMap, is_service
from tobfit.matching.fit import Fit
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement, Source
from tobfit.model.service import GeneralService
from tobfit.model.words import PRIORITIES


@attrs.frozen
class Wanted:
    """One need before it is judged: its line, its stage, why it stands, and what would settle whether it does."""

    line: Requirement
    stage: str | None
    whys: tuple[Why, ...]
    in_match: bool
    is_open: bool = False
    questions: tuple[OpenPoint, ...] = ()


def wanted_by(fit: Fit, called: Mapping[str, Called]) -> tuple[Wanted, ...]:
    """All needs of the client of a fit, those of the match first.

    A line of the match that asks for a service (or that stands in a stage) is a need. A general service adds a reason
    to the first such line on its capability, whatever that asks for: also where the client does not want it or lets it
    go. Only where there is none it is a need of its own.
    """
    stages = fit.world.packs.base.stage_map
    needs = [_of_line(j.requirement, stages) for j in fit.judgements if _is_need(j.requirement, fit)]
    taken = {j.requirement.id for j in fit.judgements}
    lent: dict[str, list[Why]] = {}
    own: dict[tuple[str, str], Wanted] = {}
    for name, service in fit.world.packs.base.services.items():
        verdict = called[name]
        if verdict.truth is False:
            continue
        host = _host(service, needs)
        if host is not None:
            lent.setdefault(host, []).extend(_reasons(service, verdict))
            continue
        need = _of_service(service, verdict, taken)
        place = service.stage, service.capability
        own[place] = _joined(own[place], need) if place in own else need
    alone = []
    for need in _of_open_rules(fit, stages):
        place = need.stage or "", need.line.capability or ""
        if place in own and _says_no_more(need.line, own[place].line):
            own[place] = _with(own[place], need)
        else:
            alone.append(need)
    with_reasons = (
        attrs.evolve(need, whys=tuple(dict.fromkeys([*need.whys, *lent.get(need.line.id, ())]))) for need in needs
    )
    return (*with_reasons, *(own[place] for place in sorted(own)), *alone)


def _is_need(line: Requirement, fit: Fit) -> bool:
    return line.scope == "service" or line.stage is not None or is_service(line.capability, fit.world.vocabulary)


def _of_line(line: Requirement, stages: StageMap) -> Wanted:
    return Wanted(line, line.stage or stages.of(line.capability), tuple(_sources(line)), in_match=True)


def _sources(line: Requirement) -> Iterable[Why]:
    for source in line.sources:
        if source.suite is not None:
            yield Why("suite", source.suite)
        elif source.is_of_landscape:
            yield Why("landscape", line.id)
        elif source.kind == "implied":
            yield Why("rule", source.rule or line.id, source.because, source.facts)
        else:
            for person in source.by or (line.id,):
                yield Why("stated", person)


def _host(service: GeneralService, needs: Iterable[Wanted]) -> str | None:
    """The line that speaks for a general service: on its capability, of its stage first."""
    found = [need for need in needs if need.line.capability == service.capability]
    found.sort(key=lambda need: (need.stage != service.stage, natural(need.line.id)))
    return found[0].line.id if found else None


def _reasons(service: GeneralService, verdict: Called) -> Iterable[Why]:
    if verdict.truth is None:
        return
    yield Why("general", service.id, service.because)
    yield from (why for why in verdict.whys if why.source != service.id or why.facts)


def _of_service(service: GeneralService, verdict: Called, taken: set[str]) -> Wanted:
    name = f"service:{service.capability}/{service.stage}"
    while name in taken:
        name += "/general"  # a line of the client is called so
    facts = tuple(dict.fromkeys(fact for why in verdict.whys for fact in why.facts))
    source = Source(
        kind="implied",
        rule=service.id,
        citation=str(service.source) if service.source is not None else None,
        reference=service.source,
        facts=facts,
        basis="practice",
        evidence=service.evidence,
        because=service.because,
    )
    line = Requirement(
        id=name,
        text=service.title,
        capability=service.capability,
        scope="service",
        priority=service.priority,
        stage=service.stage,
        origins=(source,),
    )
    calls = (why for why in verdict.whys if why.source != service.id or why.facts)
    whys = (Why("general", service.id, service.because), *calls)
    return Wanted(line, service.stage, tuple(dict.fromkeys(whys)), False, verdict.truth is None, verdict.questions)


def _joined(one: Wanted, other: Wanted) -> Wanted:
    """Two general services of one stage on one capability: needed if either is, as urgent as the more urgent one."""
    sure = [need for need in (one, other) if not need.is_open]
    first, *rest = sure or [one, other]
    line = min((one, other), key=lambda need: need.line.priority != "should").line if not sure else first.line
    if rest and rest[0].line.priority == "should" != line.priority:
        line = rest[0].line
    whys = tuple(dict.fromkeys([*one.whys, *other.whys]))
    questions = () if sure else tuple({p.target: p for p in (*one.questions, *other.questions)}.values())
    return Wanted(line, one.stage, whys, False, not sure, questions)


def _says_no_more(one: Requirement, other: Requirement) -> bool:
    """Whether a line asks for nothing that another one on the same service does not ask for."""
    asks = one.need.keys or one.accept or one.by
    return not asks and PRIORITIES.index(one.priority) >= PRIORITIES.index(other.priority)


def _with(need: Wanted, other: Wanted) -> Wanted:
    """A need with the reasons of another one that would say the same; what is open takes on its questions too."""
    points = {point.target: point for point in (*need.questions, *(other.questions if need.is_open else ()))}
    whys = (*need.whys, *(other.whys if need.is_open else ()))
    return attrs.evolve(need, whys=whys, questions=tuple(points.values()))


def _of_open_rules(fit: Fit, stages: StageMap) -> tuple[Wanted, ...]:
    """The services that undecided rules would add, or ask more of."""
    world = fit.world
    gathered: dict[tuple[object, ...], list[tuple[OpenRule, Requirement]]] = {}
    for rule in world.open_rules:
        for line in (ready.requirement for ready in world.open_lines[rule.id]):
            if _is_need(line, fit):
                asked = line.capability, line.need, line.priority, line.accept, line.by, line.scope, line.stage
                gathered.setdefault(asked, []).append((rule, line))
    needs = []
    for found in gathered.values():
        # Several rules may ask for the same: one need, which any of them would make.
        first, line = found[0]
        whys = tuple(Why("open_rule", rule.id, rule.rule.because, rule.facts) for rule, _ in found)
        points = {p.target: p for rule, _ in found for p in attribute_points(rule.attributes, fit)}
        beside, stage = line.evolve(id=f"{line.id}@{first.id}"), line.stage or stages.of(line.capability)
        needs.append(Wanted(beside, stage, whys, False, True, tuple(points.values())))
    return tuple(needs)
