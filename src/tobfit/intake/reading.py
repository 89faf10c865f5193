"""Reading a compliance matrix back, or one that somebody else made."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.intake.archive import opened
from tobfit.intake.cells import EXTRA, Workbook
from tobfit.intake.contents import Contents, contents_of
from tobfit.intake.foreign_matrix import read_foreign
from tobfit.intake.layout import HIDDEN, SHEETS, TABLES
from tobfit.intake.mapping import mapping_of
from tobfit.intake.matrix_read import MatrixRead
from tobfit.intake.question_rows import answers_of
from tobfit.intake.response_rows import responses_of
from tobfit.intake.sheet_parts import SheetPart
from tobfit.intake.table import Table, table_of
from tobfit.model.answers import Answers, Learnt
from tobfit.model.catalog import Response
from tobfit.model.scalars import DAY, near, shown
from tobfit.model.shape import Shape
from tobfit.model.structure import convert
from tobfit.model.words import SPEAKERS, Speaker


def read_matrix(
    path: str | os.PathLike[str],
    mapping: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    *,
    by: Speaker = "vendor",
    on: datetime.date | str | None = None,
) -> MatrixRead:
    """What was filled in in a workbook that ``tobfit.report.xlsx`` made: only filled cells count, so that an untouched
    workbook gives nothing. With a ``mapping`` (a file, or a mapping as ``MatrixMapping`` has it) the requirement matrix
    of somebody else.

    ``by`` says whose word the answers are (``vendor``, ``assessor``, ``client``), ``on`` of which day; without it they
    are of the day that the report was made for. Needs ``tobfit[excel]``.

    Everything that is wrong comes in one TobfitError, each problem with ``path`` as sheet and cell (``matrix!G7``):
    TF150 no workbook, TF151 encrypted, TF152 too large, TF153 a missing sheet, TF154 a changed, missing or doubled
    header, TF155 a ragged row, TF156 merged cells, TF157 a number or date where a text belongs, TF158 a formula, TF159
    an error value, TF160 an answer outside the list or a second tick, TF161 an unknown product, requirement or
    question, TF162 a row that stands twice, TF163 a mapping that does not suit. What was only noticed (a line's text
    was changed: TF166, one value may be several: TF170) is in ``problems``.

    >>> import tempfile, tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> made = tobfit.report.xlsx(tobfit.match(client, tobfit.Product(id="crm@5")))
    >>> with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
    ...     _ = file.write(made), file.flush()
    ...     read_matrix(file.name).is_empty
    True
    """
    if by not in SPEAKERS:
        hint = near(by, SPEAKERS) if isinstance(by, str) else f"allowed: {', '.join(SPEAKERS)}"
        raise TobfitError([Problem(code="TF206", message=f"{by!r} is not a speaker", path="by", hint=hint)])
    day: datetime.date | None = convert(on, Shape(kind="scalar", scalar=DAY, optional=True), "on")
    mapped = None if mapping is None else mapping_of(mapping)
    needed("python_calamine", "read_matrix", EXTRA)  # told before anything about the file
    book = Workbook(opened(path, "read_matrix.path"))
    if mapped is not None:
        return read_foreign(book, mapped, by, day)
    return _read_own(book, by, day)


def _read_own(book: Workbook, by: Speaker, on: datetime.date | None) -> MatrixRead:
    problems: list[Problem] = []
    contents = contents_in(book, problems)
    tables = tables_in(book, contents, problems) if contents is not None else {}
    responses: tuple[Response, ...] = ()
    answers: tuple[Learnt, ...] = ()
    if contents is not None and "matrix" in tables:
        responses = responses_of(tables["matrix"], contents, by, on, problems)
    if contents is not None and "questions" in tables:
        answers = answers_of(tables["questions"], contents, problems)
    warnings = checked(problems)
    assert contents is not None
    return MatrixRead(
        file=book.archive.file,
        client=contents.client,
        products=tuple(dict.fromkeys(line.product for line in contents.lines)),
        responses=responses,
        answers=Answers(on=(on or contents.as_of) if answers else None, by=by if answers else None, answers=answers),
        problems=warnings,
    )


def checked(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The warnings, where there is nothing worse; else a TobfitError with all that is worse."""
    found = tuple(dict.fromkeys(problems))
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise TobfitError(errors)
    return found


def contents_in(book: Workbook, problems: list[Problem]) -> Contents | None:
    """What the hidden sheet says; None where there is none, which is a problem."""
    hidden = next((sheet for sheet in book.sheets if sheet.name == HIDDEN), None)
    if hidden is None:
        message = f"the workbook has no sheet {HIDDEN!r}: it is not one of tobfit.report.xlsx, or was copied from one"
        hint = "take the workbook that was sent, or give a mapping to read the matrix of somebody else"
        problems.append(Problem(code="TF153", message=message, file=book.archive.file, path=HIDDEN, hint=hint))
        return None
    return contents_of(book.grid(hidden), problems)


def tables_in(book: Workbook, contents: Contents, problems: list[Problem]) -> Mapping[str, Table]:
    """The tables that are filled in, by their keys."""
    found = {}
    for key in ("matrix", "questions"):
        sheet = _sheet(book, key, contents)
        if sheet is None:
            name = contents.sheets.get(key, SHEETS[key][contents.lang])
            names = [one.name for one in book.sheets if not one.is_hidden]
            hint = near(name, names) or "give the sheet its name again"
            message = f"the sheet {shown(name)} is missing"
            problems.append(Problem(code="TF153", message=message, file=book.archive.file, path=name, hint=hint))
        elif (table := table_of(book.grid(sheet), TABLES[key], problems)) is not None:
            found[key] = table
    return found


def _sheet(book: Workbook, key: str, contents: Contents) -> SheetPart | None:
    names = (contents.sheets.get(key), *SHEETS[key].both)
    return next((sheet for name in names for sheet in book.sheets if sheet.name == name), None)
