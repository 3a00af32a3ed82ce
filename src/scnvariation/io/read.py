"""Reading data: one call that finds the layout, checks every row and tells all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from scnvariation import framework
from scnvariation.contract.checks import Checked, check_observations
from scnvariation.contract.ledger import Finding, Ledger, empty_problems
from scnvariation.contract.problems import judged, refuse, warn
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo, SourceMap
from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators
from scnvariation.io.arranged import Arranged
from scnvariation.io.books import read_book
from scnvariation.io.domains import unknown_domains
from scnvariation.io.files import OpenedFile, open_file
from scnvariation.io.layouts import Layout, chosen_layouts, every_sheet, layout_of, recogniser, refuse_misfit
from scnvariation.io.parquet_files import read_parquet_file
from scnvariation.io.shapes import mixed_units, refuse_other_shapes
from scnvariation.io.side_tables import read_areas, read_catalogue
from scnvariation.io.tables import Table, dropped_blank_columns, table_of_frame, tables_in
from scnvariation.io.text_files import read_text_file
from scnvariation.io.workbooks import read_sheets
from scnvariation.messages.reading_options import bad_source

__all__ = ["check", "read_indicators"]

Source = str | Path | pd.DataFrame
STACK = 2


def read_indicators(
    source: Source,
    *,
    layout: str = "auto",
    catalogue: Source | None = None,
    areas: Source | None = None,
    strict: bool = False,
    **reading: object,
) -> Indicators:
    """Read area-level indicators from a file or a data frame, and check every row.

    Use it for a table of your own (tidy: one row per indicator, period and area) or a published file of a layout
    that is known. Every row is used, kept with a reason why it is not computed, or refused; what was found is in
    `problems` of the result. Nothing is fetched from the network and nothing is guessed where two readings are
    possible.

    Parameters
    ----------
    source : str, pathlib.Path or pandas.DataFrame
        A CSV or other text file, an Excel workbook (extra `excel`), a Parquet file, or a frame; never changed.
    layout : str, default 'auto'
        `tidy`, `qof_by_ccg`, `cancer_waits` or another layout of the documentation; found by itself if not given.
    catalogue : str, pathlib.Path or pandas.DataFrame, optional
        One row per indicator: `indicator_id`, `statistic`, `polarity`, `multiplier`, ...
    areas : str, pathlib.Path or pandas.DataFrame, optional
        One row per area: `area_code`, `network_area`, `region`, need covariates, ...
    strict : bool, default False
        Stop at every warning and every row that cannot be computed.
    **reading
        Fields of `ReadingSettings`, all off by default: columns, header, names, sheet, table, statistic,
        indicator, area_type, status, dash, decimal, fill_merged, allow_fractional, use_flagged,
        drop_exact_duplicates, max_unpacked_mb.

    Returns
    -------
    Indicators

    Raises
    ------
    DataError
        With all problems in `error.problems`.
    MissingColumnsError
        If a column that is needed is absent.
    OptionError
        If an option is not known.

    Warns
    -----
    DataWarning
        Once for each kind of thing that was set aside.

    See Also
    --------
    check : The problems alone, without raising.
    write_template : An empty table to fill in.

    Examples
    --------
    >>> frame = pd.DataFrame({"indicator_id": "x", "period": "2013/14", "area_code": ["A", "B", "C"],
    ...                       "numerator": ["3", "5", "7"], "denominator": ["1,000", "100", "100"]})
    >>> read_indicators(frame, statistic="proportion")
    <Indicators: 3 areas, 1 indicator, 1 year>
    """
    call = _call("read_indicators", source)
    settings = ReadingSettings.of(reading, call="read_indicators()")
    found = _read(source, settings, Given(layout, catalogue, areas), call=call)
    rows = found.info.rows_read
    refuse(found.checked.problems, call=call, rows=rows, strict=strict)
    warn(found.checked.problems, area_at=found.checked.area_at, rows=rows, stacklevel=STACK)
    return Indicators.from_checked(found.checked, catalogue=found.catalogue, areas=found.areas, source=found.info)


def check(
    source: Source,
    *,
    layout: str = "auto",
    catalogue: Source | None = None,
    areas: Source | None = None,
    strict: bool = False,
    **reading: object,
) -> pd.DataFrame:
    """Check a file or a data frame and list its problems, without raising for bad data.

    Parameters
    ----------
    source, layout, catalogue, areas, strict, **reading
        As for `read_indicators`.

    Returns
    -------
    pandas.DataFrame
        One row per problem: `code`, `severity` (`E` would stop, `W` would warn, `N` is a note), `file`, `sheet`,
        `row` as Excel shows it (position from 1 for a frame), `column`, `cell`, `value`, `what`, `mend`.

    Raises
    ------
    OptionError
        If an option is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"area_code": ["A", "B"], "numerator": [3, -5], "denominator": [100, 100]})
    >>> check(frame, statistic="rate").query("severity == 'E'")[["row", "column", "what"]].values.tolist()
    [[2, 'numerator', 'negative']]
    """
    settings = ReadingSettings.of(reading, call="check()")
    try:
        found = _read(source, settings, Given(layout, catalogue, areas), call=_call("check", source))
    except DataError as error:
        return empty_problems() if error.problems is None else error.problems
    return judged(found.checked.problems, strict=strict)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given beside the source."""

    layout: str
    catalogue: Source | None
    areas: Source | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one reading found."""

    checked: Checked
    catalogue: pd.DataFrame | None
    areas: pd.DataFrame | None
    info: SourceInfo


def _call(function: str, source: Source) -> str:
    return f"{function}({Path(source).name!r})" if isinstance(source, str | Path) else f"{function}()"


def _read(source: Source, settings: ReadingSettings, given: Given, *, call: str) -> Reading:
    """Load, recognise, arrange and check."""
    layouts = chosen_layouts(given.layout)
    layout, why, arranged, digest = _arranged(source, settings, layouts, call=call)
    catalogue = read_catalogue(given.catalogue, call=call)
    if catalogue is None and arranged.framework is not None:
        catalogue = framework.catalogue(arranged.framework)
    areas = read_areas(given.areas, call=call)
    if areas is None and arranged.geography is not None:
        areas = framework.area_lookup(arranged.geography)
    is_plain_frame = isinstance(source, pd.DataFrame) and layout.name == "tidy"
    info = SourceInfo(
        name=arranged.where.file,
        sha256=digest,
        rows_read=len(arranged.frame),
        layout="frame" if is_plain_frame else layout.name,
        why=why,
    )
    ledger = Ledger(arranged.where, known_layout=info.known_layout)
    ledger.take([Finding(code="layout", words={"layout": layout.name, "why": why}), *arranged.findings])
    ledger.take([*mixed_units(arranged), *unknown_domains([arranged.frame, catalogue])])
    checked = check_observations(
        arranged.frame,
        statistic_of=framework.catalogue() if catalogue is None else catalogue,
        source=info,
        settings=settings,
        areas=areas,
        found=ledger,
    )
    return Reading(checked, catalogue, areas, info)


def _arranged(
    source: Source, settings: ReadingSettings, layouts: Sequence[Layout], *, call: str
) -> tuple[Layout, str, Arranged, str]:
    """Open a source and bring it into the contract's columns: its layout, why, its rows, and the hash of its bytes."""
    opened = _opened(source, settings, call=call)
    digest = opened.sha256 if isinstance(opened, OpenedFile) else ""
    book = None
    if isinstance(opened, OpenedFile) and opened.kind == "workbook":
        book = read_book(opened, layouts, settings)
    if book is not None:
        return book.layout, book.why, book.arranged, digest
    tables = _load(opened, settings, layouts)
    parts = [part for table in tables for part in _parts(table, layouts, settings)]
    layout, why = layout_of(parts[0], layouts, settings)
    refuse_misfit(parts, layout, settings, call=call)
    recognise = recogniser(layouts, settings)
    refuse_other_shapes(parts[0], is_recognised=recognise(parts[0].headings) is not None, call=call)
    return layout, why, _joined([layout.arrange(part, settings) for part in parts]), digest


