"""LibreOffice as the system has it, for the tests of workbooks and documents; they are skipped where it is missing.

``TOBFIT_SOFFICE`` names another program, ``TOBFIT_SCREENSHOTS`` a folder for pages as pictures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

PROGRAMS = ("soffice", "libreoffice")
Convert = Callable[[Mapping[str, bytes], str], dict[str, Path]]
Run = Callable[..., str]


def found(names: tuple[str, ...], what: str) -> str:
    """A program on the path; skips where there is none."""
    for name in names:
        if path := shutil.which(name):
            return path
    pytest.skip(f"no {what}: none of {', '.join(names)} on the path")


@pytest.fixture(scope="session")
def soffice() -> str:
    given = os.environ.get("TOBFIT_SOFFICE")
    return found((given,) if given else PROGRAMS, "LibreOffice")


@pytest.fixture(scope="session")
def convert(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens files in LibreOffice, under a profile of this session's own, and saves them in another format."""
    profile = tmp_path_factory.mktemp("profile")

    def converted(files: Mapping[str, bytes], to: str) -> dict[str, Path]:
        given, made = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("made")
        for name, content in files.items():
            (given / name).write_bytes(content)
        command = [
            soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", to,
            "--outdir", str(made), *(str(given / name) for name in files),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        paths = {name: made / f"{Path(name).stem}.{to.partition(':')[0]}" for name in files}
        assert all(path.exists() for path in paths.values()), done.stdout + done.stderr
        return paths

    return converted


@pytest.fixture(scope="session")
def poppler() -> Run:
    """Runs one of the programs of poppler-utils and gives what it wrote."""

    def ran(program: str, *arguments: str | Path) -> str:
        command = [found((program,), "poppler-utils"), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout

    return ran
