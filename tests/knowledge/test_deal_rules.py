"""Rules of the deal: they stack and are linted like other records, hold in three values, and what ships is cited."""

from __future__ import annotations

import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.commercial.bindings import Binding, bindings_of
from tobfit.errors import TobfitError
from tobfit.knowledge.lint import stack
from tobfit.model.deal import DEAL_TOPICS, LEVER_KINDS, DealRule, Season
from tobfit.model.pack import Pack
from tobfit.model.plain import to_plain
from tobfit.model.words import SOUND_EVIDENCE
from tobfit.testing.documents import documents

SHIPPED = tobfit.load_packs().base.deal_rules
RULE: dict[str, Any] = {"id": "d", "text": "t", "basis": "practice", "source": "A book", "limits": ["price"]}


def lint(*rules: dict[str, Any], layers: int = 1) -> list[tuple[str, str, str]]:
    """Code, path and severity of all that is wrong with rules, each in a layer of its own where there are several."""
    vocabulary = [{"id": "com.trial", "kind": "boolean"}]
    first = Pack(id="k", vocabulary=vocabulary, deal_rules=rules if layers == 1 else rules[:1])
    above = [] if layers == 1 else [[Pack(id=f"k{place}", deal_rules=[rule])] for place, rule in enumerate(rules[1:])]
    _, problems = stack([[first], *above])
    return [(problem.code, problem.path or "", problem.severity) for problem in problems]


def base_of(*layers: dict[str, Any]) -> dict[str, DealRule]:
    return dict(stack([[Pack(id=f"k{place}", deal_rules=[rule])] for place, rule in enumerate(layers)])[0].deal_rules)


# ----------------------------------------------------------------------------------------------------------- records

DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2031, 12, 31))


@settings(max_examples=settings().max_examples * 4)
@given(DAYS, DAYS, DAYS)
def test_a_season_holds_the_days_that_walking_through_it_meets(first: Any, last: Any, day: Any) -> None:
    season = Season(first=f"{first:%m-%d}", last=f"{last:%m-%d}")
    walked = {season.first}
    at = datetime.date(2023, first.month, min(first.day, 28 if first.month == 2 else first.day))
    while f"{at:%m-%d}" != season.last and len(walked) < 800:
        at += datetime.timedelta(days=1)
        walked.add(f"{at:%m-%d}")
        if (at.month, at.day) == (2, 28) and season.last == "02-29":
            walked.add("02-29")
            break
        if at.year > 2025:
            break
    expected = f"{day:%m-%d}" in walked or (f"{day:%m-%d}" == "02-29" and {"02-28", "03-01"} <= walked)
    if (first.month, first.day) != (2, 29):
        assert season.holds(day) == expected
    assert season.holds(first)
    assert season.holds(last)


def test_seasons_by_hand() -> None:
    winter = Season(first="12-25", last="02-28")
    held = ["2026-12-25", "2027-01-15", "2028-02-28"]
    assert all(winter.holds(datetime.date.fromisoformat(day)) for day in held)
    assert not any(winter.holds(datetime.date.fromisoformat(day)) for day in ("2026-12-24", "2028-02-29", "2027-07-01"))
    assert str(winter) == "12-25..02-28"


@pytest.mark.parametrize("day", ["2-28", "13-01", "02-30", "0228", "02/28", "", "１２-01"])
def test_what_is_no_day_of_the_year(day: str) -> None:
    with pytest.raises(TobfitError, match="TF445"):
        Season(first=day, last="03-01")


def test_rules_that_make_no_sense() -> None:
    for broken, code in (
        ({**RULE, "forbids": ["price"], "needs": ["price"]}, "TF446"),
        ({key: value for key, value in RULE.items() if key != "basis"}, "TF204"),
        ({key: value for key, value in RULE.items() if key != "source"}, "TF204"),
        ({key: value for key, value in RULE.items() if key != "text"}, "TF204"),
        ({**RULE, "limits": ["prize"]}, "TF206"),
        ({**RULE, "valid_from": "2027-01-01", "valid_to": "2026-01-01"}, "TF216"),
        ({**RULE, "overrides": "e"}, "TF312"),
    ):
        with pytest.raises(TobfitError) as caught:
            DealRule(**broken)
        assert code in {problem.code for problem in caught.value.problems}
    assert DealRule(id="d", overrides="d", withdrawn=True).withdrawn


@settings(max_examples=settings().max_examples * 4)
@given(documents(DealRule))
def test_a_rule_is_read_back(rule: DealRule) -> None:
    assert DealRule(**to_plain(rule.to_node())) == rule


# ------------------------------------------------------------------------------------------------------------- lint


def test_lint() -> None:
    assert lint(RULE) == []
    assert lint({**RULE, "asks": ["com.trail"]}) == [("TF301", "$.deal_rules[0].asks[0]", "error")]
    unknown = {"all": [{"attr": "employes", "op": "ge", "value": 5}]}
    assert lint({**RULE, "when": unknown, "jurisdictions": ["CN"]}) == [
        ("TF320", "$.deal_rules[0].when.all[0].attr", "error")
    ]
    never = {"all": [{"attr": "employees", "op": "lt", "value": 5}, {"attr": "employees", "op": "gt", "value": 5}]}
    assert lint({**RULE, "when": never}) == [("TF323", "$.deal_rules[0].when", "warning")]
    assert lint({**RULE, "limits": []}) == [("TF323", "$.deal_rules[0]", "warning")]
    assert lint({**RULE, "limits": [], "asks": ["com.trial"]}) == []
    assert lint({**RULE, "forbids": ["date"]}) == [("TF324", "$.deal_rules[0].forbids", "warning")]
    assert lint({**RULE, "forbids": ["date"], "evidence": "seen"}) == []


