"""By which response a line is given: stated, found on a route, or those of the parts of a roll-up."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from tobfit.matching.asks import parts_of
from tobfit.matching.outcome import Judgement
from tobfit.matching.world import World
from tobfit.model.words import RESPONSES, ResponseCode

Given = ResponseCode | Literal["unknown"]
"""A response code, or ``unknown`` where nobody said, or where what was said contradicts itself."""
CODES: tuple[Given, ...] = (*RESPONSES[:6], "unknown")
"""In the order of delivery risk, what does not apply left out."""
OPEN = ("unstated", "unresolved", "untrusted_not_applicable", "connection_open", "deployment_open", "residence_open")


def responses_of(judgement: Judgement, world: World) -> tuple[tuple[Given, Fraction], ...]:
    """The responses that give a line, of an offer those of the product that serves it, each with its share of it; the
    shares add up to 1. () where the line does not apply."""
    if judgement.verdict == "not_applicable":
        return ()
    own = judgement.own
    if own.outcome.reason != "rolled_up":
        return ((_response(own), Fraction(1)),)
    shares: dict[Given, Fraction] = {}
    for part, share in parts_of(own, world):
        code = _response(part)
        shares[code] = shares.get(code, Fraction(0)) + share
    return tuple((code, shares[code]) for code in CODES if code in shares)


def riskiest(codes: Iterable[Given]) -> Given:
    """The one with the most delivery risk; what is unknown comes last."""
    return max(codes, key=CODES.index)


def _response(judgement: Judgement) -> Given:
    reason = judgement.outcome.reason
    if reason in OPEN:
        return "unknown"
    if reason in ("branch_complete", "unreachable", "undeployable"):
        return "not_supported"
    if reason in ("deployed", "resident"):
        return "standard"
    codes = {statement.response for statement in judgement.statements}
    if not codes and judgement.route is not None:
        return judgement.route.response or judgement.route.response_at_best or "unknown"
    return codes.pop() if len(codes) == 1 else "unknown"
