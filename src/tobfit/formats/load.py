"""Loading: documents become checked records; everything that is wrong with all files comes in one error."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tobfit.errors import Problem, TobfitError, TobfitWarning
from tobfit.errors.gathered import Gathered
from tobfit.formats.documents import KINDS, Document, Source, files_of, is_folder, read_document
from tobfit.formats.given import Given
from tobfit.formats.include import included_files
from tobfit.formats.shipped import shipped_documents
from tobfit.formats.source import file_name
from tobfit.formats.tree_of import read_tree, with_excerpts
from tobfit.formats.usage_document import usage_document
from tobfit.knowledge.answers import check_response
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.check import Checking, check_client, check_product, check_services
from tobfit.knowledge.lint import stack
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.slips import slips_of
from tobfit.knowledge.usage_check import check_usage
from tobfit.knowledge.vendor_check import check_vendor
from tobfit.model.answers import Answers
from tobfit.model.catalog import Catalog, Response, Vendor
from tobfit.model.client import Client
from tobfit.model.offer import Offer, faults_of
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.scalars import Refused, shown
from tobfit.model.tree import NOWHERE, Map, Mark, Scalar, problem_at
from tobfit.model.usage import Usage

CATALOG_KINDS = ("product", "response", "vendor", "offer")
CATALOG_RECORDS = (Product, Response, Vendor, Offer)
CatalogRecord = Product | Response | Vendor | Offer


def load_client(source: Source | Client, packs: Packs | None = None) -> Client:
    """The client of a file or a mapping, checked against the vocabulary of ``packs`` (None: the shipped ones).

    Raises a TobfitError with every problem of the document.
    """
    if isinstance(source, Client):
        return source
    base = packs_of(packs).base
    document = read_document(source, ("client",), "load_client.source")
    client: Client = _finished([document], _remarks(document, Checking.of(base)))[0].record
    return client


def load_policy(source: Source | Policy | None) -> Policy:
    """The policy of a file or a mapping; None is the default policy."""
    if source is None or isinstance(source, Policy):
        return source or Policy()
    policy: Policy = _finished([read_document(source, ("policy",), "load_policy.source")], [])[0].record
    return policy


def load_answers(source: Source | Answers) -> Answers:
    """The answers of a file or a mapping; whether their targets exist shows when they are laid over."""
    answers: Answers = read_answers(source).record
    return answers


def read_answers(source: Source | Answers) -> Document:
    """The answers with the places where they stood."""
    if isinstance(source, Answers):
        return Document("answers", None, source, (), {}, {})
    return _finished([read_document(source, ("answers",), "load_answers.source")], [])[0]


def load_usage(source: Any, packs: Packs | None = None, *, about: Mapping[str, Any] | None = None) -> Usage:
    """What was observed of a product in use: from a document or a mapping, a CSV file, a data frame, or rows.

    A table has a header with the names of an observation's fields (``capability``, ``role``, ``period``, ``entitled``,
    ``active`` and the like; those within a field follow a dot: ``satisfaction.responses``). ``product``, ``client``,
    ``as_of``, ``contract`` and ``golive`` are columns that are the same in every row, or stand in ``about``, which may
    also hold ``value_events``. Empty cells, None and NaN are absent. A data frame is whatever has ``to_dict`` as pandas
    has it, ``iter_rows`` as polars or ``to_pylist`` as Arrow has it.

    TF354 is a table that cannot be read, TF203 a column that no observation has; the rest is as in a document.

    >>> seen = [{"capability": "crm.cpq", "period": "2027-03", "entitled": 400, "active": 120.0, "role": None}]
    >>> usage = load_usage(seen, about={"product": "crm@5"})
    >>> usage.product, usage.observations[0].active, usage.observations[0].role
    ('crm@5', 120, None)
    """
    if isinstance(source, Usage):
        return source.evolve(**about) if about else source
    checking = Checking.of(packs_of(packs).base)
    document = usage_document(source, {} if about is None else about)
    usage: Usage = _finished([document], _remarks(document, checking))[0].record
    return usage


def errors_of(client: Client, base: KnowledgeBase) -> list[Problem]:
    """What is wrong with a client that a call made, warnings left out."""
    document = Document("client", None, client, (), {}, {})
    return [problem for problem in _remarks(document, Checking.of(base)) if problem.severity == "error"]


def load_catalog(
    source: Source | CatalogRecord | Catalog | Iterable[Source | CatalogRecord],
    packs: Packs | None = None,
    client: Client | None = None,
) -> Catalog:
    """Products, offers, vendors and answers from a folder, a file, a mapping, a record, or several of these.

    Files of other kinds in a folder are passed over; a file named on its own must be of one of these kinds.
    With a ``client``, answers that do not suit its lines are refused where they stand.
    """
    if isinstance(source, Catalog):
        return source
    if client is not None and not isinstance(client, Client):
        raise _wrong(client, "a client", "load_catalog.client")
    checking = Checking.of(packs_of(packs).base)
    parts = _several(source, CATALOG_RECORDS, "load_catalog.source")
    given = [part for part in parts if isinstance(part, CATALOG_RECORDS)]
    documents = [d for part in parts if not isinstance(part, CATALOG_RECORDS) for d in _documents(part, CATALOG_KINDS)]
    problems = [p for document in documents for p in _remarks(document, checking)]
    clients = [client] if client else []
    problems += _twins(documents)
    problems += _strays([*documents, *map(_document_of, given)], clients, checking, is_whole=True)
    records = [*(d.record for d in _finished(documents, problems)), *given]
    return Catalog(
        products=tuple(sorted((r for r in records if isinstance(r, Product)), key=lambda r: r.id)),
        vendors=tuple(sorted((r for r in records if isinstance(r, Vendor)), key=lambda r: r.id)),
        responses=tuple(sorted((r for r in records if isinstance(r, Response)), key=_response_key)),
        offers=tuple(sorted((r for r in records if isinstance(r, Offer)), key=lambda r: r.id)),
    )


def load_all(
    client: Source | Client,
    catalog: Source | CatalogRecord | Catalog | Iterable[Source | CatalogRecord],
    packs: Callable[[], Packs],
    policy: Source | Policy | None,
) -> tuple[Client, Catalog, Packs, Policy]:
    """All that a match takes; one error with the problems of all of it. Without sound packs only the policy can
    still be read: the others would be measured against the wrong vocabulary."""
    gathered = Gathered()
    packed = gathered.attempt(packs)
    ruled = gathered.attempt(load_policy, policy)
    asking = gathered.attempt(load_client, client, packed) if packed is not None else None
    offered = gathered.attempt(load_catalog, catalog, packed, asking) if packed is not None else None
    gathered.raise_all()
    assert packed is not None
    assert ruled is not None
    assert asking is not None
    assert offered is not None
    return asking, offered, packed, ruled


def packs_of(packs: Packs | None) -> Packs:
    """The packs of a call; None is the shipped ones."""
    if packs is None:
        return load_packs()
    if not isinstance(packs, Packs):
        raise _wrong(packs, "packs (or None)", "packs", "pass what load_packs(...) gives")
    return packs


def _wrong(value: object, wanted: str, where: str, hint: str | None = None) -> TobfitError:
    message = f"a {type(value).__name__} stands where {wanted} belongs"
    return TobfitError([problem_at(NOWHERE, "TF205", where, message, hint=hint)])


def _response_key(response: Response) -> tuple[str, ...]:
    return response.client, response.product, str(response.as_of), repr(response)


def _several(source: Any, records: tuple[type[Any], ...], where: str) -> Sequence[Any]:
    """The parts of a source: records of these types, mappings and names of files; anything else is TF123."""
    single: tuple[Any, ...] = (str, bytes, os.PathLike, Mapping, Given, *records)
    if isinstance(source, single) or not isinstance(source, Iterable):
        source, names = [source], [where]
    else:
        source = list(source)
        names = [f"{where}[{index}]" for index in range(len(source))]
    for part, name in zip(source, names, strict=True):
        if not isinstance(part, single):
            file_name(part, name)
    return source  # type: ignore[no-any-return]


def _document_of(record: CatalogRecord) -> Document:
    """A record that a call passed, as a document without a file."""
    return Document(type(record).__name__.lower(), None, record, (), {}, {})


def load_packs(*sources: Source | Pack | Iterable[Source | Pack], shipped: bool = True) -> Packs:
    """The shipped packs, and one layer on top for each source: a folder, a file, a mapping, a record, or
    several of these side by side.

    Raises a TobfitError where a layer does not fit on those below (TF310, TF311, TF312).
    """
    layers = [list(shipped_documents())] if shipped else []
    for index, source in enumerate(sources):
        parts = _several(source, (Pack,), f"load_packs.sources[{index}]")
        layers.append([d for part in parts for d in _pack_documents(part)])
    documents = [document for layer in layers for document in layer]
    _finished(documents, [])
    owners = {id(d.record): d for d in documents if d.record is not None}

    def locate(pack: Pack, path: str) -> Mark:
        return owners[id(pack)].mark(path)

    records = tuple(tuple(d.record for d in layer) for layer in layers)
    base, problems = stack(records, locate, int(shipped))
    _finished([], _excerpted(problems, documents))
    return Packs(records, base, int(shipped))


def _pack_documents(source: Source | Pack) -> list[Document]:
    if isinstance(source, Pack):
        return [Document("pack", None, source, (), {}, {})]
    return _documents(source, ("pack",))


def _documents(source: Any, kinds: tuple[str, ...]) -> list[Document]:
    """The documents of a source; in a folder those of other kinds and included parts are passed over."""
    if isinstance(source, Mapping | Given) or not is_folder(source):
        return [read_document(source, kinds)]
    files = files_of(source)
    heads = {file: _head(file) for file in files}
    parts = {part.resolve() for _, included in heads.values() for part in included}
    passed = set(KINDS) - set(kinds)
    chosen = [file for file in files if file.resolve() not in parts and heads[file][0] not in passed]
    return [read_document(file, kinds) for file in chosen]


def _head(file: Path) -> tuple[str | None, tuple[Path, ...]]:
    try:
        tree, _ = read_tree(file)
    except TobfitError:
        return None, ()
    header = tree.get("tobfit") if isinstance(tree, Map) else None
    kind = header.text.partition("/")[0] if isinstance(header, Scalar) else None
    return kind, included_files(tree, file)


def _remarks(document: Document, checking: Checking) -> list[Problem]:
    """What the vocabulary says about a document that could be read."""
    record = document.record
    found: Iterable[Remark] = ()
    if isinstance(record, Client):
        found = check_client(record, checking)
    elif isinstance(record, Product):
        found = check_product(record, checking)
    elif isinstance(record, Offer):
        found = check_services(record.services, checking)
    elif isinstance(record, Usage):
        found = check_usage(record, checking)
    elif isinstance(record, Vendor):
        found = check_vendor(record, checking)
    return [_problem(document, remark) for remark in found]


def _problem(document: Document, remark: Remark) -> Problem:
    return document.at(f"${remark.path}", remark.refused, warning=remark.warning, on_key=remark.on_key)


def _twins(documents: Iterable[Document]) -> list[Problem]:
    """Two products, two offers, or two vendors, with one id."""
    first: dict[tuple[type[Any], str], Document] = {}
    problems = []
    for document in documents:
        name = getattr(document.record, "id", None)
        if name is None:
            continue
        known = first.setdefault((type(document.record), name), document)
        if known is not document:
            message = f"the {document.kind} {shown(name)} is there already, in {known.file or 'another mapping'}"
            problems.append(document.at("$.id", Refused("TF215", message, "give each version its own id")))
    return problems


def _finished(documents: Sequence[Document], more: Iterable[Problem]) -> Sequence[Document]:
    """The documents, if none has an error; warnings are given as Python warnings."""
    problems = [*(p for document in documents for p in document.problems), *more]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise TobfitError(sorted(errors, key=_place))
    for problem in problems:
        warnings.warn(TobfitWarning(problem), stacklevel=4)
    return documents


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.file or "", problem.line or 0, problem.column or 0


def check(*sources: Source, packs: Packs | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with documents of any kind, warnings included; () where nothing is.

    Packs among the sources are one layer on top of ``packs``, so that their terms count for the others.
    """
    return examine(sources, packs)[1]


