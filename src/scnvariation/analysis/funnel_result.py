"""The answer of `scn.funnel`: every area against the limits, and what the limits mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from scnvariation.analysis import funnel_words
from scnvariation.analysis.indicator import IndicatorInfo, show_value
from scnvariation.analysis.levels import level_name
from scnvariation.analysis.result import Result, Settings

__all__ = ["Dispersion", "FunnelResult"]


class Dispersion(NamedTuple):
    """How far the areas lie from the benchmark in all, before any adjustment.

    Attributes
    ----------
    q : float
        Sum of squared chance z-scores about the benchmark (Pearson's chi-square).
    df : float
        Degrees of freedom: areas less one where the benchmark comes from them, areas otherwise.
    p : float
        Upper tail of chi-square.
    phi : float
        `q` over the number of areas; 1 is what chance gives.
    """

    q: float
    df: float
    p: float
    phi: float


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class FunnelResult(Result):
    """A funnel: one indicator, one period, every area of the reference.

    Attributes
    ----------
    areas : pandas.DataFrame
        One row per area of the reference in input order; `shown` marks those selected. `size` is the
        horizontal axis of the funnel. Natural units.
    limits : pandas.DataFrame
        Lines for drawing, long: `size, level, side, basis, value`.
    indicator : IndicatorInfo
        Name, statistic, polarity, and how values are shown.
    period : str
        The period judged.
    benchmark, phi, tau2 : float
        Centre line, over-dispersion factor and between-area variance of the chosen option.
    tau2_scale : str
        Scale on which `tau2` is measured: `arcsine`, `sqrt`, `log` or `identity`.
    dispersion : Dispersion
        Always measured, whatever was chosen.
    flag_basis : str
        `exact` or `adjusted`: which status leads.
    systemic : bool
        True where areas differ so far beyond chance that outliers are not the message.
    expected_by_chance : mapping of float to float
        For each level, how many of the areas chance alone would put outside.
    standard : float or None
        A performance standard that is drawn and sets no limits.
    notes : tuple of str
        Sentences that belong under the picture.
    """

    areas: pd.DataFrame
    limits: pd.DataFrame
    indicator: IndicatorInfo
    period: str
    benchmark: float
    phi: float
    tau2: float
    tau2_scale: str
    dispersion: Dispersion
    flag_basis: str
    systemic: bool
    expected_by_chance: Mapping[float, float]
    levels: tuple[float, ...]
    excluded: pd.DataFrame
    settings: Settings
    standard: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def status_column(self) -> str:
        """The status that leads: `status` or `status_adjusted`."""
        return "status" if self.flag_basis == "exact" else "status_adjusted"

    @property
    def computed(self) -> pd.DataFrame:
        """The areas that were judged."""
        return self.areas[self.areas["status"] != "not_computed"]

    def outliers(self, among: Iterable[str] | None = None) -> pd.DataFrame:
        """Give the areas outside the outermost limits, on the flag basis.

        Parameters
        ----------
        among : iterable of str, optional
            Area codes to look among, for example `data.areas_in(network_area="Wessex")`; by default the areas
            that were selected.

        Returns
        -------
        pandas.DataFrame
            Rows of `areas`, farthest first.
        """
        outside = self.areas[self.areas[self.status_column].isin(self.outer_statuses)]
        keep = outside["area_code"].isin(list(among)) if among is not None else outside["shown"]
        z = "z" if self.flag_basis == "exact" else "z_adjusted"
        return outside[keep].sort_values(z, key=abs, ascending=False, kind="stable")

    @property
    def outer_statuses(self) -> tuple[str, str]:
        """The two statuses beyond the outermost level."""
        name = level_name(self.levels[-1])
        return (f"below_{name}", f"above_{name}")

    def n_outside(self, column: str | None = None) -> int:
        """Count the areas of the reference outside the outermost limits."""
        return int(self.areas[column or self.status_column].isin(self.outer_statuses).sum())

    def title(self) -> str:
        """Give the message of the funnel in one line."""
        return funnel_words.title(self)

    def caption(self) -> str:
        """Give what stands under the picture: benchmark, phi, basis, counts, exclusions."""
        return funnel_words.caption(self)

    def text(self) -> str:
        """Plain sentences that a board can read."""
        return funnel_words.text(self)

    def alt_text(self) -> str:
        """Say what the picture shows, for a reader who cannot see it."""
        return funnel_words.alt_text(self)

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate the areas for people.

        Parameters
        ----------
        kind : {'headline', 'full'}
            `headline`: the selected areas outside the limits; `full`: every selected area.

        Returns
        -------
        pandas.DataFrame
            Labelled, multiplied and rounded.
        """
        return funnel_words.table(self, kind)

    def __repr__(self) -> str:
        n_excluded = len(self.excluded)
        return (
            f"<FunnelResult {self.indicator.indicator_id}{f' {self.period}' if self.period else ''}: "
            f"{len(self.computed)} areas, "
            f"{self.n_outside()} outside {self.levels[-1] * 100:.6g}% ({self.flag_basis}), "
            f"benchmark {show_value(self.benchmark, self.indicator)}, phi {self.dispersion.phi:.2f}"
            f"{', systemic' if self.systemic else ''}, {n_excluded} excluded>"
        )
