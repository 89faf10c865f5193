"""The rows of the matrix that somebody filled in, as answers."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.intake.contents import Contents, LineKept, mark_of
from tobfit.intake.layout import MANY, MATRIX
from tobfit.intake.table import Table, own_columns, ragged
from tobfit.intake.typed import code, day, extent, fault_of, id_text, plain_text
from tobfit.intake.wording import Wording, items_of, looks_like_several, narrow
from tobfit.model.catalog import Answer, Response
from tobfit.model.product import Evidence
from tobfit.model.scalars import Hints, Refused, parse_day, shown
from tobfit.model.words import Speaker

DATED = re.compile(r"(.*\S)\s*[(（]([0-9０-９]{4}[-－][0-9０-９]{2}[-－][0-9０-９]{2})[)）]", re.DOTALL)
FILLED = tuple(column.key for column in MATRIX if column.fill)


@attrs.frozen(eq=False)
class RowReader:
    """Reads answers out of rows; what is wrong with them goes to ``problems``."""

    table: Table
    problems: list[Problem]
    response: Wording = attrs.field(factory=lambda: Wording.of("response"))
    extents: Wording = attrs.field(factory=lambda: Wording.of("extent"))
    kinds: Wording = attrs.field(factory=lambda: Wording.of("evidence_kind"))
    separator: str = MANY

    def is_filled(self, row: int) -> bool:
        """Whether something stands in a column that is to be filled in."""
        table = self.table
        return any(not table.is_empty(row, key) for key in FILLED) or table.ticks.is_filled(table.grid, row)

    def answer(self, row: int, requirement: str, by: Speaker, on: datetime.date | None) -> Answer | None:
        """The answer of a row; None where nothing is filled in, or where it has a fault."""
        before = len(self.problems)
        fields = {key: value for key in FILLED if (value := self._value(row, key)) is not None}
        self._date_of_roadmap(row, fields)
        if len(self.problems) > before or not fields:
            return None
        if not self._prove(row, fields):
            return None
        self.problems.extend(self._joined(row, fields.get("value", ())))
        try:
            return Answer(requirement=requirement, by=by, on=on, **fields)
        except TobfitError as error:
            cell = self.table.at(row, "requirement" if "requirement" in self.table.columns else next(iter(fields)))
            found = (self.table.grid.problem(p.code, cell, p.message, p.hint) for p in error.problems)
            self.problems.extend(found)
            return None

    def _value(self, row: int, key: str) -> Any:
        """What is filled in under a key; None for nothing, or for what cannot be read."""
        if key in self.table.ticks.columns:
            return self.table.ticks.code(self.table.grid, row, key, self.problems)
        if self.table.is_empty(row, key):
            return None
        cell = self.table.at(row, key)
        if (fault := fault_of(self.table.grid, cell)) is not None:
            self.problems.append(fault)
            return None
        try:
            return self._read(key, cell)
        except Refused as refused:
            self.problems.append(self.table.grid.problem(refused.code, cell, refused.message, refused.hint))
            return None

    def _read(self, key: str, cell: tuple[int, int]) -> Any:
        grid = self.table.grid
        if key == "response":
            return code(grid, cell, self.response)
        if key == "evidence_kind":
            return tuple(self.kinds.code(text) for text in lines_in(plain_text(grid, cell)))
        if key == "extent":
            return extent(grid, cell, self.extents)
        if key == "available":
            return day(grid, cell)
        text = plain_text(grid, cell)
        if key == "evidence_source":
            return lines_in(text)
        return items_of(text, self.separator) or None if key == "value" else text

    def _joined(self, row: int, items: Iterable[str]) -> Iterable[Problem]:
        """A warning for each item of a value that may have been meant as several."""
        for item in filter(looks_like_several, items):
            hint = f"write several values on lines of their own, or with {self.separator} between them"
            message = f"{shown(item, 60)} is read as one value"
            yield self.table.grid.problem("TF170", self.table.at(row, "value"), message, hint, warning=True)

    def _prove(self, row: int, fields: dict[str, Any]) -> bool:
        """Makes evidence of its two columns; False where that cannot be done."""
        sources, kinds = fields.pop("evidence_source", ()), fields.pop("evidence_kind", ())
        if len(kinds) > len(sources):
            cell = self.table.at(row, "evidence_kind")
            message = "a kind of evidence without a source" if not sources else "more kinds of evidence than sources"
            hint = "say where it can be seen: a document, an address, a demonstration"
            self.problems.append(self.table.grid.problem("TF155", cell, message, hint))
            return False
        if sources:
            each = kinds * len(sources) if len(kinds) == 1 else kinds
            fields["evidence"] = tuple(map(evidence_of, sources, each or ("claimed",) * len(sources)))
        return True

    def _date_of_roadmap(self, row: int, fields: Mapping[str, Any]) -> None:
        """A roadmap needs a date: this row's, or one that the product states."""
        needs = fields.get("response") == "roadmap" and fields.get("available") is None
        if needs and self.table.is_empty(row, "available"):
            place = "available" if "available" in self.table.columns else "response"
            self.undated.append((row, place))

    undated: list[tuple[int, str]] = attrs.field(factory=list)
    """Rows whose roadmap has no date of its own."""


