"""The shipped packs from their compiled form beside the YAML, and an inference beside both.

Run: make bench. Each figure is the best of several runs in this one process; what counts are the ratios.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tobfit
from tobfit.formats.shipped import documents_of
from tobfit.knowledge.inference import infer

FOLDER = Path(tobfit.__file__).parent / "packs"
CLIENT = tobfit.Client(
    id="studio",
    as_of="2026-11-23",
    jurisdictions=["CN"],
    industries=[{"segment": "game", "code": "6572", "scheme": "gbt4754-2017", "primary": True}],
    scale={"employees": 500, "revenue": "300000000 CNY"},
    complete=["jurisdictions", "industries"],
)


def best(work: Callable[[], Any], runs: int = 7) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Prints three times and their ratios."""
    plain = best(lambda: documents_of(FOLDER, compiled=False))
    compiled = best(lambda: documents_of(FOLDER))
    base = tobfit.load_packs().base
    assert CLIENT.as_of is not None
    inferring = best(lambda: infer(CLIENT, base, CLIENT.as_of))  # type: ignore[arg-type]
    print(f"packs from YAML      {plain * 1000:7.1f} ms")
    print(f"packs compiled       {compiled * 1000:7.1f} ms   {plain / compiled:.1f} times as fast")
    share = inferring / compiled
    print(f"one inference        {inferring * 1000:7.1f} ms   {len(base.rules)} rules, {share:.2f} of the time above")


if __name__ == "__main__":
    main()
