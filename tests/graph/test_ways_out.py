"""The graph as networkx, GraphML and Mermaid, and the same bytes under any hash seed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.graph import plant
from tests.graph.worlds import STUDIO, SUITE, catalog, client, packs

import tobfit
from tobfit.errors import TobfitError
from tobfit.graph import Edge, Graph, Node, build
from tobfit.graph.mermaid import escaped, flowchart
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label

ROOT = Path(__file__).resolve().parents[2]


def test_networkx_has_every_node_and_edge_with_its_attributes() -> None:
    check_network(build(plant.client(), plant.catalog(), plant.packs()))
    made = check_network(build(client(), catalog(), packs()))
    assert made.nodes["system:sap"] == {"type": "system", "name_en": "SAP", "name_zh": "SAP", "state": ""}
    assert made.nodes["requirement:R-1"]["state"] == "must"
    assert made.nodes["client:acme"]["name_zh"] == "极点"


def check_network(graph: Graph) -> networkx.MultiDiGraph[str]:
    """The graph for networkx, which has all that the graph has."""
    made = graph.to_networkx()
    assert isinstance(made, networkx.MultiDiGraph)
    assert list(made.nodes) == list(graph.nodes)
    edges = {(s, held["type"], t, held["text"]) for s, t, held in made.edges(data=True)}
    assert edges == {(*edge.key, edge.text) for edge in graph.edges}
    assert len({key for _, _, key in made.edges(keys=True)}) == len(graph.edges)
    return made


def held(made: networkx.MultiDiGraph[str]) -> tuple[dict[str, Any], list[Any], Any]:
    """All that a graph of networkx holds."""
    nodes = {name: made.nodes[name] for name in made.nodes}
    return nodes, sorted(made.edges(keys=True, data=True), key=repr), made.graph["client"]


def made_of(name: str) -> Graph:
    if name == "shipped":
        return build(STUDIO, SUITE)
    own = name == "own"
    return build(client(), catalog(), packs()) if own else build(plant.client(), plant.catalog(), plant.packs())


@pytest.mark.parametrize("name", ["own", "plant", "shipped"])
def test_graphml_comes_back_as_it_went(name: str, tmp_path: Path) -> None:
    graph = made_of(name)
    graph.to_graphml(tmp_path / "a.graphml")
    back = networkx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    assert isinstance(back, networkx.MultiDiGraph)
    assert held(back) == held(graph.to_networkx())
    keys = re.findall(r'<key id="([^"]+)"', (tmp_path / "a.graphml").read_text(encoding="utf-8"))
    assert len(keys) == len(set(keys)) == 7


def test_graphml_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    graph, file = build(client(), catalog(), packs()), tmp_path / "a.graphml"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        graph.to_graphml(str(file))
    assert (caught.value.problems[0].code, file.read_text(encoding="utf-8")) == ("TF120", "mine")
    graph.to_graphml(file, overwrite=True)
    assert networkx.read_graphml(file).has_node("client:acme")
    assert [each.name for each in tmp_path.iterdir()] == ["a.graphml"]


def test_graphml_holds_no_sign_that_xml_forbids(tmp_path: Path) -> None:
    node = Node("client:c", "client", Label.of("a\x00b\ufffe<&>\"'"))
    Graph("client:c", FrozenMap({node.id: node}), ()).to_graphml(tmp_path / "a.graphml")
    assert networkx.read_graphml(tmp_path / "a.graphml").nodes["client:c"]["name_en"] == "a b <&>\"'"


def test_mermaid_draws_the_whole_graph_a_part_or_a_path() -> None:
    graph = build(client(), catalog(), packs())
    whole = graph.to_mermaid().splitlines()
    assert whole[0] == "flowchart LR"
    assert len(whole) == 1 + len(graph.nodes) + len(graph.edges)
    assert graph.to_mermaid(of=["zone:lan", "system:sap", "client:acme"], lang="zh").splitlines() == [
        "flowchart LR",
        '    n0["极点"]',
        '    n1["SAP"]',
        '    n2["办公网"]',
        '    n0 -->|"设有区域"| n2',
        '    n0 -->|"运行"| n1',
        '    n1 -->|"部署于"| n2',
    ]
    gap = next(gap for gap in tobfit.match(client(), catalog(), packs())["talks"].gaps if gap.requirement.id == "R-2")
    drawn = [
        "flowchart LR",
        '    n0["Acme"]',
        '    n1["Something"]',
        '    n2["Talks"]',
        '    n0 -->|"states"| n1',
        '    n1 -.->|"not stated by"| n2',
    ]
    assert graph.to_mermaid(gap).splitlines() == graph.to_mermaid(graph.path(gap)).splitlines() == drawn


def test_mermaid_refuses_a_node_that_is_not_there() -> None:
    with pytest.raises(TobfitError, match="TF307"):
        build(client(), catalog(), packs()).to_mermaid(of=["system:nowhere"])


SAFE = re.compile(r"(?:[A-Za-z0-9 ,()/]|#\d+;|(?<=[^\W_])[._-](?=[^\W_])|[^\x00-\x7f°¶])*")
NASTY = st.text(st.one_of(st.sampled_from("\"'`[](){}<>|#;:&%\\~^=-_.*!?@$°¶\n\t\x00\u202e等「”0a "), st.characters()))


def read(text: str) -> str:
    """What Mermaid shows for an escaped text."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


