"""``tobfit check``: what is wrong with documents."""

from __future__ import annotations

from argparse import Namespace

from tobfit.cli.problems import count, show
from tobfit.cli.streams import note, result
from tobfit.errors import Problem
from tobfit.formats.load import examine, load_packs

USAGE = "tobfit check: error: name a FILE, or a pack with --pack; see tobfit check --help"


def run(arguments: Namespace) -> int:
    """Shows every problem and a line of summary; 2 where there is an error."""
    if not arguments.files and not arguments.pack:
        note(USAGE)
        return 2
    number, problems = _looked_at(arguments.pack, arguments.files)
    show(problems)
    errors, warnings = count(problems)
    result(f"{_of(number, 'document')}, {_of(errors, 'error')}, {_of(warnings, 'warning')}")
    return 2 if errors else 0


def _looked_at(packs: list[str], files: list[str]) -> tuple[int, tuple[Problem, ...]]:
    """How many documents were read, those of the packs included, and what is wrong with them."""
    number, problems = examine(packs, layered=True)
    if not files or count(problems)[0]:
        return number, problems
    documents, more = examine(files, load_packs(*packs))
    return number + documents, (*problems, *more)


def _of(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
