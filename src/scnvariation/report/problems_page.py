"""The problems of a file as one page for a browser, with nothing outside it and nothing that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from scnvariation._version import __version__
from scnvariation.errors import OptionError
from scnvariation.messages import shell as messages
from scnvariation.report.clinic import grouped_problems
from scnvariation.whole_files import write_whole

__all__ = ["problems_page", "write_problems_page"]


def problems_page(problems: pd.DataFrame, *, source: str) -> str:
    """Set a table of problems as a page, grouped by what to do first.

    Use it to hand a list of faults to whoever keeps the file. Every text from the file is escaped; the page needs no
    network, holds no script and says so in its content policy.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table, as `check` gives it or `Indicators.problems` holds it.
    source : str
        Name of the file.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    OptionError
        If jinja2 (extra `report`) is not installed.
    """
    try:
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - an extra
    except ImportError:
        raise OptionError(messages.extra_needed("A page of problems", "jinja2", "report")) from None
    template = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(template)
    counts = [int((problems["severity"] == letter).sum()) for letter in "EWN"]
    errors, warned, noted = (_lines(problems, letter) for letter in "EWN")
    return page.render(
        source=source,
        summary=messages.problems_found(*counts),
        errors=errors,
        warned=warned,
        noted=noted,
        version=__version__,
    )


def write_problems_page(problems: pd.DataFrame, path: str | Path, *, source: str) -> Path:
    """Write a page of problems, whole or not at all.

    Parameters
    ----------
    problems : pandas.DataFrame
        Problems table.
    path : str or pathlib.Path
        Where to write.
    source : str
        Name of the file that was checked.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OptionError
        If jinja2 (extra `report`) is not installed.
    OSError
        If the file cannot be written.
    """
    return write_whole(path, problems_page(problems, source=source).encode())


def _lines(problems: pd.DataFrame, severity: str) -> list[dict[str, Any]]:
    """Give the groups of one severity, each with its place in words."""
    table = grouped_problems(problems[problems["severity"] == severity])
    lines = ({str(name): cell for name, cell in line.items()} for line in table.to_dict("records"))
    return [{**line, "where": _where(line)} for line in lines]


def _where(line: dict[str, Any]) -> str:
    """Say the sheet, the rows and the column."""
    rows = f"row{'s' if line['number'] > 1 else ''} {line['rows']}" if line["rows"] else ""
    sheet = f"sheet '{line['sheet']}'" if line["sheet"] else ""
    column = f"column '{line['column']}'" if line["column"] else ""
    return ", ".join(part for part in (sheet, rows, column) if part) or "the whole file"
