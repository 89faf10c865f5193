"""The sheet of questions, with a column for the answers."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.intake.cells import folded
from tobfit.intake.contents import Option, QuestionKept
from tobfit.intake.layout import FIRST_ROW, QUESTIONS, SHEETS
from tobfit.report.escape import for_sheet
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.workbook.book import Book, units
from tobfit.report.workbook.lists import Lists
from tobfit.report.workbook.phrases import phrase

PLACE = {column.key: place for place, column in enumerate(QUESTIONS)}
MAX_LABEL = 255
"""How long an entry of a drop-down can be; a question with a longer one is answered by writing."""


def questions_sheet(book: Book, told: Explanation, lists: Lists) -> tuple[QuestionKept, ...]:
    """Writes all questions, and gives what reading them back needs."""
    sheet = book.sheet(SHEETS["questions"][told.lang])
    sheet.header(QUESTIONS)
    kept = []
    row = FIRST_ROW
    for row, question in enumerate(told.questions, FIRST_ROW):
        options = tuple(_told_apart(question))
        texts = {
            "product": (question.product or "", "key"),
            "target": (question.target, "key"),
            "text": (question.text, "body"),
            "whom": (question.whom, "body"),
            "why": (question.why, "body"),
            "lines": (told.words("join").join(question.lines), "body"),
            "options": ("\n".join(f"• {label}" for label, _ in options), "body"),
        }
        for key, (text, style) in texts.items():
            sheet.text(row, PLACE[key], text, style)
        sheet.blank(row, PLACE["answer"], "fill")
        kept.append(QuestionKept(question.product or "", question.target, question.takes, options))
        labels = [label for label, _ in options]
        if labels and all(label and units(label) <= MAX_LABEL and "\n" not in label for label in labels):
            is_open = question.takes != "closed"
            hint = phrase("or_write" if is_open else "choose", told.lang)
            sheet.choices(PLACE["answer"], (row, row + 1), lists.source(labels), is_open=is_open, told=hint)
    sheet.finish_table(QUESTIONS, FIRST_ROW + len(kept), PLACE["text"] + 1)
    return tuple(kept)


def _told_apart(question: ExplainedQuestion) -> Iterable[Option]:
    """The options with labels that stay apart when they are read back, whatever capitals and blanks they hold."""
    seen: set[str] = set()
    for label, changes in question.choices:
        shown, number = for_sheet(label), 1
        while folded(shown) in seen:
            number += 1
            shown = f"{for_sheet(label)} ({number})"
        seen.add(folded(shown))
        yield shown, changes
