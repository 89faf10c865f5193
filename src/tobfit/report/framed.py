"""Rows with declared columns, for any data frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args

import attrs

from tobfit.errors.extras import needed
from tobfit.model.displaying import mimebundle
from tobfit.report.escape_csv import for_csv

Row = dict[str, Any]
ColumnType = Literal["text", "integer", "number", "boolean"]
COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)
PANDAS: Mapping[ColumnType, str] = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
POLARS: Mapping[ColumnType, str] = {"text": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean"}
ARROW: Mapping[ColumnType, str] = {"text": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}
WHAT = "Frame"


@attrs.frozen
class Frame:
    """Rows of texts, numbers, booleans and None, with a declared type for each column, also where there is no row.

    ``of`` names what the rows are: a kind of ``frame``, or the result of a later stage (``Comparison``). ``types`` are
    ``text``, ``integer``, ``number`` or ``boolean``. Dates are texts as ISO 8601 writes them.

    >>> frame = Frame("pairs", (("name", "text"), ("n", "integer")), (("a", 1), ("=b", None)))
    >>> frame.columns, len(frame), list(frame)
    (('name', 'n'), 2, [{'name': 'a', 'n': 1}, {'name': '=b', 'n': None}])
    >>> print(frame.to_csv(), end="")
    "name","n"
    "a",1
    "'=b",
    """

    of: str
    schema: tuple[tuple[str, ColumnType], ...]
    values: tuple[tuple[Any, ...], ...] = attrs.field(repr=False)
    lang: str = attrs.field(default="en", repr=False)

    _repr_mimebundle_ = mimebundle

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(name for name, _ in self.schema)

    @property
    def types(self) -> dict[str, ColumnType]:
        """Column -> its type."""
        return dict(self.schema)

    @property
    def rows(self) -> list[Row]:
        """The rows as new mappings."""
        return list(self)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        names = self.columns
        return (dict(zip(names, row, strict=True)) for row in self.values)

    def _column(self, place: int) -> list[Any]:
        return [row[place] for row in self.values]

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``: texts as ``string``, whole numbers as ``Int64``, booleans as ``boolean`` (nothing is
        ``<NA>``), other numbers as ``float64`` (nothing is ``nan``). Without pandas TF408."""
        pandas = needed("pandas", f"{WHAT}.to_pandas", "tobfit[pandas]")
        types = {name: PANDAS.get(kind) or pandas.StringDtype("python") for name, kind in self.schema}
        data = {
            name: pandas.Series(self._column(place), dtype=types[name]) for place, name in enumerate(self.columns)
        }
        return pandas.DataFrame(data, columns=list(self.columns))

    def to_polars(self) -> Any:
        """A ``polars.DataFrame`` with String, Int64, Float64 and Boolean columns. Without polars TF408."""
        polars = needed("polars", f"{WHAT}.to_polars", "tobfit[polars]")
        schema = {name: getattr(polars, POLARS[kind]) for name, kind in self.schema}
        return polars.DataFrame({name: self._column(place) for place, name in enumerate(self.columns)}, schema=schema)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table`` with string, int64, float64 and bool columns. Without pyarrow TF408."""
        arrow = needed("pyarrow", f"{WHAT}.to_arrow", "tobfit[arrow]")
        schema = arrow.schema([arrow.field(name, getattr(arrow, ARROW[kind])()) for name, kind in self.schema])
        return arrow.Table.from_arrays(
            [arrow.array(self._column(place), field.type) for place, field in enumerate(schema)], schema=schema
        )

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The Arrow PyCapsule stream: ``polars.DataFrame(frame)``, ``pyarrow.table(frame)``, ``duckdb.from_arrow``."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_csv(self) -> str:
        """The rows as CSV (UTF-8 text, lines end in ``\\n``) that no spreadsheet takes for formulas.

        Texts stand in quotes and go through ``escape_csv.for_csv``; numbers stand bare, booleans as ``true`` and
        ``false``, nothing as an empty cell without quotes. Write it with ``encoding="utf-8-sig"`` for Excel.
        """
        return "".join(map(_csv_line, (self.columns, *self.values)))


def _csv_line(cells: Iterable[Any]) -> str:
    return ",".join(map(_csv_cell, cells)) + "\n"


def _csv_cell(value: Any) -> str:
    """One cell. ``csv`` of the standard library would write nothing like an empty text; its reader reads this."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + for_csv(value).replace('"', '""') + '"'
    return str(value).lower() if isinstance(value, bool) else repr(value)


def framed(of: str, schema: Iterable[tuple[str, ColumnType]], rows: Iterable[Mapping[str, Any]], lang: str) -> Frame:
    """A frame of rows; a column that a row does not have is None there, one that is not declared an error."""
    declared = tuple(schema)
    known = {name for name, _ in declared}
    values = []
    for row in rows:
        if unknown := row.keys() - known:
            raise AssertionError(f"{of}: columns without a declared type: {sorted(unknown)}")
        values.append(tuple(_typed(row.get(name), kind) for name, kind in declared))
    return Frame(of, declared, tuple(values), lang)


def _typed(value: Any, kind: ColumnType) -> Any:
    return float(value) if kind == "number" and value is not None else value
