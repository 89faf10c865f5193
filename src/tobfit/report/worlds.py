"""Changed worlds that a rendering looks into: each is made once for all products, and no more than a few are made.

Another client, or a rule that is taken to hold, is inferred from anew, which takes some hundredths of a second with
the shipped rules; fitting a product to what comes of it takes a fraction of that.
"""

from __future__ import annotations

from functools import cached_property

import attrs

from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.open_effect import OpenEffect
from tobfit.matching.promise import kept_from
from tobfit.matching.remedy import Remedy
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap

CHANGED = 10
"""How many different changes of the client are looked into, for remedies."""
HELD = 6
"""How many undecided rules are taken to hold."""


@attrs.frozen(eq=False, slots=False)
class Worlds:
    """The worlds beside one report's own; what a rule or a remedy leads to is exactly what it promises itself."""

    world: World
    is_bounded: bool

    @cached_property
    def _changed(self) -> dict[FrozenMap[str, object], World]:
        return {}

    @cached_property
    def _held(self) -> dict[str, World]:
        return {}

    def after(self, remedy: Remedy) -> Fit | None:
        """The fit after a remedy; None where it is not worked out."""
        changes = remedy.changes
        if not changes or not all(target.startswith("client.") for target in changes):
            return remedy.fit
        if changes not in self._changed:
            if self.is_bounded and len(self._changed) >= CHANGED:
                return None
            self._changed[changes] = apply(self.world, changes)
        return self._fit(self._changed[changes], remedy.before)

    def if_held(self, effect: OpenEffect) -> Fit | None:
        """The fit if an undecided rule held; None where it is not worked out."""
        if effect.id not in self._held:
            if self.is_bounded and len(self._held) >= HELD:
                return None
            self._held[effect.id] = self.world.taking(effect.id)
        return self._fit(self._held[effect.id], effect.fit)

    def _fit(self, world: World, before: Fit) -> Fit:
        return world.fit(world.catalog[before.product], kept_from(before, world))
