"""The requirement matrix of somebody else, read by a mapping: lines of the client, answers of a vendor, or both."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.fit_ids import fit_ids
from tobfit.intake.cells import Grid, Workbook, as_text, folded
from tobfit.intake.mapping import ANSWERED, MatrixMapping
from tobfit.intake.matrix_read import MatrixRead
from tobfit.intake.needs import need_of
from tobfit.intake.response_rows import RowReader
from tobfit.intake.scanning import Cell
from tobfit.intake.section_numbers import ids_in_sections
from tobfit.intake.sheet_parts import SheetPart
from tobfit.intake.table import Table, merged_in, ragged
from tobfit.intake.ticks import Ticks
from tobfit.intake.typed import day, fault_of, id_text, plain_text
from tobfit.intake.wording import Wording, items_of
from tobfit.model.catalog import Answer, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.words import PRIORITIES, Speaker

SEARCHED = 60
"""How many rows are looked at for a header that the mapping gives no number for."""


@attrs.frozen
class ForeignRow:
    """A row of the matrix: its place, the requirement's number as written (where numbers restart, the id made of it and
    its section), the product, and its group or the section above it."""

    row: int
    raw: str
    product: str | None
    section: str | None = None


def read_foreign(book: Workbook, mapping: MatrixMapping, by: Speaker, on: datetime.date | None) -> MatrixRead:
    """The lines and answers of a matrix; every fault in one error."""
    problems: list[Problem] = []
    sheet = sheet_of(book, mapping)
    table = foreign_table(book.grid(sheet), mapping, problems)
    requirements: tuple[Requirement, ...] = ()
    responses: tuple[Response, ...] = ()
    if table is not None:
        rows = rows_of(table, mapping, problems)
        ids = ids_of(rows)
        requirements = tuple(_requirements(rows, ids, table, mapping, problems))
        responses = _responses(rows, ids, table, mapping, (by, on), problems)
    errors = [problem for problem in dict.fromkeys(problems) if problem.severity == "error"]
    if errors:
        raise TobfitError(errors)
    return MatrixRead(
        file=book.archive.file,
        client=mapping.client,
        products=tuple(response.product for response in responses),
        responses=responses,
        requirements=requirements,
        problems=tuple(dict.fromkeys(problems)),
    )


def sheet_of(book: Workbook, mapping: MatrixMapping) -> SheetPart:
    """The sheet that is named, else the only one that is seen; TF153 where there is none."""
    seen = [sheet for sheet in book.sheets if not sheet.is_hidden]
    if mapping.sheet is None and len(seen) == 1:
        return seen[0]
    found = next((sheet for sheet in book.sheets if folded(sheet.name) == folded(mapping.sheet or "")), None)
    if mapping.sheet is None or found is None:
        names = [sheet.name for sheet in seen]
        named = "no sheet is named, and there are several" if mapping.sheet is None else None
        message = named or f"there is no sheet {shown(mapping.sheet or '')}"
        hint = near(mapping.sheet or "", names) or f"sheets: {', '.join(names)}"
        missing = Problem(code="TF153", message=message, file=book.archive.file, path=mapping.sheet, hint=hint)
        raise TobfitError([missing])
    return found


def foreign_table(grid: Grid, mapping: MatrixMapping, problems: list[Problem]) -> Table | None:
    """The table below the header; None where the header is not as the mapping says."""
    wanted = [*mapping.columns.items(), *((field, header) for field, each in mapping.ticks.items() for header in each)]
    tops = {end: start for start, end in grid.scan.merged if start[1] == end[1]}
    header = mapping.header - 1 if mapping.header is not None else _header_row(grid, wanted, tops)
    headings = {column: text for column in range(grid.scan.columns) if (text := _heading(grid, tops, header, column))}
    before = len(problems)
    places = _places(grid, wanted, headings, header, problems)
    columns = {field: places[folded(name)] for field, name in mapping.columns.items() if folded(name) in places}
    own = columns.get("group")
    merged = list(zip(merged_in(grid, header), _below(grid, header), strict=True))
    problems += (
        problem
        for problem, (start, end) in merged
        if not (
            (start[0] < header and tops.get((header, end[1])) == start)
            or (mapping.sections and start[0] == end[0])
            or (start[0] > header and start[1] == end[1] == own)  # one group over several lines
            or (mapping.last is not None and start[0] >= mapping.last)
        )
    )
    if len(problems) > before:
        return None
    ticks = {
        field: {places[folded(name)]: code for name, code in each.items()} for field, each in mapping.ticks.items()
    }
    across = {
        (start[0], column): problem
        for problem, (start, end) in merged
        for column in {column for each in ticks.values() for column in each}
        if start[0] == end[0] and start[1] <= column <= end[1]
    }
    ticked = Ticks(ticks, headings, mapping.words.get("tick", FrozenMap()), across)
    return Table(grid, columns, frozenset({*headings, *columns.values()}), header + 1, mapping.last, ticked)


def _places(
    grid: Grid,
    wanted: Iterable[tuple[str, str]],
    headings: Mapping[int, str],
    header: int,
    problems: list[Problem],
) -> Mapping[str, int]:
    """Header -> column, for the fields and headers that the mapping names."""
    found = {}
    for field, heading in wanted:
        places = [column for column, text in headings.items() if folded(text) == folded(heading)]
        if len(places) == 1:
            found[folded(heading)] = places[0]
            continue
        if places:
            message, hint = f"the header {shown(heading)} stands twice", "give one of the two another name"
        else:
            message = f"there is no header {shown(heading)} for {field!r}"
            hint = near(heading, list(headings.values())) or "see the mapping"
        problems.append(grid.problem("TF154", (header, places[-1] if places else 0), message, hint))
    return found


def _below(grid: Grid, header: int) -> list[tuple[Cell, Cell]]:
    return [(start, end) for start, end in sorted(grid.scan.merged) if end[0] >= header]


def _heading(grid: Grid, tops: Mapping[Cell, Cell], header: int, column: int) -> str:
    """What the header says of a column, also where its cell is merged with those above: ``tops`` says last -> first."""
    return grid.text(*tops.get((header, column), (header, column)))


def _header_row(grid: Grid, wanted: Iterable[tuple[str, str]], tops: Mapping[Cell, Cell]) -> int:
    """The row that holds most of the headers, the first of equals."""
    names = {folded(header) for _, header in wanted}
    best, most = 0, 0
    for row in range(min(SEARCHED, len(grid.rows))):
        here = len(names & {folded(_heading(grid, tops, row, column)) for column in range(grid.scan.columns)})
        if here > most:
            best, most = row, here
    return best


def rows_of(table: Table, mapping: MatrixMapping, problems: list[Problem]) -> list[ForeignRow]:
    """The rows that hold a line; those that say nothing in the named columns are passed over."""
    found: list[ForeignRow] = []
    seen: dict[tuple[str | None, str, str | None], ForeignRow] = {}
    section = None
    tops = _group_tops(table)
    grid, merged = table.grid, table.grid.scan.merged
    across = {
        start[0]
        for start, end in merged
        if start[0] == end[0] and (end[1] >= max(table.named) or not grid.is_empty(*start))
    }
    for row in table.rows:
        problems += ragged(table, row)
        filled = [field for field in mapping.columns if not table.is_empty(row, field)]
        if table.ticks.is_filled(grid, row):
            filled += table.ticks.columns
        if mapping.sections and (heading := _section(table, row, filled, across)) is not None:
            section = heading
            continue
        if not filled:
            continue
        raw = _number(table, row, problems)
        if raw is None:
            continue
        product = mapping.product
        if "product" in table.columns:
            product = table.text(row, "product") or product
        group = _id(table, tops.get(row, row), "group", problems) if "group" in table.columns else section
        made = ForeignRow(row, raw or f"row-{row + 1}", product, group or None)
        first = seen.setdefault((made.section if mapping.numbers_restart else None, made.raw, product), made)
        if first is not made:
            problems.append(_twice(table, made, first, mapping))
            continue
        found.append(made)
    return _in_sections(table, found, problems) if mapping.numbers_restart else found


def _twice(table: Table, row: ForeignRow, first: ForeignRow, mapping: MatrixMapping) -> Problem:
    """A number that stands twice where it may stand once."""
    within = f" in {shown(row.section)}" if mapping.numbers_restart and row.section is not None else ""
    message = f"{shown(row.raw)} stands twice{within}, first in row {first.row + 1}"
    hint = "give each its own number"
    if mapping.numbers_restart and row.section is None:
        hint += ", or a section"
    if row.section != first.section:
        hint += "; say numbers_restart: true where numbers begin again in each section"
    return table.grid.problem("TF162", table.at(row.row, "requirement"), message, hint)


def _in_sections(table: Table, rows: Sequence[ForeignRow], problems: list[Problem]) -> list[ForeignRow]:
    """The rows with ids made of section and number in place of the number alone."""
    ids = ids_in_sections((row.section, row.raw) for row in rows)
    found: list[ForeignRow] = []
    seen: dict[str, ForeignRow] = {}
    for row in rows:
        id = ids[row.section, row.raw]
        first = seen.setdefault(id, row)
        if (first.section, first.raw) != (row.section, row.raw):
            message = f"section and number give the id {shown(id)}, as in row {first.row + 1}"
            hint = "give one of the two sections another name"
            problems.append(table.grid.problem("TF162", table.at(row.row, "requirement"), message, hint))
            continue
        found.append(attrs.evolve(row, raw=id))
    return found


def _group_tops(table: Table) -> Mapping[int, int]:
    """Row -> the row that says its group, where the cells of one group are merged."""
    column = table.columns.get("group")
    merged = [(start[0], end[0]) for start, end in table.grid.scan.merged if start[1] == end[1] == column]
    return {row: top for top, bottom in merged for row in range(top, min(bottom, len(table.grid.rows)) + 1)}


def _section(table: Table, row: int, filled: Sequence[str], across: Set[int]) -> str | None:
    """The heading in a row that is merged across the table, or that holds one text alone."""
    told = [column for column in range(table.grid.scan.columns) if not table.grid.is_empty(row, column)]
    alone = len(told) == 1 and set(filled) <= {"requirement", "text"}
    return table.grid.text(row, told[0]) if told and (alone or (row in across and len(told) <= 2)) else None


def _number(table: Table, row: int, problems: list[Problem]) -> str | None:
    """The requirement's number as it was written, "" where the matrix has none; None for a fault."""
    if "requirement" not in table.columns:
        return ""
    text = _id(table, row, "requirement", problems)
    if text == "":
        hint = "give it a number; say sections: true where it is a heading, last: <row> where it stands below the table"
        message = "the row is ragged: it has no number of a requirement"
        problems.append(table.grid.problem("TF155", table.at(row, "requirement"), message, hint))
    return text or None


