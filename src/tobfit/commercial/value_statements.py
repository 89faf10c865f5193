"""What a value comes to for each role: a claim, a conditional statement, a question, or nothing to claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs

from tobfit.commercial.addressing import ROLES, Audience, ValueRole, Why, audiences
from tobfit.commercial.carrying import NOTHING, Carrier, added, scaled
from tobfit.commercial.value_questions import ValueQuestion
from tobfit.commercial.value_telling import Telling, conditions_of, wording_of
from tobfit.commercial.value_words import LANGS, formula_of
from tobfit.matching.judge import has_evidence
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.words import EvidenceKind, GapKind

if TYPE_CHECKING:
    from tobfit.commercial.staking import Carried

StatementKind = Literal["claim", "conditional", "question", "no_claim"]


@attrs.frozen
class Proof:
    """One piece of evidence of a statement that carries a goal."""

    requirement: str
    kind: EvidenceKind
    source: str


@attrs.frozen
class Lowering:
    """What keeps a product from carrying all of a goal: a line, its kinds of gap, and what this puts at risk.

    ``share`` is of the goal; ``amount`` None where the goal has none. ``kinds`` is () where the line is met, but in a
    way that the policy credits less (by configuration, or just at the bound of an ideal).
    """

    requirement: str
    kinds: tuple[GapKind, ...]
    share: Interval
    amount: Interval | None


@attrs.frozen
class ValueStatement:
    """What a product does for one goal, in the words of one role.

    ``claim``: an amount of which everything that carries it is known and proved. ``conditional``: it rests on
    ``conditions``, lines that are open or unproved (or on an owner of the goal). ``question``: there is no amount,
    or nobody said what the goal needs or (to the economic buyer) whose it is; ``asks`` are the targets of what to ask.
    ``no_claim``: nothing of the goal is carried.

    ``share`` is what is carried of the goal, ``amount`` the same in the goal's ``currency`` over the horizon, ``firm``
    the part of it that is known and proved, ``at_risk`` what is not carried. ``left_out``: lines that do not apply.
    """

    kind: StatementKind
    product: str
    role: ValueRole
    why: tuple[Why, ...]
    people: tuple[str, ...]
    goal: str
    share: Interval
    worth: Fraction | None
    amount: Interval | None
    firm: Fraction | None
    at_risk: Interval | None
    currency: str | None
    formula: str | None
    evidence: tuple[Proof, ...]
    lowered_by: tuple[Lowering, ...]
    conditions: tuple[str, ...]
    left_out: tuple[str, ...]
    asks: tuple[str, ...]
    text: Label


def statements_of(parts: Iterable[Carried], telling: Telling) -> Iterable[ValueStatement]:
    """The statements of every product and role, in the order of products, roles and goals."""
    records = {goal.id: goal for goal in telling.report.client.goals}
    world = telling.report.world
    found = {name: audiences(records[name], telling.bearings[name], world) for name in telling.goals}
    products = [fit.product for fit in telling.report.fits]
    made = [each for part in parts for each in _of_part(part, found[part.goal], telling)]
    return sorted(made, key=lambda one: (products.index(one.product), ROLES.index(one.role), natural(one.goal)))


def _of_part(part: Carried, concerned: Iterable[Audience], telling: Telling) -> Iterable[ValueStatement]:
    """One statement for each role; what does not depend on the role is worked out once."""
    plain = _plain(part, telling)
    wordings = {lang: wording_of(plain, part, telling, lang) for lang in LANGS}
    for audience in concerned:
        asked = [each for each in telling.questions[part.goal] if each.kind in _blocking(audience.role)]
        kind = _kind(plain, asked, telling)
        made = attrs.evolve(
            plain,
            kind=kind,
            role=audience.role,
            why=audience.why,
            people=audience.people,
            asks=tuple(each.target for each in asked) if kind == "question" else (),
        )
        texts = {lang: wordings[lang].text(made, asked, telling, lang) for lang in LANGS}
        yield attrs.evolve(made, text=Label.of(texts))


def _kind(plain: ValueStatement, asked: Sequence[ValueQuestion], telling: Telling) -> StatementKind:
    if asked or plain.amount is None:
        return "question"
    if plain.share.high == 0:
        return "no_claim"
    has_owner = telling.goals[plain.goal].owner is not None
    return "claim" if has_owner and not plain.conditions else "conditional"


def _plain(part: Carried, telling: Telling) -> ValueStatement:
    """What a statement says whomever it is told to."""
    one = telling.goals[part.goal]
    firm = sum((each.carried.low for each in part.carriers if each.is_proved), start=Fraction(0))
    amount = None if one.amount is None else scaled(part.share, one.amount)
    return ValueStatement(
        kind="no_claim",
        product=part.product,
        role="other",
        why=(),
        people=(),
        goal=part.goal,
        share=part.share,
        worth=one.amount,
        amount=amount,
        firm=None if one.amount is None else Ratio(firm * one.amount),
        at_risk=None if one.amount is None else scaled(part.at_risk, one.amount),
        currency=one.currency,
        formula=formula_of(one, part.carriers, amount) if amount is not None else None,
        evidence=tuple(_proofs(part)),
        lowered_by=lowerings(part, one.amount),
        conditions=tuple(dict.fromkeys(each.requirement for each in conditions_of(part))),
        left_out=tuple(dict.fromkeys(each.requirement for each in part.carriers if each.verdict == "not_applicable")),
        asks=(),
        text=Label.of(part.goal),
    )


def _blocking(role: ValueRole) -> tuple[str, ...]:
    """The questions without whose answer there is no claim."""
    return ("worth", "time", "needs", "owner") if role == "economic" else ("worth", "time", "needs")


def _proofs(part: Carried) -> Iterable[Proof]:
    """The evidence of what carries the goal, each piece once."""
    found: dict[Proof, None] = {}
    for each in part.carriers:
        if each.carried.high > 0:
            for statement in each.judgement.own.statements:
                for item in statement.evidence:
                    # Only what proves this very version.
                    if has_evidence(statement.evolve(evidence=(item,)), each.judgement.voices.product):
                        found[Proof(each.requirement, item.kind, item.source)] = None
    return found


def lowerings(part: Carried, amount: Fraction | None) -> tuple[Lowering, ...]:
    """What puts something of the goal at risk, the most first; together they are all that is at risk."""
    by_line: dict[str, list[Carrier]] = {}
    for each in part.carriers:
        if each.at_risk != NOTHING:
            by_line.setdefault(each.requirement, []).append(each)
    every = []
    for name, carriers in by_line.items():
        share = added(each.at_risk for each in carriers)
        risk = None if amount is None else scaled(share, amount)
        every.append(Lowering(name, carriers[0].kinds, share, risk))
    return tuple(sorted(every, key=lambda one: (-one.share.high, -one.share.low, natural(one.requirement))))
