"""The hand-written reference names everything that the code knows, and the glossary agrees with the reports."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

import tobfit
from tobfit.cli.parser import build
from tobfit.formats.documents import KINDS
from tobfit.knowledge.attributes import OPERATORS_OF
from tobfit.knowledge.intrinsic import INTRINSIC, size_attribute
from tobfit.knowledge.merge import ConflictKind
from tobfit.knowledge.understanding import AREAS
from tobfit.matching.outcome import Reason
from tobfit.matching.remedy import RemedyKind
from tobfit.model.shape import Shape, fields_of
from tobfit.model.units import UNITS
from tobfit.model.words import BASES, GAP_KINDS, OUTCOMES, EvidenceGrade
from tobfit.report.words import TERMS

DOCS = Path(__file__).resolve().parents[2] / "docs"
README = DOCS.parent / "README.md"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def named(text: str) -> set[str]:
    """The words in code marks."""
    return set(re.findall(r"`([^`\s]+)`", text))


def field_names(record: type[Any], seen: set[type[Any]]) -> set[str]:
    """The names of a record's fields and of the records within."""
    if record in seen:
        return set()
    seen.add(record)
    names: set[str] = set()
    for field in fields_of(record):
        names.add(field.name)
        shape: Shape | None = field.shape
        while shape is not None:
            if shape.record is not None:
                names |= field_names(shape.record, seen)
            shape = shape.item
    return names


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "policy"])
def test_documents_name_every_field(kind: str) -> None:
    assert field_names(KINDS[kind], set()) - named(page("reference/documents.md")) == set()


def test_the_policy_page_names_every_setting() -> None:
    text = page("reference/policy.md")
    assert {field.name for field in attrs.fields(KINDS["policy"])} - named(text) == set()
    assert [kind for kind in GAP_KINDS if kind not in text] == []


def test_every_reason_and_kind_has_its_row() -> None:
    assert set(get_args(Reason)) - named(page("reference/how-a-line-is-judged.md")) == set()
    gaps = named(page("reference/gaps-and-remedies.md"))
    assert {*GAP_KINDS, *get_args(RemedyKind)} - gaps == set()


def test_the_unit_table_is_whole() -> None:
    ranges = {"MiB", "GiB", "TiB"}  # written as KiB to PiB
    plain = {unit for unit in UNITS if not (len(unit) == 3 and unit.isupper())}
    assert plain - ranges - named(page("reference/documents.md")) == set()


def test_the_glossary_says_what_reports_say() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page("glossary.md"), re.MULTILINE)
    assert len(rows) > 40
    assert [row for row in rows if row[0] in TERMS and TERMS[row[0]] != row[1:]] == []


def test_the_glossary_has_all_words_of_knowledge() -> None:
    wanted = {*BASES, "stated", *get_args(EvidenceGrade), *AREAS, *OUTCOMES}
    assert wanted - named(page("glossary.md")) == set()


def test_the_glossary_names_sizes_and_roles_as_the_packs_do() -> None:
    text, base = page("glossary.md"), tobfit.load_packs().base
    sizes = size_attribute(next(iter(base.scales.values()))).labels.values()
    assert [f"| {size.text('en')} | {size.text('zh')} |" for size in sizes] == rows_below("### Size class", text)
    roles = {
        f"| `{role.id}` | {role.name.text('en')} | {role.name.text('zh')} |"
        for role in base.roles.values()
        if role.name
    }
    assert len(roles) == len(base.roles)
    assert roles == set(rows_below("### Role", text))


def rows_below(heading: str, text: str) -> list[str]:
    """The rows of the table below a heading, its head left out."""
    part = text.partition(heading)[2].partition("\n#")[0]
    return [line for line in part.splitlines() if line.startswith("|")][2:]


def test_the_page_on_rules_names_what_inference_knows() -> None:
    text = page("reference/rules-and-inference.md")
    operators = {op for suited in OPERATORS_OF.values() for op in suited}
    wanted = {*operators, *BASES, *get_args(ConflictKind), *get_args(EvidenceGrade), *INTRINSIC}
    assert wanted - named(text) == set()
    assert [kind for kind in OPERATORS_OF if not re.search(rf"^\|.*\b{kind}\b", text, re.MULTILINE)] == []


def test_the_page_on_packs_names_each_and_no_rule_that_is_gone() -> None:
    text, packs = page("reference/shipped-packs.md"), tobfit.load_packs()
    tabled = set(re.findall(r"`(tobfit-[\w-]+)`", text))
    assert tabled == {pack.id for layer in packs.layers for pack in layer}
    rules = set(re.findall(r"`((?:cn|eu|us|xx|pr)\.[\w.-]+)`", text))
    assert rules
    assert rules - packs.base.rules.keys() == set()


def test_the_vocabulary_is_as_large_as_pages_say() -> None:
    terms = tobfit.load_packs().vocabulary.capabilities.values()
    groups = sum(term.kind is None for term in terms)
    said = f"{groups} groups and {len(terms) - groups} capabilities"
    assert said in page("how-to/own-vocabulary.md")
    assert f"{len(terms) - groups} terms" in README.read_text(encoding="utf-8")


def test_the_readme_counts_what_ships() -> None:
    text, base = README.read_text(encoding="utf-8"), tobfit.load_packs().base
    law = sum(rule.basis == "law" for rule in base.rules.values())
    assert f"{len(base.rules)} rules ({law} of law" in text
    assert f"{len(base.segments)} industries" in " ".join(text.split())


def commands() -> Iterable[tuple[str, argparse.ArgumentParser]]:
    for action in build()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


@pytest.mark.parametrize(("command", "options"), list(commands()))
def test_the_page_on_commands_names_every_option(command: str, options: argparse.ArgumentParser) -> None:
    text = page("reference/command-line.md")
    assert f"## tobfit {command}" in text
    long = {name for action in options._actions for name in action.option_strings if name.startswith("--")}
    assert {name for name in long if name not in text} - {"--help", "--output"} == set()
