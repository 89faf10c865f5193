"""The thin face over loading and matching."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from tobfit.errors import TobfitError
from tobfit.formats.documents import Source
from tobfit.formats.load import load_catalog, load_client, load_packs, load_policy
from tobfit.knowledge.packs import Packs
from tobfit.matching import report
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.scalars import DAY, Refused
from tobfit.model.tree import NOWHERE, problem_at


def match(
    client: Client | Source,
    catalog: Catalog | Product | Source | Iterable[Source | Product],
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
    packs = packs or load_packs()
    return report.match(
        load_client(client, packs),
        load_catalog(catalog, packs),
        packs,
        load_policy(policy),
        view,
        _day(as_of),
    )


def _day(value: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(value, str):
        return value
    try:
        day: datetime.date = DAY.parse(value, True)
    except Refused as refused:
        raise TobfitError([problem_at(NOWHERE, refused.code, "as_of", refused.message, hint=refused.hint)]) from None
    return day
