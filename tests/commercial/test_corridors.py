"""Price corridors: laws over generated deals, ways out that keep their promise, an example by hand, bad calls."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.commercial.corridor_worlds import DRAWS, PACKS, RATE, SITES, Deal, deals

import tobfit
from tobfit.commercial.corridor_records import Corridor
from tobfit.commercial.corridors import price_corridor
from tobfit.model.interval import Interval
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity

FEW = settings(max_examples=max(10, settings().max_examples // 2))
FEWER = settings(max_examples=max(10, settings().max_examples // 3))
"""A way out is a call of its own, and some deals have a dozen."""


def corridor(deal: Deal, **changed: Any) -> Corridor:
    return price_corridor(deal.fit, **{**deal.arguments, **changed})


def quick(deal: Deal, **changed: Any) -> Corridor:
    return corridor(deal, quick=True, **changed)


def ends(span: Any) -> Any:
    """Both ends of a span; None has none."""
    return None if span is None else (span.low, span.high)


def distance(found: Corridor) -> Fraction:
    """How far the floor lies above the ceiling."""
    assert found.ceiling is not None
    return found.floor.low - found.ceiling.high


def lies_in(inner: Interval, outer: Interval) -> bool:
    return outer.low <= inner.low and inner.high <= outer.high


def figures(found: Corridor) -> tuple[Any, ...]:
    return found.floor, found.ceiling, found.empty, found.price, found.place, found.costs, found.limits


# ------------------------------------------------------------------------------------------------------------- sums
@FEW
@given(deals())
def test_floor_and_ceiling_are_exact_and_explain_themselves(deal: Deal) -> None:
    found = quick(deal)
    for end in ("low", "high"):
        parts = [getattr(part.amount, end) for part in found.costs]
        whole = math.inf if math.inf in parts else (1 + found.margin) * sum(map(Fraction, parts))
        assert getattr(found.floor, end) == whole
        known = [getattr(part.amount, end) for part in found.limits if part.amount is not None]
        assert (getattr(found.ceiling, end) if found.ceiling else None) == (min(known) if known else None)
        shares = [getattr(part.amount, end) for part in found.price_parts]
        if found.price is not None:
            assert getattr(found.price, end) == (math.inf if math.inf in shares else sum(map(Fraction, shares)))
    assert all(part.open for part in found.costs if part.amount.high == math.inf)
    assert all(part.open for part in found.limits if part.amount is None)
    assert lies_in(found.estimated, found.floor)
    assert 0 <= found.service_share.low <= found.service_share.high <= 1


def pick(span: Interval, at: Fraction) -> Fraction:
    """A figure within a span."""
    if span.high == math.inf:
        return span.low + at * 10**9
    return span.low + at * (span.high - span.low)


SHARES = st.fractions(0, 1, max_denominator=8)


@FEW
@given(deals(), SHARES, SHARES, SHARES)
def test_what_is_said_of_empty_and_of_the_place_holds_for_every_completion(
    deal: Deal, one: Fraction, two: Fraction, three: Fraction
) -> None:
    found = quick(deal)
    floor = pick(found.floor, one)
    if found.ceiling is not None:
        ceiling = pick(found.ceiling, two)
        assert found.empty is None or found.empty == (floor > ceiling)
    else:
        assert found.empty is None
    if found.price is None:
        assert found.place == "open"
        return
    price = pick(found.price, three)
    below = price < floor
    above = found.ceiling is not None and price > pick(found.ceiling, two)
    assert {
        "open": True,
        "below_floor": below,
        "above_ceiling": above,
        "outside": below and above,
        "within": not below and not above,
    }[found.place]
    if found.budget is not None and found.over_budget is not None:
        assert found.over_budget == (price > pick(found.budget, one))


# --------------------------------------------------------------------------------------------------------- monotone
@FEW
@given(deals(), st.sampled_from(["by", "times"]), st.integers(0, 30))
def test_more_effort_never_lowers_the_floor(deal: Deal, how: str, more: int) -> None:
    def raised(effort: Effort) -> Effort:
        ends = (getattr(effort, name).number for name in ("low", "likely", "high"))
        new = [end + more if how == "by" else end * (1 + more) for end in ends]
        return Effort(**{n: Quantity(v, "person_day") for n, v in zip(("low", "likely", "high"), new, strict=True)})

    product, before = deal.product, quick(deal)
    for name, stated in product.capabilities.items():
        for statement in stated:
            if statement.effort is not None:
                other = statement.evolve(effort=raised(statement.effort))
                changed = product.evolve(capabilities=product.capabilities.set(name, (other,)))
                after = quick(attrs.evolve(deal, product=changed))
                assert after.floor.low >= before.floor.low
                assert after.floor.high >= before.floor.high


@FEW
@given(deals(), st.integers(0, 500))
def test_more_budget_never_lowers_the_ceiling(deal: Deal, more: int) -> None:
    budget = deal.client.budget
    assume(budget is not None)
    assert budget is not None
    amount = Quantity(budget.amount.number + more * 100, budget.amount.unit)
    richer = attrs.evolve(deal, client=deal.client.evolve(budget=budget.evolve(amount=amount)))
    before, after = quick(deal), quick(richer)
    assert before.ceiling is not None
    assert after.ceiling is not None
    assert after.ceiling.low >= before.ceiling.low
    assert after.ceiling.high >= before.ceiling.high
    assert before.floor == after.floor


@FEW
@given(deals(), st.sampled_from([("margin", "0.35", "0.6"), ("percentile", 60, 90)]))
def test_a_higher_margin_or_percentile_never_lowers_the_floor(deal: Deal, step: tuple[str, Any, Any]) -> None:
    name, low, high = step
    before, after = quick(deal, **{name: low}), quick(deal, **{name: high})
    assert after.floor.low >= before.floor.low
    assert after.floor.high >= before.floor.high
    assert before.ceiling == after.ceiling


@FEW
@given(deals(), st.sampled_from(["0.1", "0.4"]), st.sampled_from(["0.4", "0.9"]))
def test_a_greater_share_never_lowers_the_ceiling(deal: Deal, low: str, high: str) -> None:
    before, after = quick(deal, share=low), quick(deal, share=high)
    if before.ceiling is not None and after.ceiling is not None:
        assert after.ceiling.low >= before.ceiling.low
        assert after.ceiling.high >= before.ceiling.high


# ----------------------------------------------------------------------------------------------------------- unknown
@FEW
@given(deals(), st.integers(1, 9), st.integers(1, 60), st.integers(1, 40))
def test_an_answer_never_widens_the_floor(deal: Deal, sites: int, clients: int, cost: int) -> None:
    """Within what is assumed of the count; and whatever the answers about the product are."""
    before = quick(deal)
    if SITES not in deal.client.profile:
        told = attrs.evolve(deal, client=deal.client.evolve(profile={SITES: sites}))
        assert lies_in(quick(told).floor, before.floor)
    price = deal.product.price
    stated = plain(price) if price is not None else {}
    answers = {"expected_clients": str(clients), "development_cost": f"{cost * 1000} CNY"}
    for name, answer in answers.items():
        if stated.get(name) is None:
            product = deal.product.evolve(price={**{k: v for k, v in stated.items() if v is not None}, name: answer})
            after = quick(attrs.evolve(deal, product=product))
            if before.margin == after.margin:
                assert lies_in(after.floor, before.floor)


@FEW
@given(deals(), st.integers(0, 400))
def test_learning_a_limit_can_only_lower_the_ceiling(deal: Deal, amount: int) -> None:
    before = quick(deal, willingness=None)
    after = quick(deal, willingness=f"{amount * 1000} CNY")
    assert after.ceiling is not None
    if before.ceiling is not None:
        assert after.ceiling.low <= before.ceiling.low
        assert after.ceiling.high <= before.ceiling.high
    assert after.floor == before.floor


@FEW
@given(deals())
def test_currencies_are_never_mixed(deal: Deal) -> None:
    """The corridor in euros is exactly that in yuan, by the rate of the packs."""
    yuan, euros = quick(deal, currency="CNY"), quick(deal, currency="EUR")
    rate = Fraction("7.5")
    for one, other in ((yuan.floor, euros.floor), (yuan.ceiling, euros.ceiling), (yuan.price, euros.price)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert ends(one) == (other.low * rate, other.high * rate)
    assert (yuan.empty, yuan.place) == (euros.empty, euros.place)


@FEW
@given(deals())
def test_the_same_call_gives_the_same_bytes_in_any_order(deal: Deal) -> None:
    other = deal.client.evolve(
        requirements=tuple(reversed(deal.client.requirements)), goals=tuple(reversed(deal.client.goals))
    )
    before, after = quick(deal), quick(attrs.evolve(deal, client=other))
    assert repr(figures(before)) == repr(figures(after))
    assert before == quick(deal)
    assert hash(before) == hash(quick(deal))


# ---------------------------------------------------------------------------------------------------------- ways out
@FEWER
@given(deals())
def test_ways_out_keep_their_promise(deal: Deal) -> None:
    found = corridor(deal, percentile=80)
    needs_one = found.empty is True or found.place in ("below_floor", "outside")
    assert bool(found.ways_out) == needs_one
    if not needs_one:
        return
    assert found.ways_out[-1].kind == "no_bid"
    for way in found.ways_out[:-1]:
        report = deal.report.what_if(way.changes) if way.changes else deal.report
        again = price_corridor(report["acme@1"], **{**deal.arguments, "percentile": 80, **way.arguments})
        assert way.after is not None
        assert figures(way.after) == figures(again)
        assert way.decision_after == report["acme@1"].decision
        if way.kind == "price":
            assert way.amount is not None
            assert way.amount.low == found.floor.low
        elif found.empty is True:
            assert again.empty is not True or distance(again) < distance(found)
        else:
            assert again.floor.low < found.floor.low
        if way.kind in ("horizon", "margin"):
            assert way.opens


@FEWER
@given(deals())
def test_findings(deal: Deal) -> None:
    found = corridor(deal)
    kinds = {(one.kind, one.internal) for one in found.findings}
    assert (("unprofitable", True) in kinds) == (found.place in ("below_floor", "outside"))
    if found.empty is True:
        assert ("unaffordable", False) in kinds
    for finding in found.findings:
        for remedy in finding.remedies:
            after = deal.report.what_if(remedy.changes)["acme@1"]
            assert (remedy.decision_after, remedy.score_after) == (after.decision, after.score)
    report = deal.report.with_findings(found.findings, found.decided).with_results(found)
    worse = {"no_fit": 0, "undecided": 1, "fit_with_gaps": 2, "fit": 3}
    assert worse[report.decision["acme@1"][0]] <= worse[deal.fit.decision]
    if not any(not one.internal for one in found.findings):
        assert report.decision["acme@1"] == (deal.fit.decision, "match")
    shown = str(report.to_dict()["findings"])
    assert "unprofitable" not in shown


# ----------------------------------------------------------------------------------------------------------- by hand
def by_hand(**changed: Any) -> Deal:
    """Books and quotes. The quotes take a customisation of 10 days for certain at 1,000 a day, the care of two to eight
    days a year is set aside by a vendor's service of exactly 4 days a year in its stage."""
    client = tobfit.Client(
        id="buyer",
        as_of="2026-11-01",
        profile={SITES: 0},
        budget={"amount": "100000 CNY", "horizon": "3 years"},
        goals=[{"id": "close", "needs": ["fin.books", "crm.quotes"], "worth": "100000 CNY/year"}],
        stakeholders=[{"id": "clerks", "role": "user", "head_count": 20}],
    )
    client = client.require("fin.books", priority="must").require("crm.quotes", priority="should")
    price = {"licence": "10000 CNY/year", "per_user": "50 CNY/month", "development_cost": "1000000 CNY",
             "expected_clients": {"low": 20, "likely": 40, "high": 50}}  # fmt: skip
    service = {"id": "care", "stage": "support", "capability": "svc.care", "effort": "12 days", "price": "9000 CNY"}
    product = tobfit.Product(id="acme@1", price=price, services=[service])
    product = product.offers("fin.books", response="standard")
    product = product.offers("crm.quotes", response="customisation", effort="10 days", price="8000 CNY")
    return Deal(client, product, {"rate": RATE, "draws": DRAWS, **changed})


