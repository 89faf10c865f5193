"""A report with hostile text in every field, in a browser: no script of it runs, no dialog opens, no request leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.browser.opened import Opened
from tests.report.hostile_worlds import hostile
from tests.report.reading import Read, lost, marks, strings


def test_nothing_of_it_runs(
    open_page: Callable[..., Opened], page_of: Callable[..., Path], screenshots: Path
) -> None:
    opened = open_page(page_of("hostile", "en", "internal"))
    page = opened.page
    page.screenshot(path=screenshots / "hostile.png")
    elements = page.evaluate("[...new Set([...document.querySelectorAll('*')].map(one => one.localName))]")
    assert not {"iframe", "object", "embed", "base", "link", "foreignObject", "animate", "set"} & set(elements)
    handlers = page.evaluate("""[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])
        .map(one => one.name).filter(name => name.startsWith('on'))""")
    assert handlers == []
    # Everything that the script builds is built and shown: all details, both languages, all rows, a cell, a comparison.
    for other in ("zh", "en"):
        page.locator(f"#lang-switch [data-lang={other}]").click()
    for name in ("filter-verdict", "filter-severity", "filter-stage", "filter-role"):
        for value in page.locator(f"[name={name}] option").evaluate_all("all => all.map(one => one.value)"):
            page.locator(f"[name={name}]").select_option(value)
        page.locator(f"[name={name}]").select_option("")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.locator("#heat-table td[tabindex='0']").focus()
    page.keyboard.press("Enter")
    opened.settle()
    page.keyboard.press("Escape")
    opened.settle()
    assert opened.trouble == []
    assert opened.requests == [opened.address]


TEXTS = """() => {
  const page = document.body.cloneNode(true);
  for (const script of page.querySelectorAll("script")) script.remove();
  const attributes = [...page.querySelectorAll("*")].flatMap(one => [...one.attributes]).map(one => one.value);
  return [page.textContent, document.getElementById("data").textContent, ...attributes];
}"""


def test_every_text_is_there_whole(open_page: Callable[..., Opened], page_of: Callable[..., Path]) -> None:
    opened = open_page(page_of("hostile", "en", "internal"))
    shown, kept, *attributes = opened.page.evaluate(TEXTS)
    found = Read(texts=[shown, *attributes, *strings(json.loads(kept))])
    assert len(marks(found.texts)) > 100
    assert lost(found, hostile()) == []
