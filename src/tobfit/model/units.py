"""Units: what they measure and how they convert, exactly.

A month is not a number of days, and one currency is not another: such pairs measure the same thing but compare only
with a rule from outside (policy.month_days, a dated rate).
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Annotated

import attrs

from tobfit.model.codes import CURRENCIES
from tobfit.model.scalars import Refused, ScalarKind, near, shown

_TIME = {
    "ms": Fraction(1, 1000),
    **{name: Fraction(s) for name, s in {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800}.items()},
}
_CALENDAR = {"month": 1, "year": 12}
_DATA = {
    **{name: Fraction(1000) ** power for power, name in enumerate(("B", "kB", "MB", "GB", "TB", "PB"))},
    **{name: Fraction(1024) ** power for power, name in enumerate(("KiB", "MiB", "GiB", "TiB", "PiB"), 1)},
    **{name: Fraction(1000) ** power / 8 for power, name in enumerate(("bit", "kbit", "Mbit", "Gbit"))},
}
_COUNTED = ("user", "site", "device", "person", "tx", "req", "msg", "call", "record", "count")

UNITS: dict[str, tuple[str, Fraction]] = {
    **{name: ("time", factor) for name, factor in _TIME.items()},
    **{name: ("calendar", Fraction(factor)) for name, factor in _CALENDAR.items()},
    **{name: ("data", Fraction(factor)) for name, factor in _DATA.items()},
    **{name: (name, Fraction(1)) for name in _COUNTED},
    "%": ("%", Fraction(1)),
    "person_day": ("effort", Fraction(1)),
    "money": ("money", Fraction(1)),
    **{code: (f"money:{code}", Fraction(1)) for code in CURRENCIES},
}
ALIASES = {
    "millisecond": "ms", "毫秒": "ms", "sec": "s", "second": "s", "秒": "s", "minute": "min", "mins": "min",
    "分钟": "min", "分": "min", "hour": "h", "hr": "h", "hrs": "h", "小时": "h", "days": "day", "d": "day",
    "天": "day", "日": "day", "weeks": "week", "周": "week", "星期": "week", "月": "month", "个月": "month",
    "mo": "month", "yr": "year", "年": "year", "percent": "%", "％": "%", "pct": "%", "KB": "kB",
    "users": "user", "用户": "user", "人": "person", "people": "person", "persons": "person",
    "employee": "person", "transaction": "tx", "request": "req", "message": "msg", "次": "count",
    "个": "count",
    "item": "count", "times": "count", "人天": "person_day", "人日": "person_day", "person-day": "person_day",
    "man-day": "person_day", "RMB": "CNY", "元": "CNY", "人民币": "CNY",
    "€": "EUR", "欧元": "EUR", "美元": "USD",
    "per_year": "count/year", "tps": "tx/s", "TPS": "tx/s", "qps": "req/s", "QPS": "req/s",
    "byte": "B", "bytes": "B",
}  # fmt: skip
MULTIPLES = {"万元": (10_000, "CNY"), "亿元": (100_000_000, "CNY"), "千元": (1000, "CNY")}


@attrs.frozen
class Measure:
    """What a unit measures, ``(numerator, denominator)`` with "" for none, and its size in base units."""

    dimension: tuple[str, str]
    factor: Fraction


@functools.lru_cache(1024)
def canonical_unit(text: str) -> str:
    """The vocabulary's name of a unit: singular, aliases resolved, blanks gone.

    >>> canonical_unit("months"), canonical_unit("CNY / years"), canonical_unit("小时")
    ('month', 'CNY/year', 'h')
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2 or not parts[-1]:
        raise Refused("TF213", f"{shown(text)} is not a unit", "one unit, or one per another such as CNY/year")
    names = [_single(part) if part else "" for part in parts]
    joined = "/".join(names)
    if joined.count("/") > 1:
        raise Refused("TF213", f"{shown(text)} is not a unit", "a rate cannot be divided again")
    return joined


def _single(name: str) -> str:
    for candidate in (name, name.removesuffix("s"), name.lower(), name.lower().removesuffix("s")):
        if candidate in UNITS:
            return candidate
        if candidate in ALIASES:
            return ALIASES[candidate]
    raise Refused("TF213", f"unknown unit {shown(name)}", near(name, [*UNITS, *ALIASES]))


@functools.lru_cache(1024)
def measure(unit: str | None) -> Measure:
    """The measure of a canonical unit; None is a bare number."""
    if unit is None:
        return Measure(("", ""), Fraction(1))
    numerator, _, denominator = unit.partition("/")
    upper_dimension, upper = UNITS[numerator] if numerator else ("count", Fraction(1))
    lower_dimension, lower = UNITS[denominator] if denominator else ("", Fraction(1))
    return Measure((upper_dimension, lower_dimension), upper / lower)


def kin(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two dimensions measure the same thing, if need be by a rule from outside."""
    return all(_family(x) == _family(y) for x, y in zip(a, b, strict=True))


def _family(dimension: str) -> str:
    return "time" if dimension == "calendar" else dimension.partition(":")[0]


def suits(unit: str | None, wanted: str | None) -> bool:
    """Whether a value in ``unit`` can stand where the vocabulary says ``wanted``.

    >>> suits("week", "day"), suits("day", "month"), suits("ms", "%"), suits("CNY/year", "money/year")
    (True, True, False, True)
    """
    return kin(measure(as_effort(unit, wanted)).dimension, measure(wanted).dimension)


def as_effort(unit: str | None, wanted: str | None) -> str | None:
    """``day`` of effort is a person-day; everything else stays."""
    return "person_day" if wanted == "person_day" and unit == "day" else unit


UNIT = ScalarKind(
    "unit",
    lambda text, _quoted: canonical_unit(text),
    lambda _value: False,
    lambda value: (value, True),
    {"type": "string"},
)
Unit = Annotated[str, UNIT]
"""A unit by its canonical name, whichever way it was written; ``money`` is any currency."""


def parse_currency(text: str, _quoted: bool = True) -> str:
    """A currency by its code, whichever way it was written.

    >>> parse_currency("RMB"), parse_currency("EUR")
    ('CNY', 'EUR')
    """
    name = canonical_unit(text)
    if name not in CURRENCIES:
        raise Refused("TF303", f"{shown(text)} is not a currency", "a code of ISO 4217, such as CNY or EUR")
    return name


CURRENCY = ScalarKind(
    "currency",
    parse_currency,
    lambda _value: False,
    lambda value: (value, True),
    {"type": "string"},
)
Currency = Annotated[str, CURRENCY]
"""A currency by its code of ISO 4217."""