def _opened(source: Source, settings: ReadingSettings, *, call: str) -> OpenedFile | pd.DataFrame:
    """Open a file; a frame needs no opening."""
    if isinstance(source, pd.DataFrame):
        return source
    if not isinstance(source, str | Path):
        raise OptionError(bad_source(call, source))
    return open_file(source, settings, call=call)


def _load(opened: OpenedFile | pd.DataFrame, settings: ReadingSettings, layouts: Sequence[Layout]) -> list[Table]:
    """Give the first table of a source, or of each of its sheets."""
    if isinstance(opened, pd.DataFrame):
        return [_of_frame(opened)]
    recognise = recogniser(layouts, settings)
    if opened.kind == "parquet":
        return [read_parquet_file(opened)]
    if opened.kind == "workbook":
        return read_sheets(opened, settings, recognise, every_sheet=every_sheet(layouts, settings))
    return [read_text_file(opened, settings, recognise)]


def _of_frame(frame: pd.DataFrame) -> Table:
    """Take a frame; named levels of its index are columns too."""
    named = [name for name in frame.index.names if name is not None and name not in frame.columns]
    table = table_of_frame(frame.reset_index(level=named) if named else frame)
    return dropped_blank_columns(table) if "" in table.headings else table


def _parts(table: Table, layouts: Sequence[Layout], settings: ReadingSettings) -> list[Table]:
    """Give the tables of a sheet that are to be read."""
    parts = tables_in(table, recogniser(layouts, settings))
    if len(parts) == 1 or settings.table == "all":
        return parts
    if isinstance(settings.table, int) and 0 < settings.table <= len(parts):
        return [parts[settings.table - 1]]
    rows = ", ".join(str(part.header_row) for part in parts)
    words = {"number": len(parts), "rows": rows}
    parts[0].findings.append(Finding(code="several_tables", words=words))
    return parts[:1]


def _joined(parts: Sequence[Arranged]) -> Arranged:
    """Put tables one under another."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Arranged(
        frame=pd.concat([part.frame for part in parts], ignore_index=True),
        where=SourceMap.joined([part.where for part in parts]),
        findings=[replace(finding, sheet=part.where.sheet) for part in parts for finding in part.findings],
        framework=first.framework,
        geography=first.geography,
    )
