"""The level of each network area as a whole, beside its areas."""

from __future__ import annotations

import pandas as pd

from scnvariation.aggregation import COUNTED
from scnvariation.analysis.indicator import IndicatorInfo

__all__ = ["network_levels"]


def network_levels(areas: pd.DataFrame, info: IndicatorInfo) -> pd.Series[float]:
    """Add up the events of the areas of each network area; values are never averaged.

    Parameters
    ----------
    areas : pandas.DataFrame
        `numerator`, `denominator`, `reason` and `network_area` of the areas of one indicator and period.
    info : IndicatorInfo
        Only proportions, rates and ratios can be added up.

    Returns
    -------
    pandas.Series
        Sum of numerators over sum of denominators of the areas used, by network area; empty for other statistics.

    Examples
    --------
    >>> info = IndicatorInfo(indicator_id="x", name="x", statistic="proportion")
    >>> areas = pd.DataFrame({"numerator": [10.0, 40.0], "denominator": [100.0, 100.0], "reason": "",
    ...                       "network_area": "Wessex"})
    >>> network_levels(areas, info)["Wessex"]
    np.float64(0.25)
    """
    if info.statistic not in COUNTED:
        return pd.Series(dtype=float)
    used = areas[(areas["reason"] == "") & areas["network_area"].notna() & (areas["network_area"] != "")]
    sums = used.groupby("network_area")[["numerator", "denominator"]].sum()
    return sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0)
