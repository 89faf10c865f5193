"""Workbooks for the tests of the intake: reports written, cells filled in by another library, files made by hand."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import tobfit
from tobfit.intake.layout import SHEETS, TABLES, cell_name
from tobfit.matching.report import Report
from tobfit.report import xlsx

PLACE = {key: {column.key: place for place, column in enumerate(columns)} for key, columns in TABLES.items()}


@functools.cache
def small_report() -> Report:
    """Two products, three lines, questions about both."""
    client = tobfit.Client(
        id="harbour",
        as_of="2026-11-01",
        jurisdictions=["CN"],
        requirements=[
            {"id": "R-1", "text": "Multi-factor login", "capability": "sec.mfa", "priority": "must"},
            {"id": "R-2", "text": "Availability", "capability": "nf.availability", "need": {"at_least": "99.9 %"}},
            {"id": "R-3", "text": "Screens in the colours of our brand"},
        ],
    )
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="standard")
    return tobfit.match(client, [acme, tobfit.Product(id="zenith@2")])


def grid_of(data: bytes, sheet: str, lang: str = "en") -> list[list[Any]]:
    """The rows of a sheet of ours, as openpyxl reads them."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book[SHEETS[sheet][lang]].iter_rows(values_only=True)]


def row_of(data: bytes, product: str, requirement: str, lang: str = "en") -> int:
    """The number of a matrix's row, as spreadsheets count."""
    for number, row in enumerate(grid_of(data, "matrix", lang), 1):
        if (row[0], row[1]) == (product, requirement):
            return number
    raise KeyError((product, requirement))


def edited(data: bytes, change: Callable[[Any], object], path: Path) -> str:
    """A workbook changed by openpyxl, in a file."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    book.save(path)
    return str(path)


def filled(data: bytes, cells: Mapping[tuple[str, str], Mapping[str, Any]], path: Path, lang: str = "en") -> str:
    """The matrix with answers: (product, requirement) -> column -> what is typed."""
    rows = {(row[0], row[1]): number for number, row in enumerate(grid_of(data, "matrix", lang), 1)}

    def fill(book: Any) -> None:
        sheet = book[SHEETS["matrix"][lang]]
        for line, answer in cells.items():
            for key, typed in answer.items():
                sheet[cell_name(rows[line] - 1, PLACE["matrix"][key])] = typed

    return edited(data, fill, path)


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def sheet_file(
    path: Path, rows: Iterable[Iterable[Any]], name: str = "Requirements", merged: Iterable[str] = ()
) -> str:
    """A workbook of somebody else with one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return str(path)


def parts_of(path: str | Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@functools.cache
def small_matrix(lang: str = "en", **options: Any) -> bytes:
    return xlsx(small_report(), lang=lang, **options)
