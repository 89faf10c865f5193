"""Relations that ArchiMate forbids between what they connect. They are told, and kept: the model means something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tobfit.formats.archimate.allowed import is_allowed
from tobfit.formats.archimate.concept import Concept
from tobfit.formats.archimate.findings import Findings
from tobfit.formats.archimate.graph import Concepts
from tobfit.formats.archimate.table import JUNCTION
from tobfit.model.scalars import shown

HINT = "it is kept; the table of allowed relations is that of ArchiMate 3.2"


def check_triples(concepts: Concepts, findings: Findings) -> None:
    """Notes each relation that is forbidden between its ends, a junction being as good as what lies behind it."""
    relations = [concept for concept in concepts.values() if concept.ends is not None]
    for relation in relations:
        source, target = _ends(relation, concepts)
        if is_allowed(relation.type, source.type, target.type) is False:
            _tell(relation, source.type, target.type, "", findings)
    _check_junctions(relations, concepts, findings)


def _check_junctions(relations: Iterable[Concept], concepts: Concepts, findings: Findings) -> None:
    into: dict[str, list[Concept]] = {}
    out_of: dict[str, list[Concept]] = {}
    for relation in relations:
        source, target = _ends(relation, concepts)
        if target.type == JUNCTION and target.ends is None:
            into.setdefault(target.id, []).append(relation)
        if source.type == JUNCTION and source.ends is None:
            out_of.setdefault(source.id, []).append(relation)
    for junction in dict.fromkeys((*into, *out_of)):
        _check_one_type((*into.get(junction, ()), *out_of.get(junction, ())), junction, findings)
        for relation in _one_of_each(into.get(junction, ()), concepts):
            _check_through(relation, junction, out_of, concepts, findings)


def _check_one_type(relations: Iterable[Concept], junction: str, findings: Findings) -> None:
    """The relations at a junction have one type: that of the first."""
    first: Concept | None = None
    for relation in sorted(relations, key=lambda one: (one.mark.line, one.mark.column)):
        first = first or relation
        if relation.type != first.type:
            message = f"the {relation.type} {shown(relation.id)} meets the {first.type} {shown(first.id)}"
            message += f" at the junction {shown(junction)}"
            findings.warn(relation.mark, "TF135", relation.path, message, "the relations at a junction have one type")


def _one_of_each(relations: Iterable[Concept], concepts: Concepts) -> Iterable[Concept]:
    """The first relation from each type of source: the others would say the same."""
    found: dict[tuple[str, str], Concept] = {}
    for relation in relations:
        found.setdefault((relation.type, _ends(relation, concepts)[0].type), relation)
    return found.values()


def _check_through(
    relation: Concept, junction: str, out_of: dict[str, list[Concept]], concepts: Concepts, findings: Findings
) -> None:
    source = _ends(relation, concepts)[0]
    if source.type == JUNCTION and source.ends is None:
        return
    for target in dict.fromkeys(_behind(junction, relation.type, out_of, concepts)):
        if is_allowed(relation.type, source.type, target) is False:
            _tell(relation, source.type, target, f", which the junction {shown(junction)} leads to", findings)


def _behind(junction: str, type: str, out_of: dict[str, list[Concept]], concepts: Concepts) -> Iterator[str]:
    """The types of what relations of a type lead to from a junction, over other junctions too."""
    seen, open = {junction}, [junction]
    while open:
        for relation in out_of.get(open.pop(), ()):
            target = _ends(relation, concepts)[1]
            if relation.type != type:
                continue
            if target.type != JUNCTION or target.ends is not None:
                yield target.type
            elif target.id not in seen:
                seen.add(target.id)
                open.append(target.id)


def _ends(relation: Concept, concepts: Concepts) -> tuple[Concept, Concept]:
    assert relation.ends is not None
    return concepts[relation.ends[0]], concepts[relation.ends[1]]


def _tell(relation: Concept, source: str, target: str, way: str, findings: Findings) -> None:
    message = f"ArchiMate allows no {relation.type} from {source} to {target}{way}"
    findings.warn(relation.mark, "TF135", relation.path, message, HINT)
