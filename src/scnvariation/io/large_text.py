"""Reading text files that are too large to be held twice: block by block, needed columns only, texts once each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import contract_column, fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.io.files import MEGABYTE, OpenedFile
from scnvariation.io.headers import Header
from scnvariation.io.ragged import Squared
from scnvariation.messages.words import count

__all__ = ["LARGE", "TextShape", "is_large", "needed_columns", "read_large", "rows_below"]

#: Bytes from which a file is read block by block.
LARGE = 50 * MEGABYTE
BLOCK = 8 * MEGABYTE
#: Bytes of memory that one row takes at the height of all checks; measured with benchmarks/bench_reading.py.
PER_ROW = 450
MOST_OF_MEMORY = 0.8
SAMPLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShape:
    """How the rows of a well-formed text file are written.

    Attributes
    ----------
    encoding : str
        As pyarrow calls it.
    separator : str
        One character.
    quoted : bool
        Whether there are quotation marks, within which lines may break.
    skipped : int
        Physical lines above the first row of data.
    width : int
        Number of columns.
    """

    encoding: str
    separator: str
    quoted: bool
    skipped: int
    width: int

    @property
    def names(self) -> list[str]:
        """Names for the columns that are never repeated."""
        return [str(place) for place in range(self.width)]


def is_large(path: Path) -> bool:
    """Say whether a file is to be read block by block."""
    return path.stat().st_size >= LARGE


def needed_columns(headings: Sequence[str], settings: ReadingSettings) -> list[int]:
    """Choose the columns of a tidy table that the contract or the user names.

    >>> needed_columns(["Area code", "Remarks", "Events"], ReadingSettings())
    [0, 2]
    """
    given = [settings.indicator] if isinstance(settings.indicator, str) else settings.indicator or []
    named = {fold_heading(heading) for heading in [*(settings.columns or {}), *given, settings.status or ""]}
    return [
        place
        for place, heading in enumerate(headings)
        if heading and (contract_column(heading) is not None or fold_heading(heading) in named)
    ]


def rows_below(header: Header, number: int) -> NDArray[np.int64]:
    """Give the numbers that Excel shows beside the rows below the headings."""
    return np.arange(header.row + 1, header.row + 1 + number, dtype=np.int64)


def read_large(opened: OpenedFile, shape: TextShape | None, header: Header, places: Sequence[int]) -> Squared:
    """Read a large text file block by block, or say why it is not read.

    Parameters
    ----------
    opened : OpenedFile
        The file.
    shape : TextShape or None
        How its rows are written; None where they are not written regularly.
    header : Header
        Its headings.
    places : sequence of int
        Columns to keep, counted from 0.

    Returns
    -------
    Squared

    Raises
    ------
    DataError
        If it is too large for this machine, or not regular.
    """
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package

    size = opened.path.stat().st_size
    irregular = opened.refuse("too_large", "irregular", size=f"{size / MEGABYTE:,.0f}")
    if shape is None:
        raise irregular
    _check_fits(opened, size / _bytes_of_a_row(opened.path, shape.skipped))
    try:
        columns = _columns(opened.path, shape, places)
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        raise irregular from None
    skipped = count(shape.width - len(places), "column")
    findings = [Finding(code="columns_skipped", words={"number": skipped})] if len(places) < shape.width else []
    rows = rows_below(header, len(columns[0]) if columns else 0)
    return Squared([header.headings[place] for place in places], columns, rows, findings)


def _bytes_of_a_row(path: Path, skipped: int) -> float:
    """Take the length of a row from the first ones below the headings."""
    with path.open("rb") as stream:
        lines = list(islice(stream, skipped, skipped + SAMPLE))
    return sum(map(len, lines)) / len(lines) if lines else 1.0


def _check_fits(opened: OpenedFile, rows: float) -> None:
    """Stop before reading a file whose rows would not fit into memory."""
    memory, needed = _memory(), rows * PER_ROW
    if memory and needed > MOST_OF_MEMORY * memory:
        gigabytes = {"needed": f"{needed / 1e9:,.1f}", "memory": f"{memory / 1e9:,.1f}"}
        raise opened.refuse("too_large", rows=f"{rows:,.0f}", **gigabytes)


def _memory() -> int:
    """Give the memory of this machine in bytes, 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


def _columns(path: Path, shape: TextShape, places: Sequence[int]) -> list[pd.Series[Any]]:
    """Read some columns, every cell as text; repeated texts are held once."""
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package

    names = [str(place) for place in places]
    batches, repeated = [], None
    with _progress(path) as bar:
        for batch in _batches(path, shape, names):
            if repeated is None:
                repeated = [_mostly_repeated(column) for column in batch.columns]
            columns = zip(batch.columns, repeated, strict=True)
            held = [column.dictionary_encode() if often else column for column, often in columns]
            batches.append(pa.RecordBatch.from_arrays(held, names=names))
            if bar is not None:
                bar.update(batch.nbytes)
    table = pa.Table.from_batches(batches).unify_dictionaries() if batches else None
    if table is None:
        return [pd.Series([], dtype="str") for _ in names]
    return [table.column(name).to_pandas() for name in names]


def _batches(path: Path, shape: TextShape, names: Sequence[str]) -> Iterator[Any]:
    """Open a file as a stream of blocks; a file without rows gives none."""
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package
    import pyarrow.csv as pa_csv  # noqa: PLC0415 - kept out of the import of the package

    every = shape.names
    reader = pa_csv.open_csv(
        path,
        read_options=pa_csv.ReadOptions(
            skip_rows=shape.skipped, column_names=every, encoding=shape.encoding, block_size=BLOCK, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=shape.separator, newlines_in_values=shape.quoted, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(every, pa.string()), include_columns=list(names)
        ),
    )
    with reader:
        yield from reader


def _mostly_repeated(column: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    return 2 * len(column.unique()) < len(column)


def _progress(path: Path) -> AbstractContextManager[Any]:
    """Show a bar on a terminal if tqdm is installed (extra `report`)."""
    if not sys.stderr.isatty():
        return nullcontext()
    try:
        from tqdm import tqdm  # noqa: PLC0415 - an extra, asked for only here
    except ImportError:
        return nullcontext()
    bar: AbstractContextManager[Any] = tqdm(
        total=path.stat().st_size, desc=f"Reading {path.name}", unit="B", unit_scale=True, leave=False
    )
    return bar
