"""What is wrong with a workbook is said with sheet and cell, all of it at once."""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake.workbooks import edited, filled, parts_of, row_of, small_matrix, written

from tobfit import TobfitError
from tobfit.intake import archive, read_matrix, scanning

pytest.importorskip("openpyxl")


@pytest.fixture(scope="module")
def data() -> bytes:
    return small_matrix()


def faults(path: str, **options: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(TobfitError) as raised:
        read_matrix(path, **options)
    assert all(problem.file == path for problem in raised.value.problems)
    return [(problem.code, problem.path) for problem in raised.value.problems]


def cell(name: str, value: Any) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book["matrix"][name] = value

    return change


def merge(area: str) -> Callable[[Any], object]:
    return lambda book: book["matrix"].merge_cells(area)


def delete_column(book: Any) -> None:
    book["matrix"].delete_cols(12)


def double_row(book: Any) -> None:
    for column in range(1, 12):
        book["matrix"].cell(9, column, book["matrix"].cell(3, column).value)


def remove(name: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        del book[name]

    return change


ONE_BY_ONE: dict[str, tuple[Callable[[Any], object], tuple[str, str]]] = {
    "a changed header": (cell("L2", "Compliance"), ("TF154", "matrix!L2")),
    "a changed key": (cell("L1", "respons"), ("TF154", "matrix!L2")),
    "a doubled header": (cell("S1", "response"), ("TF154", "matrix!S2")),
    "a missing column": (delete_column, ("TF154", "matrix!L2")),
    "a ragged row": (cell("T4", "and more"), ("TF155", "matrix!T4")),
    "an answer to nothing": (cell("L12", "standard"), ("TF155", "matrix!B12")),
    "a kind without a source": (cell("R3", "documented"), ("TF155", "matrix!R3")),
    "a merged cell": (merge("L3:L4"), ("TF156", "matrix!L3")),
    "a merged header": (merge("L2:M2"), ("TF156", "matrix!L2")),
    "a number": (cell("N3", 1.1), ("TF157", "matrix!N3")),
    "a percentage": (cell("N3", 0.999), ("TF157", "matrix!N3")),
    "a truth": (cell("P3", True), ("TF157", "matrix!P3")),
    "a date": (cell("N3", datetime.date(2026, 1, 1)), ("TF157", "matrix!N3")),
    "a number as an id": (cell("B3", 1.10), ("TF157", "matrix!B3")),
    "a formula": (cell("L3", "=A1"), ("TF158", "matrix!L3")),
    "an error value": (cell("L3", "#N/A"), ("TF159", "matrix!L3")),
    "an answer outside the list": (cell("L3", "standrad"), ("TF160", "matrix!L3")),
    "an extent outside": (cell("M3", "mostly"), ("TF160", "matrix!M3")),
    "an extent above 1": (cell("M3", 1.5), ("TF210", "matrix!M3")),
    "no date": (cell("O3", "next spring"), ("TF211", "matrix!O3")),
    "a roadmap without a date": (cell("L3", "roadmap"), ("TF217", "matrix!O3")),
    "an unknown requirement": (cell("B3", "R-9"), ("TF161", "matrix!B3")),
    "an unknown product": (cell("A3", "acne@5"), ("TF161", "matrix!A3")),
    "a doubled row": (double_row, ("TF162", "matrix!B9")),
    "a missing sheet": (remove("matrix"), ("TF153", "matrix")),
    "no hidden sheet": (remove("tobfit"), ("TF153", "tobfit")),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_each_fault_is_named_with_its_cell(name: str, data: bytes, tmp_path: Path) -> None:
    change, wanted = ONE_BY_ONE[name]
    found = faults(edited(data, change, tmp_path / "m.xlsx"))
    assert wanted in found
    assert {code for code, _ in found} == {wanted[0]}


def test_all_faults_at_once(data: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["matrix"]["L3"] = "standrad"
        book["matrix"]["N4"] = 7
        book["matrix"]["B5"] = "R-33"
        book["questions"]["H4"] = "perhaps"

    found = faults(edited(data, change, tmp_path / "m.xlsx"))
    assert found == [
        ("TF160", "matrix!L3"), ("TF157", "matrix!N4"), ("TF161", "matrix!B5"), ("TF160", "questions!H4"),
    ]  # fmt: skip


def test_hints_name_what_is_near(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(TobfitError) as raised:
        read_matrix(edited(data, cell("L3", "standrad"), tmp_path / "m.xlsx"))
    assert str(raised.value) == (
        f"{tmp_path / 'm.xlsx'}: TF160 matrix!L3: 'standrad' is not among the allowed answers\n"
        "  help: did you mean 'standard'?"
    )


def test_a_changed_text_is_a_warning(data: bytes, tmp_path: Path) -> None:
    found = read_matrix(edited(data, cell("C3", "Single login"), tmp_path / "m.xlsx"))
    assert [(p.code, p.severity, p.path) for p in found.problems] == [("TF166", "warning", "matrix!C3")]


def test_a_column_of_their_own_is_a_warning(data: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["matrix"]["S2"], book["matrix"]["S3"] = "Our ticket", "T-1"

    found = read_matrix(edited(data, change, tmp_path / "m.xlsx"))
    assert [(p.code, p.severity, p.path) for p in found.problems] == [("TF167", "warning", "matrix!S2")]


def test_a_line_named_by_somebody_else_is_no_answer(data: bytes, tmp_path: Path) -> None:
    """The hidden sheet comes from outside: what no question asks about cannot be changed by it."""

    def change(book: Any) -> None:
        hidden, number = book["tobfit"], None
        for row in hidden.iter_rows():
            if row[0].value == "option":
                row[2].value, number = '{"client.requirements.R-1.priority":"wont"}', row[1].value
                break
        book["questions"]["H3"] = number

    assert faults(edited(data, change, tmp_path / "m.xlsx")) == [("TF161", "questions!H3")]


# ---- files that are no workbooks, or none that may be opened


def test_no_workbook(tmp_path: Path) -> None:
    assert faults(written(tmp_path / "a.xlsx", b"name,answer\n")) == [("TF150", None)]
    assert faults(written(tmp_path / "b.xlsx", b"")) == [("TF150", None)]
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as made:
        made.writestr("word/document.xml", "<a/>")
    assert faults(str(tmp_path / "c.xlsx")) == [("TF150", None)]
    with pytest.raises(TobfitError, match="TF101"):
        read_matrix(tmp_path / "none.xlsx")


@pytest.mark.parametrize("cut", [200, 3_000, -30])
def test_cut_off(cut: int, data: bytes, tmp_path: Path) -> None:
    assert faults(written(tmp_path / "a.xlsx", data[:cut])) == [("TF150", None)]


def test_a_flipped_byte(data: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        info = made.getinfo("xl/worksheets/sheet2.xml")
    at = info.header_offset + 30 + len(info.filename) + 100
    assert faults(written(tmp_path / "a.xlsx", data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])) == [
        ("TF150", None)
    ]


def test_encrypted_and_old_files(tmp_path: Path) -> None:
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    assert faults(written(tmp_path / "a.xlsx", compound)) == [("TF150", None)]
    locked = compound + "EncryptedPackage".encode("utf-16-le")
    assert faults(written(tmp_path / "b.xlsx", locked)) == [("TF151", None)]


def repacked(data: bytes, path: Path, **parts: bytes) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts_of_bytes(data).items():
            made.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], part))
    return str(path)


def parts_of_bytes(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_a_zip_bomb_is_not_opened(data: bytes, tmp_path: Path) -> None:
    path = repacked(data, tmp_path / "a.xlsx", sheet3=b" " * (archive.SMALL * 3))
    assert faults(path) == [("TF152", None)]


def test_a_bomb_that_lies_about_its_size(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    repacked(data, path, sheet3=b" " * (archive.SMALL * 3))
    told = struct.pack("<I", archive.SMALL * 3)
    path.write_bytes(path.read_bytes().replace(told, struct.pack("<I", 100)))
    assert faults(str(path)) == [("TF150", None)]


def test_too_many_parts(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 5)
    assert faults(written(tmp_path / "a.xlsx", data)) == [("TF152", None)]


def test_one_cell_far_away_does_not_fill_the_memory(data: bytes, tmp_path: Path) -> None:
    found = faults(edited(data, cell("XFD1048576", "x"), tmp_path / "a.xlsx"))
    assert found == [("TF152", "matrix")]


def test_too_many_merged_ranges(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MAX_MERGED", 1)
    one, two = (edited(data, merges(count), tmp_path / f"{count}.xlsx") for count in (1, 2))
    assert faults(one) == [("TF156", "matrix!L3")]
    assert faults(two) == [("TF152", "matrix")]


def merges(count: int) -> Callable[[Any], object]:
    return lambda book: [book["matrix"].merge_cells(f"L{row}:M{row}") for row in range(3, 3 + count)]


def test_a_document_type_in_a_sheet(data: bytes, tmp_path: Path) -> None:
    sheet = parts_of_bytes(data)["xl/worksheets/sheet2.xml"]
    bad = sheet.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
    assert faults(repacked(data, tmp_path / "a.xlsx", sheet2=bad)) == [("TF150", None)]


def test_a_document_type_in_the_list_of_sheets(data: bytes, tmp_path: Path) -> None:
    book = parts_of_bytes(data)["xl/workbook.xml"]
    bad = book.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook', 1)
    with pytest.raises(TobfitError) as raised:
        read_matrix(repacked(data, tmp_path / "a.xlsx", workbook=bad))
    (problem,) = raised.value.problems
    said = "the part 'xl/workbook.xml' cannot be read: a document type (<!DOCTYPE) stands before the first element"
    assert (problem.code, problem.message) == ("TF150", said)


def test_more_texts_than_there_can_be(data: bytes, tmp_path: Path) -> None:
    """Room for as many as are said to be there is more than any machine has: it would end the process."""
    texts = parts_of_bytes(data)["xl/sharedStrings.xml"]
    lying = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', texts)
    assert lying != texts
    assert faults(repacked(data, tmp_path / "a.xlsx", sharedStrings=lying)) == [("TF150", None)]


def test_a_second_workbook_in_the_archive_is_not_read(data: bytes, tmp_path: Path) -> None:
    """Only the one that the archive names as its workbook counts, wherever it stands."""
    path = filled(data, {("acme@5", "R-1"): {"response": "standard"}}, tmp_path / "a.xlsx")
    moved = {("other/" + name[3:] if name.startswith("xl/") else name): part for name, part in parts_of(path).items()}
    decoy = {name: part for name, part in parts_of_bytes(data).items() if name.startswith("xl/")}
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b'"xl/workbook.xml"', b'"other/workbook.xml"')
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b'"/xl/workbook.xml"', b'"/other/workbook.xml"')
    rels = "other/_rels/workbook.xml.rels"
    moved[rels] = moved[rels].replace(b'"/xl/', b'"/other/')
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in {**moved, **decoy}.items():
            made.writestr(name, part)
    assert [r.product for r in read_matrix(tmp_path / "b.xlsx").responses] == ["acme@5"]


def test_bad_arguments(data: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", data)
    for options, code in (({"by": "vendr"}, "TF206"), ({"on": "soon"}, "TF211"), ({"mapping": 3}, "TF123")):
        with pytest.raises(TobfitError, match=code):
            read_matrix(path, **options)
    with pytest.raises(TobfitError, match="TF123"):
        read_matrix(3)  # type: ignore[arg-type]


def test_the_small_matrix_is_where_the_tests_think(data: bytes, tmp_path: Path) -> None:
    assert row_of(data, "acme@5", "R-1") == 3
    assert len(parts_of(written(tmp_path / "a.xlsx", data))) > 10
