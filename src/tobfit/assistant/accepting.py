"""Whether arguments suit a schema; everything that does not, at once, in the form of all problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.assistant.describing import Schema
from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import Hints, shown

CODE = "TF470"
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list, tuple),
    "object": (Mapping,),
    "null": (type(None),),
}
_NAMES = {
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a JSON object",
    "null": "null",
}


def accept(schema: Schema, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments, a whole number written as 5.0 as the integer that it is; one TobfitError (TF470, TF472) with all
    that the schema does not allow.

    >>> try:
    ...     accept({"type": "object", "properties": {"limit": {"type": "integer"}}, "required": []}, {"limt": 3})
    ... except TobfitError as error:
    ...     print(error)
    TF470 limt: there is no argument 'limt'
      help: did you mean 'limit'?
    """
    problems = list(_object(schema, arguments, ""))
    if problems:
        raise TobfitError(problems)
    kinds = {name: inner.get("type") for name, inner in schema.get("properties", {}).items()}
    return {name: int(value) if kinds[name] == "integer" else value for name, value in arguments.items()}


def _object(schema: Schema, value: Mapping[str, Any], path: str) -> Iterable[Problem]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if schema.get("additionalProperties") is True:
        return
    hints = Hints(list(properties))
    for name in value:
        if name not in properties:
            yield _problem(shown(name)[1:-1], f"there is no argument {shown(name)}", hints.near(name))
    for name in schema.get("required", ()):
        if name not in value:
            yield _problem(name, f"{shown(name)} is missing", properties[name].get("description"))
    for name, inner in properties.items():
        if name in value:
            yield from _value(inner, value[name], f"{path}.{name}" if path else name)


def _value(schema: Schema, value: Any, path: str) -> Iterable[Problem]:
    options = schema.get("anyOf", [schema])
    fitting = next((option for option in options if _is(option["type"], value)), None)
    if fitting is None:
        wanted = " or ".join(_NAMES[option["type"]] for option in options)
        yield _problem(path, f"{_named(value)} stands where {wanted} belongs")
        return
    if "enum" in fitting and value not in fitting["enum"]:
        allowed = f"allowed: {', '.join(fitting['enum'])}"
        yield _problem(path, f"unknown value {shown(str(value))}", allowed)
    yield from _bounds(fitting, value, path)
    if fitting["type"] == "array":
        for place, item in enumerate(value[: fitting.get("maxItems")]):
            yield from _value(fitting["items"], item, f"{path}[{place}]")
    if fitting["type"] == "object":
        yield from _object(fitting, value, path)


def _bounds(schema: Schema, value: Any, path: str) -> Iterable[Problem]:
    if (least := schema.get("minimum")) is not None and not least <= value <= schema["maximum"]:
        yield _problem(path, f"{value} is out of range", f"allowed: {least} to {schema['maximum']}")
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        yield _too_much(path, f"{len(value):,} characters are more than {schema['maxLength']:,}")
    if "maxItems" in schema and len(value) > schema["maxItems"]:
        yield _too_much(path, f"{len(value):,} items are more than {schema['maxItems']:,}")
    if "minItems" in schema and len(value) < schema["minItems"]:
        yield _problem(path, "the list is empty", schema.get("description"))


def _is(kind: str, value: Any) -> bool:
    """Whether a value is of a JSON type; true and false are no numbers, and 5.0 is an integer."""
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _named(value: Any) -> str:
    return next((name for kind, name in _NAMES.items() if _is(kind, value)), f"a {type(value).__name__}")


def _problem(path: str, message: str, hint: str | None = None) -> Problem:
    return Problem(code=CODE, message=message, path=path, hint=hint)


def _too_much(path: str, message: str) -> Problem:
    return Problem(code="TF472", message=message, path=path, hint="send less at once")
