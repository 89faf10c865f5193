"""From trees to records: directed by the declared types, all problems at once, every place kept."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import UNSTATED, Label, canonical_tag, check_language
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.shape import FieldShape, Shape, field_shape, fields_of
from tobfit.model.tree import NOWHERE, Map, Mark, Node, Scalar, Seq, from_plain, key_node, problem_at

T = TypeVar("T")
FAILED: Any = object()
"""Stands for a value that could not be read; its problem is in the sink."""
NOTHING_SAID = Scalar("null", False)


@attrs.frozen
class Sink:
    """Where a reading leaves its problems, and the place of every path it passed."""

    problems: list[Problem] = attrs.field(factory=list)
    places: dict[str, Mark] = attrs.field(factory=dict)
    keys: dict[str, Mark] = attrs.field(factory=dict)
    """Where the keys of mappings with free keys stood, by the path of their values."""

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
            return _free(node, path, sink)


def _scalar(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    if not isinstance(node, Scalar):
        wanted = shape.scalar.name if shape.scalar else "one of " + ", ".join(shape.choices)
        return sink.refuse(node.mark, path, Refused("TF205", f"{kind_of(node)} stands where {wanted} belongs"))
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
        message = f"{kind_of(node)} stands where a mapping belongs"
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
        message = f"{kind_of(node)} stands where a list belongs"
        return sink.refuse(node.mark, path, Refused("TF205", message, _list_hint(node, shape.item)))
    values = [_item(item, shape.item, f"{path}[{i}]", sink) for i, item in enumerate(items)]
    if shape.item.kind == "record":
        _unique(values, items, path, sink)
    return FAILED if any(value is FAILED for value in values) else tuple(values)


def _item(node: Node, shape: Shape, path: str, sink: Sink) -> Any:
    is_empty = isinstance(node, Scalar) and node.is_null
    return _nothing(node, path, sink) if is_empty else structure(node, shape, path, sink)


def _nothing(node: Node, path: str, sink: Sink) -> Any:
    """Refuses an empty item: it would become the word that YAML has for nothing."""
    hint = "leave it out, or put the word in quotes"
    return sink.refuse(node.mark, path, Refused("TF204", "an item of the list is empty", hint))


def _list_hint(node: Node, item: Shape) -> str | None:
    takes_text = item.kind in ("scalar", "choice") or hasattr(item.record, "shorthand")
    if isinstance(node, Map) and item.kind == "record":
        return "begin each item of the list with '- '"
    return f"write [{node.text}]" if isinstance(node, Scalar) and takes_text and len(node.text) < 40 else None


def _unique(values: Sequence[Any], items: Sequence[Node], path: str, sink: Sink) -> None:
    ids = [own for value in values if (own := getattr(value, "id", None)) is not None]
    if len(set(ids)) == len(ids):
        return
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
        return sink.refuse(node.mark, path, Refused("TF205", f"{kind_of(node)} stands where a mapping belongs"))
    values = {}
    for key, child in node.entries:
        name = _scalar(key, shape.key, f"{path}.{key.text}", sink)
        sink.keys[f"{path}.{key.text}"] = key.mark
        values[name] = _value_of(key, child, shape.item, path, sink)
    return FAILED if FAILED in values or any(v is FAILED for v in values.values()) else FrozenMap(values)


def _value_of(key: Scalar, child: Node, shape: Shape, path: str, sink: Sink) -> Any:
    where = f"{path}.{key.text}"
    if isinstance(child, Scalar) and child.is_null:
        return sink.refuse(child.mark, where, Refused("TF204", f"nothing is said of {shown(key.text)}"))
    return structure(child, shape, where, sink)


def _label(node: Node, path: str, sink: Sink) -> Any:
    if isinstance(node, Scalar):
        return Label(FrozenMap({UNSTATED: node.text}))
    if isinstance(node, Seq) or not node.entries:
        message = f"{kind_of(node)} stands where a text belongs"
        return sink.refuse(node.mark, path, Refused("TF205", message, "a text, or {en: ..., zh: ...}"))
    before = len(sink.problems)
    texts: dict[str, str] = {}
    for key, child in node.entries:
        _translation(key, child, texts, path, sink)
    if not texts and len(sink.problems) == before:
        sink.refuse(node.mark, path, Refused("TF204", "no text in any language", "a text, or {en: ..., zh: ...}"))
    return FAILED if len(sink.problems) > before else Label(FrozenMap(texts))


def _translation(key: Scalar, child: Node, texts: dict[str, str], path: str, sink: Sink) -> None:
    """Lays the text of one language in; an empty one is a language that is absent."""
    where = f"{path}.{key.text}"
    try:
        check_language(key.text)
    except Refused as refused:
        sink.refuse(key.mark, path, refused)
        return
    tag = canonical_tag(key.text)
    if tag in texts:
        sink.refuse(key.mark, where, Refused("TF113", f"the language {shown(tag)} stands twice", "keep one of the two"))
    elif not isinstance(child, Scalar):
        sink.refuse(child.mark, where, Refused("TF205", f"{kind_of(child)} stands where a text belongs"))
    elif not child.is_null:
        texts[tag] = child.text


def _free(node: Node, path: str, sink: Sink) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        free = Shape(kind="free")
        items = tuple(_item(item, free, f"{path}[{i}]", sink) for i, item in enumerate(node.items))
        return FAILED if any(item is FAILED for item in items) else items
    values = {key.text: _value_of(key, child, Shape(kind="free"), path, sink) for key, child in node.entries}
    return FAILED if any(value is FAILED for value in values.values()) else FrozenMap(values)


def kind_of(node: Node) -> str:
    """A node as messages name it."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text {shown(node.text)}"
    return "a list" if isinstance(node, Seq) else "a mapping"


