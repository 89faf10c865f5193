"""The explanation that all renderings draw from says what the report says, no more and no less."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from tests.report.landscape_worlds import GIVEN, client, matched, product
from tests.report.worlds import Make, example, made_up, rich

from tobfit import Client, Product
from tobfit.api import match
from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.report import Report
from tobfit.report import explain
from tobfit.testing.strategies import World, worlds

REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])
NOBODY = Fraction(0)


def report_of(world: World) -> Report:
    return match(world.client, world.catalog, world.packs, world.policy)


@given(world=worlds())
def test_cells_and_spokes_sum_exactly_to_the_score(world: World) -> None:
    report = report_of(world)
    told = explain(report)
    assert [product.id for product in told.products] == [fit.product for fit in report.fits]
    for one in told.products:
        score = report[one.id].score
        assert [cell.requirement for cell in one.cells] == [line.id for line in told.lines]
        ends = [(cell.low, cell.high) for cell in one.cells if cell.low is not None and cell.high is not None]
        if score is None:
            assert not ends
            assert all(spoke.score is None and spoke.share == 0 for spoke in one.spokes)
            continue
        assert sum((low for low, _ in ends), NOBODY) == score.low
        assert sum((high for _, high in ends), NOBODY) == score.high
        assert sum((cell.share for cell in one.cells), NOBODY) == 1
        spokes = [(spoke.share, spoke.score) for spoke in one.spokes if spoke.score is not None]
        assert sum((share * found.low for share, found in spokes), NOBODY) == score.low
        assert sum((share * found.high for share, found in spokes), NOBODY) == score.high
        assert sum((share for share, _ in spokes), NOBODY) == 1


@given(world=worlds())
def test_every_gap_is_told_once(world: World) -> None:
    report = report_of(world)
    for one in explain(report).products:
        gaps = report[one.id].gaps
        assert sorted((gap.requirement.id, gap.kind) for gap in gaps) == sorted(
            (told.requirement, kind) for told in one.gaps for kind in told.kinds
        )
        assert [told.severity for told in one.gaps] == sorted(
            (told.severity for told in one.gaps), key=["blocker", "major", "minor", "info"].index
        )


@REPORTS
def test_ways_out_promise_what_matching_again_gives(make: Make) -> None:
    report = make()
    told = explain(report, limit=None)
    checked = 0
    for one in told.products[:3]:
        for shown in one.gaps[:4]:
            found = [gap for gap in report[one.id].gaps if gap.requirement.id == shown.requirement]
            after = {
                (remedy.kind, remedy.decision_after, remedy.score_after)
                for each in found
                for remedy in report.remedies(each)
                if remedy.kind != "ask"
            }
            for way in shown.ways:
                if way.kind != "ask":
                    assert (way.kind, way.decision, way.score) in after
                    checked += 1
    assert checked


@REPORTS
def test_questions_have_their_options_before_they_are_worked_out(make: Make) -> None:
    report = make()
    told = explain(report)
    assert [one.target for one in told.questions] == [one.target for one in report.questions]
    for one in told.questions[:5]:
        assert (one.pivotal, one.width) == (one.question.pivotal, one.question.width)
        if not isinstance(one.question, ProfileQuestion):
            assert set(one.options) == {label for answer in one.answers for label in answer.labels}
            assert all(answer.decision is not None for answer in one.answers)


def test_lines_know_dimension_stage_and_roles() -> None:
    people = [{"id": "cio", "role": "economic"}, {"id": "eva", "role": "user"}, {"id": "ada", "role": "user"}]
    asking = Client(id="acme", as_of="2026-11-01", stakeholders=people)
    asking = asking.require("sec.mfa", asked_by=["ada", "cio", "eva"], stage="operation").require("crm.cpq")
    lines = explain(asked(asking)).lines
    assert [line.dimension for line in lines] == ["sec", "crm"]
    assert (lines[0].roles, lines[0].stage) == (("user", "economic"), "operation")
    assert (lines[1].roles, lines[1].stage) == ((), None)
    assert lines[0].dimension_name != "sec"


def asked(asking: Client) -> Report:
    import tobfit

    return tobfit.match(asking, Product(id="crm@5").offers("sec.mfa", response="standard"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_links_say_where_a_connection_breaks(lang: str) -> None:
    (whole,) = explain(matched(client(), product()), lang=lang).products[0].links
    assert (whole.state, whole.system, whole.to_product, whole.broken) == ("whole", "sap", True, ())
    assert [stop.kind for stop in whole.stops] == ["interface", "adapter", "zone", "interface"]
    (broken,) = explain(matched(client(flows=[]), product()), lang=lang).products[0].links
    assert broken.state == "broken"
    assert broken.broken == (("zone",) if lang == "en" else ("区域",))
    assert "gap" in [stop.kind for stop in broken.stops]
    assert explain(matched(client(flows=[]), product()), lang=lang).lines[0].dimension == "landscape"


@pytest.mark.parametrize(
    ("line", "said", "state", "broken"),
    [
        ({}, None, "open", ()),
        ({}, "standard", "whole", ()),
        ({}, "not_supported", "broken", ("missing",)),
        ({"connect": {"system": "sap"}, "accept": ["standard"]}, None, "broken", ("unaccepted",)),
        ({"connect": {"system": "sap"}, "accept": ["standard", "configuration"]}, None, "whole", ()),
    ],
)
def test_a_connection_stands_as_its_line_was_judged(
    line: dict[str, object], said: str | None, state: str, broken: tuple[str, ...]
) -> None:
    """No picture shows a tick where the matrix has a cross, nor a question that the vendor has answered."""
    asked_for = {"id": "R-1", "priority": "must", "connect": {"system": "crm"}, **line}
    out = {"id": "idoc", "side": "provides", "data": "out", **GIVEN}
    systems = [{"id": "sap", "zone": "lan", "interfaces": [out]}, {"id": "crm", "zone": "lan"}]
    asking = client(asked_for, systems=systems)
    answer = {"requirement": "R-1", "response": said}
    document = {"tobfit": "response/1", "client": asking["id"], "product": product()["id"], "as_of": "2026-11-01"}
    heard = [{**document, "answers": [answer]}] if said else []
    (one,) = explain(matched(asking, product(), *heard)).products
    verdict = {"open": "unknown", "whole": "met", "broken": "unmet"}[state]
    assert one.cell["R-1"].verdict == verdict
    assert [(link.state, link.broken) for link in one.links] == [(state, broken)]


@pytest.mark.parametrize("name", ["explain", "svg", "vega_lite", "pictures", "context"])
def test_what_is_no_report_is_refused_at_once(name: str) -> None:
    import tobfit.report

    for one in ("client.yaml", made_up().fits[0]):
        with pytest.raises(TypeError, match=f"not a {type(one).__name__}$"):
            getattr(tobfit.report, name)(one)


def test_a_connection_that_does_not_apply_is_not_drawn() -> None:
    asking = client({"id": "R-1", "priority": "should", "connect": {"system": "crm"}}, systems=[{"id": "crm"}])
    document = {"tobfit": "response/1", "client": asking["id"], "product": product()["id"], "as_of": "2026-11-01"}
    heard = {**document, "answers": [{"requirement": "R-1", "response": "not_applicable"}]}
    (one,) = explain(matched(asking, product(), heard)).products
    assert one.cell["R-1"].verdict == "not_applicable"
    assert one.links == ()


def test_internal_efforts_are_for_the_inside_only() -> None:
    report = rich(secret="SECRET")
    efforts = {
        audience: [way.effort for gap in explain(report, audience=audience).products[0].gaps for way in gap.ways]
        for audience in ("client", "internal")
    }
    assert not any(efforts["client"])
    assert any(efforts["internal"])
    with pytest.raises(ValueError, match="audience"):
        explain(report, audience="clients")
    with pytest.raises(ValueError, match="limit"):
        explain(report, limit=0)
