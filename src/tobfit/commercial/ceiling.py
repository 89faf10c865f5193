"""What a client can bear over the horizon: a share of the value, the budget, the willingness to pay."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import attrs

from tobfit.commercial.corridor_records import CeilingPart, OpenPoint
from tobfit.commercial.deal_terms import ASSUMED, Said, Terms, scaled
from tobfit.commercial.valuing import Value, value
from tobfit.matching.fit import Fit
from tobfit.matching.order import ranked
from tobfit.matching.report import Report
from tobfit.model.client import Client
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.over_time import in_words, split, times_within
from tobfit.model.quantity import Quantity

SOURCES = {
    "goals": {"en": "the worth of the client's goals, as far as the product carries it",
              "zh": "客户目标的价值（仅计产品所能承载的部分）"},
    "told": {"en": "the value as the call says", "zh": "调用时给出的价值"},
    "budget": {"en": "the client's budget", "zh": "客户预算"},
    "longer": {"en": "the client's budget, which says nothing of the time after its own horizon",
               "zh": "客户预算，但其期限之后的部分未说明"},
    "shorter": {"en": "the client's budget for a longer time; nobody said how much of it is for this one",
                "zh": "客户预算的期限更长，本期限内可用多少未说明"},
    "willingness": {"en": "the willingness to pay as the call says", "zh": "调用时给出的支付意愿"},
    "unknown": {"en": "nobody said", "zh": "未说明"},
}  # fmt: skip


@attrs.frozen
class Limits:
    """What the call says of the client: what share of the value may be asked for, the value, the willingness."""

    share: Fraction
    value: Quantity | None
    willingness: Quantity | None


def said_limits(client: Client, limits: Limits) -> Iterable[Said]:
    """Every amount that limits the price."""
    if client.budget is not None:
        yield "client.budget.amount", client.budget.amount
    if limits.value is not None:
        yield "value", limits.value
    else:
        yield from ((f"client.goals.{goal.id}.worth", goal.worth) for goal in client.goals if goal.worth is not None)
    if limits.willingness is not None:
        yield "willingness", limits.willingness


def ceiling_parts(fit: Fit, terms: Terms, limits: Limits) -> tuple[CeilingPart, ...]:
    """The three limits, known or not."""
    return _value(fit, terms, limits), _budget(fit.world.client, terms), _willingness(terms, limits)


def value_of(fit: Fit, terms: Terms) -> Value:
    """What the goals are worth over the horizon and what the product carries, from a report of this fit alone."""
    return value(Report(fit.world, *ranked([fit])), horizon=terms.horizon, currency=terms.currency)


def _value(fit: Fit, terms: Terms, limits: Limits) -> CeilingPart:
    if limits.value is not None:
        told = terms.over(limits.value)
        return CeilingPart("value", scaled(told, limits.share), told, _source("told"))
    found = value_of(fit, terms)
    carried, points = found.carried(fit.product, terms.currency), unvalued_points(fit.world.client, found)
    if carried is None:
        return CeilingPart("value", None, None, _source("unknown"), points)
    high = math.inf if points else carried.high
    basis = Interval(carried.low, high)  # type: ignore[arg-type]
    return CeilingPart("value", scaled(basis, limits.share), basis, _source("goals"), points)


def unvalued_points(client: Client, found: Value) -> tuple[OpenPoint, ...]:
    """What has to be asked before all goals have a worth; the goals themselves where the client names none."""
    if not client.goals:
        text = {"en": "Which goals does the client want to reach, and what are they worth to it?",
                "zh": "客户希望达成哪些目标？这些目标对其价值几何？"}  # fmt: skip
        return (OpenPoint("client.goals", Label.of(text), "client"),)
    names = {goal.id: goal.name or Label.of(goal.id) for goal in client.goals}
    return tuple(_ask_worth(goal, names[goal]) for goal in found.unvalued)


def _ask_worth(goal: str, name: Label) -> OpenPoint:
    text = {"en": f"What is it worth to reach the goal: {name.text('en')}?",
            "zh": f"达成目标“{name.text('zh')}”价值多少？"}  # fmt: skip
    return OpenPoint(f"client.goals.{goal}.worth", Label.of(text), "client")


def _budget(client: Client, terms: Terms) -> CeilingPart:
    """The budget counts in all over its own horizon (absent: three years); of another time it says so much: for a
    longer one there is at least this, for a shorter one at most. A budget per time is counted over the horizon."""
    budget = client.budget
    if budget is None:
        text = {"en": "What can the client spend in all over the horizon?", "zh": "在该期限内客户总共可投入多少？"}
        point = OpenPoint("client.budget", Label.of(text), "client")
        return CeilingPart("budget", None, None, _source("unknown"), (point,))
    amount = terms.over(budget.amount)
    if split(budget.amount.unit)[1]:
        return CeilingPart("budget", amount, amount, _source("budget"))
    ratio = _ratio(terms.horizon, budget.horizon or ASSUMED, terms)
    if ratio == 1:
        return CeilingPart("budget", amount, amount, _source("budget"))
    asked = Label.of({"en": f"What can the client spend in all over {in_words(terms.horizon)}?",
                      "zh": f"在 {in_words(terms.horizon, 'zh')}内客户总共可投入多少？"})  # fmt: skip
    points = (OpenPoint("client.budget", asked, "client"),)
    if ratio is not None and ratio < 1:
        return CeilingPart("budget", Interval(Ratio(0), amount.high), amount, _source("shorter"), points)
    low = amount.low if ratio is not None else Ratio(0)
    return CeilingPart("budget", Interval(low, math.inf), amount, _source("longer"), points)  # type: ignore[arg-type]


def _ratio(horizon: Quantity, other: Quantity, terms: Terms) -> Fraction | None:
    """How often a horizon fits into another; None for days against months."""
    unit, number = other.unit or "", Fraction(other.number)
    times = times_within(unit, horizon, terms.month_days)
    return None if times is None else times / number


def _willingness(terms: Terms, limits: Limits) -> CeilingPart:
    if limits.willingness is None:
        text = {"en": "What would the client pay at most?", "zh": "客户最多愿意支付多少？"}
        # It is the vendor's own estimate: nobody asks a client for it in writing.
        return CeilingPart("willingness", None, None, _source("unknown"),
                           (OpenPoint("willingness", Label.of(text), "vendor"),))  # fmt: skip
    amount = terms.over(limits.willingness)
    return CeilingPart("willingness", amount, amount, _source("willingness"))


def _source(key: str) -> Label:
    return Label.of(SOURCES[key])


__all__ = ["Limits", "ceiling_parts", "said_limits", "unvalued_points", "value_of"]
