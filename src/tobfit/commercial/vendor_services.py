"""The services of a vendor with the effort that it names for them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.commercial.estimate_pieces import Piece, points_of
from tobfit.matching.fit import Fit
from tobfit.model.natural import natural
from tobfit.model.price import Service


@attrs.frozen
class Offered:
    """A service, where its record stands (``product.<id>`` or ``offer.<id>``), and its stage: its own, else that of its
    capability."""

    service: Service
    owner: str
    stage: str | None

    @property
    def id(self) -> str:
        """Its place among the parts of a cost."""
        return f"service/{self.owner.partition('.')[2]}/{self.service.id}"

    @property
    def target(self) -> str:
        """Where its record is reached."""
        return f"{self.owner}.services.{self.service.id}"


def offered(fit: Fit) -> tuple[Offered, ...]:
    """The services that come with a fit's product; with an offer its own, and those of its products in stages that the
    offer's own have no effort for."""
    world, offer = fit.world, fit.offer
    if offer is None:
        return tuple(_of(world.catalog.product(fit.product).services, f"product.{fit.product}", fit))
    own = tuple(_of(offer.services, f"offer.{offer.id}", fit))
    told = {one.stage for one in own if one.service.effort is not None}
    items = sorted(offer.products, key=natural)
    below = (one for item in items for one in _of(world.catalog.product(item).services, f"product.{item}", fit))
    return (*own, *(one for one in below if one.stage is None or one.stage not in told))


def _of(services: Iterable[Service], owner: str, fit: Fit) -> Iterable[Offered]:
    stages = fit.world.packs.base.stage_map
    for service in sorted(services, key=lambda service: natural(service.id)):
        yield Offered(service, owner, service.stage or stages.of(service.capability))


def service_pieces(services: Iterable[Offered]) -> Iterable[Piece]:
    """Those that an effort is named for."""
    for one in services:
        service = one.service
        if service.effort is not None:
            yield Piece(
                id=one.id,
                stage=one.stage,
                source="service",
                name=service.title,
                unit=points_of(service.effort),
                capability=service.capability,
                yearly=service.yearly,
                rate=service.rate,
            )
