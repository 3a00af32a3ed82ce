"""The figures of a pack are those of the notebook functions, to the digit, whatever was selected and in any order."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import scnvariation as scn
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.contract.reasons import REASONS
from scnvariation.errors import OptionError
from scnvariation.indicators import Indicators

MOMENT = "2014/15 Q4"
TABLES = (
    *("indicators", "areas", "funnels", "limits", "variation", "levels", "change", "spread_change", "shares"),
    *("volume", "excluded", "past_counts"),
)
KEYS = ["indicator_id", "period"]
#: A proportion, a standardised rate, a ratio, a rate, an estimate and a mean.
KINDS = ["ccg_ois:3.5", "ccg_ois:1.2", "ccg_ois:1.4", "sample:hf_admissions", "ccg_ois:1.10", "nhs_of:4.5"]
#: Many funnels in one pass add up in another order than one alone: the last of sixteen digits may differ.
TO_THE_DIGIT = 1e-9


@pytest.fixture(scope="module")
def data() -> Indicators:
    return scn.load_sample()


@pytest.fixture(scope="module")
def figures(data: Indicators) -> PackFigures:
    return pack_figures(data, as_at=MOMENT)


@pytest.fixture(scope="module")
def few(data: Indicators) -> Indicators:
    """Take one indicator of each kind, where packs are made again and again."""
    return data.select(indicator=KINDS)


@pytest.fixture(scope="module")
def shown(data: Indicators, figures: PackFigures) -> Indicators:
    """Select as a notebook would."""
    lines = figures.indicators
    return data.select(period=dict(zip(lines["indicator_id"], lines["period"], strict=True)))


def rows_of(table: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return table[table["indicator_id"] == indicator].reset_index(drop=True)


@pytest.mark.parametrize("indicator", KINDS)
def test_areas_and_limits_are_those_of_funnel(figures: PackFigures, data: Indicators, indicator: str) -> None:
    mine = rows_of(figures.areas, indicator)
    one = scn.funnel(data, indicator, period=mine["period"].iloc[0])
    theirs = one.areas.sort_values(["network_area", "area_code"], ignore_index=True)
    columns = [
        *("area_code", "area_name", "network_area", "numerator", "denominator", "value", "size", "z", "p_value"),
        *("status", "z_adjusted", "p_adjusted", "status_adjusted", "judgement"),
    ]
    assert_frame_equal(mine[columns], theirs[columns], rtol=TO_THE_DIGIT, atol=0)
    computed = mine["status"] != "not_computed"
    assert mine.loc[computed, "benchmark"].to_numpy() == pytest.approx(one.benchmark, rel=TO_THE_DIGIT)
    assert (mine.loc[computed, "flag_basis"] == one.flag_basis).all()
    assert set(mine.loc[mine["side"] != 0, "area_code"]) == set(one.outliers()["area_code"])
    lines = rows_of(figures.limits, indicator)[list(one.limits.columns)]
    assert_frame_equal(lines, one.limits, check_exact=True)
    row = rows_of(figures.funnels, indicator).iloc[0]
    expected = (one.phi, one.tau2, one.dispersion.p)
    assert tuple(row[["phi", "tau2", "dispersion_p"]]) == pytest.approx(expected, rel=TO_THE_DIGIT)
    assert (row["systemic"], row["n_areas"]) == (one.systemic, len(one.computed))
    assert row["n_outside"] == one.n_outside("status")
    assert row["n_outside_adjusted"] == one.n_outside("status_adjusted")


def test_judgements_are_those_of_the_overview(figures: PackFigures, data: Indicators) -> None:
    rug = scn.overview(data, as_at=MOMENT).cells.rename(columns={"place": "area_code"})
    columns = [*KEYS, "area_code", "judgement", "flag_basis", "reason"]
    order = columns[:3]
    mine = figures.areas[columns].sort_values(order, ignore_index=True)
    assert_frame_equal(mine, rug[columns].sort_values(order, ignore_index=True))


def test_intervals_are_those_of_rates(figures: PackFigures, shown: Indicators) -> None:
    theirs = scn.rates(shown).areas.sort_values([*KEYS, "area_code"], ignore_index=True)
    mine = figures.areas.sort_values([*KEYS, "area_code"], ignore_index=True)
    for name, end in (("interval_lower", "lower_95"), ("interval_upper", "upper_95")):
        pd.testing.assert_series_equal(mine[name], theirs[end], check_names=False, check_exact=True)


def test_variation_is_that_of_variation(figures: PackFigures, shown: Indicators) -> None:
    for place, by in ((False, KEYS), (True, [*KEYS, "network_area"])):
        theirs = scn.variation(shown, by=by).groups
        mine = figures.variation[(figures.variation["network_area"] != ENGLAND) == place][list(theirs.columns)]
        order = [*by, "adjustment"]
        assert_frame_equal(
            mine.sort_values(order, ignore_index=True),
            theirs.sort_values(order, ignore_index=True),
            check_exact=True,
        )


@pytest.mark.parametrize("indicator", KINDS)
def test_levels_are_those_of_trend(figures: PackFigures, data: Indicators, indicator: str) -> None:
    """England's is the published figure where there is one, with the width that its areas give."""
    found = scn.trend(data, indicator, simulations=0).levels
    theirs = found[found["kind"].isin(["england", "network_area"])].rename(columns={"place": "network_area"})
    mine = rows_of(figures.levels, indicator)
    columns = list(mine.columns.drop("indicator_id"))
    order = ["network_area", "period_end"]
    assert_frame_equal(
        mine[columns].sort_values(order, ignore_index=True),
        theirs[columns].sort_values(order, ignore_index=True),
        check_exact=True,
    )


