"""Ranks with ties, and who can still win."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement, Reason
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.natural import natural
from tobfit.model.words import Decision

GROUP = {"fit": 2, "fit_with_gaps": 2, "undecided": 1, "no_fit": 0}
NONE = (-1, Fraction(0), Fraction(0))
Key = tuple[int, tuple[int, Fraction, Fraction]]


def key_of(fit: Fit) -> Key:
    """Greater is better: decision group, then score.low, then score.high; no score is the least."""
    return key(fit.decision, fit.score)


def key(decision: Decision, score: Interval | None) -> Key:
    """The same of a decision and a score."""
    return GROUP[decision], (NONE if score is None else (0, score.low, score.high))


def ranked(fits: Iterable[Fit]) -> tuple[tuple[Fit, ...], FrozenMap[str, int]]:
    """Best first with ranks 1 1 3; equal keys tie, ids order the listing."""
    listed = sorted(fits, key=lambda fit: natural(fit.product))
    listed.sort(key=key_of, reverse=True)
    ranks: dict[str, int] = {}
    for place, fit in enumerate(listed, 1):
        tied = place > 1 and key_of(listed[place - 2]) == key_of(fit)
        ranks[fit.product] = ranks[listed[place - 2].product] if tied else place
    return tuple(listed), FrozenMap(ranks)


@attrs.frozen
class Winners:
    """Who ranks first, is not knocked out: in every completion of the unknown statements, or in some.

    ``possible`` is an outer bound: lines that share a statement are taken as if they could be answered apart,
    so that a product may be named that no single completion lets win; none that could win is missing.
    ``certain`` is an inner bound for the same reason.
    """

    certain: tuple[str, ...]
    possible: tuple[str, ...]


def winners(fits: Iterable[Fit]) -> Winners:
    """Compares each product at its best with the others at their worst, and the other way round."""
    all_fits = sorted(fits, key=lambda fit: natural(fit.product))
    best = {fit.product: best_case(fit) for fit in all_fits}
    worst = {fit.product: _completed(fit, best=False) for fit in all_fits}
    certain = tuple(name for name in worst if worst[name][0] and _beats_others(name, worst[name], best))
    possible = tuple(name for name in best if best[name][0] and _beats_others(name, best[name], worst))
    return Winners(certain, possible)


def best_case(fit: Fit) -> Key:
    """The key that a product has if all that is open turns out as well as it can."""
    return _completed(fit, best=True)


def _beats_others(name: str, key: Key, others: dict[str, Key]) -> bool:
    """Whether a key is at least as great as that of every other product; a tie for the first place is a win."""
    return all(key >= other for product, other in others.items() if product != name)


def _completed(fit: Fit, *, best: bool) -> Key:
    """The key at the best or the worst completion of the statements: knocked out, still undecided for a rule, or
    neither."""
    out = fit.fails_at_best if best else fit.fails_at_worst
    is_open = fit.open_at_best if best else bool(fit.threatening)
    group = GROUP["no_fit"] if out else GROUP["undecided" if is_open else "fit"]
    score = fit.score
    if score is None or (not best and _can_vanish(fit)):
        return group, NONE
    end = score.high if best else score.low
    return group, (0, end, end)


def ends_of(fit: Fit) -> tuple[Key, Key]:
    """The keys at the worst and at the best completion; every completion lies between them."""
    return _completed(fit, best=False), _completed(fit, best=True)


VANISHING: tuple[Reason, ...] = (
    "unstated",
    "unresolved",
    "untrusted_not_applicable",
    "conflicting",
    "rolled_up",
)
"""Why a line may be unknown and yet turn out not applicable; the others have a positive response."""


def may_not_apply(judgement: Judgement) -> bool:
    """Whether a line is open in such a way that it could turn out not applicable."""
    if judgement.parts:
        # A line applies to an offer as long as it applies to one of its products.
        return all(part.verdict == "not_applicable" or may_not_apply(part) for part in judgement.parts)
    if judgement.verdict != "unknown" or judgement.outcome.reason not in VANISHING:
        return False
    # Statements that contradict each other leave only what one of them says.
    return judgement.outcome.reason != "conflicting" or any(
        statement.response == "not_applicable" for statement in judgement.statements
    )


def _can_vanish(fit: Fit) -> bool:
    """Whether every line with weight could turn out not applicable, which leaves no score, the least of all."""
    return all(
        may_not_apply(judgement)
        for judgement, weight in zip(fit.judgements, fit.weights, strict=True)
        if weight and judgement.verdict != "not_applicable"
    )
