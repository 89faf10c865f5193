"""Sphinx configuration. Two parts of the documentation are made at build time from what ships in the package:
the error pages (docs/errors/TFnnn.md) and the reference of the public names (docs/reference/api.md)."""

from __future__ import annotations

import importlib.metadata
import inspect
import logging
from pathlib import Path

from sphinx.application import Sphinx

import tobfit

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "src" / "tobfit" / "errors" / "pages"

project = "tobfit"
author = "The tobfit authors"
copyright = "The tobfit authors, Apache-2.0"
release = importlib.metadata.version("tobfit")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autosummary_generate = False                # the table links into the one page below

html_theme = "pydata_sphinx_theme"
html_title = "tobfit"
html_show_sourcelink = False
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"]}


def _write(path: Path, text: str) -> None:
    # An unchanged page is not touched, so that Sphinx does not read it again.
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def _error_pages() -> None:
    target = HERE / "errors"
    wanted = {page.name: page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("TF*.md"))}
    for stale in target.glob("TF*.md"):
        if stale.name not in wanted:
            stale.unlink()
    for name, text in wanted.items():
        _write(target / name, text)


def _directive(value: object) -> tuple[str, tuple[str, ...]]:
    if inspect.isclass(value):
        if issubclass(value, BaseException):
            return "autoexception", (":members:", ":show-inheritance:")
        return "autoclass", (":members:", ":undoc-members:")
    if inspect.isroutine(value):
        return "autofunction", ()
    if inspect.ismodule(value):
        return "automodule", ()
    return "autodata", ()


def _api_page() -> None:
    names = [name for name in getattr(tobfit, "__all__", ()) if not name.startswith("_")]
    head = "# Public names\n\nWhat `import tobfit` offers, in the order of use.\n\n"
    table = ["```{eval-rst}", ".. currentmodule:: tobfit", "", ".. autosummary::", ""]
    table += [f"   {name}" for name in names]
    parts = [head + "\n".join([*table, "```"])] if names else [head.rstrip()]
    for name in names:
        directive, options = _directive(getattr(tobfit, name))
        body = [f".. {directive}:: tobfit.{name}", *(f"   {option}" for option in options)]
        parts.append("\n".join([f"## {name}", "", "```{eval-rst}", *body, "```"]))
    _write(HERE / "reference" / "api.md", "\n\n".join(parts) + "\n")


def _generate(app: Sphinx) -> None:
    _error_pages()
    _api_page()


def setup(app: Sphinx) -> None:
    # A section may still be empty. Sphinx gives this warning no type, so `suppress_warnings` cannot name it.
    logging.getLogger("sphinx.sphinx.directives.other").addFilter(
        lambda record: getattr(record, "subtype", None) != "empty_glob"
    )
    app.connect("builder-inited", _generate)