def test_a_corridor_by_hand() -> None:
    """Over three years. Development: 1,000,000 / 50 to 1,000,000 / 20 = 20,000 to 50,000. Services: 12 + 10 days at
    1,000 = 22,000. Costs 42,000 to 72,000; with a fifth on top 50,400 to 86,400. Budget 100,000. Value: half of 300,000
    for the books in full, half for the quotes at the credit of a customisation (0.5): 150,000 + 75,000 = 225,000, and
    0.3 of it is 67,500: that binds. Price: 30,000 + 20 x 50 x 36 = 36,000 + 9,000 + 8,000 = 83,000."""
    found = corridor(by_hand())
    assert ends(found.floor) == (50_400, 86_400)
    assert [(part.kind, ends(part.amount)) for part in found.costs] == [
        ("development", (20_000, 50_000)),
        ("service", (22_000, 22_000)),
    ]
    assert found.ceiling is not None
    assert ends(found.ceiling) == (67_500, 67_500)
    assert {part.kind: part.binds for part in found.limits} == {"value": True, "budget": False, "willingness": None}
    assert found.price is not None
    assert ends(found.price) == (83_000, 83_000)
    assert (found.empty, found.place, found.over_budget) == (None, "above_ceiling", False)
    assert (found.margin, found.margin_source, found.ways_out) == (Fraction(1, 5), "assumed", ())
    assert found.service_share == Interval(Fraction(22, 72), Fraction(22, 42))
    assert [point.target for point in found.questions] == ["willingness"]
    assert found.findings == ()


