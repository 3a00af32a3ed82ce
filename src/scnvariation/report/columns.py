"""What each column of the tidy tables holds, for whoever opens a file without the documentation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["COLUMNS", "Column", "describe"]


class Column(NamedTuple):
    """What a column holds, and in which unit; no unit for texts and plain marks."""

    description: str
    unit: str = ""


NATURAL = "natural units of the indicator (a proportion is 0 to 1, a rate is per person)"
EVENTS = "events"
SIZE = "people, or expected events of a ratio"
RATIO = "ratio"
P = "probability"
SHARE = "share (0 to 1)"
VARIANCE = "variance (log scale for counts, logit scale for proportions, natural units squared otherwise)"
GAP = "as typical_gap_measure says: a ratio, or natural units"
NUMBER = "number"
MONTHS = "months"
DAY = "day"
SCV = "squared coefficient of variation (not times 100)"

_PLACES = {
    "area_code": Column("Code of the area"),
    "area_name": Column("Name of the area"),
    "network_area": Column("Network area; England as a whole where the row is that of England"),
    "networks": Column("Condition networks of the indicator, joined by semicolons; cross_cutting for all"),
    "network_heading": Column("Condition network as a heading"),
    "scn": Column("Strategic clinical network: condition network and network area"),
    "region": Column("Region"),
    "place": Column("Code of the area, or name of the place"),
    "place_name": Column("Name of the place"),
    "kind": Column("What kind of place: england, network_area or area"),
    "made_of_areas": Column("Whether England is the sum of the areas, not a published row"),
    "shown": Column("Whether the area was selected"),
    "covariate": Column("Measure of need"),
}
_INDICATORS = {
    "indicator_id": Column("Indicator, as framework:code"),
    "code": Column("Code of the indicator in its framework"),
    "framework": Column("Framework of the indicator"),
    "name": Column("Name of the indicator"),
    "indicator": Column("Name of the indicator"),
    "domain": Column("Domain of the NHS Outcomes Framework", "1 to 5"),
    "domain_heading": Column("Domain as a heading"),
    "statistic": Column("Statistic type of the indicator"),
    "polarity": Column("Which direction is good: high_is_good, low_is_good or neutral"),
    "multiplier": Column("What values are multiplied by for display", NUMBER),
    "unit": Column("Unit of the multiplied value"),
    "source": Column("Where the figures come from"),
    "period": Column("Period"),
    "period_start": Column("First day of the period", DAY),
    "period_end": Column("Last day of the period", DAY),
    "age_months": Column("Age of the figure on the day of the table", MONTHS),
}
_FIGURES = {
    "numerator": Column("Events", EVENTS),
    "denominator": Column("People, or expected events of a ratio", SIZE),
    "value": Column("Value", NATURAL),
    "lower": Column("Lower 95% limit of the value", NATURAL),
    "upper": Column("Upper 95% limit of the value", NATURAL),
    "se": Column("Standard error of the value", NATURAL),
    "interval": Column("Value, by its own chance", NATURAL),
    "benchmark": Column("Value with which areas are compared", NATURAL),
    "size": Column("Horizontal axis of the funnel: denominator, effective denominator or precision", NUMBER),
    "excess": Column("Events more than the benchmark lets expect", EVENTS),
    "england_numerator": Column("Events in England", EVENTS),
    "england_denominator": Column("People, or expected events, in England", SIZE),
    "share_of_events": Column("Share of England's events", SHARE),
    "share_of_size": Column("Share of England's people or expected events", SHARE),
    "ratio": Column("Level against the rest of England", RATIO),
    "reason": Column("Why a figure is not computed, or is withheld; empty where it is computed"),
}
_FUNNELS = {
    "z": Column("Standardised distance from the benchmark, by chance alone", "standard deviations"),
    "p_value": Column("P-value, two-sided", P),
    "status": Column("Against the limits of chance alone: below, within or above, with the level"),
    "reason_adjusted": Column("Why the adjusted status is not computed; empty where it is"),
    "z_adjusted": Column("Standardised distance, allowing for the variation between areas", "standard deviations"),
    "p_adjusted": Column("P-value, allowing for the variation between areas", P),
    "status_adjusted": Column("Against the adjusted limits: below, within or above, with the level"),
    "fdr_q": Column("False discovery rate at which the area, or network area, would be flagged", P),
    "judgement": Column("better, similar, worse; higher, similar, lower without a polarity; or not_compared"),
    "flag_basis": Column("Which limits flags follow: exact (chance alone) or adjusted"),
    "systemic": Column("Whether areas differ far more than chance explains, so that outliers are not the message"),
    "basis": Column("Which limits a line belongs to: exact (chance alone) or adjusted"),
    "level": Column("Coverage of a limit line", P),
    "side": Column("Lower or upper line; below -1, within 0, above 1; or whether a proportion was turned to its rest"),
    "phi": Column("Over-dispersion factor of the chosen option", RATIO),
    "tau2": Column("Variance between areas of the chosen option", VARIANCE),
    "tau2_scale": Column("Scale of tau2"),
    "dispersion_q": Column("Sum of squared chance z-scores about the benchmark", NUMBER),
    "dispersion_p": Column("P-value of the test that areas differ by chance alone", P),
    "dispersion_phi": Column("Dispersion before any adjustment; 1 is what chance gives", RATIO),
    "n_areas": Column("Areas used", "areas"),
    "n_outside": Column("Areas outside the outermost limits of chance alone", "areas"),
    "n_outside_adjusted": Column("Areas outside the outermost adjusted limits", "areas"),
    "expected_by_chance": Column("Areas that chance alone would put outside the outermost limits", "areas"),
    "since": Column("First period of the present run outside the limits on this side"),
    "periods_outside": Column("Independent periods outside the limits on this side", "periods"),
    "periods_judged": Column("Independent periods in which the area was judged", "periods"),
    "is_new": Column("Whether the area is outside now and was not at the independent period before"),
    "persistent": Column("high or low: outside on this side in at least two of the last three independent periods"),
}
_SPREAD = {
    "adjustment": Column("crude, or after adjustment: age_sex, need"),
    "events": Column("Events of the areas used", EVENTS),
    "rate": Column("Level of the group", NATURAL),
    "rate_ratio": Column("Level against the rest of England", RATIO),
    "extremal_quotient": Column("Highest over lowest value", RATIO),
    "range": Column("Highest less lowest value", NATURAL),
    "iqr": Column("Third less first quartile", NATURAL),
    "p95_p5": Column("95th over 5th percentile", RATIO),
    "p90_p10": Column("90th over 10th percentile", RATIO),
    "p75_p25": Column("Third over first quartile", RATIO),
    "true_p90_p10": Column("90th over 10th percentile after removing chance", RATIO),
    "cv": Column("Coefficient of variation", RATIO),
    "cv_weighted": Column("Coefficient of variation, weighted by size", RATIO),
    "scv": Column("Systematic component of variation", SCV),
    "scv_mcpherson": Column("Systematic component of variation by the formula of McPherson and others (1982)", SCV),
    "chi2": Column("Chi-square of heterogeneity", NUMBER),
    "chi2_p": Column("P-value of heterogeneity", P),
    "dispersion_index": Column("Chi-square over its degrees of freedom", RATIO),
    "i2": Column("Share of the variation seen that is beyond chance", SHARE),
    "between_variance": Column("Variance between areas after removing chance", VARIANCE),
    "typical_gap": Column("Typical gap between two areas after removing chance", GAP),
    "typical_gap_measure": Column("median_rate_ratio, median_odds_ratio or median_difference"),
    "gini": Column("Gini coefficient", NUMBER),
    "theil": Column("Theil index", NUMBER),
    "smallest_detectable_scv": Column("Smallest systematic component that this group could show", SCV),
    "explained_by_need": Column("Share of the true variation that goes with measured need", SHARE),
    "share_need": Column("Share of the true variation that goes with measured need", SHARE),
    "share_between": Column("Share of the true variation between networks", SHARE),
    "share_within": Column("Share of the true variation within networks", SHARE),
    "reliability": Column("True variation over all that is seen", SHARE),
    "outside_high": Column("Areas above the outermost limits", "areas"),
    "outside_low": Column("Areas below the outermost limits", "areas"),
    "outside_expected": Column("Areas that chance alone would put outside the outermost limits", "areas"),
    "minimum": Column("Lowest value", NATURAL),
    "p5": Column("5th percentile", NATURAL),
    "p25": Column("First quartile", NATURAL),
    "median": Column("Median", NATURAL),
    "p75": Column("Third quartile", NATURAL),
    "p95": Column("95th percentile", NATURAL),
    "maximum": Column("Highest value", NATURAL),
}
_SHARES_AND_CHANGE = {
    "part": Column("Where the differences sit: chance, need, between_networks or within_networks"),
    "variance": Column("Variance of this part", VARIANCE),
    "share": Column("Share of all that is seen", SHARE),
    "share_of_true": Column("Share of the true differences", SHARE),
    "population": Column("Share of the true differences if networks were drawn afresh", SHARE),
    "sd": Column("Standard deviation of the covariate", "units of the covariate"),
    "slope": Column("What goes with one standard deviation of the covariate", "log rate, log odds or natural units"),
    "slope_per_unit": Column("What goes with one unit of the covariate", "log rate, log odds or natural units"),
    "slope_within": Column("The same among areas of one network", "log rate, log odds or natural units"),
    "slope_between": Column("The same among whole networks", "log rate, log odds or natural units"),
    "difference_p": Column("P-value that the slopes within and between networks are one", P),
    "confounding": Column("Correlation of network means of the covariate with other network effects", "correlation"),
    "measure": Column("Measure of variation: scv, tau2 or typical_gap"),
    "baseline": Column("Baseline period, or the measure at it"),
    "baseline_period": Column("Baseline period"),
    "current": Column("The measure in the period shown"),
    "change": Column("Change since the baseline; of the logarithm of a ratio where the row is a network area"),
    "verdict": Column("Word of the test: narrowing, widening, moved up, moved down or no_evidence"),
    "ratio_baseline": Column("Level against the rest of England at the baseline", RATIO),
    "ratio_current": Column("Level against the rest of England in the period shown", RATIO),
    "expected_change": Column("Change by regression to the mean alone", "log ratio"),
    "smallest_detectable": Column("Smallest change found in four of five such comparisons", "log ratio"),
    "analysis": Column("Analysis that left the row out"),
}

#: Every column of our own making by name; limits of intervals are described by the name before their ending.
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {**_PLACES, **_INDICATORS, **_FIGURES, **_FUNNELS, **_SPREAD, **_SHARES_AND_CHANGE}
)
GIVEN = Column("As in the data that were read")
_LINE = re.compile(r"(adjusted_)?(lower|upper)_(\d+(?:_\d+)?)")
_END = re.compile(r"(.+)_(lower|upper|se|chance)")


def describe(name: str) -> Column:
    """Say what a column holds.

    Parameters
    ----------
    name : str
        Of the column.

    Returns
    -------
    Column
        That of the data read, where the column is none of our own making.

    Examples
    --------
    >>> describe("scv_upper").description, describe("adjusted_lower_99_8").description
    ('Systematic component of variation: upper 95% limit', 'Lower 99.8% limit, adjusted')
    """
    if name in COLUMNS:
        return COLUMNS[name]
    if line := _LINE.fullmatch(name):
        adjusted, end, level = line.groups()
        words = f"{end.capitalize()} {level.replace('_', '.')}% limit{', adjusted' if adjusted else ''}"
        return Column(words, NATURAL)
    if part := _END.fullmatch(name):
        return _of(describe(part[1]), part[2])
    return GIVEN


def _of(whole: Column, end: str) -> Column:
    """Describe the limit, the error or the chance-only value of a column."""
    if whole == GIVEN:
        return GIVEN
    words = {"se": "standard error", "chance": "what chance alone gives"}
    return Column(f"{whole.description}: {words.get(end, f'{end} 95% limit')}", whole.unit)
