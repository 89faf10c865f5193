"""Long work says how far it is, and gives the same result whether or not somebody listens."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.report.worlds import example, made_up

import tobfit
from tobfit.analysis import flexibility
from tobfit.report import markdown, text

Run = Callable[[Any], object]


def runs() -> dict[str, Run]:
    report = example()
    world = report.world
    return {
        "match": lambda progress: tobfit.match(
            world.client, world.catalog, world.packs, world.policy, progress=progress
        ).fits,
        "flexibility": lambda progress: flexibility(made_up().fits[0], progress=progress),
        "text": lambda progress: text(report, progress=progress),
        "markdown": lambda progress: markdown(report, limit=2, progress=progress),
        "to_dict": lambda progress: report.to_dict(detail="summary", progress=progress),
    }


STEPS = {"match": 4, "text": 4, "markdown": 2, "to_dict": 4}


@pytest.mark.parametrize("name", ["match", "flexibility", "text", "markdown", "to_dict"])
def test_steps_are_told_and_change_nothing(name: str) -> None:
    run, told = runs()[name], []
    assert run(lambda done, whole: told.append((done, whole))) == run(None) == run("tqdm")
    whole = len(told)
    assert told == [(done, whole) for done in range(1, whole + 1)]
    assert whole == STEPS.get(name, whole)
    assert whole > 0
    with pytest.raises(ValueError, match="progress is a function"):
        run("bar")


def test_without_tqdm_there_is_no_bar_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert runs()["text"]("tqdm") == text(example())
