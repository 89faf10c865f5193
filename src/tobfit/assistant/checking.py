"""``check``: what is wrong with documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tobfit.assistant.bounded import Bounded
from tobfit.assistant.bounds import MAX_PROBLEMS
from tobfit.assistant.giving import CheckOutput, Examined, Fault
from tobfit.assistant.quoting import quoted
from tobfit.assistant.reading import check_size, given, heard
from tobfit.errors import Problem
from tobfit.formats.documents import Document
from tobfit.formats.load import examined

Count = Counter[tuple[str | None, str]]


def checked(arguments: Mapping[str, Any]) -> CheckOutput:
    """Every problem of every document, warnings included."""
    check_size(arguments)
    with heard([]):
        documents, problems = examined(given(arguments, "documents"))
    problems = tuple(dict.fromkeys(problems))
    bounded = Bounded(arguments.get("limit", MAX_PROBLEMS))
    count: Count = Counter((problem.file, problem.severity) for problem in problems)
    shown = bounded.first("problems", sorted(problems, key=_place))
    return {
        "documents": [_examined(document, count) for document in documents],
        "errors": sum(problem.severity == "error" for problem in problems),
        "warnings": sum(problem.severity == "warning" for problem in problems),
        "problems": [fault(problem) for problem in shown],
        "left_out": bounded.left_out,
    }


def _place(problem: Problem) -> tuple[int, int, int]:
    """By the number of the document, so that documents[10] comes after documents[9]."""
    number = (problem.file or "").partition("[")[2].rstrip("]")
    return int(number) if number.isdigit() else -1, problem.line or 0, problem.column or 0


def _examined(document: Document, count: Count) -> Examined:
    name = document.file or ""
    return {
        "document": name,
        "kind": document.kind or None,
        "id": getattr(document.record, "id", None),
        "errors": count[name, "error"],
        "warnings": count[name, "warning"],
    }


def fault(problem: Problem) -> Fault:
    """A problem as data."""
    return {
        "document": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": None if problem.path is None else quoted(problem.path),
        "code": problem.code,
        "severity": problem.severity,
        "message": quoted(problem.message),
        "hint": None if problem.hint is None else quoted(problem.hint),
        "excerpt": None if problem.excerpt is None else quoted(problem.excerpt),
    }
