"""Several attempts and one error: the problems of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import attrs

from tobfit.errors.problem import Problem, TobfitError

P = ParamSpec("P")
T = TypeVar("T")


@attrs.frozen
class Gathered:
    """Problems of several loadings: all are tried before any is told."""

    problems: list[Problem] = attrs.field(factory=list)

    def attempt(self, load: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the loading gives; None where it fails, its problems kept."""
        try:
            return load(*args, **kwargs)
        except TobfitError as error:
            self.problems.extend(error.problems)
            return None

    def raise_all(self) -> None:
        """Raises one error with all that was gathered, if anything was."""
        if self.problems:
            raise TobfitError(dict.fromkeys(self.problems))
