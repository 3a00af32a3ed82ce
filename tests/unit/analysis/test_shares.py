"""What shares promise: who enters, what stops a call, what is said, and that order and names change nothing."""

from __future__ import annotations

import dataclasses
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import chdtrc

import scnvariation as scn
from scnvariation.analysis.shares import shares
from scnvariation.analysis.shares_result import SharesResult
from scnvariation.analysis.shares_tables import effect_words
from scnvariation.analysis.shares_words import percent, places_words, range_words
from scnvariation.errors import OptionError, TooFewAreasError
from scnvariation.indicators import Indicators

NUMBERS = ["variance", "share", "share_of_true", "share_of_true_lower", "share_of_true_upper"]
TRUE = ["need", "between_networks", "within_networks"]


def england(seed: int = 5, *, networks: int = 12, each: int = 8, between: float = 0.2) -> pd.DataFrame:
    """Give counts of areas in networks with planted standard deviations: between, 0.15 within, 0.15 with need."""
    rng = np.random.default_rng(seed)
    network = np.repeat(np.arange(networks), each)
    need = rng.normal(size=network.size)
    effect = between * rng.normal(size=networks)[network] + 0.15 * rng.normal(size=network.size) + 0.15 * need
    size = rng.integers(20_000, 90_000, network.size)
    return pd.DataFrame(
        {
            "area_code": [f"A{k:03d}" for k in range(network.size)],
            "network_area": [f"N{k:02d}" for k in network],
            "deprivation": 20 + 8 * need,
            "numerator": rng.poisson(0.01 * size * np.exp(effect)),
            "denominator": size,
        }
    )


FRAME = england()


def split(frame: pd.DataFrame = FRAME, **options: Any) -> SharesResult:
    return shares(frame, **{"statistic": "rate", "draws": 200, **options})


@pytest.fixture(scope="module")
def with_need() -> Any:
    return split(need="deprivation")


class TestWhatIsGiven:
    def test_four_rows_and_their_shares(self, with_need: Any) -> None:
        """Shares of all sum to 1, shares of the true without chance too, and reliability is what is not chance."""
        table = with_need.shares.set_index("part")
        assert list(table.index) == ["chance", *TRUE]
        assert table["share"].sum() == pytest.approx(1)
        assert table["share_of_true"].sum() == pytest.approx(1)
        assert with_need.reliability == pytest.approx(1 - table.loc["chance", "share"])
        true = table.loc[TRUE]
        assert (true["share_of_true_lower"] < true["share_of_true"]).all()
        assert (true["share_of_true"] < true["share_of_true_upper"]).all()
        assert (true["population_upper"] - true["population_lower"]).loc["between_networks"] > (
            true["share_of_true_upper"] - true["share_of_true_lower"]
        ).loc["between_networks"]

    def test_chance_is_the_mean_of_one_over_the_events_expected(self, with_need: Any) -> None:
        """Within a tenth: the level of the model is that of a middling area, not of the sum."""
        expected = FRAME["denominator"] * FRAME["numerator"].sum() / FRAME["denominator"].sum()
        assert with_need.shares["variance"].iloc[0] == pytest.approx((1 / expected).mean(), rel=0.1)

    def test_what_was_planted_is_found(self, with_need: Any) -> None:
        """Need .0225, between .04, within .0225: shares of .26, .47, .26, each inside the limits of the process."""
        table = with_need.shares.set_index("part").loc[TRUE]
        assert with_need.network_test.p < 0.001
        assert with_need.network_test.check_p < 0.001
        assert with_need.need_p < 0.001
        planted = np.array([0.26, 0.47, 0.26])
        assert (table["population_lower"] < planted).all()
        assert (table["population_upper"] > planted).all()

    def test_slopes_are_for_one_standard_deviation_and_per_unit(self, with_need: Any) -> None:
        row = with_need.slopes.iloc[0]
        assert row["covariate"] == "deprivation"
        assert row["sd"] == pytest.approx(FRAME["deprivation"].std())
        assert row["slope_per_unit"] == pytest.approx(row["slope"] / row["sd"])
        assert abs(row["slope"] - 0.15 * row["sd"] / 8) < 3 * row["slope_se"]

    def test_scaling_a_covariate_changes_no_share(self, with_need: Any) -> None:
        scaled = split(FRAME.assign(deprivation=FRAME["deprivation"] * 1000 - 7), need="deprivation")
        pd.testing.assert_frame_equal(scaled.shares, with_need.shares, rtol=1e-6)

    def test_without_need_its_row_says_that_it_was_not_measured(self) -> None:
        found = split()
        row = found.part("need")
        assert row["reason"] == "missing"
        assert np.isnan(row["share_of_true"])
        assert found.slopes.empty
        assert np.isnan(found.explained)
        assert "need" not in found.text().casefold()

    def test_settings_are_enough_to_run_it_again(self, with_need: Any) -> None:
        options = dict(with_need.settings.options)
        assert options["need"] == ("deprivation",)
        again = shares(
            FRAME,
            statistic=options["statistic"],
            need=options["need"],
            between=options["between"],
            draws=options["draws"],
            seed=options["seed"],
        )
        pd.testing.assert_frame_equal(again.shares, with_need.shares)


