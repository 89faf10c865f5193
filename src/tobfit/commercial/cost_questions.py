"""What to ask so that the range of a cost becomes narrower, and what each answer leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tobfit.commercial.cost_pieces import Collected
from tobfit.commercial.cost_records import CostEffect, CostQuestion
from tobfit.commercial.day_rates import Rates, daily
from tobfit.commercial.estimate_pieces import Piece, called, told
from tobfit.errors import TobfitError
from tobfit.matching.asks import Ask, asks_of
from tobfit.matching.changes import apply
from tobfit.matching.outcome import Judgement
from tobfit.matching.profile_options import options_among, target_of
from tobfit.matching.question import WHOM
from tobfit.model.attribute import Attribute
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import EXACT, number_text, plain_decimal

if TYPE_CHECKING:
    from tobfit.commercial.costing import Costing

Option = tuple[str, FrozenMap[str, Any]]


def questions_of(costing: Costing, collected: Collected, before: Interval, rates: Rates) -> tuple[CostQuestion, ...]:
    """The questions, first the one whose answer narrows the range of the mean effort most; last the rate."""
    asked = [(_certain(one), one) for one in _of_attributes(costing, collected, before)]
    asked += _of_lines(costing, collected, before)
    asked.sort(key=lambda pair: (-pair[0], -pair[1].width, natural(pair[1].target)))
    return (*(one for _, one in asked), *_of_rate(collected, rates))


def _certain(question: CostQuestion) -> Fraction:
    """What each answer about an attribute takes away: it is worked out, since an answer may also bring new lines."""
    return question.narrows.low if question.answers else question.width


def _width(pieces: Iterable[Piece], years: Fraction) -> Ratio:
    spans = (piece.unit.mean * (piece.factor("most", years) - piece.factor("least", years)) for piece in pieces)
    return Ratio(sum(spans, Fraction(0)))


def _of_attributes(costing: Costing, collected: Collected, before: Interval) -> Iterable[CostQuestion]:
    behind: dict[str, list[Piece]] = {}
    for piece in collected.pieces:
        for name in piece.attributes:
            behind.setdefault(name, []).append(piece)
    askable = costing.fit.world.packs.base.askable
    for name in sorted(behind, key=natural):
        attribute, pieces = askable[name], behind[name]
        options = dict(_options(attribute, pieces, costing))
        yield CostQuestion(
            kind="attribute",
            target=target_of(name),
            text=attribute.question or attribute.title,
            ask=attribute.ask or "technical",
            parts=tuple(piece.id for piece in pieces),
            width=_width(pieces, costing.years),
            answers=_effects(options.items(), costing, before),
        )


def _effects(options: Iterable[Option], costing: Costing, before: Interval) -> FrozenMap[str, CostEffect]:
    return FrozenMap({answer: CostEffect(changes, before, costing) for answer, changes in options})


def _options(attribute: Attribute, pieces: Sequence[Piece], costing: Costing) -> Iterable[Option]:
    """The ends and the middle of a count, and the answers that settle whether a service is needed."""
    counts = {
        number
        for piece in pieces
        if piece.driver == attribute.id and piece.counts is not None
        for number in (piece.counts.least, piece.counts.likely, piece.counts.most)
    }
    base = costing.fit.world.packs.base
    formulas = [base.service_formulas[name] for name in sorted(base.service_formulas)]
    atoms = [atom for formula in formulas for atom in formula.atoms if atom.attribute.id == attribute.id]
    target = target_of(attribute.id)
    # A count of which nobody assumes anything still says whether there is something to serve.
    for number in sorted(counts or ({Ratio(0), Ratio(1)} if not atoms else ())):
        text = number_text(plain_decimal(EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))))
        said = text if attribute.unit is None else f"{text} {attribute.unit}"
        changes = FrozenMap({target: said})
        if _can_be(changes, costing):
            yield said, changes
    if atoms and not counts:
        yield from options_among(atoms, attribute.id, costing.fit.world)


def _can_be(changes: FrozenMap[str, Any], costing: Costing) -> bool:
    """Whether the client record takes an answer: a number of persons is whole, an amount has a currency."""
    try:
        apply(costing.fit.world, changes)
    except TobfitError:
        return False
    return True


def _of_lines(
    costing: Costing, collected: Collected, before: Interval
) -> Iterable[tuple[Fraction, CostQuestion]]:
    """The lines of which nobody knows whether they are a gap, where something hangs on the gaps, each with what every
    answer takes away: there may be hundreds of lines, so that their answers are worked out when they are read. Settling
    a line settles what is counted of it; what a single gap calls for may still be called for by others."""
    driven = [piece for piece in collected.pieces if piece.of_lines]
    asked: dict[str, tuple[Ask, list[Judgement]]] = {}
    for judgement in costing.fit.judgements if driven else ():
        line = judgement.requirement
        if judgement.verdict == "unknown" and line.priority != "wont" and not judgement.waived:
            for ask in asks_of(judgement, costing.fit.world, costing.fit.product):
                asked.setdefault(ask.target, (ask, []))[1].append(judgement)
    for target, (ask, judgements) in asked.items():
        pieces = [piece for piece in driven if any(_counts(piece, one) for one in judgements)]
        each = {piece: _one_more(piece, judgements, costing.years) for piece in pieces}
        certain = sum((each[piece] for piece in pieces if piece.counts is not None), Fraction(0))
        lines = sorted((one.requirement for one in judgements), key=lambda line: natural(line.id))
        en, zh = (_names(lines, costing, lang) for lang in ("en", "zh"))
        if pieces:
            question = CostQuestion(
                kind="statement",
                target=target,
                text=told(f"How is {en} given, and what does it take?", f"{zh} 如何提供，需要多少工作量？"),
                ask=WHOM[ask.kind],
                parts=tuple(piece.id for piece in pieces),
                width=Ratio(sum(each.values(), Fraction(0))),
                answers=_effects(ask.answers, costing, before),
            )
            yield certain, question


def _names(lines: Iterable[Requirement], costing: Costing, lang: str) -> str:
    vocabulary = costing.fit.world.vocabulary
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(called(line, vocabulary, lang) for line in lines))


def _counts(piece: Piece, judgement: Judgement) -> bool:
    """Whether a line may be one of those that a piece grows with."""
    line = judgement.requirement
    if (piece.driver == "unconnected") != (line.connect is not None):
        return False
    return piece.driver != "gaps_must" or line.priority == "must"


def _one_more(piece: Piece, judgements: Iterable[Judgement], years: Fraction) -> Fraction:
    """What so many lines more or less mean for the mean of a piece, at most."""
    span = piece.factor("most", years) - piece.factor("least", years)
    if piece.counts is None:
        return piece.unit.mean * span
    number = sum(_counts(piece, one) for one in judgements)
    return piece.unit.mean * span * number / (piece.counts.most - piece.counts.least)


def _of_rate(collected: Collected, rates: Rates) -> Iterable[CostQuestion]:
    """The rate, where some part has none."""
    lacking = tuple(piece.id for piece in collected.pieces if rates.by_piece[piece.id] is None)
    unsaid = [one.target for one in collected.services if daily(one.service.rate) is None]
    if lacking:
        yield CostQuestion(
            kind="rate",
            target=f"{unsaid[0]}.rate" if unsaid else "rate",
            text=told("What does a person-day cost?", "每人天的费率是多少？"),
            ask="vendor",
            parts=lacking,
            width=Ratio(0),
            answers=FrozenMap({}),
        )