def test_layers() -> None:
    own = {**RULE, "limits": ["term"]}
    assert lint(RULE, own, layers=2) == [("TF312", "$.deal_rules[0].id", "error")]
    assert lint(RULE, {**own, "overrides": "d"}, layers=2) == []
    assert base_of(RULE, {**own, "overrides": "d"})["d"].limits == ("term",)
    assert base_of(RULE, {"id": "d", "overrides": "d", "withdrawn": True}) == {}


# ------------------------------------------------------------------------------------------- they hold in three values

FACTS: dict[str, tuple[str, ...]] = {
    "ownership": ("private", "government", "public_institution"),
    "purchase_procedure": ("open_tender", "competitive_negotiation", "quotation", "direct"),
    "purchase_phase": ("preparing", "published", "submitted", "awarded", "signed"),
    "critical_infrastructure": ("true", "false"),
    "financial_entity_eu": ("true", "false"),
    "public_sector_body": ("true", "false"),
}
PACKS = tobfit.load_packs()


def bound(profile: dict[str, str], **client: Any) -> dict[str, Binding]:
    buyer = tobfit.Client(id="c", as_of="2026-11-23", profile=profile, **client).require("sec.mfa")
    fit = tobfit.match(buyer, tobfit.Product(id="p"), packs=PACKS).fits[0]
    return {one.rule: one for one in bindings_of(fit)}


@settings(max_examples=settings().max_examples)
@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()}), st.data())
def test_what_holds_or_does_not_stays_so_whatever_becomes_known(whole: dict[str, str], data: st.DataObject) -> None:
    known = data.draw(st.sets(st.sampled_from(sorted(whole))))
    about = {"jurisdictions": data.draw(st.sampled_from((["CN"], ["DE"], ["CN", "EU"]))), "complete": ["jurisdictions"]}
    about |= {"industries": data.draw(st.sampled_from(([], ["game"], ["cybersecurity"])))}
    some, every = bound({name: whole[name] for name in known}, **about), bound(whole, **about)
    held = {name for name, one in some.items() if one.holds}
    assert held <= {name for name, one in every.items() if one.holds}
    assert set(every) <= set(some)
    for one in some.values():
        assert one.is_open == bool(one.attributes)
        assert not set(one.attributes) & known


def test_a_rule_outside_its_time_does_not_exist() -> None:
    def on(day: str) -> set[str]:
        buyer = tobfit.Client(id="c", as_of=day, jurisdictions=["DE"]).require("sec.mfa")
        fit = tobfit.match(buyer, tobfit.Product(id="p"), packs=PACKS).fits[0]
        return {one.rule for one in bindings_of(fit)}

    assert "eu.data-act.switching" not in on("2025-09-11")
    assert "eu.data-act.switching" in on("2025-09-12")


def test_a_mere_list_of_requirements_is_asked_nothing() -> None:
    buyer = tobfit.Client(id="c", as_of="2026-11-23").require("sec.mfa")
    fit = tobfit.match(buyer, tobfit.Product(id="p"), packs=PACKS).fits[0]
    assert bindings_of(fit) == ()


# -------------------------------------------------------------------------------------------------------- what ships


def test_the_shipped_pack_loads_without_a_warning() -> None:
    file = Path(str(resources.files("tobfit") / "packs" / "negotiation.yaml"))
    pack = next(pack for pack in PACKS.layers[0] if pack.id == "tobfit-negotiation")
    assert (pack.version, pack.licence, str(pack.as_of)) == ("1", "Apache-2.0", "2026-11-23")
    assert file.is_file()
    _, problems = stack(PACKS.layers, shipped=1)
    assert [problem for problem in problems if "deal_rules" in (problem.path or "")] == []


@pytest.mark.parametrize("rule", SHIPPED.values(), ids=list(SHIPPED))
def test_each_shipped_rule_is_cited_in_both_languages(rule: DealRule) -> None:
    assert rule.text is not None
    assert rule.name is not None
    for label in (rule.text, rule.name, rule.source.title, *(season.name for season in rule.seasons)):
        assert label is not None
        assert {"en", "zh"} <= set(label.texts)
    assert rule.source.text()
    # Only what somebody read forbids, and only law does; practice of a segment limits and asks.
    assert not rule.forbids or (rule.evidence in SOUND_EVIDENCE and rule.basis == "law")
    assert rule.basis != "law" or (rule.source.number and rule.valid_from and rule.jurisdictions)
    assert rule.basis != "practice" or rule.evidence == "inferred"
    assert set(rule.kinds) <= set(LEVER_KINDS)


def test_the_shipped_rules_speak_of_what_talks_are_about() -> None:
    assert len(SHIPPED) >= 8
    assert sum(rule.evidence == "seen" for rule in SHIPPED.values()) >= 8
    assert {rule.about for rule in SHIPPED.values()} == set(DEAL_TOPICS)
    assert SHIPPED["cn.bidding.no-talks"].source.number == "Articles 23, 39 and 43"
