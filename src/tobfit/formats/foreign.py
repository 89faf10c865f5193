"""What a reading of an architecture model in another format gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from tobfit.errors import Problem
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import Landscape
from tobfit.model.pack import Pack
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement


@attrs.frozen(kw_only=True)
class Element:
    """A thing that the file speaks of; the id as the file writes it, the type in the words of the format."""

    id: str
    type: str
    name: str


@attrs.frozen(kw_only=True)
class Relation:
    """A relation between two things of the file, either of which may be a relation itself."""

    id: str
    type: str
    source: str
    target: str
    name: str = ""


@attrs.frozen(kw_only=True)
class Unread:
    """Something that stood in the file and was not taken over.

    ``path`` is where it stands in the document, ``what`` what stood there, ``why`` the reason, in words that are the
    same for all of its kind, so that they can be counted.
    """

    path: str
    what: str
    why: str
    line: int | None = None
    column: int | None = None


@attrs.frozen(kw_only=True)
class Foreign:
    """A model of another format: its graph as written, what tobfit makes of it, and all that was left out.

    ``problems`` are warnings, or errors in parts that were passed over: a file that cannot be read at all raises.

    >>> crm, erp = (Element(id=id, type="ApplicationComponent", name=id.upper()) for id in ("crm", "erp"))
    >>> flow = Relation(id="r1", type="Flow", source="crm", target="erp")
    >>> Foreign(format="archimate", name="Office", elements=(crm, erp), relations=(flow,)).counts
    FrozenMap({'ApplicationComponent': 2, 'Flow': 1})
    """

    format: str
    name: str
    elements: tuple[Element, ...] = ()
    relations: tuple[Relation, ...] = ()
    landscape: Landscape | None = None
    pack: Pack | None = None
    requirements: tuple[Requirement, ...] = ()
    products: tuple[Product, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def counts(self) -> FrozenMap[str, int]:
        """How many elements there are of each type, and how many relations."""
        return _counted(one.type for part in (self.elements, self.relations) for one in part)

    @property
    def unread_counts(self) -> FrozenMap[str, int]:
        """How much was not taken over, by the reason."""
        return _counted(one.why for one in self.unread)


def _counted(words: Iterable[str]) -> FrozenMap[str, int]:
    return FrozenMap(sorted(Counter(words).items()))
