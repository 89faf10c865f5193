"""The shipped vocabulary says what the shared table of capabilities says."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tobfit.formats.tree_of import read_tree
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.pack import Pack
from tobfit.model.structure import Sink, structure_record
from tobfit.model.tree import Map, Node, Scalar, Seq


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@pytest.fixture(scope="module")
def pack() -> Pack:
    file = resources.files("tobfit") / "packs" / "core.yaml"
    root = parse_yaml(file.read_text(encoding="utf-8"), "core.yaml")
    assert isinstance(root, Map)
    kind, *entries = root.entries
    assert (kind[0].text, plain(kind[1])) == ("tobfit", "pack/1")
    sink = Sink()
    made = structure_record(Map(tuple(entries), root.mark), Pack, "$", sink)
    assert sink.problems == []
    assert isinstance(made, Pack)
    return made


@pytest.fixture(scope="module")
def table(shared: Path) -> dict[str, Any]:
    file = shared / "facts" / "capabilities.yaml"
    if not file.is_file():
        pytest.skip("no facts/capabilities.yaml among the shared data")
    root, _ = read_tree(file)
    found: dict[str, Any] = plain(root)
    return found


def test_head(pack: Pack) -> None:
    assert (pack.id, pack.version) == ("tobfit-core", "1")
    assert (str(pack.as_of), pack.licence) == ("2026-11-01", "Apache-2.0")
    assert len(pack.vocabulary) == 16 + 120


def test_groups(pack: Pack, table: dict[str, Any]) -> None:
    groups = {term.id: dict(term.title.texts) for term in pack.vocabulary if term.kind is None}
    assert groups == table["groups"]
    assert all(term.broader is None for term in pack.vocabulary if term.kind is None)


def test_core_capabilities(pack: Pack, table: dict[str, Any]) -> None:
    terms = {term.id: term for term in pack.vocabulary if term.kind is not None}
    core = {row["id"]: row for row in table["capabilities"] if row["tier"] == "core"}
    assert set(terms) == set(core)
    for id, row in core.items():
        term = terms[id]
        assert dict(term.title.texts) == {"en": row["en"], "zh": row["zh"]}
        assert (term.kind, term.broader) == (row["value_kind"], row["group"])
        assert (term.unit, term.iso25010) == (row.get("unit"), row.get("iso25010"))
        assert term.levels == tuple(row.get("levels", ()))
        assert term.members == tuple(row.get("vocabulary", ()))
        added = "higher_is_better" if id == "svc.implementation" else None
        assert term.direction == row.get("direction", added)


def test_every_quantity_has_a_unit_and_a_direction(pack: Pack) -> None:
    quantities = [term for term in pack.vocabulary if term.kind == "quantity"]
    assert len(quantities) == 20
    assert all(term.unit and term.direction for term in quantities)
