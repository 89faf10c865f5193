"""The file around the page: one document that loads nothing, with the hashes of the one script and style it may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources

from tobfit.report.page.both import Text
from tobfit.report.page.head import banner
from tobfit.report.page.markup import Html, data, el, finished, join
from tobfit.report.page.phrases import say
from tobfit.report.page.sections import Section
from tobfit.report.page.signs import looks_sheet

DIALOG = "cell-dialog"
SCRIPTS = ("languages", "building", "matrix", "sections")
"""The parts of the script, in order: each uses what stands before it."""


def document(
    title: Text, lang: str, audience: str, inside: Html, *, contents: Html | None, given: object, long: bool = False
) -> str:
    """The whole file. ``given`` is the data of the script, None for a page that has none;
    ``long`` pages are laid out piece by piece."""
    style, script = style_sheet(), script_text(whole=given is not None)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(script, style)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", title.first(lang), data_en=title.en, data_zh=title.zh),
        _raw("style", style),
    )
    parts = [
        el("a", say("skip"), href="#main", class_="skip"),
        banner(title, audience),
        el("div", contents, el("main", inside, id="main", tabindex="-1"), class_="frame" if contents else "frame bare"),
        _dialog() if given is not None else None,
        data({} if given is None else given),
        _raw("script", script),
    ]
    return f"<!DOCTYPE html>\n{el('html', head, el('body', parts), lang=lang, class_='long' if long else None).text}\n"


def contents(sections: Iterable[Section]) -> Html:
    """The list of contents."""
    links = [el("li", el("a", say("summary"), href="#summary"))]
    links += [el("li", el("a", one.title, href=f"#{one.id}")) for one in sections]
    title = el("summary", say("contents"), id="contents-title")
    return el("nav", el("details", title, el("ol", links), open=True), id="contents", aria_labelledby="contents-title")


def style_sheet() -> str:
    """The style: the file beside this module, and the looks of verdicts, decisions and severities."""
    return _file("style.css") + looks_sheet()


def script_text(*, whole: bool = True) -> str:
    """The script: its parts in one scope. A page without data needs no more than the switch of languages."""
    parts = "\n".join(_file(f"script/{name}.js") for name in (SCRIPTS if whole else SCRIPTS[:1]))
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def policy(script: str, style: str) -> str:
    """The content security policy: nothing is loaded, nothing is sent, and only these two texts take effect."""
    rules = (
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _raw(name: str, text: str) -> Html:
    """Script and style are the package's own and stand as they are: their hash is that of the very text."""
    return finished(f"<{name}>{text}</{name}>")


def _file(name: str) -> str:
    return resources.files("tobfit.report.page").joinpath(name).read_text("utf-8")


def _dialog() -> Html:
    """Where the script shows what stands behind a cell."""
    close = el("button", say("close"), type="button", id="dialog-close")
    title = el("h2", id="dialog-title")
    return el("dialog", el("div", title, close, class_="title-row"), el("div", id="dialog-body"),
              id=DIALOG, aria_labelledby="dialog-title")  # fmt: skip


def end(date: str) -> Html:
    """The last line of the page."""
    return join(el("p", say("end", date=date), class_="note end"))
