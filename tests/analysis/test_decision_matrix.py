"""The decision matrix, out and in."""

from __future__ import annotations

import importlib.util
import itertools
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.analysis import Matrix, matrix
from tobfit.errors import TobfitError
from tobfit.formats.tree_of import read_tree
from tobfit.model.interval import quantise
from tobfit.model.plain import to_plain
from tobfit.report import records, text
from tobfit.testing.strategies import World, worlds

DRAWN = settings(max_examples=settings().max_examples * 3)
VALUES = st.decimals(-1000, 1000, allow_nan=False, places=2) | st.integers(-9, 9)


def published(shared: Path, name: str) -> dict[str, Any]:
    tree, _ = read_tree(shared / "data" / "mcda" / "tables.yaml")
    found: dict[str, Any] = next(t for t in to_plain(tree)["tables"] if t["id"] == name)
    return found


@DRAWN
@given(worlds(landscape=None))
def test_the_matrix_of_a_report(world: World) -> None:
    report = world.report()
    if not any(line.weight for line in report.world.lines):
        with pytest.raises(TobfitError) as caught:
            matrix(report)
        assert caught.value.problems[0].code == "TF411"
        return
    found = matrix(report)
    assert found.products == tuple(fit.product for fit in report.fits)
    assert sum(found.weights) == 1
    assert min(found.weights) > 0
    for product, low, high in zip(found.products, found.low, found.high, strict=True):
        fit = report[product]
        applies = [(w, one, other) for w, one, other in zip(found.weights, low, high, strict=True) if one is not None]
        whole = sum((w for w, *_ in applies), Fraction(0))
        if fit.score is None:
            assert not whole
        else:
            assert sum((w * one for w, one, _ in applies), Fraction(0)) / whole == fit.score.low
            assert sum((w * (other or 0) for w, _, other in applies), Fraction(0)) / whole == fit.score.high
        for name, one, other in zip(found.requirements, low, high, strict=True):
            verdict = fit[name].verdict
            assert ((product, name) in found.unknown) is (verdict == "unknown")
            assert ((product, name) in found.not_applicable) is (verdict == "not_applicable") is (one is None)
            assert one == other or verdict == "unknown"
    assert set(found.knocked_out) == {fit.product for fit in report.fits if fit.decision == "no_fit"}
    assert found.musts == tuple(
        line.id for line in report.requirements if line.id in found.requirements and line.priority == "must"
    )


@DRAWN
@given(worlds(landscape=None))
def test_a_matrix_comes_back_from_its_documents(world: World) -> None:
    report = world.report()
    assume(any(line.weight for line in report.world.lines))
    before = matrix(report)
    try:
        made = before.documents()
    except TobfitError:
        with pytest.raises(TobfitError, match="every product is knocked out"):
            before.documents()
        assert set(before.knocked_out) == set(before.products)
        return
    after = matrix(made.report())
    left_out = set(before.products) - set(after.products)
    assert left_out <= set(before.knocked_out) <= left_out | set(after.knocked_out)
    columns = [after.requirements.index(name) for name in before.requirements]
    assert [after.weights[column] for column in columns] == list(before.weights)
    assert set(after.unknown) == {cell for cell in before.unknown if cell[0] not in left_out}
    assert set(after.not_applicable) == {cell for cell in before.not_applicable if cell[0] not in left_out}
    assert set(after.musts) == set(before.musts)
    for row, product in enumerate(before.products):
        if product in left_out:
            continue
        place = after.products.index(product)
        for spot, column in enumerate(columns):
            cell = product, before.requirements[spot]
            ends = (0, 1) if cell in before.unknown else (before.low[row][spot], before.high[row][spot])
            assert (after.low[place][column], after.high[place][column]) == ends
    # A Must without any credit is unmet again; one whose policy pays nothing for what is met cannot be told from it.
    for product in before.products:
        fit = report[product]
        failing = any(fit[name].verdict == "unmet" for name in before.musts)
        earns = all(fit[name].credit.high or fit[name].verdict in ("unmet", "not_applicable") for name in before.musts)
        if earns:
            assert (product in after.knocked_out) is failing
            assert not (failing and product in left_out)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Small tables, some cells of which are unknown or do not apply."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = [(f"p{row}", f"c{column}") for row, column in itertools.product(range(rows), range(columns))]
    return {
        "products": [f"p{n}" for n in range(rows)],
        "requirements": [f"c{n}" for n in range(columns)],
        "directions": draw(st.lists(st.sampled_from(["max", "min"]), min_size=columns, max_size=columns)),
        "weights": draw(st.lists(st.integers(1, 9) | st.just(Decimal("0.5")), min_size=columns, max_size=columns)),
        "values": [[draw(st.none() | VALUES) for _ in range(columns)] for _ in range(rows)],
        "not_applicable": draw(st.lists(st.sampled_from(cells), max_size=2, unique=True)),
    }


