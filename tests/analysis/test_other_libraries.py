"""scikit-criteria and pymcdm give the order that tobfit gives, and the page about them can be run."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.docs.test_docs_run import ROOT, Block, Runner, compare

import tobfit
from tobfit.analysis import Matrix, matrix
from tobfit.errors import TobfitError
from tobfit.model.pack import Pack
from tobfit.model.words import PRIORITIES, Priority
from tobfit.testing.strategies import World, worlds

skcriteria = pytest.importorskip("skcriteria")
pymcdm = pytest.importorskip("pymcdm")
np = pytest.importorskip("numpy")

PAGE = ROOT / "docs" / "how-to" / "other-decision-methods.md"
NAMES = [f"c{n}" for n in range(6)]
PACKS = tobfit.load_packs(Pack(id="p", vocabulary=[{"id": name, "kind": "boolean"} for name in NAMES]), shipped=False)
RESPONSES: list[dict[str, Any]] = [
    {"response": "standard"},
    {"response": "configuration"},
    {"response": "third_party", "extent": "1/3"},
    {"response": "customisation"},
    {"response": "roadmap", "available": "2027-01-01"},
    {"response": "standard", "extent": "partial"},
]
NEVER: dict[str, Any] = {"response": "not_supported"}


def small(seed: int) -> tobfit.Report:
    """A client and products of which everything is said, and no Must is unmet; weights and credits that often tie."""
    draw = random.Random(seed)
    names = NAMES[: draw.randint(1, 6)]
    people = [{"id": "p", "role": "user", "influence": draw.choice(["1", "3"])}]
    client = tobfit.Client(id="c", as_of="2026-11-01", stakeholders=people)
    musts = set()
    for name in names:
        priority: Priority = draw.choice(PRIORITIES)
        musts |= {name} if priority == "must" else set()
        client = client.require(
            name, id=name, priority=priority, weight=draw.choice(["1", "1", "2", "0.1", "0.3"]),
            group=draw.choice([None, None, "g"]), asked_by=draw.choice([[], ["p"]]),
        )  # fmt: skip
    products = []
    for place in range(draw.randint(2, 5)):
        product = tobfit.Product(id=f"p{place}")
        for name in names:
            choices = RESPONSES if name in musts else [*RESPONSES, NEVER, NEVER]
            product = product.offers(name, **draw.choice(choices))
        products.append(product)
        if draw.random() < 0.2:
            products.append(product.evolve(id=f"p{place}-twin"))
    return tobfit.match(client, products, packs=PACKS)


def order(values: Sequence[Any]) -> list[int]:
    """For each pair whether the first is greater, less, or the same."""
    return [(a > b) - (a < b) for a in values for b in values]


def check_orders(report: tobfit.Report, made: Matrix) -> None:
    """Both libraries, exact and in floats, against the ranks of the report."""
    ranks = [-report.ranks[name] for name in made.products]
    scores = [report[name].score for name in made.products]
    lows = [score.low for score in scores if score is not None]
    exact = made.to_skcriteria(exact=True)
    result = weighted_sum().evaluate(exact)
    values, weights = made.whole()
    sums = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in values]
    assert max(sums) < 2**53
    assert order([-rank for rank in result.rank_.tolist()]) == order(ranks)
    arrays = made.to_pymcdm(exact=True)
    preferences = plain()(arrays.matrix, arrays.weights, arrays.types, validation=False)
    assert arrays.alternatives == made.products
    assert order(preferences.tolist()) == order(ranks)
    # As shares and credits the preferences are the scores themselves, as far as floats go.
    arrays = made.to_pymcdm()
    floats = plain()(arrays.matrix, arrays.weights, arrays.types, validation=False)
    assert floats.tolist() == pytest.approx([float(low) for low in lows], abs=1e-12)
    found = weighted_sum().evaluate(made.to_skcriteria()).e_.score
    assert np.atleast_1d(found).tolist() == pytest.approx([float(low) for low in lows], abs=1e-12)


def weighted_sum() -> Any:
    from skcriteria.agg.simple import WeightedSumModel

    return WeightedSumModel()


def plain() -> Any:
    """The weighted sum without normalising."""
    from pymcdm.methods import WSM

    return WSM(normalization_function=lambda column, cost: column)  # noqa: ARG005


@settings(max_examples=settings().max_examples * 4)
@given(st.integers(0, 2**32))
def test_weighted_sums_give_the_order_of_the_report(seed: int) -> None:
    report = small(seed)
    if not any(line.weight for line in report.world.lines):
        return
    made = matrix(report)
    assert (made.unknown, made.not_applicable, made.knocked_out) == ((), (), ())
    check_orders(report, made)


def test_ties_are_drawn_often() -> None:
    """The property would say little if hardly any world had a tie."""
    tied = [len(set(small(seed).ranks.values())) < len(small(seed).ranks) for seed in range(60)]
    assert sum(tied) > 15


@settings(max_examples=settings().max_examples * 2)
@given(worlds())
def test_whatever_is_known_of_rich_worlds_keeps_its_order(world: World) -> None:
    """Lines that are open or do not apply to some product are left out first; the scores are then those of the rest."""
    report = world.report()
    if not any(line.weight for line in report.world.lines):
        return
    made = matrix(report).screened() if len(matrix(report).knocked_out) < len(report.fits) else None
    dropped = {line for _, line in (*made.unknown, *made.not_applicable)} if made else set()
    if made is None or dropped == set(made.requirements):
        return
    kept = made.without(requirements=dropped)
    values, weights = kept.whole()
    sums = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in values]
    if max(sums) >= 2**53:
        return
    means = [sum((w * (v or 0) for w, v in zip(kept.weights, row, strict=True)), Fraction(0)) for row in kept.low]
    ranks = weighted_sum().evaluate(kept.to_skcriteria(exact=True)).rank_.tolist()
    assert order([-rank for rank in ranks]) == order(means)
    arrays = kept.to_pymcdm(exact=True)
    assert order(plain()(arrays.matrix, arrays.weights, arrays.types, validation=False).tolist()) == order(means)
    again = kept.documents().report()
    if kept.musts == ():
        assert order(means) == order([-again.ranks[name] for name in kept.products])


@settings(max_examples=settings().max_examples * 2)
@given(st.integers(0, 2**32))
def test_a_table_without_needs_is_min_max_normalisation(seed: int) -> None:
    draw = random.Random(seed)
    rows, columns = draw.randint(2, 5), draw.randint(1, 4)
    values = [[draw.randint(0, 20) for _ in range(columns)] for _ in range(rows)]
    if any(len({row[column] for row in values}) == 1 for column in range(columns)):
        return
    signs = [draw.choice([1, -1]) for _ in range(columns)]
    weights = [draw.randint(1, 5) for _ in range(columns)]
    products, names = [f"p{n}" for n in range(rows)], NAMES[:columns]
    made = Matrix.of(products, names, signs, weights, values)
    report = made.documents().report()
    arrays = made.to_pymcdm()
    assert (arrays.types.tolist(), arrays.matrix.tolist()) == (signs, values)
    method = pymcdm.methods.WSM(normalization_function=pymcdm.normalizations.minmax_normalization)
    preferences = method(arrays.matrix, arrays.weights, arrays.types, validation=False)
    scores = [report[name].score for name in products]
    assert preferences.tolist() == pytest.approx([float(score.low) for score in scores if score is not None], abs=2e-6)
    decision = made.to_skcriteria()
    assert decision.iobjectives.tolist() == signs
    back = Matrix.from_skcriteria(decision)
    assert (back.products, back.requirements, back.directions) == (made.products, made.requirements, made.directions)
    assert (back.low, back.high) == (made.low, made.high)
    assert [float(weight) for weight in back.weights] == pytest.approx([float(weight) for weight in made.weights])


def harbour() -> Matrix:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="configuration")
    birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="not_supported")
    birch = birch.offers("crm.cpq", response="standard")
    return matrix(tobfit.match(client, [acme, birch]))


def test_knocked_out_products_stay_at_home() -> None:
    assert harbour().to_pymcdm().alternatives == ("acme@5",)
    assert harbour().to_pymcdm("high", knocked_out=True).matrix.tolist() == [[0.9, 1.0], [0.0, 1.0]]
    assert harbour().to_skcriteria(knocked_out=True).alternatives.tolist() == ["acme@5", "birch@7"]


def test_what_cannot_be_expressed_is_refused() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa").require("crm.cpq")
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="not_applicable")
    made = matrix(tobfit.match(client, acme))
    for call in (made.to_skcriteria, made.to_pymcdm):
        with pytest.raises(TobfitError) as caught:
            call()
        assert "acme@5 on R-001" in str(caught.value)
    assert made.without(requirements=["R-001"]).to_pymcdm("high").matrix.tolist() == [[1.0]]


def test_the_published_table(shared: Path) -> None:
    """The order of the weighted sum, an exact tie included, in both libraries."""
    from tests.analysis.test_decision_matrix import published

    data = published(shared, "wsm_wikipedia_triantaphyllou")
    needs = {name: {"at_least": 10, "ideal": 30} for name in data["criteria"]}
    made = Matrix.of(
        data["alternatives"], data["criteria"], data["directions"], data["weights"], data["matrix"], needs=needs
    )
    arrays = made.to_pymcdm(exact=True)
    sums = plain()(arrays.matrix, arrays.weights, arrays.types, validation=False).tolist()
    assert sums[1] == sums[2] > sums[0]
    assert weighted_sum().evaluate(made.to_skcriteria(exact=True)).rank_.tolist() == [2, 1, 1]
    assert matrix(made.documents().report()).products == ("A2", "A3", "A1")


class Executed(Runner):
    """Runs what the page needs an extra for as well."""

    def _block(self, block: Block) -> None:
        if block.language == "text" and block.option("needs"):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block.text, f"{self.name}:{block.line}", "exec"), self.names)
            self.printed = out.getvalue()
            self.seen.append(str(block.option("needs")))
        elif block.language == "text" and "shows" in block.words:
            compare("the program prints something else", block.text, self.printed)
        else:
            super()._block(block)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.seen: list[str] = []


def test_the_page_does_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    runner = Executed("other-decision-methods")
    runner.run(PAGE.read_text(encoding="utf-8"))
    assert runner.seen == ["skcriteria", "pymcdm", "pymcdm", "skcriteria"]
