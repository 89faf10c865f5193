"""The backlog against trying every set; its laws; money, dates, what it refuses, how it is told."""

from __future__ import annotations

import datetime
import itertools
import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lifecycle.backlog_worlds import counted, is_won, reports_of, sets_of, with_items

import tobfit
from tobfit import Catalog, Client, Pack, Product, TobfitError
from tobfit.lifecycle import Backlog, backlog
from tobfit.matching.report import Report
from tobfit.matching.share import SATISFIED
from tobfit.report import markdown, records, text
from tobfit.testing.portfolio import portfolio, portfolio_product

SEEDS = st.integers(0, 10**9)
MOST = 6
"""So many items are tried in every combination."""
AIMS = st.sampled_from(["clients", "money"])


def in_order(value: tuple[int, Fraction], maximise: str) -> tuple[Any, ...]:
    return value if maximise == "clients" else (value[1], value[0])


@settings(max_examples=settings().max_examples * 4)
@given(SEEDS, AIMS)
def test_the_best_sets_are_those_of_trying_everything(seed: int, maximise: Any) -> None:
    reports = reports_of(seed, products=1 + (seed % 5 == 0))
    found = backlog(reports, k=3, maximise=maximise)
    if len(found.items) > MOST:
        return
    tried = {some: counted(reports, found, some) for some in sets_of(found, 3)}
    assert [best.k for best in found.best] == list(range(1, min(3, len(found.items)) + 1))
    for best in found.best:
        most = max(in_order(value, maximise) for some, value in tried.items() if len(some) <= best.k)
        mine = counted(reports, found, [found[name] for name in best.won.items])
        assert best.optimal
        assert in_order(mine, maximise) == most
        assert (best.won.clients, best.won.known) == mine
        check_ties(found, tried, best.k, in_order(mine, maximise), maximise)


def check_ties(found: Backlog, tried: Any, k: int, most: Any, maximise: str) -> None:
    """Among equals: the fewest that nobody estimated, the least likely effort, the fewest."""

    def cost(names: Sequence[str]) -> tuple[Any, ...]:
        efforts = [found[name].effort for name in names]
        known = [effort.likely.base[1] for effort in efforts if effort is not None]
        return len(efforts) - len(known), sum(known, start=Fraction(0)), len(efforts)

    equal = [some for some, value in tried.items() if len(some) <= k and in_order(value, maximise) == most]
    best = next(best for best in found.best if best.k == k)
    assert cost(best.won.items) == min(cost([item.id for item in some]) for some in equal)


@settings(max_examples=settings().max_examples * 2)
@given(SEEDS, AIMS)
def test_best_sets_grow_and_are_never_behind_the_order(seed: int, maximise: Any) -> None:
    reports = reports_of(seed, most_clients=6)
    found = backlog(reports, k=5, maximise=maximise)
    values = [in_order((best.won.clients, best.won.known), maximise) for best in found.best]
    assert values == sorted(values)
    for best, value in zip(found.best, values, strict=True):
        steps = found.steps[: best.k]
        so_far = (steps[-1].so_far.clients, steps[-1].so_far.known) if steps else (0, Fraction(0))
        assert value >= in_order(so_far, maximise)
        mine = (best.won.clients, best.won.known)
        assert (best.ahead_clients, best.ahead_money) == (mine[0] - so_far[0], mine[1] - so_far[1])


@settings(max_examples=settings().max_examples * 3)
@given(SEEDS, st.sampled_from(["even", "kind"]))
def test_a_deals_money_is_all_in_its_gaps(seed: int, spread: Any) -> None:
    reports = reports_of(seed, most_clients=5, products=1 + seed % 2)
    found = backlog(reports, spread=spread, exact=False)
    for deal in found.deals:
        counting = deal.report.fits[:1] if deal.is_won else deal.report.fits
        assert len(deal.gaps) == sum(gap.severity != "info" for fit in counting for gap in fit.gaps)
        if not deal.gaps:
            continue
        assert sum(share.share for share in deal.gaps) == 1
        assert sum(share.money.low for share in deal.gaps) == deal.stake.low
        assert all((share.money.high == math.inf) is (deal.stake.high == math.inf) for share in deal.gaps)
        assert all(bool(share.builds) is (share.why is None) for share in deal.gaps)
    with_gaps = [deal for deal in found.deals if deal.gaps]
    in_items = sum((item.money.low for item in found.items), start=Fraction(0))
    unserved = sum((share.money.low for share in found.unserved), start=Fraction(0))
    assert in_items + unserved == sum((deal.stake.low for deal in with_gaps), start=Fraction(0))
    for item in found.items:
        assert (item.money.high == math.inf) is bool(item.unpriced)
        assert {share.client for share in item.gaps} == set(item.clients)


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_the_order_of_reports_says_nothing(seed: int) -> None:
    reports = reports_of(seed, most_clients=5)
    mixed = random.Random(seed).sample(reports, len(reports))
    assert backlog(mixed, k=4) == backlog(reports, k=4)


