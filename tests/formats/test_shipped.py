"""The compiled form of the shipped packs says what the YAML says."""

from __future__ import annotations

from pathlib import Path

import tobfit
from tobfit.formats.shipped import COMPILED, compiled_text, documents_of

FOLDER = Path(tobfit.__file__).parent / "packs"


def test_the_compiled_form_is_that_of_the_yaml() -> None:
    written = (FOLDER / COMPILED).read_text(encoding="utf-8")
    assert written == compiled_text(FOLDER), "run make packs after a change to a shipped pack"


def test_both_forms_make_the_same_records() -> None:
    compiled, plain = documents_of(FOLDER), documents_of(FOLDER, compiled=False)
    assert [d.record for d in compiled] == [d.record for d in plain]
    assert all(d.record is not None and not d.problems for d in compiled)


def test_without_the_compiled_form_the_yaml_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("tobfit: pack/1\nid: a\nvocabulary: [{id: x, kind: boolean}]\n", encoding="utf-8")
    found = documents_of(tmp_path)
    assert [d.record.vocabulary[0].id for d in found] == ["x"]
    assert found[0].file == str(tmp_path / "a.yaml")
