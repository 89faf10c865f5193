"""Which cell each answer belongs into, and the text that it gets there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from tobfit.errors import Problem
from tobfit.intake.cells import Grid, Workbook
from tobfit.intake.contents import Contents, QuestionKept
from tobfit.intake.foreign_matrix import foreign_table, ids_of, rows_of, sheet_of
from tobfit.intake.layout import CLOSED, MANY, place_of
from tobfit.intake.mapping import MatrixMapping
from tobfit.intake.patching import MAX_TEXT
from tobfit.intake.question_rows import values_of
from tobfit.intake.reading import contents_in, tables_in
from tobfit.intake.response_rows import evidence_of, evidence_text, lines_in
from tobfit.intake.scanning import Cell
from tobfit.intake.table import Table
from tobfit.intake.wording import items_of, word_for
from tobfit.model.answers import Learnt
from tobfit.model.catalog import Answer, Response
from tobfit.model.product import Evidence
from tobfit.model.scalars import near, show_fraction, shown

UNPLACED = ("exhaustive", "price", "module")
"""Fields of an answer that no matrix has a column for. Notes and efforts are internal, and are not written at all."""


@attrs.frozen
class Given:
    """What is to be written: responses, and answers to questions."""

    responses: tuple[Response, ...]
    learnt: tuple[Learnt, ...]


@attrs.define(eq=False)
class Edits:
    """Texts for the cells of one sheet."""

    sheet: str
    part: str
    texts: dict[Cell, str] = attrs.field(factory=dict)

    @property
    def places(self) -> Iterable[str]:
        """The cells by name, row by row."""
        return (place_of(self.sheet, *cell) for cell in sorted(self.texts))


@attrs.frozen(eq=False)
class Placer:
    """Puts the answers of responses into a table; it knows how codes are worded there."""

    table: Table
    edits: Edits
    problems: list[Problem]
    words: Mapping[str, Mapping[str, str]]
    """Column -> code -> word."""
    separator: str = MANY
    lang: str = "en"
    """In which language a remark of several is written."""

    def answer(self, row: int, answer: Answer, where: str) -> None:
        """Every field of an answer into its cell."""
        for name in UNPLACED:
            if getattr(answer, name) is not None:
                self._refuse(f"{where}.{name}", f"no column takes the {name} of an answer", None)
        self._tick(row, answer, where)
        for field, text in self._texts(answer, where).items():
            if field in self.table.columns:
                self.put(self.table.at(row, field), text, f"{where}.{field}")
            elif field != "evidence_kind" or any(one.kind != "claimed" for one in answer.evidence):
                # A source without a kind is read back as claimed.
                hint = "name its column in the mapping, or leave it out"
                self._refuse(f"{where}.{field}", f"the matrix has no column for {field}", hint)

    def _tick(self, row: int, answer: Answer, where: str) -> None:
        """The fields that are ticked: a mark into the right column, none into the others."""
        ticks = self.table.ticks
        values = {field: value for field in ticks.columns if (value := getattr(answer, field)) is not None}
        said = {field: value if isinstance(value, str) else show_fraction(value) for field, value in values.items()}
        if not said:
            return
        edits = ticks.edits(self.table.grid, row, said, self.problems)
        if edits is None:
            named = " with ".join(f"{field} {shown(code)}" for field, code in said.items())
            self._refuse(f"{where}.{next(iter(said))}", f"no column is ticked for {named}", ticks.told())
        else:
            self.edits.texts.update(edits)

    def put(self, cell: Cell, text: str, where: str) -> None:
        """A text into a cell, if nothing is in the way."""
        grid = self.table.grid
        if cell in grid.scan.formulas:
            message = "a formula stands where an answer belongs"
            self.problems.append(grid.problem("TF158", cell, message, "clear the cell"))
        elif len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
            self._refuse(where, f"the text is longer than {MAX_TEXT:,} characters, which no cell holds", "shorten it")
        else:
            self.edits.texts[cell] = text

    def _texts(self, answer: Answer, where: str) -> dict[str, str]:
        """Column -> text, for what the answer says."""
        found: dict[str, str] = {}
        if answer.response is not None and "response" not in self.table.ticks.columns:
            found["response"] = self._word("response", answer.response, f"{where}.response")
        if answer.extent is not None and "extent" not in self.table.ticks.columns:
            share = answer.extent
            if isinstance(share, str):
                found["extent"] = self._word("extent", share, f"{where}.extent")
            else:
                found["extent"] = show_fraction(share)
        if answer.value is not None:
            found["value"] = f" {self.separator} ".join(answer.value)
            if items_of(found["value"], self.separator) != tuple(answer.value):
                self._refuse(f"{where}.value", "the value would be read back as another one", "write it otherwise")
        if answer.available is not None:
            found["available"] = str(answer.available)
        if answer.remark is not None:
            several = len(answer.remark.texts) > 1
            found["remark"] = answer.remark.text(self.lang) if several else next(iter(answer.remark.texts.values()), "")
        if answer.evidence:
            found["evidence_source"] = "\n".join(map(evidence_text, answer.evidence))
            found["evidence_kind"] = self._kinds(answer.evidence, where)
            read = [evidence_of(line, "claimed") for line in lines_in(found["evidence_source"])]
            if [(one.source, one.date) for one in read] != [(one.source, one.date) for one in answer.evidence]:
                message = "a source of evidence would be read back as another one"
                self._refuse(f"{where}.evidence", message, "write it in one line, and its day as the date")
        return found

    def _kinds(self, evidence: Sequence[Evidence], where: str) -> str:
        for place, one in enumerate(evidence):
            if one.version is not None or one.remark is not None:
                message = "no column takes the version or the remark of evidence"
                self._refuse(f"{where}.evidence[{place}]", message, "write it into the source")
        words = [self._word("evidence_kind", one.kind, f"{where}.evidence") for one in evidence]
        return words[0] if len(set(words)) == 1 else "\n".join(words)

    def _word(self, column: str, code: str, where: str) -> str:
        words = self.words[column]
        if code not in words:
            hint = f"words: {', '.join(words)}"
            self._refuse(where, f"the mapping has no word for {shown(code)}", hint)
        return words.get(code, code)

    def _refuse(self, where: str, message: str, hint: str | None) -> None:
        self.problems.append(Problem(code="TF165", message=message, path=where, hint=hint))


def place_own(book: Workbook, given: Given, problems: list[Problem]) -> list[Edits]:
    """The edits of a workbook of ours."""
    contents = contents_in(book, problems)
    tables = {} if contents is None else tables_in(book, contents, problems)
    if contents is None or len(tables) < 2:
        return []
    edits = {key: _edits(book, table.grid) for key, table in tables.items()}
    words = {column: {code: word_for(column, code, contents.lang) for code in CLOSED[column]} for column in CLOSED}
    placer = Placer(tables["matrix"], edits["matrix"], problems, words, lang=contents.lang)
    rows = {
        (placer.table.text(row, "product"), placer.table.text(row, "requirement")): row for row in placer.table.rows
    }
    seen: set[tuple[str, str]] = set()
    for place, response in enumerate(given.responses):
        problems += _client_fault(response, contents.client, place)
        _place_all(response, place, rows, placer, seen)
    _place_learnt(given.learnt, contents, Placer(tables["questions"], edits["questions"], problems, words))
    return [one for one in edits.values() if one.texts]


def place_foreign(book: Workbook, mapping: MatrixMapping, given: Given, problems: list[Problem]) -> list[Edits]:
    """The edits of a matrix of somebody else."""
    table = foreign_table(book.grid(sheet_of(book, mapping)), mapping, problems)
    if table is None:
        return []
    listed = rows_of(table, mapping, problems)
    ids = ids_of(listed)
    rows = {(row.product or "", ids[row.raw]): row.row for row in listed}
    words = {column: _words(column, mapping) for column in CLOSED}
    placer = Placer(table, _edits(book, table.grid), problems, words, mapping.separator)
    seen: set[tuple[str, str]] = set()
    for place, response in enumerate(given.responses):
        if mapping.client is not None:
            problems += _client_fault(response, mapping.client, place)
        _place_all(response, place, rows, placer, seen)
    for item in given.learnt:
        message = f"the matrix has no question {shown(item.target, 200)}"
        problems.append(Problem(code="TF165", message=message, path=item.target, hint="leave it out"))
    return [placer.edits] if placer.edits.texts else []


def _words(column: str, mapping: MatrixMapping) -> Mapping[str, str]:
    """Code -> word; of several words for one code the first that is named."""
    own = mapping.words.get(column)
    if own is None:
        return {code: word_for(column, code, "en") for code in CLOSED[column]}
    found: dict[str, str] = {}
    for word, code in own.items():
        found.setdefault(code, word)
    return found


def _edits(book: Workbook, grid: Grid) -> Edits:
    part = next(sheet.part for sheet in book.sheets if sheet.name == grid.name)
    return Edits(grid.name, part)


def _client_fault(response: Response, client: str, place: int) -> Iterable[Problem]:
    if response.client != client:
        message = f"the answers are for the client {shown(response.client)}, and the workbook is for {shown(client)}"
        yield Problem(code="TF165", message=message, path=f"answers[{place}].client")


def _place_all(
    response: Response,
    place: int,
    rows: Mapping[tuple[str, str], int],
    placer: Placer,
    seen: set[tuple[str, str]],
) -> None:
    """The answers of a response; ``seen`` are the lines that this or another response has answered."""
    for number, answer in enumerate(response.answers):
        where = f"answers[{place}].answers[{number}]"
        row = rows.get((response.product, answer.requirement))
        if row is None:
            message = f"the workbook has no row for {shown(answer.requirement)} of {shown(response.product)}"
            names = [requirement for product, requirement in rows if product == response.product]
            products = {product for product, _ in rows}
            hint = near(answer.requirement, names) if names else near(response.product, products)
            placer.problems.append(Problem(code="TF165", message=message, path=where, hint=hint))
        elif (response.product, answer.requirement) in seen:
            message = f"{shown(answer.requirement)} is answered twice"
            placer.problems.append(Problem(code="TF165", message=message, path=where, hint="keep one of the two"))
        else:
            placer.answer(row, answer, where)
        seen.add((response.product, answer.requirement))


def _place_learnt(learnt: Iterable[Learnt], contents: Contents, placer: Placer) -> None:
    """Answers to questions, each into the rows of its target; what no row takes is refused."""
    said = {item.target: item.value for item in learnt}
    kept = {(question.product, question.target): question for question in contents.questions}
    placed: set[str] = set()
    for row in placer.table.rows:
        question = kept.get((placer.table.text(row, "product"), placer.table.text(row, "target")))
        if question is None:
            continue
        text, targets = _answer_text(question, said)
        if text:
            placer.put(placer.table.at(row, "answer"), text, question.target)
            placed |= targets
    for target in sorted(said.keys() - placed):
        message = f"no question of the workbook takes {shown(str(said[target]), 40)} for {shown(target, 200)}"
        hint = near(target, [question.target for question in contents.questions])
        placer.problems.append(Problem(code="TF165", message=message, path=target, hint=hint))


def _answer_text(question: QuestionKept, said: Mapping[str, Any]) -> tuple[str, set[str]]:
    """The words of the answer that the values mean, and the targets that it takes up."""
    for label, changes in question.options:
        if changes and all(_holds(said.get(target), value) for target, value in changes.items()):
            return label, set(changes)
    value = said.get(question.target)
    if question.kind == "closed" or value is None or not isinstance(value, str | tuple):
        return "", set()
    items = tuple(map(str, value if isinstance(value, tuple) else (value,)))
    text = f" {MANY} ".join(items)
    return (text, {question.target}) if values_of(text, question) == items else ("", set())


def _holds(said: Any, value: Any) -> bool:
    """Whether what was said is an option's value, its short form, or a list that holds all of it."""
    if isinstance(said, str) and isinstance(value, Mapping):
        return {"extent": "full", **value} == {"extent": "full", "response": said}
    if isinstance(said, tuple) and isinstance(value, tuple):
        return all(item in said for item in value)
    return bool(said == value)