@settings(max_examples=settings().max_examples * 3)
@given(SEEDS)
def test_building_everything_turns_everyone_that_any_build_can_turn(seed: int) -> None:
    reports = reports_of(seed, most_clients=5, gentle=True)
    found = backlog(reports, k=10**6, exact=False)
    every = [item for item in found.items if item.id in {step.item for step in found.steps}]
    for report in reports:
        deal = found.deal(report.client.id)
        after = is_won(with_items(report, found, every))
        assert after is is_won(perfect(report))
        assert after is (deal.is_won or bool(deal.ways))
        assert bool(deal.stopped_by) is not after


VALUES: dict[str, list[dict[str, Any]]] = {
    "q": [{"value": [f"{months} months"]} for months in (1, 3, 6, 7, 9, 12, 13)],
    "s": [{"value": list(some), "exhaustive": True} for n in range(4) for some in itertools.combinations("xyz", n)],
    "v": [{"value": [version]} for version in ("1", "2", "3", "3.1", "4")],
    "l": [{"value": [level]} for level in ("none", "some", "all")],
}
"""Enough values for every need of these worlds."""


def perfect(report: Report) -> Report:
    """The client with a product that says the best it can to all that it may be asked, whatever others need."""
    world = report.world
    changes: dict[str, Any] = {}
    lines = [line for line in (*world.lines, *world.open_musts) if line.can_fail]
    for name, term in world.vocabulary.capabilities.items():
        asked = [line for line in lines if line.requirement.capability == name]
        fields = next((one for one in VALUES.get(name, []) if all(met(line, one) for line in asked)), {})
        said = {"response": "standard", "evidence": [{"source": "s", "kind": "documented"}], **fields}
        for product in world.catalog.products:
            if term.kind is not None or name in product.capabilities:
                changes[f"product.{product.id}.capabilities.{name}"] = said
    return report.what_if(changes)


def met(line: Any, fields: Any) -> bool:
    share = line.need.share(tuple(fields["value"]), bool(fields.get("exhaustive")))
    return bool(share.worst == SATISFIED)


# ---- worked by hand

LACKS = {"response": "not_supported", "effort": {"low": "2 days", "likely": "5 days", "high": "9 days"}}


def vendor(*names: str, **fields: Any) -> Product:
    return Product(id="crm@5", capabilities={name: {**LACKS, **fields} for name in names})


def buyer(name: str, *capabilities: str, money: str | None = None, **fields: Any) -> Client:
    client = Client(id=name, as_of="2026-11-01", budget={"amount": money} if money else None, **fields)
    for capability in capabilities:
        client = client.require(capability, priority="must")
    return client


def of(product: Product, *clients: Client) -> list[Report]:
    return [tobfit.match(client, product) for client in clients]


