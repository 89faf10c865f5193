"""A client, a catalogue and a request as the problem that is solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tobfit.analysis.bundle_judging import FULL, Judging
from tobfit.analysis.bundle_model import Problem
from tobfit.analysis.bundle_price import Pricing, Tariff
from tobfit.analysis.bundle_request import Request
from tobfit.analysis.bundle_voices import Ensemble
from tobfit.errors import Problem as Fault
from tobfit.errors import TobfitError
from tobfit.integration.aspects import aspect_at
from tobfit.integration.places import Place
from tobfit.matching.fit import failing_levels
from tobfit.matching.judge import Line, judge
from tobfit.matching.voices import is_finding
from tobfit.matching.world import World
from tobfit.model.product import Product


def problem_of(world: World, request: Request, tariff: Tariff, *, certain: bool) -> Problem:
    """The problem of a checked world."""
    ensemble = Ensemble(world)
    failing = failing_levels(world.policy)
    targets = targets_of(world)
    budget = None
    if request.budget is not None:
        budget = tariff.amount(request.budget.amount)
        if budget is None:
            message = f"{request.budget.amount} cannot be counted over {tariff.horizon}"
            raise TobfitError([Fault(code="TF420", message=message, path="budget", hint="an amount, or one per year")])
    return Problem(
        judging=Judging(ensemble, FULL),
        products=ensemble.products,
        targets=targets,
        scored=tuple(line for line in world.lines if line.weight),
        failing=failing,
        certain=certain,
        wanting=dict(_wanting(world, ensemble, failing, certain=certain)),
        tariff=tariff,
        prices={name: Pricing(product, tariff) for name, product in ensemble.products.items()},
        services=dict(_services(ensemble.products)),
        budget=budget,
        with_effort=request.aim == "effort",
    )


def targets_of(world: World) -> tuple[Line, ...]:
    """The lines to cover: the Musts. Where there is none but those on where a product runs, the other lines with weight
    stand in for them."""
    musts = tuple(line for line in world.lines if line.can_fail)
    if any(line.requirement.deploy is None for line in musts):
        return musts
    return tuple(line for line in world.lines if line.can_fail or line.weight)


def _services(products: Mapping[str, Product]) -> Iterable[tuple[str, Fraction]]:
    for name, product in products.items():
        efforts = [service.effort.likely.base[1] for service in product.services if service.effort is not None]
        if efforts:
            yield name, sum(efforts, start=Fraction(0))


def _wanting(
    world: World, ensemble: Ensemble, failing: frozenset[str], *, certain: bool
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Product -> what it requires that no system of the client's has: for certain, or as far as is known."""
    asked = [line for line in world.lines if _is_of_dependencies(line)]
    if asked and not any(line.can_fail or line.weight for line in asked):
        return  # the client lets it go
    for name, product in ensemble.products.items():
        wanted = tuple(c for c in product.requires if is_wanting(world, product, c, certain=certain))
        if wanted and not _is_found_there(name, product, ensemble, asked, failing, certain=certain):
            yield name, wanted


def _is_of_dependencies(line: Line) -> bool:
    deploy = line.requirement.deploy
    return deploy is not None and deploy.aspect in (None, "dependencies")


def is_wanting(world: World, product: Product, capability: str, *, certain: bool) -> bool:
    """Whether no system of the client's has a capability, or (where only what is certain counts) perhaps none."""
    alone = product.evolve(requires=(capability,))
    truth = aspect_at("dependencies", Place("", True), alone, world.site).truth
    return truth is False or (certain and truth is None)


def _is_found_there(
    name: str, product: Product, ensemble: Ensemble, asked: list[Line], failing: frozenset[str], *, certain: bool
) -> bool:
    """Whether somebody found out by trying that a product has all that it requires there: a finding on the very line
    precedes what is drawn."""
    voices = ensemble.voices(name, frozenset(product.modules), product.requires)
    for line in asked:
        if not any(is_finding(answer) for answer in voices.answered(line.requirement.id, None)):
            return False
        outcome = judge(line, voices, ensemble.world.bench)
        if (outcome.worst if certain else outcome.best) in failing:
            return False
    return bool(asked)
