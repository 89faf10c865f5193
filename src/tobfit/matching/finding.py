"""What later stages find: of the shape of a gap, beside the gaps that a match alone decides on."""

from __future__ import annotations

from typing import Literal, get_args

import attrs

from tobfit.matching.remedy import Remedy
from tobfit.model.displaying import mimebundle
from tobfit.model.label import Label
from tobfit.model.words import GapSeverity

FindingKind = Literal[
    "contested",
    "unaffordable",
    "unprofitable",
    "unserved_stage",
    "at_risk",
    "uncovered_role",
    "unused",
    "unrequired",
    "struggling",
    "drifted",
]
FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)


@attrs.frozen
class Finding:
    """One finding of a later stage. ``product`` is None where it concerns all, ``requirement`` the id of a line or
    None; ``path`` the chain behind it, from the client on. ``internal``: for the vendor alone, in no client-facing
    rendering. Findings never change a fit."""

    _repr_mimebundle_ = mimebundle

    kind: FindingKind
    severity: GapSeverity
    stage: str
    because: Label
    product: str | None = None
    requirement: str | None = None
    path: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    internal: bool = False
