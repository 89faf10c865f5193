"""``tobfit convert``: documents of tobfit from a file of another format."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from tobfit.cli.problems import count, show
from tobfit.cli.streams import result
from tobfit.errors import Problem, TobfitError
from tobfit.formats import openacr
from tobfit.formats.documents import dump
from tobfit.formats.write import write_text
from tobfit.model.client import Client
from tobfit.model.product import Product

TEMPLATE = (
    "A template: give it the client's own id, name and as_of, then strike lines that are not asked for "
    "and set the priorities."
)


def run(arguments: Namespace) -> int:
    """Reads the whole file first; nothing is written where it has an error, or where a file is in the way."""
    found = openacr.read(
        arguments.file,
        levels=arguments.levels,
        component=arguments.component,
        catalog=arguments.catalog,
    )
    show(found.problems)
    if count(found.problems)[0]:
        return 2
    folder = Path(arguments.output)
    texts = {folder / name: dump(record) for name, record in _records(found, arguments.component).items()}
    _write(folder, texts, overwrite=arguments.force)
    result("\n".join(str(path) for path in texts))
    return 0


def _records(found: openacr.OpenAcr, component: str | None) -> dict[str, object]:
    if found.kind == "report":
        return {f"{_file_name(product)}.yaml": product for product in found.products}
    name = found.scheme if component is None else f"{found.scheme}-{component}"
    client = Client(id=name, requirements=found.requirements, notes=TEMPLATE)
    return {"client.yaml": client, "pack.yaml": found.pack}


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
