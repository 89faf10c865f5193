"""The escape layer of HTML: markup is built of elements, and every text in it is escaped where it enters.

Nobody puts markup together from strings: ``Html`` cannot be added to a text, and a text that enters an element or an
attribute is shown as written, with its invisible characters made visible.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import attrs

from tobfit.report.escape import visible
from tobfit.report.page.both import Both

VOID = frozenset({"meta", "input", "br", "col"})
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ATTRIBUTE = {**_TEXT, '"': "&quot;", "'": "&#39;"}
_IN_TEXT, _IN_ATTRIBUTE = re.compile("[&<>]"), re.compile("[&<>\"']")
_IN_DATA = re.compile("[&<>\u2028\u2029]")


@attrs.frozen
class Html:
    """Finished markup."""

    text: str


Inside: TypeAlias = "str | Html | Both[str] | Iterable[Inside] | None"
Attribute: TypeAlias = "str | int | bool | None"


def el(name: str, /, *inside: Inside, **attributes: Attribute) -> Html:
    r"""An element. ``class_`` and ``data_product`` write ``class`` and ``data-product``; True is an attribute without
    a value, None and False none at all. A text in both languages becomes two elements of which one is shown.

    >>> el("p", "a < b", el("br"), class_="x", title='"').text
    '<p class="x" title="&quot;">a &lt; b<br></p>'
    >>> el("b", Both("yes", "是"), Both("<1>", "<1>")).text
    '<b><span lang="en">yes</span><span lang="zh">是</span><bdi>&lt;1&gt;</bdi></b>'
    """
    head = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if name in VOID:
        return Html(f"<{name}{head}>")
    return Html(f"<{name}{head}>{''.join(map(_inner, inside))}</{name}>")


def join(*inside: Inside) -> Html:
    """Parts one after the other, without an element around them."""
    return Html("".join(map(_inner, inside)))


def text_of(text: str) -> str:
    """A text as it stands between two tags."""
    return _IN_TEXT.sub(lambda found: _TEXT[found[0]], visible(text))


def finished(markup: str) -> Html:
    """Markup that another escape layer has made: the pictures'."""
    return Html(markup)


def data(value: Any) -> Html:
    r"""A value as JSON in a script element that no browser runs; nothing in it can end the element.

    >>> data({"a": "</script>&"}).text
    '<script type="application/json" id="data">{"a":"\\u003c/script\\u003e\\u0026"}</script>'
    """
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    escaped = _IN_DATA.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
    return Html(f'<script type="application/json" id="data">{escaped}</script>')


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    if value is False:
        return ""
    escaped = _IN_ATTRIBUTE.sub(lambda found: _ATTRIBUTE[found[0]], visible(str(value)))
    return f' {name}="{escaped}"'


def _inner(inside: Inside) -> str:
    if inside is None:
        return ""
    if isinstance(inside, Html):
        return inside.text
    if isinstance(inside, str):
        return text_of(inside)
    if isinstance(inside, Both):
        return _both(inside)
    return "".join(map(_inner, inside))


def _both(pair: Both[str]) -> str:
    en, zh = text_of(pair.en), text_of(pair.zh)
    return f"<bdi>{en}</bdi>" if en == zh else f'<span lang="en">{en}</span><span lang="zh">{zh}</span>'
