"""Published decision tables that tobfit's score must reproduce (weighted sum, the S column of VIKOR)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tobfit
from tobfit.formats.tree_of import read_tree
from tobfit.model.plain import to_plain

AT_BOUND_0: dict[str, Any] = {"id": "published", "at_bound": 0}


def table(shared: Path, name: str) -> dict[str, Any]:
    tree, _ = read_tree(shared / "data" / "mcda" / "tables.yaml")
    found: dict[str, Any] = next(t for t in to_plain(tree)["tables"] if t["id"] == name)
    return found


def fit_table(data: dict[str, Any], needs: dict[str, dict[str, Any]]) -> tobfit.Report:
    """One should line for each criterion, one product for each alternative, values as stated."""
    criteria = [str(c).lower() for c in data["criteria"]]
    packs = tobfit.load_packs(
        {
            "tobfit": "pack/1",
            "id": "table",
            "vocabulary": [{"id": c, "kind": "quantity", "unit": "count"} for c in criteria],
        },
        shipped=False,
    )
    client = {
        "id": "chooser",
        "as_of": "2026-11-01",
        "requirements": [
            {"id": c, "capability": c, "priority": "should", "weight": str(w), "need": needs[c]}
            for c, w in zip(criteria, data["weights"], strict=True)
        ],
    }
    products = [
        {
            "tobfit": "product/1",
            "id": name,
            "capabilities": {c: {"response": "standard", "value": v} for c, v in zip(criteria, row, strict=True)},
        }
        for name, row in zip(data["alternatives"], data["matrix"], strict=True)
    ]
    return tobfit.match(client, products, packs=packs, policy=AT_BOUND_0)


def test_weighted_sum_with_an_exact_tie(shared: Path) -> None:
    data = table(shared, "wsm_wikipedia_triantaphyllou")
    needs = {c.lower(): {"at_least": 10, "ideal": 30} for c in data["criteria"]}
    report = fit_table(data, needs)
    for name, published in zip(data["alternatives"], data["published_scores"], strict=True):
        score = report[name].score
        assert score is not None
        assert score.low == score.high == (Fraction(str(published)) - 10) / 20
    assert [report.ranks[name] for name in data["alternatives"]] == data["published_ranking"] == [3, 1, 1]


def test_vikor_regret_is_one_minus_score(shared: Path) -> None:
    data = table(shared, "vikor_topsis_opricovic_tzeng_2004")
    needs: dict[str, dict[str, Any]] = {}
    for index, (name, direction) in enumerate(zip(data["criteria"], data["directions"], strict=True)):
        column = [row[index] for row in data["matrix"]]
        worst, best = (min(column), max(column)) if direction == "max" else (max(column), min(column))
        needs[name.lower()] = {"at_least" if direction == "max" else "at_most": worst, "ideal": best}
    report = fit_table(data, needs)
    for name, published in zip(data["alternatives"], data["published_S"], strict=True):
        score = report[name].score
        assert score is not None
        assert 1 - float(score.low) == pytest.approx(published, abs=float(data["tol"]))
        assert score.low == score.high
    assert report.fits[0].product == "A2"
