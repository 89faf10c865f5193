"""JSON Schemas of records and documents agree with the reader, judged by an independent validator."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import tobfit
from tobfit.errors import TobfitError
from tobfit.formats.documents import KINDS, read_document
from tobfit.formats.schema import SCHEMAS, document_schema
from tobfit.model.client import Client
from tobfit.model.plain import to_plain
from tobfit.model.requirement import Need, Requirement
from tobfit.model.schema import record_schema
from tobfit.model.words import PRIORITIES, RESPONSES

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "public-buyer"
PACKS = sorted((Path(tobfit.__file__).parent / "packs").glob("*.yaml"))
FILES = [*sorted(EXAMPLE.rglob("*.yaml")), *PACKS]
VALIDATORS = {kind: Draft202012Validator(document_schema(kind)) for kind in SCHEMAS}

CLIENT: dict[str, Any] = {
    "tobfit": "client/1", "id": "c", "name": {"en": "Client", "zh-Hant": "客戶"}, "as_of": "2026-11-01",
    "jurisdictions": ["CN", "US-CA"], "industries": ["game", {"code": "6422", "scheme": "gbt4754-2017"}],
    "scale": {"employees": 500, "revenue": "300000000 CNY"}, "profile": {"a": True, "b": {"c": [1, "x"]}},
    "landscape": {
        "flows": [{"from": "a", "to": "b"}],
        "systems": [{"id": "s", "interfaces": [{"id": "i", "side": "provides", "mode": ["async"], "zone": "z"}]}],
        "adapters": [{"id": "ad", "when": {"protocol": "x"}, "then": {}, "effort": "6 days"}],
    },
    "stakeholders": [{"id": "cio", "role": "economic", "influence": 3}],
    "requirements": [
        {"id": "R-1", "capability": "sec.mfa", "need": "present", "priority": "must", "accept": ["standard"]},
        {"id": "R-2", "need": {"at_least": "6 months", "none_of": ["a"]}, "waived": {"by": "cio"}, "group": None},
        {"id": "R-3", "connect": {"system": "s", "data": "both", "mode": "async", "latency": "10 min"}},
    ],
    "views": [{"id": "v", "weights": {"economic": "3"}}],
}  # fmt: skip
PRODUCT: dict[str, Any] = {
    "tobfit": "product/1", "id": "p@1", "capabilities": {
        "a": "standard",
        "b": {"response": "roadmap", "available": "unknown", "extent": 0.5, "value": ["x", "y"]},
        "c": [{"response": "standard", "value": "99 %"}, {"response": "not_supported", "by": "client"}],
    },
    "modules": {"m": {"price": "1 CNY/year"}},
    "price": {"expected_clients": {"low": 1, "likely": 2, "high": 3}},
    "services": [{"id": "s", "effort": {"low": "1 day", "likely": "2 days", "high": "3 days"}, "rate": "2 CNY/day"}],
}  # fmt: skip
RESPONSE: dict[str, Any] = {
    "tobfit": "response/1", "client": "c", "product": "p@1", "answers": [{"requirement": "R-1", "extent": "1/3"}]
}  # fmt: skip
POLICY: dict[str, Any] = {"tobfit": "policy/1", "credits": {"roadmap": 0.2}, "evidence": "strict", "month_days": 30}
PACK: dict[str, Any] = {
    "tobfit": "pack/1", "id": "k", "rates": [{"base": "EUR", "quote": "CNY", "rate": 7.8, "on": "2026-10-01"}],
    "vocabulary": [{"id": "a", "kind": "level", "levels": ["lo", "hi"]}],
    "attributes": [
        {"id": "t", "kind": "text", "values": ["x"], "labels": {"x": {"en": "X"}}, "question": "T?", "ask": "user"},
        {"id": "b", "kind": "boolean", "derived": {"system": {"capabilities": ["a"], "hosting": ["on_premises"]}}},
        {"id": "s", "kind": "set", "within": {"DE": "EU"}, "about": "architecture", "source": "A book"},
    ],
    "rules": [
        {
            "id": "r", "basis": "law", "jurisdictions": ["CN"], "evidence": "seen", "valid_from": "2026-01-01",
            "source": {"title": {"en": "Law"}, "number": "Article 1", "url": "https://example.org"},
            "when": {"all": [{"any": [{"attr": "t", "op": "in", "value": ["x", "y"]}]}, {"not": {"all": []}}]},
            "implies": [{"capability": "a", "need": {"level": "hi"}, "priority": "must", "number": "Article 2"}],
        },
        {"id": "q", "basis": "practice", "source": "A book", "when": {"attr": "b", "op": "present"}},
    ],
    "segments": [
        {
            "id": "game", "codes": [{"scheme": "g", "codes": ["6422"], "source": "A book", "evidence": "seen"}],
            "stages": [{"stage": "growth", "source": "A book", "evidence": "inferred", "valid_from": "2026-01-01"}],
        },
    ],
    "scales": [
        {
            "id": "z", "source": "A book", "evidence": "seen", "filing": "g", "sections": {"A": "01-05"},
            "groups": [
                {"id": "one", "codes": ["A"], "indicators": [{"attr": "employees", "small": 20, "large": 1000}]},
                {"id": "two", "ceilings": [{"size": "micro", "less_than": {"employees": 10}}]},
            ],
        },
    ],
    "suites": {"crm": {"capabilities": ["a"], "outcomes": ["cost"]}},
    "roles": [{"id": "user", "xref": {"other": "U"}}],
    "stages": [{"id": "support", "name": {"zh": "支持"}, "capabilities": ["a"]}],
    "services": [
        {
            "id": "s", "stage": "support", "capability": "a", "priority": "could", "called_by": ["connection"],
            "when": {"attr": "b", "op": "present"}, "base": "2 days", "yearly": True,
            "drivers": [{"count": "gaps", "each": "1 day", "per": 2, "if_unknown": {"low": 1, "likely": 2, "high": 3}}],
        },
    ],
    "deal_rules": [
        {
            "id": "d", "about": "launch_window", "text": "T", "forbids": ["date"], "limits": ["build", "price"],
            "needs": ["proof"], "asks": ["a"], "basis": "practice", "source": "A book", "jurisdictions": ["CN"],
            "seasons": [{"name": {"en": "Winter"}, "first": "12-01", "last": "02-29"}], "valid_from": "2026-01-01",
            "when": {"attr": "b", "op": "present"}, "evidence": "inferred",
        },
    ],
}  # fmt: skip
VENDOR: dict[str, Any] = {"tobfit": "vendor/1", "id": "v", "references": [{"industry": "game"}]}
ANSWERS: dict[str, Any] = {
    "tobfit": "answers/1", "on": "2026-11-01", "by": "client",
    "answers": [{"target": "client.profile.a", "value": True}, {"target": "client.jurisdictions", "value": ["CN"]}],
}  # fmt: skip
USAGE: dict[str, Any] = {
    "tobfit": "usage/1", "product": "p@1", "client": "c", "as_of": "2028-07-01", "contract": "2026-12-01",
    "fictional": True, "value_events": [{"id": "e", "name": {"en": "First run"}, "reached": "2027-02-01"}],
    "observations": [
        {"period": 2027, "satisfaction": "80 %", "nps": {"scores": [9, "3"]}, "retention": {"start": "5 CNY/year"}},
        {"capability": "a", "role": "end_user", "period": "2027-Q1", "active": 3, "value": ["x"], "promised": "x",
         "satisfaction": {"satisfied": 1, "responses": 2}, "dau": 1.5, "mau": 3},
    ],
}  # fmt: skip
DOCUMENTS = [CLIENT, PRODUCT, RESPONSE, POLICY, PACK, VENDOR, ANSWERS, USAGE]


def kind_of(document: dict[str, Any]) -> str:
    return str(document["tobfit"]).partition("/")[0]


def reads(document: dict[str, Any]) -> bool:
    return not read_document(document).problems


def dumped(record: Any, folder: Path) -> dict[str, Any]:
    path = folder / "document.json"
    tobfit.dump(record, path, overwrite=True)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_are_schemas(kind: str) -> None:
    schema = document_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:tobfit:{kind}:1"
    assert json.loads(json.dumps(schema)) == schema
    if kind in KINDS:
        Draft202012Validator.check_schema(record_schema(KINDS[kind]))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_dumped_documents_keep_their_schema(file: Path, tmp_path: Path) -> None:
    document = read_document(file)
    assert document.record is not None
    errors = VALIDATORS[document.kind].iter_errors(dumped(document.record, tmp_path))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=kind_of)
def test_documents_that_read_keep_their_schema(document: dict[str, Any], tmp_path: Path) -> None:
    kind = kind_of(document)
    assert reads(document)
    assert [error.message for error in VALIDATORS[kind].iter_errors(document)] == []
    record = read_document(document).record
    assert VALIDATORS[kind].is_valid(dumped(record, tmp_path))
    body = {key: value for key, value in document.items() if key != "tobfit"}
    assert Draft202012Validator(record_schema(KINDS[kind])).is_valid(body)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all mappings."""
    if isinstance(value, dict):
        return [path, *(p for key, item in value.items() for p in places(item, (*path, key)))]
    if isinstance(value, list):
        return [p for index, item in enumerate(value) for p in places(item, (*path, index))]
    return []


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


