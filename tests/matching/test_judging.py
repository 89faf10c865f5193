"""DESIGN's rules of judging, one row a rule: a statement, a line, and what must come out."""

from __future__ import annotations

from typing import Any

import pytest

import tobfit
from tobfit.model.interval import MILLION

PACK = {
    "id": "terms",
    "vocabulary": [
        {"id": "flag", "kind": "boolean"},
        {"id": "keep", "kind": "quantity", "unit": "month", "direction": "higher_is_better"},
        {"id": "fast", "kind": "quantity", "unit": "ms", "direction": "lower_is_better"},
        {"id": "up", "kind": "quantity", "unit": "%", "direction": "higher_is_better"},
        {"id": "cost", "kind": "quantity", "unit": "money/year", "direction": "lower_is_better"},
        {"id": "help", "kind": "quantity", "unit": "person_day"},
        {"id": "size", "kind": "quantity", "unit": "GB"},
        {"id": "set", "kind": "set"},
        {"id": "tier", "kind": "level", "levels": ["none", "basic", "gold"]},
        {"id": "tls", "kind": "version"},
        {"id": "g"},
        {"id": "g.a", "kind": "boolean", "broader": "g"},
        {"id": "g.b", "kind": "boolean", "broader": "g"},
        {"id": "g.c", "kind": "quantity", "unit": "h", "broader": "g"},
    ],
}
PACKS = tobfit.load_packs(PACK, shipped=False)
S, C = "standard", "configuration"


def judged(
    capability: str | None,
    stated: Any,
    *,
    need: Any = "present",
    policy: dict[str, Any] | None = None,
    complete: tuple[str, ...] = (),
    version: str | None = None,
    answers: Any = (),
    **line: Any,
) -> tobfit.Judgement:
    """The judgement of one line against one product whose statements are given by capability."""
    if stated is not None and not (isinstance(stated, dict) and set(stated) & {*PACKS.vocabulary.capabilities}):
        stated = {capability: stated}
    client = {
        "id": "c",
        "as_of": "2026-11-01",
        "requirements": [{"id": "R", "capability": capability, "need": need, **{"priority": "must", **line}}],
    }
    product = {"id": "p", "version": version, "capabilities": stated or {}, "complete": list(complete)}
    said = [{"tobfit": "response/1", "client": "c", "product": "p", "answers": list(answers)}] if answers else []
    catalog: list[Any] = [{"tobfit": "product/1", **product}, *said]
    return tobfit.match(client, catalog, packs=PACKS, policy={"id": "t", **(policy or {})}).fits[0]["R"]


def seen(judgement: tobfit.Judgement) -> tuple[str, float, float]:
    return judgement.verdict, judgement.outcome.low / MILLION, judgement.outcome.high / MILLION


