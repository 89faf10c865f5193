"""Connections in a cost: the adapters are those of the cheapest set, each built once."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hypothesis import given, settings
from tests.laws.test_routes_shared import several

from tobfit.commercial import ServiceCost, service_cost
from tobfit.knowledge.packs import Packs
from tobfit.matching.fit import Fit
from tobfit.matching.report import match
from tobfit.model.catalog import Catalog
from tobfit.testing.landscapes import Connection


def fit_of(asked: Sequence[Connection]) -> Fit:
    """The fit of a client with all these lines."""
    first = asked[0]
    lines = [one.line.evolve(id=f"C-{number}") for number, one in enumerate(asked)]
    client = first.client.evolve(requirements=lines, as_of="2026-11-01")
    catalog = Catalog(products=[first.product])
    return match(client, catalog, Packs(((first.pack,),)))[first.product.id]


def adapters(found: ServiceCost) -> list[str]:
    return [part.id for part in found.parts if part.source == "adapter"]


@settings(max_examples=settings().max_examples * 2)
@given(several())
def test_adapters_add_up_to_the_effort_of_all_connections_together(asked: list[Connection]) -> None:
    fit = fit_of(asked)
    found = service_cost(fit, draws=100, ask=False)
    together = fit.connections
    wanted = {one.requirement.id: one for one in fit.judgements if one.requirement.connect is not None}
    if together is None:
        assert adapters(found) == []
    elif together.effort.high < math.inf:
        likely = sum(part.likely for part in found.parts if part.source == "adapter")
        assert likely == together.effort.high
        assert likely <= together.apart
    # Whatever cannot be made for certain, or has an adapter that nobody estimated, is listed.
    told = {name for one in found.open for name in one.requirements}
    for name, judgement in wanted.items():
        if judgement.verdict in ("unmet", "unknown"):
            assert name in told
