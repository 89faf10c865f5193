"""ArchiMate: the real model of the shared data in both its encodings, small hand-written ones, and random ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.archimate_files import EXCHANGE_3, XSI, Thing, archi, exchange, link, thing

import tobfit
from tobfit.errors import Problem, TobfitError
from tobfit.formats import archimate
from tobfit.formats.archimate.table import RELATIONSHIP, table
from tobfit.formats.archimate.types import OLD_ELEMENTS, OLD_RELATIONS
from tobfit.formats.fit_ids import fit_ids, is_fit
from tobfit.formats.foreign import Foreign, Unread
from tobfit.formats.foreign_client import client_of
from tobfit.model.landscape import Interface, Landscape, System

Graph = tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str, str, str]]]
LETTERS = {
    "a": "Access", "c": "Composition", "f": "Flow", "g": "Aggregation", "i": "Assignment", "n": "Influence",
    "o": "Association", "r": "Realization", "s": "Specialization", "t": "Triggering", "v": "Serving",
}  # fmt: skip


@pytest.fixture(scope="session")
def landscapes(shared: Path) -> Path:
    return shared / "landscapes" if (shared / "landscapes").is_dir() else shared / "data" / "landscapes"


def read(folder: Path, text: str, name: str = "model.xml") -> Foreign:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return archimate.read(file)


def both(folder: Path, things: Sequence[Thing]) -> Foreign:
    """The model of both encodings, which have to agree on it; the Archi one is given back."""
    one, other = read(folder, exchange(things)), read(folder, archi(things))
    assert graph(one) == graph(other)
    assert one.landscape == other.landscape
    assert told(one) == told(other)
    assert [(left.what, left.why) for left in one.unread] == [(left.what, left.why) for left in folders_aside(other)]
    return other


def folders_aside(model: Foreign) -> list[Unread]:
    return [left for left in model.unread if left.why != "no place for folders"]


def told(model: Foreign) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.severity, problem.message.partition(" on line")[0]) for problem in model.problems]


def graph(model: Foreign, prefix: str = "") -> Graph:
    """Elements and relations by id, the prefix that an export put before ids taken away."""

    def bare(id: str) -> str:
        return id.removeprefix(prefix)

    elements = {bare(one.id): (one.type, one.name) for one in model.elements}
    ties = model.relations
    relations = {bare(tie.id): (tie.type, bare(tie.source), bare(tie.target), tie.name) for tie in ties}
    assert (len(elements), len(relations)) == (len(model.elements), len(model.relations))
    return elements, relations


def landscape(model: Foreign) -> Landscape:
    assert model.landscape is not None
    return model.landscape


def systems(model: Foreign) -> dict[str, System]:
    return {system.id: system for system in landscape(model).systems}


def codes(problems: Sequence[Problem]) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in problems]


# ------------------------------------------------------------------------------------------ real model


def test_archisurance_is_one_model_in_two_encodings(landscapes: Path) -> None:
    one = archimate.read(landscapes / "Archisurance.xml")
    other = archimate.read(landscapes / "Archisurance.archimate")
    for model in (one, other):
        assert (model.format, model.name, model.problems) == ("archimate", "Archisurance", ())
        assert (len(model.elements), len(model.relations)) == (120, 176)
        drawn = landscape(model)
        assert (len(drawn.elements), len(drawn.relations), len(drawn.systems)) == (120, 176, 10)
        assert (drawn.zones, drawn.flows) == ((), ())
        assert model.unread_counts["no place for views"] == 17
    assert one.counts == other.counts
    assert graph(one, "id-") == graph(other)
    assert other.unread_counts["no place for access types"] == 3
    named = {system.name.text(): system for system in landscape(one).systems if system.name}
    platforms = {name: [each.platform for each in one.platforms] for name, one in named.items() if one.platforms}
    assert platforms == {"Financial Application": ["financial-software"]}


def test_archisurance_against_a_plain_count(landscapes: Path) -> None:
    """Counted with another parser, by what the file itself calls them."""
    root = ElementTree.parse(landscapes / "Archisurance.archimate").getroot()
    raw = Counter(node.attrib["{http://www.w3.org/2001/XMLSchema-instance}type"] for node in root.iter("element"))
    counts = archimate.read(landscapes / "Archisurance.archimate").counts
    del raw["archimate:ArchimateDiagramModel"]
    assert sum(raw.values()) == sum(counts.values()) == 296
    assert counts["Serving"] == raw["archimate:UsedByRelationship"]
    assert counts["TechnologyService"] == raw["archimate:InfrastructureService"]
    assert counts["CommunicationNetwork"] == raw["archimate:Network"]
    assert sorted(raw.values()) == sorted(counts.values())


def test_all_triples_of_archisurance_are_allowed(landscapes: Path) -> None:
    model = archimate.read(landscapes / "Archisurance.xml")
    types = {one.id: one.type for one in model.elements} | {one.id: one.type for one in model.relations}
    allowed = {archimate.is_allowed(one.type, types[one.source], types[one.target]) for one in model.relations}
    assert allowed == {True}


@pytest.mark.filterwarnings("ignore::tobfit.TobfitWarning")  # a platform that no pack knows
def test_the_template_of_archisurance_loads_again(landscapes: Path, tmp_path: Path) -> None:
    client = client_of(archimate.read(landscapes / "Archisurance.xml"), "archisurance")
    assert client.complete == ()
    assert "template" in (client.notes or "")
    tobfit.dump(client, tmp_path / "client.yaml")
    assert tobfit.load_client(tmp_path / "client.yaml") == client


# ------------------------------------------------------------------------------------------ the table


def test_the_table_is_the_published_one(landscapes: Path) -> None:
    root = ElementTree.parse(landscapes / "vocabulary" / "archi_relationships.xml").getroot()
    published = {
        (source.attrib["concept"], target.attrib["concept"]): {LETTERS[key] for key in target.attrib["relations"]}
        for source in root
        for target in source
    }
    assert published == table().between
    assert table().elements == {source for source, _ in published} - {RELATIONSHIP}
    assert table().relations == set(LETTERS.values())
    for (source, target), relations in published.items():
        found = {type for type in LETTERS.values() if archimate.is_allowed(type, source, target)}
        assert found == relations


@pytest.mark.parametrize(
    ("relation", "source", "target", "allowed"),
    [
        ("Serving", "ApplicationComponent", "BusinessProcess", True),
        ("UsedByRelationship", "InfrastructureService", "archimate:ApplicationComponent", True),
        ("Access", "ApplicationComponent", "DataObject", True),
        ("Access", "DataObject", "ApplicationComponent", False),
        ("Association", "Node", "Flow", True),
        ("Flow", "Node", "Flow", False),
        ("Aggregation", "Grouping", "TriggeringRelationship", True),
        ("Association", "Flow", "Flow", False),
        ("Flow", "OrJunction", "BusinessEvent", True),
        ("Serving", "Node", "Robot", None),
        ("Conveying", "Node", "Device", None),
    ],
)
def test_is_allowed(relation: str, source: str, target: str, allowed: bool | None) -> None:
    assert archimate.is_allowed(relation, source, target) is allowed


def test_old_names_lead_to_names_of_today() -> None:
    assert set(OLD_ELEMENTS.values()) <= table().elements
    assert set(OLD_RELATIONS.values()) <= table().relations
    assert table().elements.isdisjoint(OLD_ELEMENTS)
    assert table().relations.isdisjoint(OLD_RELATIONS)


# -------------------------------------------------------------------------------------- both encodings

OFFICE = (
    thing("crm", "ApplicationComponent", "CRM"),
    thing("erp", "ApplicationComponent", "企业资源计划"),
    thing("customer", "DataObject", "Customer"),
)


def test_older_names_of_types(tmp_path: Path) -> None:
    old = (thing("net", "Network"), thing("svc", "InfrastructureService"), OFFICE[0])
    new = (thing("net", "CommunicationNetwork"), thing("svc", "TechnologyService"), OFFICE[0])
    used, serving = link("r", "UsedBy", "svc", "crm", "answers"), link("r", "Serving", "svc", "crm", "answers")
    for one, other in (
        (exchange((*old, used), version=2), exchange((*new, serving), version=3)),
        (archi((*old, used)), archi((*new, serving))),
        (archi((*old, used)), exchange((*new, serving), prefix="am")),
    ):
        assert graph(read(tmp_path, one)) == graph(read(tmp_path, other))
    assert read(tmp_path, archi((*old, used))).relations[0].type == "Serving"


def test_parallel_relations_and_relations_to_relations_survive(tmp_path: Path) -> None:
    flow = link("f1", "Flow", "crm", "erp", "orders")
    things = (
        *OFFICE,
        flow,
        attrs.evolve(flow, id="f2"),
        link("f3", "Flow", "crm", "erp", "invoices"),
        link("carries", "Association", "customer", "f1"),
        link("of it", "Association", "crm", "carries"),
        link("self", "Flow", "crm", "crm"),
    )
    model = both(tmp_path, things)
    assert model.problems == ()
    assert graph(model)[1] == {
        "f1": ("Flow", "crm", "erp", "orders"),
        "f2": ("Flow", "crm", "erp", "orders"),
        "f3": ("Flow", "crm", "erp", "invoices"),
        "carries": ("Association", "customer", "f1", ""),
        "of it": ("Association", "crm", "carries", ""),
        "self": ("Flow", "crm", "crm", ""),
    }
    drawn = {one.id: (one.source, one.target) for one in landscape(model).relations}
    assert drawn == {
        "f1": ("crm", "erp"), "f2": ("crm", "erp"), "f3": ("crm", "erp"), "self": ("crm", "crm"),
        "carries": ("customer", "f1"), "of-it": ("crm", "carries"),
    }  # fmt: skip
    assert landscape(model).flows == ()


def test_a_reference_to_nothing_takes_with_it_what_hangs_on_it(tmp_path: Path) -> None:
    things = (
        *OFFICE,
        link("a", "Flow", "crm", "gone"),
        link("b", "Association", "customer", "a"),
        link("c", "Association", "b", "crm"),
        link("d", "Flow", "", "crm"),
        link("e", "Flow", "crm", "erp"),
    )
    model = both(tmp_path, things)
    assert [one.id for one in model.relations] == ["e"]
    assert {problem.code for problem in model.problems} == {"TF134"}
    assert {problem.severity for problem in model.problems} == {"warning"}
    said = [problem.message for problem in model.problems]
    assert said == [
        "the target 'gone' of the Flow 'a' leads nowhere",
        "the target 'a' of the Association 'b' is a relation that is kept out",
        "the source 'b' of the Association 'c' is a relation that is kept out",
        "the Flow 'd' has no source",
    ]
    assert model.unread_counts["an end leads nowhere"] == 4
    lines = archi(things).splitlines()
    for problem, left in zip(model.problems, folders_aside(model), strict=True):
        assert (problem.line, problem.column) == (left.line, left.column)
        assert lines[(problem.line or 0) - 1].startswith("<element ")
        assert problem.excerpt == lines[(problem.line or 0) - 1]


def test_a_ring_of_relations_is_no_loose_end(tmp_path: Path) -> None:
    ring = (link("a", "Association", "b", "crm"), link("b", "Association", "a", "crm"))
    assert [one.id for one in both(tmp_path, (*OFFICE, *ring)).relations] == ["a", "b"]


def test_a_forbidden_triple_is_told_and_kept(tmp_path: Path) -> None:
    things = (*OFFICE, link("r", "Access", "customer", "crm"), link("ok", "Access", "crm", "customer"))
    model = both(tmp_path, things)
    assert [one.id for one in model.relations] == ["r", "ok"]
    (problem,) = model.problems
    assert (problem.code, problem.severity) == ("TF135", "warning")
    assert problem.message == "ArchiMate allows no Access from DataObject to ApplicationComponent"
    assert "'r'" not in problem.message
    assert 'id="r"' in (problem.excerpt or "")


def test_relations_at_a_junction_agree(tmp_path: Path) -> None:
    """A junction is as good as what lies behind it, over other junctions too."""
    j1, j2 = thing("j1", "Junction"), thing("j2", "Junction")
    ways = (link("a", "Flow", "crm", "j1"), link("b", "Flow", "j1", "j2"), link("c", "Flow", "j2", "erp"))
    ok = (*OFFICE, j1, j2, *ways)
    assert both(tmp_path, ok).problems == ()
    mixed = (*ok, link("d", "Triggering", "j2", "erp"))
    assert [problem.message for problem in both(tmp_path, mixed).problems] == [
        "the Triggering 'd' meets the Flow 'b' at the junction 'j2'"
    ]
    forbidden = (*ok, link("d", "Flow", "j2", "customer"))
    assert [problem.message for problem in both(tmp_path, forbidden).problems] == [
        "ArchiMate allows no Flow from ApplicationComponent to DataObject, which the junction 'j1' leads to",
        "ArchiMate allows no Flow from Junction to DataObject",
    ]
    ring = (*ok, link("d", "Flow", "j2", "j1"))
    assert both(tmp_path, ring).problems == ()
    other = (*ok, link("d", "Access", "j2", "customer"))
    assert [problem.message for problem in both(tmp_path, other).problems] == [
        "the Access 'd' meets the Flow 'b' at the junction 'j2'"
    ]


def test_unknown_types_are_kept_with_the_nearest_name(tmp_path: Path) -> None:
    things = (thing("r2", "Robot"), thing("c", "ApplicationComponnet"), link("x", "Servng", "r2", "c"))
    model = both(tmp_path, things)
    assert [one.type for one in model.elements] == ["Robot", "ApplicationComponnet"]
    assert [(problem.code, problem.hint) for problem in model.problems] == [
        ("TF136", None),
        ("TF136", "did you mean 'ApplicationComponent'?"),
        ("TF136", "did you mean 'Serving'?"),
    ]
    assert landscape(model).systems == ()


def test_ids_that_stand_twice(tmp_path: Path) -> None:
    flow = link("f", "Flow", "crm", "erp")
    twice = (OFFICE[0], thing("erp", "Node", "Other"), flow, flow, link("crm", "Flow", "f", "f"))
    model = both(tmp_path, (*OFFICE, *twice))
    assert [(problem.code, problem.severity) for problem in model.problems] == [
        ("TF137", "warning"), ("TF137", "error"), ("TF137", "warning"), ("TF137", "error"),
    ]  # fmt: skip
    assert graph(model)[0]["erp"] == ("ApplicationComponent", "企业资源计划")
    assert [one.id for one in model.relations] == ["f"]
    assert model.unread_counts["its id was already given"] == 4


def test_what_has_no_id_or_no_type(tmp_path: Path) -> None:
    model = both(tmp_path, (*OFFICE, thing("", "Node"), thing("n", ""), link("f", "Flow", "crm", "n")))
    assert [problem.code for problem in model.problems] == ["TF133", "TF136", "TF134"]
    assert {"it has no id": 1, "it has no type": 1}.items() <= model.unread_counts.items()
    assert graph(model) == ({one.id: (one.type, one.name) for one in OFFICE}, {})


def test_names_are_one_line(tmp_path: Path) -> None:
    names = {"a": "  Home  & \n Away\t", "b": "总账\u3000<系统>", "c": " "}
    things = [thing(id, "Node", name) for id, name in names.items()]
    model = both(tmp_path, things)
    assert [one.name for one in model.elements] == ["Home & Away", "总账 <系统>", ""]
    assert [one.name.text("en") if one.name else None for one in landscape(model).elements] == [
        "Home & Away", "总账 <系统>", None,
    ]  # fmt: skip


# ----------------------------------------------------------------------------------- what is left out

FULL = f"""<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="{EXCHANGE_3}" {XSI} identifier="m" version="7">
  <name xml:lang="en">Office</name>
  <name xml:lang="zh">办公室</name>
  <documentation>Drawn in 2026.</documentation>
  <properties>
    <property propertyDefinitionRef="p1"><value xml:lang="en">CIO</value></property>
  </properties>
  <metadata><schema>Dublin Core</schema></metadata>
  <elements>
    <element identifier="crm" xsi:type="ApplicationComponent">
      <name xml:lang="en">CRM</name>
      <name xml:lang="zh-cn">客户关系管理</name>
      <name xml:lang="en">Customer system</name>
      <documentation>Bought in 2019.</documentation>
      <properties>
        <property propertyDefinitionRef="p1"><value>sales</value></property>
      </properties>
    </element>
    <element identifier="data" xsi:type="DataObject"><name>Customer</name></element>
    <element identifier="goal" xsi:type="Goal"><name>Grow</name></element>
    <element identifier="j" xsi:type="OrJunction"/>
  </elements>
  <relationships>
    <relationship identifier="r1" source="crm" target="data" xsi:type="Access" accessType="Read"/>
    <relationship identifier="r2" source="data" target="goal" xsi:type="Influence" modifier="++"/>
    <relationship identifier="r3" source="crm" target="r1" xsi:type="Association" isDirected="true">
      <documentation>Why it reads.</documentation>
    </relationship>
  </relationships>
  <organizations>
    <item><label xml:lang="en">Application</label>
      <item><label>Core</label><item identifierRef="crm"/><item identifierRef="data"/></item>
    </item>
  </organizations>
  <propertyDefinitions>
    <propertyDefinition identifier="p1" type="string"><name>owner</name></propertyDefinition>
  </propertyDefinitions>
  <views><diagrams>
    <view identifier="v1" xsi:type="Diagram"><name>All</name>
      <node identifier="n1" elementRef="crm" xsi:type="Element" x="0" y="0" w="1" h="1">
        <node identifier="n2" elementRef="data" xsi:type="Element" x="0" y="0" w="1" h="1"/>
      </node>
      <connection identifier="c1" relationshipRef="r1" xsi:type="Relationship" source="n1" target="n2"/>
    </view>
  </diagrams></views>
  <x:more xmlns:x="urn:x"/>
