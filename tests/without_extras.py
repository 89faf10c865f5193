"""Calls everything public in a process in which some libraries cannot be imported, and prints what came of it as JSON.

    python -m tests.without_extras FOLDER later|now MODULE ...

Each call gives ``ok``, or the code, the hint and the message of the error.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import inspect
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

Call = Callable[[], object]


class Without(importlib.abc.MetaPathFinder):
    """A finder that does not find some libraries, as if they were not installed."""

    def __init__(self, finder: Any, names: Sequence[str]) -> None:
        self.finder, self.names = finder, frozenset(names)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.finder, name)  # distributions and caches stay as they are

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in self.names:
            return None
        found: ModuleSpec | None = self.finder.find_spec(fullname, path, target)
        return found


def calls(folder: Path, *, later: bool) -> Iterator[tuple[str, Call]]:
    """Name -> what calls it, for all public functions that make, show or read something."""
    import tobfit
    from tobfit.report.framing import KINDS

    client = tobfit.load_client(folder / "client.yaml")
    report = tobfit.match(client, folder / "products")
    yield from _renderers(report)
    yield "markdown with a template", lambda: tobfit.report.markdown(report, "proposal")
    frame = tobfit.report.frame
    for of in KINDS:
        yield f"frame of {of}", lambda of=of: frame(report, of).rows  # type: ignore[misc]
    made = frame(report)
    for name in ("to_pandas", "to_polars", "to_arrow", "__arrow_c_stream__", "to_csv", "_repr_mimebundle_"):
        yield f"frame.{name}", getattr(made, name)
    for one in (report, report.fits[0], report.questions[0], report.client, *tobfit.report.pictures(report)[:1]):
        yield f"{type(one).__name__} in a notebook", one._repr_mimebundle_
    yield "check", lambda: tobfit.check(folder / "client.yaml")
    yield "progress of a match", lambda: tobfit.match(client, folder / "products", progress="tqdm")
    yield from _intake(folder, tobfit)
    yield from _assistant(folder)
    if later:
        yield from _later()


def _renderers(report: Any) -> Iterator[tuple[str, Call]]:
    module = importlib.import_module("tobfit.report")
    for name in module.__all__:
        render = getattr(module, name)
        if inspect.isfunction(render):
            yield name, lambda render=render: render(report)  # type: ignore[misc]


def _intake(folder: Path, tobfit: Any) -> Iterator[tuple[str, Call]]:
    workbook = folder / "matrix.xlsx"
    given = {
        "MatrixMapping": lambda: tobfit.intake.MatrixMapping,
        "MatrixRead": lambda: tobfit.intake.MatrixRead,
        "read_matrix": lambda: tobfit.intake.read_matrix(workbook),
        "write_answers": lambda: tobfit.intake.write_answers(workbook, [], folder / "out.xlsx", overwrite=True),
    }
    for name in tobfit.intake.__all__:
        yield f"intake.{name}", given[name]


def _assistant(folder: Path) -> Iterator[tuple[str, Call]]:
    from tobfit import assistant

    client = {"tobfit": "client/1", "id": "acme", "as_of": "2026-11-01"}
    products = [{"tobfit": "product/1", "id": "crm@5"}]
    given: dict[str, Call] = {
        "Reply": lambda: assistant.Reply,
        "Tool": lambda: assistant.Tool,
        "call": lambda: assistant.call("match", {"client": client, "products": products}),
        "serve": assistant.serve,
        "server": assistant.server,
        "tools": assistant.tools,
    }
    del folder
    for name in assistant.__all__:
        yield f"assistant.{name}", given[name]


def _later() -> Iterator[tuple[str, Call]]:
    from tests.report.everything import calls, functions
    from tests.report.internal_worlds import planted

    deal = planted(0)
    matched = deal.report()
    for name, function in functions().items():
        first = next(iter(calls(function, deal, matched)))
        yield f"later.{name}", lambda function=function, first=first: function(**first)  # type: ignore[misc]


def commands(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Commands that write in every form, read a matrix, and serve."""
    from tobfit.cli.parser import FORMATS

    files, out = [str(folder / "client.yaml"), str(folder / "products")], Path(tempfile.mkdtemp(dir=folder))
    for form in FORMATS:
        yield f"match {form}", ["match", *files, "--format", form, "--output", str(out / f"report.{form}")]
    yield "mcp", ["mcp"]


def outcome(call: Call) -> object:
    """What came of a call."""
    from tobfit.errors import TobfitError

    try:
        call()
    except TobfitError as error:
        (problem,) = error.problems
        return [problem.code, problem.hint, str(error)]
    except Exception as error:
        return [type(error).__name__, None, str(error)]
    return "ok"


def command(arguments: list[str]) -> object:
    """What came of a command: its status and what it wrote on standard error."""
    from tobfit.cli import main

    errors, out = io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(out):
        status = main(arguments)
    return [status, errors.getvalue()]


def run(folder: Path, *, later: bool) -> dict[str, object]:
    """All of it."""
    found = {name: outcome(call) for name, call in calls(folder, later=later)}
    return {"calls": found, "commands": {name: command(arguments) for name, arguments in commands(folder)}}


if __name__ == "__main__":
    sys.meta_path[:] = [Without(finder, sys.argv[3:]) for finder in sys.meta_path]
    print(json.dumps(run(Path(sys.argv[1]), later=sys.argv[2] == "later")))