def test_four_clients_and_three_things_to_build() -> None:
    product = vendor("sec.mfa", "sec.sso", "sec.masking")
    reports = of(
        product,
        buyer("a", "sec.mfa", money="100 CNY"),
        buyer("b", "sec.sso", "sec.masking", money="900 CNY"),
        buyer("c", "sec.sso", "sec.masking", money="500 CNY"),
        buyer("d", "sec.sso", "sec.masking"),
    )
    found: Any = backlog(reports, k=3)
    assert [item.id for item in found.items] == ["crm@5/sec.mfa", "crm@5/sec.masking", "crm@5/sec.sso"]
    # b's 900 and c's 500 are spread over two gaps each; of d nobody knows.
    assert [(item.money.low, item.money.high) for item in found.items] == [(100, 100), (700, math.inf), (700, math.inf)]
    assert found.items[1].clients == ("b", "c", "d")
    assert found.items[1].unpriced == ("d",)
    assert dict(found.items[0].turns) == {"a": "fit"}
    assert dict(found.items[1].turns) == {}
    assert [step.clients for step in found.steps] == [1, 0, 3]
    assert [step.turned for step in found.steps] == [("a",), (), ("b", "c", "d")]
    assert [best.won.items for best in found.best] == [
        ("crm@5/sec.mfa",),
        ("crm@5/sec.masking", "crm@5/sec.sso"),
        ("crm@5/sec.mfa", "crm@5/sec.masking", "crm@5/sec.sso"),
    ]  # fmt: skip
    assert [(best.won.clients, best.won.known, best.ahead_clients, best.ahead_money) for best in found.best] == [
        (1, 100, 0, 0), (3, 1400, 2, 1300), (4, 1500, 0, 0),
    ]  # fmt: skip
    assert all(best.optimal for best in found.best)
    assert found.best[1].won.money.high == math.inf
    assert (found.best[1].won.effort.low, found.best[1].won.likely, found.best[1].won.effort.high) == (4, 10, 18)
    assert found.deal("d").source is None
    assert found.deal("b").ways == (("crm@5/sec.masking", "crm@5/sec.sso"),)


def test_the_strictest_need_is_what_is_built() -> None:
    product = vendor("sec.audit_log_retention", value="1 month")
    clients = [
        Client(id=name, as_of="2026-11-01").require(
            "sec.audit_log_retention", priority="must", need={"at_least": months}
        )
        for name, months in (("a", "6 months"), ("b", "18 months"), ("c", "12 months"))
    ]
    item: Any
    (item,) = backlog(of(product, *clients)).items
    assert (item.value, item.excludes, set(item.turns)) == (("18 month",), (), {"a", "b", "c"})


def test_needs_that_no_value_meets_are_two_builds_that_exclude_each_other() -> None:
    product = vendor("sec.audit_log_retention", value="9 months")
    needs = (("a", {"at_least": "18 months"}), ("b", {"at_least": "12 months"}), ("c", {"at_most": "6 months"}))
    clients = [
        Client(id=name, as_of="2026-11-01").require("sec.audit_log_retention", priority="must", need=need)
        for name, need in needs
    ]
    found: Any = backlog(of(product, *clients), k=2)
    assert [(item.value, set(item.turns)) for item in found.items] == [
        (("18 month",), {"a", "b"}), (("6 month",), {"c"}),
    ]  # fmt: skip
    assert found.items[0].excludes == (found.items[1].id,)
    assert [best.won.clients for best in found.best] == [2, 2]
    assert [step.item for step in found.steps] == [found.items[0].id]


def test_a_build_that_would_take_a_client_away_says_so() -> None:
    product = Product(id="p", capabilities={"sec.audit_log_retention": {"response": "standard", "value": "6 months"}})
    needs = (("a", {"at_least": "18 months"}), ("b", {"at_most": "6 months"}))
    clients = [
        Client(id=name, as_of="2026-11-01", budget={"amount": money}).require(
            "sec.audit_log_retention", priority="must", need=need
        )
        for (name, need), money in zip(needs, ("900 CNY", "100 CNY"), strict=True)
    ]
    found: Any = backlog(of(product, *clients), k=1, maximise="money")
    assert (found.best[0].won.lost, found.best[0].won.known) == (("b",), 800)
    assert backlog(of(product, *clients), k=1).best[0].won.items == found.best[0].won.items


def test_what_nobody_said_is_asked_before_it_is_built() -> None:
    found: Any = backlog(of(Product(id="p"), buyer("a", "sec.mfa")))
    assert (found.items[0].unsaid, found.items[0].effort) == (True, None)
    assert "ask first" in text(found, audience="internal")


def test_an_answer_of_todays_product_gives_way_to_the_build() -> None:
    client = buyer("a", "sec.mfa")
    answer = {"client": "a", "product": "crm@5", "answers": [{"requirement": "R-001", "response": "not_supported"}]}
    catalog = Catalog(products=(vendor("sec.mfa"),), responses=(answer,))
    found: Any = backlog([tobfit.match(client, catalog)])
    assert dict(found.items[0].turns) == {"a": "fit"}
    assert found.items[0].answers == (("a", "R-001"),)
    report = found.deal("a").report
    assert report.what_if(found.items[0].changes).fits[0].decision == "no_fit"
    assert report.what_if(found.changes_for("a")).fits[0].decision == "fit"
    with pytest.raises(KeyError):
        found.changes_for("b")


