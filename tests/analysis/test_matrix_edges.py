"""Where a matrix and its documents part, and what a table cannot be made of."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import tobfit
from tobfit.analysis import Matrix, matrix
from tobfit.errors import TobfitError
from tobfit.model.client import Client
from tobfit.model.policy import Policy


def refused(call: Any, *codes: str) -> str:
    """What is told of a call that must be refused, with TF411 alone unless other codes are named."""
    with pytest.raises(TobfitError) as caught:
        call()
    assert {problem.code for problem in caught.value.problems} == set(codes or ["TF411"])
    return str(caught.value)


def crm() -> tobfit.Report:
    """A client with a line of its own, a suite and what rules imply for a bank."""
    fields: dict[str, Any] = {"need_suites": ["crm"], "jurisdictions": ["DE"], "industries": ["banking"]}
    client = tobfit.Client(id="harbour", as_of="2026-11-01", **fields)
    client = client.require("crm.cpq", priority="must", weight="2.5")
    acme = tobfit.Product(id="acme@5").offers("crm.cpq", response="standard")
    birch = tobfit.Product(id="birch@7").offers("crm.cpq", response="configuration")
    birch = birch.offers("crm.loyalty", response="not_supported").offers("crm.marketing", response="third_party")
    return tobfit.match(client, [acme, birch])


def test_lines_that_follow_from_a_client_get_an_id_of_their_own() -> None:
    before = matrix(crm())
    assert {name.partition(":")[0] for name in before.requirements} == {"R-001", "implied", "suite"}
    made = before.documents()
    assert [line.id for line in made.client.requirements] == [name.replace(":", ".") for name in before.requirements]
    assert tuple(line.capability for line in made.client.requirements) == before.requirements
    after = matrix(made.report())
    assert "suite.crm.loyalty/should" in after.requirements
    assert after.weights == before.weights
    places = [after.products.index(name) for name in before.products]
    assert [after.low[place] for place in places] == list(before.low)
    assert [after.high[place] for place in places] == list(before.high)
    again = matrix(after.documents().report())
    assert (again.requirements, again.weights) == (after.requirements, after.weights)


def test_ids_of_lines_stay_apart() -> None:
    names = ["implied:a/must", "implied:a", "suite:a/must", "suite.a/must", "suite.a/must/2"]
    made = Matrix.of(["A"], names, ["max"] * 5, [1, 2, 3, 4, 5], [[1, 2, 3, 4, None]])
    lines = {line.id: str(line.weight) for line in made.documents().client.requirements}
    assert lines == {
        "implied.a/must": "1", "implied.a": "2", "suite.a/must/3": "3", "suite.a/must": "4", "suite.a/must/2": "5",
    }  # fmt: skip
    after = matrix(made.documents().report())
    assert dict(zip(after.requirements, after.weights, strict=True)) == {
        name: Fraction(weight) / 15 for name, weight in lines.items()
    }


def test_musts_of_a_table_are_screened() -> None:
    """Names that no document takes are no hindrance, nor are values of other lines that no document can hold."""
    made = Matrix.of(
        ["the first", "the second", "the third", "the fourth"], ["our risk", "height"], ["min", "max"], [1, 1],
        [[3, 1], [2, Fraction(1, 3)], [None, 3], [None, 4]],
        needs={"our risk": {"at_most": 2.5, "ideal": 0}, "height": {"at_least": 0, "ideal": 4}}, musts=["our risk"],
        not_applicable=[("the fourth", "our risk")],
    )  # fmt: skip
    assert (made.knocked_out, made.undecided) == (("the first",), ("the third",))
    assert made.screened().products == ("the second", "the third", "the fourth")
    assert made.without(products=["the first", "the third"]).undecided == ()


def test_a_table_decides_as_its_documents_do() -> None:
    values = [[n, None if n % 3 else n] for n in range(6)]
    made = Matrix.of(
        [f"p{n}" for n in range(6)], ["a", "b"], ["max", "max"], [1, 2], values,
        needs={"a": {"more_than": 1}, "b": {"at_least": 1, "ideal": 3}}, musts=["b", "a"],
    )  # fmt: skip
    fits = {fit.product: fit.decision for fit in made.documents().report().fits}
    assert made.knocked_out == tuple(name for name in made.products if fits[name] == "no_fit") == ("p0", "p1")
    assert made.undecided == tuple(name for name in made.products if fits[name] == "undecided") == ("p2", "p4", "p5")
    assert (Matrix.of(["p"], ["a"], ["max"], [1], [[0]]).knocked_out) == ()


def test_what_other_libraries_get_is_screened() -> None:
    pytest.importorskip("numpy")
    needs = {"risk": {"at_most": 2, "ideal": 0}}
    made = Matrix.of(["A", "B"], ["risk"], ["min"], [1], [[3], [1]], needs=needs, musts=["risk"])
    assert made.to_pymcdm().alternatives == ("B",)
    assert made.to_pymcdm(knocked_out=True).alternatives == ("A", "B")


def test_a_must_has_weight() -> None:
    needs = {"a": {"at_least": 1}}
    told = refused(lambda: Matrix.of(["A"], ["a", "b"], [1, 1], [0, 1], [[0, 1]], needs=needs, musts=["a"]))
    assert told == "TF411 musts: 'a' has no weight\n  help: give it weight, or drop it from musts"


def blocked() -> tobfit.Report:
    """One product meets its Must by customisation, which the policy takes for failed, and one not at all."""
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="customisation")
    birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="not_supported")
    cedar = tobfit.Product(id="cedar@1").offers("sec.mfa", response="standard")
    return tobfit.match(client, [acme, birch, cedar], policy=Policy(id="hard", partial_must="blocker"))


def test_a_must_that_fails_though_it_earns_something() -> None:
    before = matrix(blocked())
    assert set(before.knocked_out) == {"acme@5", "birch@7"}
    decided = {fit.product: fit.decision for fit in before.documents().report().fits}
    assert decided == {"cedar@1": "fit_with_gaps", "birch@7": "no_fit"}
    alone = before.without(products=["birch@7", "cedar@1"])
    assert "every product is knocked out for what a matrix cannot say" in refused(alone.documents)


def test_a_must_without_weight_knocks_out() -> None:
    people = [{"id": "p", "role": "user"}, {"id": "q", "role": "buyer"}]
    views = [{"id": "v", "weights": {"user": "0"}}]
    client = Client(id="harbour", as_of="2026-11-01", stakeholders=people, views=views)
    client = client.require("sec.mfa", priority="must", asked_by=["p"]).require("crm.cpq", asked_by=["q"])
    offered = tobfit.Product(id="acme@5").offers("crm.cpq", response="standard")
    acme = offered.offers("sec.mfa", response="not_supported")
    birch = offered.evolve(id="birch@7").offers("sec.mfa", response="standard")
    before = matrix(tobfit.match(client, [acme, birch], view="v"))
    assert (before.requirements, before.musts, before.knocked_out) == (("R-002",), (), ("acme@5",))
    assert [fit.product for fit in before.documents().report().fits] == ["birch@7"]


@pytest.mark.parametrize(
    ("direction", "need", "told"),
    [
        ("max", {"at_most": 5, "ideal": 1}, "needs.r.at_most: at_most 5 goes against the direction max"),
        ("max", {"at_least": 1, "less_than": 5}, "needs.r.less_than: less_than 5 goes against the direction max"),
        ("min", {"at_least": 1}, "needs.r.at_least: at_least 1 goes against the direction min"),
        (min, {"more_than": 1}, "needs.r.more_than: more_than 1 goes against the direction min"),
        (1, {"at_least": 5, "ideal": 4.5}, "needs.r.ideal: the ideal 4.5 is on the wrong side of at_least 5"),
        (-1, {"less_than": 5, "ideal": 6}, "needs.r.ideal: the ideal 6 is on the wrong side of less_than 5"),
        ("max", {"ideal": 6}, "needs.r.ideal: an ideal without a bound"),
        ("max", {"at_least": "3 EUR"}, "needs.r.at_least: 3 EUR has a unit"),
        ("max", tobfit.model.requirement.Need(level="high"), "needs.r: 'level' is no key of a need of a table"),
    ],
)
def test_a_need_goes_with_its_direction(direction: Any, need: Any, told: str) -> None:
    assert told in refused(lambda: Matrix.of(["A"], ["r"], [direction], [1], [[3]], needs={"r": need}))


def test_a_need_may_be_ideal_at_its_bound() -> None:
    for direction, key in (("max", "at_least"), ("min", "at_most")):
        made = Matrix.of(["A"], ["r"], [direction], [1], [[3]], needs={"r": {key: 3, "ideal": 3}})
        assert str(made.documents().report()["A"].score) == "1.0000"


LISTS = "stands where a list belongs"
BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"needs": {"r": {"at_lest": 1}}}, ["needs.r: 'at_lest' is no key", "did you mean 'at_least'?"]),
    ({"needs": {"r": {5: 1}}}, ["needs.r: '5' is no key"]),
    ({"needs": {"r": 5}}, ["needs.r: '5' is no need"]),
    ({"needs": {"r": "present"}}, ["needs.r: 'present' is no need"]),
    ({"needs": {5: {"at_least": 1}}}, ["'5' stands where a name belongs"]),
    ({"needs": 5}, ["needs: '5' stands where a mapping belongs"]),
    ({"needs": 5, "musts": ["r"]}, ["needs: '5' stands where a mapping belongs"]),
    ({"needs": ["r"]}, ["needs: a list stands where a mapping belongs"]),
    ({"musts": 5}, [f"musts: '5' {LISTS}"]),
    ({"musts": None}, [f"musts: None {LISTS}"]),
    ({"musts": "r"}, [f"musts: the text 'r' {LISTS}", "write ['r']"]),
    ({"musts": [[]]}, ["musts[0]: a list stands where a name belongs"]),
    ({"not_applicable": [("A",)]}, ["not_applicable[0]: a tuple is no cell"]),
    ({"not_applicable": ["Ar"]}, ["not_applicable[0]: 'Ar' is no cell", "a pair of product and requirement"]),
    ({"not_applicable": [None, ("A", [])]}, ["not_applicable[0]: None is no cell", "a list stands where a name"]),
    ({"not_applicable": "Ar"}, [f"not_applicable: the text 'Ar' {LISTS}"]),
    ({"weights": None}, [f"weights: None {LISTS}"]),
    ({"weights": 3}, [f"weights: '3' {LISTS}"]),
    ({"weights": [10**5000, 1]}, ["weights[0]: an int is not a number"]),
    ({"weights": [Fraction(10**40), 1]}, ["weights[0]: the fraction has too many digits"]),
    ({"weights": [Decimal("NaN"), [1]]}, ["weights[0]: 'NaN'", "weights[1]: a list is not a number"]),
    ({"directions": None}, [f"directions: None {LISTS}"]),
    ({"directions": "max"}, [f"directions: the text 'max' {LISTS}"]),
    ({"directions": [10**5000, None]}, ["directions[0]: an int is no direction", "directions[1]: None is no"]),
    ({"values": None}, [f"values: None {LISTS}"]),
    ({"values": [1, 2]}, [f"values[0]: '1' {LISTS}", f"values[1]: '2' {LISTS}"]),
    ({"values": ["12", {}]}, [f"values[0]: the text '12' {LISTS}", f"values[1]: a dict {LISTS}"]),
    ({"products": [None, 3]}, ["products[0]: None stands where a name", "products[1]: '3' stands where a name"]),
    ({"requirements": ["r", ""]}, ["requirements[1]: '' stands where a name belongs"]),
    ({"requirements": "rs"}, [f"requirements: the text 'rs' {LISTS}", "write ['rs']"]),
    ({"products": None}, [f"products: None {LISTS}"]),
]
GOOD: dict[str, Any] = {
    "products": ["A", "B"], "requirements": ["r", "s"], "directions": ["max", "min"], "weights": [1, 2],
    "values": [[1, 2], [3, 4]],
}  # fmt: skip


@pytest.mark.parametrize(("change", "shown"), BAD)
def test_arguments_of_another_kind(change: dict[str, Any], shown: list[str]) -> None:
    told = refused(lambda: Matrix.of(**{**GOOD, **change}))
    assert [part for part in shown if part not in told] == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    everything: dict[str, Any] = {
        "products": [None, "B"], "directions": None, "weights": [1, -2], "values": [1, [2, "x"]],
        "needs": {"r": {"at_least": "some"}, "s": {"at_lest": 1, "ideal": "1 furlong"}}, "musts": [[]],
        "not_applicable": ["Ar"],
    }  # fmt: skip
    told = refused(lambda: Matrix.of(**{**GOOD, **everything}), "TF411", "TF212", "TF213")
    paths = (
        "products[0]", "directions", "weights[1]", "values[0]", "values[1][1]", "needs.r.at_least", "needs.s",
        "needs.s.ideal", "musts[0]", "not_applicable[0]",
    )  # fmt: skip
    assert [path for path in paths if f" {path}: " not in told] == []
    assert "TF212 needs.r.at_least: 'some' is not a quantity" in told


def test_values_that_no_need_can_be_made_of_are_told_at_once() -> None:
    told = refused(lambda: Matrix.of(**{**GOOD, "values": [[Fraction(1, 3), 1], [1, Fraction(2, 3)]]}))
    assert "1/3 is no decimal" in told
    assert "2/3 is no decimal" in told


def test_arrays_are_lists() -> None:
    np = pytest.importorskip("numpy")
    arrays = {
        "products": np.array(["A", "B"]), "directions": np.array([1, -1]), "weights": np.array([1, 2]),
        "values": np.array([[1, 2], [3, 4]]), "needs": {"r": {"at_least": np.int64(1), "ideal": np.float64(3)}},
    }  # fmt: skip
    plain = Matrix.of(**{**GOOD, "needs": {"r": {"at_least": 1, "ideal": 3}}})
    assert Matrix.of(**{**GOOD, **arrays}) == plain
    several = np.array([1, 2])
    told = refused(lambda: Matrix.of(**{**GOOD, "directions": [several, 1], "values": [[several, 1], [1, 1]]}))
    assert "directions[0]: a ndarray is no direction" in told
    assert "values[0][0]: '[1 2]' is not a decimal number" in told
    assert "needs: a ndarray" in refused(lambda: Matrix.of(**GOOD, needs=several, musts=["r"]))


def test_what_is_left_out_is_a_list_of_names() -> None:
    made = Matrix.of(**GOOD)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"products": None}, [f"products: None {LISTS}"]),
        ({"products": [1, "C"]}, ["products[0]: '1' stands where a name belongs", "there is no product 'C'"]),
        ({"products": "A", "requirements": 5}, ["products: the text 'A'", "write ['A']", f"requirements: '5' {LISTS}"]),
    ]
    for given, parts in cases:
        told = refused(lambda given=given: made.without(**given))
        assert [part for part in parts if part not in told] == []
    assert made.without(products=iter(["A"])).products == ("B",)
