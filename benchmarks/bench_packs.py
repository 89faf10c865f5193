"""The shipped packs from their compiled form beside the YAML, and an inference beside both.

Run: make bench. Each figure is the best of several runs in this one process; what counts are the ratios.
"""

from __future__ import annotations

from pathlib import Path

from timer import best_of

import tobfit
from tobfit.formats.shipped import documents_of
from tobfit.knowledge.inference import infer

RUNS = 7
FOLDER = Path(tobfit.__file__).parent / "packs"
CLIENT = tobfit.Client(
    id="studio",
    as_of="2026-11-23",
    jurisdictions=["CN"],
    industries=[{"segment": "game", "code": "6572", "scheme": "gbt4754-2017", "primary": True}],
    scale={"employees": 500, "revenue": "300000000 CNY"},
    complete=["jurisdictions", "industries"],
)


def main() -> None:
    """Prints three times and their ratios."""
    plain = best_of(RUNS, lambda: documents_of(FOLDER, compiled=False))
    compiled = best_of(RUNS, lambda: documents_of(FOLDER))
    base = tobfit.load_packs().base
    assert CLIENT.as_of is not None
    inferring = best_of(RUNS, lambda: infer(CLIENT, base, CLIENT.as_of))  # type: ignore[arg-type]
    print(f"packs from YAML      {plain * 1000:7.1f} ms")
    print(f"packs compiled       {compiled * 1000:7.1f} ms   {plain / compiled:.1f} times as fast")
    share = inferring / compiled
    print(f"one inference        {inferring * 1000:7.1f} ms   {len(base.rules)} rules, {share:.2f} of the time above")


if __name__ == "__main__":
    main()