def _id(table: Table, row: int, key: str, problems: list[Problem]) -> str | None:
    """What an id is made of; None for a fault."""
    cell = table.at(row, key)
    if (fault := fault_of(table.grid, cell)) is not None:
        problems.append(fault)
        return None
    try:
        return id_text(table.grid, cell)
    except Refused as refused:
        problems.append(table.grid.problem(refused.code, cell, refused.message, refused.hint))
        return None


def ids_of(rows: Iterable[ForeignRow]) -> Mapping[str, str]:
    """The id for each number as written; numbers that can be ids stay as they are."""
    return fit_ids([row.raw for row in rows], empty="R")


def _requirements(
    rows: Sequence[ForeignRow],
    ids: Mapping[str, str],
    table: Table,
    mapping: MatrixMapping,
    problems: list[Problem],
) -> Iterable[Requirement]:
    """The lines; none where the matrix has no text of them."""
    if "text" not in table.columns:
        return
    own: Mapping[str, str] = mapping.words.get("priority", FrozenMap())
    words = {**{folded(code): code for code in PRIORITIES}, **{folded(word): code for word, code in own.items()}}
    priorities = Wording(words, tuple(own) or PRIORITIES)
    taken: set[str] = set()
    groups = fit_ids([row.section for row in rows if row.section is not None], empty="section")
    for row in rows:
        if ids[row.raw] in taken:
            continue  # answered for another product
        taken.add(ids[row.raw])
        fields: dict[str, Any] = {}
        for field in mapping.columns:
            if field in ("requirement", "product", "group", *ANSWERED) or table.is_empty(row.row, field):
                continue
            cell = table.at(row.row, field)
            try:
                fields[field] = _field(field, table.grid, cell, mapping, priorities)
            except Refused as refused:
                problems.append(table.grid.problem(refused.code, cell, refused.message, refused.hint))
        if row.section is not None:
            fields["group"] = groups[row.section]
        try:
            yield Requirement(id=ids[row.raw], **fields)
        except TobfitError as error:
            cell = (row.row, table.columns["text"])
            problems += [table.grid.problem(p.code, cell, p.message, p.hint) for p in error.problems]


