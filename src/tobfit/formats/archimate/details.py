"""The small print of a concept: attributes and parts that have no place in tobfit's records."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tobfit.formats.archimate.concept import Draft
from tobfit.formats.archimate.findings import Why, counted
from tobfit.formats.archimate.types import JUNCTION_KINDS, without_prefix
from tobfit.formats.xml_tree import Xml
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import shown

WHYS: Mapping[str, Why] = FrozenMap(
    {
        "accessType": "no place for access types",
        "modifier": "no place for strengths of influence",
        "strength": "no place for strengths of influence",
        "isDirected": "no place for directions of associations",
        "directed": "no place for directions of associations",
        "profiles": "no place for profiles",
        "type": "no place for kinds of junction",
    }
)
"""Attributes that say something, in the words of the exchange format and of Archi."""

ACCESS_BY_NUMBER: Mapping[str, str] = FrozenMap({"0": "Write", "1": "Read", "2": "Access", "3": "ReadWrite"})
"""How Archi writes what the exchange format calls by name."""


def skip_attributes(draft: Draft, node: Xml, path: str, owner: str, read: Collection[str]) -> None:
    """Notes every attribute that says something and was not read."""
    for key, value in node.attributes.items():
        if key in read:
            continue
        shown_value = ACCESS_BY_NUMBER.get(value, value) if key == "accessType" else value
        what = f"{_local(key)} {shown(shown_value)} of {shown(owner)}"
        draft.findings.skip(node.mark, f"{path}/@{_local(key)}", what, WHYS.get(key, "an attribute that is not read"))


def skip_property(draft: Draft, node: Xml, path: str, key: str, value: str, owner: str) -> None:
    """Notes a property, with its value."""
    what = f"{shown(key)} {shown(value)} of {shown(owner)}"
    draft.findings.skip(node.mark, path, what, "no place for properties")


def skip_junction_kind(draft: Draft, node: Xml, path: str, owner: str, written: str) -> None:
    """Notes whether a junction was said to be an *and* or an *or*."""
    kind = without_prefix(written)
    if kind in JUNCTION_KINDS:
        draft.findings.skip(node.mark, path, f"{kind} of {shown(owner)}", "no place for kinds of junction")


def skip_folder(draft: Draft, node: Xml, path: str, name: str, items: int) -> None:
    """Notes a folder; what lies in it is read, but not that it lies there."""
    what = f"the folder {shown(name)} with {counted(items, 'item')}"
    draft.findings.skip(node.mark, path, what, "no place for folders")


def skip_view(draft: Draft, node: Xml, path: str, name: str, nodes: int, connections: int) -> None:
    """Notes a view, with its size."""
    what = f"the view {shown(name)} with {counted(nodes, 'node')} and {counted(connections, 'connection')}"
    draft.findings.skip(node.mark, path, what, "no place for views")


def skip_part(draft: Draft, node: Xml, path: str) -> None:
    """Notes a part that no reader knows."""
    draft.findings.skip(node.mark, path, f"the part {shown(node.name)}", "a part that is not read")


def _local(key: str) -> str:
    return key.rpartition("}")[2]
