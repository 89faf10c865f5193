"""Adoption: what is used by whom after delivery, beside what was required and promised before it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.lifecycle.drifting import Drift, drifts_of
from tobfit.lifecycle.gathering import gathered
from tobfit.lifecycle.healthy import ProductHealth, healths_of
from tobfit.lifecycle.limits import Thresholds, thresholds_of
from tobfit.lifecycle.living import Life, Status
from tobfit.lifecycle.measuring import Metric
from tobfit.lifecycle.metrics import time_to_value
from tobfit.lifecycle.observing import STAGE, findings_of
from tobfit.lifecycle.reading import Reading, Trend, readings_of, trends_of
from tobfit.lifecycle.scoring import DEAR, weights_of
from tobfit.lifecycle.struggling import Struggle, struggles_of
from tobfit.lifecycle.teaching import Lesson, lessons_of, taught
from tobfit.lifecycle.using import Use, uses_of
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.period import Period
from tobfit.model.scalars import near, shown
from tobfit.model.usage import Usage
from tobfit.model.words import Decision

Since = Literal["contract", "golive"]
STATUSES: tuple[Status, ...] = get_args(Status)


@attrs.frozen
class ProductInUse:
    """One product in use: the time its observations span, and how long it took to be worth something.

    ``since``: what the time to value counts from (None: neither day is known). ``reached`` of ``agreed`` value events
    were reached. ``fictional``: the figures are made up.
    """

    product: str
    span: Period | None
    fictional: bool
    time_to_value: Metric
    since: Since | None
    reached: int
    agreed: int


@attrs.frozen
class Adoption:
    """What usage says beside a report. Everything is sorted by product, capability (the whole product first), role
    (everybody first) and time.

    ``readings``: a metric record for each observation; ``trends``: how rates moved; ``health``: a score for each
    product, role and period with its coverage; ``uses``: each capability required or observed; ``struggles``: managers
    beside employees; ``drifts``: promised beside lived. ``thresholds`` and ``weights`` are those that were used.
    ``decided``: product or offer -> decision, where use changes it: a blocker makes no_fit (of an offer only where
    matching again with what was lived does, for another product may serve the line), any finding above info makes fit
    into fit_with_gaps.
    """

    _repr_mimebundle_ = mimebundle

    products: tuple[ProductInUse, ...]
    readings: tuple[Reading, ...]
    trends: tuple[Trend, ...]
    health: tuple[ProductHealth, ...]
    uses: tuple[Use, ...]
    struggles: tuple[Struggle, ...]
    drifts: tuple[Drift, ...]
    findings: tuple[Finding, ...]
    decided: FrozenMap[str, tuple[Decision, str]]
    thresholds: Thresholds
    weights: FrozenMap[str, Fraction]
    offer: str | None
    lessons: tuple[Lesson, ...] = attrs.field(repr=False)
    usage: tuple[Usage, ...] = attrs.field(eq=False, repr=False)
    report: Report = attrs.field(eq=False, repr=False)

    def __getitem__(self, capability: str) -> Use:
        """The use of a capability; of several products the one that uses it most surely."""
        found = [use for use in self.uses if use.capability == capability]
        if not found:
            raise KeyError(capability)
        return min(found, key=lambda use: STATUSES.index(use.status))

    @property
    def unobserved(self) -> tuple[Use, ...]:
        """What was required and nobody observed: whether it is used is not known."""
        return tuple(use for use in self.uses if use.requirements and use.status == "unobserved")


def adoption(
    usage: Any,
    report: Report,
    *,
    offer: str | None = None,
    users: int | None = None,
    thresholds: Thresholds | Mapping[str, Any] | None = None,
    weights: Mapping[str, Any] | None = None,
    since: Since = "contract",
) -> Adoption:
    """What is used, by whom and how gladly, beside what the client required and the products promised.

    ``usage`` is what ``load_usage`` gives or takes, of one or several products of the report; ``offer`` is the offer
    that was bought, so that each line counts for the product that serves it. ``users`` people or more make a capability
    used (1; a threshold too). ``weights`` weigh the components of health: deployment, engagement, adoption, roi (all
    alike). The time to value counts from the ``contract`` (or ``golive``), from the other where that day is not known.

    Findings, for ``report.with_findings(found.findings, found.decided)``:

    - ``unused``: required and not used (any more); a line at must is major, at should minor, at could info. What nobody
      observed is unobserved, not unused, and what is known not to be there is a gap already.
    - ``unrequired``: used, and no line asked for it or for something broader or narrower.
    - ``struggling``: employees' satisfaction, tickets or adoption are worse than managers' by a threshold, where
      managers are content; major where enough people stand behind it and managers said so, else minor.
    - ``drifted``: a promised value was missed in some period, or the line's verdict with what was lived in it, as
      matching again gives it, is another one than at the sale. As grave as the line's gap then is.

    TF447: a product, offer or client that is not the report's; TF448: thresholds, weights; TF449: what is no usage.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", priority="must")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5").offers("crm.cpq", response="standard"))
    >>> users = {"crm.cpq": 0, "oa.workflow": 9}
    >>> seen = [{"capability": name, "period": "2027-03", "active": users[name]} for name in users]
    >>> found = adoption({"product": "crm@5", "observations": seen}, report)
    >>> [(one.kind, one.severity, one.path[-2]) for one in found.findings]
    [('unused', 'major', 'crm.cpq'), ('unrequired', 'minor', 'oa.workflow')]
    """
    limits, shares = _chosen(thresholds, users, weights, since)
    _check_report(report)
    told = gathered(usage, report)
    every = tuple(one.usage for one in told)
    _check_offer(offer, every, report)
    lives = [Life(one.usage, report.world.packs.base, one.looked) for one in told]
    readings = tuple(reading for one in every for reading in readings_of(one, limits))
    struggles = tuple(found for life in lives for found in struggles_of(life, limits))
    lessons = tuple(lesson for life in lives for lesson in _lessons(life, limits, struggles))
    uses: list[Use] = []
    drifts: list[Drift] = []
    health: list[ProductHealth] = []
    catalog = taught(lessons, report.world.catalog, report)
    names = dict.fromkeys([life.usage.product for life in lives] + ([offer] if offer is not None else []))
    lived = {name: _lived(report[name], catalog, report) for name in names}
    for life in lives:
        sold = report[offer or life.usage.product]
        mine = tuple(uses_of(life, sold, report, limits))
        own = [lesson for lesson in lessons if lesson.product == life.usage.product]
        uses += mine
        drifts += drifts_of(life, own, (sold, lived[sold.product]), report)
        health += healths_of(life, mine, limits, shares)
    findings = findings_of(uses, struggles, drifts, report, limits)
    return Adoption(
        products=tuple(_in_use(one, since) for one in every),
        readings=readings,
        trends=tuple(trend for life in lives for trend in trends_of(life, readings, limits)),
        health=tuple(health),
        uses=tuple(uses),
        struggles=struggles,
        drifts=tuple(drifts),
        findings=findings,
        decided=_decided(findings, offer, {name: fit.decision for name, fit in lived.items()}, report),
        thresholds=limits,
        weights=shares,
        offer=offer,
        lessons=lessons,
        usage=every,
        report=report,
    )


def _chosen(
    thresholds: Thresholds | Mapping[str, Any] | None, users: int | None, weights: Any, since: Any
) -> tuple[Thresholds, FrozenMap[str, Fraction]]:
    """Thresholds and weights of a call; all that is wrong with them at once."""
    limits = Thresholds()
    problems: list[Problem] = []
    shares: dict[str, Fraction] = {}
    try:
        limits = thresholds_of(thresholds)
    except TobfitError as error:
        problems += error.problems
    try:
        if users is not None:
            limits = thresholds_of({**attrs.asdict(limits, recurse=False), "users": users})
    except TobfitError as error:
        problems += error.problems
    try:
        shares = weights_of(DEAR, weights)
    except TobfitError as error:
        problems += error.problems
    if since not in ("contract", "golive"):
        message = f"{shown(str(since))} is neither contract nor golive"
        problems.append(Problem(code="TF448", message=message, path="since", hint="contract, or golive"))
    if problems:
        raise TobfitError(problems)
    return limits, FrozenMap(shares)


def _check_report(given: object) -> None:
    if not isinstance(given, Report):
        message = f"a {type(given).__name__} stands where the report of a match belongs"
        raise TobfitError([Problem(code="TF449", message=message, path="report", hint="tobfit.match(client, catalog)")])


def _check_offer(offer: str | None, usage: Iterable[Usage], report: Report) -> None:
    """The offer is the report's, and holds what is used."""
    if offer is None:
        return
    offers = {one.id: one for one in report.world.catalog.offers}
    if not isinstance(offer, str) or offer not in offers:
        message = f"the report has no offer {shown(str(offer))}"
        hint = near(str(offer), offers) or "a product by itself needs no offer"
        raise TobfitError([Problem(code="TF447", message=message, path="offer", hint=hint)])
    outside = [one.product for one in usage if one.product not in offers[offer].products]
    problems = [
        Problem(
            code="TF447",
            message=f"usage of {shown(name)}, which is not in the offer {shown(offer)}",
            path="offer",
            hint=f"the offer holds {', '.join(offers[offer].products)}",
        )
        for name in outside
    ]
    if problems:
        raise TobfitError(problems)