def test_past_counts_add_up_to_the_levels(figures: PackFigures) -> None:
    """Disclosure control looks at the counts behind every total that earlier periods show."""
    order = [*KEYS, "network_area"]
    sums = figures.past_counts.groupby(order, as_index=False)[["numerator", "denominator"]].sum(min_count=1)
    shown = figures.levels[(figures.levels["network_area"] != ENGLAND) & (figures.levels["reason"] == "")]
    latest = dict(zip(figures.indicators["indicator_id"], figures.indicators["period"], strict=True))
    past = shown[shown["indicator_id"].map(latest) != shown["period"]]
    assert_frame_equal(
        sums[sums["network_area"] != ""].sort_values(order, ignore_index=True),
        past[[*order, "numerator", "denominator"]].sort_values(order, ignore_index=True),
    )


@pytest.mark.parametrize("indicator", KINDS)
def test_change_is_that_of_change(figures: PackFigures, data: Indicators, indicator: str) -> None:
    mine, spread = rows_of(figures.change, indicator), rows_of(figures.spread_change, indicator)
    baseline, period = mine["baseline"].iloc[0], mine["period"].iloc[0]
    assert (baseline, period) in {("2013/14", "2014/15"), ("2013/14 Q4", "2014/15 Q4")}
    found = scn.change(data, indicator, baseline=baseline, period=period)
    assert_frame_equal(mine[list(found.trajectories)], found.trajectories, check_exact=True)
    assert_frame_equal(spread[list(found.change)], found.change, check_exact=True)
    assert (spread["baseline_period"] == baseline).all()


@pytest.mark.parametrize("indicator", ["ccg_ois:3.5", "nhs_of:4.5"])
def test_shares_are_those_of_shares(figures: PackFigures, shown: Indicators, indicator: str) -> None:
    mine = rows_of(figures.shares, indicator)
    found = scn.shares(shown, indicator)
    assert_frame_equal(mine[list(found.shares)], found.shares, check_exact=True)
    assert (mine["reliability"] == found.reliability).all()


def test_volume_is_a_plain_sum(figures: PackFigures, data: Indicators) -> None:
    """Of the areas with a figure; the shares of network areas and of unmapped areas make up England."""
    volume = rows_of(figures.volume, "ccg_ois:3.5")
    wessex = volume[volume["network_area"] == "Wessex"].iloc[0]
    rows = data.select(indicator="ccg_ois:3.5", period=MOMENT, network_area="Wessex").observations
    assert wessex["numerator"] == rows["numerator"].sum()
    assert wessex["denominator"] == rows["denominator"].sum()
    england = rows_of(data.reference.england, "ccg_ois:3.5")
    events = england.loc[england["period"] == MOMENT, "numerator"].iloc[0]
    assert wessex["share_of_events"] == rows["numerator"].sum() / events
    assert volume["share_of_events"].sum() == pytest.approx(1)
    assert rows_of(figures.volume, "nhs_of:4.5")["numerator"].isna().all()


def test_excess_is_the_count_less_what_the_benchmark_lets_expect(figures: PackFigures, data: Indicators) -> None:
    """No count, no excess: means and estimates have none, nor has a rate standardised for age."""
    statistic = figures.areas["indicator_id"].map(data.fact("statistic"))
    counted = statistic.isin(["proportion", "rate", "ratio"]) & (figures.areas["status"] != "not_computed")
    assert figures.areas.loc[~counted, "excess"].isna().all()
    row = figures.areas[counted].iloc[0]
    assert row["excess"] == row["numerator"] - row["denominator"] * row["benchmark"]
    whole = figures.areas[counted & (figures.areas["indicator_id"] == "ccg_ois:3.5")]["excess"].sum()
    assert whole == pytest.approx(0, abs=1e-6)  # England is the sum of its areas


def part_of(figures: PackFigures, name: str, indicators: list[str]) -> pd.DataFrame:
    whole: pd.DataFrame = getattr(figures, name)
    return whole[whole["indicator_id"].isin(indicators)].reset_index(drop=True)


def test_a_selection_narrows_packs_and_no_number(figures: PackFigures, few: Indicators) -> None:
    """Network areas are judged against England, and England stays what it is."""
    one = pack_figures(few.select(network_area="Wessex"), as_at=MOMENT)
    assert one.network_areas == ("Wessex",)
    for name in TABLES:
        assert_frame_equal(getattr(one, name), part_of(figures, name, KINDS), rtol=TO_THE_DIGIT)


