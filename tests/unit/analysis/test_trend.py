"""What a series promises: levels by the law of the table, spread on common areas, open gaps, no hidden joins."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import scnvariation as scn
from scnvariation.analysis.trend_series import with_open_gaps

YEARS = ("2011/12", "2012/13", "2013/14", "2014/15")


def series(periods=YEARS, n_areas=24, *, statistic="rate", seed=8):
    """Give areas in four network areas that keep their rates over the years."""
    rng = np.random.default_rng(seed)
    rate = 0.05 * rng.gamma(30, 1 / 30, n_areas)
    people = rng.integers(3000, 9000, n_areas)
    codes = [f"A{k:02d}" for k in range(n_areas)]
    frames = [
        pd.DataFrame(
            {
                "area_code": codes,
                "area_name": [f"Area {code}" for code in codes],
                "period": period,
                "numerator": rng.poisson(people * rate),
                "denominator": people,
            }
        )
        for period in periods
    ]
    areas = pd.DataFrame({"area_code": codes, "network_area": [f"N{k % 4}" for k in range(n_areas)]})
    frame = pd.concat(frames, ignore_index=True).assign(indicator_id="x", statistic=statistic)
    return scn.Indicators(frame, areas=areas)


def test_levels_are_those_of_a_variation_table_of_network_areas():
    data = series()
    table = scn.variation(data, by=["indicator_id", "period", "network_area"], simulations=0, intervals=False).groups
    found = scn.trend(data, simulations=0).levels.query("kind == 'network_area'").sort_values(["period", "place"])
    table = table.sort_values(["period", "network_area"])
    for ours, theirs in (
        ("value", "rate"),
        ("lower", "rate_lower"),
        ("ratio", "rate_ratio"),
        ("ratio_upper", "rate_ratio_upper"),
    ):
        assert_allclose(found[ours], table[theirs], rtol=1e-12, err_msg=ours)


def test_spread_is_that_of_a_variation_table():
    data = series()
    table = scn.variation(data).groups
    found = scn.trend(data).spread
    for name in ("scv", "typical_gap", "typical_gap_lower", "p90_p10", "p90_p10_chance", "p90_p10_chance_upper"):
        assert_allclose(found[name], table[name], rtol=1e-12, err_msg=name)


def test_the_box_is_made_of_area_values_by_type_seven():
    data = series()
    found = scn.trend(data, simulations=0).spread
    values = data.observations.query("period == '2012/13'")["value"]
    row = found.set_index("period").loc["2012/13"]
    wanted = values.quantile([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])
    names = ["minimum", "p5", "p25", "median", "p75", "p95", "maximum"]
    assert_allclose(row[names].to_numpy(float), wanted.to_numpy())


def test_england_and_its_rest_by_hand():
    """Three areas of 100 people: 10, 20 and 60 events; N is the first, the rest has 80 of 200."""
    frame = pd.DataFrame(
        {
            "area_code": list("ABC") * 2,
            "period": ["2013/14"] * 3 + ["2014/15"] * 3,
            "numerator": [10, 20, 60] * 2,
            "denominator": 100,
            "statistic": "rate",
            "indicator_id": "x",
        }
    )
    areas = pd.DataFrame({"area_code": list("ABC"), "network_area": ["N", "M", "M"]})
    found = scn.trend(scn.Indicators(frame, areas=areas), network_area="N", simulations=0).levels
    last = found[found["period"] == "2014/15"].set_index("kind")
    assert_allclose(last.loc["england", ["numerator", "denominator", "value"]].to_numpy(float), [90, 300, 0.3])
    assert_allclose(last.loc["rest", "value"], 0.4)
    assert_allclose(last.loc["network_area", "ratio"], 0.25)
    assert np.isnan(last.loc["england", "ratio"])


def test_kinds_of_places_follow_the_call():
    data = series()
    assert set(scn.trend(data, simulations=0).levels["kind"]) == {"england", "network_area"}
    one = scn.trend(data, network_area="N3", simulations=0).levels
    assert one.drop_duplicates("place")["place"].tolist() == ["England", "The rest of England", "N3"]
    few = scn.trend(data.select(network_area="N3"), simulations=0).levels
    assert (few.drop_duplicates("place")["kind"] == "area").sum() == 6


def test_network_areas_without_a_selected_area_are_not_followed():
    """Who selects one network area has not asked for the eleven others; England stays."""
    levels = scn.trend(series().select(network_area="N3"), simulations=0).levels
    assert set(levels.loc[levels["kind"] == "network_area", "place"]) == {"N3"}
    assert "England" in set(levels["place"])


def test_a_few_selected_areas_have_the_interval_of_their_own_chance():
    """Byar's interval as `rates` gives it; the interval of a place of areas would carry the variation between them."""
    data = series()
    part = data.select(network_area="N1")
    found = scn.trend(part, simulations=0).levels.query("place == 'Area A01'")
    own = scn.rates(part, levels=(0.95,)).areas.query("area_code == 'A01'").sort_values("period")
    assert_allclose(found["lower"], own["lower_95"])
    assert_allclose(found["upper"], own["upper_95"])
    assert (found["ratio_lower"] < found["ratio"]).all()
    assert (found["ratio_upper"] > found["ratio"]).all()


