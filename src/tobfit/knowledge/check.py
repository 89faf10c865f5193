"""What the vocabulary says about documents: unknown terms, needs and values that do not suit their kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.catalog import Response
from tobfit.model.client import Client
from tobfit.model.pack import Capability
from tobfit.model.product import Product
from tobfit.model.quantity import Quantity, parse_quantity, ratio_to
from tobfit.model.requirement import QUANTITY_KEYS, SET_KEYS, Need, Requirement
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.units import measure, suits
from tobfit.model.version import parse_version

KEYS = {
    "quantity": QUANTITY_KEYS,
    "set": SET_KEYS,
    "level": ("level",),
    "version": ("version",),
    "boolean": (),
}
"""The need keys that suit each kind; a group (no kind) takes none."""


@attrs.frozen
class Remark:
    """One finding of a check: where in the record, what, and whether it stops the work."""

    path: str
    refused: Refused
    warning: bool = False


def unknown_capability(name: str, vocabulary: Vocabulary) -> Refused:
    """The refusal of a capability that no pack knows, with the nearest name."""
    own = "add it to a pack of your own, and load that with load_packs or --pack"
    hint = near(name, vocabulary.capabilities) or own
    return Refused("TF301", f"no pack knows the capability {shown(name)}", hint)


def check_client(client: Client, vocabulary: Vocabulary) -> Iterable[Remark]:
    """Everything in a client that does not agree with the vocabulary."""
    for index, line in enumerate(client.requirements):
        yield from check_requirement(line, vocabulary, f".requirements[{index}]")
    for index, goal in enumerate(client.goals):
        yield from _known(goal.needs, vocabulary, f".goals[{index}].needs")
    for index, system in enumerate(client.landscape.systems if client.landscape else ()):
        yield from _known(system.capabilities, vocabulary, f".landscape.systems[{index}].capabilities")


def check_requirement(line: Requirement, vocabulary: Vocabulary, path: str) -> Iterable[Remark]:
    """An unknown capability, or a need that does not suit its kind or unit."""
    if line.capability is not None and line.capability not in vocabulary:
        yield Remark(f"{path}.capability", unknown_capability(line.capability, vocabulary))
        return
    for where, refused in check_need(line.need, vocabulary.get(line.capability)):
        # Members of a set are examples, not a closed list: an unknown one is worth a look, no more.
        yield Remark(f"{path}.need{where}", refused, warning=refused.code == "TF309")


Sound = set[tuple[str, tuple[str, ...]]]
"""Values that were found sound for a capability: over many products the same ones come again."""


def check_product(product: Product, vocabulary: Vocabulary, sound: Sound | None = None) -> Iterable[Remark]:
    """Everything in a product that does not agree with the vocabulary; ``sound`` is shared between products."""
    sound = set() if sound is None else sound
    yield from _known(product.complete, vocabulary, ".complete")
    yield from _known(product.requires, vocabulary, ".requires")
    for name, statements in product.capabilities.items():
        capability = vocabulary.get(name)
        if capability is None:
            yield Remark(f".capabilities.{name}", unknown_capability(name, vocabulary))
            continue
        for index, statement in enumerate(statements):
            if statement.value is not None and (name, statement.value) not in sound:
                found = list(check_value(statement.value, capability, f".capabilities.{name}[{index}].value"))
                if not found:
                    sound.add((name, statement.value))
                yield from found
    for index, service in enumerate(product.services):
        if service.capability is not None:
            yield from _known((service.capability,), vocabulary, f".services[{index}].capability", single=True)


def check_response(response: Response, products: Collection[str] | None, clients: Iterable[Client]) -> Iterable[Remark]:
    """Answers for a product that is not there (None: nobody knows), or to lines that the client lacks."""
    if products is not None and response.product not in products:
        message = f"no product is called {shown(response.product)}"
        yield Remark(".product", Refused("TF307", message, near(response.product, products)))
    for client in clients:
        lines = {line.id for line in client.requirements}
        for index, answer in enumerate(response.answers if client.id == response.client else ()):
            if answer.requirement not in lines:
                message = f"an answer to {shown(answer.requirement)}, which the client does not ask"
                hint = near(answer.requirement, lines)
                yield Remark(f".answers[{index}].requirement", Refused("TF307", message, hint))


def _known(names: Iterable[str], vocabulary: Vocabulary, path: str, single: bool = False) -> Iterable[Remark]:
    for index, name in enumerate(names):
        if name not in vocabulary:
            yield Remark(path if single else f"{path}[{index}]", unknown_capability(name, vocabulary))


def check_need(need: Need, capability: Capability | None) -> Iterable[tuple[str, Refused]]:
    """What is wrong with a need for a capability; without a capability only what is wrong in itself."""
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
    yield from _ideal(need, capability)


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