@DRAWN
@given(tables())
def test_a_table_is_worth_its_distance_from_the_bound(table: dict[str, Any]) -> None:
    """Each line is worth (v - worst) / (best - worst), and 1 where all known values are the same."""
    made = Matrix.of(**table)
    report = made.documents().report()
    outside = set(table["not_applicable"])
    for place, (name, direction) in enumerate(zip(table["requirements"], table["directions"], strict=True)):
        known = [Fraction(row[place]) for row in table["values"] if row[place] is not None]
        for product, row in zip(table["products"], table["values"], strict=True):
            judged, value = report[product][name], row[place]
            if (product, name) in outside:
                assert judged.verdict == "not_applicable"
            elif value is None:
                assert judged.verdict == "unknown"
                assert [judged.credit.low, judged.credit.high] == [0, 1]
                assert (product, name) in made.unknown
            else:
                worst, best = (min(known), max(known)) if direction == "max" else (max(known), min(known))
                share = Fraction(1) if worst == best else (Fraction(value) - worst) / (best - worst)
                assert judged.credit.low == judged.credit.high == Fraction(quantise(share), 10**6)
    weights = {name: Fraction(w) for name, w in zip(table["requirements"], table["weights"], strict=True)}
    whole = sum(weights.values())
    assert made.weights == tuple(weights[name] / whole for name in made.requirements)


@given(tables())
def test_a_table_comes_out_as_it_went_in(table: dict[str, Any]) -> None:
    made = Matrix.of(**table)
    outside = {(p, r) for p, r in table["not_applicable"]}
    for product, row, low, high in zip(made.products, table["values"], made.low, made.high, strict=True):
        for name, value, one, other in zip(made.requirements, row, low, high, strict=True):
            if (product, name) in outside:
                assert one is other is None
            elif value is not None:
                assert one == other == Fraction(value)
    assert made.rows("low") == [[None if v is None else float(v) for v in row] for row in made.low]
    assert Matrix.of(**table) == made
    frame = made.to_frame("high") if importlib.util.find_spec("pandas") else None
    if frame is not None:
        assert [*frame.index] == list(made.products)
        rows = frame.to_numpy().tolist()
        assert [[None if v != v else v for v in row] for row in rows] == made.rows("high")


def test_the_published_table_with_an_exact_tie(shared: Path) -> None:
    data = published(shared, "wsm_wikipedia_triantaphyllou")
    needs = {name: {"at_least": 10, "ideal": 30} for name in data["criteria"]}
    made = Matrix.of(
        data["alternatives"], data["criteria"], data["directions"], data["weights"], data["matrix"], needs=needs
    )
    report = made.documents().report()
    for name, score in zip(data["alternatives"], data["published_scores"], strict=True):
        found = report[name].score
        assert found is not None
        assert found.low == found.high == (Fraction(str(score)) - 10) / 20
    assert [report.ranks[name] for name in data["alternatives"]] == data["published_ranking"] == [3, 1, 1]
    # Without needs each column runs from its own worst to its own best (C3 from 15), and the tie is none.
    plain = Matrix.of(data["alternatives"], data["criteria"], data["directions"], data["weights"], data["matrix"])
    assert dict(plain.documents().report().ranks) == {"A3": 1, "A2": 2, "A1": 3}


def test_the_published_regret_of_vikor(shared: Path) -> None:
    data = published(shared, "vikor_topsis_opricovic_tzeng_2004")
    made = Matrix.of(data["alternatives"], data["criteria"], data["directions"], data["weights"], data["matrix"])
    report = made.documents().report()
    for name, regret in zip(data["alternatives"], data["published_S"], strict=True):
        score = report[name].score
        assert score is not None
        assert 1 - float(score.low) == pytest.approx(regret, abs=float(data["tol"]))


def test_the_documents_can_be_written_and_read(tmp_path: Path) -> None:
    made = Matrix.of(["A1", "A2"], ["risk", "height"], [min, max], ["0.25", "0.75"], [[1, 3000], [2.5, None]])
    found = made.documents(client="climber", as_of="2026-11-01")
    names = {"client.yaml": found.client, "pack.yaml": found.pack, "policy.yaml": found.policy}
    names |= {f"{product.id}.yaml": product for product in found.catalog.products}
    for name, record in names.items():
        tobfit.dump(record, tmp_path / name)
    packs = tobfit.load_packs(tmp_path / "pack.yaml", shipped=False)
    products = [tmp_path / "A1.yaml", tmp_path / "A2.yaml"]
    report = tobfit.match(tmp_path / "client.yaml", products, packs=packs, policy=tmp_path / "policy.yaml")
    assert report.fits == found.report().fits
    assert [str(report[name].score) for name in ("A1", "A2")] == ["1.0000", "0.0000..0.7500"]


def test_a_must_of_a_table_knocks_out() -> None:
    made = Matrix.of(
        ["A1", "A2"], ["risk", "height"], ["min", "max"], [1, 1], [[3, 3000], [2, 2000]],
        needs={"risk": {"at_most": 2.5, "ideal": 0}}, musts=["risk"],
    )  # fmt: skip
    report = made.documents().report()
    assert {fit.product: fit.decision for fit in report.fits} == {"A2": "fit_with_gaps", "A1": "no_fit"}
    assert matrix(report).knocked_out == ("A1",)
    assert matrix(report).screened().products == ("A2",)


