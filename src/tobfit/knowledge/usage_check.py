"""What the vocabulary says about usage: unknown capabilities and roles, values that do not suit, and figures that are
possible but worth a look."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.check import Checking, check_value, unknown_capability
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.scalars import Hints, Refused, shown
from tobfit.model.usage import Observation, Usage


def check_usage(usage: Usage, known: Vocabulary | Checking) -> Iterable[Remark]:
    """Everything in a usage document that does not agree with the vocabulary. Warnings: a role that no pack knows
    (TF356), more users than are entitled, and a value event that was agreed after the contract (TF455)."""
    checking = Checking.of(known)
    known_roles = checking.base.roles if checking.base is not None else {}
    roles = Hints(known_roles)
    for index, seen in enumerate(usage.observations):
        path = f".observations[{index}]"
        yield from _capability(seen, checking, path)
        if seen.role is not None and known_roles and seen.role not in known_roles:
            message = f"no pack knows the role {shown(seen.role)}"
            yield Remark(f"{path}.role", Refused("TF356", message, roles.near(seen.role)), warning=True)
        yield from _more_than_entitled(seen, path)
    for index, event in enumerate(usage.value_events):
        path = f".value_events[{index}]"
        if event.capability is not None and event.capability not in checking.vocabulary:
            yield Remark(f"{path}.capability", unknown_capability(event.capability, checking.hints))
        if event.agreed is not None and usage.contract is not None and event.agreed > usage.contract:
            message = f"agreed on {event.agreed}, after the contract of {usage.contract}"
            hint = "a value event that is chosen later can be chosen so that it was reached"
            yield Remark(f"{path}.agreed", Refused("TF455", message, hint), warning=True)


def _capability(seen: Observation, checking: Checking, path: str) -> Iterable[Remark]:
    if seen.capability is None:
        return
    capability = checking.vocabulary.get(seen.capability)
    if capability is None:
        yield Remark(f"{path}.capability", unknown_capability(seen.capability, checking.hints))
        return
    for name in ("value", "promised"):
        value = getattr(seen, name)
        if value is not None:
            yield from check_value(value, capability, f"{path}.{name}")


def _more_than_entitled(seen: Observation, path: str) -> Iterable[Remark]:
    """People come and go within a period, so that more may have used it than may at its end: no error."""
    for name in ("active", "trained"):
        count = getattr(seen, name)
        if count is not None and seen.entitled is not None and count > seen.entitled:
            message = f"{name} {count} of entitled {seen.entitled}"
            hint = "right where users changed within the period, or more use it than the contract allows"
            yield Remark(f"{path}.{name}", Refused("TF455", message, hint), warning=True)
