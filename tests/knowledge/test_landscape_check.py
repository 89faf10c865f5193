"""What is wrong with landscapes, with lines about them, and with the technology of products: each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tobfit
from tobfit.errors import Problem, TobfitError, TobfitWarning
from tobfit.knowledge.check import check_client, check_product
from tobfit.knowledge.landscape_check import check_landscape, check_product_technology

PACKS = tobfit.load_packs()
HEAD = "tobfit: client/1\nid: c\nas_of: 2026-11-01\n"
SOUND = """\
complete: [landscape.zones]
landscape:
  zones: [{id: plant, hosting: on_premises, platforms: [{platform: kubernetes, version: ">=1.27"}]}, {id: dmz}]
  flows:
    - {from: plant, to: dmz, protocols: [https, any]}
    - {from: plant, to: plant}
    - {from: dmz, to: internet}
    - {from: saas, to: dmz}
  systems:
    - id: sap
      zone: plant
      platforms: [{platform: oracle, version: 19c}, {platform: windows-server, version: 2012 R2}]
      interfaces:
        - {id: idoc, side: provides, data: out, zone: any, protocol: sap-rfc, format: idoc, auth: sap-logon,
           mode: async}
        - {id: back, side: consumes, data: both, zone: [plant, internet], protocol: any, auth: ldap, version: ">=2,<4"}
  adapters:
    - {id: pi, when: {zone: plant, protocol: sap-rfc}, then: {zone: any, protocol: soap, format: xml}}
  elements: [{id: e1, type: Node}]
  relations:
    - {id: r1, type: Serving, source: e1, target: sap/idoc}
    - {id: r2, type: Association, source: r1, target: back}
    - {id: r3, type: Flow, source: internet, target: plant}
    - {id: r4, type: Flow, source: sap, target: pi}
requirements:
  - {id: R-1, connect: {system: sap}}
  - {id: R-2, connect: {system: sap, interface: idoc, data: to_product, mode: [async, sync]}}
  - {id: R-3, connect: {system: sap, interface: back, data: from_product}}
  - {id: R-4, deploy: {aspect: hosting, zone: [plant, saas]}}
  - {id: R-5, deploy: hosting}
