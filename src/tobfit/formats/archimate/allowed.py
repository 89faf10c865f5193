"""Whether ArchiMate allows a relation between two concepts."""

from __future__ import annotations

from tobfit.formats.archimate.table import RELATIONSHIP, Table, table
from tobfit.formats.archimate.types import element_type, relation_type


def is_allowed(type: str, source_type: str, target_type: str) -> bool | None:
    """Whether ArchiMate 3.2 allows a relation of a type from one kind of concept to another; None: a type is unknown.

    An end may be a relation; then its type is that of the relation. A junction may take what its own row says: whether
    its relations agree with one another is another question. Names of ArchiMate 2 are understood.

    >>> is_allowed("Realization", "Artifact", "ApplicationComponent"), is_allowed("Flow", "Artifact", "DataObject")
    (True, False)
    >>> is_allowed("Association", "BusinessRole", "Flow"), is_allowed("Access", "BusinessRole", "Robot")
    (True, None)
    """
    known = table()
    relation, source, target = relation_type(type), _end(source_type, known), _end(target_type, known)
    if relation not in known.relations or (source, target) not in known.between:
        return None
    return relation in known.between[source, target]


def _end(written: str, known: Table) -> str:
    if element_type(written) in known.elements:
        return element_type(written)
    return RELATIONSHIP if written == RELATIONSHIP or relation_type(written) in known.relations else written
