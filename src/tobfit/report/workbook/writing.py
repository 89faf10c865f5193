"""The compliance matrix as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.intake.contents import Contents
from tobfit.intake.layout import SHEETS
from tobfit.matching.report import Report
from tobfit.model.progress import Progress, check_progress, steps
from tobfit.report.explained.chosen import chosen
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.story import check_bounds
from tobfit.report.workbook.blocks_sheet import write_blocks
from tobfit.report.workbook.book import Book
from tobfit.report.workbook.evidence_sheet import evidence_sheet
from tobfit.report.workbook.gaps_sheet import GapsSheet
from tobfit.report.workbook.lists import Lists, write_contents
from tobfit.report.workbook.matrix_sheet import MatrixSheet
from tobfit.report.workbook.questions_sheet import questions_sheet
from tobfit.report.workbook.summary_sheet import summary_sheet


def xlsx(
    report: Report,
    *,
    products: Iterable[str] | None = None,
    lang: str = "en",
    audience: str = "client",
    limit: int | None = 12,
    progress: Progress = None,
) -> bytes:
    """The compliance matrix of a report as an Excel workbook: sheets for summary, matrix, gaps, questions and evidence.
    The client or a vendor fills in responses, values, evidence and answers; ``tobfit.intake.read_matrix`` reads them.

    With ``products`` (ids of products or offers) the workbook is about these alone: no other one appears in it, so that
    it can go to their vendor; the products of an offer have rows to fill in beside the offer's. ``lang`` is ``en`` or
    ``zh``. ``audience`` is ``client``, or ``internal`` to show efforts and notes too. ``limit`` (None: no bound) says
    for how many gaps of how many products ways out are worked out, each of which is a match of its own; every gap is
    listed. ``progress`` counts products.

    All texts are written as texts, never as formulas or addresses. A text of more than 32,767 characters goes on,
    whole, on a sheet of its own. The same report gives the same bytes. Unknown products are TF402, more rows than a
    sheet holds TF169; TF408 where ``tobfit[excel]`` is not installed.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> made = xlsx(tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")))
    >>> made[:4]
    b'PK\\x03\\x04'
    """
    check_bounds(audience, limit)
    check_progress(progress)
    told = explain(chosen(report, products), lang=lang, audience=audience, limit=limit)
    book = Book(told.lang, told.title)
    summary_sheet(book, told)
    matrix, gaps, lists = MatrixSheet(book, told), GapsSheet(book, told), Lists()
    for product in steps(told.products, progress, "xlsx"):
        matrix.add(product)
        gaps.add(product)
    for product in _parts(report, told):
        matrix.add(product)
    matrix.finish()
    gaps.finish()
    questions = questions_sheet(book, told, lists)
    evidence_sheet(book, told)
    _more(book, told)
    lists.write(book)
    offers = {offer.id: ", ".join(offer.products) for offer in told.report.world.catalog.offers}
    contents = Contents(
        client=told.report.client.id,
        as_of=told.as_of,
        lang=told.lang,
        sheets={key: SHEETS[key][told.lang] for key in ("matrix", "questions")},
        lines=tuple(matrix.lines),
        questions=questions,
        offers=offers,
    )
    write_contents(book, contents)
    return book.finished()


def _parts(report: Report, told: Explanation) -> tuple[ExplainedProduct, ...]:
    """The products of chosen offers that were not chosen themselves: answers are given for them."""
    parts = {name for offer in told.report.world.catalog.offers for name in offer.products}
    missing = parts - {product.id for product in told.products}
    if not missing:
        return ()
    return explain(chosen(report, missing), lang=told.lang, audience=told.audience, limit=told.limit).products


def _more(book: Book, told: Explanation) -> None:
    """What contradicts, and what later stages found, where there is something."""
    blocks = (*told.conflicts, *told.findings, *told.results)
    if not blocks:
        return
    sheet = book.sheet(SHEETS["more"][told.lang])
    for column in range(13):
        sheet.width(column, 16 if column else 30)
    sheet.made.fit_to_pages(1, 0)
    sheet.set_heights(0, write_blocks(sheet, blocks))
