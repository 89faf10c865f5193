"""The tools without a protocol: what they take and give is closed, and what they say is what the library says."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from tests.assistant.assistant_calls import GAMES, SCHEMAS, arguments_of, by_the_library, example, replies
from tests.report.worlds import rich

import tobfit
from tobfit import TobfitError
from tobfit.assistant import call, tools
from tobfit.assistant.bounded import Patience
from tobfit.assistant.quoting import FRAME
from tobfit.assistant.wording import Wording, percent
from tobfit.model.interval import Ratio
from tobfit.testing.strategies import World, worlds

FEW = settings(max_examples=settings().max_examples // 5)


def valid(name: str, data: Mapping[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[name][1]).validate(json.loads(json.dumps(data)))


def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every schema within a schema."""
    if isinstance(schema, Mapping):
        yield schema
        yield from (found for value in schema.values() for found in objects(value))
    elif isinstance(schema, list):
        yield from (found for value in schema for found in objects(value))


# ---- what is published


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_closed_described_and_valid(name: str) -> None:
    for place, whole in enumerate(SCHEMAS[name]):
        jsonschema.Draft202012Validator.check_schema(whole)
        for schema in objects(whole):
            if schema.get("type") != "object":
                continue
            is_document = place == 0 and "properties" not in schema
            assert schema["additionalProperties"] is is_document
            for field, inner in schema.get("properties", {}).items():
                assert len(inner.get("description", "")) > 3, f"{name}: {field} says nothing"
        assert whole["type"] == "object"
    assert set(SCHEMAS[name][1]["required"]) == set(SCHEMAS[name][1]["properties"])


def test_no_argument_is_a_path() -> None:
    for tool in tools():
        names = set(tool.input_schema["properties"])
        assert names.isdisjoint({"path", "file", "folder", "url", "uri"})
        assert "path" in tool.description


def test_the_required_arguments() -> None:
    assert {name: taken["required"] for name, (taken, _) in SCHEMAS.items()} == {
        "check": ["documents"],
        "match": ["client", "products"],
        "questions": ["client", "products"],
        "explain": [],
    }


# ---- the same as the library


@FEW
@given(worlds())
def test_a_match_says_what_the_library_says(world: World) -> None:
    arguments = arguments_of(world, limit=50)
    report, reply = by_the_library(arguments), call("match", arguments)
    data = reply.data
    valid("match", data)
    ranked = [
        (fit.product, report.ranks[fit.product], fit.decision, None if fit.score is None else
         {"low": float(fit.score.low), "high": float(fit.score.high)},
         None if fit.answered is None else float(fit.answered), None if fit.coverage is None else float(fit.coverage))
        for fit in report.fits
    ]  # fmt: skip
    fields = ("product", "rank", "decision", "score", "answered", "coverage")
    assert [tuple(row[field] for field in fields) for row in data["ranking"]] == ranked
    assert [row["lines"] for row in data["ranking"]] == [
        {verdict: fit.count(verdict) for verdict in ("met", "partial", "unmet", "unknown", "not_applicable")}
        for fit in report.fits
    ]
    # The text, which is written from the data, shows the same digits as reports do.
    for fit, row in zip(report.fits, data["ranking"], strict=True):
        score = Wording("en").score(row["score"])
        assert score == ("no score" if fit.score is None else f"{fit.score:.4f}")
        assert score in reply.text
        if fit.coverage is not None:
            assert percent(row["coverage"]) == f"{Ratio(fit.coverage * 100):.1f} %"
    assert data["certain_winners"] == list(report.certain_winners)
    assert data["possible_winners"] == list(report.possible_winners)
    assert data["questions"] == len(report.questions)
    for detail in data["details"]:
        fit = report[detail["product"]]
        told = [(gap["requirement"], gap["severity"], kind) for gap in detail["gaps"] for kind in gap["kinds"]]
        assert sorted(told) == sorted((gap.requirement.id, gap.severity, gap.kind) for gap in fit.gaps)
        fails, may = ({must["requirement"] for must in detail[key]} for key in ("musts_failing", "musts_open"))
        assert bool(fails) == (fit.decision == "no_fit")
        assert not fails & may
        assert (fit.decision == "undecided") <= bool(may or fit.threatening)