@pytest.mark.parametrize("document", DOCUMENTS, ids=kind_of)
def test_an_unknown_key_is_refused_by_both(document: dict[str, Any]) -> None:
    tried = 0
    for path in places(document):
        broken = copy.deepcopy(document)
        at(broken, path)["nonsense!"] = {"x": "y"}
        if "profile" not in path:
            assert not reads(broken)
            assert not VALIDATORS[kind_of(document)].is_valid(broken)
            tried += 1
    assert tried


@pytest.mark.parametrize(
    ("document", "path", "value"),
    [
        (CLIENT, ("requirements", 0, "priority"), "Must"),
        (CLIENT, ("requirements", 0, "accept"), ["configured"]),
        (CLIENT, ("requirements", 0, "need"), "absent"),
        (CLIENT, ("requirements", 0, "id"), "a b"),
        (CLIENT, ("requirements",), {}),
        (CLIENT, ("requirements", 2, "connect", "data"), "in"),
        (CLIENT, ("as_of",), "1.11.2026"),
        (CLIENT, ("jurisdictions", 0), "cn"),
        (CLIENT, ("name",), {}),
        (CLIENT, ("name",), {"english!": "x"}),
        (CLIENT, ("tobfit",), "client/2"),
        (PRODUCT, ("capabilities", "a"), "yes"),
        (PRODUCT, ("capabilities", "b", "by"), "somebody"),
        (PRODUCT, ("capabilities", "a"), None),
        (PRODUCT, ("id",), 1.5),
        (POLICY, ("evidence",), "medium"),
        (PACK, ("vocabulary", 0, "kind"), "number"),
        (PACK, ("attributes", 0, "kind"), "version"),
        (PACK, ("attributes", 0, "about"), "weather"),
        (PACK, ("attributes", 1, "derived", "system", "hosting"), ["cellar"]),
        (PACK, ("rules", 0, "basis"), "habit"),
        (PACK, ("rules", 0, "evidence"), "hearsay"),
        (PACK, ("rules", 0, "jurisdictions", 0), "cn"),
        (PACK, ("rules", 0, "when"), ["t"]),
        (PACK, ("rules", 0, "when", "all", 0, "any", 0, "op"), "like"),
        (PACK, ("rules", 0, "implies", 0, "priority"), "Must"),
        (PACK, ("scales", 0, "groups", 1, "ceilings", 0, "size"), "tiny"),
        (PACK, ("suites", "crm"), ["a"]),
        (USAGE, ("observations", 0, "nps"), 40),
        (USAGE, ("observations", 1, "period"), ["2027-01"]),
        (USAGE, ("as_of",), "July"),
    ],
)
def test_a_wrong_word_is_refused_by_both(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    broken = copy.deepcopy(document)
    at(broken, path[:-1])[path[-1]] = value
    assert not reads(broken)
    assert not VALIDATORS[kind_of(document)].is_valid(broken)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (CLIENT, ("id",)),
        (CLIENT, ("requirements", 0, "id")),
        (CLIENT, ("stakeholders", 0, "role")),
        (CLIENT, ("landscape", "flows", 0, "from")),
        (PRODUCT, ("id",)),
        (PRODUCT, ("capabilities", "b", "response")),
        (RESPONSE, ("product",)),
        (PACK, ("id",)),
        (PACK, ("attributes", 0, "kind")),
        # The short form of a citation is a text; the schema takes it for any label, so that keys pass as languages.
        pytest.param(PACK, ("rules", 0, "source", "title"), marks=pytest.mark.xfail(strict=True)),
        (PACK, ("rules", 0, "implies", 0, "capability")),
        (PACK, ("segments", 0, "codes", 0, "evidence")),
        (PACK, ("scales", 0, "groups", 0, "indicators", 0, "attr")),
        (VENDOR, ("id",)),
        (ANSWERS, ("answers", 0, "target")),
        (USAGE, ("product",)),
        (USAGE, ("observations", 1, "period")),
    ],
)
def test_a_missing_key_is_refused_by_both(document: dict[str, Any], path: tuple[Any, ...]) -> None:
    broken = copy.deepcopy(document)
    del at(broken, path[:-1])[path[-1]]
    assert not reads(broken)
    assert not VALIDATORS[kind_of(document)].is_valid(broken)


