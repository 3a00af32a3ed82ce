"""The trajectory of each network area against the rest of England, from the baseline to now."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.analysis.change_rows import Series
from scnvariation.analysis.change_tests import LEVEL_OF_TEST, NO_EVIDENCE
from scnvariation.stats.change import trajectories
from scnvariation.stats.multiplicity import benjamini_hochberg

__all__ = ["TRAJECTORIES", "network_trajectories"]

TRAJECTORIES = (
    *("network_area", "n_areas", "ratio_baseline", "ratio_current", "change", "change_lower", "change_upper"),
    *("p_value", "fdr_q", "verdict", "expected_change", "smallest_detectable", "reason"),
)
#: Not given below three areas: how much areas change would be taken from other network areas alone.
TESTED = ("change", "change_lower", "change_upper", "p_value", "expected_change", "smallest_detectable")
FEWEST_AREAS = 3


def network_trajectories(series: Series, only: str) -> pd.DataFrame:
    """Follow every network area, all areas of England that stand in both periods counting.

    Parameters
    ----------
    series : Series
        Baseline and current period.
    only : str
        The network area named in advance, empty for all.

    Returns
    -------
    pandas.DataFrame
        Columns as `TRAJECTORIES`, by name of the network area; empty where none is known.
    """
    keep = series.throughout(np.ones(series.rows.positions.size, dtype=bool))
    place = series.place[keep].reshape(2, -1)[1] if keep.any() else np.array([], dtype=object)
    names = np.array(sorted(set(place.tolist()) - {""}), dtype=object)
    if not names.size:
        return pd.DataFrame(columns=list(TRAJECTORIES))
    code = np.where(place == "", -1, np.searchsorted(names.astype(str), place.astype(str))).astype(np.int64)
    rows, _ = series.measured(keep)
    weight = 1.0 / rows.se**2 if rows.family == "normal" else rows.size
    value = rows.value if rows.family == "normal" else rows.count / rows.size
    found = trajectories(value.reshape(2, -1), weight.reshape(2, -1), code, family=rows.family)
    table = pd.DataFrame(
        {
            "network_area": names,
            "n_areas": np.bincount(code[code >= 0], minlength=names.size),
            "ratio_baseline": found.ratio_baseline,
            "ratio_current": found.ratio_current,
            "change": found.change,
            "change_lower": found.lower,
            "change_upper": found.upper,
            "p_value": found.p_value,
            "expected_change": found.expected_change,
            "smallest_detectable": found.smallest_detectable,
        }
    )
    if only:
        table = table[table["network_area"] == only].reset_index(drop=True)
    few = table["n_areas"] < FEWEST_AREAS
    table.loc[few, list(TESTED)] = np.nan
    q = benjamini_hochberg(table["p_value"].to_numpy(np.float64))
    moved = np.where(table["change"] > 0, "moved up", "moved down")
    few |= table["n_areas"] == place.size  # no rest of England
    unknown = "not_for_this_statistic" if rows.family == "normal" else "too_few_events"
    reason = np.where(few, "too_few_areas", np.where(table["change"].isna(), unknown, ""))
    table = table.assign(fdr_q=q, verdict=np.where(q <= LEVEL_OF_TEST, moved, NO_EVIDENCE), reason=reason)
    return table[list(TRAJECTORIES)]
