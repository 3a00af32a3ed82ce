"""The empty table to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from scnvariation.errors import DataError
from scnvariation.messages.template import ABOUT_COLUMNS, exists_already, needs_extra, wrong_ending
from scnvariation.whole_files import write_whole

__all__ = ["write_template"]

_HEADINGS = tuple(ABOUT_COLUMNS)
# One invented row for each statistic type; blank where the type does not need the column.
_EXAMPLES: tuple[dict[str, str | float], ...] = (
    {"indicator_id": "example:proportion", "numerator": 84, "denominator": 120, "statistic": "proportion"},
    {"indicator_id": "example:rate", "numerator": 31, "denominator": 62_500, "statistic": "rate"},
    {"indicator_id": "example:ratio", "numerator": 57, "denominator": 49.5, "statistic": "ratio"},
    {
        "indicator_id": "example:dsr",
        "numerator": 210,
        "denominator": 250_000,
        "value": 0.00091,
        "lower": 0.00079,
        "upper": 0.00104,
        "statistic": "dsr",
    },
    {"indicator_id": "example:mean", "denominator": 400, "value": 12.5, "sd": 4.2, "statistic": "mean"},
    {"indicator_id": "example:estimate", "value": 0.71, "lower": 0.68, "upper": 0.74, "statistic": "estimate"},
)
_EVERY_ROW = {"period": "2013/14", "area_code": "X01", "area_name": "Exampleton"}


def write_template(path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a table with the contract's columns and one example row for each statistic type.

    Use it to send to whoever has the figures, or as a start for a table of your own; the example rows name an
    invented area and are to be deleted.

    Parameters
    ----------
    path : str or pathlib.Path
        Ends in `.csv`, or in `.xlsx` (extra `excel`), which has a second sheet saying what each column means.
    overwrite : bool, default False
        Whether a file of this name may be replaced.

    Returns
    -------
    pathlib.Path
        Of the file written.

    Raises
    ------
    DataError
        If the file exists, the ending is another one, or the extra is not installed.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> write_template(Path(folder.name) / "template.csv").name
    'template.csv'
    >>> folder.cleanup()
    """
    target = Path(path)
    writers: dict[str, Callable[[], bytes]] = {".csv": _csv, ".xlsx": _workbook}
    writer = writers.get(target.suffix.casefold())
    if writer is None:
        raise DataError(wrong_ending(target.suffix, list(writers)))
    if target.exists() and not overwrite:
        raise DataError(exists_already(target.name))
    return write_whole(target, writer())


def _rows() -> list[list[str | float]]:
    rows = ({**_EVERY_ROW, **example} for example in _EXAMPLES)
    return [[row.get(heading, "") for heading in _HEADINGS] for row in rows]


def _csv() -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([list(_HEADINGS), *_rows()])
    return stream.getvalue().encode("utf-8-sig")  # the byte-order mark makes Excel read the file as UTF-8


def _workbook() -> bytes:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise DataError(needs_extra()) from error
    book = openpyxl.Workbook()
    data = book.active
    data.title = "Data"
    data.append(list(_HEADINGS))
    for row in _rows():
        data.append([None if cell == "" else cell for cell in row])
    for column in ("A", "B", "C"):
        for number in range(2, 2002):
            data[f"{column}{number}"].number_format = "@"  # so that Excel leaves codes as they are typed
    meaning = book.create_sheet("Columns")
    meaning.append(["column", "meaning"])
    for column, words in ABOUT_COLUMNS.items():
        meaning.append([column, words])
    meaning.column_dimensions["A"].width = 16
    meaning.column_dimensions["B"].width = 100
    data.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
