"""The thin face over loading, inference and matching."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.formats.documents import Source
from tobfit.formats.load import CatalogRecord, errors_of, load_all, load_catalog, load_client, packs_of, read_answers
from tobfit.knowledge import inference
from tobfit.knowledge.inference import Inference, date_of
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.profile import size_class_of
from tobfit.knowledge.sizes import SizeClass
from tobfit.matching import answering, report
from tobfit.model.answers import Answers
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.scalars import DAY, near, shown
from tobfit.model.shape import Shape
from tobfit.model.structure import convert
from tobfit.model.tree import NOWHERE, problem_at

Offered = Catalog | CatalogRecord | Source | Iterable[Source | CatalogRecord]


def match(
    client: Client | Source,
    catalog: Offered,
    packs: Packs | None = None,
    policy: Policy | Source | None = None,
    view: str | None = None,
    as_of: datetime.date | str | None = None,
    *,
    rules: bool = True,
) -> report.Report:
    """Matches every product of a catalogue against a client's requirements, stated and implied.

    ``client``, ``catalog`` and ``policy`` are records, or what the load functions take; ``packs`` None is the
    shipped ones. ``as_of`` is this argument, else the client's, else an error: never today. Without ``rules`` only
    what the client states counts, its suites included.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")
    >>> report = tobfit.match(client, product)
    >>> report["crm@5"].decision, str(report["crm@5"].score)
    ('fit_with_gaps', '0.9000')
    """
    _check_view(view)
    asking, offered, packed, ruled = load_all(client, catalog, lambda: packs_of(packs), policy)
    return report.match(asking, offered, packed, ruled, view, _day(as_of), rules=rules)


def infer(
    client: Client | Source,
    packs: Packs | None = None,
    as_of: datetime.date | str | None = None,
    *,
    rules: bool = True,
) -> Inference:
    """What follows from a client: its own lines with the citations that they answer, the lines that suites and rules
    add, the rules that stay undecided with the attributes that decide them, and what cannot hold together.

    ``as_of`` is this argument, else the client's, else an error (TF401): never today.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01", profile={"cardholder_data": True})
    >>> found = tobfit.knowledge.infer(client)
    >>> line = next(line for line in found.requirements if line.capability == "sec.audit_log_hot")
    >>> line.priority, str(line.need), line.sources[0].facts
    ('must', 'at_least 3 month', ('cardholder_data: true',))
    """
    packed = packs_of(packs)
    asking = _sound(load_client(client, packed), packed)
    return inference.infer(asking, packed.base, date_of(asking, _day(as_of)), with_rules=rules)


def size_class(client: Client | Source, scheme: str, packs: Packs | None = None) -> SizeClass:
    """The size class of a client under a scheme: the tightest range that holds every completion of what is not said.

    >>> import tobfit
    >>> studio = {"segment": "game", "code": "6572", "scheme": "gbt4754-2017", "primary": True}
    >>> client = tobfit.Client(id="a", industries=[studio], scale={"employees": 500, "revenue": "300000000 CNY"})
    >>> size = tobfit.knowledge.size_class(client, "cn-2017")
    >>> size.low, size.high, size.group
    ('large', 'large', 'software_it')
    """
    base = packs_of(packs).base
    if scheme not in base.scales:
        message = f"no pack has the scheme {shown(scheme)}"
        raise TobfitError([Problem(code="TF406", message=message, path="scheme", hint=near(scheme, base.scales))])
    packed = packs_of(packs)
    return size_class_of(_sound(load_client(client, packed), packed), base.scales[scheme], base)


def answer(
    client: Client | Source, catalog: Offered, answers: Answers | Source | dict[str, Any], packs: Packs | None = None
) -> tuple[Client, Catalog]:
    """The client and the catalogue with what was learnt later laid over them; what was given stays as it is.

    ``answers`` is an answers/1 document: a file, a mapping or a record. Targets are those of ``Question.target``;
    one that leads nowhere is TF404, and a value that the records refuse an error of theirs.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01")
    >>> learnt = {"answers": [{"target": "client.profile.cardholder_data", "value": True}]}
    >>> later, _ = tobfit.answer(client, tobfit.Product(id="crm@5"), learnt)
    >>> later.profile["cardholder_data"], client.profile
    ('true', FrozenMap({}))
    """
    packed = packs_of(packs)
    asking = load_client(client, packed)
    offered = load_catalog(catalog, packed, asking)
    learnt = read_answers(answers)
    world, remarks = answering.answered(asking, offered, packed, learnt.record)
    problems = [learnt.at(f"$.answers[{place}]", refused) for place, refused in remarks]
    if problems:
        raise TobfitError(problems)
    return world.client, world.catalog


def _sound(client: Client, packs: Packs) -> Client:
    """The client, if the packs find no error in it: a record that a call made was not read from a document."""
    problems = errors_of(client, packs.base)
    if problems:
        raise TobfitError(problems)
    return client


def _day(as_of: datetime.date | str | None) -> datetime.date | None:
    day: datetime.date | None = convert(as_of, Shape(kind="scalar", scalar=DAY, optional=True), "as_of")
    return day


def _check_view(view: object) -> None:
    if view is not None and not isinstance(view, str):
        message = f"a {type(view).__name__} stands where the id of a view belongs"
        raise TobfitError([problem_at(NOWHERE, "TF205", "view", message)])
