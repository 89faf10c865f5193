"""What the vocabulary says about documents: unknown terms, needs and values that do not suit their kind."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.landscape_check import check_landscape, check_product_technology
from tobfit.knowledge.profile_check import check_profile
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.client import Client
from tobfit.model.pack import Capability
from tobfit.model.price import Service
from tobfit.model.product import Product
from tobfit.model.quantity import Quantity, parse_quantity, ratio_to
from tobfit.model.requirement import QUANTITY_KEYS, SET_KEYS, Need, Requirement
from tobfit.model.scalars import Hints, Refused, near, shown
from tobfit.model.units import measure, suits
from tobfit.model.version import parse_version
from tobfit.model.words import Scope

KEYS = {
    "quantity": QUANTITY_KEYS,
    "set": SET_KEYS,
    "level": ("level",),
    "version": ("version",),
    "boolean": (),
}
"""The need keys that suit each kind; a group (no kind) takes none."""
VENDOR = "ven"
"""The group of the terms that a vendor's fields speak for; ``finances`` names others of it by the last part."""


def unknown_capability(name: str, hints: Hints) -> Refused:
    """The refusal of a capability that no pack knows, with the nearest name."""
    own = "add it to a pack of your own, and load that with load_packs or --pack"
    return Refused("TF301", f"no pack knows the capability {shown(name)}", hints.near(name) or own)


def unheard_vendor(capability: str, scope: Scope, vocabulary: Vocabulary) -> Refused | None:
    """The remark on a line about the vendor that is left to the product's word alone: its scope was forgotten."""
    if scope != "product" or VENDOR not in (capability, *vocabulary.ancestors(capability)):
        return None
    message = f"{shown(capability)} is asked of the product, so that no vendor's document is heard"
    return Refused("TF344", message, "say scope: vendor")


Sound = set[tuple[str, tuple[str, ...]]]
"""Values that were found sound for a capability: over many products the same ones come again."""


@attrs.frozen(eq=False)
class Checking:
    """One check of several records against one vocabulary: what they share."""

    vocabulary: Vocabulary
    hints: Hints
    sound: Sound = attrs.field(factory=set)
    base: KnowledgeBase | None = None

    @classmethod
    def of(cls, known: Vocabulary | KnowledgeBase | Checking) -> Checking:
        """The check as it goes on, or a new one; with a whole knowledge base profiles are checked too."""
        if isinstance(known, Checking):
            return known
        if isinstance(known, KnowledgeBase):
            return cls(known.vocabulary, Hints(known.vocabulary.capabilities), base=known)
        return cls(known, Hints(known.capabilities))


def check_client(client: Client, known: Vocabulary | KnowledgeBase | Checking) -> Iterable[Remark]:
    """Everything in a client that does not agree with the vocabulary and the attributes."""
    checking = Checking.of(known)
    if checking.base is not None:
        yield from check_profile(client, checking.base)
        yield from check_landscape(client, checking.base)
    for index, line in enumerate(client.requirements):
        yield from check_requirement(line, checking, f".requirements[{index}]")
    for index, goal in enumerate(client.goals):
        yield from _known(goal.needs, checking, f".goals[{index}].needs")
    for index, system in enumerate(client.landscape.systems if client.landscape else ()):
        yield from _known(system.capabilities, checking, f".landscape.systems[{index}].capabilities")


WORTH_A_LOOK = ("TF309", "TF316")
"""No errors: members of a set are examples, not a closed list; what nothing can meet is still judged, as unmet
where it is stated and unknown where it is not."""


def check_requirement(line: Requirement, known: Vocabulary | Checking, path: str) -> Iterable[Remark]:
    """An unknown capability, or a need that does not suit its kind or unit."""
    checking = Checking.of(known)
    if line.capability is not None and line.capability not in checking.vocabulary:
        yield Remark(f"{path}.capability", unknown_capability(line.capability, checking.hints))
        return
    if line.capability is not None and (found := unheard_vendor(line.capability, line.scope, checking.vocabulary)):
        yield Remark(f"{path}.capability", found, warning=True)
    for where, refused in check_need(line.need, checking.vocabulary.get(line.capability)):
        yield Remark(f"{path}.need{where}", refused, warning=refused.code in WORTH_A_LOOK)


