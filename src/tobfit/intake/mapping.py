"""How the requirement matrix of somebody else is to be read: which sheet, which columns, which words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.errors import TobfitError
from tobfit.formats.source import file_name
from tobfit.formats.tree_of import read_tree, with_excerpts
from tobfit.intake.cells import folded
from tobfit.intake.layout import CLOSED
from tobfit.intake.ticks import MARKS
from tobfit.model.frozen import FrozenMap
from tobfit.model.record import Record, record
from tobfit.model.scalars import Flag, Id, Refused, Text, Whole, near, shown
from tobfit.model.shape import Shape
from tobfit.model.structure import Sink, structure
from tobfit.model.tree import from_plain
from tobfit.model.words import PRIORITIES

ASKED = ("requirement", "text", "priority", "capability", "need", "stage", "asked_by", "group", "weight", "by")
"""What columns say of a requirement."""
ANSWERED = ("response", "extent", "value", "available", "remark", "evidence_source", "evidence_kind")
"""What columns say of an answer."""
FIELDS = (*ASKED, "product", *ANSWERED)
WORDED = ("priority", *CLOSED, "tick")
TICKABLE = ("response", "extent")
"""Fields that may have a column for each code."""


@record
class MatrixMapping(Record):
    """``sheet`` is the sheet's name (absent: the only one that readers see). ``header`` is the number of the header's
    row, as the spreadsheet counts (absent: the first row that holds most of the headers that are named), ``last`` that
    of the table's last row (absent: the sheet's): notes and signatures stand below it. ``columns`` says field ->
    header. ``words`` says field -> word -> code, for ``priority``, ``response``, ``extent`` and ``evidence_kind``;
    what it does not name is read by tobfit's own words. ``ticks`` says field -> header -> code, for ``response`` and
    ``extent`` that have one column for each answer, of which one is ticked; ``words`` may name marks for ``tick``, as
    ``ticked`` or ``empty``. ``client`` and ``product`` are the ids that answers are for;
    ``product`` may be a column instead. ``separator`` stands between several values in one cell. With ``sections`` a
    row that is merged across the table, or says nothing but one text, is the group of the rows below it. With
    ``numbers_restart`` numbers begin again in each section or group, and ids are made of both.

    >>> mapping = MatrixMapping(sheet="Anforderungen", columns={"requirement": "Nr.", "text": "Anforderung"})
    >>> mapping.columns["text"]
    'Anforderung'
    """

    sheet: Text | None = None
    header: Whole | None = None
    last: Whole | None = None
    columns: FrozenMap[Text, Text] = FrozenMap()
    words: FrozenMap[Text, FrozenMap[Text, Text]] = FrozenMap()
    ticks: FrozenMap[Text, FrozenMap[Text, Text]] = FrozenMap()
    client: Id | None = None
    product: Id | None = None
    separator: Text = "|"
    sections: Flag = False
    numbers_restart: Flag = False

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Fields and codes exist; there is something to read."""
        for name in self.columns:
            if name not in FIELDS:
                yield f".columns.{name}", Refused("TF163", f"there is no field {shown(name)}", near(name, FIELDS))
        for name, words in self.words.items():
            if name not in WORDED:
                yield f".words.{name}", Refused("TF163", f"{shown(name)} takes no codes", near(name, WORDED))
                continue
            yield from _strange(f".words.{name}", words, _codes_of(name), name)
        yield from self._ticked()
        yield from self._incomplete()

    def _ticked(self) -> Iterable[tuple[str, Refused]]:
        plain = {folded(header): field for field, header in self.columns.items()}
        for name, headers in self.ticks.items():
            place = f".ticks.{name}"
            if name not in TICKABLE:
                yield place, Refused("TF163", f"{shown(name)} is not ticked", near(name, TICKABLE))
                continue
            if name in self.columns or not headers:
                message = "it has a column of its own" if headers else "no column is named"
                yield (
                    place,
                    Refused("TF163", f"{name} cannot be ticked: {message}", "ticks: {response: {<header>: <code>}}"),
                )
            yield from _strange(place, headers, _codes_of(name), name)
            seen: dict[str, str] = {}
            for header in headers:
                other = plain.get(folded(header)) or seen.get(folded(header))
                if other is not None:
                    message = f"the header {shown(header)} is named for {shown(other)} already"
                    yield f"{place}.{header}", Refused("TF163", message, "a column is ticked for one answer")
                seen[folded(header)] = header

    def _incomplete(self) -> Iterable[tuple[str, Refused]]:
        if not {"requirement", "text"} & set(self.columns):
            hint = "columns: {requirement: <header>, text: <header>}"
            yield ".columns", Refused("TF163", "neither the number nor the text of the requirements is named", hint)
        has_answers = bool(set(ANSWERED) & {*self.columns, *self.ticks})
        has_product = self.product is not None or "product" in self.columns
        if has_answers and not (has_product and self.client is not None and "requirement" in self.columns):
            hint = "client: <id>, product: <id> (or a column product), and a column requirement"
            yield "", Refused("TF163", "answers are named, but not whose they are and to which lines", hint)
        if self.numbers_restart and not ("requirement" in self.columns and (self.sections or "group" in self.columns)):
            hint = "sections: true, or a column group; and a column requirement"
            yield (
                ".numbers_restart",
                Refused("TF163", "there are no numbers, or no sections that they restart in", hint),
            )
        if self.header == 0:
            yield ".header", Refused("TF163", "rows are counted from 1", None)
        if self.last is not None and self.last <= (self.header or 1):
            yield ".last", Refused("TF163", "the table ends above its first row", "leave last out to read to the end")


def _codes_of(name: str) -> tuple[str, ...]:
    if name == "priority":
        return PRIORITIES
    return tuple(MARKS if name == "tick" else CLOSED[name])


def _strange(place: str, words: Mapping[str, str], codes: tuple[str, ...], name: str) -> Iterable[tuple[str, Refused]]:
    """What stands for no code."""
    for word, code in words.items():
        if code not in codes:
            yield f"{place}.{word}", Refused("TF163", f"{shown(code)} is no code of {name}", near(code, codes))


def mapping_of(given: Mapping[str, Any] | str | os.PathLike[str] | MatrixMapping) -> MatrixMapping:
    """The mapping of a file or of plain data; everything that is wrong with it in one error."""
    if isinstance(given, MatrixMapping):
        return given
    texts = {}
    if isinstance(given, Mapping):
        node = from_plain(given, "mapping")
    else:
        file = file_name(given, "mapping")
        node, texts[file] = read_tree(file)
    sink = Sink()
    path = "mapping" if isinstance(given, Mapping) else "$"
    made = structure(node, Shape(kind="record", record=MatrixMapping), path, sink)
    if sink.problems:
        raise TobfitError(with_excerpts(sink.problems, texts))
    found: MatrixMapping = made
    return found
