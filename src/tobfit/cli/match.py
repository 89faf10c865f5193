"""``tobfit match``: a client, products, and the report on how they fit."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable

from tobfit.api import match
from tobfit.cli.problems import show
from tobfit.cli.streams import result
from tobfit.formats.load import load_all, load_packs
from tobfit.formats.write import write_text
from tobfit.knowledge.packs import Packs
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.policy import Policy

CONDITIONS: dict[str, Callable[[Fit], bool]] = {
    "blocker": lambda fit: any(gap.severity == "blocker" for gap in fit.gaps),
    "gap": lambda fit: any(gap.severity != "info" for gap in fit.gaps),
    "undecided": lambda fit: fit.decision == "undecided",
}


def run(arguments: Namespace) -> int:
    """Matches, writes the report, and gives 1 where a ``--fail-on`` condition holds for any product."""
    client, catalog, packs, policy = _loaded(arguments)
    report = match(client, catalog, packs, policy, arguments.view, arguments.as_of)
    if arguments.output not in (None, "-"):
        # On standard output the report itself shows them.
        show(report.warnings)
    _write(_rendered(report, arguments), arguments)
    return 1 if arguments.fail_on and any(map(CONDITIONS[arguments.fail_on], report.fits)) else 0


def _loaded(arguments: Namespace) -> tuple[Client, Catalog, Packs, Policy]:
    """All documents; one error with the problems of all of them."""
    return load_all(
        arguments.client, arguments.products, lambda: load_packs(*arguments.pack), arguments.policy
    )


def _rendered(report: Report, arguments: Namespace) -> str:
    from tobfit.report import markdown, text

    if arguments.format == "json":
        data = report.to_dict(audience=arguments.audience, detail=arguments.detail)
        return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    render = markdown if arguments.format == "markdown" else text
    limit = arguments.limit or None
    return render(report, lang=arguments.lang, audience=arguments.audience, limit=limit)


def _write(text: str, arguments: Namespace) -> None:
    if arguments.output in (None, "-"):
        result(text)
    else:
        write_text(arguments.output, text, overwrite=arguments.force)
