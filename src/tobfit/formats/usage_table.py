"""Usage as a table: a CSV file, a data frame, or rows; each row becomes an observation of a usage/1 document."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.formats.csv_cells import problems_at, rows_of
from tobfit.formats.source import read_text
from tobfit.formats.tree_of import with_excerpts
from tobfit.model.natural import natural
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.shape import FieldShape, fields_of
from tobfit.model.tree import NOWHERE, Map, Mark, Node, Scalar, Seq, from_plain
from tobfit.model.usage import Observation, Usage

MANY = "|"
"""What stands between the items of a list in one cell."""
ABOUT = tuple(field.name for field in fields_of(Usage) if field.name != "observations")
"""What is said once for the whole document."""
IN_COLUMNS = tuple(name for name in ABOUT if name not in ("value_events", "notes"))
"""What a table may say in a column that is the same in all rows."""


def columns_of() -> tuple[str, ...]:
    """The columns that a table may have; fields of a record within a record follow a dot."""
    found = []
    for field in fields_of(Observation):
        inner = field.shape.record
        if inner is None or hasattr(inner, "shorthand"):
            found.append(field.name)
        if inner is not None:
            found += [f"{field.name}.{part.name}" for part in fields_of(inner)]
    return (*IN_COLUMNS, *found)


def is_frame(source: object) -> bool:
    """Whether something is a data frame, of whatever library."""
    return any(hasattr(source, name) for name in ("iter_rows", "to_pylist", "to_dict")) and hasattr(source, "columns")


def rows_from(source: Any) -> list[Mapping[str, Any]]:
    """The rows of a data frame, or a list of rows as it is."""
    if hasattr(source, "iter_rows"):
        return list(source.iter_rows(named=True))
    if hasattr(source, "to_pylist"):
        return list(source.to_pylist())
    if hasattr(source, "to_dict"):
        return list(_flat(source).to_dict("records"))
    return list(source)


def _flat(frame: Any) -> Any:
    """A data frame with the levels of its index that are columns as columns; no column may stand twice."""
    levels = [name for name in getattr(getattr(frame, "index", None), "names", ()) if name in columns_of()]
    names = [*levels, *frame.columns]
    twice = dict.fromkeys(name for place, name in enumerate(names) if name in names[:place])
    if twice:
        raise TobfitError([Problem(code="TF354", message=f"the column {shown(str(name))} stands twice", path="rows",
                                   hint="keep one of them") for name in twice])
    return frame.reset_index(levels) if levels else frame


def tree_of_csv(file: str, about: Mapping[str, Any]) -> tuple[Map, Mapping[str, str]]:
    """The tree of a usage/1 document from a CSV file, and the file's text."""
    text = read_text(file, with_mark=True)
    rows = rows_of(text, file)
    if not rows:
        raise TobfitError([Problem(code="TF354", message="the table has no header", file=file, hint=_columns_hint())])
    header, *body = rows
    problems = [*_header_faults(header), *_long_rows(header, body)]
    if problems:
        raise TobfitError(with_excerpts(problems, {file: text}))
    names = [cell.text for cell in header]
    cells = [dict(zip(names, row, strict=False)) for row in body]
    told = [{name: cell for name, cell in row.items() if cell.text} for row in cells]
    marks = [row[0].mark for row in body]
    try:
        return _tree(told, marks, about, [f"row {number}" for number in range(1, len(told) + 1)]), {file: text}
    except TobfitError as error:
        raise TobfitError(with_excerpts(error.problems, {file: text})) from None


def tree_of_rows(rows: Sequence[Any], about: Mapping[str, Any], where: str) -> Map:
    """The tree of a usage/1 document from rows with the columns of ``columns_of``; None and NaN are absent."""
    names = [f"{where}[{index}]" for index in range(len(rows))]
    problems = []
    told: list[dict[str, Node]] = []
    allowed = columns_of()
    for row, name in zip(rows, names, strict=True):
        if not isinstance(row, Mapping):
            message = f"a {type(row).__name__} stands where a row belongs"
            problems.append(Problem(code="TF354", message=message, path=name, hint="a mapping from column to value"))
            continue
        told.append({})
        for key, value in row.items():
            if key not in allowed:
                problems.append(_unknown(key, path=name))
            elif (cell := _cell(value, f"{name}.{key}", problems)) is not None:
                told[-1][key] = cell
    unknown = {(problem.message, problem.hint): problem for problem in reversed(problems)}
    if problems:
        # A column that is wrong is so in every row: it is said once, where it stands first.
        raise TobfitError(sorted(unknown.values(), key=lambda p: (natural(p.path or ""), p.message)))
    return _tree(told, [NOWHERE] * len(told), about, names)


def _cell(value: Any, path: str, problems: list[Problem]) -> Node | None:
    """A value as a document has it; None for what is absent."""
    if hasattr(value, "tolist"):
        value = value.tolist()  # numbers and arrays of numpy
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, str):
        return Scalar(value.strip(), True) if value.strip() else None
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        cells = [_cell(item, f"{path}[{at}]", problems) for at, item in enumerate(value)]
        return Seq(tuple(cell for cell in cells if cell is not None))
    if isinstance(value, float):
        if value != value:
            return None
        # A column of whole numbers with gaps comes as floats.
        value = int(value) if value.is_integer() else value
    if not isinstance(value, numbers.Number | Decimal | Fraction | datetime.date | Mapping):
        return Scalar(str(value), True)  # periods of pandas and the like name themselves
    try:
        return from_plain(value, path)
    except TobfitError as error:
        problems.extend(error.problems)
        return None


