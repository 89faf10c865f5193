"""A report as Markdown by a template: sections for a proposal."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.formats.source import read_text
from tobfit.matching.report import Report
from tobfit.model.scalars import shown
from tobfit.report.escape import for_markdown
from tobfit.report.proposal.contents import context
from tobfit.report.proposal.shipped import shipped_template
from tobfit.report.words import Words

if TYPE_CHECKING:
    from tobfit.report.proposal.faults import Place

PROPOSAL = "proposal"
"""The name of the template that ships."""
LARGEST = 4 * 1024 * 1024


def sections(report: Report, template: str | Path, *, lang: str, audience: str, limit: int | None) -> str:
    """What the template writes about ``context(report)``; parameters as in ``markdown``."""
    needed("jinja2", "report.markdown with a template", "tobfit[word]")
    from tobfit.report.proposal.faults import Place
    from tobfit.report.proposal.sandbox import Sandbox
    from tobfit.report.proposal.templating import Source, filled

    text, file = _text(template, lang)
    lines = text.split("\n")

    def place(line: int | None) -> Place:
        said = lines[line - 1].strip() if line is not None and line <= len(lines) else ""
        # Without a file the line stands behind the argument's name.
        part = f"template, line {line}" if file is None and line is not None else None
        return Place(file, part, line if file else None, said)

    _check_width(lines, place)
    data = context(report, lang=lang, audience=audience, limit=limit)
    sandbox = Sandbox(for_markdown, Words(lang), data, lines=True)
    (written,) = filled([Source(text, place)], sandbox)
    return re.sub(r"\n{3,}", "\n\n", written).strip("\n") + "\n"


def _check_width(lines: Sequence[str], place: Callable[[int], Place]) -> None:
    """TF465 for marks in full-width letters, which would be shown as they stand."""
    from tobfit.report.proposal.faults import FULL_WIDTH, HALF_WIDTH

    message, hint = HALF_WIDTH
    places = [place(number) for number, line in enumerate(lines, 1) if FULL_WIDTH.search(line)]
    if places:
        raise TobfitError(
            [
                Problem(
                    code="TF465", message=f"{shown(one.said, 120)}: {message}", file=one.file, line=one.line,
                    path=one.part or "template", hint=hint,
                )
                for one in places[:100]
            ]
        )  # fmt: skip


def _text(template: str | Path, lang: str) -> tuple[str, str | None]:
    """The text of a template and its file's name: a text is one if it has a line break or a mark in it."""
    if isinstance(template, str) and re.search(r"\n|[{｛][{｛%％]", template):
        return template.replace("\r\n", "\n"), None
    if template == PROPOSAL:
        return shipped_template("markdown", lang).decode("utf-8"), None
    return read_text(template, max_bytes=LARGEST, with_mark=True).replace("\r\n", "\n"), str(template)
