"""Size classes: the tightest range of classes that holds every completion of what is not known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.cells import Truth
from tobfit.model.client import Client, Industry
from tobfit.model.frozen import FrozenMap
from tobfit.model.quantity import Quantity, ratio_to
from tobfit.model.scalars import Refused
from tobfit.model.size import SizeCeiling, SizeGroup, SizeIndicator, SizeScheme
from tobfit.model.words import SIZES, SizeWord

Amounts = Mapping[str, Quantity | None]
"""Attribute -> its value, None where it is not known."""


@attrs.frozen
class SizeClass:
    """The lowest and the highest class that the client can have under a scheme; equal where it is certain, both
    None where the scheme has no class for the filing.

    ``group`` is the scheme's group of industries, None where the filing leaves several open; ``inputs`` is what
    was known, by attribute.
    """

    low: SizeWord | None
    high: SizeWord | None
    scheme: str
    group: str | None
    inputs: FrozenMap[str, str]

    @property
    def options(self) -> tuple[SizeWord, ...]:
        """The classes from low to high."""
        if self.low is None or self.high is None:
            return ()
        return SIZES[SIZES.index(self.low) : SIZES.index(self.high) + 1]

    def __str__(self) -> str:
        said = " or ".join(self.options) or "no class"
        return f"{said} under {self.scheme}"


def classify(client: Client, scheme: SizeScheme, amounts: Amounts, base: KnowledgeBase) -> SizeClass:
    """The class of a client whose indicators are these."""
    groups, code = _groups(client, scheme, base)
    # A scheme without groups is a hook for somebody's own table: until that is there, any class is possible.
    ranges = [_range(group, amounts) for group in groups] if scheme.groups else [(0, len(SIZES) - 1)]
    used = sorted({name for group in groups for name in _attributes(group)})
    inputs = {name: str(amount) for name in used if (amount := amounts.get(name)) is not None}
    return SizeClass(
        low=SIZES[min(low for low, _ in ranges)] if ranges else None,
        high=SIZES[max(high for _, high in ranges)] if ranges else None,
        scheme=scheme.id,
        group=groups[0].id if len(groups) == 1 else None,
        inputs=FrozenMap({**({"code": code} if code else {}), **inputs}),
    )


def attributes_of(scheme: SizeScheme) -> tuple[str, ...]:
    """The attributes that a scheme looks at."""
    return tuple(sorted({name for group in scheme.groups for name in _attributes(group)}))


def _attributes(group: SizeGroup) -> Iterable[str]:
    yield from (indicator.attr for indicator in group.indicators)
    for ceiling in group.ceilings:
        yield from (*ceiling.less_than, *ceiling.any_at_most)


def filing_of(client: Client, scheme: SizeScheme) -> str | None:
    """The filed code under the scheme's classification: of the primary industry, else the only one there is."""
    primary = [item for item in client.industries if item.primary]
    filed = {code for item in primary or client.industries if (code := _code(item, scheme)) is not None}
    return filed.pop() if len(filed) == 1 else None


def _code(industry: Industry, scheme: SizeScheme) -> str | None:
    return industry.code if industry.scheme in (scheme.filing, None) else None


def _groups(client: Client, scheme: SizeScheme, base: KnowledgeBase) -> tuple[Sequence[SizeGroup], str | None]:
    """The groups that the filing can fall into, and the filing where it is one code."""
    if scheme.filing is None:
        return scheme.groups, None
    code = filing_of(client, scheme)
    codes = [code] if code is not None else _possible_codes(client.industries, scheme, base)
    if not codes:
        return scheme.groups, None
    found = {group.id: group for filed in codes for group in _covering(filed, scheme)}
    return [group for group in scheme.groups if group.id in found], code


def _possible_codes(industries: Iterable[Industry], scheme: SizeScheme, base: KnowledgeBase) -> list[str]:
    """The codes that the primary industry (else any) is or can be filed under: its own, else those of its segment; ()
    where one of them has none in this scheme, so that nothing is known."""
    listed = list(industries)
    found: list[str] = []
    for item in [item for item in listed if item.primary] or listed:
        own = _code(item, scheme)
        segment = base.segments.get(item.segment or "")
        entries = segment.codes if segment else ()
        codes = [own] if own is not None else [c for e in entries if e.scheme == scheme.filing for c in e.codes]
        if not codes:
            return []
        found += codes
    return found


