"""How each kind of field reads its text; the field's type decides, never a guess by the file format."""

from __future__ import annotations

import datetime
import decimal
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

import attrs

from tobfit.model.codes import COUNTRIES

EXACT = decimal.Context(
    prec=60,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
"""The one context of all decimal arithmetic: what a caller sets for its own thread changes nothing here. Numbers have
at most 30 digits, so that no product or quotient that is written loses one."""
MAX_ID = 256
MAX_HINTS = 20
FEW = 16  # so many allowed names are shown when none of them is near


class Refused(ValueError):
    """A text that a field cannot take: code, message and what would have been allowed."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@attrs.frozen(eq=False)
class ScalarKind:
    """Reads and writes the scalars of one type.

    ``parse(text, quoted)`` gives the value or raises Refused; ``accepts`` says whether a value passed in by a
    call is already of the type; ``show`` gives the text and whether it stands as text (quoted where needed).
    """

    name: str
    parse: Callable[[str, bool], Any]
    accepts: Callable[[object], bool]
    show: Callable[[Any], tuple[str, bool]]
    schema: dict[str, Any]


def near(value: str, allowed: Iterable[str]) -> str | None:
    """A hint with the nearest allowed name, else the allowed names where they are few.

    >>> near("standrad", ["standard", "roadmap"])
    "did you mean 'standard'?"
    """
    names = sorted(allowed)
    close = difflib.get_close_matches(value, names, n=1, cutoff=0.6)
    if not close:
        folded = {name.casefold(): name for name in names}
        close = [folded[value.casefold()]] if value.casefold() in folded else []
    if close:
        return f"did you mean '{close[0]}'?"
    return f"allowed: {', '.join(names)}" if 0 < len(names) <= FEW else None


@attrs.define(eq=False)
class Hints:
    """The hints of one check over the same names: comparing with thousands of names is slow, so that each unknown
    name is looked up once, and of many unknown ones only the first."""

    names: Iterable[str]
    left: int = MAX_HINTS
    seen: dict[str, str | None] = attrs.field(factory=dict)

    def near(self, value: str) -> str | None:
        """As ``near``; None once enough names have been looked up.

        >>> hints = Hints({"standard", "roadmap"})
        >>> hints.near("standrad"), hints.left
        ("did you mean 'standard'?", 19)
        """
        if value in self.seen:
            return self.seen[value]
        if not self.seen:
            self.names = sorted(self.names)
        if self.left > 0:
            self.left -= 1
            self.seen[value] = near(value, self.names)
        return self.seen.get(value)


def shown(value: str, width: int = 60) -> str:
    """The value as messages quote it: cut, and safe for a terminal."""
    text = value if len(value) <= width else value[: width - 3] + "..."
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + "'"


def _text(text: str, _quoted: bool) -> str:
    return text


# Enough for any name, and little enough for every place that shows, sorts or compares ids.
ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._@:/-]*"
_ID = re.compile(ID_PATTERN)
_NUMBER_LIKE = re.compile(r"[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[0-9]+(:[0-5]?[0-9])+")


def parse_id(text: str, quoted: bool = True) -> str:
    """An id; a bare number is refused because other YAML tools would change it (1.10 becomes 1.1)."""
    if not quoted and _NUMBER_LIKE.fullmatch(text):
        raise Refused("TF208", f"the bare number {shown(text)} stands where an id belongs", f'quote it: "{text}"')
    if len(text) > MAX_ID:
        raise Refused("TF207", f"{shown(text)} is {len(text):,} characters long", f"at most {MAX_ID} characters")
    if not _ID.fullmatch(text) or unicodedata.normalize("NFC", text) != text:
        hint = "letters and digits of ASCII and . _ @ : / -, beginning with a letter or digit"
        raise Refused("TF207", f"{shown(text)} is not an id", hint)
    return text


def parse_day(text: str, _quoted: bool = True) -> datetime.date:
    """A calendar date, written YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Refused("TF211", f"{shown(text)} is not a date", "write it as YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused("TF211", f"the date {shown(text)} does not exist", "write it as YYYY-MM-DD") from None


def parse_number(text: str, _quoted: bool = True) -> Decimal:
    """A finite decimal, at most 30 digits and an exponent within 30, without thousands separators."""
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", text, re.ASCII):
        hint = "not a number, infinities and thousands separators have no place here"
        raise Refused("TF209", f"{shown(text)} is not a decimal number", hint)
    number = Decimal(text)
    if len(number.as_tuple().digits) > 30 or abs(number.adjusted()) > 30:
        raise Refused("TF209", f"{shown(text)} has too many digits", "at most 30 digits")
    return plain_decimal(number)


def plain_decimal(number: Decimal) -> Decimal:
    """The same number without exponent and trailing zeros, so that equal numbers are written alike."""
    if number == 0:
        return Decimal(0)
    stripped = number.normalize(EXACT)
    is_whole = int(stripped.as_tuple().exponent) > 0 and stripped.adjusted() < EXACT.prec
    return stripped.quantize(Decimal(1), context=EXACT) if is_whole else stripped


def number_text(number: Decimal) -> str:
    """The number as documents write it: no exponent."""
    return format(number, "f")


def bounded(low: str | None, high: str | None, low_open: bool = False) -> Callable[[str, bool], Decimal]:
    """A reader of decimals within bounds; ``low_open`` leaves the lower end out."""

    def parse(text: str, quoted: bool = True) -> Decimal:
        number = parse_number(text, quoted)
        too_low = low is not None and (number < Decimal(low) or (low_open and number == Decimal(low)))
        if too_low or (high is not None and number > Decimal(high)):
            raise Refused("TF210", f"{shown(text)} is out of range", f"allowed: {_range(low, high, low_open)}")
        return number

    return parse


def _range(low: str | None, high: str | None, low_open: bool) -> str:
    lower = "" if low is None else f"{'more than' if low_open else 'at least'} {low}"
    upper = "" if high is None else f"at most {high}"
    return ", ".join(part for part in (lower, upper) if part)


def parse_whole(text: str, _quoted: bool = True) -> int:
    """A whole number of things, 0 or more."""
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise Refused("TF209", f"{shown(text)} is not a whole number", "digits only, 0 or more")
    return int(text)


def parse_bool(text: str, _quoted: bool = True) -> bool:
    """``true`` or ``false``, nothing else: yes, on and 1 mean different things to different tools."""
    if text not in ("true", "false"):
        raise Refused("TF214", f"{shown(text)} is neither true nor false", "write true or false")
    return text == "true"


def parse_jurisdiction(text: str, _quoted: bool = True) -> str:
    """An upper-case ISO 3166 code of a country, one of its subdivisions (US-CA), or EU."""
    if text in COUNTRIES or text == "EU" or (re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", text) and text[:2] in COUNTRIES):
        return text
    upper = text.upper()
    hint = f'did you mean "{upper}"?' if upper in COUNTRIES or upper == "EU" else "an upper-case ISO 3166 code, or EU"
    raise Refused("TF206", f"{shown(text)} is not a jurisdiction", hint)


def parse_fraction(text: str, quoted: bool = True) -> Fraction:
    """A decimal, or numerator/denominator."""
    if match := re.fullmatch(r"(\d{1,15})/([1-9]\d{0,14})", text, re.ASCII):
        return Fraction(int(match[1]), int(match[2]))
    return Fraction(parse_number(text, quoted))


def show_fraction(value: Fraction) -> str:
    """A decimal where it ends, else numerator/denominator."""
    number = plain_decimal(EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))
    # A longer decimal could be exact too, but no field would read it back.
    is_exact = len(number.as_tuple().digits) <= 30 and Fraction(number) == value
    return number_text(number) if is_exact else f"{value.numerator}/{value.denominator}"


Extent = Literal["full", "partial"] | Fraction


def parse_extent(text: str, quoted: bool = True) -> Extent:
    """``full``, ``partial``, or a fraction in (0, 1]; 1 is full."""
    if text == "full":
        return "full"
    if text == "partial":
        return "partial"
    try:
        share = parse_fraction(text, quoted)
    except Refused:
        raise Refused("TF206", f"{shown(text)} is not an extent", "full, partial, or a fraction in (0, 1]") from None
    if not 0 < share <= 1:
        raise Refused("TF210", f"the extent {shown(text)} is out of range", "full, partial, or a fraction in (0, 1]")
    return "full" if share == 1 else share


Available = datetime.date | Literal["unknown"]


def parse_available(text: str, quoted: bool = True) -> Available:
    """A date, or ``unknown`` where a foreign format gave none."""
    return "unknown" if text == "unknown" else parse_day(text, quoted)


_as_text = {"type": "string"}
_as_number = {"type": ["number", "string"]}


def _is(*types: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, types) and not (isinstance(value, bool) and bool not in types)


def _quoted_text(value: object) -> tuple[str, bool]:
    return str(value), True


def _bare_text(value: object) -> tuple[str, bool]:
    return str(value), False


def _bare_number(value: Decimal) -> tuple[str, bool]:
    return number_text(value), False


def _never(_value: object) -> bool:
    return False


TEXT = ScalarKind("text", _text, _never, _quoted_text, {"type": ["string", "number", "boolean"]})
_as_id = {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID}
ID = ScalarKind("id", parse_id, _never, _quoted_text, _as_id)
JURISDICTION = ScalarKind(
    "jurisdiction",
    parse_jurisdiction,
    _never,
    _quoted_text,
    {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"},
)
DAY = ScalarKind(
    "date",
    parse_day,
    lambda value: isinstance(value, datetime.date) and not isinstance(value, datetime.datetime),
    _bare_text,
    {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
)
AVAILABLE = ScalarKind("date or unknown", parse_available, DAY.accepts, _bare_text, _as_text)
BOOL = ScalarKind(
    "true or false", parse_bool, _is(bool), lambda v: ("true" if v else "false", False), {"type": "boolean"}
)
WHOLE = ScalarKind("whole number", parse_whole, _never, _bare_text, {"type": ["integer", "string"]})
EXTENT = ScalarKind(
    "extent",
    parse_extent,
    _never,
    lambda v: (v, True) if isinstance(v, str) else (show_fraction(v), "/" in show_fraction(v)),
    _as_number,
)


def _number_kind(name: str, low: str | None, high: str | None, low_open: bool = False) -> ScalarKind:
    return ScalarKind(name, bounded(low, high, low_open), _never, _bare_number, _as_number)


Text = Annotated[str, TEXT]
Id = Annotated[str, ID]
Jurisdiction = Annotated[str, JURISDICTION]
Day = Annotated[datetime.date, DAY]
AvailableDay = Annotated[datetime.date | Literal["unknown"], AVAILABLE]
Flag = Annotated[bool, BOOL]
Whole = Annotated[int, WHOLE]
Positive = Annotated[Decimal, _number_kind("number above 0", "0", None, low_open=True)]
NotNegative = Annotated[Decimal, _number_kind("number, 0 or more", "0", None)]
Share = Annotated[Decimal, _number_kind("share from 0 to 1", "0", "1")]
ExtentField = Annotated[Literal["full", "partial"] | Fraction, EXTENT]
