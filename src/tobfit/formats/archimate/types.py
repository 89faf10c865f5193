"""The names of types: those of ArchiMate 3.2, whatever the version or the tool that wrote them."""

from __future__ import annotations

from collections.abc import Mapping

from tobfit.formats.archimate.table import JUNCTION
from tobfit.model.frozen import FrozenMap

SUFFIX = "Relationship"

OLD_ELEMENTS: Mapping[str, str] = FrozenMap(
    {
        "AndJunction": JUNCTION,
        "OrJunction": JUNCTION,
        "BusinessActivity": "BusinessProcess",
        "CommunicationPath": "Path",
        "InfrastructureFunction": "TechnologyFunction",
        "InfrastructureInterface": "TechnologyInterface",
        "InfrastructureService": "TechnologyService",
        "Network": "CommunicationNetwork",
    }
)
"""Elements of ArchiMate 1 and 2, and the two kinds of junction that the exchange format has, with their names today."""

OLD_RELATIONS: Mapping[str, str] = FrozenMap(
    {"Realisation": "Realization", "Specialisation": "Specialization", "UsedBy": "Serving"}
)
"""Relations of ArchiMate 1 and 2 that are called otherwise today."""

JUNCTION_KINDS = ("AndJunction", "OrJunction")


def element_type(written: str) -> str:
    """The type of an element as ArchiMate 3.2 calls it; an unknown one stays as written.

    >>> element_type("archimate:InfrastructureService"), element_type("Robot")
    ('TechnologyService', 'Robot')
    """
    name = without_prefix(written)
    return OLD_ELEMENTS.get(name, name)


def relation_type(written: str) -> str:
    """The type of a relation as ArchiMate 3.2 calls it; an unknown one stays as written but for its suffix.

    >>> relation_type("archimate:UsedByRelationship"), relation_type("Access")
    ('Serving', 'Access')
    """
    name = without_prefix(written)
    short = name.removesuffix(SUFFIX) or name
    return OLD_RELATIONS.get(short, short)


def without_prefix(written: str) -> str:
    """The local part of a name that may carry a namespace prefix.

    >>> without_prefix(" archimate:Node ")
    'Node'
    """
    return written.rpartition(":")[2].strip()
