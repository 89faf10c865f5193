"""How much is known about a client, as far as rules ask for it."""

from __future__ import annotations

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.inference import Inference
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.words import About

AREAS: tuple[About, ...] = ("industry", "scale", "architecture", "people", "money")


@attrs.frozen
class Known:
    """Of one area: the attributes that rules ask for, and those of them that are missing, in the order of ids."""

    relevant: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> Ratio | None:
        """The share that is known, 0 to 1; None where no rule asks for anything."""
        if not self.relevant:
            return None
        return Ratio(len(self.relevant) - len(self.missing), len(self.relevant))


@attrs.frozen
class Understanding:
    """Area -> what is known of it. An attribute is relevant where it decided a rule in force, for it or against
    it, or would decide an open one, and missing where its value could still do so."""

    _repr_mimebundle_ = mimebundle

    areas: FrozenMap[str, Known]

    def __getitem__(self, area: str) -> Known:
        return self.areas[area]

    @property
    def share(self) -> Ratio | None:
        """The share of all relevant attributes that is known; None where there are none."""
        relevant = sum(len(known.relevant) for known in self.areas.values())
        missing = sum(len(known.missing) for known in self.areas.values())
        return Ratio(relevant - missing, relevant) if relevant else None


def understanding_of(inference: Inference, base: KnowledgeBase) -> Understanding:
    """How much of each area is known, after an inference."""
    asked = inference.relevant
    open_ones = {attribute for rule in inference.open_rules for attribute in rule.attributes}
    return Understanding(
        FrozenMap({area: _known([n for n in sorted(asked) if base.askable[n].about == area], open_ones)
                   for area in AREAS})
    )  # fmt: skip


def _known(relevant: list[str], open_ones: set[str]) -> Known:
    return Known(tuple(relevant), tuple(name for name in relevant if name in open_ones))
