"""Who can win, who dominates whom, and what makes the difference between two products."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.completions import completed_products

import tobfit
from tobfit.analysis import compare, standing, views
from tobfit.analysis.comparison import Comparison, Standing
from tobfit.errors import TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.order import GROUP, key_of
from tobfit.matching.report import Report
from tobfit.model.pack import Pack
from tobfit.report import markdown, records, text
from tobfit.testing.strategies import World, worlds

DRAWN = settings(max_examples=settings().max_examples * 2)


def pairs(report: Report) -> list[tuple[str, str]]:
    return list(itertools.permutations([fit.product for fit in report.fits], 2))


def dominates(one: Fit, other: Fit) -> bool:
    """Dominance where everything is known, in its own words: no worse anywhere, better somewhere, all weights alike."""
    if GROUP[one.decision] < GROUP[other.decision]:
        return False
    better = GROUP[one.decision] > GROUP[other.decision]
    for ours, theirs in zip(one.judgements, other.judgements, strict=True):
        if ours.waived or ours.requirement.priority == "wont":
            continue
        out = ours.verdict == "not_applicable", theirs.verdict == "not_applicable"
        if out == (True, True):
            continue
        if out[0] or (out[1] and ours.credit.low < 1) or (not out[1] and ours.credit.low < theirs.credit.low):
            return False
        better = better or (not out[1] and ours.credit.low > theirs.credit.low)
    return better


@DRAWN
@given(worlds(landscape=None))
def test_the_standing_is_that_of_the_report(world: World) -> None:
    report = world.report()
    found = standing(report)
    assert (found.certain, found.possible) == (report.certain_winners, report.possible_winners)
    excluded = [one.product for one in found.excluded]
    assert sorted([*excluded, *found.possible]) == sorted(fit.product for fit in report.fits)
    for one in found.excluded:
        fit = report[one.product]
        assert (one.why == "knocked_out") is fit.fails_at_best
        assert one.musts or one.by or fit.fails_at_best
        assert set(one.dominated_by) <= set(report.ranks) - {one.product}
        for name in one.musts:
            assert fit[name].best != "met"
    assert {(one.product, one.other) for one in found.dominance} == set(pairs(report))


@settings(max_examples=settings().max_examples * 3)
@given(worlds(max_lines=3))
def test_dominance_against_every_completion(world: World) -> None:
    """Products are answered apart, so the completions of one meet all completions of the other."""
    report = world.report()
    fits: dict[str, list[Fit]] = {}
    for product in world.catalog.products:
        completions = completed_products(world, product)
        assume(completions is not None)
        fits[product.id] = [completion.report()[product.id] for completion in completions or ()]
    found = standing(report)
    for a, b in pairs(report):
        met = list(itertools.product(fits[a], fits[b]))
        pair = found.between(a, b)
        ours = {dominates(one, other) for one, other in met}
        above = {key_of(one) > key_of(other) for one, other in met}
        for said, seen in ((pair.lines, ours), (pair.ranks, above)):
            if said == "certain":
                assert seen == {True}
            elif said == "no":
                assert seen == {False}
            if len(met) == 1 and all(fit.coverage in (None, 1) for fit in (report[a], report[b])):
                known = all(j.verdict != "unknown" for name in (a, b) for j in report[name].judgements)
                assert not known or said == ("certain" if seen == {True} else "no")


NAMES = ["c0", "c1", "c2"]
PACKS = tobfit.load_packs(Pack(id="p", vocabulary=[{"id": name, "kind": "boolean"} for name in NAMES]), shipped=False)
SAID: list[dict[str, Any]] = [
    {"response": "standard"},
    {"response": "not_supported"},
    {"response": "customisation"},
    {"response": "not_applicable", "by": "assessor"},
]


def drawn(draw: random.Random) -> tuple[tobfit.Client, list[tobfit.Product]]:
    """A few lines and products; a line may be unsaid, and often does not apply."""
    names = NAMES[: draw.randint(1, 3)]
    client = tobfit.Client(id="c", as_of="2026-11-01")
    for name in names:
        client = client.require(name, id=name, priority=draw.choice(["must", "should", "should", "could"]))
    products = []
    for place in range(2):
        product = tobfit.Product(id=f"p{place}")
        for name in names:
            said = draw.choice([*SAID, SAID[3], None])
            product = product.offers(name, **said) if said else product
        products.append(product)
    return client, products


def filled(client: tobfit.Client, product: tobfit.Product) -> list[Fit]:
    """The fits of every way to say what is unsaid."""
    open_ones = [line.id for line in client.requirements if line.id not in product.capabilities]
    found = []
    for choices in itertools.product(SAID, repeat=len(open_ones)):
        whole = product
        for name, said in zip(open_ones, choices, strict=True):
            whole = whole.offers(name, **said)
        found.append(tobfit.match(client, whole, packs=PACKS)[product.id])
    return found


@settings(max_examples=settings().max_examples * 6)
@given(st.integers(0, 2**32))
def test_certain_dominance_is_exact_and_holds_for_all_weights(seed: int) -> None:
    draw = random.Random(seed)
    client, products = drawn(draw)
    report = tobfit.match(client, products, packs=PACKS)
    fits = {product.id: filled(client, product) for product in products}
    found = standing(report)
    for a, b in pairs(report):
        seen = {dominates(one, other) for one, other in itertools.product(fits[a], fits[b])}
        assert (found.dominates(a, b) == "certain") is (seen == {True})
        assert not (True in seen and found.dominates(a, b) == "no")
        if seen == {True}:
            lines = [line.evolve(weight=draw.choice(["1", "1000", "0.001"])) for line in client.requirements]
            ranks = tobfit.match(client.evolve(requirements=lines), products, packs=PACKS).ranks
            assert ranks[a] <= ranks[b]


@DRAWN
@given(worlds(landscape=None))
def test_dominance_implies_rank_in_every_view(world: World) -> None:
    report = world.report()
    found = standing(report)
    outlooks = views(report).outlooks
    for one in found.dominance:
        assert not (one.lines == "certain" and found.dominates(one.other, one.product) != "no")
        assert not (one.ranks == "certain" and found.between(one.other, one.product).ranks != "no")
        if one.ranks == "certain":
            assert report.ranks[one.product] < report.ranks[one.other]
        if one.lines == "certain":
            assert all(outlook.ranks[one.product] <= outlook.ranks[one.other] for outlook in outlooks)


@DRAWN
@given(worlds(landscape=None))
def test_parts_sum_exactly_and_turn_round(world: World) -> None:
    report = world.report()
    for a, b in pairs(report):
        found, turned = compare(report, a, b), compare(report, b, a)
        one, other = report[a].score, report[b].score
        if one is None or other is None:
            assert (found.low, found.high, found.span) == (None, None, None)
            assert all((part.low, part.high, part.span) == (None, None, None) for part in found.parts)
        else:
            assert found.span is not None
            assert sum((part.low or 0 for part in found), Fraction(0)) == found.low == one.low - other.low
            assert sum((part.high or 0 for part in found), Fraction(0)) == found.high == one.high - other.high
            spans = [part.span for part in found if part.span is not None]
            assert sum((span.low for span in spans), Fraction(0)) == found.span.low == one.low - other.high
            assert sum((span.high for span in spans), Fraction(0)) == found.span.high == one.high - other.low
        assert [part.requirement for part in found] == [part.requirement for part in turned]
        for part, back in zip(found, turned, strict=True):
            assert (part.a, part.b) == (back.b, back.a)
            if part.low is not None and part.high is not None and part.span is not None:
                assert (back.low, back.high) == (-part.low, -part.high)
                assert back.span is not None
                assert (back.span.low, back.span.high) == (-part.span.high, -part.span.low)
        assert (found.ahead, found.settled, found.scores) == (turned.ahead, turned.settled, turned.scores[::-1])
        assert [(m.requirement, m.a, m.b) for m in found.musts] == [(m.requirement, m.b, m.a) for m in turned.musts]


@DRAWN
@given(worlds(landscape=None))
def test_neither_order_nor_other_products_matter(world: World) -> None:
    report = world.report()
    catalog = world.catalog
    other = attrs.evolve(world, catalog=catalog.evolve(products=tuple(reversed(catalog.products)))).report()
    assert standing(report) == standing(other)
    for a, b in pairs(report):
        found = compare(report, a, b)
        assert found == compare(other, a, b)
        alone = catalog.evolve(
            products=tuple(p for p in catalog.products if p.id in (a, b)),
            responses=tuple(r for r in catalog.responses if r.product in (a, b)),
        )
        by_themselves = compare(attrs.evolve(world, catalog=alone).report(), a, b)
        assert (found.parts, found.musts, found.ahead, found.settled) == (
            by_themselves.parts,
            by_themselves.musts,
            by_themselves.ahead,
            by_themselves.settled,
        )


def sign(report: Report, a: str, b: str) -> int:
    return (report.ranks[b] > report.ranks[a]) - (report.ranks[b] < report.ranks[a])


@DRAWN
@given(worlds(max_lines=3, max_products=2, landscape=None))
def test_open_points_turn_the_order_as_matching_again_says(world: World) -> None:
    report = world.report()
    for a, b in pairs(report)[:1]:
        found = compare(report, a, b)
        before = sign(report, a, b)
        assert found.ahead == {1: a, -1: b, 0: None}[before]
        assert not (found.settled and found.open)
        for point in found.open:
            for answer, effect in point.question.answers.items():
                after = sign(report.what_if(effect.changes), a, b)
                assert (answer in point.turning) is (after != before)


@settings(max_examples=settings().max_examples * 2)
@given(worlds(max_lines=3))
def test_what_is_settled_holds_in_every_completion(world: World) -> None:
    report = world.report()
    fits: dict[str, list[Fit]] = {}
    for product in world.catalog.products:
        completions = completed_products(world, product)
        assume(completions is not None)
        fits[product.id] = [completion.report()[product.id] for completion in completions or ()]
    for a, b in pairs(report):
        found = compare(report, a, b)
        if found.settled:
            wanted = {a: 1, b: -1, None: 0}[found.ahead]
            keys = itertools.product(map(key_of, fits[a]), map(key_of, fits[b]))
            assert {(one > other) - (one < other) for one, other in keys} == {wanted}


def harbour() -> Report:
    client = (
        tobfit.Client(id="harbour", as_of="2026-11-01")
        .require("crm.opportunity", priority="must")
        .require("sec.mfa")
        .require("data.reporting")
        .require("oa.workflow")
    )
    acme = tobfit.Product(id="acme@5").offers("crm.opportunity", response="standard")
    acme = acme.offers("sec.mfa", response="configuration").offers("data.reporting", response="not_supported")
    acme = acme.offers("oa.workflow", response="not_applicable", by="assessor")
    birch = tobfit.Product(id="birch@7").offers("crm.opportunity", response="customisation")
    birch = birch.offers("data.reporting", response="standard").offers("oa.workflow", response="standard")
    cedar = tobfit.Product(id="cedar@1").offers("crm.opportunity", response="not_supported")
    return tobfit.match(client, [acme, birch, cedar])


def test_an_example_by_hand() -> None:
    """Weights 4 2 2 2. The last line leaves acme's score, so its parts are of 8, those of birch of 10."""
    found = compare(harbour(), "acme@5", "birch@7")
    parts = {part.requirement: (part.low, part.high) for part in found.parts}
    assert parts == {
        "R-001": (Fraction(4, 8) - Fraction(4, 2) / 10, Fraction(4, 8) - Fraction(4, 2) / 10),
        "R-002": (Fraction(18, 80), Fraction(18, 80) - Fraction(2, 10)),
        "R-003": (Fraction(-2, 10), Fraction(-2, 10)),
        "R-004": (Fraction(-2, 10), Fraction(-2, 10)),
    }
    assert [part.requirement for part in found.parts] == ["R-001", "R-002", "R-003", "R-004"]
    assert found.low == Fraction(58, 80) - Fraction(6, 10) == Fraction(1, 8)
    assert found.high == Fraction(58, 80) - Fraction(8, 10) == Fraction(-3, 40)
    assert (found.ahead, found.settled) == ("acme@5", False)
    assert [part.a.verdict for part in found.parts] == ["met", "met", "unmet", "not_applicable"]
    # A yes in any accepted way brings birch to 0.6 + 0.2 x credit: past 0.725 from 0.7 on.
    (point,) = found.open
    assert point.target == "product.birch@7.capabilities.sec.mfa"
    assert point.turning == ("standard", "configuration", "third_party")
    assert [(must.requirement, must.a, must.b) for must in compare(harbour(), "birch@7", "cedar@1").musts] == [
        ("R-001", "holds", "fails")
    ]


