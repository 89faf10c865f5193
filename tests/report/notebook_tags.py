"""What the sanitizer of JupyterLab lets through of an output that is not trusted: of its lists what displays use."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"img", "br"}
ATTRIBUTES: dict[str, set[str]] = {
    "div": {"class", "lang"}, "h3": set(), "h4": set(), "h5": set(), "h6": set(), "p": set(), "ul": set(), "li": set(),
    "strong": set(), "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"scope", "style"},
    "td": {"style"}, "img": {"alt", "src", "style"},
}  # fmt: skip
"""Tag -> the attributes that displays use; the sanitizer keeps each of them."""
STYLES = {"text-align:left", "text-align:right", "background-color:white"}
IMAGE = re.compile(r"data:image/svg\+xml;base64,[A-Za-z0-9+/]+=*")


class Read(HTMLParser):
    """Reads a display; ``faults`` are what a sanitizer would take away, ``text`` what a reader sees."""

    def __init__(self, display: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.alternatives: list[str] = []
        self.images: list[str] = []
        self._texts: list[str] = []
        self.feed(display)
        self.close()
        if self.open:
            self.faults.append(f"not closed: {self.open}")

    @property
    def text(self) -> str:
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ATTRIBUTES:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) or (name == "style" and value not in STYLES):
                self.faults.append(f"{tag} {name}={value}")
            if name == "alt":
                self.alternatives.append(value or "")
            if name == "src":
                self.images.append(value or "")
                self.faults += [] if IMAGE.fullmatch(value or "") else [f"src {value}"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")
