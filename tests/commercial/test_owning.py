"""Total cost of ownership and payback: sums, ranges that hold every completion, examples by hand, bad calls."""

from __future__ import annotations

import datetime
import itertools
import math
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commercial.corridor_worlds import PACKS, Deal, deals

import tobfit
from tobfit.commercial.corridors import price_corridor
from tobfit.commercial.licensing import licences
from tobfit.commercial.owning import payback, total_cost
from tobfit.commercial.owning_records import OWNED, Payback, TotalCost
from tobfit.commercial.paying_back import after_months
from tobfit.commercial.ramp import ramp_of
from tobfit.model.interval import Interval
from tobfit.report.told import licensing as licensing_told
from tobfit.report.told.phrases import Tell
from tobfit.report.words import Words

MORE = settings(max_examples=settings().max_examples * 2)
SHARE = st.integers(0, 10).map(lambda number: Fraction(number, 10))
RANGE = st.tuples(SHARE, SHARE).map(lambda ends: (min(ends), max(ends)))


@st.composite
def ramps(draw: st.DrawFn) -> list[Any]:
    """A true ramp by year, and what somebody said of it: nothing, a range about it, or itself."""
    true = sorted(draw(st.lists(SHARE, min_size=4, max_size=4)))
    said: list[Any] = []
    for share in true:
        low, high = min(share, draw(SHARE)), max(share, draw(SHARE))
        said.append(draw(st.sampled_from([None, share, (low, high)])))
    return [true, said]


def ends(span: Any) -> Any:
    """Both ends of a span; None has none."""
    return None if span is None else (span.low, span.high)


def cost(deal: Deal, **arguments: Any) -> TotalCost:
    return total_cost(deal.fit, **{"currency": "CNY", **arguments})


def back(deal: Deal, **arguments: Any) -> Payback:
    return payback(deal.fit, **{"currency": "CNY", **arguments})


def lies_in(inner: Interval, outer: Interval) -> bool:
    return outer.low <= inner.low and inner.high <= outer.high


# ------------------------------------------------------------------------------------------------------------- sums
@MORE
@given(deals(), ramps(), st.sampled_from(["0", "0.1", "1/4"]), st.sampled_from(["3 years", "30 months", "1 year"]))
def test_all_sums_are_exact(deal: Deal, ramp: list[Any], discount: str, horizon: str) -> None:
    rate = Fraction(discount)
    found = cost(deal, adoption=ramp[1], discount=rate, horizon=horizon)
    for end in ("low", "high"):
        for each in found.costs:
            for place in range(len(found.years)):
                parts = [getattr(part.by_year[place], end) for part in each.parts]
                if each.parts:
                    assert getattr(each.by_year[place], end) == added(parts)
        by_year = [getattr(year.amount, end) for year in found.years]
        for place, amount in enumerate(by_year):
            assert amount == added(getattr(each.by_year[place], end) for each in found.costs)
        assert getattr(found.amount, end) == added(by_year)
        factors = [1 / (1 + rate) ** place for place in range(len(by_year))]
        if math.inf not in by_year:
            assert getattr(found.discounted, end) == sum(a * f for a, f in zip(by_year, factors, strict=True))
    assert {each.kind for each in found.costs} == set(OWNED)
    assert sum(year.length for year in found.years) == {"3 years": 3, "30 months": Fraction(5, 2), "1 year": 1}[horizon]
    assert set(found.open_kinds) == {each.kind for each in found.costs if each.amount.high == math.inf}


def added(amounts: Any) -> Any:
    listed = list(amounts)
    return math.inf if math.inf in listed else sum(listed, start=Fraction(0))


@MORE
@given(deals(), ramps(), st.integers(0, 50), st.sampled_from(["0", "0.1"]))
def test_a_range_holds_every_completion(deal: Deal, ramp: list[Any], users: int, discount: str) -> None:
    """What is said of the ramp, of the users and of open kinds of cost only narrows."""
    true, said = ramp
    before = cost(deal, adoption=said, discount=discount)
    steps = [cost(deal, adoption=true, discount=discount)]
    if not deal.client.stakeholders:
        steps.append(cost(deal, adoption=said, users=users, discount=discount))
    told = {kind: f"{users} CNY/year" for kind in before.open_kinds if not before[kind].parts}
    steps.append(cost(deal, adoption=said, discount=discount, stated=told))
    for after in steps:
        assert lies_in(after.amount, before.amount)
        assert lies_in(after.discounted, before.discounted)


