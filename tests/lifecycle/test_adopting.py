"""Adoption: a worked example, three-valued use, and how everything is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.errors import TobfitError
from tobfit.lifecycle import adoption
from tobfit.lifecycle.living import Life
from tobfit.matching.report import Report
from tobfit.model.usage import Usage
from tobfit.testing.usage import fictional_usage

ROLES = ("manager_user", "end_user")
PACKS = tobfit.load_packs()


def a_report(**more: Any) -> Report:
    """Quotations at must, workflow at should (on the roadmap), marketing at could (nobody said), portal (denied)."""
    client = tobfit.Client(id="acme", as_of="2026-11-01", stakeholders=[{"id": "cio", "role": "economic"}])
    client = client.require("crm.cpq", priority="must", asked_by=["cio"]).require("oa.workflow")
    client = client.require("crm.marketing", priority="could").require("oa.portal", priority="wont")
    product = tobfit.Product(id="crm@5").offers("crm.cpq", response="standard")
    product = product.offers("oa.workflow", response="roadmap", available="2027-02-01")
    return tobfit.match(client, [product, tobfit.Product(id="erp@2"), *more.get("offers", ())], packs=PACKS)


def seen(capability: str | None, active: int | None, period: str = "2027-03", **more: Any) -> dict[str, Any]:
    return {"capability": capability, "period": period, "active": active, **more}


def used(*observations: dict[str, Any], product: str = "crm@5", **fields: Any) -> dict[str, Any]:
    return {"product": product, "observations": list(observations), **fields}


def found_by(report: Report, *observations: dict[str, Any], **named: Any) -> list[tuple[str, str, str | None, str]]:
    result = adoption(used(*observations), report, **named)
    return [(one.kind, one.severity, one.requirement, one.path[-2]) for one in result.findings]


# -------------------------------------------------------------------------------- what is found


def test_unused_unrequired_and_unobserved() -> None:
    """Nobody quotes; marketing was not observed; the portal is used though it was ruled out, contracts though nobody
    asked for them."""
    report = a_report()
    told = found_by(report, seen("crm.cpq", 0), seen("oa.workflow", 3), seen("oa.contract", 4), seen("oa.portal", 2))
    assert told == [
        ("unused", "major", "R-001", "crm.cpq"),
        ("unrequired", "minor", None, "oa.contract"),
        ("unrequired", "minor", "R-004", "oa.portal"),
        ("drifted", "info", "R-002", "oa.workflow"),
    ]
    result = adoption(used(seen("crm.cpq", 0)), report)
    assert {use.capability: use.status for use in result.uses} == {
        "crm.cpq": "unused", "crm.marketing": "unobserved", "oa.workflow": "unobserved",
    }  # fmt: skip
    assert [use.capability for use in result.unobserved] == ["crm.marketing", "oa.workflow"]
    assert result.findings[0].path == ("acme", "cio", "R-001", "crm.cpq", "crm@5")


@pytest.mark.parametrize(
    ("observations", "status"),
    [
        ([seen("crm.cpq", None, entitled=40)], "unobserved"),
        ([seen("crm.cpq", 0, role="end_user")], "unused"),
        ([seen("crm.cpq", 0, role="manager_user"), seen("oa.workflow", 9, role="end_user")], "unobserved"),
        ([seen("crm.cpq", 0, role="manager_user"), seen("crm.cpq", 2, role="end_user")], "used"),
        ([seen("crm.cpq", 2, "2027-01"), seen("crm.cpq", 0, "2027-02")], "lapsed"),
        ([seen("crm.cpq", 0, "2027-01"), seen("crm.cpq", 2, "2027-02")], "used"),
        ([seen("crm.cpq", 2, "2027-01"), seen("crm.cpq", None, "2027-02")], "used"),
        ([seen("crm.cpq", None, tickets=3), seen("crm.cpq", 5, role="end_user")], "used"),
        ([seen("crm.cpq", None, role="user"), seen("crm.cpq", 5, role="end_user")], "used"),
        ([seen("crm.cpq", None, role="user"), seen("crm.cpq", 0, role="end_user")], "unobserved"),
        ([seen("crm", 0)], "unused"),
        ([seen("crm", 12)], "unobserved"),
    ],
)
def test_unknown_is_not_unused(observations: list[dict[str, Any]], status: str) -> None:
    result = adoption(used(*observations), a_report())
    assert result["crm.cpq"].status == status
    assert any(one.kind == "unused" and one.requirement == "R-001" for one in result.findings) == (
        status in ("unused", "lapsed")
    )


def test_what_is_known_not_to_be_there_is_not_unused() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", priority="must")
    report = tobfit.match(client, tobfit.Product(id="crm@5").offers("crm.cpq", response="not_supported"))
    assert adoption(used(seen("crm.cpq", 0)), report).findings == ()


def test_what_is_near_a_line_or_was_waived_is_not_unrequired() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm", id="group")
    client = client.require("oa.workflow", waived={"by": "cio", "reason": "later"})
    report = tobfit.match(client, tobfit.Product(id="crm@5"), packs=PACKS)
    rows = [seen("crm.cpq", 3), seen("oa.workflow", 3), seen("oa", 3)]
    result = adoption(used(*rows), report)
    assert [one.kind for one in result.findings if one.kind == "unrequired"] == []
    assert [use.required for use in result.uses] == [True, True, True, True]


def test_so_many_people_make_use() -> None:
    result = adoption(used(seen("crm.cpq", 4, entitled=400)), a_report(), users=5)
    assert (result["crm.cpq"].status, result.thresholds.users) == ("unused", 5)
    assert "fewer than 5 people" in result.findings[0].because.text("en")
    assert adoption(used(seen("crm.cpq", 4)), a_report(), thresholds={"users": 4})["crm.cpq"].status == "used"


def rated(role: str, active: int, tickets: int, satisfied: int | None, responses: int = 20) -> dict[str, Any]:
    counts = {"satisfied": satisfied, "responses": responses}
    survey: dict[str, Any] = {} if satisfied is None else {"satisfaction": counts}
    return seen("crm.cpq", active, role=role, entitled=40, tickets=tickets, **survey)


@pytest.mark.parametrize(
    ("managers", "employees", "severity", "holding"),
    [
        ((36, 1, 18), (30, 2, 14), "major", ["satisfaction"]),
        ((36, 1, 18), (30, 2, 15), None, []),
        ((36, 2, 14), (30, 4, 14), "major", ["tickets"]),
        ((36, 1, 18), (26, 1, 18), "major", ["adoption"]),
        ((36, 1, 18), (27, 1, 18), None, []),
        ((36, 1, 13), (10, 9, 2), None, ["tickets", "adoption"]),
        ((36, 1, None), (10, 9, None), "minor", ["tickets", "adoption"]),
        ((9, 1, 9, 9), (9, 1, 4, 9), "minor", ["satisfaction"]),
    ],
)
def test_employees_struggle_where_managers_are_content(
    managers: tuple[Any, ...], employees: tuple[Any, ...], severity: str | None, holding: list[str]
) -> None:
    result = adoption(used(rated("manager_user", *managers), rated("end_user", *employees)), a_report())
    struggle = result.struggles[0]
    assert [sign.kind for sign in struggle.signs if sign.holds] == holding
    told = [one.severity for one in result.findings if one.kind == "struggling"]
    assert told == ([severity] if severity else [])


def test_offers_count_by_item() -> None:
    """In the offer the second product serves the workflow: that the first one has no users there is nothing."""
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq").require("oa.workflow")
    products = [
        tobfit.Product(id="crm@5", capabilities={"crm.cpq": "standard", "oa.workflow": "customisation"}),
        tobfit.Product(id="flow@1").offers("oa.workflow", response="standard"),
    ]
    offer = tobfit.Offer(id="suite", items=[{"product": "crm@5"}, {"product": "flow@1"}])
    report = tobfit.match(client, [*products, offer])
    usage = [used(seen("crm.cpq", 0)), used(seen("oa.workflow", 0), product="flow@1")]
    result = adoption(usage, report, offer="suite")
    assert [(use.product, use.capability, use.requirements) for use in result.uses] == [
        ("crm@5", "crm.cpq", ("R-001",)),
        ("flow@1", "oa.workflow", ("R-002",)),
    ]
    assert {one.product for one in result.findings} == {"crm@5", "flow@1"}
    alone = adoption(usage[0], report)
    assert [use.status for use in alone.uses if use.capability == "oa.workflow"] == ["unobserved"]
    # The first one's unused workflow is nobody's loss: the line is served, and used, elsewhere.
    usage = [used(seen("crm.cpq", 3), seen("oa.workflow", 0)), used(seen("oa.workflow", 4), product="flow@1")]
    assert adoption(usage, report, offer="suite").findings == ()


# ------------------------------------------------------------------------------- health and trend


def test_health_by_hand() -> None:
    """Deployment 0.9; engagement 1/2; adoption: breadth 1 of the 1 that was observed of 2, depth 1/4; one of two
    events. Breadth is known by half, so that it counts half as much as depth."""
    whole = {
        "period": "2027-03", "licensed": 40, "logged_in": 36, "entitled": 40, "active": 30, "healthy": 10,
        "reviews_held": 1, "reviews_planned": 2,
    }  # fmt: skip
    usage = used(
        whole, seen("crm.cpq", 12), as_of="2027-03-31", value_events=[{"id": "a", "reached": "2027-02-01"}, {"id": "b"}]
    )
    health = adoption(usage, a_report()).health[0].health
    parts: dict[str, Any] = {one.name: (one.value, one.known) for one in health.components}
    assert parts == {
        "deployment": (90, 1), "engagement": (50, 1), "adoption": (50, Fraction(3, 4)), "roi": (50, 1),
    }  # fmt: skip
    assert health.coverage == Fraction(15, 16)
    assert health.score == (90 + 50 + 50 * Fraction(3, 4) + 50) / Fraction(15, 4)


def health_of(*usage: dict[str, Any]) -> list[Any]:
    return [(one.role, str(one.period), one.health.score) for one in adoption(list(usage), a_report()).health]


def test_health_of_everybody_needs_every_role() -> None:
    """In February nobody looked at the managers: what the employees do is not what everybody does."""
    employees = {"role": "end_user", "licensed": 100, "logged_in": 90}
    managers = {"role": "manager_user", "licensed": 100, "logged_in": 10}
    february, march = {"period": "2027-02"}, {"period": "2027-03"}
    found = health_of(used(employees | february, employees | march, managers | march))
    assert found == [
        (None, "2027-03", 50),
        ("end_user", "2027-02", 90),
        ("end_user", "2027-03", 90),
        ("manager_user", "2027-03", 10),
    ]
    told = health_of(used({**march, "tickets": 3}, employees | march, managers | march))
    assert told[0] == (None, "2027-03", 50)


def test_value_events_of_several_documents_are_one() -> None:
    """What one leaves out the other says, whichever comes first; what nobody looked for is not known to be missing."""
    one = used(seen("crm.cpq", 3), value_events=[{"id": "e", "agreed": "2026-11-01"}], as_of="2027-04-01")
    other = used(seen("crm.cpq", 3, "2027-05"), value_events=[{"id": "e", "reached": "2027-02-01"}], as_of="2027-06-01")
    found = [adoption(both, a_report()) for both in ([one, other], [other, one])]
    assert found[0] == found[1]
    assert found[0].products[0].reached == 1
    quiet = used({"period": "2027-05", "tickets": 0}, as_of="2027-06-01")
    early = used(value_events=[{"id": "e"}], as_of="2027-01-31")
    assert health_of(early, quiet) == []
    assert health_of({**early, "as_of": "2027-05-31"}, quiet) == [(None, "2027-05", 0)]


def test_rates_over_the_months() -> None:
    months = [
        seen("crm.cpq", n, f"2027-0{month}", role=role, entitled=20)
        for month, counts in enumerate(((2, 8), (4, 12)), 1)
        for role, n in zip(ROLES, counts, strict=True)
    ]
    trends = {one.role: (one.change, one.direction) for one in adoption(used(*months), a_report()).trends}
    assert trends == {
        None: (Fraction(3, 20), "rising"),
        "end_user": (Fraction(1, 5), "rising"),
        "manager_user": (Fraction(1, 10), "rising"),
    }
    limits = {"steady": "0.16"}
    kept = adoption(used(*months), a_report(), thresholds=limits).trends
    assert [one.direction for one in kept] == ["steady", "rising", "steady"]


def test_time_to_value_counts_from_the_contract_or_going_live() -> None:
    events: dict[str, Any] = {"contract": "2026-12-01", "golive": "2027-01-15"}
    events["value_events"] = [{"id": "a", "reached": "2027-02-01"}]
    for since, days in (("contract", 62), ("golive", 17)):
        product = adoption(used(**events), a_report(), since=since).products[0]  # type: ignore[arg-type]
        assert product.since == since
        assert product.time_to_value.value == days
    del events["contract"]
    assert adoption(used(**events), a_report()).products[0].since == "golive"


# ---------------------------------------------------------------------------------- generated use

USED = st.sets(st.sampled_from(("crm.cpq", "crm.marketing", "oa.workflow")))
PEOPLE = st.lists(st.tuples(st.sampled_from(ROLES), USED), max_size=12)


@settings(max_examples=settings().max_examples * 4)
@given(PEOPLE, st.data())
def test_bounds_hold_the_people_who_use_it(people: list[tuple[str, set[str]]], data: st.DataObject) -> None:
    """Rows that count real people, some left out: the bounds of each capability hold the true number."""

    def count(capability: str, role: str | None) -> int:
        groups = {"crm": {"crm.cpq", "crm.marketing"}}
        wanted = groups.get(capability, {capability})
        return sum(bool(wanted & uses) and role in (None, own) for own, uses in people)

    # The document names both roles, so that a capability with one of them alone is not observed as a whole.
    rows = [{"period": "2027-03", "role": role, "active": len(people)} for role in ROLES]
    for capability in ("crm", "crm.cpq", "crm.marketing", "oa.workflow"):
        for role in data.draw(st.sampled_from(((), (None,), ROLES, ROLES[:1], (None, *ROLES)))):
            rows.append(seen(capability, count(capability, role), role=role))
    life = Life(Usage(product="crm@5", observations=rows), PACKS.base)
    for capability in ("crm", "crm.cpq", "crm.marketing", "oa.workflow"):
        for role in (None, *ROLES):
            low, high = life.users(capability, life.periods[0], role)
            assert low <= count(capability, role)
            assert high is None or count(capability, role) <= high


COUNTS = st.lists(st.integers(0, 6), min_size=3, max_size=3)


@settings(max_examples=settings().max_examples)
@given(COUNTS, COUNTS)
def test_more_people_never_make_a_capability_unused(counts: list[int], more: list[int]) -> None:
    order = ("unused", "lapsed", "used")
    report = a_report()

    def at(numbers: list[int]) -> Any:
        months = [seen("crm.cpq", n, f"2027-0{place}", entitled=40) for place, n in enumerate(numbers, 1)]
        return adoption(used(*months), report, users=3)

    before, after = at(counts), at([a + b for a, b in zip(counts, more, strict=True)])
    assert order.index(after["crm.cpq"].status) >= order.index(before["crm.cpq"].status)
    for one, other in zip(before.readings, after.readings, strict=True):
        assert other.metrics["feature_adoption"].value >= one.metrics["feature_adoption"].value


# ------------------------------------------------------------------------------------- rendering


def the_example(**more: Any) -> tuple[Report, Any]:
    report = a_report()
    usage = fictional_usage(
        "crm@5", ["crm.cpq", "oa.workflow", "oa.contract"], unused=["oa.workflow"], struggling=["crm.cpq"], seed=3,
        lived={"nf.availability": ["99.9 %"]}, contract="2026-12-01",
        value_events=[{"id": "a", "reached": "2027-02-01"}],
    )  # fmt: skip
    retained = {"period": "2027-Q3", "retention": {"start": "777123 CNY/year", "churn": "0 CNY/year",
                "contraction": "0 CNY/year", "expansion": "0 CNY/year"}, "nps": {"scores": [9, 10, 3]}}  # fmt: skip
    usage = usage.evolve(as_of=None, notes="CANARY", observations=(*usage.observations, retained))
    return report, adoption(usage, report, **more)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_it_is_told(lang: str, audience: str) -> None:
    report, found = the_example()
    later = report.with_results(found).with_findings(found.findings, found.decided)
    for render in (tobfit.report.text, tobfit.report.markdown):
        alone, whole = (render(one, lang=lang, audience=audience, limit=None) for one in (found, later))
        for word in ("crm.cpq", "oa.contract", "NPS", "n 3"):
            assert word in alone
        assert found.findings[0].because.text(lang)[:20] in " ".join(whole.split())
        assert ("Use after delivery" in alone) == (lang == "en")
        assert ("Retention" in alone or "留存" in alone) == (audience == "internal")
        assert "CANARY" not in alone + whole
        assert "777123" not in alone + whole
        assert "[en]" not in alone
    rows = tobfit.report.records(found, lang=lang, audience=audience)
    assert len(rows) == len(found.readings)
    assert ("retention_grr" in rows[0]) == (audience == "internal")
    data = json.dumps(later.to_dict(audience=audience, detail="summary"))  # type: ignore[arg-type]
    assert '"adoption"' in data
    assert ("retention_grr" in data) == (audience == "internal")
    assert "CANARY" not in data


def test_a_limit_bounds_the_lists() -> None:
    _, found = the_example()
    short = tobfit.report.text(found, limit=1)
    assert "... and " in short
    assert len(short) < len(tobfit.report.text(found, limit=None))


def test_nothing_observed_is_told_too() -> None:
    result = adoption(used(), a_report())
    assert "nothing was observed" in tobfit.report.text(result)
    assert tobfit.report.records(result) == []


def test_results_compare_and_hash_by_value() -> None:
    (_, one), (_, other) = the_example(), the_example()
    assert one == other
    assert hash(one) == hash(other)
    assert one != the_example(users=7)[1]


def test_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import tobfit\n"
        "from tests.lifecycle.test_adopting import the_example\n"
        "from tobfit.lifecycle import feedback\n"
        "report, found = the_example()\n"
        "print(tobfit.report.text(found, limit=None), found.findings, tobfit.report.records(found))\n"
        "print([tobfit.dump(one) for one in feedback(found, report.world.catalog).products])\n"
    )
    out = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(out) == 1


# ------------------------------------------------------------------------------------- bad input

OFFER = tobfit.Offer(id="suite", items=[{"product": "crm@5"}])
BAD: list[tuple[Any, dict[str, Any], list[tuple[str, str]]]] = [
    (used(product="crm@6"), {}, [("TF447", "usage.product")]),
    (used(product="suite"), {}, [("TF447", "usage.product")]),
    (used(client="acne"), {}, [("TF447", "usage.client")]),
    ([used(), used(product="crm@6", client="acne")], {}, [("TF447", "usage[1].product"), ("TF447", "usage[1].client")]),
    (used(), {"offer": "suit"}, [("TF447", "offer")]),
    (used(product="erp@2"), {"offer": "suite"}, [("TF447", "offer")]),
    (used(), {"users": 0}, [("TF448", "thresholds.users")]),
    (used(), {"since": "yesterday"}, [("TF448", "since")]),
    (used(), {"weights": {"rio": 1}}, [("TF448", "weights.rio")]),
    (used(), {"weights": [1]}, [("TF448", "weights")]),
    (used(), {"offer": ["suite"]}, [("TF447", "offer")]),
    (
        used(),
        {"users": 0, "thresholds": {"x": 1}, "weights": {"rio": 1}, "since": None},
        [("TF448", "thresholds.x"), ("TF448", "thresholds.users"), ("TF448", "weights.rio"), ("TF448", "since")],
    ),
    (used(), {"report": None}, [("TF449", "report")]),
    (
        [
            used(value_events=[{"id": "e", "reached": "2027-01-02"}]),
            used(value_events=[{"id": "e", "reached": "2027-01-03", "goal": "g"}]),
        ],
        {},
        [("TF449", "usage")],
    ),
    (3, {}, [("TF449", "usage")]),
    ([], {}, [("TF449", "usage")]),
    ([used(contract="2026-12-01"), used(contract="2026-12-02")], {}, [("TF449", "usage")]),
    ([used(seen("crm.cpq", 1)), used(seen("crm.cpq", 2))], {}, [("TF351", "usage")]),
    (Usage(product="crm@5", observations=[seen("crm.cqp", 1)]), {}, [("TF301", "usage.observations[0].capability")]),
]


@pytest.mark.parametrize(("usage", "named", "wanted"), BAD)
def test_bad_calls(usage: Any, named: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    with pytest.raises(TobfitError) as caught:
        adoption(usage, **{"report": a_report(offers=[OFFER]), **named})
    assert [(one.code, one.path) for one in caught.value.problems] == wanted


def test_what_one_product_of_an_offer_misses_another_may_serve() -> None:
    """The offer is decided by matching again, the product by its own blocker."""
    promise = {"response": "standard", "value": "99.95 %", "evidence": [{"source": "Book", "kind": "documented"}]}
    poor = {**promise, "value": "99.5 %"}
    for other, decided in (
        (promise, {"crm@5": ("no_fit", "lifecycle"), "suite": ("fit_with_gaps", "lifecycle")}),
        (poor, {"crm@5": ("no_fit", "lifecycle"), "suite": ("no_fit", "lifecycle")}),
    ):
        client = tobfit.Client(id="acme", as_of="2026-11-01")
        client = client.require("nf.availability", need={"at_least": "99.9 %"}, priority="must")
        products: list[Any] = [
            tobfit.Product(id=name, capabilities={"nf.availability": said})
            for name, said in (("crm@5", promise), ("desk@2", other))
        ]
        offer = {"tobfit": "offer/1", "id": "suite", "items": [{"product": "crm@5"}, {"product": "desk@2"}]}
        report = tobfit.match(client, [*products, offer], rules=False)
        assert report["suite"].decision == "fit"
        seen = [{"capability": "nf.availability", "period": "2027-01", "value": "99.5 %"}]
        found = adoption({"product": "crm@5", "observations": seen}, report, offer="suite")
        assert found.decided == decided
