"""What is said about lines that a landscape has a part in, what limits them, and what their priority makes of them."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from tests.matching.test_landscape import (
    CONNECT,
    PACKS,
    SAME,
    adapter,
    client,
    fit_of,
    gaps_on,
    judged,
    matched,
    product,
)

import tobfit
from tobfit.formats.report_schema import report_schema
from tobfit.matching.outcome import Judgement

Plain = dict[str, Any]
XML: Plain = {"format": "xml"}
OPEN: Plain = {"format": "xml", "auth": None}
"""With one adapter between: at best 0.9, at worst no way, as nobody said how it authenticates."""

OUT = ("not_applicable", "0.0000", "not_applicable")


def answers(*said: Plain) -> tobfit.Response:
    return tobfit.Response(client="c", product="p@1", answers=[{"requirement": "R", **one} for one in said])


def heard(offered: Plain, *said: Plain, **line: Any) -> Judgement:
    return judged(client({**CONNECT, **line}, adapters=[adapter()]), product(offered), "R", answers(*said))


def told(judgement: Judgement) -> tuple[str, str, str]:
    return judgement.verdict, str(judgement.credit), judgement.outcome.reason


# ------------------------------------------------------------------------------------------------ who speaks
@pytest.mark.parametrize(
    ("offered", "said", "line", "wanted"),
    [
        # nothing said: what the landscape leaves open stays open
        (OPEN, [], {}, ("unknown", "0.0000..0.9000", "connection_open")),
        # within what is open: filled
        (OPEN, [{"response": "configuration"}], {}, ("met", "0.9000", "stated")),
        (OPEN, [{"response": "customisation"}], {}, ("partial", "0.5000", "stated")),
        (OPEN, [{"response": "not_supported"}], {}, ("unmet", "0.0000", "not_supported")),
        (OPEN, [{"response": "roadmap", "available": "2027-01-01"}], {}, ("partial", "0.3000", "stated")),
        (OPEN, [{"response": "roadmap", "available": "2026-01-01"}], {}, ("unknown", "0.0000..0.3000", "delivered")),
        # outside of it: a contradiction
        (OPEN, [{"response": "standard"}], {}, ("unknown", "0.0000..1.0000", "conflicting")),
        # what is decided is not talked away by the vendor
        (XML, [{"response": "standard"}], {}, ("met", "0.9000", "connected")),
        (XML, [{"response": "not_supported"}], {}, ("met", "0.9000", "connected")),
        ({"format": "csv"}, [{"response": "standard"}], {}, ("unmet", "0.0000", "unreachable")),
        # but what was found by trying counts
        (XML, [{"response": "not_supported", "by": "assessor"}], {}, ("unmet", "0.0000", "not_supported")),
        ({"format": "csv"}, [{"response": "standard", "by": "usage"}], {}, ("met", "1.0000", "stated")),
        # a finding precedes the vendor's answer
        (OPEN, [{"response": "standard"}, {"response": "customisation", "by": "client"}], {},
         ("partial", "0.5000", "stated")),
        # not applicable: the vendor alone takes no Must away
        (OPEN, [{"response": "not_applicable"}], {}, ("unknown", "0.0000..0.9000", "connection_open")),
        (OPEN, [{"response": "not_applicable"}], {"priority": "should"}, OUT),
        (OPEN, [{"response": "not_applicable", "by": "assessor"}], {}, OUT),
        # the answer has to be one that is accepted
        (OPEN, [{"response": "customisation"}], {"accept": ["standard", "configuration"]},
         ("unmet", "0.0000", "unaccepted")),
    ],
)  # fmt: skip
def test_what_is_said_about_a_connection(
    offered: Plain, said: list[Plain], line: Plain, wanted: tuple[str, str, str]
) -> None:
    assert told(heard(offered, *said, **line)) == wanted


def test_a_connection_hears_no_statement_on_a_capability() -> None:
    offered = product(OPEN, capabilities={"crm.opportunity": "not_supported"})
    found = judged(client({**CONNECT, "capability": "crm.opportunity"}, adapters=[adapter()]), offered)
    assert told(found) == ("unknown", "0.0000..0.9000", "connection_open")
    assert found.speech.kind == "landscape"


def test_lines_that_follow_are_answered_like_the_clients_own() -> None:
    says = tobfit.Response(
        client="c", product="p@1",
        answers=[{"requirement": "deploy:hosting", "response": "standard", "by": "assessor"}],
    )  # fmt: skip
    shut = product(hosting=["public_cloud"])
    assert fit_of(client(), shut)["deploy:hosting"].verdict == "unmet"
    assert fit_of(client(), shut, says)["deploy:hosting"].verdict == "met"


# ------------------------------------------------------------------------------------------------ priorities
@pytest.mark.parametrize(
    ("priority", "severity", "decision"),
    [("must", "blocker", "no_fit"), ("should", "major", "fit_with_gaps"), ("could", "minor", "fit_with_gaps")],
)
def test_what_cannot_be_connected_weighs_by_its_priority(priority: str, severity: str, decision: str) -> None:
    fit = fit_of(client({**CONNECT, "priority": priority}), product(XML))
    assert [(gap.kind, gap.severity) for gap in gaps_on(fit, "R")] == [("incompatible", severity)]
    assert fit.decision == decision


def test_what_is_not_wanted_is_judged_without_gap_or_weight() -> None:
    fit = fit_of(client({**CONNECT, "priority": "wont"}), product(XML))
    assert (fit["R"].verdict, fit.decision, gaps_on(fit, "R")) == ("unmet", "fit", [])
    assert "R" not in [part.requirement for part in fit.contributions]
    alone = fit_of(client({"id": "D", "deploy": "egress", "priority": "should"}, flows=[]),
                   product(hosting=["on_premises"], egress="required"))  # fmt: skip
    assert [(gap.requirement.id, gap.severity) for gap in alone.gaps] == [("D", "major")]


def test_a_score_by_hand() -> None:
    """R: should, 0.9 by an adapter; hosting, access, egress: Musts that are met. (2 x 0.9 + 3 x 4) / (2 + 3 x 4)."""
    fit = fit_of(client({**CONNECT, "priority": "should"}, adapters=[adapter()]), product(XML))
    assert fit.score == tobfit.Interval(Fraction(138, 140), Fraction(138, 140))
    assert fit.decision == "fit"


# ------------------------------------------------------------------------------------------------ limits
SLOW = adapter(id="slow", effort="1 day", latency="1 min", capacity="9 /s")
QUICK = adapter(id="quick", effort="5 days", latency="2 s", capacity="1 /s")
DEAR = adapter(id="dear", effort="9 days", latency="3 s", capacity="8 /s")


@pytest.mark.parametrize(
    ("limits", "chosen", "effort", "refused"),
    [
        ({}, "slow", 1, []),
        ({"latency": "10 s"}, "quick", 5, [("slow", "latency", 60, 10)]),
        ({"latency": "60 s"}, "slow", 1, []),
        ({"rate": "5 /s"}, "slow", 1, []),
        ({"latency": "10 s", "rate": "1 /s"}, "quick", 5, [("slow", "latency", 60, 10)]),
        ({"latency": "10 s", "rate": "5 /s"}, "dear", 9, [("slow", "latency", 60, 10)]),
    ],
)
def test_the_cheapest_chain_within_the_limits(
    limits: Plain, chosen: str, effort: int, refused: list[tuple[str, str, int, int]]
) -> None:
    line = {**CONNECT, "connect": {**CONNECT["connect"], **limits}}
    route = judged(client(line, adapters=[SLOW, QUICK, DEAR]), product(XML)).route
    assert route is not None
    assert route.adapters == (chosen,)
    assert route.effort == tobfit.Interval(Fraction(effort), Fraction(effort))
    found: list[object] = [
        (next(step.id for step in one.steps if step.kind == "adapter"), one.limit, one.given, one.wanted)
        for one in route.refused
    ]
    assert found == refused


@pytest.mark.parametrize(("limits", "broken"), [({"latency": "1 s"}, ("latency",)), ({"rate": "20 /s"}, ("rate",))])
def test_a_limit_that_no_way_keeps_is_named(limits: Plain, broken: tuple[str, ...]) -> None:
    line = {**CONNECT, "connect": {**CONNECT["connect"], **limits}}
    found = judged(client(line, adapters=[SLOW, QUICK, DEAR]), product(XML))
    assert found.route is not None
    assert (found.verdict, found.route.broken) == ("unmet", broken)


def test_a_figure_that_a_limit_asks_for_and_nobody_said_is_open() -> None:
    line = {**CONNECT, "connect": {**CONNECT["connect"], "latency": "10 s"}}
    report = matched(client(line, adapters=[adapter(latency=None)]), product(XML))
    assert told(report["p@1"]["R"]) == ("unknown", "0.0000..0.9000", "connection_open")
    question = next(q for q in report.questions if q.target == "client.landscape.adapters.a.latency")
    assert question.ask == "client"
    assert {answer: effect.decision for answer, effect in question.answers.items()} == {
        "none": "fit", "too much": "no_fit",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ both directions
def test_both_directions_need_a_way_each() -> None:
    both = {**CONNECT, "connect": {**CONNECT["connect"], "data": "both"}}
    asking = client(both, source={"data": "both"})
    # What is provided at both ends is pushed both ways: back into the plant nothing leads.
    there = judged(asking, product({"data": "both"}))
    assert (there.verdict, there.outcome.reason) == ("unmet", "unreachable")
    # What fetches opens the connection itself, so that the way out serves both directions.
    drawn = client(both, source={"data": "both", "side": "consumes"})
    assert told(judged(drawn, product({"data": "both"}))) == ("met", "1.0000", "connected")


def test_the_entity_that_is_wanted_must_be_given() -> None:
    def wanting(entity: str) -> Judgement:
        line = {**CONNECT, "connect": {**CONNECT["connect"], "entity": entity}}
        return judged(client(line, source={"entity": ["Order", "Part"]}), product({"entity": "any"}))

    assert wanting("Part").verdict == "met"
    assert wanting("Invoice").verdict == "unmet"


# ------------------------------------------------------------------------------------------------ places
def test_a_zone_that_is_asked_for_is_the_only_one() -> None:
    zones = [{"id": "lan", "hosting": "on_premises"}, {"id": "vault", "hosting": "air_gapped"}]
    box = product(hosting=["on_premises"], egress="required", runs_on=[])
    anywhere = fit_of(client(zones=zones, complete=("landscape.flows",)), box)
    assert anywhere["deploy:egress"].verdict == "met"
    line = {"id": "D", "deploy": {"aspect": "egress", "zone": "vault"}, "priority": "must"}
    there = fit_of(client(line, zones=zones), box)
    assert there["D"].verdict == "unmet"
    assert there["D"].deployment is not None
    assert [spot.place.zone for spot in there["D"].deployment.spots] == ["vault"]


@pytest.mark.parametrize(
    ("egress", "runs_on", "verdict"),
    [("none", [{"platform": "kubernetes"}], "met"), ("required", [{"platform": "kubernetes"}], "unmet"),
     ("none", [{"platform": "postgresql"}], "unknown"), ("none", [], "unknown")],
)  # fmt: skip
def test_a_place_as_a_whole(egress: str, runs_on: list[Plain], verdict: str) -> None:
    vault = {"id": "vault", "hosting": "air_gapped", "platforms": [{"platform": "kubernetes", "version": "1.30"}]}
    line = {"id": "D", "deploy": {"zone": "vault"}, "priority": "must"}
    asking = client(line, zones=[{"id": "lan", "hosting": "on_premises"}, vault])
    fit = fit_of(asking, product(hosting=["air_gapped"], egress=egress, runs_on=runs_on))
    assert [judgement.requirement.id for judgement in fit.judgements] == ["D"]
    assert fit["D"].verdict == verdict


def test_what_a_product_relies_on_may_be_narrower_than_asked() -> None:
    pack = {
        "tobfit": "pack/1", "id": "t",
        "vocabulary": [{"id": "fin"}, {"id": "fin.gl", "kind": "boolean", "broader": "fin"}],
    }  # fmt: skip
    packs = tobfit.load_packs(pack, shipped=False)
    systems = [{"id": "erp", "zone": "lan", "capabilities": ["fin.gl"]}]
    asking = client(systems=systems, complete=("landscape.systems",))
    for needed, verdict in (("fin", "met"), ("fin.gl", "met")):
        fit = tobfit.match(asking, product(requires=[needed]), packs=packs)["p@1"]
        assert fit["deploy:dependencies"].verdict == verdict
    line = {"id": "D", "deploy": "dependencies", "priority": "must"}
    assert fit_of(client(line), product(requires=["fin.general_ledger"]))["D"].verdict == "unknown"


# ------------------------------------------------------------------------------------------------ documents
POSTGRES: Plain = {"platform": "postgresql", "version": ">=14"}


def worlds() -> list[tobfit.Report]:
    """Met, refused, open, and with what follows from a vault, a limit and a line that is waived."""
    vault = {"id": "vault", "hosting": "air_gapped", "region": "CN"}
    lan = {"id": "lan", "hosting": "on_premises", "platforms": [{"platform": "mysql", "version": "8"}]}
    limited = {**CONNECT, "connect": {**CONNECT["connect"], "latency": "10 s", "data": "both", "rate": "1 /s"}}
    waived = {"id": "W", "deploy": {"zone": ["vault", "lan"]}, "waived": {"reason": "later"}}
    box: Plain = {"hosting": ["on_premises"], "egress": "required", "runs_on": [POSTGRES]}
    return [
        matched(client(CONNECT, adapters=[adapter()]), product(XML)),
        matched(client(CONNECT, flows=[], zones=[lan, vault]), product(**box, requires=["fin.general_ledger"])),
        matched(client(limited, source={"data": "both"}, adapters=[SLOW, QUICK]), product(OPEN, hosting=[])),
        matched(client(CONNECT, waived, complete=(), zones=[lan, vault]), product(interfaces=[], **box)),
    ]


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.parametrize("detail", ["full", "summary"])
def test_every_report_is_as_its_schema_says(audience: Any, detail: Any) -> None:
    for report in worlds():
        data = json.loads(json.dumps(report.to_dict(audience=audience, detail=detail)))
        jsonschema.validate(data, report_schema())
        if audience == "client":
            assert '"effort"' not in json.dumps(data)
            assert "person_day" not in json.dumps(data)


def test_a_report_says_where_and_how() -> None:
    data = worlds()[0].to_dict()
    judgements = {one["requirement"]: one for one in data["fits"][0]["judgements"]}
    route = judgements["R"]["route"]
    assert (route["feasible"], route["response"], route["broken"], route["open"]) == (True, "configuration", [], [])
    assert [step["kind"] for step in route["steps"]].count("adapter") == 1
    assert route["steps"][-1]["state"]["format"] == ["xml"]
    place = judgements["deploy:access"]["deployment"]["places"][0]
    assert (place["zone"], place["truth"]) == ("saas", True)
    assert judgements["deploy:access"]["route"] is None


def test_plain_documents_give_the_same_as_records() -> None:
    asking = client(CONNECT, adapters=[adapter()])
    plain = {"tobfit": "client/1", "id": "c", "as_of": "2026-11-01", "complete": ["landscape.flows"],
             "landscape": {"zones": [{"id": "lan", "hosting": "on_premises"}],
                           "flows": [{"from": "lan", "to": "internet", "protocols": ["https"]}],
                           "systems": [{"id": "erp", "zone": "lan", "interfaces": [
                               {"id": "out", "side": "provides", "data": "out", **SAME}]}],
                           "adapters": [adapter()]},
             "requirements": [CONNECT]}  # fmt: skip
    assert tobfit.match(plain, [product(XML)], packs=PACKS).to_dict() == matched(asking, product(XML)).to_dict()
