"""Changed needs, and the way in which a product follows each: what it states, or the least remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from tobfit.analysis.growing import grown, neighbours
from tobfit.analysis.responding import responses_of, riskiest
from tobfit.errors import Problem, TobfitError
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.plain_report import internal_names
from tobfit.matching.promise import promised
from tobfit.matching.remedy import Remedy, RemedyKind, total_effort, total_price
from tobfit.matching.report import checked
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.interval import Interval
from tobfit.model.plain import to_plain, value_node
from tobfit.model.price import Effort
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import near, shown
from tobfit.model.shape import FieldShape, fields_of
from tobfit.model.words import Decision, Verdict

Way = Literal[
    "standard", "configuration", "third_party", "customisation", "roadmap", "none", "unknown", "not_applicable"
]
Kind = Literal["tightened", "added", "given"]
Changed = tuple[Kind, str, FrozenMap[str, Any]]
"""What kind of change, of which line, and the change itself."""
REMEDIES: dict[RemedyKind, Way] = {
    "configure": "configuration", "extend": "customisation", "partner": "third_party", "wait": "roadmap",
}  # fmt: skip
"""The remedies by which a product follows, the cheapest to live with first."""
SHORT = frozenset(["partial", "missing", "insufficient", "late", "unaccepted", "incompatible"])
"""The kinds of gap that leave something of the need."""
LINES = "client.requirements."


@attrs.frozen
class ChangedField:
    """One field of a line that has another value now, as texts; None where the line says nothing of it."""

    field: str
    before: str | None
    after: str | None


@attrs.frozen
class ChangedNeed:
    """One need that changes, and how the product follows.

    ``kind``: ``tightened`` (a line asks for one step more), ``added`` (a capability next to those that are asked
    for), ``given`` (the caller's change). ``need_before`` is None for a new line. ``fields`` are what else of the
    line is another one now: its weight, priority, accepted responses and the like, without notes and what else is
    internal.

    ``way`` is the response by which the product would satisfy the new need in full: a response code; ``unknown``
    where that is open, ``none`` where there is no way that the client accepts, ``not_applicable``. ``stated``: what
    the product states carries it already; else it would have to be done, which nobody has confirmed.

    ``credit_after``, ``score_after`` and ``decision_after`` are those of a new match with the changed need alone,
    ``score_followed`` and ``decision_followed`` those once the product has followed (None where it cannot, or
    where that is open). ``effort`` and ``price`` are what the statement behind it names, None where nobody said.
    """

    kind: Kind
    requirement: str
    capability: str | None
    need_before: str | None
    need_after: str
    way: Way
    stated: bool
    verdict_before: Verdict | None
    verdict_after: Verdict
    credit_before: Interval | None
    credit_after: Interval
    score_after: Interval | None
    decision_after: Decision
    score_followed: Interval | None
    decision_followed: Decision | None
    price: Quantity | None
    effort: Effort | None = attrs.field(metadata=INTERNAL)
    changes: FrozenMap[str, Any] = attrs.field(metadata=INTERNAL)
    fields: tuple[ChangedField, ...]
    needs: tuple[Need | None, Need] = attrs.field(eq=False, repr=False)
    """Both needs as records, to tell them in words."""


def grown_changes(fit: Fit) -> Iterable[Changed]:
    """Each line that can ask for more, and each capability next to those that are asked for."""
    for line in fit.world.requirements:
        if line.connect is None and line.deploy is None and line.waived is None and line.priority != "wont":
            for need in grown(line, fit.world):
                yield "tightened", line.id, _with_need(line, need)
    taken = {line.id for line in fit.world.requirements}
    for capability in neighbours(fit.world):
        name = _free(capability.id, taken)
        yield "added", name, FrozenMap({LINES + name: frozen({"id": name, "capability": capability.id})})


def _with_need(line: Requirement, need: Need) -> FrozenMap[str, Any]:
    """A line of the client's own changes; in place of one that follows from rules or suites stands an own one, which
    asks for more and so answers them too."""
    plain = to_plain(need.to_node())
    if line.is_own:
        return FrozenMap({f"{LINES}{line.id}.need": frozen(plain)})
    return FrozenMap({LINES + line.id: frozen({**to_plain(line.to_node()), "need": plain})})


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-"
    return name


def given_changes(fit: Fit, changes: Mapping[str, Any]) -> Iterable[Changed]:
    """The caller's changes, each for every line that it changes or adds; a TobfitError with all that are none."""
    if not isinstance(changes, Mapping) or not all(isinstance(target, str) for target in changes):
        message = "changes are a mapping from targets to values"
        raise TobfitError([Problem(code="TF412", message=message, path="changes")])
    found: list[Changed] = []
    problems: list[Problem] = []
    for target in sorted(changes):
        try:
            made = FrozenMap({target: frozen(changes[target])})
            found += [("given", line, made) for line in _lines_of(fit.world, target, made)]
        except TobfitError as error:
            problems += [_at(target, problem) for problem in error.problems]
    if problems:
        raise TobfitError(dict.fromkeys(problems))
    return found


def _lines_of(world: World, target: str, change: FrozenMap[str, Any]) -> list[str]:
    """The lines that one change makes others or adds; a TobfitError where it makes none, or none that can stand."""
    if not target.startswith(LINES):
        raise _no_need(target, f"{shown(target)} is not a line of the client's")
    _find(world, target, change[target])
    before = {line.id: line for line in world.requirements}
    lines = [line.id for line in checked(apply(world, change)).requirements if before.get(line.id) != line]
    if not lines:
        raise _no_need(target, f"{shown(target)} changes no line")
    return lines


def _find(world: World, target: str, value: Any) -> None:
    """Refuses a target that names no line of the client's own and adds none, with the nearest name."""
    rest, own = target.removeprefix(LINES), [line.id for line in world.client.requirements]
    if any(rest == name or rest.startswith(f"{name}.") for name in own):
        return
    if isinstance(value, Mapping) and value.get("id") == rest:
        return
    name = _meant(rest, own)
    if any(line.id == name for line in world.requirements):
        message, hint = f"{shown(name)} is not a line of the client's own", f"give the whole line: {LINES}{name}"
    else:
        message, hint = f"no line is called {shown(name)}", near(name, own) or ""
    raise TobfitError([Problem(code="TF404", message=message, path=target, hint=hint or None)])


def _meant(rest: str, ids: list[str]) -> str:
    """What of a target stands for the line: what a field follows, else what comes nearest to a line; ids hold dots."""
    parts = rest.split(".")
    known = {field.name for field in fields_of(Requirement)}
    heads = [(".".join(parts[:end]), parts[end]) for end in range(1, len(parts))]
    named = [head for head, field in heads if field in known] or [rest, *(head for head, _ in heads)]
    return max(named, key=lambda head: max((_likeness(head, name) for name in ids), default=0.0))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _at(target: str, problem: Problem) -> Problem:
    """A problem of one change, at its target, or below it where it says so."""
    path = problem.path or ""
    is_below = path.startswith((f"{target}.", f"{target}["))
    return attrs.evolve(problem, path=path if is_below else target, file=None, line=None, column=None)


def _no_need(target: str, message: str) -> TobfitError:
    hint = f"name a line and what becomes of it: {LINES}<id>..."
    return TobfitError([Problem(code="TF412", message=message, path=target, hint=hint)])


def _fields_between(before: Requirement, after: Requirement) -> Iterable[ChangedField]:
    """What differs between two states of a line, beside the need and what is internal."""
    for field in fields_of(Requirement):
        if field.internal or field.name in ("id", "need"):
            continue
        old, new = getattr(before, field.attribute), getattr(after, field.attribute)
        if old != new:
            yield ChangedField(field.name, _field_text(old, field), _field_text(new, field))


def _field_text(value: Any, field: FieldShape) -> str | None:
    return None if value in (None, ()) else _plain_text(to_plain(value_node(value, field.shape)))


def _plain_text(plain: Any) -> str:
    if isinstance(plain, Mapping):
        seen = (f"{key} {_plain_text(item)}" for key, item in plain.items() if key not in internal_names())
        return ", ".join(seen) or "yes"
    if isinstance(plain, list):
        return ", ".join(map(_plain_text, plain))
    return ("yes" if plain else "no") if isinstance(plain, bool) else str(plain)


def follow(fit: Fit, kind: Kind, line: str, changes: FrozenMap[str, Any]) -> ChangedNeed:
    """One change, matched again, and the way in which the product follows."""
    after = promised(fit, changes)
    judged = after[line]
    before = next((j for j in fit.judgements if j.requirement.id == line), None)
    way, remedy = _way(after, judged)
    is_stated = remedy is None and way not in ("none", "unknown", "not_applicable")
    followed = remedy.fit if remedy is not None else after if is_stated else None
    statements = judged.statements if is_stated else ()
    return ChangedNeed(
        kind=kind,
        requirement=line,
        capability=judged.requirement.capability,
        need_before=None if before is None else str(before.requirement.need),
        need_after=str(judged.requirement.need),
        way=way,
        stated=is_stated,
        verdict_before=None if before is None else before.verdict,
        verdict_after=judged.verdict,
        credit_before=None if before is None else before.credit,
        credit_after=judged.credit,
        score_after=after.score,
        decision_after=after.decision,
        score_followed=None if followed is None else followed.score,
        decision_followed=None if followed is None else followed.decision,
        price=remedy.price if remedy is not None else total_price(statements),
        effort=remedy.effort if remedy is not None else total_effort(statements),
        changes=changes,
        fields=() if before is None else tuple(_fields_between(before.requirement, judged.requirement)),
        needs=(None if before is None else before.requirement.need, judged.requirement.need),
    )


def _way(after: Fit, judged: Judgement) -> tuple[Way, Remedy | None]:
    if judged.verdict in ("unknown", "not_applicable"):
        return judged.verdict, None
    if _is_whole(judged):
        codes = [code for code, _ in responses_of(judged, after.world)]
        return riskiest(codes), None  # type: ignore[return-value]
    gaps = [gap for gap in after.gaps if gap.requirement.id == judged.requirement.id]
    for kind, way in REMEDIES.items():
        for remedy in (one for gap in gaps for one in gap.remedies if one.kind == kind and one.changes):
            if _is_whole(remedy.fit[judged.requirement.id]):
                return way, remedy
    return "none", None


def _is_whole(judged: Judgement) -> bool:
    """Whether a line is given in full, by whatever response."""
    return judged.verdict in ("met", "partial") and SHORT.isdisjoint(judged.kinds)
