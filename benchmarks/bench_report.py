"""Size of the HTML report, time to write each format, and time a filter takes in a browser.

Run: make bench. Writing is measured beside ``match`` and beside ``to_dict(detail="summary")`` in this one process; what
counts are the ratios. The browser is the system's Chromium, driven by Playwright's package (the extra ``browser``);
where either is missing, that part is not run, and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from report_worlds import large_report
from timer import best_of

import tobfit.report
from tobfit import TobfitError
from tobfit.matching.report import Report, match

PRODUCTS, LINES = 30, 500
MOST_BYTES = 5_000_000
MOST_MS = 200
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
SET_CONTROL = """([name, value]) => new Promise(done => {
  const control = document.querySelector(`[name=${name}]`);
  const drawn = new MessageChannel();
  const start = performance.now();
  drawn.port1.onmessage = () => done(performance.now() - start);
  control.value = value;
  control.dispatchEvent(new Event("input", {bubbles: true}));
  requestAnimationFrame(() => drawn.port2.postMessage(0));
})"""
"""Sets a control as a person does; milliseconds until the next frame is drawn."""
FILTERS = (
    ("filter-verdict", "unknown"), ("filter-severity", "blocker"), ("filter-role", "technical"),
    ("filter-text", "ledger"), ("filter-text", ""), ("filter-role", ""), ("filter-severity", ""),
    ("filter-verdict", ""), ("filter-text", "c1"), ("filter-text", ""),
)  # fmt: skip
"""Narrower step by step, and wide open again."""


def writers(report: Report) -> dict[str, Callable[[], object]]:
    """Each format, as a call that writes it whole."""
    out = tobfit.report
    return {
        "html": lambda: out.html(report),
        "text": lambda: out.text(report),
        "markdown": lambda: out.markdown(report),
        "records": lambda: out.records(report),
        "frame as CSV": lambda: out.frame(report).to_csv(),
        "svg (heat map)": lambda: out.svg(report, "heat_map"),
        "vega_lite (heat map)": lambda: out.vega_lite(report, "heat_map"),
        "context": lambda: out.context(report, limit=3),
        "xlsx": lambda: out.xlsx(report),
        "docx": lambda: out.docx(report, limit=3),
    }


def size(made: object) -> int:
    """Bytes of what was written."""
    if isinstance(made, bytes):
        return len(made)
    return len((made if isinstance(made, str) else json.dumps(made, ensure_ascii=False, default=str)).encode())


def filter_times(page: Any, rounds: int = 3) -> list[float]:
    """Milliseconds of each change of a filter in an opened report; the first round warms up and is left out."""
    times = [[page.evaluate(SET_CONTROL, list(choice)) for choice in FILTERS] for _ in range(rounds + 1)]
    return [one for taken in times[1:] for one in taken]


def in_browser(html: str) -> list[float] | str:
    """The times of the filters, or why they were not measured."""
    program = os.environ.get("TOBFIT_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        return "there is no Chromium"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "there is no playwright: install tobfit[browser]"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(path.as_uri())
        times = filter_times(page)
        browser.close()
    return times


def main() -> None:
    """Prints sizes, times and ratios."""
    report = large_report(PRODUCTS, LINES)
    world = report.world
    matched = best_of(3, lambda: match(world.client, world.catalog, world.packs))
    plain = best_of(3, lambda: report.to_dict(detail="summary"))
    print(f"{PRODUCTS} products x {LINES} requirements: match {matched * 1e3:.0f} ms, summary as plain data "
          f"{plain * 1e3:.0f} ms")  # fmt: skip
    for name, write in writers(report).items():
        try:
            made = write()
        except TobfitError as missing:
            print(f"  {name}: not run, {missing.problems[0].message}")
            continue
        taken = best_of(1 if name in ("context", "docx", "xlsx") else 2, write)
        print(f"  {name}: {size(made) / 1e6:.2f} MB in {taken * 1e3:.0f} ms; beside match {taken / matched:.1f}, "
              f"beside plain data {taken / plain:.1f}")  # fmt: skip
    html = tobfit.report.html(report)
    print(f"  html: {len(html.encode()):,} bytes, at most {MOST_BYTES:,} wanted")
    times = in_browser(html)
    if isinstance(times, str):
        print(f"  a filter in the browser: not run, {times}")
        return
    print(f"  a filter in the browser: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms of "
          f"{len(times)}; at most {MOST_MS} wanted")  # fmt: skip


if __name__ == "__main__":
    main()
