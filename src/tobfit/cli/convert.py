"""``tobfit convert``: documents of tobfit from a file of another format."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tobfit.cli.convert_landscape import client_in, counts
from tobfit.cli.convert_oscal import client_of, told
from tobfit.cli.parser import ALTERNATIVES, LANDSCAPES, MATRIX, OPENACR, OSCAL, PRIORITIES, SIDES
from tobfit.cli.problems import count, show
from tobfit.cli.streams import note, result
from tobfit.errors import Problem, TobfitError
from tobfit.formats import openacr, oscal, reader_of
from tobfit.formats.documents import dump
from tobfit.formats.openacr.record import LEVELS
from tobfit.formats.write import write_text
from tobfit.model.client import Client
from tobfit.model.product import Product

TEMPLATE = (
    "A template: give it the client's own id, name and as_of, then strike lines that are not asked for "
    "and set the priorities."
)
OPTIONS = {
    "levels": (OPENACR,),
    "component": (OPENACR,),
    "catalog": (OPENACR, OSCAL),
    "profile": (OSCAL,),
    "scheme": (OSCAL,),
    "source": (OSCAL,),
    "alternative": (OSCAL,),
    "priority": (OSCAL,),
    "environment": ("structurizr",),
    "id": (OSCAL, *LANDSCAPES),
    "mapping": (MATRIX,),
    "by": (MATRIX,),
    "on": (MATRIX,),
}
"""Options that only some formats take."""


def run(arguments: Namespace) -> int:
    """Reads the whole file first; nothing is written where it has an error, or where a file is in the way."""
    _check_options(arguments)
    records = READERS.get(arguments.format, _landscape)(arguments)
    if records is None:
        return 2
    if arguments.format == MATRIX and not records:
        note("nothing was filled in: nothing is written")
        return 0
    folder = Path(arguments.output)
    texts = {folder / name: dump(record) for name, record in records.items()}
    _write(folder, texts, overwrite=arguments.force)
    result("\n".join(str(path) for path in texts))
    return 0


def _check_options(arguments: Namespace) -> None:
    source = arguments.format
    given = [name for name in OPTIONS if getattr(arguments, name) is not None]
    wrong = [name for name in given if source not in OPTIONS[name]]
    if wrong:
        raise TobfitError(
            Problem(
                code="TF138",
                message=f"--{name} is no option of the format {source}",
                hint=f"leave it out; it goes with --from {' or '.join(OPTIONS[name])}",
            )
            for name in wrong
        )


def _openacr(arguments: Namespace) -> dict[str, object] | None:
    """The records by the names of their files; None where the file has an error."""
    found = openacr.read(
        arguments.file,
        levels=LEVELS if arguments.levels is None else arguments.levels,
        component=arguments.component,
        catalog=arguments.catalog,
    )
    if not _is_sound(found.problems):
        return None
    if found.kind == "report":
        return dict(_product_files(found.products))
    name = found.scheme if arguments.component is None else f"{found.scheme}-{arguments.component}"
    client = Client(id=name, requirements=found.requirements, notes=TEMPLATE)
    return {"client.yaml": client, "pack.yaml": found.pack}


def _oscal(arguments: Namespace) -> dict[str, object] | None:
    found = oscal.read(
        arguments.file,
        scheme=arguments.scheme,
        catalog=arguments.catalog,
        profile=arguments.profile,
        source=arguments.source,
        alternative=arguments.alternative or ALTERNATIVES[0],
        priority=arguments.priority or PRIORITIES[0],
    )
    is_sound = _is_sound(found.problems)
    note(told(found))
    if not is_sound:
        return None
    if found.products or found.kind == "component-definition":
        return dict(_product_files(found.products))
    return {"client.yaml": client_of(found, arguments.id, TEMPLATE), "pack.yaml": found.pack}


def _landscape(arguments: Namespace) -> dict[str, object] | None:
    options = {} if arguments.environment is None else {"environment": arguments.environment}
    found = reader_of(arguments.format)(arguments.file, **options)
    is_sound = _is_sound(found.problems)
    note(counts(found))
    if not is_sound:
        return None
    client = client_in(found, arguments.file, arguments.id)
    return {**({"client.yaml": client} if client else {}), **_product_files(found.products)}


def _matrix(arguments: Namespace) -> dict[str, object] | None:
    from tobfit.cli.convert_matrix import records_of
    from tobfit.intake import read_matrix

    by: Any = arguments.by or SIDES[0]
    found = read_matrix(arguments.file, arguments.mapping, by=by, on=arguments.on)
    show(found.problems)
    return records_of(found, TEMPLATE)


READERS = {OPENACR: _openacr, OSCAL: _oscal, MATRIX: _matrix}
"""How the formats are read that are no architecture models."""


def _is_sound(problems: Iterable[Problem]) -> bool:
    show(problems)
    return count(problems)[0] == 0


def _product_files(products: Iterable[Product]) -> dict[str, object]:
    """The products by names of files, which on some systems may not differ in case alone."""
    found: dict[str, Any] = {}
    taken = {"client", "pack"}
    for product in products:
        base, number = _file_name(product), 1
        name = base
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        found[f"{name}.yaml"] = product
    return found


def _file_name(product: Product) -> str:
    """The id with what file systems or shells would take amiss made a hyphen.

    >>> _file_name(Product(id="acme/crm@5.2"))
    'acme-crm-5.2'
    """
    return re.sub(r"[^A-Za-z0-9._-]", "-", product.id)


def _write(folder: Path, texts: dict[Path, str], *, overwrite: bool) -> None:
    taken = [] if overwrite else [path for path in texts if path.exists()]
    if taken:
        hint = "choose another folder, or write over them with --force"
        raise TobfitError(
            Problem(code="TF120", message=f"'{path}' exists already", file=str(path), hint=hint)
            for path in taken
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder '{folder}' cannot be made: {error.strerror or error}"
        raise TobfitError([Problem(code="TF103", message=message, file=str(folder))]) from None
    for path, text in texts.items():
        write_text(path, text, overwrite=overwrite)
