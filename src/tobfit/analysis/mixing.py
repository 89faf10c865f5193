"""Worlds made of two: some of what differs as it was before, the rest as it is after.

A mixed world is judged like any other. What nobody in it asks about is left out of it: a vendor's answer to a line
that its client does not have, a statement on a capability that its packs do not know. What its packs refuse otherwise
(a line on such a capability, a value in a unit that they do not read) makes it no world that could have been matched.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import attrs

from tobfit.analysis.differing import differences, mixed
from tobfit.errors import TobfitError
from tobfit.knowledge.answers import check_response
from tobfit.knowledge.check import Checking, check_client, check_product
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.vendor_check import check_vendor
from tobfit.matching.fit import Fit
from tobfit.matching.voices import Voices, listen
from tobfit.matching.world import World
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Pack
from tobfit.model.product import Product
from tobfit.model.vendor import Vendor

CAUSES = ("date", "packs", "client", "catalogue", "policy", "view", "rules")
"""What can differ between two reports, in the order in which it is told."""
On = frozenset[str]
"""The records that are as after; all others are as before."""
CLIENT_ASIDE = frozenset({"budget", "goals"})
PRODUCT_ASIDE = frozenset({"released", "price", "edition", "modules"})
PACK_ASIDE = frozenset({"version", "as_of", "licence"})
POLICY_ASIDE = frozenset({"id", "must_share_warning", "not_applicable_warning"})
SINGLE = frozenset({"id"})
DATED = frozenset({"id", "as_of"})
Stating = TypeVar("Stating", Product, Vendor)
Layers = Mapping[tuple[bool, int, str], Pack]
"""(whether somebody laid it over what is shipped, number of the layer, id of the pack) -> the pack."""


@attrs.frozen(eq=False)
class Offered:
    """One product in both catalogues, with its vendor's answers to this client's lines, by line."""

    before: Product
    after: Product
    said_before: FrozenMap[str, tuple[Answer, ...]]
    said_after: FrozenMap[str, tuple[Answer, ...]]
    sold_before: FrozenMap[str, Vendor]
    sold_after: FrozenMap[str, Vendor]
    """The documents of its vendors, of the one before and the one after, in each catalogue."""
    _made: dict[On, Product] = attrs.field(factory=dict)

    @cached_property
    def _sides(self) -> tuple[Product, Product]:
        """Both with the modules of both: a statement of the one may need them."""
        both = FrozenMap({**self.before.modules, **self.after.modules})
        return self.before.evolve(modules=both), self.after.evolve(modules=both)

    @cached_property
    def records(self) -> dict[str, bool]:
        """The records that differ, and whether a judgement may read what differs."""
        path = f"product.{self.after.id}"
        found = differences(self.before, self.after, path, SINGLE, PRODUCT_ASIDE)
        lines = self.said_before.keys() | self.said_after.keys()
        for line in sorted(lines):
            if self.said_before.get(line) != self.said_after.get(line):
                found[f"{path}.answers.{line}"] = True
        return {**found, **self._of_vendors}

    @cached_property
    def _of_vendors(self) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for name in sorted(self.sold_before.keys() | self.sold_after.keys()):
            old, new = self.sold_before.get(name), self.sold_after.get(name)
            if old is not None and new is not None:
                found.update(differences(old, new, f"vendor.{name}", SINGLE))
            else:
                found[f"vendor.{name}"] = True
        return found

    def vendors(self, on: On) -> tuple[Vendor, ...]:
        """The documents of its vendors, made of both; one that a side lacks is there or not as a whole."""
        found: list[Vendor | None] = []
        for name in sorted(self.sold_before.keys() | self.sold_after.keys()):
            path, old, new = f"vendor.{name}", self.sold_before.get(name), self.sold_after.get(name)
            if old is not None and new is not None:
                found.append(mixed(old, new, path, on, SINGLE))
            else:
                found.append(new if path in on else old)
        return tuple(each for each in found if each is not None)

    @cached_property
    def names(self) -> On:
        """The same records as a set."""
        return frozenset(self.records)

    def product(self, on: On) -> Product:
        """The product, made of both."""
        chosen = on & self.names
        if chosen not in self._made:
            self._made[chosen] = mixed(*self._sides, f"product.{self.after.id}", chosen, SINGLE)
        return self._made[chosen]

    def answers(self, on: On) -> tuple[Answer, ...]:
        """The answers, made of both."""
        path = f"product.{self.after.id}.answers"
        found: list[Answer] = []
        for line in sorted(self.said_before.keys() | self.said_after.keys()):
            side = self.said_after if f"{path}.{line}" in on else self.said_before
            found += side.get(line, ())
        return tuple(found)


def offered(before: World, old: str, after: World, new: str) -> Offered:
    """One product of both worlds."""
    was, now = before.catalog.product(old), after.catalog.product(new)
    names = {was.vendor, now.vendor}
    sold, sells = (FrozenMap({v.id: v for v in w.catalog.vendors if v.id in names}) for w in (before, after))
    return Offered(was, now, _said(before, old), _said(after, new), sold, sells)


def _said(world: World, product: str) -> FrozenMap[str, tuple[Answer, ...]]:
    """The vendor's answers to the client's lines, each with its date."""
    voices = listen(world.catalog.product(product), world.vocabulary, world.catalog.responses, world.client.id)
    return FrozenMap({line: tuple(sorted(said, key=repr)) for line, said in voices.answers.items()})


@attrs.frozen(eq=False)
class Mixer:
    """Makes and keeps the worlds between two; the same records give the same world."""

    before: World
    after: World
    _sides: dict[On, World | None] = attrs.field(factory=dict)
    _packs: dict[On, Packs | None] = attrs.field(factory=dict)
    _roots: dict[tuple[On, bool, bool], World] = attrs.field(factory=dict)
    _checks: dict[On, Checking] = attrs.field(factory=dict)
    _fits: dict[tuple[str, On], Fit | None] = attrs.field(factory=dict)
    _products: dict[tuple[str, On], Product | None] = attrs.field(factory=dict)

    @cached_property
    def records(self) -> Mapping[str, Mapping[str, bool]]:
        """Cause -> the records that differ, without those of products."""
        b, a = self.before, self.after
        found = {
            "date": {"date": True} if b.as_of != a.as_of else {},
            "packs": self._packs_records,
            "client": differences(b.client, a.client, "client", DATED, CLIENT_ASIDE),
            "policy": differences(b.policy, a.policy, "policy", aside=POLICY_ASIDE),
            "view": {"view": True} if b.view_id != a.view_id else {},
            "rules": {"rules": True} if (b.with_rules, b.holding) != (a.with_rules, a.holding) else {},
        }
        return {cause: records for cause, records in found.items() if records}

    @cached_property
    def _layers(self) -> tuple[Layers, Layers]:
        """The packs of both sides; where one side lacks a pack, an empty one stands."""
        old, new = (_layers_of(world.packs) for world in (self.before, self.after))
        keys = sorted({**old, **new})
        return tuple({key: side.get(key) or Pack(id=key[2]) for key in keys} for side in (old, new))  # type: ignore[return-value]

    @cached_property
    def _packs_records(self) -> dict[str, bool]:
        if self.before.packs == self.after.packs:
            return {}
        old, new = self._layers
        found: dict[str, bool] = {}
        if not _are_told_apart(self.before.packs) or not _are_told_apart(self.after.packs):
            return {"packs": True}
        for key, pack in new.items():
            if pack is not old[key]:
                found.update(differences(old[key], pack, _path_of(key), aside=PACK_ASIDE))
        return found

    @cached_property
    def _shared(self) -> On:
        """The records that hold for every product."""
        return frozenset(record for records in self.records.values() for record in records)

    @cached_property
    def _of_packs(self) -> On:
        return frozenset(self.records.get("packs", ()))

    def packs(self, on: On) -> Packs | None:
        """The packs, made of both; None where they do not fit together."""
        chosen = on & self._of_packs
        if chosen not in self._packs:
            self._packs[chosen] = self._mixed_packs(chosen)
        return self._packs[chosen]

    def _mixed_packs(self, on: On) -> Packs | None:
        if not on or on == self._of_packs:
            return self.after.packs if on else self.before.packs
        old, new = self._layers
        layers: dict[tuple[bool, int], list[Pack]] = {}
        for key, pack in new.items():
            layers.setdefault(key[:2], []).append(mixed(old[key], pack, _path_of(key), on))
        shipped = max(self.before.packs.shipped, self.after.packs.shipped)
        try:
            made = Packs(tuple(map(tuple, layers.values())), shipped=shipped)
            _ = made.base
        except TobfitError:
            return None
        return made

    def side(self, on: On) -> World | None:
        """The world without products: client, packs, date, policy, view; None where the packs refuse the client."""
        chosen = on & self._shared
        if chosen not in self._sides:
            try:
                self._sides[chosen] = self._made(chosen)
            except TobfitError:
                self._sides[chosen] = None
        return self._sides[chosen]

    def _made(self, on: On) -> World | None:
        packs = self.packs(on)
        if packs is None:
            return None
        viewed = self.after if "view" in on else self.before
        client = _seen(mixed(self.before.client, self.after.client, "client", on, DATED), viewed)
        world = attrs.evolve(
            self._root(on, packs, client).with_client(client),
            policy=mixed(self.before.policy, self.after.policy, "policy", on),
            view_id=viewed.view_id,
        )
        if _is_refused(check_client(client, self._checking(on, packs))):
            return None
        _ = world.lines
        return world

    def _root(self, on: On, packs: Packs, client: Client) -> World:
        """A world with these packs, this date and these rules: what they come to holds for clients like its own."""
        key = on & self._of_packs, "date" in on, "rules" in on
        if key not in self._roots:
            ruled = self.after if "rules" in on else self.before
            self._roots[key] = World(
                client, Catalog(), packs, self.after.policy, self._date(on), None, ruled.with_rules, ruled.holding
            )
        return self._roots[key]

    def _date(self, on: On) -> datetime.date:
        return (self.after if "date" in on else self.before).as_of

    def _checking(self, on: On, packs: Packs) -> Checking:
        key = on & self._of_packs
        if key not in self._checks:
            self._checks[key] = Checking.of(packs.base)
        return self._checks[key]

    def fit(self, pair: Offered, on: On) -> Fit | None:
        """The fit of a product in the world where these records are as after; None where that is no world."""
        key = pair.after.id, on & (self._shared | pair.names)
        if key not in self._fits:
            self._fits[key] = self._fit(pair, on)
        return self._fits[key]

    def _fit(self, pair: Offered, on: On) -> Fit | None:
        world = self.side(on)
        if world is None:
            return None
        try:
            made = self.standing(pair, on, world)
            return None if made is None else made.fit(made.catalog.products[0])
        except TobfitError:
            return None

    def standing(self, pair: Offered, on: On, world: World) -> World | None:
        """The world with the product in it; None where the packs refuse what it says."""
        product = self._product(pair, on, world)
        if product is None:
            return None
        lines = {line.id for line in world.requirements}
        vendors = tuple(_known(vendor, world) for vendor in pair.vendors(on))
        checking = self._checking(on, world.packs)
        if any(_is_refused(check_vendor(vendor, checking)) for vendor in vendors):
            return None
        answers = tuple(answer for answer in pair.answers(on) if answer.requirement in lines)
        if not answers:
            return world.with_catalog(Catalog(products=(product,), vendors=vendors))
        response = Response(client=world.client.id, product=product.id, answers=answers)
        asking = world.client.evolve(requirements=world.requirements)
        if _is_refused(check_response(response, {product.id: product}, [asking], checking, is_inferred=True)):
            return None
        return world.with_catalog(Catalog(products=(product,), vendors=vendors, responses=(response,)))

    def _product(self, pair: Offered, on: On, world: World) -> Product | None:
        """The product as these packs know it; None where they refuse it."""
        key = pair.after.id, on & (self._of_packs | pair.names)
        if key not in self._products:
            product = _known(pair.product(on), world)
            is_refused = _is_refused(check_product(product, self._checking(on, world.packs)))
            self._products[key] = None if is_refused else product
        return self._products[key]

    def voices(self, pair: Offered, on: On, world: World) -> Voices:
        """The product's voices alone, for a line that is judged by itself; of a world that is sound."""
        product = _known(pair.product(on), world)
        response = Response(client=world.client.id, product=product.id, answers=pair.answers(on))
        delivered = world.deliverers_of(product)
        return listen(product, world.vocabulary, (response,), world.client.id, world.site, delivered)


