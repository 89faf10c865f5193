"""The documents of a call: content in, nothing from a disk but the shipped packs."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs

from tobfit import api
from tobfit.assistant.bounds import MAX_CELLS, MAX_WHOLE
from tobfit.errors import Problem, TobfitError, TobfitWarning
from tobfit.formats.given import Given
from tobfit.formats.load import load_all, load_packs
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client

LISTS = ("products", "packs", "answers", "documents")
_HEARING = threading.Lock()
"""Who hears warnings hears those of the whole process, so that one call does at a time."""


def given(arguments: Mapping[str, Any], name: str) -> list[Given]:
    """The documents of one argument, each named by its place: ``client``, ``products[0]``."""
    held = arguments.get(name)
    if held is None:
        return []
    if name in LISTS:
        return [Given(f"{name}[{place}]", content) for place, content in enumerate(held)]
    return [Given(name, held)]


def check_size(arguments: Mapping[str, Any]) -> None:
    """TF472 where the documents of a call are too large together."""
    names = ("client", "policy", *LISTS)
    whole = sum(_size(document) for name in names for document in given(arguments, name))
    if whole > MAX_WHOLE:
        message = f"the documents have {whole:,} characters together, more than {MAX_WHOLE:,}"
        raise TobfitError([too_much("documents", message, "send fewer products at once")])


def _size(document: Given) -> int:
    content = document.content
    if isinstance(content, str):
        return len(content)
    try:
        return len(json.dumps(content, ensure_ascii=False, default=str))
    except (RecursionError, TypeError, ValueError):
        return 0  # too deep, in circles, or with keys that are no texts: reading it refuses that, with the place


def too_much(path: str, message: str, hint: str) -> Problem:
    """TF472."""
    return Problem(code="TF472", message=message, path=path, hint=hint)


@contextmanager
def heard(said: list[Problem]) -> Iterator[None]:
    """Gathers what tobfit warns of; other warnings go on as ever."""
    with _HEARING, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", TobfitWarning)
        yield
    for one in caught:
        if isinstance(one.message, TobfitWarning):
            said.append(one.message.problem)
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


@attrs.frozen(eq=False)
class Matched:
    """A report, and what was noticed while its documents were read."""

    report: Report
    warnings: tuple[Problem, ...]


def matched(arguments: Mapping[str, Any]) -> Matched:
    """Reads the documents of a call and matches them; a TobfitError with the problems of all documents at once."""
    check_size(arguments)
    said: list[Problem] = []
    with heard(said):
        client, catalog, packs, policy = load_all(
            Given("client", arguments["client"]),
            given(arguments, "products"),
            lambda: load_packs(*given(arguments, "packs")),
            Given("policy", arguments["policy"]) if arguments.get("policy") is not None else None,
        )
        for learnt in given(arguments, "answers"):
            client, catalog = api.answer(client, catalog, learnt, packs)
    as_of, rules = arguments.get("as_of"), not arguments.get("stated_only", False)
    _check_work(client, catalog, len(api.infer(client, packs, as_of, rules=rules).requirements))
    report = api.match(client, catalog, packs, policy, arguments.get("view"), as_of, rules=rules)
    return Matched(report, tuple(dict.fromkeys(said)))


def _check_work(client: Client, catalog: Catalog, lines: int) -> None:
    candidates = len(catalog.candidates)
    if lines * candidates > MAX_CELLS:
        what = f"{lines:,} requirements of {client.id} times {candidates:,} products and offers"
        message = f"{what} are {lines * candidates:,} judgements, more than {MAX_CELLS:,}"
        hint = "send fewer products at once, or use the library: it has no such bound"
        raise TobfitError([too_much("products", message, hint)])


def one_line(problem: Problem) -> str:
    """A problem on one line, its source line left out."""
    return " ".join(part.strip() for part in str(attrs.evolve(problem, excerpt=None)).splitlines())
