"""What a reading of an OpenACR file gives."""

from __future__ import annotations

from typing import Literal

import attrs

from tobfit.errors import Problem
from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Pack
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement

NO_COMPONENT = "none"
"""The component of criteria that speak of the product as a whole; ids leave it out."""
LEVELS = ("A", "AA", "AAA")


@attrs.frozen(kw_only=True)
class Criterion:
    """One criterion of a catalogue; ``level`` is None where the standard has no levels.

    >>> one = Criterion(scheme="wcag21", number="1.2.5", title="", chapter="", components=("web",))
    >>> one.capability("web"), one.capability("none")
    ('wcag21:1.2.5/web', 'wcag21:1.2.5')
    """

    scheme: str
    number: str
    title: str
    chapter: str
    level: str | None = None
    components: tuple[str, ...] = (NO_COMPONENT,)

    @property
    def id(self) -> str:
        """Scheme and number, without a component."""
        return f"{self.scheme}:{self.number}"

    def capability(self, component: str) -> str:
        """The id of the capability that the criterion is for one component."""
        return self.id if component == NO_COMPONENT else f"{self.id}/{component}"


@attrs.frozen(kw_only=True)
class Element:
    """A thing that the file speaks of; the type is always ``criterion``."""

    id: str
    type: str
    name: str


@attrs.frozen(kw_only=True)
class Unread:
    """An answer that was not taken over, with what stood there; ``code`` is that of its problem."""

    code: str
    criterion: str
    component: str
    answer: str | None = None
    notes: str | None = None
    line: int | None = None
    column: int | None = None
    path: str


@attrs.frozen(kw_only=True)
class OpenAcr:
    """A catalogue (pack and requirements) or a report (one product), and all that was left out.

    ``criteria`` are those of the catalogue, of a report's catalogue too; ``elements`` those that the file
    itself names. ``skipped`` and ``skipped_levels`` count the entries that were not asked for.
    """

    kind: Literal["catalog", "report"]
    scheme: str
    elements: tuple[Element, ...] = ()
    relations: tuple[()] = ()
    landscape: None = None
    pack: Pack | None = None
    requirements: tuple[Requirement, ...] = ()
    products: tuple[Product, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    components: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    unanswered: tuple[str, ...] = ()
    not_evaluated: tuple[str, ...] = ()
    skipped: FrozenMap[str, int] = attrs.field(factory=FrozenMap)
    skipped_levels: FrozenMap[str, int] = attrs.field(factory=FrozenMap)
    problems: tuple[Problem, ...] = ()


def elements_of(criteria: tuple[Criterion, ...]) -> tuple[Element, ...]:
    """The criteria as elements, each id once."""
    names = {criterion.id: criterion.title for criterion in criteria}
    return tuple(Element(id=id, type="criterion", name=name) for id, name in names.items())
