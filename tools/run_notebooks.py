"""Execute every notebook in a folder from a temporary copy, and refuse stored outputs.

Usage: python tools/run_notebooks.py notebooks
"""

# ruff: noqa: INP001, T201 - a script that prints

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

TIMEOUT = 300


def stored(notebook: nbformat.NotebookNode) -> int:
    """Count the code cells that carry an output or a run number."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return sum(bool(cell.outputs) or cell.execution_count is not None for cell in cells)


def run(path: Path) -> str:
    """Execute one notebook and say what went wrong, or nothing."""
    notebook = nbformat.read(path, as_version=4)
    if number := stored(notebook):
        return f"{number} cells carry stored output; strip it: python -m nbstripout {path}"
    # What a notebook writes stays out of the repository.
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            return str(error)
    return ""


def main(folder: str) -> int:
    """Run all notebooks and count the failures."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        print(f"no notebook in {folder}")
        return 1
    failures = 0
    for path in paths:
        fault = run(path)
        failures += bool(fault)
        print(f"{path}: {fault or 'runs'}", flush=True)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