def test_an_empty_corridor_by_hand() -> None:
    """With 45,000 to spend the floor of 50,400 cannot be paid. Leaving the quotes out saves 10 days: (20,000 + 12,000)
    x 1.2 = 38,400, and the budget binds at 45,000 (0.3 of the value is 0.3 x 300,000 x ... = 90,000: the books alone
    carry the goal). The margin that would do: 45,000 / 42,000 - 1 = 1/14."""
    deal = by_hand()
    poor = attrs.evolve(deal, client=deal.client.evolve(budget={"amount": "45000 CNY", "horizon": "3 years"}))
    found = corridor(poor)
    assert (found.empty, found.place, found.over_budget) == (True, "above_ceiling", True)
    ways = {way.kind: way for way in found.ways_out}
    assert list(ways) == ["descope", "horizon", "margin", "no_bid"]
    assert ways["descope"].requirements == ("R-002",)
    after = ways["descope"].after
    assert after is not None
    assert after.ceiling is not None
    assert [after.floor.low, after.ceiling.high] == [Fraction(38_400), Fraction(45_000)]
    assert ways["margin"].arguments["margin"] == Fraction(1, 14)
    assert ways["horizon"].arguments["horizon"] == Quantity(4, "year")  # type: ignore[arg-type]
    (finding,) = found.findings
    assert (finding.kind, finding.severity, finding.stage) == ("unaffordable", "blocker", "commercial")
    assert finding.path == ("buyer", "client.budget", "acme@1")
    assert [(one.kind, one.requirement) for one in finding.remedies] == [("change_process", "R-002")]
    assert found.decided == {"acme@1": ("no_fit", "commercial")}
    assert all(not char.isdigit() for text in finding.because.texts.values() for char in text)


