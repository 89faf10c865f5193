"""All estimates of a fit put together, so that nothing is counted twice and nothing is left out in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.adapter_efforts import connecting
from tobfit.commercial.cost_records import OpenEffort, SetAside
from tobfit.commercial.estimate_pieces import Piece, points_of, told
from tobfit.commercial.general_efforts import modelled
from tobfit.commercial.stated_efforts import BUILD, stated
from tobfit.commercial.vendor_services import Offered, offered, service_pieces
from tobfit.knowledge.services import is_service
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy
from tobfit.model.label import Label
from tobfit.model.natural import natural


@attrs.frozen(eq=False)
class Collected:
    """The estimates by id, what nobody estimated, the general services that are not counted, the vendor's services."""

    pieces: tuple[Piece, ...]
    open: tuple[OpenEffort, ...]
    set_aside: tuple[SetAside, ...]
    services: tuple[Offered, ...]


def collect(fit: Fit, remedies: Sequence[Remedy]) -> Collected:
    """The estimates of a fit in which the remedies are carried out already."""
    services = offered(fit)
    vendor = tuple(service_pieces(services))
    chosen = {one.requirement: one for one in remedies if one.effort is not None and _speaks_alone(one)}
    served = frozenset(piece.capability for piece in vendor if piece.capability is not None)
    lines = stated(fit, served, chosen)
    links = connecting(fit, lines.estimated)
    ways = [_remedy(one, fit) for name, one in chosen.items() if name not in lines.estimated]
    vocabulary = fit.world.vocabulary
    near = (*vendor, *(piece for piece in lines.pieces if is_service(piece.capability, vocabulary)))
    spoken = {piece.capability: piece.id for piece in near if piece.capability is not None}
    estimated = lines.estimated | links.estimated | chosen.keys()
    others = modelled(fit, services, spoken, frozenset(estimated))
    silent = _silent(services, others.pieces)
    pieces = _named_apart((*vendor, *lines.pieces, *links.pieces, *ways, *others.pieces))
    open_ones = dict.fromkeys((*lines.open, *links.open, *silent, *others.open))
    return Collected(
        tuple(sorted(pieces, key=lambda piece: natural(piece.id))),
        tuple(sorted(open_ones, key=lambda one: (natural(one.subject), one.kind, one.target or ""))),
        others.set_aside,
        services,
    )


def _speaks_alone(remedy: Remedy) -> bool:
    """Whether the effort of a remedy is in no record: not in a statement that it leaves as it is, nor in what it
    changes."""
    return bool(remedy.changes) and not any(_names_effort(target, one) for target, one in remedy.changes.items())


def _names_effort(target: str, value: Any) -> bool:
    if target.endswith(".effort"):
        return True
    return isinstance(value, Mapping) and value.get("effort") is not None


def _remedy(remedy: Remedy, fit: Fit) -> Piece:
    assert remedy.effort is not None
    line = fit[remedy.requirement].requirement
    return Piece(
        id=f"remedy/{line.id}/{remedy.kind}",
        stage=line.stage or BUILD,
        source="remedy",
        name=line.title,
        unit=points_of(remedy.effort),
        requirements=(line.id,),
    )


def _silent(services: Iterable[Offered], general_pieces: Sequence[Piece]) -> Iterable[OpenEffort]:
    """The vendor's services without an effort that no general model stands in for."""
    stages = {piece.stage for piece in general_pieces}
    capabilities = {piece.capability for piece in general_pieces}
    for one in services:
        service = one.service
        is_modelled = one.stage in stages or (service.capability is not None and service.capability in capabilities)
        if service.effort is None and not is_modelled:
            because = told(f"nobody said what {service.id} takes", f"无人说明 {service.id} 所需的工作量")
            yield OpenEffort("service", one.id, because, f"{one.target}.effort")


def _named_apart(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Each piece with an id of its own: of several with one, all but the first are numbered, in an order that only
    hangs on what they say.

    The id names the draws of a piece, so that an estimate that is raised must not get those of another one to the loss
    of the whole. So the skew comes before the width: neither an amount nor a factor changes it, and of pieces of one
    skew the widest have the same place whichever of them grew.
    """
    seen: Counter[str] = Counter()
    for piece in sorted(pieces, key=_said):
        seen[piece.id] += 1
        yield piece if seen[piece.id] == 1 else attrs.evolve(piece, id=f"{piece.id}#{seen[piece.id]}")


def _said(piece: Piece) -> tuple[object, ...]:
    unit, times = piece.unit, piece.times
    shape = (Fraction(-1) if unit.skew is None else unit.skew, unit.high - unit.low, unit.low)
    return piece.id, piece.requirements, _text(piece.name), times.most, times.likely, times.least, *shape


def _text(label: Label) -> str:
    return repr(sorted(label.texts.items()))
