"""The best choice told as a bundle: what it covers, what it costs, what stays open, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.bundle_judging import Purchase
from tobfit.analysis.bundle_missing import Explaining
from tobfit.analysis.bundle_model import Problem
from tobfit.analysis.bundle_outcome import Together
from tobfit.analysis.bundle_price import bill, purchase_parts
from tobfit.analysis.bundle_records import Bundle, Minimise, OpenLine, PricePart, Served, Work
from tobfit.analysis.bundle_search import Clock, Late, Result, Search, smallest
from tobfit.analysis.bundle_voices import Choice
from tobfit.matching.asks import asks_of
from tobfit.matching.judge import Line
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.natural import natural


def told(world: World, search: Search, result: Result, aim: Minimise) -> Bundle:
    """The bundle of a result."""
    problem = search.problem
    found = search.together(result.choice)
    covered = [line for line in problem.targets if _counts(line, found, result)]
    uncovered = [line for line in problem.targets if line not in covered]
    others = [line for line in problem.scored if line not in problem.targets]
    explaining = Explaining(search, search.without_budget())
    bought = serving(problem, result.choice, covered, aim)
    minimised: Minimise = aim if result.is_full else "uncovered"
    bound = _bound(result, minimised, problem.targets)
    return Bundle(
        products=FrozenMap({n: tuple(sorted(result.choice[n], key=natural)) for n in found.names}),
        price=bill({n: result.choice[n] for n in found.names}, bought, problem.prices, problem.tariff),
        covered=_ids(covered),
        uncovered=_ids(uncovered),
        optimal=all(proof.is_optimal for proof in result.proofs),
        bound=bound,
        minimised=minimised,
        score=found.score,
        impossible=_impossible(search, uncovered, is_full=result.is_full),
        missing=tuple(explaining.missing(line) for line in uncovered),
        open=tuple(_open(line, found, world) for line in problem.targets if found.is_open(line)),
        lines=tuple(_served(line, found) for line in world.lines if line.requirement.id in found.judgements),
        others_covered=_ids(line for line in others if found.is_covered(line)),
        others_uncovered=_ids(line for line in others if not found.is_covered(line)),
        dependencies=found.dependencies,
        open_rules=found.open_rules,
        certificate=result.proofs,
        certain=problem.certain,
        budget=None if problem.budget is None else Ratio(problem.budget),
        left_out=_left_out(found, bought),
        effort=_work(problem, found.names, bought),
        aside=tuple(offer.id for offer in world.catalog.offers),
        world=world,
    )


def _counts(line: Line, found: Together, result: Result) -> bool:
    """Whether a line is covered: within a budget what would have to be bought for it must be paid for too."""
    return found.is_covered(line) and (found.problem.budget is None or line.requirement.id in result.claimed)


def _ids(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.requirement.id for line in lines)


def serving(problem: Problem, choice: Choice, covered: Sequence[Line], aim: Minimise) -> tuple[Purchase, ...]:
    """What has to be bought and done so that a choice covers the lines that it covers, at the least price (or effort,
    where that is the aim): a line that a product covers as it is needs nothing from another one."""
    if not choice:
        return ()
    alone = attrs.evolve(
        problem,
        products={name: product for name, product in problem.products.items() if name in choice},
        targets=tuple(covered),
        wanting={name: wanted for name, wanted in problem.wanting.items() if name in choice},
        budget=None,
        with_effort=True,
    )
    search = Search(alone, Clock.of(None))
    first, then = ("unpriced", "price"), ("unestimated", "effort")
    aims = (*then, *first) if aim == "effort" else (*first, *then)
    return search.purchases(choice, [line.requirement.id for line in covered], aims)


def _bound(result: Result, minimised: Minimise, targets: Sequence[Line]) -> Ratio | None:
    name = {"uncovered": "weight"}.get(minimised, minimised)
    for proof in result.proofs:
        if proof.aim == name and proof.bound is not None:
            if name == "weight":
                return Ratio(sum(line.weight for line in targets) - proof.bound)
            return Ratio(proof.bound)
    return None


def _impossible(search: Search, uncovered: Sequence[Line], *, is_full: bool | None) -> tuple[str, ...]:
    """The smallest part of the targets, no line of which can be left out, that nothing covers."""
    if is_full or not uncovered:
        return ()
    try:
        alone = next((name for name in _ids(uncovered) if not search.covers([name])), None)
        if alone is not None:
            return (alone,)
        every = _ids(search.problem.targets)
        return () if search.covers(every) else smallest(every, search.covers)
    except Late:
        return ()


def _open(line: Line, found: Together, world: World) -> OpenLine:
    judgement = found.judgements[line.requirement.id]
    product = judgement.voices.product.id
    targets = tuple(dict.fromkeys(ask.target for ask in asks_of(judgement, world, product)))
    return OpenLine(line.requirement.id, product, targets, judgement)


def _served(line: Line, found: Together) -> Served:
    judgement = found.judgements[line.requirement.id]
    return Served(
        requirement=line.requirement.id,
        priority=line.requirement.priority,
        product=judgement.voices.product.id,
        verdict=judgement.verdict,
        credit=judgement.credit,
        worst=judgement.worst,
        best=judgement.best,
        judgement=judgement,
    )


def _left_out(found: Together, bought: Sequence[Purchase]) -> tuple[PricePart, ...]:
    """What is not in the price though the score counts it: it serves lines that are no targets, or that another product
    covers, or that the budget does not reach."""
    problem = found.problem
    every: set[Purchase] = set()
    for line in problem.scored:
        judgement = found.judgements.get(line.requirement.id)
        if judgement is not None:
            every |= problem.judging.cell(line, judgement.voices).bought
    return purchase_parts((each for each in every if each.is_paid and each not in bought), problem.tariff)


def _work(problem: Problem, names: Sequence[str], bought: Sequence[Purchase]) -> Work:
    efforts = [purchase.effort for purchase in bought if purchase.effort is not None]
    efforts += [s.effort for name in names for s in problem.products[name].services if s.effort is not None]
    low, likely, high = (
        Ratio(sum((getattr(effort, end).base[1] for effort in efforts), start=Fraction(0)))
        for end in ("low", "likely", "high")
    )
    unknown = (f"{purchase.product}/{purchase.name}" for purchase in bought if purchase.lacks_effort)
    return Work(low, likely, high, tuple(dict.fromkeys(unknown)))
