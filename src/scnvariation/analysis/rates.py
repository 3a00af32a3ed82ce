"""`scn.rates`: the value of each area with its own interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation._version import __version__
from scnvariation.analysis.families import FAMILY
from scnvariation.analysis.indicator import IndicatorInfo, heading, show_value, unit_words
from scnvariation.analysis.levels import check_levels, level_name
from scnvariation.analysis.result import Result, Settings
from scnvariation.analysis.scope import as_indicators, indicator_infos
from scnvariation.messages.words import count
from scnvariation.options import IntervalMethod, Polarity, Statistic, TableKind, check_option
from scnvariation.periods import latest
from scnvariation.reference import SortedRows, standard_errors
from scnvariation.stats import intervals

if TYPE_CHECKING:
    from collections.abc import Callable

    from scnvariation.indicators import Indicators

__all__ = ["RatesResult", "rates"]

FloatArray = NDArray[np.float64]
KEYS = ["indicator_id", "period"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class RatesResult(Result):
    """Values with intervals, one row per indicator, period and area.

    Attributes
    ----------
    areas : pandas.DataFrame
        `indicator_id, period, area_code, area_name, numerator, denominator, value`, the limits of each level, and
        `reason`; natural units, in the order of the rows given.
    england : pandas.DataFrame
        What England is for each indicator and period.
    indicators : mapping of str to IndicatorInfo
        Name and display of each indicator.
    levels : tuple of float
        Coverages of the intervals.
    """

    areas: pd.DataFrame
    england: pd.DataFrame
    indicators: dict[str, IndicatorInfo]
    levels: tuple[float, ...]
    excluded: pd.DataFrame
    settings: Settings

    @property
    def indicator(self) -> IndicatorInfo:
        """The first indicator: the one that a picture shows."""
        return next(iter(self.indicators.values()))

    @property
    def period(self) -> str:
        """The latest period of that indicator."""
        mine = self.areas["indicator_id"] == self.indicator.indicator_id
        return latest(self.areas.loc[mine, "period"].unique())

    @property
    def benchmark(self) -> float:
        """England's value for that indicator and period."""
        here = (self.england["indicator_id"] == self.indicator.indicator_id) & (self.england["period"] == self.period)
        return float(self.england.loc[here, "value"].iloc[0])

    def pictured(self) -> pd.DataFrame:
        """Give the rows of the indicator and period that a picture shows."""
        mine = self.areas["indicator_id"] == self.indicator.indicator_id
        return self.areas[mine & (self.areas["period"] == self.period)]

    def title(self) -> str:
        """Give the message in one line."""
        shown = self.pictured()
        name = level_name(self.levels[-1])
        apart = (shown[f"lower_{name}"] > self.benchmark) | (shown[f"upper_{name}"] < self.benchmark)
        verb = "has" if apart.sum() == 1 else "have"
        return (
            f"{int(apart.sum()):,} of {count(len(shown), 'area')} {verb} a {self.levels[-1] * 100:.6g}% interval "
            "clear of England"
        )

    def caption(self) -> str:
        """Give what stands under the picture."""
        widths = " and ".join(f"{level * 100:.6g}%" for level in self.levels)
        return (
            f"England {show_value(self.benchmark, self.indicator)}. Lines: {widths} intervals of each area by "
            "itself. The order of areas is no ranking."
        )

    def text(self) -> str:
        """Plain sentences that a board can read."""
        return f"{heading(self.indicator, self.period)}: {self.title()}. {self.caption()}"

    def alt_text(self) -> str:
        """Say what the picture shows."""
        return f"Caterpillar plot of {heading(self.indicator, self.period)}. {self.title()}."

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate values with their first interval for people; `full` adds every interval."""
        check_option("kind", kind, TableKind)
        levels = self.levels[:1] if kind == "headline" else self.levels
        info = [self.indicators[one] for one in self.areas["indicator_id"]]
        columns: dict[str, object] = {
            "Indicator": [one.name for one in info],
            "Period": self.areas["period"],
            "Area": self.areas["area_name"],
            "Code": self.areas["area_code"],
            "Value": [show_value(v, one) for v, one in zip(self.areas["value"], info, strict=True)],
            "Unit": [unit_words(one) for one in info],
        }
        for level in levels:
            name = level_name(level)
            pairs = zip(self.areas[f"lower_{name}"], self.areas[f"upper_{name}"], info, strict=True)
            columns[f"{level * 100:.6g}% interval"] = [
                "" if np.isnan(low) else f"{show_value(low, one)} to {show_value(high, one)}"
                for low, high, one in pairs
            ]
        return pd.DataFrame(columns).reset_index(drop=True)

    def __repr__(self) -> str:
        return (
            f"<RatesResult: {count(len(self.indicators), 'indicator')}, {count(len(self.areas), 'row')}, "
            f"{len(self.excluded)} excluded>"
        )


def rates(
    data: Indicators | pd.DataFrame,
    indicator: str | None = None,
    *,
    period: str | None = None,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    levels: Sequence[float] = (0.95, 0.998),
    method: IntervalMethod = "phe",
) -> RatesResult:
    """Give every value with its interval: Wilson, Byar or exact Poisson, Dobson, Student or normal.

    Use it for tables and caterpillar plots of single areas. To ask whether an area differs from England use
    `funnel`: comparing many intervals with a line is a different, less careful test.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The selected rows.
    indicator, period : str, optional
        All by default.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    levels : sequence of float
        Coverages as probabilities.
    method : {'phe', 'exact'}
        `phe`: Wilson for proportions, exact below 10 events and Byar from 10 for rates and ratios.
        `exact`: Clopper-Pearson and exact Poisson throughout.

    Returns
    -------
    RatesResult

    Raises
    ------
    OptionError
        If a word is unknown.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and statistical inference. J. Am. Stat.
       Assoc. 22:209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"area_code": ["A"], "numerator": [81], "denominator": [263]})
    >>> rates(frame, statistic="proportion").areas[["lower_95", "upper_95"]].round(4).values.tolist()
    [[0.2553, 0.3662]]
    """
    check_option("method", method, IntervalMethod)
    given = check_levels(levels)
    held = as_indicators(data, "rates", statistic, polarity)
    if indicator is not None or period is not None:
        held = held.select(indicator=indicator, period=period)
    infos = indicator_infos(held, "rates")
    areas = _with_intervals(held, infos, given, method)
    excluded = areas.loc[areas["reason"] != "", [*KEYS, "area_code", "area_name", "reason"]]
    settings = Settings(
        call="rates",
        version=__version__,
        input_hash=held.input_hash,
        source=held.source,
        reference="england",
        options=MappingProxyType({"levels": given, "method": method}),
    )
    return RatesResult(
        areas=areas,
        england=held.reference.england,
        indicators=infos,
        levels=given,
        excluded=excluded.reset_index(drop=True),
        settings=settings,
    )


def _with_intervals(
    data: Indicators, infos: dict[str, IndicatorInfo], levels: tuple[float, ...], method: str
) -> pd.DataFrame:
    """Add the limits of each level to the selected observations."""
    rows = data.sorted
    frame = data.observations
    statistic = rows.segments.repeat(
        rows.keys["indicator_id"].map({one: info.statistic for one, info in infos.items()}).to_numpy(object)
    )
    columns = [*KEYS, "area_code", "area_name", "numerator", "denominator", "value"]
    areas = frame[columns].copy()
    for level in levels:
        lower, upper = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
        for kind in sorted(set(statistic)):
            here = np.flatnonzero(statistic == kind)
            low, high = _interval(kind, rows, here, level, method)
            lower[rows.positions[here]], upper[rows.positions[here]] = low, high
        areas[f"lower_{level_name(level)}"], areas[f"upper_{level_name(level)}"] = lower, upper
    areas["reason"] = frame["reason"].to_numpy()
    if data.has_column("network_area"):
        areas["network_area"] = data.column("network_area", frame).to_numpy()
    return areas


def _interval(
    kind: str, rows: SortedRows, here: NDArray[np.int64], level: float, method: str
) -> tuple[FloatArray, FloatArray]:
    """Give the interval of one statistic type."""
    x, n, value = rows.numerator[here], rows.denominator[here], rows.value[here]
    if kind == "proportion":
        binomial = intervals.wilson if method == "phe" else intervals.clopper_pearson
        return binomial(x, n, level=level)
    if kind == "dsr":
        return _dobson(rows, here, level)
    if FAMILY[kind] == "poisson":
        poisson: Callable[..., tuple[FloatArray, FloatArray]]
        poisson = intervals.poisson_phe if method == "phe" else intervals.poisson_exact
        low, high = poisson(x, level=level)
        return low / n, high / n
    se = standard_errors(rows)[here]
    if kind == "mean":
        return intervals.student_mean(value, rows.sd[here], n, level=level)
    return intervals.normal(value, se, level=level)


def _dobson(rows: SortedRows, here: NDArray[np.int64], level: float) -> tuple[FloatArray, FloatArray]:
    """Rescale the interval of the events to a standardised rate, by its published variance or 95 % interval."""
    events, value = rows.numerator[here], rows.value[here]
    low, _high = intervals.byar(events, level=0.95)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_interval = ((value - rows.lower[here]) / (events - low)) ** 2 * events
        variance = np.where(np.isfinite(rows.se[here]), rows.se[here] ** 2, from_interval)
    lower, upper = intervals.dobson(value, variance, events, level=level)
    few = events < 10  # not shown below ten events, as the public-health convention has it
    return np.where(few, np.nan, lower), np.where(few, np.nan, upper)