def _header_faults(header: Sequence[Scalar]) -> Iterable[Problem]:
    """Columns that are unknown or stand twice."""
    allowed = columns_of()
    seen: set[str] = set()
    for cell in header:
        if cell.text in seen:
            yield from problems_at([(cell, f"the column {shown(cell.text)} stands twice", "keep one of them")])
        elif cell.text not in allowed:
            yield _unknown(cell.text, cell)
        seen.add(cell.text)


def _unknown(name: Any, cell: Scalar | None = None, path: str | None = None) -> Problem:
    allowed = columns_of()
    mark = cell.mark if cell is not None else NOWHERE
    text = name if isinstance(name, str) else repr(name)
    message = f"unknown column {shown(text)}" if text else "a column without a name"
    return Problem(
        code="TF203",
        message=message,
        file=mark.file,
        line=mark.line or None,
        column=mark.column or None,
        path=path,
        hint=near(text, allowed) or _columns_hint(),
    )


def _columns_hint() -> str:
    return f"columns: {', '.join(columns_of())}"


def _long_rows(header: Sequence[Scalar], body: Iterable[Sequence[Scalar]]) -> Iterable[Problem]:
    for row in body:
        if len(row) > len(header):
            message = f"the row has {len(row)} cells, and the header {len(header)}"
            hint = "put a cell that holds the delimiter in quotes"
            yield from problems_at([(row[len(header)], message, hint)])


def _tree(
    rows: Sequence[Mapping[str, Node]], marks: Sequence[Mark], about: Mapping[str, Any], names: Sequence[str]
) -> Map:
    """The document: what all rows share at the top, each row an observation."""
    shared, problems = _shared(rows, about, names)
    if problems:
        raise TobfitError(problems)
    items = []
    for row, mark in zip(rows, marks, strict=True):
        own = [(name, cell) for name, cell in row.items() if name not in IN_COLUMNS]
        items.append(_observation(own, mark))
    top = [(Scalar(name, True), node) for name, node in shared.items()]
    return Map((*top, (Scalar("observations", True), Seq(tuple(items)))))


def _shared(
    rows: Sequence[Mapping[str, Node]], about: Mapping[str, Any], names: Sequence[str]
) -> tuple[dict[str, Node], list[Problem]]:
    """The fields of the document: from the call, and from columns that are the same in every row."""
    problems = []
    found: dict[str, Node] = {}
    for name in about:
        if name not in ABOUT:
            hint = near(name, ABOUT) or f"allowed: {', '.join(ABOUT)}"
            problems.append(Problem(code="TF203", message=f"unknown key {shown(name)}", path="about", hint=hint))
        elif about[name] is not None:
            found[name] = from_plain(about[name], f"about.{name}")
    for row, where in zip(rows, names, strict=True):
        for name in IN_COLUMNS:
            if (cell := row.get(name)) is not None and _text(found.setdefault(name, cell)) != _text(cell):
                problems.append(_another(name, cell, _text(found[name]), f"{where}.{name}"))
    if "product" not in found and not problems:
        hint = 'add a column product, or about={"product": "..."}'
        problems.append(Problem(code="TF354", message="nothing says which product was used", path="about", hint=hint))
    return found, problems


def _text(cell: Node) -> str:
    return cell.text if isinstance(cell, Scalar) else "several"


def _another(name: str, cell: Node, before: str, path: str) -> Problem:
    """A row that says something else of the document than those before it."""
    mark = cell.mark
    return Problem(
        code="TF354",
        message=f"{name} {shown(_text(cell))}, and {shown(before)} before it",
        file=mark.file,
        line=mark.line or None,
        column=mark.column or None,
        path=None if mark.file else path,
        hint=f"a document speaks of one {name}: load the rows of each by themselves",
    )


def _observation(cells: Iterable[tuple[str, Node]], mark: Mark) -> Map:
    """The tree of one row."""
    fields = {field.name: field for field in fields_of(Observation)}
    entries: dict[str, Node] = {}
    within: dict[str, list[tuple[Scalar, Node]]] = {}
    for name, cell in cells:
        outer, _, inner = name.partition(".")
        if inner:
            shape = next(field for field in fields_of(_record(fields[outer])) if field.name == inner)
            within.setdefault(outer, []).append((Scalar(inner, True, cell.mark), _several(cell, shape)))
        else:
            entries[outer] = _several(cell, fields[outer])
    for outer, parts in within.items():
        entries[outer] = Map((*_short(_record(fields[outer]), entries.get(outer)), *parts), parts[0][0].mark)
    return Map(tuple((Scalar(name, True, _mark(node, mark)), node) for name, node in entries.items()), mark)


def _record(field: FieldShape) -> Any:
    assert field.shape.record is not None
    return field.shape.record


def _mark(node: Node, fallback: Mark) -> Mark:
    return node.mark if node.mark.line else fallback


def _short(record: Any, cell: Node | None) -> Iterable[tuple[Scalar, Node]]:
    """A short form beside columns of the same record."""
    if not isinstance(cell, Scalar):
        return
    try:
        found: Mapping[str, str] = record.shorthand(cell.text)
    except Refused:
        found = {"share": cell.text}  # which refuses it, and says why
    for name, text in found.items():
        yield Scalar(name, True, cell.mark), Scalar(text, True, cell.mark)


def _several(cell: Node, field: FieldShape) -> Node:
    """A cell that holds a list, taken apart."""
    if field.shape.kind != "list" or not isinstance(cell, Scalar):
        return cell
    parts = [part.strip() for part in cell.text.split(MANY)]
    return Seq(tuple(Scalar(part, cell.quoted, cell.mark) for part in parts if part), cell.mark)
