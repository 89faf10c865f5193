"""The benchmark of questions measures what it says, and the order of questions keeps its reason."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("benchmarks")

SEEDS = range(12)


def test_the_true_winners_are_among_the_possible_ones_and_are_found() -> None:
    from bench_questions import outcome  # type: ignore[import-not-found]

    found = [outcome(seed, 0.1) for seed in SEEDS]
    assert all(one.holds for one in found)
    assert any(one.ranked for one in found)
    assert sum(one.ranked or 0 for one in found) < sum(one.at_random or 0 for one in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_question_is_about_the_product_that_would_win_at_best(seed: int) -> None:
    from question_tables import table  # type: ignore[import-not-found]

    report = table(seed, 0.2).report()
    if set(report.certain_winners) == set(report.possible_winners):
        return
    first = report.questions[0]
    tops = {fit.product: fit.score.high for fit in report.fits if fit.product in report.possible_winners}
    assert tops[first.product] == max(tops.values())
    musts = [question.pivotal for question in report.questions if question.product == first.product]
    assert musts == sorted(musts, reverse=True)