PROOF = [{"source": "manual", "kind": "documented"}]
SINGLE = [
    # responses
    ("flag", S, {}, ("met", 1, 1)),
    ("flag", C, {}, ("met", 0.9, 0.9)),
    ("flag", "third_party", {}, ("partial", 0.7, 0.7)),
    ("flag", "customisation", {}, ("partial", 0.5, 0.5)),
    ("flag", {"response": "roadmap", "available": "2027-01-01"}, {}, ("partial", 0.3, 0.3)),
    ("flag", "not_supported", {}, ("unmet", 0, 0)),
    ("flag", None, {}, ("unknown", 0, 1)),
    # dates: late first, then delivered?, the day itself is in time
    ("flag", {"response": "roadmap", "available": "2027-01-01"}, {"by": "2026-12-31"}, ("unmet", 0, 0)),
    ("flag", {"response": "roadmap", "available": "2027-01-01"}, {"by": "2027-01-01"}, ("partial", 0.3, 0.3)),
    ("flag", {"response": "roadmap", "available": "2026-10-31"}, {}, ("unknown", 0, 0.3)),
    ("flag", {"response": "roadmap", "available": "2026-10-31"}, {"by": "2026-01-01"}, ("unmet", 0, 0)),
    ("flag", {"response": "roadmap", "available": "2026-11-01"}, {}, ("partial", 0.3, 0.3)),
    ("flag", {"response": "roadmap", "available": "unknown"}, {"by": "2027-01-01"}, ("unknown", 0, 0.3)),
    # what the client accepts
    ("flag", "customisation", {"accept": [S, C]}, ("unmet", 0, 0)),
    ("flag", "not_applicable", {"accept": [S], "priority": "should"}, ("not_applicable", 0, 0)),
    # extent
    ("flag", {"response": S, "extent": "partial"}, {}, ("partial", 0.5, 0.5)),
    ("flag", {"response": C, "extent": "1/3"}, {}, ("partial", 0.3, 0.3)),
    ("flag", {"response": S, "extent": 1}, {}, ("met", 1, 1)),
    # bounds mean what they say
    ("keep", {"response": S, "value": "6 months"}, {"need": {"at_least": "6 months"}}, ("met", 1, 1)),
    ("keep", {"response": S, "value": "6 months"}, {"need": {"more_than": "6 months"}}, ("unmet", 0, 0)),
    ("keep", {"response": S, "value": 12}, {"need": {"at_least": "1 year"}}, ("met", 1, 1)),
    ("fast", {"response": S, "value": "0.2 s"}, {"need": {"at_most": "200 ms"}}, ("met", 1, 1)),
    ("fast", {"response": S, "value": "200 ms"}, {"need": {"less_than": "200 ms"}}, ("unmet", 0, 0)),
    ("fast", {"response": S, "value": "200 ms"}, {"need": {"at_least": "100 ms"}}, ("met", 1, 1)),
    ("keep", {"response": S}, {"need": {"at_least": 6}}, ("unknown", 0, 1)),
    ("keep", {"response": "third_party"}, {"need": {"at_least": 6}}, ("unknown", 0, 0.7)),
    ("keep", {"response": S, "value": "300 days"}, {"need": {"at_least": 6}}, ("unknown", 0, 1)),
    (
        "keep",
        {"response": S, "value": "300 days"},
        {"need": {"at_least": 6}, "policy": {"month_days": 30}},
        ("met", 1, 1),
    ),
    (
        "keep",
        {"response": S, "value": "170 days"},
        {"need": {"at_least": 6}, "policy": {"month_days": 30}},
        ("unmet", 0, 0),
    ),
    ("size", {"response": S, "value": "1 GiB"}, {"need": {"at_least": "1.07 GB"}}, ("met", 1, 1)),
    ("size", {"response": S, "value": "1 GiB"}, {"need": {"at_least": "1.08 GB"}}, ("unmet", 0, 0)),
    ("help", {"response": S, "value": "20 days"}, {"need": {"at_least": "20 person_day"}}, ("met", 1, 1)),
    ("cost", {"response": S, "value": "5 EUR/year"}, {"need": {"at_most": "90 CNY/year"}}, ("unknown", 0, 1)),
    ("cost", {"response": S, "value": "12 CNY/year"}, {"need": {"at_most": "1 CNY/month"}}, ("met", 1, 1)),
    # ideal
    ("keep", {"response": S, "value": 6}, {"need": {"at_least": 6, "ideal": 12}}, ("met", 0.5, 0.5)),
    ("keep", {"response": S, "value": 9}, {"need": {"at_least": 6, "ideal": 12}}, ("met", 0.75, 0.75)),
    ("keep", {"response": S, "value": 60}, {"need": {"at_least": 6, "ideal": 12}}, ("met", 1, 1)),
    ("keep", {"response": S, "value": 5}, {"need": {"at_least": 6, "ideal": 12}}, ("unmet", 0, 0)),
    ("fast", {"response": C, "value": 150}, {"need": {"at_most": 200, "ideal": 100}}, ("met", 0.675, 0.675)),
    ("up", {"response": S, "value": "99.95 %"}, {"need": {"at_least": 99.9, "ideal": 100}}, ("met", 0.75, 0.75)),
    # sets
    ("set", {"response": S, "value": ["a"]}, {"need": {"all_of": ["a", "b"]}}, ("unknown", 0.5, 1)),
    (
        "set",
        {"response": S, "value": ["a"], "exhaustive": True},
        {"need": {"all_of": ["a", "b"]}},
        ("partial", 0.5, 0.5),
    ),
    (
        "set",
        {"response": S, "value": ["a"]},
        {"need": {"all_of": ["a", "b"]}, "complete": ("set",)},
        ("partial", 0.5, 0.5),
    ),
    ("set", {"response": S, "value": ["c"], "exhaustive": True}, {"need": {"all_of": ["a"]}}, ("unmet", 0, 0)),
    ("set", {"response": S, "value": ["a", "c"]}, {"need": {"any_of": ["a", "b"]}}, ("met", 1, 1)),
    ("set", {"response": S, "value": ["c"]}, {"need": {"any_of": ["a", "b"]}}, ("unknown", 0, 1)),
    ("set", {"response": S, "value": ["c"]}, {"need": {"none_of": ["a"]}}, ("unknown", 0, 1)),
    ("set", {"response": S, "value": ["c"], "exhaustive": True}, {"need": {"none_of": ["a"]}}, ("met", 1, 1)),
    ("set", {"response": S, "value": ["a"]}, {"need": {"none_of": ["a"]}}, ("unmet", 0, 0)),
    (
        "set",
        {"response": S, "value": ["a"], "exhaustive": True},
        {"need": {"all_of": ["a", "b"], "none_of": ["a"]}},
        ("unmet", 0, 0),
    ),
    # levels and versions
    ("tier", {"response": S, "value": "gold"}, {"need": {"level": "basic"}}, ("met", 1, 1)),
    ("tier", {"response": S, "value": "none"}, {"need": {"level": "basic"}}, ("unmet", 0, 0)),
    ("tls", {"response": S, "value": "1.10"}, {"need": {"version": "1.9"}}, ("met", 1, 1)),
    ("tls", {"response": S, "value": "1.3"}, {"need": {"version": ">=1.2,<1.3"}}, ("unmet", 0, 0)),
    ("tls", {"response": S, "value": "1.3-rc1"}, {"need": {"version": "1.3"}}, ("unknown", 0, 1)),
    ("tls", {"response": S, "value": "1.3-rc1"}, {"need": {"version": "==1.3-rc1"}}, ("met", 1, 1)),
    ("tls", {"response": S, "value": "1.4-rc1"}, {"need": {"version": "1.3"}}, ("met", 1, 1)),
    ("tls", {"response": S, "value": "1"}, {"need": {"version": "1.0.0"}}, ("met", 1, 1)),
    # not applicable
    ("flag", "not_applicable", {"priority": "should"}, ("not_applicable", 0, 0)),
    ("flag", "not_applicable", {}, ("unknown", 0, 1)),
    ("flag", "not_applicable", {"policy": {"trust_not_applicable": True}}, ("not_applicable", 0, 0)),
    ("flag", {"response": "not_applicable", "by": "assessor"}, {}, ("not_applicable", 0, 0)),
    # evidence
    ("flag", S, {"policy": {"evidence": "strict"}}, ("unknown", 0, 1)),
    ("flag", {"response": S, "evidence": PROOF}, {"policy": {"evidence": "strict"}}, ("met", 1, 1)),
    ("flag", {"response": S, "evidence": [{"source": "x"}]}, {"policy": {"evidence": "strict"}}, ("unknown", 0, 1)),
    ("flag", "not_supported", {"policy": {"evidence": "strict"}}, ("unmet", 0, 0)),
    # complete branch, covering statement, roll-up
    ("g.a", None, {"complete": ("g",)}, ("unmet", 0, 0)),
    ("g.a", {"g": {"response": C, "covers_narrower": True}}, {}, ("met", 0.9, 0.9)),
    ("g.a", {"g": C}, {}, ("unknown", 0, 1)),
    ("g.c", {"g": {"response": C, "covers_narrower": True}}, {"need": {"at_most": 4}}, ("unknown", 0, 0.9)),
    ("g", {"g.a": S, "g.b": "not_supported", "g.c": C}, {}, ("partial", 0.633333, 0.633333)),
    ("g", {"g.a": S, "g.b": S}, {}, ("unknown", 0.666667, 1)),
    ("g", {"g.a": S, "g.b": S}, {"complete": ("g",)}, ("partial", 0.666667, 0.666667)),
    ("g", {"g.a": S, "g.b": {"response": "not_applicable", "by": "client"}, "g.c": S}, {}, ("met", 1, 1)),
    (
        "g",
        {k: {"response": "not_applicable", "by": "client"} for k in ("g.a", "g.b", "g.c")},
        {},
        ("not_applicable", 0, 0),
    ),
    ("g", {"g": "not_supported", "g.a": S, "g.b": S, "g.c": S}, {}, ("unmet", 0, 0)),
    # several statements
    ("flag", [S, "not_supported"], {}, ("unknown", 0, 1)),
    (
        "flag",
        [{"response": S, "on": "2026-01-01"}, {"response": "not_supported", "on": "2026-02-01"}],
        {},
        ("unmet", 0, 0),
    ),
    (
        "flag",
        [{"response": S, "on": "2026-03-01"}, {"response": "not_supported", "by": "assessor"}],
        {},
        ("unmet", 0, 0),
    ),
    ("flag", [C, "customisation"], {}, ("unknown", 0.5, 0.9)),
    ("flag", [S, {"response": "not_applicable"}], {"priority": "should"}, ("unknown", 0, 1)),
    ("flag", [{"response": S, "remark": "a"}, {"response": S, "remark": "b"}], {}, ("met", 1, 1)),
    # answers to the line
    ("flag", "not_supported", {"answers": [{"requirement": "R", "response": S}]}, ("met", 1, 1)),
    (
        "flag",
        {"response": "not_supported", "by": "assessor"},
        {"answers": [{"requirement": "R", "response": S}]},
        ("unmet", 0, 0),
    ),
    (
        "flag",
        {"response": "not_supported", "by": "assessor"},
        {"answers": [{"requirement": "R", "response": S, "by": "usage"}]},
        ("met", 1, 1),
    ),
    (
        "keep",
        {"response": C, "value": 7, "extent": "partial"},
        {"need": {"at_least": 6}, "answers": [{"requirement": "R", "response": S}]},
        ("partial", 0.5, 0.5),
    ),
    (None, None, {"answers": [{"requirement": "R", "response": C}]}, ("met", 0.9, 0.9)),
    (None, None, {}, ("unknown", 0, 1)),
    ("flag", S, {"connect": {"system": "erp"}}, ("unknown", 0, 1)),
]