class TestAgainstTheReference:
    """200 areas in 12 networks with one covariate, simulated by recipe; figures computed apart from this library."""

    @pytest.fixture(scope="class")
    @staticmethod
    def nest() -> Any:
        frame = pd.read_csv(Path(__file__).parents[2] / "reference" / "inputs" / "nest.csv")
        renamed = frame.rename(columns={"observed": "numerator", "expected": "denominator", "need": "x"})
        named = renamed.assign(
            area_code=[f"A{k:03d}" for k in range(200)], network_area=[f"N{k:02d}" for k in frame["network"]]
        )
        return shares(named, statistic="ratio", need="x", draws=4000)

    def test_shares_of_the_true_variation(self, nest: Any) -> None:
        """The restricted model: need .1376, between .2947, within .5676, to .001."""
        np.testing.assert_allclose(nest.shares["share_of_true"].iloc[1:], [0.1376, 0.2947, 0.5676], atol=1e-3)

    def test_limits_for_the_areas_present(self, nest: Any) -> None:
        """Draws: to .01, with 4,000 of them."""
        limits = nest.shares[["share_of_true_lower", "share_of_true_upper"]].iloc[1:]
        np.testing.assert_allclose(limits, [[0.066, 0.227], [0.187, 0.398], [0.469, 0.675]], atol=0.01)

    def test_limits_for_networks_drawn_afresh(self, nest: Any) -> None:
        limits = nest.shares[["population_lower", "population_upper"]].iloc[1:]
        np.testing.assert_allclose(limits, [[0.061, 0.236], [0.141, 0.555], [0.352, 0.712]], atol=1e-3)

    def test_slope_and_test(self, nest: Any) -> None:
        """Slope .0778495 (.0128217) for one unit; likelihood ratio 42.4915, half of whose tail is 3.5e-11."""
        row = nest.slopes.iloc[0]
        assert row["slope_per_unit"] == pytest.approx(0.0778495, abs=1e-6)
        assert row["slope_se"] / row["sd"] == pytest.approx(0.0128217, abs=1e-6)
        assert nest.network_test.p == pytest.approx(0.5 * chdtrc(1, 42.4915), rel=0.01)

    def test_the_words_of_a_board(self, nest: Any) -> None:
        assert "Of the true differences between these areas, 14% (" in nest.text()
        assert "; 29% (" in nest.text()
        assert "; 57% (" in nest.text()


