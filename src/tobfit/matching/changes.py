"""Changes to a world, named by target: ``client.<path>``, ``product.<id>.capabilities.<capability>[.field]``.

A third form, ``product.<id>.answers.<requirement>[.field]``, reaches the vendor's answers to single lines,
``vendor.<id>.capabilities.<capability>[.field]`` and ``vendor.<id>.<path>`` what a vendor's document says, and
``offer.<id>.<path>`` what is offered together.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.voices import OFFERED, offered_by
from tobfit.matching.world import World
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Product, Statement
from tobfit.model.scalars import near, shown
from tobfit.model.shape import FieldShape, Shape, field_shape, fields_of
from tobfit.model.structure import convert
from tobfit.model.vendor import Vendor
from tobfit.model.words import RESPONSES

Stating = TypeVar("Stating", Product, Vendor)
"""What holds statements."""


def refuse(target: str, message: str, hint: str | None = None) -> TobfitError:
    """The error of a target that leads nowhere."""
    return TobfitError([Problem(code="TF404", message=message, path=target, hint=hint)])


def apply(world: World, changes: Mapping[str, Any]) -> World:
    """The world with every target set to its value; whole statements before their fields.

    Raises a TobfitError with code TF404 for a target that leads nowhere, and what the records themselves
    refuse. The new world is not yet checked against the vocabulary.
    """
    if not isinstance(changes, Mapping) or not all(isinstance(target, str) for target in changes):
        raise refuse("changes", "changes are a mapping from targets to values")
    for target in sorted(changes):
        value = changes[target]
        if target.startswith("client."):
            world = world.with_client(set_in(world.client, target.removeprefix("client."), value, target))
        elif target.startswith("product."):
            world = _set_product(world, target, value)
        elif target.startswith("offer."):
            world = _set_offer(world, target, value)
        elif target.startswith("vendor."):
            world = _set_vendor(world, target, value)
        else:
            raise refuse(target, f"no target begins like {shown(target)}", "client.…, product.…, vendor.… or offer.…")
    return world


def set_in(record: Any, path: str, value: Any, target: str) -> Any:
    """A copy of a record with the value at a path; ids and keys on the way may hold dots."""
    for field in fields_of(type(record)):
        if path == field.name:
            return record.evolve(**{field.attribute: value})
        if path.startswith(f"{field.name}."):
            inner = _set_inside(record, field, path.removeprefix(f"{field.name}."), value, target)
            return record.evolve(**{field.attribute: inner})
    names = [field.name for field in fields_of(type(record))]
    raise refuse(target, f"a {type(record).__name__} has no {shown(path)}", near(path.partition(".")[0], names))


def _set_inside(record: Any, field: FieldShape, rest: str, value: Any, target: str) -> Any:
    current = getattr(record, field.attribute)
    if isinstance(current, FrozenMap):
        return current.set(rest, value) if value is not None else _without(current, rest)
    if isinstance(current, tuple):
        for item in sorted(current, key=lambda item: -len(getattr(item, "id", ""))):
            if rest == getattr(item, "id", None):
                new = convert(value, field.shape.item, target)  # type: ignore[arg-type]
                return tuple(new if other is item else other for other in current)
            if hasattr(item, "id") and rest.startswith(f"{item.id}."):
                new = set_in(item, rest.removeprefix(f"{item.id}."), value, target)
                return tuple(new if other is item else other for other in current)
        if isinstance(value, Mapping) and "id" in value and value["id"] == rest:
            return (*current, convert(value, field.shape.item, target))  # type: ignore[arg-type]
        ids = [item.id for item in current if hasattr(item, "id")]
        raise refuse(target, f"nothing in {field.name} is called {shown(rest)}", near(rest, ids))
    if current is None and field.shape.record is not None:
        return convert({rest: value}, field.shape, target)
    if current is None or not attrs.has(type(current)):
        raise refuse(target, f"{field.name} has no parts", None)
    return set_in(current, rest, value, target)


def _without(mapping: FrozenMap[str, Any], key: str) -> FrozenMap[str, Any]:
    return FrozenMap({name: value for name, value in mapping.items() if name != key})


def _set_product(world: World, target: str, value: Any) -> World:
    rest = target.removeprefix("product.")
    found = [p for p in world.catalog.products if rest.startswith(f"{p.id}.")]
    if not found:
        ids = [product.id for product in world.catalog.products]
        offer = next((o for o in world.catalog.offers if rest.startswith(f"{o.id}.")), None)
        if offer is not None:
            hint = f"name one of its products: {', '.join(offer.products)}"
            raise refuse(target, f"{shown(offer.id)} is an offer", hint)
        raise refuse(target, "no such product", near(rest.partition(".capabilities.")[0], ids))
    product = max(found, key=lambda p: len(p.id))
    path = rest.removeprefix(f"{product.id}.")
    if path.startswith("answers."):
        return _set_answer(world, product, path.removeprefix("answers."), value, target)
    if path.startswith("capabilities."):
        changed = _set_statement(world, product, path.removeprefix("capabilities."), value, target)
    else:
        changed = set_in(product, path, value, target)
    products = tuple(changed if p is product else p for p in world.catalog.products)
    return world.with_catalog(world.catalog.evolve(products=products))


def _set_offer(world: World, target: str, value: Any) -> World:
    """An offer with one of its fields set; what its products state is theirs."""
    rest = target.removeprefix("offer.")
    found = [offer for offer in world.catalog.offers if rest.startswith(f"{offer.id}.")]
    if not found:
        ids = [offer.id for offer in world.catalog.offers]
        raise refuse(target, "no such offer", near(rest.partition(".items")[0], ids))
    offer = max(found, key=lambda o: len(o.id))
    changed = set_in(offer, rest.removeprefix(f"{offer.id}."), value, target)
    offers = tuple(changed if one is offer else one for one in world.catalog.offers)
    return world.with_catalog(world.catalog.evolve(offers=offers))


def _set_vendor(world: World, target: str, value: Any) -> World:
    """A vendor's document with one of its parts set; it begins there where the catalogue only names the vendor."""
    rest, catalog = target.removeprefix("vendor."), world.catalog
    known = {vendor.id: vendor for vendor in catalog.vendors}
    name = vendor_of(target, catalog)
    if name is None:
        hint = near(rest.partition(".capabilities.")[0], vendors_named(catalog))
        raise refuse(target, "no such vendor", hint)
    vendor = known.get(name) or Vendor(id=name)
    path = rest.removeprefix(f"{name}.")
    if path.startswith("capabilities."):
        changed = _set_statement(world, vendor, path.removeprefix("capabilities."), value, target)
    else:
        changed = set_in(vendor, path, value, target)
    vendors = tuple(changed if one is vendor else one for one in catalog.vendors)
    return world.with_catalog(catalog.evolve(vendors=vendors if name in known else (*vendors, changed)))