@pytest.mark.parametrize(("capability", "stated", "line", "expected"), SINGLE)
def test_a_line(capability: str | None, stated: Any, line: dict[str, Any], expected: tuple[str, float, float]) -> None:
    assert seen(judged(capability, stated, **line)) == expected


@pytest.mark.parametrize(
    ("stated", "line", "kinds"),
    [
        ("not_supported", {}, ("missing",)),
        (S, {}, ("unevidenced",)),
        ({"response": "customisation", "extent": "partial"}, {}, ("partial", "customisation", "unevidenced")),
        ("customisation", {"accept": [S]}, ("unaccepted",)),
        ({"response": "roadmap", "available": "2030-01-01"}, {"by": "2029-01-01"}, ("late",)),
        (None, {}, ("unknown",)),
        ([{"response": S, "evidence": PROOF}, "not_supported"], {}, ("conflicting",)),
        ({"response": S, "evidence": [{**PROOF[0], "version": "4"}]}, {"version": "5"}, ("unevidenced",)),
        ({"response": S, "evidence": [{**PROOF[0], "version": "5"}]}, {"version": "5"}, ()),
    ],
)
def test_kinds_of_gap(stated: Any, line: dict[str, Any], kinds: tuple[str, ...]) -> None:
    assert judged("flag", stated, **line).kinds == kinds


