"""What a product is worth to the client: what it carries of each goal, told to each role in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from tobfit.commercial.red_flags import red_flags
from tobfit.commercial.staking import Carried, GoalWorth, Stakes, Total, stakes
from tobfit.commercial.value_questions import ValueQuestion, carrier_questions, goal_questions, people_questions
from tobfit.commercial.value_statements import ValueStatement, statements_of
from tobfit.commercial.value_telling import Telling
from tobfit.commercial.winning import Winning, winnings
from tobfit.matching.finding import Finding
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.quantity import Quantity
from tobfit.model.words import Decision


@attrs.frozen
class Value(Stakes):
    """What the client's goals are worth over the horizon, what of it each product carries, and what to say to whom.

    ``statements`` speak to each role of each goal that concerns it, in the order of products, roles and goals;
    ``questions`` are what has to be asked first: of the client, then of the vendors, the largest amounts first;
    ``winnings`` hold what each product carries for managers and for end users. Sums: see ``Stakes``.
    """

    _repr_mimebundle_ = mimebundle

    statements: tuple[ValueStatement, ...]
    questions: tuple[ValueQuestion, ...]
    winnings: tuple[Winning, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The red flags, for ``report.with_findings``: roles that nobody covers, users who lose where managers win,
        worth at risk. How grave each is says ``tobfit.commercial.red_flags``."""
        return red_flags(self)

    @property
    def decided(self) -> FrozenMap[str, tuple[Decision, str]]:
        """The products that a finding on them makes a fit with gaps; a role that nobody covers is no fault of one."""
        found = {one.product for one in self.findings if one.product is not None and one.severity != "info"}
        decided = self.report.decision
        names = [name for name in self.products if name in found and decided[name][0] == "fit"]
        return FrozenMap(dict.fromkeys(names, ("fit_with_gaps", "commercial")))


def value(
    report: Report,
    products: Iterable[str] | None = None,
    horizon: Quantity | str | None = None,
    currency: str | None = None,
) -> Value:
    """What the client's goals are worth over the horizon, what each product carries of it, and what is at risk.

    A goal's worth counts over ``horizon`` (else the budget's, else 3 years, which the result says is assumed): a worth
    per year as often as years fit into it, exactly. Each of the goal's needs has the same share of it, and shares that
    out over the client's lines on this capability (or a narrower one, or a connection of a system that has it) by their
    weights as written; a need that no line asks for is judged by itself, like a line at should. Of its share a line
    carries as much as the product's credit for it; the rest is at risk, and what does not apply to the product is left
    out: in every completion of what is unknown the three add up to the worth. What is unknown is a range. Prices,
    influence and views have no part in it.

    A statement is a claim only where there is an amount, the goal has an owner, and all that carries it is known and
    proved; else it is conditional, or a question with its target and whom to ask. Amounts stay in the goal's currency;
    ``currency`` is the one that sums count in (see ``Stakes.carried``). ``products`` are ids (one, or several; all).

    TF440: no such product. TF441: a horizon that is no time above 0. TF442: a worth per something that is no time, or
    an unknown currency.

    >>> import tobfit
    >>> goal = {"id": "books", "owner": "cfo", "needs": ["fin.general_ledger"], "worth": "800000 CNY/year"}
    >>> client = tobfit.Client(
    ...     id="acme", as_of="2026-11-01", stakeholders=[{"id": "cfo", "role": "economic"}], goals=[goal]
    ... )
    >>> birch = tobfit.Product(id="birch@7").offers("fin.general_ledger", response="configuration")
    >>> found = value(tobfit.match(client, [birch]))
    >>> found.worth(), found.carried("birch@7"), found.currency, found.horizon_assumed
    (Ratio(2400000, 1), Interval(low=Ratio(2160000, 1), high=Ratio(2160000, 1)), 'CNY', True)
    >>> said = found.statements[0]
    >>> said.role, said.kind, said.conditions
    ('economic', 'conditional', ('need:fin.general_ledger',))
    >>> said.formula
    '800000 CNY/year x 3 year x (need:fin.general_ledger 1 x 0.9) = 2,160,000 CNY'
    """
    found = stakes(report, products, horizon, currency)
    by_goal = {one.goal: one for one in found.goals}
    asked = tuple(goal_questions(found.goals, report, found.horizon))
    open_of = {name: tuple(one for one in asked if name in one.goals) for name in by_goal}
    telling = Telling(report, found.horizon, by_goal, found.bearings, open_of)
    return Value(
        **{field.name: getattr(found, field.name) for field in attrs.fields(Stakes)},
        statements=tuple(statements_of(found.parts, telling)),
        questions=(*asked, *people_questions(report), *carrier_questions(by_goal, found.parts, report)),
        winnings=winnings(found.judges, found.bearings, found.weights),
    )


__all__ = ["Carried", "GoalWorth", "Stakes", "Total", "Value", "stakes", "value"]
