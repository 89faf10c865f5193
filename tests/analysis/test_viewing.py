"""Views side by side, and where they disagree."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.analysis import views
from tobfit.analysis.viewing import Views
from tobfit.errors import TobfitError
from tobfit.graph import build
from tobfit.matching.order import key_of
from tobfit.matching.report import match
from tobfit.model.client import View
from tobfit.report import records, text
from tobfit.testing.strategies import World, worlds

DRAWN = settings(max_examples=settings().max_examples)


@st.composite
def viewed(draw: st.DrawFn) -> World:
    """Worlds with people and some views of them."""
    world = draw(worlds(landscape=None))
    assume(world.client.stakeholders)
    weights = st.dictionaries(
        st.sampled_from(("economic", "technical", "user")), st.sampled_from(("0", "3", "0.1")), max_size=3
    )
    made = [View(id=name, weights=draw(weights)) for name in ("buyers", "users")[: draw(st.integers(0, 2))]]
    return attrs.evolve(world, client=world.client.evolve(views=made), view=None)


@DRAWN
@given(viewed())
def test_each_view_is_a_match_of_its_own(world: World) -> None:
    report = world.report()
    found = views(report)
    client = world.client
    if found.made:
        roles = sorted({person.role for person in client.stakeholders})
        assert [outlook.view for outlook in found.outlooks] == [None, *roles]
        alone = [View(id=role, weights={other: int(other == role) for other in roles}) for role in roles]
        client = client.evolve(views=alone)
    else:
        assert [outlook.view for outlook in found.outlooks] == [None, *(view.id for view in client.views)]
    for outlook in found.outlooks:
        again = match(client, world.catalog, world.packs, world.policy, outlook.view)
        assert again.fits == outlook.report.fits
        assert dict(again.ranks) == dict(outlook.ranks)
        assert (again.certain_winners, again.possible_winners) == (outlook.certain, outlook.possible)
        assert [one.score for one in outlook.products] == [fit.score for fit in again.fits]
        assert sum(outlook.shares.values()) in (0, 1)
        # Views never change screening: judgements and decisions are the same everywhere.
        for fit in again.fits:
            assert fit.decision == report[fit.product].decision
            assert fit.judgements == report[fit.product].judgements
    assert views(report) == found


@DRAWN
@given(viewed())
def test_contested_pairs_are_those_that_change_places(world: World) -> None:
    report = world.report()
    found = views(report)
    pairs = {(pair.product, pair.other): pair for pair in found.pairs}
    names = sorted((fit.product for fit in report.fits), key=("p-2", "p-10", "q@5.2").index)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            order = {o.view: key_of(o.report[one]) > key_of(o.report[other]) for o in found.outlooks}
            under = {o.view: key_of(o.report[one]) < key_of(o.report[other]) for o in found.outlooks}
            assert ((one, other) in pairs) is (any(order.values()) and any(under.values()))
            if pair := pairs.get((one, other)):
                assert set(pair.ahead) == {view for view, is_so in order.items() if is_so}
                assert set(pair.behind) == {view for view, is_so in under.items() if is_so}
                assert set(pair.level) == set(order) - set(pair.ahead) - set(pair.behind)
                leaders = {name for outlook in found.outlooks for name in outlook.leaders}
                assert pair.touches_lead is bool(leaders & {one, other})
    assert set(found.contested) == {name for pair in pairs for name in pair}


@DRAWN
@given(viewed())
def test_findings_lead_from_the_client_to_the_product(world: World) -> None:
    report = world.report()
    found = views(report)
    later = report.with_findings(found.findings)
    assert later.fits == report.fits
    assert later.decision == report.decision
    assert later.findings == found.findings
    graph = build(world.client, world.catalog, world.packs)
    people = {person.id for person in world.client.stakeholders}
    for finding in found.findings:
        assert (finding.kind, finding.stage) == ("contested", "analysis")
        client, *between = finding.path
        assert client == world.client.id
        for name in between[: between.index(str(finding.requirement)) + 1]:
            kind = "requirement" if name == finding.requirement else "stakeholder"
            assert kind == "requirement" or name in people
            assert graph[f"{kind}:{name}"].type == kind
        if finding.product is not None:
            assert finding.path[-1] == finding.product
            assert finding.severity in ("major", "minor")
    pairs = [finding for finding in found.findings if finding.product is not None]
    assert len(pairs) == sum(pair.touches_lead for pair in found.pairs)
    assert {f.requirement for f in found.findings if f.product is None} == {line.requirement for line in found.lines}


@DRAWN
@given(viewed())
def test_contested_lines_weigh_twice_as_much_somewhere(world: World) -> None:
    report = world.report()
    found = views(report)
    weighed = [outlook.shares for outlook in found.outlooks if outlook.shares]
    contested = {line.requirement: line for line in found.lines}
    for requirement in report.requirements:
        shares = [part.get(requirement.id, Fraction(0)) for part in weighed]
        if not shares or min(shares) * 2 > max(shares) or not max(shares):
            assert requirement.id not in contested
        if line := contested.get(requirement.id):
            assert (line.least, line.most) == (min(shares), max(shares))
            assert found[line.least_view].shares.get(requirement.id, 0) == line.least
            assert found[line.most_view].shares[requirement.id] == line.most


def harbour(**fields: object) -> tobfit.Report:
    client = tobfit.Client(
        id="harbour",
        as_of="2026-11-01",
        stakeholders=[{"id": "cio", "role": "economic", "influence": 3}, {"id": "clerk", "role": "user"}],
        views=[{"id": "buyers", "weights": {"user": 0}}, {"id": "users", "weights": {"economic": 0, "user": 2}}],
    )
    client = client.require("crm.cpq", asked_by=["cio"]).require("oa.workflow", asked_by=["clerk"])
    client = client.require("sec.mfa", priority="must").evolve(**fields)
    acme = tobfit.Product(id="acme@5").offers("crm.cpq", response="standard").offers("sec.mfa", response="standard")
    acme = acme.offers("oa.workflow", response="not_supported")
    birch = tobfit.Product(id="birch@7").offers("crm.cpq", response="not_supported")
    birch = birch.offers("oa.workflow", response="standard").offers("sec.mfa", response="standard")
    cedar = tobfit.Product(id="cedar@1").offers("sec.mfa", response="not_supported")
    return tobfit.match(client, [acme, birch, cedar])


def test_an_example_by_hand() -> None:
    """Weights: 6 2 4 neutral, 6 0 4 for buyers, 0 4 4 for users."""
    found = views(harbour())
    assert [outlook.view for outlook in found.outlooks] == [None, "buyers", "users"]
    scores = {
        outlook.view: [(one.product, one.score and one.score.low) for one in outlook.products]
        for outlook in found.outlooks
    }
    assert scores == {
        None: [("acme@5", Fraction(10, 12)), ("birch@7", Fraction(6, 12)), ("cedar@1", 0)],
        "buyers": [("acme@5", 1), ("birch@7", Fraction(4, 10)), ("cedar@1", 0)],
        "users": [("birch@7", 1), ("acme@5", Fraction(1, 2)), ("cedar@1", 0)],
    }
    (pair,) = found.pairs
    assert (pair.product, pair.other, pair.ahead, pair.behind) == ("acme@5", "birch@7", (None, "buyers"), ("users",))
    assert (pair.touches_lead, pair.firm, found.contested) == (True, True, ("acme@5", "birch@7"))
    assert [(line.requirement, line.least, line.least_view, line.most, line.most_view) for line in found.lines] == [
        ("R-001", Fraction(0), "users", Fraction(6, 10), "buyers"),
        ("R-002", Fraction(0), "buyers", Fraction(1, 2), "users"),
    ]
    first, second, third = found.findings
    assert (first.severity, first.product, first.requirement) == ("major", "acme@5", "R-001")
    assert first.path == ("harbour", "cio", "R-001", "crm.cpq", "acme@5")
    assert first.because.text("en") == (
        "acme@5 ranks above birch@7 in neutral, buyers and below it in users; most of it hangs on R-001"
    )
    assert "中立视角、buyers" in first.because.text("zh")
    assert (second.severity, second.requirement) == ("minor", "R-001")
    assert second.path == ("harbour", "cio", "R-001", "crm.cpq")
    assert (third.severity, third.requirement) == ("info", "R-002")


def test_some_views_alone() -> None:
    found = views(harbour(), ["users"])
    assert [outlook.view for outlook in found.outlooks] == [None, "users"]
    assert views(harbour(), []).pairs == ()
    assert views(harbour(), "users") == found


def test_roles_stand_in_where_there_are_no_views() -> None:
    found = views(harbour(views=[]))
    assert (found.made, [outlook.view for outlook in found.outlooks]) == (True, [None, "economic", "user"])
    assert dict(found["user"].weights) == {"economic": 0, "user": 1}
    nobody = views(harbour(views=[], stakeholders=[], requirements=[{"id": "R-1", "capability": "sec.mfa"}]))
    assert (nobody.made, len(nobody.outlooks), nobody.findings) == (False, 1, ())


def test_a_view_without_weight_has_no_scores() -> None:
    lines = [{"id": "R-1", "capability": "crm.cpq", "asked_by": ["cio"]}]
    found = views(harbour(requirements=lines))
    assert {one.score for one in found["users"].products} == {None}
    assert found["users"].shares == {}
    assert found.lines == ()
    assert "no score" in text(found)


def test_bad_input() -> None:
    with pytest.raises(TobfitError) as caught:
        views(harbour(), ["user", "managers"])
    assert [(problem.code, problem.path, problem.hint) for problem in caught.value.problems] == [
        ("TF403", "names[0]", "did you mean 'users'?"),
        ("TF403", "names[1]", "allowed: buyers, users"),
    ]
    with pytest.raises(TobfitError) as caught:
        views(harbour(views=[]), ["user"])
    assert "the client names no views" in str(caught.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_views_are_told(lang: str, audience: str) -> None:
    report = harbour()
    found = views(report)
    told = text(found, lang=lang, audience=audience)
    assert all(name in told for name in ("acme@5", "buyers", "users", "R-002", "0.8333"))
    whole = report.with_results(found).with_findings(found.findings)
    assert told in text(whole, lang=lang, audience=audience)
    assert whole.to_dict(audience=audience)["results"][0]["result"] == "views"  # type: ignore[arg-type]
    assert len(whole.to_dict(audience=audience)["findings"]) == 3  # type: ignore[arg-type]
    assert [row["rank"] for row in records(found, lang=lang, audience=audience)] == [1, 2, 3] * 3


@given(viewed())
def test_everything_that_can_come_is_told(world: World) -> None:
    found: Views = views(world.report())
    for lang in ("en", "zh"):
        assert text(found, lang=lang).strip()
        assert text(world.report().with_findings(found.findings), lang=lang)
    assert hash(found) == hash(views(world.report()))