@FEW
@given(worlds(max_lines=3, max_products=2))
def test_the_document_of_an_answer_gives_what_the_answer_promised(world: World) -> None:
    arguments = arguments_of(world, limit=50)
    data = call("questions", arguments).data
    valid("questions", data)
    report = by_the_library(arguments)
    assert [one["target"] for one in data["questions"]] == [question.target for question in report.questions]
    for question in data["questions"]:
        for answer in question["answers"]:
            again = call("match", {**arguments, "answers": [answer["document"]]}).data
            after = {row["product"]: (row["decision"], row["score"]) for row in again["ranking"]}
            for effect in answer["effects"]:
                assert after[effect["product"]] == (effect["decision"], effect["score"])


def test_an_answer_that_changes_several_things_says_them_all() -> None:
    """That a list is all there is changes the value and whether it is exhaustive."""
    arguments = arguments_of(rich("plain text"), limit=50)
    told = [one for question in call("questions", arguments).data["questions"] for one in question["answers"]]
    several = [one for one in told if len(json.loads(one["document"])["answers"]) > 1]
    assert several
    for answer in several:
        again = call("match", {**arguments, "answers": [answer["document"]]}).data
        after = {row["product"]: (row["decision"], row["score"]) for row in again["ranking"]}
        assert [after[one["product"]] for one in answer["effects"]] == [
            (one["decision"], one["score"]) for one in answer["effects"]
        ]


@FEW
@given(worlds(max_lines=3, max_products=2))
def test_parts_of_explained_lines_are_those_of_the_score(world: World) -> None:
    arguments = arguments_of(world)
    report = by_the_library(arguments)
    for fit in report.fits:
        parts = {part.requirement: {"low": float(part.low), "high": float(part.high)} for part in fit.contributions}
        for judgement in fit.judgements:
            named = {"product": fit.product, "requirement": judgement.requirement.id}
            data = call("explain", {**arguments, **named}).data
            valid("explain", data)
            line = data["line"]
            assert line["part"] == parts.get(judgement.requirement.id)
            assert (line["verdict"], line["worst"], line["best"]) == (
                judgement.verdict, judgement.worst, judgement.best
            )  # fmt: skip
            assert line["reason"] == judgement.reason
            assert [one["source"] for one in line["evidence"]] == [one.source for one in judgement.evidence]
            assert [one["response"] for one in line["statements"]] == [one.response for one in judgement.own.statements]


@FEW
@given(worlds(max_lines=3, max_products=3))
def test_the_order_of_products_changes_nothing(world: World) -> None:
    arguments = arguments_of(world)
    turned = {**arguments, "products": arguments["products"][::-1]}
    for name in ("match", "questions"):
        assert call(name, arguments) == call(name, turned)


@pytest.mark.parametrize(("client", "lang"), [("studio", "zh"), ("security-firm", "en")])
def test_the_example(client: str, lang: str) -> None:
    arguments = example(client, lang=lang)
    report = by_the_library(arguments)
    told = replies(arguments)
    for name, reply in told.items():
        valid(name, reply.data)
        lines = reply.text.splitlines()
        assert lines[0] == FRAME
        assert all(line == "|" or line.startswith("| ") for line in lines[1:])
    assert "| " + {"en": "Ranking", "zh": "排名"}[lang] in told["match"].text.splitlines()
    ranking = told["match"].data["ranking"]
    assert [row["product"] for row in ranking] == [fit.product for fit in report.fits]
    for row in ranking:
        score = report[row["product"]].score
        assert score is not None
        assert row["score"] == {"low": float(score.low), "high": float(score.high)}
        assert f"{score:.4f}" in told["match"].text
    assert told["check"].data["errors"] == 0
    # Bounded, and it says so: what is left out can be had.
    left = {one["what"]: one for one in told["match"].data["left_out"]}
    assert left["details"]["total"] == len(report.fits) == 9
    asked = call("match", {**arguments, "only": [ranking[-1]["product"]], "limit": 50}).data
    assert [one["product"] for one in asked["details"]] == [ranking[-1]["product"]]
    assert asked["ranking"] == ranking


def test_questions_about_the_client_lead_where_matching_again_leads() -> None:
    arguments = example("studio", limit=2, only=["erpnext@16", "glpi@11.0"])
    data = call("questions", arguments).data
    valid("questions", data)
    assert data["questions"][0]["product"] is None
    assert data["questions"][0]["decides"]
    for question, number in zip(data["questions"], (2, 2), strict=True):
        assert len(question["answers"]) >= number
        for answer in question["answers"]:
            again = call("match", {**arguments, "answers": [answer["document"]], "limit": 1}).data
            after = {row["product"]: (row["decision"], row["score"]) for row in again["ranking"]}
            assert {effect["product"] for effect in answer["effects"]} == {"erpnext@16", "glpi@11.0"}
            for effect in answer["effects"]:
                assert after[effect["product"]] == (effect["decision"], effect["score"])


