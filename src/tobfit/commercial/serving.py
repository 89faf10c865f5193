"""The services that a client needs, over all stages, against what is offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from tobfit.commercial.general import general_needs
from tobfit.commercial.needs import Wanted, wanted_by
from tobfit.commercial.reasons_for import OpenPoint, Why, WhyKind, both
from tobfit.commercial.unserved import decided_by, findings_of
from tobfit.errors import Problem, TobfitError
from tobfit.matching.asks import asks_of
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.matching.voices import offered_by
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.offer import Offer
from tobfit.model.price import Service
from tobfit.model.words import Decision, Priority, Verdict


@attrs.frozen
class ServiceNeed:
    """One service that the client needs, judged like any other line.

    ``id`` is that of a line of the fit where ``in_match``, else of the need alone. ``is_open``: nobody knows yet
    whether it is needed; ``questions`` would settle that, and what is open about how it is given. ``offered`` names the
    entries under ``services`` on its capability. ``credit`` is an Interval of fractions in [0, 1].
    """

    id: str
    name: Label
    stage: str | None
    capability: str | None
    priority: Priority
    whys: tuple[Why, ...]
    in_match: bool
    is_open: bool
    waived: bool
    verdict: Verdict
    credit: Interval
    reason: Label
    questions: tuple[OpenPoint, ...]
    offered: tuple[str, ...]
    judgement: Judgement = attrs.field(repr=False, eq=False)
    gaps: tuple[Gap, ...] = attrs.field(repr=False, eq=False)

    @property
    def is_served(self) -> bool:
        """Whether it is given for certain, in full or in part."""
        return self.verdict in ("met", "partial")

    @property
    def is_unserved(self) -> bool:
        """Whether it is wanted, or may be, and not given, or not for all that anybody knows."""
        return self.verdict in ("unmet", "unknown") and not self.waived and self.priority != "wont"


@attrs.frozen
class StageRow:
    """One stage: its needs by id, each with its verdict, those that are unserved, and the ids of the entries under
    ``services`` that belong to it. ``stage`` is None for needs that belong to no stage of the packs."""

    stage: str | None
    name: Label
    verdicts: FrozenMap[str, Verdict]
    unserved: tuple[str, ...]
    offered: tuple[str, ...]


@attrs.frozen
class ServiceNeeds:
    """The services that a client needs against those of one product or offer: the matrix of stage by need.

    ``stages`` are those of the packs, in their order, whether something is needed there or not. ``findings`` are the
    unserved needs, worst first, for ``report.with_findings(findings, decided)``.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    needs: tuple[ServiceNeed, ...]
    stages: tuple[StageRow, ...]
    findings: tuple[Finding, ...]
    decided: FrozenMap[str, tuple[Decision, str]]
    fit: Fit = attrs.field(eq=False, repr=False)

    def __getitem__(self, need: str) -> ServiceNeed:
        return {one.id: one for one in self.needs}[need]

    @property
    def matrix(self) -> Mapping[str | None, Mapping[str, Verdict]]:
        """Stage -> need -> verdict, in the order of the stages."""
        return {row.stage: row.verdicts for row in self.stages}

    def of_stage(self, stage: str | None) -> tuple[ServiceNeed, ...]:
        """The needs of a stage."""
        return tuple(need for need in self.needs if need.stage == stage)


def service_needs(fit: Fit) -> ServiceNeeds:
    """The services that the client of a fit needs from pre-sales to exit, and what the product or offer says of each.

    Needs are the lines of the match on ``svc.*`` capabilities, with scope service or with a ``stage``; what undecided
    rules could add; and the general services of the packs, which follow from the profile, from connections, gaps and
    systems that may be replaced (see ``general_needs``). A line of the match on the capability of a general service
    stands for it. All are judged by the judge of the match, under its policy: statements first, then entries under
    ``services``. A service that nobody mentions is unknown, and unmet only where the vendor says so or declares the
    branch complete. Needs that are no lines of the match have no part in score and decision of the fit.

    A need that is unmet or unknown is a finding ``unserved_stage``. Its severity is that of the gap by the policy's
    table; one of which nobody knows whether it is needed counts as unknown. Its remedies are those of the gap, and
    ``negotiate``: the vendor adds the service. Raises a TobfitError: TF348 for what is no fit.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("svc.data_migration", priority="must")
    >>> product = tobfit.Product(id="crm@5", complete=["svc"], services=[{"id": "setup", "capability": "svc.poc"}])
    >>> found = service_needs(tobfit.match(client, [product])["crm@5"])
    >>> found.matrix["migration"]["R-001"], found["R-001"].is_served
    ('unmet', False)
    >>> [(one.severity, one.path) for one in found.findings][0]
    ('blocker', ('acme', 'R-001', 'migration', 'svc.data_migration', 'crm@5'))
    """
    _refuse_others(fit)
    wanted = wanted_by(fit, general_needs(fit))
    judged = _judged(fit, [need for need in wanted if not need.in_match])
    needs = sorted((_need(one, fit, judged) for one in wanted), key=lambda need: _order(need, fit))
    rows = tuple(_rows(needs, fit))
    findings = findings_of(needs, fit, judged, _unnamed(fit), {row.stage: row.name for row in rows})
    return ServiceNeeds(fit.product, tuple(needs), rows, findings, decided_by(findings, fit), fit=fit)


def _refuse_others(fit: object) -> None:
    if not isinstance(fit, Fit):
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        raise TobfitError([Problem(code="TF348", message=message, path="fit", hint="report[product id]")])


