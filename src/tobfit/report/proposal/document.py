"""A report as a Word document, by a template of the user's or the default one."""

from __future__ import annotations

from pathlib import Path

from tobfit.errors.extras import needed
from tobfit.formats.source import file_name, read_bytes
from tobfit.matching.report import Report
from tobfit.model.progress import Progress
from tobfit.report.proposal.contents import context
from tobfit.report.proposal.package import PACKED, packed, unpacked
from tobfit.report.proposal.shipped import shipped_template
from tobfit.report.words import Words


def docx(
    report: Report,
    template: str | Path | bytes | None = None,
    *,
    lang: str = "en",
    audience: str = "client",
    limit: int | None = 12,
    progress: Progress = None,
) -> bytes:
    """The report as a Word document (.docx): the template with its marks filled in from ``context``.

    ``template`` is the path of a .docx or .dotx, or its bytes; None is the default template in the language. Its marks
    are those of docxtpl: ``{{ client.name }}``, ``{% if %}`` and ``{% for %}`` within a paragraph, ``{%p ... %}`` for
    whole paragraphs, ``{%tr ... %}`` for rows and ``{%tc ... %}`` for cells of a table; in the body, headers, footers,
    footnotes, endnotes, and the document's properties. Every value is shown as it is written; control characters and
    what steers the direction of writing are written out. The other parameters are those of ``context``.

    The same report and template give the same bytes. Needs the extra ``tobfit[word]`` (TF408 without). What is wrong
    with a template is a TobfitError: TF101 to TF104 for a file that cannot be read, TF464 for what is no Word document
    or has macros, TF465 a syntax error, TF466 a name that the context does not have, TF467 what reaches outside of the
    template, TF468 too large, TF469 an expression that fails.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> docx(tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")))[:2]
    b'PK'
    """
    for module in ("jinja2", "lxml.etree", "docxtpl"):
        needed(module, "report.docx", "tobfit[word]")
    from tobfit.report.proposal.word_checks import checked
    from tobfit.report.proposal.word_template import filled_in

    data, file = _template(template, lang)
    parts, names = checked(unpacked(data, file), file)
    said = context(report, lang=lang, audience=audience, limit=limit, progress=progress)
    return packed(filled_in(parts, names, file, said, Words(lang)))


def _template(template: str | Path | bytes | None, lang: str) -> tuple[bytes, str | None]:
    """The bytes of a template and its file's name."""
    if template is None:
        return shipped_template("docx", lang), None
    if isinstance(template, bytes | bytearray):
        return bytes(template), None
    file = file_name(template, "template")
    return read_bytes(file, PACKED), file
