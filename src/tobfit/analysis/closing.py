"""The cheapest set of remedies that makes a product fit, with its proof; or what cannot be had together, and why."""

from __future__ import annotations

import datetime
import math
import time
from collections.abc import Collection, Iterable
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

import attrs

from tobfit.analysis.cheapest_choices import Found, Search
from tobfit.analysis.choice_areas import Pattern, layout_of
from tobfit.analysis.choice_effects import Effects
from tobfit.analysis.closing_input import Asked, asked, check_prices
from tobfit.analysis.closing_wish import Minimise, Target, Wish, wish_for
from tobfit.analysis.minimal_sets import smallest_refused
from tobfit.analysis.remedy_choices import CHOSEN, Choice, choices_of, in_steps, joined
from tobfit.errors import TobfitError
from tobfit.matching.asks import asks_of
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit, failing_levels
from tobfit.matching.profile_options import target_of
from tobfit.matching.remedy import EMPTY, RISKS, Remedy, RemedyKind
from tobfit.matching.report import checked
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.over_time import quantity_of
from tobfit.model.progress import Progress
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.words import Decision

Limit = Literal["budget", "by", "kinds"]
NO_EFFORT = Interval(Ratio(0), Ratio(0))


@attrs.frozen
class Plan:
    """What to do so that a product fits, and what that comes to.

    ``remedies`` are in the order in which to go about them: what needs no date first, by risk, then by date. Their
    changes, laid over each other in that order, are ``changes``, and matching with these gives ``score_after`` and
    ``decision_after``. () where nothing is to be done, or where nothing suffices: then ``impossible`` names
    requirements that cannot be brought to the target together, though without any one of them the others can, and the
    score and the decision are those of today.

    ``effort`` is in person-days, from the sum of the low to the sum of the high estimates; where nobody estimated one
    of the remedies (``unestimated`` has their requirements) the high end is infinity. ``likely`` is the sum of the
    likely ones that somebody gave. ``price`` is the sum of the prices, None where there is none or where they do not
    add up (``prices`` has one amount for each unit); ``unpriced`` are requirements for which another vendor has to be
    paid and nobody said how much.

    ``optimal``: no cheaper plan exists. ``bound``: no plan costs less than this, in the order of ``cost``: what was
    minimised first, then what decided between equals. ``questions`` are targets of open points whose answers may make
    the plan cheaper, or possible. ``lifted`` are the limits without which ``impossible`` would be possible.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    target: Target
    minimise: Minimise
    budget: Quantity | None
    by: datetime.date | None
    kinds: tuple[RemedyKind, ...]
    remedies: tuple[Remedy, ...]
    effort: Interval = attrs.field(metadata=INTERNAL)
    likely: Fraction = attrs.field(metadata=INTERNAL)
    unestimated: tuple[str, ...] = attrs.field(metadata=INTERNAL)
    price: Quantity | None
    prices: tuple[Quantity, ...]
    unpriced: tuple[str, ...]
    score_before: Interval | None
    decision_before: Decision
    score_after: Interval | None
    decision_after: Decision
    optimal: bool
    cost: tuple[Fraction, ...] = attrs.field(metadata=INTERNAL)
    bound: tuple[Fraction, ...] = attrs.field(metadata=INTERNAL)
    impossible: tuple[str, ...]
    lifted: tuple[Limit, ...]
    questions: tuple[str, ...]
    changes: FrozenMap[str, Any] = attrs.field(eq=False, repr=False)
    before: Fit = attrs.field(eq=False, repr=False)
    fit: Fit = attrs.field(eq=False, repr=False)
    """The fit after the changes."""

    @property
    def reached(self) -> bool:
        """Whether the plan brings the product to the target."""
        return _wish(self.target).reached_by(self.fit)

    @property
    def is_restricted(self) -> bool:
        """Whether only some kinds of remedies were allowed."""
        return self.kinds != CHOSEN

    @property
    def is_scoreless(self) -> bool:
        """Whether a score is wanted where no line has weight."""
        return isinstance(self.target, Fraction) and self.fit.score is None


def close_gaps(
    fit: Fit,
    target: Target | float | str = "fit",
    budget: Quantity | str | None = None,
    by: datetime.date | str | None = None,
    minimise: Minimise = "effort",
    *,
    kinds: Iterable[RemedyKind] | RemedyKind | None = None,
    time_limit: float | None = None,
    progress: Progress = None,
) -> Plan:
    """The cheapest set of remedies that brings a product to a target, within a budget and by a date.

    ``target``: ``"fit"`` (no Must fails and none may: the decision is ``fit`` or ``fit_with_gaps``), ``"no_gaps"`` (the
    decision is ``fit``), or a score in [0, 1] that the low end of the product's score reaches, beside ``"fit"``.
    ``budget`` bounds the sum of the prices, ends included; prices per time count over the horizon of the client's
    budget. A remedy for which another vendor has to be paid without anybody having said how much is not within a
    budget. ``by``: remedies with a later date are left out. ``kinds``: the kinds of remedies to choose from, all but
    ``ask`` and ``replace`` where nothing is said. ``time_limit`` is in seconds; where it strikes, the plan comes with
    a bound.

    ``minimise``: ``effort`` (the fewest remedies that nobody estimated, then the sum of the likely estimates),
    ``price`` (the fewest that somebody has to be paid for at an unknown price, then the sum), ``count`` of the
    remedies, or ``risk`` (the fewest of high risk, then of medium risk, then the fewest). Between equals the fewest
    requirements are let go, then effort decides, then price, then the number of remedies of high risk, then of all.

    Remedies have effects on each other's lines; every effect counted here is one of matching again. Errors: TF417 a
    target that is none, TF418 prices that do not add up, TF419 an unknown word; TF210, TF211, TF212, TF213 and TF303
    for a budget or a date that cannot be read; TF408 without scipy.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="not_supported", effort="5 days")
    >>> plan = close_gaps(tobfit.match(client, product)["crm@5"])
    >>> [remedy.kind for remedy in plan.remedies], f"{plan.effort:.0f}", plan.decision_after, plan.optimal
    (['extend'], '5', 'fit_with_gaps', True)
    """
    given = asked(fit, target, budget, by, minimise, kinds, time_limit)
    every = choices_of(fit, CHOSEN, None, given.horizon)
    usable = _usable(every, given)
    check_prices(usable, given)
    wish = wish_for(given.target, None if given.budget is None else given.budget[1], given.minimise, usable)
    if wish.reached_by(fit):
        return _plan(fit, given, (), Found(frozenset(), _nothing(wish), _nothing(wish), is_optimal=True), fit)
    kept = [choice for choice in usable if not (given.budget is not None and choice.is_unpriced)]
    deadline = None if time_limit is None else time.monotonic() + time_limit
    search = _search(fit, kept, deadline, progress)
    found, after = _confirmed(search, wish, fit)
    if found.taken is not None:
        return _plan(fit, given, [search.effects.layout.choices[place] for place in found.taken], found, after)
    impossible = _impossible(search, wish) if found.is_impossible else ()
    lifted = _lifted(fit, given, every, impossible, deadline) if impossible else ()
    return _plan(fit, given, (), found, fit, impossible, lifted)


def _wish(target: Target) -> Wish:
    return wish_for(target, None, "count", ())


def _nothing(wish: Wish) -> tuple[Fraction, ...]:
    return tuple(Fraction(0) for _ in wish.costs)


def _usable(every: Iterable[Choice], given: Asked) -> list[Choice]:
    """The choices of the kinds that are wanted and that are there in time."""
    return [choice for choice in every if choice.remedy.kind in given.kinds and not _is_late(choice, given.by)]


def _is_late(choice: Choice, by: datetime.date | None) -> bool:
    date = choice.remedy.date
    return by is not None and date is not None and date > by


def _search(fit: Fit, choices: list[Choice], deadline: float | None, progress: Progress = None) -> Search:
    effects = Effects(fit, layout_of(fit, choices))
    effects.fill(progress)
    return Search(effects, deadline)


def _confirmed(search: Search, wish: Wish, fit: Fit) -> tuple[Found, Fit]:
    """The cheapest choices, matched again as a whole, records checked."""
    after: dict[Pattern, Fit] = {}

    def reaches(taken: Pattern) -> bool:
        made = _applied(fit, [search.effects.layout.choices[place] for place in sorted(taken)])
        if made is not None:
            after[taken] = made
        return made is not None and wish.reached_by(made)

    found = search.cheapest(wish, confirmed=reaches)
    if found.taken is None and not found.is_impossible:
        # Not settled: the best of what was tried, with the bound that was proved.
        tried = search.within_known().cheapest(wish, confirmed=reaches)
        found = attrs.evolve(tried, bound=found.bound, is_optimal=False, is_impossible=False)
    effects = search.effects
    if search.refused or not effects.is_complete or not effects.layout.is_closed:
        # Choices meet where nothing says so: then the plan holds, its proof does not.
        found = attrs.evolve(found, is_optimal=False, is_impossible=False)
    return found, after[found.taken] if found.taken is not None else fit


def _applied(fit: Fit, choices: Iterable[Choice]) -> Fit | None:
    """The fit with some choices taken, exactly as ``Report.what_if`` gives it; None where the records do not allow
    it."""
    try:
        world = checked(apply(fit.world, joined(choices)))
    except TobfitError:
        return None
    return world.fit(world.catalog[fit.product])


def _impossible(search: Search, wish: Wish) -> tuple[str, ...]:
    """The smallest set of requirements that cannot be brought to the target together."""
    areas = search.effects.layout.areas.values()
    effects = [search.effects.effect(area, pattern) for area in areas for pattern in search.effects.known(area)]
    lines = {part.line for effect in effects for part in effect or () if part.fails or part.has_gap or part.weight}
    if wish.target == "fit":
        lines = {part.line for effect in effects for part in effect or () if part.fails}

    free = attrs.evolve(wish, costs=(), main=0)

    def possible(counted: frozenset[str]) -> bool:
        return not search.cheapest(free, counted).is_impossible

    ordered = sorted(lines, key=natural)
    if possible(frozenset()) is False:
        return ()
    return smallest_refused(ordered, possible)


def _lifted(
    fit: Fit, given: Asked, every: tuple[Choice, ...], impossible: tuple[str, ...], deadline: float | None
) -> tuple[Limit, ...]:
    """The fewest of the limits without which the requirements can be met together; () where that takes more."""
    limits: list[Limit] = []
    limits += ["budget"] if given.budget is not None else []
    limits += ["by"] if given.by is not None else []
    limits += ["kinds"] if given.kinds != CHOSEN else []
    if given.budget is None and len(_usable(every, given)) == len(every):
        return ()
    if not _is_possible(fit, given, every, impossible, limits, deadline):
        return ()
    options = [some for size in range(1, len(limits)) for some in combinations(limits, size)]
    return next((some for some in options if _is_possible(fit, given, every, impossible, some, deadline)),
    tuple(limits))


def _is_possible(
    fit: Fit,
    given: Asked,
    every: tuple[Choice, ...],
    lines: tuple[str, ...],
    lifted: Collection[Limit],
    deadline: float | None,
) -> bool:
    """Whether some lines can be brought to the target together without some of the limits."""
    without = attrs.evolve(
        given,
        budget=None if "budget" in lifted else given.budget,
        by=None if "by" in lifted else given.by,
        kinds=CHOSEN if "kinds" in lifted else given.kinds,
    )
    choices = _usable(every, without)
    if without.budget is not None:
        unit = without.budget[0]
        choices = [c for c in choices if not c.is_unpriced and (c.amount is None or c.amount[0] == unit)]
    wish = wish_for(given.target, None if without.budget is None else without.budget[1], given.minimise, choices)
    free = attrs.evolve(wish, costs=(), main=0)
    return _search(fit, _near(fit, choices, lines), deadline).cheapest(free, frozenset(lines)).taken is not None


def _near(fit: Fit, choices: list[Choice], lines: Collection[str]) -> list[Choice]:
    """The choices that can have a part in some lines; what the others do to other lines does not count for these."""
    areas = layout_of(fit, choices).areas.values()
    places = {place for area in areas if area.key[0] == "capability" or area.key[1] in lines for place in area.choices}
    return [choices[place] for place in sorted(places)]


def _plan(
    fit: Fit,
    given: Asked,
    choices: Iterable[Choice],
    found: Found,
    after: Fit,
    impossible: tuple[str, ...] = (),
    lifted: tuple[Limit, ...] = (),
) -> Plan:
    ordered = sorted(choices, key=_step_order)
    amounts: dict[str, Fraction] = {}
    for choice in ordered:
        if choice.amount is not None:
            amounts[choice.amount[0]] = amounts.get(choice.amount[0], Fraction(0)) + choice.amount[1]
    if given.budget is not None:
        amounts.setdefault(given.budget[0], Fraction(0))
    prices = tuple(quantity_of(unit, amounts[unit]) for unit in sorted(amounts))
    return Plan(
        product=fit.product,
        target=given.target,
        minimise=given.minimise,
        budget=None if given.budget is None else quantity_of(*given.budget),
        by=given.by,
        kinds=given.kinds,
        remedies=in_steps(ordered),
        effort=_effort(ordered),
        likely=Ratio(sum((choice.likely or Fraction(0) for choice in ordered), start=Fraction(0))),
        unestimated=tuple(choice.remedy.requirement for choice in ordered if choice.likely is None),
        price=prices[0] if len(prices) == 1 else None,
        prices=prices,
        unpriced=tuple(choice.remedy.requirement for choice in ordered if choice.is_unpriced),
        score_before=fit.score,
        decision_before=fit.decision,
        score_after=after.score,
        decision_after=after.decision,
        optimal=found.is_optimal,
        cost=found.cost,
        bound=found.bound,
        impossible=impossible,
        lifted=lifted,
        questions=_questions(fit, given),
        changes=joined(ordered) if ordered else EMPTY,
        before=fit,
        fit=after,
    )


def _step_order(choice: Choice) -> tuple[Any, ...]:
    date = choice.remedy.date or datetime.date.min
    # What is proved has to be there: a statement that is replaced later would lose its proof.
    return choice.remedy.kind == "prove", date, ("low", "medium", "high").index(RISKS[choice.remedy.kind]), choice.order


def _effort(choices: Iterable[Choice]) -> Interval:
    low, high = Fraction(0), Fraction(0)
    is_known = True
    for choice in choices:
        effort = choice.remedy.effort
        if effort is None:
            is_known = False
        else:
            low, high = low + effort.low.base[1], high + effort.high.base[1]
    return Interval(Ratio(low), Ratio(high) if is_known else math.inf)  # type: ignore[arg-type]


def _questions(fit: Fit, given: Asked) -> tuple[str, ...]:
    """The targets of open points on lines that keep the product from the target, or may; then what would decide rules
    that could add a Must."""
    failing, wish = failing_levels(fit.world.policy), _wish(given.target)
    if wish.reached_by(fit):
        return ()
    found: list[str] = []
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        line = judgement.requirement
        hinders = line.priority == "must" and line.waived is None and judgement.worst in failing
        counts = wish.threshold is not None and weight > 0
        has_gap = given.target == "no_gaps" and line.waived is None and line.priority != "wont"
        if judgement.verdict == "unknown" and (hinders or counts or has_gap):
            found += [ask.target for ask in asks_of(judgement, fit.world, fit.product)]
    for rule in fit.world.open_rules:
        if rule.id in fit.threatening:
            found += [target_of(attribute) for attribute in rule.attributes]
    return tuple(dict.fromkeys(found))


__all__ = ["Plan", "close_gaps"]
