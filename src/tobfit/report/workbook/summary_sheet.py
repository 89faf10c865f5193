"""The first sheet: what it is about, the ranking, how to fill in the workbook, what the words mean."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.intake.layout import MEANINGS, RESPONSES, SHEETS
from tobfit.model.scalars import number_text
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.policy_used import WEIGHED
from tobfit.report.story import VERDICTS
from tobfit.report.workbook.book import Book, Sheet
from tobfit.report.workbook.phrases import phrase
from tobfit.report.workbook.styles import DECISIONS
from tobfit.report.workbook.styles import VERDICTS as LOOKS

WIDTHS = (5, 26, 26, 16, 11, 11, 12, 12, 10, 10, 10, 11, 13, 52, 26)
DECISION, PRICE = 3, 14


def summary_sheet(book: Book, told: Explanation) -> None:
    """Writes the sheet."""
    sheet = book.sheet(SHEETS["summary"][told.lang])
    for place, width in enumerate(WIDTHS):
        sheet.width(place, width)
    sheet.made.fit_to_pages(1, 0)
    sheet.made.set_row(0, 28)
    sheet.text(0, 0, told.title, "title")
    row = _lines(sheet, 1, told.facts)
    row = _ranking(sheet, row + 1, told)
    row = _lines(sheet, row, [*_winners(told), *told.warnings])
    row = _fill_in(sheet, row + 1, told)
    row = _legend(sheet, row + 1, told)
    _policy(sheet, row + 1, told)


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _lines(sheet: Sheet, row: int, texts: Iterable[str]) -> int:
    for text in texts:
        sheet.text(row, 0, text, "line")
        row += 1
    return row


def _heading(sheet: Sheet, row: int, text: str) -> int:
    sheet.text(row, 0, text, "heading")
    return row + 1


def _ranking(sheet: Sheet, row: int, told: Explanation) -> int:
    term, lang = told.words.term, told.lang
    row = _heading(sheet, row, told.words("ranking"))
    has_price = any(product.price for product in told.products)
    titles = [
        "#", term("product"), phrase("name", lang), term("decision"), phrase("score_low", lang),
        phrase("score_high", lang), term("answered"), term("coverage"), *(term(verdict) for verdict in VERDICTS),
        phrase("why", lang), *([phrase("price", lang)] if has_price else []),
    ]  # fmt: skip
    sheet.made.set_row(row, 30)
    for place, title in enumerate(titles):
        sheet.text(row, place, _title(title), "head")
    for number, product in enumerate(told.products, row + 1):
        _ranked(sheet, number, product, told)
        if has_price:
            sheet.text(number, PRICE, _price(product, told), "body")
    end = row + 1 + len(told.products)
    sheet.set_heights(row + 1, end)
    sheet.coloured(DECISION, row + 1, end, {term(code): look for code, look in DECISIONS.items()})
    return end


def _ranked(sheet: Sheet, row: int, product: ExplainedProduct, told: Explanation) -> None:
    score = product.score
    sheet.number(row, 0, product.rank, "whole")
    sheet.text(row, 1, product.id, "strong")
    sheet.text(row, 2, product.name, "body")
    sheet.text(row, 3, told.words.term(product.decision), "centre")
    figures = (
        (None if score is None else float(score.low), "credit"),
        (None if score is None else float(score.high), "credit"),
        (None if product.answered is None else float(product.answered), "credit"),
        (None if product.coverage is None else float(product.coverage), "percent"),
        *((product.counts[verdict], "whole") for verdict in VERDICTS),
    )
    for place, (figure, style) in enumerate(figures, 4):
        sheet.number(row, place, figure, style)
    sheet.text(row, 13, product.why, "body")


def _price(product: ExplainedProduct, told: Explanation) -> str:
    sums = told.words("join").join(product.price_totals) if product.price else ""
    return phrase("price_open", told.lang, sums=sums) if sums and product.price_is_open else sums


def _winners(told: Explanation) -> Iterable[str]:
    words, report = told.words, told.report
    yield words("legend")
    yield words("certain", names=words.join(list(report.certain_winners)))
    yield words("possible", names=words.join(list(report.possible_winners)))


def _fill_in(sheet: Sheet, row: int, told: Explanation) -> int:
    names = {key: word[told.lang] for key, word in SHEETS.items()}
    row = _heading(sheet, row, phrase("fill_in", told.lang))
    offers = ("fill_offers",) if told.report.world.catalog.offers else ()
    keys = ("fill_matrix", *offers, "fill_many", "fill_questions", "fill_leave")
    return _lines(sheet, row, (phrase(key, told.lang, **names) for key in keys))


def _legend(sheet: Sheet, row: int, told: Explanation) -> int:
    lang, term = told.lang, told.words.term
    row = _heading(sheet, row, phrase("responses", lang))
    for code, word in RESPONSES.items():
        sheet.text(row, 1, word[lang], "strong")
        sheet.text(row, 2, MEANINGS[code][lang], "line")
        row += 1
    row = _heading(sheet, row + 1, phrase("verdicts", lang))
    first = row
    for verdict in VERDICTS:
        sheet.text(row, 1, term(verdict), "centre")
        sheet.text(row, 2, phrase(verdict, lang), "line")
        row += 1
    sheet.coloured(1, first, row, {term(code): look for code, look in LOOKS.items()})
    return row


def _policy(sheet: Sheet, row: int, told: Explanation) -> int:
    """Credits by response and factors by priority; the whole policy stands in other renderings."""
    lang, policy, term = told.lang, told.report.policy, told.words.term
    row = _heading(sheet, row, phrase("policy", lang))
    row = _lines(sheet, row, [told.words("policy_used", name=told.policy)])
    sheet.text(row, 1, _title(term("response")), "head")
    sheet.text(row, 2, _title(term("credit")), "head")
    sheet.text(row, 3, _title(term("priority")), "head")
    sheet.text(row, 4, _title(term("factor")), "head")
    credited = [(code, word) for code, word in RESPONSES.items() if code != "not_applicable"]
    for place, (code, word) in enumerate(credited, row + 1):
        sheet.text(place, 1, word[lang], "body")
        sheet.text(place, 2, number_text(policy.credit(code)), "right")
    for place, priority in enumerate(WEIGHED, row + 1):
        sheet.text(place, 3, term(priority), "body")
        sheet.text(place, 4, number_text(policy.factor(priority)), "right")
    return row + 1 + len(credited)
