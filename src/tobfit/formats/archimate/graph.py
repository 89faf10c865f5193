"""A draft looked at as a whole: ids, types and ends. What cannot be part of the graph is kept out and noted."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.formats.archimate.concept import Concept
from tobfit.formats.archimate.findings import Findings, Why
from tobfit.formats.archimate.table import table
from tobfit.model.scalars import Hints, shown

Concepts = dict[str, Concept]
"""The concepts of a model by their ids, in the order of the file."""


def sound(concepts: Iterable[Concept], findings: Findings) -> Concepts:
    """The concepts that have an id and a type of their own, and whose ends are there."""
    found: Concepts = {}
    for concept in concepts:
        if _is_told(concept, findings) and _is_first(concept, found, findings):
            found[concept.id] = concept
    _check_types(found.values(), findings)
    return _without_loose_ends(found, findings)


def _is_told(concept: Concept, findings: Findings) -> bool:
    thing = "element" if concept.ends is None else "relation"
    if not concept.id:
        findings.warn(concept.mark, "TF133", concept.path, f"the {thing} has no id", "nothing can refer to it")
        _keep_out(concept, findings, "it has no id")
    elif not concept.type:
        findings.warn(concept.mark, "TF136", concept.path, f"the {thing} {shown(concept.id)} has no type")
        _keep_out(concept, findings, "it has no type")
    return bool(concept.id and concept.type)


def _is_first(concept: Concept, found: Concepts, findings: Findings) -> bool:
    first = found.get(concept.id)
    if first is None:
        return True
    message = f"the id {shown(concept.id)} was already given on line {first.mark.line}"
    if (first.type, first.name, first.ends) == (concept.type, concept.name, concept.ends):
        findings.warn(concept.mark, "TF137", concept.path, message, "both say the same: one of them can go")
    else:
        hint = "give one of them another id: nobody can say which one the relations mean"
        findings.fail(concept.mark, "TF137", concept.path, message, hint)
    _keep_out(concept, findings, "its id was already given")
    return False


def _check_types(concepts: Iterable[Concept], findings: Findings) -> None:
    elements, relations = table().elements, table().relations
    near_elements, near_relations = Hints(elements), Hints(relations)
    for concept in concepts:
        known, hints = (elements, near_elements) if concept.ends is None else (relations, near_relations)
        if concept.type not in known:
            thing = "element" if concept.ends is None else "relation"
            message = f"ArchiMate has no {thing} of the type {shown(concept.type)}; it is kept as it is"
            findings.warn(concept.mark, "TF136", concept.path, message, hints.near(concept.type))


def _without_loose_ends(concepts: Concepts, findings: Findings) -> Concepts:
    """A relation at a relation that is kept out is kept out too, and so on."""
    held_by: dict[str, list[str]] = {}
    loose: list[tuple[str, str]] = []
    for concept in concepts.values():
        for end in dict.fromkeys(concept.ends or ()):
            if end in concepts:
                held_by.setdefault(end, []).append(concept.id)
            else:
                loose.append((concept.id, end))
    gone: dict[str, str] = {}
    while loose:
        id, end = loose.pop()
        if id not in gone:
            gone[id] = end
            loose.extend((holder, id) for holder in held_by.get(id, ()))
    for id, end in gone.items():
        _tell_loose(concepts[id], end, end in concepts, findings)
    return {id: concept for id, concept in concepts.items() if id not in gone}


def _tell_loose(relation: Concept, end: str, is_known: bool, findings: Findings) -> None:
    assert relation.ends is not None
    side = "source" if end == relation.ends[0] else "target"
    if not end:
        message = f"the {relation.type} {shown(relation.id)} has no {side}"
    elif is_known:
        message = f"the {side} {shown(end)} of the {relation.type} {shown(relation.id)} is a relation that is kept out"
    else:
        message = f"the {side} {shown(end)} of the {relation.type} {shown(relation.id)} leads nowhere"
    findings.warn(relation.mark, "TF134", relation.path, message, "the relation is kept out")
    _keep_out(relation, findings, "an end leads nowhere")


def _keep_out(concept: Concept, findings: Findings, why: Why) -> None:
    if concept.ends is None:
        what = f"the {concept.type or 'element'} {shown(concept.id)} {concept.name}".rstrip()
    else:
        source, target = map(shown, concept.ends)
        what = f"the {concept.type or 'relation'} {shown(concept.id)} from {source} to {target}"
    findings.skip(concept.mark, concept.path, what, why)