def _is_refused(remarks: Iterable[Remark]) -> bool:
    return any(not remark.warning for remark in remarks)


def _layers_of(packs: Packs) -> Layers:
    found: dict[tuple[bool, int, str], Pack] = {}
    for number, layer in enumerate(packs.layers):
        is_own = number >= packs.shipped
        for pack in layer:
            found[is_own, number - packs.shipped if is_own else number, pack.id] = pack
    return found


def _are_told_apart(packs: Packs) -> bool:
    """Whether no layer has two packs of one id."""
    return len(_layers_of(packs)) == sum(map(len, packs.layers))


def _path_of(key: tuple[bool, int, str]) -> str:
    return f"packs.{key[2]}"


def _seen(client: Client, viewed: World) -> Client:
    """The client with the view that is looked through, which the other side's client may not have."""
    view = viewed.view
    if view is None or any(own.id == view.id for own in client.views):
        return client
    return client.evolve(views=(*client.views, view))


def _known(product: Stating, world: World) -> Stating:
    """The product, or the vendor, without what nobody can ask about in this world: capabilities that its packs do not
    know."""
    terms = world.vocabulary
    strange = [name for name in product.capabilities if name not in terms]
    changes: dict[str, Any] = {}
    if strange:
        changes["capabilities"] = FrozenMap({n: s for n, s in product.capabilities.items() if n in terms})
    for field in ("complete", "requires"):
        names: Iterable[str] = getattr(product, field, ())
        if any(name not in terms for name in names):
            changes[field] = tuple(name for name in names if name in terms)
    services = product.services if isinstance(product, Product) else ()
    if any(service.capability not in terms for service in services if service.capability is not None):
        changes["services"] = tuple(s for s in services if s.capability is None or s.capability in terms)
    return product.evolve(**changes) if changes else product