def test_a_partner_instead_of_own_work() -> None:
    """The quotes are given in part by ten days of own work; another vendor's product would spare them, at a price that
    nobody said: the floor begins ten days lower and has no end."""
    deal = by_hand()
    stated = deal.product.capabilities["crm.quotes"][0].evolve(extent="partial")
    product = deal.product.evolve(capabilities=deal.product.capabilities.set("crm.quotes", (stated,)))
    client = deal.client.evolve(budget={"amount": "45000 CNY", "horizon": "3 years"})
    found = corridor(attrs.evolve(deal, client=client, product=product))
    (way,) = (way for way in found.ways_out if way.kind == "partner")
    assert way.requirements == ("R-002",)
    assert way.after is not None
    assert ends(way.after.floor) == (38_400, math.inf)
    assert way.opens
    assert "R-002" in [remedy.requirement for remedy in found.findings[0].remedies if remedy.kind == "partner"]


def test_a_price_below_the_floor_is_for_the_vendor_alone() -> None:
    deal = by_hand(share=1)
    cheap = deal.product.evolve(price={**plain(deal.product.price), "licence": "100 CNY/year", "per_user": None})
    found = corridor(attrs.evolve(deal, product=cheap))
    assert (found.place, found.empty) == ("below_floor", False)
    assert [(one.kind, one.internal) for one in found.findings] == [("unprofitable", True)]
    assert found.decided == {}
    ways = {way.kind: way for way in found.ways_out}
    assert set(ways) == {"descope", "price", "no_bid"}
    assert ways["price"].amount == Interval(Fraction(50_400), Fraction(100_000))


