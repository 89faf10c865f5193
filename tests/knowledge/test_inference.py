"""Inference and merging worked out by hand, and what the shipped packs say of one client on different days."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import tobfit
from tobfit.knowledge.inference import Inference, infer
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.requirement import Requirement
from tobfit.testing.knowledge import packs_with
from tobfit.testing.samples import AS_OF

BASE = tobfit.load_packs().base


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def rule(id: str, *implies: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A rule of law, read in its source, that holds for all."""
    told = {"basis": "law", "evidence": "seen", "source": {"title": "A code", "number": id}}
    return {"id": id, "implies": implies, **told, **fields}


def keep(months: int, priority: str = "must", **fields: Any) -> dict[str, Any]:
    return {"capability": "keep", "need": {"at_least": f"{months} months"}, "priority": priority, **fields}


def inferred(*rules: dict[str, Any], **client: Any) -> Inference:
    packs = packs_with(Pack(id="drawn", rules=rules).rules)
    return infer(Client(id="c", **client), packs.base, AS_OF)


def told(found: Inference) -> list[tuple[str, str, str, tuple[str | None, ...]]]:
    """Id, priority, need and rules of each line."""
    return [(r.id, r.priority, str(r.need), tuple(s.rule for s in r.sources)) for r in found.requirements]


# ------------------------------------------------------------------------------------------------ merging


def test_a_must_of_six_and_a_should_of_twelve_stay_two() -> None:
    assert told(inferred(rule("a", keep(6)), rule("b", keep(12, "should")))) == [
        ("implied:keep/must", "must", "at_least 6 month", ("a",)),
        ("implied:keep/should", "should", "at_least 12 month", ("b",)),
    ]


def test_a_must_of_twelve_absorbs_a_should_of_six_with_its_citation() -> None:
    assert told(inferred(rule("a", keep(12)), rule("b", keep(6, "should")))) == [
        ("implied:keep/must", "must", "at_least 12 month", ("a", "b")),
    ]


def test_an_earlier_date_of_a_should_is_not_absorbed() -> None:
    lines = told(inferred(rule("a", keep(12)), rule("b", keep(6, "should", by="2026-12-31"))))
    assert [line[1] for line in lines] == ["must", "should"]


def test_of_one_priority_the_tightest_bound_the_earliest_date_and_the_responses_that_all_accept() -> None:
    found = inferred(
        rule("a", keep(6, by="2026-12-31", accept=["standard", "configuration"])),
        rule("b", keep(12, by="2027-06-30", accept=["configuration", "third_party"])),
        rule("c", keep(3)),
    )
    (line,) = found.requirements
    assert (str(line.need), str(line.by), line.accept) == ("at_least 12 month", "2026-12-31", ("configuration",))
    assert [source.rule for source in line.sources] == ["a", "b", "c"]
    assert [source.asked for source in line.sources] == [f"must: at_least {n} month" for n in (6, 12, 3)]


def channels(**need: list[str]) -> dict[str, Any]:
    return {"capability": "channels", "need": need, "priority": "must"}


def test_groups_of_any_of_stay_conjunctions() -> None:
    found = inferred(rule("a", channels(any_of=["a", "b"])), rule("b", channels(any_of=["c", "d"])))
    assert [str(line.need) for line in found.requirements] == ["any_of a, b", "any_of c, d"]
    wider = inferred(rule("a", channels(any_of=["a", "b", "c"])), rule("b", channels(any_of=["a", "b"])))
    assert told(wider) == [("implied:channels/must", "must", "any_of a, b", ("a", "b"))]
    answered = inferred(rule("a", channels(any_of=["a", "b"])), rule("b", channels(all_of=["b", "c"])))
    assert told(answered) == [("implied:channels/must", "must", "all_of b, c", ("a", "b"))]


