"""``tobfit questions``: what to ask next, of whom, and what each answer would mean."""

from __future__ import annotations

import json
from argparse import Namespace

from tobfit.cli.problems import show
from tobfit.cli.report_input import matched, write
from tobfit.matching.report import Report


def run(arguments: Namespace) -> int:
    """Matches, and writes the questions of the report alone; what the report warns of goes to standard error."""
    report = matched(arguments)
    show(report.warnings)
    write(_rendered(report, arguments), arguments)
    return 0


def _rendered(report: Report, arguments: Namespace) -> str:
    from tobfit.report.markdown import as_markdown
    from tobfit.report.question_list import question_list, questions_data
    from tobfit.report.text import as_text

    if arguments.format == "json":
        data = questions_data(report, audience=arguments.audience)
        return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    limit = arguments.limit or None
    blocks = question_list(report, lang=arguments.lang, audience=arguments.audience, limit=limit)
    return as_markdown(blocks) if arguments.format == "markdown" else as_text(blocks)
