"""JSON Schema of records, made from the same declared types that the readers follow."""

from __future__ import annotations

from typing import Any

from tobfit.model.label import LANGUAGE
from tobfit.model.requirement import Need
from tobfit.model.scalars import Refused
from tobfit.model.shape import Shape, fields_of

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
FREE: Schema = {
    "description": "A text, a list or a mapping of such.",
    "anyOf": [
        SCALAR,
        {"type": "array", "items": {"$ref": "#/$defs/free"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/free"}},
    ],
}
LABEL: Schema = {
    "description": "A text, or one text for each language (BCP 47).",
    "anyOf": [
        SCALAR,
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^(?:{LANGUAGE.pattern})$"},
            "additionalProperties": SCALAR,
        },
    ],
}
# Words that stand for a whole record where any other word is refused.
_WORDS: dict[type[Any], tuple[str, ...]] = {Need: ("present",)}


def record_schema(cls: type[Any]) -> Schema:
    """The JSON Schema (2020-12) of what a record of the class is read from; every record it holds is in ``$defs``.

    The schema is no looser than the reader in keys, words and required fields. Rules that span fields, units
    and the vocabulary are the reader's alone.

    >>> record_schema(Need)["anyOf"][0], record_schema(Need)["anyOf"][1]["additionalProperties"]
    ({'enum': ['present']}, False)
    """
    parts: dict[str, Schema] = {}
    body = _or_short(cls, object_schema(cls, parts))
    return {"$schema": DIALECT, "title": cls.__name__, **body, "$defs": definitions(parts)}


def definitions(parts: dict[str, Schema]) -> Schema:
    """The gathered definitions by name, with those that all schemas share."""
    return {name: parts[name] for name in sorted(parts)} | {"free": FREE, "label": LABEL}


def object_schema(cls: type[Any], parts: dict[str, Schema]) -> Schema:
    """The mapping form of a record; schemas of the records in its fields are laid into ``parts``."""
    fields = fields_of(cls)
    schema: Schema = {"type": "object", "description": _first_line(cls)}
    schema["properties"] = {
        field.name: shape_schema(field.shape, parts) if field.required else _or_null(field.shape, parts)
        for field in fields
    }
    required = [field.name for field in fields if field.required]
    if required:
        schema["required"] = required
    return {**schema, "additionalProperties": False}


def shape_schema(shape: Shape, parts: dict[str, Schema]) -> Schema:
    """The schema of one shape."""
    match shape.kind:
        case "scalar" if shape.scalar:
            return dict(shape.scalar.schema)
        case "choice":
            return {"enum": list(shape.choices)}
        case "list" if shape.item:
            item = shape_schema(shape.item, parts)
            many = {"type": "array", "items": item}
            return {"anyOf": [item, many]} if shape.one_or_many else many
        case "map" if shape.item and shape.key:
            names = {name: rule for name, rule in shape_schema(shape.key, parts).items() if name != "type"}
            item = shape_schema(shape.item, parts)
            return {"type": "object", "propertyNames": names, "additionalProperties": item}
        case "record" if shape.record:
            return _reference(shape.record, parts)
        case _:
            return {"$ref": f"#/$defs/{shape.kind}"}


def _or_null(shape: Shape, parts: dict[str, Schema]) -> Schema:
    """A field that may be left out may also be left empty."""
    schema = shape_schema(shape, parts)
    choices = schema["anyOf"] if list(schema) == ["anyOf"] else [schema]
    return {"anyOf": [*choices, {"type": "null"}]}


def _reference(cls: type[Any], parts: dict[str, Schema]) -> Schema:
    name = cls.__name__
    if name not in parts:
        parts[name] = {}  # stands in while the record's own fields are taken apart
        parts[name] = _or_short(cls, object_schema(cls, parts))
    return {"$ref": f"#/$defs/{name}"}


def _or_short(cls: type[Any], schema: Schema) -> Schema:
    """The mapping, or the short form that the class allows."""
    if not hasattr(cls, "shorthand"):
        return schema
    description = schema.pop("description")
    return {"description": description, "anyOf": [_short(cls), schema]}


def _short(cls: type[Any]) -> Schema:
    if cls in _WORDS:
        return {"enum": list(_WORDS[cls])}
    try:
        names = list(cls.shorthand("text"))
    except Refused:
        return {"type": "string"}
    # The short form is read as the fields that it fills, each of them alike.
    shape = next(field.shape for field in fields_of(cls) if field.name == names[0])
    return shape_schema(shape, {})


def _first_line(cls: type[Any]) -> str:
    return (cls.__doc__ or cls.__name__).strip().splitlines()[0]