@MORE
@given(st.lists(st.one_of(st.none(), SHARE, RANGE), max_size=5), st.integers(1, 5))
def test_a_ramp_never_falls(said: list[Any], years: int) -> None:
    problems: list[Any] = []
    found = ramp_of(said, years, problems)
    assert len(found) == years
    for before, after in itertools.pairwise(found):
        assert before.low <= after.low
        assert before.high <= after.high
    lows = [0 if share is None else share[0] if isinstance(share, tuple) else share for share in said]
    highs = [1 if share is None else share[1] if isinstance(share, tuple) else share for share in said]
    is_sound = all(lows[i] <= highs[j] for i in range(len(said)) for j in range(i, len(said)))
    assert bool(problems) == (not is_sound)
    if is_sound:
        for place in range(years):
            assert found[place].low == max([0, *lows[: place + 1]])
            assert found[place].high == min([1, *highs[place:]])


# ----------------------------------------------------------------------------------------------------------- payback
def naive(gain: Fraction, once: Fraction, running: Fraction, ramp: list[Fraction], months: int) -> int | None:
    """Month by month."""
    gained, paid = Fraction(0), once
    for month in range(1, months + 1):
        gained += gain * ramp[(month - 1) // 12]
        paid += running
        if gained >= paid and gained > 0:
            return month
    return None


@settings(max_examples=settings().max_examples * 3)
@given(st.integers(0, 40), st.integers(0, 400), st.integers(0, 20), ramps(), st.integers(1, 4))
def test_payback_holds_every_completion(gain: int, once: int, running: int, ramp: list[Any], years: int) -> None:
    true, said = ramp
    product = SOLD.evolve(price={"licence": f"{once * 100} CNY"})
    deal = Deal(BUYER, product, {})
    stated = {**FREE, "operation": f"{running * 100} CNY/month"}
    found = back(deal, worth=f"{gain * 100} CNY/month", adoption=said, stated=stated, horizon=f"{years} years")
    exact = naive(Fraction(gain), Fraction(once), Fraction(running), true, 12 * years)
    assert len(found.months) == 12 * years
    if exact is None:
        assert found.latest is None
    else:
        assert found.earliest is not None
        assert found.earliest <= exact
        assert found.latest is None or exact <= found.latest
    certain = back(deal, worth=f"{gain * 100} CNY/month", adoption=true, stated=stated, horizon=f"{years} years")
    assert (certain.earliest, certain.latest) == (exact, exact)
    assert certain.state == ("never" if exact is None else "pays_back")


BUYER = tobfit.Client(id="buyer", as_of="2026-11-30").require("fin.books", priority="must")
SOLD = tobfit.Product(id="acme@1").offers("fin.books", response="standard")
FREE = {kind: "0 CNY" for kind in OWNED if kind != "acquisition"}


@settings(max_examples=max(10, settings().max_examples // 2))
@given(deals(), ramps())
def test_learning_more_never_widens_the_payback(deal: Deal, ramp: list[Any]) -> None:
    true, said = ramp
    before, after = back(deal, adoption=said), back(deal, adoption=true)
    if before.earliest is None:
        assert after.earliest is None
    elif after.earliest is not None:
        assert before.earliest <= after.earliest
    if before.latest is not None:
        assert after.latest is not None
        assert after.latest <= before.latest
    assert all(lies_in(one.gained, other.gained) for one, other in zip(after.months, before.months, strict=True))
    assert before == back(deal, adoption=said)


# ----------------------------------------------------------------------------------------------------------- by hand
def sold() -> Deal:
    client = BUYER.evolve(
        budget={"amount": "1 CNY", "horizon": "30 months"},
        goals=[{"id": "close", "needs": ["fin.books"], "worth": "60000 CNY/year"}],
        stakeholders=[{"id": "clerks", "role": "user", "head_count": 20}],
    )
    price = {"licence": "12000 CNY/year", "per_user": "50 CNY/month"}
    product = tobfit.Product(
        id="acme@1",
        price=price,
        services=[
            {"id": "setup", "stage": "implementation", "price": "9000 CNY"},
            {"id": "care", "stage": "support", "price": "500 CNY/month"},
        ],
        modules={"extra": {"price": "7 CNY"}},
    )
    return Deal(client, product.offers("fin.books", response="standard"), {})


def test_a_total_cost_by_hand() -> None:
    """Thirty months: two years and a half one. Licence 12,000, 12,000, 6,000. Users: 20 x 50 x 12 = 12,000 a year at
    full use; 40 to 60 % in the first year, 80 % in the second, then 80 to 100 % of half a year. Set-up 9,000 once, care
    6,000 a year, training 4,000 once and labour 2,000 a year as the call says, leaving 1,000 at the end. Discounted at
    25 %: the second year counts 0.8, the third 0.64."""
    stated = {"training": "4000 CNY", "internal_labour": "2000 CNY/year", "exit": "1000 CNY",
              "integration": "0 CNY", "migration": "0 CNY", "upgrades": "0 CNY"}  # fmt: skip
    found = cost(sold(), adoption=[("0.4", "0.6"), "0.8"], discount="0.25", stated=stated)
    first = 12_000 + 9_000 + 6_000 + 4_000 + 2_000
    low = [first + 4_800, 12_000 + 9_600 + 6_000 + 2_000, 6_000 + 4_800 + 3_000 + 1_000 + 1_000]
    high = [first + 7_200, low[1], low[2] + 1_200]
    assert [ends(year.amount) for year in found.years] == list(zip(low, high, strict=True))
    assert ends(found.amount) == (sum(low), sum(high))
    factors = (Fraction(1), Fraction(4, 5), Fraction(16, 25))
    assert found.discounted.low == sum(a * f for a, f in zip(low, factors, strict=True))
    assert found.discounted.high == sum(a * f for a, f in zip(high, factors, strict=True))
    assert found.stated == found.discounted
    assert (found.open_kinds, found.questions) == ((), ())
    assert found["acquisition"].amount.low == 30_000 + 4_800 + 9_600 + 4_800
    everybody = cost(sold(), adoption=[("0.4", "0.6"), "0.8"], seats="all", stated=stated)
    assert everybody["acquisition"].amount == Interval(Fraction(60_000), Fraction(60_000))


def test_what_nobody_said_is_open_and_asked() -> None:
    found = cost(sold())
    assert found.open_kinds == ("integration", "migration", "training", "internal_labour", "upgrades", "exit")
    assert found.amount.high == math.inf
    assert [point.target for point in found.questions] == [f"stated.{kind}" for kind in found.open_kinds]
    assert found.stated.low == 30_000 + 9_000 + 15_000
    assert found.stated.high == found.stated.low + 30_000
    assert (found.horizon_assumed, found.heads_from) == (False, "client")


def test_a_payback_by_hand() -> None:
    """5,000 a month at full use: 2,000 to 3,000 in the first year, then 4,000. Paid: 9,000 at once; then each month
    1,000 for the licence, 400 to 600 for the users, 500 for the care. At best 3,000 against 1,900: after 8.2 months,
    that is 9. At worst 2,000 against 2,100 in the first year: 10,200 short after twelve months; then 4,000 against
    2,300, so that 10,200 take six months: 18."""
    stated = dict.fromkeys(("integration", "migration", "training", "internal_labour", "upgrades", "exit"), "0 CNY")
    found = back(sold(), adoption=[("0.4", "0.6"), "0.8"], stated=stated)
    assert (found.earliest, found.latest, found.state) == (9, 18, "pays_back")
    assert (found.start, found.earliest_date) == (datetime.date(2026, 11, 30), datetime.date(2027, 8, 30))
    assert found.latest_date == datetime.date(2028, 5, 30)
    month = found.months[11]
    assert ends(month.gained) == (24_000, 36_000)
    assert ends(month.paid) == (9_000 + 12 * 1_900, 9_000 + 12 * 2_100)
    assert len(found.months) == 30


def test_states_of_a_payback() -> None:
    deal = sold()
    assert back(deal).state == "may_pay_back"
    assert back(deal).open_costs
    assert back(deal, worth="1 CNY/year").state == "never"
    nobody = attrs.evolve(deal, client=deal.client.evolve(goals=()))
    found = back(nobody)
    assert (found.state, found.questions[0].target) == ("unknown", "client.goals")
    once = back(deal, worth="100000 CNY", adoption=[1, 1, 1], stated={**FREE})
    assert (once.earliest, once.latest) == (1, 30)


def test_months_end_on_the_same_day() -> None:
    assert after_months(datetime.date(2027, 11, 30), 3) == datetime.date(2028, 2, 29)
    assert after_months(datetime.date(2026, 12, 1), 1) == datetime.date(2027, 1, 1)


# ------------------------------------------------------------------------------------------------------------- shown
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_told(lang: str, audience: Any) -> None:
    deal = sold()
    owned, paid = cost(deal, discount="0.25"), back(deal)
    report = deal.report.with_results(owned, paid)
    for text in (tobfit.report.text(report, lang=lang, audience=audience),
                 tobfit.report.markdown(report, lang=lang, audience=audience)):  # fmt: skip
        assert "54000" in text
        assert "25.0 %" in text
        assert {"en": "Total cost of ownership", "zh": "总拥有成本"}[lang] in text
        assert {"en": "at best", "zh": "最早"}[lang] in text
    rows = tobfit.report.records(owned, lang=lang, audience=audience)
    assert len(rows) == len(OWNED) * 3
    assert len(tobfit.report.records(paid, lang=lang, audience=audience)) == 30
    assert [one["result"] for one in report.to_dict(audience=audience)["results"]] == ["total_cost", "payback"]


# --------------------------------------------------------------------------------------------------------- bad calls
@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"discount": "-0.1"}, {("TF436", "discount")}),
        ({"users": -1}, {("TF436", "users")}),
        ({"adoption": "all"}, {("TF436", "adoption")}),
        ({"adoption": [2]}, {("TF436", "adoption[1]")}),
        ({"adoption": {0: 1}}, {("TF436", "adoption")}),
        ({"adoption": [0.8, 0.6]}, {("TF436", "adoption")}),
        ({"seats": "some"}, {("TF436", "seats")}),
        ({"stated": {"trainig": "1 CNY"}}, {("TF438", "stated.trainig")}),
        ({"stated": {"training": "1 day"}}, {("TF438", "stated.training")}),
        ({"stated": {"training": "1 USD"}}, {("TF435", "stated.training")}),
        ({"stated": ["training"]}, {("TF438", "stated")}),
        ({"currency": "XYZ"}, {("TF438", "currency")}),
        ({"horizon": "tomorrow"}, {("TF439", "horizon")}),
        ({"horizon": -1, "discount": "x"}, {("TF439", "horizon"), ("TF436", "discount")}),
    ],
)  # fmt: skip
def test_bad_calls(arguments: dict[str, Any], found: set[tuple[str, str]]) -> None:
    for call in (cost, back):
        with pytest.raises(tobfit.TobfitError) as caught:
            call(sold(), **arguments)
        assert {(problem.code, problem.path) for problem in caught.value.problems} == found
        assert all(problem.hint for problem in caught.value.problems)


