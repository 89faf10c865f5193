"""The shipped industries, size classes, suites, roles and stages: well formed, and as the shared facts have them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import pytest

from tobfit.formats.tree_of import read_tree
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.citation import Citation
from tobfit.model.label import Label
from tobfit.model.pack import Pack
from tobfit.model.record import Record
from tobfit.model.structure import Sink, structure_record
from tobfit.model.tree import Map, Node, Scalar, Seq
from tobfit.model.words import OUTCOMES

NAMES = ("core", "industries", "scales", "suites", "people")
TEN_THOUSAND = 10_000
HUNDRED_MILLION = 100_000_000


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def read(name: str) -> Pack:
    """The pack of one shipped file by structure alone: a fault in another file does not hide those of this one."""
    file = resources.files("tobfit") / "packs" / f"{name}.yaml"
    root = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    assert isinstance(root, Map)
    kind, *entries = root.entries
    assert (kind[0].text, plain(kind[1])) == ("tobfit", "pack/1")
    sink = Sink()
    made = structure_record(Map(tuple(entries), root.mark), Pack, "$", sink)
    assert sink.problems == []
    assert isinstance(made, Pack)
    return made


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    return {name: read(name) for name in NAMES}


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, Any]:
    file = shared / "facts" / "scale.yaml"
    if not file.is_file():
        pytest.skip("no facts/scale.yaml among the shared data")
    found: dict[str, Any] = plain(read_tree(file)[0])
    return found


def records(value: Any) -> Iterator[Record]:
    """A record and all records in it."""
    if isinstance(value, Record):
        yield value
        kind: Any = type(value)
        for field in attrs.fields(kind):
            yield from records(getattr(value, field.name))
    elif isinstance(value, tuple):
        yield from itertools.chain.from_iterable(map(records, value))
    elif hasattr(value, "values") and not isinstance(value, Label):
        yield from itertools.chain.from_iterable(map(records, value.values()))


def is_bilingual(name: Label | None) -> bool:
    return name is not None and {"en", "zh"} <= set(name.texts)


@pytest.mark.parametrize("name", NAMES)
def test_heads(packs: dict[str, Pack], name: str) -> None:
    pack = packs[name]
    assert (pack.id, pack.version, pack.licence) == (f"tobfit-{name}", "1", "Apache-2.0")
    assert str(pack.as_of) == "2026-11-23"
    assert is_bilingual(pack.name)


def test_every_source_has_a_title_and_every_graded_record_a_source(packs: dict[str, Pack]) -> None:
    every = [record for pack in packs.values() for record in records(pack)]
    citations = [record for record in every if isinstance(record, Citation)]
    assert len(citations) > 100
    assert all(text.strip() for citation in citations for text in citation.title.texts.values())
    graded = [r for r in every if getattr(r, "evidence", None) is not None and hasattr(r, "source")]
    assert graded
    assert all(record.source is not None for record in graded)


def test_names_are_there_in_both_languages(packs: dict[str, Pack]) -> None:
    named: list[Any] = [
        *packs["industries"].segments,
        *packs["scales"].scales,
        *(group for scheme in packs["scales"].scales for group in scheme.groups),
        *packs["suites"].suites.values(),
        *packs["people"].roles,
        *packs["people"].stages,
    ]
    assert [record for record in named if not is_bilingual(record.name)] == []


def test_segments_are_a_forest(packs: dict[str, Pack]) -> None:
    broader = {segment.id: segment.broader for segment in packs["industries"].segments}
    assert len(broader) == len(packs["industries"].segments)
    assert {above for above in broader.values() if above} <= set(broader)
    # Two levels, so that there is no circle.
    assert {broader[above] for above in broader.values() if above} == {None}
    assert {"digital", "finance", "healthcare", "commerce", "manufacturing", "utilities"} <= set(broader)


SHAPES = {
    "isic-4": r"[A-U]|\d{2,4}",
    "isic-5": r"[A-V]|\d{2,4}",
    "naics-2022": r"\d{2,6}",
    "gbt4754-2017": r"[A-T]|\d{2,4}",
}


def test_codes_are_there_once_and_in_the_form_of_their_scheme(packs: dict[str, Pack]) -> None:
    for segment in packs["industries"].segments:
        schemes = [entry.scheme for entry in segment.codes]
        assert len(set(schemes)) == len(schemes), segment.id
        for entry in segment.codes:
            assert entry.codes, segment.id
            assert len(set(entry.codes)) == len(entry.codes), segment.id
            assert [code for code in entry.codes if not re.fullmatch(SHAPES[entry.scheme], code)] == []


def test_proprietary_codes_do_not_ship(packs: dict[str, Pack]) -> None:
    schemes = {entry.scheme for segment in packs["industries"].segments for entry in segment.codes}
    assert schemes == set(SHAPES)
    assert not any("gics" in record.scheme for record in records(packs["industries"]) if hasattr(record, "scheme"))


# A class that holds several segments: the filing does not decide between them.
AMBIGUOUS = {
    "isic-4": {"5820", "6201", "6202", "6209"},
    "isic-5": {"6220", "6290"},
    "naics-2022": {"513210", "541511", "541512", "541519"},
    "gbt4754-2017": {"6519"},
}


def test_only_known_codes_belong_to_two_segments(packs: dict[str, Pack]) -> None:
    owners: dict[tuple[str, str], list[str]] = {}
    for segment in packs["industries"].segments:
        for entry in segment.codes:
            for code in entry.codes:
                owners.setdefault((entry.scheme, code), []).append(segment.id)
    several = {key for key, ids in owners.items() if len(ids) > 1}
    assert several == {(scheme, code) for scheme, codes in AMBIGUOUS.items() for code in codes}


def test_the_longest_code_leads_to_the_narrower_segment(packs: dict[str, Pack]) -> None:
    segments = {segment.id: segment for segment in packs["industries"].segments}
    codes = {id: {(e.scheme, code) for e in segment.codes for code in e.codes} for id, segment in segments.items()}
    for segment in segments.values():
        for scheme, code in codes[segment.id]:
            above = codes[segment.broader] if segment.broader else set()
            assert [wide for other, wide in above if other == scheme and wide.startswith(code)] == []


def test_a_broader_segment_with_codes_covers_what_is_below_it(packs: dict[str, Pack]) -> None:
    """Size classes count on it: where a client states a segment only, it can be filed under any of its codes."""
    scheme = next(scheme for scheme in packs["scales"].scales if scheme.id == "cn-2017")
    segments = {segment.id: segment for segment in packs["industries"].segments}
    codes = {id: [c for e in s.codes if e.scheme == scheme.filing for c in e.codes] for id, s in segments.items()}
    for segment in segments.values():
        above = codes[segment.broader] if segment.broader else []
        spans = [list(map(int, scheme.sections[code].split("-"))) for code in above if code in scheme.sections]
        for code in codes[segment.id] if above else []:
            is_in_section = any(span[0] <= int(code[:2]) <= span[-1] for span in spans)
            assert is_in_section or any(code.startswith(wide) for wide in above), (segment.id, code)


def test_stages_of_industries(packs: dict[str, Pack]) -> None:
    staged = {segment.id: segment.stages for segment in packs["industries"].segments if segment.stages}
    wanted = {"game", "software", "cybersecurity", "banking", "ecommerce", "auto_mfg", "retail", "telecom"}
    assert wanted | {"construction", "real_estate"} <= set(staged)
    for stages in staged.values():
        assert {stage.stage for stage in stages} <= {"introduction", "growth", "maturity", "decline"}
        assert all(stage.valid_from for stage in stages)
        # One stage at a time.
        for earlier, later in itertools.pairwise(stages):
            assert earlier.valid_to is not None
            assert later.valid_from is not None
            assert earlier.valid_to < later.valid_from


def test_schemes(packs: dict[str, Pack]) -> None:
    schemes = {scheme.id: scheme for scheme in packs["scales"].scales}
    assert set(schemes) == {"cn-2017", "cn-finance-2015", "eu-2003-361", "oecd", "us-sba"}
    assert (schemes["us-sba"].filing, schemes["us-sba"].groups) == ("naics-2022", ())
    for scheme in schemes.values():
        codes = [code for group in scheme.groups for code in group.codes]
        assert len(set(codes)) == len(codes)
        for indicator in (i for group in scheme.groups for i in group.indicators):
            assert indicator.small is not None
            assert indicator.medium is not None
            assert indicator.large is not None
            assert indicator.small.number < indicator.medium.number < indicator.large.number
            assert indicator.small.unit == (None if indicator.attr == "employees" else "CNY")


def test_sections_divide_the_divisions(packs: dict[str, Pack]) -> None:
    scheme = next(scheme for scheme in packs["scales"].scales if scheme.id == "cn-2017")
    ends = [tuple(map(int, divisions.split("-"))) for divisions in scheme.sections.values()]
    listed = [division for end in ends for division in range(end[0], end[-1] + 1)]
    assert "".join(scheme.sections) == "ABCDEFGHIJKLMNOPQRST"
    assert listed == list(range(1, 98))


def bounds(rows: list[dict[str, Any]], factor: int) -> dict[str, tuple[Decimal, ...]]:
    """The bounds of a group of the facts, money in units of the currency."""
    return {
        row["attr"]: tuple(
            Decimal(row[size]) * (1 if row["attr"] == "employees" else factor) for size in ("small", "medium", "large")
        )
        for row in rows
    }


def shipped_bounds(scheme: str, packs: dict[str, Pack]) -> dict[str, dict[str, tuple[Decimal, ...]]]:
    found = next(s for s in packs["scales"].scales if s.id == scheme)
    return {
        group.id: {i.attr: tuple(q.number for q in (i.small, i.medium, i.large) if q) for i in group.indicators}
        for group in found.groups
    }


def test_chinese_classes_are_those_of_the_facts(packs: dict[str, Pack], facts: dict[str, Any]) -> None:
    rows = facts["cn_2017"]["groups"]
    assert len(rows) == 16
    assert shipped_bounds("cn-2017", packs) == {r["group"]: bounds(r["indicators"], TEN_THOUSAND) for r in rows}
    scheme = next(scheme for scheme in packs["scales"].scales if scheme.id == "cn-2017")
    assert {g.id: list(g.codes) for g in scheme.groups} == {r["group"]: r["gbt4754"] for r in rows}


def test_financial_classes_are_those_of_the_facts(packs: dict[str, Pack], facts: dict[str, Any]) -> None:
    shipped = shipped_bounds("cn-finance-2015", packs)
    # The facts leave out one group of the provisions.
    assert shipped.pop("loan_pawn") == shipped["non_deposit_bank"]
    rows = facts["cn_financial_2015"]["groups"]
    assert shipped == {row["group"]: bounds([row], HUNDRED_MILLION) for row in rows}


def test_european_ceilings_are_those_of_the_facts(packs: dict[str, Pack], facts: dict[str, Any]) -> None:
    (group,) = next(scheme for scheme in packs["scales"].scales if scheme.id == "eu-2003-361").groups
    shipped = [
        {
            "cls": ceiling.size,
            "headcount_lt": str(ceiling.less_than["employees"].number),
            "turnover_le_meur": str(ceiling.any_at_most["revenue"].number / 1_000_000),
            "balance_le_meur": str(ceiling.any_at_most["assets"].number / 1_000_000),
        }
        for ceiling in group.ceilings
    ]
    assert shipped == facts["eu_2003_361"]["classes"][:3]
    assert {q.unit for ceiling in group.ceilings for q in ceiling.any_at_most.values()} == {"EUR"}


def test_suites(packs: dict[str, Pack]) -> None:
    known = {term.id for term in packs["core"].vocabulary if term.kind is not None}
    suites = packs["suites"].suites
    assert {"erp", "oa", "crm", "itsm", "hcm"} <= set(suites)
    for suite in suites.values():
        assert set(suite.capabilities) <= known
        assert 6 <= len(suite.capabilities) == len(set(suite.capabilities)) <= 12
        assert suite.outcomes
        assert set(suite.outcomes) <= set(OUTCOMES)
        assert suite.evidence == "inferred"


def test_roles_and_service_stages(packs: dict[str, Pack]) -> None:
    roles = {role.id: role for role in packs["people"].roles}
    assert list(roles) == [
        "economic", "user", "manager_user", "end_user", "technical", "procurement", "champion", "coach"
    ]  # fmt: skip
    assert {id for id, role in roles.items() if role.broader} == {"manager_user", "end_user"}
    assert all(role.broader in (None, "user") for role in roles.values())
    assert all(
        {"miller_heiman", "webster_wind"} <= set(role.xref) <= {"miller_heiman", "webster_wind", "meddic"}
        for role in roles.values()
    )
    stages = [stage.id for stage in packs["people"].stages]
    assert len(set(stages)) == len(stages)
    assert (stages[0], stages[1], stages[-1]) == ("presales", "implementation", "exit")
