"""Where a command writes: lines on the screen, one file of a known ending, or a folder of its own files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from scnvariation.analysis.result import Result
from scnvariation.errors import OptionError
from scnvariation.messages import shell as messages
from scnvariation.report.csv import write_csv
from scnvariation.report.plain import text_table
from scnvariation.report.safe import OutputFolder
from scnvariation.whole_files import write_whole

__all__ = ["PICTURES", "TABLES", "check_out", "paragraphs", "report_text", "write_result", "write_table"]

PICTURES = (".png", ".svg", ".pdf")
TABLES = (".csv", ".xlsx", ".txt")
PAGE = 100


def check_out(out: str | None, endings: tuple[str, ...]) -> None:
    """Stop before the work starts where `--out` is neither a folder nor a file that can be written."""
    if out is not None and not is_folder(out) and Path(out).suffix.lower() not in endings:
        raise OptionError(messages.no_such_ending(out, endings))


def is_folder(out: str) -> bool:
    """Whether a path means a folder: it is one, or it has no ending."""
    return Path(out).is_dir() or not Path(out).suffix


def write_result(result: Result, out: str, stem: str, endings: tuple[str, ...], style: Mapping[str, Any]) -> list[Path]:
    """Write a result to the file named, or to a folder in every format asked for.

    Parameters
    ----------
    result : Result
        What is written.
    out : str
        A file or a folder.
    stem : str
        File name in a folder, without ending.
    endings : tuple of str
        Formats written into a folder.
    style : mapping
        Options of the drawing.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    if not is_folder(out):
        return [write_one(result, Path(out), style)]
    folder = OutputFolder(out)
    files = [folder.record(write_one(result, folder.target(f"{stem}{ending}"), style)) for ending in endings]
    folder.finish()
    return files


def write_table(frame: pd.DataFrame, out: str, name: str) -> Path:
    """Write a table as CSV to the file named, or to a folder under a name of ours."""
    if not is_folder(out):
        write_csv(frame, out)
        return Path(out)
    folder = OutputFolder(out)
    path = folder.target(name)
    write_csv(frame, path)
    folder.record(path)
    folder.finish()
    return path


def write_one(result: Result, path: Path, style: Mapping[str, Any]) -> Path:
    """Write one file, as its ending says."""
    ending = path.suffix.lower()
    if ending in PICTURES:
        return result.save(path, **style)
    if ending == ".xlsx":
        return result.to_excel(path)
    if ending == ".csv":
        result.to_csv(path)
        return path
    return write_whole(path, report_text(result).encode())


def report_text(result: Result) -> str:
    """Give a result as plain text: what it says, then its table."""
    table = result.table()
    parts = [result.text(), *([text_table(table)] if len(table) else []), messages.NO_DISCLOSURE_RULE]
    return "\n\n".join(parts) + "\n"


def paragraphs(text: str) -> Iterator[str]:
    """Break text into lines that fit a page."""
    for paragraph in text.splitlines():
        yield textwrap.fill(paragraph, PAGE)