def test_a_late_or_unaccepted_value_is_not_asked_about() -> None:
    late = judged("keep", {"response": "roadmap", "available": "2030-01-01"}, need={"at_least": 6}, by="2029-01-01")
    assert late.kinds == ("late",)
    assert late.outcome.reason == "late"


def test_worst_and_best_of_a_roll_up_come_from_its_parts() -> None:
    judgement = judged("g", {"g.a": S, "g.b": "not_supported"})
    assert (judgement.worst, judgement.best, judgement.verdict) == ("partial", "partial", "unknown")
    assert judged("g", {"g.a": "not_supported", "g.b": "not_supported"}).worst == "unmet"
    assert judged("g", {"g.a": S, "g.b": S}).best == "met"


def test_an_ideal_has_one_scale_where_months_meet_days() -> None:
    days = {"month_days": 30}
    assert (
        seen(judged("keep", {"response": S, "value": "45 days"}, need={"at_least": 1, "ideal": 3}, policy=days))[1]
        == 0.625
    )
    late = {"at_least": "1 month", "ideal": "90 days"}
    assert seen(judged("keep", {"response": S, "value": "2 months"}, need=late, policy=days))[1] == 0.75


def test_an_ideal_counts_once_from_two_bounds_of_one_side() -> None:
    need = {"at_least": 6, "more_than": 6, "ideal": 12}
    assert seen(judged("keep", {"response": S, "value": 9}, need=need)) == ("met", 0.75, 0.75)
