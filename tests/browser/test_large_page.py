"""The report of 30 products and 500 requirements in the browser: below 5 MB, quiet, and a filter answers at once."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.opened import Opened

import tobfit.report


@pytest.mark.usefixtures("benchmarks")
def test_a_large_report_is_small_and_its_filters_are_quick(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    from bench_report import (  # type: ignore[import-not-found]
        LINES,
        MOST_BYTES,
        MOST_MS,
        PRODUCTS,
        SET_CONTROL,
        filter_times,
        large_report,
    )

    report = large_report(PRODUCTS, LINES)
    path = tmp_path / "large.html"
    path.write_text(tobfit.report.html(report), encoding="utf-8")
    assert path.stat().st_size < MOST_BYTES
    opened = open_page(path)
    times = filter_times(opened.page)
    assert statistics.median(times) < MOST_MS, times
    # What was timed is a filter at work: the rows are those that the match says.
    opened.page.evaluate(SET_CONTROL, ["filter-verdict", "unknown"])
    first = opened.page.locator("#heat-table tbody tr").first.get_attribute("data-requirement")
    assert first == next(
        line.id
        for place, line in enumerate(report.requirements)
        if any(fit.judgements[place].verdict == "unknown" for fit in report.fits)
    )
    opened.page.evaluate(SET_CONTROL, ["filter-text", "no requirement is called so"])
    assert opened.page.locator("#heat-table tbody tr").count() == 0
    assert opened.trouble == []