class TestOrderAndSeeds:
    def test_the_order_of_rows_changes_nothing(self, with_need: Any) -> None:
        shuffled = FRAME.sample(frac=1, random_state=3)
        pd.testing.assert_frame_equal(split(shuffled, need="deprivation").shares, with_need.shares)

    def test_the_names_of_networks_change_nothing_but_rounding(self, with_need: Any) -> None:
        """Networks are taken in the order of their names, so only sums differ in their last digits, and draws."""
        other = FRAME.assign(network_area=FRAME["network_area"].map(lambda name: f"Z{99 - int(name[1:])}"))
        found = split(other, need="deprivation").shares
        pd.testing.assert_frame_equal(
            found[["part", "variance", "share"]], with_need.shares[["part", "variance", "share"]], rtol=1e-6
        )

    def test_a_seed_fixes_the_draws_and_another_moves_only_the_ends(self, with_need: Any) -> None:
        other = split(need="deprivation", seed=1).shares
        assert not other["share_of_true_lower"].equals(with_need.shares["share_of_true_lower"])
        pd.testing.assert_series_equal(other["share_of_true"], with_need.shares["share_of_true"])

    def test_the_frame_given_is_not_changed(self) -> None:
        before = FRAME.copy(deep=True)
        split(need="deprivation")
        pd.testing.assert_frame_equal(FRAME, before)


class TestWhoEnters:
    @pytest.fixture(scope="class")
    @staticmethod
    def data() -> Indicators:
        """One indicator, 96 areas; two without a place, one without its deprivation, one suppressed."""
        frame = FRAME.drop(columns=["network_area", "deprivation"]).assign(
            indicator_id="x", period="2013/14", statistic="rate", area_name=[f"Area {k}" for k in range(96)]
        )
        frame["numerator"] = frame["numerator"].astype(object)
        frame.loc[40, "numerator"] = "*"
        areas = FRAME[["area_code", "network_area", "deprivation"]].copy()
        areas["region"] = np.where(areas["network_area"] < "N06", "North", "South")
        areas.loc[[3, 20], "network_area"] = None
        areas.loc[7, "deprivation"] = np.nan
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return scn.read_indicators(frame, areas=areas)

    def test_areas_left_out_have_their_reason(self, data: Indicators) -> None:
        found = shares(data, need="deprivation", draws=200)
        assert found.n_areas == 92
        reasons = found.excluded.set_index("area_code")["reason"]
        assert reasons.to_dict() == {
            "A003": "unmapped_area",
            "A007": "missing",
            "A020": "unmapped_area",
            "A040": "suppressed",
        }
        assert "4 of 96 areas are left out (2 unmapped area, 1 missing, 1 suppressed)" in found.text()

    def test_a_covariate_not_asked_for_leaves_nobody_out(self, data: Indicators) -> None:
        assert shares(data, draws=200).n_areas == 93

    def test_a_selection_does_not_narrow_england(self, data: Indicators) -> None:
        """The split is England's, and the text says so."""
        whole = shares(data, draws=200)
        part = shares(data.select(network_area=["N00", "N01"]), draws=200)
        pd.testing.assert_frame_equal(part.shares, whole.shares)
        assert "The shares are those of all 93 areas of England, not of the 15 selected alone" in part.text()
        assert part.settings.reference == "england"

    def test_these_areas_by_name(self, data: Indicators) -> None:
        """Six networks with their own deprivation: the look-up follows the selection."""
        some = [f"N{k:02d}" for k in range(2, 8)]
        part = shares(data.select(network_area=some), need="deprivation", reference="these_areas", draws=200)
        own = FRAME[FRAME["network_area"].isin(some)].drop(index=[20, 40])
        alone = split(own, need="deprivation")
        assert part.settings.reference == "these_areas"
        assert part.n_areas == len(own) == 46
        pd.testing.assert_frame_equal(part.shares, alone.shares, rtol=1e-6)
        pd.testing.assert_frame_equal(part.slopes, alone.slopes, rtol=1e-6)

    def test_any_column_of_the_areas_table_is_a_place(self, data: Indicators) -> None:
        """Two regions are too few for a share, and the result says so without stopping."""
        found = shares(data, between="region", draws=200)
        assert found.n_networks == 2
        assert (found.shares["reason"].iloc[2:] == "too_few_areas").all()
        assert "There are only 2 regions: below 5 no shares are given." in found.text()


