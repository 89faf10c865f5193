"""Renderings of a report: each returns a value and writes nothing.

>>> import tobfit
>>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
>>> match = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard"))
>>> [row["verdict"] for row in records(match)], text(match).splitlines()[0]
(['met'], 'How 1 product meets 1 requirement of acme')
"""

from tobfit.report.markdown import markdown
from tobfit.report.rows import records
from tobfit.report.text import text

__all__ = ["markdown", "records", "text"]
