"""Groups that hold too little, or nothing: a reason, or an estimate at its boundary that is said to be one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_result import VariationResult

STATISTICS = ["proportion", "rate", "ratio"]


def measured(numerator: list[float], denominator: list[float], statistic: str, **options: object) -> VariationResult:
    """Measure one group beside one that is ordinary, and have everything said of it that can be said."""
    ordinary = pd.DataFrame(
        {"numerator": [20, 25, 18, 22, 31, 19, 24, 27, 21, 23], "denominator": 100, "place": "ordinary"}
    )
    asked = pd.DataFrame({"numerator": numerator, "denominator": denominator, "place": "asked"})
    frame = pd.concat([asked, ordinary], ignore_index=True)
    frame = frame.assign(area_code=[f"A{k:02d}" for k in range(len(frame))])
    result = variation(frame, statistic=statistic, by="place", **{"simulations": 49, **options})
    assert len(result.text()) > 0
    assert len(result.alt_text()) > 0
    assert all(len(result.table(kind)) == len(result.groups) for kind in ("headline", "appendix", "full"))
    return result


def line(result: VariationResult) -> pd.Series:
    return result.groups.set_index("place").loc["asked"]


@pytest.mark.parametrize("statistic", STATISTICS)
@pytest.mark.parametrize("n_areas", [1, 2])
def test_one_or_two_areas_have_a_level_and_a_reason(statistic: str, n_areas: int) -> None:
    found = line(measured([20] * n_areas, [100] * n_areas, statistic))
    assert found["reason"] == "too_few_areas"
    assert found["rate"] == pytest.approx(0.2)
    assert np.isnan(
        found[["scv", "chi2", "between_variance", "typical_gap", "true_p90_p10", "gini"]].astype(float)
    ).all()


@pytest.mark.parametrize("statistic", STATISTICS)
def test_no_event_anywhere_in_the_group(statistic: str) -> None:
    """Nothing varies; chance has nothing to draw; the level has an upper limit all the same."""
    found = line(measured([0] * 9, [100] * 9, statistic))
    assert (found["scv"], found["between_variance"], found["typical_gap"], found["true_p90_p10"]) == (0, 0, 1, 1)
    assert found["chi2_p"] == 1
    assert np.isnan(found["p90_p10_chance"])
    assert found["rate_upper"] > 0
    assert np.isnan(found["rate_ratio_lower"])


@pytest.mark.parametrize("statistic", STATISTICS)
def test_no_event_in_all_of_england(statistic: str) -> None:
    """Not even the funnel has a limit."""
    frame = pd.DataFrame({"area_code": list("ABCDEFGHIJ"), "numerator": 0, "denominator": 100})
    result = variation(frame, statistic=statistic, simulations=9)
    assert result.groups.loc[0, ["outside_high", "outside_low"]].tolist() == [0, 0]
    assert "Too few areas or events to say how much they differ." in result.text()


@pytest.mark.parametrize("statistic", STATISTICS)
def test_areas_that_are_equal_lie_at_the_boundary(statistic: str) -> None:
    """The estimate is 0 and said to be none found; SCV keeps its negative sign in data; the upper limit is given."""
    result = measured([20] * 9, [100] * 9, statistic)
    found = line(result)
    assert found["scv"] < 0
    assert (found["between_variance"], found["between_variance_lower"]) == (0, 0)
    assert 0 < found["between_variance_upper"] < 1
    assert found["chi2_p"] == 1
    shown = result.table().set_index("Place").loc["asked"]
    assert shown["Typical gap between two areas"].startswith("none found (up to ")
    assert shown["SCV x 100"].startswith("0.0 (0.0 to ")
    assert "no gap between areas is left to see; it is at most " in result.text()


@pytest.mark.parametrize("statistic", STATISTICS)
def test_one_huge_area_does_not_overflow(statistic: str) -> None:
    """Three hundred million people beside nine times five hundred."""
    found = line(measured([100] * 9 + [50_000_000], [500] * 9 + [300_000_000], statistic))
    assert np.isfinite(found[["scv", "between_variance", "between_variance_upper", "typical_gap"]].astype(float)).all()
    assert found["rate"] == pytest.approx(1 / 6, abs=1e-4)


@pytest.mark.parametrize("statistic", ["rate", "ratio"])
def test_where_the_data_set_no_upper_limit_it_is_infinite_and_said_to_be(statistic: str) -> None:
    """All events in one area of nine: no variance is too large."""
    result = measured([0] * 8 + [90], [100] * 9, statistic)
    found = line(result)
    assert found["between_variance_upper"] == found["typical_gap_upper"] == np.inf
    assert found["extremal_quotient"] == np.inf
    assert "no upper bound" in result.table().set_index("Place").loc["asked", "SCV x 100"]
    assert "the gap between two areas picked at random has no upper bound" in result.text()


def test_everybody_has_the_event() -> None:
    """The adverse side has none."""
    found = line(measured([100] * 9, [100] * 9, "proportion", polarity="high_is_good"))
    assert (found["rate"], found["rate_upper"], found["scv"], found["typical_gap"]) == (1, 1, 0, 1)


def test_a_need_of_one_area_alone_is_marked_in_a_table_of_many() -> None:
    """Nine areas of England carry the covariate: enough for a slope, and both lines of each group are there."""
    frame = pd.DataFrame(
        {
            "area_code": [f"A{k}" for k in range(9)],
            "numerator": [20, 25, 18, 22, 31, 19, 24, 27, 21],
            "denominator": 100,
            "x": [1.0, 2, 3, 1, 2, 3, 1, 2, 5],
            "place": ["few"] * 2 + ["many"] * 7,
        }
    )
    groups = variation(frame, statistic="rate", by="place", need="x", simulations=9).groups
    assert groups["adjustment"].tolist() == ["crude", "need"] * 2
    assert groups["reason"].tolist() == ["too_few_areas"] * 2 + [""] * 2
    assert groups["rate"].notna().all()


def test_values_with_errors_near_nothing() -> None:
    """All that is seen is true; values below 0 have no ratio of percentiles to show."""
    frame = pd.DataFrame({"area_code": list("ABCDEFGHIJ"), "value": [-1, 1, 2, -3, 4, 5, 1, 1, 1, 0.0], "se": 1e-9})
    result = variation(frame, statistic="estimate", simulations=49)
    assert result.groups.loc[0, "tau2"] == pytest.approx(np.var(frame["value"], ddof=1), rel=1e-6)
    assert "times the value" not in result.text()
    assert result.table().loc[0, "Higher over lower areas [chance alone]"] == ""
