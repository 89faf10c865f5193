"""What can be wrong with a template, where it stands in it, and how that is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import TracebackType

import attrs
from jinja2 import TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from tobfit.errors import Problem
from tobfit.model.scalars import near, shown
from tobfit.report.proposal.allowed import names_of_filters
from tobfit.report.proposal.budget import NotText, TooMuch

FILENAME = "<template>"
"""What tracebacks call a template."""
EXPECTED = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, AssertionError)
"""What an expression of a template can raise."""

FULL_WIDTH = re.compile(r"｛[{｛%％]|\{[｛％]")
HALF_WIDTH = ("its braces are full-width letters, which are no marks", "write {{ }} and {% %} with half-width letters")
"""What Chinese keyboards write for a mark: it would be shown as it stands."""


class UnknownName(UndefinedError):
    """A template names what is not there."""

    def __init__(self, hint: str | None, message: str) -> None:
        super().__init__(message)
        self.hint = hint


class Unsafe(SecurityError):
    """A template reaches for what it may not have."""


@attrs.frozen
class Place:
    """Where something is wrong: the file, the part of it, the line from 1, and what stands there."""

    file: str | None = None
    part: str | None = None
    line: int | None = None
    said: str = ""


def unknown(name: str, holder: object) -> tuple[str, str | None]:
    """The message and the hint for a name that is not there; ``holder`` is what it was looked for in."""
    if isinstance(holder, Mapping):
        names = [str(key) for key in holder]
        return f"there is no {shown(name)}", near(name, names) or f"there are: {', '.join(names)}"
    if isinstance(holder, list | tuple):
        return f"a list has no {shown(name)}", "loop over it"
    if holder is None:
        return f"what is not there has no {shown(name)}", "ask before: {% if ... is not none %}"
    kind = "text" if isinstance(holder, str) else "yes or no" if isinstance(holder, bool) else "number"
    return f"a {kind} has no {shown(name)}", None


def problem_of(error: Exception, place: Place) -> Problem:
    """The problem that an error in a template is."""
    code, message, hint = _told(error)
    quoted = f"{shown(place.said, 120)}: " if place.said else ""
    return Problem(
        code=code, message=quoted + message, file=place.file, line=place.line, path=place.part or "template", hint=hint
    )


def _told(error: Exception) -> tuple[str, str, str | None]:
    match error:
        case TemplateSyntaxError():
            message = re.sub(r" at \d+$", "", (error.message or "it cannot be read").rstrip("."))
            return "TF465", message, _letter_hint(message) or _filter_hint(message)
        case UnknownName():
            return "TF466", str(error), error.hint
        case SecurityError():
            return "TF467", str(error), "templates read the context and write it, nothing else"
        case TooMuch():
            return "TF468", str(error), None
        case RecursionError():
            return "TF468", "a macro calls itself without end, or it is nested too deeply", None
        case SyntaxError():  # of the program that Jinja makes of it, not of the template
            return "TF468", "its loops and conditions are nested too deeply", None
        case NotText():
            return "TF469", str(error), None
        case TemplateRuntimeError():
            return "TF465", str(error).rstrip("."), _filter_hint(str(error))
        case _:
            return "TF469", f"the expression fails: {error}".rstrip(": "), None


def _letter_hint(message: str) -> str | None:
    """What to write instead of a full-width letter."""
    found = re.match("unexpected char '(.)'", message)
    meant = unicodedata.normalize("NFKC", found[1]).translate({0x3001: ",", 0x3002: "."}) if found else ""
    return f"write {meant!r}, half-width" if found and meant.isascii() and meant != found[1] else None


def _filter_hint(message: str) -> str | None:
    """What to write instead of a filter that is not there."""
    found = re.match("No filter named '(.*?)'", message)
    if found is None:
        return None
    if found[1] == "safe":
        return "nothing goes into a document unescaped: leave it out"
    return near(found[1], names_of_filters()) or f"there are: {', '.join(names_of_filters())}"


def line_of(error: BaseException) -> int | None:
    """The line of the template in which an error came up."""
    if isinstance(found := getattr(error, "lineno", None), int):
        return found
    lines = [trace.tb_lineno for trace in _traces(error.__traceback__) if _is_template(trace)]
    return lines[-1] if lines else None


def _is_template(trace: TracebackType) -> bool:
    return trace.tb_frame.f_code.co_filename == FILENAME


def _traces(trace: TracebackType | None) -> Iterable[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next
