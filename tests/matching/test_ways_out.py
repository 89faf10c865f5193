"""Remedies and questions on lines that are answered, rolled up or asked about twice."""

from __future__ import annotations

from typing import Any

import tobfit

PACKS = tobfit.load_packs(
    {
        "id": "terms",
        "vocabulary": [
            {"id": "g"},
            *({"id": f"g.{part}", "kind": "boolean", "broader": "g"} for part in "abc"),
            {"id": "q", "kind": "quantity", "unit": "month", "direction": "higher_is_better"},
            {"id": "b", "kind": "boolean"},
        ],
    },
    shipped=False,
)
PRODUCT = tobfit.Product(id="P")


def matched(catalog: Any, *lines: dict[str, Any], policy: dict[str, Any] | None = None) -> tobfit.Report:
    client = {"id": "c", "as_of": "2026-11-01", "requirements": list(lines)}
    return tobfit.match(client, catalog, packs=PACKS, policy=policy)


def answered(**answer: Any) -> dict[str, Any]:
    return {"tobfit": "response/1", "client": "c", "product": "P", "answers": [{"requirement": "R", **answer}]}


def ways(report: tobfit.Report) -> dict[str, str]:
    return {remedy.kind: str(remedy.credit) for gap in report.fits[0].gaps for remedy in gap.remedies}


def test_a_way_out_of_an_answer_does_not_take_the_old_extent_again() -> None:
    product = PRODUCT.offers("b", response="standard", extent="0.3")
    found = ways(matched([product, answered(response="standard")], {"id": "R", "capability": "b", "priority": "must"}))
    assert (found["configure"], found["extend"], found["partner"]) == ("0.9000", "0.5000", "0.7000")


def test_in_place_of_a_finding_stands_a_finding() -> None:
    product = PRODUCT.offers("b", response="not_supported", by="assessor")
    found = ways(matched([product, answered(response="not_supported")], {"id": "R", "capability": "b"}))
    assert (found["extend"], found["partner"]) == ("0.5000", "0.7000")


def test_no_way_out_makes_a_line_worse() -> None:
    product = PRODUCT.offers("b", response="standard", extent="0.9")
    assert set(ways(matched(product, {"id": "R", "capability": "b"}))) == {"configure", "change_process", "prove"}


def test_a_question_has_the_answers_of_all_its_lines() -> None:
    lines = [{"id": f"R{n}", "capability": "q", "priority": "must", "need": {"at_least": n}} for n in (6, 12)]
    (question,) = matched(PRODUCT.offers("q", response="standard"), *lines).questions
    assert {answer: effect.decision for answer, effect in question.answers.items()} == {
        "6": "no_fit",
        "5": "no_fit",
        "12": "fit_with_gaps",
        "11": "no_fit",
    }


def test_price_and_date_come_from_the_part_that_shows_the_gap() -> None:
    product = (
        PRODUCT.offers("g.a", response="standard", price="1 CNY")
        .offers("g.b", response="roadmap", available="2027-01-01")
        .offers("g.c", response="third_party", price="20000 CNY")
    )
    gaps = {gap.kind: gap for gap in matched(product, {"id": "R", "capability": "g"}).fits[0].gaps}
    assert str(gaps["third_party"].remedies[0].price) == "20000 CNY"
    assert str(gaps["roadmap"].remedies[0].date) == "2027-01-01"


def test_a_blocking_partial_must_is_a_blocker_while_it_is_open() -> None:
    line = {"id": "R", "capability": "q", "priority": "must", "need": {"at_least": 6}}
    fit = matched(PRODUCT.offers("q", response="third_party"), line, policy={"partial_must": "blocker"}).fits[0]
    assert (fit.decision, fit.gaps[0].kind, fit.gaps[0].severity) == ("no_fit", "third_party", "blocker")


def test_what_if_moves_the_date_of_the_client() -> None:
    product = PRODUCT.offers("b", response="roadmap", available="2027-01-01")
    report = matched(product, {"id": "R", "capability": "b"})
    later = report.what_if({"client.as_of": "2028-01-01"})
    assert (str(report.fits[0].score), str(later.fits[0].score)) == ("0.3000", "0.0000..0.3000")
