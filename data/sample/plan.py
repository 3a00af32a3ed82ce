"""What is planted in the synthetic England: its indicators and their true variation."""
# ruff: noqa: INP001 - a folder of data with its scripts, not a package

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

YEARS = ("2013/14", "2014/15")
QUARTERS = tuple(f"{year} Q{quarter}" for year in YEARS for quarter in (1, 2, 3, 4))
DEPRIVED, OLD, YOUNG = "deprivation", "share_over_75", "share_under_5"
# Age bands of the standardised rates: share of the people, weight in the standard, rate over the level.
UNDER_75 = ((0.46, 0.30, 0.14, 0.10), (40.0, 28.0, 12.5, 10.5), (0.04, 0.50, 1.90, 4.92))
CHILDREN = ((0.06, 0.23, 0.28, 0.43), (1.0, 4.0, 5.5, 9.5), (6.55, 2.2, 0.5, 0.2))


@dataclass(frozen=True)
class Plan:
    """What is true of one indicator.

    `level` is in natural units, in the first period; `size` is the denominator, or the people asked, per
    registered person and period. Spreads, slopes and `drift` (a period) are on the log odds of a proportion,
    the log of a rate or ratio, and the natural scale of a mean or estimate; a slope is per standard deviation
    of the covariate. `narrows_to` is what is left of `area_sd` in the last period. `outliers` holds area
    code, distance from the middle in total standard deviations, and period (all periods where empty).
    """

    indicator_id: str
    statistic: str
    level: float
    size: float
    quarterly: bool = True
    area_sd: float = 0.0
    network_sd: float = 0.0
    need: Mapping[str, float] = field(default_factory=dict)
    drift: float = 0.0
    narrows_to: float = 1.0
    network_level: tuple[str, float] | None = None
    outliers: tuple[tuple[str, float, str], ...] = ()
    person_sd: float = np.nan
    ages: tuple[tuple[float, ...], ...] = ()
    published: str = "se"

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that the indicator has."""
        return QUARTERS if self.quarterly else YEARS

    @property
    def normal_theory(self) -> bool:
        """Whether a value with a standard error is published rather than a count."""
        return self.statistic in ("mean", "estimate")


PLANS = (
    # Cardiovascular
    Plan("ccg_ois:3.5", "proportion", 0.60, 5e-4, area_sd=0.12, network_sd=0.06, need={DEPRIVED: -0.05},
         drift=0.01,
         outliers=(("SX000162", -4.0, ""), ("SX000175", 4.0, ""), ("SX000196", -4.0, "2014/15 Q4"))),
    Plan("ccg_ois:1.2", "dsr", 7.5e-4, 0.92, quarterly=False, area_sd=0.06, need={DEPRIVED: 0.12},
         drift=-0.03, ages=UNDER_75),
    Plan("ccg_ois:1.4", "ratio", 1.0, 3e-4, quarterly=False, area_sd=0.15, outliers=(("SX000120", 4.0, ""),)),
    Plan("ccg_ois:2.5", "proportion", 0.70, 3.5e-3, quarterly=False, area_sd=0.12, drift=0.05),
    Plan("sample:hf_admissions", "rate", 3e-4, 1.0, area_sd=0.08, network_sd=0.08,
         need={DEPRIVED: 0.12, OLD: 0.08}, outliers=(("SX000058", 4.0, ""),)),
    # Cancer
    Plan("nhs_of:1.4", "dsr", 1.4e-3, 0.92, quarterly=False, area_sd=0.03, need={DEPRIVED: 0.06},
         drift=-0.02, ages=UNDER_75),
    Plan("ccg_ois:1.10", "estimate", 0.70, 4.5e-3, quarterly=False, area_sd=0.012, person_sd=0.46,
         drift=0.005, outliers=(("SX000150", -4.0, "2014/15"),), published="interval"),
    Plan("ccg_ois:1.16", "proportion", 0.21, 1.4e-3, area_sd=0.10, need={DEPRIVED: 0.08},
         outliers=(("SX000108", 4.0, ""),)),
    Plan("ccg_ois:1.18", "proportion", 0.45, 4e-3, quarterly=False, area_sd=0.05, network_sd=0.08),
    Plan("sample:cancer_62_days", "proportion", 0.83, 6.5e-4, area_sd=0.40, narrows_to=0.5),
    # Maternity and children
    Plan("ccg_ois:1.14", "proportion", 0.12, 3e-3, area_sd=0.12, need={DEPRIVED: 0.15}, drift=-0.01),
    Plan("ccg_ois:1.25", "rate", 6.8e-3, 0.0125, quarterly=False),
    Plan("ccg_ois:3.4", "dsr", 3.7e-3, 0.22, quarterly=False, area_sd=0.06,
         need={DEPRIVED: 0.07, YOUNG: 0.04}, ages=CHILDREN, outliers=(("SX000035", 4.0, ""),)),
    Plan("nhs_of:4.5", "mean", 76.0, 1e-3, quarterly=False, person_sd=16.0),
    Plan("nhs_of:5.5", "proportion", 0.06, 3e-3, area_sd=0.10, network_level=("Thames Valley", 0.30)),
    # Mental health, dementia and neurological conditions
    Plan("ccg_ois:2.11a", "proportion", 0.44, 1.7e-3, area_sd=0.10, network_sd=0.10, drift=0.01,
         outliers=(("SX000085", -4.0, "2014/15 Q2"),)),
    Plan("ccg_ois:2.13", "ratio", 0.54, 0.0124, area_sd=0.12, network_sd=0.08, drift=0.01),
    Plan("ccg_ois:2.9", "rate", 4.5e-3, 0.12, quarterly=False, area_sd=0.10),
    Plan("sample:memory_6_weeks", "proportion", 0.62, 3e-4, drift=0.01),
    Plan("ccg_ois:4.8", "mean", 68.0, 4.5e-4, quarterly=False, area_sd=2.0, person_sd=22.0,
         outliers=(("SX000012", -4.0, ""),)),
    # Every network
    Plan("ccg_ois:3.2", "ratio", 1.0, 2.5e-3, area_sd=0.04, network_sd=0.03, need={DEPRIVED: 0.03},
         drift=0.005),
    Plan("ccg_ois:4.2", "estimate", 76.0, 1e-3, quarterly=False, area_sd=1.2, person_sd=14.0),
    Plan("ccg_ois:5.1", "rate", 0.035, 0.157, area_sd=0.35, drift=0.02),
    Plan("ccg_ois:5.3", "rate", 4e-6, 1.0),
)  # fmt: skip
SYSTEMIC = ("ccg_ois:2.13", "ccg_ois:5.1")
SUPPRESSED = {"ccg_ois:1.25": 7}  # counts of 1 up to this many are withheld
# Faults of a publisher, none of which stops the file: (indicator, period, area) -> cells as they stand.
FAULTS = {
    ("ccg_ois:2.11a", "2014/15 Q1", "SX000101"): {"numerator": ""},
    ("ccg_ois:1.18", "2013/14", "SX000007"): {"numerator": "x"},
    ("sample:memory_6_weeks", "2013/14 Q3", "SX000142"): {"numerator": "0", "denominator": "0"},
}
ABSENT = {("ccg_ois:1.16", "2014/15 Q2", "SX000033")}
