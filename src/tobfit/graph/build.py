"""Building the graph of one client, the knowledge that touches it, and a catalogue."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from tobfit.formats.documents import Source
from tobfit.formats.load import CatalogRecord, load_all, packs_of
from tobfit.graph.client_side import add_client
from tobfit.graph.draft import Draft
from tobfit.graph.graph import Graph
from tobfit.graph.product_side import add_products
from tobfit.graph.route_side import add_routes
from tobfit.graph.rule_side import add_rules
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import checked
from tobfit.matching.world import World
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.scalars import DAY
from tobfit.model.shape import Shape
from tobfit.model.structure import convert


def build(
    client: Client | Source,
    catalog: Catalog | CatalogRecord | Source | Iterable[Source | CatalogRecord],
    packs: Packs | None = None,
    as_of: datetime.date | str | None = None,
) -> Graph:
    """The graph of a client and a catalogue under packs (None: the shipped ones) on a day.

    ``client`` and ``catalog`` are records, or what the load functions take; ``as_of`` is this argument, else the
    client's, else an error (TF401), as in a match.
    """
    asking, offered, packed, policy = load_all(client, catalog, lambda: packs_of(packs), None)
    day = convert(as_of, Shape(kind="scalar", scalar=DAY, optional=True), "as_of")
    return graph_of(checked(World(asking, offered, packed, policy, day)))


def graph_of(world: World) -> Graph:
    """The graph of a checked world."""
    draft = Draft(world)
    add_client(draft)
    add_rules(draft)
    add_products(draft)
    add_routes(draft)
    return draft.finished()
