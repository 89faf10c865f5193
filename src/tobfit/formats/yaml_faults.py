"""What went wrong in a YAML text, in plain words: full-width colons, tabs and PyYAML's own errors."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, Literal

import yaml

from tobfit.errors import Problem
from tobfit.formats.source import Lines
from tobfit.model.scalars import shown

Role = Literal["root", "item", "value"]

# Keys are short and hold no spaces or punctuation; that parts 名称：值 from most prose with a colon in it.
_KEY = r"(?:[A-Za-z][A-Za-z0-9_.@/-]{0,63}|\w{1,12})"
MAPPING_ENTRY = re.compile(rf"""[ \t]*(?:- +)*(?:{_KEY}|"{_KEY}"|'{_KEY}')[ \t]*：""")
_FORMAT_KEY = re.compile(r"[ \t]*(?:- +)*[a-z][a-z0-9_]*：")
_SENTENCE_END = tuple("。，、；：！？…”’）》」』.,;:!?)")
_COLON_HINT = "write the ASCII colon and a space (': '); if it is a text, put it in quotes"

_MESSAGES: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed|unexpected ':'",
        "a ':' stands where no key can be",
        "put quotes around a text that holds a colon, or check the indentation",
    ),
    (
        r"could not find expected ':'",
        "no ':' follows this key",
        "write 'key: value' with a space after the colon, or check the indentation",
    ),
    (r"unexpected end of stream", "the quote that opens here is never closed", "close the quote"),
    (
        r"expected ',' or '\]'",
        "a ',' or the closing ']' of the list is missing here",
        "close the bracket; quote a text that holds brackets, commas or colons",
    ),
    (
        r"expected ',' or '\}'",
        "a ',' or the closing '}' of the mapping is missing here",
        "close the brace; quote a text that holds braces, commas or colons",
    ),
    (
        r"expected <block end>|expected key|expected '-' indicator",
        "this line does not fit what stands above it",
        "check the indentation; a text that goes on after a closing quote or bracket needs quotes as a whole",
    ),
    (
        r"expected '?<document start>",
        "the document has ended above this line",
        "check the indentation of this line and the first one",
    ),
    (
        r"entries are not allowed",
        "a list item ('- ') cannot stand here",
        "put the list on the lines below its key",
    ),
    (r"mapping keys are not allowed", "a '? ' key cannot stand here", "put quotes around the text"),
    (
        r"unknown escape|expected escape",
        "unknown escape in a double-quoted text",
        "write \\\\ for a backslash",
    ),
    (r"alphabetic or numeric", "'*' or '&' begins an alias or anchor", "put quotes around the text"),
    (
        r"expected (the )?node content",
        "a value is missing here",
        "write the value, or remove the comma or colon; quote a text that begins with one",
    ),
    (r"incompatible YAML|%YAML|directive", "this directive is not understood", "remove the line"),
    (
        r"indentation indicator|comment or (a )?line break",
        "only a comment may follow '|' or '>'",
        "start a new line",
    ),
)


def plain_problems(event: Any, role: Role, lines: Lines, file: str | None) -> Iterator[Problem]:
    """Tabs and full-width colons that a plain scalar swallowed, where an entry was surely meant.

    A text such as ``注意：这里`` is a legitimate value: a first line is only looked at where an entry could
    stand, and a further line only where the line before it does not lead to it as a sentence.
    """
    segments = _segments(event, lines)
    for number, column, segment in segments[1:]:
        blank = segment[: len(segment) - len(segment.lstrip())]
        if "\t" in blank:
            yield _tab(file, number, column + blank.index("\t"))
    for number, column, _ in _entries(segments, role, _begins_line(event, lines)):
        yield entry_problem(lines, number, column, file)


Segment = tuple[int, int, str]


def _segments(event: Any, lines: Lines) -> list[Segment]:
    """The source lines of a scalar as (line, column, text), blank ones left out."""
    start, end = event.start_mark, event.end_mark
    found: list[Segment] = []
    for number in range(start.line, end.line + 1):
        first = start.column if number == start.line else 0
        last = end.column if number == end.line else None
        text = lines.line(number + 1)[first:last]
        if text.strip():
            found.append((number + 1, first + 1, text))
    return found


def _begins_line(event: Any, lines: Lines) -> bool:
    before = lines.line(event.start_mark.line + 1)[: event.start_mark.column]
    return not before.strip(" -")


def _entries(segments: list[Segment], role: Role, begins_line: bool) -> list[Segment]:
    matching = [segment for segment in segments if MAPPING_ENTRY.match(segment[2])]
    if role == "root":
        return matching
    if begins_line and len(matching) == len(segments) and _surely_entries(segments, role):
        return matching
    return [
        after
        for before, after in itertools.pairwise(segments)
        if _FORMAT_KEY.match(after[2])
        or (MAPPING_ENTRY.match(after[2]) and not before[2].rstrip().endswith(_SENTENCE_END))
    ]


def _surely_entries(segments: list[Segment], role: Role) -> bool:
    return len(segments) > 1 or (role == "value" and bool(_FORMAT_KEY.match(segments[0][2])))


def entry_problem(lines: Lines, number: int, column: int, file: str | None) -> Problem:
    """The TF114 for the full-width colon at or after a place."""
    text = lines.line(number)
    place = text.find("：", column - 1)
    key = text[column - 1 : place].strip(" \t-\"'") if place >= 0 else ""
    return Problem(
        code="TF114",
        message=f"a full-width colon '：' follows {shown(key)}, where an entry of a mapping was meant",
        file=file,
        line=number,
        column=(place if place >= 0 else column - 1) + 1,
        hint=_COLON_HINT,
    )


def _tab(file: str | None, line: int, column: int) -> Problem:
    return Problem(
        code="TF115",
        message="a tab is used for indentation",
        file=file,
        line=line,
        column=column,
        hint="indent with spaces, two for each level",
    )


def syntax_problem(
    error: yaml.YAMLError, lines: Lines, file: str | None, last_scalar: Any = None
) -> list[Problem]:
    """PyYAML's error as problems of ours; where full-width colons are the likely cause, these."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    text = " ".join(str(part) for part in (getattr(error, "context", None), getattr(error, "problem", error)))
    if mark is None:
        return [Problem(code="TF108", message=f"not readable as YAML: {text}", file=file)]
    tab = _tab_at(lines, mark, text)
    if tab is not None:
        return [_tab(file, mark.line + 1, tab)]
    colons = _suspects(error, mark, lines, last_scalar)
    if colons:
        return [entry_problem(lines, number, 1, file) for number in colons]
    return [_translated(text, _best_mark(error, mark, lines, text), lines, file)]


