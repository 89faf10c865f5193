"""What the vocabulary, the client and the product say about a vendor's answers line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.knowledge.check import Checking, check_value
from tobfit.knowledge.profile_check import FOLLOWING
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.catalog import Answer, Response
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Product, no_module
from tobfit.model.quantity import parse_quantity, ratio_to
from tobfit.model.requirement import QUANTITY_KEYS, Need, Requirement
from tobfit.model.scalars import Hints, Refused, shown
from tobfit.model.version import parse_version

NO_OFFERS: Mapping[str, tuple[str, ...]] = FrozenMap()
DRAWN = "deploy:"
"""How the ids of lines begin that follow from the client's landscape."""


def check_response(
    response: Response,
    products: Mapping[str, Product],
    clients: Iterable[Client],
    known: Vocabulary | Checking,
    *,
    is_whole: bool = True,
    is_inferred: bool = False,
    offers: Mapping[str, tuple[str, ...]] = NO_OFFERS,
) -> Iterable[Remark]:
    """What is wrong with the answers of one document, as far as those whom they speak of are at hand.

    ``is_whole`` says that there are no other products, so that one which is not among them does not exist;
    ``is_inferred``, that the clients hold the lines that follow from them too; ``offers`` are those at hand, with their
    products: it is a product that an answer speaks of.
    """
    checking = Checking.of(known)
    product = products.get(response.product)
    if response.product in offers:
        message = f"{shown(response.product)} is an offer, and an answer speaks of one product"
        hint = f"answer for one of its products: {', '.join(offers[response.product])}"
        yield Remark(".product", Refused("TF307", message, hint))
    elif product is None and is_whole:
        message = f"no product is called {shown(response.product)}"
        yield Remark(".product", Refused("TF307", message, Hints(products).near(response.product)))
    for client in clients:
        if client.id == response.client:
            yield from _answers(response, client, product, checking, is_inferred)


def _answers(
    response: Response, client: Client, product: Product | None, checking: Checking, is_inferred: bool
) -> Iterable[Remark]:
    lines = {line.id: line for line in client.requirements}
    hints = Hints(lines)
    for index, answer in enumerate(response.answers):
        path = f".answers[{index}]"
        line = lines.get(answer.requirement)
        if line is None and answer.requirement.startswith(DRAWN):
            continue  # what the landscape asks of a deployment is worked out when products are judged
        if line is None and answer.requirement.startswith(FOLLOWING):
            # A line that follows from the client may not follow any more: its answer then waits.
            if is_inferred:
                message = f"an answer to {shown(answer.requirement)}, which does not follow from the client now"
                yield Remark(f"{path}.requirement", Refused("TF307", message), warning=True)
            continue
        if line is None:
            message = f"an answer to {shown(answer.requirement)}, which the client does not ask"
            yield Remark(f"{path}.requirement", Refused("TF307", message, hints.near(answer.requirement)))
            continue
        yield from _value(answer, line, checking, f"{path}.value")
        if product is not None:
            yield from _beside(answer, line, product, path)


def _value(answer: Answer, line: Requirement, checking: Checking, path: str) -> Iterable[Remark]:
    """The value suits the line's capability; without one, the line's need."""
    if answer.value is None:
        return
    if line.capability is None:
        yield from check_value_for(answer.value, line.need, path)
        return
    capability = checking.vocabulary.get(line.capability)
    if capability is None or (line.capability, answer.value) in checking.sound:
        return
    found = list(check_value(answer.value, capability, path))
    if not found:
        checking.sound.add((line.capability, answer.value))
    yield from found


def check_value_for(value: tuple[str, ...], need: Need, path: str) -> Iterable[Remark]:
    """A value that the keys of a need cannot read, where no capability says what it is."""
    bounds = [getattr(need, key) for key in QUANTITY_KEYS if getattr(need, key) is not None]
    if not bounds and need.version is None:
        return
    if len(value) != 1:
        what = "quantity" if bounds else "version"
        yield Remark(path, Refused("TF305", f"{len(value)} values where the need is one {what}", "give one"))
        return
    try:
        if bounds:
            ratio_to(parse_quantity(value[0]), bounds[0], None)
        else:
            parse_version(value[0])
    except Refused as refused:
        yield Remark(path, refused)


def _beside(answer: Answer, line: Requirement, product: Product, path: str) -> Iterable[Remark]:
    """The module exists, and a roadmap has a date: the answer's own, or one that the product states."""
    if answer.module is not None and answer.module not in product.modules:
        yield Remark(f"{path}.module", no_module(answer.module, Hints(product.modules)))
    stated = product.capabilities.get(line.capability, ()) if line.capability is not None else ()
    is_dated = answer.available is not None or any(statement.available is not None for statement in stated)
    if answer.response == "roadmap" and not is_dated:
        hint = "give available: YYYY-MM-DD in the answer or in the statement"
        yield Remark(path, Refused("TF217", "a roadmap item without a date of availability", hint))