def test_a_build_made_for_others_serves_a_line_by_its_answer() -> None:
    """The answer to a's line says how and leaves the value to the product: who builds the value for b turns a too."""
    terms = [{"id": "l", "kind": "level", "levels": ["none", "some", "all"]}]
    packs = tobfit.Packs(((Pack(id="x", vocabulary=terms),),))
    product = Product(id="p", capabilities={"l": {"response": "configuration", "value": "none"}})
    lines = {"a": ("configuration",), "b": ("standard",)}
    clients = [
        Client(id=name, as_of="2026-11-01").require("l", priority="must", need={"level": "all"}, accept=accept)
        for name, accept in lines.items()
    ]
    answer = {"client": "a", "product": "p", "answers": [{"requirement": "R-001", "response": "configuration"}]}
    catalog = Catalog(products=(product,), responses=(answer,))
    found: Any = backlog([tobfit.match(client, catalog, packs) for client in clients], k=1)
    (best,) = found.best
    assert (best.won.clients, best.optimal) == (2, True)
    (name,) = best.won.items
    assert found[name].response == "standard"
    assert set(found[name].turns) == {"a", "b"}
    assert all(is_won(with_items(deal.report, found, [found[name]])) for deal in found.deals)


def test_what_two_landscapes_ask_for_is_built_side_by_side() -> None:
    """Both want another place to run: the list of places grows by both, whoever comes last."""
    packs = tobfit.Packs(((Pack(id="x", vocabulary=TERMS),),))
    line = {"id": "R-1", "priority": "must", "deploy": {"aspect": "hosting", "zone": "plant"}}
    clients = [
        Client(id=name, as_of="2026-11-01", landscape={"zones": [{"id": "plant", "hosting": hosting}]},
               complete=["landscape"], requirements=[line])
        for name, hosting in (("a", "on_premises"), ("b", "private_cloud"))
    ]  # fmt: skip
    product = Product(id="p", hosting=["saas"], egress="none")
    found: Any = backlog([tobfit.match(client, product, packs) for client in clients], k=2)
    assert [(step.clients, dict(step.so_far.turned)) for step in found.steps][1] == (1, {"a": "fit", "b": "fit"})
    assert dict(found.changes) == {"product.p.hosting": ("saas", "on_premises", "private_cloud")}
    for deal in found.deals:
        assert deal.report.what_if(found.changes).fits[0].decision == "fit"
        assert deal.report.what_if(found.changes_for(deal.client)).fits[0].decision == "fit"


def test_a_deal_that_is_won_holds_its_money_in_the_gaps_that_are_left() -> None:
    product = Product(id="p").offers("sec.sso", response="not_supported")
    client = Client(id="a", as_of="2026-11-01", budget={"amount": "80 CNY"}).require("sec.sso", priority="should")
    found: Any = backlog(of(product, client))
    assert found.deals[0].is_won
    assert (found.items[0].money.low, dict(found.items[0].turns), found.best[0].won.items) == (80, {}, ())


def test_gaps_that_no_build_serves_keep_their_money() -> None:
    product = Product(id="p").offers("sec.sso", response="standard")
    client = Client(id="a", as_of="2026-11-01", budget={"amount": "80 CNY"}).require("sec.sso", priority="must")
    client = client.require(None, priority="must", text="Friendly people")
    found: Any = backlog(of(product, client))
    assert [(share.why, share.money.low) for share in found.unserved] == [("unresolved", 40), ("proof", 40)]
    assert found.deals[0].stopped_by == ("R-002",)
    assert found.items == ()


def test_hosting_that_a_landscape_asks_for_is_something_to_build() -> None:
    product = Product(id="p", hosting=["saas"], egress="none")
    packs = tobfit.Packs(((Pack(id="x", vocabulary=TERMS),),))
    zone = {"zones": [{"id": "plant", "hosting": "on_premises"}]}
    line = {"id": "R-1", "priority": "must", "deploy": {"aspect": "hosting", "zone": "plant"}}
    clients = [
        Client(id=name, as_of="2026-11-01", landscape=zone, complete=["landscape"], requirements=[line],
               budget={"amount": "50 CNY"})
        for name in "ab"
    ]  # fmt: skip
    found: Any = backlog([tobfit.match(client, product, packs=packs) for client in clients])
    (item,) = found.items
    assert (item.id, item.capability, item.clients) == ("p/hosting", None, ("a", "b"))
    assert item.changes["product.p.hosting"] == ("saas", "on_premises")
    assert set(item.turns) == {"a", "b"}


