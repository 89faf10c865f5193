"""Negotiations: every lever, set and package keeps its promise; the smallest sets are the smallest; rules of the deal
bind; order does not matter; and what belongs to the vendor stays there."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.closing_worlds import fit_of

import tobfit
from tobfit.commercial import Negotiation, negotiate, price_corridor
from tobfit.commercial.fallbacks import Alternative, compared
from tobfit.commercial.lever_making import weights_in
from tobfit.commercial.lever_sets import failing, failing_after, together
from tobfit.commercial.levers import USABLE, Lever, PriceRange
from tobfit.commercial.pricing import after_credit
from tobfit.errors import TobfitError
from tobfit.matching.order import ends_of, key_of
from tobfit.matching.report import Report, run
from tobfit.model.interval import Interval, Ratio
from tobfit.model.pack import Pack

SEEDS = st.integers(0, 10**6)
MANY = settings(max_examples=settings().max_examples * 3 // 2)
SOME = settings(max_examples=settings().max_examples)
FEW = settings(max_examples=max(10, settings().max_examples // 2))
KINDS = ("waive", "accept", "date", "need", "scope", "proof", "partner", "build", "module", "service_level")
SOURCE = {"title": "A book"}


def report_of(seed: int, rules: Iterable[Any] = (), max_lines: int = 4) -> Report:
    """A world of one product, with people and some rules of the deal."""
    world = fit_of(seed, max_lines).world
    draw = random.Random(seed)
    people = [{"id": "boss", "role": "economic", "influence": 3}, {"id": "it", "role": "technical"}]
    asked = [line.evolve(asked_by=draw.choice(((), ("boss",), ("it",)))) for line in world.client.requirements]
    client = world.client.evolve(stakeholders=people, requirements=asked)
    packs = world.packs
    if listed := tuple(rules):
        packs = packs.with_layer(Pack(id="deal", deal_rules=listed))
    return run(attrs.evolve(world, client=client, packs=packs, carried=None, verdicts=None))


def forbidding(draw: random.Random) -> dict[str, Any]:
    """A rule of the deal that holds, is open or is not confirmed, at random."""
    ways: tuple[dict[str, Any], ...] = (
        {"evidence": "seen"},
        {"evidence": "recalled"},
        {"evidence": "seen", "when": {"attr": "kind_of_owner", "op": "eq", "value": "bank"}},
    )
    kinds = draw.sample(KINDS, draw.randint(1, 4))
    return {"id": "binding", "text": "t", "basis": "law", "source": SOURCE, "forbids": kinds, **draw.choice(ways)}


def talks_of(seed: int, **options: Any) -> tuple[Report, Negotiation]:
    draw = random.Random(seed + 1)
    report = report_of(seed, [forbidding(draw)] if draw.random() < 0.4 else ())
    return report, negotiate(report.fits[0], report, with_corridor=False, accept_risk=draw.random() < 0.5, **options)


# ----------------------------------------------------------------------------------------------------------- promises


@MANY
@given(SEEDS)
def test_every_lever_gives_the_decision_that_it_promised(seed: int) -> None:
    report, talks = talks_of(seed)
    for lever in (*talks.levers, *talks.private):
        after = report.what_if(lever.changes)[talks.product]
        assert (after.decision, after.score) == (lever.decision_after, lever.score_after)
        assert after == lever.fit
        if lever.kind == "proof" and lever.decision_otherwise is not None:
            assert key_of(lever.fit)[0] >= {"no_fit": 0, "undecided": 1}.get(lever.decision_otherwise, 2)


@MANY
@given(SEEDS)
def test_sets_and_packages_keep_their_promise_and_close_every_open_must(seed: int) -> None:
    report, talks = talks_of(seed)
    for one in talks.sets:
        after = report.what_if(one.changes)[talks.product]
        assert (after.decision, after.score) == (one.decision_after, one.score_after)
        assert not after.fails_at_worst
        assert after.decision in ("fit", "fit_with_gaps") or after.threatening
        assert one.weight == sum(talks[name].client.weight for name in one.levers)
        assert all(talks[name].permission in USABLE and not talks[name].accepts_risk for name in one.levers)
    for package in talks.packages:
        after = report.what_if(package.changes)[talks.product]
        assert (after.decision, after.score) == (package.decision_after, package.score_after)
        assert {talks[name].gives for name in package.if_you} == {"client"}
        assert {talks[name].gives for name in package.then_we} == {"vendor"}
        assert all(talks[name].permission in USABLE for name in package.levers)
        assert key_of(after)[0] >= key_of(talks.fit)[0]


def naive_sets(report: Report, talks: Negotiation, most: int) -> set[frozenset[str]]:
    """All smallest sets, by matching every set of levers; a set whose levers exclude each other is none."""
    usable = [one for one in talks.levers if one.is_usable and not one.accepts_risk]
    wanted = {must.requirement for must in talks.musts}
    levers = [one for one in usable if one.changes and wanted & set(one.requirements)]
    for size in range(1, min(most, len(levers)) + 1):
        found = set()
        for some in itertools.combinations(levers, size):
            changes: dict[str, Any] = {}
            if any(changes.setdefault(t, v) != v for lever in some for t, v in lever.changes.items()):
                continue
            try:
                after = report.what_if(changes)[talks.product]
            except TobfitError:
                continue
            if not after.fails_at_worst:
                found.add(frozenset(lever.id for lever in some))
        if found:
            return found
    return set()


@SOME
@given(SEEDS)
def test_the_smallest_sets_are_those_that_trying_everything_finds(seed: int) -> None:
    report = report_of(seed, max_lines=3)
    talks = negotiate(report.fits[0], report, with_corridor=False, tries=100_000, most=1000)
    wanted = naive_sets(report, talks, 3)
    found = {frozenset(one.levers) for one in talks.sets}
    if not talks.musts:
        assert found == set()
    elif wanted:
        assert talks.method == "exhaustive"
        assert found == wanted
        assert not talks.beyond
    assert all(len(one.levers) == len(talks.sets[0].levers) for one in talks.sets)
    assert list(talks.sets) == sorted(talks.sets, key=lambda one: (one.weight, one.proofs))


@SOME
@given(SEEDS)
def test_line_by_line_finds_sets_that_hold_and_are_no_smaller_than_the_smallest(seed: int) -> None:
    report = report_of(seed, max_lines=4)
    fit = report.fits[0]
    whole = negotiate(fit, report, with_corridor=False, tries=100_000, most=1000)
    parts = negotiate(fit, report, with_corridor=False, tries=40, most=1000)
    if parts.method == "by_line" and parts.sets and whole.sets:
        assert {frozenset(one.levers) for one in parts.sets} <= {frozenset(one.levers) for one in whole.sets}
    if not whole.sets and whole.musts and whole.method == "exhaustive":
        assert not parts.sets
    if parts.method == "exhaustive" and not parts.more and whole.method == "exhaustive":
        assert len(parts.sets) == len(whole.sets)


@FEW
@given(SEEDS)
def test_what_fails_after_changes_is_what_a_new_match_says(seed: int) -> None:
    report, talks = talks_of(seed)
    for one, other in itertools.islice(itertools.product(talks.levers, repeat=2), 5):
        changes = together([one, other])
        found = failing_after(talks.fit, changes) if changes is not None else None
        if found is not None and changes is not None:
            assert found == failing(report.what_if(changes)[talks.product])


# ------------------------------------------------------------------------------------------------- what levers say


@SOME
@given(SEEDS)
def test_open_musts_are_those_that_may_fail_and_each_lever_says_whom_it_takes(seed: int) -> None:
    _, talks = talks_of(seed)
    assert {must.requirement for must in talks.musts} == failing(talks.fit)
    assert bool(talks.musts) == talks.fit.fails_at_worst
    known = {lever.id for lever in talks.levers}
    assert len(known) == len(talks.levers)
    before = weights_in(talks.fit.world)
    whole = sum(before.values())
    for lever in talks.levers:
        asked = {name for line in lever.requirements for name in talks.fit[line].requirement.asked_by}
        if lever.gives == "client" and lever.requirements and not lever.accepts_risk:
            assert asked <= set(lever.agreement)
            assert lever.agreement or lever.roles
        if lever.gives == "vendor":
            assert not any(target.startswith("client.requirements.") for target in lever.changes)
            assert lever.client.weight == 0
        if lever.kind == "waive" and whole:
            assert lever.client.weight == before[lever.requirements[0]] / whole
    for must in talks.musts:
        assert set(must.levers) <= known
    for party in talks.parties:
        assert party.musts or party.levers


def _levers_used(talks: Negotiation) -> list[tuple[str, ...]]:
    return [*(one.levers for one in talks.sets), *(one.levers for one in talks.packages)]


@FEW
@given(SEEDS)
def test_a_law_is_let_go_by_nobody_unless_the_risk_is_accepted(seed: int) -> None:
    report = report_of(seed)
    fit = report.fits[0]
    plain = negotiate(fit, report, with_corridor=False)
    at_risk = negotiate(fit, report, with_corridor=False, accept_risk=True)
    laws = {must.requirement for must in plain.musts if must.held_by_law}
    assert not any(lever.accepts_risk for lever in plain.levers)
    for lever in plain.levers:
        if set(lever.requirements) & laws and lever.kind in ("waive", "scope"):
            # A waiver of the client's own line, which leaves what the law demands.
            assert fit[lever.requirements[0]].requirement.is_own
            assert lever.law
    added = {lever.id for lever in at_risk.levers} - {lever.id for lever in plain.levers}
    assert {at_risk[name].requirements[0] for name in added} == laws
    for name in added:
        lever = at_risk[name]
        assert lever.accepts_risk
        assert lever.law
        assert lever.requirements[0] not in failing(lever.fit)
    used = {name for names in _levers_used(at_risk) for name in names}
    assert used.isdisjoint(added)
    assert at_risk.sets == plain.sets


@SOME
@given(SEEDS)
def test_what_rules_forbid_is_in_no_set(seed: int) -> None:
    draw = random.Random(seed)
    rule = forbidding(draw)
    report = report_of(seed, [rule])
    talks = negotiate(report.fits[0], report, with_corridor=False)
    state = "open" if "when" in rule else "forbidden" if rule["evidence"] == "seen" else "unconfirmed"
    for lever in talks.levers:
        assert lever.permission == (state if lever.kind in rule["forbids"] else "allowed")
        assert lever.rules == (("binding",) if lever.kind in rule["forbids"] else ())
    used = {name for names in _levers_used(talks) for name in names}
    if state != "open":
        assert all(talks[name].kind not in rule["forbids"] for name in used)
    else:
        # Nobody knows whether it holds: nothing is lost, and the question stands there.
        free = negotiate(report_of(seed).fits[0], with_corridor=False)
        assert [one.changes for one in talks.sets] == [one.changes for one in free.sets] or talks.sets
        assert [question.attribute for question in talks.questions] == ["kind_of_owner"]


@SOME
@given(SEEDS)
def test_forbidding_everything_leaves_every_open_must_beyond_reach(seed: int) -> None:
    rule = {"id": "no", "text": "t", "basis": "law", "source": SOURCE, "evidence": "seen", "forbids": KINDS}
    report = report_of(seed, [rule])
    talks = negotiate(report.fits[0], report, with_corridor=False)
    assert talks.sets == ()
    assert set(talks.beyond) == failing(talks.fit)
    assert [(one.requirement, one.kind) for one in talks.findings] == [(name, "at_risk") for name in talks.beyond]
    assert dict(talks.decided) == {}


@FEW
@given(SEEDS)
def test_order_does_not_matter(seed: int) -> None:
    report = report_of(seed, [forbidding(random.Random(seed))])
    world = report.world
    draw = random.Random(seed)
    other = world.catalog.products[0].evolve(id="q", capabilities={})
    lines, people = list(world.client.requirements), list(world.client.stakeholders)
    products = [world.catalog.products[0], other]
    goals = [{"id": "g1", "owner": "boss", "needs": ["a"]}, {"id": "g2", "owner": "it", "needs": ["a", "q"]}]
    found = []
    for _ in range(2):
        for part in (lines, people, products, goals):
            draw.shuffle(part)
        client = world.client.evolve(requirements=lines, stakeholders=people, goals=goals)
        new = attrs.evolve(world, client=client, catalog=world.catalog.evolve(products=tuple(products)), carried=None)
        found.append(negotiate(run(new)["p"], with_corridor=False))
    assert found[0] == found[1]
    assert hash(found[0]) == hash(found[1])


# ----------------------------------------------------------------------------------------------------- without a deal


@FEW
@given(SEEDS)
def test_the_best_alternative_is_the_best_of_the_others(seed: int) -> None:
    world = report_of(seed).world
    others = [report_of(seed + number).world.catalog.products[0].evolve(id=f"o{number}") for number in (1, 2)]
    report = run(attrs.evolve(world, catalog=world.catalog.evolve(products=(*world.catalog.products, *others))))
    talks = negotiate(report["p"], report, with_corridor=False)
    assert talks == negotiate(report["p"], with_corridor=False)
    rest = [fit for fit in report.fits if fit.product != "p"]
    able = [fit for fit in rest if fit.decision != "no_fit"]
    assert talks.client.does_nothing == (not able)
    if talks.client.best is not None:
        assert key_of(report[talks.client.best.product]) == max(key_of(fit) for fit in able)
    for one in (*([talks.client.best] if talks.client.best else []), *talks.client.others):
        assert one.compared == compared(report[one.product], report["p"])
        worst, best = ends_of(report[one.product])
        ours = ends_of(report["p"])
        assert (one.compared == "better") == (worst >= ours[1])
        assert (one.compared == "worse") == (best < ours[0])
    named = negotiate(report["p"], report, alternatives=["o1"], with_corridor=False)
    first = [named.client.best] if named.client.best else []
    assert [one.product for one in (*first, *named.client.others)] == ["o1"]


def test_zones() -> None:
    def zone(low: int, high: int, least: int, most: int) -> tuple[bool | None, str | None, str | None]:
        found = PriceRange(Interval(Ratio(low), Ratio(high)), Interval(Ratio(least), Ratio(most)), "CNY")
        shown = [None if part is None else f"{part:.0f}" for part in (found.zone, found.possible)]
        return found.is_empty, shown[0], shown[1]

    assert zone(10, 20, 30, 40) == (False, "20..30", "10..40")
    assert zone(10, 30, 20, 40) == (None, None, "10..40")
    assert zone(30, 40, 10, 20) == (True, None, None)
    assert zone(10, 20, 20, 20) == (False, "20", "10..20")
    assert PriceRange(Interval(Ratio(1), Ratio(2)), None, "CNY").is_empty is None


# -------------------------------------------------------------------------------------------------- an example by hand


def deal(**client: Any) -> Report:
    """A gate with a late roadmap item and a rival, small enough to check by hand."""
    people = [
        {"id": "ceo", "role": "economic", "influence": 3},
        {"id": "cto", "role": "technical", "influence": 2},
        {"id": "clerk", "role": "user", "kind": "end_user"},
    ]
    goals = [{"id": "safe", "owner": "ceo", "needs": ["sec.mfa"], "worth": "100000 CNY/year"}]
    budget = {"amount": "90000 CNY", "horizon": "3 years"}
    buyer = tobfit.Client(
        id="acme", as_of="2026-11-01", stakeholders=people, goals=goals, budget=budget, **client
    ).require("sec.mfa", priority="must", by="2027-01-31", asked_by=["cto"])
    buyer = buyer.require("sec.sso", priority="must", asked_by=["clerk"])
    price = {"licence": "25000 CNY/year", "development_cost": "400000 CNY", "expected_clients": "10"}
    gate = tobfit.Product(id="gate@2", price=price).offers(
        "sec.mfa", response="roadmap", available="2027-07-31", effort="0 days"
    )
    gate = gate.offers("sec.sso", response="standard")
    rival = tobfit.Product(id="rival@1", price={"licence": "20000 CNY/year"}).offers("sec.mfa", response="standard")
    rival = rival.offers("sec.sso", response="standard")
    return tobfit.match(buyer, [gate, rival], packs=terms())


def terms(rules: Iterable[Any] = ()) -> tobfit.Packs:
    vocabulary = [{"id": "sec.mfa", "kind": "boolean"}, {"id": "sec.sso", "kind": "boolean"}]
    vocabulary += [{"id": "com.trial", "kind": "boolean"}]
    pack = {"id": "terms", "vocabulary": vocabulary, "deal_rules": list(rules)}
    return tobfit.load_packs(pack, shipped=False)


def test_an_example_by_hand() -> None:
    report = deal()
    talks = negotiate(report["gate@2"], report)
    assert talks.decision == "no_fit"
    assert [(must.requirement, must.standing, must.goals) for must in talks.musts] == [("R-001", "unmet", ("safe",))]
    ids = [lever.id for lever in talks.levers]
    assert ids == [
        "date:R-001", "build:R-001", "partner:R-001", "waive:R-001", "scope:R-001", "scope:R-001:2",
        "price:vendor", "price:client", "term:client", "service_credit:vendor", "proof:R-002",
    ]  # fmt: skip
    date = talks["date:R-001"]
    assert (date.gives, date.agreement, date.decision_after) == ("client", ("ceo", "cto"), "fit_with_gaps")
    assert dict(date.changes) == {"client.requirements.R-001.by": "2027-07-31"}
    # cto counts twice: the Must weighs 4 x 2, the other Must 4 x 1 for the clerk. A Should weighs 2 x 2.
    assert talks["waive:R-001"].client.weight == Fraction(8, 12)
    assert talks["scope:R-001"].client.weight == Fraction(4, 12)
    assert str(talks["waive:R-001"].client.worth[0]) == "100000 CNY/year"
    assert [str(one) for one in talks["price:vendor"].client.saves] == ["2500 CNY/year"]
    assert str(talks["price:client"].client.price) == "9000 CNY"
    assert dict(talks["term:client"].changes) == {
        "client.budget.horizon": "4 year", "client.budget.amount": "120000 CNY",
    }  # fmt: skip
    assert [one.levers for one in talks.sets][:2] == [("build:R-001",), ("date:R-001",)]
    assert all(len(one.levers) == 1 for one in talks.sets)
    assert {one.if_you for one in talks.packages} >= {("date:R-001",), ("waive:R-001",)}
    later = next(one for one in talks.packages if one.if_you == ("date:R-001",))
    assert later.then_we == ("service_credit:vendor",)


RATE = "1000 CNY/day"


def test_its_money() -> None:
    report = deal()
    talks = negotiate(report["gate@2"], report, rate=RATE)
    # 400000 / 10 clients + 20 % margin; what it takes to close the Must is open, and so is the upper end.
    assert talks.vendor is not None
    assert f"{talks.vendor.floor:.0f}" == "48000..inf"
    # Once the client takes it later nothing is left open: the roadmap item costs this client nothing.
    late = talks["date:R-001"].price_after
    assert late is not None
    assert f"{late.floor:.0f}" == "48000"
    # A third of the way: credit 0.3 of a roadmap item, times 300000 over three years, times a share of 0.3.
    assert f"{late.ceiling:.0f}" == "27000"
    assert late.is_empty is True
    back = talks["service_credit:vendor"].price_after
    assert back is not None
    assert f"{back.floor:.2f}" == "53333.33..inf"
    margin = talks["margin"].price_after
    assert margin is not None
    assert f"{margin.floor:.0f}" == "40000..inf"
    assert talks["margin"] not in talks.levers
    # Nothing is carried of the goal today: the share of the value is nothing, and no price suits both.
    assert talks.client.reservation == Interval(Ratio(0), Ratio(0))
    assert talks.zone is not None
    assert talks.zone.state == "empty"


def test_an_alternative_caps_what_the_client_pays() -> None:
    report = deal()
    talks = negotiate(report["gate@2"], report, value="900000 CNY", rate=RATE)
    # The rival meets all of it for 60000; the budget alone would bear 90000.
    assert talks.client.best is not None
    assert (talks.client.best.product, talks.client.best.compared) == ("rival@1", "better")
    assert f"{talks.client.best.price:.0f}" == "60000"
    assert (talks.client.reservation, talks.client.cap) == (Interval(Ratio(60000), Ratio(60000)), "alternative")
    assert talks.zone is not None
    assert (talks.zone.state, f"{talks.zone.possible:.0f}") == ("possible", "48000..60000")
    late = talks["date:R-001"].price_after
    assert late is not None
    assert f"{late.zone:.0f}" == "48000..90000"
    assert talks["date:R-001"].vendor.floor is None  # from an open end: nobody can say by how much it moves
    alone = negotiate(report["gate@2"], report, value="900000 CNY", rate=RATE, alternatives=[])
    assert (alone.client.does_nothing, alone.client.cap) == (True, "ceiling")
    assert alone.client.reservation == Interval(Ratio(90000), Ratio(90000))
    closed = report.what_if(talks["date:R-001"].changes)
    after = negotiate(closed["gate@2"], closed, value="900000 CNY", rate=RATE)
    assert after.musts == ()
    assert after["margin"].vendor.floor == Interval(Ratio(-8000), Ratio(-8000))
    assert after.zone is not None
    assert (after.zone.state, f"{after.zone.certain:.0f}") == ("certain", "48000..60000")
    first = after.packages[0]
    assert (first.if_you, first.then_we) == (("price:client",), ("service_credit:vendor",))


def test_the_corridor_after_a_lever_is_that_of_a_new_call() -> None:
    report = deal()
    talks = negotiate(report["gate@2"], report, percentile=50, seed=3)
    for lever in talks.levers:
        after = report.what_if(lever.changes)["gate@2"]
        new = price_corridor(after, 50, seed=3)
        assert lever.price_after is not None
        credit = Fraction(lever.arguments.get("service_credit", 0))
        assert lever.price_after == PriceRange(after_credit(new.floor, credit), new.ceiling, new.currency)
    for package in talks.packages:
        assert package.price_after is not None
        assert package.price_after.ceiling == price_corridor(package.fit, 50, seed=3).ceiling


def test_without_money_or_without_asking_there_is_no_corridor() -> None:
    report = tobfit.match(tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa"), tobfit.Product(id="p"))
    asked, unasked = negotiate(report["p"]), negotiate(report["p"], with_corridor=False)
    assert (asked.no_corridor, unasked.no_corridor) == ("TF438", "unasked")
    assert (asked.vendor, asked.zone, asked.private) == (None, None, ())
    assert "no corridor" in tobfit.report.text(asked)
    assert "没有价格区间" in tobfit.report.text(asked, lang="zh")


def test_an_offer_adds_modules_and_takes_a_discount() -> None:
    product = tobfit.Product(
        id="crm@5", modules={"sign": {"price": "3000 CNY/year"}}, price={"licence": "10000 CNY/year"}
    ).offers("sec.mfa", response="standard", module="sign")
    offer = {"tobfit": "offer/1", "id": "suite", "items": [{"product": "crm@5"}]}
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="must")
    catalog = tobfit.load_catalog([product, offer], packs=terms())
    report = tobfit.match(client, catalog, packs=terms())
    talks = negotiate(report["suite"], report)
    module = talks["module:R-001"]
    assert (module.gives, str(module.client.price)) == ("vendor", "3000 CNY/year")
    assert module.decision_after == "fit_with_gaps"
    assert report.what_if(module.changes)["suite"].decision == "fit_with_gaps"
    lower = talks["price:vendor"]
    assert [str(one) for one in lower.client.saves] == ["1000 CNY/year"]
    after = report.what_if(lower.changes)["suite"].price.totals
    assert [str(one) for one in after] == ["9000 CNY/year"]
    # The product by itself is nothing else than what the talks are about, unless somebody names it.
    assert (talks.client.best, talks.client.others) == (None, ())
    named = negotiate(report["suite"], alternatives=["crm@5"], with_corridor=False)
    assert named.client.best is not None
    assert named.client.best.product == "crm@5"


# -------------------------------------------------------------------------------------------------------- public buyers


def test_a_public_tender_forbids_what_a_private_buyer_may_talk_about() -> None:
    profile = {"ownership": "government", "purchase_procedure": "open_tender", "purchase_phase": "submitted"}
    client = tobfit.Client(id="c", as_of="2026-11-23", jurisdictions=["CN"], profile=profile)
    client = client.require("sec.mfa", priority="must", by="2027-01-31")
    product = tobfit.Product(id="p", price={"licence": "9 CNY/year"})
    product = product.offers("sec.mfa", response="roadmap", available="2027-03-31")
    report = tobfit.match(client, product)
    talks = negotiate(report["p"], with_corridor=False)
    assert {lever.permission for lever in talks.levers} == {"forbidden"}
    cited = talks.binding("cn.gpl.no-talks").source.text()
    assert cited == "Government Procurement Law of the PRC, Articles 71(4) and 77(5)"
    assert (talks.sets, talks.packages, talks.beyond) == ((), (), ("R-001",))
    early = report.what_if({"client.profile.purchase_phase": "preparing"})
    free = negotiate(early["p"], with_corridor=False)
    assert {lever.permission for lever in free.levers} == {"allowed", "limited"}
    assert free.sets
    unknown = report.what_if({"client.profile": {"ownership": "government"}})
    asked = negotiate(unknown["p"], with_corridor=False)
    assert {lever.permission for lever in asked.levers} == {"open"}
    assert {"purchase_phase", "purchase_procedure"} <= {one.attribute for one in asked.questions}
    assert asked.sets


# ------------------------------------------------------------------------------------------------------------ telling

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])
AUDIENCES = pytest.mark.parametrize("audience", ["client", "internal"])


@LANGUAGES
@AUDIENCES
def test_every_negotiation_is_told(lang: Any, audience: Any) -> None:
    from tobfit.report.width import width

    every = [talks_of(seed)[1] for seed in range(0, 400, 40)] + [negotiate(deal()["gate@2"])]
    for talks in every:
        for limit in (2, 12, None):
            told = tobfit.report.text(talks, lang=lang, audience=audience, limit=limit)
            assert "{" not in told
            assert all(width(line) <= 100 for line in told.splitlines())
        assert tobfit.report.markdown(talks, lang=lang, audience=audience).startswith("## ")
        rows = tobfit.report.records(talks, lang=lang, audience=audience)
        assert len(rows) == len(talks.levers) + (len(talks.private) if audience == "internal" else 0)
        assert len({tuple(row) for row in rows}) <= 1
        whole = run(talks.fit.world).with_results(talks)
        assert talks.product in tobfit.report.text(whole, lang=lang, audience=audience)
        json.dumps(whole.to_dict(audience=audience))


CANARY = 87654321


def test_what_is_the_vendors_own_reaches_no_client() -> None:
    price = {"licence": "25000 CNY/year", "expected_clients": "1", "margin": "0.37"}
    price["development_cost"] = f"{CANARY} CNY"
    effort = {"low": "77871 days", "likely": "77872 days", "high": "77873 days"}
    report = deal()
    product = report.world.catalog.product("gate@2").evolve(price=price)
    product = product.offers("sec.sso", response="customisation", effort=effort)
    product = product.evolve(notes="canary-note", services=[{"id": "s", "effort": effort, "rate": "44941 CNY/day"}])
    client = report.client.evolve(notes="canary-note", requirements=[
        report.client.requirements[0], report.client.requirements[1].evolve(accept=["standard"]),
    ])  # fmt: skip
    report = tobfit.match(client, product, packs=terms())
    talks = negotiate(report["gate@2"], report)
    assert talks.vendor is not None
    floor = talks.vendor.floor
    assert floor is not None
    secrets = ["canary", "77871", "77872", "77873", "44941", str(CANARY), "0.37", "37.0 %", f"{floor.low:.0f}"]
    assert floor.low > CANARY
    inside = tobfit.report.text(talks, audience="internal", limit=None)
    assert f"{floor.low:.0f}" in inside
    assert "37.0 %" in inside
    shown = [
        *(tobfit.report.text(talks, lang=lang, limit=None) for lang in ("en", "zh")),
        *(tobfit.report.markdown(talks, lang=lang, limit=None) for lang in ("en", "zh")),
        json.dumps(tobfit.report.records(talks)),
        json.dumps(report.with_results(talks).to_dict()["results"]),
        json.dumps([finding.because.text() for finding in talks.findings]),
    ]
    for text in shown:
        for secret in secrets:
            assert secret not in text
    (plain,) = report.with_results(talks).to_dict()["results"]
    for name in ("vendor", "zone", "private"):
        assert name not in plain
    assert not any("vendor" in lever or "price_after" in lever for lever in plain["levers"])
    assert "reservation" not in plain["client"]


# ---------------------------------------------------------------------------------------------------------- bad input


def codes(**options: Any) -> list[tuple[str, str]]:
    report = deal()
    with pytest.raises(TobfitError) as caught:
        negotiate(report["gate@2"], report, **options)
    return [(problem.code, problem.path or "") for problem in caught.value.problems]


def test_bad_arguments_are_named_all_at_once() -> None:
    wrong: dict[str, Any] = {"step": "1", "credit": "-0.1", "tries": 0, "most": "ten", "down_to": "mayor"}
    assert codes(alternatives=["rivel@1", "gate@2", 7], **wrong) == [
        ("TF443", "alternatives[0]"), ("TF443", "alternatives[1]"), ("TF443", "alternatives[2]"),
        ("TF444", "step"), ("TF444", "credit"), ("TF444", "tries"), ("TF444", "most"), ("TF444", "down_to"),
    ]  # fmt: skip
    assert codes(alternatives=5, tries=0) == [("TF443", "alternatives"), ("TF444", "tries")]
    assert codes(percentile=0) == [("TF437", "percentile")]
    report = deal()
    with pytest.raises(TobfitError, match="did you mean 'rival@1'"):
        negotiate(report["gate@2"], alternatives="rivel@1")
    with pytest.raises(TobfitError, match="TF444"):
        negotiate(report)  # type: ignore[arg-type]
    with pytest.raises(TobfitError, match="TF444"):
        negotiate(report["gate@2"], deal())
    with pytest.raises(ValueError, match="progress"):
        negotiate(report["gate@2"], with_corridor=False, progress="bar")  # type: ignore[arg-type]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    talks = negotiate(deal()["gate@2"], with_corridor=False, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (len(talks.levers), len(talks.levers))


def test_levers_that_set_one_target_to_different_values_exclude_each_other() -> None:
    talks = negotiate(deal()["gate@2"], with_corridor=False)
    assert together([talks["scope:R-001"], talks["scope:R-001:2"]]) is None
    both = together([talks["date:R-001"], talks["scope:R-001"]])
    assert both is not None
    assert set(both) == {"client.requirements.R-001.by", "client.requirements.R-001.priority"}


def test_names_of_levers_are_unique_and_found() -> None:
    talks = negotiate(deal()["gate@2"], with_corridor=False)
    assert isinstance(talks["date:R-001"], Lever)
    assert isinstance(talks.client.best, Alternative)
    with pytest.raises(KeyError):
        talks["date:R-9"]


def test_of_a_mere_list_of_requirements_open_rules_count_that_somebody_laid_over_the_shipped_ones() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="must")
    product = tobfit.Product(id="p").offers("sec.mfa", response="roadmap", available="2027-07-31")
    when = {"attr": "purchase_procedure", "op": "eq", "value": "open_tender"}
    own = {"id": "own.tender", "text": "t", "basis": "law", "source": SOURCE, "evidence": "seen", "when": when}
    packs = tobfit.load_packs({"id": "own", "deal_rules": [{**own, "forbids": ["price"]}]})
    report = tobfit.match(client, product, packs=packs)
    held = [one for one in negotiate(report["p"], with_corridor=False).bindings if one.is_open]
    assert [(one.rule, one.attributes) for one in held] == [("own.tender", ("purchase_procedure",))]


def lesser() -> Report:
    """No Must is open: a Must is given by customisation, a Should not at all, a service below its level."""
    vocabulary = [
        {"id": "sec.mfa", "kind": "boolean"}, {"id": "sec.sso", "kind": "boolean"},
        {"id": "sec.log", "kind": "boolean"},
        {"id": "svc.hours", "kind": "quantity", "unit": "h", "direction": "lower_is_better"},
    ]  # fmt: skip
    people = [{"id": "ceo", "role": "economic"}, {"id": "cto", "role": "technical"}]
    client = tobfit.Client(id="c", as_of="2026-11-01", stakeholders=people)
    client = client.require("sec.mfa", priority="must", asked_by=["cto"])
    client = client.require("sec.sso", priority="should", asked_by=["cto"]).require("sec.log", priority="could")
    client = client.require("svc.hours", priority="should", need={"at_most": "4 h"})
    product = tobfit.Product(id="p", price={"licence": "9000 CNY/year"}).offers("sec.mfa", response="customisation")
    product = product.offers("sec.sso", response="not_supported").offers("sec.log", response="not_supported")
    product = product.offers("svc.hours", response="standard", value="8 h")
    packs = tobfit.load_packs({"id": "own", "vocabulary": vocabulary}, shipped=False)
    return tobfit.match(client, product, packs=packs)


def test_where_no_must_is_open_there_are_levers_on_what_else_is_grave() -> None:
    report = lesser()
    talks = negotiate(report["p"], report, with_corridor=False)
    assert (talks.decision, talks.musts, talks.sets) == ("fit_with_gaps", (), ())
    lines = {name for lever in talks.levers for name in lever.requirements}
    assert lines == {"R-001", "R-002", "R-004"}
    assert "cto" in talks["waive:R-002"].agreement
    assert {lever.id for lever in talks.levers if lever.kind == "scope"} >= {"scope:R-002"}
    assert {lever.kind for lever in talks.levers if lever.requirements == ("R-004",)} >= {"service_level", "scope"}
    few = negotiate(report["p"], report, with_corridor=False, down_to="blocker")
    assert {lever.kind for lever in few.levers if lever.requirements} == {"service_level", "proof"}
    assert few.levers[-1].id == "proof:R-001"
    every = negotiate(report["p"], report, with_corridor=False, down_to="info")
    assert {name for lever in every.levers for name in lever.requirements} == lines | {"R-003"}


def test_a_budget_is_answered_with_more_service() -> None:
    report = lesser()
    client = report.client.evolve(budget={"amount": "30000 CNY", "horizon": "3 years"})
    new = tobfit.match(client, report["p"].world.catalog, packs=report.world.packs)
    talks = negotiate(new["p"], new, with_corridor=False)
    more = next(one for one in talks.packages if one.if_you == ("price:client",))
    assert [talks[name].kind for name in more.then_we] == ["service_level"]