def _tab_at(lines: Lines, mark: Any, text: str) -> int | None:
    line = lines.line(mark.line + 1)
    if "tab character" in text and "\t" in line:
        return line.index("\t") + 1
    leads = not line[: mark.column].strip(" -?:")
    starts_token = "cannot start any token" in text and line[mark.column : mark.column + 1] == "\t" and leads
    return mark.column + 1 if starts_token else None


def _suspects(error: Any, mark: Any, lines: Lines, last_scalar: Any) -> list[int]:
    """The lines at fault that look like 名称：值; never lines from inside a quoted or block scalar."""
    numbers = {mark.line + 1}
    context = getattr(error, "context_mark", None)
    if context is not None and "simple key" in str(error.context):
        numbers.add(context.line + 1)
    if last_scalar is not None and not last_scalar.style and last_scalar.end_mark.line + 1 >= mark.line:
        begins = _begins_line(last_scalar, lines)
        first = last_scalar.start_mark.line + (1 if begins else 2)
        numbers.update(range(first, last_scalar.end_mark.line + 2))
    return sorted(number for number in numbers if MAPPING_ENTRY.match(lines.line(number)))


def _best_mark(error: Any, mark: Any, lines: Lines, text: str) -> Any:
    """Where something was opened and never closed, the end of the file is no help: the opening is."""
    context = getattr(error, "context_mark", None)
    at_end = mark.line + 1 >= len(lines.starts) and not lines.line(mark.line + 1)[mark.column :].strip()
    wanted = at_end or "simple key" in text or "unexpected end of stream" in text
    return context if context is not None and wanted else mark


def _translated(text: str, mark: Any, lines: Lines, file: str | None) -> Problem:
    code, message, hint = _words(text, lines.line(mark.line + 1)[mark.column : mark.column + 1])
    return Problem(
        code=code, message=message, file=file, line=mark.line + 1, column=mark.column + 1, hint=hint
    )


def _words(text: str, char: str) -> tuple[str, str, str | None]:
    if "invalid Unicode character escape" in text:
        message = "an escape gives no character (a lone surrogate, or too large)"
        return "TF107", message, "write the character itself"
    if re.search(r"tag handle|(parsing|scanning) a tag|URI", text):
        return "TF112", "tags are not allowed", "remove it; quote a text that begins with !"
    if "cannot start any token" in text and char == "\t":
        return "TF108", "a tab cannot stand here", "use a space"
    if "cannot start any token" in text:
        return "TF108", f"an unquoted text cannot begin with {shown(char)}", "put quotes around the text"
    for pattern, message, hint in _MESSAGES:
        if re.search(pattern, text):
            return "TF108", message, hint
    return "TF108", f"not readable as YAML: {text.removeprefix('None ')}", None
