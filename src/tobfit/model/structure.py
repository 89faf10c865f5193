"""From trees to records: directed by the declared types, all problems at once, every place kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import UNSTATED, Label, check_language
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.shape import FieldShape, Shape, field_shape, fields_of
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, from_plain, problem_at

FAILED: Any = object()
"""Stands for a value that could not be read; its problem is in the sink."""
NOTHING_SAID = Scalar("null", False)


@attrs.frozen
class Sink:
    """Where a reading leaves its problems, and the place of every path it passed."""

    problems: list[Problem] = attrs.field(factory=list)
    places: dict[str, Mark] = attrs.field(factory=dict)

    def refuse(self, mark: Mark, path: str, refused: Refused) -> Any:
        """Notes a refusal; gives FAILED so that reading goes on with the rest."""
        self.problems.append(problem_at(mark, refused.code, path, refused.message, hint=refused.hint))
        return FAILED


class Checked(Protocol):
    """A record with rules that span its fields."""

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Relative path and refusal of each rule that is broken."""


def structure(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    """The value of a node for a shape, or FAILED with at least one problem in the sink."""
    sink.places[path] = node.mark
    match shape.kind:
        case "scalar" | "choice":
            return _scalar(node, shape, path, sink)
        case "record":
            return structure_record(node, shape.record, path, sink)
        case "list":
            return _list(node, shape, path, sink)
        case "map":
            return _map(node, shape, path, sink)
        case "label":
            return _label(node, path, sink)
        case "free":
            return _free(node)


def _scalar(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    if not isinstance(node, Scalar):
        wanted = shape.scalar.name if shape.scalar else "one of " + ", ".join(shape.choices)
        return sink.refuse(node.mark, path, Refused("TF205", f"{_kind_of(node)} stands where {wanted} belongs"))
    try:
        if shape.scalar:
            return shape.scalar.parse(node.text, node.quoted)
        if node.text not in shape.choices:
            hint = near(node.text, shape.choices)
            raise Refused("TF206", f"{shown(node.text)} is not among the allowed words", hint)
        return node.text
    except Refused as refused:
        return sink.refuse(node.mark, path, refused)


def structure_record(node: Node, cls: type[Any] | None, path: str, sink: Sink) -> Any:
    """A record of a mapping (or of the short form that its class allows)."""
    assert cls is not None
    if isinstance(node, Scalar) and hasattr(cls, "shorthand"):
        try:
            parts = cls.shorthand(node.text)
        except Refused as short:
            return sink.refuse(node.mark, path, short)
        node = Map(
            tuple((Scalar(k, True, node.mark), attrs.evolve(node, text=v)) for k, v in parts.items()),
            node.mark,
        )
    if not isinstance(node, Map):
        fields = ", ".join(field.name for field in fields_of(cls))
        message = f"{_kind_of(node)} stands where a mapping belongs"
        return sink.refuse(node.mark, path, Refused("TF205", message, f"keys: {fields}"))
    before = len(sink.problems)
    values = {field.attribute: _field(node, field, path, sink) for field in fields_of(cls)}
    _unknown_keys(node, cls, path, sink)
    if len(sink.problems) > before:
        return FAILED
    made = _make(cls, values)
    for where, refused in check_of(made):
        sink.refuse(_place(sink, f"{path}{where}", node.mark), f"{path}{where}", refused)
    return made if len(sink.problems) == before else FAILED


def _field(node: Map, field: FieldShape, path: str, sink: Sink) -> Any:
    child = node.get(field.name)
    if child is None or (isinstance(child, Scalar) and child.is_null):
        if field.required:
            what = "is missing" if child is None else "is empty"
            mark = node.mark if child is None else child.mark
            return sink.refuse(mark, path, Refused("TF204", f"the key '{field.name}' {what}"))
        return field.default
    return structure(child, field.shape, f"{path}.{field.name}", sink)


def _unknown_keys(node: Map, cls: type[Any], path: str, sink: Sink) -> None:
    names = [field.name for field in fields_of(cls)]
    for key, _ in node.entries:
        if key.text not in names:
            hint = near(key.text, names) or f"allowed: {', '.join(names)}"
            sink.refuse(key.mark, path, Refused("TF203", f"unknown key {shown(key.text)}", hint))


def _make(cls: Any, values: Mapping[str, Any]) -> Any:
    """The record of values that are converted and complete: the constructor would convert them again."""
    made = cls.__new__(cls)
    for field in attrs.fields(cls):
        value = values[field.name] if field.name in values else _fresh(field)
        object.__setattr__(made, field.name, value)
    return made


def _fresh(field: attrs.Attribute[Any]) -> Any:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def check_of(made: Any) -> Iterable[tuple[str, Refused]]:
    """The broken rules of a record that span its fields."""
    return made.check() if hasattr(made, "check") else ()


def _place(sink: Sink, path: str, fallback: Mark) -> Mark:
    return sink.places.get(path, fallback)


def _list(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    assert shape.item is not None
    if isinstance(node, Seq):
        items: Sequence[Node] = node.items
    elif shape.one_or_many and not (isinstance(node, Map) and shape.item.kind == "scalar"):
        items = (node,)
    else:
        message = f"{_kind_of(node)} stands where a list belongs"
        return sink.refuse(node.mark, path, Refused("TF205", message, _list_hint(node, shape.item)))
    values = [structure(item, shape.item, f"{path}[{i}]", sink) for i, item in enumerate(items)]
    if shape.item.kind == "record":
        _unique(values, items, path, sink)
    return FAILED if any(value is FAILED for value in values) else tuple(values)


def _list_hint(node: Node, item: Shape) -> str | None:
    takes_text = item.kind in ("scalar", "choice") or hasattr(item.record, "shorthand")
    if isinstance(node, Map) and item.kind == "record":
        return "begin each item of the list with '- '"
    return f"write [{node.text}]" if isinstance(node, Scalar) and takes_text and len(node.text) < 40 else None


def _unique(values: Sequence[Any], items: Sequence[Node], path: str, sink: Sink) -> None:
    first: dict[str, Mark] = {}
    for index, (value, item) in enumerate(zip(values, items, strict=True)):
        own = getattr(value, "id", None)
        if own is None:
            continue
        if own in first:
            line = f", first in line {first[own].line}" if first[own].line else ""
            refused = Refused("TF215", f"the id {shown(own)} stands twice{line}")
            sink.refuse(_place(sink, f"{path}[{index}].id", item.mark), f"{path}[{index}].id", refused)
        first.setdefault(own, _place(sink, f"{path}[{index}].id", item.mark))


def _map(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    assert shape.key is not None
    assert shape.item is not None
    if not isinstance(node, Map):
        return sink.refuse(node.mark, path, Refused("TF205", f"{_kind_of(node)} stands where a mapping belongs"))
    values = {}
    for key, child in node.entries:
        name = _scalar(key, shape.key, f"{path}.{key.text}", sink)
        if isinstance(child, Scalar) and child.is_null:
            refused = Refused("TF204", f"nothing is said of {shown(key.text)}")
            values[name] = sink.refuse(child.mark, f"{path}.{key.text}", refused)
            continue
        values[name] = structure(child, shape.item, f"{path}.{key.text}", sink)
    return FAILED if FAILED in values or any(v is FAILED for v in values.values()) else FrozenMap(values)


def _label(node: Node, path: str, sink: Sink) -> Any:
    if isinstance(node, Scalar):
        return Label(FrozenMap({UNSTATED: node.text}))
    if isinstance(node, Seq) or not node.entries:
        message = f"{_kind_of(node)} stands where a text belongs"
        return sink.refuse(node.mark, path, Refused("TF205", message, "a text, or {en: ..., zh: ...}"))
    texts = {}
    for key, child in node.entries:
        try:
            check_language(key.text)
        except Refused as refused:
            return sink.refuse(key.mark, path, refused)
        if not isinstance(child, Scalar):
            message = f"{_kind_of(child)} stands where a text belongs"
            return sink.refuse(child.mark, f"{path}.{key.text}", Refused("TF205", message))
        texts[key.text] = child.text
    return Label(FrozenMap(texts))


def _free(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return tuple(_free(item) for item in node.items)
    return FrozenMap({key.text: _free(child) for key, child in node.entries})


def _kind_of(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text {shown(node.text)}"
    return "a list" if isinstance(node, Seq) else "a mapping"


def convert_field(cls: type[Any], name: str, value: Any) -> Any:
    """What a constructor stores for a value passed in; errors name class and field."""
    return convert(value, field_shape(cls, name), f"{cls.__name__}.{name}")


def convert(value: Any, shape: Shape, path: str) -> Any:
    """The value of a shape for a Python value; a TobfitError holds all that is wrong with it."""
    if value is None and shape.optional:
        return None
    sink = Sink()
    if _is_ready(value, shape):
        if shape.kind == "list" and shape.item is not None and shape.item.kind == "record":
            _unique(value, [NOTHING_SAID] * len(value), path, sink)
        if sink.problems:
            raise TobfitError(sink.problems)
        return value
    made = structure(from_plain(value, path), shape, path, sink)
    if sink.problems:
        raise TobfitError(sink.problems)
    return made


def _is_ready(value: Any, shape: Shape) -> bool:
    match shape.kind:
        case "scalar":
            return shape.scalar is not None and shape.scalar.accepts(value)
        case "record":
            return shape.record is not None and isinstance(value, shape.record)
        case "list":
            return isinstance(value, tuple) and shape.item is not None and _all_ready(value, shape.item)
        case "map":
            return isinstance(value, FrozenMap) and shape.item is not None and _all_ready(value.values(), shape.item)
        case "label":
            return isinstance(value, Label)
        case _:
            return False


def _all_ready(values: Iterable[Any], shape: Shape) -> bool:
    return shape.kind in ("record", "list", "label") and all(_is_ready(value, shape) for value in values)


def check_record(made: Any) -> None:
    """Raises what is wrong across the fields of a record that a call has built."""
    name = type(made).__name__
    problems = [
        Problem(code=refused.code, message=refused.message, path=f"{name}{where}", hint=refused.hint)
        for where, refused in check_of(made)
    ]
    if problems:
        raise TobfitError(problems)
