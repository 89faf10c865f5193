"""Renderings of a report: each returns a value and writes nothing. All but ``records``, ``text`` and ``markdown`` are
loaded when they are first used.

>>> import tobfit
>>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
>>> match = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard"))
>>> [row["verdict"] for row in records(match)], text(match).splitlines()[0]
(['met'], 'How 1 product meets 1 requirement of acme')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face
from tobfit.report.markdown import markdown
from tobfit.report.rows import records
from tobfit.report.text import text

if TYPE_CHECKING:
    from tobfit.report.charts.drawing import svg
    from tobfit.report.charts.picturing import pictures
    from tobfit.report.explained.explaining import explain
    from tobfit.report.framing import frame
    from tobfit.report.page.writing import html
    from tobfit.report.proposal.contents import context
    from tobfit.report.proposal.document import docx
    from tobfit.report.vega.specifying import vega_lite
    from tobfit.report.workbook.writing import xlsx

_HOMES = {
    "context": "proposal.contents",
    "docx": "proposal.document",
    "explain": "explained.explaining",
    "frame": "framing",
    "html": "page.writing",
    "pictures": "charts.picturing",
    "svg": "charts.drawing",
    "vega_lite": "vega.specifying",
    "xlsx": "workbook.writing",
}

__all__ = [
    "context", "docx", "explain", "frame", "html", "markdown", "pictures", "records", "svg", "text", "vega_lite",
    "xlsx",
]  # fmt: skip

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
