"""Edges of landscapes that a reader found: regions, zones that nobody drew, what a client accepts, ways out."""

from __future__ import annotations

import math
from typing import Any

import pytest

import tobfit
from tobfit import Client, Fit, Packs, Product, Report

Plain = dict[str, Any]
SAID: Plain = {"protocol": "https", "format": "json", "entity": "Order", "auth": "oauth2", "mode": "async"}


def end(name: str, data: str, **more: Any) -> Plain:
    """An interface of which everything is said."""
    return {"id": name, "side": "provides", "data": data, **SAID, **more}


def matched(landscape: Plain, lines: list[Plain], product: Plain, packs: Packs | None = None, **client: Any) -> Report:
    """The match of stated lines alone; flows are complete unless told otherwise."""
    fields = {"complete": ["landscape.flows"], **client}
    asking = Client(id="c", as_of="2026-11-01", landscape=landscape, requirements=lines, **fields)
    return tobfit.match(asking, Product(id="p@1", egress="none", **product), packs=packs, rules=False)


def fitted(landscape: Plain, lines: list[Plain], product: Plain, **client: Any) -> Fit:
    """The one fit of it."""
    return matched(landscape, lines, product, **client)["p@1"]


def system(*interfaces: Plain) -> Plain:
    """One system in one zone."""
    zones = [{"id": "z", "hosting": "on_premises"}]
    return {"zones": zones, "systems": [{"id": "s", "zone": "z", "interfaces": [*interfaces]}]}


BARE = Packs(())
"""Without the general adapters that ship."""
HOUSE: Plain = {"hosting": ["on_premises"]}


# ------------------------------------------------------------------------------------------------------ regions
@pytest.mark.parametrize(
    ("region", "need", "verdict"),
    [
        ("DE", {"none_of": ["eu"]}, "unmet"),
        ("DE", {"any_of": ["eu"]}, "met"),
        ("US-CA", {"none_of": ["us"]}, "unmet"),
        ("CN-BJ", {"any_of": ["cn"]}, "met"),
        ("CN", {"none_of": ["eu", "us"]}, "met"),
        ("west-2", {"none_of": ["eu"]}, "unknown"),
        ("west-2", {"any_of": ["eu"]}, "unknown"),
    ],
)
def test_a_zone_lies_in_all_that_its_region_lies_in(region: str, need: Plain, verdict: str) -> None:
    zone = {"id": "z", "hosting": "on_premises", "region": region}
    line = {"id": "R-1", "capability": "dep.data_residency", "need": need, "priority": "must"}
    judged = fitted({"zones": [zone]}, [line], HOUSE)["R-1"]
    # What is not met by running at home may be met in another way, of which nobody said anything.
    assert judged.verdict == ("unknown" if verdict == "unmet" else verdict)
    assert judged.worst == ("met" if verdict == "met" else "unmet")


# ------------------------------------------------------------------------------------------- zones that nobody drew
LINK: Plain = {"id": "R-1", "connect": {"system": "s", "data": "to_product"}, "priority": "must"}


def test_where_no_zone_is_drawn_there_may_be_one() -> None:
    drawn = {"systems": [{"id": "s", "interfaces": [end("o", "out")]}]}
    report = matched(drawn, [LINK], {**HOUSE, "interfaces": [end("i", "in")]}, complete=[])
    fit = report["p@1"]
    assert (fit["R-1"].verdict, fit.decision) == ("unknown", "undecided")
    question = next(one for one in report.questions if one.target == "client.landscape.zones")
    assert "zones" in question.text
    (answer,) = question.answers.values()
    assert report.what_if(answer.changes)["p@1"]["R-1"].verdict == "unmet"
    named = report.what_if({"client.landscape.zones": [{"id": "z", "hosting": "on_premises"}]})
    assert named["p@1"]["R-1"].verdict == "unknown"  # the system's zone is still open


def test_a_place_of_ones_own_where_no_zone_is_drawn_is_open() -> None:
    line = {"id": "R-1", "deploy": {"aspect": "hosting"}, "priority": "must"}
    assert fitted({}, [line], HOUSE)["R-1"].verdict == "unknown"
    assert fitted({}, [line], HOUSE, complete=["landscape.zones"])["R-1"].verdict == "unmet"
    assert fitted({}, [line], {"hosting": ["saas"]})["R-1"].verdict == "met"