def test_an_area_without_events_has_a_ratio_of_zero_with_an_upper_limit():
    data = series()
    frame = data.observations
    frame.loc[(frame["area_code"] == "A01") & (frame["period"] == "2014/15"), ["numerator", "value"]] = 0
    frame = frame[["indicator_id", "period", "area_code", "area_name", "numerator", "denominator", "statistic"]]
    part = scn.Indicators(frame, areas=data.areas).select(network_area="N1")
    row = scn.trend(part, simulations=0).levels.query("place == 'Area A01'").iloc[-1]
    assert (row["ratio"], row["ratio_lower"]) == (0, 0)
    assert 0 < row["ratio_upper"] < 1


def test_five_years_back_and_no_further():
    data = series(("2007/08", "2008/09", "2009/10", "2012/13", "2014/15"))
    found = scn.trend(data, simulations=0)
    assert found.periods[0] == "2009/10"
    assert "2 periods before 2009/10, more than five years back, are not shown" in found.notes
    with pytest.raises(scn.OptionError, match="more than five years before"):
        scn.trend(data, baseline="2008/09")


def test_a_baseline_starts_the_series():
    found = scn.trend(series(), baseline="2013/14", simulations=0)
    assert found.periods == ("2013/14", "2014/15")
    assert "From the baseline 2013/14" in found.notes
    assert "2 periods only: at least 3 are needed to speak of a trend" in found.notes
    with pytest.raises(scn.OptionError, match="baseline='2010/11' is not in the data"):
        scn.trend(series(), baseline="2010/11")


def test_missing_periods_stay_open():
    """B097: a line must not be drawn across a year that is not there."""
    data = series(("2011/12", "2013/14", "2014/15"))
    found = scn.trend(data, simulations=0)
    assert found.periods == YEARS
    gap = found.spread.set_index("period").loc["2012/13"]
    assert gap["reason"] == "period_gap"
    assert gap["n_areas"] == 0
    assert np.isnan(gap["typical_gap"])
    assert str(gap["period_start"].date()) == "2012-04-01"
    places = found.levels[found.levels["period"] == "2012/13"]
    assert (places["reason"] == "period_gap").all()
    assert places["place"].tolist() == ["England", "N0", "N1", "N2", "N3"]
    assert found.levels["place"].tolist() == [name for name in places["place"] for _ in YEARS]
    assert "1 period is missing from the series and stays open: 2012/13" in found.notes


def test_without_gaps_nothing_is_put_in():
    table = pd.DataFrame({"period": ["2013"], "place": ["A"], "kind": ["area"], "reason": [""]})
    pd.testing.assert_frame_equal(with_open_gaps(table, ["2013"], []), table)


def test_overlapping_periods_are_refused():
    """B093: rolling years share events."""
    with pytest.raises(scn.OptionError, match="overlapping_periods: '2011-13' and '2012-14' share time"):
        scn.trend(series(("2011-13", "2012-14")))


