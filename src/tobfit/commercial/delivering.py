"""Who delivers: how large a vendor is beside the client, what an outage costs, and whether it can deliver in time."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tobfit.commercial.capacity import Workload, workload_of
from tobfit.commercial.delivery_asked import Partners, Request, read_request
from tobfit.commercial.delivery_findings import findings_on
from tobfit.commercial.figures import Asked, Figure
from tobfit.commercial.outage import Outage, Terms, outage_of, unsaid_worths
from tobfit.commercial.size_ratio import Side, heads_ratio, revenue_ratio
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.words import Decision


@attrs.frozen
class Delivering:
    """Who delivers one product or offer, and what hangs on it.

    ``vendors`` are the ids of its vendors, ``partners`` those of who delivers with them; ``heads`` and ``revenue`` are
    the client's size over theirs (ranges; ``revenue`` is None where the client's is unknown). ``questions`` would make
    the figures certain.
    """

    product: str
    vendors: tuple[str, ...]
    partners: tuple[str, ...]
    heads: Figure
    revenue: Figure | None
    outage: Outage
    workload: Workload
    questions: tuple[Asked, ...]
    findings: tuple[Finding, ...]


@attrs.frozen
class Delivery:
    """Who delivers each product and offer, in the report's order.

    ``findings`` are for ``report.with_findings(found.findings, found.decided)``: they never make a decision better, and
    make ``fit_with_gaps`` of a fit where one of them is above info.
    """

    _repr_mimebundle_ = mimebundle

    vendors: tuple[Delivering, ...]
    findings: tuple[Finding, ...]
    decided: FrozenMap[str, tuple[Decision, str]]
    report: Report = attrs.field(eq=False, repr=False)

    def __getitem__(self, product: str) -> Delivering:
        return {one.product: one for one in self.vendors}[product]


def delivery(
    report: Report,
    *,
    partners: Partners = None,
    major: int = 100,
    minor: int = 20,
    affected: Fraction | float | str = 1,
    hours_per_year: Fraction | float | str = 2000,
) -> Delivery:
    """Who delivers, for each product and offer of a report: sizes, outages, capacity; and what is at risk.

    *Size.* Heads at the client for each head at those who deliver, a range where nobody said how many there are; of an
    offer's vendors the smallest counts, and partners (``partner`` of a product or offer, or ``partners`` of this call:
    candidate -> the id of a vendor, or a Vendor) count with it. From ``major`` on the finding is major, from ``minor``
    on minor: both ends are part of it. Where heads are unknown (and what is known of them is not too large by itself),
    revenue in one currency decides. Unknown size is a
    minor finding with a question. ``partner`` remedies name the known vendors with which nothing is left to find.

    *Outage.* What an outage costs that lasts as long as is promised: ``affected`` (a share of those who work with it,
    above 0 up to 1; of the gravest outages all) x the yearly worth of the goals that the candidate carries x resolution
    time (``svc.p1_resolution`` as offered, else as needed) / working time (``hours_per_year``, above 0 up to 8784);
    and of a year affected x worth x (1 - ``nf.availability``). A worth given once counts evenly over the budget's
    horizon, else over three years. One result for each currency: nothing is converted.

    *Capacity.* The effort of services, statements and connections over the person-days a month that vendors and
    partners state, against the first day that a Must names (or any line, where no Must does): late for certain is
    major; late perhaps, and unknown, are minor. Where nobody names anything that takes effort, nothing is compared: the
    workload is unknown then, and no finding.

    Raises a TobfitError: TF342 for what is no report, and for a threshold, share or time that is none, TF343 for
    partners that nobody knows.

    >>> import tobfit
    >>> client = tobfit.Client(id="port", as_of="2026-11-01", scale={"employees": 20000}).require("crm.cpq")
    >>> product = tobfit.Product(id="quotes@1", vendor="small").offers("crm.cpq", response="standard")
    >>> small = tobfit.Vendor(id="small", scale={"employees": 20})
    >>> large = tobfit.Vendor(id="large", scale={"employees": 4000})
    >>> report = tobfit.match(client, [product, small, large], rules=False)
    >>> found = delivery(report)
    >>> [(one.kind, one.severity) for one in found.findings]
    [('at_risk', 'major')]
    >>> remedy = found.findings[0].remedies[0]
    >>> dict(remedy.changes)
    {'product.quotes@1.partner': 'large'}
    >>> delivery(report.what_if(remedy.changes)).findings
    ()
    """
    request = read_request(report, partners, major, minor, affected, hours_per_year)
    made = tuple(_delivering(fit, request) for fit in report.fits)
    findings = tuple(finding for one in made for finding in one.findings)
    decided: dict[str, tuple[Decision, str]] = {}
    for fit in report.fits:
        if report.decision[fit.product][0] == "fit" and any(_counts(one, fit.product) for one in findings):
            decided[fit.product] = ("fit_with_gaps", "commercial")
    return Delivery(made, findings, FrozenMap(decided), report)


def _counts(finding: Finding, product: str) -> bool:
    return finding.product == product and finding.severity != "info"


def _delivering(fit: Fit, request: Request) -> Delivering:
    side = side_of(fit, request)
    heads, revenue = heads_ratio(side, fit.world), revenue_ratio(side, fit.world)
    terms = Terms(request.hours, request.affected, request.hours == ASSUMED_HOURS, request.affected == 1)
    outage, workload = outage_of(fit, terms), workload_of(fit, side)
    figures = [heads, *([revenue] if revenue is not None else []), outage.lost_hours, workload.months]
    figures += [figure for loss in outage.losses for figure in (loss.per_outage, loss.per_year)]
    asked = [question for figure in figures for question in figure.questions] + [*unsaid_worths(fit)]
    questions = tuple({question.target: question for question in asked}.values())
    found = tuple(findings_on(fit, side, heads, revenue, workload, request))
    vendors = tuple(name for name in side.vendors if name is not None)
    return Delivering(fit.product, vendors, side.partners, heads, revenue, outage, workload, questions, found)


ASSUMED_HOURS = Fraction(2000)
"""250 days of 8 hours."""


def side_of(fit: Fit, request: Request) -> Side:
    """Who delivers a candidate, with the partners that the call names; the documents that it gives precede."""
    world = fit.world
    names = fit.offer.products if fit.offer is not None else (fit.product,)
    products = [world.catalog.product(name) for name in sorted(names, key=natural)]
    said = [product.partner for product in products]
    said += [fit.offer.partner if fit.offer is not None else None, request.partners.get(fit.product)]
    vendors = tuple(dict.fromkeys(product.vendor for product in products))
    found = {name for name in said if name is not None and name not in vendors}
    unnamed = tuple(product.id for product in products if product.vendor is None)
    given = {vendor.id for vendor in request.given}
    known = (*request.given, *(vendor for vendor in world.catalog.vendors if vendor.id not in given))
    return Side(vendors, tuple(sorted(found, key=natural)), known, unnamed)
