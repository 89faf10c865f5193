"""A problem is a value; an error carries all the problems that were found, not only the first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

Severity = Literal["error", "warning"]


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong with a document or a call.

    ``line`` and ``column`` count from 1, columns in characters. Where the whole file is at fault both are
    None; where there is no file, ``path`` is the path inside the value that was passed in.
    ``excerpt`` is the source line that the caret points into; it takes no part in comparison.

    >>> p = Problem(code="TF203", message="unknown key 'nmae'", file="c.yaml", line=3, column=1, path="$.nmae")
    >>> print(p)
    c.yaml:3:1: TF203 $.nmae: unknown key 'nmae'
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    hint: str | None = None
    severity: Severity = "error"
    excerpt: str | None = attrs.field(default=None, eq=False, repr=False)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        head = f"{place}: " if place else ""
        kind = "warning " if self.severity == "warning" else ""
        # A path may hold keys as they were written, which may hold anything.
        path = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in self.path or "")
        where = f" {path}" if path else ""
        lines = [f"{head}{kind}{self.code}{where}: {self.message}"]
        if self.excerpt is not None and self.column is not None:
            shown, caret = _window(self.excerpt, self.column)
            lines += [f"  | {shown}", f"  | {' ' * caret}^"]
        if self.hint:
            lines.append(f"  help: {self.hint}")
        return "\n".join(lines)


def _window(excerpt: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a long line around the column, made safe for a terminal, and the caret's place in it."""
    start = max(0, column - 1 - width // 2) if len(excerpt) > width else 0
    visible = "".join(c if c.isprintable() else " " for c in excerpt[start : start + width])
    before = visible[: column - 1 - start]
    # A caret under Chinese text stands right only if wide characters count twice.
    return visible, len(before) + sum(1 for c in before if _is_wide(c))


def _is_wide(char: str) -> bool:
    import unicodedata

    return unicodedata.east_asian_width(char) in "WF"


class TobfitError(Exception):
    """The base of every error that tobfit raises; ``problems`` holds all that was found, in order.

    >>> try:
    ...     raise TobfitError([Problem(code="TF401", message="no as_of was given")])
    ... except TobfitError as error:
    ...     print(error.problems[0].code)
    TF401
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class TobfitWarning(UserWarning):
    """Something that deserves a look but does not stop the work; ``problem`` is the record."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))
