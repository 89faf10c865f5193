"""Judging what hangs on the client's landscape: connections, places to run, where data stay."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from tobfit.integration.deployment import Deployment, Home, deployment_of, homes_of, with_hopes
from tobfit.integration.routing import Route, accepted_route
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.regions import RESIDENCY, may_hold, regions_of
from tobfit.matching.outcome import RANK, Level, Outcome, Raw, fixed, settle, unsaid
from tobfit.matching.voices import Voices, is_finding
from tobfit.model.interval import MILLION
from tobfit.model.policy import Policy
from tobfit.model.product import Statement
from tobfit.model.requirement import Requirement
from tobfit.model.words import GapKind, ResponseCode

if TYPE_CHECKING:
    from tobfit.matching.judge import Bench, Line

LEVEL_OF: dict[ResponseCode, Level] = {
    "standard": "met", "configuration": "met", "third_party": "partial", "customisation": "partial",
}  # fmt: skip
KIND_OF: dict[ResponseCode, tuple[GapKind, ...]] = {
    "third_party": ("third_party",),
    "customisation": ("customisation",),
}
UNMET_KINDS: frozenset[GapKind] = frozenset(["missing", "insufficient", "late", "unaccepted", "incompatible"])


def is_placed(line: Requirement) -> bool:
    """Whether the landscape has a part in judging a line."""
    return line.connect is not None or line.deploy is not None or line.capability == RESIDENCY


def judge_placed(line: Line, voices: Voices, bench: Bench, stated: Outcome) -> Outcome:
    """The outcome of a line that the landscape has a part in; ``stated`` is what was said about a capability."""
    requirement = line.requirement
    if requirement.connect is None and requirement.deploy is None:
        return _resident(line, voices, bench, stated)
    found = (
        _connected(requirement, voices, bench.policy)
        if requirement.connect is not None
        else _deployed(requirement, voices, bench.policy)
    )
    from tobfit.matching.judge import combine, judge_statement

    answers = voices.answered(requirement.id, None)
    if not answers:
        return settle(found)
    said = combine([judge_statement(answer, line, voices, bench, None)[0] for answer in answers])
    return settle(_with_answer(found, said, answers))


def _with_answer(found: Raw, said: Raw, answers: Iterable[Statement]) -> Raw:
    """What was found out by trying precedes the landscape; the vendor's word fills what the landscape leaves open,
    and contradicts it where it lies outside."""
    from tobfit.matching.judge import CONFLICTING

    if any(is_finding(answer) for answer in answers):
        return said
    if not found.is_open:
        return found
    if said.reason == "untrusted_not_applicable":
        return found  # the vendor alone does not take a Must away
    if not said.applies:
        return said
    if found.low <= said.low and said.high <= found.high:
        return said
    return Raw(
        low=min(found.low, said.low),
        high=max(found.high, said.high),
        worst=min((found.worst, said.worst), key=lambda level: RANK[level]),
        best=max((found.best, said.best), key=lambda level: RANK[level]),
        reason="conflicting",
        kinds=CONFLICTING,
        is_open=True,
    )


def route_for(line: Requirement, voices: Voices) -> Route | None:
    """The route of a connection: within what the client accepts, else the one that it does not."""
    if line.connect is None or voices.site is None:
        return None
    return accepted_route(line, voices.product, voices.site)


def _connected(line: Requirement, voices: Voices, policy: Policy) -> Raw:
    route = route_for(line, voices)
    if route is None:
        return unsaid("connection_open")
    best = route.response_at_best
    if best is None:
        return fixed("unmet", Fraction(0), "unreachable", "incompatible")
    if line.accept and best not in line.accept:
        return fixed("unmet", Fraction(0), "unaccepted", "unaccepted")
    high = Fraction(policy.credit(best))
    worst = route.response
    kinds = frozenset(KIND_OF.get(best, ()))
    if worst is None or (line.accept and worst not in line.accept):
        return Raw(Fraction(0), high, "unmet", LEVEL_OF[best], "connection_open", kinds, is_open=True)
    low = Fraction(policy.credit(worst))
    is_open = worst != best
    reason = "connection_open" if is_open else "connected"
    return Raw(low, high, LEVEL_OF[worst], LEVEL_OF[best], reason, kinds, is_open=is_open)  # type: ignore[arg-type]


def deployment_for(line: Requirement, voices: Voices) -> Deployment | None:
    """Where the product can run, as far as a line asks."""
    if line.deploy is None or voices.site is None:
        return None
    found = deployment_of(line.deploy, voices.product, voices.site)
    if not voices.hopes:
        return found
    hopes = {name: [statement_target(item, name) for item in items] for name, items in voices.hopes.items()}
    return with_hopes(found, hopes)


def statement_target(product: str, capability: str) -> str:
    """Where a product's word on a capability stands or would stand."""
    return f"product.{product}.capabilities.{capability}"


