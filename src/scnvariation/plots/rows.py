"""The rows of a caterpillar: their order, their network areas, and which of them are named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scnvariation.analysis.rates import RatesResult
from scnvariation.plots import words
from scnvariation.plots.fonts import clean, cut
from scnvariation.plots.highlight import find_highlighted
from scnvariation.plots.page import Page, clipped_lines
from scnvariation.plots.style import RatesStyle

__all__ = ["SIDE", "Band", "Rows", "SideName", "rows_of", "side_names"]

SIDE, SIDE_WIDEST = 8.0, 160.0
BAND_GAP = 2.0  # rows between network areas
WORDS_AROUND = 130.0  # what title, key, axis and caption take of the height, about


class Band(NamedTuple):
    """One network area: its name, and the lowest and highest of its rows."""

    name: str
    low: float
    high: float


class SideName(NamedTuple):
    """A name at the left and the height, in rows, of what it names."""

    text: str
    height: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The areas in the order in which they are drawn, lowest first.

    Attributes
    ----------
    areas : pandas.DataFrame
        With `ringed`, and `height` counted in rows.
    bands : list of Band
        The network areas from below to above; empty where areas are not grouped.
    highlight_name : str
        What the key says of the highlighted ones.
    """

    areas: pd.DataFrame
    bands: list[Band]
    highlight_name: str

    @property
    def top(self) -> float:
        """Height of the uppermost row."""
        return float(self.areas["height"].max()) if len(self.areas) else 0.0

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """Give one column as plain numbers."""
        return self.areas[column].to_numpy(dtype=float)

    @property
    def ringed(self) -> npt.NDArray[np.bool_]:
        """Mark the highlighted rows."""
        return self.areas["ringed"].to_numpy(dtype=bool)


def rows_of(result: RatesResult, style: RatesStyle) -> Rows:
    """Put the areas in order: by value, inside their network area where there are several.

    The first network area of the alphabet stands on top, areas without one at the bottom: none is ranked.
    """
    areas = result.pictured()
    asked = find_highlighted(style.highlight, areas)
    areas = areas.assign(ringed=asked.mask, band="")
    if style.order == "network_area" and "network_area" in areas:
        areas["band"] = areas["network_area"].fillna("").astype(str)
    areas = areas[np.isfinite(areas["value"].to_numpy(dtype=float))]
    names = sorted(set(areas["band"]), key=lambda name: (name != "", name), reverse=True)
    names.sort(key=lambda name: name != "")  # the unnamed band lowest
    areas = areas.assign(turn=areas["band"].map(names.index).astype("int64"))
    areas = areas.sort_values(["turn", "value", "area_code"], kind="stable")
    areas["height"] = np.arange(len(areas)) + BAND_GAP * areas["turn"]
    if len(names) < 2:
        return Rows(areas, [], asked.name)
    spans = areas.groupby("turn")["height"].agg(["min", "max"])
    bands = [
        Band(clean(words.band_name(name)), float(low), float(high))
        for name, low, high in zip(names, spans["min"], spans["max"], strict=True)
    ]
    return Rows(areas, bands, asked.name)


def side_names(page: Page, rows: Rows) -> list[SideName]:
    """Name every area at the left if they fit, else the network areas, else the highlighted areas."""
    if every_name_fits(page, rows):
        return named_areas(page, rows.areas)
    if rows.bands:
        marked = set(rows.areas.loc[rows.ringed, "band"].map(words.band_name).map(clean))
        return [
            SideName(in_two_lines(page, band.name), (band.low + band.high) / 2, bold=band.name in marked)
            for band in rows.bands
        ]
    return named_areas(page, rows.areas[rows.ringed])


def every_name_fits(page: Page, rows: Rows) -> bool:
    """Tell whether the rows are far enough apart for a name each."""
    room = page.size[1] - page.pt(WORDS_AROUND) if page.owned else page.axes_size[1]
    return (rows.top + 1) * page.pt(SIDE) * 1.2 <= room


def named_areas(page: Page, areas: pd.DataFrame) -> list[SideName]:
    """Name areas."""
    return [
        SideName(shortened(page, name), float(height), bold=bool(ringed))
        for name, height, ringed in zip(areas["area_name"], areas["height"], areas["ringed"], strict=True)
    ]


def in_two_lines(page: Page, name: str) -> str:
    """Break the name of a network area once where it is long."""
    return "\n".join(clipped_lines(name, page.pt(SIDE), page.pt(SIDE_WIDEST), 2))


def shortened(page: Page, name: object) -> str:
    """Clean a name and cut it to the width of the left side."""
    return cut(clean(name), page.pt(SIDE), page.pt(SIDE_WIDEST))
