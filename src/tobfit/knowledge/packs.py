"""Packs stack in layers: a later layer overrides or withdraws a record, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import attrs

from tobfit.errors import TobfitError
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.lint import stack
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.pack import Pack
from tobfit.model.tree import NOWHERE, problem_at


def _as_layers(value: Any) -> tuple[tuple[Pack, ...], ...]:
    """Layers in any sequence, as tuples."""
    if not _is_several(value):
        raise _refused("Packs.layers", value, "layers of packs")
    return tuple(_as_layer(layer, f"Packs.layers[{index}]") for index, layer in enumerate(value))


def _as_layer(value: Any, path: str) -> tuple[Pack, ...]:
    if not _is_several(value):
        raise _refused(path, value, "a list of packs")
    for index, pack in enumerate(value):
        if not isinstance(pack, Pack):
            raise _refused(f"{path}[{index}]", pack, "a pack")
    return tuple(value)


def _is_several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _refused(path: str, value: Any, wanted: str) -> TobfitError:
    message = f"a {type(value).__name__} stands where {wanted} belongs"
    return TobfitError([problem_at(NOWHERE, "TF205", path, message)])


@attrs.frozen
class Packs:
    """Layers of packs, the shipped one first; packs of one layer stand side by side. Equal layers are equal packs.

    ``vocabulary`` and ``base`` raise a TobfitError where the layers do not fit together.
    """

    layers: tuple[tuple[Pack, ...], ...] = attrs.field(default=(), converter=_as_layers)
    stacked: KnowledgeBase | None = attrs.field(default=None, eq=False, repr=False)
    """What the layers come to, where whoever loaded them has worked it out already."""
    shipped: int = attrs.field(default=0, eq=False)
    """How many of the lowest layers come with tobfit."""

    def __hash__(self) -> int:
        # The packs hold thousands of records: their ids tell them apart well enough.
        return hash(tuple(tuple(pack.id for pack in layer) for layer in self.layers))

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms in force after all layers."""
        return self.base.vocabulary

    @cached_property
    def base(self) -> KnowledgeBase:
        """All records in force after all layers."""
        if self.stacked is not None:
            return self.stacked
        base, problems = stack(self.layers, shipped=self.shipped)
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            raise TobfitError(errors)
        return base

    def with_layer(self, *packs: Pack) -> Packs:
        """These packs with one more layer on top."""
        return self.evolve(layers=(*self.layers, packs))

    def evolve(self, **changes: Any) -> Packs:
        """A copy with other layers."""
        return attrs.evolve(self, **{"stacked": None, **changes})
