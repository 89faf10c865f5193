"""The house rules: which way imports go, how large a module may grow, what the core may depend on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tobfit"
CORE = {"attrs", "networkx", "pyyaml"}
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/client.yaml"))
RUN_ELSEWHERE = {"deal.py": "tests/test_example_deal.py", "walk.py": "tests/test_example_game_and_security.py"}
"""Programs whose own tests run them twice, under two hash seeds."""
PROGRAMS = sorted(path for path in (ROOT / "examples").rglob("*.py") if path.name not in RUN_ELSEWHERE)
SKIPPED = {"__pycache__", "_build", "build", "dist"}
CONTRACT = re.compile(r"^(?P<name>\S.*\S)\s+(?P<outcome>KEPT|BROKEN)\b", re.MULTILINE)

# room, a line planted in it, the contract it must break
PLANTED = [
    ("model", "import tobfit.matching", "The rooms import forward only"),
    ("matching", "import tobfit.formats", "The rooms import forward only"),
    ("formats", "import tobfit.matching", "The rooms import forward only"),
    ("knowledge", "import yaml", "PyYAML is used in formats only"),
    ("matching", "import networkx", "networkx is used in graph and integration only"),
    ("model", "import pathlib", "The core does no input or output"),
    ("knowledge", "import subprocess", "The core does no input or output"),
]


def repository_files() -> Iterator[Path]:
    """Every file that belongs to the repository; what tools leave behind is passed over."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if name == ".ci" or not (name.startswith(".") or name in SKIPPED)]
        yield from (Path(folder, name) for name in sorted(files) if name != ".git")


def lint_imports(folder: Path) -> tuple[dict[str, str], str]:
    """For the tree in `folder`: contract name -> KEPT or BROKEN, and all that was printed."""
    done = subprocess.run(
        [sys.executable, "-c", "import importlinter.cli as cli; cli.lint_imports_command()", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    outcomes = {found["name"]: found["outcome"] for found in CONTRACT.finditer(done.stdout)}
    assert outcomes, done.stdout + done.stderr
    return outcomes, done.stdout


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(SOURCE, tmp_path / "src" / "tobfit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_each_contract_is_kept_and_a_room_without_a_place_is_refused(copied: Path) -> None:
    names = {contract["name"] for contract in CONFIG["tool"]["importlinter"]["contracts"]}
    assert lint_imports(copied)[0] == dict.fromkeys(names, "KEPT")
    (copied / "src" / "tobfit" / "attic.py").write_text("", encoding="utf-8")
    assert lint_imports(copied)[0]["The rooms import forward only"] == "BROKEN"


def test_planted_imports_break_their_contracts(copied: Path) -> None:
    for number, (room, line, _) in enumerate(PLANTED):
        (copied / "src" / "tobfit" / room / f"planted{number}.py").write_text(line + "\n", encoding="utf-8")
    outcomes, printed = lint_imports(copied)
    for number, (room, line, contract) in enumerate(PLANTED):
        assert outcomes[contract] == "BROKEN"
        assert f"tobfit.{room}.planted{number} -> {line.removeprefix('import ')}" in printed


def test_the_core_has_three_dependencies() -> None:
    wanted = CONFIG["project"]["dependencies"]
    assert {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower() for line in wanted} == CORE


def test_the_makefile_installs_nothing_by_name() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    installs = [line.split("$(PIP)", 1)[1].strip() for line in lines if "$(PIP)" in line]
    assert installs
    assert set(installs) <= {"-e .", "-e '.[$*]'"}
    assert sum("pip install" in line for line in lines) == 1  # the definition of PIP itself


def test_no_module_outgrows_400_lines() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(SOURCE.rglob("*.py"))
    }
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    needle = re.compile(rb"(?<![\w.-])/(?:" + b"|".join([b"work", b"home", b"root", b"Users"]) + rb")/")
    found = [str(path.relative_to(ROOT)) for path in repository_files() if needle.search(path.read_bytes())]
    assert found == []


def test_import_is_light() -> None:
    program = (
        "import sys, tobfit\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'networkx', 'numpy', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_each_example_matches(example: Path) -> None:
    optional = [("--pack", example / "pack.yaml"), ("--policy", example / "policy.yaml")]
    arguments = [str(example / "client.yaml"), str(example / "products")]
    arguments += [word for option, path in optional if path.exists() for word in (option, str(path))]
    program = "import sys; from tobfit.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "match", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_each_example_program_runs(program: Path) -> None:
    command = [sys.executable, str(program)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("program", "tests"), RUN_ELSEWHERE.items())
def test_the_other_programs_run_in_tests_of_their_own(program: str, tests: str) -> None:
    assert len(list((ROOT / "examples").rglob(program))) == 1
    assert f'"{program}"' in (ROOT / tests).read_text(encoding="utf-8")


def test_what_is_packaged() -> None:
    assert (SOURCE / "py.typed").is_file()
    assert CONFIG["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/tobfit"]
    assert "tobfit.cli:main" in CONFIG["project"]["scripts"].values()