"""


def checked(text: str, path: Path) -> list[Problem]:
    """All that is wrong with a document."""
    file = path / "document.yaml"
    file.write_text(text, encoding="utf-8")
    return list(tobfit.check(file, packs=PACKS))


def test_a_sound_landscape_has_no_fault(tmp_path: Path) -> None:
    assert checked(HEAD + SOUND, tmp_path) == []


# What stands in the sound document; what takes its place, with the fault between marks; code, path, nearest name.
CHANGES: list[tuple[str, str, str, str, str | None]] = [
    # zones
    ("from: plant, to: dmz", "from: «palnt», to: dmz", "TF307", ".landscape.flows[0].from", "plant"),
    ("from: dmz, to: internet", "from: dmz, to: «intrenet»", "TF307", ".landscape.flows[2].to", "internet"),
    ("from: saas", "from: «any»", "TF307", ".landscape.flows[3].from", None),
    ("zone: plant\n", "zone: «plat»\n", "TF307", ".landscape.systems[0].zone", "plant"),
    ("zone: plant\n", "zone: «any»\n", "TF307", ".landscape.systems[0].zone", None),
    ("zone: [plant, internet]", "zone: [plant, «intranet»]", "TF307",
     ".landscape.systems[0].interfaces[1].zone[1]", "internet"),
    ("zone: [plant, internet]", "zone: «intranet»", "TF307", ".landscape.systems[0].interfaces[1].zone[0]", "internet"),
    ("when: {zone: plant", "when: {zone: «plnt»", "TF307", ".landscape.adapters[0].when.zone[0]", "plant"),
    ("then: {zone: any", "then: {zone: [any, «sass»]", "TF307", ".landscape.adapters[0].then.zone[1]", "saas"),
    ("zone: [plant, saas]", "zone: [«dmx», saas]", "TF307", ".requirements[3].deploy.zone[0]", "dmz"),
    # names of technologies
    ("platform: kubernetes", "platform: «kubernets»", "TF328", ".landscape.zones[0].platforms[0].platform",
     "kubernetes"),
    ("platform: oracle", "platform: «orcale»", "TF328", ".landscape.systems[0].platforms[0].platform", "oracle"),
    ("[https, any]", "[https, «htps»]", "TF328", ".landscape.flows[0].protocols[1]", "https"),
    ("protocol: sap-rfc, format", "protocol: «sap-rcf», format", "TF328",
     ".landscape.systems[0].interfaces[0].protocol[0]", "sap-rfc"),
    ("format: idoc", "format: [xml, «idok»]", "TF328", ".landscape.systems[0].interfaces[0].format[1]", "idoc"),
    ("auth: sap-logon", "auth: «sap-login»", "TF328", ".landscape.systems[0].interfaces[0].auth[0]", "sap-logon"),
    ("mode: async}", "mode: «asynch»}", "TF328", ".landscape.systems[0].interfaces[0].mode[0]", "async"),
    ("protocol: sap-rfc}", "protocol: «SAP-RFC»}", "TF328", ".landscape.adapters[0].when.protocol[0]", "sap-rfc"),
    ("protocol: soap", "protocol: «sopa»", "TF328", ".landscape.adapters[0].then.protocol[0]", "soap"),
    ("mode: [async, sync]", "mode: [async, «snyc»]", "TF328", ".requirements[1].connect.mode[1]", "sync"),
    # versions
    ('version: ">=1.27"', "version: «latest»", "TF308", ".landscape.zones[0].platforms[0].version", None),
    ('version: ">=1.27"', 'version: «">=2,<2"»', "TF331", ".landscape.zones[0].platforms[0].version", None),
    ("version: 19c", "version: «ECC 6.0»", "TF308", ".landscape.systems[0].platforms[0].version", None),
    ('version: ">=2,<4"', 'version: «">=4,<2"»', "TF331", ".landscape.systems[0].interfaces[1].version", None),
    ('version: ">=2,<4"', "version: «7.4 EHP»", "TF308", ".landscape.systems[0].interfaces[1].version", None),
    # connections
    ("connect: {system: sap}", "connect: {system: «spa»}", "TF307", ".requirements[0].connect.system", "sap"),
    ("interface: idoc", "interface: «idco»", "TF307", ".requirements[1].connect.interface", "idoc"),
    ("data: to_product", "data: «from_product»", "TF332", ".requirements[1].connect.data", None),
    # relations
    ("source: e1", "source: «e22»", "TF307", ".landscape.relations[0].source", None),
    ("target: sap/idoc", "target: «sap/idok»", "TF307", ".landscape.relations[0].target", "sap/idoc"),
    ("source: r1", "source: «plnat»", "TF307", ".landscape.relations[1].source", "plant"),
    ("target: pi", "target: «po»", "TF307", ".landscape.relations[3].target", None),
]  # fmt: skip
WORTH_A_LOOK = ("TF328", "TF332")


def faulty(sound: str, before: str, after: str) -> tuple[str, str, int, int]:
    """The document with a change; the fault between the marks, its line and its column."""
    assert sound.count(before) == 1
    marked = sound.replace(before, after)
    above = marked.partition("«")[0]
    fault = marked.partition("«")[2].partition("»")[0]
    line = above.count("\n") + 1
    return marked.replace("«", "").replace("»", ""), fault.strip('"'), line, len(above.rpartition("\n")[2]) + 1


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change[2]} {change[3]} {change[1]}")
def test_each_fault_is_named_where_it_stands(change: tuple[str, str, str, str, str | None], tmp_path: Path) -> None:
    before, after, code, path, nearest = change
    text, fault, *place = faulty(HEAD + SOUND, before, after)
    (problem,) = checked(text, tmp_path)
    assert (problem.code, problem.path) == (code, f"${path}")
    assert [problem.line, problem.column] == place
    assert problem.severity == ("warning" if code in WORTH_A_LOOK else "error")
    assert fault in problem.message
    if nearest is not None:
        assert problem.hint == f"did you mean '{nearest}'?"


def test_a_name_that_is_far_from_all_says_where_to_add_it(tmp_path: Path) -> None:
    zones = ", ".join(f"{{id: z{n}}}" for n in range(20))
    text = f"{HEAD}landscape:\n  zones: [{zones}]\n  flows: [{{from: z1, to: headquarters}}]\n"
    (problem,) = checked(text, tmp_path)
    assert problem.hint == "add it to landscape.zones"


def test_a_connection_without_a_landscape(tmp_path: Path) -> None:
    (problem,) = checked(HEAD + "requirements: [{id: R, connect: {system: sap, interface: idoc}}]\n", tmp_path)
    assert (problem.code, problem.severity, problem.line, problem.column) == ("TF307", "warning", 4, 42)
    assert (problem.message, problem.hint) == ("no system is called 'sap'", "add it to landscape.systems")


def test_what_is_not_drawn_may_exist_until_it_is_declared_complete(tmp_path: Path) -> None:
    """A zone that is named and not declared, a system where none is drawn, an interface of a system without any."""
    text = (
        "landscape:\n  zones: [{id: plant}]\n  systems: [{id: sap, zone: plnt}]\n"
        "requirements: [{id: R, connect: {system: sap, interface: idoc}}]\n"
    )
    found = {problem.path: problem.severity for problem in checked(HEAD + text, tmp_path)}
    assert found == {
        "$.landscape.systems[0].zone": "warning", "$.requirements[0].connect.interface": "warning",
    }  # fmt: skip
    declared = {problem.severity for problem in checked(f"{HEAD}complete: [landscape]\n{text}", tmp_path)}
    assert declared == {"error"}


def test_a_system_without_interfaces_and_one_that_is_not_there(tmp_path: Path) -> None:
    text = HEAD + (
        "landscape: {systems: [{id: sap}]}\n"
        "requirements: [{id: R, connect: {system: sap, interface: idoc}}, {id: S, connect: {system: oracle-ebs}}]\n"
    )
    first, second = checked(text, tmp_path)
    assert (first.message, first.hint) == (
        "the system 'sap' has no interface 'idoc'", "add it to the interfaces of 'sap'",
    )  # fmt: skip
    assert (second.path, second.hint) == ("$.requirements[1].connect.system", "allowed: sap")


def test_an_interface_of_another_system_does_not_count(tmp_path: Path) -> None:
    text = HEAD + (
        "landscape: {systems: [{id: a, interfaces: [{id: x}]}, {id: b, interfaces: [{id: y}]}]}\n"
        "requirements: [{id: R, connect: {system: b, interface: x}}]\n"
    )
    assert [problem.code for problem in checked(text, tmp_path)] == ["TF307"]


@pytest.mark.parametrize(
    ("data", "wanted", "is_met"),
    [
        (None, "to_product", True), (None, "both", True),
        ("out", "to_product", True), ("out", "from_product", False), ("out", "both", False),
        ("in", "to_product", False), ("in", "from_product", True), ("in", "both", False),
        ("both", "to_product", True), ("both", "from_product", True), ("both", "both", True),
    ],
)  # fmt: skip
def test_directions(data: str | None, wanted: str, is_met: bool) -> None:
    client = tobfit.Client(
        id="c",
        landscape={"systems": [{"id": "s", "interfaces": [{"id": "i", "data": data}]}]},
        requirements=[{"id": "R", "connect": {"system": "s", "interface": "i", "data": wanted}}],
    )
    found = list(check_landscape(client, PACKS.base))
    assert [(remark.refused.code, remark.warning) for remark in found] == ([] if is_met else [("TF332", True)])


@pytest.mark.parametrize("part", ["zones", "systems", "adapters", "elements", "relations"])
def test_twins_are_refused_by_the_loader(part: str, tmp_path: Path) -> None:
    more = {"adapters": ", then: {mode: sync}", "elements": ", type: Node",
            "relations": ", type: Flow, source: saas, target: saas"}  # fmt: skip
    twin = f"{{id: x{more.get(part, '')}}}"
    (problem,) = checked(f"{HEAD}landscape: {{{part}: [{twin}, {twin}]}}\n", tmp_path)
    assert (problem.code, problem.path) == ("TF215", f"$.landscape.{part}[1].id")


def test_twins_among_the_interfaces_of_one_system_only(tmp_path: Path) -> None:
    twins = "[{id: x}, {id: x}]"
    (problem,) = checked(f"{HEAD}landscape: {{systems: [{{id: s, interfaces: {twins}}}]}}\n", tmp_path)
    assert (problem.code, problem.path) == ("TF215", "$.landscape.systems[0].interfaces[1].id")
    each = "[{id: s, interfaces: [{id: x}]}, {id: t, interfaces: [{id: x}]}]"
    assert checked(f"{HEAD}landscape: {{systems: {each}}}\n", tmp_path) == []


def test_loading_stops_at_errors_only(tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    file.write_text(HEAD + SOUND.replace("protocol: soap", "protocol: sopa"), encoding="utf-8")
    with pytest.warns(TobfitWarning, match="no pack knows the protocol 'sopa'"):
        client = tobfit.load_client(file, packs=PACKS)
    assert client.landscape is not None
    file.write_text(HEAD + SOUND.replace("from: saas", "from: sass").replace("spa", "sap"), encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        tobfit.load_client(file, packs=PACKS)
    assert [(p.code, p.line, p.column) for p in caught.value.problems] == [("TF307", 11, 14)]


def test_packs_without_technologies_know_no_name_to_be_wrong(tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    file.write_text(HEAD + SOUND.replace("protocol: soap", "protocol: sopa"), encoding="utf-8")
    assert tobfit.check(file, packs=tobfit.load_packs(shipped=False)) == ()


def test_without_a_knowledge_base_nothing_of_it_is_said() -> None:
    client = tobfit.Client(id="c", requirements=[{"id": "R", "connect": {"system": "s"}}])
    assert list(check_client(client, PACKS.vocabulary)) == []
    assert [remark.refused.code for remark in check_client(client, PACKS.base)] == ["TF307"]
    product = tobfit.Product(id="p", runs_on=[{"platform": "kubernets"}])
    assert list(check_product(product, PACKS.vocabulary)) == []


# ------------------------------------------------------------------------------------------------ products

PRODUCT = """\
tobfit: product/1
id: p@1
runs_on: [{platform: kubernetes, version: ">=1.27"}, {platform: postgresql, version: ">=14,<18"}, {platform: java}]
interfaces:
  - {id: in, side: provides, data: in, zone: saas, protocol: rest, format: json, auth: oidc, mode: [async, sync]}
  - {id: out, side: consumes, data: out, zone: the-plant, protocol: any, entity: Order, version: ">=2"}
