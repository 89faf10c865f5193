"""Law 14: the same bytes for the same input, under any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tobfit.formats.documents import dump
from tobfit.model.offer import Offer
from tobfit.testing.services import need_worlds
from tobfit.testing.strategies import World, worlds
from tobfit.testing.vendors import vendor_worlds

SRC = Path(__file__).resolve().parents[2] / "src"
PROGRAM = """
import json, sys, warnings
from pathlib import Path
import tobfit
from tobfit.commercial import delivery, service_needs
warnings.simplefilter("ignore")
for place in sorted(Path(sys.argv[1]).iterdir()):
    layers = sorted(place.glob("packs*"))
    packs = tobfit.load_packs(*layers, shipped=False)
    client = tobfit.load_client(place / "client.yaml", packs)
    catalog = tobfit.load_catalog(place / "catalog", packs)
    report = tobfit.match(client, catalog, packs, place / "policy.yaml")
    print(json.dumps(report.to_dict(), ensure_ascii=False))
    for fit in report.fits:
        print(fit, fit.judgements, fit.gaps, fit.contributions)
        print([(judgement.route, judgement.deployment) for judgement in fit.judgements], fit.connections)
        for gap in fit.gaps:
            print(gap.because, gap.path, gap.goals, report.remedies(gap))
    print([(q.target, q.text, q.options) for q in report.questions], report.warnings)
    for record in (client, *catalog.products, *catalog.responses, *catalog.offers, *catalog.vendors):
        print(tobfit.dump(record))
    later = (delivery(report), *(service_needs(fit) for fit in report.fits))
    findings = [finding for result in later for finding in result.findings]
    print(findings, [finding.remedies for finding in findings])
    told = report.with_results(*later).with_findings(findings)
    for lang in ("en", "zh"):
        print(tobfit.report.text(told, lang=lang, audience="internal"))
"""


def longest(number: int, strategy: st.SearchStrategy[World]) -> list[World]:
    """The longest of some fixed worlds."""
    made: list[World] = []

    @settings(max_examples=25, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(world: World) -> None:
        made.append(world)

    collect()
    return sorted(made, key=lambda w: len(repr(w)))[-number:]


def offered(strategy: st.SearchStrategy[World]) -> st.SearchStrategy[World]:
    """The worlds with all their products in one offer of a partner beside them."""

    def together(world: World) -> World:
        items = [{"product": product.id} for product in world.catalog.products]
        offers = (Offer(id="together", items=items, partner="v2"),) if items else ()
        return attrs.evolve(world, catalog=world.catalog.evolve(offers=offers))

    return strategy.map(together)


def written(folder: Path) -> int:
    """Fixed worlds as files, one folder each: the longest of those without a landscape, of those with one, and of those
    with offers, with vendors and with services."""
    chosen = [
        *longest(4, worlds(landscape=False)),
        *longest(2, worlds(landscape=True)),
        *longest(2, vendor_worlds(shared=True)),
        *longest(2, offered(vendor_worlds(shared=True))),
        *longest(2, offered(need_worlds())),
    ]
    for number, world in enumerate(chosen):
        place = folder / f"world{number}"
        (place / "catalog").mkdir(parents=True)
        dump(world.client, place / "client.yaml")
        dump(world.policy, place / "policy.yaml")
        for index, layer in enumerate(world.packs.layers):
            (place / f"packs{index}").mkdir()
            for pack in layer:
                dump(pack, place / f"packs{index}" / f"{pack.id}.yaml")
        catalog = world.catalog
        for index, part in enumerate((*catalog.products, *catalog.responses, *catalog.vendors, *catalog.offers)):
            dump(part, place / "catalog" / f"{index}.yaml")
    return len(chosen)


def test_law_14_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    assert written(tmp_path) == 12
    outputs = []
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SRC), "PYTHONUTF8": "1"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        outputs.append(done.stdout)
    assert len(outputs[0]) > 10_000
    assert outputs[0] == outputs[1] == outputs[2]