class TestWhatStops:
    def test_a_frame_without_places(self) -> None:
        with pytest.raises(OptionError, match=re.escape("shares() needs a column 'network_area'")) as stopped:
            split(FRAME.drop(columns="network_area"))
        assert "with_areas()" in str(stopped.value)

    def test_an_unknown_place_offers_the_nearest(self) -> None:
        with pytest.raises(OptionError, match=re.escape("Did you mean 'network_area'?")):
            split(between="network_aera")

    def test_one_place_only(self) -> None:
        with pytest.raises(OptionError, match=re.escape("the 96 areas with data all lie in 'N'")):
            split(FRAME.assign(network_area="N"))

    def test_no_area_has_a_place(self) -> None:
        with pytest.raises(OptionError, match="none of the 96 areas with data has an entry there"):
            split(FRAME.assign(network_area=""))

    def test_an_unknown_covariate(self) -> None:
        with pytest.raises(OptionError, match=re.escape("need='deprevation' is not a column")):
            split(need="deprevation")

    def test_a_covariate_of_words(self) -> None:
        with pytest.raises(OptionError, match="is not numeric"):
            split(FRAME.assign(band=["low", "high"] * 48), need="band")

    def test_a_constant_covariate(self) -> None:
        with pytest.raises(OptionError, match="need='flat' is the same in all 96 areas"):
            split(FRAME.assign(flat=3.7), need=["deprivation", "flat"])

    def test_a_covariate_that_follows_from_others_is_named_with_them(self) -> None:
        frame = FRAME.assign(other=np.arange(96.0) % 7)
        frame["both"] = 2 * frame["deprivation"] - frame["other"] + 1
        frame["apart"] = np.arange(96.0) % 5
        with pytest.raises(OptionError, match=re.escape("'deprivation', 'other', 'both'")):
            split(frame, need=["apart", "deprivation", "other", "both"])

    def test_fewer_than_three_areas(self) -> None:
        with pytest.raises(TooFewAreasError, match="shares needs at least 3 areas; 2 of 2 can be used"):
            split(FRAME.iloc[[0, -1]])

    def test_a_covariate_needs_an_area_more(self) -> None:
        with pytest.raises(TooFewAreasError, match="shares needs at least 4 areas; 3 of 3"):
            split(FRAME.iloc[[0, 1, -1]], need="deprivation")

    @pytest.mark.parametrize("draws", [0, 99, 600.0, True, "600"])
    def test_draws_that_give_no_interval(self, draws: object) -> None:
        with pytest.raises(OptionError, match="is not a whole number of 100 or more"):
            split(draws=draws)

    def test_unknown_words(self) -> None:
        with pytest.raises(OptionError, match="reference='wessex' is not known"):
            split(reference="wessex")
        with pytest.raises(OptionError, match="kind='full' is not known"):
            split().table("full")

    def test_an_indicator_or_period_that_is_not_there(self) -> None:
        data = scn.load_sample()
        with pytest.raises(OptionError, match="not in the data"):
            scn.shares(data, "nhs_of:99")
        with pytest.raises(OptionError, match="period='1999/00' is not in the data"):
            scn.shares(data, "ccg_ois:1.18", period="1999/00")


