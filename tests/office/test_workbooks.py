"""The compliance matrix opened by LibreOffice: hostile text stays text, and nothing in the workbook is a formula."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.browser.demos import DEMOS, hostile_report
from tests.office import sheets
from tests.office.conftest import Convert
from tests.report import reading
from tests.report.hostile_worlds import hostile
from tests.report.reading import lost, marks

import tobfit.report

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Workbooks: of a demo in both languages, of the hostile deal, of one with very long texts, and a bad one."""
    demo = DEMOS["public-buyer"]()
    return {
        "en.xlsx": tobfit.report.xlsx(demo, lang="en"),
        "zh.xlsx": tobfit.report.xlsx(demo, lang="zh"),
        "hostile.xlsx": tobfit.report.xlsx(hostile_report(), lang="en", audience="internal"),
        "long.xlsx": tobfit.report.xlsx(hostile(7, longest=True).report(), lang="zh", audience="internal"),
        "bad.xlsx": with_formula(tobfit.report.xlsx(demo, lang="en")),
    }


@pytest.fixture(scope="module")
def opened(made: dict[str, bytes], convert: Convert) -> dict[str, Path]:
    return convert(made, "fods")


def with_formula(workbook: bytes) -> bytes:
    """A copy whose first sheet holds a formula and nothing else: the test must see it."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") and "_rels" not in name else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("name", ["en.xlsx", "zh.xlsx", "hostile.xlsx", "long.xlsx"])
def test_libreoffice_finds_no_formula_and_no_link(name: str, opened: dict[str, Path]) -> None:
    assert sheets.formulas(opened[name]) == []
    assert sheets.links(opened[name]) == []


def test_a_formula_would_be_found(opened: dict[str, Path]) -> None:
    assert sheets.formulas(opened["bad.xlsx"])


@pytest.mark.parametrize("name", ["hostile.xlsx", "long.xlsx"])
def test_libreoffice_shows_every_text_whole(name: str, made: dict[str, bytes], opened: dict[str, Path]) -> None:
    here = hostile(7, longest=True) if name == "long.xlsx" else hostile()
    found = reading.Read(texts=sheets.texts(opened[name]))
    assert marks(found.texts) == marks(reading.xlsx(made[name]).texts) != set()
    assert lost(found, here) == []


@pytest.mark.parametrize(("name", "words"), [("en.xlsx", "Requirement"), ("zh.xlsx", "需求")])
def test_a_demo_is_read_in_its_language(name: str, words: str, opened: dict[str, Path]) -> None:
    assert any(words in text for text in sheets.texts(opened[name]))
