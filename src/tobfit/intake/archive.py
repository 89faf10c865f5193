"""The archive that a workbook is: its parts within bounds, checked to the last byte before anybody else opens it."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import file_name, read_bytes
from tobfit.model.scalars import shown

MAX_FILE = 64 * 1024 * 1024
MAX_PARTS = 5_000
MAX_PART = 256 * 1024 * 1024
MAX_WHOLE = 512 * 1024 * 1024
MAX_RATIO = 400
"""How many times larger than what is stored a large part may be; worksheets come to about 20, or 100 where empty."""
SMALL = 8 * 1024 * 1024
"""Parts up to this size may be packed as tightly as they like."""
CHUNK = 1 << 20

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@attrs.frozen(eq=False)
class Archive:
    """The parts of a workbook, in the order in which they stand; each was unpacked and agrees with its checksum."""

    file: str
    data: bytes = attrs.field(repr=False)
    infos: tuple[zipfile.ZipInfo, ...] = attrs.field(repr=False)
    parts: Mapping[str, bytes] = attrs.field(repr=False)

    def part(self, name: str) -> bytes:
        """The bytes of a part; TF150 where it is missing."""
        if name not in self.parts:
            raise broken(self.file, f"the part {shown(name)} is missing")
        return self.parts[name]


def opened(path: str | os.PathLike[str], argument: str) -> Archive:
    """The archive of a file: TF150 where it is none or damaged, TF151 encrypted, TF152 too large when unpacked."""
    file = file_name(path, argument)
    data = read_bytes(file, MAX_FILE)
    if not data.startswith(_ZIP):
        raise TobfitError([_no_archive(file, data)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = tuple(archive.infolist())
            _check(infos, file)
            parts = {info.filename: b"".join(_unpacked(archive, info, file)) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken(file, f"the file is damaged: {error or type(error).__name__}") from None
    return Archive(file, data, infos, parts)


def _check(infos: tuple[zipfile.ZipInfo, ...], file: str) -> None:
    """The number of parts and what they say of their sizes, before any is unpacked."""
    if len(infos) > MAX_PARTS:
        raise _too_large(file, f"it holds {len(infos):,} parts, and at most {MAX_PARTS:,} are read")
    if len({info.filename for info in infos}) < len(infos):
        raise broken(file, "the file is damaged: two of its parts have one name")
    if any(info.flag_bits & 1 for info in infos):
        raise TobfitError([_encrypted(file)])
    if any(info.compress_type not in _METHODS for info in infos):
        raise broken(file, "it is packed in a way that no spreadsheet writes")
    whole = sum(info.file_size for info in infos)
    if whole > MAX_WHOLE:
        raise _too_large(file, f"unpacked it has {whole:,} bytes, and at most {MAX_WHOLE:,} are read")
    for info in infos:
        if info.file_size > MAX_PART:
            what = f"its part {shown(info.filename)} has {info.file_size:,} bytes"
            raise _too_large(file, f"{what}, and at most {MAX_PART:,} are read")
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            what = f"its part {shown(info.filename)} unpacks to more than {MAX_RATIO} times its size"
            raise _too_large(file, what)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """A part in pieces: what its header says of its size binds, and the checksum is compared at the end."""
    size = 0
    with archive.open(info) as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > info.file_size:
                raise broken(file, f"the file is damaged: {shown(info.filename)} is longer than it says")
            yield piece
    if size != info.file_size:
        raise broken(file, f"the file is damaged: {shown(info.filename)} was cut off")


def _no_archive(file: str, data: bytes) -> Problem:
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            return _encrypted(file)
        hint = "open it in a spreadsheet and save it as .xlsx"
        return Problem(code="TF150", message="this is a workbook of the old form (.xls)", file=file, hint=hint)
    message = "the file is empty" if not data else "this is no Excel workbook (.xlsx)"
    return Problem(code="TF150", message=message, file=file, hint="open it in a spreadsheet and save it as .xlsx")


def _encrypted(file: str) -> Problem:
    hint = "open it with its password and save it without one"
    return Problem(code="TF151", message="the workbook is encrypted", file=file, hint=hint)


def broken(file: str, message: str) -> TobfitError:
    """TF150: the file cannot be read as a workbook."""
    hint = "open it in a spreadsheet and save it again as .xlsx"
    return TobfitError([Problem(code="TF150", message=message, file=file, hint=hint)])


def _too_large(file: str, message: str) -> TobfitError:
    hint = "keep the sheets that are to be read, and save them as a new workbook"
    return TobfitError([Problem(code="TF152", message=message, file=file, hint=hint)])


def too_wide(file: str, sheet: str, rows: int, columns: int) -> TobfitError:
    """TF152: a sheet that spans more cells than are read."""
    message = f"the sheet {shown(sheet)} spans {rows:,} rows and {columns:,} columns"
    hint = "delete the empty rows and columns behind the table, and save it again"
    return TobfitError([Problem(code="TF152", message=message, file=file, path=sheet, hint=hint)])


def too_merged(file: str, sheet: str, most: int) -> TobfitError:
    """TF152: a sheet with more merged ranges than are read."""
    message = f"more than {most:,} ranges of cells are merged in the sheet {shown(sheet)}"
    return TobfitError([Problem(code="TF152", message=message, file=file, path=sheet, hint="unmerge them")])