class TestDegenerate:
    """Each gives a reason, or an estimate at its boundary that is said to be one; no warning reaches the user."""

    def test_no_event_anywhere(self) -> None:
        found = split(FRAME.assign(numerator=0), need="deprivation")
        assert (found.shares["reason"].iloc[1:] == "no_variation").all()
        assert "All areas are identical" in found.text()
        assert "No differences between areas were found beyond chance." in found.text()
        assert "unexplained" not in found.text()
        assert found.table()["Share of the true differences"].iloc[0] == "not computed"

    def test_nothing_but_events(self) -> None:
        found = split(FRAME.assign(numerator=FRAME["denominator"]), statistic="proportion")
        assert (found.shares["reason"].iloc[2:] == "no_variation").all()

    def test_equal_rates(self) -> None:
        """No more variation than chance: all of it is at the boundary, and it is said."""
        found = split(FRAME.assign(numerator=500, denominator=50_000))
        assert found.shares["share_of_true"].isna().all()
        assert found.shares["reason"].tolist() == ["", "missing", "no_variation", "no_variation"]
        assert "No differences between areas were found beyond chance." in found.text()
        assert "does not show that the areas are alike" in found.text()

    def test_equal_values(self) -> None:
        frame = FRAME[["area_code", "network_area"]].assign(value=7.0, se=0.5)
        found = split(frame, statistic="estimate")
        assert (found.shares["reason"].iloc[2:] == "no_variation").all()

    def test_one_area_in_each_network(self) -> None:
        """Between and within cannot be told apart: nothing may be called found."""
        found = split(FRAME.assign(network_area=FRAME["area_code"]))
        assert (found.shares["reason"].iloc[2:] == "too_few_areas").all()
        assert "Every network area has one area only" in found.text()
        assert "No difference" not in found.text()

    def test_one_huge_area(self) -> None:
        frame = FRAME.copy()
        frame.loc[0, ["numerator", "denominator"]] *= 100
        table = split(frame, need="deprivation").shares
        assert table["variance"].notna().all()

    def test_separation(self) -> None:
        """Events only where the covariate is high: the slope has no bound, so no share is given, and it is said."""
        frame = FRAME.assign(marker=(FRAME["deprivation"] > 20) * 1.0)
        frame["numerator"] = np.where(frame["marker"] > 0, 400, 0)
        found = split(frame, need="marker")
        assert found.shares["share_of_true_upper"].isna().all()
        assert (found.shares["reason"].iloc[1:] == "did_not_converge").all()
        assert "The estimate did not settle, so no shares are given" in found.text()

    def test_small_counts(self) -> None:
        frame = FRAME.assign(numerator=FRAME["numerator"] // 100, denominator=FRAME["denominator"] // 100)
        found = split(frame)
        assert (found.shares["reason"].iloc[2:] == "too_few_events").all()
        assert "no shares are given" in found.text()
        assert 0 <= found.reliability < 1

    def test_many_covariates_for_few_areas(self) -> None:
        frame = england(networks=6, each=3).assign(other=np.arange(18.0) % 4)
        notes = split(frame, need=["deprivation", "other"]).notes
        assert any(note.startswith("2 need covariates for 18 areas are many") for note in notes)


class TestWords:
    def test_the_sentence_of_the_split(self, with_need: Any) -> None:
        row = with_need.part("between_networks")
        said = with_need.text()
        assert said.startswith("indicator: 96 areas in 12 network areas. Of the true differences between these areas, ")
        assert (
            f"{row['share_of_true']:.0%} ({row['share_of_true_lower']:.0%} to {row['share_of_true_upper']:.0%}) "
            "lie between network areas; "
        ) in said
        assert f"{with_need.reliability:.0%} of what we see is true rather than chance." in said
        assert "12 network areas can show that they differ, but only roughly how much" in said
        assert said.index("The network areas differ") < said.index("true rather than chance") < said.index("\n")
        assert "afresh" not in said

    def test_nothing_found_is_at_most(self) -> None:
        """No effect of networks was planted; its share is bounded and not called nothing, in frame, table and text.

        Of two parts the other then is "at least": its figure would tell the one withheld.
        """
        found = split(england(9, between=0.0))
        assert found.network_test.p > 0.05
        table = found.shares.set_index("part")
        upper = f"{table.loc['between_networks', 'share_of_true_upper']:.0%}"
        lower = f"{table.loc['within_networks', 'share_of_true_lower']:.0%}"
        assert table.loc[TRUE, ["share", "share_of_true"]].isna().all(axis=None)
        assert table.loc[TRUE[1:], "reason"].tolist() == ["no_variation", "no_variation"]
        assert f"at most {upper} lie between network areas; at least {lower} lie between areas" in found.text()
        assert f"but up to {upper} of the true differences could lie there unseen." in found.text()
        assert found.title() == f"At most {upper} of the true differences lie between network areas"
        assert found.table().iloc[:2, 1:].values.tolist() == [
            [f"at most {upper}", "may be nothing, so no single figure"],
            [f"at least {lower}", "may be everything, so no single figure"],
        ]
        assert "read the range" not in found.text()

    def test_need_claims_little(self, with_need: Any) -> None:
        said = with_need.text()
        assert "what holds for areas need not hold for patients" in said
        for word in ("unwarranted variation", "caused by", "significant", "worst"):
            assert word not in said

    def test_need_that_goes_with_networks_is_said(self) -> None:
        """The covariate is the network's own rate: need and network cannot be told apart."""
        frame = england(2)
        rate = frame["numerator"].groupby(frame["network_area"]).transform("sum") / frame["denominator"].groupby(
            frame["network_area"]
        ).transform("sum")
        noisy = rate.rank() / 20 + np.random.default_rng(1).normal(size=96)
        notes = " ".join(split(frame.assign(mixed=noisy), need="mixed").notes)
        assert "cannot be told apart" in notes

    def test_tables(self, with_need: Any) -> None:
        headline, appendix, slopes = (with_need.table(kind) for kind in ("headline", "appendix", "slopes"))
        assert len(headline) == 4
        assert headline.iloc[0, 0] == "Goes with deprivation"
        assert headline.iloc[-1, 1] == f"{with_need.reliability:.0%}"
        assert len(appendix) == 4
        assert "If networks were drawn afresh (normal effects)" in appendix.columns
        assert "afresh" not in " ".join(headline.columns)
        assert slopes["Need"].tolist() == ["deprivation"]
        assert not pd.concat([headline, appendix, slopes]).isna().all(axis=None)

    def test_the_rest_of_what_a_result_says(self, with_need: Any) -> None:
        assert with_need.title().endswith("of the true differences lie between network areas")
        assert "Test of a difference between network areas: P < 0.001" in with_need.caption()
        assert with_need.alt_text().startswith("Bars of the shares of the true differences between areas")
        assert repr(with_need).startswith("<SharesResult indicator: 96 areas, 12 by network_area, between ")
        assert "\n" not in repr(with_need)

    def test_it_is_frozen(self, with_need: Any) -> None:
        with pytest.raises(dataclasses.FrozenInstanceError):
            with_need.reliability = 1.0

    def test_less_than_nothing_explained_is_shown_as_nothing(self) -> None:
        frame = england(4).assign(noise=np.random.default_rng(9).normal(size=96))
        found = split(frame, need="noise")
        assert found.explained < 0
        assert "Taking need into account does not lower the unexplained variation between areas" in found.notes
        assert "lowers the unexplained variation by" not in found.caption()

    @staticmethod
    def changed(found: Any, limits: dict[str, tuple[float, float]], p: float = 0.0001) -> Any:
        """Give a result with other limits, and no single figure for those parts."""
        table = found.shares.set_index("part")
        for part, (lower, upper) in limits.items():
            table.loc[part, ["share_of_true", "share_of_true_lower", "share_of_true_upper"]] = [np.nan, lower, upper]
        return dataclasses.replace(
            found, shares=table.reset_index(), network_test=found.network_test._replace(p=p), notes=()
        )

    def test_a_test_and_a_limit_may_differ(self, with_need: Any) -> None:
        """A one-sided test at .04 finds signs where a two-sided limit is still 0; the limit decides."""
        said = self.changed(with_need, {"between_networks": (0.0, 0.3)}, p=0.04).text()
        assert "There are only weak signs that the network areas differ by more than the scatter" in said
        assert "(P = 0.040): the share between them may be nothing." in said
        assert "at most 30% lie between network areas" in said

    def test_limits_of_three_parts_need_not_add_up(self, with_need: Any) -> None:
        """At most 8 %, at most 12 % and at least 82 %: each on its own, or a reader adds them."""
        limits = dict(zip(TRUE, [(0.0, 0.08), (0.0, 0.12), (0.82, 1.0)], strict=True))
        said = self.changed(with_need, limits).text()
        assert (
            "at most 8% go with deprivation; at most 12% lie between network areas; at least 82% lie between areas "
            "within network areas. Each range is for its part alone, so the figures need not come to 100%."
        ) in said

    @pytest.mark.parametrize(("points", "said"), [((0.466, 0.268, 0.266), True), ((0.46, 0.27, 0.27), False)])
    def test_rounded_figures_need_not_add_up(self, with_need: Any, points: tuple[float, ...], *, said: bool) -> None:
        """47, 27 and 27 come to 101."""
        table = with_need.shares.assign(share_of_true=[np.nan, *points])
        text = dataclasses.replace(with_need, shares=table).text()
        assert ("Rounded figures need not come to 100%." in text) == said

    @pytest.mark.parametrize(("p", "words"), [(1.0, "P > 0.99"), (0.99, "P = 0.990"), (0.0009, "P < 0.001")])
    def test_a_p_value_is_never_nothing_or_one(self, with_need: Any, p: float, words: str) -> None:
        assert f"Test of a difference between network areas: {words} (" in self.changed(with_need, {}, p=p).caption()

    def test_a_sentence_begins_with_a_capital(self, with_need: Any) -> None:
        found = dataclasses.replace(with_need, reliability=0.999)
        assert ". More than 99% of what we see is true rather than chance." in found.text()
        assert ". More than 99% of what we see is true rather than chance" in found.caption()

    def test_wide_ranges_are_not_read_out(self, with_need: Any) -> None:
        poor = self.changed(with_need, dict.fromkeys(TRUE, (0.0, 0.9)))
        assert poor.title() == "Where the differences between areas sit is too poorly known to say"
        assert f". {poor.title()}. " in poor.text()
        assert "90%" not in poor.text()
        assert poor.alt_text().endswith(f"{poor.title()}.")

    def test_nothing_is_said_where_nothing_is_given(self) -> None:
        found = split(england(3, networks=4))
        assert found.title() == "Where the differences between areas sit cannot be said"
        assert found.alt_text().endswith("cannot be said.")
        assert "lie between" not in found.text()
        assert "true rather than chance" in found.text()
        assert found.table()["Note"].iloc[0] == "fewer than 5 network areas, or one area in each"

    def test_slopes_of_values_are_in_their_units(self) -> None:
        """A value that is the covariate and nothing else: 1 unit of it for 1 unit, 8 for one standard deviation."""
        frame = FRAME[["area_code", "network_area", "deprivation"]].assign(value=FRAME["deprivation"], se=0.5)
        found = split(frame, statistic="estimate", need="deprivation")
        assert found.slopes["slope_per_unit"].iloc[0] == pytest.approx(1, abs=1e-6)
        assert found.table("slopes")["All areas (change)"].iloc[0].startswith(f"{FRAME['deprivation'].std():+.3g} (")

    def test_a_covariate_of_whole_networks_has_no_slope_inside_them(self) -> None:
        frame = FRAME.assign(board=FRAME["network_area"].str[1:].astype(float) % 5)
        found = split(frame, need="board")
        assert np.isnan(found.slopes["slope_within"].iloc[0])
        assert found.table("slopes")["Areas of one network area (change in the rate)"].iloc[0] == ""

    def test_no_effect_is_written_with_a_minus_before_nothing(self) -> None:
        """A limit of -0.04 % is 0.0 %, and one of -0.4 % is on the other side of nothing."""
        assert effect_words(0.0, 0.0002, "poisson", 1) == "+0.0% (+0.0% to +0.0%)"
        assert effect_words(0.01, 0.007, "poisson", 1) == "+1.0% (-0.4% to +2.4%)"

    @pytest.mark.parametrize(
        ("point", "lower", "upper", "words"),
        [
            (0.287, 0.19, 0.40, "29% (19% to 40%)"),
            (np.nan, 0.0, 0.06, "at most 6%"),
            (np.nan, 0.0, 0.002, "at most 1%"),
            (0.97, 0.83, 1.0, "at least 83%"),
            (0.999, 0.998, 1.0, "at least 99%"),
            (0.05, 0.001, 0.16, "5% (less than 1% to 16%)"),
            (np.nan, 0.1, 0.9, "somewhere from 10% to 90%"),
            (np.nan, 0.0, 0.9, "somewhere from 0% to 90%"),
            (np.nan, np.nan, np.nan, "not computed"),
        ],
    )
    def test_a_share_with_its_range(self, point: float, lower: float, upper: float, words: str) -> None:
        row = {"share_of_true": point, "share_of_true_lower": lower, "share_of_true_upper": upper}
        assert range_words(pd.Series(row)) == words

    def test_percentages_and_places(self) -> None:
        assert [percent(x) for x in (0.5, 0.004, 0.9999, 0.0, 1.0)] == [
            "50%",
            "less than 1%",
            "more than 99%",
            "0%",
            "100%",
        ]
        assert places_words("region") == ("region", "regions")


class TestHandingOn:
    NAMES = ("<script>alert(1)</script>", "=1+1", "{0} %s", "a\nb")

    def test_hostile_names_of_networks_and_columns(self) -> None:
        frame = FRAME.assign(
            network_area=FRAME["network_area"].map(lambda name: f"{self.NAMES[int(name[1:]) % 4]}{name}")
        )
        found = split(frame.rename(columns={"deprivation": "<b>{need}"}), need="<b>{need}")
        assert "<b>" not in found._repr_html_()
        assert "&lt;b&gt;{need}" in found._repr_html_()
        assert "<b>{need}" in found.text()

    def test_csv(self, with_need: Any) -> None:
        text = with_need.to_csv()
        back = pd.read_csv(pd.io.common.StringIO(text))
        pd.testing.assert_frame_equal(back[NUMBERS], with_need.shares[NUMBERS])

    def test_excel(self, with_need: Any, tmp_path: Any) -> None:
        """Table, numbers, exclusions and settings come back as they went."""
        pytest.importorskip("openpyxl")
        path = with_need.to_excel(tmp_path / "shares.xlsx")
        sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
        assert {"Table", "Numbers", "Excluded", "Settings"} <= set(sheets)
        numbers = sheets["Numbers"]
        assert numbers["part"].tolist() == with_need.shares["part"].tolist()
        np.testing.assert_allclose(
            numbers[NUMBERS].to_numpy(float), with_need.shares[NUMBERS].to_numpy(float), rtol=1e-12
        )
        settings = sheets["Settings"].set_index("setting")["value"]
        assert settings["call"] == "shares"
        assert settings["need"] == "deprivation"
        table = pd.read_excel(path, sheet_name="Table", header=4, engine="openpyxl")
        assert table["Share of the true differences"].iloc[1] == with_need.table().iloc[1, 1]


def test_two_events_are_too_few_whether_or_not_the_fit_settles():
    """Who has two events should hear of events, not of a fit that did not settle."""
    codes = [f"A{k:02d}" for k in range(24)]
    areas = pd.DataFrame({"area_code": codes, "network_area": [f"N{k % 6}" for k in range(24)]})
    frame = pd.DataFrame(
        {"area_code": codes, "indicator_id": "x", "period": "2014/15", "numerator": [2, *[0] * 23], "denominator": 900}
    )
    found = scn.shares(scn.Indicators(frame.assign(statistic="rate"), areas=areas))
    assert (found.shares["reason"].iloc[2:] == "too_few_events").all()
    assert "settle" not in found.text()
