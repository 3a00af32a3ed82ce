"""What a comparison of two periods promises: the same areas, a paired test, plain words, and refusals that say why."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import scnvariation as scn
from scnvariation.analysis.change_periods import check_pair
from scnvariation.stats import multiplicity, spread
from scnvariation.stats.segments import Segments

HALF = "2013/14", "2014/15"


def two_years(counts, periods=HALF, denominator=1000, **more):
    """Lay out a frame of two periods from one list of counts each."""
    frames = [
        pd.DataFrame(
            {
                "area_code": [f"A{k:02d}" for k in range(len(of_period))],
                "period": period,
                "numerator": of_period,
                "denominator": denominator,
            }
        )
        for period, of_period in zip(periods, counts, strict=True)
    ]
    return pd.concat(frames, ignore_index=True).assign(**more)


def networks(n_areas=48, *, moved=0.0, narrower=1.0, seed=5):
    """Give two years of areas in six network areas; the first moves, and the second year lies closer together."""
    rng = np.random.default_rng(seed)
    area = np.arange(n_areas)
    own = rng.normal(0, 0.25, n_areas)
    people = rng.integers(3000, 9000, n_areas)
    log_rate = np.stack([own, narrower * own + moved * (area % 6 == 0)])
    counts = rng.poisson(people * 0.05 * np.exp(log_rate))
    frame = two_years(counts, denominator=np.tile(people, 1), statistic="rate", indicator_id="x")
    areas = pd.DataFrame({"area_code": [f"A{k:02d}" for k in area], "network_area": [f"N{k % 6}" for k in area]})
    return scn.Indicators(frame, areas=areas)


def test_three_areas_by_hand():
    """80, 100, 120 of 1,000 and then 100 each: SCV 0.03 and -0.01, two of four arrangements change so much."""
    found = scn.change(two_years([[80, 100, 120], [100, 100, 100]]), baseline="2013/14", statistic="rate")
    assert_allclose(found.spread["scv"], [0.03, -0.01], rtol=1e-12)
    assert found.change["p_value"].tolist() == [0.5, 0.5]
    assert found.verdict == "no_evidence"


def test_the_spread_of_each_period_is_that_of_a_variation_table():
    """One kernel: the same areas give the same numbers wherever they are asked for, draws included."""
    data = networks()
    table = scn.variation(data).groups
    found = scn.change(data, baseline="2013/14").spread
    for name in ("scv", "typical_gap", "typical_gap_upper", "p90_p10", "p90_p10_chance", "p90_p10_chance_lower"):
        assert_allclose(found[name], table[name], rtol=1e-12, err_msg=name)


def test_changes_lie_between_their_limits_and_are_the_difference_of_the_periods():
    found = scn.change(networks(), baseline="2013/14").change
    assert_allclose(found["change"], found["current"] - found["baseline"])
    assert (found["change_lower"] < found["change"]).all()
    assert (found["change"] < found["change_upper"]).all()


def test_narrowing_and_widening_are_found_where_they_are():
    together = scn.change(networks(narrower=0.2), baseline="2013/14", simulations=0)
    apart = scn.change(networks(narrower=2.5), baseline="2013/14", simulations=0)
    assert (together.verdict, apart.verdict) == ("narrowing", "widening")
    assert "areas moved together by more than chance explains: narrowing" in together.text()
    assert "areas moved apart by more than chance explains: widening" in apart.text()


def test_a_change_of_level_is_no_change_of_spread():
    """Every rate doubled: gaps in ratios stay as they are."""
    base = [40, 55, 61, 72, 80, 38, 90, 66]
    found = scn.change(two_years([base, [2 * k for k in base]]), baseline="2013/14", statistic="rate", simulations=0)
    assert found.verdict == "no_evidence"
    assert found.change["p_value"].iloc[0] > 0.2


def test_no_evidence_is_said_in_the_words_of_the_house():
    said = scn.change(networks(), baseline="2013/14").text()
    assert "Between 2013/14 and 2014/15 the typical gap between two areas " in said
    assert "areas moved apart or together by no more than chance explains: no evidence either way (P = " in said
    assert "The true change of the gap may lie anywhere from " in said


def test_a_network_that_moves_is_found_and_the_others_are_not():
    rows = scn.change(networks(moved=0.5), baseline="2013/14", simulations=0).trajectories.set_index("network_area")
    assert rows.loc["N0", "verdict"] == "moved up"
    assert (rows.drop(index="N0")["verdict"] != "moved up").all()
    assert rows.loc["N0", "change_lower"] < 0.5 < rows.loc["N0", "change_upper"]


def test_the_false_discovery_rate_is_over_the_network_areas():
    rows = scn.change(networks(), baseline="2013/14", simulations=0).trajectories
    assert_allclose(rows["fdr_q"], multiplicity.benjamini_hochberg(rows["p_value"]))


def test_one_network_area_named_in_advance_stands_alone():
    """Its areas are those whose spread is measured, and its P-value is not adjusted for others."""
    data = networks()
    found = scn.change(data, baseline="2013/14", network="N2", simulations=0)
    assert found.spread["n_areas"].tolist() == [8, 8]
    assert found.trajectories["network_area"].tolist() == ["N2"]
    assert_allclose(found.trajectories["fdr_q"], found.trajectories["p_value"])
    everywhere = scn.change(data, baseline="2013/14", simulations=0).trajectories.set_index("network_area")
    assert_allclose(found.trajectories["change"].iloc[0], everywhere.loc["N2", "change"])
    assert found.settings.options["network"] == "N2"


def test_regression_to_the_mean_and_what_can_be_seen_stand_beside_trajectories():
    said = scn.change(networks(), baseline="2013/14", simulations=0).text()
    assert "Regression to the mean: N" in said
    assert "the furthest from the rest of England at the baseline, would be expected to " in said
    assert "Small moves stay unseen: a typical one of 6 network areas must move by " in said


def test_selected_areas_are_compared_and_england_stays():
    data = networks()
    part = scn.change(data.select(network_area=["N1", "N2"]), baseline="2013/14", simulations=0)
    assert part.spread["n_areas"].tolist() == [16, 16]
    assert len(part.trajectories) == 6


def test_neither_order_nor_other_rows_matter():
    data = networks()
    frame = data.observations.sample(frac=1, random_state=2)
    more = pd.concat([frame, frame.assign(indicator_id="y", numerator=1)])
    again = scn.Indicators(more[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]])
    one, other = scn.change(data, baseline="2013/14"), scn.change(again, "x", baseline="2013/14")
    pd.testing.assert_frame_equal(one.change, other.change)
    pd.testing.assert_frame_equal(one.spread, other.spread)


def test_proportions_are_measured_on_the_adverse_side_in_both_periods():
    """High is good at 90 per cent: failures are counted, and the side is in the settings."""
    counts = [[900, 920, 880, 910, 860, 930, 905, 890], [905, 915, 890, 905, 880, 925, 900, 895]]
    found = scn.change(
        two_years(counts), baseline="2013/14", statistic="proportion", polarity="high_is_good", simulations=0
    )
    failures = 1000 - np.array(counts, dtype=float)
    one = Segments.single(8)
    for failed, scv in zip(failures, found.spread["scv"], strict=True):
        share = failed.sum() / 8000
        assert_allclose(scv, spread.scv(failed, np.full(8, 1000.0), one, chance=1 - share)[0])
    assert found.settings.side == "complement"
    assert "Spread measured on the adverse side" in found.caption()


def test_means_are_compared_by_their_variance_and_shown_in_their_units():
    """Sample variances 4 and 1 less squared errors 0.01: tau2 near 3.99 and 0.99, a gap of 0.9539 tau."""
    values = np.array([8, 9, 10, 11, 12, 7, 13, 10]), np.array([9, 9.5, 10, 10.5, 11, 8.5, 11.5, 10])
    frames = [
        pd.DataFrame({"area_code": list("ABCDEFGH"), "period": period, "value": value, "se": 0.1})
        for period, value in zip(HALF, values, strict=True)
    ]
    found = scn.change(pd.concat(frames), baseline="2013/14", statistic="estimate", simulations=0)
    assert found.change["measure"].tolist() == ["tau2", "typical_gap"]
    assert_allclose(found.change["baseline"].iloc[0], 4 - 0.01, rtol=1e-6)
    assert_allclose(found.change["current"].iloc[1], 0.953873 * np.sqrt(1 - 0.01), rtol=1e-5)
    assert found.verdict == "narrowing"


# -- what is refused, and what is left out -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "baseline", "message"),
    [
        (("2011-13", "2013-15"), "2011-13", "overlapping_periods: '2011-13' and '2013-15' share time"),
        (("2013/14", "2014/15"), "2014/15", "baseline and period are both '2014/15'"),
        (("2008/09", "2014/15"), "2008/09", "more than five years before"),
        (("2013/14", "2014/15"), "2012/13", "baseline='2012/13' is not in the data"),
    ],
)
def test_periods_that_cannot_be_compared_are_refused(periods, baseline, message):
    """B093: rolling years share events, so they are not independent."""
    frame = two_years([[80, 100, 120], [90, 100, 110]], periods)
    with pytest.raises(scn.OptionError) as refused:
        scn.change(frame, baseline=baseline, statistic="rate")
    assert message in str(refused.value)


def test_periods_of_different_length_are_refused():
    """Of one indicator the data refuse them already; two calendars of one length may be compared."""
    with pytest.raises(scn.OptionError, match="'2013/14' covers 12 months and period='2014/15 Q2' 3 months"):
        check_pair("2013/14", "2014/15 Q2")
    assert check_pair("2012", "2013/14") == ()


def test_five_years_before_a_leap_day_end_on_the_day_after():
    assert len(check_pair("2011-03-01", "2016-02-29")) == 1  # another season, and that is all
    with pytest.raises(scn.OptionError, match="more than five years before"):
        check_pair("2011-02-28", "2016-02-29")


def test_a_baseline_after_the_period_is_refused():
    frame = two_years([[80, 100, 120], [90, 100, 110]])
    with pytest.raises(scn.OptionError, match="is later than period='2013/14'; exchange them"):
        scn.change(frame, baseline="2014/15", period="2013/14", statistic="rate")


def test_five_years_are_allowed():
    frame = two_years([[80, 100, 120], [90, 100, 110]], ("2009/10", "2014/15"))
    assert scn.change(frame, baseline="2009/10", statistic="rate").baseline == "2009/10"


def test_other_seasons_are_named():
    """The first and the last quarter may differ by season; the same quarter a year later does not."""
    counts = [[80, 100, 120], [90, 100, 110]]
    other = scn.change(two_years(counts, ("2013/14 Q1", "2014/15 Q4")), baseline="2013/14 Q1", statistic="rate")
    same = scn.change(two_years(counts, ("2013/14 Q1", "2014/15 Q1")), baseline="2013/14 Q1", statistic="rate")
    assert "2013/14 Q1 and 2014/15 Q4 are different parts of the year: season may be part of the change" in other.notes
    assert not any("season" in note for note in same.notes)


def test_unequal_counts_are_named():
    """Twice the events: chance is no longer the same in the two periods."""
    base = [40, 55, 61, 72, 80, 38, 90, 66]
    grown = scn.change(two_years([base, [2 * k for k in base]]), baseline="2013/14", statistic="rate", simulations=0)
    same = scn.change(two_years([base, base[::-1]]), baseline="2013/14", statistic="rate", simulations=0)
    assert any("differ by a third or more (502 and 1,004)" in note for note in grown.notes)
    assert not any("a third or more" in note for note in same.notes)


def test_changed_boundaries_are_refused():
    """B088: one area left and one joined, so the boundaries changed; the message names the way out."""
    frame = two_years([[80, 100, 120, 90], [90, 100, 110, 95]])
    frame.loc[7, "area_code"] = "B99"
    with pytest.raises(scn.DataError) as refused:
        scn.change(frame, baseline="2013/14", statistic="rate")
    assert "1 area left (A03); 1 area joined (B99)" in str(refused.value)
    assert "data.rebuilt()" in str(refused.value)


def test_merged_groups_are_compared_once_rebuilt():
    """B159: Gateshead and Newcastle's two groups became one in April 2015; rebuilt, four areas stand in both years."""
    others = ["00C", "00D", "00J"]
    frames = [
        pd.DataFrame({"area_code": [*codes, *others], "period": period, "denominator": 1000}).assign(
            numerator=range(60, 60 + 7 * (len(codes) + 3), 7)
        )
        for codes, period in ((["00F", "00G", "00H"], "2014/15"), (["13T"], "2015/16"))
    ]
    data = scn.Indicators(pd.concat(frames).assign(indicator_id="x", statistic="rate"))
    with pytest.raises(scn.DataError, match=r"data.rebuilt\(\)"):
        scn.change(data, baseline="2014/15")
    assert scn.change(data.rebuilt(), baseline="2014/15").spread["n_areas"].tolist() == [4, 4]


