"""A real browser for the tests of the HTML report: Chromium as the system has it, driven by Playwright's package.

Nothing is downloaded: where the browser or the package (extra ``browser``) is missing, the tests are skipped and say
what is missing. ``TOBFIT_CHROMIUM`` names another browser, ``TOBFIT_SCREENSHOTS`` a folder for the pictures that are
taken.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.demos import DEMOS, hostile_report
from tests.browser.opened import Opened

import tobfit.report

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # as root, in a container, Chromium does not start otherwise
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDTHS = {"phone": (360, 800), "desk": (1400, 1000)}


def chromium() -> str:
    """The browser; skips where there is none."""
    given = os.environ.get("TOBFIT_CHROMIUM")
    if given and not shutil.which(given):
        pytest.fail(f"TOBFIT_CHROMIUM names {given}, which is no program")
    found = given or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.skip(f"no browser: none of {', '.join(PROGRAMS)} on the path, and TOBFIT_CHROMIUM is not set")
    return found


def package(name: str) -> Any:
    """A module of the extra ``browser``; skips where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        pytest.skip(f"no {name.partition('.')[0]}: install tobfit[browser]")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser with a new, empty profile. Playwright's package keeps an event loop running in this thread, in which
    other tests could not start theirs: it ends with each module."""
    program, driver = chromium(), package("playwright.sync_api")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Opened]]:
    """Opens a file in a context of its own, which forgets everything; what happens there is noted."""
    contexts = []

    def opened(path: Path, size: str = "desk", **options: Any) -> Opened:
        width, height = WIDTHS[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Opened.of(context, path, scripts=options.get("java_script_enabled", True))

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Any:
    """The rules of axe-core, as its package ships them."""
    return package("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def page_of(folder: Path) -> Callable[..., Path]:
    """Writes the HTML report of a demo, once, and says where."""

    def written(name: str, lang: str = "en", audience: str = "client") -> Path:
        path = folder / f"{name}-{lang}-{audience}.html"
        if not path.exists():
            report = hostile_report() if name == "hostile" else DEMOS[name]()
            path.write_text(tobfit.report.html(report, lang=lang, audience=audience), encoding="utf-8", newline="")
        return path

    return written
