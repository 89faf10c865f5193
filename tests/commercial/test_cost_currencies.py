"""Rates of a day in several currencies: counted in one, exactly, by dated rates; what has none is refused."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commercial.cost_worlds import CostWorld, Plain, cost_world, mean

import tobfit
from tobfit.commercial import price_corridor, service_cost
from tobfit.errors import TobfitError
from tobfit.matching.fit import Fit
from tobfit.report import records, text

EUR: Plain = {"base": "EUR", "quote": "CNY", "rate": "8", "on": "2026-10-01"}
LATER: Plain = {"base": "EUR", "quote": "CNY", "rate": "9", "on": "2026-12-01"}
USD: Plain = {"base": "CNY", "quote": "USD", "rate": "0.125", "on": "2026-10-01"}
SMALL = {"low": "1 day", "likely": "2 days", "high": "9 days"}  # mean 3
DESK = {"id": "desk", "stage": "support", "effort": SMALL, "rate": "2000 CNY/day"}
COURSES = {"id": "courses", "stage": "training", "effort": SMALL, "rate": "300 EUR/day"}


def fit_of(*services: Plain, rates: Any = (), **client: Any) -> Fit:
    pack = {"tobfit": "pack/1", "id": "mine", "stages": [{"id": "support"}, {"id": "training"}], "rates": list(rates)}
    packs = tobfit.load_packs(pack, shipped=False)
    buyer = tobfit.Client(**{"id": "acme", "as_of": "2026-11-01", **client})
    return tobfit.match(buyer, tobfit.Product(id="p@1", services=services), packs=packs)["p@1"]


def refused(call: Any, *values: Any, **options: Any) -> list[tuple[str, str | None, str]]:
    with pytest.raises(TobfitError) as caught:
        call(*values, draws=100, **options)
    return [(one.code, one.path, one.message) for one in caught.value.problems]


def test_a_dated_rate_converts() -> None:
    """3 days at 2000 CNY and 3 days at 300 EUR of 8 CNY are 13,200 CNY; the rate of December is not known yet."""
    found = service_cost(fit_of(DESK, COURSES, rates=[EUR, LATER]), currency="CNY", draws=100)
    assert found.money is not None
    assert found.money.mean == 13_200
    assert found.money.unit == "CNY"
    assert {part.id: part.money for part in found.parts} == {
        "service/p@1/courses": 7200, "service/p@1/desk": 6000,
    }  # fmt: skip
    assert [str(rate.rate) for rate in found.rates] == ["8"]
    other = service_cost(fit_of(DESK, COURSES, rates=[EUR, LATER]), currency="EUR", draws=100)
    assert other.money is not None
    assert other.money.mean == Fraction(13_200, 8)
    assert other.money.unit == "EUR"
    assert other.shares == found.shares


def test_which_currency_counts_where_nobody_says() -> None:
    """That of the call's rate, else of the budget, else of the first service; where all agree, theirs."""
    both: Any = {"rates": [EUR, USD]}
    budget = {"amount": "9000 USD", "horizon": "1 year"}
    for fit, rate, unit in (
        (fit_of(DESK, COURSES, **both), None, "EUR"),
        (fit_of(DESK, COURSES, **both), "1 CNY/day", "CNY"),
        (fit_of(DESK, budget=budget, **both), None, "CNY"),
    ):
        found = service_cost(fit, rate=rate, draws=100)
        assert found.money is not None
        assert found.money.unit == unit
    # Between EUR and USD no rate leads, and none is made up over CNY.
    assert refused(service_cost, fit_of(DESK, COURSES, budget=budget, **both)) == [
        ("TF435", "product.p@1.services.courses.rate",
         "1 EUR cannot be counted in USD: there is no rate on or before 2026-11-01"),
    ]  # fmt: skip


