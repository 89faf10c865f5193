"""The command ``tobfit``: a thin face over the library.

Results go to standard output, diagnostics to standard error. The exit status is 0 (done), 1 (a ``--fail-on``
condition holds) or 2 (bad input or usage).
"""

from __future__ import annotations

import importlib
from argparse import Namespace
from collections.abc import Sequence

from tobfit.cli.parser import build
from tobfit.cli.streams import prepare, warnings_shown

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status.

    >>> main(["--version"])
    tobfit 0.1.0
    0
    """
    prepare()
    try:
        arguments = build().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Namespace) -> int:
    # What a command needs is imported once it runs, so that --help and usage errors stay light.
    from tobfit.cli.problems import show
    from tobfit.errors import TobfitError

    module = importlib.import_module(f"tobfit.cli.{arguments.command}")
    try:
        with warnings_shown():
            status: int = module.run(arguments)
    except TobfitError as error:
        show(error.problems)
        return 2
    return status
