"""Who delivers a product: its vendor, and of an offer the partner; what their documents say, beside the product's own
statements, for lines that ask about the vendor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from tobfit.knowledge.vendor_facts import Setting, facts_of
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Product, Statement
from tobfit.model.vendor import Vendor

NOTHING: FrozenMap[str, tuple[Statement, ...]] = FrozenMap({})


class Surroundings(Protocol):
    """Whatever knows what vendors' documents are read against: worked out only where a line asks about a vendor."""

    @property
    def setting(self) -> Setting:
        """The client, the knowledge and the day."""


@attrs.frozen(eq=False)
class Deliverer:
    """A vendor that delivers: by id, with its document where there is one. ``id`` is None where nobody names one."""

    id: str | None
    vendor: Vendor | None
    among: Surroundings = attrs.field(repr=False)

    @property
    def stated(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements of its document."""
        return NOTHING if self.vendor is None else self.vendor.capabilities

    @property
    def complete(self) -> tuple[str, ...]:
        """The branches that its document declares complete."""
        return () if self.vendor is None else self.vendor.complete


@attrs.frozen(eq=False)
class Told:
    """A product as it stands before lines about its vendor: ``product`` holds the statements of both documents,
    ``here`` names those capabilities that the vendor's own document speaks for, ``worked_out`` those among them that
    follow from its fields."""

    product: Product
    here: frozenset[str]
    worked_out: frozenset[str]


def told_of(product: Product, deliverer: Deliverer, vocabulary: Vocabulary) -> Told:
    """A product with what its vendor says.

    On one capability one of the two documents speaks: one that holds a finding before one that holds none, then the
    vendor's own. What follows from the vendor's fields speaks where neither states anything, broader statements that
    cover it included.
    """
    own = {name: said for name, said in deliverer.stated.items() if said}
    theirs = {name: said for name, said in product.capabilities.items() if said}
    here = {name for name, said in own.items() if name not in theirs or _precedes(said, theirs[name])}
    stated = {**theirs, **{name: own[name] for name in here}}
    complete = tuple(dict.fromkeys((*product.complete, *deliverer.complete)))
    if deliverer.vendor is None:
        return Told(product, frozenset(), frozenset())
    closed = frozenset(complete)

    def is_complete(name: str) -> bool:
        return not closed.isdisjoint((name, *vocabulary.ancestors(name)))

    facts = facts_of(deliverer.vendor, deliverer.among.setting, is_complete)
    free = {name: fact for name, fact in facts.items() if not _is_spoken_for(name, stated, vocabulary)}
    told = FrozenMap({**stated, **{name: (fact,) for name, fact in free.items()}})
    whole = product.evolve(capabilities=told, complete=complete)
    return Told(whole, frozenset({*here, *free}), frozenset(free))


def worked_out_of(vendor: Vendor, complete: Iterable[str], setting: Setting) -> Mapping[str, Statement]:
    """What follows from a vendor's fields where its document states nothing of the capability; ``complete`` are the
    branches that are declared complete."""
    closed, vocabulary = frozenset(complete), setting.base.vocabulary

    def is_complete(name: str) -> bool:
        return not closed.isdisjoint((name, *vocabulary.ancestors(name)))

    facts = facts_of(vendor, setting, is_complete)
    return {name: fact for name, fact in facts.items() if not vendor.capabilities.get(name)}


def _precedes(one: tuple[Statement, ...], other: tuple[Statement, ...]) -> bool:
    """Whether the vendor's document speaks, and not the product's."""
    return _has_finding(one) or not _has_finding(other)


def _has_finding(said: tuple[Statement, ...]) -> bool:
    return any(statement.by != "vendor" for statement in said)


def _is_spoken_for(name: str, stated: Mapping[str, tuple[Statement, ...]], vocabulary: Vocabulary) -> bool:
    """Whether a statement on the capability stands, or a broader one that covers it."""
    if name in stated:
        return True
    return any(s.covers_narrower for broader in vocabulary.ancestors(name) for s in stated.get(broader, ()))