def test_a_register_carried_forward_has_no_trend():
    """B145: one figure repeated in every period of every area."""
    data = series()
    frame = data.observations
    first = frame.query("period == '2011/12'").set_index("area_code")["numerator"]
    frame["numerator"] = frame["area_code"].map(first)
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    found = scn.trend(scn.Indicators(frame, areas=data.areas), simulations=0)
    assert (found.spread["reason"] == "constant_series").all()
    assert (found.levels["reason"] == "constant_series").all()
    assert found.spread["typical_gap"].isna().all()
    assert found.levels["value"].notna().all()
    assert found.levels["lower"].isna().all()
    assert any("register carried forward" in note for note in found.notes)
    assert isinstance(found.text(), str)


def test_one_place_that_never_changes_is_marked_alone():
    data = series()
    frame = data.observations
    still = frame["area_code"].isin([f"A{k:02d}" for k in range(0, 24, 4)])
    frame.loc[still, "numerator"] = 200
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    levels = scn.trend(scn.Indicators(frame, areas=data.areas), simulations=0).levels
    assert set(levels.loc[levels["reason"] == "constant_series", "place"]) == {"N0"}


def test_spread_is_of_the_areas_in_every_period_and_levels_of_all():
    """B088, B159: an area that comes or goes would change spread by itself."""
    data = series()
    frame = data.observations
    frame = frame[~((frame["area_code"] == "A05") & (frame["period"] == "2011/12"))]
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    found = scn.trend(scn.Indicators(frame, areas=data.areas), simulations=0)
    assert found.spread["n_areas"].tolist() == [23] * 4
    assert found.levels.query("kind == 'england'")["n_areas"].tolist() == [23, 24, 24, 24]
    assert "Spread is that of the 23 of 24 areas with a figure in each of 4 periods" in found.notes
    assert found.excluded[["period", "area_code", "reason"]].values.tolist() == [["2011/12", "A05", "missing"]]


def test_series_of_other_areas_are_refused():
    """Most areas replaced: the last period is about other places."""
    data = series()
    frame = data.observations
    later = frame["period"].isin(["2013/14", "2014/15"])
    frame.loc[later, "area_code"] = "B" + frame.loc[later, "area_code"].str[1:]
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    with pytest.raises(scn.DataError, match=r"24 areas left .*; 24 areas joined .*data.rebuilt\(\)"):
        scn.trend(scn.Indicators(frame))


def test_one_area_has_levels_but_no_spread():
    data = series(n_areas=24)
    frame = data.observations.query("area_code == 'A00'")
    frame = frame[["indicator_id", "period", "area_code", "numerator", "denominator", "statistic"]]
    found = scn.trend(scn.Indicators(frame), simulations=0)
    assert (found.spread["reason"] == "too_few_areas").all()
    assert found.levels["value"].notna().all()
    assert "not computed because" in found.table()["Note"].iloc[0]


def test_nothing_to_use_is_refused():
    frame = pd.DataFrame(
        {
            "area_code": list("AB") * 2,
            "period": ["2013/14"] * 2 + ["2014/15"] * 2,
            "numerator": np.nan,
            "denominator": 9.0,
        }
    )
    with pytest.raises(scn.TooFewAreasError, match="has no area with a figure that can be used in 2 periods"):
        scn.trend(frame, statistic="rate")


def test_zero_events_are_a_level_and_no_variation():
    frame = pd.DataFrame(
        {
            "area_code": list("ABCD") * 3,
            "period": np.repeat(YEARS[:3], 4),
            "numerator": [0] * 4 + [1, 2, 3, 4] * 2,
            "denominator": 1000,
        }
    )
    found = scn.trend(frame, statistic="rate", simulations=20)
    assert found.levels["value"].iloc[0] == 0
    assert found.spread["typical_gap"].iloc[0] == 1


def test_one_side_in_all_periods():
    """England crosses a half: were the rarer side counted in each period, spread would seem to jump."""
    counts = [[400, 450, 470, 480, 520, 430, 440, 500], [560, 540, 530, 580, 520, 570, 590, 600]]
    frame = pd.DataFrame(
        {
            "area_code": list("ABCDEFGH") * 2,
            "period": np.repeat(YEARS[:2], 8),
            "numerator": np.ravel(counts),
            "denominator": 1000,
        }
    )
    found = scn.trend(frame, statistic="proportion", simulations=0)
    assert set(found.spread["side"]) == {"complement"}


