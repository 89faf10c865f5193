"""What a person-day costs: the rate that a service names, else the one that is given, else what the others have.

All rates are counted in one currency, by the dated rates of the packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.cost_records import RateBasis
from tobfit.commercial.estimate_pieces import Piece
from tobfit.commercial.money import Purse, used_rates
from tobfit.commercial.vendor_services import Offered
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import quantity_of, split
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, shown
from tobfit.model.service import ExchangeRate

DAYS = ("day", "person_day")
CENT = Fraction(100)
HINT = "an amount for each day, such as 2000 CNY/day"


@attrs.frozen
class DayRate:
    """An amount for each person-day, from the cheapest to the dearest that comes into question."""

    low: Fraction
    high: Fraction
    basis: RateBasis

    @property
    def middle(self) -> Fraction:
        """What the likely case is worked out with."""
        return (self.low + self.high) / 2

    @property
    def interval(self) -> Interval:
        """Both ends."""
        return Interval(Ratio(self.low), Ratio(self.high))


@attrs.frozen(eq=False)
class Rates:
    """The rate of each piece by its id (None: nobody said), the currency of all of them (None: no rate at all), and the
    exchange rates by which they are counted in it. Amounts are rounded to a part of ``step``: a hundredth, of the
    currency that all rates were in before they were counted in another one, so that in any currency they are worth the
    same."""

    by_piece: dict[str, DayRate | None]
    currency: str | None
    exchange: tuple[ExchangeRate, ...] = ()
    step: Fraction = CENT


def read_rate(rate: Any) -> Quantity | None:
    """A rate that a call gives; TF434 for anything but money for each day."""
    if rate is None:
        return None
    try:
        found = rate if isinstance(rate, Quantity) else parse_money(str(rate))
    except Refused as refused:
        raise TobfitError([Problem(code="TF434", message=refused.message, path="rate", hint=HINT)]) from None
    if daily(found) is None:
        message = f"{shown(str(found))} is no amount of money for each day"
        raise TobfitError([Problem(code="TF434", message=message, path="rate", hint=HINT)])
    return found


def daily(rate: Quantity | None) -> tuple[str, Fraction] | None:
    """Currency and amount for a person-day; None of anything else (a rate for each hour leaves open how long a day
    is)."""
    if rate is None or rate.unit is None or rate.number < 0:
        return None
    currency, _, time = rate.unit.partition("/")
    is_money = rate.base[0][0].startswith("money:")
    return (currency, Fraction(rate.number)) if is_money and time in DAYS else None


def rates_of(
    pieces: Sequence[Piece], services: Sequence[Offered], given: Quantity | None, wanted: str | None, fit: Fit
) -> Rates:
    """The rate of each piece. Where neither the service nor the call names one, all rates of the vendor's services come
    into question: one that all agree on, or the range over them, which is an assumption.

    ``wanted`` is the currency to count in; None: the one that all name, else that of the call's rate, of the client's
    budget, of the first service. TF435 for what no dated rate of the packs leads to.
    """
    known = {one.target: found for one in services if (found := daily(one.service.rate)) is not None}
    asked = daily(given)
    said = {**({} if asked is None else {"rate": asked}), **{f"{name}.rate": found for name, found in known.items()}}
    if not said:
        return Rates(dict.fromkeys((piece.id for piece in pieces), None), None)
    purse = Purse.of(fit.world, wanted or _currency(said, fit))
    problems = [fault for name, one in said.items() if (fault := _problem(purse, name, one)) is not None]
    if problems:
        raise TobfitError(problems)
    usual = _usual([_counted(purse, one) for one in known.values()])
    own = None if asked is None else _point(_counted(purse, asked), "given")
    by_piece = {piece.id: _rate_of(piece, purse, own, usual) for piece in pieces}
    named = sorted({currency for currency, _ in said.values()})
    step = CENT / _counted(purse, (named[0], Fraction(1))) if len(named) == 1 else CENT
    return Rates(by_piece, purse.currency, used_rates(purse, named), step)


def _currency(said: dict[str, tuple[str, Fraction]], fit: Fit) -> str:
    """What to count in where nobody says: the currency of all rates; of several the call's, else the budget's."""
    named = list(dict.fromkeys(currency for currency, _ in said.values()))
    budget = fit.world.client.budget
    if len(named) == 1 or "rate" in said or budget is None:
        return named[0]
    return split(budget.amount.unit)[0]


def _problem(purse: Purse, where: str, said: tuple[str, Fraction]) -> Problem | None:
    # How much it is, is internal and stays out of the message.
    return purse.problem(where, quantity_of(said[0], Fraction(1)))


def _counted(purse: Purse, said: tuple[str, Fraction]) -> Fraction:
    worth = purse.worth(said[0])
    assert worth is not None
    return said[1] * worth.factor


def _rate_of(piece: Piece, purse: Purse, given: DayRate | None, usual: DayRate | None) -> DayRate | None:
    """A rate for another time than a day is no rate that others may stand in for."""
    found = daily(piece.rate)
    if found is not None:
        return _point(_counted(purse, found), "own")
    return given if given is not None or piece.rate is not None else usual


def _point(amount: Fraction, basis: RateBasis) -> DayRate:
    return DayRate(amount, amount, basis)


def _usual(others: Iterable[Fraction]) -> DayRate | None:
    amounts = sorted(set(others))
    if not amounts:
        return None
    return DayRate(amounts[0], amounts[-1], "agreed" if len(amounts) == 1 else "assumed")
