"""What connections and places to run add: the zones that everybody has, and the adapters that routes go over."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.graph.draft import Draft
from tobfit.graph.landscape_side import add_adapter, add_flows
from tobfit.graph.names import adapter_id
from tobfit.integration.site import CLOUD
from tobfit.matching.landscape import route_for
from tobfit.matching.voices import listen
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement


def add_routes(draft: Draft) -> None:
    """The adapters on the route of each connection, and the vendors' cloud on the internet, where routes may lead."""
    lines = draft.world.requirements
    if any(line.connect is not None or line.deploy is not None for line in lines):
        add_flows(draft, CLOUD)
    wanted = [line for line in lines if line.connect is not None]
    if wanted:
        for product in draft.world.catalog.products:
            _routes(draft, product, wanted)


def _routes(draft: Draft, product: Product, lines: Iterable[Requirement]) -> None:
    world, name = draft.world, f"product:{product.id}"
    voices = listen(product, world.vocabulary, world.catalog.responses, world.client.id, world.site)
    for line in lines:
        route = route_for(line, voices)
        for step in route.steps if route is not None else ():
            if step.kind == "adapter" and step.owner is not None:
                number = adapter_id(step.owner, draft.client, name, step.id)
                if step.owner == "general":
                    add_adapter(draft, draft.base.adapters[step.id], "general")
                draft.edge(f"requirement:{line.id}", "routed_over", number, product.id)