def plain(price: Any) -> dict[str, Any]:
    return {field.name: getattr(price, field.name) for field in attrs.fields(type(price))}


def test_a_partner_buys_what_is_not_its_own() -> None:
    """The books are the partner's own (development 1,000 / 10 = 100), the quotes another vendor's, whose list price of
    300 a year for three years is a cost: (100 + 900) x 1.2 = 1,200."""
    price = {"licence": "700 CNY", "development_cost": "1000 CNY", "expected_clients": "10"}
    own = tobfit.Product(id="books@1", vendor="us", price=price)
    other = tobfit.Product(id="quotes@1", vendor="them", price={"licence": "300 CNY/year", "development_cost": "7 CNY"})
    packs = tobfit.load_packs(PACK_ALONE, shipped=False)
    client = tobfit.Client(id="buyer", as_of="2026-11-01").require("fin.books").require("crm.quotes")
    offer = tobfit.Offer(id="both", partner="us", items=[{"product": "books@1"}, {"product": "quotes@1"}])
    catalog = tobfit.Catalog(
        products=(own.offers("fin.books", response="standard"), other.offers("crm.quotes", response="standard"))
    ).evolve(offers=(offer,))
    found = price_corridor(tobfit.match(client, catalog, packs=packs)["both"], draws=DRAWS)
    assert [(part.kind, part.product, ends(part.amount)) for part in found.costs] == [
        ("development", "books@1", (100, 100)), ("bought", "quotes@1", (900, 900)), ("service", None, (0, 0)),
    ]  # fmt: skip
    assert ends(found.floor) == (1200, 1200)
    assert found.price is not None
    assert found.price.low == 1600


PACK_ALONE: dict[str, Any] = {
    "id": "alone",
    "vocabulary": [{"id": "fin.books", "kind": "boolean"}, {"id": "crm.quotes", "kind": "boolean"}],
}


@pytest.mark.parametrize(
    ("horizon", "low", "high"),
    [
        ("3 years", 100_000, 100_000),
        ("36 months", 100_000, 100_000),
        ("4 years", 100_000, math.inf),
        ("1 year", 0, 100_000),
    ],
)
def test_a_budget_speaks_of_its_own_horizon(horizon: str, low: int, high: float) -> None:
    amount = corridor(by_hand(horizon=horizon)).limit("budget").amount
    assert amount is not None
    assert ends(amount) == (low, high)


