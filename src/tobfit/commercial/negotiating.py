"""The talks about a deal: what is open, what each side can give, what follows, what each side has without a deal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.exact_number import exact_number
from tobfit.commercial.bindings import Binding, DealQuestion, Raised, bindings_of, questions_behind
from tobfit.commercial.fallbacks import (
    Alternative,
    ClientFallback,
    VendorFallback,
    Zone,
    candidates_of,
    client_fallback,
    problems_with,
    zone_of,
)
from tobfit.commercial.lever_making import Table, lever_of, named
from tobfit.commercial.lever_sets import LeverSet, Method, smallest_sets
from tobfit.commercial.levers import ClientCost, Lever, Permission, PriceRange, Side, VendorCost
from tobfit.commercial.line_levers import Draft, OpenMust, drafts_of, is_service, open_musts
from tobfit.commercial.money_levers import Moves, deal_drafts
from tobfit.commercial.parties import Party, parties_of
from tobfit.commercial.pricing import Pricing, pricing_of
from tobfit.commercial.trades import Package, packages_of
from tobfit.commercial.value_moves import ValueMove
from tobfit.errors import Problem, TobfitError
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import total
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.progress import Progress, check_progress, steps
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.scalars import near, shown
from tobfit.model.words import GAP_SEVERITIES, Decision, GapSeverity


@attrs.frozen
class Negotiation:
    """What to bring to the talks about one product or offer.

    ``musts`` are the open Musts, ``levers`` what either side can give, ``sets`` the smallest sets of levers that close
    every open Must (``method`` and ``more``: see ``Sets``; ``beyond``: the Musts that no usable lever closes), and
    ``packages`` trades made of them. ``open_rules`` are undecided rules that keep the product undecided whatever is
    agreed, until the client answers. ``bindings`` are the rules of the deal, ``questions`` what decides the open ones.

    ``client`` and ``vendor`` are what each side has without a deal, ``zone`` the prices that suit both. Without a
    corridor ``no_corridor`` is the code of the reason: TF408 (numpy is missing), TF438 (nobody named an amount of
    money), or ``unasked``.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    decision: Decision
    score: Interval | None
    musts: tuple[OpenMust, ...]
    parties: tuple[Party, ...]
    levers: tuple[Lever, ...]
    private: tuple[Lever, ...] = attrs.field(metadata=INTERNAL)
    """Levers that the vendor keeps to itself: to give up its margin."""
    sets: tuple[LeverSet, ...]
    method: Method
    more: bool
    beyond: tuple[str, ...]
    packages: tuple[Package, ...]
    open_rules: tuple[str, ...]
    bindings: tuple[Binding, ...]
    questions: tuple[DealQuestion, ...]
    client: ClientFallback
    vendor: VendorFallback | None = attrs.field(metadata=INTERNAL)
    zone: Zone | None = attrs.field(metadata=INTERNAL)
    no_corridor: str | None
    fit: Fit = attrs.field(eq=False, repr=False)

    def __getitem__(self, lever: str) -> Lever:
        return {one.id: one for one in (*self.levers, *self.private)}[lever]

    def binding(self, rule: str) -> Binding:
        """A rule of the deal that holds or is open."""
        return {one.rule: one for one in self.bindings}[rule]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands in the way of a deal, for ``report.with_findings``: that no usable lever closes a Must."""
        return tuple(_finding(name, self) for name in self.beyond)

    @property
    def decided(self) -> Mapping[str, tuple[Decision, str]]:
        """Talks decide nothing before they are held."""
        return FrozenMap()


def negotiate(
    fit: Fit,
    report: Report | None = None,
    *,
    alternatives: Iterable[str] | None = None,
    percentile: int = 80,
    margin: Any = None,
    seed: int = 0,
    step: Any = "0.1",
    credit: Any = "0.1",
    accept_risk: bool = False,
    down_to: GapSeverity = "major",
    with_corridor: bool = True,
    tries: int = 1000,
    most: int = 10,
    progress: Progress = None,
    **corridor: Any,
) -> Negotiation:
    """What is open between a client and a product, what each side can give, and what follows from it.

    **Levers** are the ways out of the gaps of open Musts, of other lines whose gravest gap is ``down_to`` or graver
    (blocker: none; info: all), and of all service lines, told by who gives; making a Must a Should or taking a line out
    of scope; a demonstration of what nobody knows; and, for the deal as a whole, the price
    (``step``: the share by which list prices go down or the budget up), a longer term (one year, with as much money a
    year), a service credit (``credit``: the share of the price that falls back), a proof of concept. Each was matched
    again. A line behind which a law stands is let go only where ``accept_risk`` says that this may be put to the
    client; such levers then stand in the list, and in no set.

    **Sets**: at most ``most`` of the smallest sets of levers on open Musts that close every one of these; every set up
    to that size is matched where that takes at most ``tries`` matches, else lines that hang together are worked out
    group by group.

    **Rules of the deal** are the packs' ``deal_rules``. What one forbids is in no set or package, nor what one would
    forbid whose source nobody read; what an undecided one would forbid is, and is marked.

    **Without a deal** the client has the best other candidate of the report (of ``alternatives``, where they are
    named), or does nothing; the vendor walks away below the floor. ``percentile``, ``margin`` (None: the product's own,
    else 0.2), ``seed`` and further arguments (``share``, ``willingness``, ``currency``, ...) are those of
    ``price_corridor``; ``with_corridor=False`` leaves money out. ``report`` spares matching the other candidates again.

    Errors, all at once: TF443 alternatives that are none, TF444 numbers out of range; those of ``price_corridor``, and
    of ``value`` (TF441, TF442).

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must", by="2027-01-31")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="roadmap", available="2027-03-31")
    >>> report = tobfit.match(client, product)
    >>> found = negotiate(report["crm@5"], report, with_corridor=False)
    >>> found.decision, [must.requirement for must in found.musts]
    ('no_fit', ['R-001'])
    >>> found["date:R-001"].changes["client.requirements.R-001.by"], found["date:R-001"].decision_after
    ('2027-03-31', 'fit_with_gaps')
    >>> [one.levers for one in found.sets][:2], found.client.does_nothing
    ([('build:R-001',), ('date:R-001',)], True)
    """
    moves, names = _asked(fit, report, alternatives, step, credit, tries, most, down_to)
    check_progress(progress)
    pricing, missing = pricing_of(fit, percentile, margin, seed, **corridor) if with_corridor else (None, "unasked")
    bindings = bindings_of(fit)
    table = Table.of(fit, bindings, pricing)
    musts = open_musts(fit)
    drafts = [*_line_drafts(fit, musts, down_to, accept_risk=accept_risk), *deal_drafts(fit, moves)]
    levers = tuple(_levers(drafts, table, progress))
    sets = smallest_sets(fit, (one for one in levers if not one.accepts_risk), tries, most)
    others = candidates_of(fit, report, names)
    worth = tuple(_worth(fit))
    client = client_fallback(fit, others, table.before, pricing, worth)
    return Negotiation(
        product=fit.product,
        decision=fit.decision,
        score=fit.score,
        musts=tuple(attrs.evolve(must, levers=_on(must.requirement, levers)) for must in musts),
        parties=parties_of(fit, musts, levers),
        levers=levers,
        private=tuple(_private(table)),
        sets=sets.sets,
        method=sets.method,
        more=sets.more,
        beyond=sets.beyond,
        packages=packages_of(fit, [one for one in levers if not one.accepts_risk], sets.sets, pricing, most),
        open_rules=tuple(sorted(fit.threatening)),
        bindings=tuple(attrs.evolve(one, levers=_of_rule(one.rule, levers)) for one in bindings),
        questions=questions_behind(bindings, fit.world),
        client=client,
        vendor=_vendor(pricing),
        zone=None if table.before is None else zone_of(table.before, client.reservation),
        no_corridor=missing,
        fit=fit,
    )


def _asked(
    fit: object,
    report: object,
    alternatives: Any,
    step: Any,
    credit: Any,
    tries: Any,
    most: Any,
    down_to: Any,
) -> tuple[Moves, tuple[str, ...] | None]:
    """What a call asks for; a TobfitError with all that is wrong."""
    if not isinstance(fit, Fit):
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        raise TobfitError([Problem(code="TF444", message=message, path="fit", hint="report[product id]")])
    problems: list[Problem] = []
    if report is not None and not (isinstance(report, Report) and report.world is fit.world):
        message = "the report is not the one that the fit is of"
        hint = "give report and report[product id]"
        problems.append(Problem(code="TF444", message=message, path="report", hint=hint))
    listed: list[str] = []
    if alternatives is None or isinstance(alternatives, Iterable):
        listed = [alternatives] if isinstance(alternatives, str) else list(alternatives or ())
        problems += problems_with(fit, listed)
    else:
        message = f"a {type(alternatives).__name__} stands where a list of products and offers belongs"
        problems.append(Problem(code="TF443", message=message, path="alternatives", hint="name each by its id"))
    moves = Moves(_share(step, "step", problems), _share(credit, "credit", problems))
    for path, value in (("tries", tries), ("most", most)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            message = f"{shown(str(value))} is no number of sets"
            problems.append(Problem(code="TF444", message=message, path=path, hint="a whole number, 1 or more"))
    if down_to not in GAP_SEVERITIES:
        hint = (near(down_to, GAP_SEVERITIES) if isinstance(down_to, str) else None) or ", ".join(GAP_SEVERITIES)
        message = f"{shown(str(down_to))} is no severity of gaps"
        problems.append(Problem(code="TF444", message=message, path="down_to", hint=hint))
    if problems:
        raise TobfitError(problems)
    return moves, None if alternatives is None else tuple(listed)


def _share(given: Any, path: str, problems: list[Problem]) -> Fraction:
    found = exact_number(given)
    if found is not None and 0 <= found < 1:
        return Fraction(found)
    message = f"{shown(str(given))} is no share of a price"
    problems.append(Problem(code="TF444", message=message, path=path, hint="0 or more, less than 1: 0.1 is a tenth"))
    return Fraction(0)


def _line_drafts(fit: Fit, musts: Sequence[OpenMust], down_to: GapSeverity, *, accept_risk: bool) -> Iterable[Draft]:
    """Levers on the open Musts, then on other lines with grave gaps, then on what else services lack."""
    open_ones = [must.requirement for must in musts]
    yield from drafts_of(fit, open_ones, accept_risk=accept_risk)
    lacking = [gap for gap in fit.gaps if not gap.judgement.waived and gap.requirement.id not in open_ones]
    bound = GAP_SEVERITIES.index(down_to)
    grave = dict.fromkeys(
        gap.requirement.id for gap in lacking if GAP_SEVERITIES.index(gap.severity) <= bound and down_to != "blocker"
    )
    yield from drafts_of(fit, grave, accept_risk=False)
    services = (gap.requirement.id for gap in lacking if is_service(gap.requirement) and gap.severity != "info")
    for draft in drafts_of(fit, [name for name in dict.fromkeys(services) if name not in grave], accept_risk=False):
        if draft.kind == "service_level":
            yield draft


def _levers(drafts: Iterable[Draft], table: Table, progress: Progress) -> Iterable[Lever]:
    for name, draft in steps(named(drafts), progress, "levers"):
        made = lever_of(draft, name, table)
        if made is not None:
            yield made


def _private(table: Table) -> Iterable[Lever]:
    """To give up the margin: it moves the floor alone."""
    if table.pricing is None or not table.pricing.today.margin:
        return
    draft = Draft("price", "vendor", (), FrozenMap(), arguments=FrozenMap({"margin": "0"}))
    made = lever_of(draft, "margin", table)
    if made is not None:
        yield made


def _on(line: str, levers: Iterable[Lever]) -> tuple[str, ...]:
    return tuple(lever.id for lever in levers if line in lever.requirements)


def _of_rule(rule: str, levers: Iterable[Lever]) -> tuple[str, ...]:
    return tuple(lever.id for lever in levers if rule in lever.rules)


def _worth(fit: Fit) -> Iterable[Quantity]:
    """What the goals are worth that somebody valued, one amount for each unit."""
    worth: dict[str | None, list[Quantity]] = {}
    for goal in fit.world.client.goals:
        if goal.worth is not None:
            worth.setdefault(goal.worth.unit, []).append(goal.worth)
    for unit in sorted(worth, key=str):
        found = total(worth[unit])
        if found is not None:
            yield found


def _vendor(pricing: Pricing | None) -> VendorFallback | None:
    if pricing is None:
        return None
    today = pricing.today
    return VendorFallback(today.floor, today.price, today.percentile, Ratio(today.margin), today.currency)


def _finding(line: str, talks: Negotiation) -> Finding:
    title = talks.fit[line].requirement.title
    texts = {
        "en": f"Nothing that either side can give closes this Must: {title.text('en')}",
        "zh": f"双方都没有可用的让步能满足这个必备项：{title.text('zh')}",
    }
    return Finding(
        kind="at_risk",
        severity="major",
        stage="commercial",
        because=Label.of(texts),
        product=talks.product,
        requirement=line,
        path=(talks.fit.world.client.id, line, talks.product),
    )


__all__ = [
    "Alternative", "Binding", "ClientCost", "ClientFallback", "DealQuestion", "Lever", "LeverSet", "Negotiation",
    "OpenMust", "Package", "Party", "Permission", "PriceRange", "Raised", "Side", "ValueMove", "VendorCost",
    "VendorFallback", "Zone", "negotiate",
]  # fmt: skip