</model>
"""


def test_exchange_3_in_full(tmp_path: Path) -> None:
    model = read(tmp_path, FULL)
    assert (model.name, model.problems) == ("Office", ())
    assert graph(model) == (
        {"crm": ("ApplicationComponent", "CRM"), "data": ("DataObject", "Customer"), "goal": ("Goal", "Grow"),
         "j": ("Junction", "")},
        {"r1": ("Access", "crm", "data", ""), "r2": ("Influence", "data", "goal", ""),
         "r3": ("Association", "crm", "r1", "")},
    )  # fmt: skip
    drawn = landscape(model)
    assert drawn.notes == "Drawn in 2026."
    crm = drawn.elements[0]
    assert crm.name is not None
    assert (crm.name.text("en"), crm.name.text("zh-CN"), crm.notes) == ("CRM", "客户关系管理", "Bought in 2019.")
    assert drawn.relations[2].notes == "Why it reads."
    assert [(left.why, left.what, left.line) for left in model.unread] == [
        ("no place for properties", "'owner' 'CIO' of 'the model'", 7),
        ("no place for metadata", "schema", 9),
        ("a further name in one language", "'Customer system'", 14),
        ("no place for properties", "'owner' 'sales' of 'crm'", 17),
        ("no place for kinds of junction", "OrJunction of 'j'", 22),
        ("no place for access types", "accessType 'Read' of 'r1'", 25),
        ("no place for strengths of influence", "modifier '++' of 'r2'", 26),
        ("no place for directions of associations", "isDirected 'true' of 'r3'", 27),
        ("no place for folders", "the folder 'Application' with 1 item", 32),
        ("no place for folders", "the folder 'Core' with 2 items", 33),
        ("no place for property definitions", "'owner'", 37),
        ("no place for views", "the view 'All' with 2 nodes and 1 connection", 40),
        ("a part that is not read", "the part 'more'", 47),
    ]
    assert model.unread[-2].path == "/model/views[1]/diagrams[1]/view[1]"
    assert sum(model.unread_counts.values()) == len(model.unread)


def test_properties_of_exchange_2(tmp_path: Path) -> None:
    properties = '<properties><property identifierref="p"><value>CIO</value></property></properties>'
    definitions = '<propertydefs><propertydef identifier="p" name="owner" type="string"/></propertydefs></model>'
    text = exchange(OFFICE[:1], version=2)
    text = text.replace("</element>", f"{properties}</element>").replace("</model>", definitions)
    assert [(left.what, left.why) for left in read(tmp_path, text).unread] == [
        ("'owner' 'CIO' of 'crm'", "no place for properties"),
        ("'owner'", "no place for property definitions"),
    ]


FULL_ARCHI = f"""<?xml version="1.0" encoding="UTF-8"?>
<archimate:model xmlns:archimate="http://www.archimatetool.com/archimate" {XSI} name="Office" id="m" version="5.0.0">
  <purpose>Drawn in 2026.</purpose>
  <property key="owner" value="CIO"/>
  <profile name="Cloud" id="pr" conceptType="Node"/>
  <folder name="Application" id="f1" type="application">
    <folder name="Core" id="f2">
      <documentation>The core.</documentation>
      <element xsi:type="archimate:ApplicationComponent" name="CRM" id="crm" profiles="pr">
        <documentation>Bought in 2019.</documentation>
        <property key="owner" value="sales"/>
      </element>
    </folder>
    <element xsi:type="archimate:DataObject" name="Customer" id="data"/>
  </folder>
  <folder name="Other" id="f3" type="other">
    <element xsi:type="archimate:Junction" id="j" type="or"/>
    <element xsi:type="archimate:SketchModel" name="Sketch" id="s"/>
  </folder>
  <folder name="Relations" id="f4" type="relations">
    <element xsi:type="archimate:AccessRelationship" id="r1" source="crm" target="data" accessType="1"/>
    <element xsi:type="archimate:InfluenceRelationship" id="r2" source="data" target="data" strength="++"/>
    <element xsi:type="archimate:AssociationRelationship" id="r3" source="crm" target="r1" directed="true"/>
  </folder>
  <folder name="Views" id="f5" type="diagrams">
    <folder name="Old" id="f6">
      <element xsi:type="archimate:ArchimateDiagramModel" name="All" id="v1">
        <child xsi:type="archimate:DiagramObject" id="n1" archimateElement="crm">
          <sourceConnection xsi:type="archimate:Connection" id="c1" source="n1" target="n2" archimateRelationship="r1"/>
          <child xsi:type="archimate:DiagramObject" id="n2" archimateElement="data"/>
        </child>
      </element>
      <element xsi:type="new:Chart" name="Chart" id="v2" source="a" target="b"/>
    </folder>
  </folder>