def test_bad_calls_of_payback() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        back(sold(), worth="5 users", start="soon", discount=-1)
    assert {(p.code, p.path) for p in caught.value.problems} == {
        ("TF438", "worth"), ("TF211", "start"), ("TF436", "discount"),
    }  # fmt: skip


def test_days_against_months() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        cost(sold(), horizon="400 days")
    assert {problem.code for problem in caught.value.problems} == {"TF439"}
    policy = tobfit.Policy(month_days="30")
    fit = tobfit.match(sold().client, [sold().product], packs=PACKS, policy=policy)["acme@1"]
    assert total_cost(fit, horizon="360 days").amount.low == 12_000 + 9_000 + 6_000


# -------------------------------------------------------------------------------------------------------- an offer
def offered(**fields: Any) -> Any:
    client = BUYER.evolve(budget={"amount": "1 CNY", "horizon": "2 years"})
    product = tobfit.Product(id="acme@1", price={"licence": "1000 CNY/year", "per_user": "10 CNY/month"})
    item = {"product": "acme@1", "users": 5}
    offer = tobfit.Offer(**{"id": "suite", "items": [item], **fields})
    catalog = tobfit.Catalog(products=(product.offers("fin.books", response="standard"),), offers=(offer,))
    return tobfit.match(client, catalog, packs=PACKS)["suite"]