def _lessons(life: Life, limits: Thresholds, struggles: Iterable[Struggle]) -> Iterable[Lesson]:
    hard = [one.capability for one in struggles if one.product == life.usage.product and one.struggling]
    return lessons_of(life, limits, hard)


def _lived(sold: Fit, catalog: Any, report: Report) -> Fit:
    """The fit with what was lived in it."""
    world = report.world.with_catalog(catalog)
    return world.fit(world.catalog[sold.product])


def _in_use(usage: Usage, since: Since) -> ProductInUse:
    days: dict[Since, datetime.date | None] = {"contract": usage.contract, "golive": usage.golive}
    other: Since = "golive" if since == "contract" else "contract"
    start: Since | None = since if days[since] is not None else other if days[other] is not None else None
    first = None if start is None else days[start]
    periods = [seen.period for seen in usage.observations]
    reached = [event.reached for event in usage.value_events]
    span = Period(min(one.start for one in periods), max(one.end for one in periods)) if periods else None
    return ProductInUse(
        product=usage.product,
        span=span,
        fictional=usage.fictional,
        time_to_value=time_to_value(reached, first),
        since=start,
        reached=sum(day is not None for day in reached),
        agreed=len(reached),
    )


def _decided(
    findings: Sequence[Finding], offer: str | None, lived: Mapping[str, Decision], report: Report
) -> FrozenMap[str, tuple[Decision, str]]:
    """What use makes of the decisions that stand; nothing is made better. Of an offer another product may serve the
    line that one misses, so that a blocker decides there only as matching again with what was ``lived`` does."""
    decided: dict[str, tuple[Decision, str]] = {}
    standing = report.decision
    for name, after in lived.items():
        own = [one for one in findings if one.severity != "info" and (name == offer or one.product == name)]
        worst = max([standing[name][0], after], key=WORSE.index)
        if name != offer and any(one.severity == "blocker" for one in own):
            worst = "no_fit"
        if worst == "fit" and own:
            worst = "fit_with_gaps"
        if own and worst != standing[name][0]:
            decided[name] = (worst, STAGE)
    return FrozenMap({name: decided[name] for name in sorted(decided)})


WORSE: tuple[Decision, ...] = ("fit", "fit_with_gaps", "undecided", "no_fit")

__all__ = ["Adoption", "ProductInUse", "adoption"]
