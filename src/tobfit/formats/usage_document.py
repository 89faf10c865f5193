"""Usage as a document: a file, a mapping, a table, a data frame or rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.formats.documents import Document, document_of, read_document
from tobfit.formats.source import file_name
from tobfit.formats.usage_table import is_frame, rows_from, tree_of_csv, tree_of_rows
from tobfit.model.scalars import shown


def usage_document(source: Any, about: Mapping[str, Any]) -> Document:
    """The document of whatever usage is given as; ``about`` says of a table or of rows what no column does."""
    where = "load_usage.source"
    if not isinstance(about, Mapping):
        raise TobfitError([_about_fault(f"a {type(about).__name__} stands where a mapping belongs")])
    if is_frame(source) or (isinstance(source, Sequence) and not isinstance(source, str | bytes)):
        return document_of(tree_of_rows(rows_from(source), about, "rows"), {}, None, ("usage",))
    if isinstance(source, Mapping):
        return read_document({**source, **about}, ("usage",), where)
    file = file_name(source, where)
    if file.lower().endswith((".csv", ".tsv")):
        tree, texts = tree_of_csv(file, about)
        return document_of(tree, texts, None, ("usage",))
    if about:
        raise TobfitError([_about_fault(f"{shown(file)} is a document, which says of itself what about would say")])
    return read_document(source, ("usage",), where)


def _about_fault(message: str) -> Problem:
    hint = "about is for tables, rows and mappings: from the name of a field to its value"
    return Problem(code="TF354", message=message, path="about", hint=hint)
