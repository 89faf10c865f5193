"""Hypothesis strategies for small, rich worlds: packs, a client, products, answers and a policy that fit together.

Everything drawn here is valid, so that ``World.report()`` never refuses it. Ids come from small alphabets: lines,
statements and answers meet often. Extents, dates, units and evidence are drawn from short lists of telling values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from tobfit.formats.documents import dump
from tobfit.integration.deployment import deployment_lines
from tobfit.integration.site import Site
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog, Response
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.product import Evidence, Product
from tobfit.testing.records import (
    answers,
    catalogs,
    clients,
    near_of,
    policies,
    products,
    requirements,
    responses,
    severity_tables,
    statements,
)
from tobfit.testing.samples import AMOUNTS, AS_OF, EVIDENCE, LEVELS, MEMBERS, VERSIONS
from tobfit.testing.surroundings import grounds, landscape_packs
from tobfit.testing.terms import needs, packs, values, vocabularies

__all__ = [
    "AMOUNTS",
    "AS_OF",
    "LEVELS",
    "MEMBERS",
    "VERSIONS",
    "World",
    "answers",
    "catalogs",
    "clients",
    "evidence",
    "near_of",
    "needs",
    "packs",
    "policies",
    "products",
    "requirements",
    "responses",
    "severity_tables",
    "statements",
    "values",
    "vocabularies",
    "worlds",
]


@attrs.frozen(repr=False)
class World:
    """Everything a match takes; shown as the documents that say it."""

    packs: Packs
    client: Client
    catalog: Catalog
    policy: Policy = attrs.field(factory=Policy)
    view: str | None = None

    def __repr__(self) -> str:
        packs = [pack for layer in self.packs.layers for pack in layer]
        documents = [*packs, self.policy, self.client, *self.catalog.products, *self.catalog.responses]
        documents += [*self.catalog.offers, *self.catalog.vendors]
        return f"World with view {self.view}:\n" + "---\n".join(dump(document) for document in documents)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What Hypothesis shows of a failing example."""
        printer.text(repr(self))

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms in force."""
        return self.packs.vocabulary

    def report(self) -> Report:
        """The match."""
        return match(self.client, self.catalog, self.packs, self.policy, self.view)

    def with_product(self, product: Product) -> World:
        """The world with one product in the place of the one with its id."""
        products = tuple(product if p.id == product.id else p for p in self.catalog.products)
        return attrs.evolve(self, catalog=self.catalog.evolve(products=products))

    def with_responses(self, responses: Sequence[Response]) -> World:
        """The world with other answers."""
        return attrs.evolve(self, catalog=self.catalog.evolve(responses=tuple(responses)))


@st.composite
def worlds(
    draw: st.DrawFn,
    max_lines: int = 4,
    max_products: int = 3,
    with_answers: bool = True,
    default_policy: bool = False,
    landscape: bool | None = False,
) -> World:
    """Worlds that can be matched; ``landscape``: all of them, none, or some have one."""
    layers = draw(packs())
    ground = None
    if landscape or (landscape is None and draw(st.integers(0, 3)) == 3):
        layers, ground = layers.with_layer(draw(landscape_packs())), draw(grounds())
    vocabulary = layers.vocabulary
    client = draw(clients(vocabulary, max_lines, ground))
    derived = deployment_lines(Site(client, layers.base), client.requirements) if ground else ()
    catalog = draw(catalogs(client, vocabulary, max_products, with_answers, derived))
    policy = Policy() if default_policy else draw(policies())
    view = draw(st.sampled_from((None, "v"))) if client.views else None
    return World(layers, client, catalog, policy, view)


def evidence() -> st.SearchStrategy[Evidence]:
    """Evidence of all kinds, some of another version than the products'."""
    return st.sampled_from(EVIDENCE).map(lambda item: Evidence(**item))


__all__ = [
    "AS_OF", "World", "answers", "catalogs", "clients", "evidence", "needs", "packs", "policies", "products",
    "requirements", "responses", "severity_tables", "statements", "values", "vocabularies", "worlds",
]  # fmt: skip
