"""The result of a match, and the match itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.answers import check_response
from tobfit.knowledge.check import Checking, check_client, check_product, check_services
from tobfit.knowledge.inference import OpenRule
from tobfit.knowledge.merge import Conflict
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.understanding import Understanding, understanding_of
from tobfit.knowledge.vendor_check import check_vendor
from tobfit.matching.changes import apply
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.landscape import is_placed
from tobfit.matching.needed_modules import shut_out
from tobfit.matching.order import Winners, ranked, winners
from tobfit.matching.question import AnyQuestion, questions_of
from tobfit.matching.remedy import Remedy
from tobfit.matching.world import World
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client, View
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.policy import Policy
from tobfit.model.progress import Progress, steps
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision

NOBODY_DECIDED: Mapping[str, tuple[Decision, str]] = FrozenMap()


@attrs.frozen(eq=False)
class Report:
    """How a client's requirements meet a catalogue: fits best first, ranks, gaps, questions, the policy used."""

    _repr_mimebundle_ = mimebundle

    world: World = attrs.field(repr=False)
    fits: tuple[Fit, ...]
    ranks: FrozenMap[str, int]
    findings: tuple[Finding, ...] = ()
    """What later stages found; a match alone finds gaps only."""
    results: tuple[Any, ...] = attrs.field(default=(), repr=False)
    """Results of later stages that are shown with the report."""
    decided: FrozenMap[str, tuple[Decision, str]] = attrs.field(factory=FrozenMap, repr=False)
    """Product -> decision and stage, where a later stage decided."""

    def __getitem__(self, product: str) -> Fit:
        return self._by_product[product]

    @cached_property
    def _by_product(self) -> dict[str, Fit]:
        return {fit.product: fit for fit in self.fits}

    @property
    def client(self) -> Client:
        """The client as matched."""
        return self.world.client

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The lines that were judged, each with its sources."""
        return self.world.requirements

    @property
    def policy(self) -> Policy:
        """The policy that was used."""
        return self.world.policy

    @property
    def as_of(self) -> datetime.date:
        """The date that roadmaps and rules are measured against."""
        return self.world.as_of

    @property
    def view(self) -> View | None:
        """The view whose weights were used."""
        return self.world.view

    @cached_property
    def winners(self) -> Winners:
        """Who wins for certain, and who may."""
        return winners(self.fits)

    @property
    def certain_winners(self) -> tuple[str, ...]:
        """Products that rank first, not knocked out, however the unknown statements turn out."""
        return self.winners.certain

    @property
    def possible_winners(self) -> tuple[str, ...]:
        """Products that may rank first, not knocked out, for some answers to what is unknown; an outer bound
        where several lines hang on one statement."""
        return self.winners.possible

    @cached_property
    def questions(self) -> tuple[AnyQuestion, ...]:
        """What is open, those first that can change who wins, then those that can change a decision."""
        return questions_of(self.fits, self.world, self.winners)

    @property
    def decision(self) -> FrozenMap[str, tuple[Decision, str]]:
        """Product id -> its decision and the stage that decided."""
        return FrozenMap({fit.product: self.decided.get(fit.product, (fit.decision, "match")) for fit in self.fits})

    def with_findings(
        self, findings: Iterable[Finding], decided: Mapping[str, tuple[Decision, str]] = NOBODY_DECIDED
    ) -> Report:
        """A new report with more findings of a later stage, and with what it decided; the fits stay as they are."""
        new = FrozenMap({**self.decided, **decided})
        return attrs.evolve(self, findings=(*self.findings, *findings), decided=new)

    def with_results(self, *results: Any) -> Report:
        """A new report that shows results of later stages too, in the order given, in every rendering; a TypeError for
        anything that is none."""
        for result in results:
            if not attrs.has(type(result)):
                raise TypeError(f"a {type(result).__name__} is no result of an analysis")
        return attrs.evolve(self, results=(*self.results, *results))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What cannot hold together, with all its sources."""
        return self.world.inference.conflicts

    @property
    def open_rules(self) -> tuple[OpenRule, ...]:
        """The undecided rules, each with the attributes that would decide it."""
        return self.world.open_rules

    @cached_property
    def understanding(self) -> Understanding:
        """How much of industry, scale and architecture is known, as far as rules ask for it."""
        return understanding_of(self.world.inference, self.world.packs.base)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What deserves a look: too much weight on Musts or left out, parts that are not read yet."""
        return tuple(_warnings(self))

    def remedies(self, gap: Gap) -> tuple[Remedy, ...]:
        """The ways out of a gap; the best-ranked other product that meets the line, and is no ``no_fit``, is one
        of them."""
        better = (
            Remedy("replace", fit.product, gap.requirement.id, before=gap.fit)
            for fit in self.fits
            if fit.product != gap.product and fit.decision != "no_fit" and fit[gap.requirement.id].verdict == "met"
        )
        return (*gap.remedies, *(remedy for remedy in [next(better, None)] if remedy))

    def what_if(self, changes: Mapping[str, Any]) -> Report:
        """A new report for changed records; targets as in ``Question.target`` and ``Remedy.changes``."""
        return run(checked(apply(self.world, changes)))

    def to_dict(
        self,
        *,
        audience: Literal["client", "internal"] = "client",
        detail: Literal["full", "summary"] = "full",
        progress: Progress = None,
    ) -> dict[str, Any]:
        """Plain data with a published schema (``tobfit schema report``).

        Every remedy and answer is a new match, about a millisecond for 300 lines: ``detail="summary"`` leaves
        them out where products and lines are many.
        """
        from tobfit.matching.plain_report import report_dict

        return report_dict(self, audience=audience, detail=detail, progress=progress)


def match(
    client: Client,
    catalog: Catalog,
    packs: Packs,
    policy: Policy | None = None,
    view: str | None = None,
    as_of: datetime.date | None = None,
    *,
    rules: bool = True,
    progress: Progress = None,
) -> Report:
    """Matches every product and every offer of a catalogue against a client's requirements.

    ``as_of`` is the argument, else the client's, else an error (TF401): never today. An unknown view is TF403;
    records that do not agree with the vocabulary raise TF3xx, all at once.
    """
    if not catalog.products:
        raise TobfitError([Problem(code="TF402", message="there is no product to match", path="catalog")])
    return run(checked(World(client, catalog, packs, policy or Policy(), as_of, view, with_rules=rules)), progress)


def run(world: World, progress: Progress = None) -> Report:
    """The report of a checked world."""
    fits, ranks = ranked(world.fit(candidate) for candidate in steps(world.catalog.candidates, progress, "match"))
    return Report(world, fits, ranks)


def checked(world: World) -> World:
    """The world, if its records agree with the vocabulary; else a TobfitError with all that does not."""
    checking = Checking.of(world.packs.base)
    remarks = [("client", remark) for remark in check_client(world.client, checking)]
    for product in world.catalog.products:
        remarks += [(f"product {product.id}", remark) for remark in check_product(product, checking)]
    for offer in world.catalog.offers:
        remarks += [(f"offer {offer.id}", remark) for remark in check_services(offer.services, checking)]
    for vendor in world.catalog.vendors:
        remarks += [(f"vendor {vendor.id}", remark) for remark in check_vendor(vendor, checking)]
    remarks += _stray_answers(world, checking)
    problems = [_problem(where, remark) for where, remark in remarks if not remark.warning]
    if problems:
        raise TobfitError(problems)
    return world


def _stray_answers(world: World, checking: Checking) -> Iterable[tuple[str, Remark]]:
    """Answers to lines that the client does not have, and answers that their lines cannot be judged by."""
    products = {product.id: product for product in world.catalog.products}
    ours = [response for response in world.catalog.responses if response.client == world.client.id]
    # What follows from the client can be answered like what it states.
    asking = world.client.evolve(requirements=world.requirements) if ours else world.client
    for response in ours:
        where = f"response {response.client} {response.product}"
        for remark in check_response(response, products, [asking], checking, is_inferred=True):
            yield where, remark


def _problem(where: str, remark: Remark) -> Problem:
    refused = remark.refused
    return Problem(code=refused.code, message=refused.message, path=f"{where} ${remark.path}", hint=refused.hint)


def _warnings(report: Report) -> Iterable[Problem]:
    policy = report.policy
    weights = [(line.requirement, line.weight) for line in report.world.lines]
    whole = sum(weight for _, weight in weights)
    musts = sum(weight for line, weight in weights if line.priority == "must")
    if whole and Ratio(musts, whole) > policy.must_share_warning:
        share = f"{_percent(Ratio(musts, whole))} of the weight stands on Musts"
        hint = "if a workaround exists it is not a Must"
        yield _warning("TF451", f"{share}, more than {_percent(Ratio(policy.must_share_warning))}", hint)
    for fit in report.fits:
        if fit.excluded > policy.not_applicable_warning:
            yield _warning("TF452", f"{fit.product}: {_percent(fit.excluded)} of the weight was judged not applicable")
    unresolved = sum(line.capability is None and not is_placed(line) for line in report.requirements)
    if unresolved:
        yield _warning("TF453", f"requirements without a capability, unknown unless answered: {unresolved}")
    if len(report.open_rules) < len(report.world.inference.open_rules):
        hint = "give industries, jurisdictions, scale, profile or landscape"
        yield _warning("TF456", "nothing is said about who the client is: undecided shipped rules do not count", hint)
    for fit in report.fits:
        for shut in shut_out(fit):
            lines, (one, other) = ", ".join(shut.requirements), shut.modules
            message = f"{fit.product}: cannot be met together, for module {one} excludes {other}: {lines}"
            yield _warning("TF458", message, "they are judged one by one: an offer names the modules that are sold")
    if report.conflicts:
        subjects = ", ".join(dict.fromkeys(conflict.subject for conflict in report.conflicts))
        yield _warning("TF457", f"what cannot hold together: {subjects}")


def _percent(share: Ratio) -> str:
    return f"{Ratio(share * 100):.0f} %"


def _warning(code: str, message: str, hint: str | None = None) -> Problem:
    return Problem(code=code, message=message, severity="warning", hint=hint)
