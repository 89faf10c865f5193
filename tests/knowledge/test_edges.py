"""Clients and packs at the edge of what is legal: what is unknown stays unknown, nothing crashes or is lost."""

from __future__ import annotations

from typing import Any

import pytest

import tobfit
from tobfit.knowledge.inference import Inference
from tobfit.knowledge.profile import MAX_WORLDS, segments_of
from tobfit.knowledge.reading import SetReading
from tobfit.model.client import Industry

AS_OF = "2026-11-01"
PACKS = tobfit.load_packs()
VOCABULARY = [
    {"id": "x"},
    {"id": "x.a", "kind": "boolean", "broader": "x"},
    {"id": "x.q", "kind": "quantity", "unit": "month", "broader": "x"},
]


def rule(id: str, when: Any, implies: Any = "x.a", **fields: Any) -> dict[str, Any]:
    demands = [{"capability": implies}] if isinstance(implies, str) else implies
    said = {"basis": "practice", "source": "A book", "evidence": "seen"}
    return {"id": id, "when": when, "implies": demands, **said, **fields}


def packs(*rules: dict[str, Any], **sections: Any) -> tobfit.Packs:
    pack = tobfit.Pack(id="mini", vocabulary=VOCABULARY, rules=rules, **sections)
    return tobfit.load_packs(pack, shipped=False)


def infer(known: tobfit.Packs, **client: Any) -> Inference:
    return tobfit.knowledge.infer(tobfit.Client(id="c", as_of=AS_OF, **client), known)


def asks(attr: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"attr": attr, "op": op, **({} if value is None else {"value": value})}


@pytest.mark.parametrize("code", ["i6572", "I-6572", "６５７２", "65.72"])
def test_a_filed_code_is_read_however_it_is_written(code: str) -> None:
    filed = {"code": code, "scheme": "gbt4754-2017"}
    client = tobfit.Client(id="c", industries=[filed], scale={"employees": 500, "revenue": "300000000 CNY"})
    assert tobfit.knowledge.size_class(client, "cn-2017").group == "software_it"


@pytest.mark.parametrize("code", ["GB6572", "99999", "X"])
def test_a_code_that_the_classification_does_not_have_says_nothing(code: str) -> None:
    filed = {"code": code, "scheme": "gbt4754-2017"}
    size = tobfit.knowledge.size_class(tobfit.Client(id="c", industries=[filed], scale={"employees": 500}), "cn-2017")
    assert (size.low, size.high, size.group) == ("micro", "large", None)


def test_a_code_without_a_scheme_may_be_of_any() -> None:
    found = segments_of(Industry(code="2211"), PACKS.base)
    assert len(found) > 1
    assert set(segments_of(Industry(code="2211", scheme="gbt4754-2017"), PACKS.base)) <= set(found)


def test_a_section_letter_alone_is_a_segment_that_lists_it() -> None:
    assert segments_of(Industry(code="J", scheme="gbt4754-2017"), PACKS.base) == ("finance",)


def test_an_unknown_segment_opens_a_complete_list() -> None:
    known = packs(rule("r", {"not": asks("industries", "is_a", "game")}), segments=[{"id": "game"}])
    assert infer(known, industries=["gamex"], complete=["industries"]).fired == ()


def test_the_stages_of_several_industries_are_all_possible() -> None:
    bank = {"id": "bank", "stages": [{"stage": "maturity", "source": "A book", "evidence": "seen"}]}
    known = packs(rule("r", asks("industry_stage", "eq", "maturity")), segments=[{"id": "game"}, bank])
    found = infer(known, industries=[{"segment": "game", "stage": "growth"}, {"segment": "bank"}])
    assert [each.id for each in found.open_rules] == ["r"]


def test_a_bound_between_two_people_leaves_both_sides_open() -> None:
    found = infer(packs(rule("r", {"not": asks("employees", "ge", "10.3")})))
    assert (found.fired, [each.id for each in found.open_rules]) == ((), ["r"])


def test_what_is_declared_absent_is_not_present() -> None:
    attributes = [{"id": "b", "kind": "boolean"}, {"id": "n", "kind": "number"}]
    known = packs(rule("b", asks("b", "present")), rule("n", {"not": asks("n", "present")}), attributes=attributes)
    found = infer(known, complete=["profile"])
    assert (found.fired, found.open_rules) == (("n",), ())


def test_a_scheme_that_is_not_in_force_says_nothing() -> None:
    indicator = {"attr": "employees", "small": 10, "medium": 50, "large": 1000}
    groups = [{"id": "g", "indicators": [indicator]}]
    old = {"id": "old", "source": "A book", "evidence": "seen", "valid_to": "2015-01-01", "groups": groups}
    known = packs(rule("r", asks("size_class.old", "eq", "medium")), scales=[old])
    found = infer(known, scale={"employees": 500})
    assert (found.fired, [each.id for each in found.open_rules]) == ((), ["r"])


def test_not_wanting_much_is_not_refusing_little() -> None:
    demand = [{"capability": "x.q", "need": {"at_least": "6 months"}, "priority": "must"}]
    known = packs(rule("r", {"all": []}, demand))
    line = {"id": "R1", "capability": "x.q", "priority": "wont", "need": {"at_least": "120 months"}}
    assert [each.id for each in infer(known, requirements=[line]).requirements] == ["R1", "implied:x.q/must"]