def test_a_standing_by_hand() -> None:
    found = standing(harbour())
    assert (found.certain, found.possible) == ((), ("acme@5", "birch@7"))
    (cedar,) = found.excluded
    assert (cedar.product, cedar.why, cedar.musts) == ("cedar@1", "knocked_out", ("R-001",))
    # Knocked out ranks below; line by line cedar may still do better where nobody said anything of it.
    assert cedar.by == ("acme@5", "birch@7")
    assert cedar.dominated_by == ()
    assert found.dominates("acme@5", "birch@7") == "no"


def test_weights_may_reorder_what_is_not_dominated() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", weight=9).require("crm.cpq")
    yes: dict[str, Any] = {"response": "standard"}
    no: dict[str, Any] = {"response": "not_supported"}
    first = tobfit.Product(id="a@1").offers("sec.mfa", **yes).offers("crm.cpq", **no)
    second = tobfit.Product(id="b@1").offers("sec.mfa", **no).offers("crm.cpq", **yes)
    third = tobfit.Product(id="c@1").offers("sec.mfa", **no).offers("crm.cpq", **no)
    found = standing(tobfit.match(client, [first, second, third]))
    assert (found.between("a@1", "b@1").lines, found.between("a@1", "b@1").ranks) == ("no", "certain")
    assert [(one.product, one.by, one.dominated_by) for one in found.excluded] == [
        ("b@1", ("a@1",), ()),
        ("c@1", ("a@1", "b@1"), ("a@1", "b@1")),
    ]


