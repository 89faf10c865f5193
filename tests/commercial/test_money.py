"""Amounts of money: dated rates, exact conversion, sums that refuse to mix, one rule for prices over a horizon."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.analysis.bundle_price import Tariff
from tobfit.commercial.money import Purse, converted, used_rates
from tobfit.matching.offer_price import yearly
from tobfit.model.exchange import worth_of
from tobfit.model.frozen import FrozenMap
from tobfit.model.over_time import over_horizon, times_within
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.service import ExchangeRate

CURRENCIES = ("CNY", "EUR", "USD")
DAYS = tuple(datetime.date(2026, month, 1) for month in (1, 4, 7, 10))
AMOUNTS = st.decimals("0", "100000", places=3)


@st.composite
def rates(draw: st.DrawFn) -> tuple[ExchangeRate, ...]:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        base, quote = draw(st.permutations(CURRENCIES))[:2]
        rate = draw(st.decimals("0.01", "20", places=4))
        found.append(ExchangeRate(base=base, quote=quote, rate=rate, on=draw(st.sampled_from(DAYS))))
    return tuple(found)


def naive(one: str, other: str, known: tuple[ExchangeRate, ...], as_of: datetime.date | None) -> Fraction | None:
    """Day by day from the latest back, and on each day from the last rate back."""
    if one == other:
        return Fraction(1)
    days = sorted({rate.on for rate in known if as_of is None or rate.on <= as_of}, reverse=True)
    for day in days:
        for rate in reversed(known):
            if rate.on == day and (rate.base, rate.quote) == (one, other):
                return Fraction(rate.rate)
            if rate.on == day and (rate.quote, rate.base) == (one, other):
                return 1 / Fraction(rate.rate)
    return None


@settings(max_examples=settings().max_examples * 5)
@given(rates(), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES), st.sampled_from([None, *DAYS]))
def test_the_latest_rate_counts_and_its_inverse_is_exact(
    known: tuple[ExchangeRate, ...], one: str, other: str, as_of: datetime.date | None
) -> None:
    found, back = worth_of(one, other, known, as_of), worth_of(other, one, known, as_of)
    assert (found.factor if found else None) == naive(one, other, known, as_of)
    assert (found is None) == (back is None)
    if found is not None and back is not None:
        assert found.factor * back.factor == 1
        assert found.rate is back.rate


@settings(max_examples=settings().max_examples * 3)
@given(rates(), st.lists(st.tuples(AMOUNTS, st.sampled_from(CURRENCIES)), max_size=6))
def test_sums_are_exact_in_any_order_and_never_mix(
    known: tuple[ExchangeRate, ...], amounts: list[tuple[Decimal, str]]
) -> None:
    purse = Purse("CNY", known)
    said = [(f"part {place}", Quantity(number, code)) for place, (number, code) in enumerate(amounts)]
    factors = [naive(code, "CNY", known, None) for _, code in amounts]
    if None in factors:
        with pytest.raises(tobfit.TobfitError) as caught:
            purse.sum(said)
        lacking = [name for (name, _), factor in zip(said, factors, strict=True) if factor is None]
        assert [(one.code, one.path) for one in caught.value.problems] == [("TF435", name) for name in lacking]
        return
    counted = (Fraction(n) * factor for (n, _), factor in zip(amounts, factors, strict=True) if factor is not None)
    exact = sum(counted, start=Fraction(0))
    assert purse.sum(said) == purse.sum(reversed(said)) == exact
    one_by_one = [converted(money, "CNY", known) for _, money in said]
    assert sum(one_by_one, start=Fraction(0)) == exact


def test_by_hand() -> None:
    """A tenth and two tenths are three tenths; 100 EUR at 7.5 are 750 CNY; 1 CNY is 2/15 EUR."""
    known = (ExchangeRate(base="EUR", quote="CNY", rate="7.5", on="2026-10-01"),)
    purse = Purse("CNY", known, datetime.date(2026, 11, 1))
    parts = [("a", "0.1 CNY"), ("b", "0.2 CNY"), ("c", "100 EUR")]
    assert purse.sum((name, parse_quantity(money)) for name, money in parts) == Fraction("750.3")
    assert converted(parse_quantity("1 CNY"), "EUR", known) == Fraction(2, 15)
    assert converted(parse_quantity("12 EUR/month"), "CNY", known) == 90
    assert used_rates(purse, ["EUR", "CNY", "EUR"]) == known


def test_rates_are_not_chained() -> None:
    known = (
        ExchangeRate(base="EUR", quote="CNY", rate="8", on="2026-10-01"),
        ExchangeRate(base="EUR", quote="USD", rate="1.1", on="2026-10-01"),
    )
    with pytest.raises(tobfit.TobfitError, match="110 USD cannot be counted in CNY: there is no rate"):
        converted(parse_quantity("110 USD"), "CNY", known)


def test_what_does_not_add_up() -> None:
    purse = Purse("CNY", (), datetime.date(2026, 1, 1))
    said = [("once", "5 CNY"), ("time", "5 CNY/year"), ("far", "5 EUR"), ("odd", "5 day")]
    with pytest.raises(tobfit.TobfitError) as caught:
        purse.sum((name, parse_quantity(money)) for name, money in said)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("TF435", "far"), ("TF435", "odd"), ("TF435", "amounts"),
    ]  # fmt: skip
    assert "on or before 2026-01-01" in caught.value.problems[0].message
    assert "once 5 CNY, time 5 CNY/year" in caught.value.problems[2].message


# ------------------------------------------------------------------------------------------------ rates of packs
def pack(name: str, *stated: tuple[str, str, str, str]) -> dict[str, object]:
    listed = [{"base": b, "quote": q, "rate": r, "on": on} for b, q, r, on in stated]
    return {"id": name, "rates": listed}


def test_a_higher_layer_counts_at_equal_dates_and_a_later_day_before_it() -> None:
    low = pack("low", ("EUR", "CNY", "8", "2026-10-01"), ("USD", "CNY", "7", "2026-10-02"))
    high = pack("high", ("CNY", "EUR", "0.1", "2026-10-01"), ("USD", "CNY", "6", "2026-10-01"))
    base = tobfit.load_packs(low, high, shipped=False).base
    assert converted(parse_quantity("1 EUR"), "CNY", base.rates) == 10
    assert converted(parse_quantity("1 USD"), "CNY", base.rates) == 7


def test_the_order_of_packs_in_a_layer_does_not_matter() -> None:
    one, two = (
        tobfit.load_packs(first, shipped=False).layers[0][0]
        for first in (pack("a", ("EUR", "CNY", "8", "2026-10-01")), pack("b", ("EUR", "CNY", "9", "2026-09-01")))
    )
    for layer in ((one, two), (two, one)):
        known = tobfit.Packs(layers=(layer,)).base.rates
        assert converted(parse_quantity("1 EUR"), "CNY", known) == 8


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ([("EUR", "CNY", "8", "2026-10-01"), ("EUR", "CNY", "8.0", "2026-10-01")], None),
        ([("EUR", "CNY", "8", "2026-10-01"), ("CNY", "EUR", "0.125", "2026-10-01")], None),
        ([("EUR", "CNY", "8", "2026-10-01"), ("EUR", "CNY", "9", "2026-10-02")], None),
        ([("EUR", "CNY", "8", "2026-10-01"), ("EUR", "CNY", "9", "2026-10-01")], "TF312"),
        ([("EUR", "CNY", "8", "2026-10-01"), ("CNY", "EUR", "0.12", "2026-10-01")], "TF312"),
        ([("RMB", "CNY", "1", "2026-10-01")], "TF313"),
        ([("month", "CNY", "1", "2026-10-01")], "TF303"),
        ([("EURO", "CNY", "1", "2026-10-01")], "TF213"),
    ],
)
def test_lint_of_rates(stated: list[tuple[str, str, str, str]], code: str | None) -> None:
    if code is None:
        assert len(tobfit.load_packs(pack("mine", *stated), shipped=False).base.rates) == len(stated)
        return
    with pytest.raises(tobfit.TobfitError) as caught:
        _ = tobfit.load_packs(pack("mine", *stated), shipped=False).base
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_bundle_counts_by_the_rates_of_its_packs() -> None:
    packs = tobfit.load_packs(pack("mine", ("EUR", "CNY", "8", "2026-10-01"), ("EUR", "CNY", "9", "2026-12-01")))
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    client = client.require("oa.workflow", priority="must").evolve(budget={"amount": "20000 CNY", "horizon": "1 year"})
    here = tobfit.Product(id="here@1", price={"licence": "9000 CNY"}).offers("sec.mfa", response="standard")
    there = tobfit.Product(id="there@1", price={"licence": "900 EUR"}).offers("oa.workflow", response="standard")
    found = tobfit.analysis.bundle(client, [here, there], packs=packs, rules=False)
    assert str(found.price) == "16200 CNY"
    told = tobfit.analysis.bundle(client, [here, there], packs=packs, rules=False, rates={"EUR": "10 CNY"})
    assert str(told.price) == "18000 CNY"


# ------------------------------------------------------------------------------------- one rule for all horizons
HORIZONS = st.builds(Quantity, st.integers(1, 90).map(Decimal), st.sampled_from(["month", "year", "day", "week"]))


@settings(max_examples=settings().max_examples * 3)
@given(AMOUNTS, st.sampled_from(["", "/month", "/year", "/day", "/week"]), HORIZONS)
def test_all_count_a_price_over_a_horizon_alike(number: Decimal, time: str, horizon: Quantity) -> None:
    price = Quantity(number, f"CNY{time}")
    unit, amount = over_horizon(price, horizon)
    tariff = Tariff("CNY", FrozenMap({"CNY": Fraction(1)}), horizon, None)
    counted = tariff.amount(price)
    if unit == "CNY":
        assert counted == amount
        assert over_horizon(yearly(price), horizon) == (unit, amount)
    else:
        assert counted is None
        assert (unit, amount) == (price.unit, Fraction(number))
    days = {"day": 1, "week": 7, "month": None, "year": None}
    if days[str(horizon.unit)] is not None and time in ("/day", "/week"):
        per = {"/day": 1, "/week": 7}[time]
        assert amount == Fraction(number) * Fraction(horizon.number) * (days[str(horizon.unit)] or 0) / per


@given(st.integers(1, 60), st.integers(27, 31))
def test_months_against_days_need_a_policy(number: int, days: int) -> None:
    horizon = Quantity(Decimal(number), "month")
    assert times_within("day", horizon) is None
    assert times_within("day", horizon, Decimal(days)) == number * days
    assert times_within("month", Quantity(Decimal(days), "day"), Decimal(days)) == 1