def check_product(product: Product, known: Vocabulary | Checking, sound: Sound | None = None) -> Iterable[Remark]:
    """Everything in a product that does not agree with the vocabulary; ``sound`` is shared between products."""
    checking = Checking.of(known)
    sound = checking.sound if sound is None else sound
    yield from _known(product.complete, checking, ".complete")
    yield from _known(product.requires, checking, ".requires")
    if checking.base is not None:
        yield from check_product_technology(product, checking.base)
    for name, statements in product.capabilities.items():
        capability = checking.vocabulary.get(name)
        if capability is None:
            yield Remark(f".capabilities.{name}", unknown_capability(name, checking.hints), on_key=True)
            continue
        for index, statement in enumerate(statements):
            if statement.value is not None and (name, statement.value) not in sound:
                found = list(check_value(statement.value, capability, f".capabilities.{name}[{index}].value"))
                if not found:
                    sound.add((name, statement.value))
                yield from found
    yield from check_services(product.services, checking)


def check_services(services: Iterable[Service], known: Vocabulary | Checking) -> Iterable[Remark]:
    """Services, of a product or an offer, whose capability no pack knows."""
    checking = Checking.of(known)
    for index, service in enumerate(services):
        if service.capability is not None:
            yield from _known((service.capability,), checking, f".services[{index}].capability", single=True)


def _known(names: Iterable[str], checking: Checking, path: str, single: bool = False) -> Iterable[Remark]:
    for index, name in enumerate(names):
        if name not in checking.vocabulary:
            yield Remark(path if single else f"{path}[{index}]", unknown_capability(name, checking.hints))


def check_need(need: Need, capability: Capability | None) -> Iterable[tuple[str, Refused]]:
    """What is wrong with a need for a capability; without a capability only what is wrong in itself."""
    if not need.keys:
        return
    allowed = KEYS[capability.kind or "boolean"] if capability else (*QUANTITY_KEYS, *SET_KEYS, "level", "version")
    for key in need.keys:
        if capability and key not in allowed:
            kind = capability.kind or "group"
            hint = f"allowed: {', '.join(allowed)}" if allowed else "allowed: no need at all, which means present"
            yield f".{key}", Refused("TF302", f"{key} does not suit the {kind} {shown(capability.id)}", hint)
        elif key in QUANTITY_KEYS and capability:
            yield from _unit(getattr(need, key), capability, f".{key}")
        elif key in SET_KEYS and capability:
            for index, member in enumerate(getattr(need, key)):
                if capability.members and member not in capability.members:
                    yield f".{key}[{index}]", _no_member(member, capability)
        elif key == "level" and capability and need.level not in capability.levels:
            yield ".level", _no_level(need.level or "", capability)
    yield from _bounds(need, capability)
    yield from _members(need)
    yield from _ideal(need, capability)


def _bounds(need: Need, capability: Capability | None) -> Iterable[tuple[str, Refused]]:
    """Two bounds leave something between them, and measure the same thing (of a capability its unit says so)."""
    unit = capability.unit if capability else None
    for low_key, high_key in itertools.product(SIDES["lower"], SIDES["upper"]):
        lower, upper = getattr(need, low_key), getattr(need, high_key)
        if lower is None or upper is None:
            continue
        try:
            pair = ratio_to(lower.within(unit), upper.within(unit), None)
        except Refused as refused:
            if capability is None:
                yield f".{high_key}", refused
            continue
        is_strict = (low_key, high_key) != ("at_least", "at_most")
        if pair is not None and (pair[0] > pair[1] or (is_strict and pair[0] == pair[1])):
            message = f"nothing is {_WORDS[low_key]} {lower} and {_WORDS[high_key]} {upper}"
            yield f".{high_key}", Refused("TF316", message, "give bounds that can hold together")


_WORDS = {"at_least": "at least", "more_than": "more than", "at_most": "at most", "less_than": "less than"}


def _members(need: Need) -> Iterable[tuple[str, Refused]]:
    """What must not be there is not asked for as well."""
    unwanted = set(need.none_of)
    both = [member for member in need.all_of if member in unwanted]
    if both:
        message = f"{shown(both[0])} is wanted by all_of and unwanted by none_of"
        yield ".none_of", Refused("TF316", message, "keep it in one of them")
    if need.any_of and unwanted.issuperset(need.any_of):
        message = "all that any_of names is unwanted by none_of"
        yield ".none_of", Refused("TF316", message, "leave at least one of them wanted")


