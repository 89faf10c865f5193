"""What a change of the records does to the value that a product carries, and what of it nobody asks for any longer."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.commercial.carrying import added, scaled
from tobfit.commercial.staking import Stakes, Total, stakes
from tobfit.matching.fit import Fit
from tobfit.matching.order import ranked
from tobfit.matching.report import Report
from tobfit.model.interval import Interval, Ratio


@attrs.frozen
class ValueMove:
    """What a product carries of all goals with an amount in one currency, ``before`` a change and ``after`` it, each
    over the horizon of its time, as ``value`` of the report says.

    ``let_go`` is the amount at risk before on lines that the client does not ask for any longer: until then a gap that
    might be closed, afterwards given up. The goals' worth is then shared out anew over the lines that are left, so that
    ``before`` and ``after`` no longer measure the same.
    """

    currency: str
    before: Interval
    after: Interval
    let_go: Interval

    @property
    def change(self) -> Interval:
        """By how much what is carried moves, end by end."""
        ends = (Ratio(self.after.low - self.before.low), Ratio(self.after.high - self.before.high))
        return Interval(min(ends), max(ends))

    @property
    def moves(self) -> bool:
        """Whether anything is carried or let go that was not."""
        return self.before != self.after or self.let_go.high > 0


def stakes_of(fit: Fit) -> Stakes:
    """The sums of one product or offer alone; with the errors of ``value`` (TF441, TF442)."""
    return stakes(Report(fit.world, *ranked([fit])))


def value_moves(before: Stakes, fit: Fit, lines: Iterable[str]) -> tuple[ValueMove, ...]:
    """What a change does to a product, of which ``fit`` came; ``lines`` are those it is about. One for each currency of
    worths; () where no goal has an amount."""
    after = before if fit.world is before.report.world else stakes_of(fit)
    totals = {total.currency: total for total in after.totals(fit.product)}
    gone = {name for name in lines if before.weights[name] and not after.weights.get(name)}
    return tuple(
        ValueMove(one.currency, one.carried, totals[one.currency].carried, _let_go(one, before, fit.product, gone))
        for one in before.totals(fit.product)
        if one.currency in totals
    )


def _let_go(total: Total, before: Stakes, product: str, gone: set[str]) -> Interval:
    amounts = {goal.goal: goal.amount for goal in before.goals if goal.currency == total.currency}
    return added(
        scaled(carrier.at_risk, amount)
        for goal, amount in amounts.items()
        if amount is not None
        for carrier in before.part(product, goal).carriers
        if carrier.requirement in gone
    )