def _covering(filed: str, scheme: SizeScheme) -> list[SizeGroup]:
    """The groups of a filed code: the one with the longest code above it, and those whose codes lie below it."""
    wanted = _digits(filed, scheme)
    divisions = _expanded(scheme.sections, scheme)
    if not any(wanted) or (divisions and not any(want.startswith(d) for want in wanted for d in divisions)):
        return list(scheme.groups)  # no code of this classification: nothing is known
    best: dict[str, tuple[int, SizeGroup]] = {}
    found: dict[str, SizeGroup] = {}
    for group in scheme.groups:
        for code in _expanded(group.codes, scheme):
            for want in wanted:
                if want.startswith(code) and len(code) > best.get(want, (-1, group))[0]:
                    best[want] = (len(code), group)
                if code.startswith(want) and code != want:
                    found[group.id] = group
    found.update({group.id: group for _, group in best.values()})
    if not any(group.codes for group in scheme.groups):
        return list(scheme.groups)
    return [group for group in scheme.groups if group.id in found]


def _digits(code: str, scheme: SizeScheme) -> list[str]:
    """A filed code without its section letter; a letter alone is all its divisions."""
    section, digits = split_code(code)
    return [digits] if digits else _expanded([section], scheme) if section in scheme.sections else []


def split_code(code: str) -> tuple[str, str]:
    """Section letter and digits of a filed code, either of which may be missing.

    >>> split_code("I6422"), split_code("64.22"), split_code("C")
    (('I', '6422'), ('', '6422'), ('C', ''))
    """
    plain = unicodedata.normalize("NFKC", code).upper()
    match = re.fullmatch(r"([A-Z]?)([0-9]*)", re.sub(r"[\s.-]", "", plain))
    return (match[1], match[2]) if match else ("", "")


def _expanded(codes: Iterable[str], scheme: SizeScheme) -> list[str]:
    """Letters and ranges as the divisions that they stand for."""
    found = []
    for code in codes:
        span = scheme.sections.get(code, code)
        first, dash, last = span.partition("-")
        if dash:
            found += [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
        else:
            found.append(span)
    return found


def _range(group: SizeGroup, amounts: Amounts) -> tuple[int, int]:
    if group.ceilings:
        return _under_ceilings(group.ceilings, amounts)
    pairs = [_by_indicator(indicator, amounts.get(indicator.attr)) for indicator in group.indicators]
    return min(low for low, _ in pairs), min(high for _, high in pairs)


def _by_indicator(indicator: SizeIndicator, amount: Quantity | None) -> tuple[int, int]:
    """The classes by one indicator: all of them where it is not known or not comparable."""
    bounds = [indicator.small, indicator.medium, indicator.large]
    if amount is None:
        return 0, max((place for place, bound in enumerate(bounds, 1) if bound is not None), default=0)
    low = high = 0
    for place, bound in enumerate(bounds, 1):
        reached = bound is not None and _at_least(amount, bound)
        if reached is None:
            high = place
        elif reached:
            low = high = place
    return low, high


def _under_ceilings(ceilings: Iterable[SizeCeiling], amounts: Amounts) -> tuple[int, int]:
    """From the lowest class up: the first whose ceilings may hold, and the first whose ceilings hold for certain."""
    low: int | None = None
    for ceiling in ceilings:
        place = SIZES.index(ceiling.size)
        truth = _below(ceiling, amounts)
        if truth is not False and low is None:
            low = place
        if truth is True:
            return (place if low is None else low), place
    top = len(SIZES) - 1
    return (top if low is None else low), top


def _below(ceiling: SizeCeiling, amounts: Amounts) -> Truth:
    strict = [_negated(_at_least(amounts.get(name), bound)) for name, bound in ceiling.less_than.items()]
    money = [_negated(_more_than(amounts.get(name), bound)) for name, bound in ceiling.any_at_most.items()]
    some: Truth = True if True in money or not money else None if None in money else False
    parts = [*strict, some]
    return False if False in parts else None if None in parts else True


def _negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _at_least(amount: Quantity | None, bound: Quantity) -> Truth:
    pair = _pair(amount, bound)
    return None if pair is None else pair[0] >= pair[1]


def _more_than(amount: Quantity | None, bound: Quantity) -> Truth:
    pair = _pair(amount, bound)
    return None if pair is None else pair[0] > pair[1]


def _pair(amount: Quantity | None, bound: Quantity) -> tuple[Fraction, Fraction] | None:
    if amount is None:
        return None
    try:
        return ratio_to(amount, bound, None)
    except Refused:
        return None
