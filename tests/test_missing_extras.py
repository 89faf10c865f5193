"""Without the libraries of an extra, what needs them says so in one line that names the extra, and all else works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import tobfit

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    "analysis": ("numpy", "scipy"),
    "mcdm": ("pymcdm", "skcriteria"),
    "excel": ("xlsxwriter", "python_calamine"),
    "word": ("docxtpl", "docx", "jinja2"),
    "pandas": ("pandas",),
    "polars": ("polars",),
    "arrow": ("pyarrow",),
    "notebook": ("tqdm",),
    "mcp": ("mcp", "mcp_types"),
}
"""Extra -> the modules of its libraries."""
FOR_WORK_ON_TOBFIT = {"test", "browser", "docs", "bench"}
NEEDS = {
    "xlsx": "excel",
    "docx": "word",
    "markdown with a template": "word",
    "frame.to_pandas": "pandas",
    "frame.to_polars": "polars",
    "frame.to_arrow": "arrow",
    "frame.__arrow_c_stream__": "arrow",
    "intake.read_matrix": "excel",
    "intake.write_answers": "excel",
    "assistant.serve": "mcp",
    "assistant.server": "mcp",
    "later.bundle": "analysis",
    "later.close_gaps": "analysis",
    "later.price_corridor": "analysis",
    "later.sensitivity": "analysis",
    "later.service_cost": "analysis",
}
"""What needs an extra; everything else needs none."""
OFFICE, DATA = ("excel", "analysis", "pandas", "notebook"), ("word", "polars", "arrow", "mcp", "mcdm")
"""Every extra is once installed while those of the other group are not; pandas brings numpy."""
COMMANDS = {"match xlsx": "excel", "match docx": "word", "mcp": "mcp"}
LINE = r"TF408 [^\n:]+: needs {module}, which is not installed: pip install 'tobfit\[{extra}\]'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("extras")
    (place / "products").mkdir()
    client = tobfit.Client(id="acme", as_of="2026-11-01", jurisdictions=["CN"]).require("sec.mfa", priority="must")
    tobfit.dump(client, place / "client.yaml")
    tobfit.dump(tobfit.Product(id="crm@5").offers("sec.mfa", response="standard"), place / "products" / "crm.yaml")
    made = tobfit.report.xlsx(tobfit.match(client, place / "products"))
    (place / "matrix.xlsx").write_bytes(made)
    return place


def without(folder: Path, extras: tuple[str, ...], *, later: bool) -> dict[str, dict[str, Any]]:
    modules = [module for extra in extras for module in MODULES[extra]]
    command = [sys.executable, "-m", "tests.without_extras", str(folder), "later" if later else "now", *modules]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def said(extra: str) -> re.Pattern[str]:
    modules = "|".join(re.escape(module) for module in MODULES[extra])
    return re.compile(LINE.format(module=f"(?:{modules})", extra=extra))


def check(found: dict[str, dict[str, Any]], extras: tuple[str, ...]) -> None:
    """What needs one of the extras says so; all else works."""
    for name, outcome in found["calls"].items():
        extra = NEEDS.get(name)
        if extra not in extras:
            assert outcome == "ok", (name, outcome)
            continue
        assert extra is not None
        code, hint, message = outcome
        assert (code, hint) == ("TF408", None), (name, outcome)
        assert said(extra).fullmatch(message), (name, message)
    for name, (status, errors) in found["commands"].items():
        extra = COMMANDS.get(name)
        if extra in extras:
            assert extra is not None
            assert status == 2, (name, errors)
            assert said(extra).fullmatch(errors.strip().splitlines()[-1]), (name, errors)
            assert sum("TF408" in line for line in errors.splitlines()) == 1
        else:
            assert status == 0, (name, errors)


def test_every_extra_is_known_here() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(config["project"]["optional-dependencies"]) == set(MODULES) | FOR_WORK_ON_TOBFIT


def test_with_the_core_alone(folder: Path) -> None:
    extras = tuple(MODULES)
    found = without(folder, extras, later=True)
    check(found, extras)
    refused = {name for name, outcome in found["calls"].items() if outcome != "ok"}
    assert refused == {name for name in NEEDS if name in found["calls"]}
    works = {"text", "markdown", "records", "html", "svg", "vega_lite", "context", "frame.to_csv", "explain"}
    assert works <= found["calls"].keys() - refused


@pytest.mark.parametrize("there", [OFFICE, DATA], ids=["office", "data"])
def test_extras_do_not_need_each_other(there: tuple[str, ...], folder: Path) -> None:
    lacking = tuple(extra for extra in MODULES if extra not in there)
    check(without(folder, lacking, later=False), lacking)


def test_importing_is_light() -> None:
    program = (
        "import sys, tobfit, tobfit.report, tobfit.report.notebook, tobfit.intake, tobfit.assistant\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {module for modules in MODULES.values() for module in modules} | {"networkx", "yaml", "IPython", "csv"}
    assert set(done.stdout.split()) & heavy == set()
