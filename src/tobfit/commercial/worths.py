"""What goals are worth over a time, exact, and what is wrong with a worth or a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.client import Goal
from tobfit.model.codes import CURRENCIES
from tobfit.model.interval import Ratio
from tobfit.model.over_time import TIMES, split, times_within
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.units import measure

ASSUMED = Quantity(Decimal(3), "year")
"""The time over which worths count where neither the call nor the client's budget says one."""


@attrs.frozen
class Span:
    """The time over which worths count; ``assumed`` where nobody said it."""

    horizon: Quantity
    assumed: bool


def span_of(report: Report, horizon: Quantity | str | None) -> tuple[Span, list[Problem]]:
    """The call's, else the budget's, else three years; with what is wrong with it (TF441)."""
    if horizon is not None:
        found, problems = _read(horizon, "horizon")
        return Span(found, assumed=False), problems
    budget = report.client.budget
    if budget is None or budget.horizon is None:
        return Span(ASSUMED, assumed=True), []
    found, problems = _read(budget.horizon, "client.budget.horizon")
    return Span(found, assumed=False), problems


def _read(value: object, path: str) -> tuple[Quantity, list[Problem]]:
    hint = "a time above 0, such as 3 years or 18 months"
    try:
        found = value if isinstance(value, Quantity) else parse_quantity(value) if isinstance(value, str) else None
    except Refused as refused:
        return ASSUMED, [Problem(code="TF441", message=refused.message, path=path, hint=refused.hint or hint)]
    if found is None:
        message = f"a {type(value).__name__} stands where a time belongs"
        return ASSUMED, [Problem(code="TF441", message=message, path=path, hint=hint)]
    dimension, below = measure(found.unit).dimension
    if dimension not in TIMES or below or found.number <= 0:
        message = f"{shown(str(found))} is no time over which a worth can count"
        return ASSUMED, [Problem(code="TF441", message=message, path=path, hint=hint)]
    return found, []


def worth_problems(goals: Iterable[Goal]) -> list[Problem]:
    """Worths that are no amounts, once or per time (TF442)."""
    problems = []
    for goal in goals:
        time = split(goal.worth.unit)[1] if goal.worth is not None else ""
        if time and measure(time).dimension[0] not in TIMES:
            problems.append(
                Problem(
                    code="TF442",
                    message=f"{shown(str(goal.worth))} cannot be counted over a time: {shown(time)} is none",
                    path=f"client.goals.{goal.id}.worth",
                    hint="an amount in all, or per time: 800000 CNY or 800000 CNY/year",
                )
            )
    return problems


def amount_of(worth: Quantity | None, horizon: Quantity, month_days: Decimal | None) -> Ratio | None:
    """The amount over a time; None where nobody said the worth, and for days against months where no policy says how
    many days a month has.

    >>> amount_of(parse_quantity("800000 CNY/year"), parse_quantity("18 months"), None)
    Ratio(1200000, 1)
    """
    if worth is None:
        return None
    time = split(worth.unit)[1]
    times = times_within(time, horizon, month_days) if time else Fraction(1)
    return None if times is None else Ratio(Fraction(worth.number) * times)


def asked_products(report: Report, products: Iterable[str] | None) -> tuple[tuple[str, ...], list[Problem]]:
    """The products that a call names, each once and in the report's order; with those that are none (TF440)."""
    known = [fit.product for fit in report.fits]
    if products is None:
        return tuple(known), []
    given: object = products
    if not isinstance(given, Iterable):
        message = f"a {type(products).__name__} stands where a list of products belongs"
        return (), [Problem(code="TF440", message=message, path="products", hint=_listed(known))]
    asked = [products] if isinstance(products, str) else list(products)
    problems = [
        Problem(code="TF440", message=_unknown(name), path=f"products[{place}]", hint=_hint(name, known))
        for place, name in enumerate(asked)
        if name not in known
    ]
    if not asked:
        problems.append(Problem(code="TF440", message="no product is named", path="products", hint=_listed(known)))
    return tuple(name for name in known if name in asked), problems


def _unknown(name: object) -> str:
    if not isinstance(name, str):
        return f"a {type(name).__name__} stands where the id of a product belongs"
    return f"the report has no product {shown(name)}"


def _hint(name: object, known: Sequence[str]) -> str:
    return (near(name, known) if isinstance(name, str) else None) or _listed(known)


def _listed(known: Sequence[str]) -> str:
    return f"there are: {', '.join(known[:8])}" + (", ..." if len(known) > 8 else "")


def currency_problems(currency: object) -> list[Problem]:
    """What is wrong with a currency to count in (TF442)."""
    if currency is None or currency in CURRENCIES:
        return []
    if not isinstance(currency, str):
        message = f"a {type(currency).__name__} stands where a currency belongs"
        return [Problem(code="TF442", message=message, path="currency", hint="a code such as CNY or EUR")]
    hint = near(currency, CURRENCIES) or "a code such as CNY or EUR"
    return [Problem(code="TF442", message=f"{shown(currency)} is no currency", path="currency", hint=hint)]


def raise_all(problems: Sequence[Problem]) -> None:
    """One error with all of them, where there are any."""
    if problems:
        raise TobfitError(problems)
