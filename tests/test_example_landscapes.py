"""The three worked landscapes: what their README says of them holds, end to end through ``match``."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

import tobfit
import tobfit.report
from tobfit.integration.routing import Route
from tobfit.model.landscape import Adapter

ROOT = Path(__file__).resolve().parents[1] / "examples" / "landscapes"
NAMES = ("game-studio", "security-firm", "manufacturer")


def client_of(name: str) -> tobfit.Client:
    return tobfit.load_client(ROOT / name / "client.yaml")


def matched(name: str, client: tobfit.Client | None = None) -> tobfit.Report:
    return tobfit.match(client or client_of(name), ROOT / name / "products", rules=False)


def route(report: tobfit.Report, product: str, line: str) -> Route:
    found = report[product][line].route
    assert found is not None
    return found


def days(number: int) -> tobfit.Interval:
    return tobfit.Interval(Fraction(number), Fraction(number))


@pytest.mark.parametrize("name", NAMES)
def test_the_documents_are_sound_and_say_that_they_are_fictional(name: str) -> None:
    assert tobfit.check(ROOT / name) == ()
    offered = tobfit.load_catalog(ROOT / name / "products").products
    titles = [client_of(name).name, *(product.name for product in offered)]
    for title in titles:
        assert title is not None
        assert "fictional" in title.text("en")
        assert "虚构" in title.text("zh")


def test_the_studios_cheap_route_is_refused_for_its_capacity_and_the_next_is_chosen() -> None:
    report = matched("game-studio")
    found = route(report, "pulse@3", "R-001")
    assert (found.feasible, found.adapters, found.effort) == (True, ("stream-gateway",), days(9))
    (refused,) = found.refused
    assert [step.id for step in refused.steps if step.kind == "adapter"] == ["webhook-relay"]
    assert refused.limit == "rate"
    assert [int(number) for number in (refused.effort, refused.given, refused.wanted)] == [3, 200, 5000]
    text = tobfit.report.text(report, audience="internal")
    assert "stream-gateway" in text
    assert "carries 200 of 5000 /s" in " ".join(text.split())
    # Without the limit the relay would do.
    slow = client_of("game-studio")
    line = slow.requirements[0]
    assert line.connect is not None
    lenient = slow.evolve(requirements=(line.evolve(connect=line.connect.evolve(rate="100 /s")),))
    assert route(matched("game-studio", lenient), "pulse@3", "R-001").adapters == ("webhook-relay",)


def test_the_studios_connections_share_the_gateway() -> None:
    together = matched("game-studio")["pulse@3"].connections
    assert together is not None
    assert (together.adapters, together.effort, together.apart) == (("stream-gateway",), days(9), 12)
    assert together.is_exact


def test_the_firms_feed_gets_in_through_the_diode_and_its_telemetry_cannot_get_out() -> None:
    report = matched("security-firm")
    feed, telemetry = route(report, "sealed@2", "R-002"), route(report, "sealed@2", "R-003")
    assert [step.zones for step in feed.steps if step.kind == "flow"] == [("office", "vault")]
    assert (telemetry.feasible, telemetry.broken) == (False, ("zone",))
    assert "vault" in report["sealed@2"]["R-003"].reason
    (gap,) = (gap for gap in report["sealed@2"].gaps if gap.requirement.id == "R-003")
    assert (gap.kind, gap.severity) == ("incompatible", "major")
    # A firewall rule does not cross an air gap.
    assert all("client.landscape.flows" not in remedy.changes for remedy in gap.remedies)
    # Turned round, the diode lets telemetry out and no feed in.
    client = client_of("security-firm")
    assert client.landscape is not None
    flows = [
        flow.evolve(from_=flow.to, to=flow.from_, protocols=["syslog"]) if flow.one_way else flow
        for flow in client.landscape.flows
    ]
    turned = matched("security-firm", client.evolve(landscape=client.landscape.evolve(flows=flows)))
    assert route(turned, "sealed@2", "R-002").feasible is False
    assert route(turned, "sealed@2", "R-003").feasible is True


def test_of_the_firms_products_one_fits_one_calls_home_and_one_does_not_say() -> None:
    report = matched("security-firm")
    assert {fit.product: fit.decision for fit in report.fits} == {
        "sealed@2": "fit_with_gaps", "silent@2": "undecided", "caller@2": "no_fit",
    }  # fmt: skip
    blockers = [(gap.requirement.id, gap.kind) for gap in report["caller@2"].gaps if gap.severity == "blocker"]
    assert blockers == [("R-001", "incompatible")]
    (question,) = report.questions
    assert question.target == "product.silent@2.egress"
    assert {answer: effect.decision for answer, effect in question.answers.items()} == {
        "none": "fit_with_gaps", "optional": "fit_with_gaps", "required": "no_fit",
    }  # fmt: skip


def test_the_plants_own_gateway_beats_a_new_integration_platform() -> None:
    report = matched("manufacturer")
    own = route(report, "planner@7", "R-001")
    assert (own.adapters, own.effort) == (("process-integration", "edge-gateway"), days(13))
    assert report["planner@7"]["R-001"].verdict == "met"
    client = client_of("manufacturer")
    assert client.landscape is not None
    nothing: tuple[Adapter, ...] = ()
    without = matched("manufacturer", client.evolve(landscape=client.landscape.evolve(adapters=nothing)))
    bought = route(without, "planner@7", "R-001")
    assert (bought.adapters, bought.is_assumed) == (("general.integration-platform",), True)
    assert bought.effort is not None
    assert own.effort is not None
    assert own.effort.high < bought.effort.low < math.inf
    assert without["planner@7"]["R-001"].verdict == "partial"