def test_a_code_known_to_have_ended_is_a_change_of_boundaries():
    """One area absent without a successor in the data: its code tells that it was merged."""
    frame = two_years([[80, 100, 120, 90], [90, 100, 110, 95]]).replace({"A03": "00F"})
    with pytest.raises(scn.DataError, match=r"1 area left \(00F\)"):
        scn.change(frame.iloc[:-1], baseline="2013/14", statistic="rate")


def test_areas_without_a_figure_are_left_out_of_both_periods_and_listed():
    frame = two_years([[80, 100, 120, 90, 70], [90, 100, 110, 95, 75]]).astype({"numerator": float})
    frame.loc[9, "numerator"] = np.nan
    frame = frame.drop(index=8)
    found = scn.change(frame, baseline="2013/14", statistic="rate")
    assert found.spread["n_areas"].tolist() == [3, 3]
    assert sorted(found.excluded[["period", "area_code", "reason"]].values.tolist()) == [
        ["2013/14", "A03", "too_few_periods"],
        ["2013/14", "A04", "too_few_periods"],
        ["2014/15", "A03", "missing"],
        ["2014/15", "A04", "missing"],
    ]
    assert any("2 areas without a figure throughout have been left out of both periods" in note for note in found.notes)


def test_too_few_common_areas_are_refused():
    with pytest.raises(scn.TooFewAreasError, match="at least 3 areas with a figure in each of 2013/14, 2014/15"):
        scn.change(two_years([[80, 100], [90, 100]]), baseline="2013/14", statistic="rate")


