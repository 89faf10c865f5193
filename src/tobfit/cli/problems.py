"""How problems stand on standard error, and how those of several documents are gathered into one telling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

import attrs

from tobfit.cli.streams import note
from tobfit.errors import Problem, TobfitError

P = ParamSpec("P")
T = TypeVar("T")


def show(problems: Iterable[Problem]) -> None:
    """Writes each problem once to standard error, with the line it points into."""
    for problem in dict.fromkeys(problems):
        note(str(problem))


def count(problems: Iterable[Problem]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    severities = [problem.severity for problem in dict.fromkeys(problems)]
    return severities.count("error"), severities.count("warning")


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