def test_a_line_of_a_law_is_explained_with_rule_citation_and_facts() -> None:
    named = {"product": "erpnext@16", "requirement": "implied:sec.audit_log_retention/must"}
    line = call("explain", {**example("studio"), **named}).data["line"]
    assert (line["verdict"], line["worst"], line["best"]) == ("unknown", "unmet", "met")
    assert line["rules"][0] == "cn.csl.2025"
    assert any("Article 23(3)" in text for text in line["why"])
    assert line["evidence"] == line["statements"] == []
    assert [gap["severity"] for gap in line["gaps"]] == ["major"]
    assert "Audit log retention" in line["questions"][0]
    page = call("explain", {"name": line["rules"][0], "lang": "zh"}).data["page"]
    assert (page["kind"], page["name"]) == ("rule", "cn.csl.2025")
    assert "网络" in page["text"]


def test_a_line_that_an_answer_of_the_client_could_make_more_of_names_that_question() -> None:
    """The client's grade may rise: the question about it is no question of a product."""
    arguments = example("studio", requirement="implied:cmp.mlps_level/should")
    report = by_the_library(arguments)
    arguments["product"] = report.fits[0].product
    wanted = {
        question.target
        for question in report.questions
        if question.product is None and any(line.id == arguments["requirement"] for line in question.requirements)
    }
    assert "client.profile.critical_infrastructure" in wanted
    asked = call("explain", arguments).data["line"]["questions"]
    texts = {one.target: one.told for one in tobfit.report.explain(report).questions if one.target in wanted}
    assert wanted == texts.keys()
    assert set(texts.values()) <= set(asked)


def test_what_explain_leaves_out_is_said() -> None:
    wish = {"all_of": ["a"], "none_of": ["a"]}
    lines = [{"id": f"R-{n}", "capability": "sec.sso", "need": wish} for n in range(60)]
    client = {"tobfit": "client/1", "id": "acme", "as_of": "2026-11-01", "requirements": lines}
    arguments = {"client": client, "products": [{"tobfit": "product/1", "id": "crm@5"}], "stated_only": True}
    reply = call("explain", {**arguments, "product": "crm@5", "requirement": "R-1"})
    valid("explain", reply.data)
    left = {one["what"]: (one["shown"], one["total"]) for one in reply.data["left_out"]}
    warned = call("match", {**arguments, "limit": 50}).data["left_out"]
    assert left["warnings"] == next((one["shown"], one["total"]) for one in warned if one["what"] == "warnings")
    assert left["warnings"][1] >= 60
    assert "Left out" in reply.text
    assert "| Warnings" in reply.text.splitlines()  # the text has what the data have


def test_a_code_is_explained() -> None:
    data = call("explain", {"name": "tf301"}).data
    valid("explain", data)
    assert data["page"]["kind"] == "code"
    assert data["page"]["text"].startswith("# TF301: ")


@pytest.mark.parametrize(("lang", "heading"), [("en", "Warnings"), ("zh", "警告")])
def test_warnings_of_packs_stand_below_the_page_of_a_rule(lang: Any, heading: str) -> None:
    page: Any = {"name": "r", "kind": "rule", "text": "Rule r.\n"}
    told = Wording(lang).explain({"line": None, "page": page, "warnings": ["mine.yaml: TF310"], "left_out": []})
    first, blank, head, *_, last = told.rstrip("\n").splitlines()
    assert (first, blank) == ("Rule r.", "")
    assert (heading in head, "mine.yaml: TF310" in last) == (True, True)
    assert Wording(lang).explain({"line": None, "page": page, "warnings": [], "left_out": []}) == "Rule r."


def test_a_whole_number_may_be_written_with_a_point() -> None:
    arguments = {"documents": ["tobfit: client/1\nid: a\nx: 1\ny: 2"]}
    told = call("check", {**arguments, "limit": 1.0})
    assert told == call("check", {**arguments, "limit": 1})
    assert len(told.data["problems"]) == 1


def test_what_is_stated_alone_and_another_day() -> None:
    alone = call("match", example("studio", stated_only=True)).data
    every = call("match", example("studio")).data
    assert sum(alone["ranking"][0]["lines"].values()) < sum(every["ranking"][0]["lines"].values())
    later = call("match", example("studio", as_of="2030-01-01")).data
    assert (every["as_of"], later["as_of"]) == ("2026-11-23", "2030-01-01")


