"""Runs a notebook in a kernel of this very Python, with the tree's own sources, and nothing installed for it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "notebooks"


def kept(name: str) -> Any:
    """The notebook as it is kept."""
    read: Any = nbformat.reads  # it has no types
    return read((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"), as_version=4)


def executed(name: str, place: Path) -> Any:
    """The notebook with its outputs; an error in a cell is raised."""
    specs = place / "kernels"
    (specs / "tobfit").mkdir(parents=True)
    settings = {
        "PYTHONPATH": str(ROOT / "src"),
        "IPYTHONDIR": str(place / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "TMPDIR": str(place),
    }
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "tobfit", "language": "python", "env": settings}
    (specs / "tobfit" / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    finder = KernelSpecManager(kernel_dirs=[str(specs)], ensure_native_kernel=False)
    manager = AsyncKernelManager(kernel_name="tobfit", kernel_spec_manager=finder)
    manager.connection_file = str(place / "connection.json")
    notebook = kept(name)
    client = NotebookClient(notebook, km=manager, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    asyncio.run(client.async_execute(env={**os.environ, **settings}))
    return notebook


def shown(notebook: Any) -> list[dict[str, Any]]:
    """The results of the cells, as bundles, in order; {} where a cell has none."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            results = [output.data for output in cell.outputs if output.output_type == "execute_result"]
            found.append(dict(results[-1]) if results else {})
    return found
