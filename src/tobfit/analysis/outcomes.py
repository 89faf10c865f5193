"""What was seen at a demonstration, as changes to what is known of the product."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.analysis.showing import Fields, Showable, as_response, finding, laid_over, passing, plain_fields
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.model.frozen import FrozenMap
from tobfit.model.plain import to_plain
from tobfit.model.product import Statement
from tobfit.model.scalars import Refused, near, parse_day, shown
from tobfit.model.words import RESPONSES, SPEAKERS

Faults = list[tuple[str, str, str | None]]
"""Path, message and hint."""
ALLOWED = "True, False, partial, a response code, or a mapping of a statement's fields"


def refused(faults: Iterable[tuple[str, str, str | None]]) -> TobfitError:
    """The error of a demonstration that cannot be planned or read."""
    return TobfitError([Problem(code="TF426", message=m, path=path, hint=hint) for path, m, hint in faults])


def changes_of(
    fit: Fit, shown_ones: Sequence[Showable], outcomes: Any, on: datetime.date | str, by: str
) -> FrozenMap[str, Any]:
    """Target -> what stands there after the demonstration."""
    faults: Faults = []
    day = _day(on, faults)
    speaker = _speaker(by, faults)
    if not isinstance(outcomes, Mapping):
        raise refused([*faults, ("outcomes", f"a {type(outcomes).__name__} is no mapping of lines to outcomes", None)])
    lines = {j.requirement.id: (one, j) for one in shown_ones for j in one.judgements}
    said: dict[str, Fields] = {}
    for name in sorted(outcomes, key=str):
        if name not in lines:
            hint = near(str(name), lines) or "only lines that can be shown have outcomes"
            faults.append((f"outcomes.{name}", f"the plan shows no line {shown(str(name))}", hint))
            continue
        fields = _fields(lines[name][1], outcomes[name], fit, f"outcomes.{name}", faults)
        said[name] = finding(fields, day, speaker)
    if faults:
        raise refused(faults)
    return FrozenMap({target: value for one in shown_ones for target, value in _placed(one, said, fit, day).items()})


def _placed(one: Showable, said: Mapping[str, Fields], fit: Fit, day: datetime.date) -> Mapping[str, Any]:
    """Where all lines of a step came out alike, the finding stands on what they share; else on each line alone."""
    found = [said[name] for name in one.requirements if name in said]
    item_of = {judgement.requirement.id: judgement.item for judgement in one.judgements}
    if len(found) == len(one.requirements) and all(each == found[0] for each in found):
        return laid_over(one.target, found[0], fit, day)
    return {
        target: value
        for name in one.requirements
        if name in said
        for target, value in laid_over(f"product.{item_of[name]}.answers.{name}", said[name], fit, day).items()
    }


def _fields(judgement: Judgement, outcome: Any, fit: Fit, path: str, faults: Faults) -> Fields:
    if outcome is True:
        return passing(judgement, fit.world)
    if outcome is False:
        return {"response": "not_supported"}
    if outcome == "partial":
        return {**passing(judgement, fit.world), "extent": "partial"}
    if isinstance(outcome, str) and outcome in RESPONSES and outcome != "roadmap":
        return as_response(judgement, fit.world, outcome)
    if isinstance(outcome, Mapping):
        fields = {**({} if "response" in outcome else passing(judgement, fit.world)), **outcome}
        return _checked(fields, path, faults)
    seen = shown(outcome) if isinstance(outcome, str) else repr(outcome)
    hint = near(outcome, ("partial", *RESPONSES)) if isinstance(outcome, str) else f"allowed: {ALLOWED}"
    faults.append((path, f"{seen} is no outcome of a demonstration", hint))
    return {}


def _checked(fields: Fields, path: str, faults: Faults) -> Fields:
    """Fields that a statement takes."""
    try:
        return plain_fields(to_plain(Statement(**fields).to_node()))
    except TobfitError as error:
        faults += [(path, problem.message, problem.hint) for problem in error.problems]
    except TypeError as error:
        faults.append((path, str(error), f"allowed: {ALLOWED}"))
    return fields


def _day(on: datetime.date | str, faults: Faults) -> datetime.date:
    if isinstance(on, str):
        try:
            return parse_day(on)
        except Refused as fault:
            faults.append(("on", fault.message, fault.hint))
    elif isinstance(on, datetime.date) and not isinstance(on, datetime.datetime):
        return on
    else:
        faults.append(("on", f"a {type(on).__name__} stands where a day belongs", "write it as YYYY-MM-DD"))
    return datetime.date.min


def _speaker(by: str, faults: Faults) -> str:
    """Who found it; a person's name counts as an assessor."""
    if by == "vendor" or not isinstance(by, str):
        faults.append(("by", "what a vendor says of its own demonstration is a claim", "assessor, client, or a name"))
    return by if by in SPEAKERS else "assessor"