def test_an_object_is_as_good_as_a_text() -> None:
    client = {"tobfit": "client/1", "id": "acme", "as_of": "2026-11-01",
              "requirements": [{"id": "R-1", "capability": "sec.mfa", "priority": "must", "weight": 1.5}]}  # fmt: skip
    product = {"tobfit": "product/1", "id": "crm@5", "capabilities": {"sec.mfa": "standard"}}
    as_objects = {"client": client, "products": [product]}
    as_texts = {"client": json.dumps(client), "products": [json.dumps(product)]}
    as_yaml = {"client": tobfit.dump(tobfit.load_client(client)), "products": ["\n" + json.dumps(product)]}
    assert call("match", as_objects) == call("match", as_texts) == call("match", as_yaml)


# ---- what is wrong


def refused(name: str, arguments: Mapping[str, Any], **more: Any) -> TobfitError:
    with pytest.raises(TobfitError) as caught:
        call(name, arguments, **more)
    return caught.value


def test_check_names_document_line_and_column() -> None:
    documents = [
        "tobfit: client/1\nid: acme\nas_off: 2026-11-01\n",
        {"tobfit": "product/1", "id": "x@1", "nmae": "y"},
        "/etc/passwd",
        '{"tobfit": "product/1", "id": "x@1",}',
        "tobfit: product/1\nid: x@2\nvendor: acme\n",
        str(GAMES / "studio.yaml"),
    ]
    data = call("check", {"documents": documents}).data
    valid("check", data)
    found = [(one["document"], one["line"], one["column"], one["code"]) for one in data["problems"]]
    assert found == [
        ("documents[0]", 3, 1, "TF203"),
        ("documents[1]", None, None, "TF203"),
        ("documents[2]", 1, 1, "TF201"),
        ("documents[3]", 1, 36, "TF109"),
        ("documents[5]", 1, 1, "TF201"),
    ]
    assert [one["hint"] for one in data["problems"][:2]] == ["did you mean 'as_of'?", "did you mean 'name'?"]
    assert [(one["kind"], one["id"], one["errors"]) for one in data["documents"]][::2] == [
        ("client", None, 1), (None, None, 1), ("product", "x@2", 0),
    ]  # fmt: skip
    some = call("check", {"documents": documents, "limit": 1}).data
    assert len(some["problems"]) == 1
    assert some["left_out"] == [{"what": "problems", "shown": 1, "total": 5, "how": "raise limit"}]


def test_the_problems_of_all_documents_come_at_once() -> None:
    broken = example("studio")
    broken["client"] += "\nnmae: x\n"
    broken["products"][3] = broken["products"][3].replace("capabilities:", "capabilitys:")
    broken["policy"] = "tobfit: policy/1\nid: x\npartial: 7\n"
    places = [(problem.file, problem.code) for problem in refused("match", broken).problems]
    assert ("client", "TF203") in places
    assert ("products[3]", "TF203") in places
    assert any(file == "policy" for file, _ in places)


def test_includes_are_refused_in_texts_and_objects() -> None:
    text = "tobfit: client/1\nid: acme\nas_of: 2026-11-01\ninclude: [../../etc/*.yaml]\n"
    tree = {"tobfit": "client/1", "id": "acme", "include": ["/etc/passwd"]}
    for client, line in ((text, 4), (tree, None)):
        (problem,) = refused("match", {"client": client, "products": [{"tobfit": "product/1", "id": "x@1"}]}).problems
        assert (problem.code, problem.file, problem.line) == ("TF471", "client", line)


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ({}, ["client", "products"]),
        ({"client": 3, "products": []}, ["client", "products"]),
        ({"client": None, "products": ["x", None]}, ["client", "products[1]"]),
        ({"client": "x", "products": "x"}, ["products"]),
        ({"client": "x", "products": ["x"], "limit": 0}, ["limit"]),
        ({"client": "x", "products": ["x"], "limit": 51, "lang": "fr"}, ["lang", "limit"]),
        ({"client": "x", "products": ["x"], "limit": True}, ["limit"]),
        ({"client": "x", "products": ["x"], "limit": 2.5}, ["limit"]),
        ({"client": "x", "products": ["x"], "limit": float("inf")}, ["limit"]),
        ({"client": "x", "products": ["x"], "limit": float("nan")}, ["limit"]),
        ({"client": "x", "products": ["x"], "only": [3]}, ["only[0]"]),
        ({"client": "x", "products": ["x"], "path": "/etc/passwd"}, ["path"]),
        ({"client": "x", "products": ["x"], "audience": "internal"}, ["audience"]),
    ],
)
def test_arguments_that_do_not_suit(arguments: dict[str, Any], paths: list[str]) -> None:
    problems = refused("match", arguments).problems
    assert {problem.code for problem in problems} == {"TF470"}
    assert sorted(problem.path or "" for problem in problems) == sorted(paths)


