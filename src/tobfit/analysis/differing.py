"""Where two records differ, and records made of both: some parts as before, the others as after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tobfit.model.natural import natural
from tobfit.model.record import Record
from tobfit.model.shape import fields_of

UNJUDGED = frozenset({"name", "text", "remark", "notes"})
"""Fields that no judgement reads, at any depth."""
NOTHING: frozenset[str] = frozenset()


def differences(
    before: Any, after: Any, path: str, left_out: frozenset[str] = NOTHING, aside: frozenset[str] = NOTHING
) -> dict[str, bool]:
    """Path -> whether a judgement may read what differs there; it reads none of the fields ``aside``.

    A list whose items have ids and a mapping differ item by item, a part without an id field by field; anything
    else differs as a whole. Internal fields are not looked at.

    >>> from tobfit.model.client import Client
    >>> client = Client(id="a").require("sec.mfa")
    >>> differences(client, client.require("crm.cpq").evolve(name="A", jurisdictions=["CN"]), "client")
    {'client.name': False, 'client.jurisdictions': True, 'client.requirements.R-002': True}
    """
    found: dict[str, bool] = {}
    for field in fields_of(type(after)):
        if field.attribute not in left_out and not field.internal:
            for where, b, a in _leaves(getattr(before, field.attribute), getattr(after, field.attribute), field.name):
                is_read = field.attribute not in aside and field.attribute not in UNJUDGED
                found[f"{path}.{where}"] = is_read and _bare(b) != _bare(a)
    return found


def mixed(before: Any, after: Any, path: str, on: frozenset[str], left_out: frozenset[str] = NOTHING) -> Any:
    """The record ``after`` where its paths are ``on``, and ``before`` elsewhere; fields left out stay as after.

    >>> from tobfit.model.client import Client
    >>> old, new = Client(id="a"), Client(id="a", name="A", jurisdictions=["CN"])
    >>> mixed(old, new, "client", frozenset(["client.jurisdictions"])) == Client(id="a", jurisdictions=["CN"])
    True
    """
    changes: dict[str, Any] = {}
    for field in fields_of(type(after)):
        b, a = getattr(before, field.attribute), getattr(after, field.attribute)
        if field.attribute not in left_out and b != a:
            changes[field.attribute] = _mixed_value(b, a, f"{path}.{field.name}", on)
    return after.evolve(**changes) if changes else after


def _leaves(before: Any, after: Any, path: str) -> Iterable[tuple[str, Any, Any]]:
    if before == after:
        return
    items = _items(before, after)
    if items is not None:
        for name in sorted(items[0].keys() | items[1].keys(), key=natural):
            b, a = items[0].get(name), items[1].get(name)
            if b != a:
                yield f"{path}.{name}", b, a
    elif _is_part(before, after):
        for field in fields_of(type(after)):
            if field.internal:
                continue
            b, a = getattr(before, field.attribute), getattr(after, field.attribute)
            yield from _leaves(b, a, f"{path}.{field.name}")
    else:
        yield path, before, after


def _mixed_value(before: Any, after: Any, path: str, on: frozenset[str]) -> Any:
    if before == after:
        return after
    items = _items(before, after)
    if items is not None:
        old, new = items
        names = dict.fromkeys((*old, *new))
        chosen = {name: (new if f"{path}.{name}" in on else old).get(name) for name in names}
        kept = {name: value for name, value in chosen.items() if value is not None}
        return tuple(kept.values()) if isinstance(after, tuple) else type(after)(kept)
    if _is_part(before, after):
        return mixed(before, after, path, on)
    return after if path in on else before


def _items(before: Any, after: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Both by id, where both are mappings or lists of things with ids of their own."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before, after
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return None
    if not all(isinstance(getattr(item, "id", None), str) for item in (*before, *after)):
        return None
    old, new = ({item.id: item for item in side} for side in (before, after))
    return (old, new) if len(old) == len(before) and len(new) == len(after) else None


def _is_part(before: Any, after: Any) -> bool:
    """Whether both are parts of one kind that have no id."""
    return isinstance(after, Record) and type(before) is type(after) and not hasattr(after, "id")


def _bare(value: Any) -> Any:
    """A value without the fields that no judgement reads."""
    if isinstance(value, Record):
        fields = attrs.fields(type(value))  # type: ignore[arg-type]
        return tuple(_bare(getattr(value, f.name)) for f in fields if f.name not in UNJUDGED)
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items()}
    return tuple(map(_bare, value)) if isinstance(value, tuple) else value