def _unit(quantity: Quantity, capability: Capability, path: str) -> Iterable[tuple[str, Refused]]:
    if quantity.unit is not None and not suits(quantity.unit, capability.unit):
        message = f"{quantity} cannot be turned into {capability.unit}, the unit of {shown(capability.id)}"
        yield path, Refused("TF303", message, f"give it in {capability.unit} or a unit that converts")


def _ideal(need: Need, capability: Capability | None) -> Iterable[tuple[str, Refused]]:
    """An ideal lies on the good side of one bound; the direction says of which where there are two."""
    if need.ideal is None:
        return
    lower, upper = bound_of(need, "lower"), bound_of(need, "upper")
    if lower is None and upper is None:
        yield (
            ".ideal",
            Refused("TF306", "an ideal without a bound", "add at_least or at_most: the value that is just enough"),
        )
        return
    if lower is not None and upper is not None and (capability is None or capability.direction is None):
        yield (
            ".ideal",
            Refused("TF306", "an ideal between two bounds, and no direction says from which it counts"),
        )
        return
    side = side_of_ideal(need, capability)
    bound = lower if side == "lower" else upper
    unit = capability.unit if capability else None
    assert bound is not None
    try:
        pair = ratio_to(need.ideal.within(unit), bound.within(unit), None)
    except Refused:
        return
    if pair is None:
        # Months and days compare once a policy says how long a month is; currencies need a rate.
        if "money" in measure(bound.within(unit).unit).dimension[0]:
            message = f"the ideal {need.ideal} and the bound {bound} do not compare"
            yield ".ideal", Refused("TF306", message, "use one currency")
    elif (pair[0] < pair[1]) if side == "lower" else (pair[0] > pair[1]):
        yield ".ideal", Refused("TF306", f"the ideal {need.ideal} is worse than the bound {bound}")


SIDES = {"lower": ("at_least", "more_than"), "upper": ("at_most", "less_than")}


def bound_key(need: Need, side: str) -> str | None:
    """The key of the bound from below or from above that an ideal counts from; of two the inclusive one."""
    return next((key for key in SIDES[side] if getattr(need, key) is not None), None)


def bound_of(need: Need, side: str) -> Quantity | None:
    """The bound itself."""
    key = bound_key(need, side)
    bound: Quantity | None = getattr(need, key) if key else None
    return bound


def side_of_ideal(need: Need, capability: Capability | None) -> str:
    """From which bound the ideal counts: the only one, else the one that the direction calls worse."""
    if bound_of(need, "upper") is None:
        return "lower"
    if bound_of(need, "lower") is None:
        return "upper"
    return "upper" if capability and capability.direction == "lower_is_better" else "lower"


def check_value(value: tuple[str, ...], capability: Capability, path: str) -> Iterable[Remark]:
    """A value that the capability's kind cannot read; one that it has no use for is a warning."""
    kind = capability.kind
    if kind in (None, "boolean"):
        if value != ("true",):
            message = f"the {kind or 'group'} {shown(capability.id)} has no use for a value"
            hint = "leave value out: it is kept, and judges nothing"
            yield Remark(path, Refused("TF305", message, hint), warning=True)
        return
    if kind == "set":
        for index, member in enumerate(value):
            if capability.members and member not in capability.members:
                yield Remark(f"{path}[{index}]", _no_member(member, capability), warning=True)
        return
    if len(value) != 1:
        yield Remark(
            path,
            Refused("TF305", f"{len(value)} values for the {kind} {shown(capability.id)}", "give one"),
        )
        return
    refused = _refusal(value[0], capability)
    if refused is not None:
        yield Remark(path, refused)


def _refusal(text: str, capability: Capability) -> Refused | None:
    try:
        match capability.kind:
            case "quantity":
                return next((refused for _, refused in _unit(parse_quantity(text), capability, "")), None)
            case "version":
                parse_version(text)
            case "level" if text not in capability.levels:
                return _no_level(text, capability)
    except Refused as refused:
        return refused
    return None


def _no_level(text: str, capability: Capability) -> Refused:
    message = f"{shown(text)} is not a level of {shown(capability.id)}"
    hint = near(text, capability.levels)
    # Levels are named from low to high, not in the order of the alphabet.
    ordered = f"allowed: {', '.join(capability.levels)}"
    return Refused("TF304", message, hint if hint and hint.startswith("did you mean") else ordered)


def _no_member(text: str, capability: Capability) -> Refused:
    message = f"{shown(text)} is not a member that {shown(capability.id)} is known to have"
    return Refused("TF309", message, near(text, capability.members) or f"known: {', '.join(capability.members)}")
