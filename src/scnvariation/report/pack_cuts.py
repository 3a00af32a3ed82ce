"""The figures of all packs, put in order once, and the cut of them that one pack shows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scnvariation.analysis.funnel_columns import judgements
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.overview_cells import MIN_AREAS
from scnvariation.analysis.overview_rows import DOMAINS_OF_ALL
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.variation_figures import withheld
from scnvariation.report.cells import is_withheld
from scnvariation.selection import serves_network

if TYPE_CHECKING:
    from scnvariation.report.charts import Chart
    from scnvariation.report.disclosure import DisclosureRule

__all__ = ["PackCut", "Row", "Sorted", "by_shown_value", "rows_of"]

Row = Mapping[Hashable, Any]
Key = tuple[str, str]


def grouped(frame: pd.DataFrame, *names: str) -> dict[tuple[str, ...], list[Row]]:
    """Give the rows of a table by the words in some of its columns, in their order."""
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    keys = zip(*(frame[name].astype(str) for name in names), strict=True)
    for key, row in zip(keys, rows_of(frame), strict=True):
        found[key].append(row)
    return dict(found)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Give a table row by row."""
    return list(frame.to_dict("records"))


def by_indicator(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Give the rows of a table by indicator."""
    return {str(indicator): rows for indicator, rows in frame.groupby("indicator_id", sort=False)}


def by_shown_value(rows: Iterable[Row]) -> list[Row]:
    """Sort areas by the value shown, highest first; those without one last, by code, so that order tells nothing."""
    return sorted(rows, key=lambda row: (math.isnan(row["value"]), -_or_zero(row["value"]), str(row["area_code"])))


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


class Sorted:
    """All figures, grouped once; every pack is read from here.

    Parameters
    ----------
    figures : PackFigures
        After disclosure control.
    """

    def __init__(self, figures: PackFigures) -> None:
        self.figures = figures
        self.lines = rows_of(figures.indicators)
        self.areas = grouped(figures.areas, "indicator_id", "network_area")
        self.funnels = {key[0]: rows[0] for key, rows in grouped(figures.funnels, "indicator_id").items()}
        self.change = grouped(figures.change, "indicator_id", "network_area")
        self.spread_change = grouped(figures.spread_change, "indicator_id")
        self.shares = grouped(figures.shares, "indicator_id")
        self.volume = grouped(figures.volume, "indicator_id", "network_area")
        self.variation = grouped(judged(figures), "indicator_id", "network_area")
        self.area_frames, self.limit_frames = by_indicator(figures.areas), by_indicator(figures.limits)
        self.charts: dict[Key, Chart] = {}
        self.tidy = {name: Tidy(getattr(figures, name)) for name in TIDY}


#: Tidy tables that a pack is cut from.
TIDY = ("areas", "variation", "change", "shares", "levels", "volume", "excluded", "indicators")


class Tidy:
    """A tidy table whose rows are found by indicator and place.

    Parameters
    ----------
    frame : pandas.DataFrame
        With `indicator_id`, and `network_area` where rows belong to places.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.number, self.names = pd.factorize(frame["indicator_id"])
        self.place = frame["network_area"].to_numpy(dtype=object) if "network_area" in frame else None

    def rows(self, indicators: Sequence[str], places: Sequence[str]) -> pd.DataFrame:
        """Take the rows of some indicators and places, in their order; of all places where none is named."""
        keep = self.names.isin(list(indicators))[self.number]
        if places and self.place is not None:
            keep &= np.logical_or.reduce([self.place == place for place in places])
        return self.frame[keep].reset_index(drop=True)


def judged(figures: PackFigures) -> pd.DataFrame:
    """Judge each network area as a whole by the 95 % interval of its ratio to the rest of England, as overviews do.

    `few` marks the lines whose spread the headline calls too poorly known.
    """
    groups = figures.variation
    ratio, lower, upper = (groups[f"rate_ratio{end}"].to_numpy(dtype=float) for end in ("", "_lower", "_upper"))
    hidden = groups["reason"].map(is_withheld).to_numpy(dtype=bool)
    few = ~(groups["n_areas"].to_numpy(dtype=float) >= MIN_AREAS) | np.isnan(ratio)
    unknown = np.isnan(lower) | np.isnan(upper)
    nothing = groups["rate"].to_numpy(dtype=float) == 0
    why = np.select(
        [hidden, few, unknown & nothing, unknown],
        [groups["reason"].to_numpy(dtype=object), "too_few_areas", "zero_count_undefined", "not_for_this_statistic"],
        "",
    )
    known = why == ""
    side = np.where(known, (lower > 1).astype(int) - (upper < 1), 0).astype(np.int8)
    polarity = groups["indicator_id"].map({one: info.polarity for one, info in figures.infos.items()})
    poor = withheld(groups).to_numpy(dtype=bool) & ~hidden
    return groups.assign(judgement=judgements(side, known, polarity, 1), why_not=why, few=poor)


@dataclass(frozen=True)
class PackCut:
    """What one pack is made from.

    Attributes
    ----------
    all : Sorted
        The figures of every pack.
    network, network_area : str
        Which pack; empty for all.
    rule : DisclosureRule or None
        The rule that was applied.
    """

    all: Sorted
    network: str
    network_area: str
    rule: DisclosureRule | None = None

    @property
    def figures(self) -> PackFigures:
        """The figures of every pack."""
        return self.all.figures

    @property
    def place(self) -> str:
        """The place as a whole, by name."""
        return self.network_area or ENGLAND

    @property
    def wholes(self) -> tuple[str, ...]:
        """The network areas that are judged as a whole here."""
        return (self.network_area,) if self.network_area else self.figures.network_areas

    @cached_property
    def lines(self) -> list[Row]:
        """The indicators of this network, with those that serve every network."""
        if not self.network:
            return self.all.lines
        frame = self.figures.indicators
        of_all = frame["domain"].isin(DOMAINS_OF_ALL) & (frame["networks"] == "")
        serves = serves_network(frame["networks"], [self.network], cross_cutting=True) | of_all
        return [line for line, mine in zip(self.all.lines, serves, strict=True) if mine]

    @cached_property
    def indicators(self) -> list[str]:
        """Their ids."""
        return [str(line["indicator_id"]) for line in self.lines]

    def info(self, indicator: str) -> IndicatorInfo:
        """Name and display of an indicator."""
        return self.figures.infos[indicator]

    @cached_property
    def areas(self) -> dict[str, list[Row]]:
        """Areas of this place by indicator, by shown value; those without one last."""
        if self.network_area:
            return {one: by_shown_value(self.all.areas.get((one, self.network_area), [])) for one in self.indicators}
        found: dict[str, list[Row]] = {one: [] for one in self.indicators}
        for (indicator, _), rows in self.all.areas.items():
            if indicator in found:
                found[indicator] += rows
        return {one: by_shown_value(rows) for one, rows in found.items()}

    @cached_property
    def every_area(self) -> list[Row]:
        """Areas of this place, indicator after indicator."""
        return [row for one in self.indicators for row in self.areas[one]]

    def whole(self, indicator: str, place: str) -> Row | None:
        """Give the crude line of a place as a whole, with its judgement, where there is one."""
        rows = self.all.variation.get((indicator, place), [])
        return next((row for row in rows if row["adjustment"] == "crude"), None)

    def at_places(self, rows: Mapping[Key | tuple[str, ...], list[Row]], indicator: str) -> list[Row]:
        """Give the rows of an indicator in the network areas of this pack, in their order."""
        return [row for place in self.wholes for row in rows.get((indicator, place), [])]

    def funnel(self, indicator: str) -> Chart:
        """Draw the funnel of an indicator; packs of one network area share it."""
        from scnvariation.report.charts import funnel_chart  # noqa: PLC0415 - charts load matplotlib

        key = indicator, self.network_area
        if key not in self.all.charts:
            limits = self.all.limit_frames.get(indicator, self.figures.limits.head(0))
            self.all.charts[key] = funnel_chart(
                self.all.area_frames[indicator],
                self.all.funnels[indicator],
                limits,
                self.info(indicator),
                network_area=self.network_area,
            )
        return self.all.charts[key]

    @property
    def systemic(self) -> list[str]:
        """Names of the indicators on which areas differ far more than chance explains."""
        found = (one for one in self.indicators if self.all.funnels.get(one, {}).get("systemic") is True)
        return [self.info(one).name for one in found]

    def tidy(self, name: str, *, beside: Sequence[str] = ()) -> pd.DataFrame:
        """Cut a tidy table to the indicators and the place of this pack, and what stands beside it."""
        places = (self.network_area, *beside) if self.network_area else ()
        return self.all.tidy[name].rows(self.indicators, places)

    def excluded(self) -> pd.DataFrame:
        """List the rows of this place left out, and indicators left out as a whole, which have no area."""
        found = self.tidy("excluded", beside=("",))
        mine = (found["network_area"] == self.network_area) | (found["area_code"] == "")
        return found[mine].reset_index(drop=True) if self.network_area else found