@given(NASTY)
@example("°°¶ß")
def test_mermaid_shows_a_label_as_it_is_and_reads_no_sign_of_it(text: str) -> None:
    shown = escaped(text)
    assert SAFE.fullmatch(shown)
    assert shown.isprintable()
    assert read(shown) == " ".join("".join(char if char.isprintable() else " " for char in text).split())


LINE = re.compile(r'flowchart LR|    n\d+\["[^"]+"\]|    n\d+ (?:-->|-\.->)\|"[^"]+"\| n\d+')


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_every_line_of_a_chart_is_a_node_or_an_edge(texts: list[str]) -> None:
    nodes = [Node(f"client:{n}", "client", Label.of(text)) for n, text in enumerate(texts)]
    edges = [Edge(nodes[0].id, "runs", node.id) for node in nodes]
    lines = flowchart(nodes, edges, "en").split("\n")
    assert lines.pop() == ""
    assert len(lines) == 1 + 2 * len(texts)
    assert [line for line in lines if not LINE.fullmatch(line)] == []


PROGRAM = """
import sys
import tobfit
assert "networkx" not in sys.modules
from tests.graph import plant
from tests.graph.worlds import STUDIO, SUITE, catalog, client, packs
from tobfit.graph import build
own, placed = (client(), catalog(), packs()), (plant.client(id="plant"), plant.catalog(), plant.packs())
for asking, offered, layers in (own, placed, (STUDIO, SUITE, None)):
    graph = build(asking, offered, layers)
    print(*graph.nodes.values(), *graph.edges, sep="\\n")
    print(*(edge for name in graph.nodes for edge in (*graph.out(name), *graph.into(name))), sep="\\n")
    for fit in tobfit.match(asking, offered, layers).fits:
        print(*(path for gap in fit.gaps for path in graph.paths(gap)), sep="\\n")
    print(graph.to_mermaid(lang="zh"))
    assert "networkx" not in sys.modules or asking is not own[0]
    graph.to_graphml(f"{sys.argv[1]}/{asking.id}.graphml")
"""


def test_the_same_bytes_under_any_hash_seed_and_networkx_only_when_it_is_used(tmp_path: Path) -> None:
    outputs = []
    for seed in ("0", "1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        outputs.append((done.stdout, *(file.read_bytes() for file in sorted(folder.iterdir()))))
    assert len(outputs[0][0]) > 10_000
    assert outputs[0] == outputs[1] == outputs[2]