</archimate:model>
"""


def test_archi_in_full(tmp_path: Path) -> None:
    model = read(tmp_path, FULL_ARCHI, "office.archimate")
    assert [one.id for one in model.elements] == ["crm", "data", "j"]
    assert [one.id for one in model.relations] == ["r1", "r2", "r3"]
    assert codes(model.problems) == [("TF135", 22)]
    assert (landscape(model).notes, landscape(model).elements[0].notes) == ("Drawn in 2026.", "Bought in 2019.")
    assert [(left.why.removeprefix("no place for "), left.what) for left in model.unread] == [
        ("properties", "'owner' 'CIO' of 'the model'"),
        ("profiles", "'Cloud' of Node"),
        ("folders", "the folder 'Application' with 2 items"),
        ("folders", "the folder 'Core' with 1 item"),
        ("a part that is not read", "the part 'documentation'"),
        ("profiles", "profiles 'pr' of 'crm'"),
        ("properties", "'owner' 'sales' of 'crm'"),
        ("folders", "the folder 'Other' with 2 items"),
        ("kinds of junction", "type 'or' of 'j'"),
        ("views", "the view 'Sketch' with 0 nodes and 0 connections"),
        ("folders", "the folder 'Relations' with 3 items"),
        ("access types", "accessType 'Read' of 'r1'"),
        ("strengths of influence", "strength '++' of 'r2'"),
        ("directions of associations", "directed 'true' of 'r3'"),
        ("folders", "the folder 'Views' with 1 item"),
        ("folders", "the folder 'Old' with 2 items"),
        ("views", "the view 'All' with 2 nodes and 1 connection"),
        ("views", "the view 'Chart' with 0 nodes and 0 connections"),
    ]


# ------------------------------------------------------------------------------------------- landscape


def test_interfaces_of_systems(tmp_path: Path) -> None:
    things = (
        *OFFICE,
        *(thing(id, "ApplicationInterface", id.upper()) for id in ("api", "bus", "gui", "lost", "ours")),
        link("1", "Composition", "crm", "api"),
        link("2", "Composition", "crm", "api"),
        link("3", "Aggregation", "erp", "bus"),
        link("4", "Assignment", "gui", "erp"),
        link("5", "Serving", "lost", "crm"),
        link("6", "Composition", "crm", "ours"),
        link("7", "Composition", "erp", "ours"),
        link("8", "Composition", "lost", "crm"),
    )
    found = {id: [each.id for each in one.interfaces] for id, one in systems(both(tmp_path, things)).items()}
    assert found == {"crm": ["api", "ours"], "erp": ["bus", "gui", "ours"]}
    (api, _) = systems(both(tmp_path, things))["crm"].interfaces
    assert api == Interface(id="api", name="API", side="provides")


SOFTWARE = (("db", "SAP  HANA"), ("os", "Linux"), ("no", ""), ("far", "Z"))


def test_platforms_of_systems(tmp_path: Path) -> None:
    things = (
        *OFFICE,
        *(thing(id, "SystemSoftware", name) for id, name in SOFTWARE),
        thing("war", "Artifact", "crm.war"),
        thing("host", "Node", "Host"),
        thing("other", "Node", "Other"),
        link("1", "Serving", "db", "crm"),
        link("2", "Realization", "war", "crm"),
        link("3", "Assignment", "os", "war"),
        link("4", "Serving", "no", "crm"),
        link("5", "Assignment", "far", "other"),
        link("6", "Serving", "host", "erp"),
        link("7", "Serving", "os", "host"),
        link("8", "Serving", "crm", "db"),
    )
    found = systems(both(tmp_path, things))
    assert [(each.platform, each.version) for each in found["crm"].platforms] == [("sap-hana", None), ("linux", None)]
    assert [each.platform for each in found["erp"].platforms] == ["linux"]


def test_zones_of_systems(tmp_path: Path) -> None:
    things = (
        *OFFICE,
        thing("plant", "Location", "Plant"),
        thing("internet", "Grouping", "Shop floor"),
        thing("topic", "Grouping", "Sales"),
        thing("host", "Device", "Host"),
        link("1", "Aggregation", "plant", "crm"),
        link("2", "Composition", "internet", "erp"),
        link("3", "Aggregation", "plant", "erp"),
        link("4", "Aggregation", "topic", "customer"),
        link("5", "Aggregation", "plant", "host"),
        link("6", "Association", "topic", "crm"),
    )
    model = both(tmp_path, things)
    zones = {zone.id: (zone.name.text() if zone.name else None, zone.hosting) for zone in landscape(model).zones}
    assert zones == {"plant": ("Plant", None), "internet-2": ("Shop floor", None)}
    assert {id: one.zone for id, one in systems(model).items()} == {"crm": "plant", "erp": None}


# ---------------------------------------------------------------------------------------- broken files


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (FULL[:900], "TF130", 20),
        ('<!DOCTYPE model [<!ENTITY a "b">]><model/>', "TF131", 1),
        ("<folder>" * 200 + "</folder>" * 200, "TF132", 1),
        ("<project/>", "TF133", 1),
        ('<model xmlns="urn:other"/>', "TF133", 1),
        ("<?xml version='1.0'?>\n<relationships version='3.2'/>", "TF133", 2),
    ],
)
def test_a_file_that_is_no_model(tmp_path: Path, text: str, code: str, line: int) -> None:
    with pytest.raises(TobfitError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.severity) == (code, line, "error")
    assert problem.file == str(tmp_path / "model.xml")
    assert problem.excerpt == text.splitlines()[line - 1]


def test_folders_too_deep(tmp_path: Path) -> None:
    assert len(read(tmp_path, archi(OFFICE, depth=100)).elements) == 3
    with pytest.raises(TobfitError) as caught:
        read(tmp_path, archi(OFFICE, depth=200))
    assert caught.value.problems[0].code == "TF132"


def test_encodings_with_a_mark(tmp_path: Path) -> None:
    text = exchange(OFFICE)
    for encoding in ("utf-8-sig", "utf-16"):
        file = tmp_path / f"{encoding}.xml"
        file.write_bytes(text.encode(encoding))
        assert [one.name for one in archimate.read(file).elements] == ["CRM", "企业资源计划", "Customer"]


def test_a_call_that_names_no_file(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.xml", "TF101"), (tmp_path, "TF102"), (3, "TF123")):
        with pytest.raises(TobfitError) as caught:
            archimate.read(path)  # type: ignore[arg-type]
        assert caught.value.problems[0].code == code
    with pytest.raises(TobfitError, match="max_bytes"):
        archimate.read(_written(tmp_path), max_bytes=10)


def _written(folder: Path) -> Path:
    file = folder / "model.xml"
    file.write_text(exchange(OFFICE), encoding="utf-8")
    return file


# ------------------------------------------------------------------------------------------------ laws

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
ALL_IDS = st.text(CHARACTERS, max_size=6)
NAMES = st.text(st.one_of(CHARACTERS, st.sampled_from("\n\t\r &<\"'\x85\u2028\x9f")), max_size=8)
MANY = ["ApplicationComponent", "ApplicationInterface", "SystemSoftware", "Node", "Artifact", "Grouping", "Junction"]
ELEMENT_TYPES = st.one_of(st.sampled_from(MANY), st.sampled_from(sorted(table().elements)))
RELATION_TYPES = st.sampled_from(sorted(table().relations))


@st.composite
def models(draw: st.DrawFn) -> tuple[Thing, ...]:
    """Elements, relations between them, to relations and to nothing; ids may stand twice."""
    ids = draw(st.lists(ALL_IDS, max_size=5))
    elements = [Thing(id, draw(ELEMENT_TYPES), draw(NAMES), documentation=draw(NAMES)) for id in ids]
    others = draw(st.lists(ALL_IDS, max_size=5))
    ends = st.sampled_from([*ids, *others, "gone"])
    return (*elements, *(Thing(id, draw(RELATION_TYPES), draw(NAMES), (draw(ends), draw(ends))) for id in others))


@given(models(), st.integers(1, 3), st.sampled_from(["", "am", "中"]))
def test_both_encodings_give_one_graph(
    tmp_path_factory: pytest.TempPathFactory, things: tuple[Thing, ...], depth: int, prefix: str
) -> None:
    folder = tmp_path_factory.mktemp("law")
    one, other = read(folder, exchange(things, prefix=prefix)), read(folder, archi(things, depth=depth))
    old = read(folder, exchange(things, version=2))
    for model in (other, old):
        assert graph(one) == graph(model)
        assert one.landscape == model.landscape
        assert told(one) == told(model)
        assert one.counts == model.counts
    kept = len(one.elements) + len(one.relations)
    assert kept + len(one.unread) == len(things)
    assert len(landscape(one).elements) == len(one.elements)
    assert len(landscape(one).relations) == len(one.relations)


@given(models())
def test_what_is_kept_has_both_its_ends(tmp_path_factory: pytest.TempPathFactory, things: tuple[Thing, ...]) -> None:
    elements, relations = graph(read(tmp_path_factory.mktemp("law"), archi(things)))
    assert all(end in elements or end in relations for _, *ends, _ in relations.values() for end in ends)


@given(models())
@pytest.mark.filterwarnings("ignore::tobfit.TobfitWarning")
def test_the_template_loads_again(tmp_path_factory: pytest.TempPathFactory, things: tuple[Thing, ...]) -> None:
    folder = tmp_path_factory.mktemp("law")
    client = client_of(read(folder, exchange(things)), "acme")
    tobfit.dump(client, folder / "client.yaml")
    problems = tobfit.check(folder / "client.yaml")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert tobfit.load_client(folder / "client.yaml") == client


LONG = st.integers(230, 270).map(lambda length: "a b" + "c" * length)
RAW_IDS = st.one_of(ALL_IDS, st.text(st.sampled_from("ab- 中_2"), max_size=4), LONG)


@given(st.lists(RAW_IDS))
def test_ids_are_made_fit_one_for_one(raw: list[str]) -> None:
    found = fit_ids(raw, reserved=("a", "id"))
    assert list(found) == list(dict.fromkeys(raw))
    assert len(set(found.values())) == len(found)
    assert all(is_fit(id) for id in found.values())
    assert {"a", "id"}.isdisjoint(found.values())
    assert all(found[id] == id for id in found if is_fit(id) and id not in ("a", "id"))
    assert fit_ids(raw, reserved=("a", "id")) == found
