"""A report, or the result of an analysis alone, as blocks."""

from __future__ import annotations

from typing import Any

from tobfit.matching.report import Report
from tobfit.model.progress import Progress, check_progress
from tobfit.report.blocks import Block
from tobfit.report.later import result_blocks
from tobfit.report.story import check_bounds, story


def told(
    made: Report | Any, *, lang: str, audience: str, limit: int | None, progress: Progress = None
) -> list[Block]:
    """The blocks of either; ``progress`` is told of every product of a report that is done."""
    check_progress(progress)
    if isinstance(made, Report):
        return story(made, lang=lang, audience=audience, limit=limit, progress=progress)
    check_bounds(audience, limit)
    return list(result_blocks([made], lang, audience, limit))
