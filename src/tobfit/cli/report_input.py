"""What ``match`` and ``questions`` have in common: the documents they read, the match, where results go."""

from __future__ import annotations

from argparse import Namespace

from tobfit.api import answer, match
from tobfit.cli.streams import result, result_bytes
from tobfit.formats.load import load_all, load_packs
from tobfit.formats.write import write_bytes, write_text
from tobfit.matching.report import Report


def matched(arguments: Namespace, *, rules: bool = True) -> Report:
    """The report on all documents, the answers laid over them in the order in which they are named; one error with
    the problems of all documents."""
    client, catalog, packs, policy = load_all(
        arguments.client, arguments.products, lambda: load_packs(*arguments.pack), arguments.policy
    )
    for file in arguments.answers:
        client, catalog = answer(client, catalog, file, packs)
    return match(client, catalog, packs, policy, arguments.view, arguments.as_of, rules=rules)


def write(made: str | bytes, arguments: Namespace) -> None:
    """To the file that is named, else to standard output."""
    if arguments.output in (None, "-"):
        result(made) if isinstance(made, str) else result_bytes(made)
    elif isinstance(made, str):
        write_text(arguments.output, made, overwrite=arguments.force)
    else:
        write_bytes(arguments.output, made, overwrite=arguments.force)
