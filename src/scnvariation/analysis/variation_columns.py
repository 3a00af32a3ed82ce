"""The columns of a variation table, in their order."""

from __future__ import annotations

__all__ = ["ADJUSTMENTS", "ENDS", "GROUP_COLUMNS", "LEVEL", "OUTSIDE", "PANEL", "SHARES", "WORDS"]

#: An estimate, and the ends of its interval.
ENDS = ("", "_lower", "_upper")
#: Rows of one group, in their order.
ADJUSTMENTS = ("crude", "age_sex", "need")


def _with_ends(*names: str) -> tuple[str, ...]:
    """Follow each name by those of its interval."""
    return tuple(f"{name}{end}" for name in names for end in ENDS)


LEVEL = ("events", *_with_ends("rate", "rate_ratio"))
#: Observed ratios and differences, and the value of each ratio that chance alone gives.
RATES = (
    *("extremal_quotient", "range", "iqr", "p95_p5", "p90_p10", "p75_p25"),
    *_with_ends("p90_p10_chance", "extremal_quotient_chance", "p95_p5_chance", "p75_p25_chance"),
    *("cv", *_with_ends("cv_chance"), "cv_weighted"),
)
#: What the panel of spread fills, one number per group.
PANEL = (
    *RATES,
    *_with_ends("scv"),
    *("scv_mcpherson", "chi2", "chi2_p", "dispersion_index", "i2", "tau2"),
    *_with_ends("between_variance", "typical_gap"),
    *_with_ends("true_p90_p10"),
    *("gini", "theil", "smallest_detectable_scv"),
)
SHARES = ("explained_by_need", "share_need", "share_between", "share_within", "reliability")
OUTSIDE = ("outside_high", "outside_low", "outside_expected")
WORDS = ("typical_gap_measure", "reason", "side", "flag_basis")
_AFTER_GAP = PANEL.index("typical_gap_upper") + 1
#: Every column but the `by` columns.
GROUP_COLUMNS = (
    *("adjustment", "n_areas", *LEVEL),
    *PANEL[:_AFTER_GAP],
    "typical_gap_measure",
    *PANEL[_AFTER_GAP:],
    *SHARES,
    *OUTSIDE,
    *("flag_basis", "systemic", "reason", "side"),
)