def test_only_a_missing_rate_is_refused_and_all_at_once() -> None:
    more = {"id": "tour", "stage": "support", "effort": SMALL, "rate": "9 USD/day"}
    assert [found[:2] for found in refused(service_cost, fit_of(DESK, COURSES, more), currency="CNY")] == [
        ("TF435", "product.p@1.services.courses.rate"), ("TF435", "product.p@1.services.tour.rate"),
    ]  # fmt: skip
    assert [found[:2] for found in refused(service_cost, fit_of(DESK), rate="7 EUR/day", currency="CNY")] == [
        ("TF435", "rate"),
    ]
    assert refused(service_cost, fit_of(DESK), currency="cny") == [("TF438", "currency", "'cny' is no currency")]


def test_a_corridor_counts_its_services_in_its_own_currency() -> None:
    """EUR and USD both lead to CNY, though not to each other."""
    dear = {"id": "tour", "stage": "support", "effort": "4 days", "rate": "50 USD/day"}
    cheap = {**COURSES, "effort": "5 days"}
    found = price_corridor(fit_of(cheap, dear, rates=[EUR, USD]), currency="CNY", margin=0, draws=100)
    (service,) = (part for part in found.costs if part.kind == "service")
    assert service.estimated.low == service.estimated.high == 4 * 50 * 8 + 5 * 300 * 8
    assert {rate.base for rate in found.rates} == {"EUR", "CNY"}
    assert [one[:2] for one in refused(price_corridor, fit_of(cheap, dear, rates=[EUR]), currency="CNY")] == [
        ("TF435", "product.p@1.services.tour.rate"),
    ]


def test_a_rate_for_an_hour_is_not_replaced_by_a_guess() -> None:
    """Others' rates do not stand in for one that is stated; a rate that the call names does."""
    hourly = {**COURSES, "rate": "300 CNY/h"}
    found = service_cost(fit_of(DESK, hourly), draws=100)
    assert found.money is None
    assert [one.target for one in found.questions] == ["product.p@1.services.courses.rate"]
    given = service_cost(fit_of(DESK, hourly), rate="1000 CNY/day", draws=100)
    assert given.money is not None
    assert given.money.mean == 3 * 2000 + 3 * 1000


@pytest.mark.parametrize(("lang", "words"), [("en", "1 EUR = 8 CNY on 2026-10-01"), ("zh", "2026-10-01 1 EUR = 8 CNY")])
def test_the_rates_that_were_used_are_told_inside(lang: str, words: str) -> None:
    found = service_cost(fit_of(DESK, COURSES, rates=[EUR]), currency="CNY", draws=100)
    assert words in text(found, lang=lang, audience="internal")
    assert "EUR" not in text(found, lang=lang)
    assert "EUR" not in repr(records(found))


@settings(max_examples=settings().max_examples)
@given(st.integers(0, 10**9), st.sampled_from(["CNY", "EUR"]))
def test_money_is_the_naive_sum_of_the_documents(seed: int, currency: str) -> None:
    """Some services in CNY, some in EUR: each mean times its own rate, converted, adds up exactly."""
    dice = random.Random(seed)
    world = cost_world(dice)
    world.pack["services"], world.pack["rates"], world.product["capabilities"] = [], [EUR], {}
    world.product["services"] = [
        {"id": f"s{number}", "stage": "support", "effort": one["effort"], "yearly": one["yearly"],
         "rate": f"{dice.randint(0, 9)}00 {dice.choice(('CNY', 'EUR'))}/day"}
        for number, one in enumerate(world.product["services"]) if "effort" in one
    ]  # fmt: skip
    found = service_cost(CostWorld(world.pack, world.client, world.product).fit, currency=currency, draws=100)
    worth = {"CNY": Fraction(1), "EUR": Fraction(8)}
    total = Fraction(0)
    for one in world.product["services"]:
        amount, _, unit = one["rate"].partition(" ")
        own = worth[unit.removesuffix("/day")] / worth[currency]
        total += mean(one["effort"]) * (3 if one["yearly"] else 1) * int(amount) * own
    if world.product["services"]:
        assert found.money is not None
        assert found.money.mean == total
        assert found.money.unit == currency
        assert sum(part.money or 0 for part in found.parts) == total
