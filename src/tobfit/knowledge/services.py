"""Services in the vocabulary: what is done for a client beside the product, and the stage in which it is done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.segment import Stage
from tobfit.model.service import GeneralService

SERVICES = "svc"
"""The group of the vocabulary that holds services."""


def is_service(capability: str | None, vocabulary: Vocabulary) -> bool:
    """Whether a capability is a service: the group of them, one below it, or one that is called like one.

    >>> is_service("svc.poc", Vocabulary.of([])), is_service("sec.mfa", Vocabulary.of([]))
    (True, False)
    """
    if capability is None:
        return False
    is_called_so = capability == SERVICES or capability.startswith(f"{SERVICES}.")
    return is_called_so or SERVICES in vocabulary.ancestors(capability)


@attrs.frozen(eq=False)
class StageMap:
    """In which stage each service belongs: as the stages of the packs list them, else as their general services do."""

    stages: Mapping[str, Stage]
    services: Mapping[str, GeneralService]
    vocabulary: Vocabulary

    @cached_property
    def _listed(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for stage in self.stages.values():
            for capability in stage.capabilities:
                found.setdefault(capability, stage.id)
        for service in self.services.values():
            found.setdefault(service.capability, service.stage)
        return found

    def of(self, capability: str | None) -> str | None:
        """The stage of a capability: its own, else that of the nearest broader one; None where the packs know none."""
        if capability is None:
            return None
        names = (capability, *self.vocabulary.ancestors(capability))
        return next((self._listed[name] for name in names if name in self._listed), None)
