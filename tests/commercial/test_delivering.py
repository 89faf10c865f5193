"""Who delivers: sizes, outages, capacity, and what closes a finding."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.commercial.delivering import Delivery, delivery
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer
from tobfit.report import markdown, records, text

CANARY = 7171


def client(**fields: Any) -> tobfit.Client:
    made = tobfit.Client(id="port", as_of="2026-11-01", **fields)
    return made.require("crm.cpq", id="R-1", priority="must")


def product(name: str = "quotes@1", **fields: Any) -> tobfit.Product:
    return tobfit.Product(id=name, **fields).offers("crm.cpq", response="standard")


def vendor(name: str, employees: int | None = None, **fields: Any) -> tobfit.Vendor:
    return tobfit.Vendor(id=name, scale=None if employees is None else {"employees": employees}, **fields)


def matched(asking: tobfit.Client, *parts: Any) -> Report:
    return tobfit.match(asking, list(parts), rules=False)


def small_and_large(employees: int = 20_000) -> Report:
    asking = client(scale={"employees": employees})
    return matched(asking, product(vendor="small"), vendor("small", 20), vendor("large", 4000))


def severities(found: Delivery) -> list[tuple[str, str]]:
    return [(finding.kind, finding.severity) for finding in found.findings]


def test_a_vendor_of_twenty_before_a_client_of_twenty_thousand() -> None:
    report = small_and_large()
    found = delivery(report)
    assert severities(found) == [("at_risk", "major")]
    (finding,) = found.findings
    assert (finding.stage, finding.product, finding.path) == ("commercial", "quotes@1", ("port", "small", "quotes@1"))
    assert found["quotes@1"].heads.value is not None
    assert found["quotes@1"].heads.value.low == found["quotes@1"].heads.value.high == 1000
    assert finding.because.text("en").startswith("the client has 1000 times as many people")
    assert "1000" in finding.because.text("zh")
    # A named partner closes it: by the remedy, by the product, by the offer, or by the call.
    (remedy,) = [each for each in finding.remedies if each.kind == "partner"]
    assert dict(remedy.changes) == {"product.quotes@1.partner": "large"}
    assert delivery(report.what_if(remedy.changes)).findings == ()
    assert delivery(report, partners={"quotes@1": "large"}).findings == ()
    assert delivery(report, partners={"quotes@1": vendor("outside", 1900)}).findings == ()


def test_the_partner_of_an_offer_closes_it_too() -> None:
    small, large = vendor("small", 20), vendor("large", 4000)
    alone = Offer(id="a", items=[{"product": "quotes@1"}])
    together = alone.evolve(id="b", partner="large")
    catalog = Catalog(products=(product(vendor="small"),), vendors=(small, large), offers=(alone, together))
    report = tobfit.match(client(scale={"employees": 20_000}), catalog, rules=False)
    found = delivery(report)
    assert [(one.product, len(one.findings)) for one in found.vendors] == [("a", 1), ("b", 0), ("quotes@1", 1)]
    (remedy,) = [each for each in found["a"].findings[0].remedies if each.kind == "partner"]
    assert dict(remedy.changes) == {"offer.a.partner": "large"}
    assert delivery(report.what_if(remedy.changes))["a"].findings == ()
    # A partner of whom nobody knows the size turns a certainty into a question.
    unknown = report.what_if({"vendor.large.scale": None})
    assert [finding.severity for finding in delivery(unknown)["b"].findings] == ["minor"]


@pytest.mark.parametrize(
    ("heads", "severity"),
    [(20, None), (399, None), (400, "minor"), (1999, "minor"), (2000, "major"), (2001, "major")],
)
def test_both_thresholds_belong_to_their_finding(heads: int, severity: str | None) -> None:
    found = delivery(small_and_large(heads))
    assert [finding.severity for finding in found.findings] == ([severity] if severity else [])


def test_other_thresholds() -> None:
    assert severities(delivery(small_and_large(100), major=5, minor=2)) == [("at_risk", "major")]
    assert delivery(small_and_large(), major=5000, minor=2000).findings == ()


def test_unknown_sizes_are_questions_and_never_silence() -> None:
    report = matched(client(scale={"employees": 20_000}), product(vendor="small"))
    found = delivery(report)
    assert severities(found) == [("at_risk", "minor")]
    assert next(question.target for question in found["quotes@1"].questions) == "vendor.small.scale.employees"
    asks = [remedy for remedy in found.findings[0].remedies if remedy.kind == "ask"]
    assert [remedy.answer for remedy in asks] == ["1001", "1"]
    assert delivery(report.what_if(asks[0].changes)).findings == ()
    assert severities(delivery(report.what_if(asks[1].changes))) == [("at_risk", "major")]
    nobody = delivery(matched(client(), product()))
    assert severities(nobody) == [("at_risk", "minor")]
    assert {question.target for question in nobody["quotes@1"].questions} >= {
        "client.scale.employees", "product.quotes@1.vendor",
    }  # fmt: skip
    assert nobody.report["quotes@1"].decision != "fit"  # a claim without evidence
    assert nobody.decided == {}
    proved = (
        product()
        .evolve(capabilities={})
        .offers("crm.cpq", response="standard", evidence=[{"source": "seen", "kind": "demonstrated"}])
    )
    assert delivery(matched(client(), proved)).decided == {"quotes@1": ("fit_with_gaps", "commercial")}


def test_revenue_decides_where_heads_are_unknown() -> None:
    asking = client(scale={"revenue": "90000000 CNY"})
    rich = tobfit.Vendor(id="small", scale={"revenue": "9000000 CNY"})
    assert delivery(matched(asking, product(vendor="small"), rich)).findings == ()
    poor = tobfit.Vendor(id="small", scale={"revenue": "900000 CNY"})
    assert severities(delivery(matched(asking, product(vendor="small"), poor))) == [("at_risk", "major")]
    foreign = tobfit.Vendor(id="small", scale={"revenue": "900000 EUR"})
    assert severities(delivery(matched(asking, product(vendor="small"), foreign))) == [("at_risk", "minor")]


def outage_client(**fields: Any) -> tobfit.Client:
    goals = [{"id": "quick", "needs": ["crm.cpq"], "worth": "800000 CNY/year"}]
    people = [{"id": "clerks", "role": "user", "kind": "end_user", "head_count": 400}]
    return client(goals=goals, stakeholders=people, scale={"employees": 1000}, **fields)


def test_what_an_outage_costs_by_hand() -> None:
    offered = product(vendor="v").offers("svc.p1_resolution", response="standard", value="8 h")
    offered = offered.offers("nf.availability", response="standard", value="99.5 %")
    one = delivery(matched(outage_client(), offered, vendor("v", 500)))["quotes@1"]
    assert one.findings == ()
    assert one.outage.lost_hours.value is not None
    assert one.outage.lost_hours.value.low == one.outage.lost_hours.value.high == 400 * 8
    (loss,) = one.outage.losses
    assert loss.currency == "CNY"
    assert loss.per_outage.value is not None
    assert loss.per_outage.value.low == loss.per_outage.value.high == Fraction(800_000 * 8, 2000)
    assert loss.per_year.value is not None
    assert loss.per_year.value.high == Fraction(800_000 * 5, 1000)
    names = [factor.name for factor in loss.per_outage.factors]
    assert names == ["affected", "worth quick", "resolution", "working_time"]
    report = matched(outage_client(), offered, vendor("v", 500))
    half = delivery(report, affected="0.5", hours_per_year=1000)["quotes@1"]
    assert half.outage.losses[0].per_outage.value == loss.per_outage.value
    # Nothing is promised: what the client needs counts, and the question stays.
    asking = outage_client().require("svc.p1_resolution", id="R-2", need={"at_most": "4 h"})
    needed = delivery(matched(asking, product(vendor="v"), vendor("v", 500)))["quotes@1"]
    resolution = needed.outage.lost_hours["resolution"]
    assert (resolution.basis, resolution.source) == ("needed", "client.requirements.R-2")
    assert "product.quotes@1.capabilities.svc.p1_resolution" in {question.target for question in needed.questions}
    unknown = delivery(matched(outage_client(), product(vendor="v"), vendor("v", 500)))["quotes@1"]
    assert unknown.outage.losses[0].per_outage.value is None


def test_worth_that_nobody_said_leaves_the_upper_end_open() -> None:
    asking = outage_client()
    asking = asking.evolve(goals=(*asking.goals, {"id": "calm", "needs": ["crm.cpq"]}))
    offered = product(vendor="v").offers("svc.p1_resolution", response="standard", value="8 h")
    one = delivery(matched(asking, offered, vendor("v", 500)))["quotes@1"]
    assert one.outage.losses[0].per_outage.value is not None
    assert one.outage.losses[0].per_outage.value.high == math.inf
    assert one.outage.losses[0].per_outage.value.low == 3200
    assert "client.goals.calm.worth" in {question.target for question in one.questions}


def capacity_report(capacity: str | None, likely: str = "100 days", by: str | None = "2027-03-01") -> Report:
    service = {"id": "setup", "effort": {"low": "60 days", "likely": likely, "high": "240 days"}}
    asking = client(scale={"employees": 500})
    asking = asking.evolve(requirements=[asking.requirements[0].evolve(by=by)])
    fields = {} if capacity is None else {"capacity": capacity}
    big = vendor("big", 100, capacity="500 days/month")
    return matched(asking, product(vendor="v", services=[service]), vendor("v", 100, **fields), big)


@pytest.mark.parametrize(
    ("capacity", "severity"),
    [
        ("60 days/month", "minor"),
        ("10 days/month", "major"),
        ("100 days/month", None),
        (None, "minor"),
        ("0 days/month", "major"),
    ],
)
def test_capacity_against_the_date(capacity: str | None, severity: str | None) -> None:
    """From 60 to 240 days, in the 120 days (3.95 months) until the first of March."""
    report = capacity_report(capacity)
    found = delivery(report)
    assert [finding.severity for finding in found.findings] == ([severity] if severity else [])
    for finding in found.findings:
        assert (finding.requirement, finding.path) == ("R-1", ("port", "R-1", "v", "quotes@1"))
        ways = [remedy for remedy in finding.remedies if remedy.kind == "partner"]
        assert len(ways) == 1
        for remedy in ways:
            assert delivery(report.what_if(remedy.changes)).findings == ()


def test_without_a_date_or_an_effort_nothing_is_late() -> None:
    assert delivery(capacity_report("1 day/month", by=None)).findings == ()
    months = delivery(capacity_report("60 days/month"))["quotes@1"].workload.months.value
    assert months is not None
    assert months.low == 1
    assert months.high == 4


def test_it_is_told_in_both_languages_and_efforts_stay_inside() -> None:
    service = {"id": "setup", "effort": f"{CANARY} days"}
    asking = outage_client()
    asking = asking.evolve(requirements=[asking.requirements[0].evolve(by="2027-03-01")])
    report = matched(asking, product(vendor="v", services=[service]), vendor("v", 1, capacity="60 days/month"))
    found = delivery(report)
    shown = report.with_results(found).with_findings(found.findings, found.decided)
    for lang in ("en", "zh"):
        for render in (text, markdown):
            assert str(CANARY) not in render(found, lang=lang, limit=None)
            assert str(CANARY) in render(found, lang=lang, limit=None, audience="internal")
            assert str(CANARY) not in render(shown, lang=lang, limit=None)
    assert str(CANARY) not in json.dumps(shown.to_dict(), ensure_ascii=False)
    assert str(CANARY) in json.dumps(shown.to_dict(audience="internal"), ensure_ascii=False)
    assert "Who delivers" in text(found)
    assert "由谁交付" in text(found, lang="zh")
    assert {row["figure"] for row in records(found)} >= {"heads_ratio", "lost_hours", "capacity"}
    assert not {row["figure"] for row in records(found)} & {"effort", "months"}
    assert {row["figure"] for row in records(found, audience="internal")} >= {"effort", "months"}


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"major": "many"}, "TF342", "major"),
    "nothing": ({"minor": 0}, "TF342", "minor"),
    "not a number": ({"major": math.nan}, "TF342", "major"),
    "endless": ({"major": math.inf}, "TF342", "major"),
    "yes": ({"major": True}, "TF342", "major"),
    "crossed": ({"major": 10, "minor": 20}, "TF342", "minor"),
    "more than all": ({"affected": "1.5"}, "TF342", "affected"),
    "longer than a year": ({"hours_per_year": 9000}, "TF342", "hours_per_year"),
    "no mapping": ({"partners": "large"}, "TF343", "partners"),
    "no product": ({"partners": {"quote@1": "large"}}, "TF343", "partners"),
    "no vendor": ({"partners": {"quotes@1": "lrage"}}, "TF343", "partners.quotes@1"),
    "nobody": ({"partners": {"quotes@1": None}}, "TF343", "partners.quotes@1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str) -> None:
    fields, code, path = BAD[name]
    with pytest.raises(tobfit.TobfitError) as caught:
        delivery(small_and_large(), **fields)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, path)
    assert problem.hint
    if name == "no vendor":
        assert problem.hint == "did you mean 'large'?"


SIZES = st.sampled_from((None, 0, 1, 20, 199, 200, 1000, 4000))


@settings(max_examples=settings().max_examples * 2)
@given(st.sampled_from((None, 1, 400, 2000, 20_000)), st.lists(SIZES, min_size=1, max_size=4), st.booleans(), st.data())
def test_a_partner_that_is_named_closes_what_it_says_it_closes(
    heads: int | None, sizes: list[int | None], in_offer: bool, data: st.DataObject
) -> None:
    capacities = st.sampled_from((None, "9 days/month"))
    vendors = [vendor(f"v{place}", size, capacity=data.draw(capacities)) for place, size in enumerate(sizes)]
    products = [product(f"p{place}", vendor=f"v{place}") for place in range(min(2, len(sizes)))]
    offers = [Offer(id="o", items=[{"product": p.id} for p in products])] if in_offer else []
    catalog = Catalog(products=tuple(products), vendors=tuple(vendors), offers=tuple(offers))
    asking = client() if heads is None else client(scale={"employees": heads})
    report = tobfit.match(asking, catalog, rules=False)
    found = delivery(report)
    shuffled = catalog.evolve(vendors=tuple(reversed(vendors)))
    assert delivery(tobfit.match(asking, shuffled, rules=False)).findings == found.findings
    for one in found.vendors:
        known = None not in (heads, *(sizes[int(name[1:])] for name in one.vendors))
        value = one.heads.value
        assert value is not None
        smallest = min(sizes[int(name[1:])] or 0 for name in one.vendors)
        if known and heads is not None:
            expected = math.inf if smallest == 0 else Fraction(heads, smallest)
            assert value.low == value.high == expected
            wanted = "major" if expected >= 100 else "minor" if expected >= 20 else None
            assert [finding.severity for finding in one.findings] == ([wanted] if wanted else [])
        else:
            assert [finding.severity for finding in one.findings] in (["minor"], ["major"])
        for finding in one.findings:
            for remedy in finding.remedies:
                if remedy.kind == "partner":
                    again = delivery(report.what_if(remedy.changes))
                    assert again[one.product].findings == ()
                    assert again[one.product].partners


def test_ratios_are_rounded_down_and_nobody_is_no_ratio() -> None:
    def told(client_heads: int, heads: int) -> tuple[str, str, str]:
        asking = client(scale={"employees": client_heads})
        (one,) = delivery(matched(asking, product(vendor="v"), vendor("v", heads))).findings
        return one.severity, one.because.text("en"), one.because.text("zh")

    severity, en, zh = told(1999, 20)
    assert (severity, "99.9 times" in en, "99.9 倍" in zh) == ("minor", True, True)
    severity, en, zh = told(2000, 20)
    assert (severity, "100 times" in en, "100 倍" in zh) == ("major", True, True)
    severity, en, zh = told(2000, 0)
    assert (severity, "have no people of their own" in en, "没有员工" in zh) == ("major", True, True)


@pytest.mark.parametrize("given", [None, "report", 3])
def test_what_is_no_report(given: Any) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        delivery(given, major=-1)
    assert [(p.code, p.path) for p in caught.value.problems] == [("TF342", "report"), ("TF342", "major")]


SIZES = st.sampled_from((None, 0, 1, 20, 200, 1000, 9000))


@settings(max_examples=settings().max_examples * 2)
@given(
    st.sampled_from((100, 400, 2000, 20_000)), st.lists(SIZES, min_size=1, max_size=3), st.just(()) | st.tuples(SIZES),
    st.booleans(),
)  # fmt: skip
def test_sizes_of_an_offer_against_a_naive_reckoning(
    heads: int, sellers: list[int | None], helpers: tuple[int | None, ...], equal: bool
) -> None:
    """A certain risk is told whatever else is unknown, or revenue says; each answer does what stands beside it."""
    revenue = {"revenue": "5 CNY"} if equal else {}
    names = [f"v{n}" for n in range(len(sellers))] + ["helper"] * len(helpers)
    sizes = dict(zip(names, (*sellers, *helpers), strict=True))
    vendors = [
        tobfit.Vendor(id=name, scale={**({} if size is None else {"employees": size}), **revenue})
        for name, size in sizes.items()
    ]
    products = [product(f"p{n}", vendor=f"v{n}") for n in range(len(sellers))]
    offer = Offer(id="o", items=[{"product": each.id} for each in products], partner="helper" if helpers else None)
    catalog = Catalog(products=products, vendors=vendors, offers=(offer,))
    report = tobfit.match(client(scale={"employees": heads, **revenue}), catalog, rules=False)
    expected = severity_reckoned(heads, sellers, helpers, equal)
    found = delivery(report)["o"].findings
    assert [finding.severity for finding in found] == ([expected] if expected else [])
    for finding in found:
        asks = [remedy for remedy in finding.remedies if remedy.kind == "ask" and remedy.changes]
        for place, remedy in enumerate(asks):
            ((target, answer),) = remedy.changes.items()
            assert bool(delivery(report.what_if({target: answer}))["o"].findings) == (place == 1)
            if place == 0 and answer != "1":
                fewer = report.what_if({target: str(int(answer) - 1)})
                assert delivery(fewer)["o"].findings


def severity_reckoned(
    heads: int, sellers: list[int | None], helpers: tuple[int | None, ...], equal: bool
) -> str | None:
    groups = [(seller, *helpers) for seller in sellers]
    ratios = [(None in group, _over(heads, sum(size or 0 for size in group))) for group in groups]
    most = max(ratio for _, ratio in ratios)
    least = max((ratio for is_open, ratio in ratios if not is_open), default=Fraction(0))
    if most < 20 or (least < 20 and equal):
        return None  # equal revenues, whoever has them
    if least < 20:
        return "minor"
    return "major" if least >= 100 else "minor"


def _over(heads: int, those: int) -> Fraction:
    return Fraction(heads, those) if those else Fraction(10**9)
