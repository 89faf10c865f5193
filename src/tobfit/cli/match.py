"""``tobfit match``: a client, products, and the report on how they fit."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable

from tobfit.cli.problems import show
from tobfit.cli.report_input import matched, write
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report

CONDITIONS: dict[str, Callable[[Fit], bool]] = {
    "blocker": lambda fit: any(gap.severity == "blocker" for gap in fit.gaps),
    "gap": lambda fit: any(gap.severity != "info" for gap in fit.gaps),
    "undecided": lambda fit: fit.decision == "undecided",
}


def run(arguments: Namespace) -> int:
    """Matches, writes the report, and gives 1 where a ``--fail-on`` condition holds for any product."""
    report = matched(arguments, rules=not arguments.stated_only)
    if arguments.output not in (None, "-"):
        # On standard output the report itself shows them.
        show(report.warnings)
    write(_rendered(report, arguments), arguments)
    return 1 if arguments.fail_on and any(map(CONDITIONS[arguments.fail_on], report.fits)) else 0


def _rendered(report: Report, arguments: Namespace) -> str:
    from tobfit.report import markdown, text

    if arguments.format == "json":
        data = report.to_dict(audience=arguments.audience, detail=arguments.detail)
        return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    render = markdown if arguments.format == "markdown" else text
    limit = arguments.limit or None
    return render(report, lang=arguments.lang, audience=arguments.audience, limit=limit)
