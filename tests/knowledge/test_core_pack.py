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
from tobfit.model.units import canonical_unit


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
    assert (str(pack.as_of), pack.licence) == ("2026-11-23", "Apache-2.0")
    assert len(pack.vocabulary) == 17 + 193


def test_groups(pack: Pack, table: dict[str, Any]) -> None:
    groups = {term.id: dict(term.title.texts) for term in pack.vocabulary if term.kind is None}
    assert groups.pop(OWN) == {"en": "Vendor", "zh": "厂商"}
    assert groups == table["groups"]
    assert all(term.broader is None for term in pack.vocabulary if term.kind is None)


OWN = "ven"
"""The group that the table lacks: what is said of the vendor."""
MORE_MEMBERS = {"int.api_styles": ("json_rpc", "xml_rpc"), "int.databases": ("mariadb",)}
"""Members that real products have and the table lacks."""
MORE_TERMS = {
    "svc.change_requests", "svc.data_cleansing", "svc.golive_support", "svc.handover", "svc.integration",
    "svc.newcomer_training", "svc.operation_monitoring", "svc.partner_coordination", "svc.tender_response",
}  # fmt: skip
"""Services that the stages need and the table lacks."""


def test_capabilities(pack: Pack, table: dict[str, Any]) -> None:
    known = [term for term in pack.vocabulary if term.kind is not None and term.broader != OWN]
    terms = {term.id: term for term in known if term.id not in MORE_TERMS}
    assert {term.id for term in pack.vocabulary if (term.kind, term.broader) == ("boolean", "svc")} >= MORE_TERMS
    rows = {row["id"]: row for row in table["capabilities"]}
    assert list(terms) == list(rows)
    for id, row in rows.items():
        term = terms[id]
        unit = canonical_unit(row["unit"]) if "unit" in row else None
        assert dict(term.title.texts) == {"en": row["en"], "zh": row["zh"]}
        assert (term.kind, term.broader) == (row["value_kind"], row["group"])
        assert (term.unit, term.iso25010) == (unit, row.get("iso25010"))
        assert term.levels == tuple(row.get("levels", ()))
        more = MORE_MEMBERS.get(id, ())
        assert tuple(member for member in term.members if member not in more) == tuple(row.get("vocabulary", ()))
        assert set(more) <= set(term.members)
        added = "higher_is_better" if id == "svc.implementation" else None
        assert term.direction == row.get("direction", added)


def test_quantities_have_a_unit_and_but_for_one_a_direction(pack: Pack) -> None:
    quantities = [term for term in pack.vocabulary if term.kind == "quantity"]
    assert len(quantities) == 35 + 10
    assert all(term.unit for term in quantities)
    # How often releases come is a matter of taste: a client says how many it wants at least, or at most.
    assert {term.id for term in quantities if term.direction is None} == {"svc.release_cadence"}
