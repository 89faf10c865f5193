"""The shipped technologies and general adapters, and what the lint of packs says of such records."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tobfit
from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.lint import stack
from tobfit.knowledge.technology import TECHNICAL, Names, name_of
from tobfit.model.label import Label
from tobfit.model.landscape import COORDINATES, GeneralAdapter, State
from tobfit.model.pack import Pack
from tobfit.model.words import TechnologyKind

BASE = tobfit.load_packs().base
NAMES = Names.of(BASE)
GENERAL = [adapter for adapter in BASE.adapters.values() if not adapter.proposal]
PROPOSALS = [adapter for adapter in BASE.adapters.values() if adapter.proposal]

# What readers of foreign formats make, and what documents are full of.
WANTED: Mapping[TechnologyKind, str] = {
    "protocol": "https http rest soap odata odata-v2 odata-v4 graphql grpc websocket webhook mqtt amqp kafka jms sftp "
    "ssh ftps ftp smb nfs smtp imap ldap ldaps saml scim oidc sql jdbc odbc sap-rfc opc-ua modbus tcp tls udp syslog "
    "mcp",
    "format": "json xml csv idoc avro protobuf parquet xlsx edifact x12 hl7 fhir text binary html",
    "auth": "none basic api-key oauth2 oidc saml mtls kerberos ldap sap-logon ssh-key jwt",
    "mode": "sync async batch stream",
    "platform": "kubernetes docker linux windows-server rhel ubuntu openeuler kylin uos oracle postgresql mysql "
    "sql-server db2 sap-hana dm kingbase gaussdb oceanbase tidb mongodb redis elasticsearch java dotnet tomcat "
    "openstack vmware-vsphere",
}


def is_bilingual(label: Label | None) -> bool:
    return label is not None and {*label.texts} == {"en", "zh"} and all(text.strip() for text in label.texts.values())


def carriers(name: str) -> set[str]:
    """All that carries a protocol, at any depth."""
    found: set[str] = set()
    todo = [name]
    while todo:
        new = set(BASE.technologies[todo.pop()].over) - found
        found |= new
        todo += new
    return found


def coordinates(state: State) -> dict[str, tuple[str, ...]]:
    """The coordinates that a state names."""
    return {name: values for name in COORDINATES if (values := getattr(state, name)) is not None}


# ------------------------------------------------------------------------------------------------ what ships


@pytest.mark.parametrize("kind", get_args(TechnologyKind))
def test_the_usual_names_are_there(kind: TechnologyKind) -> None:
    assert set(WANTED[kind].split()) - NAMES.known[kind] == set()


def test_every_record_has_a_name_in_both_languages() -> None:
    assert [technology.id for technology in BASE.technologies.values() if not is_bilingual(technology.name)] == []
    assert [adapter.id for adapter in BASE.adapters.values() if not is_bilingual(adapter.name)] == []
    assert [adapter.id for adapter in BASE.adapters.values() if not is_bilingual(adapter.because)] == []


def test_a_name_stands_once_in_a_kind_and_protocols_have_the_bare_one() -> None:
    kinds = [(technology.kind, name_of(technology)) for technology in BASE.technologies.values()]
    assert len(set(kinds)) == len(kinds)
    assert [t.id for t in BASE.technologies.values() if t.kind == "protocol" and ":" in t.id] == []
    prefixed = {t.id for t in BASE.technologies.values() if ":" in t.id}
    assert {name.partition(":")[2] for name in prefixed} <= NAMES.known["protocol"]
    assert {"auth:ldap", "auth:saml", "auth:oidc"} <= prefixed


def test_carriers_are_protocols_and_come_to_an_end() -> None:
    over = [(name, carrier) for name, record in BASE.technologies.items() for carrier in record.over]
    graph: nx.DiGraph[str] = nx.DiGraph(over)
    assert nx.is_directed_acyclic_graph(graph)
    assert {BASE.technologies[name].kind for name in graph} == {"protocol"}
    ends = {name for name, record in BASE.technologies.items() if record.kind == "protocol" and not record.over}
    assert ends == {"tcp", "udp"}


def test_what_a_network_lets_through() -> None:
    assert {"https", "http", "tls", "tcp"} == carriers("rest") == carriers("soap")
    assert {"ssh", "tcp"} == carriers("sftp")
    assert {"websocket", "https"} <= carriers("mqtt-ws")
    assert {"tls", "tcp"} == carriers("kafka")
    assert {"tls", "tcp", "udp"} == carriers("syslog")
    assert {"sql", "tls", "tcp"} == carriers("jdbc")
    # What a route must not count on: neither goes through where only the web is let through.
    for name in ("sap-rfc", "opc-ua", "mqtt", "amqp", "kafka", "jdbc", "sftp"):
        assert "https" not in carriers(name)
    # What is encrypted does not go as the plain one, nor the other way round.
    assert "http" not in carriers("https")
    assert "tls" not in carriers("http")


@pytest.mark.parametrize("adapter", GENERAL, ids=lambda adapter: adapter.id)
def test_what_routes_count_on_is_concrete(adapter: GeneralAdapter) -> None:
    when, then = coordinates(adapter.when), coordinates(adapter.then)
    assert when.keys() & {"protocol", "format", "auth"}
    assert not {*when, *then} & {"zone", "entity"}, "zones and entities are the client's own"
    for kind, values in (*when.items(), *then.items()):
        assert set(values) <= NAMES.known[kind], kind  # type: ignore[index]
    # Whoever logs on anew says what it can log on with; nothing unknown becomes known by the way.
    assert "auth" not in then or "auth" in when
    assert "protocol" not in then or "protocol" in when
    assert "format" not in then or when.keys() & {"format", "protocol"}
    for kind in when.keys() & then.keys() - {"auth"}:
        assert adapter.id == "general.integration-platform" or set(when[kind]).isdisjoint(then[kind])


@pytest.mark.parametrize("adapter", BASE.adapters.values(), ids=lambda adapter: adapter.id)
def test_efforts_have_three_points_that_differ(adapter: GeneralAdapter) -> None:
    effort = adapter.effort
    assert effort is not None
    assert 0 < effort.low.number < effort.likely.number < effort.high.number
    assert (adapter.latency is None) == (adapter.capacity is None) == adapter.proposal


def test_a_platform_is_dearer_than_any_single_adapter() -> None:
    likely = {a.id: a.effort.likely.number for a in GENERAL if a.effort}
    dearest = max(likely, key=lambda name: likely[name])
    assert dearest == "general.integration-platform"
    assert BASE.adapters[dearest].response == "third_party"


def test_proposals_cover_every_coordinate_once() -> None:
    covered = [coordinates(adapter.then) for adapter in PROPOSALS]
    assert sorted(name for found in covered for name in found) == sorted(COORDINATES)
    for adapter in PROPOSALS:
        assert coordinates(adapter.when) == coordinates(adapter.then) != {}
        assert {*itertools.chain(*coordinates(adapter.then).values())} == {"any"}
    (opening,) = (adapter for adapter in PROPOSALS if adapter.then.zone)
    assert opening.response == "configuration"
    assert opening.effort is not None
    assert [opening.effort.low.number, opening.effort.likely.number, opening.effort.high.number] == [1, 2, 5]


def test_the_platform_is_as_it_was_ordered() -> None:
    platform = BASE.adapters["general.integration-platform"]
    assert {"sap-rfc", "soap", "odata", "odata-v2", "odata-v4", "jdbc", "sftp", "amqp", "kafka", "rest"} == {
        *(platform.when.protocol or ())
    }
    assert {"rest", "soap", "odata-v4", "kafka", "sftp"} == {*(platform.then.protocol or ())}
    assert platform.then.format == ("json", "xml", "csv")


def test_the_pack_and_the_pages_say_that_efforts_are_assumptions() -> None:
    pack = next(pack for layer in tobfit.load_packs().layers for pack in layer if pack.id == "tobfit-integration")
    assert "assumptions" in (pack.notes or "")
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "reference" / "shipped-packs.md").read_text(encoding="utf-8")
    assert "efforts is an assumption" in page
    readme = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(BASE.technologies)} technologies and {len(BASE.adapters)} general adapters" in readme


# ------------------------------------------------------------------------------------------------ the lint


def linted(**sections: Any) -> list[tuple[str, str | None, str]]:
    """Code, path and severity of what is wrong with a pack on top of the shipped ones."""
    _, problems = stack((*tobfit.load_packs().layers, (Pack(id="mine", **sections),)))
    return [(problem.code, problem.path, problem.severity) for problem in problems]


def test_what_ships_has_no_fault() -> None:
    assert stack(tobfit.load_packs().layers)[1] == []


def test_what_carries_must_be_there_and_be_a_protocol() -> None:
    technologies = [
        {"id": "mine.a", "kind": "protocol", "over": ["https", "htps", "json"]},
        {"id": "mine.b", "kind": "format", "over": ["https"]},
        {"id": "mine.c", "kind": "protocol", "over": ["mine.a", "tcp"]},
    ]
    assert linted(technologies=technologies) == [
        ("TF307", "$.technologies[0].over[1]", "error"),
        ("TF334", "$.technologies[0].over[2]", "error"),
        ("TF334", "$.technologies[1].over", "error"),
    ]


def test_a_circle_is_named_at_each_of_its_members_and_nowhere_else() -> None:
    over = {"a": ["tcp", "b"], "b": ["c"], "c": ["a"], "into": ["a"], "self": ["self"], "d": ["e", "tcp"], "e": ["tcp"]}
    found = circles(over)
    assert [(problem.code, problem.path) for problem in found] == [
        ("TF333", "$.technologies[0].over[1]"),
        ("TF333", "$.technologies[1].over[0]"),
        ("TF333", "$.technologies[2].over[0]"),
        ("TF333", "$.technologies[4].over[0]"),
    ]
    assert found[1].message == "'b' is carried by itself: b > c > a > b"


def circles(over: Mapping[str, Iterable[str]]) -> list[Problem]:
    """The problems of protocols that are carried so, beside tcp."""
    technologies = [{"id": name, "kind": "protocol", "over": names} for name, names in over.items()]
    pack = Pack(id="mine", technologies=[*technologies, {"id": "tcp", "kind": "protocol"}])
    return sorted(stack([[pack]])[1], key=lambda problem: problem.path or "")


@given(st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=3)))
def test_circles_are_the_strongly_connected_parts(over: dict[str, list[str]]) -> None:
    over = {name: [other for other in names if other in over] for name, names in over.items()}
    graph: nx.DiGraph[str] = nx.DiGraph((name, other) for name, names in over.items() for other in names)
    parts = list(nx.strongly_connected_components(graph))
    wanted = {name for part in parts for name in part if len(part) > 1 or graph.has_edge(name, name)}
    found = circles(over)
    assert {problem.code for problem in found} <= {"TF333"}
    for problem in found:
        place = re.fullmatch(r"\$\.technologies\[(\d+)\]\.over\[(\d+)\]", problem.path or "")
        assert place is not None
        name = list(over)[int(place[1])]
        way = problem.message.partition(": ")[2].split(" > ")
        assert way[0] == way[-1] == name
        assert way[1] == over[name][int(place[2])]
        assert all(graph.has_edge(*step) for step in itertools.pairwise(way))
        wanted.remove(name)
    assert wanted == set()


def test_a_long_circle_is_shown_without_its_middle() -> None:
    found = circles({f"p{n}": [f"p{(n + 1) % 1000}"] for n in range(1000)})
    assert len(found) == 1000
    assert all(" > ... > " in problem.message and len(problem.message) < 250 for problem in found)


def test_a_long_way_into_a_circle_is_looked_through_quickly() -> None:
    started = time.process_time()
    found = circles({f"p{n}": [f"p{min(n + 1, 9999)}"] for n in range(10_000)})
    assert [problem.path for problem in found] == ["$.technologies[9999].over[0]"]
    assert time.process_time() - started < 2


EFFORT = "2 days"


@pytest.mark.parametrize(
    ("adapter", "expected"),
    [
        ({"then": {"protocol": "rest"}, "effort": EFFORT}, []),
        ({"when": {"protocol": "rset", "format": ["json", "jsn"]}, "then": {"auth": "oath2", "mode": "snyc"},
          "effort": EFFORT},
         [("TF328", ".when.protocol[0]", "warning"), ("TF328", ".when.format[1]", "warning"),
          ("TF328", ".then.auth[0]", "warning"), ("TF328", ".then.mode[0]", "warning")]),
        # zones and entities are free, and any is no name
        ({"when": {"zone": "dmz", "entity": "Order"}, "then": {"entity": "Bestellung", "auth": "any"},
          "effort": EFFORT}, []),
        ({"when": {"protocol": "rest"}, "then": {}, "effort": EFFORT}, [("TF329", ".then", "error")]),
        ({"when": {"protocol": "rest", "mode": "sync"}, "then": {"mode": "sync"}, "effort": EFFORT},
         [("TF329", ".then", "error")]),
        ({"when": {"mode": "sync"}, "then": {"mode": ["sync", "async"]}, "effort": EFFORT}, []),
        ({"when": {"mode": "any"}, "then": {"mode": "any"}, "effort": EFFORT}, []),
        ({"then": {"protocol": "rest"}}, [("TF330", "", "warning")]),
    ],
)  # fmt: skip
def test_adapters(adapter: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    found = linted(adapters=[{"id": "mine.x", **adapter}])
    assert found == [(code, f"$.adapters[0]{path}", severity) for code, path, severity in expected]


def test_the_nearest_name_is_given_and_a_name_of_another_kind_is_said() -> None:
    adapters = [{"id": "mine.x", "when": {"protocol": "odat", "auth": "rest"}, "then": {"format": "qqqqqqqq"}}]
    _, problems = stack((*tobfit.load_packs().layers, (Pack(id="mine", adapters=adapters),)))
    assert [problem.hint for problem in problems if problem.code == "TF328"] == [
        "did you mean 'odata'?",
        "'rest' is a protocol",
        "add it to the technologies of a pack of your own",
    ]


def test_a_layer_adds_names_and_takes_them_away() -> None:
    mine = {"technologies": [{"id": "mine.x", "kind": "protocol", "over": ["tcp"]}]}
    adapter = {"id": "mine.x-to-rest", "when": {"protocol": "mine.x"}, "then": {"protocol": "rest"}, "effort": EFFORT}
    assert linted(**mine, adapters=[adapter]) == []
    gone = [{"id": "saml", "kind": "protocol", "overrides": "saml", "withdrawn": True}]
    assert linted(technologies=gone) == []  # the authentication of that name stays
    bare = [{"id": "auth:saml", "kind": "auth", "overrides": "auth:saml", "withdrawn": True}]
    assert [code for code, _, _ in linted(technologies=bare)] == ["TF328"]  # of general.saml-to-oidc
    carrier = [{"id": "ssh", "kind": "protocol", "overrides": "ssh", "withdrawn": True}]
    assert [code for code, _, _ in linted(technologies=carrier)] == ["TF307"]  # of sftp


def test_packs_that_name_nothing_refuse_nothing() -> None:
    adapter = {"id": "x", "when": {"protocol": "anything"}, "then": {"protocol": "else"}, "effort": EFFORT}
    assert stack([[Pack(id="mine", adapters=[adapter])]])[1] == []


def test_errors_stop_the_loading_and_stand_where_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "tobfit: pack/1\nid: mine\ntechnologies:\n  - {id: mine.a, kind: protocol, over: [htps]}\n"
        "adapters:\n  - {id: mine.x, when: {protocol: rest}, then: {}}\n",
        encoding="utf-8",
    )
    with pytest.raises(TobfitError) as caught:
        tobfit.load_packs(file)
    assert [(p.code, p.line, p.column, p.hint) for p in caught.value.problems] == [
        ("TF307", 4, 41, "did you mean 'https'?"),
        ("TF329", 6, 48, "then: {protocol: ..., format: ...}"),
    ]


@given(st.sampled_from(TECHNICAL), st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_name_is_known_or_named(kind: TechnologyKind, name: str) -> None:
    unknown: Callable[[TechnologyKind, str], object] = Names.of(BASE).unknown
    assert (unknown(kind, name) is None) == (name == "any" or name in NAMES.known[kind])
