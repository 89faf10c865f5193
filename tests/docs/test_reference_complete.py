"""The hand-written reference names everything that the code knows, and the glossary agrees with the reports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

from tobfit.formats.documents import KINDS
from tobfit.matching.outcome import Reason
from tobfit.matching.remedy import RemedyKind
from tobfit.model.shape import Shape, fields_of
from tobfit.model.units import UNITS
from tobfit.model.words import GAP_KINDS
from tobfit.report.words import TERMS

DOCS = Path(__file__).resolve().parents[2] / "docs"


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
    ranges = {"MiB", "GiB", "TiB"}      # written as KiB to PiB
    plain = {unit for unit in UNITS if not (len(unit) == 3 and unit.isupper())}
    assert plain - ranges - named(page("reference/documents.md")) == set()


def test_the_glossary_says_what_reports_say() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page("glossary.md"), re.MULTILINE)
    assert len(rows) > 40
    assert [row for row in rows if row[0] in TERMS and TERMS[row[0]] != row[1:]] == []
