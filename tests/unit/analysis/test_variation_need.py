"""Lines beside the crude one: need by regression over England, age and sex by expected counts, and where it sits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.analysis.variation import variation
from scnvariation.errors import DataError, OptionError
from scnvariation.indicators import Indicators

QUICK = {"simulations": 0, "intervals": False}
HALF = np.repeat([0, 1], 8)


def sixteen(**columns: object) -> pd.DataFrame:
    """Sixteen areas of 1,000; those with x = 1 have twice the events of the others."""
    table = {
        "area_code": [f"A{k:02d}" for k in range(16)],
        "numerator": 100 * (1 + HALF),
        "denominator": 1000,
        "x": HALF,
    }
    return pd.DataFrame(table | columns)


def lines(found: pd.DataFrame) -> pd.DataFrame:
    return found.set_index("adjustment")


@pytest.mark.parametrize("statistic", ["rate", "ratio", "proportion"])
def test_need_that_explains_everything_leaves_nothing(statistic: str) -> None:
    """100 and 200 events of 1,000: with x taken out every area has England's 150."""
    found = lines(variation(sixteen(), statistic=statistic, need="x", **QUICK).groups)
    assert found.index.tolist() == ["crude", "need"]
    assert found.loc["crude", "range"] == pytest.approx(0.1)
    assert found.loc["crude", "typical_gap"] > 1.2
    need = found.loc["need"]
    assert need["rate"] == pytest.approx(0.15)
    assert (need["range"], need["extremal_quotient"]) == pytest.approx((0, 1), abs=1e-9)
    assert (need["between_variance"], need["typical_gap"], need["true_p90_p10"]) == (0, 1, 1)
    assert need["explained_by_need"] == 1
    assert need["chi2"] == pytest.approx(0, abs=1e-9)
    assert need["scv"] < 0


def test_need_of_values_leaves_residuals_about_englands_level() -> None:
    """10 without and 12 with x, errors 0.1: x explains the whole difference."""
    frame = pd.DataFrame(
        {"area_code": [f"A{k:02d}" for k in range(16)], "value": 10.0 + 2 * HALF, "se": 0.1, "x": HALF}
    )
    found = lines(variation(frame, statistic="estimate", need="x", **QUICK).groups)
    assert found.loc["crude", "tau2"] > 1
    assert found.loc["need", ["tau2", "typical_gap", "range"]].tolist() == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.loc["need", "rate"] == pytest.approx(11)
    assert found.loc["need", "explained_by_need"] == 1


def test_the_crude_line_is_the_same_with_and_without_need() -> None:
    """What is asked for beside it changes no crude number, nor what is drawn."""
    data = scn.load_sample().select(period="2014/15 Q4", network="cardiovascular")
    by = ["indicator_id", "network_area"]
    alone = variation(data, by=by, simulations=19).groups
    beside = variation(data, by=by, simulations=19, need=["deprivation", "share_over_75"]).groups
    crude = beside[beside["adjustment"] == "crude"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, crude, check_exact=True)
    assert beside["adjustment"].tolist() == ["crude", "need"] * len(alone)


def test_level_is_adjusted_against_the_rest_of_england() -> None:
    """A network of deprived areas: twice the rate crude, on level by need."""
    frame = sixteen(network_area=np.where(HALF == 1, "High", "Low"))
    found = variation(frame, statistic="rate", by=["network_area"], need="x", **QUICK).groups
    high = lines(found[found["network_area"] == "High"])
    assert high.loc["crude", "rate_ratio"] == pytest.approx(2)
    assert high.loc["need", "rate_ratio"] == pytest.approx(1)
    assert high.loc["need", "events"] == 1600


def test_slopes_cost_degrees_of_freedom() -> None:
    """One slope over 16 areas: chi-square has 14 degrees of freedom in England, and 7 - 1/2 in half of it."""
    frame = sixteen(numerator=100 * (1 + HALF) + np.tile([-20, 20], 8))
    whole = lines(variation(frame, statistic="rate", need="x", **QUICK).groups).loc["need"]
    assert whole["chi2"] / whole["dispersion_index"] == pytest.approx(14)
    halves = variation(frame.assign(place=HALF), statistic="rate", by="place", need="x", **QUICK).groups
    need = halves[halves["adjustment"] == "need"]
    assert (need["chi2"] / need["dispersion_index"]).tolist() == pytest.approx([6.5, 6.5])
    # Eight areas at 100 and eight at 200 expected, each 20 off: mean of (.04 + .01)/2 and of 1/100 and 1/200.
    assert whole["scv"] == pytest.approx(16 / 14 * 0.025 - 0.0075, rel=0.03)


