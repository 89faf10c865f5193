"""What the hidden sheet of a workbook says of it: for whom it was made, its lines, its questions and their answers."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import attrs

from tobfit.errors import Problem
from tobfit.intake.cells import Grid
from tobfit.intake.layout import FORMAT, HIDDEN, SHEETS
from tobfit.intake.layout import LANGUAGES as KNOWN_LANGUAGES
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.scalars import Refused, parse_day, parse_id

PIECE = 32_000
"""How much of a long text stands in one cell of the hidden sheet."""

Option = tuple[str, Mapping[str, Any]]
"""The words of an answer, and the changes that it means."""


@attrs.frozen
class LineKept:
    """A line of the matrix: ``mark`` tells whether its text, priority or need was changed; ``dated``: the product
    states a date for it already."""

    product: str
    requirement: str
    mark: str
    dated: bool = False


@attrs.frozen
class QuestionKept:
    """A question: ``closed`` takes its options alone; ``kind`` says how a typed answer is read."""

    product: str
    target: str
    kind: Literal["closed", "text", "day"]
    options: tuple[Option, ...] = ()


@attrs.frozen
class Contents:
    """All that the hidden sheet says."""

    client: str
    as_of: datetime.date | None
    lang: str
    sheets: Mapping[str, str]
    lines: tuple[LineKept, ...] = ()
    questions: tuple[QuestionKept, ...] = ()
    offers: Mapping[str, str] = FrozenMap()
    """Offer -> its products, for which answers are given instead."""

    def rows(self) -> Iterable[tuple[str, ...]]:
        """The rows of the hidden sheet."""
        yield "tobfit", FORMAT
        yield "client", self.client
        yield "as_of", "" if self.as_of is None else self.as_of.isoformat()
        yield "lang", self.lang
        yield from (("sheet", key, self.sheets[key]) for key in sorted(self.sheets))
        yield from (("offer", name, self.offers[name]) for name in sorted(self.offers))
        for line in self.lines:
            yield "line", line.product, line.requirement, line.mark, "dated" if line.dated else ""
        for question in self.questions:
            yield "question", question.product, question.target, question.kind
            for label, changes in question.options:
                data = json.dumps(changes, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
                pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
                yield "option", label, *pieces


def mark_of(*parts: str) -> str:
    """A short mark of texts, the same whatever blanks stand in them."""
    plain = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def contents_of(grid: Grid, problems: list[Problem]) -> Contents | None:
    """What the hidden sheet says; None with TF153 in ``problems`` where it is not as it was written."""
    # As it stands: a long text goes on in the next cell, and blanks at the seam are part of it.
    rows = [[str(cell) for cell in cells] for cells in grid.rows]
    told = [[*row, "", "", "", "", ""] for row in rows if row and row[0]]
    heads: dict[str, list[str]] = {row[0]: row for row in reversed(told)}
    hint = "take the workbook as it was sent: its hidden sheets belong to it"
    if heads.get("tobfit", ["", ""])[1] != FORMAT:
        message = f"the hidden sheet {HIDDEN!r} is not of the form {FORMAT}"
        problems.append(grid.problem("TF153", (0, 0), message, hint))
        return None
    try:
        return Contents(
            client=parse_id(heads["client"][1]),
            as_of=parse_day(heads["as_of"][1]) if heads["as_of"][1] else None,
            lang=heads["lang"][1] if heads["lang"][1] in KNOWN_LANGUAGES else "en",
            sheets={row[1]: row[2] for row in told if row[0] == "sheet" and row[1] in SHEETS},
            lines=tuple(_line(row) for row in told if row[0] == "line"),
            questions=tuple(_questions(told)),
            offers={row[1]: row[2] for row in told if row[0] == "offer"},
        )
    except (KeyError, ValueError, RecursionError) as error:
        said = error.message if isinstance(error, Refused) else type(error).__name__
        problems.append(grid.problem("TF153", (0, 0), f"the hidden sheet {HIDDEN!r} was changed: {said}", hint))
        return None


def _line(row: Sequence[str]) -> LineKept:
    return LineKept(parse_id(row[1]), parse_id(row[2]), row[3], row[4] == "dated")


def _questions(rows: Sequence[Sequence[str]]) -> Iterable[QuestionKept]:
    current: QuestionKept | None = None
    for row in rows:
        if row[0] == "question":
            if current is not None:
                yield current
            kind: Any = row[3] if row[3] in ("closed", "text", "day") else "text"
            current = QuestionKept(row[1], row[2], kind)
        elif row[0] == "option" and current is not None:
            changes = json.loads("".join(row[2:]))
            if not isinstance(changes, dict):
                raise ValueError("an option without changes")
            current = attrs.evolve(current, options=(*current.options, (row[1], frozen(changes))))
    if current is not None:
        yield current
