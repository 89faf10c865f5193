"""Quantities: a decimal with a unit, compared exactly or not at all."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import attrs

from tobfit.model.scalars import EXACT, Refused, ScalarKind, number_text, parse_number, plain_decimal, shown
from tobfit.model.tree import Scalar
from tobfit.model.units import MULTIPLES, as_effort, canonical_unit, kin, measure, suits

_QUANTITY = re.compile(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]{1,3})?)\s*(\S.*?)?\s*")
_SEPARATED = re.compile(r"\s*[-+]?\d{1,3}([,' ]\d{3})+")


@attrs.frozen
class Quantity:
    """A number with a canonical unit, or a bare number whose unit the vocabulary gives.

    >>> print(parse_quantity("6 months")), parse_quantity("12 month") == parse_quantity("12.0 months")
    6 month
    (None, True)
    """

    number: Decimal
    unit: str | None = None

    def __str__(self) -> str:
        text = number_text(self.number)
        return text if self.unit is None else f"{text} {self.unit}"

    def to_node(self) -> Scalar:
        """The tree of the quantity, for values passed in by a call."""
        return Scalar(str(self), True)

    def within(self, unit: str | None) -> Quantity:
        """The quantity as a field of that unit reads it: a bare number takes the unit, a day of effort is one
        person-day."""
        return Quantity(self.number, unit if self.unit is None else as_effort(self.unit, unit))

    @property
    def base(self) -> tuple[tuple[str, str], Fraction]:
        """Dimension and size in base units, exact."""
        size = measure(self.unit)
        return size.dimension, Fraction(self.number) * size.factor


@functools.lru_cache(4096)
def parse_quantity(text: str, _quoted: bool = True) -> Quantity:
    """``99.9 %``, ``200 ms``, ``300000000 CNY`` or a bare number; errors TF212 and TF213."""
    match = _QUANTITY.fullmatch(text)
    if match is None or _SEPARATED.match(text):
        hint = "a number and a unit, such as 6 months or 300000 CNY, without thousands separators"
        raise Refused("TF212", f"{shown(text)} is not a quantity", hint)
    number = parse_number(match[1])
    if match[2] is None:
        return Quantity(number)
    if match[2] in MULTIPLES:
        factor, unit = MULTIPLES[match[2]]
        return Quantity(plain_decimal(EXACT.multiply(number, Decimal(factor))), unit)
    return Quantity(number, canonical_unit(match[2]))


def ratio_to(value: Quantity, bound: Quantity, month_days: Decimal | None) -> tuple[Fraction, Fraction] | None:
    """Both in one scale, or None where they cannot be compared (months against days, two currencies).

    Units that do not measure the same thing raise Refused TF303; documents are checked before this.
    """
    (dimension, size), (other, limit) = value.base, bound.base
    if not kin(dimension, other):
        raise Refused("TF303", f"{value} and {bound} do not measure the same thing")
    if dimension[0] != other[0] and "money" in dimension[0]:
        return None
    if month_days is not None:
        # Also where both are months: every pair of one need must come out in the same scale.
        return size * _month_factor(dimension, month_days), limit * _month_factor(other, month_days)
    return (size, limit) if dimension == other else None


def _month_factor(dimension: tuple[str, str], month_days: Decimal) -> Fraction:
    month = Fraction(month_days) * 86400
    upper = month if dimension[0] == "calendar" else Fraction(1)
    return upper / month if dimension[1] == "calendar" else upper


def quantity_kind(name: str, wanted: str | None, examples: str) -> ScalarKind:
    """The kind of a field that takes quantities of one dimension; a bare number is refused."""

    def parse(text: str, quoted: bool = True) -> Quantity:
        quantity = parse_quantity(text, quoted)
        if wanted is not None and not suits(quantity.unit, wanted):
            raise Refused("TF303", f"{shown(text)} is not {name}", f"such as {examples}")
        if wanted is not None and quantity.number < 0:
            raise Refused("TF210", f"{shown(text)} is below 0", "0 or more")
        return quantity.within(wanted)

    return _kind(name, parse)


def _kind(name: str, parse: Callable[[str, bool], Any]) -> ScalarKind:
    def show(value: Quantity) -> tuple[str, bool]:
        return str(value), value.unit is not None

    def accepts(_value: object) -> bool:
        return False

    return ScalarKind(name, parse, accepts, show, {"type": ["string", "number"]})


def parse_money(text: str, quoted: bool = True) -> Quantity:
    """An amount in a currency, once or per a time: ``20000 CNY``, ``60000 CNY/year``."""
    quantity = parse_quantity(text, quoted)
    if not measure(quantity.unit).dimension[0].startswith("money:"):
        raise Refused("TF303", f"{shown(text)} is not an amount of money", "such as 20000 CNY or 60000 CNY/year")
    if quantity.number < 0:
        raise Refused("TF210", f"{shown(text)} is below 0", "0 or more")
    return quantity


Amount = Annotated[Quantity, _kind("quantity", parse_quantity)]
Money = Annotated[Quantity, _kind("amount of money", parse_money)]
PersonDays = Annotated[Quantity, quantity_kind("an effort", "person_day", "5 days (person-days)")]
Duration = Annotated[Quantity, quantity_kind("a duration", "s", "10 min or 3 years")]
Frequency = Annotated[Quantity, quantity_kind("a rate", "count/s", "5 /s")]
