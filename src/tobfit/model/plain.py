"""From records back to trees: the canonical form that documents are written in."""

from __future__ import annotations

from typing import Any

from tobfit.model.frozen import FrozenMap
from tobfit.model.shape import Shape, fields_of
from tobfit.model.tree import Map, Node, Scalar, Seq


def record_node(made: Any) -> Map:
    """Fields in their canonical order; what equals its default is left out."""
    entries = []
    for field in fields_of(type(made)):
        value = getattr(made, field.attribute)
        if value is None or (not field.required and value == field.default):
            continue
        entries.append((Scalar(field.name, True), value_node(value, field.shape)))
    return Map(tuple(entries))


def value_node(value: Any, shape: Shape) -> Node:
    """The tree of one value of a shape."""
    match shape.kind:
        case "scalar" if shape.scalar:
            text, quoted = shape.scalar.show(value)
            return Scalar(text, quoted)
        case "list" if shape.item:
            if shape.one_or_many and len(value) == 1:
                return value_node(value[0], shape.item)
            return Seq(tuple(value_node(item, shape.item) for item in value))
        case "map" if shape.item:
            return Map(tuple((Scalar(key, True), value_node(value[key], shape.item)) for key in sorted(value)))
        case "free":
            return free_node(value)
        case "record" | "label":
            node: Node = value.to_node()
            return node
        case _:
            return Scalar(str(value), True)


def free_node(value: Any) -> Node:
    """The tree of a free value; mappings in sorted order."""
    if isinstance(value, tuple):
        return Seq(tuple(free_node(item) for item in value))
    if isinstance(value, FrozenMap):
        return Map(tuple((Scalar(key, True), free_node(value[key])) for key in sorted(value)))
    return Scalar(str(value), True)


def to_plain(node: Node) -> Any:
    """Plain data of a tree: dict, list and text; numbers and literals become what JSON calls them."""
    if isinstance(node, Map):
        return {key.text: to_plain(child) for key, child in node.entries}
    if isinstance(node, Seq):
        return [to_plain(item) for item in node.items]
    if node.quoted:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    return None if node.is_null else _number(node.text)


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text
