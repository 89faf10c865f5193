"""Law 10: a remedy, or an answer to a question, applied and matched again gives exactly what it promised."""

from __future__ import annotations

from hypothesis import given, settings

from tobfit.testing.strategies import World, worlds


@settings(max_examples=settings().max_examples * 4)
@given(worlds(max_lines=3, max_products=2))
def test_law_10_remedies_keep_their_promise(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        for gap in fit.gaps:
            for remedy in report.remedies(gap):
                again = report.what_if(remedy.changes)
                after = again[remedy.product]
                assert after.score == remedy.score_after
                assert after.decision == remedy.decision_after
                assert after[gap.requirement.id].credit == remedy.credit
                assert remedy.requirement == gap.requirement.id
                assert remedy.kind == "replace" or remedy.product == fit.product


@settings(max_examples=settings().max_examples * 4)
@given(worlds(max_lines=3, max_products=2))
def test_law_10_answers_keep_their_promise(world: World) -> None:
    report = world.report()
    targets = [question.target for question in report.questions]
    assert len(set(targets)) == len(targets)
    for question in report.questions:
        assert len(question.answers) == len(question.options)
        assert question.product is not None  # these worlds have no rules, so nothing is asked of the client
        for effect in question.answers.values():
            after = report.what_if(effect.changes)[question.product]
            assert (after.decision, after.score) == (effect.decision, effect.score)
            # Nothing else of the catalogue moves.
            for other in report.fits:
                if other.product != question.product:
                    assert report.what_if(effect.changes)[other.product] == other


@settings(max_examples=settings().max_examples * 4)
@given(worlds(max_lines=3, max_products=1))
def test_every_open_line_is_asked_about_and_an_answer_settles_something(world: World) -> None:
    report = world.report()
    (fit,) = report.fits
    asked = {line.id for question in report.questions for line in question.requirements}
    for judgement in fit.judgements:
        line = judgement.requirement
        if judgement.verdict == "unknown" and line.priority != "wont" and not judgement.waived:
            assert line.id in asked
    for question in report.questions:
        if question.kind == "value" and world.policy.evidence == "strict":
            # With the evidence missing as well, a value may leave the interval as it is.
            continue
        settled = [
            any(after[line.id].outcome != fit[line.id].outcome for line in question.requirements)
            for after in (report.what_if(effect.changes)[fit.product] for effect in question.answers.values())
        ]
        # An answer to a line takes what it lacks from the capability. Where two statements contradict each other
        # there, one with a value and one without, confirming the one without takes up the other's value again.
        assert any(settled) if question.kind == "conflict" else all(settled)


@given(worlds(max_lines=3, max_products=2))
def test_what_if_with_nothing_changes_nothing(world: World) -> None:
    report = world.report()
    again = report.what_if({})
    assert again.fits == report.fits
    assert again.ranks == report.ranks
