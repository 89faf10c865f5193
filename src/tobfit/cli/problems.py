"""How problems stand on standard error."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.cli.streams import note
from tobfit.errors import Problem


def show(problems: Iterable[Problem]) -> None:
    """Writes each problem once to standard error, with the line it points into."""
    for problem in dict.fromkeys(problems):
        note(str(problem))


def count(problems: Iterable[Problem]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    severities = [problem.severity for problem in dict.fromkeys(problems)]
    return severities.count("error"), severities.count("warning")