def lines_in(text: str) -> tuple[str, ...]:
    """The lines of a cell that are not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def evidence_of(text: str, kind: str) -> Evidence:
    """A piece of evidence: its source, and its date where one stands behind it in brackets.

    >>> one = evidence_of("Admin guide, page 7 (2026-05-01)", "documented")
    >>> one.source, str(one.date)
    ('Admin guide, page 7', '2026-05-01')
    """
    found = DATED.fullmatch(text)
    if found is not None:
        try:
            return Evidence(source=found[1], kind=kind, date=parse_day(narrow(found[2])))
        except Refused:
            pass  # no day of the calendar: a part of the source
    return Evidence(source=text, kind=kind)


def evidence_text(one: Evidence) -> str:
    """The same back as a text."""
    return one.source if one.date is None else f"{one.source} ({one.date.isoformat()})"


def responses_of(
    table: Table, contents: Contents, by: Speaker, on: datetime.date | None, problems: list[Problem]
) -> tuple[Response, ...]:
    """One response for each product with an answer; every fault of every row goes to ``problems``."""
    problems += own_columns(table)
    lines = {(line.product, line.requirement): line for line in contents.lines}
    hints = (Hints({line.product for line in contents.lines}), Hints({line.requirement for line in contents.lines}))
    reader, seen = RowReader(table, problems), Counter[tuple[str, str]]()
    found: dict[str, list[Answer]] = {}
    for row in table.rows:
        problems += ragged(table, row)
        line = _line(table, row, lines, hints, reader, contents.offers, problems)
        if line is None:
            continue
        seen[line.product, line.requirement] += 1
        if seen[line.product, line.requirement] > 1:
            message = f"the row of {shown(line.requirement)} for {shown(line.product)} stands twice"
            problems.append(table.grid.problem("TF162", table.at(row, "requirement"), message, "delete one of the two"))
            continue
        problems += _changed(table, row, line)
        answer = reader.answer(row, line.requirement, by, None)
        problems += _undated(table, reader, line)
        if answer is not None:
            found.setdefault(line.product, []).append(answer)
    day_ = on or contents.as_of
    return tuple(
        Response(client=contents.client, product=product, as_of=day_, answers=tuple(found[product]))
        for product in sorted(found)
    )


def _line(
    table: Table,
    row: int,
    lines: Mapping[tuple[str, str], LineKept],
    hints: tuple[Hints, Hints],
    reader: RowReader,
    offers: Mapping[str, str],
    problems: list[Problem],
) -> LineKept | None:
    """The line that a row answers; None where there is none, which is a fault."""
    said = []
    for key in ("product", "requirement"):
        cell = table.at(row, key)
        if (fault := fault_of(table.grid, cell)) is not None:
            problems.append(fault)
            return None
        try:
            said.append(id_text(table.grid, cell))
        except Refused as refused:
            problems.append(table.grid.problem(refused.code, cell, refused.message, refused.hint))
            return None
    product, requirement = said
    if (product, requirement) in lines:
        return lines[product, requirement]
    if not product or not requirement:
        if reader.is_filled(row) or product or requirement:
            key = "requirement" if not requirement else "product"
            message = f"the row is ragged: it names no {key}"
            hint = "put back what stood there, or clear the row"
            problems.append(table.grid.problem("TF155", table.at(row, key), message, hint))
        return None
    if product in offers:
        if reader.is_filled(row):
            message = f"{shown(product)} is an offer, and an answer speaks of one product"
            hint = f"answer for one of its products: {offers[product]}"
            problems.append(table.grid.problem("TF161", table.at(row, "product"), message, hint))
        return None
    is_product = product not in {name for name, _ in lines}
    key, name, nearest = ("product", product, hints[0]) if is_product else ("requirement", requirement, hints[1])
    message = f"the workbook has no {key} {shown(name)}" + ("" if is_product else f" for {shown(product)}")
    problems.append(table.grid.problem("TF161", table.at(row, key), message, nearest.near(name)))
    return None


def _changed(table: Table, row: int, line: LineKept) -> Iterable[Problem]:
    """A warning where the line no longer says what was sent out: the answer may be to something else."""
    said = mark_of(*(table.text(row, key) for key in ("text", "priority", "need")))
    if said != line.mark:
        message = f"text, priority or need of {shown(line.requirement)} is not what was sent out"
        hint = "compare it with the line: the answer may be to something else"
        yield table.grid.problem("TF166", table.at(row, "text"), message, hint, warning=True)


def _undated(table: Table, reader: RowReader, line: LineKept) -> Iterable[Problem]:
    for row, key in reader.undated:
        if not line.dated:
            hint = "give the date on which it will be there, such as 2027-06-30"
            message = f"{shown(line.requirement)} is on the roadmap, and no date is given"
            yield table.grid.problem("TF217", table.at(row, key), message, hint)
    reader.undated.clear()
