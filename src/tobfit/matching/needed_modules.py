"""The modules that a product's lines need: those of the statements that serve them, and what these require."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from tobfit.matching.modules import exclusions, with_requirements
from tobfit.matching.outcome import Judgement
from tobfit.matching.voices import Voices
from tobfit.model.natural import natural
from tobfit.model.product import Product, Statement

if TYPE_CHECKING:
    from tobfit.matching.fit import Fit

SERVED = ("met", "partial")
"""The verdicts of lines that are given for certain, in full or in part."""


@attrs.frozen
class NeededModule:
    """A module of a product with the lines that need it: by their own statements, or by a module that requires it."""

    product: str
    module: str
    requirements: tuple[str, ...]


def modules_of(fit: Fit) -> tuple[NeededModule, ...]:
    """All that a fit's lines need, by product and module; of an offer's line what the product needs that serves it for
    certain, though another one may serve it better. A statement that stands beside one without a module needs
    none; where each of several names another module, the first will do."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for judgement in fit.judgements:
        product = fit.world.catalog.product(judgement.item)
        for name in with_requirements(_needed(judgement), product.modules):
            found.setdefault((product.id, name), {})[judgement.requirement.id] = None
    order = sorted(found, key=lambda key: (natural(key[0]), natural(key[1])))
    return tuple(NeededModule(item, name, tuple(found[item, name])) for item, name in order)


@attrs.frozen
class Shut:
    """Two modules that shut each other out, and the lines that need the one and the other."""

    product: str
    modules: tuple[str, str]
    requirements: tuple[str, ...]


def shut_out(fit: Fit) -> tuple[Shut, ...]:
    """The modules of one product which its lines need and which shut each other out: those lines are judged one by one,
    and cannot all be met. Of an offer nothing: what it holds goes together."""
    needed = {one.module: one for one in fit.modules if one.product == fit.product}
    product = fit.world.catalog[fit.product]
    if not needed or not isinstance(product, Product):
        return ()
    return tuple(
        Shut(fit.product, pair, tuple(dict.fromkeys(name for each in pair for name in needed[each].requirements)))
        for pair in exclusions(needed, product.modules)
    )


def _needed(judgement: Judgement) -> Iterable[str]:
    if judgement.own.verdict not in SERVED:
        return
    for statements in groups_of(judgement.own):
        given = [said for said in statements if said.response not in ("not_supported", "not_applicable")]
        modules = {said.module for said in given}
        if modules and None not in modules:
            yield min((name for name in modules if name is not None), key=natural)


def groups_of(judgement: Judgement) -> Iterable[tuple[Statement, ...]]:
    """The statements that speak for a line: those that stand side by side together, of a roll-up those on each
    narrower capability."""
    speech = judgement.speech
    if speech.kind == "rollup" and speech.capability is not None:
        yield from _below(speech.capability, judgement.voices)
    elif speech.statements:
        yield speech.statements


def _below(name: str, voices: Voices) -> Iterable[tuple[Statement, ...]]:
    for child in voices.vocabulary.narrower(name):
        if own := voices.own(child):
            yield own
        else:
            yield from _below(child, voices)
