"""How far a long run has come: ``tobfit.model.progress``, under the name that the rooms from here on know."""

from __future__ import annotations

from tobfit.model.progress import Callback, Progress, check_progress, steps

__all__ = ["Callback", "Progress", "check_progress", "steps"]
