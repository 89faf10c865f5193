"""What every test may count on: the Hypothesis profiles and the folder of shared data sets."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

collect_ignore = ["mutants/run.py"]  # a program, started by `make mutants`

# dev: few examples, the same ones each time, so that a run can be repeated.
# planted: what notices the planted faults; one that few examples see only by luck is no good watch.
# thorough: more of them, also the same each time: a check that guards a change must not fail by luck.
# search: many, new ones each time, to look for what nobody thought of.
QUIET = [HealthCheck.too_slow]
settings.register_profile("dev", max_examples=30, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("planted", max_examples=50, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("thorough", max_examples=150, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("search", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("TOBFIT_HYPOTHESIS") or "dev")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data sets: where TOBFIT_SHARED points, else ../shared beside the repository."""
    given = os.environ.get("TOBFIT_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no shared data sets: neither a folder `shared` beside the repository nor TOBFIT_SHARED")
    return folder


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: ``TOBFIT_SCREENSHOTS``, else a folder that pytest keeps for three runs."""
    given = os.environ.get("TOBFIT_SCREENSHOTS")
    made = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of benchmarks, whose modules a test may import; they are forgotten afterwards."""
    folder = ROOT / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "").parent == folder:
            del sys.modules[name]
