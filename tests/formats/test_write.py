from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from tobfit.errors import TobfitError
from tobfit.formats.write import write_text


def code_of(path: Path | str, text: str = "new", *, overwrite: bool = False) -> str:
    with pytest.raises(TobfitError) as caught:
        write_text(path, text, overwrite=overwrite)
    return caught.value.problems[0].code


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_as_it_is(tmp_path: Path) -> None:
    write_text(tmp_path / "a.yaml", "名: 北风\r\n😀")
    assert (tmp_path / "a.yaml").read_bytes() == "名: 北风\r\n😀".encode()
    assert names(tmp_path) == ["a.yaml"]


def test_a_file_is_replaced_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)
    assert code_of(path) == "TF120"
    assert path.read_text() == "old"
    write_text(path, "new", overwrite=True)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)
    assert names(tmp_path) == ["a.yaml"]


def test_the_permissions_of_a_new_file_follow_the_umask(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    write_text(tmp_path / "ours", "x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert code_of(tmp_path) == "TF102"
    assert code_of(tmp_path / "none" / "a.yaml") == "TF103"
    assert code_of(tmp_path / "file" / "a.yaml") == "TF103"
    assert code_of(tmp_path / ("x" * 300)) == "TF103"
    assert code_of("a\0b") == "TF103"
    assert code_of(os.devnull, overwrite=True) == "TF103"
    assert code_of(tmp_path / "b", "\ud800") == "TF107"
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_is_kept_and_never_followed_without_asking(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("gone")
    assert code_of(tmp_path / "link") == code_of(tmp_path / "dangling") == "TF120"
    write_text(tmp_path / "link", "new", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_without_hard_links_the_name_is_reserved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    write_text(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"
    assert code_of(tmp_path / "a") == "TF120"
    assert names(tmp_path) == ["a"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    assert code_of(tmp_path / "a", overwrite=True) == "TF103"
    assert ((tmp_path / "a").read_text(), names(tmp_path)) == ("old", ["a"])


def test_of_many_writers_one_wins(tmp_path: Path) -> None:
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            write_text(tmp_path / "a", str(number))
            outcomes.append(str(number))
        except TobfitError as error:
            outcomes.append(error.problems[0].code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = (tmp_path / "a").read_text()
    assert sorted(outcomes) == sorted([winner, *["TF120"] * 7])
    assert names(tmp_path) == ["a"]
