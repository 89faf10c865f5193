"""Values whose meaning a pack declares, kept as they were written."""

from __future__ import annotations

from typing import Annotated, Any

from tobfit.model.shape import Free

FreeValue = Annotated[Any, Free()]
"""A text, a tuple of such, or a FrozenMap of such."""
