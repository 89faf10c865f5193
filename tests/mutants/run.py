"""Plants faults and sees that the laws notice: every ``*.patch`` beside this file must make a test fail.

The tree is copied to a temporary folder for each patch. A patch names the test files that must catch it in a line
``# kills: tests/laws/test_reference.py``. Exit status 1 if a fault goes unnoticed, a patch no longer applies, or the
tests fail without any fault.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KILLS = "# kills:"
# The profile for planted faults, but a failing example is not made smaller: nobody reads it.
PROFILE = """

from hypothesis import Phase

settings.register_profile("mutant", settings.get_profile("planted"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("mutant")
"""


def tests_of(patch: Path) -> list[str]:
    """The test files that a patch names."""
    for line in patch.read_text(encoding="utf-8").splitlines():
        if line.startswith(KILLS):
            return line.removeprefix(KILLS).split()
    raise SystemExit(f"{patch.name} has no line '{KILLS} tests/...'")


def copied(folder: Path) -> Path:
    """A copy of what the tests need."""
    skip = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in ("src", "tests", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as stream:
        stream.write(PROFILE)
    return folder


def passes(folder: Path, tests: list[str]) -> tuple[bool, str]:
    """Whether the tests pass in a copy, and what they said; anything but passed and failed stops the program."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TOBFIT_HYPOTHESIS": "planted",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"pytest could not run {' '.join(tests)}:\n{done.stdout}{done.stderr}")
    return done.returncode == 0, done.stdout


def outcome_of(patch: Path) -> str:
    """``killed``, ``survived`` or ``does not apply``."""
    with tempfile.TemporaryDirectory() as name:
        folder = copied(Path(name))
        applied = subprocess.run(
            ["git", "apply", "-p1", str(patch)], cwd=folder, capture_output=True, text=True, check=False
        )
        # Inside a repository git passes over files that are not its own, in silence.
        changed = [line[6:].strip() for line in patch.read_text(encoding="utf-8").splitlines() if line[:6] == "+++ b/"]
        same = all((folder / file).read_bytes() == (ROOT / file).read_bytes() for file in changed)
        if applied.returncode or same:
            return f"does not apply: {applied.stderr.strip()}"
        return "survived" if passes(folder, tests_of(patch))[0] else "killed"


def main() -> int:
    """Runs all patches, or those whose names are given."""
    found = {patch.stem: patch for patch in sorted(HERE.glob("*.patch"))}
    if strange := [name for name in sys.argv[1:] if name not in found]:
        raise SystemExit(f"no patch is called {', '.join(strange)}; names stand without .patch")
    patches = [patch for name, patch in found.items() if not sys.argv[1:] or name in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as name:
        fine, said = passes(copied(Path(name)), sorted({test for p in patches for test in tests_of(p)}))
    if not fine:
        print(said)
        print("the tests fail without any fault planted")
        return 1
    survivors = 0
    with ThreadPoolExecutor(2) as pool:
        for patch, outcome in zip(patches, pool.map(outcome_of, patches), strict=True):
            survivors += outcome != "killed"
            print(f"{patch.stem:34} {outcome}", flush=True)
    print(f"{len(patches) - survivors} passed, {survivors} failed")
    return 1 if survivors or not patches else 0


if __name__ == "__main__":
    sys.exit(main())
