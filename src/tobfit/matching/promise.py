"""What changes would lead to: a new match of one product or offer, which spares the lines that nothing touched."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.changes import apply
from tobfit.matching.fit import NOTHING_KEPT, Fit, Outcomes
from tobfit.matching.landscape import is_placed
from tobfit.model.catalog import Response
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement
from tobfit.model.shape import fields_of

if TYPE_CHECKING:
    from tobfit.matching.world import World


def promised(before: Fit, changes: Mapping[str, Any], product: str | None = None) -> Fit:
    """The fit after the changes, exactly as matching the changed records again gives it.

    ``product`` is another product or offer than the fit's own, for the remedy that replaces it.
    """
    old = before.world
    new = apply(old, changes)
    name = product or before.product
    if name != before.product:
        return new.fit(new.catalog[name])
    if new.client is not old.client:
        is_same = new.catalog is old.catalog
        return new.fit(new.catalog[name], kept_from(before, new) if is_same else NOTHING_KEPT)
    return new.fit(new.catalog[name], _kept_beside(before, new))


def _kept_beside(before: Fit, new: World) -> Mapping[str, Outcomes]:
    """The outcomes that still hold where only the catalogue has changed."""
    old = before.world.catalog
    if before.offer is not None and before.offer != new.catalog[before.product]:
        return NOTHING_KEPT
    items = before.offer.products if before.offer is not None else (before.product,)
    changed: set[str] = set()
    for item in items:
        found = _changed_capabilities(old.product(item), new.catalog.product(item))
        if found is None:
            return NOTHING_KEPT
        changed |= found
    moved = old.vendors != new.catalog.vendors
    reach = reach_of(changed, new.vocabulary)
    answered = _answered(items, before, new.catalog.responses)
    kept = {
        judgement.requirement.id: judgement.outcomes
        for judgement in before.judgements
        if judgement.requirement.capability not in reach
        and not (moved and judgement.requirement.scope != "product")
        and judgement.requirement.id not in answered
        # What one product of an offer gives, another one that relies on it need not find elsewhere.
        and not (changed and len(items) > 1 and judgement.requirement.deploy is not None)
    }
    return kept or NOTHING_KEPT


def kept_from(before: Fit, world: World) -> Mapping[str, Outcomes]:
    """The outcomes that still hold where only the client has changed: of lines that ask for the same in the same
    way. Answers to single lines speak by the client's id, so that another client keeps none."""
    if world.client.id != before.world.client.id or world.as_of != before.world.as_of:
        return NOTHING_KEPT
    before_client, client = before.world.client, world.client
    moved = before_client.landscape != client.landscape or before_client.complete != client.complete
    moved = moved or before.world.site.wanted != world.site.wanted
    # What vendors' documents say depends on who the client is: which references are of its industry and size.
    same = [line for line in world.requirements if line.scope == "product" and not (moved and is_placed(line))]
    now = {line.id: _asked(line) for line in same}
    kept = {
        judgement.requirement.id: judgement.outcomes
        for judgement in before.judgements
        if now.get(judgement.requirement.id) == _asked(judgement.requirement)
    }
    return kept or NOTHING_KEPT


def _asked(line: Requirement) -> tuple[object, ...]:
    """All that the outcome of a line depends on, beside the product."""
    place = line.connect, line.deploy
    return line.capability, line.need, line.accept, line.by, line.priority, line.scope, place, line.waived


def _changed_capabilities(old: Product, new: Product) -> frozenset[str] | None:
    """The capabilities whose statements differ; None where something else of the product does."""
    if old is new:
        return frozenset()
    others = (field.attribute for field in fields_of(Product) if field.name != "capabilities")
    if any(getattr(old, name) != getattr(new, name) for name in others):
        return None
    names = old.capabilities.keys() | new.capabilities.keys()
    return frozenset(n for n in names if old.capabilities.get(n) is not new.capabilities.get(n))


def reach_of(changed: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The capabilities for which a statement on these can speak: themselves, broader and narrower ones."""
    found: set[str] = set()
    for name in changed:
        found.update((name, *vocabulary.ancestors(name)))
        below = [name]
        while below:
            narrower = vocabulary.narrower(below.pop())
            found.update(narrower)
            below += narrower
    return frozenset(found)


def _answered(items: Container[str], before: Fit, responses: Iterable[Response]) -> frozenset[str]:
    """The lines that are answered now or were answered before: their answers may have changed."""
    client = before.world.client.id
    return frozenset(
        answer.requirement
        for response in (*responses, *before.world.catalog.responses)
        if response.product in items and response.client == client
        for answer in response.answers
    )