def test_three_to_seven_areas_are_too_few_to_judge():
    """Numbers are given from three areas on, but no sentence is made of fewer than eight."""
    found = scn.change(two_years([[80, 100, 120], [100, 100, 100]]), baseline="2013/14", statistic="rate")
    assert "Too few areas or events to say whether variation between areas changed." in found.text()
    assert found.table()["Verdict"].tolist() == ["too few to judge"] * 2
    assert "too few to judge" in found.title()


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([[80, 100, 120, 90]] * 2, "constant_series"),
        ([[0, 0, 0, 0], [80, 100, 120, 90]], "too_few_events"),
    ],
)
def test_nothing_to_test_gives_a_reason(counts, reason):
    """B145 and its kin: carried forward figures, or a year without any event."""
    found = scn.change(two_years(counts), baseline="2013/14", statistic="rate")
    assert found.change["reason"].tolist() == [reason] * 2
    assert found.change["p_value"].isna().all()
    assert found.verdict == "no_evidence"
    assert "Change in variation not computed because" in found.text()
    assert isinstance(found.table(), pd.DataFrame)


def test_equal_areas_do_not_change():
    """All areas alike in both years, at two levels: nothing is narrower or wider than chance."""
    found = scn.change(two_years([[100] * 9, [120] * 9]), baseline="2013/14", statistic="rate")
    assert found.verdict == "no_evidence"
    assert found.change["reason"].tolist() == ["no_variation"] * 2
    assert "all areas are identical" in found.text()