def test_an_area_without_the_covariate_stays_in_the_crude_line() -> None:
    """It is listed, counted in a note, and in no line adjusted for need."""
    frame = sixteen(x=[None, *HALF[1:]])
    result = variation(frame, statistic="rate", need="x", **QUICK)
    found = lines(result.groups)
    assert found["n_areas"].tolist() == [16, 15]
    assert result.excluded[["area_code", "reason"]].to_numpy().tolist() == [["A00", "missing"]]
    assert "1 figure has no x on record: in the crude lines, but not in those adjusted for need" in result.notes
    same_areas = variation(frame.iloc[1:], statistic="rate", **QUICK).groups.iloc[0]
    assert (
        found.loc["need", "explained_by_need"]
        == 1 - found.loc["need", "between_variance"] / same_areas["between_variance"]
    )


def test_need_that_widens_the_spread_is_negative_in_data_and_nothing_in_words() -> None:
    """In one group England's slope may point the wrong way."""
    x = np.tile([0.0, 1, 2, 3], 24)
    events = np.where(np.arange(96) < 72, 100 + 50 * x, 250 - 50 * x).astype(int)
    frame = pd.DataFrame(
        {
            "area_code": [f"A{k:02d}" for k in range(96)],
            "numerator": events,
            "denominator": 1000,
            "x": x,
            "place": np.where(np.arange(96) < 72, "with", "against"),
        }
    )
    result = variation(frame, statistic="rate", by="place", need="x", simulations=0)
    need = result.groups.set_index(["place", "adjustment"]).loc[("against", "need")]
    assert need["explained_by_need"] < 0
    assert "In 1 line areas differ more after adjustment for need than before" in result.text()
    assert "Of the true differences between areas, about 0% go with x." in result.text()


def test_covariates_are_named_in_the_caption_and_warnings_are_notes() -> None:
    """Two covariates for sixteen areas are many."""
    frame = sixteen(share_old=np.arange(16) % 5, numerator=100 * (1 + HALF) + np.arange(16) % 7)
    result = variation(frame, statistic="rate", need=["x", "share_old"], **QUICK)
    assert "Adjusted for measured need: x and share old, by regression over all areas of England." in result.caption()
    assert not any(note.endswith(".") for note in result.notes)
    assert ".." not in result.text()
    assert result.settings.options["need"] == ("x", "share_old")
    assert result.need == ("x", "share_old")


def test_an_unknown_covariate_stops_and_one_that_never_changes_too() -> None:
    with pytest.raises(OptionError, match="need='depravation' is not a column"):
        variation(sixteen(), statistic="rate", need="depravation")
    with pytest.raises(DataError, match="x is the same in every area"):
        variation(sixteen(x=1), statistic="rate", need="x")


def test_where_no_slope_fits_the_line_is_there_with_its_reason() -> None:
    """Events only where x is 1: no finite slope fits best. The crude line stands, the other says why it is empty."""
    frame = sixteen(numerator=HALF * 100)
    result = variation(frame, statistic="rate", need="x", **QUICK)
    found = lines(result.groups)
    assert found.loc["need", "reason"] == "did_not_converge"
    assert np.isnan(found.loc["need", "scv"])
    assert found.loc["need", "n_areas"] == 0
    assert "An adjustment for need was not possible." in result.text()
    assert "x tells exactly which areas have no events" in result.text()


# -- age and sex ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statistic", ["rate", "proportion"])
def test_expected_counts_in_the_data_give_a_line_of_their_own(statistic: str) -> None:
    """Expected counts that foresee every event leave nothing; England's level stays."""
    found = lines(variation(sixteen(expected=100.0 * (1 + HALF)), statistic=statistic, **QUICK).groups)
    assert found.index.tolist() == ["crude", "age_sex"]
    assert found.loc["age_sex", "rate"] == pytest.approx(0.15)
    assert found.loc["age_sex", "range"] == pytest.approx(0, abs=1e-9)
    assert found.loc["age_sex", "typical_gap"] == 1
    assert np.isnan(found.loc["age_sex", "explained_by_need"])


def test_expected_counts_need_not_add_up_to_englands_events() -> None:
    """They may come from the rates of another year: only their proportions matter."""
    one, two = (
        variation(sixteen(expected=times * (100.0 + 50 * HALF)), statistic="rate", **QUICK).groups.iloc[1]
        for times in (1, 1.25)
    )
    numbers = ["rate", "scv", "chi2", "between_variance", "typical_gap", "p90_p10"]
    assert one[numbers].tolist() == pytest.approx(two[numbers].tolist())
    assert one["chi2"] / one["dispersion_index"] == pytest.approx(15)  # nothing was fitted


