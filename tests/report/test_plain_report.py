"""The plain data of a report: JSON only, true figures, for the audience it is made for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.report.worlds import EFFORT_TEXT, Make, example, made_up, rich

from tobfit.formats.schema import document_schema
from tobfit.matching.plain_report import ends, internal_names, report_dict

REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])
VALIDATOR = Draft202012Validator(document_schema("report"))


@REPORTS
@pytest.mark.parametrize("options", [{}, {"audience": "internal"}, {"detail": "summary"}], ids=str)
def test_it_keeps_its_schema_and_is_json(make: Make, options: dict[str, Any]) -> None:
    data = report_dict(make(), **options)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_schema_is_strict() -> None:
    data = json.loads(json.dumps(made_up().to_dict()))
    for path in ([], ["fits", 0], ["fits", 0, "judgements", 0], ["fits", 0, "gaps", 0], ["questions", 0], ["policy"]):
        broken = json.loads(json.dumps(data))
        inner = broken
        for step in path:
            inner = inner[step]
        inner["nonsense"] = 1
        assert not VALIDATOR.is_valid(broken)
    assert not VALIDATOR.is_valid({**data, "as_of": None})


@REPORTS
def test_figures_are_those_of_the_fits(make: Make) -> None:
    report = make()
    data = report.to_dict()
    assert (data["tobfit"], data["client"]) == ("report/1", report.client.id)
    for plain, fit in zip(data["fits"], report.fits, strict=True):
        assert (plain["product"], plain["rank"]) == (fit.product, report.ranks[fit.product])
        assert (plain["decision"], plain["score"]) == (fit.decision, ends(fit.score))
        assert [part["low"] for part in plain["contributions"]] == [float(part.low) for part in fit.contributions]
        for said, judgement in zip(plain["judgements"], fit.judgements, strict=True):
            assert said["credit"] == ends(judgement.credit)
            assert (said["verdict"], said["reason"]) == (judgement.verdict, judgement.reason)
        assert [(g["requirement"], g["kind"]) for g in plain["gaps"]] == [(g.requirement.id, g.kind) for g in fit.gaps]


def test_remedies_and_answers_can_be_applied_and_keep_their_promise() -> None:
    report = made_up()
    data = report.to_dict()
    tried = 0
    for fit in data["fits"]:
        for gap in fit["gaps"]:
            for remedy in gap["remedies"]:
                after = report.what_if(remedy["changes"])[fit["product"]]
                assert (ends(after.score), after.decision) == (remedy["score_after"], remedy["decision_after"])
                assert ends(after[gap["requirement"]].credit) == remedy["credit"]
                tried += 1
    for question in data["questions"]:
        for answer in question["answers"]:
            after = report.what_if(answer["changes"])[question["product"]]
            assert (ends(after.score), after.decision) == (answer["score"], answer["decision"])
            tried += 1
    assert tried > 50


def test_replacements_are_the_replace_remedies() -> None:
    report = example()
    wanted = {
        (fit.product, gap.requirement.id, remedy.product)
        for fit in report.fits
        for gap in fit.gaps
        for remedy in report.remedies(gap)
        if remedy.kind == "replace"
    }
    found = [(r["product"], r["requirement"], r["instead"]) for r in report.to_dict()["replacements"]]
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_internal_fields_are_for_the_inside_only() -> None:
    report = rich(secret="SECRET")
    outside = json.dumps(report_dict(report))
    assert "SECRET" not in outside
    assert "7171" not in outside
    inside = json.dumps(report_dict(report, audience="internal"))
    assert inside.count("SECRET") > 20
    assert "7171 person_day" in inside
    assert EFFORT_TEXT.count("person_day") == 3
    assert internal_names() >= {"notes", "effort", "rate", "development_cost", "expected_clients", "margin"}


def test_hostile_texts_are_kept_as_written() -> None:
    hostile = "\x1b[0m\u202e <b> |\n\u2028"
    data = json.loads(json.dumps(report_dict(rich(hostile))))
    assert data["client_name"] == hostile
    assert all(line["text"] == hostile for line in data["requirements"])


def test_summary_leaves_out_what_costs_matches() -> None:
    data = report_dict(made_up(), detail="summary")
    assert "replacements" not in data
    assert not any("remedies" in gap for fit in data["fits"] for gap in fit["gaps"])
    assert not any("answers" in question for question in data["questions"])


@pytest.mark.parametrize("options", [{"audience": "clients"}, {"detail": "most"}])
def test_other_words_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="audience"):
        report_dict(made_up(), **options)


def test_the_policy_stands_there_with_its_defaults() -> None:
    policy = made_up().to_dict()["policy"]
    assert policy["credits"]["roadmap"] == 0.3
    assert policy["severity"]["unevidenced"] == {"must": "minor", "should": "info", "could": "info"}
    assert policy["month_days"] is None