def test_a_test_that_the_fitted_law_does_not_bear_out_is_no_evidence():
    """Both years scatter less than chance would, the second a little less so: no gap is there to have changed."""
    counts = [[100, 100, 100, 100, 100, 100, 100, 100, 101], [100, 104, 96, 105, 95, 103, 97, 104, 96]]
    found = scn.change(two_years(counts), baseline="2013/14", statistic="rate", simulations=0)
    assert found.change.loc[0, ["baseline", "current"]].tolist() == [0, 0]
    assert found.change["p_value"].iloc[0] < 0.05
    assert found.verdict == "no_evidence"
    assert "the paired test (P = " in found.text()
    assert "and the fitted gap do not agree: no evidence either way" in found.text()


def test_all_of_a_proportion_has_nothing_to_test():
    found = scn.change(two_years([[1000] * 9, [990, 980, 985] * 3]), baseline="2013/14", statistic="proportion")
    assert found.change["reason"].tolist() == ["too_few_events"] * 2


def test_network_areas_of_one_or_two_areas_are_not_judged():
    data = networks()
    areas = data.areas.assign(
        network_area=np.where(data.areas["area_code"] == "A00", "Small", data.areas["network_area"])
    )
    rows = scn.change(data.with_areas(areas), baseline="2013/14", simulations=0).trajectories.set_index("network_area")
    assert rows.loc["Small", "reason"] == "too_few_areas"
    assert np.isnan(rows.loc["Small", "p_value"])


