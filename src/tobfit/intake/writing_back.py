"""Answers written into a workbook that somebody else made or sent."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import file_name
from tobfit.formats.write import write_bytes
from tobfit.intake.archive import Archive, broken, opened
from tobfit.intake.cells import Workbook
from tobfit.intake.mapping import mapping_of
from tobfit.intake.matrix_read import MatrixRead
from tobfit.intake.patching import patched
from tobfit.intake.placing import Edits, Given, place_foreign, place_own
from tobfit.intake.reading import checked
from tobfit.model.answers import Answers
from tobfit.model.catalog import Response

_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")


def write_answers(
    path: str | os.PathLike[str],
    answers: Response | Answers | MatrixRead | Iterable[Response | Answers],
    out: str | os.PathLike[str],
    mapping: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    *,
    overwrite: bool = False,
) -> tuple[str, ...]:
    """Writes answers into a copy of a workbook: one of ``tobfit.report.xlsx``, or with a ``mapping`` the matrix of
    somebody else. ``answers`` are responses (response/1), answers to questions (answers/1), several of them, or what
    ``read_matrix`` gave. Gives the cells that were written, such as ``matrix!L3``.

    Only the XML of the sheets that are written into changes, and there only the cells: looks, drop-downs, comments,
    charts, macros and all other sheets stay as they are, to the byte. Formulas elsewhere that read these cells show
    their old results until a spreadsheet works them out again. Internal fields (notes, efforts) are never written; who
    said it and when (``by``, ``on``) has no cell.

    ``out`` is not written over unless ``overwrite`` says so (TF120). What has no place is TF165, all of it at once, and
    nothing is written then; a formula or a merged cell in the way is TF158 or TF156; else as ``read_matrix``.
    """
    file_name(out, "write_answers.out")
    mapped = None if mapping is None else mapping_of(mapping)
    given = _given(answers)
    book = Workbook(opened(path, "write_answers.path"))
    problems: list[Problem] = []
    edits = place_own(book, given, problems) if mapped is None else place_foreign(book, mapped, given, problems)
    checked(problems)
    write_bytes(out, _copy(book.archive, edits), overwrite=overwrite)
    return tuple(place for edit in edits for place in edit.places)


def _given(answers: Any) -> Given:
    """What is to be written, taken apart."""
    if isinstance(answers, MatrixRead):
        return Given(answers.responses, answers.answers.answers)
    several = [answers] if isinstance(answers, Response | Answers) else answers
    if isinstance(several, str | bytes | Mapping) or not isinstance(several, Iterable):
        raise TobfitError([_no_answers(several, "answers")])
    listed = list(several)
    strange = [
        _no_answers(one, f"answers[{place}]")
        for place, one in enumerate(listed)
        if not isinstance(one, Response | Answers)
    ]
    if strange:
        raise TobfitError(strange)
    responses = tuple(one for one in listed if isinstance(one, Response))
    return Given(responses, tuple(item for one in listed if isinstance(one, Answers) for item in one.answers))


def _no_answers(value: object, where: str) -> Problem:
    message = f"a {type(value).__name__} stands where answers belong"
    return Problem(code="TF205", message=message, path=where, hint="a Response, Answers, or what read_matrix gives")


def _copy(archive: Archive, edits: Iterable[Edits]) -> bytes:
    """The archive with the sheets changed, its parts in their order."""
    changed = {edit.part: _patched(archive, edit) for edit in edits if edit.texts}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for info in archive.infos:
            made.writestr(_same(info), changed.get(info.filename, archive.parts[info.filename]))
    return out.getvalue()


def _patched(archive: Archive, edit: Edits) -> bytes:
    xml = archive.part(edit.part)
    declared = _DECLARED.match(xml.removeprefix(b"\xef\xbb\xbf"))
    is_known = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")
    if not is_known or xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise broken(archive.file, f"the sheet {edit.sheet!r} is not written in UTF-8")
    return patched(xml, edit.texts)


def _same(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry of a part as it was: name, time, packing, rights."""
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.comment, made.extra = info.compress_type, info.comment, b""
    made.create_system, made.external_attr, made.internal_attr = (
        info.create_system, info.external_attr, info.internal_attr,
    )  # fmt: skip
    return made