def test_a_document_may_leave_required_keys_to_its_includes() -> None:
    assert VALIDATORS["client"].is_valid({"tobfit": "client/1", "include": ["parts/*.yaml"]})
    assert not VALIDATORS["client"].is_valid({"tobfit": "client/1", "include": "parts"})
    assert not VALIDATORS["client"].is_valid({"id": "c"})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TobfitError) as caught:
        document_schema("clients")
    assert caught.value.problems[0].code == "TF202"


def test_every_record_is_described() -> None:
    schema = record_schema(Client)
    assert schema["description"] == "An enterprise that buys."
    assert schema["$defs"]["Requirement"]["required"] == ["id"]
    assert all(part["description"] for part in schema["$defs"].values())
    assert record_schema(Need)["anyOf"][0] == {"enum": ["present"]}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LABELS = st.one_of(TEXTS, st.fixed_dictionaries({"en": TEXTS, "zh": TEXTS}))
LINES = st.builds(
    Requirement,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._@:/-]{0,5}", fullmatch=True),
    text=LABELS,
    priority=st.sampled_from(PRIORITIES),
    weight=st.decimals(min_value="0.001", max_value=1000, places=3).filter(bool),
    need=st.one_of(
        st.just("present"),
        st.builds(lambda n: {"at_least": f"{n} months"}, st.integers(0, 99)),
        st.builds(lambda items: {"all_of": items}, st.lists(TEXTS, max_size=3)),
    ),
    accept=st.lists(st.sampled_from(RESPONSES), max_size=2),
    by=st.none() | st.dates(),
    notes=st.none() | TEXTS,
)


@given(st.lists(LINES, max_size=3, unique_by=lambda line: line.id), LABELS)
def test_generated_clients_keep_the_schema(lines: list[Requirement], name: Any) -> None:
    client = Client(id="c", name=name, requirements=lines)
    assert VALIDATORS["client"].is_valid({"tobfit": "client/1", **to_plain(client.to_node())})
