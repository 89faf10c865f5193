"""A report as a Markdown document (CommonMark with tables)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tobfit.matching.report import Report
from tobfit.model.progress import Progress
from tobfit.report.blocks import Block, Bullets, Heading, Paragraph, Table
from tobfit.report.escape import for_markdown
from tobfit.report.results import told


def markdown(
    report: Report | Any,
    template: str | Path | None = None,
    *,
    lang: str = "en",
    audience: str = "client",
    limit: int | None = 12,
    progress: Progress = None,
) -> str:
    """The same content as ``text`` with headings, lists and tables; parameters as there.

    Whatever comes from documents is escaped: it is shown as written and cannot become a link, an image, HTML,
    code or another structure.

    With a ``template``, sections for a proposal instead: a Jinja template over ``context(report)``, as its text (which
    has a line break, ``{{`` or ``{%`` in it) or its file's path; ``"proposal"`` is the one that ships. It runs in a
    sandbox, and every value that it shows is escaped as above. It takes reports alone (TypeError for other results) and
    needs the extra ``tobfit[word]``. What is wrong with it is a TobfitError: TF101 to TF107 for a file that cannot be
    read, TF465 a syntax error, TF466 a name that the context does not have, TF467 what a template may not do, TF468
    too much work, TF469 an expression that fails.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> match = tobfit.match(client, tobfit.Product(id="crm@5", name="A *star*").offers("sec.mfa", response="standard"))
    >>> markdown(match, "{% for product in products %}{{ product.name }}: {{ product.score.percent }}{% endfor %}")
    'A \\\\*star\\\\*: 100.0 %\\n'
    """
    if template is None:
        return as_markdown(told(report, lang=lang, audience=audience, limit=limit, progress=progress))
    if not isinstance(report, Report):
        raise TypeError(f"a template takes a report, not a {type(report).__name__}")
    from tobfit.report.proposal.sections import sections

    return sections(report, template, lang=lang, audience=audience, limit=limit)


def as_markdown(blocks: Iterable[Block]) -> str:
    """Any blocks as a Markdown document."""
    return "\n".join("".join(f"{line}\n" for line in _block(block)) for block in blocks)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading(level, title):
            yield f"{'#' * level} {for_markdown(title)}"
        case Paragraph(running):
            yield for_markdown(running)
        case Bullets(items):
            for item in items:
                yield f"- {for_markdown(item.text)}"
                yield from (f"  - {for_markdown(below)}" for below in item.below)
        case Table(columns, rows):
            yield _row(column.title for column in columns)
            yield "|" + "|".join(" ---: " if column.align == "right" else " --- " for column in columns) + "|"
            yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(for_markdown, cells)) + " |"