# ---- money


def test_stakes_go_before_budgets_and_those_before_goals() -> None:
    product = vendor("sec.mfa")
    goals = [{"id": "g", "worth": "10 CNY/year"}, {"id": "h", "worth": "5 CNY"}]
    open_goals = [{"id": "g", "worth": "10 CNY/year"}, {"id": "h"}]
    reports = of(
        product,
        buyer("a", "sec.mfa", money="7 CNY"),
        buyer("b", "sec.mfa", money="7 CNY", goals=goals),
        buyer("c", "sec.mfa", goals=goals),
        buyer("d", "sec.mfa", goals=open_goals),
        buyer("e", "sec.mfa", money="7 CNY"),
        buyer("f", "sec.mfa", money="7 CNY"),
    )
    found: Any = backlog(reports, stakes={"a": ("10 CNY", "20 CNY"), "e": None, "f": ("3 CNY", None)})
    told = {deal.client: (deal.stake.low, deal.stake.high, deal.source, deal.assumed_horizon) for deal in found.deals}
    assert told == {
        "a": (10, 20, "stakes", False),
        "b": (7, 7, "budget", False),
        "c": (35, 35, "goals", True),
        "d": (30, math.inf, "goals", True),
        "e": (0, math.inf, None, False),
        "f": (3, math.inf, "stakes", False),
    }


def test_currencies_meet_by_a_dated_rate_only() -> None:
    product = vendor("sec.mfa")
    clients = buyer("a", "sec.mfa", money="100 CNY"), buyer("b", "sec.mfa", money="10 EUR")
    with pytest.raises(TobfitError) as refused:
        backlog(of(product, *clients))
    assert refused.value.problems[0].code == "TF435"
    rates = Pack(id="r", rates=[{"base": "EUR", "quote": "CNY", "rate": "7.333", "on": "2026-10-01"}])
    packs = tobfit.load_packs().with_layer(rates)
    reports = [tobfit.match(client, product, packs=packs) for client in clients]
    found: Any = backlog(reports)
    assert (found.currency, found.items[0].money.low) == ("CNY", Fraction("173.33"))
    assert backlog(reports, currency="EUR").deals[0].stake.low == Fraction("13.64")


def test_spread_by_kind_follows_severity() -> None:
    client = (
        buyer("a", "sec.mfa", money="70 CNY")
        .require("sec.sso", priority="should")
        .require("sec.masking", priority="could")
    )
    found: Any = backlog(of(vendor("sec.mfa", "sec.sso", "sec.masking"), client), spread="kind")
    at_stake = {item.capability: item.money.low for item in found.items}
    assert at_stake == {"sec.mfa": 40, "sec.sso": 20, "sec.masking": 10}


# ---- later dates


TERMS = [{"id": "sec.mfa", "kind": "boolean"}]


def law(start: str | None, end: str | None = None) -> Pack:
    rule: dict[str, Any] = {
        "id": "x.law", "when": {"attr": "jurisdictions", "op": "contains", "value": "CN"}, "basis": "law",
        "implies": [{"capability": "sec.mfa", "priority": "must"}], "evidence": "seen",
        "source": {"title": "A law", "number": "Article 3"}, "because": "b", "valid_from": start, "valid_to": end,
    }  # fmt: skip
    return Pack(id="x", rules=[rule], vocabulary=TERMS)


def report_under(pack: Pack, product: Product, **fields: Any) -> Report:
    client = Client(id="a", as_of="2026-11-01", jurisdictions=["CN"], **fields)
    return tobfit.match(client, product, packs=tobfit.Packs(((pack,),)))


def test_a_rule_with_a_future_date_brings_its_gap_then() -> None:
    report = report_under(law("2027-06-01"), vendor("sec.mfa"))
    now = backlog([report], futures=["2027-12-31", datetime.date(2027, 5, 31)])
    assert now.items == ()
    before, after = now.futures
    assert (before.appearing, before.decisions) == ((), ())
    (moved,) = after.appearing
    assert (moved.cause, moved.rule, moved.on) == ("rule_starts", "x.law", datetime.date(2027, 6, 1))
    assert moved.citation is not None
    assert "A law" in moved.citation
    assert after.decisions == (("a", "crm@5", "fit", "no_fit"),)
    later = backlog([report], as_of="2027-12-31")
    assert [item.id for item in later.items] == ["crm@5/sec.mfa"]
    assert later.deals[0].as_of == datetime.date(2027, 12, 31)
    for lang in ("en", "zh"):
        assert "x.law" in text(now, lang=lang, audience="internal", limit=None)


