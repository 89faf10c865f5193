"""A client against one candidate, with some builds in its products: judged again, line by line and as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from tobfit.analysis.remedy_choices import is_growing
from tobfit.lifecycle.builds import Build
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit, failing_levels, judged
from tobfit.matching.judge import Line
from tobfit.matching.outcome import Outcome
from tobfit.matching.voices import Voices
from tobfit.matching.world import World
from tobfit.model.catalog import Catalog, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Product, Statement

Builds = Mapping[str, Build]
"""Builds by id."""


@attrs.frozen(eq=False, slots=False)
class Stand:
    """One candidate of a deal. ``products`` are its own, or those of an offer."""

    fit: Fit
    builds: Builds
    products: tuple[str, ...]

    @property
    def world(self) -> World:
        """As it was matched."""
        return self.fit.world

    @property
    def client(self) -> str:
        """Whose deal it is."""
        return self.world.client.id

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The client's lines by id."""
        return {line.requirement.id: line for line in self.world.lines}

    @cached_property
    def musts(self) -> tuple[Line, ...]:
        """The lines that can keep it from a fit: Musts, and those that undecided rules could add."""
        return (*(line for line in self.world.lines if line.can_fail), *self.world.open_musts)

    @cached_property
    def answered(self) -> frozenset[tuple[str, str]]:
        """Products and lines that the vendors answered one by one."""
        mine = (one for one in self.world.catalog.responses if one.client == self.client)
        return frozenset((one.product, answer.requirement) for one in mine for answer in one.answers)

    @cached_property
    def _voices(self) -> dict[frozenset[str], tuple[Voices, ...]]:
        return {}

    def voices(self, some: Collection[str]) -> tuple[Voices, ...]:
        """Who speaks once some builds are there."""
        key = frozenset(some)
        if key not in self._voices:
            world = self.world_with(key)
            self._voices[key] = world.voices(world.catalog[self.fit.product])
        return self._voices[key]

    def outcome(self, line: Line, some: Collection[str]) -> Outcome:
        """A line judged with some builds."""
        return judged(line, self.voices(some), self.world.bench).outcome

    def passes(self, line: Line, some: Collection[str]) -> bool:
        """Whether a line that can fail does not then, however the open points turn out."""
        return self.outcome(line, some).worst not in failing_levels(self.world.policy)

    def after(self, some: Collection[str]) -> Fit:
        """The fit with some builds, matched again as a whole."""
        world = self.world_with(some)
        return world.fit(world.catalog[self.fit.product])

    def world_with(self, some: Collection[str]) -> World:
        """The world in which the products have some builds: statements in place of what was said of the capability,
        by the vendor's answers to lines that it serves too; what a landscape asks for beside what is there."""
        chosen = [self.builds[name] for name in sorted(some) if self.builds[name].product in self.products]
        stated = _one_each(build for build in chosen if build.statement is not None)
        placed = [build for build in chosen if build.statement is None]
        world = self.world
        if stated:
            world = world.with_catalog(self._catalog(stated))
        return apply(world, joined(build.changes for build in placed)) if placed else world

    def _catalog(self, stated: Collection[Build]) -> Catalog:
        catalog = self.world.catalog
        products = tuple(_built_into(product, stated) for product in catalog.products)
        responses = tuple(self._open(response, stated) for response in catalog.responses)
        return catalog.evolve(products=products, responses=responses)

    def _open(self, response: Response, stated: Collection[Build]) -> Response:
        """A vendor's answers, without those that speak of the product before the build to a line that it serves."""
        if response.client != self.client:
            return response
        served = {spot for build in stated if build.product == response.product for spot in build.serves}
        kept = tuple(a for a in response.answers if (self.client, a.requirement) not in served)
        return response if len(kept) == len(response.answers) else response.evolve(answers=kept)


def _one_each(builds: Iterable[Build]) -> list[Build]:
    """Of several builds of one capability the first: a product says one thing."""
    return list({build.slot: build for build in reversed(list(builds))}.values())


def _built_into(product: Product, stated: Iterable[Build]) -> Product:
    mine: dict[str, tuple[Statement, ...]] = {}
    for build in stated:
        if build.product == product.id and build.capability is not None and build.statement is not None:
            mine[build.capability] = (build.statement,)
    if not mine:
        return product
    return product.evolve(capabilities=FrozenMap({**product.capabilities, **mine}))


def joined(several: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The changes of several builds as one; lists that only grow hold what all of them add."""
    changes: dict[str, Any] = {}
    for one in several:
        for target, value in one.items():
            held = changes.get(target, ()) if is_growing(target) else ()
            assert isinstance(held, tuple)
            changes[target] = (*held, *(one for one in value if one not in held)) if held else value
    return changes
