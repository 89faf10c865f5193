"""Amounts of money that can be added up: once, or per time over a horizon."""

from __future__ import annotations

from fractions import Fraction

from tobfit.model.interval import decimal_of
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import plain_decimal
from tobfit.model.units import measure

Horizon = Quantity | None
"""The time over which prices per time are added up, where the client says so."""


def over_horizon(price: Quantity, horizon: Horizon) -> tuple[str, Fraction]:
    """Unit and amount: a price per time over the horizon as money, where both count in the same units of time; else as
    it is. Amounts of different units do not add up.

    >>> from tobfit.model.quantity import parse_quantity
    >>> over_horizon(parse_quantity("1200 CNY/year"), parse_quantity("3 years"))
    ('CNY', Fraction(3600, 1))
    >>> over_horizon(parse_quantity("100 CNY/month"), None)
    ('CNY/month', Fraction(100, 1))
    """
    found = measure(price.unit)
    currency, time = found.dimension
    if not time:
        return currency.partition(":")[2], Fraction(price.number) * found.factor
    if horizon is not None and measure(horizon.unit).dimension == (time, ""):
        return currency.partition(":")[2], Fraction(price.number) * found.factor * horizon.base[1]
    return str(price.unit), Fraction(price.number)


def quantity_of(unit: str, amount: Fraction) -> Quantity:
    """The amount as a quantity; to 28 digits where it has more.

    >>> print(quantity_of("CNY", Fraction(7200, 2)))
    3600 CNY
    """
    return Quantity(plain_decimal(decimal_of(amount)), unit)
