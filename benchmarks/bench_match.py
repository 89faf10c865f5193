"""Time per judgement, beside a plain loop with a frozen record and beside scikit-criteria's weighted sum.

Run: make bench. Each figure is the best of several runs in this one process; what counts are the ratios.
"""

from __future__ import annotations

import random
from typing import Any

import attrs
from timer import best_of
from worlds import catalog, client, packs

import tobfit
from tobfit import Catalog, Client

LINES, PRODUCTS = 300, 200
CREDITS = {"standard": 1.0, "configuration": 0.9, "third_party": 0.7, "customisation": 0.5, "not_supported": 0.0}
FACTORS = {"must": 4.0, "should": 2.0, "could": 1.0}


@attrs.frozen
class BareRecord:
    """What the least explanation holds: the line, the verdict, both ends, a reason, the evidence."""

    requirement: Any
    verdict: str
    low: float
    high: float
    worst: str
    best: str
    reason: str
    kinds: tuple[str, ...]
    evidence: tuple[Any, ...]


def bare_loop(who: Client, what: Catalog) -> list[list[BareRecord]]:
    """One frozen record for each pair: a table lookup and a weighted sum, nothing else; no need is tested."""
    return [_bare_product(who, product) for product in what.products]


def _bare_product(who: Client, product: tobfit.Product) -> list[BareRecord]:
    records, total, weight = [], 0.0, 0.0
    for line in who.requirements:
        factor = float(line.weight) * FACTORS[line.priority]
        stated = product.capabilities.get(line.capability or "")
        if stated is None:
            record = BareRecord(line, "unknown", 0.0, 1.0, "unmet", "met", "unstated", ("unknown",), ())
        else:
            credit = CREDITS[stated[0].response]
            verdict = "met" if credit >= 0.9 else "partial" if credit else "unmet"
            kinds = () if verdict == "met" else (verdict,)
            record = BareRecord(line, verdict, credit, credit, verdict, verdict, "stated", kinds, stated[0].evidence)
        total += factor * record.low
        weight += factor
        records.append(record)
    return records


def weighted_sum(who: Client, what: Catalog) -> Any:
    """The decision matrix built and evaluated as scikit-criteria's users do; unknown cells count as 0."""
    import skcriteria as skc
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.preprocessing.scalers import SumScaler

    matrix = []
    for product in what.products:
        row = []
        for line in who.requirements:
            stated = product.capabilities.get(line.capability or "")
            row.append(CREDITS[stated[0].response] if stated else 0.0)
        matrix.append(row)
    weights = [float(line.weight) * FACTORS[line.priority] for line in who.requirements]
    decision = skc.mkdm(matrix, [max] * len(weights), weights=weights)
    return WeightedSumModel().evaluate(SumScaler(target="weights").transform(decision))


def main() -> None:
    """Prints the times and the ratios."""
    draw = random.Random(0)
    known, who = packs(LINES), client(LINES, draw)
    many = catalog(PRODUCTS, LINES, draw)
    one = Catalog(products=many.products[:1])
    cells = LINES * PRODUCTS

    single = best_of(30, lambda: tobfit.match(who, one, packs=known))
    explained = best_of(10, lambda: [j.reason for j in tobfit.match(who, one, packs=known).fits[0].judgements])
    ours = best_of(5, lambda: tobfit.match(who, many, packs=known))
    bare = best_of(5, lambda: bare_loop(who, many))
    print(f"one product x {LINES} lines: {single * 1e3:.2f} ms, {single / LINES * 1e6:.1f} us a judgement")
    print(f"  with every reason as text: {explained * 1e3:.2f} ms")
    print(f"{PRODUCTS} products x {LINES} lines: {ours * 1e3:.0f} ms, {ours / cells * 1e6:.2f} us a judgement")
    print(f"  plain loop with a bare record: {bare * 1e3:.0f} ms, {bare / cells * 1e6:.2f} us; ratio {ours / bare:.2f}")
    try:
        theirs = best_of(5, lambda: weighted_sum(who, many))
    except ImportError as missing:
        print(f"  scikit-criteria: not run, {missing}")
        return
    print(f"  scikit-criteria, matrix built anew: {theirs * 1e3:.0f} ms; tobfit / scikit-criteria {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