def test_a_network_narrows_the_indicators(few: Indicators) -> None:
    """With those that serve all networks, as `select` does."""
    data = few.select(indicator=["ccg_ois:1.10", "nhs_of:4.5"])
    one = pack_figures(data, network="cancer")
    assert one.indicators["indicator_id"].tolist() == ["ccg_ois:1.10"]
    assert one.networks == ("cancer",)
    assert set(data.select(network="cancer").catalogue["indicator_id"]) == {"ccg_ois:1.10"}
    assert pack_figures(data.select(network="cancer")).networks == ("cancer",)
    with pytest.raises(OptionError, match="gardening"):
        pack_figures(data, network="gardening")


def test_indicators_that_serve_all_are_in_the_pack_of_a_network(data: Indicators) -> None:
    some = data.select(indicator=["ccg_ois:1.10", "ccg_ois:5.3", "nhs_of:4.5"])
    assert pack_figures(some, network="cancer").indicators["indicator_id"].tolist() == ["ccg_ois:1.10", "ccg_ois:5.3"]


def test_every_pack_has_a_network_and_a_place(figures: PackFigures) -> None:
    assert figures.networks == (
        *("cancer", "cardiovascular", "maternity_children"),
        "mental_health_dementia_neurology",
    )
    assert len(figures.network_areas) == 12
    assert figures.network_areas == tuple(sorted(figures.network_areas))
    assert figures.indicators["domain"].is_monotonic_increasing


def test_the_order_of_rows_changes_nothing(data: Indicators) -> None:
    indicators = ["ccg_ois:3.5", "ccg_ois:1.4", "nhs_of:4.5", "ccg_ois:1.25"]
    whole = pd.concat([data.observations, data.reference.published], ignore_index=True)
    whole = whole[whole["indicator_id"].isin(indicators)].drop(columns=["period_start", "period_end"])
    whole["statistic"] = whole["indicator_id"].map(data.fact("statistic"))

    def made(frame: pd.DataFrame) -> PackFigures:
        return pack_figures(Indicators(frame, catalogue=data.catalogue, areas=data.areas_table), simulations=20)

    first, second = made(whole), made(whole.sample(frac=1, random_state=7))
    assert len(first.excluded)
    for name in TABLES:
        assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)
    assert first.notes == second.notes
    assert dict(first.rows) == dict(second.rows)
    assert first.settings.input_hash == second.settings.input_hash


def test_every_row_of_the_periods_shown_is_used_or_excluded_once(figures: PackFigures, shown: Indicators) -> None:
    rows = pd.MultiIndex.from_frame(shown.observations[[*KEYS, "area_code"]])
    used = figures.areas[figures.areas["reason"] == ""]
    out = figures.excluded[figures.excluded["analysis"].isin(["reading", "areas"])]
    told = pd.MultiIndex.from_frame(pd.concat([used, out])[[*KEYS, "area_code"]])
    assert told.is_unique
    assert set(told) == set(rows)
    assert (out["reason"] != "").all()


def test_no_row_is_told_twice(figures: PackFigures) -> None:
    """An analysis does not repeat what an earlier one has left out already."""
    of_areas = figures.excluded[figures.excluded["area_code"] != ""]
    assert not of_areas.duplicated([*KEYS, "area_code"]).any()
    assert set(figures.excluded["reason"]) <= set(REASONS)


def test_rows_read_are_rows_used_and_rows_left_out(figures: PackFigures, data: Indicators) -> None:
    rows = dict(figures.rows)
    assert rows["read"] == data.source.rows_read
    assert rows.pop("read") == sum(rows.values())
    assert rows["suppressed"] == 17  # as the sample says of itself
    assert list(rows)[1:] == [code for code in REASONS if code in rows]


def test_standing_agrees_with_the_limits_of_the_pack(figures: PackFigures) -> None:
    """An area is outside since some period if and only if it is outside now."""
    areas = figures.areas
    assert ((areas["since"] != "") == (areas["side"] != 0)).all()
    new = areas[areas["is_new"]]
    assert (new["since"] == new["period"]).all()
    high = areas[areas["persistent"] == "high"]
    assert len(high) > 0
    assert (high["periods_outside"] >= 1).all()


def test_settings_are_enough_to_run_it_again(figures: PackFigures, data: Indicators) -> None:
    options = dict(figures.settings.options)
    assert options["as_at"] == MOMENT
    again = pack_figures(data.select(indicator="ccg_ois:3.5"), **options)  # type: ignore[arg-type]
    assert_frame_equal(again.shares, rows_of(figures.shares, "ccg_ois:3.5"))


def test_figures_can_be_sent_to_another_process(data: Indicators) -> None:
    """Packs are written by several processes from figures computed once."""
    figures = pack_figures(data.select(indicator="ccg_ois:1.10"), simulations=0)
    sent = pickle.loads(pickle.dumps(figures))  # noqa: S301 - our own, never from a file
    for name in TABLES:
        assert_frame_equal(getattr(sent, name), getattr(figures, name))
    assert sent.settings == figures.settings
    assert sent.infos == figures.infos