def test_twins_do_not_dominate_each_other() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa")
    twins = [tobfit.Product(id=name).offers("sec.mfa", response="standard") for name in ("a@1", "b@1")]
    report = tobfit.match(client, twins)
    assert {(one.lines, one.ranks) for one in standing(report).dominance} == {("no", "no")}
    found = compare(report, "a@1", "b@1")
    assert (found.ahead, found.settled, found.open) == (None, True, ())
    assert found.low == found.high == 0


def test_one_product_has_nobody_beside_it() -> None:
    client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa")
    found = standing(tobfit.match(client, tobfit.Product(id="a@1")))
    assert (found.certain, found.dominance, found.excluded) == (("a@1",), (), ())
    assert "No product dominates another one." in text(found)


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ("acme@5", "brich@7", ["no product 'brich@7'", "did you mean 'birch@7'?"]),
        ("acme", "beech", ["no product 'acme'", "no product 'beech'", "acme@5, birch@7, cedar@1"]),
        ("acme@5", "acme@5", ["both are 'acme@5'"]),
        ("acme@5", 7, ["a int stands where the id of a product belongs"]),
    ],
)
def test_bad_input(a: str, b: str, shown: list[str]) -> None:
    with pytest.raises(TobfitError) as caught:
        compare(harbour(), a, b)
    assert {problem.code for problem in caught.value.problems} == {"TF410"}
    assert all(part in str(caught.value) for part in shown)


