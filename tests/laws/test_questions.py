"""Law 10 for rules: what a question about the client promises, and what an undecided rule would do."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

import tobfit
from tobfit.matching.report import match
from tobfit.model.catalog import Catalog
from tobfit.model.pack import Pack
from tobfit.model.product import Product
from tobfit.model.rule import Condition
from tobfit.testing.knowledge import VOCABULARY, Known, known
from tobfit.testing.records import statements
from tobfit.testing.samples import AS_OF

DECISIONS = ("no_fit", "undecided", "fit_with_gaps", "fit")


@st.composite
def _products(draw: st.DrawFn) -> Catalog:
    """Two products that say something of some capabilities."""
    made = []
    for name in ("a", "b"):
        stated = {}
        for capability in VOCABULARY.capabilities.values():
            if capability.kind is not None and draw(st.integers(0, 2)):
                stated[capability.id] = (draw(statements(capability)),)
        made.append(Product(id=name, version="5.2", capabilities=stated))
    return Catalog(products=tuple(made))


@st.composite
def _worlds(draw: st.DrawFn) -> Known:
    """Rules and a client whose lines the vocabulary knows."""
    world = draw(known())
    lines = [line for line in world.client.requirements if line.capability is None or line.capability in VOCABULARY]
    return attrs.evolve(world, client=world.client.evolve(requirements=lines))


def _report(world: Known, catalog: Catalog) -> tobfit.Report:
    return match(world.client, catalog, world.packs, as_of=AS_OF)


@given(_worlds(), _products())
def test_an_answer_about_the_client_leads_where_the_question_says(world: Known, catalog: Catalog) -> None:
    report = _report(world, catalog)
    for question in report.questions:
        if isinstance(question, tobfit.ProfileQuestion):
            for effect in question.answers.values():
                after = report.what_if(effect.changes)
                assert {fit.product: fit.decision for fit in after.fits} == dict(effect.decisions)
                assert {fit.product: fit.score for fit in after.fits} == dict(effect.scores)


@given(_worlds(), _products())
def test_answers_laid_over_the_records_lead_there_too(world: Known, catalog: Catalog) -> None:
    report = _report(world, catalog)
    for question in report.questions:
        for effect in question.answers.values():
            learnt = {"answers": [{"target": t, "value": effect.changes[t]} for t in sorted(effect.changes)]}
            client, offered = tobfit.answer(world.client, catalog, learnt, world.packs)
            again = match(client, offered, world.packs, as_of=AS_OF)
            if isinstance(question, tobfit.ProfileQuestion):
                assert {fit.product: fit.decision for fit in again.fits} == dict(effect.decisions)
            else:
                fit = again[question.product]
                assert (fit.decision, fit.score) == (effect.decision, effect.score)


@given(_worlds(), _products())
def test_an_undecided_rule_does_what_it_says_if_it_holds(world: Known, catalog: Catalog) -> None:
    report = _report(world, catalog)
    for fit in report.fits:
        for effect in fit.open_rules:
            held = effect.rule.rule.evolve(when=Condition(all=()), jurisdictions=(), overrides=effect.id)
            forced = attrs.evolve(world, packs=world.packs.with_layer(Pack(id="held", rules=[held])))
            after = _report(forced, catalog)[fit.product]
            assert (after.decision, after.score) == (effect.decision, effect.score)


@given(_worlds(), _products())
def test_what_is_decided_stays_so_whichever_open_rule_holds(world: Known, catalog: Catalog) -> None:
    for fit in _report(world, catalog).fits:
        if fit.decision in ("fit", "fit_with_gaps"):
            assert all(DECISIONS.index(effect.decision) >= 2 for effect in fit.open_rules)
        if fit.decision == "no_fit":
            assert all(effect.decision == "no_fit" for effect in fit.open_rules)


@given(_worlds(), _products())
def test_an_open_rule_that_threatens_is_asked_about(world: Known, catalog: Catalog) -> None:
    report = _report(world, catalog)
    asked = [q for q in report.questions if isinstance(q, tobfit.ProfileQuestion) and q.pivotal]
    pivotal = {rule.id for question in asked for rule in question.rules}
    for fit in report.fits:
        if not fit.fails_at_best:
            assert fit.threatening <= pivotal
