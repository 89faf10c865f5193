"""What each deal is worth, in one currency: as given, else the client's budget, else what its goals are worth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from tobfit.commercial.money import Purse
from tobfit.errors import Problem, TobfitError
from tobfit.lifecycle.backlog_records import StakeSource
from tobfit.lifecycle.building_input import Stake
from tobfit.matching.report import Report
from tobfit.model.client import Client
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import over_horizon, split
from tobfit.model.quantity import Quantity

ASSUMED = Quantity(Decimal(3), "year")
"""The horizon of a client that names none."""
NOBODY: Stake = (None, None)


@attrs.frozen
class Worth:
    """A deal's money before it is counted in one currency: amounts that add up to the low end, whether they are all
    there is, and where they come from. ``high`` are amounts where the high end is another one."""

    low: tuple[Quantity, ...]
    high: tuple[Quantity, ...]
    is_whole: bool
    source: StakeSource | None
    assumed_horizon: bool


def worth_of(report: Report, stakes: Mapping[str, Stake]) -> Worth:
    """What a deal is worth, amounts per time counted over the client's horizon."""
    client = report.client
    if client.id in stakes:
        low, high = stakes[client.id]
        is_said = low is not None or high is not None
        return _counted([low] if low else [], [high] if high else [], high is not None,
                        "stakes" if is_said else None, client)
    if client.budget is not None:
        return _counted([client.budget.amount], [client.budget.amount], True, "budget", client)
    worths = [goal.worth for goal in client.goals if goal.worth is not None]
    # A goal of which nobody said what it is worth is worth something.
    is_whole = len(worths) == len(client.goals)
    return _counted(worths, worths, bool(worths) and is_whole, "goals" if worths else None, client)


def _counted(
    low: Iterable[Quantity], high: Iterable[Quantity], is_whole: bool, source: StakeSource | None, client: Client
) -> Worth:
    horizon = client.budget.horizon if client.budget is not None else None
    ends, assumed = [], False
    for amounts in (low, high):
        found = []
        for amount in amounts:
            assumed = assumed or (horizon is None and bool(split(amount.unit)[1]))
            unit, number = over_horizon(amount, horizon or ASSUMED)
            found.append(Quantity(_decimal(number), unit))
        ends.append(tuple(found))
    return Worth(ends[0], ends[1], is_whole, source, assumed)


def _decimal(number: Fraction) -> Decimal:
    """Amounts are decimals times whole numbers of months or days; what is not is rounded to a hundredth."""
    cents = round(number * 10**6)
    return Decimal(cents).scaleb(-6).normalize() + Decimal(0)


def currency_for(worths: Iterable[Worth], wanted: str | None) -> str | None:
    """The currency to count in: the one that is wanted, else that of the most deals, the first by name among equals;
    None where no deal has any money."""
    if wanted is not None:
        return wanted
    named = [sorted({split(amount.unit)[0] for amount in (*worth.low, *worth.high)}) for worth in worths]
    counts = Counter(name for names in named for name in names)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def stakes_in(currency: str | None, deals: Iterable[tuple[Report, Worth]]) -> list[Interval]:
    """The ends of each deal's money; TF435 for amounts that no dated rate leads into the currency."""
    found, problems = [], []
    for report, worth in deals:
        purse = Purse.of(report.world, currency or "")
        ends = []
        for amounts in (worth.low, worth.high):
            for amount in amounts:
                problem = purse.problem(f"{report.client.id}: {worth.source}", amount) or _timed(report, amount)
                problems += [problem] if problem is not None else []
            ends.append(sum((_cents(purse.amount(amount) or Fraction(0), amount, currency) for amount in amounts),
                            start=Fraction(0)))
        found.append(Interval(Ratio(ends[0]), Ratio(ends[1]) if worth.is_whole else math.inf))  # type: ignore[arg-type]
    if problems:
        raise TobfitError(list({(one.path, one.message): one for one in problems}.values()))
    return found


def _timed(report: Report, amount: Quantity) -> Problem | None:
    """An amount per time that the horizon does not count, such as days against months."""
    if not split(amount.unit)[1]:
        return None
    message = f"{amount} cannot be counted over the horizon"
    return Problem(code="TF435", message=message, path=report.client.id, hint="months and years, or days and weeks")


def _cents(number: Fraction, amount: Quantity, currency: str | None) -> Fraction:
    """What is converted is rounded to a hundredth, half to even; what is not stays as it was written."""
    return number if split(amount.unit)[0] == currency else Fraction(round(number * 100), 100)


__all__ = ["Worth", "currency_for", "stakes_in", "worth_of"]
