"""What a cell that takes a text may hold, and what would have changed its meaning on the way."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

from tobfit.errors import Problem
from tobfit.intake.cells import Grid, as_text, folded
from tobfit.intake.scanning import Cell
from tobfit.intake.wording import Wording, narrow
from tobfit.model.scalars import Extent, Refused, parse_available, parse_extent, shown

MAX_EXACT = 1e15
"""From here on a spreadsheet does not keep every digit of a number."""
AS_TEXT = "format the cell as text, then type it again as it is meant"


def fault_of(grid: Grid, cell: Cell) -> Problem | None:
    """Why nothing can be read from a cell: a formula, an error value."""
    if cell in grid.scan.formulas:
        hint = "copy the cell and paste its value: what a formula gives depends on where it is opened"
        return grid.problem("TF158", cell, "a formula stands where an answer belongs", hint)
    if cell in grid.scan.errors:
        message = f"the error value {grid.text(*cell) or '#N/A'} stands where an answer belongs"
        return grid.problem("TF159", cell, message, "clear the cell, or type the answer")
    return None


def plain_text(grid: Grid, cell: Cell) -> str:
    """The text of a cell; Refused with TF157 for what a spreadsheet holds as something else than what was typed."""
    value = grid.raw(*cell)
    if isinstance(value, str):
        return as_text(value)
    if isinstance(value, bool):
        raise Refused("TF157", f"the truth value {as_text(value)} stands where a text belongs", AS_TEXT)
    if isinstance(value, int | float):
        hint = f"{AS_TEXT}: 1.10 would become 1.1, and 99.9 % would become 0.999"
        raise Refused("TF157", f"the number {as_text(value)} stands where a text belongs", hint)
    what = "date" if isinstance(value, datetime.date) else "time"
    raise Refused("TF157", f"the {what} {as_text(value)} stands where a text belongs", AS_TEXT)


def id_text(grid: Grid, cell: Cell) -> str:
    """The text of a cell that holds an id or a number of a line: a whole number says itself, whatever held it; of any
    other one the spreadsheet has lost whether a 0 stood at its end."""
    value = grid.raw(*cell)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain_text(grid, cell)
    text = as_text(value)
    if float(value).is_integer() and abs(value) < MAX_EXACT:
        return text
    told = "" if float(value).is_integer() else f": it may have been {text} or {text}0"
    raise Refused("TF157", f"the number {text} stands where a text belongs{told}", AS_TEXT)


def code(grid: Grid, cell: Cell, wording: Wording) -> str:
    """The code of a closed column."""
    return wording.code(plain_text(grid, cell))


def day(grid: Grid, cell: Cell) -> datetime.date | str:
    """A date, as a date of the spreadsheet or written with the year first; or the word ``unknown`` or ``未知``."""
    value = grid.raw(*cell)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = plain_text(grid, cell)
    return "unknown" if folded(text) in map(folded, UNKNOWN) else parse_available(day_text(text))


UNKNOWN = ("unknown", "未知")
_DAY = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")


def day_text(text: str) -> str:
    """A date that was written with the year first, as YYYY-MM-DD; any other text as it is, for its order is a guess.

    >>> day_text("２０２７－０６－３０"), day_text("2027年6月30日"), day_text("2027/6/30"), day_text("6/30/2027")
    ('2027-06-30', '2027-06-30', '2027-06-30', '6/30/2027')
    """
    found = _DAY.fullmatch(re.sub(r"\s+", "", narrow(text)))
    if found is None:
        return text
    year, month, number = found[1], found[3] or found[5], found[4] or found[6]
    return f"{year}-{month:0>2}-{number:0>2}"


def extent(grid: Grid, cell: Cell, wording: Wording) -> Extent:
    """full, partial, or a share in (0, 1]: a number too, for 50 % and 0.5 are one number."""
    value = grid.raw(*cell)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return parse_extent(str(value))
    text = plain_text(grid, cell)
    try:
        return parse_extent(wording.code(text))
    except Refused as refused:
        if refused.code != "TF160":
            raise
    percent = narrow(text)
    if percent.endswith("%"):
        return parse_extent(_share(percent[:-1].strip(), text))
    try:
        return parse_extent(percent)
    except Refused as refused:
        if refused.code == "TF206":
            raise Refused("TF160", f"{shown(text)} is not an extent", "full, partial, or a share such as 0.5") from None
        raise


def _share(text: str, whole: str) -> str:
    """A percentage as the share that it is, exactly.

    >>> _share("12.5", "12.5 %")
    '1/8'
    """
    try:
        share = Fraction(text) / 100
    except (ValueError, ZeroDivisionError):
        raise Refused("TF160", f"{shown(whole)} is not an extent", "full, partial, or a share such as 0.5") from None
    return f"{share.numerator}/{share.denominator}"
