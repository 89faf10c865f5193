"""All connections of a client to one product: what is built once is paid once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from tobfit.integration.plan import days, hopeful, hopeless, plan
from tobfit.integration.problem import Leg, Question, legs_of
from tobfit.integration.routing import Route
from tobfit.integration.sharing import union_of
from tobfit.integration.site import Site
from tobfit.model.interval import Interval
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement


@attrs.frozen
class Together:
    """``effort`` is in person-days, by the likely figures: of the cheapest set of adapters that serves all connections
    which can be made, from the bound below it to the best set that was found (``is_exact``: both are the same).
    ``apart`` is the sum over the connections one by one. Connections that cannot be made have no part in it.
    """

    routes: tuple[Route, ...]
    effort: Interval
    apart: Any
    adapters: tuple[str, ...]
    is_exact: bool


def together_of(lines: Sequence[tuple[Requirement, Route]], product: Product, site: Site) -> Together | None:
    """The connections of some lines together; None where none of them can be made. What nobody said is taken as it is
    in each route that is shown: as badly as it can be where that still works, else as well."""
    made = [(line, route) for line, route in lines if route.feasible is not False]
    if not made:
        return None
    question = Question(hopeless if all(route.feasible for _, route in made) else hopeful)
    legs: list[Leg] = []
    apart = 0
    for line, _ in made:
        assert line.connect is not None
        own = legs_of(site, product, line.connect)
        found = plan(own, question)
        assert found is not None
        legs += own
        apart += found.cost  # type: ignore[assignment]
    alone = [plan((leg,), question) for leg in legs]
    answers = [one.answers[0] for one in alone if one is not None]
    union = union_of(legs, question, answers)
    return Together(
        routes=tuple(route for _, route in made),
        effort=Interval(days(union.low), days(union.high)),  # type: ignore[arg-type]
        apart=days(apart),
        adapters=union.adapters,
        is_exact=union.is_exact,
    )