def _field(field: str, grid: Grid, cell: tuple[int, int], mapping: MatrixMapping, priorities: Wording) -> Any:
    if (fault := fault_of(grid, cell)) is not None:
        raise Refused(fault.code, fault.message, fault.hint)
    if field == "by":
        return day(grid, cell)
    if field == "weight":
        return as_text(grid.raw(*cell))
    text = plain_text(grid, cell)
    if field == "priority":
        return priorities.code(text)
    if field == "need":
        return need_of(text)
    return items_of(text, mapping.separator) if field == "asked_by" else text


def _responses(
    rows: Iterable[ForeignRow],
    ids: Mapping[str, str],
    table: Table,
    mapping: MatrixMapping,
    said: tuple[Speaker, datetime.date | None],
    problems: list[Problem],
) -> tuple[Response, ...]:
    if not set(ANSWERED) & {*table.columns, *table.ticks.columns}:
        return ()
    by, on = said
    closed = {name: Wording.of(name, mapping.words.get(name)) for name in ("response", "extent", "evidence_kind")}
    wordings = closed["response"], closed["extent"], closed["evidence_kind"]
    reader = RowReader(table, problems, *wordings, mapping.separator)
    found: dict[str, list[Answer]] = {}
    for row in rows:
        if row.product is None:
            if reader.is_filled(row.row):
                cell = table.at(row.row, "product")
                problems.append(table.grid.problem("TF155", cell, "the row is ragged: it names no product", None))
            continue
        answer = reader.answer(row.row, ids[row.raw], by, None)
        reader.undated.clear()  # the product may state a date; whoever matches the answer says so
        if answer is not None:
            found.setdefault(row.product, []).append(answer)
    assert mapping.client is not None
    try:
        return tuple(
            Response(client=mapping.client, product=product, as_of=on, answers=tuple(found[product]))
            for product in sorted(found)
        )
    except TobfitError as error:
        problems += [attrs.evolve(problem, file=table.grid.file, path=table.grid.name) for problem in error.problems]
        return ()
