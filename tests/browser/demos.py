"""The reports that are opened: those of the examples, one of the size that the benchmark measures, a hostile one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from tests.report.everything import worked
from tests.report.hostile_worlds import hostile
from tests.report.worlds import example

import tobfit
from tobfit.matching.report import Report

GAME = Path(__file__).resolve().parents[2] / "examples" / "game-and-security"


def _of(client: str) -> Report:
    packs = tobfit.load_packs()
    who = tobfit.load_client(GAME / f"{client}.yaml", packs)
    return tobfit.match(who, tobfit.load_catalog(GAME / "products", packs), packs=packs)


DEMOS: dict[str, Callable[[], Report]] = {
    "studio": functools.cache(lambda: _of("studio")),
    "security-firm": functools.cache(lambda: _of("security-firm")),
    "public-buyer": example,
}


LATER = ("compare", "price_corridor", "service_cost", "total_cost", "views")


@functools.cache
def hostile_report() -> Report:
    """Hostile text in every field of every record, with the results of some later stages."""
    return worked(hostile(), candidates=1, names=LATER).whole
