"""What a vendor's document says beside its statements: its certificates, references, standing, regions and capacity
as statements on the terms of the vocabulary, for one client."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.cells import Truth
from tobfit.knowledge.check import VENDOR, check_value
from tobfit.knowledge.profile import in_force, segments_of, size_class_of
from tobfit.knowledge.regions import regions_of
from tobfit.model.client import Client, Industry
from tobfit.model.product import Statement
from tobfit.model.quantity import Quantity, ratio_to
from tobfit.model.scalars import Refused
from tobfit.model.span import span
from tobfit.model.vendor import Reference, Vendor
from tobfit.model.words import SIZES, SizeWord

CERTIFICATES = "ven.certificates"
REGIONS = "ven.support_regions"
CERTIFIED = "cmp"
"""The group whose terms are certificates too: ``iso27001`` speaks for ``cmp.iso27001`` and for sets that know it."""
ABOUT_ITS_SIZE = 2
"""A reference counts for size from one half of the client's size on."""

IsComplete = Callable[[str], bool]


@attrs.frozen(eq=False)
class Setting:
    """What a vendor's facts are measured against: the client, the knowledge, the day, the regions that lines name."""

    client: Client
    base: KnowledgeBase
    as_of: datetime.date
    regions: tuple[str, ...] = ()

    @cached_property
    def industries(self) -> tuple[tuple[str, ...], ...]:
        """For each industry of the client the segments that it may be."""
        return tuple(segments_of(industry, self.base) for industry in self.client.industries)

    @cached_property
    def sizes(self) -> tuple[tuple[SizeWord, ...], ...]:
        """For each scheme in force the classes that the client may have."""
        schemes = [scheme for scheme in self.base.scales.values() if in_force(scheme, self.as_of)]
        found = [size_class_of(self.client, scheme, self.base).options for scheme in schemes]
        return tuple(options for options in found if options)


def facts_of(vendor: Vendor, setting: Setting, is_complete: IsComplete) -> Mapping[str, Statement]:
    """Capability -> what the vendor's fields say of it, for terms that the vocabulary has. Lists are lower bounds where
    their term is not complete: what they do not hold is unknown, not absent."""
    found: dict[str, Statement] = {}
    for name, response, value in _facts(vendor, setting, is_complete):
        if name in setting.base.vocabulary:
            found.setdefault(name, Statement(response=response, value=value, evidence=vendor.evidence))
    return found


Fact = tuple[str, str, tuple[str, ...] | None]
"""Capability, response, value."""


def _facts(vendor: Vendor, setting: Setting, is_complete: IsComplete) -> Iterable[Fact]:
    yield from _certificates(vendor, setting)
    yield from _references(vendor, setting, is_complete)
    if vendor.support_regions:
        yield REGIONS, "standard", _regions(vendor.support_regions, setting)
    scale = vendor.scale
    if scale is not None and scale.employees is not None:
        yield "ven.employees", "standard", (str(scale.employees),)
    if scale is not None and scale.revenue is not None:
        yield "ven.revenue", "standard", (str(scale.revenue),)
    if vendor.founded is not None:
        yield "ven.years", "standard", (years_since(vendor.founded, setting.as_of),)
    if vendor.capacity is not None:
        yield "ven.capacity", "standard", (str(vendor.capacity),)
    yield from _finances(vendor, setting.base)


def _certificates(vendor: Vendor, setting: Setting) -> Iterable[Fact]:
    held = sorted({item.name for item in vendor.certificates if item.holds(setting.as_of)})
    if not held:
        return
    known = {key_of(name) for name in held}
    vocabulary = setting.base.vocabulary
    own = vocabulary.get(CERTIFICATES)
    members = [member for member in (own.members if own else ()) if key_of(member) in known]
    yield CERTIFICATES, "standard", tuple(dict.fromkeys([*members, *held]))
    for name, capability in vocabulary.capabilities.items():
        if CERTIFIED not in vocabulary.ancestors(name):
            continue
        if capability.kind == "set":
            if shared := tuple(member for member in capability.members if key_of(member) in known):
                yield name, "standard", shared
        elif key_of(name.removeprefix(f"{CERTIFIED}.")) in known:
            yield name, "standard", None


def key_of(certificate: str) -> str:
    """What two spellings of one certificate share: no issuer beside ISO, no year, no blanks and marks.

    >>> key_of("ISO/IEC 27001:2022"), key_of("iso27001"), key_of("PCI DSS") == key_of("pci_dss")
    ('iso27001', 'iso27001', True)
    """
    plain = unicodedata.normalize("NFKC", certificate).casefold()
    plain = re.sub(r"[:-]\s*(19|20)\d\d\s*$", "", plain).replace("iso/iec", "iso")
    return "".join(sign for sign in plain if sign.isalnum())


