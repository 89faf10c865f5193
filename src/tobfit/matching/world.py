"""Everything a match depends on, in one frozen record: the same world gives the same report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.fit import NOTHING_KEPT, Fit, assess
from tobfit.matching.judge import Bench, Line
from tobfit.matching.lines import prepare, requirements_of
from tobfit.matching.outcome import Outcome
from tobfit.matching.voices import listen
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client, View
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import near, shown


@attrs.frozen(eq=False)
class World:
    """A client, a catalogue and what judges them; checked before it is matched (see ``report.checked``).

    ``given_as_of`` and ``view_id`` are what the call asked for; the client may give a date of its own, and it
    is the client's view that the id names, so that changing the client changes both.
    """

    client: Client
    catalog: Catalog
    packs: Packs
    policy: Policy
    given_as_of: datetime.date | None = None
    view_id: str | None = None
    carried: tuple[tuple[Line, ...], Bench] | None = attrs.field(default=None, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms in force."""
        return self.packs.vocabulary

    @property
    def as_of(self) -> datetime.date:
        """The date to measure against: the call's, else the client's, else TF401; never today."""
        date = self.given_as_of or self.client.as_of
        if date is None:
            hint = "give as_of in the client, or as_of= / --as-of"
            raise TobfitError([Problem(code="TF401", message="no date to measure against", path="as_of", hint=hint)])
        return date

    @property
    def view(self) -> View | None:
        """The client's view of the id that was asked for; TF403 where it has none."""
        if self.view_id is None:
            return None
        for view in self.client.views:
            if view.id == self.view_id:
                return view
        message = f"the client has no view {shown(self.view_id)}"
        hint = near(self.view_id, [view.id for view in self.client.views]) or "the client names no views"
        raise TobfitError([Problem(code="TF403", message=message, path="view", hint=hint)])

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The lines that are judged, in order, each with its sources."""
        return requirements_of(self.client)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines made ready."""
        if self.carried is not None:
            return self.carried[0]
        return prepare(self.client, self.requirements, self.vocabulary, self.policy, self.view)

    @cached_property
    def bench(self) -> Bench:
        """What all judgements of this world share."""
        return self.carried[1] if self.carried is not None else Bench(self.policy, self.as_of, self.vocabulary)

    def with_catalog(self, catalog: Catalog) -> World:
        """The world with another catalogue; what depends on the client alone is carried over."""
        return attrs.evolve(self, catalog=catalog, carried=(self.lines, self.bench))

    def with_client(self, client: Client) -> World:
        """The world with another client."""
        return attrs.evolve(self, client=client, carried=None)

    def fit(self, product: Product, kept: Mapping[str, Outcome] = NOTHING_KEPT) -> Fit:
        """The fit of one product; no other product has a part in it. ``kept`` are outcomes known to hold."""
        voices = listen(product, self.vocabulary, self.catalog.responses, self.client.id)
        return assess(self.lines, voices, self.bench, self, kept)
