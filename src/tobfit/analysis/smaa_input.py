"""The arguments of ``sensitivity``, checked together."""

from __future__ import annotations

import operator
from typing import Any, get_args

import attrs

from tobfit.analysis.completion_draws import AnswerDraw
from tobfit.analysis.weight_draws import Weighting
from tobfit.analysis.weight_input import read_weights
from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.scalars import near, shown


@attrs.frozen
class Call:
    """What was asked for."""

    draws: int
    seed: int
    weighting: Weighting
    answers: AnswerDraw


def read_call(report: Report, draws: Any, seed: Any, weights: Any, answers: Any) -> Call:
    """The call, or a TobfitError with all that is wrong with it."""
    problems = [
        *_whole(draws, "draws", 1),
        *_whole(seed, "seed", 0),
        *_word(answers),
    ]
    weighting, found = read_weights(weights, report)
    problems += found
    if all(fit.score is None for fit in report.fits):
        message = "no product has a score: no line has weight, or none is applicable to any product"
        problems.append(Problem(code="TF416", message=message, path="report", hint="ask for something with weight"))
    if problems or weighting is None:
        raise TobfitError(problems)
    number = len(weighting.given) if weighting.kind == "given" else operator.index(draws)
    return Call(number, operator.index(seed), weighting, answers)


def _whole(value: Any, name: str, least: int) -> list[Problem]:
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is not None and number >= least:
        return []
    message = f"{name} is {shown(repr(value))[1:-1]}"
    return [Problem(code="TF413", message=message, path=name, hint=f"a whole number of at least {least}")]


def _word(answers: Any) -> list[Problem]:
    words = get_args(AnswerDraw)
    if answers in words:
        return []
    hint = near(str(answers), words)
    return [Problem(code="TF413", message=f"answers is {shown(repr(answers))[1:-1]}", path="answers", hint=hint)]
