"""The thin face over loading and matching."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from tobfit.errors import TobfitError
from tobfit.formats.documents import Source
from tobfit.formats.load import CatalogRecord, load_all, packs_of
from tobfit.knowledge.packs import Packs
from tobfit.matching import report
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.scalars import DAY
from tobfit.model.shape import Shape
from tobfit.model.structure import convert
from tobfit.model.tree import NOWHERE, problem_at


def match(
    client: Client | Source,
    catalog: Catalog | CatalogRecord | Source | Iterable[Source | CatalogRecord],
    packs: Packs | None = None,
    policy: Policy | Source | None = None,
    view: str | None = None,
    as_of: datetime.date | str | None = None,
) -> report.Report:
    """Matches every product of a catalogue against a client's requirements.

    ``client``, ``catalog`` and ``policy`` are records, or what the load functions take; ``packs`` None is the
    shipped ones. ``as_of`` is this argument, else the client's, else an error: never today.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")
    >>> report = tobfit.match(client, product)
    >>> report["crm@5"].decision, str(report["crm@5"].score)
    ('fit_with_gaps', '0.9000')
    """
    _check_view(view)
    asking, offered, packed, ruled = load_all(client, catalog, lambda: packs_of(packs), policy)
    day = convert(as_of, Shape(kind="scalar", scalar=DAY, optional=True), "as_of")
    return report.match(asking, offered, packed, ruled, view, day)


def _check_view(view: object) -> None:
    if view is not None and not isinstance(view, str):
        message = f"a {type(view).__name__} stands where the id of a view belongs"
        raise TobfitError([problem_at(NOWHERE, "TF205", "view", message)])