def test_a_rule_that_ends_takes_its_gap_along() -> None:
    report = report_under(law(None, "2027-06-01"), vendor("sec.mfa"))
    (future,) = backlog([report], futures=["2027-06-02"]).futures
    (moved,) = future.vanishing
    assert (moved.cause, moved.rule, moved.on) == ("rule_ends", "x.law", datetime.date(2027, 6, 1))


def test_another_stage_of_an_industry_brings_its_gap() -> None:
    stages = [
        {"stage": "growth", "valid_from": "2025-01-01", "valid_to": "2026-12-31", "evidence": "seen",
         "source": {"title": "s"}},
        {"stage": "maturity", "valid_from": "2027-01-01", "evidence": "seen", "source": {"title": "s"}},
    ]  # fmt: skip
    rule = {
        "id": "x.mature", "when": {"attr": "industry_stage", "op": "eq", "value": "maturity"}, "basis": "practice",
        "implies": [{"capability": "sec.mfa", "priority": "should"}], "evidence": "seen",
        "source": {"title": "A survey"}, "because": "b",
    }  # fmt: skip
    pack = Pack(id="x", rules=[rule], vocabulary=TERMS, segments=[{"id": "pottery", "stages": stages}])
    report = report_under(pack, vendor("sec.mfa"), industries=[{"segment": "pottery", "primary": True}])
    (future,) = backlog([report], futures=["2027-02-01"]).futures
    (moved,) = future.appearing
    assert (moved.cause, moved.rule) == ("industry_stage", "x.mature")


def test_a_promise_that_is_due_is_a_date() -> None:
    product = Product(id="p", capabilities={"sec.mfa": {"response": "roadmap", "available": "2027-03-31"}})
    (future,) = backlog(of(product, buyer("a", "sec.mfa")), futures=["2027-06-01"]).futures
    assert {moved.cause for moved in (*future.appearing, *future.vanishing)} == {"date"}
    assert {moved.on for moved in future.appearing} == {datetime.date(2027, 3, 31)}


# ---- products, reports, what is refused


def test_a_client_with_two_products_is_one_deal() -> None:
    good = Product(id="good").offers("sec.mfa", response="not_supported")
    other = Product(id="other").offers("sec.mfa", response="standard").offers("sec.sso", response="not_supported")
    client = buyer("a", "sec.mfa", "sec.sso", money="90 CNY")
    report = tobfit.match(client, Catalog(products=(good, other)))
    found: Any = backlog([report])
    assert found.deals[0].ways == (("other/sec.sso",), ("good/sec.mfa", "good/sec.sso"))
    assert sum(item.money.low for item in found.items) + sum(s.money.low for s in found.unserved) == 90
    assert [item.product for item in backlog([report], product="good").items] == ["good", "good"]
    assert backlog([report], product=["other"]).products == ("other",)


def test_the_latest_report_of_a_client_counts() -> None:
    product = vendor("sec.mfa")
    old, new = (tobfit.match(buyer("a", "sec.mfa"), product, as_of=day) for day in ("2026-10-01", "2026-11-01"))
    found: Any = backlog([new, old])
    assert found.superseded == (("a", datetime.date(2026, 10, 1)),)
    assert [deal.as_of for deal in found.deals] == [datetime.date(2026, 11, 1)]


def test_a_report_without_the_product_is_left_out() -> None:
    reports = [*of(vendor("sec.mfa"), buyer("a", "sec.mfa")), *of(Product(id="q"), buyer("b", "sec.mfa"))]
    found: Any = backlog(reports, product="crm@5")
    assert (found.left_out, [deal.client for deal in found.deals]) == (("b",), ["a"])


REPORTS = of(vendor("sec.mfa"), buyer("acme", "sec.mfa"))