def vendors_named(catalog: Catalog) -> frozenset[str]:
    """The vendors that have a document, sell a product, or are the partner of an offer."""
    sellers = (
        *(name for product in catalog.products for name in (product.vendor, product.partner)),
        *(offer.partner for offer in catalog.offers),
    )
    return frozenset([*(vendor.id for vendor in catalog.vendors), *(name for name in sellers if name is not None)])


def vendor_of(target: str, catalog: Catalog) -> str | None:
    """The vendor that a target speaks of; None where it speaks of something else."""
    if not target.startswith("vendor."):
        return None
    rest = target.removeprefix("vendor.")
    return max((name for name in vendors_named(catalog) if rest.startswith(f"{name}.")), key=len, default=None)


def _split(rest: str, names: Container[str], record: type[Any]) -> tuple[str, str | None] | None:
    """A known name and the field of the record that may follow it; a name that ends like a field is a name."""
    if rest in names:
        return rest, None
    name, _, field = rest.rpartition(".")
    if name in names and any(known.name == field for known in fields_of(record)):
        return name, field
    return None


def _is_statement(value: Any) -> bool:
    """Whether a value has the form of statements; None takes them away."""
    if value is None or isinstance(value, Statement):
        return True
    if isinstance(value, Mapping):
        return "response" in value
    if isinstance(value, str):
        return value in RESPONSES
    return isinstance(value, Sequence) and bool(value) and all(_is_statement(item) for item in value)