def test_an_offer_by_hand() -> None:
    """Two years: 2,000 + 5 x 10 x 24 = 1,200, and a service for 500; a tenth of it all off: 3,330."""
    services = [{"id": "setup", "stage": "golive", "price": "500 CNY"}]
    fit = offered(discounts=[{"share": "0.1"}], services=services)
    found = total_cost(fit)
    assert ends(found["acquisition"].amount) == (2_000 + 1_200 - 370, 2_000 + 1_200 - 370)
    assert ends(found["implementation"].amount) == (450 + 50, 450 + 50)
    assert ends(price_corridor(fit, draws=200).price) == (3_330, 3_330)


def test_an_open_discount_may_take_all_off() -> None:
    fit = offered(discounts=[{"amount": "7 EUR"}])
    assert ends(total_cost(fit)["acquisition"].amount) == (0, 3_200)
    assert ends(price_corridor(fit, draws=200).price) == (0, 3_200)


def test_an_open_discount_may_have_been_taken_off_from_the_start() -> None:
    """A worth of 1,500 a month pays 36,000 back in month 24; in the first one if all of it is taken off."""
    free = {kind: "0 CNY" for kind in OWNED if kind != "acquisition"}
    options: Any = {"stated": free, "worth": "18000 CNY/year", "adoption": [1, 1]}
    product = tobfit.Product(id="acme@1", price={"licence": "36000 CNY"})
    catalog = tobfit.Catalog(
        products=(product.offers("fin.books", response="standard"),),
        offers=(tobfit.Offer(id="suite", items=[{"product": "acme@1"}], discounts=[{"amount": "7 CNY/year"}]),),
    )
    client = BUYER.evolve(budget={"amount": "1 CNY", "horizon": "2 years"})
    fit = tobfit.match(client, catalog, packs=PACKS)["suite"]
    found = payback(fit, **options)
    assert (found.state, found.earliest, found.latest) == ("pays_back", 1, 24)
    assert ends(found.cost.stated) == (0, 36_000)
    whole = found.cost["acquisition"]
    assert ends(whole.amount) == (sum(p.amount.low for p in whole.parts), sum(p.amount.high for p in whole.parts))
    # What the call says of the acquisition closes what is open in it.
    told = total_cost(fit, stated={"acquisition": "5000 CNY"})
    assert ends(told["acquisition"].amount) == (41_000, 41_000)


