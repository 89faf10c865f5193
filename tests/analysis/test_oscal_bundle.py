"""Real components against a real baseline: what they cover together, and what stays uncovered."""

from __future__ import annotations

from pathlib import Path

import pytest

import tobfit
from tobfit.analysis import bundle
from tobfit.formats import oscal

COMPONENTS = ("drupal", "django", "ssh")
COVERED = {"drupal": 15, "django": 6, "ssh": 1}


@pytest.fixture(scope="module")
def low(shared: Path) -> oscal.Oscal:
    profiles = shared / "data" / "oscal" / "profiles"
    return oscal.read(profiles / "NIST_SP-800-53_rev4_LOW-baseline_profile.json", priority="should")


@pytest.fixture(scope="module")
def products(shared: Path, low: oscal.Oscal) -> list[tobfit.Product]:
    found = [oscal.read(shared / "data" / "oscal" / "components" / f"{name}.json", profile=low) for name in COMPONENTS]
    return [product for one in found for product in one.products]


def test_the_bundle_covers_what_its_components_cover_together(low: oscal.Oscal, products: list[tobfit.Product]) -> None:
    assert low.pack is not None
    packs = tobfit.load_packs(low.pack, shipped=False)
    client = tobfit.Client(id="agency", as_of="2026-11-01", requirements=low.requirements)
    assert len(client.requirements) == 124
    report = tobfit.match(client, products, packs=packs)
    met = {fit.product: {j.requirement.id for j in fit.judgements if j.verdict == "met"} for fit in report.fits}
    assert {len(lines) for lines in met.values()} == set(COVERED.values())
    together = set().union(*met.values())
    found = bundle(client, products, packs=packs, minimise="products")
    covered = {*found.covered, *found.others_covered}
    uncovered = {*found.uncovered, *found.others_uncovered}
    assert covered == together
    assert (len(covered), len(uncovered)) == (16, 108)
    assert covered | uncovered == {line.id for line in client.requirements}
    # What drupal and django cover is all there is: the third component adds nothing.
    assert found.optimal
    assert len(found.products) == 2
