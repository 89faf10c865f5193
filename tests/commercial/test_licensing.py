"""Licence models side by side: exact costs and break-even points, against counting head by head."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.commercial.licensing import LicenceModel, Licences, licences
from tobfit.matching.fit import Fit
from tobfit.report import text

MANY = 130
AMOUNTS = st.integers(0, 40).map(lambda number: f"{number * 100} CNY")
TIMES = st.sampled_from(["", "/year", "/month"])


def a_fit() -> Fit:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa")
    return tobfit.match(client, tobfit.Product(id="gate@2"), rules=False)["gate@2"]


FIT = a_fit()


def priced(amount: str, time: str) -> str:
    return amount + time


MONEY = st.builds(priced, AMOUNTS, TIMES)
EACH = st.builds(priced, st.integers(0, 40).map(lambda number: f"{number} CNY"), TIMES)


@st.composite
def tiers(draw: st.DrawFn) -> list[dict[str, Any]]:
    ends = sorted(draw(st.sets(st.integers(1, 100), min_size=1, max_size=3)))
    found: list[dict[str, Any]] = [{"up_to": end, "price": draw(MONEY)} for end in ends]
    if draw(st.booleans()):
        found.append({"price": draw(MONEY)})
    return [{**tier, "per_user": True} if draw(st.booleans()) and draw(st.booleans()) else tier for tier in found]


@st.composite
def models(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("a", "b", "c"):
        said: dict[str, Any] = {}
        for part, values in (("flat", MONEY), ("per_user", EACH), ("services", MONEY), ("tiers", tiers())):
            if draw(st.booleans()):
                said[part] = draw(values)
        if said:
            found[name] = said
    return found or {"a": {"flat": "100 CNY"}}


def over(money: str, years: int = 3) -> Fraction:
    number, _, unit = money.partition(" ")
    return Fraction(number) * {"CNY": 1, "CNY/year": years, "CNY/month": 12 * years}[unit]


def naive(said: dict[str, Any], users: int) -> Fraction | None:
    """The cost of one head count, from the model as it is written."""
    cost = sum((over(said[part]) for part in ("flat", "services") if part in said), start=Fraction(0))
    if "per_user" in said:
        cost += over(said["per_user"]) * users
    for tier in said.get("tiers", ()):
        if tier.get("up_to") is None or users <= tier["up_to"]:
            return cost + over(tier["price"]) * (users if tier.get("per_user") else 1)
    return None if "tiers" in said else cost


@settings(max_examples=settings().max_examples * 3)
@given(models())
def test_against_counting_head_by_head(said: dict[str, Any]) -> None:
    found = licences(FIT, said, currency="CNY")
    costs = [{name: naive(model, users) for name, model in said.items()} for users in range(MANY)]
    for users, known in enumerate(costs):
        assert {model.id: model.at(users) for model in found.models} == known
        best = [cost for cost in known.values() if cost is not None]
        cheapest = tuple(sorted(name for name, cost in known.items() if best and cost == min(best)))
        assert stretch_at(found, users).cheapest == cheapest
    for one in said:
        for other in said:
            if one < other:
                check_turns(found, costs, one, other)


def ends(span: Any) -> Any:
    """Both ends of a span; None has none."""
    return None if span is None else (span.low, span.high)


def stretch_at(found: Licences, users: int) -> Any:
    return next(s for s in found.stretches if s.first <= users and (s.last is None or users <= s.last))


def check_turns(found: Licences, costs: list[dict[str, Fraction | None]], one: str, other: str) -> None:
    """Each change of order between two head counts has one break-even between them, and there is no other."""
    turns, before, place = [], 0, 0
    for users, known in enumerate(costs):
        ours, theirs = known[one], known[other]
        if ours is None or theirs is None:
            before = 0
            continue
        sign = (ours > theirs) - (ours < theirs)
        if before and sign == -before:
            turns.append((place, users, one if sign > 0 else other))
        if sign:
            before, place = sign, users
    told = [b for b in found.break_even if {b.one, b.other} == {one, other} and b.at < MANY - 1]
    assert [b.one for b in told] == [dearer for _, _, dearer in turns][: len(told)]
    for point, (low, high, _) in zip(told, turns, strict=False):
        assert low <= point.at <= high
    assert len(turns) - len(told) <= 1  # one turn may lie right at the end of what was counted


def test_by_hand() -> None:
    """30,000 a year whatever the head count against 400 a user and year: 75 users; a tier of 50 at 12,000 a year is
    cheaper than both from 31 users on, and is not to be had beyond 50."""
    said = {
        "all": {"flat": "30000 CNY/year"},
        "each": {"per_user": "400 CNY/year"},
        "small": {"tiers": [{"up_to": 50, "price": "12000 CNY/year"}]},
        "care": {"services": "2500 CNY/month"},
    }
    found = licences(FIT, said, users=60)
    assert {one.id: one.cost and one.cost.low for one in found.models} == {
        "all": 90000, "care": 90000, "each": 72000, "small": None,
    }  # fmt: skip
    assert [one.kind for one in found.models] == ["flat", "services", "per_user", "tiers"]
    assert [(b.one, b.other, int(b.at)) for b in found.break_even] == [
        ("each", "all", 75), ("each", "care", 75), ("each", "small", 30),
    ]  # fmt: skip
    assert [(s.first, s.last, s.cheapest) for s in found.stretches] == [
        (0, 29, ("each",)),
        (30, 30, ("each", "small")),
        (31, 50, ("small",)),
        (51, 74, ("each",)),
        (75, 75, ("all", "care", "each")),
        (76, None, ("all", "care")),
    ]


def test_an_unknown_head_count_is_a_range() -> None:
    found = licences(FIT, {"each": {"per_user": "400 CNY/year"}, "all": {"flat": "1 CNY"}}, horizon="1 year")
    each, every = found["each"].cost, found["all"].cost
    assert (ends(each), ends(every)) == ((0, float("inf")), (1, 1))


def test_a_break_even_need_not_be_a_whole_number() -> None:
    found = licences(FIT, {"all": {"flat": "1000 CNY"}, "each": {"per_user": "300 CNY"}})
    assert [(b.one, b.other, b.at) for b in found.break_even] == [("each", "all", Fraction(10, 3))]
    assert [(s.first, s.last, s.cheapest) for s in found.stretches] == [(0, 3, ("each",)), (4, None, ("all",))]


@pytest.mark.parametrize(
    ("said", "code", "path"),
    [
        (None, "TF436", "models"),
        ([], "TF436", "models"),
        ({"a": {}}, "TF436", "models.a"),
        ({"a": {"flt": "1 CNY"}}, "TF436", "models.a"),
        ({"a": {"flat": "1 day"}}, "TF438", "models.a.flat"),
        ({"a": {"flat": "1 CNY/user"}}, "TF438", "models.a.flat"),
        ({"a": {"per_user": "1 CNY/call"}}, "TF438", "models.a.per_user"),
        ({"a": {"tiers": []}}, "TF436", "models.a.tiers"),
        ({"a": {"tiers": [{"price": "1 CNY"}, {"up_to": 3, "price": "1 CNY"}]}}, "TF436", "models.a.tiers[0]"),
        ({"a": {"tiers": [{"up_to": 3, "price": "1 CNY"}, {"up_to": 3}]}}, "TF436", "models.a.tiers[1]"),
        ({"a": {"tiers": [{"up_to": 3}]}}, "TF436", "models.a.tiers[0]"),
        ({"a": {"tiers": [{"upto": 3, "price": "1 CNY"}]}}, "TF436", "models.a.tiers[0]"),
        ({"a": {"tiers": [{"price": "1 CNY", "per_user": "no"}]}}, "TF436", "models.a.tiers[0].per_user"),
        ({"a": {"flat": None}}, "TF436", "models.a"),
        ({"a": {"flat": "1 EUR"}}, "TF435", "models.a.flat"),
        ({"a": {"flat": "1 CNY/day"}}, "TF439", "models.a.flat"),
    ],
)  # fmt: skip
def test_bad_models(said: Any, code: str, path: str) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        licences(FIT, said, currency="CNY")
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [(code, path)]
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("said", "near"), [({"flt": "1 CNY"}, "flat"), ({"tiers": [{"upto": 3, "price": "1 CNY"}]}, "up_to")]
)
def test_a_misspelt_word_is_not_taken_for_unsaid(said: Any, near: str) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        licences(FIT, {"a": said}, currency="CNY")
    assert caught.value.problems[0].hint == f"did you mean '{near}'?"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["over 3 years; nobody said how many", "all is cheaper than each beyond 75 users",
                "each is cheaper than small from 51 users on"]),
        ("zh", ["期限 3 年；用户数未说明", "超过 75 个用户时，all 比 each 便宜", "51 个用户起，each 比 small 便宜"]),
    ],
)  # fmt: skip
def test_where_one_becomes_cheaper_is_told_as_it_is(lang: str, words: list[str]) -> None:
    """At 75 users two cost the same; at 51 the smallest model ends in a dearer tier, so that 51 are cheaper already."""
    tiers = [{"up_to": 50, "price": "12000 CNY/year"}, {"price": "36000 CNY/year"}]
    said = {"all": {"flat": "30000 CNY/year"}, "each": {"per_user": "400 CNY/year"}, "small": {"tiers": tiers}}
    told = " ".join(text(licences(FIT, said), lang=lang).split())
    for phrase in words:
        assert phrase in told


def test_models_are_records() -> None:
    found = licences(FIT, {"a": {"flat": "1 CNY"}})
    assert isinstance(found["a"], LicenceModel)
    assert hash(found) == hash(licences(FIT, {"a": {"flat": "1 CNY"}}))