def test_criteria_without_weight_are_left_out() -> None:
    made = Matrix.of(["A1"], ["a", "b"], [1, -1], [0, 2], [[None, 5]])
    assert (made.requirements, made.unknown, made.directions) == (("b",), (), ("min",))
    assert [*made.weights] == [1]


def small() -> Matrix:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    client = client.require("oa.workflow")
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="configuration")
    acme = acme.offers("oa.workflow", response="not_applicable", by="assessor")
    birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="not_supported")
    birch = birch.offers("oa.workflow", response="third_party").offers("crm.cpq", response="standard")
    return matrix(tobfit.match(client, [acme, birch]))


def test_rows_and_columns_can_be_left_out() -> None:
    found = small()
    assert found.rows() == [[0.9, 0.0, None], [0.0, 1.0, 0.7]]
    cut = found.without(requirements=["R-003"])
    assert (cut.rows("high"), cut.weights) == ([[0.9, 1.0], [0.0, 1.0]], (Fraction(2, 3), Fraction(1, 3)))
    assert (cut.not_applicable, cut.unknown) == ((), (("acme@5", "R-002"),))
    assert cut.whole() == ([[9, 0], [0, 10]], [2, 1])
    assert found.screened().products == ("acme@5",)


BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"products": []}, ["there are no products", "2 rows for 0 products"]),
    ({"requirements": []}, ["there are no requirements", "2 weights for 0 requirements"]),
    ({"weights": [1, 2, 3]}, ["weights: 3 weights for 2 requirements"]),
    ({"weights": [1, -2]}, ["weights[1]: the weight -2 is negative"]),
    ({"weights": [0, 0]}, ["no requirement has weight"]),
    ({"weights": [1, float("inf")]}, ["weights[1]: 'inf' is not a decimal number"]),
    ({"directions": ["max"]}, ["1 directions for 2 requirements"]),
    ({"directions": ["max", "up"]}, ["directions[1]: 'up' is no direction", "max or min"]),
    ({"values": [[1, 2]]}, ["1 rows for 2 products"]),
    ({"values": [[1, 2], [3]]}, ["values[1]: 1 values for 2 requirements"]),
    ({"values": [[1, 2], [3, float("nan")]]}, ["values[1][1]: 'nan'", "None where a value is unknown"]),
    ({"values": [[1, 2], [True, object]]}, ["values[1][0]: 'True' is not a number", "values[1][1]"]),
    ({"values": [[1, 2], [3, Fraction(1, 3)]]}, ["1/3 is no decimal"]),
    ({"products": ["A1", "A1"]}, ["'A1' comes 2 times"]),
    ({"musts": ["b"]}, ["nothing says how much of 'b' is enough"]),
    ({"musts": ["bb"]}, ["the table has no 'bb'"]),
    ({"needs": {"aa": {"at_least": 1}}}, ["the table has no 'aa'"]),
    ({"not_applicable": [("A3", "a")]}, ["the table has no 'A3'"]),
]


@pytest.mark.parametrize(("change", "shown"), BAD)
def test_bad_tables(change: dict[str, Any], shown: list[str]) -> None:
    good: dict[str, Any] = {
        "products": ["A1", "A2"], "requirements": ["a", "b"], "directions": ["max", "min"], "weights": [1, 2],
        "values": [[1, 2], [3, 4]],
    }  # fmt: skip
    assert Matrix.of(**good).documents().report().fits
    with pytest.raises(TobfitError) as caught:
        Matrix.of(**{**good, **change})
    assert {problem.code for problem in caught.value.problems} == {"TF411"}
    assert all(part in str(caught.value) for part in shown)


def test_bad_calls() -> None:
    found = small()
    for call, shown in (
        (lambda: found.rows("middle"), "'middle' is no end"),  # type: ignore[arg-type]
        (lambda: found.without(products=["acme@6"]), "there is no product 'acme@6'"),
        (lambda: found.without(products=found.products), "nothing is left"),
        (lambda: found.whole(), "does not apply, which other methods cannot express: acme@5 on R-003"),
    ):
        with pytest.raises(TobfitError) as caught:
            call()
        assert (caught.value.problems[0].code, shown in str(caught.value)) == ("TF411", True)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    for call in (small().to_frame, small().to_skcriteria, small().to_pymcdm):
        with pytest.raises(TobfitError) as caught:
            call()
        assert caught.value.problems[0].code == "TF408"
        assert "tobfit[mcdm]" in str(caught.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_a_matrix_is_told(lang: str, audience: str) -> None:
    found = small()
    told = text(found, lang=lang, audience=audience)
    assert all(part in told for part in ("R-001", "0.9000", "0.0000..1.0000", "birch@7"))
    rows = records(found, lang=lang, audience=audience)
    assert [(row["low"], row["unknown"]) for row in rows[:3]] == [(0.9, False), (0.0, True), (None, False)]
    wide = attrs.evolve(found, products=found.products * 5, low=found.low * 5, high=found.high * 5)
    assert "acme@5" in text(wide, lang=lang, limit=1)
