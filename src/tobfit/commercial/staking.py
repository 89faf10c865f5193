"""What goals are worth over the horizon, how much of it each product carries, what its gaps put at risk: the sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.commercial.carrying import (
    ANYTHING,
    Bearing,
    Carrier,
    Judge,
    Weights,
    added,
    bearings,
    carrier,
    judge_of,
    lines_alone,
    scaled,
    weights_as_written,
)
from tobfit.commercial.money import Purse
from tobfit.commercial.worths import (
    Span,
    amount_of,
    asked_products,
    currency_problems,
    raise_all,
    span_of,
    worth_problems,
)
from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.client import Goal
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.over_time import split
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import near, shown


@attrs.frozen
class GoalWorth:
    """A goal and its worth over the horizon. ``amount`` is None where nobody said the worth, or where it counts in
    days and the horizon in months (see ``policy.month_days``); ``currency`` None where there is no worth."""

    goal: str
    name: Label | None
    owner: str | None
    outcome: str | None
    needs: tuple[str, ...]
    worth: Quantity | None
    amount: Fraction | None
    currency: str | None

    @property
    def title(self) -> Label:
        """The goal's name, else its id."""
        return self.name or Label.of(self.goal)


@attrs.frozen
class Carried:
    """One goal for one product. ``share``, ``at_risk`` and ``left_out`` are of the goal: in every completion of what is
    unknown they add up to 1. Where the goal names no needs, there are no carriers, and anything may be carried."""

    goal: str
    product: str
    carriers: tuple[Carrier, ...]
    share: Interval
    at_risk: Interval
    left_out: Interval


@attrs.frozen
class Total:
    """What all goals with an amount in one currency come to for a product."""

    currency: str
    worth: Fraction
    carried: Interval
    at_risk: Interval
    left_out: Interval


@attrs.frozen
class Stakes:
    """What the client's goals are worth over the horizon, and what of it each product carries.

    ``currency`` is the one to count in: that of the call, else the only one among the worths, else the budget's where
    worths are in several; None where none of these is there. ``parts`` holds one part for each product and goal.
    """

    client: str
    horizon: Quantity
    horizon_assumed: bool
    currency: str | None
    goals: tuple[GoalWorth, ...]
    products: tuple[str, ...]
    parts: tuple[Carried, ...]
    bearings: Mapping[str, tuple[Bearing, ...]] = attrs.field(eq=False, repr=False)
    judges: tuple[Judge, ...] = attrs.field(eq=False, repr=False)
    weights: Weights = attrs.field(eq=False, repr=False)
    report: Report = attrs.field(eq=False, repr=False)

    def part(self, product: str, goal: str) -> Carried:
        """One goal for one product."""
        return self._by_product_and_goal[product, goal]

    @cached_property
    def _by_product_and_goal(self) -> Mapping[tuple[str, str], Carried]:
        return {(one.product, one.goal): one for one in self.parts}

    @property
    def unvalued(self) -> tuple[str, ...]:
        """The goals without an amount: what is carried of them is beside every sum."""
        return tuple(one.goal for one in self.goals if one.amount is None)

    def totals(self, product: str) -> tuple[Total, ...]:
        """What a product carries and what is at risk, for each currency by itself; nothing is converted."""
        self._check(product)
        amounts = {one.goal: (one.currency, one.amount) for one in self.goals if one.amount is not None}
        found = []
        for code in sorted({str(currency) for currency, _ in amounts.values()}):
            parts = [one for one in self.parts if one.product == product and amounts.get(one.goal, ("",))[0] == code]
            each = [(part, amounts[part.goal][1]) for part in parts]
            found.append(
                Total(
                    currency=code,
                    worth=Ratio(sum(amount for _, amount in each)),
                    carried=added(scaled(part.share, amount) for part, amount in each),
                    at_risk=added(scaled(part.at_risk, amount) for part, amount in each),
                    left_out=added(scaled(part.left_out, amount) for part, amount in each),
                )
            )
        return tuple(found)

    def worth(self, currency: str | None = None) -> Fraction | None:
        """What all goals with an amount are worth; None where there is none. Currencies: see ``carried``."""
        amounts = self._amounts(currency)
        return Ratio(sum(amounts.values())) if amounts else None

    def carried(self, product: str, currency: str | None = None) -> Interval | None:
        """What a product carries of all goals with an amount, over the horizon; None where no goal has one.

        Amounts count in ``currency``, without it in the value's. What is in another one converts by the dated rates of
        the packs; where there is no rate, that is TF435. TF442 where nothing says in which currency to count.
        """
        return self._summed(product, currency, lambda part: part.share)

    def at_risk(self, product: str, currency: str | None = None) -> Interval | None:
        """The same of what its gaps put at risk."""
        return self._summed(product, currency, lambda part: part.at_risk)

    def left_out(self, product: str, currency: str | None = None) -> Interval | None:
        """The same of what hangs on lines that do not apply to it."""
        return self._summed(product, currency, lambda part: part.left_out)

    def _summed(self, product: str, currency: str | None, of: Callable[[Carried], Interval]) -> Interval | None:
        self._check(product)
        amounts = self._amounts(currency)
        parts = [one for one in self.parts if one.product == product and one.goal in amounts]
        return added(scaled(of(part), amounts[part.goal]) for part in parts) if amounts else None

    def _check(self, product: str) -> None:
        if product not in self.products:
            message = f"the value says nothing of a product {shown(product)}"
            hint = near(product, self.products) or f"there are: {', '.join(self.products)}"
            raise TobfitError([Problem(code="TF440", message=message, path="product", hint=hint)])

    def _amounts(self, currency: str | None) -> Mapping[str, Fraction]:
        """Goal -> its amount in one currency."""
        valued = [one for one in self.goals if one.amount is not None]
        wanted = currency or self.currency
        raise_all(currency_problems(currency))
        if valued and wanted is None:
            codes = sorted({str(one.currency) for one in valued})
            message = f"the worths are in {', '.join(codes)}: nothing says in which one to count"
            hint = "name one with currency=, and a pack with dated rates"
            raise TobfitError([Problem(code="TF442", message=message, path="currency", hint=hint)])
        purse = Purse.of(self.report.world, wanted or "")
        return {one.goal: _in_purse(one, purse) for one in valued}