# --------------------------------------------------------------------------------------------------- calling home
def test_whether_it_calls_home_does_not_matter_where_it_could() -> None:
    drawn = {"zones": [{"id": "z", "hosting": "on_premises"}], "flows": [{"from": "z", "to": "internet"}]}
    client = Client(id="c", as_of="2026-11-01", complete=["landscape.flows"], landscape=drawn)
    fit = tobfit.match(client, Product(id="p@1", **HOUSE), rules=False)["p@1"]
    assert fit["deploy:egress"].verdict == "met"
    shut = client.evolve(landscape={"zones": drawn["zones"]})
    assert tobfit.match(shut, Product(id="p@1", **HOUSE), rules=False)["p@1"]["deploy:egress"].verdict == "unknown"


# ----------------------------------------------------------------------------------------- what the client accepts
def adapter(name: str, effort: str | None, **more: Any) -> Plain:
    """From one protocol to the other."""
    made: Plain = {"id": name, "when": {"protocol": "https"}, "then": {"protocol": "sftp"}, **more}
    return made if effort is None else {**made, "effort": effort}


def linked(adapters: list[Plain], line: Plain = LINK) -> Fit:
    """A source in one protocol, a sink in the other."""
    drawn = {**system(end("o", "out")), "adapters": adapters}
    return fitted(drawn, [line], {**HOUSE, "interfaces": [end("i", "in", protocol="sftp")]})


def test_an_unaccepted_way_is_told_and_accepting_it_helps() -> None:
    fit = linked([adapter("x", "1 day", response="customisation")], {**LINK, "accept": ["standard"]})
    judged = fit["R-1"]
    assert judged.verdict == "unmet"
    assert judged.reason == "s/o reaches p@1/i through x: this is customisation, which the client does not accept"
    (gap,) = [gap for gap in fit.gaps if gap.requirement.id == "R-1" and gap.kind == "unaccepted"]
    remedy = next(remedy for remedy in gap.remedies if remedy.kind == "negotiate")
    assert remedy.changes == {"client.requirements.R-1.accept": ("standard", "customisation")}
    assert remedy.decision_after == "fit_with_gaps"


def test_connections_together_use_what_the_client_accepts() -> None:
    ways = [adapter("cheap", "1 day", response="customisation"), adapter("dear", "5 days")]
    line = {**LINK, "accept": ["standard", "configuration"]}
    fit = linked(ways, line)
    together = fit.connections
    assert together is not None
    assert together.adapters == ("dear",)
    assert together.effort.high == 5
    assert together.routes == (fit["R-1"].route,)
    assert linked(ways, {**line, "priority": "wont"}).connections is None
    asking = fit.world.client
    assert tobfit.integration.route(asking, fit.world.catalog["p@1"], "R-1") == fit["R-1"].route
    assert tobfit.integration.connections(asking, fit.world.catalog["p@1"]) == together


def test_a_certain_connection_is_not_priced_by_hope_because_another_one_is_open() -> None:
    silent = end("o2", "out")
    del silent["protocol"]
    drawn = {**system(end("o", "out"), silent), "adapters": [adapter("dear", "5 days"), adapter("unsaid", None)]}
    certain = {**LINK, "connect": {"system": "s", "interface": "o", "data": "to_product"}}
    opened = {"id": "R-2", "connect": {"system": "s", "interface": "o2", "data": "to_product"}, "priority": "should"}
    fit = fitted(drawn, [certain, opened], {**HOUSE, "interfaces": [end("i", "in", protocol="sftp")]})
    assert [fit[name].route.feasible for name in ("R-1", "R-2")] == [True, None]  # type: ignore[union-attr]
    together = fit.connections
    assert together is not None
    assert together.effort.low == 0
    assert together.effort.high == math.inf


def test_what_is_wont_decides_nothing_for_other_lines() -> None:
    drawn = system(end("o", "out"))
    drawn["zones"].append({"id": "y", "hosting": "on_premises"})
    elsewhere = {"id": "D-1", "deploy": {"zone": "y"}, "priority": "wont"}
    product = {**HOUSE, "interfaces": [end("i", "in")]}
    assert fitted(drawn, [LINK], product)["R-1"].verdict == "met"
    assert fitted(drawn, [LINK, elsewhere], product)["R-1"].verdict == "met"


