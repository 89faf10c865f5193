"""The products of an offer as they stand in it: with the modules that are sold, and with each other at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from tobfit.integration.site import Site
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.deliverers import Deliverer
from tobfit.matching.modules import answers_with_modules, exclusions, with_modules, with_requirements
from tobfit.matching.voices import Voices, is_finding, listen, offered_by
from tobfit.model.catalog import Catalog, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.offer import Item, Offer
from tobfit.model.product import Product, Statement
from tobfit.model.quantity import Quantity

GIVEN = ("standard", "configuration", "third_party", "customisation")
"""The responses by which a product gives another one what that relies on: what is there today."""
NOBODY: Mapping[str, tuple[Deliverer, ...]] = FrozenMap({})
"""Nobody who delivers is known."""


def voices_of(
    offer: Offer,
    catalog: Catalog,
    vocabulary: Vocabulary,
    client: str,
    site: Site | None = None,
    delivering: Mapping[str, tuple[Deliverer, ...]] = NOBODY,
) -> tuple[Voices, ...]:
    """The voices of an offer's products, in the order of their ids: how an offer lists them decides nothing.
    ``delivering`` says who delivers each."""
    items = sorted(offer.items, key=lambda item: natural(item.product))
    services = offered_by(offer.services, vocabulary)
    voices = []
    for item in items:
        own = _with_services(_item_voices(item, catalog, vocabulary, client, site), services)
        voices.append(attrs.evolve(own, deliverers=delivering.get(item.product, ())))
    return tuple(_among(each, [other for other in voices if other is not each]) for each in voices)


def _item_voices(item: Item, catalog: Catalog, vocabulary: Vocabulary, client: str, site: Site | None) -> Voices:
    whole = catalog.product(item.product)
    said = [r for r in catalog.responses if r.product == item.product and r.client == client]
    offered = with_modules(whole, item.modules)
    voices = listen(
        offered, vocabulary, [answers_with_modules(one, item.modules) for one in said], client, site
    )
    return attrs.evolve(voices, left_out=FrozenMap(dict(_left_out(whole, said, frozenset(item.modules)))))


def _with_services(voices: Voices, offered: FrozenMap[str, tuple[str, ...]]) -> Voices:
    """The product with the services of its offer beside it. That a product comes without one, in its vendor's words, is
    then no word against it: somebody else in the offer gives it."""
    if not offered:
        return voices
    product = voices.product
    denied = [name for name in offered if name in product.capabilities and _is_denied(voices.own(name))]
    if denied:
        stated = {name: said for name, said in product.capabilities.items() if name not in denied}
        product = product.evolve(capabilities=FrozenMap(stated))
    services = {name: voices.services.get(name, ()) + offered.get(name, ()) for name in {**voices.services, **offered}}
    together = FrozenMap({name: tuple(dict.fromkeys(services[name])) for name in sorted(services)})
    return attrs.evolve(voices, product=product, services=together, heard={})


def _is_denied(spoken: Iterable[Statement]) -> bool:
    return all(said.response == "not_supported" and not is_finding(said) for said in spoken)


def _left_out(
    product: Product, said: Iterable[Response], chosen: frozenset[str]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Capability or line -> the modules that give it, none of which is in the offer."""
    for name, statements in product.capabilities.items():
        modules = {statement.module for statement in statements}
        if None not in modules and modules.isdisjoint(chosen):
            yield name, tuple(sorted(modules, key=natural))  # type: ignore[arg-type]
    for response in said:
        for answer in response.answers:
            if answer.module is not None and answer.module not in chosen:
                yield answer.requirement, (answer.module,)


@attrs.frozen
class Added:
    """An offer's items with more modules in one of them, and what each of these costs (None: nobody said)."""

    items: tuple[Item, ...]
    prices: tuple[Quantity | None, ...]


def with_module(offer: Offer, product: Product, module: str) -> Added | None:
    """An offer with one more module of a product and those that it requires; None where they shut out each other, or
    one that is sold already."""
    item = next(each for each in offer.items if each.product == product.id)
    chosen = with_requirements([*item.modules, module], product.modules)
    if exclusions(chosen, product.modules):
        return None
    new = sorted(chosen - set(item.modules), key=natural)
    more = item.evolve(modules=(*item.modules, *new))
    known = product.modules
    prices = tuple(known[name].price if name in known else None for name in new)
    return Added(tuple(more if each is item else each for each in offer.items), prices)


def _among(voices: Voices, others: Sequence[Voices]) -> Voices:
    """The product among the others of the offer: what they give it need not come from the client's systems, and what
    they may give leaves open whether it is there."""
    left: list[str] = []
    hopes: dict[str, tuple[str, ...]] = {}
    for name in voices.product.requires:
        given = {other.product.id: gives(other, name) for other in others}
        if True not in given.values():
            left.append(name)
            if may := tuple(item for item, truth in given.items() if truth is None):
                hopes[name] = may
    product = voices.product
    if len(left) < len(product.requires):
        product = product.evolve(requires=tuple(left))
    return attrs.evolve(voices, product=product, hopes=FrozenMap(hopes)) if others else voices


def gives(voices: Voices, capability: str) -> bool | None:
    """Whether a product gives a capability, or one narrower, as it stands today; None where what it says does not
    tell."""
    covering = voices.covering(capability)
    spoken = voices.own(capability) or (covering[1] if covering is not None else ())
    if spoken:
        return _all_say(spoken)
    below = [name for name in voices.product.capabilities if capability in voices.vocabulary.ancestors(name)]
    found = [_all_say(voices.own(name)) for name in below]
    if True in found:
        return True
    return False if voices.is_complete(capability) and None not in found else None


def _all_say(spoken: Iterable[Statement]) -> bool | None:
    found = {_says(statement) for statement in spoken}
    return found.pop() if len(found) == 1 else None


def _says(statement: Statement) -> bool | None:
    """What is planned may be there in time, and a vendor alone does not say that something does not concern it."""
    if statement.response in GIVEN:
        return True
    is_open = statement.response == "roadmap" or (statement.response == "not_applicable" and not is_finding(statement))
    return None if is_open else False