def _set_statement(world: World, product: Stating, rest: str, value: Any, target: str) -> Stating:
    split = _split(rest, world.vocabulary.capabilities, Statement)
    if split is not None and split[1] is None and not _is_statement(value):
        # A capability may be called like a field of another: sec.mfa.evidence. What is set then tells.
        split = _split(rest, world.vocabulary.capabilities.keys() - {rest}, Statement) or split
    if split is None:
        raise refuse(target, f"no capability {shown(rest)}", near(rest, world.vocabulary.capabilities))
    capability, field = split
    if field is None:
        if value is None:
            return product.evolve(capabilities=_without(product.capabilities, capability))
        # Only the new statement is converted: the others are records already.
        item = field_shape(type(product), "capabilities").item
        assert item is not None
        return product.evolve(capabilities=product.capabilities.set(capability, convert(value, item, target)))
    stated = product.capabilities.get(capability, ()) or _served(world, product, capability)
    if not stated:
        raise refuse(target, f"nothing is stated of {shown(capability)}", "set the whole statement first")
    changed = tuple(statement.evolve(**{field: value}) for statement in stated)
    return product.evolve(capabilities=product.capabilities.set(capability, changed))


def _served(world: World, product: Product | Vendor, capability: str) -> tuple[Statement, ...]:
    """What entries under ``services`` say of a capability that nobody stated, as a statement to which more is added."""
    if isinstance(product, Vendor):
        return ()
    beside = (offer.services for offer in world.catalog.offers if product.id in offer.products)
    entries = (*product.services, *(entry for entries in beside for entry in entries))
    return OFFERED if capability in offered_by(entries, world.vocabulary) else ()


def _set_answer(world: World, product: Product, rest: str, value: Any, target: str) -> World:
    lines = [line.id for line in world.requirements]
    split = _split(rest, lines, Answer)
    if split is None:
        raise refuse(target, f"no requirement {shown(rest)}", near(rest, lines))
    requirement, field = split
    ours = [r for r in world.catalog.responses if r.product == product.id and r.client == world.client.id]
    others = [r for r in world.catalog.responses if r not in ours]
    said = [(r, a) for r in ours for a in r.answers if a.requirement == requirement]
    if field is not None:
        if not said:
            raise refuse(target, f"nobody answered {shown(requirement)}", "set the whole answer first")
        ours = [r.evolve(answers=_with_field(r.answers, requirement, field, value)) for r in ours]
    else:
        ours = [r.evolve(answers=tuple(a for a in r.answers if a.requirement != requirement)) for r in ours]
        if value is not None:
            answer = _answer(requirement, value, target)
            ours.append(Response(client=world.client.id, product=product.id, answers=(answer,)))
    return world.with_catalog(world.catalog.evolve(responses=(*others, *ours)))


def _answer(requirement: str, value: Any, target: str) -> Answer:
    fields = {"response": value} if isinstance(value, str) else value
    if not isinstance(fields, Mapping):
        raise refuse(target, "an answer is a response code or a mapping of its fields")
    shape = Shape(kind="record", record=Answer)
    answer: Answer = convert({**fields, "requirement": requirement}, shape, target)
    return answer


def _with_field(answers: Iterable[Answer], requirement: str, field: str, value: Any) -> tuple[Answer, ...]:
    return tuple(a.evolve(**{field: value}) if a.requirement == requirement else a for a in answers)