@pytest.mark.parametrize(
    ("arguments", "code", "path", "said"),
    [
        ({"reports": []}, "TF427", "reports", "there is no report"),
        ({"reports": [*REPORTS, 3]}, "TF427", "reports[1]", "int"),
        ({"reports": REPORTS * 2}, "TF427", "reports", "'acme' on 2026-11-01"),
        ({"product": "crm@6"}, "TF428", "product", "crm@6"),
        ({"product": []}, "TF428", "product", "no product"),
        ({"product": [3]}, "TF428", "product", "3"),
        ({"k": 0}, "TF429", "k", "0"),
        ({"k": True}, "TF429", "k", "True"),
        ({"k": 1.5}, "TF429", "k", "1.5"),
        ({"spread": "evenly"}, "TF429", "spread", "evenly"),
        ({"maximise": None}, "TF429", "maximise", "None"),
        ({"stakes": {"acm": "1 CNY"}}, "TF429", "stakes.acm", "acm"),
        ({"stakes": [1]}, "TF429", "stakes", "list"),
        ({"stakes": {"acme": ("9 CNY", "3 CNY")}}, "TF429", "stakes.acme", "from 9 CNY to 3 CNY"),
        ({"stakes": {"acme": ("9 CNY",)}}, "TF429", "stakes.acme", "1 amounts"),
        ({"stakes": {"acme": 9}}, "TF303", "stakes.acme", "9"),
        ({"stakes": {"acme": "9 days"}}, "TF303", "stakes.acme", "9 days"),
        ({"as_of": "yesterday"}, "TF211", "as_of", "yesterday"),
        ({"futures": ["soon"]}, "TF211", "futures", "soon"),
        ({"currency": "XXY", "stakes": {"acme": "9 CNY"}}, "TF435", "acme: stakes", "9 CNY"),
    ],
)
def test_what_is_refused(arguments: dict[str, Any], code: str, path: str, said: str) -> None:
    reports = arguments.pop("reports", REPORTS)
    with pytest.raises(TobfitError) as refused:
        backlog(reports, **arguments)
    (problem,) = refused.value.problems
    assert (problem.code, problem.path) == (code, path)
    assert said in problem.message


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(TobfitError) as refused:
        backlog(REPORTS, k=0, product="crm@4", spread="odd")  # type: ignore[arg-type]
    assert [problem.code for problem in refused.value.problems] == ["TF428", "TF429", "TF429"]
    assert refused.value.problems[0].hint == "did you mean 'crm@5'?"


# ---- many clients, and how it is told


def test_thirty_clients_are_worked_out_and_told() -> None:
    packs = tobfit.load_packs()
    product = portfolio_product(packs)
    reports = [tobfit.match(client, product, packs=packs) for client in portfolio(packs, 30)]
    done: list[tuple[int, int]] = []
    found: Any = backlog(reports, k=6, futures=["2028-01-01"], progress=lambda some, whole: done.append((some, whole)))
    assert done[:30] == [(number, 30) for number in range(1, 31)]
    assert len(found.steps) == len(found.best) == 6
    assert all(best.optimal for best in found.best)
    assert found.best[-1].won.clients >= found.steps[-1].so_far.clients > 0
    assert any(moved.rule == "eu.cra" for moved in found.futures[0].appearing)
    for lang in ("en", "zh"):
        told = text(found, lang=lang, audience="internal", limit=None)
        assert max(len(line) for line in told.splitlines()) <= 130
        assert "fictional-07" in told
        assert "fictional-0" not in text(found, lang=lang)
        assert "fictional-0" not in markdown(found, lang=lang)
    internal = records(found, audience="internal")
    assert [row["item"] for row in internal] == [item.id for item in found.items]
    assert not {"clients", "money_low", "effort_low", "number"} & set(records(found)[0])
    shown = reports[0].with_results(found)
    assert "fictional-07" not in str(shown.to_dict())
    assert "fictional-07" in str(shown.to_dict(audience="internal"))
    assert "fictional-07" not in text(shown)


def test_a_backlog_is_a_value() -> None:
    one, other = backlog(REPORTS), backlog(list(REPORTS))
    assert one == other
    assert hash(one) == hash(other)
    assert one["crm@5/sec.mfa"].capability == "sec.mfa"
    assert set(one.changes) == {"product.crm@5.capabilities.sec.mfa"}
    assert tobfit.match(buyer("acme", "sec.mfa"), vendor("sec.mfa")).what_if(one.changes).fits[0].decision == "fit"
    assert backlog(REPORTS, exact=False).best == ()
