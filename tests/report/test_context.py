"""context/1: plain data for generators, with a schema that says all of it and nothing else."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.report import landscape_worlds as landscapes
from tests.report.worlds import example, made_up, rich

import tobfit
from tobfit.analysis import close_gaps
from tobfit.commercial import delivery
from tobfit.formats.context_schema import context_schema
from tobfit.matching.finding import Finding
from tobfit.matching.report import Report
from tobfit.model.label import Label
from tobfit.report import context, records
from tobfit.testing.strategies import World, worlds
from tobfit.testing.vendors import vendor_worlds

VALIDATOR = Draft202012Validator(context_schema())
DEAL = Path(__file__).resolve().parents[2] / "examples" / "game-and-security"


def check(data: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert json.loads(json.dumps(data, allow_nan=False)) == data


@settings(max_examples=settings().max_examples // 2)
@given(
    st.one_of(worlds(landscape=None), vendor_worlds()),
    st.sampled_from(["en", "zh"]),
    st.sampled_from(["client", "internal"]),
    st.sampled_from([None, 1, 2, 12]),
)
def test_every_context_keeps_the_schema(world: World, lang: str, audience: str, limit: int | None) -> None:
    report = world.report()
    data = context(report, lang=lang, audience=audience, limit=limit)
    check(data)
    assert context(report, lang=lang, audience=audience, limit=limit) == data
    for product, fit in zip(data["products"], report.fits, strict=True):
        assert product["id"] == fit.product
        assert product["score"]["low"] == (None if fit.score is None else float(fit.score.low))
        assert product["score"]["high"] == (None if fit.score is None else float(fit.score.high))
        assert sum(product["counts"].values()) == len(report.requirements) == count(product)
        assert product["counts"]["unknown"] == fit.count("unknown")
        rows = {row["requirement"]: row for part in product["dimensions"] for row in part["rows"]}
        assert [rows[j.requirement.id]["verdict"]["code"] for j in fit.judgements] == [
            j.verdict for j in fit.judgements
        ]
        if fit.score is not None:
            parts = [row["contribution"] for row in rows.values() if row["contribution"]["low"] is not None]
            assert math.isclose(math.fsum(part["low"] for part in parts), fit.score.low, abs_tol=1e-12)
            assert math.isclose(math.fsum(part["high"] for part in parts), fit.score.high, abs_tol=1e-12)


def count(product: dict[str, Any]) -> int:
    return sum(len(dimension["rows"]) for dimension in product["dimensions"])


def test_it_says_what_the_rows_say() -> None:
    """The same judgements, reasons and severities as in data frames."""
    data = context(example())
    told = {
        (product["id"], row["requirement"]): (row["verdict"]["code"], row["reason"], row["severity"]["code"])
        for product in data["products"]
        for dimension in product["dimensions"]
        for row in dimension["rows"]
    }
    rows = records(example())
    assert told == {(r["product"], r["requirement"]): (r["verdict"], r["reason"], r["severity"]) for r in rows}
    for line in data["requirements"]:
        for one in line["verdicts"]:
            assert one["verdict"]["code"] == told[one["product"], line["id"]][0]


@functools.cache
def deal() -> Report:
    """Offers with prices, a third party, results and findings of later stages."""
    packs = tobfit.load_packs()
    catalog = tobfit.load_catalog([DEAL / "products", DEAL / "deal" / "vendors", DEAL / "deal" / "second"], packs)
    client = tobfit.load_client(DEAL / "studio.yaml", packs)
    report = tobfit.match(client, catalog, packs)
    plan = close_gaps(report["studio-offer"], time_limit=5)
    later = delivery(report)
    because = Label({"en": "Too much", "zh": "过高"})
    found = Finding("unaffordable", "major", "price", because, product="studio-offer")
    return report.with_results(plan, later).with_findings([*later.findings, found])


def reports() -> Iterable[Report]:
    yield from (made_up(), example(), deal(), landscapes.matched(landscapes.client(), landscapes.product()))
    yield rich(view="v")


def test_each_key_of_the_schema_is_in_some_context() -> None:
    """Closed schemas refuse what they do not name; this says that they name nothing that never comes."""
    seen: set[int] = set()
    wanted: dict[int, str] = {}
    schema = context_schema()
    for name, part in (("context", schema), *schema["$defs"].items()):
        wanted.update(objects(part, name))
    for report in reports():
        data = context(report, limit=3)
        check(data)
        visit(data, schema, schema, seen)
    assert not [name for place, name in wanted.items() if place not in seen]


def objects(schema: Any, name: str) -> dict[int, str]:
    """The parts of a schema that are mappings, by identity."""
    found: dict[int, str] = {}
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            assert schema["required"] == list(schema["properties"])
            assert schema["additionalProperties"] is False
            found[id(schema)] = name
        for key, part in schema.items():
            if key != "$defs":
                found |= objects(part, f"{name}.{key}")
    elif isinstance(schema, list):
        for part in schema:
            found |= objects(part, name)
    return found


def visit(value: Any, schema: Any, root: Any, seen: set[int]) -> None:
    if "$ref" in schema:
        visit(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, seen)
    for part in schema.get("anyOf", ()):
        if Draft202012Validator({**part, "$defs": root["$defs"]}).is_valid(value):
            visit(value, part, root, seen)
    if isinstance(value, dict) and schema.get("type") == "object":
        seen.add(id(schema))
        for key, item in value.items():
            visit(item, schema["properties"][key], root, seen)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            visit(item, schema["items"], root, seen)


def test_no_key_is_called_like_something_that_mappings_have() -> None:
    """``{{ block.items }}`` would be a function in other engines."""
    keys = {key for part in objects_of(context_schema()) for key in part["properties"]}
    assert keys.isdisjoint(dir(dict))
    assert all(key.isidentifier() for key in keys)


def objects_of(schema: Any) -> Iterable[Any]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects_of(part)


def test_ways_and_answers_are_worked_out_within_the_limit() -> None:
    data = context(made_up(), limit=1)
    assert [product["is_detailed"] for product in data["products"]] == [True, False]
    first, second = data["products"]
    assert [gap["is_worked_out"] for gap in first["gaps"]] == [True, *(False for _ in first["gaps"][1:])]
    assert first["gaps"][0]["ways"]
    assert not any(gap["ways"] for gap in (*first["gaps"][1:], *second["gaps"]))
    assert [bool(one["answers"]) for one in data["questions"]] == [one["is_worked_out"] for one in data["questions"]]
    assert sum(one["is_worked_out"] for one in data["questions"]) == 1
    every = context(made_up(), limit=None)
    assert all(gap["is_worked_out"] for product in every["products"] for gap in product["gaps"])
    assert all(one["is_worked_out"] for one in every["questions"])


def test_a_way_out_is_what_matching_again_gives() -> None:
    report = made_up()
    ways = [way for product in context(report)["products"] for gap in product["gaps"] for way in gap["ways"]]
    remedies = [remedy for fit in report.fits for gap in fit.gaps for remedy in gap.remedies if remedy.kind != "ask"]
    results = {(r.kind, str(r.score_after), r.decision_after) for r in remedies}
    told = {(w["kind"]["code"], w["score"]["text"], w["decision"]["code"]) for w in ways}
    assert {one for one in told if one[0] not in ("ask", "replace")} == results


def test_internal_things_are_for_internal_readers() -> None:
    report = rich(secret="SECRET")
    assert "SECRET" not in json.dumps(context(report))
    assert "7272 person_day" not in json.dumps(context(report))
    inside = context(report, audience="internal")
    assert inside["client"]["notes"] == inside["policy"]["notes"] == inside["requirements"][0]["notes"] == "SECRET"
    assert inside["products"][0]["notes"] == "SECRET"
    efforts = {way["effort"] for product in inside["products"] for gap in product["gaps"] for way in gap["ways"]}
    assert any(effort and "7272" in effort for effort in efforts)
    check(inside)


def test_a_worked_example() -> None:
    client = tobfit.Client(id="acme", name={"en": "Acme", "zh": "顶点"}, as_of="2026-11-01")
    client = client.require("sec.mfa", priority="must").require("crm.cpq")
    product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration", price="100 CNY")
    data = context(tobfit.match(client, product), lang="zh")
    (told,) = data["products"]
    # A Must weighs 4, the other line 2: 0.9 x 4/6 = 0.6, and 2/6 are open.
    assert told["score"] == {"low": 0.6, "high": 0.9333333333333333, "text": "0.6000..0.9333", "percent": "60.0–93.3 %"}
    assert told["decision"] == {"code": "fit_with_gaps", "word": "符合但有差距"}
    assert told["coverage"] == {"value": 0.6666666666666666, "text": "66.7 %"}
    assert data["client"] == {"id": "acme", "name": "顶点", "notes": None}
    assert [q["requirements"] for q in data["questions"]] == [["R-002"]]


def test_bad_arguments() -> None:
    for wrong in ({"audience": "partner"}, {"limit": 0}):
        with pytest.raises(ValueError, match=r"audience|limit"):
            context(example(), **wrong)


def test_progress_tells_of_all() -> None:
    told: list[tuple[int, int]] = []
    data = context(made_up(), progress=lambda done, whole: told.append((done, whole)))
    whole = len(data["products"]) + len(data["questions"])
    assert told == [(number, whole) for number in range(1, whole + 1)]
