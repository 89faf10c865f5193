"""Reading a file into text that is fit to be parsed, and finding places in that text."""

from __future__ import annotations

import bisect
import difflib
import itertools
import os
import re
import stat
from pathlib import Path
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import shown

MAX_BYTES = 16 * 1024 * 1024
MAX_REPORTED = 20
MAX_SIBLINGS = 10_000

# YAML readers count all of these as line ends, so every place that we report counts them too.
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_UTF8_MARK = b"\xef\xbb\xbf"
_SAVE_AS = "save the file as UTF-8 without a byte-order mark"


@attrs.frozen(eq=False)
class Lines:
    """The lines of a text and the places in it, both counted from 1.

    >>> Lines.of("a: 1\\n中: 2").position(6)
    (2, 2)
    >>> Lines.of("a: 1\\n中: 2").line(2)
    '中: 2'
    """

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        return cls(text, (0, *(found.end() for found in LINE_BREAK.finditer(text))))

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n\x85\u2028\u2029")


def forbidden_characters(text: str, file: str | None = None) -> tuple[Problem, ...]:
    """A TF107 for each character that no document may hold (the first twenty of them).

    >>> print(forbidden_characters("a: \\x07", "c.yaml")[0])
    c.yaml:1:4: TF107: the character U+0007 cannot stand in a document
      help: remove it; inside double quotes it may be written as an escape
    """
    if _FORBIDDEN.search(text) is None:
        return ()
    lines = Lines.of(text)
    found = itertools.islice(_FORBIDDEN.finditer(text), MAX_REPORTED)
    return tuple(_forbidden(lines, match.start(), file) for match in found)


def _forbidden(lines: Lines, offset: int, file: str | None) -> Problem:
    line, column = lines.position(offset)
    lone = 0xD800 <= ord(lines.text[offset]) <= 0xDFFF
    hint = "remove it" if lone else "remove it; inside double quotes it may be written as an escape"
    what = "half of a character (a lone surrogate)" if lone else "the character"
    return Problem(
        code="TF107",
        message=f"{what} U+{ord(lines.text[offset]):04X} cannot stand in a document",
        file=file,
        line=line,
        column=column,
        hint=hint,
    )


def read_text(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES, with_mark: bool = False) -> str:
    """The text of a UTF-8 file; every way in which it cannot be one is a TobfitError. ``with_mark``: a byte-order mark
    at its beginning is no fault and is left out, for spreadsheets write one."""
    file = str(os.fspath(path))
    data = read_bytes(file, max_bytes)
    data = data.removeprefix(_UTF8_MARK) if with_mark else data
    text = _decode(data, file)
    problems = forbidden_characters(text, file)
    if problems:
        lines = Lines.of(text)
        raise TobfitError(attrs.evolve(p, excerpt=lines.line(p.line or 0)) for p in problems)
    return text


def file_name(path: object, where: str) -> str:
    """The name of a file as a text; TF123 at ``where``, an argument of a call, for what is no name."""
    if isinstance(path, str | bytes | os.PathLike):
        return os.fsdecode(path)
    message = f"a {type(path).__name__} is nothing that can be read here"
    hint = "pass the name of a file, or a mapping"
    raise TobfitError([Problem(code="TF123", message=message, path=where, hint=hint)])


def check_file(path: str | os.PathLike[str]) -> None:
    """Raises where there is no regular file at the path.

    >>> check_file(__file__)
    """
    file = str(os.fspath(path))
    if not file:
        # For the system no name at all is the working folder.
        _unreadable(FileNotFoundError(), file)
    try:
        _check_regular(Path(file).stat(), file)
    except (OSError, ValueError) as error:
        _unreadable(error, file)


def _check_regular(status: os.stat_result, file: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        _fail("TF102", f"{shown(file)} is a folder, not a file", file, "name a file inside it")
    if not stat.S_ISREG(status.st_mode):
        # A pipe without a writer would be waited on for ever; a device may never end.
        _fail("TF103", f"{shown(file)} is a pipe or device, not a file", file, "write it to a file first")


def read_bytes(file: str, limit: int) -> bytes:
    """The bytes of a regular file; TF102, TF103 or TF104 where there is none or it is too large."""
    check_file(file)
    # Not to block even if a pipe took the file's place since it was looked at.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        with os.fdopen(os.open(file, flags), "rb") as stream:
            status = os.fstat(stream.fileno())
            _check_regular(status, file)
            data = b"" if status.st_size > limit else stream.read(limit + 1)
            size = max(status.st_size, len(data))
    except OSError as error:
        _unreadable(error, file)
    if size > limit:
        message = f"the file is larger than {limit:,} bytes (it has at least {size:,})"
        _fail("TF104", message, file, "split it over several files with include")
    return data


def _unreadable(error: Exception, file: str) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        _fail("TF101", f"there is no file {shown(file, 200)}", file, _near_name(file))
    if isinstance(error, PermissionError):
        _fail("TF103", f"no permission to read {shown(file, 200)}", file, "check the file's access rights")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    _fail("TF103", f"{shown(file, 200)} cannot be read: {reason}", file)


def _near_name(file: str) -> str | None:
    if not file:
        return "the name is empty"
    path = Path(file)
    try:
        with os.scandir(path.parent) as entries:
            names = sorted(entry.name for entry in itertools.islice(entries, MAX_SIBLINGS))
    except OSError:
        return f"the folder {shown(str(path.parent), 200)} does not exist or cannot be listed"
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {shown(near[0], 200)}?" if near else "check the name and the folder"


def _decode(data: bytes, file: str) -> str:
    other = _other_encoding(data)
    if other:
        _fail("TF105", f"the file is {other}, not UTF-8", file, _SAVE_AS)
    if data.startswith(_UTF8_MARK):
        message = "the file begins with a UTF-8 byte-order mark"
        raise TobfitError(
            [Problem(code="TF106", message=message, file=file, line=1, column=1, hint=_SAVE_AS)]
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TobfitError([_bad_byte(data, error.start, file)]) from None


def _bad_byte(data: bytes, start: int, file: str) -> Problem:
    before = data[:start].decode("utf-8")
    line, column = Lines.of(before).position(len(before))
    return Problem(
        code="TF105",
        message=f"the byte 0x{data[start]:02X} is not UTF-8",
        file=file,
        line=line,
        column=column,
        hint=f"{_SAVE_AS}; it may be {_guess(data)}",
        excerpt=Lines.of(before + data[start : start + 200].decode("utf-8", "replace")).line(line),
    )


def _guess(data: bytes) -> str:
    try:
        return "GB18030 (GBK)" if re.search("[\u4e00-\u9fff]", data.decode("gb18030")) else "Windows-1252"
    except UnicodeDecodeError:
        return "Windows-1252 or cut off"


def _other_encoding(data: bytes) -> str | None:
    """UTF-16 and UTF-32 are told by their mark, or without one by where their zero bytes fall."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    sample = data[: min(len(data), 1024) // 4 * 4]
    if any(_decodes(sample, codec) for codec in ("utf-32-le", "utf-32-be")):
        return "UTF-32 without a byte-order mark"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 4 <= max(even, odd) and max(even, odd) > max(1, len(sample) // 16):
        return "UTF-16 without a byte-order mark"
    return None


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        return bool(sample) and "\0" not in sample.decode(codec)
    except UnicodeDecodeError:
        return False


def _fail(code: str, message: str, file: str, hint: str | None = None) -> NoReturn:
    raise TobfitError([Problem(code=code, message=message, file=file, hint=hint)])