def _in_purse(one: GoalWorth, purse: Purse) -> Fraction:
    """The amount of a goal in a currency; TF435 without a rate."""
    assert one.worth is not None
    assert one.amount is not None
    assert one.currency is not None
    found = purse.worth(one.currency)
    if found is None:
        problem = purse.problem(f"client.goals.{one.goal}.worth", one.worth)
        raise_all([problem] if problem is not None else [])
    return one.amount * (found.factor if found is not None else Fraction(1))


def stakes(
    report: Report,
    products: Iterable[str] | None = None,
    horizon: Quantity | str | None = None,
    currency: str | None = None,
) -> Stakes:
    """The sums behind ``value``, without statements and questions, for those who ask often; with the same arguments and
    errors."""
    names, problems = asked_products(report, products)
    span, wrong = span_of(report, horizon)
    goals = sorted(report.client.goals, key=lambda goal: natural(goal.id))
    raise_all([*problems, *wrong, *worth_problems(goals), *currency_problems(currency)])
    worths = tuple(_worth(goal, report, span) for goal in goals)
    weights = weights_as_written(report.world)
    found = bearings(goals, report.world, weights)
    alone = lines_alone(found, report.world)
    judges = tuple(judge_of(report[name], alone) for name in names)
    return Stakes(
        client=report.client.id,
        horizon=span.horizon,
        horizon_assumed=span.assumed,
        currency=currency or _currency(worths, report),
        goals=worths,
        products=names,
        parts=tuple(_carried(goal.id, judge, found[goal.id]) for judge in judges for goal in goals),
        bearings=found,
        judges=judges,
        weights=weights,
        report=report,
    )


def _worth(goal: Goal, report: Report, span: Span) -> GoalWorth:
    return GoalWorth(
        goal=goal.id,
        name=goal.name,
        owner=goal.owner,
        outcome=goal.outcome,
        needs=tuple(sorted(set(goal.needs), key=natural)),
        worth=goal.worth,
        amount=amount_of(goal.worth, span.horizon, report.policy.month_days),
        currency=split(goal.worth.unit)[0] if goal.worth is not None else None,
    )


def _currency(worths: Sequence[GoalWorth], report: Report) -> str | None:
    codes = {one.currency for one in worths if one.currency is not None}
    if len(codes) == 1:
        return codes.pop()
    budget = report.client.budget
    return split(budget.amount.unit)[0] if codes and budget is not None else None


def _carried(goal: str, judge: Judge, lines: Sequence[Bearing]) -> Carried:
    carriers = tuple(carrier(each, judge.judgement(each)) for each in lines)
    if not carriers:
        return Carried(goal, judge.fit.product, (), ANYTHING, ANYTHING, ANYTHING)
    return Carried(
        goal=goal,
        product=judge.fit.product,
        carriers=carriers,
        share=added(one.carried for one in carriers),
        at_risk=added(one.at_risk for one in carriers),
        left_out=added(one.left_out for one in carriers),
    )
