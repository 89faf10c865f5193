"""What the shipped rules and attributes have to carry: sources, dates, words in both languages, sound references."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from tobfit.formats.documents import read_document
from tobfit.formats.load import load_packs
from tobfit.knowledge.check import check_need
from tobfit.model.attribute import Attribute
from tobfit.model.pack import Pack
from tobfit.model.quantity import parse_quantity
from tobfit.model.rule import Condition, Demand, Rule
from tobfit.model.words import SIZES, SOUND_EVIDENCE

LAW = ("law-cn", "law-eu", "law-us")
NAMES = ("attributes", *LAW, "standards", "practice")
GLOBAL = ("us.sox",)
"""Law that follows a company wherever it works: here a listing in the United States."""
STAGES = ("introduction", "growth", "maturity", "decline")
SCHEMES = ("cn-2017", "cn-finance-2015", "eu-2003-361", "oecd")
SUITS = {
    "boolean": {"eq", "ne", "present"},
    "text": {"eq", "ne", "in", "present"},
    "set": {"contains", "intersects", "superset", "present"},
    "segment": {"is_a", "present"},
    **{kind: {"eq", "ne", "in", "lt", "le", "gt", "ge", "present"} for kind in ("level", "number", "quantity")},
}
BUILT_IN = {
    "industries": Attribute(id="industries", kind="segment"),
    "industry_stage": Attribute(id="industry_stage", kind="level", values=STAGES),
    "employees": Attribute(id="employees", kind="number"),
    "revenue": Attribute(id="revenue", kind="quantity"),
    "assets": Attribute(id="assets", kind="quantity"),
    **{f"size_class.{s}": Attribute(id=f"size_class.{s}", kind="level", values=SIZES) for s in SCHEMES},
}


def read(name: str) -> Pack:
    with resources.as_file(resources.files("tobfit") / "packs" / f"{name}.yaml") as path:
        document = read_document(path, ("pack",))
    assert document.problems == ()
    assert isinstance(document.record, Pack)
    return document.record


PACKS = {name: read(name) for name in NAMES}
RULES = {rule.id: rule for pack in PACKS.values() for rule in pack.rules}
DECLARED = {attribute.id: attribute for attribute in PACKS["attributes"].attributes}
ASKED = {**BUILT_IN, **DECLARED}
EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
EVERY_ATTRIBUTE = pytest.mark.parametrize("attribute", DECLARED.values(), ids=list(DECLARED))


def atoms(condition: Condition) -> Iterator[Condition]:
    if condition.attr is not None:
        yield condition
    for part in (*(condition.all or ()), *(condition.any or ()), *((condition.not_,) if condition.not_ else ())):
        yield from atoms(part)


def values(atom: Condition) -> tuple[str, ...]:
    if atom.value is None:
        return ()
    return atom.value if isinstance(atom.value, tuple) else (atom.value,)


def grade(rule: Rule, demand: Demand) -> str:
    return demand.evidence or rule.evidence


def holds(rule: Rule, on: str) -> bool:
    day = datetime.date.fromisoformat(on)
    return (rule.valid_from or day) <= day <= (rule.valid_to or day)


def test_heads() -> None:
    for name, pack in PACKS.items():
        assert pack.id == f"tobfit-{name}"
        assert (pack.version, str(pack.as_of), pack.licence) == ("1", "2026-11-23", "Apache-2.0")
        assert pack.name is not None
        assert set(pack.name.texts) == {"en", "zh"}


def test_ids_are_unique() -> None:
    counts = Counter(rule.id for pack in PACKS.values() for rule in pack.rules)
    assert [name for name, count in counts.items() if count > 1] == []
    assert not set(DECLARED) & set(BUILT_IN)


@EVERY_RULE
def test_rule_says_why(rule: Rule) -> None:
    assert rule.name is not None
    assert rule.because is not None
    for label in (rule.name, rule.because):
        assert set(label.texts) == {"en", "zh"}
        assert all(text.strip() for text in label.texts.values())
    assert set(rule.source.title.texts) == {"en", "zh"}
    assert rule.source.date is not None
    assert rule.implies


@EVERY_RULE
def test_rule_is_dated(rule: Rule) -> None:
    assert rule.valid_from is not None
    assert rule.source.date is not None
    assert rule.source.date <= rule.valid_from or rule.id.startswith("pr.")


@EVERY_RULE
def test_jurisdiction_unless_global(rule: Rule) -> None:
    if rule.basis == "law" and rule.id not in GLOBAL:
        assert rule.jurisdictions
        assert rule.source.number
    assert "jurisdictions" not in {atom.attr for atom in atoms(rule.when)} or not rule.jurisdictions


@EVERY_RULE
def test_atoms_can_be_asked(rule: Rule) -> None:
    found = list(atoms(rule.when))
    assert found
    for atom in found:
        assert atom.attr in ASKED
        attribute = ASKED[atom.attr]
        assert atom.op in SUITS[attribute.kind]
        if attribute.values:
            assert set(values(atom)) <= set(attribute.values)
        elif attribute.kind == "boolean":
            assert atom.value in ("true", "false")
        elif attribute.kind in ("number", "quantity"):
            unit = parse_quantity(atom.value).unit
            assert (unit is None) == (attribute.kind == "number")


@EVERY_RULE
def test_segments_exist(rule: Rule) -> None:
    known = {segment.id for segment in read("industries").segments}
    assert {value for atom in atoms(rule.when) if atom.op == "is_a" for value in values(atom)} <= known


@EVERY_RULE
def test_demands_suit_the_vocabulary(rule: Rule) -> None:
    terms = {term.id: term for term in read("core").vocabulary}
    for demand in rule.implies:
        assert demand.capability in terms
        assert terms[demand.capability].kind is not None
        assert list(check_need(demand.need, terms[demand.capability])) == []


@EVERY_RULE
def test_a_must_was_seen(rule: Rule) -> None:
    for demand in rule.implies:
        if demand.priority == "must":
            assert {grade(rule, demand), rule.evidence} <= set(SOUND_EVIDENCE)


@pytest.mark.parametrize("name", LAW)
def test_law_is_law(name: str) -> None:
    # The domestic stack is a policy that stands among the laws of its country.
    assert {rule.id for rule in PACKS[name].rules if rule.basis != "law"} <= {"cn.xinchuang"}


def test_practice_is_draft() -> None:
    for rule in PACKS["practice"].rules:
        assert (rule.basis, rule.evidence) == ("practice", "inferred")
        assert {demand.priority for demand in rule.implies} <= {"should", "could"}
        assert rule.source.text("en") == "tobfit practice draft"


@EVERY_ATTRIBUTE
def test_attribute_can_be_asked(attribute: Attribute) -> None:
    assert attribute.name is not None
    assert attribute.question is not None
    for label in (attribute.name, attribute.question):
        assert set(label.texts) == {"en", "zh"}
    assert attribute.question.text("en").endswith("?")
    assert attribute.question.text("zh").endswith("？")
    assert attribute.ask in {role.id for role in read("people").roles}
    if attribute.values:
        assert set(attribute.labels) == set(attribute.values)
    assert all(set(label.texts) == {"en", "zh"} for label in attribute.labels.values())


def test_every_attribute_is_used() -> None:
    asked = {atom.attr for rule in RULES.values() for atom in atoms(rule.when)}
    measured = {
        indicator.attr for scheme in read("scales").scales for group in scheme.groups for indicator in group.indicators
    }
    services = read("services").services
    grown = {driver.count for service in services for driver in service.drivers}
    grown |= {atom.attr or "" for service in services if service.when is not None for atom in atoms(service.when)}
    assert set(DECLARED) - asked - measured - grown == set()


def test_union_has_its_members() -> None:
    within = DECLARED["jurisdictions"].within
    assert len(within) == 27
    assert set(within.values()) == {"EU"}


def test_shipped_packs_load_without_a_warning(recwarn: pytest.WarningsRecorder) -> None:
    load_packs()
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize(
    ("prefix", "on", "expected"),
    [
        ("cn.csl.2", "2025-12-31", {"cn.csl.2016"}),
        ("cn.csl.2", "2026-01-01", {"cn.csl.2025"}),
        ("cn.csl.2", "2017-05-31", set()),
        ("cn.crossborder", "2024-03-21", {"cn.crossborder.assessment.2022", "cn.crossborder.contract.2023"}),
        ("cn.crossborder", "2024-03-22", {"cn.crossborder.assessment.2024", "cn.crossborder.contract.2024"}),
        ("cn.aml", "2024-12-31", {"cn.aml.2006"}),
        ("cn.aml", "2025-01-01", {"cn.aml.2024"}),
        ("cn.secproduct", "2023-06-30", {"cn.secproduct.licence"}),
        ("cn.secproduct", "2023-07-01", {"cn.secproduct.certificate"}),
        ("cn.game", "2021-08-31", {"cn.game.minors.2019", "cn.game.minors.spend"}),
        ("cn.game", "2021-09-01", {"cn.game.minors.2021", "cn.game.minors.spend"}),
        ("eu.cra", "2026-09-10", set()),
        ("eu.cra", "2026-09-11", {"eu.cra.reporting"}),
        ("eu.cra", "2027-12-11", {"eu.cra.reporting", "eu.cra"}),
        ("eu.dora", "2025-01-16", set()),
        ("eu.eaa", "2025-06-28", {"eu.eaa"}),
        ("us.ccpa", "2022-12-31", {"us.ccpa.2020"}),
        ("us.ccpa", "2024-12-31", {"us.ccpa.2023"}),
        ("us.ccpa", "2025-01-01", {"us.ccpa.2025"}),
        ("xx.pci", "2024-12-31", {"xx.pci.4-0"}),
        ("xx.pci", "2025-01-01", {"xx.pci.4-0-1"}),
    ],
)
def test_dates_decide(prefix: str, on: str, expected: set[str]) -> None:
    assert {rule.id for rule in RULES.values() if rule.id.startswith(prefix) and holds(rule, on)} == expected


def only_of(segment: str, rival: str) -> set[str]:
    """Capabilities that a client gets for being of this segment, and a rival that is equal in all else cannot get."""
    own, shared = set(), set()
    for rule in RULES.values():
        segments = {value for atom in atoms(rule.when) if atom.op == "is_a" for value in values(atom)}
        demanded = {demand.capability for demand in rule.implies}
        if not segments or segments & {rival, "digital"}:
            shared |= demanded
        elif segment in segments:
            own |= demanded
    return own - shared


def test_game_and_security_firms_differ() -> None:
    game = {d.capability for r in RULES.values() if r.id.startswith("pr.game.") for d in r.implies}
    cyber = {d.capability for r in RULES.values() if r.id.startswith("pr.cyber.") for d in r.implies}
    digital = {d.capability for d in RULES["pr.digital"].implies}
    assert not game & cyber
    assert not (game | cyber) & digital
    assert len(game) >= 15
    assert len(cyber) >= 15
    assert len(only_of("game", "cybersecurity")) >= 10
    assert len(only_of("cybersecurity", "game")) >= 10


def test_stages_and_architecture_have_rules() -> None:
    stages = {value for r in RULES.values() for a in atoms(r.when) if a.attr == "industry_stage" for value in values(a)}
    assert stages == set(STAGES)
    for rule in RULES.values():
        if rule.id.startswith(("pr.arch.", "pr.stage.")):
            assert len(rule.implies) >= 3


def test_sizes_name_their_scheme() -> None:
    for rule in RULES.values():
        if rule.id.startswith("pr.scale."):
            schemes = {atom.attr for atom in atoms(rule.when) if str(atom.attr).startswith("size_class.")}
            assert schemes == {"size_class.cn-2017", "size_class.eu-2003-361", "size_class.oecd"}


def test_all_regulations_of_the_facts_are_there(shared: Path) -> None:
    file = shared / "facts" / "regulations.yaml"
    if not file.is_file():
        pytest.skip("no facts/regulations.yaml among the shared data")
    wanted = re.findall(r"(?m)^- id: ((?:cn|eu|us|xx)\.[a-z0-9_.]+)$", file.read_text(encoding="utf-8"))
    assert len(wanted) == 30
    for id in wanted:
        assert any(rule == id or rule.startswith(f"{id}.") for rule in RULES), id