def test_version_ranges_stay_conjunctions() -> None:
    ranges = [{"capability": "tls", "need": {"version": text}, "priority": "must"} for text in (">=1.2", "!=1.3")]
    assert [str(line.need) for line in inferred(*map(rule, ("a", "b"), ranges)).requirements] == ["version !=1.3,>=1.2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (keep(10), {"capability": "keep", "need": {"at_most": "5 months"}, "priority": "must"}),
        (keep(6, accept=["standard"]), keep(6, accept=["roadmap"])),
        (channels(all_of=["a"]), channels(none_of=["a"])),
        (channels(any_of=["a", "b"]), channels(none_of=["a", "b"])),
    ],
)
def test_what_cannot_hold_together_is_a_conflict_and_no_line_is_lost(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    online = {"attr": "online", "op": "eq", "value": "true"}
    found = inferred(rule("a", first), rule("b", second, when=online), profile={"online": True})
    (conflict,) = found.conflicts
    assert conflict.kind == "demands"
    assert [source.rule for source in conflict.sources] == ["a", "b"]
    assert {line[3] for line in told(found)} == {("a",), ("b",)}


def test_a_must_whose_source_was_not_seen_counts_as_should() -> None:
    found = inferred(rule("a", keep(6), evidence="recalled"), rule("b", keep(3, evidence="inferred")))
    assert [line[1] for line in told(found)] == ["should"]
    assert [(s.rule, s.evidence) for s in found.requirements[0].sources] == [("a", "recalled"), ("b", "inferred")]
    weakest = inferred(rule("a", keep(6, evidence="seen"), evidence="recalled"))
    assert weakest.requirements[0].priority == "should"


# ---------------------------------------------------------------------------------------------- stated lines


def stated(need: str | None = "6 months", **fields: Any) -> Requirement:
    needed = {"need": {"at_least": need}} if need else {}
    return Requirement(id="R-1", capability="keep", **{"priority": "must", **needed, **fields})


def test_a_stated_line_takes_the_citation_of_what_it_holds() -> None:
    found = inferred(rule("a", keep(6)), rule("b", keep(3, "should")), requirements=[stated()])
    assert told(found) == [("R-1", "must", "at_least 6 month", (None, "a", "b"))]
    assert not found.conflicts


@pytest.mark.parametrize("weaker", [{"need": "3 months"}, {"priority": "should"}, {"accept": ["standard", "roadmap"]}])
def test_a_weaker_stated_line_stands_beside(weaker: dict[str, Any]) -> None:
    found = inferred(rule("a", keep(6, accept=["standard"])), requirements=[stated(**weaker)])
    assert [line[0] for line in told(found)] == ["R-1", "implied:keep/must"]
    assert found.requirements[0].need == stated(**weaker).need


def test_a_stated_line_against_a_rule_is_a_conflict_and_both_stay() -> None:
    line = Requirement(id="R-1", capability="keep", need={"at_most": "3 months"})
    found = inferred(rule("a", keep(6)), requirements=[line])
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.requirements) == ("stated", ("R-1", "implied:keep/must"))
    assert [r.id for r in found.requirements] == ["R-1", "implied:keep/must"]


@pytest.mark.parametrize(
    ("line", "kind", "accepted", "ids"),
    [
        (stated(priority="wont"), "wont", False, ["R-1", "implied:keep/must"]),
        (stated(waived={"by": "cio"}), "waiver", False, ["R-1", "implied:keep/must"]),
        (stated(waived={"accepts_risk": True}), "waiver", True, ["R-1"]),
        (stated("3 months", waived={"accepts_risk": True}), "waiver", True, ["R-1", "implied:keep/must"]),
    ],
)
def test_a_law_is_not_set_aside_in_silence(line: Requirement, kind: str, accepted: bool, ids: list[str]) -> None:
    found = inferred(rule("a", keep(6)), requirements=[line])
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.accepted, conflict.requirements) == (kind, accepted, ("R-1",))
    assert [source.rule for source in conflict.sources] == [None, "a"]
    assert [r.id for r in found.requirements] == ids


def test_practice_gives_way_to_what_the_client_does_not_want() -> None:
    found = inferred(rule("a", keep(6, "should"), basis="practice"), requirements=[stated(priority="wont")])
    assert told(found) == [("R-1", "wont", "at_least 6 month", (None, "a"))]
    assert not found.conflicts


def test_suites_are_asked_for_once() -> None:
    found = inferred(rule("a", keep(6, "should")), need_suites=["books", "entry", "books"])
    assert told(found) == [
        ("implied:keep/should", "should", "at_least 6 month", (None, "a")),
        ("suite:ledger/should", "should", "present", (None, None)),
        ("suite:sso/should", "should", "present", (None,)),
    ]
    assert [s.suite for s in found.requirements[1].sources] == ["books", "entry"]


# --------------------------------------------------------------------------------------------------- periods


def test_both_ends_belong_to_a_period() -> None:
    dated = rule("a", keep(6), valid_from="2026-10-31", valid_to="2026-11-02")
    base = packs_with(Pack(id="drawn", rules=[dated]).rules).base
    days = ("2026-10-30", "2026-10-31", "2026-11-02", "2026-11-03")
    assert [bool(infer(Client(id="c"), base, day(text)).fired) for text in days] == [False, True, True, False]


OPERATOR = Client(
    id="c",
    jurisdictions=["CN"],
    complete=["jurisdictions"],
    profile={"system_owner_type": "network_operator", "critical_infrastructure": False},
)


def cited(client: Client, capability: str, on: str, base: Any = BASE) -> dict[str, str | None]:
    """Rule -> citation of what is implied for a capability on a day."""
    lines = [line for line in infer(client, base, day(on)).requirements if line.capability == capability]
    return {str(source.rule): source.citation for line in lines for source in line.sources}


def test_the_cybersecurity_law_changed_its_number_not_its_demand() -> None:
    old, new = (cited(OPERATOR, "sec.audit_log_retention", on) for on in ("2025-12-31", "2026-01-01"))
    assert old == {"cn.csl.2016": "Cybersecurity Law of the PRC (2016), Article 21(3)"}
    assert new == {"cn.csl.2025": "Cybersecurity Law of the PRC (as amended 2025-10-28), Article 23(3)"}
    assert cited(OPERATOR, "sec.audit_log_retention", "2017-05-31") == {}