def test_a_service_belongs_to_the_stage_of_its_capability() -> None:
    """As for its effort: where no stage stands beside it, its capability says that it is training."""
    deal = sold()
    service = {"id": "course", "capability": "svc.training", "price": "7000 CNY"}
    found = cost(attrs.evolve(deal, product=deal.product.evolve(services=[service])))
    assert [part.name for part in found["training"].parts] == ["course"]
    assert "training" not in found.open_kinds


def test_a_start_at_the_end_of_the_calendar_and_no_fit_at_all() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        back(sold(), start="9999-06-01")
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF439", "start")]
    nothing: Any = None
    with pytest.raises(tobfit.TobfitError) as caught:
        payback(nothing)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF436", "fit")]


@pytest.mark.parametrize(("lang", "words"), [("en", "Over 2 years, in CNY: 220"), ("zh", "期限 2 年，以 CNY 计：220")])
def test_what_is_stated_stands_beside_the_sum_that_is_discounted_too(lang: str, words: str) -> None:
    client = BUYER.evolve(budget={"amount": "1 CNY", "horizon": "2 years"})
    product = tobfit.Product(id="acme@1", price={"licence": "110 CNY/year"}).offers("fin.books", response="standard")
    free: Any = {kind: "0 CNY" for kind in OWNED if kind != "acquisition"}
    fit = tobfit.match(client, product, packs=PACKS)["acme@1"]
    plain, less = (tobfit.report.text(total_cost(fit, stated=free, discount=rate), lang=lang) for rate in ("0", "0.1"))
    whole, now = {"en": ("220; of it stated: 220.", "210; of it stated: 210."),
                  "zh": ("220；其中已说明：220。", "210；其中已说明：210。")}[lang]  # fmt: skip
    assert whole in plain
    assert words in plain
    assert words in less
    assert now in less
    assert whole not in less


# ------------------------------------------------------------------------------------------------- licence models
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_licence_models_are_told(lang: str) -> None:
    ways = {"all": {"flat": "30000 CNY/year"}, "small": {"tiers": [{"up_to": 50, "price": "12000 CNY/year"}]}}
    found = licences(sold().fit, {**ways, "each": {"per_user": "400 CNY/year"}}, users=60)
    tell = Tell(Words(lang))
    texts = [str(block) for block in licensing_told.blocks(found, tell)]
    for figure in ("75000", "60000", "75", "30"):
        assert any(figure in text for text in texts)
    assert [row["model"] for row in licensing_told.rows(found, tell)] == ["all", "each", "small"]
