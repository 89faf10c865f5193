"""What ``tobfit convert`` makes of a compliance matrix that was filled in, and of the matrix of a tender."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tobfit.cli.convert_landscape import of
from tobfit.cli.streams import note
from tobfit.intake import MatrixRead
from tobfit.model.client import Client

_UNFIT = re.compile(r"[^A-Za-z0-9._-]")


def records_of(found: MatrixRead, notes: str) -> dict[str, object]:
    """The records by the names of their files, and on standard error what was read; {} where nothing was filled in.

    >>> records_of(MatrixRead(file="m.xlsx", client="acme"), "")
    {}
    """
    note(told(found))
    records: dict[str, object] = {}
    if found.requirements:
        client = found.client or "client"
        records["client.yaml"] = Client(id=client, requirements=found.requirements, notes=notes)
    for response in found.responses:
        records[_free(f"response-{_UNFIT.sub('-', response.product)}", records)] = response
    if found.answers.answers:
        records["answers.yaml"] = found.answers
    return records


def _free(base: str, taken: Iterable[str]) -> str:
    """A file's name that no other record has, also where capitals make no difference."""
    known, number = {name.casefold() for name in taken}, 1
    name = f"{base}.yaml"
    while name.casefold() in known:
        number += 1
        name = f"{base}-{number}.yaml"
    return name


def told(found: MatrixRead) -> str:
    """How much was read.

    >>> print(told(MatrixRead(file="m.xlsx", client="acme")))
    questions: 0 answers
    """
    return "\n".join(_lines(found))


def _lines(found: MatrixRead) -> Iterator[str]:
    if found.requirements:
        yield f"read: {of(len(found.requirements), 'line')}"
    for response in found.responses:
        yield f"{response.product}: {of(len(response.answers), 'line')} answered"
    yield f"questions: {of(len(found.answers.answers), 'answer')}"