def exporter(people: int) -> Client:
    """Sends data of so many people abroad, none of it sensitive or important."""
    profile = {
        "cross_border_personal_info": people,
        "cross_border_sensitive_info": 0,
        "cross_border_important_data": False,
        "personal_info_subjects": 999_999,
        "critical_infrastructure": False,
    }
    return OPERATOR.evolve(profile=profile)


@pytest.mark.parametrize(
    ("people", "on", "wanted"),
    [
        (99_999, "2022-09-01", None),
        (99_999, "2023-06-01", "contract.2023"),
        (100_000, "2022-08-31", None),
        (100_000, "2022-09-01", "assessment.2022"),
        (100_000, "2024-03-21", "assessment.2022"),
        (100_000, "2024-03-22", "contract.2024"),
        (99_999, "2024-03-22", None),
        (999_999, "2024-03-22", "contract.2024"),
        (1_000_000, "2024-03-22", "assessment.2024"),
    ],
)
def test_thresholds_of_data_exports_moved_in_2024(people: int, on: str, wanted: str | None) -> None:
    rules = cited(exporter(people), "cmp.cross_border", on)
    assert set(rules) == ({f"cn.crossborder.{wanted}"} if wanted else set())


def test_the_sales_licence_has_ended() -> None:
    seller = OPERATOR.evolve(profile={"product_type": ["network_security_product"]})
    assert set(cited(seller, "cmp.security_product_cert", "2023-06-30")) == {"cn.secproduct.licence"}
    assert set(cited(seller, "cmp.security_product_cert", "2023-07-01")) == {"cn.secproduct.certificate"}


# ------------------------------------------------------------------------------------------------ two industries


def studio(code: str, segment: str, **industry: Any) -> Client:
    """The same enterprise in one industry or another."""
    filed = {"segment": segment, "code": code, "scheme": "gbt4754-2017", "primary": True, **industry}
    profile = {"public_online_service": True, "personal_info_subjects": 1_200_000}
    return OPERATOR.evolve(
        industries=[filed],
        scale={"employees": 500, "revenue": "300000000 CNY", "assets": "450000000 CNY"},
        profile={**OPERATOR.profile, **profile},
        complete=["jurisdictions", "industries"],
    )


CODES = {"6572": "game", "6422": "game", "6519": "cybersecurity"}
FOUND = {code: infer(studio(code, segment), BASE, AS_OF) for code, segment in CODES.items()}


def capabilities(found: Inference) -> set[str]:
    return {str(line.capability) for line in found.implied}


@pytest.mark.parametrize("code", ["6572", "6422"])
def test_games_and_security_ask_for_different_things(code: str) -> None:
    game, security = capabilities(FOUND[code]), capabilities(FOUND["6519"])
    assert len(game - security) >= 8
    assert len(security - game) >= 8
    assert len(game & security) >= 8
    assert {"ind.game_realname", "ind.game_minor_hours"} <= game - security
    assert {"sec.siem_export", "sec.pen_test"} <= security - game


@pytest.mark.parametrize("code", CODES)
def test_every_implied_line_says_why(code: str) -> None:
    for line in FOUND[code].implied:
        assert line.sources
        for source in line.sources:
            assert source.rule in FOUND[code].fired
            assert source.citation
            assert source.facts
            assert source.because


def test_the_filing_decides_the_size_and_what_follows_from_it() -> None:
    assert "pr.scale.large" in FOUND["6572"].fired
    assert "pr.scale.medium" in FOUND["6422"].fired
    large, medium = capabilities(FOUND["6572"]), capabilities(FOUND["6422"])
    assert "svc.csm" in large - medium


STAGES = ("introduction", "growth", "maturity", "decline")


def test_the_stage_of_the_industry_changes_what_is_implied() -> None:
    found = {stage: infer(studio("6572", "game", stage=stage), BASE, AS_OF) for stage in STAGES}
    for stage, inference in found.items():
        assert [name for name in inference.fired if name.startswith("pr.stage.")] == [f"pr.stage.{stage}"]
    assert "cmp.exit_plan" in capabilities(found["decline"]) - capabilities(found["growth"])
    assert "svc.poc" in capabilities(found["introduction"]) - capabilities(found["maturity"])
    # Without a word of the client's the record of the segment says it, from the day on which that holds.
    assert "pr.stage.growth" in FOUND["6572"].fired
    sources = [s for line in FOUND["6572"].requirements for s in line.sources if s.rule == "pr.stage.growth"]
    assert {source.facts for source in sources} == {("industry_stage: growth (industry record)",)}
    earlier = infer(studio("6572", "game"), BASE, day("2024-12-31"))
    assert not [name for name in earlier.fired if name.startswith("pr.stage.")]
