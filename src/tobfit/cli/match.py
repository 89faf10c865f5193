"""``tobfit match``: a client, products, and the report on how they fit."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from tobfit.cli.parser import BINARY_FORMATS
from tobfit.cli.problems import show
from tobfit.cli.report_input import matched, write
from tobfit.cli.streams import is_terminal
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report

DRAWN = ("svg", "vega-lite")
OPTIONS = {"template": ("docx", "markdown"), "chart": DRAWN, "product": ("xlsx", *DRAWN)}
"""Options that only some formats take."""
CONDITIONS: dict[str, Callable[[Fit], bool]] = {
    "blocker": lambda fit: any(gap.severity == "blocker" for gap in fit.gaps),
    "gap": lambda fit: any(gap.severity != "info" for gap in fit.gaps),
    "undecided": lambda fit: fit.decision == "undecided",
}


def run(arguments: Namespace) -> int:
    """Matches, writes the report, and gives 1 where a ``--fail-on`` condition holds for any product."""
    _check_options(arguments)
    report = matched(arguments, rules=not arguments.stated_only)
    if arguments.output not in (None, "-"):
        # On standard output the report itself shows them.
        show(report.warnings)
    write(_rendered(report, arguments), arguments)
    return 1 if arguments.fail_on and any(map(CONDITIONS[arguments.fail_on], report.fits)) else 0


def _check_options(arguments: Namespace) -> None:
    """Before any work: options that the format does not take, and a workbook that would go to a screen."""
    given = [name for name in OPTIONS if getattr(arguments, name) not in (None, [])]
    problems = [
        Problem(
            code="TF168",
            message=f"--{name} is no option of the format {arguments.format}",
            hint=f"leave it out; it goes with --format {' or '.join(OPTIONS[name])}",
        )
        for name in given if arguments.format not in OPTIONS[name]
    ]  # fmt: skip
    if not problems and arguments.format in DRAWN and len(arguments.product) > 1:
        message = f"one product is drawn, and {len(arguments.product)} are named"
        problems.append(Problem(code="TF168", message=message, hint="give --product once"))
    if arguments.format in BINARY_FORMATS and arguments.output in (None, "-") and is_terminal():
        hint = f"name a file: -o report.{arguments.format}"
        message = f"{arguments.format} is no text, and standard output is a terminal"
        problems.append(Problem(code="TF164", message=message, hint=hint))
    if problems:
        raise TobfitError(problems)


def _rendered(report: Report, arguments: Namespace) -> str | bytes:
    if arguments.format in ("html", *BINARY_FORMATS):
        return _document(report, arguments)
    if arguments.format in DRAWN:
        return _drawn(report, arguments)
    from tobfit.report import markdown, text

    if arguments.format == "json":
        data = report.to_dict(audience=arguments.audience, detail=arguments.detail)
        return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    render: Callable[..., str] = markdown if arguments.format == "markdown" else text
    own = {} if arguments.template is None else {"template": arguments.template}
    return render(report, **_reader(arguments), **own)


def _document(report: Report, arguments: Namespace) -> str | bytes:
    """A whole file of its own kind; what makes it is loaded now."""
    import tobfit.report as renderings

    options = _reader(arguments)
    if arguments.format == "html":
        return renderings.html(report, **options)
    if arguments.format == "docx":
        return renderings.docx(report, arguments.template, **options)
    return renderings.xlsx(report, products=arguments.product or None, **options)


def _drawn(report: Report, arguments: Namespace) -> str:
    """One chart."""
    import tobfit.report as renderings

    chart, product = arguments.chart or "ranking", next(iter(arguments.product), None)
    told = {"product": product, "lang": arguments.lang, "audience": arguments.audience}
    if arguments.format == "svg":
        return renderings.svg(report, chart, **told)
    return json.dumps(renderings.vega_lite(report, chart, **told), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _reader(arguments: Namespace) -> dict[str, Any]:
    """For whom, in which language, how much."""
    return {"lang": arguments.lang, "audience": arguments.audience, "limit": arguments.limit or None}