def convert_field(cls: type[Any], name: str, value: Any) -> Any:
    """What a constructor stores for a value passed in; errors name class and field."""
    return convert(value, field_shape(cls, name), f"{cls.__name__}.{name}")


def convert(value: Any, shape: Shape, path: str) -> Any:
    """The value of a shape for a Python value; a TobfitError holds all that is wrong with it."""
    sink = Sink()
    made = value if value is None and shape.optional else _converted(value, shape, path, sink, None)
    if sink.problems:
        raise TobfitError(sink.problems)
    return made


def evolved(made: T, changes: Mapping[str, Any]) -> T:
    """A copy with some fields changed: only what is new in them is converted, so that adding item after item to a
    long record does not read all of it again each time."""
    cls: type[T] = type(made)
    names = {field.name for field in attrs.fields(cls)}  # type: ignore[arg-type]
    if unknown := set(changes) - names:
        raise TypeError(f"a {cls.__name__} has no field {min(unknown)!r}")
    copy = cls.__new__(cls)
    for name in names:
        value = getattr(made, name)
        if name in changes:
            value = _renewed(changes[name], field_shape(cls, name), f"{cls.__name__}.{name}", value)
        object.__setattr__(copy, name, value)
    check_record(copy)
    return copy


def _renewed(value: Any, shape: Shape, path: str, before: Any) -> Any:
    if value is before or (value is None and shape.optional):
        return value
    sink = Sink()
    made = _converted(value, shape, path, sink, before)
    if sink.problems:
        raise TobfitError(sink.problems)
    return made


def _converted(value: Any, shape: Shape, path: str, sink: Sink, before: Any) -> Any:
    """The value of a shape; parts that stand in ``before``, the value that this one replaces, are taken as they are,
    and so are ready records: they may hold more than their documents would."""
    if _is_ready(value, shape):
        return value
    if shape.kind == "list" and _is_several(value):
        return _converted_list(value, shape, path, sink, before)
    if shape.kind == "list" and shape.one_or_many and shape.item is not None and _is_ready(value, shape.item):
        return (value,)
    if shape.kind == "map" and isinstance(value, Mapping):
        return _converted_map(value, shape, path, sink, before)
    return structure(from_plain(value, path), shape, path, sink)


def _is_ready(value: Any, shape: Shape) -> bool:
    match shape.kind:
        case "scalar":
            return shape.scalar is not None and shape.scalar.accepts(value)
        case "record":
            return shape.record is not None and isinstance(value, shape.record)
        case "label":
            return isinstance(value, Label)
        case _:
            return False


def _is_several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def _converted_list(value: Sequence[Any], shape: Shape, path: str, sink: Sink, before: Any) -> Any:
    assert shape.item is not None
    item_shape = shape.item
    same = _common(value, before) if isinstance(before, tuple) else 0
    made = list(value[:same])
    for index in range(same, len(value)):
        item = value[index]
        if item is None:
            made.append(_nothing(NOTHING_SAID, f"{path}[{index}]", sink))
        else:
            made.append(_converted(item, item_shape, f"{path}[{index}]", sink, None))
    if item_shape.kind == "record":
        _unique(made, [NOTHING_SAID] * len(made), path, sink)
    is_as_given = isinstance(value, tuple) and all(map(operator.is_, value, made))
    return value if is_as_given else tuple(made)


def _common(value: Sequence[Any], before: tuple[Any, ...]) -> int:
    """How many items at the beginning are the very same."""
    same = map(operator.is_, value, before)
    return next((index for index, is_same in enumerate(same) if not is_same), min(len(value), len(before)))


def _converted_map(value: Mapping[Any, Any], shape: Shape, path: str, sink: Sink, before: Any) -> Any:
    assert shape.key is not None
    assert shape.item is not None
    known: Mapping[Any, Any] = before if isinstance(before, FrozenMap) else FrozenMap()
    made: dict[Any, Any] = {}
    changed = 0
    for key, item in value.items():
        if item is not None and known.get(key) is item:
            made[key] = item
            continue
        where = f"{path}.{key}"
        name = _scalar(key_node(key, path), shape.key, where, sink)
        if item is None:
            made[name] = sink.refuse(NOWHERE, where, Refused("TF204", f"nothing is said of {shown(str(key))}"))
        else:
            made[name] = _converted(item, shape.item, where, sink, known.get(key))
        changed += made[name] is not item
    return value if isinstance(value, FrozenMap) and not changed else FrozenMap(made)


def check_record(made: Any) -> None:
    """Raises what is wrong across the fields of a record that a call has built."""
    name = type(made).__name__
    problems = [
        Problem(code=refused.code, message=refused.message, path=f"{name}{where}", hint=refused.hint)
        for where, refused in check_of(made)
    ]
    if problems:
        raise TobfitError(problems)
