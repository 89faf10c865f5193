"""What can be demonstrated of a product, and the findings that a demonstration comes to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.matching.asks import target_of
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.values import satisfying
from tobfit.matching.voices import is_finding
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.plain import to_plain
from tobfit.model.product import Product, Statement
from tobfit.model.words import RESPONSES

Why = Literal["claimed", "unknown", "conflicting", "not_applicable"]
Fields = dict[str, Any]
"""The fields of a statement, as plain data."""
MAY_BE_THERE = ("date_unknown", "delivered")
"""Reasons of a roadmap item that may be there already: who sees it working knows that it is."""


@attrs.frozen(eq=False)
class Showable:
    """One thing that can be shown: where the finding will stand, and the lines that hang on it."""

    target: str
    why: Why
    judgements: tuple[Judgement, ...]

    @property
    def requirements(self) -> tuple[str, ...]:
        """The ids of the lines."""
        return tuple(judgement.requirement.id for judgement in self.judgements)


def showables(fit: Fit) -> tuple[list[Showable], tuple[str, ...]]:
    """What can be shown, in the order of the lines, and the lines that are promised for later only."""
    gathered: dict[str, list[tuple[Judgement, Why]]] = {}
    later: list[str] = []
    for judgement in fit.judgements:
        why = why_of(judgement)
        if why is None or judgement.waived or judgement.requirement.priority == "wont":
            continue
        if judgement.voices.deliverer is not None:
            continue  # what a vendor is, papers prove; nobody sees it on a screen
        if _is_to_come(judgement, fit.world.as_of):
            later.append(judgement.requirement.id)
            continue
        gathered.setdefault(_place_of(judgement), []).append((judgement, why))
    found = [
        Showable(target, lines[0][1], tuple(judgement for judgement, _ in lines)) for target, lines in gathered.items()
    ]
    return found, tuple(later)


def _place_of(judgement: Judgement) -> str:
    """Where the finding will stand: on the capability; on the line where it has a finding of its own, which would go
    before that on the capability, and where the vendor answered it or no capability is named."""
    line, product = judgement.requirement.id, judgement.item
    if any(is_finding(answer) for answer in judgement.voices.answers.get(line, ())):
        return f"product.{product}.answers.{line}"
    return target_of(judgement, product)


def why_of(judgement: Judgement) -> Why | None:
    """Why a line is worth a demonstration; None where it is not: what is said is proved, or a no."""
    if judgement.verdict == "not_applicable":
        return None
    if judgement.outcome.reason == "untrusted_not_applicable":
        return "not_applicable"
    if "conflicting" in judgement.kinds:
        return "conflicting"
    if judgement.verdict == "unknown":
        return "unknown"
    return "claimed" if "unevidenced" in judgement.kinds else None


def _is_to_come(judgement: Judgement, as_of: datetime.date) -> bool:
    """Whether all that is said of a line is promised for a later day."""
    stated = judgement.statements
    return bool(stated) and all(
        s.response == "roadmap" and isinstance(s.available, datetime.date) and s.available > as_of for s in stated
    )


def passing(judgement: Judgement, world: World) -> Fields:
    """The statement that a demonstration confirms: what was claimed, or where nothing was, what the line asks for."""
    why, stated = why_of(judgement), judgement.statements
    if why == "not_applicable":
        return {"response": "not_applicable"}
    given = [s for s in stated if s.response not in ("not_supported", "not_applicable")]
    if not given or judgement.speech.kind in ("rollup", "ancestor"):
        return _as_asked(judgement, world)
    fields = _plain(max(given, key=lambda s: (_worth(s, world), repr(s))))
    if judgement.outcome.reason in MAY_BE_THERE or fields["response"] == "roadmap":
        fields = {**{name: value for name, value in fields.items() if name != "available"}, "response": "standard"}
    if judgement.requirement.need.keys and "value" not in fields:
        fields |= _value(judgement, world)
    return fields


def as_response(judgement: Judgement, world: World, response: str) -> Fields:
    """A statement of one response, with a value that meets the line's need where the response gives anything."""
    if response in ("not_supported", "not_applicable"):
        return {"response": response}
    return {"response": response, **_value(judgement, world)}


def _as_asked(judgement: Judgement, world: World) -> Fields:
    accept = judgement.requirement.accept
    response = next((code for code in RESPONSES[:4] if not accept or code in accept), "standard")
    return as_response(judgement, world, response)


def _value(judgement: Judgement, world: World) -> Fields:
    line = judgement.requirement
    if not line.need.keys:
        return {}
    return satisfying(line.need, world.vocabulary.get(line.capability), world.policy) or {}


def _worth(statement: Statement, world: World) -> Fraction:
    extent = statement.extent
    share = extent if isinstance(extent, Fraction) else Fraction(1 if extent == "full" else world.policy.partial)
    return Fraction(world.policy.credit(statement.response)) * share


def _plain(statement: Statement) -> Fields:
    return plain_fields(to_plain(statement.to_node()))


def plain_fields(fields: Fields) -> Fields:
    """What a statement says, without who said it and when."""
    return {name: value for name, value in fields.items() if name not in ("by", "on", "notes", "covers_narrower")}


def finding(fields: Mapping[str, Any], on: datetime.date, by: str) -> Fields:
    """A statement as what was found on a day: shown, for this very version."""
    shown = {"source": f"demonstration of {on.isoformat()}", "kind": "demonstrated", "date": on.isoformat()}
    evidence = [item for item in fields.get("evidence", ()) if item != shown]
    return {**fields, "by": by, "on": on.isoformat(), "evidence": [*evidence, shown]}


def laid_over(target: str, found: Mapping[str, Any], fit: Fit, on: datetime.date) -> FrozenMap[str, Any]:
    """The change that adds a finding: beside what is stated on a capability; in place of an answer to a line. Another
    finding of the same day gives way to it."""
    product = spoken_of(target, fit)
    path = f"product.{product.id}"
    if target.startswith(f"{path}.answers."):
        return FrozenMap({target: frozen({"extent": "full", **found})})
    capability = target.removeprefix(f"{path}.capabilities.")
    stated: Iterable[Statement] = product.capabilities.get(capability, ())
    kept = [to_plain(s.to_node()) for s in stated if not (is_finding(s) and s.on == on)]
    return FrozenMap({target: frozen([*kept, found])})


def spoken_of(target: str, fit: Fit) -> Product:
    """The product that a target speaks of: the fit's own, or one of those in an offer."""
    names = fit.offer.products if fit.offer is not None else (fit.product,)
    found = [name for name in names if target.startswith(f"product.{name}.")]
    return fit.world.catalog.product(max(found, key=len, default=names[0]))