def test_an_answer_to_a_line_that_follows_no_more_does_not_stop_the_match() -> None:
    must = [{"capability": "x.a", "priority": "must"}]
    known = packs(
        rule("r", {"all": []}), rule("s", asks("b", "eq", "true"), must), attributes=[{"id": "b", "kind": "boolean"}]
    )
    client = tobfit.Client(id="c", as_of=AS_OF, profile={"b": "false"})
    said = {"client": "c", "product": "p", "answers": [{"requirement": "implied:x.a/should", "response": "standard"}]}
    catalog = tobfit.Catalog(products=[tobfit.Product(id="p")], responses=[said])
    report = tobfit.match(client, catalog, known)
    assert report["p"]["implied:x.a/should"].verdict == "met"
    after = report.what_if({"client.profile.b": "true"})
    assert after["p"]["implied:x.a/must"].verdict == "unknown"


@pytest.mark.parametrize(
    ("attribute", "path"),
    [
        ({"id": "size_class.own", "kind": "level", "values": ["small", "other"]}, ".id"),
        ({"id": "employees", "kind": "text", "overrides": "employees"}, ".kind"),
    ],
)
def test_what_client_records_hold_keeps_its_meaning(attribute: dict[str, Any], path: str) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        packs(attributes=[attribute])
    assert [(p.code, p.path) for p in caught.value.problems] == [("TF318", f"$.attributes[0]{path}")]


def test_ids_of_lines_that_follow_are_not_taken() -> None:
    line = {"id": "implied:x.a/must", "capability": "x.q"}
    with pytest.raises(tobfit.TobfitError) as caught:
        infer(packs(), requirements=[line])
    assert [p.code for p in caught.value.problems] == ["TF207"]


def test_only_so_many_ways_of_reading_codes_are_followed() -> None:
    codes = [str(number) for number in range(10, 40)]
    listed = [{"scheme": "f", "codes": codes, "source": "A book", "evidence": "seen"}]
    known = packs(
        rule("r", asks("industries", "is_a", "s0")), segments=[{"id": f"s{i}", "codes": listed} for i in range(4)]
    )
    found = infer(known, industries=[{"code": code, "scheme": "f"} for code in codes])
    assert [each.id for each in found.open_rules] == ["r"]
    assert found.profile is not None
    reading = found.profile.readings["industries"]
    assert isinstance(reading, SetReading)
    assert 1 < len(reading.worlds) <= MAX_WORLDS


def test_questions_can_be_answered() -> None:
    attributes = [{"id": "n", "kind": "number"}, {"id": "m", "kind": "set"}]
    must = [{"capability": "x.a", "priority": "must"}]
    known = packs(
        rule("n", asks("n", "present"), must), rule("m", asks("m", "superset", ["k", "l"]), must), attributes=attributes
    )
    report = tobfit.match(tobfit.Client(id="c", as_of=AS_OF), tobfit.Product(id="p"), known)
    answers = {q.target: dict(q.answers) for q in report.questions if isinstance(q, tobfit.ProfileQuestion)}
    assert set(answers["client.profile.n"]) == {"1", "none"}
    assert answers["client.profile.m"]["k, l"].added == ("implied:x.a/must",)


def test_the_vendors_cloud_is_not_the_clients() -> None:
    cut_off = {"id": "cut_off", "kind": "boolean", "derived": {"unreachable": "internet"}}
    inside = {"id": "inside", "kind": "boolean", "derived": {"system": {"hosting": ["on_premises"]}}}
    known = packs(rule("c", asks("cut_off", "eq", "true")), rule("i", asks("inside", "eq", "false")),
                  attributes=[cut_off, inside])  # fmt: skip
    landscape = {"systems": [{"id": "s", "zone": "saas"}], "flows": [{"from": "saas", "to": "internet"}]}
    assert infer(known, landscape=landscape, complete=["landscape"]).fired == ("c", "i")


def test_a_record_that_a_call_made_is_checked() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        infer(PACKS, need_suites=["crmm"])
    assert [(p.code, p.hint) for p in caught.value.problems] == [("TF307", "did you mean 'crm'?")]


def test_a_rule_is_withdrawn_by_its_id() -> None:
    known = packs(rule("r", {"all": []})).with_layer(
        tobfit.Pack(id="later", rules=[{"id": "r", "overrides": "r", "withdrawn": True}])
    )
    assert infer(known).fired == ()


def test_a_no_is_understanding_too() -> None:
    attributes = [{"id": name, "kind": "boolean"} for name in ("b", "d")]
    known = packs(rule("r", asks("b", "eq", "true")), rule("s", asks("d", "eq", "true")), attributes=attributes)
    clients = [
        tobfit.Client(id="c", as_of=AS_OF, profile=said) for said in ({}, {"b": "false"}, {"b": "false", "d": "false"})
    ]
    reports = [tobfit.match(client, tobfit.Product(id="p"), known) for client in clients]
    assert [report.understanding.share for report in reports] == [0, 0.5, 1]
