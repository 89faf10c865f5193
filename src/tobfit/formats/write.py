"""Writing a text or bytes to a file: whole or not at all, and never over a file unless that was asked for."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import NoReturn

from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import shown


def write_text(path: str | os.PathLike[str], text: str, *, overwrite: bool = False) -> None:
    """Writes the text as UTF-8; a reader sees the old file or the new one, never a part.

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> write_text(f"{folder}/a.yaml", "id: 北风\\n")
    >>> open(f"{folder}/a.yaml", encoding="utf-8").read()
    'id: 北风\\n'
    """
    file = str(os.fspath(path))
    write_bytes(file, _encoded(text, file), overwrite=overwrite)


def write_bytes(path: str | os.PathLike[str], data: bytes, *, overwrite: bool = False) -> None:
    """Writes bytes in the same way.

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> write_bytes(f"{folder}/a.xlsx", b"PK")
    >>> open(f"{folder}/a.xlsx", "rb").read()
    b'PK'
    """
    file = str(os.fspath(path))
    try:
        # Writing over a symbolic link changes the file it names, as any editor would, and keeps the link.
        target = Path(os.path.realpath(file) if overwrite else file)
        mode = _mode_of_existing(target, file, overwrite)
        _write_through_temporary(data, target, file, mode, overwrite)
    except (OSError, ValueError) as error:
        _unwritable(error, file)


def _encoded(text: str, file: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        _fail("TF107", f"half of a character (U+{ord(text[error.start]):04X}) cannot be written", file)


def _mode_of_existing(target: Path, file: str, overwrite: bool) -> int | None:
    try:
        status = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        _fail("TF102", f"{shown(file, 200)} is a folder, not a file", file, "name a file inside it")
    if not overwrite:
        _exists(file)
    if not stat.S_ISREG(status.st_mode):
        _fail("TF103", f"{shown(file, 200)} is a pipe or device, not a file", file)
    return stat.S_IMODE(status.st_mode)


def _write_through_temporary(data: bytes, target: Path, file: str, mode: int | None, overwrite: bool) -> None:
    temporary = target.parent / f".tobfit-{secrets.token_hex(8)}.tmp"
    try:
        _write_new(temporary, data, mode)
        if overwrite:
            temporary.replace(target)
        else:
            _move_without_overwriting(temporary, target, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(target.parent)


def _write_new(temporary: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(temporary, flags, 0o666), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _move_without_overwriting(temporary: Path, target: Path, file: str) -> None:
    """A link fails where the name is taken, in one step; rename would take it over."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        _exists(file)
    except OSError:
        # Some file systems have no hard links: reserve the name first, then take over our own reservation.
        try:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        except FileExistsError:
            _exists(file)
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    # Not every system lets a folder be opened or synced; the file itself is safe by now.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(error: Exception, file: str) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        _fail(
            "TF103",
            f"there is no folder {shown(str(Path(file).parent), 200)} to write into",
            file,
            "make the folder first",
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    _fail(
        "TF103", f"{shown(file, 200)} cannot be written: {reason}", file, "check the name and access rights"
    )


def _exists(file: str) -> NoReturn:
    _fail("TF120", f"{shown(file, 200)} exists already", file, "choose another name, or ask to overwrite it")


def _fail(code: str, message: str, file: str, hint: str | None = None) -> NoReturn:
    raise TobfitError([Problem(code=code, message=message, file=file, hint=hint)])
