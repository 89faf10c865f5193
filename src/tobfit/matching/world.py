"""Everything a match depends on, in one frozen record: the same world gives the same report."""

from __future__ import annotations

import datetime
from functools import cached_property

import attrs

from tobfit.knowledge.packs import Packs
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.fit import Fit, assess
from tobfit.matching.judge import Bench, Line
from tobfit.matching.lines import prepare, requirements_of
from tobfit.matching.voices import listen
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client, View
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement


@attrs.frozen(eq=False)
class World:
    """A client, a catalogue and what judges them; checked before it is built (see ``report.match``)."""

    client: Client
    catalog: Catalog
    packs: Packs
    policy: Policy
    as_of: datetime.date
    view: View | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms in force."""
        return self.packs.vocabulary

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The lines that are judged, in order, each with its sources."""
        return requirements_of(self.client)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines made ready."""
        return prepare(self.client, self.requirements, self.vocabulary, self.policy, self.view)

    @cached_property
    def bench(self) -> Bench:
        """What all judgements of this world share."""
        return Bench(self.policy, self.as_of, self.vocabulary)

    def fit(self, product: Product) -> Fit:
        """The fit of one product; no other product has a part in it."""
        voices = listen(product, self.vocabulary, self.catalog.responses, self.client.id)
        return assess(self.lines, voices, self.bench, self)
