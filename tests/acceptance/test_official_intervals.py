"""The official 95 % intervals of a published workbook, reproduced from its counts and named by method."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scnvariation import framework
from scnvariation.contract.consistency_intervals import Published, reproducing_methods
from scnvariation.stats.intervals import byar, wilson

pytestmark = pytest.mark.acceptance

FILE = Path("compiled") / "ccgois_coastal_tidy.csv"
FIGURES = ["value", "lower95", "upper95", "numerator", "denominator", "expected"]

#: Rows and largest difference, measured apart from this library; half a unit of the last decimal is 0.05.
WILSON = {
    "1.3": 6, "1.12": 22, "1.14": 121, "1.15": 70, "1.17": 8, "1.18": 8, "1.19": 6, "1.23": 11, "1.24": 8, "1.26": 6,
    "2.3": 22, "3.5": 36, "3.6": 36, "3.7": 36, "3.8": 36, "3.9": 36, "3.10i": 27, "3.10ii": 22, "3.11": 6, "3.12": 6,
    "3.13": 6, "3.18": 24,
}  # fmt: skip
BYAR = {"1.4": 24, "1.21": 36, "2.8": 24}
#: Standardised by age in one way or another: relative tolerance, measured apart from this library.
RELATIVE = {"1.22": 1e-3, "3.15": 1e-3} | dict.fromkeys(
    ("1.2", "1.6", "1.7", "1.8", "1.9", "1.20", "2.6", "2.7", "3.1", "3.14"), 0.0145
)
WEIGHTED = {"1.2", "1.7", "1.8", "1.9", "1.20", "2.6", "3.1", "3.14"}
#: Survey weights, counts rounded to 5, headings swapped: no method makes these intervals.
NO_METHOD = ("4.1", "2.11a", "2.11b", "2.11c", "1.5", "3.16")


@pytest.fixture(scope="module")
def workbook(real_data: Path) -> pd.DataFrame:
    """Give the figures that have a value, an interval and a count; 1.15 writes its interval in one cell."""
    table = pd.read_csv(real_data / FILE, dtype=str, keep_default_na=False)
    in_one_cell = table["extra"].str.extract(r"95% confidence interval=([0-9.]+) - ([0-9.]+)")
    table["lower95"] = table["lower95"].mask(table["lower95"] == "", in_one_cell[0])
    table["upper95"] = table["upper95"].mask(table["upper95"] == "", in_one_cell[1])
    table[FIGURES] = table[FIGURES].apply(pd.to_numeric, errors="coerce")
    table["denominator"] = table["denominator"].fillna(table["expected"])
    return table[np.isfinite(table[["value", "lower95", "upper95", "numerator"]]).all(axis=1)]


def largest(rows: pd.DataFrame, lower: np.ndarray, upper: np.ndarray) -> float:
    return float(np.maximum(np.abs(lower - rows["lower95"]), np.abs(upper - rows["upper95"])).max())


@pytest.mark.parametrize("indicator", WILSON)
def test_wilson_on_the_counts_gives_the_printed_interval(workbook: pd.DataFrame, indicator: str) -> None:
    """To 0.055, half a unit of the last printed decimal and a tenth."""
    rows = workbook[workbook["indicator"] == indicator]
    assert len(rows) == WILSON[indicator]
    lower, upper = wilson(rows["numerator"].to_numpy(), rows["denominator"].to_numpy())
    assert largest(rows, lower * 100, upper * 100) < 0.055


@pytest.mark.parametrize("indicator", BYAR)
def test_byar_scaled_by_value_over_observed_gives_the_printed_interval(workbook: pd.DataFrame, indicator: str) -> None:
    """To 0.1: the interval and the value that scales it are both rounded."""
    rows = workbook[workbook["indicator"] == indicator]
    assert len(rows) == BYAR[indicator]
    lower, upper = byar(rows["numerator"].to_numpy())
    each = (rows["value"] / rows["numerator"]).to_numpy()
    assert largest(rows, lower * each, upper * each) < 0.1


def test_readmissions_are_a_constant_times_observed_over_expected(workbook: pd.DataFrame) -> None:
    """3.2: 11.00 times the ratio, with Byar's interval scaled alike to 0.006."""
    rows = workbook[workbook["indicator"] == "3.2"]
    assert len(rows) == 22
    constant = rows["value"] / (rows["numerator"] / rows["expected"])
    assert constant.round(3).between(10.996, 11.005).all()
    lower, upper = byar(rows["numerator"].to_numpy())
    each = 11.0 / rows["expected"].to_numpy()
    assert largest(rows, lower * each, upper * each) < 0.006


@pytest.mark.parametrize("indicator", RELATIVE)
def test_standardised_rates_come_near(workbook: pd.DataFrame, indicator: str) -> None:
    """Byar scaled by value over observed is an approximation: Dobson's method needs the age bands."""
    rows = workbook[workbook["indicator"] == indicator]
    lower, upper = byar(rows["numerator"].to_numpy())
    each = (rows["value"] / rows["numerator"]).to_numpy()
    # what one decimal of print hides is no error of the method
    for made, printed in ((lower * each, rows["lower95"]), (upper * each, rows["upper95"])):
        assert (np.abs(made - printed) <= RELATIVE[indicator] * printed + 0.1).all()


@pytest.fixture(scope="module")
def named(workbook: pd.DataFrame) -> dict[str, str]:
    """Name the method of every indicator at once."""
    codes, labels = pd.factorize(workbook["indicator"])
    catalogue = framework.catalogue("ccg_ois")
    standardised = catalogue.loc[catalogue["statistic"] == "dsr", "code"]
    rows = Published(
        group=codes.astype(np.int64),
        value=workbook["value"].to_numpy(),
        lower=workbook["lower95"].to_numpy(),
        upper=workbook["upper95"].to_numpy(),
        numerator=workbook["numerator"].to_numpy(),
        denominator=workbook["denominator"].to_numpy(),
        standardised=workbook["indicator"].isin(standardised).to_numpy(),
    )
    return dict(zip(labels, reproducing_methods(rows, len(labels)).method, strict=True))


@pytest.mark.parametrize("indicator", WILSON)
def test_wilson_is_named(named: dict[str, str], indicator: str) -> None:
    """Not the exact and not the normal method, which differ by more than print hides."""
    assert named[indicator] == "wilson"


@pytest.mark.parametrize("indicator", [*BYAR, "3.2", "1.22", "3.15"])
def test_byar_is_named(named: dict[str, str], indicator: str) -> None:
    """Ratios and indirectly standardised rates."""
    assert named[indicator] == "byar"


@pytest.mark.parametrize("indicator", [one for one in RELATIVE if one not in {"1.22", "3.15"}])
def test_dobson_is_named_where_weights_show(named: dict[str, str], indicator: str) -> None:
    """Of standardised rates with little weighting Byar's own interval is the printed one."""
    assert named[indicator] == ("dobson" if indicator in WEIGHTED else "byar")


@pytest.mark.parametrize("indicator", NO_METHOD)
def test_no_method_is_named_where_none_makes_the_interval(named: dict[str, str], indicator: str) -> None:
    """B142: weighted surveys, rounded counts, swapped headings."""
    assert named[indicator] == ""


def test_the_mixed_up_table_has_no_method(named: dict[str, str]) -> None:
    """3.4: the numerators of the upper table stand in the wrong rows."""
    assert named["3.4"] == ""
