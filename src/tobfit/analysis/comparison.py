"""Who can win and who cannot, and what makes the difference between two products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.analysis.asked import check_products, check_two
from tobfit.analysis.dominance import Dominance, Sureness, dominances
from tobfit.analysis.open_points import OpenPoint, open_points
from tobfit.matching.fit import Contribution, Fit, fails
from tobfit.matching.order import ends_of, key_of
from tobfit.matching.outcome import Judgement
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.words import Decision, Verdict

MustState = Literal["holds", "open", "fails", "not_applicable"]
NOTHING = Fraction(0)


@attrs.frozen
class Exclusion:
    """A product that wins in no completion of what is unknown, and why.

    ``knocked_out``: a Must fails however its open points are answered (``musts``). ``outranked``: others rank higher
    in every completion (``by``); ``dominated_by`` are those of all products that dominate it line by line, which no
    other weights would change.
    """

    product: str
    why: Literal["knocked_out", "outranked"]
    musts: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    dominated_by: tuple[str, ...] = ()


@attrs.frozen
class Standing:
    """Who wins for certain, who may, who cannot; and for each ordered pair of products who dominates whom.

    ``certain`` and ``possible`` are those of the report; ``possible`` and ``excluded`` together are all products.
    """

    _repr_mimebundle_ = mimebundle

    certain: tuple[str, ...]
    possible: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    dominance: tuple[Dominance, ...]

    def between(self, product: str, other: str) -> Dominance:
        """How one product stands to another; a KeyError where the report has no such pair."""
        found = next((one for one in self.dominance if (one.product, one.other) == (product, other)), None)
        if found is None:
            raise KeyError((product, other))
        return found

    def dominates(self, product: str, other: str) -> Sureness:
        """Whether one product dominates another on every line, whatever the weights."""
        return self.between(product, other).lines


def standing(report: Report) -> Standing:
    """Certain, possible and excluded winners, and dominance between each two products.

    Dominance is that of decision analysis: no worse anywhere, better somewhere (``Dominance`` says how unknown
    and not applicable lines count). The number of pairs grows with the square of the number of products: about a
    second for 500 products with 100 lines.

    >>> import tobfit
    >>> client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="standard").offers("crm.cpq", response="standard")
    >>> birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="configuration")
    >>> cedar = tobfit.Product(id="cedar@1").offers("sec.mfa", response="not_supported")
    >>> found = standing(tobfit.match(client, [acme, birch, cedar]))
    >>> found.certain, found.possible, [(one.product, one.why, one.musts) for one in found.excluded]
    (('acme@5',), ('acme@5',), [('birch@7', 'outranked', ()), ('cedar@1', 'knocked_out', ('R-001',))])
    >>> [found.dominates(*pair) for pair in (("acme@5", "birch@7"), ("birch@7", "cedar@1"), ("birch@7", "acme@5"))]
    ['certain', 'possible', 'no']
    """
    fits = sorted(report.fits, key=lambda fit: natural(fit.product))
    found = dominances(fits)
    winning = frozenset(report.possible_winners)
    losing = [fit for fit in fits if fit.product not in winning]
    over: dict[str, list[Dominance]] = {fit.product: [] for fit in fits}
    for one in found:
        over[one.other].append(one)
    excluded = tuple(_exclusion(fit, over[fit.product]) for fit in losing)
    return Standing(report.certain_winners, report.possible_winners, excluded, found)


def _exclusion(fit: Fit, over: list[Dominance]) -> Exclusion:
    return Exclusion(
        fit.product,
        "knocked_out" if fit.fails_at_best else "outranked",
        tuple(j.requirement.id for j in fit.judgements if _must_state(j, fit) == "fails"),
        tuple(one.product for one in over if one.ranks == "certain"),
        tuple(one.product for one in over if one.lines == "certain"),
    )


@attrs.frozen
class Cell:
    """How one line was judged for one product.

    ``credit`` and ``contribution`` (its part of the score) are None where the line does not apply, and the latter
    also where the product has no score. ``reason`` is in English.
    """

    verdict: Verdict
    credit: Interval | None
    contribution: Interval | None
    reason: str
    judgement: Judgement = attrs.field(eq=False, repr=False)


@attrs.frozen
class Part:
    """One line's part of the difference of two scores.

    ``low`` and ``high`` are the differences of the low and of the high ends; ``span`` runs from the first product's
    low end less the second one's high end to its high end less the second one's low end: every completion lies in it.
    All are None where one of the two has no score.
    """

    requirement: str
    low: Fraction | None
    high: Fraction | None
    span: Interval | None
    a: Cell
    b: Cell


@attrs.frozen
class MustApart:
    """A Must that does not stand alike with two products."""

    requirement: str
    a: MustState
    b: MustState


@attrs.frozen
class Comparison:
    """Two products beside each other.

    ``low``, ``high`` and ``span`` are the differences of the scores, the first one's less the second one's; the parts
    sum exactly to each of them. None where one has no score. ``ahead`` is the one that ranks higher, None for a tie;
    ``settled`` says that this is so in every completion of what is unknown. ``open`` is what could change it.
    """

    _repr_mimebundle_ = mimebundle

    a: str
    b: str
    decisions: tuple[Decision, Decision]
    ranks: tuple[int, int]
    scores: tuple[Interval | None, Interval | None]
    ahead: str | None
    settled: bool
    low: Fraction | None
    high: Fraction | None
    span: Interval | None
    parts: tuple[Part, ...]
    musts: tuple[MustApart, ...]
    open: tuple[OpenPoint, ...]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)


def compare(report: Report, a: str, b: str) -> Comparison:
    """What makes the difference between two products of a report: line by line, the largest difference first.

    A part is the line's contribution to ``a`` less that to ``b``. A contribution is weight x credit over the weight
    of the lines that apply to the product; a line that does not apply to one of the two leaves its score, so that its
    other lines weigh more there, and that shows in their parts. ``compare(report, b, a)`` has all signs turned.

    A product that the report does not have, and one that is compared with itself, are TF410.

    >>> import tobfit
    >>> client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="standard").offers("crm.cpq", response="roadmap",
    ...     available="2027-03-31")
    >>> birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="configuration")
    >>> found = compare(tobfit.match(client, [acme, birch]), "acme@5", "birch@7")
    >>> found.ahead, found.settled, found.low, found.high
    ('acme@5', False, Ratio(1, 6), Ratio(-1, 6))
    >>> [(part.requirement, str(part.low), str(part.high)) for part in found.parts]
    [('R-002', '1/10', '-7/30'), ('R-001', '1/15', '1/15')]
    >>> [(point.target, point.turning) for point in found.open]
    [('product.birch@7.capabilities.crm.cpq', ('standard', 'configuration', 'third_party', 'customisation'))]
    """
    check_products(report, a=a, b=b)
    check_two(a, b)
    one, other = report[a], report[b]
    ahead = None if key_of(one) == key_of(other) else a if key_of(one) > key_of(other) else b
    settled = _is_settled(one, other, ahead)
    scores = one.score, other.score
    known = None if scores[0] is None or scores[1] is None else (scores[0], scores[1])
    return Comparison(
        a=a,
        b=b,
        decisions=(one.decision, other.decision),
        ranks=(report.ranks[a], report.ranks[b]),
        scores=scores,
        ahead=ahead,
        settled=settled,
        low=None if known is None else Ratio(known[0].low - known[1].low),
        high=None if known is None else Ratio(known[0].high - known[1].high),
        span=None if known is None else _span(*known),
        parts=tuple(sorted(_parts(one, other), key=_by_size)),
        musts=tuple(_musts_apart(one, other)),
        open=() if settled else open_points(report, one, other),
    )


def _is_settled(one: Fit, other: Fit, ahead: str | None) -> bool:
    """Whether what ranks higher, or the tie, is the same in every completion."""
    (worst, best), (others_worst, others_best) = ends_of(one), ends_of(other)
    if ahead is None:
        return worst >= others_best and others_worst >= best
    return worst > others_best if ahead == one.product else others_worst > best


def _span(one: Interval, other: Interval) -> Interval:
    return Interval(Ratio(one.low - other.high), Ratio(one.high - other.low))


def _parts(one: Fit, other: Fit) -> Iterable[Part]:
    """One for each line that has a part in either score, or would have one if there were scores."""
    has_scores = one.score is not None and other.score is not None
    first, second = _by_line(one), _by_line(other)
    zero = Interval(NOTHING, NOTHING)
    for judged, weight, others, others_weight in zip(
        one.judgements, one.weights, other.judgements, other.weights, strict=True
    ):
        name = judged.requirement.id
        if not (weight or others_weight) or judged.verdict == others.verdict == "not_applicable":
            continue
        cells = _cell(judged, first.get(name)), _cell(others, second.get(name))
        if not has_scores:
            yield Part(name, None, None, None, *cells)
            continue
        ours, theirs = (cell.contribution or zero for cell in cells)
        yield Part(name, Ratio(ours.low - theirs.low), Ratio(ours.high - theirs.high), _span(ours, theirs), *cells)


def _by_line(fit: Fit) -> dict[str, Contribution]:
    return {part.requirement: part for part in fit.contributions}


def _cell(judgement: Judgement, part: Contribution | None) -> Cell:
    applies = judgement.verdict != "not_applicable"
    contribution = Interval(part.low, part.high) if part is not None else None
    return Cell(
        judgement.verdict, judgement.credit if applies else None, contribution, judgement.reason, judgement=judgement
    )


def _by_size(part: Part) -> tuple[object, ...]:
    """The largest difference first; of equal ones the one that is more open, then ids."""
    if part.low is None or part.high is None or part.span is None:
        return 1, 0, 0, natural(part.requirement)
    return 0, -max(abs(part.low), abs(part.high)), -part.span.width, natural(part.requirement)


def _musts_apart(one: Fit, other: Fit) -> Iterable[MustApart]:
    for ours, theirs in zip(one.judgements, other.judgements, strict=True):
        state, others = _must_state(ours, one), _must_state(theirs, other)
        if state is not None and others is not None and state != others:
            yield MustApart(ours.requirement.id, state, others)


def _must_state(judgement: Judgement, fit: Fit) -> MustState | None:
    """How a Must stands: whether it fails at its best, at its worst, or never; None for any other line."""
    if judgement.requirement.priority != "must" or judgement.waived:
        return None
    if judgement.verdict == "not_applicable":
        return "not_applicable"
    policy = fit.world.policy
    if fails(judgement.best, policy):
        return "fails"
    return "open" if fails(judgement.worst, policy) else "holds"
