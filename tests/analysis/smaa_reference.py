"""A naive count of ranks: fractions, one draw after the other, from judgements alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tobfit.matching.fit import Fit
from tobfit.matching.report import Report

ZERO = Fraction(0)
Key = tuple[int, int, Fraction]


def counting(report: Report) -> tuple[str, ...]:
    """The lines that have a part in the score, in the order of the requirements."""
    weights = zip(report.requirements, report.fits[0].weights, strict=True)
    return tuple(line.id for line, weight in weights if weight)


def score(fit: Fit, weights: Mapping[str, Fraction], end: str) -> Fraction | None:
    """The weighted mean credit of one product, at one end of its intervals."""
    earned = total = ZERO
    for judgement in fit.judgements:
        weight = weights.get(judgement.requirement.id, ZERO)
        if judgement.verdict != "not_applicable":
            total += weight
            earned += weight * getattr(judgement.credit, end)
    return earned / total if total else None


def key(fit: Fit, weights: Mapping[str, Fraction], end: str) -> Key:
    """Not knocked out and not threatened before threatened before knocked out; then the score; no score is last."""
    failing = ("unmet", "partial") if fit.world.policy.partial_must == "blocker" else ("unmet",)
    level = "worst" if end == "low" else "best"
    out = any(
        getattr(j, level) in failing
        for j in fit.judgements
        if j.requirement.priority == "must" and j.requirement.waived is None and j.verdict != "not_applicable"
    )
    threatened = bool(fit.threatening) if end == "low" else fit.open_at_best
    group = 0 if out else 1 if threatened else 2
    found = score(fit, weights, end)
    return group, int(found is not None), found or ZERO


def shares(keys: Mapping[str, Key]) -> dict[str, list[Fraction]]:
    """Each product's share of each rank in one draw: ties share the ranks that they stand on."""
    ordered = sorted(keys.values(), reverse=True)
    found = {}
    for product, own in keys.items():
        ranks = [rank for rank, other in enumerate(ordered) if other == own]
        found[product] = [Fraction(int(rank in ranks), len(ranks)) for rank in range(len(keys))]
    return found


def acceptability(every: Sequence[Mapping[str, Key]]) -> dict[str, list[Fraction]]:
    """The mean of these shares over draws."""
    drawn = [shares(keys) for keys in every]
    return {
        product: [mean(one[product][rank] for one in drawn) for rank in range(len(every[0]))] for product in every[0]
    }


def central(
    every: Sequence[Mapping[str, Key]], draws: Sequence[Mapping[str, Fraction]], product: str
) -> dict[str, Fraction] | None:
    """The mean of the weights with which a product ranks first, each as parts of 1, by its share of the rank."""
    first = [shares(keys)[product][0] for keys in every]
    if not any(first):
        return None
    found = dict.fromkeys(draws[0], ZERO)
    for share, weights in zip(first, draws, strict=True):
        for line in found:
            found[line] += share * weights[line] / sum(weights.values())
    return {line: weight / sum(first) for line, weight in found.items()}


def mean(values: Iterable[Fraction]) -> Fraction:
    found = list(values)
    return sum(found, ZERO) / len(found)
