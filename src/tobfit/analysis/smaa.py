"""Stress a ranking: under drawn weights and drawn answers, how often does each product come where?

Stochastic multicriteria acceptability analysis (SMAA-2: Lahdelma and Salminen, Operations Research 49(3), 2001) over a
report, with its screening; beside it break-even weights and swings, which are exact and drawn from nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.break_even import BreakEven, break_evens, nearest
from tobfit.analysis.cells import cells_of
from tobfit.analysis.completion_draws import AnswerDraw, Completing, Layout, at_end
from tobfit.analysis.rank_counts import Tally, is_above, keys_of
from tobfit.analysis.scenarios import Openness, openness
from tobfit.analysis.smaa_input import Call, read_call
from tobfit.analysis.tornado import Swing, swings_of
from tobfit.analysis.weight_draws import WHOLE, Weighting, WeightingKind, weight_blocks
from tobfit.errors.extras import needed
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.progress import Progress, steps

BLOCK = 5_000
"""So many draws are worked out at a time: memory does not grow with their number."""


@attrs.frozen
class Openings:
    """What was open, and how it was drawn. ``cells`` are all lines that count or can fail, of all products; ``unknown``
    those whose verdict is; ``questions`` those that were answered in each draw; ``at_ends`` the lines that no question
    of a product answers, drawn at the two ends of their interval; ``sampled`` the groups of questions with so many
    combinations of answers that only a sample was worked out; ``rules`` the undecided rules, which are never drawn;
    ``threatened`` the products that such a rule could knock out."""

    cells: int
    unknown: int
    questions: int
    at_ends: int
    sampled: int
    rules: tuple[str, ...] = ()
    threatened: tuple[str, ...] = ()


@attrs.frozen
class Sensitivity:
    """How a ranking stands up. Shares are exact fractions of the draws; they estimate, within ``standard_errors``.

    ``products`` are in the order of the report, ``lines`` (those with a part in the score) in that of their ids.
    ``acceptability``: product -> the share of draws in which it has rank 1, 2, ...; ties share their ranks evenly, so
    that the shares sum to 1 for each product and each rank. ``central_weights``: product -> the mean of the weights
    with which it ranks first, by line, summing to 1; None where it never does. ``confidence``: product -> the share of
    drawn answers with which it ranks first at these weights; None without them. ``pairwise``: product -> other -> the
    share of draws in which it ranks above the other, a tie as half. ``knocked_out``: product -> the share of draws in
    which a Must fails; such a product ranks below all that are not knocked out, but ranks.

    ``break_even``: line -> the nearest weight at which another product catches up with the leader, or None;
    ``break_evens``: all of them, for each rival, the nearest first. ``tornado``: product -> its swings, the widest
    first.
    """

    _repr_mimebundle_ = mimebundle

    products: tuple[str, ...]
    lines: tuple[str, ...]
    draws: int
    seed: int
    weighting: WeightingKind
    spread: Fraction | None
    answers: AnswerDraw
    acceptability: FrozenMap[str, tuple[Fraction, ...]]
    standard_errors: FrozenMap[str, tuple[float, ...]]
    central_weights: FrozenMap[str, FrozenMap[str, Fraction] | None]
    confidence: FrozenMap[str, Fraction | None]
    confidence_errors: FrozenMap[str, float | None]
    pairwise: FrozenMap[str, FrozenMap[str, Fraction]]
    knocked_out: FrozenMap[str, Fraction]
    break_even: FrozenMap[str, BreakEven | None]
    break_evens: tuple[BreakEven, ...]
    tornado: FrozenMap[str, tuple[Swing, ...]]
    openings: Openings
    report: Report = attrs.field(eq=False, repr=False)


def sensitivity(
    report: Report,
    draws: int = 10_000,
    seed: int = 0,
    weights: Any = None,
    *,
    answers: AnswerDraw = "drawn",
    progress: Progress = None,
) -> Sensitivity:
    """How a report's ranking stands up to other weights and to what is still unknown.

    ``weights``: None draws them uniformly from all there are (the simplex over the lines that count, Musts among them);
    a number from 0 to 1 is a spread: each stated weight, with priority, roles and group in it, times a factor of its
    own, uniform within [1 - spread, 1 + spread], so that 0 leaves the weights as they are. Or the draws themselves:
    mappings from line to weight, or rows with a weight for each line that counts, in the order of
    ``report.requirements``; each is used once, whatever ``draws`` says. Only the proportions within a draw matter.

    ``answers``: ``"drawn"`` answers every open question anew in each draw, each of its ``answers`` as likely as the
    others. That is a convention, not a forecast. Lines that hang on one statement turn out together. What no question
    of a product settles (an unknown landscape) comes out at the worst or the best of its interval, each line by itself.
    ``"worst"`` and ``"best"`` take that end for all lines. Undecided rules are not drawn: a product that one could
    knock out stays in the group of the undecided, between the others and those that are knocked out.

    The same seed gives the same result, whatever the order of products and lines and the version of numpy. Bad
    arguments are TF413, TF414 and TF415, nothing to rank is TF416, all at once. Needs numpy (TF408).

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa").require("crm.cpq")
    >>> safe = tobfit.Product(id="safe@1").offers("sec.mfa", response="standard").offers("crm.cpq", response="roadmap",
    ...     available="2026-12-31")
    >>> handy = tobfit.Product(id="handy@1").offers("sec.mfa", response="not_supported").offers("crm.cpq",
    ...     response="standard")
    >>> found = sensitivity(tobfit.match(client, [safe, handy]), weights=[{"R-001": 1, "R-002": n} for n in range(5)])
    >>> [str(share) for share in found.acceptability["safe@1"]], found.break_even["R-002"].weight
    (['2/5', '3/5'], Ratio(10, 7))
    """
    call = read_call(report, draws, seed, weights, answers)
    return _result(call, report, *_draw(call, report, progress))


def _result(
    call: Call, report: Report, opened: Sequence[Openness], tally: Tally, confidence: Sequence[_Mean]
) -> Sensitivity:
    """What was counted, by name."""
    found = break_evens(report)
    names = [fit.product for fit in report.fits]
    every = range(len(names))
    errors = [[math.sqrt(variance / tally.draws) for variance in tally.variances(p)] for p in every]
    return Sensitivity(
        products=tuple(names),
        lines=call.weighting.lines,
        draws=tally.draws,
        seed=call.seed,
        weighting=call.weighting.kind,
        spread=call.weighting.spread,
        answers=call.answers,
        acceptability=FrozenMap({names[p]: tally.acceptability(p) for p in every}),
        standard_errors=FrozenMap({names[p]: tuple(errors[p]) for p in every}),
        central_weights=FrozenMap({names[p]: _named(tally.central(p), call.weighting) for p in every}),
        confidence=FrozenMap({names[p]: confidence[p].mean for p in every}),
        confidence_errors=FrozenMap({names[p]: confidence[p].error for p in every}),
        pairwise=FrozenMap(
            {names[a]: FrozenMap({names[b]: tally.pairwise(a, b) for b in every if b != a}) for a in every}
        ),
        knocked_out=FrozenMap({names[p]: Ratio(tally.out[p], tally.draws) for p in every}),
        break_even=nearest(report, found),
        break_evens=found,
        tornado=FrozenMap({fit.product: swings_of(fit) for fit in report.fits}),
        openings=_openings(report, opened),
        report=report,
    )


def _opened(fit: Any, answers: AnswerDraw) -> Openness:
    """What is open of a product; nothing where all is taken at one end."""
    if answers == "drawn":
        return openness(fit)
    return Openness(fit.product, at_end(cells_of(fit), answers), ())


def _layout(report: Report, weighting: Weighting) -> Layout:
    column = {name: place for place, name in enumerate(weighting.lines)}
    names = tuple(line.requirement.id for line in report.world.lines)
    return Layout(names, {place: column[name] for place, name in enumerate(names) if name in column}, len(names))


def _openings(report: Report, opened: Sequence[Openness]) -> Openings:
    lines = [line.weight > 0 or line.can_fail for line in report.world.lines]
    verdicts = [j.verdict for fit in report.fits for j, counts in zip(fit.judgements, lines, strict=True) if counts]
    choices = [choice for one in opened for choice in one.choices]
    whole = len(report.world.lines)
    at_ends = sum(
        any(cells[at].is_open for cells in choice.ways)
        for choice in choices
        for at, place in enumerate(choice.places)
        if place < whole
    )
    return Openings(
        cells=len(verdicts),
        unknown=verdicts.count("unknown"),
        questions=sum(choice.questions for choice in choices),
        at_ends=at_ends,
        sampled=sum(choice.is_pooled for choice in choices),
        rules=tuple(sorted(rule.id for rule in report.open_rules if report.world.open_lines[rule.id])),
        threatened=tuple(fit.product for fit in report.fits if fit.threatening),
    )


@attrs.define
class _Mean:
    """The mean of shares that are counted by what they are."""

    counts: Counter[Fraction] = attrs.field(factory=Counter)

    @property
    def mean(self) -> Ratio | None:
        whole = sum(self.counts.values())
        return Ratio(sum((s * n for s, n in self.counts.items()), Fraction(0)) / whole) if whole else None

    @property
    def error(self) -> float | None:
        mean, whole = self.mean, sum(self.counts.values())
        if mean is None:
            return None
        return math.sqrt(sum((s - mean) ** 2 * n for s, n in self.counts.items()) / whole / whole)


def _draw(call: Call, report: Report, progress: Progress) -> tuple[list[Openness], Tally, list[_Mean]]:
    """Works out what is open of each product, then draws everything twice: once with drawn weights, then the same
    answers with the central weights that came out."""
    sizes = [min(BLOCK, call.draws - start) for start in range(0, call.draws, BLOCK)]
    layout, number = _layout(report, call.weighting), len(report.fits)
    opened: list[Openness] = []
    tally, means = Tally(number), [_Mean() for _ in report.fits]
    blocks = weight_blocks(call.weighting, call.seed, sizes)
    drawing, again = _blocks(opened, layout, call.seed, sizes), _blocks(opened, layout, call.seed, sizes)
    central: list[Any] = []
    for step in steps(range(number + 2 * len(sizes)), progress, "sensitivity"):
        if step < number:
            opened.append(_opened(report.fits[step], call.answers))
        elif step < number + len(sizes):
            block = next(blocks)
            tally.add(next(drawing), block, _shares(block, call.weighting))
        else:
            central = central or [_row(tally.central(p)) for p in range(number)]
            turnouts, size = next(again), sizes[step - number - len(sizes)]
            for p, row in enumerate(central):
                if row is not None:
                    _count_firsts(means[p], p, turnouts, row, size)
    return opened, tally, means


def _blocks(opened: Sequence[Openness], layout: Layout, seed: int, sizes: Sequence[int]) -> Iterator[list[Any]]:
    """The answers of all products, block by block."""
    completing = [Completing(layout, one, seed) for one in opened]
    for size in sizes:
        yield [one.take(size) for one in completing]


def _shares(block: Any, weighting: Weighting) -> Any:
    """The weights of draws as parts of one total: exactly, where all draws have the same, else of 2**30."""
    totals = block.sum(axis=1, keepdims=True)
    return block if weighting.has_one_total else block * WHOLE // totals


def _row(central: tuple[int, ...] | None) -> Any:
    numpy = needed("numpy", "sensitivity")
    return None if central is None else numpy.array([central], dtype=numpy.int64)


def _count_firsts(mean: _Mean, product: int, turnouts: Sequence[Any], row: Any, size: int) -> None:
    """Counts with which answers a product ranks first at its central weights, alone or with others."""
    numpy = needed("numpy", "sensitivity")
    keys = [keys_of(turnout, row) for turnout in turnouts]
    own = keys[product]
    is_first, tied = numpy.ones(size, dtype=bool), numpy.ones(size, dtype=numpy.int64)
    for other, key in enumerate(keys):
        if other != product:
            above = numpy.broadcast_to(is_above(key, own), size)
            is_first &= ~above
            tied += ~above & ~numpy.broadcast_to(is_above(own, key), size)
    found, counts = numpy.unique(tied[is_first], return_counts=True)
    for number, count in zip(found.tolist(), counts.tolist(), strict=True):
        mean.counts[Fraction(1, number)] += count
    mean.counts[Fraction(0)] += size - int(is_first.sum())


def _named(central: tuple[int, ...] | None, weighting: Weighting) -> FrozenMap[str, Fraction] | None:
    if central is None:
        return None
    total = sum(central)
    return FrozenMap({name: Ratio(weight, total) for name, weight in zip(weighting.lines, central, strict=True)})