def test_three_lines_stand_in_their_order() -> None:
    found = variation(sixteen(expected=120.0), statistic="rate", need="x", simulations=19)
    assert found.groups["adjustment"].tolist() == ["crude", "age_sex", "need"]
    assert found.table()["Adjustment"].tolist() == ["Crude", "Adjusted for age and sex", "Adjusted for need"]
    assert "After removing chance and differences in age and sex, moving" in found.text()


# -- where it sits ----------------------------------------------------------------------------------------------------


def networked(n_networks: int) -> Indicators:
    """Four areas in each network; networks differ, and areas in them do not beyond chance."""
    place = np.repeat(np.arange(n_networks), 4)
    events = 400 + 40 * (place % 4) + np.tile([-15, 15, -15, 15], n_networks)
    codes = [f"A{k:02d}" for k in range(place.size)]
    frame = pd.DataFrame(
        {"indicator_id": "x", "period": "2014", "area_code": codes, "numerator": events, "denominator": 10_000}
    )
    areas = pd.DataFrame({"area_code": codes, "network_area": [f"N{k}" for k in place]})
    return Indicators(frame.assign(statistic="rate"), areas=areas)


def test_differences_between_networks_only_are_all_between() -> None:
    """Within networks squares are below those of chance, 4 x 15^2/460 on 3 degrees of freedom: none is left."""
    row = variation(networked(12), simulations=0).groups.iloc[0]
    assert (row["share_between"], row["share_within"]) == (1, 0)
    assert np.isnan(row["share_need"])
    assert 0 < row["reliability"] < 1


def test_shares_are_withheld_below_eight_networks_and_inside_one() -> None:
    columns = ["share_between", "share_within", "reliability"]
    assert variation(networked(7), simulations=0).groups[columns].isna().all(axis=None)
    inside = variation(networked(12), by=["indicator_id", "network_area"], simulations=0).groups
    assert inside[columns].isna().all(axis=None)


def test_shares_add_up_to_one() -> None:
    data = scn.load_sample().select(period="2014/15 Q4")
    groups = variation(data, need="deprivation", simulations=0).groups
    parts = groups[["share_need", "share_between", "share_within"]]
    known = groups["share_between"].notna()
    assert known.sum() > 20
    assert parts[known].sum(axis=1).tolist() == pytest.approx([1.0] * int(known.sum()))
    assert parts.fillna(0.0).to_numpy().min() >= 0
    assert parts.fillna(0.0).to_numpy().max() <= 1
    assert groups.loc[known, "reliability"].between(0, 1).all()


def test_what_need_explains_is_told_even_where_nothing_is_left() -> None:
    """The group differed beyond chance before: all of it went with x."""
    frame = pd.concat([sixteen(), sixteen(area_code=[f"B{k:02d}" for k in range(16)])])
    result = variation(frame, statistic="rate", need="x", simulations=19)
    assert "Of the true differences between areas, about 100% go with x." in result.text()
    assert result.table()["Where the true variation sits"].tolist() == ["", "100% goes with need"]


def test_what_need_explains_is_not_told_of_fewer_than_twenty_areas() -> None:
    """The number stays in `groups`; a sentence would claim more than sixteen areas can say."""
    result = variation(sixteen(), statistic="rate", need="x", simulations=19)
    assert lines(result.groups).loc["need", "explained_by_need"] == 1
    assert "go with x" not in result.text()
    assert result.table()["Where the true variation sits"].tolist() == ["", ""]


# -- the same group, whatever stands beside it ------------------------------------------------------------------------


def test_neither_company_nor_order_changes_a_number_of_any_line() -> None:
    """A network area alone, among others, and with its rows shuffled: crude and adjusted lines to the last digit."""
    data = scn.load_sample().select(period="2014/15 Q4", network="cardiovascular")
    options = {"by": ["indicator_id", "network_area"], "need": "deprivation", "simulations": 49, "repeat_factor": None}
    whole = variation(data, **options).groups
    alone = variation(data.select(network_area="Wessex"), **options).groups
    among = whole[whole["network_area"] == "Wessex"].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)
    frame = data.reference.observations.drop(columns="reason")
    frame = frame[(frame["period"] == "2014/15 Q4") & frame["indicator_id"].isin(data.catalogue["indicator_id"])]
    plain, shuffled = (
        variation(Indicators(rows, catalogue=data.catalogue, areas=places), **options).groups
        for rows, places in ((frame, data.areas), (frame.sample(frac=1, random_state=3), data.areas[::-1]))
    )
    pd.testing.assert_frame_equal(plain, shuffled, check_exact=True)
