"""What every result can do: draw itself, speak, be tabulated and be saved.

A result holds numbers; pictures and files are made upstairs. This module is the one door between the floors:
its methods reach up to `plots` and `report` when, and only when, a user asks for a picture or a workbook.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import pandas as pd

from scnvariation.contract.source import SourceInfo
from scnvariation.options import SaveSize, check_option

__all__ = ["Result", "Settings"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything needed to run a result again.

    Attributes
    ----------
    call : str
        The function that made the result.
    version : str
        Version of the package.
    input_hash : str
        SHA-256 of the observations that were given.
    source : SourceInfo
        The file or frame that was read: its name without its folder, its layout, its rows.
    reference : str
        What England is: `england`, `these_areas`, or `all N areas given`.
    benchmark_source : str
        Where the centre line comes from, in words.
    side : str
        `complement` where a proportion was turned to its adverse side, `as_given` otherwise.
    options : mapping
        Every other argument of the call, by name.
    """

    call: str
    version: str
    input_hash: str
    reference: str
    source: SourceInfo = field(default_factory=SourceInfo)
    benchmark_source: str = ""
    side: str = "as_given"
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class Result(ABC):
    """Base of every frozen result."""

    __slots__ = ()
    #: The attribute that holds the tidy numbers, written by `to_csv`.
    _main: ClassVar[str] = "areas"
    #: Tables for people that a workbook holds: name of the sheet, and the kind of table.
    _sheets: ClassVar[Mapping[str, str]] = MappingProxyType({"Table": "headline"})
    excluded: pd.DataFrame
    settings: Settings

    @abstractmethod
    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Labelled, multiplied and rounded, for people."""

    @abstractmethod
    def text(self) -> str:
        """Plain sentences that a board can read."""

    @abstractmethod
    def alt_text(self) -> str:
        """Say what the picture shows, for a reader who cannot see it."""

    @abstractmethod
    def __repr__(self) -> str: ...

    def plot(self, ax: Any = None, **style: object) -> Any:  # noqa: ANN401 - an Axes, whose type would bring matplotlib in
        """Draw the result.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure by default.
        **style
            Options of the drawing, which never change a number.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from scnvariation.plots import draw  # noqa: PLC0415 - upstairs only when asked

        return draw(self, ax=ax, **style)

    def save(self, path: str | Path, size: SaveSize = "page", **style: object) -> Path:
        """Write the picture as PNG, SVG or PDF, with its alternative text in the file.

        Parameters
        ----------
        path : str or Path
            The ending decides the format.
        size : {'slide', 'page', 'web'}
            Proportions and resolution.
        **style
            Passed to `plot`.

        Returns
        -------
        pathlib.Path
            The file written.
        """
        check_option("size", size, SaveSize)
        from scnvariation.plots import save  # noqa: PLC0415 - upstairs only when asked

        return save(self, Path(path), size=size, **style)

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """Write the tidy numbers, natural units, as UTF-8 that Excel recognises."""
        frame: pd.DataFrame = getattr(self, self._main)
        from scnvariation.report.csv import write_csv  # noqa: PLC0415 - upstairs only when asked

        return write_csv(frame, path)

    def to_excel(self, path: str | Path) -> Path:
        """Write the table for people, the numbers and the settings as a workbook (extra `excel`)."""
        from scnvariation.report.workbook import write_workbook  # noqa: PLC0415 - upstairs only when asked

        return write_workbook(self, Path(path))

    def to_parquet(self, path: str | Path) -> Path:
        """Write the tidy numbers, natural units, as Parquet: each column described, the settings in the file.

        Parameters
        ----------
        path : str or Path
            Where to write, whole or not at all.

        Returns
        -------
        pathlib.Path
            The file written; but for the time in it the same result gives the same bytes.
        """
        frame: pd.DataFrame = getattr(self, self._main)
        from scnvariation.analysis.provenance import result_stamp  # noqa: PLC0415 - it is built on this module
        from scnvariation.clock import now_utc  # noqa: PLC0415 - beside it
        from scnvariation.report.parquet import write_parquet  # noqa: PLC0415 - upstairs only when asked

        return write_parquet(frame, path, {**result_stamp(self), "written_utc": now_utc()})

    def _repr_html_(self) -> str:
        from scnvariation.report.html_table import result_html  # noqa: PLC0415 - upstairs only when asked

        return result_html(self)