def examine(
    sources: Iterable[Source], packs: Packs | None = None, *, layered: bool = False
) -> tuple[int, tuple[Problem, ...]]:
    """How many documents there are and what is wrong with them; ``layered``: each source is a layer of packs."""
    documents, problems = examined(sources, packs, layered=layered)
    return len(documents), problems


def examined(
    sources: Iterable[Source], packs: Packs | None = None, *, layered: bool = False
) -> tuple[Sequence[Document], tuple[Problem, ...]]:
    """The documents themselves, those too that could not be read, and what is wrong with them."""
    sources = list(sources)
    for index, source in enumerate(sources):
        if not isinstance(source, Mapping | Given):
            file_name(source, f"check.sources[{index}]")
    groups = [_documents(source, ("pack",) if layered else tuple(KINDS)) for source in sources]
    documents = [document for group in groups for document in group]
    if not layered:
        groups = [documents]
    owners = {id(d.record): d for d in documents}

    def locate(pack: Pack, path: str) -> Mark:
        return owners[id(pack)].mark(path) if id(pack) in owners else Mark()

    layers = [[d.record for d in group if isinstance(d.record, Pack)] for group in groups]
    base, found = stack((*packs_of(packs).layers, *layers), locate)
    problems = [*_excerpted(found, documents), *_twins(documents)]
    clients = [d.record for d in documents if isinstance(d.record, Client)]
    # The product of an answer may lie elsewhere, so that only a match can say that it does not exist.
    checking = Checking.of(base)
    problems += _strays(documents, clients, checking, is_whole=False)
    for document in documents:
        problems += [*document.problems, *_remarks(document, checking)]
    return documents, tuple(sorted(problems, key=_place))


