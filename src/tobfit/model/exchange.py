"""What a currency is worth in another one on a day, by dated rates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction

import attrs

from tobfit.model.service import ExchangeRate


@attrs.frozen
class Worth:
    """What one unit of a currency is worth in another: exact, with the rate that says so (None: the same currency)."""

    factor: Fraction
    rate: ExchangeRate | None = None


def worth_of(
    currency: str, other: str, rates: Iterable[ExchangeRate], as_of: datetime.date | None = None
) -> Worth | None:
    """What one unit of ``currency`` is worth in ``other``; None where no rate says so.

    Of the rates of the two the latest one on or before ``as_of`` counts (None: the latest of all), of several on one
    day the one that comes last, which is that of the highest pack layer. A rate counts in both directions, its inverse
    as an exact fraction. Rates are not chained over a third currency: that would mix days and sources.

    >>> rates = [ExchangeRate(base="EUR", quote="CNY", rate="7.8", on="2026-10-01")]
    >>> worth_of("EUR", "CNY", rates).factor, worth_of("CNY", "EUR", rates).factor
    (Fraction(39, 5), Fraction(5, 39))
    >>> worth_of("EUR", "CNY", rates, datetime.date(2026, 9, 30)) is None
    True
    """
    if currency == other:
        return Worth(Fraction(1))
    found: ExchangeRate | None = None
    for rate in rates:
        is_theirs = {rate.base, rate.quote} == {currency, other}
        is_known = as_of is None or rate.on <= as_of
        if is_theirs and is_known and (found is None or rate.on >= found.on):
            found = rate
    if found is None:
        return None
    factor = Fraction(found.rate)
    return Worth(factor if found.base == currency else 1 / factor, found)
