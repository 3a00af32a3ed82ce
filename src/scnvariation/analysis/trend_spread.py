"""How far areas lie apart in each period, on one set of areas."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.analysis.change_rows import Series
from scnvariation.analysis.families import Measured
from scnvariation.analysis.spread_panel import Compared, Panel, SpreadOptions, spread_panel
from scnvariation.periods import period_ends

__all__ = ["FEWEST_AREAS", "SPREAD", "Spread", "spread_of"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

FEWEST_AREAS = 3
BOX = {"minimum": 0.0, "p5": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95, "maximum": 1.0}
TAKEN = (
    *("p90_p10", "p90_p10_chance", "p90_p10_chance_lower", "p90_p10_chance_upper"),
    *("scv", "scv_lower", "scv_upper"),
    *("between_variance", "between_variance_lower", "between_variance_upper"),
    *("typical_gap", "typical_gap_lower", "typical_gap_upper"),
)
#: Columns of the frame `spread` of a change and of a trend.
SPREAD = (
    *("period", "period_start", "period_end", "n_areas", "events", "benchmark"),
    *BOX,
    *TAKEN,
    *("typical_gap_measure", "side", "reason"),
)


class Spread:
    """The spread of some rows of a series: the frame for readers, and the figures behind it.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row per period, columns as `SPREAD`.
    measured : Measured
        The rows, one group per period; of a proportion the adverse side is counted.
    panel : Panel
        Numbers of each period.
    """

    def __init__(self, frame: pd.DataFrame, measured: Measured, panel: Panel) -> None:
        self.frame = frame
        self.measured = measured
        self.panel = panel

    @property
    def counted(self) -> FloatArray:
        """Events of the side on which spread is measured."""
        turned = self.measured.segments.repeat(self.panel.words["side"] == "complement")
        return np.where(turned, self.measured.size - self.measured.count, self.measured.count)

    @property
    def side(self) -> str:
        """For `settings.side`."""
        return "complement" if (self.panel.words["side"] == "complement").any() else "as_given"


def spread_of(series: Series, keep: BoolArray, options: SpreadOptions) -> Spread:
    """Measure the spread of some rows in each period.

    Parameters
    ----------
    series : Series
        All rows.
    keep : ndarray of bool, shape (n_rows,)
        The areas, the same in every period.
    options : SpreadOptions
        Draws and seed.

    Returns
    -------
    Spread
    """
    measured, rows = series.measured(keep)
    info = series.scope.info
    n = len(series.periods)
    england = series.england["value"].to_numpy(np.float64)
    # One side in all periods, the latest deciding, or England crossing a half would look like a change.
    deciding = np.full(n, england[-1])
    panel = spread_panel(
        Compared(
            rows=measured,
            statistic=info.statistic,
            polarity=np.full(n, info.polarity, dtype=object),
            england=deciding,
            seeds=_seeds(series, options.seed),
        ),
        options,
    )
    events = measured.segments.sum(measured.count)
    frame = pd.DataFrame({"period": series.periods})
    frame = frame.join(period_ends(frame["period"]))
    frame = frame.assign(n_areas=measured.segments.lengths, events=events, benchmark=england)
    quantiles = measured.segments.quantile(rows.value, list(BOX.values()))
    numbers = dict(zip(BOX, quantiles, strict=True)) | {
        name: panel.numbers.get(name, np.full(n, np.nan)) for name in TAKEN
    }
    frame = pd.concat([frame, pd.DataFrame(numbers)], axis=1)
    few = frame["n_areas"] < FEWEST_AREAS
    words = {"typical_gap_measure": panel.words["typical_gap_measure"], "side": panel.words["side"]}
    frame = frame.assign(**words, reason=np.where(few, "too_few_areas", ""))
    return Spread(frame[list(SPREAD)], measured, panel)


def _seeds(series: Series, seed: int) -> NDArray[np.uint64]:
    """Give each period the seed that a variation table by indicator and period gives it."""
    one = series.scope.info.indicator_id
    labels = (f"{seed}|{one}|{period}|{one}|{period}" for period in series.periods)
    digests = (hashlib.sha256(label.encode()).digest()[:8] for label in labels)
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)