# ------------------------------------------------------------------------------------------------------------- shown
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_told(lang: str) -> None:
    deal = by_hand()
    poor = attrs.evolve(deal, client=deal.client.evolve(budget={"amount": "45000 CNY", "horizon": "3 years"}))
    found = corridor(poor, willingness="77777 CNY")
    report = poor.report.with_findings(found.findings, found.decided).with_results(found)
    inside = tobfit.report.markdown(report, lang=lang, audience="internal")
    for figure in ("50400", "86400", "22000", "38400", "77777", "30.0 %", "20.0 %", "83000", "45000", "225000"):
        assert figure in inside
    rows = tobfit.report.records(found, lang=lang, audience="internal")
    assert (rows[0]["floor_low"], rows[0]["ceiling_high"], rows[0]["empty"]) == (50_400, 45_000, True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_internal_reaches_the_client(lang: str) -> None:
    """Figures that occur nowhere else, in every internal field and in all that follows from them."""
    deal = by_hand(margin="0.31", willingness="77777 CNY", share="0.29")
    poor = attrs.evolve(deal, client=deal.client.evolve(budget={"amount": "45000 CNY", "horizon": "3 years"}))
    found = corridor(poor)
    secret: set[Any] = {found.floor.low, found.floor.high, 1_000_000, 20_000, 50_000, 22_000, 77_777}
    secret |= {way.after.floor.low for way in found.ways_out if way.after is not None and way.kind != "margin"}
    report = poor.report.with_findings(found.findings, found.decided).with_results(found)
    texts = [
        tobfit.report.text(report, lang=lang),
        tobfit.report.markdown(report, lang=lang),
        str(tobfit.report.records(found, lang=lang)),
        str(report.to_dict()),
        tobfit.report.markdown(found, lang=lang),
    ]
    for text in texts:
        for figure in secret:
            assert f"{int(figure)}" not in text
        for word in ("floor", "margin", "毛利", "percentile", "0.31", "0.29", "willing"):
            assert word not in text
        assert "45000" in text
    assert "下限" not in texts[-1]


def test_notes_of_rates_and_findings_stay_inside() -> None:
    stated = {"base": "EUR", "quote": "CNY", "rate": "7.5", "on": "2026-10-01", "notes": "CANARY"}
    pack: dict[str, Any] = {**PACK_ALONE, "rates": [stated]}
    packs = tobfit.load_packs(pack, shipped=False)
    product = tobfit.Product(id="acme@1", price={"licence": "100 EUR", "development_cost": "1 CNY"})
    client = tobfit.Client(id="buyer", as_of="2026-11-01", budget={"amount": "9 CNY"}).require("fin.books")
    report = tobfit.match(client, product.offers("fin.books", response="standard"), packs=packs)
    found = price_corridor(report["acme@1"], draws=DRAWS)
    assert [rate.notes for rate in found.rates] == ["CANARY"]
    for shown in (report.with_results(found).to_dict(), tobfit.report.text(found), tobfit.report.markdown(found)):
        assert "CANARY" not in str(shown)
        assert "7.5" in str(shown)


# --------------------------------------------------------------------------------------------------------- bad calls
@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"margin": -1}, {("TF436", "margin")}),
        ({"margin": "a fifth"}, {("TF436", "margin")}),
        ({"margin": math.nan}, {("TF436", "margin")}),
        ({"share": "1.2"}, {("TF436", "share")}),
        ({"users": 2.5}, {("TF436", "users")}),
        ({"percentile": 0}, {("TF437", "percentile")}),
        ({"percentile": 80.0}, {("TF437", "percentile")}),
        ({"percentile": 100, "margin": -1}, {("TF437", "percentile"), ("TF436", "margin")}),
        ({"willingness": 5}, {("TF438", "willingness")}),
        ({"willingness": "5 days"}, {("TF438", "willingness")}),
        ({"value": "5 CNY/user"}, {("TF438", "value")}),
        ({"currency": "CNJ"}, {("TF438", "currency")}),
        ({"willingness": "5 USD"}, {("TF435", "willingness")}),
        ({"horizon": "3 CNY"}, {("TF439", "horizon")}),
        ({"horizon": "0 years"}, {("TF439", "horizon")}),
        ({"seed": -1, "share": 2}, {("TF432", "seed"), ("TF436", "share")}),
    ],
)  # fmt: skip
def test_bad_calls(arguments: dict[str, Any], found: set[tuple[str, str]]) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        corridor(by_hand(), **arguments)
    assert {(problem.code, problem.path) for problem in caught.value.problems} == found
    assert all(problem.hint for problem in caught.value.problems)


def test_a_horizon_in_days_needs_a_policy() -> None:
    deal = by_hand(horizon="1000 days")
    with pytest.raises(tobfit.TobfitError) as caught:
        corridor(deal)
    assert {problem.code for problem in caught.value.problems} >= {"TF439"}
    named = {problem.path for problem in caught.value.problems if problem.code == "TF439"}
    assert {"client.goals.close.worth", "price of acme@1: licence"} <= named


def test_a_deal_without_any_money_has_no_currency() -> None:
    client = tobfit.Client(id="buyer", as_of="2026-11-01").require("fin.books")
    fit = tobfit.match(client, tobfit.Product(id="acme@1"), packs=PACKS)["acme@1"]
    with pytest.raises(tobfit.TobfitError) as caught:
        price_corridor(fit)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF438", "currency")]
    with pytest.raises(tobfit.TobfitError) as caught:
        price_corridor("acme@1")  # type: ignore[arg-type]
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF436", "fit")]