def test_the_selected_areas_may_be_the_whole_reference():
    """Of one network area alone there is no rest of England; of two each is the rest of the other."""
    data = networks()
    alone = scn.change(data.select(network_area="N1"), baseline="2013/14", reference="these_areas", simulations=0)
    assert alone.trajectories[["network_area", "reason"]].values.tolist() == [["N1", "too_few_areas"]]
    two = scn.change(
        data.select(network_area=["N1", "N2"]), baseline="2013/14", reference="these_areas", simulations=0
    ).trajectories
    assert_allclose(two["change"].iloc[0], -two["change"].iloc[1])
    assert two["expected_change"].isna().all()


def test_values_below_zero_have_no_ratio():
    """Gains may be negative: spread is compared, ratios of levels are not."""
    rng = np.random.default_rng(1)
    areas = pd.DataFrame({"area_code": [f"A{k}" for k in range(9)], "network_area": [f"N{k % 3}" for k in range(9)]})
    frames = [
        pd.DataFrame({"area_code": areas["area_code"], "period": period, "value": rng.normal(-1, 1, 9), "se": 0.3})
        for period in HALF
    ]
    data = scn.Indicators(pd.concat(frames).assign(indicator_id="x", statistic="estimate"), areas=areas)
    found = scn.change(data, baseline="2013/14", simulations=0)
    assert np.isfinite(found.change["p_value"]).all()
    assert set(found.trajectories["reason"]) <= {"", "not_for_this_statistic"}


def test_an_unknown_network_area_is_refused_with_the_nearest():
    with pytest.raises(scn.OptionError, match="network='N22' is not in the data"):
        scn.change(networks(), baseline="2013/14", network="N22")


def test_without_network_areas_there_are_no_trajectories_and_none_can_be_named():
    frame = two_years([[80, 100, 120], [90, 100, 110]])
    assert scn.change(frame, baseline="2013/14", statistic="rate").trajectories.empty
    with pytest.raises(scn.OptionError, match="network areas are not known for these data"):
        scn.change(frame, baseline="2013/14", statistic="rate", network="Wessex")