def _references(vendor: Vendor, setting: Setting, is_complete: IsComplete) -> Iterable[Fact]:
    """Counts: of those that count for certain, and where the list is complete of those that may."""
    tests: dict[str, Callable[[Reference], Truth]] = {
        "ven.references": lambda one: of_its_industry(one, setting),
        "com.references": lambda one: of_its_industry(one, setting),
        "ven.references_size": lambda one: of_its_size(one, setting),
        "ven.references_alike": lambda one: _both(of_its_industry(one, setting), of_its_size(one, setting)),
    }
    for name, test in tests.items():
        truths = [test(reference) for reference in vendor.references]
        sure, maybe = truths.count(True), truths.count(None)
        closed = name in setting.base.vocabulary and is_complete(name)
        if sure or (closed and maybe):
            yield name, "standard", (span(sure, sure + maybe if closed else None),)


def _both(one: Truth, other: Truth) -> Truth:
    return False if False in (one, other) else None if None in (one, other) else True


def of_its_industry(reference: Reference, setting: Setting) -> Truth:
    """Whether a reference is of an industry that the client states, or of a part of one. One that is filed under a
    broader industry may be, and so may one of which nobody said or knows the industry."""
    base = setting.base
    if reference.industry is None or not setting.industries:
        return None
    is_segment = reference.industry in base.segments
    own = (reference.industry,) if is_segment else segments_of(Industry(code=reference.industry), base)
    found = [_within(own, choices, base) for choices in setting.industries]
    return True if True in found else None if None in found else False


def _within(own: tuple[str, ...], choices: tuple[str, ...], base: KnowledgeBase) -> Truth:
    """Whether what is one of the first segments lies within what is one of the second."""
    if not own or not choices:
        return None
    found: set[Truth] = set()
    for one in own:
        for wanted in choices:
            if one == wanted or wanted in base.wider_segments.get(one, ()):
                found.add(True)
            else:
                known = wanted in base.segments and one not in base.wider_segments.get(wanted, ())
                found.add(False if known else None)
    return found.pop() if len(found) == 1 else None


def of_its_size(reference: Reference, setting: Setting) -> Truth:
    """Whether a reference has at least half the client's size: by heads, else by its size class (not below the
    client's), else by revenue or assets in one currency; unknown where none of these compares."""
    scale, client = reference.scale, setting.client.scale
    if scale is None:
        return None
    if scale.employees is not None and client is not None and client.employees is not None:
        return scale.employees * ABOUT_ITS_SIZE >= client.employees
    if scale.size is not None and (truth := _by_class(scale.size, setting)) is not None:
        return truth
    for name in ("revenue", "assets"):
        theirs, ours = getattr(scale, name), getattr(client, name) if client is not None else None
        if theirs is not None and ours is not None and (pair := _pair(theirs, ours)) is not None:
            return pair[0] * ABOUT_ITS_SIZE >= pair[1]
    return None


def _by_class(size: SizeWord, setting: Setting) -> Truth:
    if size == SIZES[-1]:
        return True
    places = [SIZES.index(option) for options in setting.sizes for option in options]
    if not places:
        return None
    place = SIZES.index(size)
    return True if place >= max(places) else False if place < min(places) else None


def _pair(one: Quantity, other: Quantity) -> tuple[Fraction, Fraction] | None:
    try:
        return ratio_to(one, other, None)
    except Refused:
        return None


def _regions(said: Iterable[str], setting: Setting) -> tuple[str, ...]:
    """What is said, and those that lines name which lie within: who supports the EU supports Germany."""
    found = dict.fromkeys(said)
    names = {name.upper() for name in found}
    for asked in setting.regions:
        if not names.isdisjoint({asked.upper(), *regions_of(asked, setting.base)}):
            found[asked] = None
    return tuple(found)


def years_since(founded: str, as_of: datetime.date) -> str:
    """The full years between a year, or a day, and a day; of a year the two that they can be.

    >>> years_since("2009-12-31", datetime.date(2026, 11, 1)), years_since("2009", datetime.date(2026, 11, 1))
    ('16', '16..17')
    """
    if len(founded) == len("2009"):
        first, last = datetime.date(int(founded), 1, 1), datetime.date(int(founded), 12, 31)
        return span(_years(last, as_of), _years(first, as_of))
    day = datetime.date.fromisoformat(founded)
    return span(_years(day, as_of), _years(day, as_of))


def _years(start: datetime.date, end: datetime.date) -> int:
    return max(0, end.year - start.year - ((end.month, end.day) < (start.month, start.day)))


def _finances(vendor: Vendor, base: KnowledgeBase) -> Iterable[Fact]:
    """Keys of ``finances`` that are terms of the group: ``equity`` is ``ven.equity``."""
    for key, value in vendor.finances.items():
        capability = base.vocabulary.get(f"{VENDOR}.{key}")
        texts = texts_of(value)
        if capability is None or texts is None:
            continue
        if capability.kind == "boolean":
            if texts in (("true",), ("false",)):
                yield capability.id, "standard" if texts == ("true",) else "not_supported", None
        elif not any(not remark.warning for remark in check_value(texts, capability, "")):
            yield capability.id, "standard", texts


def texts_of(value: object) -> tuple[str, ...] | None:
    """A free value as the value of a statement; None for a mapping."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return value
    return None
