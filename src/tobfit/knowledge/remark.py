"""One finding of a check."""

from __future__ import annotations

import attrs

from tobfit.model.scalars import Refused


@attrs.frozen
class Remark:
    """One finding of a check: where in the record, what, and whether it stops the work."""

    path: str
    refused: Refused
    warning: bool = False
    on_key: bool = False
    """Whether it is the key of a mapping that is at fault, not what stands under it."""
