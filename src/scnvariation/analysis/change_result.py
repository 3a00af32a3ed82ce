"""The answer of `scn.change`: whether areas moved together or apart, and which networks moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from scnvariation.analysis import change_words
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Result, Settings

__all__ = ["ChangeResult"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class ChangeResult(Result):
    """Spread in two periods on one set of areas, its change, and the trajectory of each network area.

    Attributes
    ----------
    change : pandas.DataFrame
        One row per measure: `scv` (`tau2` of means and estimates) and `typical_gap`. `baseline`, `current`, `change`
        (current less baseline) with `change_lower, change_upper`: of the fitted law, so that each lies in its own
        interval. `p_value` is that of one test, the paired test of SCV or tau2, and `verdict` is its word:
        `narrowing`, `widening` or `no_evidence`. `reason` says why nothing was computed.
    spread : pandas.DataFrame
        The two periods, baseline first, columns as in `TrendResult.spread`.
    trajectories : pandas.DataFrame
        One row per network area: `ratio_baseline` and `ratio_current` to the rest of England, `change` of the
        logarithm of the ratio with limits, `p_value`, `fdr_q` over the network areas shown, `verdict` (`moved up`,
        `moved down`, `no_evidence`, from `fdr_q` at 5 per cent), `expected_change` by regression to the mean alone,
        `smallest_detectable` change (four of five, at 5 per cent), `reason`. Empty where network areas are not known.
    info : IndicatorInfo
        Name, statistic, and how values are shown.
    baseline, period : str
        The periods.
    network_area : str
        The network area whose areas are meant, empty for all that are selected.
    notes : tuple of str
        Sentences that belong under picture and table.
    """

    _main: ClassVar[str] = "change"

    change: pd.DataFrame
    spread: pd.DataFrame
    trajectories: pd.DataFrame
    info: IndicatorInfo
    baseline: str
    period: str
    network_area: str
    excluded: pd.DataFrame
    settings: Settings
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """The word of the paired test: `narrowing`, `widening` or `no_evidence`."""
        return str(self.change["verdict"].iloc[0])

    def title(self) -> str:
        """Give the message in one line."""
        return change_words.title(self)

    def caption(self) -> str:
        """Give what stands under the picture: areas used, the test, notes."""
        return change_words.caption(self)

    def text(self) -> str:
        """Plain sentences that a board can read."""
        return change_words.text(self)

    def alt_text(self) -> str:
        """Say what the picture shows, for a reader who cannot see it."""
        return change_words.alt_text(self)

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'network_areas', 'full'}
            `headline`: typical gap and SCV in both periods, their change and the verdict. `network_areas`: each
            network area against the rest of England then and now. `full`: every number of `spread`.

        Returns
        -------
        pandas.DataFrame
        """
        return change_words.table(self, kind)

    def __repr__(self) -> str:
        row = self.spread.iloc[-1]
        place = f", {self.network_area!r}" if self.network_area else ""
        return (
            f"<ChangeResult: {self.info.indicator_id}{place}, {self.baseline} to {self.period}, "
            f"{int(row['n_areas']):,} areas, {change_words.VERDICTS[self.verdict]}>"
        )
