"""What vendors' documents say, worked out naively: member by member, without a line of the engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from tobfit.model.catalog import Vendor
from tobfit.model.pack import Capability
from tobfit.model.product import Product, Statement

if TYPE_CHECKING:
    from tests.laws.reference import Judge

    from tobfit.testing.strategies import World

MANY = 40
"""So many more than a bound of these worlds are counted one by one; beyond them nothing changes."""


def readings(value: Sequence[str] | None) -> list[tuple[str, ...] | None]:
    """The values that a text may stand for: of ``2..5`` 2, 3, 4 and 5."""
    if value is None:
        return [None]
    if len(value) != 1 or ".." not in value[0]:
        return [tuple(value)]
    low, _, high = value[0].partition("..")
    last = int(high) if high else int(low) + MANY
    return [(str(number),) for number in range(int(low), last + 1)]


@attrs.frozen(eq=False)
class Heard:
    """A product as it stands before a line about one who delivers it; ``mine`` are the capabilities for which that
    one's own document speaks, ``complete`` the branches that it declares complete."""

    product: Product
    mine: frozenset[str]
    complete: frozenset[str]

    def says(self, capability: str, judge: Judge) -> bool:
        """Whether the document says anything of the capability, above it or below it."""
        for name in (*self.mine, *self.complete):
            if name == capability or name in judge.above(capability) or capability in judge.above(name):
                return True
        return False


def documents_before(world: World, product: Product, terms: list[Capability]) -> list[Heard]:
    """The product with its vendor's document, then each partner's document alone."""
    known = {vendor.id: vendor for vendor in world.catalog.vendors}
    partners = [name for name in (product.partner,) if name is not None and name != product.vendor]
    bare = product.evolve(capabilities={}, complete=())
    found = [heard(world, product, known.get(product.vendor or ""), terms)]
    return found + [heard(world, bare, known.get(name), terms) for name in partners]


def heard(world: World, product: Product, vendor: Vendor | None, terms: list[Capability]) -> Heard:
    """Findings before claims; else the vendor's document before the product's; its fields where nothing is stated."""
    if vendor is None:
        return Heard(product, frozenset(), frozenset())
    above = {term.id: _above(term.id, {t.id: t for t in terms}) for term in terms}
    said: dict[str, Any] = dict(product.capabilities)
    mine = set()
    for name, statements in vendor.capabilities.items():
        found_there = any(s.by != "vendor" for s in product.capabilities.get(name, ()))
        found_here = any(s.by != "vendor" for s in statements)
        if name not in product.capabilities or found_here or not found_there:
            said[name] = statements
            mine.add(name)
    complete = {*product.complete, *vendor.complete}
    stated = dict(said)
    for name, statement in facts_about(world, vendor, terms, complete, above).items():
        covered = any(s.covers_narrower for a in above[name] for s in stated.get(a, ()))
        if name not in stated and not covered:
            said[name] = (statement,)
            mine.add(name)
    changed = product.evolve(capabilities=said, complete=tuple(sorted(complete)))
    return Heard(changed, frozenset(mine), frozenset(vendor.complete))


def _above(name: str, terms: dict[str, Capability]) -> list[str]:
    broader = terms[name].broader
    return [broader, *_above(broader, terms)] if broader else []


def facts_about(
    world: World, vendor: Vendor, terms: list[Capability], complete: set[str], above: dict[str, list[str]]
) -> dict[str, Statement]:
    """Capability -> what the fields say of it."""
    found: dict[str, Any] = {}
    by_id = {term.id: term for term in terms}
    as_of = world.client.as_of
    assert as_of is not None
    held = [c.name for c in vendor.certificates if c.valid_to is None or c.valid_to >= as_of]
    if held:
        keys = {_key(name) for name in held}
        found["ven.certificates"] = [m for m in by_id["ven.certificates"].members if _key(m) in keys] + held
        if _key("iso27001") in keys:
            found["cmp.iso27001"] = None
        shared = [m for m in by_id["cmp.qms"].members if _key(m) in keys]
        if shared:
            found["cmp.qms"] = shared
    for name in ("ven.references", "ven.references_size", "ven.references_alike"):
        sure, maybe = 0, 0
        for reference in vendor.references:
            tests = []
            if name != "ven.references_size":
                tests.append(_of_industry(world, reference.industry))
            if name != "ven.references":
                tests.append(_of_size(world, reference.scale))
            if all(test is True for test in tests):
                sure += 1
            elif not any(test is False for test in tests):
                maybe += 1
        is_all = bool(complete & {name, *above[name]})
        if sure or (is_all and maybe):
            high = str(sure + maybe) if is_all else ""
            found[name] = [str(sure) if high == str(sure) else f"{sure}..{high}"]
    if vendor.support_regions:
        asked = [
            member
            for line in world.client.requirements
            if line.capability == "ven.support_regions"
            for member in (*line.need.all_of, *line.need.any_of, *line.need.none_of)
        ]
        inside = [one for one in asked if one.partition("-")[0] in vendor.support_regions]
        found["ven.support_regions"] = [*vendor.support_regions, *inside]
    if vendor.scale is not None and vendor.scale.employees is not None:
        found["ven.employees"] = [str(vendor.scale.employees)]
    if "equity" in vendor.finances:
        found["ven.equity"] = [vendor.finances["equity"]]
    made = {}
    for name, value in found.items():
        listed = None if value is None else tuple(dict.fromkeys(value))
        made[name] = Statement(response="standard", value=listed, evidence=vendor.evidence)
    if "audited_accounts" in vendor.finances:
        response = "standard" if vendor.finances["audited_accounts"] == "true" else "not_supported"
        made["ven.audited_accounts"] = Statement(response=response, evidence=vendor.evidence)
    return made


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r":\d{4}$", "", name.lower()).replace("iso/iec", "iso"))


def _of_industry(world: World, industry: str | None) -> bool | None:
    """Of the client's industry or of a part of it: yes; of a broader one, or one that nobody knows: perhaps."""
    segments = {s.id: s.broader for layer in world.packs.layers for pack in layer for s in pack.segments}
    wanted = [item.segment for item in world.client.industries]
    if industry is None or industry not in segments or not wanted:
        return None
    answers: list[bool | None] = []
    for want in wanted:
        assert want is not None
        if want == industry or want in _wider(industry, segments):
            answers.append(True)
        else:
            answers.append(None if industry in _wider(want, segments) else False)
    return True if True in answers else None if None in answers else False


def _wider(name: str, segments: dict[str, str | None]) -> list[str]:
    broader = segments.get(name)
    return [broader, *_wider(broader, segments)] if broader else []


def _of_size(world: World, scale: Any) -> bool | None:
    """At least half as large, by heads; a large one always; by revenue in one currency. These worlds have no scheme of
    size classes."""
    client = world.client.scale
    if scale is None:
        return None
    if scale.employees is not None and client is not None and client.employees is not None:
        return bool(2 * scale.employees >= client.employees)
    if scale.size == "large":
        return True
    if scale.revenue is not None and client is not None and client.revenue is not None:
        return bool(2 * scale.revenue.number >= client.revenue.number)
    return None


__all__ = ["Heard", "documents_before", "facts_about", "readings"]
