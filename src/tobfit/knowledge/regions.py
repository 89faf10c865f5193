"""Where a region lies: a country in a union, a part of a country in the country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tobfit.knowledge.base import KnowledgeBase

COUNTRY = re.compile(r"[A-Z]{2}")
PART = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
"""ISO 3166-1 and 3166-2: a country, and a part of one."""
RESIDENCY = "dep.data_residency"
"""The capability whose members are the regions where data stay."""
ELSEWHERE = "another"
"""A region that is none of those that anybody named."""


def regions_of(region: str | None, base: KnowledgeBase) -> frozenset[str]:
    """A region and all that it lies in, in capitals; nothing where nobody can say where it lies. Where the vocabulary
    has no list of regions, a name stands for itself.

    >>> from tobfit.knowledge.packs import Packs
    >>> sorted(regions_of("US-CA", Packs(()).base)), sorted(regions_of("west", Packs(()).base))
    (['US', 'US-CA'], ['WEST'])
    """
    if region is None or not _is_known(region, base):
        return frozenset()
    name, within = region.upper(), _within(base)
    part = PART.fullmatch(name)
    if part is None:
        return frozenset([name, *lies_in(name, within)])
    return frozenset([name, part[1], *lies_in(part[1], within)])


def lies_in(member: str, within: Mapping[str, str]) -> tuple[str, ...]:
    """What a member lies in, nearest first.

    >>> lies_in("DE", {"DE": "EU", "EU": "EEA"})
    ('EU', 'EEA')
    """
    found: list[str] = []
    at = within.get(member)
    while at is not None and at not in found:
        found.append(at)
        at = within.get(at)
    return tuple(found)


def may_hold(region: str, others: Iterable[str], base: KnowledgeBase) -> bool:
    """Whether some other region lies within a region, so that who is here may be there or not."""
    name = region.upper()
    return any(other.upper() != name and name in regions_of(other, base) for other in others)


def _is_known(region: str, base: KnowledgeBase) -> bool:
    name, capability = region.upper(), base.vocabulary.get(RESIDENCY)
    members = () if capability is None else capability.members
    if not members or COUNTRY.fullmatch(name) or PART.fullmatch(name) or name in _within(base).values():
        return True
    return region == ELSEWHERE or name in {member.upper() for member in members}


def _within(base: KnowledgeBase) -> Mapping[str, str]:
    jurisdictions = base.attributes.get("jurisdictions")
    return {} if jurisdictions is None else jurisdictions.within
