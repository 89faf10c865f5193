"""Connections and places as a reader sees them: the route step by step, the missing link, what is internal."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from tests.report.landscape_worlds import EFFORT, bridge, client, matched, product
from tests.report.telling import LANGUAGES, whole

from tobfit.matching.report import Report
from tobfit.report import markdown, records, text
from tobfit.testing.strategies import World, worlds

NO_WAY_OUT: dict[str, Any] = {"flows": []}


def routes(report: Report, lang: str) -> list[str]:
    """The lines that begin as routes do."""
    starts = ("route", "refused", "latency", "effort", "对接路径", "虽更省", "延迟", "工作量")
    return [line for line in whole(report, lang) if line.startswith(starts)]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", "route: sap/idoc [Plant network, rfc, idoc, Order, basic, async] > Old bridge (pi) (the client's own) > "
               "network Plant network > the internet > the vendor's cloud > cloud/in [the vendor's cloud, rest, json, "
               "Order, basic, async]"),
        ("zh", "对接路径：sap/idoc［厂区网络，rfc，idoc，Order，basic，async］ > 旧总线（pi）（客户自有） > "
               "网络 厂区网络 > 互联网 > 厂商云服务 > cloud/in［厂商云服务，rest，json，Order，basic，async］"),
    ],
)  # fmt: skip
def test_a_route_is_told_step_by_step(lang: str, wanted: str) -> None:
    assert routes(matched(client(), product()), lang) == [wanted]


@pytest.mark.parametrize(
    ("lang", "reason", "wanted"),
    [
        ("en", "No way from sap/idoc to cloud/in: ", "✗ zone: Plant network -> the vendor's cloud"),
        ("zh", "sap/idoc 无法到达 cloud/in：", "✗ 区域：厂区网络 -> 厂商云服务"),
    ],
)
def test_the_missing_link_is_marked_where_it_breaks(lang: str, reason: str, wanted: str) -> None:
    report = matched(client(**NO_WAY_OUT), product())
    (line,) = routes(report, lang)
    assert line.count("✗") == 1
    place = line.split(" > ").index(wanted)
    assert 0 < place < len(line.split(" > ")) - 1
    assert any(told.startswith(reason) for told in whole(report, lang))
    for rendered in (text(report, lang=lang, limit=None), markdown(report, lang=lang, limit=None)):
        assert rendered.count("✗") == 1


@pytest.mark.parametrize(
    ("lang", "flow"),
    [
        ("en", "fetched over Plant network > the internet > the vendor's cloud"),
        ("zh", "经 厂区网络 > 互联网 > 厂商云服务 拉取"),
    ],
)
def test_what_is_fetched_says_so(lang: str, flow: str) -> None:
    inward: dict[str, Any] = {"flows": [{"from": "internet", "to": "lan"}]}
    (line,) = routes(matched(client(**inward), product(interface={"side": "consumes"})), lang)
    assert flow in line.split(" > ", 2)[2]


@pytest.mark.parametrize(("lang", "mark"), [("en", ", not drawn"), ("zh", "（图中未画）")])
def test_a_flow_that_nobody_drew_says_so(lang: str, mark: str) -> None:
    asking = client(**NO_WAY_OUT)
    asking["complete"] = []
    lines = routes(matched(asking, product()), lang)
    assert lines[0].startswith({"en": "route, if all that is open turns out well", "zh": "对接路径（若未说明"}[lang])
    assert mark in lines[0]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", "refused, though cheaper: Old bridge (pi): takes 60 s of 10 s"),
        ("zh", "虽更省但不可用：旧总线（pi）：需 60 秒，允许 10 秒"),
    ],
)
def test_the_cheaper_chain_that_a_limit_forbids_is_shown(lang: str, wanted: str) -> None:
    slow = bridge(latency="1 min", effort="1 day")
    quick = bridge(id="px", latency="2 s", effort="3 days")
    line = {"id": "R", "priority": "must", "connect": {"system": "sap", "latency": "10 s"}}
    lines = routes(matched(client(line, adapters=[slow, quick]), product()), lang)
    assert "(px)" in lines[0].replace("（px）", "(px)")
    assert lines[1:] == [{"en": "latency: 2 s", "zh": "延迟：2 秒"}[lang], wanted]


def test_places_are_told_by_name() -> None:
    report = matched(client(), product("box", hosting=["on_premises"], runs_on=[]))
    for lang, wanted in (("en", "Runs in Plant network (on premises)"), ("zh", "运行于厂区网络（本地部署）")):
        assert wanted in whole(report, lang)
    shut = matched(client(), product("far", hosting=["public_cloud"]))
    places = ("Plant network (on premises)", "the vendor's cloud", "Vault (air-gapped)")
    told = "; ".join(f"not delivered for {place}" for place in places)
    assert told[0].upper() + told[1:] in whole(shut)


# ------------------------------------------------------------------------------------------------ what is internal
def figures() -> list[Report]:
    """Reports in which every kind of effort has a part: adapters, proposals, refused chains, sums, questions."""
    line = {"id": "R-2", "priority": "must", "connect": {"system": "sap", "latency": "10 s"}}
    both = {"id": "R-3", "priority": "should", "connect": {"system": "sap"}}
    slow, quick = bridge(latency="1 min"), bridge(id="px", latency="2 s", effort="7474 days")
    csv: dict[str, Any] = {"interface": {"format": "csv"}}
    return [
        matched(client(line, both, adapters=[slow, quick]), product(), product("two", adapters=[bridge(id="own")])),
        matched(client(adapters=[]), product(**csv), product("open", interface={"format": None})),
        matched(client(adapters=[bridge(effort=None)]), product(), product("none", interfaces=[])),
    ]


@pytest.mark.parametrize("report", figures(), ids=["limits", "proposals", "open"])
def test_no_effort_reaches_the_client(report: Report) -> None:
    for lang in ("en", "zh"):
        for told in (text(report, lang=lang, limit=None), markdown(report, lang=lang, limit=None)):
            assert not re.search(r"7[1-4]7[1-4]|person|人日", told)
    data = json.dumps([report.to_dict(), records(report)])
    assert not re.search(r"7[1-4]7[1-4]|person_day", data)


@LANGUAGES
def test_efforts_are_there_for_the_inside(lang: str) -> None:
    report = matched(client(), product())
    inside = whole(report, lang, audience="internal")
    likely = {"en": "effort, likely: 7272 person-days", "zh": "工作量（最可能值）：7272 人日"}[lang]
    assert likely in inside
    assert any(line.endswith("7171 person_day / 7272 person_day / 7373 person_day") for line in inside)
    assert EFFORT["high"].removesuffix(" days") in json.dumps(report.to_dict(audience="internal"))


@LANGUAGES
def test_adapters_that_several_connections_share_are_paid_once(lang: str) -> None:
    lines = [{"id": name, "connect": {"system": "sap"}} for name in ("R-1", "R-2")]
    inside = whole(matched(client(*lines), product()), lang, audience="internal")
    wanted = {
        "en": "All connections together: 7272 person-days, each adapter paid once (exact).",
        "zh": "全部对接合计：7272 人日，每个适配器只计一次（精确值）。",
    }
    assert wanted[lang] in inside


@given(worlds(max_lines=2, max_products=1, landscape=True))
def test_every_landscape_can_be_told(world: World) -> None:
    report = world.report()
    for lang in ("en", "zh"):
        told = "\n".join(whole(report, lang))
        assert not re.search(r"person|人日", told)
        whole(report, lang, audience="internal")