def _deployed(line: Requirement, voices: Voices, policy: Policy) -> Raw:
    found = deployment_for(line, voices)
    truth = None if found is None else found.truth
    if truth is None:
        return unsaid("deployment_open")
    if truth:
        return fixed("met", Fraction(policy.credit("standard")), "deployed")
    return fixed("unmet", Fraction(0), "undeployable", "incompatible")


def _resident(line: Line, voices: Voices, bench: Bench, stated: Outcome) -> Outcome:
    """The better of what is stated and of running in a zone of the client's own."""
    if stated.verdict in ("met", "not_applicable") or voices.site is None:
        return stated
    if line.rule[0] and "standard" not in line.rule[0]:
        return stated
    outcome = stated
    for home in homes_of(voices.product, voices.site):
        raw = _at_home(home, line, Fraction(bench.policy.credit("standard")), voices.site.base)
        if raw.high:  # a zone in another region does not help, whether or not the product can run there
            outcome = _better(outcome, settle(raw))
    return outcome


def _at_home(home: Home, line: Line, credit: Fraction, base: KnowledgeBase) -> Raw:
    """What running in a zone comes to; at worst nothing, where it is open whether the product can. A zone lies in its
    region and in all that this lies in; whether in a part of it, nobody said."""
    region, need = home.zone.region, line.requirement.need
    lies_in = regions_of(region, base)
    names = (*need.all_of, *need.any_of, *need.none_of)
    held = tuple(name for name in dict.fromkeys(names) if name.upper() in lies_in)
    is_all = region is not None and bool(lies_in) and not may_hold(region, names, base)
    share = line.need.share(None if not lies_in else held, exhaustive=is_all)
    if home.asks:
        return Raw(Fraction(0), credit * share.high, "unmet", LEVELS[share.best], "residence_open", is_open=True)
    worst, best = LEVELS[share.worst], LEVELS[share.best]
    return Raw(credit * share.low, credit * share.high, worst, best, "resident", is_open=share.is_open)


LEVELS: tuple[Level, ...] = ("unmet", "partial", "met")


def _better(one: Outcome, other: Outcome) -> Outcome:
    """Of two ways the better, as far as it is known which that is."""
    if other.low >= one.high and RANK[other.worst] >= RANK[one.best]:
        return other
    if one.low >= other.high and RANK[one.worst] >= RANK[other.best]:
        return one
    low, high = max(one.low, other.low), max(one.high, other.high)
    worst = max(one.worst, other.worst, key=lambda level: RANK[level])
    best = max(one.best, other.best, key=lambda level: RANK[level])
    # What nobody said of the capability is asked first: a statement may settle it without a look at the landscape.
    reason = one.reason if one.verdict == "unknown" else "residence_open"
    kinds = frozenset(one.kinds) - UNMET_KINDS
    return settle(Raw(Fraction(low, MILLION), Fraction(high, MILLION), worst, best, reason, kinds, is_open=True))