@pytest.mark.parametrize("arguments", [None, "client", [1]])
def test_arguments_are_a_mapping(arguments: Any) -> None:
    (problem,) = refused("match", arguments).problems
    assert (problem.code, problem.path) == ("TF470", "arguments")


@pytest.mark.parametrize("name", [3, None, "mtach"])
def test_a_tool_has_a_name(name: Any) -> None:
    (problem,) = refused(name, {}).problems
    assert (problem.code, problem.path) == ("TF470", "name")


def test_documents_too_deep_or_in_circles_are_refused_at_their_place() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}
    circle: dict[str, Any] = {"tobfit": "client/1"}
    circle["notes"] = circle
    for document in (deep, circle, "[" * 5000):
        (found,) = call("check", {"documents": [document]}).data["problems"]
        assert (found["document"], found["code"]) == ("documents[0]", "TF110")


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ({}, ["client", "product", "products", "requirement"]),
        ({"product": "x", "requirement": "R-1"}, ["client", "products"]),
        ({"name": "TF301", "product": "x"}, ["name"]),
    ],
)
def test_explain_takes_a_name_or_a_whole_line(arguments: dict[str, Any], paths: list[str]) -> None:
    problems = refused("explain", arguments).problems
    assert ({problem.code for problem in problems}, sorted(p.path or "" for p in problems)) == ({"TF470"}, paths)


def test_names_that_nothing_has() -> None:
    arguments = example("studio")
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("match", {**arguments, "only": ["glpi@11"]}, "did you mean 'glpi@11.0'?"),
        ("explain", {**arguments, "product": "glpi@11", "requirement": "implied:sec.mfa"}, "did you mean 'glpi@11.0'?"),
        ("explain", {"name": "TF3001"}, "did you mean 'TF301'?"),
        ("explain", {"name": "cn.csl.2026"}, "did you mean 'cn.csl.2025'?"),
    ]
    for name, called, hint in cases:
        problems = refused(name, called).problems
        assert {problem.code for problem in problems} == {"TF474"}
        assert problems[0].hint == hint
    assert len(refused("explain", cases[1][1]).problems) == 2
    assert refused("mach", {}).problems[0].hint == "did you mean 'match'?"
    with pytest.raises(ValueError, match="audience"):
        call("check", {"documents": ["x"]}, audience="everybody")


def test_too_much() -> None:
    product = {"tobfit": "product/1", "id": "x@1"}
    client = "tobfit: client/1\nid: a\nas_of: 2026-11-01\n"
    many = [{**product, "id": f"x@{place}"} for place in range(200)]
    lines = [{"id": f"R-{place}", "capability": "sec.mfa"} for place in range(501)]
    cases: list[tuple[dict[str, Any], str]] = [
        ({"client": client + "#" * 1_000_001, "products": [product]}, "client"),
        ({"client": client, "products": [*many, product]}, "products"),
        ({"client": client, "products": [{**product, "name": "x" * 900_000}] * 9}, "documents"),
        ({"client": {"tobfit": "client/1", "id": "a", "as_of": "2026-11-01", "requirements": lines}, "products": many},
         "products"),
    ]  # fmt: skip
    for arguments, path in cases:
        (problem,) = refused("match", arguments).problems
        assert (problem.code, problem.path) == ("TF472", path)
    (deep,) = refused("match", {"client": _nested(80), "products": [product]}).problems
    assert (deep.code, deep.file) == ("TF110", "client")


def _nested(depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for _ in range(depth):
        tree = {"a": tree}
    return tree


def test_time_is_looked_at_between_the_steps() -> None:
    ticks = itertools.count()
    patience = Patience(2, clock=lambda: next(ticks))
    patience.check()
    patience.check()
    with pytest.raises(TobfitError) as caught:
        patience.check()
    assert caught.value.problems[0].code == "TF473"
    for name in ("match", "questions"):
        assert refused(name, example("studio"), seconds=0).problems[0].code == "TF473"


def test_what_documents_warn_of_is_told_with_its_place() -> None:
    arguments = example("studio")
    arguments["client"] = arguments["client"].replace("profile:", "profile:\n  personal_info_subject: 5", 1)
    (said,) = [text for text in call("match", arguments).data["warnings"] if "personal_info_subject" in text]
    assert said.startswith("client:")
    assert "did you mean" in said
