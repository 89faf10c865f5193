"""A report, or the result of a later stage, as a data frame without a library for data frames."""

from __future__ import annotations

from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.scalars import near, shown
from tobfit.report.explained.explaining import explain
from tobfit.report.frame_columns import columns_of
from tobfit.report.frame_rows import MAKERS
from tobfit.report.framed import Frame, framed
from tobfit.report.rows import records
from tobfit.report.told import teller_of
from tobfit.report.words import Words, check_audience

KINDS = ("lines", *MAKERS)
"""What the rows of a report can be."""


def frame(report: Report | Any, of: str = "lines", *, lang: str = "en", audience: str = "client") -> Frame:
    """Rows of a report: ``lines`` (what ``records`` gives), ``products``, ``gaps``, ``questions``, ``evidence`` or
    ``findings``; of the result of a later stage its own rows, where ``of`` stays ``lines``.

    Every kind has declared columns, the same where there is no row. Texts are in ``lang``; codes, ids and figures are
    not translated. Fractions become the nearest floats. ``audience="internal"`` adds the columns that only internal
    readers may see. Neither the ways out of gaps nor the effects of answers are worked out. Another ``of`` is TF475,
    another audience a ValueError.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5"))
    >>> frame(report, "gaps").rows[0]["kind"], len(frame(report)), frame(report, "evidence").columns[:2]
    ('unknown', 1, ('client', 'product'))
    """
    check_audience(audience)
    words = Words(lang)
    is_report = isinstance(report, Report)
    if not is_report:
        teller_of(report)  # a TypeError for anything that is neither
    allowed = KINDS if is_report else KINDS[:1]
    if of not in allowed:
        raise TobfitError([_unknown(of, allowed)])
    name = of if is_report else type(report).__name__
    if is_report and of != "lines":
        rows = list(MAKERS[of](explain(report, lang=words.lang, audience=audience, limit=None)))
    else:
        rows = records(report, lang=words.lang, audience=audience)
    return framed(name, columns_of(name, report, internal=audience == "internal"), rows, words.lang)


def _unknown(of: object, allowed: tuple[str, ...]) -> Problem:
    choice = ", ".join(allowed)
    hint = (near(of, allowed) if isinstance(of, str) else None) or f"give one of: {choice}"
    return Problem(code="TF475", message=f"no rows are called {shown(str(of))}", path="of", hint=hint)
