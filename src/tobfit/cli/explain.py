"""``tobfit explain``: the page of an error code."""

from __future__ import annotations

import difflib
import re
from argparse import Namespace
from importlib import resources

from tobfit.cli.streams import note, result


def run(arguments: Namespace) -> int:
    """Prints the page of a code, or all codes with their titles where none is named."""
    pages = _pages()
    if arguments.code is None:
        result("\n".join(_title(text) for text in pages.values()))
        return 0
    code = arguments.code.strip().upper()
    if code in pages:
        result(pages[code])
        return 0
    note(_unknown(arguments.code, code, tuple(pages)))
    return 2


def _pages() -> dict[str, str]:
    """Code -> page, in the order of the codes."""
    folder = resources.files("tobfit") / "errors" / "pages"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name
    )
    return {file.name.removesuffix(".md"): file.read_text(encoding="utf-8") for file in files}


def _title(page: str) -> str:
    """The head line without its mark: ``TF101: no such file``."""
    return page.partition("\n")[0].lstrip("# ")


def _unknown(given: str, code: str, codes: tuple[str, ...]) -> str:
    if not re.match(r"TF|[0-9]+$", code):
        return f"tobfit explain: {given!r} is not an error code, and no rules are read by this version"
    begins = [other for other in codes if len(code) > 3 and other.startswith(code)]
    near = begins or sorted(difflib.get_close_matches(code, codes, n=3, cutoff=0.5))
    better = f"near codes: {', '.join(near)}" if near else "tobfit explain lists all codes"
    return f"tobfit explain: there is no code {given!r}; {better}"