# ----------------------------------------------------------------------------------------------- many adapters
def test_adapters_that_lead_nowhere_do_not_blur_what_two_directions_cost() -> None:
    def turned(name: str, taken: list[str], given: list[str], effort: str) -> Plain:
        return {"id": name, "when": {"protocol": taken}, "then": {"protocol": given}, "effort": effort}

    ends = [end("o", "out", protocol="p"), end("i", "in", protocol="t")]
    product = {**HOUSE, "interfaces": [end("jo", "out", protocol="r"), end("ji", "in", protocol="q")]}
    useful = [
        turned("a", ["p"], ["q"], "3 days"), turned("b", ["r"], ["t"], "3 days"),
        turned("shared", ["p", "r"], ["q", "t"], "5 days"),
    ]  # fmt: skip
    decoys = [
        {"id": f"d{n}", "when": {"protocol": ["p", "r"]}, "then": {"format": f"f{n}"}, "effort": "1 day"}
        for n in range(20)
    ]
    line = {"id": "R-1", "connect": {"system": "s", "data": "both"}, "priority": "must"}
    route = fitted({**system(*ends), "adapters": [*useful, *decoys]}, [line], product)["R-1"].route
    assert route is not None
    assert route.effort is not None
    assert str(route.effort) == "5.0000"
    assert route.is_exact
    # Beyond what can be tried the effort begins at a bound, and says so.
    ways = [turned(f"w{n:02}", ["p", "r"], ["q", "t"], "4.5 days") for n in range(20)]
    route = fitted({**system(*ends), "adapters": [*useful, *ways]}, [line], product)["R-1"].route
    assert route is not None
    assert route.effort is not None
    assert route.effort.low <= 4.5 <= route.effort.high
    assert route.is_exact == (route.effort.low == route.effort.high)


# ------------------------------------------------------------------------------------------------------ ways out
def ways_out(source: Plain, sink: Plain, **asked: Any) -> tuple[str, list[tuple[str, str]]]:
    """The reason of a connection that cannot be made, and its ways out with what each leads to."""
    drawn = {**system(source), "adapters": asked.pop("adapters", [])}
    line = {**LINK, "connect": {"system": "s", "data": "to_product", **asked}}
    fit = fitted(drawn, [line], {**HOUSE, "interfaces": [sink]}, packs=BARE)
    (gap,) = [gap for gap in fit.gaps if gap.requirement.id == "R-1" and gap.kind == "incompatible"]
    return gap.because, [(remedy.kind, remedy.fit["R-1"].verdict) for remedy in gap.remedies]


def test_a_mode_that_does_not_suit_is_named_and_another_interface_helps() -> None:
    because, ways = ways_out(end("o", "out", mode=["sync", "async"]), end("i", "in"), mode=["sync"])
    assert because == "No way from s/o to p@1/i: p@1/i does not take the mode that is wanted"
    assert ("negotiate", "met") in ways


def test_two_ends_that_wait_are_brought_together_by_one_that_opens() -> None:
    because, ways = ways_out(end("o", "out", initiator="peer"), end("i", "in", initiator="peer"))
    assert "both ends wait" in because
    assert ("negotiate", "met") in ways


def test_versions_that_do_not_suit_are_brought_together() -> None:
    source, sink = end("o", "out", version="2"), end("i", "in", side="consumes", version=">=3")
    assert ("negotiate", "met") in ways_out(source, sink)[1]


@pytest.mark.parametrize("limit", [{"latency": "1 s"}, {"rate": "9 /s"}])
def test_what_is_too_slow_or_too_narrow_can_be_built_anew(limit: Plain) -> None:
    slow = adapter("slow", "1 day", latency="5 s", capacity="1 /s")
    because, ways = ways_out(end("o", "out"), end("i", "in", protocol="sftp"), adapters=[slow], **limit)
    assert "allowed" in because or "rate" in because
    assert ("extend", "partial") in ways


def test_another_interface_is_made_of_the_one_that_comes_nearest() -> None:
    far = end("a", "in", protocol="amqp", mode="batch", auth="ssh-key")
    near = end("b", "in", protocol="sftp")
    drawn = system(end("o", "out"))
    fit = fitted(drawn, [LINK], {**HOUSE, "interfaces": [far, near]}, packs=BARE)
    (gap,) = [gap for gap in fit.gaps if gap.requirement.id == "R-1"]
    (remedy,) = [remedy for remedy in gap.remedies if remedy.kind == "negotiate"]
    assert list(remedy.changes) == ["product.p@1.interfaces.b-too"]
    assert remedy.fit["R-1"].verdict == "met"


def test_whether_a_cloud_is_reached_is_open_where_no_zone_is_drawn() -> None:
    line = {"id": "R-1", "deploy": {"aspect": "access"}, "priority": "must"}
    for hosting in ([], ["saas"]):
        fit = fitted({}, [line], {"hosting": hosting})
        assert (fit["R-1"].verdict, fit.decision) == ("unknown", "undecided")
    assert fitted({}, [line], {"hosting": ["saas"]}, complete=["landscape.zones"])["R-1"].verdict == "unmet"
    zone = {"zones": [{"id": "z", "hosting": "on_premises"}], "flows": [{"from": "z", "to": "internet"}]}
    assert fitted(zone, [line], {"hosting": ["saas"]})["R-1"].verdict == "met"
