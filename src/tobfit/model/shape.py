"""A field's declared type, taken apart once into what readers, writers and schemas need."""

from __future__ import annotations

import functools
import types
import typing
from typing import Annotated, Any, Literal, get_args, get_origin

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.scalars import ScalarKind


@attrs.frozen
class OneOrMany:
    """Marks a tuple field that a document may write as a single item."""


@attrs.frozen
class Free:
    """Marks a value (a text, a list or a mapping of such) whose meaning a pack declares."""


Kind = Literal["scalar", "choice", "record", "list", "map", "label", "free"]


@attrs.frozen(eq=False, kw_only=True)
class Shape:
    """One type: which kind, and what that kind needs to know."""

    kind: Kind
    optional: bool = False
    scalar: ScalarKind | None = None
    choices: tuple[str, ...] = ()
    record: type[Any] | None = None
    key: Shape | None = None
    item: Shape | None = None
    one_or_many: bool = False


@attrs.frozen(eq=False, kw_only=True)
class FieldShape:
    """One field of a record: its name in documents, and the attribute that holds it (``from``, ``from_``)."""

    name: str
    attribute: str
    shape: Shape
    required: bool
    default: Any
    internal: bool


@functools.cache
def _hints_of(cls: Any) -> dict[str, Any]:
    """The field annotations of a record class, marks included."""
    return typing.get_type_hints(cls, include_extras=True)


def field_shape(cls: type[Any], name: str) -> Shape:
    """The shape of one field."""
    # mypy takes a class for unhashable here.
    return _field_shape(cls, name)  # type: ignore[arg-type]


@functools.cache
def _field_shape(cls: Any, name: str) -> Shape:
    return shape_of(_hints_of(cls)[name])


def fields_of(cls: type[Any]) -> tuple[FieldShape, ...]:
    """The fields of a record that documents hold, in their canonical order."""
    return _fields_of(cls)  # type: ignore[arg-type]


@functools.cache
def _fields_of(cls: Any) -> tuple[FieldShape, ...]:
    return tuple(
        FieldShape(
            name=field.name.rstrip("_"),
            attribute=field.name,
            shape=field_shape(cls, field.name),
            required=field.default is attrs.NOTHING,
            default=_default(field.default),
            internal=bool(field.metadata.get("internal")),
        )
        for field in attrs.fields(cls)
        if not field.metadata.get("outside")
    )


def _default(default: Any) -> Any:
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def shape_of(hint: Any) -> Shape:
    """Takes an annotation apart; a TypeError says that a record declares a type nobody can read."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if origin in (types.UnionType, typing.Union):
        rest = [a for a in arguments if a is not type(None)]
        if len(rest) == 1:
            return attrs.evolve(shape_of(rest[0]), optional=True)
    if origin is Literal:
        return Shape(kind="choice", choices=tuple(str(a) for a in arguments))
    if origin is tuple:
        return Shape(kind="list", item=shape_of(arguments[0]))
    if origin is FrozenMap:
        return Shape(kind="map", key=shape_of(arguments[0]), item=shape_of(arguments[1]))
    if hint is Label:
        return Shape(kind="label")
    if attrs.has(hint):
        return Shape(kind="record", record=hint)
    raise TypeError(f"no document can hold a {hint!r}")


def _marked(hint: Any, marks: tuple[Any, ...]) -> Shape:
    for mark in marks:
        if isinstance(mark, ScalarKind):
            return Shape(kind="scalar", scalar=mark)
        if isinstance(mark, Free):
            return Shape(kind="free")
        if isinstance(mark, OneOrMany):
            return attrs.evolve(shape_of(hint), one_or_many=True)
    return shape_of(hint)
