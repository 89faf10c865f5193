"""The default Word document opened by LibreOffice and turned into PDF: headings, tables, Chinese glyphs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.browser.demos import DEMOS, hostile_report
from tests.office.conftest import Convert, Run
from tests.report import reading
from tests.report.reading import marks, squeezed

import tobfit.report

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    demo = DEMOS["studio"]()
    return {
        "en.docx": tobfit.report.docx(demo, lang="en", limit=3),
        "zh.docx": tobfit.report.docx(demo, lang="zh", limit=3),
        "hostile.docx": tobfit.report.docx(hostile_report(), lang="zh", audience="internal", limit=3),
    }


@pytest.fixture(scope="module")
def pages(made: dict[str, bytes], convert: Convert) -> dict[str, Path]:
    return convert(made, "pdf")


def paragraphs(document: bytes, style: str) -> list[str]:
    """The paragraphs whose style begins so."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    found = []
    for paragraph in root.iter(f"{WORD}p"):
        named = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if named is not None and str(named.get(f"{WORD}val")).startswith(style):
            found.append("".join(part.text or "" for part in paragraph.iter(f"{WORD}t")))
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_show_headings_and_tables(
    lang: str, made: dict[str, bytes], pages: dict[str, Path], poppler: Run
) -> None:
    text = squeezed(poppler("pdftotext", "-layout", pages[f"{lang}.docx"], "-"))
    headings = paragraphs(made[f"{lang}.docx"], "Heading")
    assert len(headings) >= 5
    assert [heading for heading in headings if squeezed(heading) not in text] == []
    report = DEMOS["studio"]()
    assert all(fit.product in text for fit in report.fits)
    with zipfile.ZipFile(io.BytesIO(made[f"{lang}.docx"])) as archive:
        tables = archive.read("word/document.xml").count(b"<w:tbl>")
    assert tables >= 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_stay_whole_and_pages_are_filled(lang: str, pages: dict[str, Path], poppler: Run) -> None:
    text = poppler("pdftotext", "-layout", pages[f"{lang}.docx"], "-")
    names = [name.text("en") for product in DEMOS["studio"]().world.catalog.products if (name := product.name)]
    words = {word for name in names for word in name.split() if word.isalpha()}
    assert words >= {"Community", "bundled", "Mattermost"}
    assert words - set(text.split()) == set()
    *whole, _, _ = text.split("\f")  # behind the last page stands one more
    assert [page for page in whole if sum(bool(line.strip()) for line in page.splitlines()) < 10] == []


def test_chinese_glyphs_come_from_an_embedded_font(pages: dict[str, Path], poppler: Run) -> None:
    text = poppler("pdftotext", pages["zh.docx"], "-")
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 1000
    fonts = [line for line in poppler("pdffonts", pages["zh.docx"]).splitlines()[2:] if "yes" in line]
    assert [line for line in fonts if re.search(r"CJK|Song|Hei|Kai|Ming|Han|WenQuan|Fangsong", line)], fonts


def test_hostile_text_is_on_the_pages(made: dict[str, bytes], pages: dict[str, Path], poppler: Run) -> None:
    # One cell after the other, as they are written: beside each other, the lines of narrow cells would be mixed.
    text = squeezed(poppler("pdftotext", "-raw", pages["hostile.docx"], "-"))
    wanted = marks(reading.docx(made["hostile.docx"]).texts)
    assert wanted
    assert sorted(number for number in wanted if f"qa{number}z" not in text or f"qe{number}z" not in text) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_can_be_looked_at(lang: str, pages: dict[str, Path], poppler: Run, screenshots: Path) -> None:
    poppler("pdftoppm", "-r", "60", "-png", "-l", "4", pages[f"{lang}.docx"], screenshots / f"document-{lang}")
    assert list(screenshots.glob(f"document-{lang}-*.png"))
