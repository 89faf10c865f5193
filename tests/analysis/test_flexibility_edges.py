"""Flexibility at its edges: all problems at once, changes beside the need, needs in words, members nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

import tobfit
from tobfit.analysis import compare, flexibility
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.pack import Pack
from tobfit.report import markdown, records, text

LINE = "client.requirements."


def fit_of(**members: Any) -> Fit:
    terms = [
        {"id": "g", "name": "Group"},
        {"id": "log", "kind": "quantity", "unit": "month", "broader": "g"},
        {"id": "up", "kind": "quantity", "unit": "%"},
        {"id": "pay", "kind": "set", "members": ["alipay", "wechat"], "broader": "g"},
        {"id": "plain", "kind": "boolean", "broader": "g"},
        {"id": "a.very.long.name.of.a.capability.next.door", "kind": "boolean", "broader": "g"},
    ]
    client = (
        tobfit.Client(id="harbour", as_of="2026-11-01")
        .require("log", id="R-001", need={"at_least": "6 months"})
        .require("plain", id="R-002", notes="the buyer's own")
        .require("pay", id="R-003", need=members or {"all_of": ["alipay"]})
        .require("up", id="R.4", need={"at_least": "60 %", "at_most": "79 %"})
    )
    acme = tobfit.Product(id="a").offers("log", response="standard", value="2 years")
    acme = acme.offers("plain", response="standard")
    packs = tobfit.load_packs(Pack(id="p", vocabulary=terms), shipped=False)
    return tobfit.match(client, acme, packs=packs)["a"]


def refused(changes: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(TobfitError) as caught:
        flexibility(fit_of(), changes)
    return caught.value.problems


def test_all_problems_at_once_each_at_its_target() -> None:
    new = {"id": "R-9", "capabilty": "plain", "weight": -1}
    problems = refused(
        {
            LINE + "R-001.need.at_least": "9 GB",
            LINE + "R-002.weight": -1,
            LINE + "R-003.priority": "musty",
            LINE + "R-9": new,
            "product.a.x": 1,
        }
    )
    assert [(problem.code, problem.path, problem.file) for problem in problems] == [
        ("TF303", LINE + "R-001.need.at_least", None),
        ("TF210", LINE + "R-002.weight", None),
        ("TF206", LINE + "R-003.priority", None),
        ("TF210", LINE + "R-9.weight", None),
        ("TF203", LINE + "R-9", None),
        ("TF412", "product.a.x", None),
    ]


@pytest.mark.parametrize(
    ("target", "called", "hint"),
    [
        ("R-02.weight", "'R-02'", "did you mean 'R-002'?"),
        ("R-02.need.at_least", "'R-02'", "did you mean 'R-002'?"),
        ("R-02.wight", "'R-02'", "did you mean 'R-002'?"),
        ("R-02", "'R-02'", "did you mean 'R-002'?"),
        ("R.44.weight", "'R.44'", "did you mean 'R.4'?"),
        ("", "''", "allowed: R-001, R-002, R-003, R.4"),
    ],
)
def test_a_line_that_is_not_there_has_a_near_name(target: str, called: str, hint: str) -> None:
    (problem,) = refused({LINE + target: 2})
    assert (problem.code, problem.path) == ("TF404", LINE + target)
    assert (problem.message, problem.hint) == (f"no line is called {called}", hint)


def test_a_line_of_rules_has_to_be_given_whole() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01", profile={"cardholder_data": True})
    fit = tobfit.match(client, tobfit.Product(id="a"))["a"]
    line = next(one.id for one in fit.world.requirements if one.capability == "sec.audit_log_hot")
    with pytest.raises(TobfitError) as caught:
        flexibility(fit, {f"{LINE}{line}.weight": 3})
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("TF404", f"give the whole line: {LINE}{line}")


CHANGES = {
    LINE + "R-001.need.at_least": "1 year",
    LINE + "R-002.accept": ["standard", "configuration"],
    LINE + "R-003.priority": "must",
    LINE + "R.4": {"id": "R.4", "capability": "up", "weight": 3, "by": "2027-01-01", "notes": "a secret",
                   "waived": {"by": "cio", "reason": "later"}},
}  # fmt: skip


@pytest.mark.parametrize("audience", ["client", "internal"])
def test_what_changed_beside_the_need_is_said(audience: str) -> None:
    found = flexibility(fit_of(), CHANGES)
    told = text(found, audience=audience)
    for line in (
        "- R-001: at least 6 month becomes at least 1 year\n",
        "- R-002: accept: nothing becomes standard, configuration\n",
        "- R-003: priority: should becomes must\n",
        "- R.4: at least 60 %, at most 79 % becomes present; weight: 1 becomes 3; by: nothing becomes 2027-01-01; "
        "waived: nothing becomes by cio, reason later",
    ):
        assert line in told or line in told.replace("\n  ", " ")
    assert "secret" not in told
    rows = {row["requirement"]: row["changed"] for row in records(found, audience=audience)}
    assert rows["R-001"] is None
    assert rows["R-003"] == "priority: should becomes must"
    assert "secret" not in str(rows)


def test_what_changed_reaches_plain_data_without_what_is_internal() -> None:
    fit = fit_of()
    report = tobfit.match(fit.world.client, fit.world.catalog.products, packs=fit.world.packs)
    step = report.with_results(flexibility(fit, CHANGES)).to_dict()["results"][0]["steps"][2]
    assert step["fields"] == [{"field": "priority", "before": "should", "after": "must"}]
    assert "needs" not in step
    assert (step["need_before"], step["need_after"]) == ("all_of alipay", "all_of alipay")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "- R-002: changed in what is not judged\n"), ("zh", "- R-002：仅有不参与评判的改动\n")]
)
def test_a_change_of_notes_says_nothing_of_them(lang: str, said: str) -> None:
    found = flexibility(fit_of(), {LINE + "R-002.notes": "a secret"})
    assert found.steps[0].fields == ()
    assert said in text(found, lang=lang)
    assert "secret" not in text(found, lang=lang) + str(records(found, lang=lang))


def test_needs_are_told_in_words_and_ids_stay_whole() -> None:
    found = flexibility(fit_of())
    assert found.steps[0].need_after == "at_least 12 month"
    english, chinese = text(found, limit=None), text(found, lang="zh", limit=None)
    assert "- R-001: at least 6 month becomes at least 12 month\n" in english
    assert "- R-001：至少 6 month 变为 至少 12 month\n" in chinese
    assert "at_least" not in english + chinese + markdown(found) + markdown(found, lang="zh")
    assert "- new: a.very.long.name.of.a.capability.next.door\n" in english
    given = text(flexibility(fit_of(), CHANGES), lang="zh")
    assert "- R-003：优先级：应有 变为 必备\n" in given


def test_members_that_the_vocabulary_does_not_know_do_not_end_growth() -> None:
    found = flexibility(fit_of(all_of=["alipay", "barter"]))
    assert [step.need_after for step in found.steps if step.requirement == "R-003"] == ["all_of alipay, barter, wechat"]


def test_a_step_brings_no_contradiction() -> None:
    """Above 79 % nothing is left for 80, and below 60 nothing for 39.5."""
    assert [step for step in flexibility(fit_of()).steps if step.requirement == "R.4"] == []


@pytest.mark.parametrize(("lang", "said"), [("en", "Neither has a score"), ("zh", "双方均没有得分")])
def test_a_comparison_without_any_score_says_so(lang: str, said: str) -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", id="R-1", priority="wont")
    made = compare(tobfit.match(client, [tobfit.Product(id="a"), tobfit.Product(id="b")]), "a", "b")
    assert made.scores == (None, None)
    assert said in text(made, lang=lang)
