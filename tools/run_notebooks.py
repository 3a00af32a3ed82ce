"""Execute every notebook in a folder from a temporary copy, and refuse stored outputs.

Usage: python tools/run_notebooks.py notebooks            execute all
       python tools/run_notebooks.py notebooks --strip    take stored outputs out of the files
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
        return f"{number} cells carry stored output; take it out: python tools/run_notebooks.py {path.parent} --strip"
    # What a notebook writes stays out of the repository.
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            return str(error)
    return outputs_wanting(notebook)


def outputs_wanting(notebook: nbformat.NotebookNode) -> str:
    """Name the first cell that plots and shows no picture, or that writes a warning."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
        if ".plot(" in cell.source and "image/png" not in kinds:
            return f"cell {number} plots and shows no picture"
        if any(output.get("name") == "stderr" for output in cell.outputs):
            return f"cell {number} writes to the error stream"
    return ""


def strip(path: Path) -> str:
    """Write a notebook back without outputs and run numbers."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    return ""


def main(folder: str, *options: str) -> int:
    """Run or strip all notebooks and say whether all went well."""
    treat, done = (strip, "stripped") if "--strip" in options else (run, "runs")
    paths = sorted(Path(folder).glob("*.ipynb"))
    faults = []
    for path in paths:
        fault = treat(path)
        print(f"{path}: {fault or done}", flush=True)
        faults += [fault] if fault else []
    if not paths:
        print(f"no notebook in {folder}")
    return int(bool(faults) or not paths)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