def test_a_period_without_dates_is_refused():
    """What has no dates has no order; the reader of files puts such rows aside, a frame may still hold them."""
    with pytest.raises(scn.ScnVariationError):
        scn.change(
            two_years([[80, 100, 120], [90, 100, 110]], ("before", "after")), baseline="before", statistic="rate"
        )


def test_rows_that_the_statistic_cannot_use_are_listed():
    """A standardised rate below ten events is not judged; the area is left out of both years."""
    rows = {
        "area_code": list("ABCD") * 2,
        "period": ["2013/14"] * 4 + ["2014/15"] * 4,
        "numerator": [40, 50, 60, 5, 45, 55, 65, 50],
        "denominator": 1000,
        "value": [0.04, 0.05, 0.06, 0.005, 0.045, 0.055, 0.065, 0.05],
    }
    found = scn.change(pd.DataFrame(rows), baseline="2013/14", statistic="dsr", simulations=0)
    assert found.excluded[["period", "area_code", "reason"]].values.tolist() == [
        ["2013/14", "D", "too_few_events"],
        ["2014/15", "D", "too_few_periods"],
    ]
    assert found.spread["n_areas"].tolist() == [3, 3]


def test_part_of_england_is_said_to_be_one():
    """A published England of which three areas are loaded: the rest of England is then the other areas loaded."""
    frame = two_years([[80, 100, 120], [90, 100, 110]], statistic="rate", indicator_id="x")
    england = pd.DataFrame(
        {
            "area_code": "E92000001",
            "period": HALF,
            "numerator": [9000, 9100],
            "denominator": 90_000,
            "statistic": "rate",
            "indicator_id": "x",
        }
    )
    data = scn.Indicators(pd.concat([frame, england]))
    said = "The areas loaded do not add up to England: the rest of England is the other areas loaded"
    assert said in scn.change(data, baseline="2013/14", simulations=0).notes
    assert said in scn.trend(data, simulations=0).notes


# -- the result as a thing to read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "verdict"),
    [("low_is_good", "moved up, for the worse"), ("high_is_good", "moved up, for the better"), ("neutral", "moved up")],
)
def test_a_move_says_whether_it_is_good(polarity, verdict):
    """Up is better for survival and worse for deaths; a reader must not have to know which."""
    found = scn.change(networks(moved=0.5), baseline="2013/14", polarity=polarity, simulations=0)
    assert found.table("network_areas")["Verdict"][0] == verdict
    assert f": {verdict}." in found.text()


def test_what_is_too_few_to_judge_has_no_p_value_in_words():
    """Three areas: the caption under the picture says no more than the table."""
    found = scn.change(two_years([[80, 100, 120], [100] * 3]), baseline="2013/14", statistic="rate", simulations=0)
    assert found.change["p_value"].notna().all()
    assert "P =" not in found.caption() + found.text()


def test_tables_for_people():
    found = scn.change(networks(), baseline="2013/14", simulations=0)
    headline = found.table()
    assert headline["Measure"].tolist() == ["SCV x 100", "Typical gap between two areas"]
    assert headline["Verdict"].tolist() == ["no evidence either way"] * 2
    assert re.fullmatch(r"[+-]\d+ \(-\d+ to \+\d+\) percentage points", headline.iloc[1, 3])
    assert found.table("network_areas")["Network area"].tolist() == [f"N{k}" for k in range(6)]
    assert len(found.table("full")) == 2
    with pytest.raises(scn.OptionError, match="kind='areas' is not known"):
        found.table("areas")


