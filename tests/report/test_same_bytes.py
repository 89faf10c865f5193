"""Every rendering gives the same bytes, whatever the hash seed, the clock, the time zone and the locale are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from tests.report.everything import renderers

import tobfit

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import datetime, hashlib, json, sys, time
clock = float(sys.argv[1])
time.time = lambda: clock
time.localtime = lambda seconds=None, of=time.localtime: of(clock if seconds is None else seconds)
time.gmtime = lambda seconds=None, of=time.gmtime: of(clock if seconds is None else seconds)

class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(clock, tz)
    @classmethod
    def utcnow(cls): return cls.fromtimestamp(clock, datetime.timezone.utc).replace(tzinfo=None)

class Day(datetime.date):
    @classmethod
    def today(cls): return cls.fromtimestamp(clock)

datetime.datetime, datetime.date = Clock, Day
from tests.report.everything import as_text, displayed, rendered, worked
from tests.report.internal_worlds import planted
from tobfit.report.notebook import show

made = worked(planted(0), 1, ("compare", "price_corridor", "value", "views")).whole
told = {name: one if isinstance(one, bytes) else as_text(one).encode() for name, one in rendered(made, "internal")}
kinds = {type(one).__name__: one for one in reversed(displayed(made))}
for name, one in sorted(kinds.items()):
    told[f"notebook {name}"] = json.dumps(show(one, audience="internal")._repr_mimebundle_()).encode()
hashes = [[name, hashlib.sha256(one).hexdigest()] for name, one in told.items()]
print(json.dumps({"hashes": hashes, "seed": hash("x"), "clock": datetime.datetime.now().isoformat()}))
"""
SETTINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "clock": "1000000000"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "clock": "1700000000"},
    {"PYTHONHASHSEED": "42", "TZ": "America/St_Johns", "LC_ALL": "", "clock": "2500000000"},
)
"""The seeds, time zones, locales and clocks (seconds since 1970) of the runs."""


@attrs.frozen
class Run:
    """What one run wrote: name of each rendering -> hash of its bytes; and what shows its seed and its clock."""

    hashes: dict[str, str]
    seed: int
    clock: str


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """All runs, side by side."""
    found = []
    for process in [_start(setting) for setting in SETTINGS]:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        told = json.loads(out)
        found.append(Run(dict(told["hashes"]), told["seed"], told["clock"]))
    return found


def _start(setting: dict[str, str]) -> subprocess.Popen[str]:
    paths = [str(Path(tobfit.__file__).parents[1]), str(ROOT)]
    env = {**os.environ, **setting, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PROGRAM, env.pop("clock")]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def test_every_rendering_has_the_same_bytes(runs: list[Run]) -> None:
    first = runs[0].hashes
    for run in runs[1:]:
        assert list(run.hashes) == list(first)
        assert [name for name in first if run.hashes[name] != first[name]] == []


def test_the_runs_differ_in_seed_and_clock(runs: list[Run]) -> None:
    assert len({run.seed for run in runs}) == len(SETTINGS)
    assert len({run.clock for run in runs}) == len(SETTINGS)


def test_every_renderer_and_every_kind_of_display_ran(runs: list[Run]) -> None:
    names = {name.partition(" ")[0] for name in runs[0].hashes}
    assert names == {*renderers(), "notebook"}
    assert len(runs[0].hashes) > 60