def _judged(fit: Fit, needs: Sequence[Wanted]) -> Fit:
    """The fit with the needs that are no lines of the match judged beside it; score and decision stay."""
    world = fit.world
    beside = attrs.evolve(
        world, beside=tuple(need.line for need in needs), carried=None, verdicts=world.inference.verdicts
    )
    kept = {judgement.requirement.id: judgement.outcomes for judgement in fit.judgements}
    return beside.fit(beside.catalog[fit.product], kept)


def _need(wanted: Wanted, fit: Fit, judged: Fit) -> ServiceNeed:
    line = wanted.line
    judgement = (fit if wanted.in_match else judged)[line.id]
    gaps = tuple(gap for gap in (fit if wanted.in_match else judged).gaps if gap.requirement.id == line.id)
    points = [*wanted.questions, *_asked(judgement, judged, _name(wanted, fit))]
    return ServiceNeed(
        id=line.id,
        name=_name(wanted, fit),
        stage=wanted.stage,
        capability=line.capability,
        priority=line.priority,
        whys=wanted.whys,
        in_match=wanted.in_match,
        is_open=wanted.is_open,
        waived=judgement.waived,
        verdict=judgement.verdict,
        credit=judgement.credit,
        reason=both(reason_text(judgement, "en"), reason_text(judgement, "zh")),
        questions=tuple({point.target: point for point in points}.values()),
        offered=tuple(_entries(judgement)),
        judgement=judgement,
        gaps=gaps,
    )


def _name(wanted: Wanted, fit: Fit) -> Label:
    capability = fit.world.vocabulary.get(wanted.line.capability)
    return capability.title if wanted.line.text is None and capability is not None else wanted.line.title


def _asked(judgement: Judgement, judged: Fit, title: Label) -> Iterable[OpenPoint]:
    for ask in asks_of(judgement, judged.world, judged.product):
        item = judged.world.catalog[ask.item].title if ask.item in _names(judged) else Label.of(ask.item)
        question = both(
            f"Is '{title.text('en')}' given with {item.text('en')}, how, and how much of it?",
            f"{item.text('zh')} 是否提供“{title.text('zh')}”？以何种方式，提供多少？",
        )
        yield OpenPoint(ask.target, question, "client" if ask.target.startswith("client.") else "vendor")


def _names(fit: Fit) -> frozenset[str]:
    return frozenset(product.id for product in fit.world.catalog.products)


def _entries(judgement: Judgement) -> Iterable[str]:
    """The entries on the capability; those of an offer, which stand beside all its products, once."""
    name = judgement.requirement.capability
    parts = judgement.parts or (judgement,)
    yield from dict.fromkeys(entry for part in parts for entry in part.voices.services.get(name or "", ()))


def entries_of(fit: Fit) -> tuple[Service, ...]:
    """The entries under ``services`` of a product, or of an offer and its products, whose entries may share an id."""
    candidate, catalog = fit.world.catalog[fit.product], fit.world.catalog
    if not isinstance(candidate, Offer):
        return candidate.services
    items = (catalog.product(name) for name in sorted(candidate.products, key=natural))
    return (*candidate.services, *(entry for item in items for entry in item.services))


def _stage_of(entry: Service, fit: Fit) -> str | None:
    return entry.stage or fit.world.packs.base.stage_map.of(entry.capability)


def _unnamed(fit: Fit) -> Mapping[str | None, tuple[str, ...]]:
    """Stage -> the entries that name it and no service: they speak for no line, but may be what is needed."""
    vocabulary, found = fit.world.vocabulary, dict[str | None, set[str]]()
    for entry in entries_of(fit):
        if entry.stage is not None and not offered_by([entry], vocabulary):
            found.setdefault(entry.stage, set()).add(entry.id)
    return {stage: tuple(sorted(names, key=natural)) for stage, names in found.items()}


def _rows(needs: Sequence[ServiceNeed], fit: Fit) -> Iterable[StageRow]:
    """The stages of the packs, then others that lines name, then what belongs to none."""
    known = fit.world.packs.base.stages
    at = {(_stage_of(entry, fit), entry.id) for entry in entries_of(fit)}
    others = sorted({n.stage for n in needs if n.stage is not None and n.stage not in known}, key=natural)
    rest: list[str | None] = [None] if any(need.stage is None for need in needs) else []
    for stage in (*known, *others, *rest):
        here = [need for need in needs if need.stage == stage]
        name = both("no stage", "未分阶段") if stage is None else Label.of(stage)
        if stage is not None and stage in known:
            name = known[stage].title
        yield StageRow(
            stage=stage,
            name=name,
            verdicts=FrozenMap({need.id: need.verdict for need in here}),
            unserved=tuple(need.id for need in here if need.is_unserved),
            offered=tuple(sorted((entry for place, entry in at if place == stage), key=natural)),
        )


def _order(need: ServiceNeed, fit: Fit) -> tuple[object, ...]:
    """By stage; lines of the match before the others, what is needed before what may be."""
    stages = list(fit.world.packs.base.stages)
    place = stages.index(need.stage) if need.stage in stages else len(stages) + (need.stage is None)
    return place, need.stage or "", not need.in_match, need.is_open, natural(need.id)


__all__ = [
    "OpenPoint",
    "ServiceNeed",
    "ServiceNeeds",
    "StageRow",
    "Why",
    "WhyKind",
    "entries_of",
    "service_needs",
]
