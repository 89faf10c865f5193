"""Standard output and standard error: any text can be written, and a closed pipe is no accident."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any, TextIO

FAULT = "TF103"


def prepare() -> None:
    """Makes both streams UTF-8 whatever the locale, with an escape for what even that cannot write."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def result(text: str) -> None:
    """Writes a result to standard output; a TobfitError (TF103) where it cannot be written."""
    try:
        _write(sys.stdout, text)
    except OSError as error:
        from tobfit.errors import Problem, TobfitError

        _silence(sys.stdout)
        message = f"standard output cannot be written: {error.strerror or error}"
        raise TobfitError([Problem(code=FAULT, message=message)]) from None


def result_bytes(data: bytes) -> None:
    """Writes bytes to standard output, which must be a file or a pipe (see ``is_terminal``)."""
    try:
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            raise OSError("it takes text alone")
        sys.stdout.flush()
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        from tobfit.errors import Problem, TobfitError

        _silence(sys.stdout)
        message = f"standard output cannot be written: {error.strerror or error}"
        raise TobfitError([Problem(code=FAULT, message=message)]) from None


def is_terminal() -> bool:
    """Whether standard output is a screen, which bytes of a workbook would upset."""
    return sys.stdout.isatty()


def note(text: str) -> None:
    """Writes a diagnostic to standard error."""
    # There is nobody left to tell where even standard error cannot be written.
    with contextlib.suppress(OSError):
        _write(sys.stderr, _harmless(text))


def _harmless(text: str) -> str:
    """Names of files and keys may hold what would steer a terminal; it is written out.

    >>> print(_harmless("red: \\x1b[31m, 总账"))
    red: \\u001b[31m, 总账
    """
    return "".join(c if c.isprintable() or c in "\n\u3000" else f"\\u{ord(c):04x}" for c in text)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text if text.endswith("\n") else f"{text}\n")
        stream.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; the work and its exit status stand.
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Lets what is still buffered go nowhere, so that closing the stream at exit does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def warnings_shown() -> Iterator[None]:
    """Shows each TobfitWarning as its problem; other warnings go their usual way."""
    from tobfit.errors import TobfitWarning

    with warnings.catch_warnings():
        warnings.simplefilter("always", TobfitWarning)
        usual = warnings.showwarning

        def show(message: Warning | str, *rest: Any, **more: Any) -> None:
            if isinstance(message, TobfitWarning):
                note(str(message))
            else:
                usual(message, *rest, **more)

        warnings.showwarning = show
        yield
