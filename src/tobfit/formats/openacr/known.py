"""The criteria of the catalogues that OpenACR publishes, for reports whose catalogue is not at hand."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources

import attrs

from tobfit.formats.openacr.record import Criterion
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.tree import Map, Node, Scalar, Seq

SECTION_508 = "section508"
FALLBACK = "wcag21"
"""The scheme of a report that names no catalogue, or one that is not at hand."""


@attrs.frozen
class Known:
    """Edition names with their schemes, and the criteria of each scheme with those of Section 508."""

    editions: dict[str, str]
    criteria: dict[str, tuple[Criterion, ...]]


@functools.cache
def known() -> Known:
    """The shipped table.

    >>> known().editions["2.4-edition-wcag-2.1-508-en"], len(known().criteria["wcag21"])
    ('wcag21', 173)
    """
    file = resources.files("tobfit") / "packs" / "openacr" / "criteria.yaml"
    root = parse_yaml(file.read_text(encoding="utf-8"), "criteria.yaml")
    components = tuple(_text(item) for item in _items(_entry(root, "components")))
    section_508 = tuple(_section_508(_entry(root, "section508")))
    return Known(
        editions={name: _text(scheme) for name, scheme in _entries(_entry(root, "editions"))},
        criteria={
            scheme: (*_wcag(scheme, levels, components), *section_508)
            for scheme, levels in _entries(_entry(root, "wcag"))
        },
    )


def _wcag(scheme: str, levels: Node, components: tuple[str, ...]) -> Iterator[Criterion]:
    for level, titles in _entries(levels):
        for number, title in _entries(titles):
            yield Criterion(
                scheme=scheme,
                number=number,
                title=_text(title),
                chapter=f"success_criteria_level_{level}",
                level=level.upper(),
                components=components,
            )


def _section_508(chapters: Node) -> Iterator[Criterion]:
    for chapter, titles in _entries(chapters):
        for number, title in _entries(titles):
            yield Criterion(scheme=SECTION_508, number=number, title=_text(title), chapter=chapter)


# The table ships with tobfit, so that a node of another kind is a fault of ours and an assertion.
def _entry(node: Node, key: str) -> Node:
    assert isinstance(node, Map)
    value = node.get(key)
    assert value is not None
    return value


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    assert isinstance(node, Map)
    return ((key.text, value) for key, value in node.entries)


def _items(node: Node) -> tuple[Node, ...]:
    assert isinstance(node, Seq)
    return node.items


def _text(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.text