adapters: [{id: a, when: {protocol: odata, format: xml}, then: {protocol: rest, format: json}, effort: 1 day}]
"""
PRODUCT_CHANGES = [
    ("platform: java", "platform: «jvaa»", "TF328", ".runs_on[2].platform"),
    ('">=14,<18"', '«">=18,<14"»', "TF331", ".runs_on[1].version"),
    ('">=1.27"', "«sixteen»", "TF308", ".runs_on[0].version"),
    ('">=1.27"', "«2019 Standard»", "TF308", ".runs_on[0].version"),  # a version, but no range
    ("protocol: rest, format: json, auth", "protocol: «rset», format: json, auth", "TF328",
     ".interfaces[0].protocol[0]"),
    ("auth: oidc", "auth: «odic»", "TF328", ".interfaces[0].auth[0]"),
    ("mode: [async, sync]", "mode: [async, «batsch»]", "TF328", ".interfaces[0].mode[1]"),
    ('version: ">=2"', 'version: «"<2,>=2"»', "TF331", ".interfaces[1].version"),
    ('version: ">=2"', "version: «two»", "TF308", ".interfaces[1].version"),
    ("protocol: odata", "protocol: «odtaa»", "TF328", ".adapters[0].when.protocol[0]"),
    ("then: {protocol: rest", "then: {protocol: «resst»", "TF328", ".adapters[0].then.protocol[0]"),
]  # fmt: skip


def test_a_sound_product_has_no_fault(tmp_path: Path) -> None:
    assert checked(PRODUCT, tmp_path) == []


@pytest.mark.parametrize("change", PRODUCT_CHANGES, ids=lambda change: f"{change[2]} {change[3]} {change[1]}")
def test_each_fault_of_a_product(change: tuple[str, str, str, str], tmp_path: Path) -> None:
    before, after, code, path = change
    text, fault, *place = faulty(PRODUCT, before, after)
    (problem,) = checked(text, tmp_path)
    assert (problem.code, problem.path, [problem.line, problem.column]) == (code, f"${path}", place)
    assert problem.severity == ("warning" if code == "TF328" else "error")
    assert fault in problem.message


def test_a_match_refuses_what_cannot_be_read() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01", requirements=[{"id": "R", "capability": "sec.mfa"}])
    product = tobfit.Product(id="p", runs_on=[{"platform": "postgresql", "version": ">=18,<14"}])
    with pytest.raises(TobfitError) as caught:
        tobfit.match(client, product, packs=PACKS)
    assert [problem.code for problem in caught.value.problems] == ["TF331"]


# ------------------------------------------------------------------------------------------------ properties

WORDS = st.sampled_from(("plant", "dmz", "saas", "internet", "any", "nowhere"))


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), st.sets(st.sampled_from(("plant", "dmz"))))
def test_zones_are_declared_or_open_or_refused(flows: list[tuple[str, str]], declared: set[str]) -> None:
    landscape = {
        "zones": [{"id": zone} for zone in sorted(declared)],
        "flows": [{"from": here, "to": there} for here, there in flows],
    }
    found = {remark.path for remark in check_landscape(tobfit.Client(id="c", landscape=landscape), PACKS.base)}
    wanted = {
        f".landscape.flows[{index}].{end}"
        for index, flow in enumerate(flows)
        for end, zone in zip(("from", "to"), flow, strict=True)
        if zone not in {*declared, "saas", "internet"}
    }
    assert found == wanted


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.from_regex(r"[<>=!]{0,2}[0-9.,<>= ]{1,8}"))
def test_any_text_as_a_version_is_read_or_refused_at_its_place(text: str) -> None:
    product = tobfit.Product(id="p", runs_on=[{"platform": "java", "version": text}])
    system = {"id": "s", "platforms": [{"platform": "java", "version": text}]}
    client = tobfit.Client(id="c", landscape={"systems": [system]})
    of_product = list(check_product_technology(product, PACKS.base))
    of_client = list(check_landscape(client, PACKS.base))
    assert {remark.path for remark in of_product} <= {".runs_on[0].version"}
    assert {remark.refused.code for remark in (*of_product, *of_client)} <= {"TF308", "TF331"}
    # Whatever is a range is one for the client as well, who may also name a single version.
    assert len(of_client) <= len(of_product) <= 1
