"""Shares of weight by response, and how a product follows needs that change."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings

import tobfit
from tobfit.analysis import fit_profile, flexibility
from tobfit.analysis.following import ChangedNeed
from tobfit.analysis.growing import grown
from tobfit.analysis.profiles import Flexibility
from tobfit.errors import TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.pack import Pack
from tobfit.model.words import POSITIVE
from tobfit.report import records, text
from tobfit.testing.strategies import World, worlds

DRAWN = settings(max_examples=settings().max_examples * 2)
VERDICTS = ("unmet", "partial", "met")


@settings(max_examples=settings().max_examples * 4)
@given(worlds(landscape=None))
def test_a_profile_adds_up_to_one(world: World) -> None:
    for fit in world.report().fits:
        found = fit_profile(fit)
        whole = 1 if fit.totals.weight else 0
        assert sum(found.by_response.values()) == sum(found.by_verdict.values()) == whole
        assert sum((part.share for part in found.parts), Fraction(0)) == whole
        assert min((part.share for part in found.parts), default=1) > 0
        assert found.excluded == fit.excluded
        if whole:
            assert 1 - found.by_verdict["unknown"] == fit.coverage
        # Line by line, in other words: the weight of lines with one statement of a response is in its share at least.
        for code in found.by_response:
            plain = [
                Fraction(weight, fit.totals.weight)
                for judgement, weight in zip(fit.judgements, fit.weights, strict=True)
                if weight
                and judgement.verdict in ("met", "partial", "unmet")
                and judgement.outcome.reason in ("stated", "in_part", "insufficient", "late", "unaccepted")
                and {statement.response for statement in judgement.statements} == {code}
            ]
            assert found.by_response[code] >= sum(plain, Fraction(0))
        unsaid = [
            Fraction(weight, fit.totals.weight)
            for judgement, weight in zip(fit.judgements, fit.weights, strict=True)
            if weight and judgement.outcome.reason in ("unstated", "unresolved")
        ]
        assert found.by_response["unknown"] >= sum(unsaid, Fraction(0))


@DRAWN
@given(worlds(max_products=2, landscape=None))
def test_every_change_is_a_new_match(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        found = flexibility(fit)
        assert (found.score, found.decision) == (fit.score, fit.decision)
        assert sum(found.ways.values()) == len(found.steps)
        assert sum((found.share(way) for way in found.ways), Fraction(0)) == (1 if found.steps else 0)
        for step in found.steps:
            again = report.what_if(step.changes)[fit.product]
            assert (again.score, again.decision) == (step.score_after, step.decision_after)
            judged = again[step.requirement]
            assert (judged.verdict, judged.credit) == (step.verdict_after, step.credit_after)
            assert str(judged.requirement.need) == step.need_after
            check_way(step, again)


def check_way(step: ChangedNeed, again: Fit) -> None:
    judged = again[step.requirement]
    if step.way in ("unknown", "not_applicable"):
        assert judged.verdict == step.way
    if step.stated:
        assert judged.verdict in ("met", "partial")
        assert (step.score_followed, step.decision_followed) == (again.score, again.decision)
    elif step.way in POSITIVE:
        accept = judged.requirement.accept
        # A roadmap's remedy is to wait until it is delivered: then it is standard.
        assert not accept or step.way == "roadmap" or step.way in accept
        promises = [
            (remedy.score_after, remedy.decision_after)
            for gap in again.gaps
            if gap.requirement.id == step.requirement
            for remedy in gap.remedies
        ]
        assert (step.score_followed, step.decision_followed) in promises
    else:
        assert (step.decision_followed, step.score_followed) == (None, None)


@DRAWN
@given(worlds(max_products=1))
def test_one_step_more_is_never_met_by_what_did_not_meet_the_need(world: World) -> None:
    (fit,) = world.report().fits
    steps = [step for step in flexibility(fit).steps if step.kind == "tightened"]
    expected = [
        (line.id, str(need))
        for line in fit.world.requirements
        if line.waived is None and line.priority != "wont"
        for need in grown(line, fit.world)
    ]
    assert [(step.requirement, step.need_after) for step in steps] == expected
    for step in steps:
        before = step.verdict_before
        if before in VERDICTS and step.verdict_after in VERDICTS and "_of" not in step.need_after:
            assert VERDICTS.index(step.verdict_after) <= VERDICTS.index(before)
            assert step.credit_before is not None
            assert step.credit_after.low <= step.credit_before.low
        if before != "met" and before != "unknown":
            assert step.verdict_after != "met"


def packs() -> tobfit.Packs:
    terms = [
        {"id": "g", "name": "Group"},
        {"id": "up", "kind": "quantity", "unit": "%", "broader": "g"},
        {"id": "log", "kind": "quantity", "unit": "month", "broader": "g"},
        {"id": "lag", "kind": "quantity", "unit": "ms", "direction": "lower_is_better", "broader": "g"},
        {"id": "conf", "kind": "level", "levels": ["none", "settings", "scripting"], "broader": "g"},
        {"id": "pay", "kind": "set", "broader": "g"},
        {"id": "plain", "kind": "boolean", "broader": "g"},
        {"id": "else", "kind": "boolean", "broader": "g"},
        {"id": "far", "kind": "boolean"},
    ]
    return tobfit.load_packs(Pack(id="p", vocabulary=terms), shipped=False)


def harbour() -> tobfit.Report:
    client = (
        tobfit.Client(id="harbour", as_of="2026-11-01")
        .require("up", id="UP", need={"at_least": "99.9 %"}, priority="must")
        .require("log", id="LOG", need={"at_least": "6 months", "ideal": "1 year"})
        .require("lag", id="LAG", need={"at_most": "200 ms"}, accept=["standard", "configuration"])
        .require("conf", id="CONF", need={"level": "settings"})
        .require("pay", id="PAY", need={"all_of": ["alipay"]})
        .require("plain", id="PLAIN")
    )
    acme = (
        tobfit.Product(id="acme@5")
        .offers("up", response="standard", value="99.95 %")
        .offers("log", response="configuration", value="2 years")
        .offers("lag", response="standard", value="150 ms")
        .offers("conf", response="customisation", value="scripting", effort="5 days", price="9000 CNY")
        .offers("pay", response="standard", value=["alipay", "wechat"])
        .offers("plain", response="standard")
    )
    birch = tobfit.Product(id="birch@7").offers("pay", response="standard", value=["alipay", "union"], exhaustive=True)
    return tobfit.match(client, [acme, birch], packs=packs())


def by_need(found: Flexibility) -> dict[str, ChangedNeed]:
    return {f"{step.requirement} {step.need_after}": step for step in found.steps}


def test_steps_and_ways_by_hand() -> None:
    found = flexibility(harbour()["acme@5"])
    ways = {need: (step.way, step.stated, str(step.credit_after)) for need, step in by_need(found).items()}
    assert ways == {
        "UP at_least 99.95 %": ("standard", True, "1.0000"),
        "LOG at_least 1 year": ("configuration", True, "0.9000"),
        "LAG at_most 100 ms": ("none", False, "0.0000"),  # the client accepts no programming
        "CONF level scripting": ("customisation", True, "0.5000"),
        "PAY all_of alipay, union": ("unknown", False, "0.5000..1.0000"),
        "PAY all_of alipay, wechat": ("standard", True, "1.0000"),
        "else present": ("unknown", False, "0.0000..1.0000"),
    }
    assert dict(found.ways) == {
        "standard": 2, "configuration": 1, "third_party": 0, "customisation": 1, "roadmap": 0, "none": 1,
        "unknown": 2, "not_applicable": 0,
    }  # fmt: skip
    assert found.share("unknown") == Fraction(2, 7)
    scripted = by_need(found)["CONF level scripting"]
    assert (str(scripted.effort), str(scripted.price)) == ("5 person_day", "9000 CNY")


def test_what_is_given_in_part_may_be_set_up() -> None:
    found = by_need(flexibility(harbour()["birch@7"]))
    step = found["PAY all_of alipay, wechat"]
    # Half of it is stated, and that is all there is: the remedies begin with setting up the rest.
    assert (step.way, step.stated, str(step.credit_after)) == ("configuration", False, "0.5000")
    assert (step.need_before, step.price) == ("all_of alipay", None)


def test_changes_that_the_caller_names() -> None:
    report = harbour()
    fit = report["acme@5"]
    change = {"client.requirements.UP.need.at_least": "99.99 %"}
    (step,) = flexibility(fit, change).steps
    assert (step.kind, step.requirement, step.need_before, step.need_after) == (
        "given", "UP", "at_least 99.9 %", "at_least 99.99 %",
    )  # fmt: skip
    assert (step.way, step.stated, step.decision_after, step.decision_followed) == (
        "customisation", False, "no_fit", "fit_with_gaps",
    )  # fmt: skip
    new = {"client.requirements.NEW": {"id": "NEW", "capability": "far", "priority": "must"}}
    (step,) = flexibility(fit, new).steps
    assert (step.requirement, step.need_before, step.way, step.decision_after) == ("NEW", None, "unknown", "undecided")
    both = flexibility(fit, {**change, **new})
    assert [step.requirement for step in both.steps] == ["NEW", "UP"]
    assert flexibility(fit, {}).steps == ()


def test_nothing_to_tighten_is_told() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("far")
    found = flexibility(tobfit.match(client, tobfit.Product(id="a@1"), packs=packs())["a@1"])
    assert found.steps == ()
    assert found.share("none") == 0
    assert "No need can grow by a step." in text(found)


def test_lines_of_rules_grow_as_lines_of_the_client() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01", profile={"cardholder_data": True})
    product = tobfit.Product(id="a@1").offers("sec.audit_log_hot", response="standard", value="4")
    fit = tobfit.match(client, product)["a@1"]
    steps = [step for step in flexibility(fit).steps if step.capability == "sec.audit_log_hot"]
    assert [(step.need_before, step.need_after, step.verdict_before, step.verdict_after) for step in steps] == [
        ("at_least 3 month", "at_least 6 month", "met", "unmet")
    ]


def test_a_profile_by_hand() -> None:
    """Weights 4 2 2 2 2 2, of 14."""
    found = fit_profile(harbour()["acme@5"])
    assert {code: share for code, share in found.by_response.items() if share} == {
        "standard": Fraction(10, 14),
        "configuration": Fraction(2, 14),
        "customisation": Fraction(2, 14),
    }
    assert dict(found.by_verdict) == {"met": Fraction(12, 14), "partial": Fraction(2, 14), "unmet": 0, "unknown": 0}
    assert [(part.response, part.verdict, part.requirements) for part in found.parts] == [
        ("standard", "met", ("LAG", "PAY", "PLAIN", "UP")),
        ("configuration", "met", ("LOG",)),
        ("customisation", "partial", ("CONF",)),
    ]


def test_a_roll_up_counts_by_its_parts() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("g", id="G").require("far", id="FAR")
    product = tobfit.Product(id="a@1", complete=["else"]).offers("plain", response="third_party")
    product = product.offers("pay", response="not_applicable", by="assessor")
    product = product.offers("far", response="not_applicable", by="assessor")
    found = fit_profile(tobfit.match(client, product, packs=packs())["a@1"])
    # Seven parts, one of which does not apply: one by a third party, one not there, four that nobody spoke of.
    assert {code: share for code, share in found.by_response.items() if share} == {
        "third_party": Fraction(1, 6), "not_supported": Fraction(1, 6), "unknown": Fraction(4, 6),
    }  # fmt: skip
    assert found.by_verdict["unknown"] == 1
    assert (found.excluded, found.not_applicable) == (Fraction(1, 2), ("FAR",))


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"client.profile.cardholder_data": True}, "is not a line of the client's"),
        ({"client.requirements.UP.need.at_least": "99.9 %"}, "changes no line"),
        (["client.requirements.UP"], "changes are a mapping"),
    ],
)
def test_bad_changes(changes: dict[str, object], shown: str) -> None:
    with pytest.raises(TobfitError) as caught:
        flexibility(harbour()["acme@5"], changes)
    targets = list(changes) if isinstance(changes, dict) else ["changes"]
    problems = caught.value.problems
    assert [(problem.code, problem.path) for problem in problems] == [("TF412", target) for target in targets]
    assert shown in str(caught.value)


def test_targets_and_values_that_the_records_refuse() -> None:
    fit = harbour()["acme@5"]
    for change, code in (
        ({"client.requirements.OP.need.at_least": "99.99 %"}, "TF404"),
        ({"client.requirements.UP.need.at_least": "9 GB"}, "TF303"),
    ):
        with pytest.raises(TobfitError) as caught:
            flexibility(fit, change)
        assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_efforts_reach_nobody_outside(lang: str) -> None:
    report = harbour()
    found = flexibility(report["acme@5"])
    assert "5 person_day" in text(found, lang=lang, audience="internal")
    assert "person_day" not in text(found, lang=lang)
    assert all("effort" not in row for row in records(found, lang=lang))
    assert [row["effort"] for row in records(found, audience="internal")].count("5 person_day") == 1
    whole = report.with_results(found, fit_profile(report["acme@5"]))
    assert "effort" not in whole.to_dict()["results"][0]["steps"][0]
    assert "effort" in whole.to_dict(audience="internal")["results"][0]["steps"][0]
    assert text(found, lang=lang) in text(whole, lang=lang)
    assert {row["response"] for row in records(fit_profile(report["acme@5"]))} == {
        "standard", "configuration", "customisation",
    }  # fmt: skip


@given(worlds(max_products=2, landscape=None))
def test_everything_that_can_come_is_told(world: World) -> None:
    for fit in world.report().fits:
        found, profile = flexibility(fit), fit_profile(fit)
        for lang in ("en", "zh"):
            assert text(found, lang=lang, audience="internal").strip()
            assert text(profile, lang=lang).strip()
        assert hash((found, profile)) == hash((flexibility(attrs.evolve(fit)), fit_profile(fit)))
