"""JSON Schemas of what tools take and give, made from typed dictionaries, each field with its description."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

import attrs

Schema = dict[str, Any]

_KINDS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    types.NoneType: {"type": "null"},
    # Only documents are open: the kind of a document says what it may hold, and reading it refuses the rest.
    dict: {"type": "object", "additionalProperties": True},
}


@attrs.frozen
class About:
    """What a field means, and its bounds: of a number, the characters of a text, the items of a list."""

    text: str
    least: int | None = None
    most: int | None = None
    default: object = None


_BOUNDS = {
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}


def schema_of(hint: Any) -> Schema:
    """The schema of a type; typed dictionaries become closed objects, nested ones stand where they are used.

    >>> schema_of(Annotated[int, About("how many", least=1)])
    {'type': 'integer', 'description': 'how many', 'minimum': 1}
    """
    origin = get_origin(hint)
    if origin is Annotated:
        return _described(hint)
    if is_typeddict(hint):
        return _object(hint)
    if origin is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    if origin is list:
        return {"type": "array", "items": schema_of(get_args(hint)[0])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(option) for option in get_args(hint)]}
    return dict(_KINDS[origin or hint])


def _described(hint: Any) -> Schema:
    inner, *marks = get_args(hint)
    schema = schema_of(inner)
    for mark in marks:
        if isinstance(mark, About):
            schema["description"] = mark.text
            names = _BOUNDS.get(schema.get("type", ""), ())
            bounds = zip(names, (mark.least, mark.most), strict=False)
            schema.update({name: bound for name, bound in bounds if bound is not None})
            if mark.default is not None:
                schema["default"] = mark.default
    return schema


def _object(made: Any) -> Schema:
    # Not __required_keys__: where annotations are strings it does not see what is marked as required.
    hints = get_type_hints(made, include_extras=True)
    return {
        "type": "object",
        "properties": {name: schema_of(_bare(hint)) for name, hint in hints.items()},
        "required": [name for name, hint in hints.items() if made.__total__ or get_origin(hint) is Required],
        "additionalProperties": False,
    }


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Required else hint