def test_a_pair_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        standing(harbour()).between("acme@5", "acme@5")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_both_are_told(lang: str, audience: str) -> None:
    report = harbour()
    made: list[Standing | Comparison] = [standing(report), compare(report, "acme@5", "birch@7")]
    for result in made:
        assert text(result, lang=lang, audience=audience).count("acme@5") > 1
        assert markdown(result, lang=lang, audience=audience).startswith("## ")
    both = report.with_results(*made)
    assert text(made[1], lang=lang, audience=audience) in text(both, lang=lang, audience=audience)
    assert [one["result"] for one in both.to_dict(audience=audience)["results"]] == ["standing", "comparison"]  # type: ignore[arg-type]
    assert len(records(made[0], lang=lang, audience=audience)) == 6
    rows = records(made[1], lang=lang, audience=audience)
    assert [row["requirement"] for row in rows] == ["R-001", "R-002", "R-003", "R-004"]
    assert sum(row["low"] for row in rows) == pytest.approx(1 / 8)


def test_what_is_told_of_a_comparison() -> None:
    told = text(compare(harbour(), "acme@5", "birch@7"))
    for part in (
        "acme@5 ranks higher. Open points could change that.",
        "Difference of the scores: +0.1250 at the low ends, -0.0750 at the high ends",
        "alone turned by standard / configuration / third party",
    ):
        assert part in " ".join(told.split())
    assert "...更多" not in text(compare(harbour(), "acme@5", "birch@7"), limit=1)
    assert "... and 3 more" in text(compare(harbour(), "acme@5", "birch@7"), limit=1)


@given(worlds(landscape=None))
def test_everything_that_can_come_is_told(world: World) -> None:
    report = world.report()
    results: list[Standing | Comparison] = [standing(report), *(compare(report, a, b) for a, b in pairs(report))]
    for result in results:
        for lang in ("en", "zh"):
            assert text(result, lang=lang).strip()
            records(result, lang=lang)
    assert len(report.with_results(*results).to_dict(detail="summary")["results"]) == len(results)
    assert all(hash(result) == hash(result) for result in results)
