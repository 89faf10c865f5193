"""The rows of the questions that somebody answered, as answers/1 takes them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.errors import Problem
from tobfit.intake.cells import folded
from tobfit.intake.contents import Contents, QuestionKept
from tobfit.intake.layout import MANY
from tobfit.intake.scanning import Cell
from tobfit.intake.table import Table, own_columns, ragged
from tobfit.intake.typed import day, fault_of, id_text, plain_text
from tobfit.intake.wording import items_of
from tobfit.model.answers import Learnt
from tobfit.model.scalars import Hints, Refused, near, shown

ASKED = ("client.complete", "client.industries", "client.jurisdictions", "client.need_suites")
ASKED_BELOW = ("client.landscape", "client.profile", "client.scale", "product", "vendor", "offer")
"""What questions ask about. Requirements, views and budgets are the client's own and no answer of a workbook."""

Place = tuple[Cell, Any]


def answers_of(table: Table, contents: Contents, problems: list[Problem]) -> tuple[Learnt, ...]:
    """The answers in the order of their targets; every fault of every row goes to ``problems``."""
    problems += own_columns(table)
    kept = {(question.product, question.target): question for question in contents.questions}
    hints = Hints({question.target for question in contents.questions})
    found: dict[str, Place] = {}
    seen: set[tuple[str, str]] = set()
    for row in table.rows:
        problems += ragged(table, row)
        if table.is_empty(row, "answer"):
            continue
        question = _question(table, row, kept, hints, problems)
        if question is None:
            continue
        if (question.product, question.target) in seen:
            message = f"the row of {shown(question.target)} stands twice"
            problems.append(table.grid.problem("TF162", table.at(row, "target"), message, "delete one of the two"))
            continue
        seen.add((question.product, question.target))
        for target, value in _changes(table, row, question, problems).items():
            problems += _lay(found, target, value, table, row)
    return tuple(Learnt(target=target, value=found[target][1]) for target in sorted(found))


def _question(
    table: Table,
    row: int,
    kept: Mapping[tuple[str, str], QuestionKept],
    hints: Hints,
    problems: list[Problem],
) -> QuestionKept | None:
    cell = table.at(row, "target")
    try:
        product, target = id_text(table.grid, table.at(row, "product")), plain_text(table.grid, cell)
    except Refused as refused:
        problems.append(table.grid.problem(refused.code, cell, refused.message, refused.hint))
        return None
    if (product, target) in kept:
        return kept[product, target]
    if not target:
        hint = "put back what stood there, or clear the row"
        problems.append(table.grid.problem("TF155", cell, "the row is ragged: it names no target", hint))
    else:
        message = f"the workbook has no question {shown(target, 200)}" + (f" for {shown(product)}" if product else "")
        problems.append(table.grid.problem("TF161", cell, message, hints.near(target)))
    return None


def _changes(table: Table, row: int, question: QuestionKept, problems: list[Problem]) -> Mapping[str, Any]:
    """Target -> value for the answer of a row; none where it cannot be read."""
    cell = table.at(row, "answer")
    if (fault := fault_of(table.grid, cell)) is not None:
        problems.append(fault)
        return {}
    try:
        changes = _read(table, cell, question)
        for target in changes:
            _check_target(target)
    except Refused as refused:
        problems.append(table.grid.problem(refused.code, cell, refused.message, refused.hint))
        return {}
    return changes


def _read(table: Table, cell: Cell, question: QuestionKept) -> Mapping[str, Any]:
    value = table.grid.raw(*cell)
    if isinstance(value, bool):
        # A spreadsheet makes a truth value of the word; nothing was lost on the way.
        said = "true" if value else "false"
    elif question.kind == "day" and isinstance(value, datetime.date):
        said = str(day(table.grid, cell))
    else:
        said = plain_text(table.grid, cell)
    options = {folded(label): changes for label, changes in question.options}
    words = [said]
    if isinstance(value, bool):
        words += ("yes", "是") if value else ("no", "否")
    for word in words:
        if folded(word) in options:
            return options[folded(word)]
    if question.kind == "closed":
        return _several(said, options, question)
    items = values_of(said, question)
    return {question.target: items[0] if len(items) == 1 else items}


def values_of(said: str, question: QuestionKept) -> tuple[str, ...]:
    """What a free answer says: several values, but in a text about the client 、 is a part of it."""
    return items_of(said, MANY, is_list=question.target.startswith("product."))


def _several(said: str, options: Mapping[str, Mapping[str, Any]], question: QuestionKept) -> Mapping[str, Any]:
    """Several options at once, where each adds members to a list; anything else is outside the list."""
    found: dict[str, Any] = {}
    for item in _parted(said, options):
        changes = options.get(folded(item))
        if changes is None:
            labels = [label for label, _ in question.options]
            hint = near(item, labels) or f"choose from the list: {'; '.join(labels)[:300]}"
            raise Refused("TF160", f"{shown(item)} is not among the answers of this question", hint)
        for target, value in changes.items():
            before = found.setdefault(target, value)
            if isinstance(before, tuple) and isinstance(value, tuple):
                found[target] = (*before, *(each for each in value if each not in before))
            elif before != value:
                raise Refused("TF160", f"{shown(said)} gives several answers where one belongs", "choose one of them")
    return found


def _parted(said: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """The options in an answer, by the first mark that leaves options alone: any mark may be a part of one."""
    by_bars = items_of(said, MANY, is_list=False)
    ways = (by_bars, items_of(said, MANY), *(items_of(said, mark) for mark in ",，;；"))
    return next((items for items in ways if all(folded(item) in options for item in items)), by_bars)


def _check_target(target: str) -> None:
    """Refuses a change of anything that no question asks about: a workbook comes from outside."""
    if target not in ASKED and not any(target.startswith(f"{part}.") for part in ASKED_BELOW):
        raise Refused("TF161", f"no question asks about {shown(target)}", "take the workbook as it was sent")


def _lay(found: dict[str, Place], target: str, value: Any, table: Table, row: int) -> Iterable[Problem]:
    """One more answer to a target: lists are united, for each answer adds its members to the same list."""
    cell = table.at(row, "answer")
    if target not in found:
        found[target] = (cell, value)
        return
    before = found[target][1]
    if isinstance(before, tuple) and isinstance(value, tuple):
        found[target] = (cell, (*before, *(item for item in value if item not in before)))
    elif before != value:
        message = f"{shown(target, 200)} is answered otherwise in another row"
        yield table.grid.problem("TF162", cell, message, "give the same answer in both, or leave one empty")
