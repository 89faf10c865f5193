"""What a landscape decides, case by case: connections, places to run, where data stay; results worked out by hand."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest

import tobfit
import tobfit.report
from tobfit.formats.report_schema import report_schema
from tobfit.matching.gap import Gap
from tobfit.matching.outcome import Judgement

Plain = dict[str, Any]
SAME: Plain = {"protocol": "rest", "format": "json", "entity": "Order", "auth": "oauth2", "mode": "async"}
COMPLETE = ("landscape.flows",)
PACKS = tobfit.load_packs(
    {
        "tobfit": "pack/1",
        "id": "few",
        "vocabulary": [
            {"id": "dep.data_residency", "kind": "set"},
            {"id": "fin.general_ledger", "kind": "boolean"},
            {"id": "crm.opportunity", "kind": "boolean"},
        ],
        "technologies": [
            {"id": "https", "kind": "protocol"},
            {"id": "rest", "kind": "protocol", "over": ["https"]},
            *({"id": name, "kind": "protocol"} for name in ("smtp", "sftp")),
            *({"id": name, "kind": "format"} for name in ("json", "xml")),
            {"id": "oauth2", "kind": "auth"},
            {"id": "async", "kind": "mode"},
            *({"id": name, "kind": "platform"} for name in ("postgresql", "mysql", "kubernetes")),
        ],
    },
    shipped=False,
)
"""Without general adapters, so that every way is one that a test draws."""
ONE_WAY_OUT: list[Plain] = [{"from": "lan", "to": "internet", "protocols": ["https"]}]


def client(
    *lines: Plain, complete: tuple[str, ...] = COMPLETE, flows: list[Plain] = ONE_WAY_OUT, hosting: str = "on_premises",
    source: Plain | None = None, **landscape: Any,
) -> tobfit.Client:  # fmt: skip
    out = {"id": "out", "side": "provides", "data": "out", **SAME, **(source or {})}
    zone: Plain = {"id": "lan", "hosting": hosting, **landscape.pop("zone", {})}
    drawn = {
        "zones": [zone],
        "flows": flows,
        "systems": [{"id": "erp", "zone": "lan", "interfaces": [out]}],
        **landscape,
    }
    return tobfit.Client(id="c", as_of="2026-11-01", complete=complete, landscape=drawn, requirements=list(lines))


def product(interface: Plain | None = None, **fields: Any) -> tobfit.Product:
    taken = {"id": "in", "side": "provides", "data": "in", **SAME, **(interface or {})}
    return tobfit.Product(id="p@1", **{"hosting": ["saas"], "egress": "none", "interfaces": [taken], **fields})


CONNECT: Plain = {"id": "R", "priority": "must", "connect": {"system": "erp", "interface": "out"}}


def fit_of(asking: tobfit.Client, offered: tobfit.Product, *more: Any) -> tobfit.Fit:
    return matched(asking, offered, *more)["p@1"]


def matched(asking: tobfit.Client, offered: tobfit.Product, *more: Any) -> tobfit.Report:
    return tobfit.match(asking, [offered, *more], packs=PACKS)


def judged(asking: tobfit.Client, offered: tobfit.Product, line: str = "R", *more: Any) -> Judgement:
    return fit_of(asking, offered, *more)[line]


def gaps_on(fit: tobfit.Fit, line: str) -> list[Gap]:
    return [gap for gap in fit.gaps if gap.requirement.id == line]


# ------------------------------------------------------------------------------------------------ calling home
@pytest.mark.parametrize(
    ("egress", "verdict", "gap"),
    [
        ("required", "unmet", ("incompatible", "blocker")),
        (None, "unknown", ("unknown", "major")),
        ("optional", "met", None),
        ("none", "met", None),
    ],
)
def test_calling_home_from_an_air_gapped_zone(egress: str | None, verdict: str, gap: tuple[str, str] | None) -> None:
    asking = client(hosting="air_gapped", flows=[], complete=())
    fit = fit_of(asking, product(hosting=["on_premises"], egress=egress))
    assert fit["deploy:egress"].verdict == verdict
    assert [(one.kind, one.severity) for one in gaps_on(fit, "deploy:egress")] == ([gap] if gap else [])
    assert fit.decision == {"unmet": "no_fit", "unknown": "undecided", "met": "fit"}[verdict]


@pytest.mark.parametrize(
    ("complete", "flows", "verdict"),
    [
        (COMPLETE, ONE_WAY_OUT, "met"),
        (COMPLETE, [], "unmet"),
        (COMPLETE, [{"from": "lan", "to": "internet", "protocols": ["smtp"]}], "unmet"),
        (COMPLETE, [{"from": "internet", "to": "lan"}], "unmet"),
        (("landscape",), [{"from": "lan", "to": "internet"}], "met"),
    ],
)
def test_calling_home_over_flows(complete: tuple[str, ...], flows: list[Plain], verdict: str) -> None:
    asking = client(complete=complete, flows=flows)
    offered = product(hosting=["on_premises"], egress="required")
    assert fit_of(asking, offered)["deploy:egress"].verdict == verdict


def test_what_is_not_drawn_far_enough_has_no_line_and_an_own_line_is_open() -> None:
    asking = client({"id": "D", "deploy": "egress", "priority": "must"}, complete=())
    fit = fit_of(asking.evolve(landscape={"zones": [{"id": "lan", "hosting": "on_premises"}]}),
                 product(hosting=["on_premises"], egress="required"))  # fmt: skip
    assert [one.requirement.id for one in fit.judgements] == ["D", "deploy:hosting"]
    assert fit["D"].verdict == "unknown"


# ------------------------------------------------------------------------------------------------ places
@pytest.mark.parametrize(
    ("zone", "offered", "verdict"),
    [
        ("on_premises", ["on_premises"], "met"),
        ("on_premises", ["air_gapped"], "met"),
        ("air_gapped", ["on_premises"], "met"),
        ("on_premises", ["public_cloud"], "unmet"),
        ("public_cloud", ["public_cloud"], "met"),
        ("private_cloud", ["on_premises"], "unmet"),
        ("on_premises", ["saas"], "met"),
        ("on_premises", [], "unknown"),
    ],
)
def test_hosting_beside_zones(zone: str, offered: list[str], verdict: str) -> None:
    asking = client(complete=(), hosting=zone)
    assert fit_of(asking, product(hosting=offered))["deploy:hosting"].verdict == verdict


@pytest.mark.parametrize(
    ("there", "wanted", "complete", "verdict"),
    [
        ([{"platform": "postgresql", "version": "15"}], [{"platform": "postgresql", "version": ">=14,<16"}], (), "met"),
        ([{"platform": "postgresql", "version": "9"}], [{"platform": "postgresql", "version": ">=14"}], (), "unmet"),
        ([{"platform": "postgresql"}], [{"platform": "postgresql", "version": ">=14"}], (), "unknown"),
        ([{"platform": "postgresql"}], [{"platform": "postgresql"}], (), "met"),
        ([{"platform": "mysql", "version": "8"}], [{"platform": "postgresql"}], (), "unknown"),
        ([{"platform": "mysql", "version": "8"}], [{"platform": "postgresql"}], ("landscape",), "unmet"),
        ([{"platform": "mysql", "version": "8"}], [], (), "unknown"),
        (
            [{"platform": "mysql", "version": "8"}],
            [{"any_of": [{"platform": "postgresql"}, {"platform": "mysql", "version": ">=8"}]}],
            (),
            "met",
        ),
        (
            [{"platform": "mysql", "version": "8"}],
            [{"platform": "mysql"}, {"platform": "kubernetes"}],
            ("landscape",),
            "unmet",
        ),
    ],
)
def test_platforms_and_versions(
    there: list[Plain], wanted: list[Plain], complete: tuple[str, ...], verdict: str
) -> None:
    asking = client(complete=complete, zone={"platforms": there})
    offered = product(hosting=["on_premises"], runs_on=wanted)
    assert fit_of(asking, offered)["deploy:platform"].verdict == verdict


def test_a_cloud_needs_a_way_to_it() -> None:
    assert fit_of(client(), product())["deploy:access"].verdict == "met"
    shut = client(flows=[])
    assert fit_of(shut, product())["deploy:access"].verdict == "unmet"
    assert fit_of(shut, product(hosting=["saas", "on_premises"]))["deploy:access"].verdict == "met"


@pytest.mark.parametrize(
    ("complete", "has", "verdict"),
    [
        (("landscape.systems",), ["fin.general_ledger"], "met"),
        (("landscape.systems",), ["crm.opportunity"], "unmet"),
    ],
)
def test_what_a_product_relies_on(complete: tuple[str, ...], has: list[str], verdict: str) -> None:
    asking = client(complete=complete, systems=[{"id": "erp", "zone": "lan", "capabilities": has}])
    fit = fit_of(asking, product(requires=["fin.general_ledger"]))
    assert fit["deploy:dependencies"].verdict == verdict


def test_own_lines_take_the_place_of_those_that_follow() -> None:
    one = client({"id": "D", "deploy": "egress", "priority": "could"})
    assert [line.id for line in matched(one, product()).requirements] == [
        "D", "deploy:hosting", "deploy:access",
    ]  # fmt: skip
    whole = client({"id": "D", "deploy": {"zone": "lan"}, "priority": "must"})
    fit = fit_of(whole, product())
    assert [line.requirement.id for line in fit.judgements] == ["D"]
    assert fit["D"].verdict == "unmet"
    assert "lan" in fit["D"].reason


# ------------------------------------------------------------------------------------------------ residency
LOCAL: Plain = {"id": "R", "capability": "dep.data_residency", "need": {"all_of": ["cn"]}, "priority": "must"}
ABROAD = {"dep.data_residency": {"response": "standard", "value": ["us"], "exhaustive": True}}


@pytest.mark.parametrize(
    ("zone", "fields", "verdict", "reason"),
    [
        ({"region": "CN"}, {"hosting": ["on_premises"]}, "met", "resident"),
        ({"region": "CN"}, {"hosting": ["on_premises"], "capabilities": ABROAD}, "met", "resident"),
        ({"region": "CN"}, {"hosting": ["saas"], "capabilities": ABROAD}, "unmet", "insufficient"),
        ({"region": "CN"}, {"hosting": ["saas"]}, "unknown", "unstated"),
        ({"region": "CN"}, {"hosting": [], "capabilities": ABROAD}, "unknown", "residence_open"),
        ({}, {"hosting": ["on_premises"], "capabilities": ABROAD}, "unknown", "residence_open"),
        ({"region": "US"}, {"hosting": ["on_premises"], "capabilities": ABROAD}, "unmet", "insufficient"),
    ],
)
def test_data_stay_where_the_product_runs(zone: Plain, fields: Plain, verdict: str, reason: str) -> None:
    found = judged(client(LOCAL, zone=zone), product(**fields))
    assert (found.verdict, found.outcome.reason) == (verdict, reason)


def test_an_open_residence_is_asked_for() -> None:
    report = matched(client(LOCAL), product(hosting=["on_premises"], capabilities=ABROAD))
    question = next(q for q in report.questions if q.target == "client.landscape.zones.lan.region")
    assert {answer: effect.decision for answer, effect in question.answers.items()} == {
        "cn": "fit", "another": "no_fit",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ connections
def adapter(**fields: Any) -> Plain:
    return {"id": "a", "when": {"format": "json"}, "then": {"format": "xml"}, "effort": "3 days", **fields}


@pytest.mark.parametrize(
    ("adapters", "accept", "verdict", "credit"),
    [
        ([], [], "unmet", "0.0000"),
        ([adapter()], [], "met", "0.9000"),
        ([adapter(response="third_party")], [], "partial", "0.7000"),
        ([adapter(response="customisation")], [], "partial", "0.5000"),
        ([adapter(response="customisation")], ["standard", "configuration"], "unmet", "0.0000"),
        ([adapter(response="customisation"), adapter(id="b", effort="9 days")], [], "met", "0.9000"),
        ([adapter(response="customisation"), adapter(id="b")], ["standard", "configuration"], "met", "0.9000"),
    ],
)  # fmt: skip
def test_the_credit_of_a_connection(adapters: list[Plain], accept: list[str], verdict: str, credit: str) -> None:
    asking = client({**CONNECT, "accept": accept}, adapters=adapters)
    found = judged(asking, product({"format": "xml"}))
    assert (found.verdict, str(found.credit)) == (verdict, credit)


def test_a_direct_connection_is_standard() -> None:
    found = judged(client(CONNECT), product())
    assert (found.verdict, str(found.credit), found.outcome.reason) == ("met", "1.0000", "connected")
    assert found.route is not None
    assert [step.kind for step in found.route.steps] == ["source", "flow", "sink"]


def test_general_adapters_are_assumptions() -> None:
    found = tobfit.match(client(CONNECT), product({"format": "xml"}), rules=False)["p@1"]["R"]
    assert found.verdict == "partial"
    assert found.route is not None
    assert found.route.is_assumed


def test_what_nobody_said_is_asked() -> None:
    report = matched(client(CONNECT), product({"auth": None}))
    found = report["p@1"]["R"]
    assert (found.verdict, str(found.credit)) == ("unknown", "0.0000..1.0000")
    question = next(q for q in report.questions if q.target == "product.p@1.interfaces.in.auth")
    assert question.ask == "vendor"
    assert {answer: effect.decision for answer, effect in question.answers.items()} == {
        "oauth2": "fit", "another": "no_fit",
    }  # fmt: skip


def said(response: str, by: str = "vendor") -> tobfit.Response:
    return tobfit.Response(client="c", product="p@1", answers=[{"requirement": "R", "response": response, "by": by}])


def test_a_vendors_answer_fills_what_is_open_and_no_more() -> None:
    asking, open_one = client(CONNECT), product({"auth": None})
    assert judged(asking, open_one, "R", said("configuration")).verdict == "met"
    assert judged(asking, open_one, "R", said("not_supported")).verdict == "unmet"
    shut = client(CONNECT, flows=[])
    assert judged(shut, product(), "R", said("standard")).verdict == "unmet"
    assert judged(shut, product(), "R", said("standard", by="assessor")).verdict == "met"
    lower = client({**CONNECT, "accept": ["customisation", "third_party"]}, adapters=[adapter(response="third_party")])
    outside = judged(lower, product({"format": "xml", "auth": None}), "R", said("standard"))
    assert (outside.verdict, outside.outcome.reason) in [("unmet", "unaccepted"), ("unknown", "conflicting")]


@pytest.mark.parametrize(
    ("source", "sink", "flows", "is_met"),
    [
        ({}, {}, [{"from": "lan", "to": "internet"}], True),
        ({}, {}, [{"from": "internet", "to": "lan"}], False),
        ({}, {"side": "consumes"}, [{"from": "internet", "to": "lan"}], True),
        ({}, {"side": "consumes"}, [{"from": "lan", "to": "internet"}], False),
        ({}, {"side": "consumes"}, [{"from": "internet", "to": "lan", "one_way": True}], False),
        ({}, {}, [{"from": "lan", "to": "internet", "one_way": True}], True),
        ({"side": "consumes"}, {}, [{"from": "lan", "to": "internet"}], True),
        ({"side": "consumes"}, {"side": "consumes"}, [{"from": "lan", "to": "internet"}], False),
        ({"initiator": "peer"}, {}, [{"from": "lan", "to": "internet"}], False),
        ({}, {}, [{"from": "lan", "to": "internet", "protocols": ["https"]}], True),
        ({}, {}, [{"from": "lan", "to": "internet", "protocols": ["sftp"]}], False),
    ],
)
def test_who_opens_the_connection_and_where_it_may_go(
    source: Plain, sink: Plain, flows: list[Plain], is_met: bool
) -> None:
    found = judged(client(CONNECT, source=source, flows=flows), product(sink))
    assert found.verdict == ("met" if is_met else "unmet")


@pytest.mark.parametrize(
    ("given", "wanted", "verdict"),
    [("2.1", ">=2,<3", "met"), ("3.0", ">=2,<3", "unmet"), (None, ">=2", "unknown"), ("3.0", None, "met")],
)
def test_versions_of_a_direct_connection(given: str | None, wanted: str | None, verdict: str) -> None:
    flows = [{"from": "internet", "to": "lan"}]
    asking = client(CONNECT, source={"version": given}, flows=flows)
    assert judged(asking, product({"side": "consumes", "version": wanted})).verdict == verdict


def test_both_directions_pay_an_adapter_once() -> None:
    both = {**CONNECT, "connect": {**CONNECT["connect"], "data": "both"}}
    turning = adapter(when={"format": ["json", "xml"]}, then={"format": ["json", "xml"]})
    asking = client(both, source={"data": "both"}, adapters=[turning],
                    flows=[{"from": "lan", "to": "internet"}, {"from": "internet", "to": "lan"}])  # fmt: skip
    found = judged(asking, product({"data": "both", "format": "xml"}))
    assert found.route is not None
    assert found.route.effort == tobfit.Interval(Fraction(3), Fraction(3))
    assert [step.kind for step in found.route.steps].count("source") == 2


def test_ways_out_of_a_missing_flow_keep_their_promise() -> None:
    report = matched(client(CONNECT, flows=[]), product())
    (gap,) = gaps_on(report["p@1"], "R")
    assert (gap.kind, gap.severity) == ("incompatible", "blocker")
    ways = {remedy.kind: remedy for remedy in gap.remedies}
    assert set(ways) == {"configure", "negotiate", "change_process"}
    for remedy in gap.remedies:
        after = report.what_if(remedy.changes)["p@1"]
        assert (after.score, after.decision) == (remedy.score_after, remedy.decision_after)
    assert ways["configure"].fit["R"].verdict == "met"
    assert ways["negotiate"].fit["R"].verdict == "met"


def test_a_waived_place_never_fails() -> None:
    waived = {"id": "D", "deploy": "egress", "priority": "must", "waived": {"reason": "later"}}
    fit = fit_of(client(waived, flows=[]), product(hosting=["on_premises"], egress="required"))
    assert (fit["D"].verdict, fit.decision) == ("unmet", "fit")
    assert [gap.severity for gap in gaps_on(fit, "D")] == ["info"]


# ------------------------------------------------------------------------------------------------ renderings
def test_the_report_is_as_its_schema_says_and_efforts_are_internal() -> None:
    asking = client(CONNECT, adapters=[adapter(effort="17 days")])
    report = matched(asking, product({"format": "xml"}))
    for audience in ("client", "internal"):
        data = report.to_dict(audience=audience)
        jsonschema.validate(data, report_schema())
        (route,) = [one["route"] for one in data["fits"][0]["judgements"] if one["route"]]
        assert ("effort" in route) == (audience == "internal")
        assert ("17" in json.dumps(data)) == (audience == "internal")
        for told in (tobfit.report.text, tobfit.report.markdown):
            for lang in ("en", "zh"):
                assert ("17" in told(report, lang=lang, audience=audience)) == (audience == "internal")


def test_the_broken_link_is_marked() -> None:
    text = tobfit.report.markdown(matched(client(CONNECT, flows=[]), product()))
    assert "✗ zone: lan" in text
    assert "rest from zone lan does not get to saas" in text
