"""How the values of attributes are read, in clients and in rules, and which operators suit which kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tobfit.model.attribute import Attribute
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.scalars import Refused, near, parse_bool, parse_jurisdiction, shown
from tobfit.model.units import suits
from tobfit.model.words import AttributeKind, Operator

Scalar = bool | str | Quantity
"""One value of a scalar attribute."""
ORDERED: tuple[Operator, ...] = ("eq", "ne", "in", "lt", "le", "gt", "ge", "present")
OPERATORS_OF: Mapping[AttributeKind, tuple[Operator, ...]] = {
    "boolean": ("eq", "ne", "present"),
    "text": ("eq", "ne", "in", "present"),
    "level": ORDERED,
    "number": ORDERED,
    "quantity": ORDERED,
    "set": ("contains", "intersects", "superset", "present"),
    "segment": ("is_a", "present"),
}
MANY: tuple[Operator, ...] = ("in", "intersects", "superset")
"""The operators that take a list."""


def is_set(attribute: Attribute) -> bool:
    """Whether the attribute holds members rather than one value."""
    return attribute.kind in ("set", "segment")


def read_scalar(attribute: Attribute, value: Any) -> Scalar:
    """One value as the attribute's kind reads it; a Refused (TF322) says what was allowed."""
    if not isinstance(value, str):
        raise Refused("TF322", f"{attribute.id} takes one value, not several", f"a {attribute.kind}")
    if attribute.kind == "boolean":
        return parse_bool(value)
    if attribute.kind in ("number", "quantity"):
        return _amount(attribute, value)
    if attribute.values and value not in attribute.values:
        message = f"{shown(value)} is not among the values of {attribute.id}"
        hint = near(value, attribute.values)
        # Levels are named from low to high, not in the order of the alphabet.
        ordered = f"allowed: {', '.join(attribute.values)}"
        raise Refused("TF322", message, hint if hint and hint.startswith("did you mean") else ordered)
    return value


def _amount(attribute: Attribute, value: str) -> Quantity:
    quantity = parse_quantity(value)
    if attribute.kind == "number" and quantity.unit is not None:
        raise Refused("TF322", f"{attribute.id} is a plain number, not {shown(value)}", "leave the unit out")
    if attribute.kind == "number" and quantity.number < 0:
        raise Refused("TF210", f"{shown(value)} is below 0", "0 or more")
    if attribute.unit is not None and not suits(quantity.unit, attribute.unit):
        raise Refused("TF303", f"{shown(value)} cannot be turned into {attribute.unit}, the unit of {attribute.id}")
    return quantity.within(attribute.unit)


def read_members(attribute: Attribute, value: Any) -> tuple[str, ...]:
    """The members of a set, one text or several; jurisdictions are codes, other sets are open."""
    members = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(member, str) for member in members):
        raise Refused("TF322", f"{attribute.id} takes a list of texts", "[one, another]")
    if attribute.id == "jurisdictions":
        return tuple(parse_jurisdiction(member) for member in members)
    return tuple(members)


def read_value(attribute: Attribute, value: Any) -> Scalar | tuple[str, ...]:
    """The value of an attribute of any kind."""
    return read_members(attribute, value) if is_set(attribute) else read_scalar(attribute, value)


def read_operand(attribute: Attribute, op: Operator, value: Any) -> tuple[Scalar, ...]:
    """What stands on the right of an atom, as a tuple; () for ``present``.

    A Refused says that the operator does not suit the kind (TF321) or the value cannot be read (TF322).
    """
    if op not in OPERATORS_OF[attribute.kind]:
        message = f"{op} does not suit {attribute.id}, a {attribute.kind}"
        raise Refused("TF321", message, f"allowed: {', '.join(OPERATORS_OF[attribute.kind])}")
    if op == "present":
        return ()
    if op not in MANY and not isinstance(value, str):
        many = [other for other in OPERATORS_OF[attribute.kind] if other in MANY]
        hint = f"for several: {' or '.join(many)}" if many else "for several: an atom for each, in any or all"
        raise Refused("TF322", f"{op} compares {attribute.id} with one value", hint)
    if is_set(attribute):
        return read_members(attribute, value)
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(read_scalar(attribute, part) for part in parts)


def text_of(value: Scalar) -> str:
    """A value as facts and answers show it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
