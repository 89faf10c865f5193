"""The thin face over loading, inference and matching."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.formats.documents import Source
from tobfit.formats.load import CatalogRecord, errors_of, load_all, load_catalog, load_client, packs_of, read_answers
from tobfit.integration.routing import Route, accepted_route
from tobfit.integration.site import Site
from tobfit.integration.together import Together, together_of
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
from tobfit.model.product import Product
from tobfit.model.progress import Progress, check_progress
from tobfit.model.requirement import Requirement
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
    progress: Progress = None,
) -> report.Report:
    """Matches every product of a catalogue against a client's requirements, stated and implied.

    ``client``, ``catalog`` and ``policy`` are records, or what the load functions take; ``packs`` None is the
    shipped ones. ``as_of`` is this argument, else the client's, else an error: never today. Without ``rules`` only
    what the client states counts, its suites included. ``progress`` is told of every product that is done.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")
    >>> report = tobfit.match(client, product)
    >>> report["crm@5"].decision, str(report["crm@5"].score)
    ('fit_with_gaps', '0.9000')
    """
    _check_view(view)
    check_progress(progress)
    asking, offered, packed, ruled = load_all(client, catalog, lambda: packs_of(packs), policy)
    return report.match(asking, offered, packed, ruled, view, _day(as_of), rules=rules, progress=progress)


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


def route(
    client: Client | Source, product: Product | Source, requirement_id: str, packs: Packs | None = None
) -> Route:
    """The cheapest route of one ``connect`` line of a client to a product, over adapters of the client, the vendor
    and the packs; or what stands in the way of it.

    A line that is not there, or wants no connection, is TF407.

    >>> import tobfit
    >>> feed = {"id": "feed", "side": "provides", "data": "out", "protocol": "sftp", "format": "csv", "mode": "batch"}
    >>> erp = {"id": "erp", "zone": "plant", "interfaces": [{**feed, "entity": "Order", "auth": "ssh-key"}]}
    >>> flow = {"from": "plant", "to": "internet", "protocols": ["sftp"]}
    >>> client = tobfit.Client(
    ...     id="acme",
    ...     complete=["landscape.flows"],
    ...     landscape={"zones": [{"id": "plant"}], "systems": [erp], "flows": [flow]},
    ...     requirements=[{"id": "R-1", "connect": {"system": "erp"}}],
    ... )
    >>> inlet = {**feed, "data": "in", "zone": "saas", "entity": "Order", "auth": "ssh-key"}
    >>> found = tobfit.integration.route(client, tobfit.Product(id="plan@1", interfaces=[inlet]), "R-1")
    >>> found.feasible, found.effort.high, [step.kind for step in found.steps]
    (True, Ratio(0, 1), ['source', 'flow', 'sink'])
    """
    packed = packs_of(packs)
    asking = _sound(load_client(client, packed), packed)
    line = _connection(asking, requirement_id)
    return accepted_route(line, _single(product, packed), Site(asking, packed.base))


def connections(client: Client | Source, product: Product | Source, packs: Packs | None = None) -> Together | None:
    """All connections that a client's lines want to one product and that can be made, with each adapter paid once;
    None where there is none.

    >>> import tobfit
    >>> tobfit.integration.connections(tobfit.Client(id="acme"), tobfit.Product(id="plan@1")) is None
    True
    """
    packed = packs_of(packs)
    asking = _sound(load_client(client, packed), packed)
    offered, site = _single(product, packed), Site(asking, packed.base)
    lines = [line for line in asking.requirements if line.connect is not None]
    return together_of([(line, accepted_route(line, offered, site)) for line in lines], offered, site)


def _connection(client: Client, requirement_id: str) -> Requirement:
    wanted = {line.id: line for line in client.requirements if line.connect is not None}
    if requirement_id in wanted:
        return wanted[requirement_id]
    is_there = any(line.id == requirement_id for line in client.requirements)
    fault = "wants no connection" if is_there else "is not a line of the client"
    message = f"{shown(requirement_id)} {fault}"
    hint = near(requirement_id, wanted) or "give the line connect: {system: ..., interface: ...}"
    raise TobfitError([Problem(code="TF407", message=message, path="requirement_id", hint=hint)])


def _single(product: Product | Source, packs: Packs) -> Product:
    """The one product of a source."""
    found = load_catalog(product, packs).products
    if len(found) != 1:
        message = f"one product is connected at a time, and here are {len(found)}"
        raise TobfitError([Problem(code="TF402", message=message, path="product")])
    return found[0]


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
