"""A report, or the result of a later stage, as one HTML file that works from disk."""

from __future__ import annotations

from typing import Any

from tobfit.matching.reasons import language
from tobfit.matching.report import Report
from tobfit.model.progress import Progress, check_progress
from tobfit.report.page.both import Both
from tobfit.report.page.data import Writer
from tobfit.report.page.document import contents, document, end
from tobfit.report.page.markup import join
from tobfit.report.page.phrases import say
from tobfit.report.page.sections import body, parts_of
from tobfit.report.page.spread import spread
from tobfit.report.page.told_blocks import headed, shown
from tobfit.report.results import told
from tobfit.report.story import check_bounds

LONG = 3000
"""A page of more cells than these is long."""


def html(
    report: Report | Any,
    *,
    lang: str = "en",
    audience: str = "client",
    limit: int | None = 12,
    progress: Progress = None,
) -> str:
    """The report as one HTML file: no network, no library, a strict content security policy, both languages.

    It is a whole document in UTF-8; write it as it is. Without its script it shows head, ranking, products, pictures
    with their numbers, the first gaps and questions. With it there are filters, the reason behind each cell, two
    products side by side, and the switch between English and Chinese; ``lang`` is shown first. Each ranked row
    carries ``data-product`` and, as in the JSON, ``data-score-low`` and ``data-score-high`` (empty: no score).

    Ways out and answers are a match each: they are worked out for the first ``limit`` gaps of each product and the
    first ``limit`` questions, and the page says so of the others (None: all). ``progress`` is told of each product.
    Internal things (notes, efforts, costs) are written for ``audience="internal"`` alone; the file says for whom it
    is. A result of a later stage becomes a small page of its own. Any other audience, and a limit below 1, is a
    ValueError; anything that is neither a report nor a result a TypeError.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> page = html(tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")))
    >>> 'data-product="crm@5" data-score-low="0.6" data-score-high="0.9333333333333333"' in page
    True
    """
    check_bounds(audience, limit)
    check_progress(progress)
    shown_first = language(lang)
    if not isinstance(report, Report):
        return _small(report, shown_first, audience, limit)
    page = spread(report, shown_first, audience, limit)
    parts = parts_of(page, progress)
    sections, inside = body(page, parts)
    title = page.text(lambda one: one.title)
    whole = join(inside, end(str(report.as_of)))
    given = Writer(page, [one for found in parts.pictures.values() for one in found]).written()
    is_long = len(report.fits) * len(report.requirements) > LONG
    return document(title, shown_first, audience, whole, contents=contents(sections), given=given, long=is_long)


def _small(result: Any, lang: str, audience: str, limit: int | None) -> str:
    """The blocks of one result under a title."""
    blocks = Both("en", "zh").to(lambda one: told(result, lang=one, audience=audience, limit=limit))
    title, rest = headed(blocks)
    inside = shown(rest, below=-1, title=title or say("result_title"))
    return document(title or say("result_title"), lang, audience, inside, contents=None, given=None)