def _excerpted(problems: Iterable[Problem], documents: Iterable[Document]) -> tuple[Problem, ...]:
    return with_excerpts(problems, {file: text for d in documents for file, text in d.texts.items()})


def _misspelt_vendors(documents: Sequence[Document]) -> list[Problem]:
    """Vendors and partners that no document describes, and that are called almost like one that has a document: perhaps
    the name is wrong. Each name is told once, where it first stands. That a vendor has no document is no fault: real
    catalogues describe few of theirs, and what is asked of the others is a question."""
    known = {d.record.id for d in documents if isinstance(d.record, Vendor)}
    first: dict[str, tuple[Document, str]] = {}
    for document in documents if known else ():
        record = document.record
        for field in ("vendor", "partner") if isinstance(record, Product | Offer) else ():
            if (name := getattr(record, field, None)) is not None:
                first.setdefault(name, (document, field))
    meant = slips_of(first, known)
    found: list[Problem] = []
    for name, (document, field) in first.items():
        if name in meant:
            message = f"no document describes the vendor {shown(name)}: what is asked of it stays unknown"
            refused = Refused("TF454", message, f"did you mean {shown(meant[name])}?")
            found.append(document.at(f"$.{field}", refused, warning=True))
    return found


def _strays(
    documents: Sequence[Document], clients: Sequence[Client], checking: Checking, *, is_whole: bool
) -> list[Problem]:
    """Answers that speak of no product that is there, of no line of the client that they name, or that do not suit
    the line; offers of no product or module that is there. ``is_whole``: there are no other products."""
    is_whole = is_whole and all(d.record is not None for d in documents)
    products = {d.record.id: d.record for d in documents if isinstance(d.record, Product)}
    offers = [d for d in documents if isinstance(d.record, Offer)]
    found = [
        document.at(f"${path}", refused)
        for document in offers
        for path, refused in faults_of(document.record, products, is_whole=is_whole)
    ]
    sold = {document.record.id: document.record.products for document in offers}
    return found + _misspelt_vendors(documents) + [
        _problem(document, remark)
        for document in documents
        if isinstance(document.record, Response)
        for remark in check_response(document.record, products, clients, checking, is_whole=is_whole, offers=sold)
    ]
