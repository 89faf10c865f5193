"""That the tests in the browser see what they look for: a page that does everything wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.opened import Opened

QUIET = "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><p>y</p></main>"
LOUD = """<!doctype html><html lang=en><title>x</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">
<main><h1>x</h1><img src="missing.png" alt="x">
<script>window.planted = 1; console.warn("w"); alert("a"); nothing();</script>
<pre>""" + "y" * 5000 + "</pre></main>"
BARE = "<!doctype html><html><title></title><img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=><input>"


def test_a_quiet_page_has_no_trouble(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    (tmp_path / "quiet.html").write_text(QUIET, encoding="utf-8")
    opened = open_page(tmp_path / "quiet.html", "phone")
    assert (opened.trouble, opened.requests, opened.overflow()) == ([], [opened.address], 0)


def test_each_trouble_is_seen(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    (tmp_path / "loud.html").write_text(LOUD, encoding="utf-8")
    opened = open_page(tmp_path / "loud.html", "phone")
    trouble = "\n".join(opened.trouble)
    for part in ("warning: w", "nothing is not defined", "missing.png", "img-src", "a planted script ran: 1"):
        assert part in trouble
    assert opened.dialogs == ["a"]
    assert opened.overflow() > 4000


def test_axe_finds_what_is_wrong(open_page: Callable[..., Opened], axe: Any, tmp_path: Path) -> None:
    (tmp_path / "bare.html").write_text(BARE, encoding="utf-8")
    found = axe.run(open_page(tmp_path / "bare.html").page).response["violations"]
    assert {"document-title", "html-has-lang", "image-alt", "label"} <= {one["id"] for one in found}