def test_one_period_is_a_level_and_no_series():
    found = scn.trend(series(("2014/15",)), simulations=0)
    assert found.title() == "x, 2014/15"
    assert re.search(r"England: [\d,]+ \([\d,]+ to [\d,]+\) per 100,000 in 2014/15\.", found.text())
    assert "1 period only: at least 3 are needed to speak of a trend" in found.notes


def test_neither_order_nor_seed_of_others_matter():
    data = series()
    frame = data.observations.sample(frac=1, random_state=1)
    frame = frame[["indicator_id", "period", "area_code", "area_name", "numerator", "denominator", "statistic"]]
    one, other = scn.trend(data), scn.trend(scn.Indicators(frame, areas=data.areas))
    pd.testing.assert_frame_equal(one.spread, other.spread)
    pd.testing.assert_frame_equal(one.levels, other.levels)


def test_tables_and_sentences():
    found = scn.trend(series())
    headline = found.table()
    assert headline["Period"].tolist() == list(YEARS)
    assert (
        headline["P90/P10 [chance alone, 95% of draws]"]
        .str.match(r"^\d\.\d\d \[\d\.\d\d, \d\.\d\d to \d\.\d\d\]$")
        .all()
    )
    assert len(found.table("levels")) == 20
    assert len(found.table("full")) == 4
    assert "England went from " in found.text()
    assert "whether that is more than chance is for a paired test of two periods (see change)." in found.text()
    assert repr(found) == "<TrendResult: x, 2011/12 to 2014/15, 4 periods, 24 areas, 0 excluded>"
    assert found.alt_text().startswith(
        "Series of 4 periods: x, 2011/12 to 2014/15. Levels of England and 4 more places."
    )
    assert found.title() == "x, 2011/12 to 2014/15"
    assert found.caption().startswith("Spread of 24 areas. Intervals at 95%; those of places of several areas carry")
    with pytest.raises(scn.OptionError, match="kind='wide' is not known"):
        found.table("wide")


def test_a_named_network_area_is_followed_in_words():
    said = scn.trend(series(), network_area="N2", simulations=0).text()
    assert "N2 went from " in said
    assert "times the rest of England." in said
    assert "Too few areas or events to say how much areas differ." in said  # six areas


@pytest.mark.parametrize("name", ["{0.__class__}", "%s", "<i>y</i>", r"\g<0>"])
def test_hostile_names_are_only_text(name):
    data = series()
    areas = data.areas.assign(network_area=data.areas["network_area"].replace("N0", name))
    found = scn.trend(data.with_areas(areas), network_area=name, simulations=0)
    assert f"{name} went from" in found.text()
    assert "<i>" not in found._repr_html_()


def test_means_have_levels_in_their_units():
    """Weights by precision: 10 and 12 with errors 1 and 2 give (10 + 12/4)/(1 + 1/4) = 10.4."""
    frame = pd.DataFrame(
        {
            "area_code": list("AB") * 3,
            "period": np.repeat(YEARS[:3], 2),
            "value": [10.0, 12, 11, 12, 10, 13],
            "se": [1.0, 2] * 3,
        }
    )
    found = scn.trend(frame, statistic="estimate", simulations=0)
    assert_allclose(found.levels["value"].iloc[0], 10.4)
    assert found.levels["numerator"].isna().all()


def test_settings_run_it_again():
    data = series()
    found = scn.trend(data, network_area="N1", seed=3)
    options = {k: v for k, v in found.settings.options.items() if k != "indicator"}
    pd.testing.assert_frame_equal(scn.trend(data, **options).spread, found.spread)


def test_a_plain_frame_says_what_england_is():
    """The word stands only where England is meant: otherwise it is the areas given, or those selected."""
    frame = series().observations[["area_code", "period", "numerator", "denominator"]]
    given = "England here is all 24 areas given."
    assert given in scn.trend(frame, statistic="rate", simulations=0).text()
    assert given in scn.change(frame, statistic="rate", baseline="2011/12", simulations=0).text()
    assert given in scn.overview(frame, statistic="rate").text()
    some = scn.trend(series().select(network_area="N1"), reference="these_areas", simulations=0).text()
    assert "England here is the areas selected." in some
    assert "England here" not in scn.trend(series(), simulations=0).text()
