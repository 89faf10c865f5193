"""From a score to a decision: the public buyer's four products, compared, stressed and brought to a fit.

Run: python examples/public-buyer/decide.py (needs the extra tobfit[analysis]; make demo runs it).
"""

from __future__ import annotations

from pathlib import Path

import tobfit
from tobfit.analysis import close_gaps, compare, poc, sensitivity, standing
from tobfit.report import text

HERE = Path(__file__).parent


def main() -> None:
    """Prints who may win, what tells two products apart, what would turn it, and the cheapest way to a fit."""
    packs = tobfit.load_packs(HERE / "pack.yaml")
    policy = HERE / "policy.yaml"
    report = tobfit.match(HERE / "client.yaml", HERE / "products", packs=packs, policy=policy, rules=False)
    drupal = report["drupal@10"]
    found = (
        standing(report),
        compare(report, "drupal@10", "drupal@9.1"),
        sensitivity(report, draws=2_000),
        close_gaps(drupal),
        poc(report["moodle@3.1"], days=2),
    )
    for result in found:
        print(text(result, limit=4))


if __name__ == "__main__":
    main()
