"""Exact amounts of money in one currency: conversion by dated rates, sums that refuse to mix."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.world import World
from tobfit.model.codes import CURRENCIES
from tobfit.model.exchange import Worth, worth_of
from tobfit.model.over_time import split
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import near, shown
from tobfit.model.service import ExchangeRate

Named = tuple[str, Quantity]
"""What an amount is paid for, and the amount."""


@attrs.frozen
class Purse:
    """Amounts are counted in ``currency``, by the rates known on ``as_of`` (None: the latest); those of a higher pack
    layer come later.

    >>> from tobfit.model.quantity import parse_quantity
    >>> rates = (ExchangeRate(base="EUR", quote="CNY", rate="7.5", on="2026-10-01"),)
    >>> purse = Purse("CNY", rates)
    >>> purse.sum([("licence", parse_quantity("1000 EUR")), ("set-up", parse_quantity("0.1 CNY"))])
    Fraction(75001, 10)
    """

    currency: str
    rates: tuple[ExchangeRate, ...] = ()
    as_of: datetime.date | None = None

    @classmethod
    def of(cls, world: World, currency: str) -> Purse:
        """By the rates of a world's packs, on its date."""
        return cls(currency, world.packs.base.rates, world.as_of)

    def worth(self, currency: str) -> Worth | None:
        """What one unit of another currency is worth here, and by which rate; None where no rate says so."""
        return worth_of(currency, self.currency, self.rates, self.as_of)

    def amount(self, money: Quantity) -> Fraction | None:
        """The amount in this currency (of a price per time that per the same time); None without a rate."""
        found = self.worth(split(money.unit)[0])
        return None if found is None else Fraction(money.number) * found.factor

    def problem(self, what: str, money: Quantity) -> Problem | None:
        """What is wrong with counting an amount here (TF435); None where nothing is."""
        upper, _ = split(money.unit)
        if upper not in CURRENCIES:
            message = f"{shown(str(money))} is no amount of money in a currency"
            return Problem(code="TF435", message=message, path=what, hint="such as 20000 CNY or 60000 CNY/year")
        if self.worth(upper) is not None:
            return None
        on = "" if self.as_of is None else f" on or before {self.as_of.isoformat()}"
        message = f"{money} cannot be counted in {self.currency}: there is no rate{on}"
        hint = f"a pack with rates: [{{base: {upper}, quote: {self.currency}, rate: ..., on: ...}}]"
        return Problem(code="TF435", message=message, path=what, hint=hint)

    def sum(self, amounts: Iterable[Named]) -> Fraction:
        """The sum, exact; amounts per time among amounts paid once, and currencies without a rate, are TF435, all of
        them at once."""
        listed = list(amounts)
        check(self, listed)
        found = ((self.amount(money), money) for _, money in listed)
        return sum((amount for amount, _ in found if amount is not None), start=Fraction(0))


def currency_named(given: Any, problems: list[Problem]) -> str | None:
    """The currency that a call names; None where it names none, and for what is none (TF438)."""
    if given is None or given in CURRENCIES:
        return given  # type: ignore[no-any-return]
    hint = near(str(given), CURRENCIES) or "a code of ISO 4217, such as CNY"
    problems.append(Problem(code="TF438", message=f"{shown(str(given))} is no currency", path="currency", hint=hint))
    return None


def check(purse: Purse, amounts: Iterable[Named]) -> None:
    """Refuses what cannot be added up in the purse's currency: all problems at once (TF435)."""
    listed = list(amounts)
    problems = [found for what, money in listed if (found := purse.problem(what, money)) is not None]
    times = sorted({split(money.unit)[1] for _, money in listed})
    if len(times) > 1:
        named = ", ".join(f"{what} {money}" for what, money in listed)
        message = f"amounts that are paid at different times do not add up: {named}"
        hint = "count each over the horizon first"
        problems.append(Problem(code="TF435", message=message, path="amounts", hint=hint))
    if problems:
        raise TobfitError(problems)


def converted(
    amount: Quantity,
    currency: str,
    rates: Iterable[ExchangeRate] = (),
    as_of: datetime.date | None = None,
    what: str = "amount",
) -> Fraction:
    """An amount in another currency, exact: what is per time stays per that time; TF435 where no rate leads there.

    Which rate counts says ``tobfit.model.exchange.worth_of``: the latest on or before ``as_of``, in either direction,
    none over a third currency.

    >>> from tobfit.model.quantity import parse_quantity
    >>> converted(parse_quantity("12 CNY/year"), "CNY")
    Fraction(12, 1)
    """
    purse = Purse(currency, tuple(rates), as_of)
    return purse.sum([(what, amount)])


def used_rates(purse: Purse, currencies: Iterable[str]) -> tuple[ExchangeRate, ...]:
    """The rates by which these currencies are counted, each once, in the order of the currencies."""
    found = (purse.worth(currency) for currency in sorted(set(currencies)))
    return tuple(dict.fromkeys(worth.rate for worth in found if worth is not None and worth.rate is not None))
