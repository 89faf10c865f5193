"""All connections of a client to one product: what is built once is paid once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import attrs

from tobfit.integration.ends import Hope
from tobfit.integration.plan import days, hopeful, hopeless, plan
from tobfit.integration.problem import Leg, Question, legs_of
from tobfit.integration.routing import Route, accepted_by
from tobfit.integration.sharing import Union, Use, union_of, uses_of
from tobfit.integration.site import Number, Site
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement


@attrs.frozen
class Together:
    """``effort`` is in person-days, by the likely figures, of the cheapest set of adapters that serves all connections
    which can be made: from the best to the worst that what nobody said allows, infinity where one of them hangs on it.
    ``adapters`` and ``apart``, the sum over the connections one by one, are those of the chains that the routes show,
    where all of them are certain, else of the best. ``is_exact``: no end of the effort is a mere bound. Connections
    that cannot be made, or not as the client accepts, have no part in it; nor have lines that are waived or ``wont``.
    ``uses`` are the adapters of these chains with what each takes, those that take nothing included.
    """

    _repr_mimebundle_ = mimebundle

    routes: tuple[Route, ...]
    effort: Interval
    apart: Any
    adapters: tuple[str, ...]
    is_exact: bool
    uses: tuple[Use, ...] = attrs.field(default=(), repr=False)


def together_of(lines: Sequence[tuple[Requirement, Route]], product: Product, site: Site) -> Together | None:
    """The connections of some lines together; None where none of them can be made."""
    made = [(line, route) for line, route in lines if _counts(line, route)]
    if not made:
        return None
    best, apart = _union(made, product, site, hopeful)
    if not all(route.feasible for _, route in made):
        high: Any = math.inf
        shown, is_exact = best, best.is_exact
    else:
        shown, apart = _union(made, product, site, hopeless)
        high, is_exact = days(shown.high), best.is_exact and shown.is_exact
    return Together(
        routes=tuple(route for _, route in made),
        effort=Interval(days(best.low), high),  # type: ignore[arg-type]
        apart=days(apart),
        adapters=shown.adapters,
        is_exact=is_exact,
        uses=uses_of(shown.answers),
    )


def _counts(line: Requirement, route: Route) -> bool:
    """Whether a connection is to be made."""
    if route.response_at_best is None or line.waived is not None or line.priority == "wont":
        return False
    return not line.accept or route.response_at_best in accepted_by(line)


def _union(
    made: Sequence[tuple[Requirement, Route]], product: Product, site: Site, hope: Hope
) -> tuple[Union, Number]:
    """The adapters of all connections together, and what the connections would cost one by one."""
    question, apart = Question(hope), 0
    legs: list[Leg] = []
    for line, _ in made:
        assert line.connect is not None
        own = legs_of(site, product, line.connect, accepted_by(line))
        found = plan(own, question)
        assert found is not None
        legs += own
        apart += found.cost  # type: ignore[assignment]
    alone = [plan((leg,), question) for leg in legs]
    return union_of(legs, question, [one.answers[0] for one in alone if one is not None]), apart
