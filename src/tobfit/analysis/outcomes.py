"""What was seen at a demonstration, as changes to what is known of the product."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.analysis.showing import Fields, Showable, as_response, finding, laid_over, passing, plain_fields
from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.answers import check_value_for
from tobfit.knowledge.check import check_value
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.model.frozen import FrozenMap
from tobfit.model.plain import to_plain
from tobfit.model.product import Statement, no_module
from tobfit.model.scalars import Hints, Refused, near, parse_day, shown
from tobfit.model.shape import fields_of
from tobfit.model.words import RESPONSES, SPEAKERS

Faults = list[tuple[str, str, str | None]]
"""Path, message and hint."""
FOUND_BY = "assessor, client or usage, or a person's name"
SEEN = tuple(code for code in RESPONSES if code != "roadmap")
"""The responses that can be seen at a demonstration: what is to come cannot."""
ALLOWED = f"allowed: True, False, partial, {', '.join(SEEN)}, or a mapping of a statement's fields"
NOT_SEEN = "what is to come cannot be seen: False where it is not there yet, True or standard where it is"


def refused(faults: Iterable[tuple[str, str, str | None]]) -> TobfitError:
    """The error of a demonstration that cannot be planned or read."""
    return TobfitError(problems_of(faults))


def problems_of(faults: Iterable[tuple[str, str, str | None]]) -> list[Problem]:
    """What is wrong, as problems of such an error."""
    return [Problem(code="TF426", message=m, path=path, hint=hint) for path, m, hint in faults]


def changes_of(
    fit: Fit, shown_ones: Sequence[Showable], outcomes: Any, on: datetime.date | str, by: str
) -> FrozenMap[str, Any]:
    """Target -> what stands there after the demonstration."""
    faults: Faults = []
    day = day_of(on, faults)
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
    if isinstance(outcome, str) and outcome in SEEN:
        return as_response(judgement, fit.world, outcome)
    if isinstance(outcome, Mapping):
        fields = {**({} if "response" in outcome else passing(judgement, fit.world)), **outcome}
        return _checked(fields, judgement, fit, path, faults)
    seen = shown(outcome) if isinstance(outcome, str) else repr(outcome)
    faults.append((path, f"{seen} is no outcome of a demonstration", _hint(outcome)))
    return {}


def _hint(outcome: Any) -> str:
    """What an outcome could have been."""
    if outcome == "roadmap":
        return NOT_SEEN
    close = near(outcome, ("partial", *SEEN)) if isinstance(outcome, str) else None
    # Without a near one the names alone would leave out True and False.
    return close if close and close.startswith("did you mean") else ALLOWED


def _checked(fields: Mapping[Any, Any], judgement: Judgement, fit: Fit, path: str, faults: Faults) -> Fields:
    """Fields that a statement takes, with a value that the line can be judged by."""
    known = [field.attribute for field in fields_of(Statement)]
    strange = sorted({str(name) for name in fields if name not in known})
    for name in strange:
        hint = near(name, known) or f"allowed: {', '.join(known)}"
        faults.append((path, f"a statement has no field {shown(name)}", hint))
    if strange:
        return {}
    try:
        statement = Statement(**fields)
    except TobfitError as error:
        faults += [(path, problem.message, problem.hint) for problem in error.problems]
        return {}
    for refusal in _refusals(statement, judgement, fit):
        faults.append((path, refusal.message, refusal.hint))
    return plain_fields(to_plain(statement.to_node()))


def _refusals(statement: Statement, judgement: Judgement, fit: Fit) -> Iterable[Refused]:
    """Why the line cannot be judged by a statement: its value is none for the line's capability or need, or the
    product has no such module."""
    line, modules = judgement.requirement, fit.world.catalog.product(judgement.item).modules
    capability = fit.world.vocabulary.get(line.capability)
    if statement.value is not None:
        value = statement.value
        of = check_value_for(value, line.need, "") if capability is None else check_value(value, capability, "")
        yield from (remark.refused for remark in of if not remark.warning)
    if statement.module is not None and statement.module not in modules:
        yield no_module(statement.module, Hints(modules))


def day_of(on: Any, faults: Faults) -> datetime.date:
    """A day, as a date or as text."""
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


def _speaker(by: Any, faults: Faults) -> str:
    """Who found it; a person's name counts as an assessor."""
    if not isinstance(by, str) or not by.strip():
        seen = shown(by) if isinstance(by, str) else repr(by)
        faults.append(("by", f"{seen} names nobody who found it", f"allowed: {FOUND_BY}"))
        return "assessor"
    if by == "vendor":
        faults.append(("by", "what a vendor says of its own demonstration is a claim", f"allowed: {FOUND_BY}"))
    return by if by in SPEAKERS else "assessor"
