"""What makes a class a record: frozen, keyword-only, and its fields converted by their declared types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from tobfit.model.displaying import mimebundle
from tobfit.model.tree import Map

T = TypeVar("T")


def record(cls: type[T]) -> type[T]:
    """A frozen attrs class whose constructor converts what it is given: ``"6 months"``, ``"CN"``, a mapping."""
    return attrs.frozen(kw_only=True, field_transformer=_converting)(cls)


INTERNAL = {"internal": True}  # a field that never reaches a client-facing rendering
OUTSIDE = {"outside": True}  # a field that tobfit computes and that documents do not hold


class Record:
    """The base of all records: a copy with changes, converted and checked like a new one."""

    __slots__ = ()

    _repr_mimebundle_ = mimebundle

    if TYPE_CHECKING:
        # What a constructor takes is wider than what a field holds ("6 months", a mapping, a list), which
        # annotations cannot say; so type checkers see keywords of any type, and attributes of their own.
        def __init__(self, **fields: Any) -> None: ...

    def __attrs_post_init__(self) -> None:
        # Imported here because structuring builds records: the two need each other.
        from tobfit.model.structure import check_record

        check_record(self)

    def to_node(self) -> Map:
        """The tree of the record as documents write it: fields in order, defaults left out."""
        from tobfit.model.plain import record_node

        return record_node(self)

    def evolve(self, **changes: Any) -> Self:
        """A copy with some fields changed; the record itself stays as it is."""
        from tobfit.model.structure import evolved

        return evolved(self, changes)


def _converting(cls: type[Any], fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    return [field.evolve(converter=_converter(cls, field.name)) for field in fields]


def _converter(cls: type[Any], name: str) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        from tobfit.model.structure import convert_field

        return convert_field(cls, name, value)

    return convert
