"""Adjustment for need: England is fitted, the selection predicted, and what cannot be done is said."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special

from scnvariation import Indicators
from scnvariation.analysis.families import measure
from scnvariation.analysis.groups import group_rows
from scnvariation.analysis.need import need_adjusted
from scnvariation.analysis.need_checks import network_share
from scnvariation.errors import DataError, OptionError, TooFewAreasError
from scnvariation.stats import need

N = 60
NETWORKS = np.repeat(["North", "Mid", "South"], N // 3)


def england(statistic="rate", *, seed=4, indicators=("x",), periods=("2013/14",), **columns):
    """Sixty areas in three networks, whose figures go with deprivation."""
    rng = np.random.default_rng(seed)
    codes = np.array([f"E{number:03}" for number in range(N)])
    table = pd.DataFrame({"area_code": codes, "network_area": NETWORKS, "deprivation": rng.normal(20, 5, N), **columns})
    parts = []
    for indicator in indicators:
        for period in periods:
            pull = (table["deprivation"].to_numpy() - 20) / 5 * 0.2
            size = np.ceil(500 * np.exp(rng.normal(0, 0.5, N)))
            part = pd.DataFrame({"indicator_id": indicator, "period": period, "area_code": codes})
            if statistic in ("mean", "estimate"):
                part = part.assign(value=70 + 5 * pull + rng.normal(0, 1, N), se=1.0)
            else:
                chance = special.expit(pull - 2)
                part = part.assign(numerator=rng.binomial(size.astype(int), chance), denominator=size)
            parts.append(part.assign(statistic=statistic))
    return Indicators(pd.concat(parts, ignore_index=True), areas=table)


def with_areas(data, **columns):
    return data.with_areas(data.areas_table.assign(**columns))


# ---- what the numbers are


@pytest.mark.parametrize("statistic", ["rate", "ratio"])
def test_counts_are_measured_against_those_expected_by_need(statistic):
    data = england(statistic)
    found = need_adjusted(data, data.sorted, statistic, "deprivation")
    rows = data.sorted
    fit = need.fit(rows.numerator, rows.denominator, data.areas_table[["deprivation"]].to_numpy())
    assert_allclose(found.measured.size, fit.expected)
    assert_allclose(found.expected, fit.expected)
    level = rows.numerator.sum() / rows.denominator.sum()
    assert_allclose(found.measured.value, rows.numerator / fit.expected * level)
    assert_array_equal(found.offset, 0)
    assert_array_equal(found.reason, "")


def test_proportions_stay_and_carry_an_offset():
    data = england("proportion")
    found = need_adjusted(data, data.sorted, "proportion", "deprivation")
    rows = data.sorted
    fit = need.fit(rows.numerator, rows.denominator, data.areas_table[["deprivation"]].to_numpy(), family="binomial")
    crude, _ = measure(rows, "proportion")
    for name in ("count", "size", "value"):
        assert_array_equal(getattr(found.measured, name), getattr(crude, name))
    england_p = rows.numerator.sum() / rows.denominator.sum()
    assert_allclose(found.offset, special.logit(fit.expected / rows.denominator) - special.logit(england_p))
    assert_allclose(found.expected, fit.expected)


@pytest.mark.parametrize("statistic", ["mean", "estimate"])
def test_values_become_their_residuals_about_the_level_of_england(statistic):
    data = england(statistic)
    found = need_adjusted(data, data.sorted, statistic, "deprivation")
    rows = data.sorted
    fit = need.fit(rows.value, rows.se, data.areas_table[["deprivation"]].to_numpy(), family="normal")
    assert_allclose(found.measured.value, rows.value - fit.expected + rows.value.mean())
    assert_array_equal(found.measured.se, rows.se)
    assert found.measured.value.std() < rows.value.std()


def test_standardised_rates_are_adjusted_by_their_effective_events():
    data = england("dsr", seed=5)
    frame = data.observations.drop(columns="reason")
    frame = frame.assign(value=frame["numerator"] / frame["denominator"])
    frame["lower"], frame["upper"] = frame["value"] * 0.8, frame["value"] * 1.25
    data = Indicators(frame, areas=data.areas_table)
    found = need_adjusted(data, data.sorted, "dsr", "deprivation")
    effective, _ = measure(data.sorted, "dsr")
    assert_allclose(found.measured.size.sum(), effective.count.sum())
    assert_array_equal(found.measured.count, effective.count)


def test_a_group_is_predicted_from_the_regression_of_england_however_it_is_cut_and_selected():
    data = england("rate")
    whole = need_adjusted(data, data.sorted, "rate", "deprivation")
    south = data.select(network_area="South")
    part = need_adjusted(south, south.sorted, "rate", "deprivation")
    assert_allclose(part.measured.size, whole.measured.size[NETWORKS == "South"])
    grouped = group_rows(data, ("indicator_id", "network_area")).rows
    cut = need_adjusted(data, grouped, "rate", "deprivation")
    assert_allclose(np.sort(cut.measured.size), np.sort(whole.measured.size))
    pd.testing.assert_frame_equal(part.slopes, whole.slopes)


def test_regressions_of_an_earlier_answer_are_used_again_where_they_cover_what_is_asked(monkeypatch):
    data = england("rate", indicators=("x", "y"))
    south = data.select(network_area="South", indicator="y")
    whole = need_adjusted(data, data.sorted, "rate", "deprivation")
    alone = need_adjusted(south, south.sorted, "rate", "deprivation")
    assert_allclose(need_adjusted(data, data.sorted, "rate", "deprivation", earlier=alone).expected, whole.expected)
    monkeypatch.setattr("scnvariation.analysis.need.fit_england", None)  # nothing may be fitted
    again = need_adjusted(south, south.sorted, "rate", "deprivation", earlier=whole)
    assert_array_equal(again.expected, alone.expected)
    pd.testing.assert_frame_equal(again.slopes, alone.slopes)


def test_the_order_of_rows_does_not_matter():
    data = england("rate")
    mixed = Indicators(
        data.observations.sample(frac=1, random_state=3), areas=data.areas_table.sample(frac=1, random_state=4)
    )
    plain, other = (need_adjusted(d, d.sorted, "rate", "deprivation") for d in (data, mixed))
    assert_allclose(other.measured.size, plain.measured.size)


def test_slopes_are_per_standard_deviation():
    data = england("rate", indicators=("x", "y"))
    found = need_adjusted(data, data.sorted, "rate", "deprivation").slopes
    assert found.columns.tolist() == ["indicator_id", "period", "covariate", "slope", "slope_se"]
    assert found["indicator_id"].tolist() == ["x", "y"]
    rescaled = with_areas(data, deprivation=data.areas_table["deprivation"] * 1000)
    again = need_adjusted(rescaled, rescaled.sorted, "rate", "deprivation").slopes
    assert_allclose(again["slope"], found["slope"], rtol=1e-7)
    assert_allclose(again["slope_se"], found["slope_se"], rtol=1e-7)
    assert (np.abs(found["slope"] - 0.2) < 4 * found["slope_se"]).all()


def test_slopes_are_lost_in_proportion_to_areas():
    data = england("rate", other=np.random.default_rng(1).normal(size=N))
    grouped = group_rows(data, ("indicator_id", "network_area")).rows
    found = need_adjusted(data, grouped, "rate", ["deprivation", "other"])
    assert_allclose(found.df_lost, [2 / 3] * 3)


def test_the_share_explained_is_large_where_need_was_planted_and_none_elsewhere():
    data = england("proportion", noise=np.random.default_rng(9).normal(size=N))
    rng = np.random.default_rng(10)
    frame = data.observations.assign(statistic="proportion")
    pull = (data.areas_table["deprivation"] - 20) / 5 * 0.3 + rng.normal(0, 0.3, N)
    frame["numerator"] = rng.binomial(frame["denominator"].astype(int), special.expit(pull.to_numpy() - 2))
    frame["value"] = np.nan
    data = Indicators(frame, areas=data.areas_table)
    by_need = need_adjusted(data, data.sorted, "proportion", "deprivation").fits
    assert 0.2 < by_need["explained"].iloc[0] < 0.8
    by_noise = need_adjusted(data, data.sorted, "proportion", "noise").fits
    assert abs(by_noise["explained"].iloc[0]) < 0.1


# ---- blanks


def test_a_blank_covariate_leaves_its_area_out_of_fit_and_prediction():
    data = england("rate")
    blank = data.areas_table["deprivation"].where(np.arange(N) != 7)
    data = with_areas(data, deprivation=blank)
    found = need_adjusted(data, data.sorted, "rate", "deprivation")
    assert found.reason[7] == "missing"
    assert (np.delete(found.reason, 7) == "").all()
    assert np.isnan(found.measured.size[7])
    assert found.fits["n_areas"].tolist() == [N - 1]
    rest = np.delete(np.arange(N), 7)
    alone = need.fit(data.sorted.numerator[rest], data.sorted.denominator[rest], blank.to_numpy()[rest, None])
    assert_allclose(found.measured.size[rest], alone.expected)


def test_usable_leaves_blanks_and_empty_groups_out():
    data = england("proportion")
    data = with_areas(data, deprivation=data.areas_table["deprivation"].where(NETWORKS != "Mid"))
    grouped = group_rows(data, ("indicator_id", "network_area")).rows
    found = need_adjusted(data, grouped, "proportion", "deprivation")
    kept, groups = found.usable()
    assert groups.tolist() == [1, 2]  # Mid stands before North and South
    assert kept.measured.segments.lengths.tolist() == [20, 20]
    assert_allclose(kept.df_lost, [0.5, 0.5])
    assert np.isfinite(kept.offset).all()
    assert found.df_lost[0] == 0


def test_rows_that_cannot_be_judged_keep_their_own_reason():
    data = england("estimate")
    frame = data.observations
    frame.loc[3, "se"] = np.nan
    data = Indicators(frame, areas=data.areas_table)
    found = need_adjusted(data, data.sorted, "estimate", "deprivation")
    assert "no_counts" in set(found.reason) | set(data.observations["reason"])
    assert found.fits["n_areas"].tolist() == [N - 1]


# ---- what cannot be fitted


def test_covariates_that_add_nothing_stop_a_single_request_and_are_named():
    data = england("rate", same=3.0)
    data = with_areas(data, twice=data.areas_table["deprivation"] * 2)
    text = (
        "need= cannot be adjusted for: same is the same in every area and twice is determined by the covariates named "
        "before. Leave them out."
    )
    with pytest.raises(DataError, match=f"^{re.escape(text)}$"):
        need_adjusted(data, data.sorted, "rate", ["deprivation", "same", "twice"])
    with pytest.raises(DataError, match=re.escape("same is the same in every area. Leave it out.")):
        need_adjusted(data, data.sorted, "rate", "same")


def test_in_a_table_of_many_they_are_a_warning_and_a_reason():
    data = england("rate", indicators=("x", "y"), same=3.0)
    found = need_adjusted(data, data.sorted, "rate", ["deprivation", "same"])
    assert set(found.reason) == {"did_not_converge"}
    assert found.warnings == ("x, y: not adjusted for need, because same is the same in every area.",)
    assert found.slopes["slope"].isna().all()
    assert found.fits["reason"].tolist() == ["did_not_converge"] * 2


def test_too_few_areas_stop_a_single_request():
    data = england("rate")
    few = Indicators(data.observations.iloc[:4], areas=data.areas_table)
    text = (
        "adjusting for 1 covariate needs at least 5 areas in England with figures and the covariate; there are 4. "
        "Name fewer covariates, or load more areas."
    )
    with pytest.raises(TooFewAreasError, match=f"^{re.escape(text)}$"):
        need_adjusted(few, few.sorted, "rate", "deprivation")


def test_too_few_areas_are_a_warning_and_a_reason_in_a_table():
    data = england("rate", indicators=("x", "y"))
    frame = data.observations
    frame = frame[(frame["indicator_id"] == "x") | (frame["area_code"] < "E003")]
    data = Indicators(frame, areas=data.areas_table)
    found = need_adjusted(data, data.sorted, "rate", "deprivation")
    assert found.fits["reason"].tolist() == ["", "too_few_areas"]
    text = (
        "y (2013/14): not adjusted for need, because 3 areas with figures and every covariate are too few for "
        "1 covariate."
    )
    assert found.warnings == (text,)


def test_separation_withholds_the_row_and_says_why():
    data = england("rate", mark=np.repeat([0.0, 1.0], N // 2))
    frame = data.observations
    frame["numerator"] = np.where(np.arange(N) < N // 2, 40, 0)
    frame["value"] = np.nan
    data = Indicators(frame, areas=data.areas_table)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = need_adjusted(data, data.sorted, "rate", "mark")
    assert set(found.reason) == {"did_not_converge"}
    text = (
        "x (2013/14): not adjusted for need, because mark tells exactly which areas have no events (or nothing else), "
        "so that no finite slope fits best."
    )
    assert found.warnings == (text,)


def test_without_any_event_there_is_no_variation_to_explain_and_nothing_to_say():
    data = england("rate")
    frame = data.observations.assign(numerator=0, value=0.0)
    data = Indicators(frame, areas=data.areas_table)
    found = need_adjusted(data, data.sorted, "rate", "deprivation")
    assert set(found.reason) == {"no_variation"}
    assert found.warnings == ()


def test_a_search_that_runs_away_withholds_the_row_and_says_so():
    data = england("rate", doubling=1.4 ** np.arange(N), periods=("2013/14", "2014/15"))
    frame = data.observations.assign(denominator=1e7)
    frame["numerator"] = [1_000_000, 10_000, 100] + [1] * (N - 3) + [20] * N
    frame["value"] = np.nan
    data = Indicators(frame, areas=data.areas_table)
    found = need_adjusted(data, data.sorted, "rate", "doubling")
    assert found.fits["reason"].tolist() == ["did_not_converge", ""]
    assert found.warnings[0] == (
        "x (2013/14): not adjusted for need, because the search for the slopes of doubling did not settle."
    )


def test_areas_without_a_network_area_say_nothing_of_networks():
    climate = np.repeat([1.0, 2, 3], N // 3) + np.random.default_rng(1).normal(0, 0.2, N)
    data = england("rate", climate=climate)
    assert len(said(data, "climate")) == 1
    assert said(with_areas(data, network_area=""), "climate") == ()
    assert said(with_areas(data, network_area=None), "climate") == ()
    some = np.where(np.arange(N) % 2 == 0, NETWORKS, "")
    assert len(said(with_areas(data, network_area=some), "climate")) == 1


def test_no_rows_give_no_numbers():
    data = england("rate")
    nothing = data.sorted.rows(np.zeros(N, dtype=bool))
    found = need_adjusted(data, nothing, "rate", "deprivation")
    assert found.measured.size.size == found.reason.size == len(found.slopes) == 0


def test_an_unknown_covariate_stops():
    data = england("rate")
    with pytest.raises(OptionError, match="Did you mean 'deprivation'"):
        need_adjusted(data, data.sorted, "rate", "depravation")


# ---- what a reader must know


def said(data, need_asked, statistic="rate"):
    return need_adjusted(data, data.sorted, statistic, need_asked).warnings


def test_nothing_is_said_where_nothing_is_wrong():
    assert said(england("rate"), "deprivation") == ()


def test_a_covariate_that_differs_between_networks_is_named():
    data = england("rate", climate=np.repeat([1.0, 2, 3], N // 3) + np.random.default_rng(1).normal(0, 0.2, N))
    found = said(data, ["deprivation", "climate"])
    assert len(found) == 1
    assert re.fullmatch(
        r"x \(2013/14\): 9\d% of the variance of climate lies between network areas, so that need and network are hard "
        r"to tell apart; the adjustment may take away part of a difference between networks\.",
        found[0],
    )


def test_few_areas_for_each_coefficient_are_said():
    data = england("rate", a=np.random.default_rng(1).normal(size=N))
    small = Indicators(data.observations.iloc[::3], areas=data.areas_table)
    text = (
        "x (2013/14): 3 coefficients of the need adjustment rest on 20 areas; with fewer than 10 areas for each the "
        "adjustment follows chance in part."
    )
    assert said(small, ["deprivation", "a"])[0] == text


def test_covariates_that_go_together_are_named():
    data = england("rate")
    close = data.areas_table["deprivation"] + np.random.default_rng(1).normal(0, 0.5, N)
    data = with_areas(data, poverty=close)
    text = (
        "x (2013/14): deprivation and poverty go together so closely that their slopes cannot be told apart; what they "
        "explain together stands."
    )
    assert said(data, ["deprivation", "poverty"]) == (text,)


def test_an_area_that_rules_its_own_expected_figure_is_named():
    data = england("rate")
    far = data.areas_table["deprivation"].where(np.arange(N) != 3, 500.0)
    found = said(with_areas(data, deprivation=far), "deprivation")
    assert len(found) == 1
    assert re.fullmatch(
        r"x \(2013/14\): area E003 lies so far out in deprivation that it sets (9\d|100)% of its own expected figure; "
        r"its adjusted value says little\.",
        found[0],
    )


def test_one_sentence_serves_all_indicators_and_periods():
    data = england("rate", indicators=("x", "y"), periods=("2013/14", "2014/15"))
    close = data.areas_table["deprivation"] + np.random.default_rng(1).normal(0, 0.5, N)
    found = said(with_areas(data, poverty=close), ["deprivation", "poverty"])
    assert len(found) == 1
    assert found[0].startswith("x, y: ")
    alone = said(with_areas(data, poverty=close).select(indicator="y"), ["deprivation", "poverty"])
    assert alone[0].startswith("y (2013/14, 2014/15): ")


def test_the_share_between_networks_is_that_of_an_analysis_of_variance():
    # 0, 2 and 4, 6: mean square within 2, variance 20/3: 1 - 2/(20/3).
    assert network_share(np.array([0.0, 2, 4, 6]), np.array([0, 0, 1, 1])) == pytest.approx(0.7)
    assert network_share(np.array([0.0, 2, 0, 2]), np.array([0, 0, 1, 1])) == 0
    assert np.isnan(network_share(np.array([0.0, 2]), np.array([0, 0])))
    assert np.isnan(network_share(np.array([0.0, 2]), np.array([-1, -1])))


def test_without_an_areas_table_nothing_is_said_of_networks():
    data = england("rate")
    frame = data.observations.merge(data.areas_table[["area_code", "deprivation"]], on="area_code", validate="m:1")
    plain = Indicators(frame)
    assert need_adjusted(plain, plain.sorted, "rate", "deprivation").warnings == ()