def values(sds, n_areas=12, se=0.2, **columns):
    """Lay out two years of values whose spread is given."""
    rng = np.random.default_rng(3)
    own = rng.normal(0, 1, n_areas)
    frames = [
        pd.DataFrame(
            {"area_code": [f"A{k:02d}" for k in range(n_areas)], "period": period, "value": 50 + sd * own, "se": se}
        )
        for period, sd in zip(HALF, sds, strict=True)
    ]
    return pd.concat(frames).assign(statistic="estimate", indicator_id="x", **columns)


def test_values_are_worded_in_their_units():
    found = scn.change(
        scn.Indicators(values((3, 1)), catalogue=pd.DataFrame({"indicator_id": ["x"], "unit": ["points"]})),
        baseline="2013/14",
        simulations=0,
    )
    assert found.table()["Measure"].tolist() == [
        "Variance between areas (points, squared)",
        "Typical gap between two areas",
    ]
    assert re.search(
        r"the typical gap between two areas fell from \d\.\d\d to 0?\d?\.\d+ points; areas moved", found.text()
    )
    assert re.search(r"may lie anywhere from -\d\.\d\d to -\d\.\d\d points\.", found.text())
    assert re.fullmatch(r"-\d\.\d\d \(-\d\.\d\d to -\d\.\d\d\)", found.table().iloc[1, 3])


def test_six_moves_are_told_and_the_rest_counted():
    """Eight of sixteen network areas double, eight halve: the first six are told."""
    n_areas = 96
    area = np.arange(n_areas)
    first = np.full(n_areas, 400)
    second = np.where(area % 2 == 0, 700, 250)
    frame = two_years([first, second], denominator=10_000, statistic="rate", indicator_id="x")
    areas = pd.DataFrame({"area_code": [f"A{k:02d}" for k in area], "network_area": [f"N{k % 16:02d}" for k in area]})
    said = scn.change(scn.Indicators(frame, areas=areas), baseline="2013/14", simulations=0).text()
    assert said.count(" went from ") == 6
    assert "And 10 more moved." in said


def test_two_network_areas_are_too_few_for_regression_to_the_mean():
    data = networks()
    half = data.areas.assign(network_area=np.where(data.areas["network_area"] < "N3", "North", "South"))
    said = scn.change(data.with_areas(half), baseline="2013/14", simulations=0).text()
    assert "2 network areas only: at least 3 are needed to judge regression to the mean." in said


def test_repr_and_alternative_text_say_what_was_found():
    found = scn.change(networks(narrower=0.2), baseline="2013/14", simulations=0)
    assert repr(found) == "<ChangeResult: x, 2013/14 to 2014/15, 48 areas, narrowing>"
    assert found.alt_text().startswith("Spread of areas in two periods. ")
    assert "6 network areas against the rest of England" in found.alt_text()


def test_a_result_can_be_saved_and_run_again(tmp_path):
    found = scn.change(networks(), baseline="2013/14", network="N1", seed=4, simulations=0)
    again = scn.change(networks(), **{k: v for k, v in found.settings.options.items() if k != "indicator"})
    pd.testing.assert_frame_equal(found.change, again.change)
    assert found.to_csv(tmp_path / "change.csv") is None
    assert (tmp_path / "change.csv").read_text(encoding="utf-8-sig").startswith("measure,")


@pytest.mark.parametrize("name", ["{0.__class__}", "%s %d", "<b>x</b>", r"\1 $x$"])
def test_hostile_names_are_only_text(name):
    """A name is shown as it is, and as text: no format string, no markup."""
    data = networks(moved=0.6)
    areas = data.areas.assign(network_area=data.areas["network_area"].replace("N0", name))
    found = scn.change(data.with_areas(areas), baseline="2013/14", simulations=0)
    assert f"{name} went from" in found.text()
    assert "<b>" not in found._repr_html_()


def test_the_plain_frame_stays_as_it_was():
    frame = two_years([[80, 100, 120], [90, 100, 110]])
    before = frame.copy(deep=True)
    scn.change(frame, baseline="2013/14", statistic="rate")
    pd.testing.assert_frame_equal(frame, before)
