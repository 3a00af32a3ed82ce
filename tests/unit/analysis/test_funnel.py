"""What a funnel promises: one test for line and flag, England kept, nothing changed by display or order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.funnel_table import funnel_table
from scnvariation.errors import DataError, MissingColumnsError, OptionError
from scnvariation.indicators import Indicators

BRISTOL = pd.DataFrame(
    {
        "area_code": [f"H{k:02d}" for k in range(12)],
        "numerator": [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31],
        "denominator": [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301],
    }
)
NUMBERS = ["p_value", "z", "p_adjusted", "z_adjusted", "fdr_q", "lower_95", "adjusted_upper_99_8"]


@pytest.fixture
def many() -> pd.DataFrame:
    """60 areas in six network areas that differ by more than chance, with one far outlier."""
    rng = np.random.default_rng(7)
    n = rng.integers(200, 4000, 60)
    p = 1 / (1 + np.exp(-(-1.5 + rng.normal(0, 0.15, 60))))
    p[7] = 0.5
    return pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013/14",
            "area_code": [f"A{k:02d}" for k in range(60)],
            "numerator": rng.binomial(n, p),
            "denominator": n,
            "statistic": "proportion",
            "network_area": [f"N{k % 6}" for k in range(60)],
        }
    )


def test_bristol_by_the_default_is_outside_95_and_not_outside_99_8() -> None:
    """Published reference values: z 4.0614 and P .0022813 on t with 10 df; no other centre passes 1.39."""
    result = funnel(BRISTOL, statistic="proportion", polarity="low_is_good")
    first = result.areas.iloc[0]
    assert first["z_adjusted"] == pytest.approx(4.0614, abs=5e-5)
    assert first["p_adjusted"] == pytest.approx(0.0022813, abs=5e-8)
    assert first["status_adjusted"] == "above_95"
    assert first["status"] == "above_99_8"
    assert result.areas["z_adjusted"].iloc[1:].abs().max() == pytest.approx(1.39, abs=0.01)
    assert result.dispersion.q == pytest.approx(58.0662, abs=1e-4)
    assert result.flag_basis == "adjusted"
    assert not result.systemic


def test_bristol_about_a_fixed_benchmark() -> None:
    """About the pooled proportion taken as known: z 4.1619, P .0019430, outside 99.8 %."""
    result = funnel(BRISTOL, statistic="proportion", benchmark=397 / 3319)
    assert result.areas["z_adjusted"].iloc[0] == pytest.approx(4.1619, abs=5e-5)
    assert result.areas["p_adjusted"].iloc[0] == pytest.approx(0.0019430, abs=5e-8)
    assert result.areas["status_adjusted"].iloc[0] == "above_99_8"
    assert result.dispersion.df == 12


@pytest.mark.parametrize(
    ("option", "phi", "tau2", "z", "limits"),
    [
        ("spiegelhalter2005", 1.689290, 0.0, 4.737633, (0.010620, 0.050485, 0.188743, 0.228609)),
        ("cqc2012", 1.561707, 0.0006511718, 4.3259, (0.040164, 0.064677, 0.188533, 0.233663)),
    ],
)
def test_published_presets_reproduce_their_numbers(
    option: str, phi: float, tau2: float, z: float, limits: tuple[float, ...]
) -> None:
    """Reference values of the 2005 multiplicative and the 2012 additive method on the Bristol data."""
    result = funnel(BRISTOL, statistic="proportion", overdispersion=option)
    first = result.areas.iloc[0]
    assert (result.phi, result.tau2) == (pytest.approx(phi, abs=1e-6), pytest.approx(tau2, abs=1e-10))
    assert first["z_adjusted"] == pytest.approx(z, abs=5e-5)
    names = ["adjusted_lower_99_8", "adjusted_lower_95", "adjusted_upper_95", "adjusted_upper_99_8"]
    assert first[names].tolist() == pytest.approx(limits, abs=1e-6)


def test_shmi_preset_on_ratios() -> None:
    """Six units: phi 2.948033175102, tau2 .019477530578, what FunnelPlotR gives; nothing is truncated at six."""
    six = pd.DataFrame(
        {
            "area_code": list("ABCDEF"),
            "numerator": [100, 150, 180, 80, 120, 225],
            "denominator": [108, 112, 165, 95, 100, 220],
        }
    )
    result = funnel(six, statistic="ratio", overdispersion="shmi", benchmark=1)
    assert (result.phi, result.tau2) == (pytest.approx(2.948033175102), pytest.approx(0.019477530578))
    untrimmed = funnel(six, statistic="ratio", overdispersion="shmi", benchmark=1, trim=0.0)
    assert untrimmed.phi == pytest.approx(2.948033175102)


def test_a_point_is_outside_a_line_exactly_when_its_p_value_says_so(many: pd.DataFrame) -> None:
    """One test for line and flag, at both levels and on both sides."""
    areas = funnel(many, "x").areas
    for level, name in ((0.95, "95"), (0.998, "99_8")):
        outside = (areas["value"] > areas[f"upper_{name}"]) | (areas["value"] < areas[f"lower_{name}"])
        by_p = areas["p_value"] < 1 - level
        flagged = areas["status"].isin([f"above_{name}", f"below_{name}", "above_99_8", "below_99_8"])
        assert (outside == by_p).all()
        assert (flagged == by_p).all()


def test_the_display_multiplier_changes_no_number(many: pd.DataFrame) -> None:
    """Two published packages have wrong limits because the multiplier got into the statistics."""
    catalogue = pd.DataFrame({"indicator_id": ["x"], "multiplier": [1000.0]})
    plain, shown = funnel(many, "x"), funnel(Indicators(many, catalogue=catalogue), "x")
    assert shown.indicator.multiplier == 1000
    pd.testing.assert_frame_equal(plain.areas, shown.areas)


def test_row_order_changes_no_number(many: pd.DataFrame) -> None:
    """Sums are taken in one order whatever the order of rows, so the last digit agrees too."""
    shuffled = many.sample(frac=1, random_state=3)
    plain = funnel(many, "x").areas.set_index("area_code")
    other = funnel(shuffled, "x").areas.set_index("area_code").loc[plain.index]
    pd.testing.assert_frame_equal(plain, other, check_exact=True)


def test_the_input_is_known_by_its_hash(many: pd.DataFrame) -> None:
    """The same figures in another order have the same hash, other figures another."""
    first = funnel(many, "x").settings.input_hash
    assert len(first) == 64
    assert funnel(many[::-1], "x").settings.input_hash == first
    assert funnel(many.assign(denominator=many["denominator"] + 1), "x").settings.input_hash != first


def test_one_more_missing_row_changes_nothing_but_excluded(many: pd.DataFrame) -> None:
    """A row that is not computed is kept with its reason and touches no other row."""
    extra = many.iloc[[0]].assign(area_code="Z99", numerator=np.nan, network_area="N0")
    before, after = funnel(many, "x"), funnel(pd.concat([many, extra], ignore_index=True), "x")
    assert after.excluded["reason"].tolist() == ["missing"]
    last = after.areas.iloc[-1]
    assert (last["status"], last["reason"], last["judgement"]) == ("not_computed", "missing", "not_compared")
    pd.testing.assert_frame_equal(before.areas, after.areas.iloc[:-1], check_exact=True)
    assert (before.benchmark, before.tau2, before.dispersion) == (after.benchmark, after.tau2, after.dispersion)


def test_select_never_changes_the_benchmark_limits_or_dispersion(many: pd.DataFrame) -> None:
    """England stays England when one network area is looked at."""
    areas = many[["area_code", "network_area"]]
    data = Indicators(many.drop(columns="network_area"), areas=areas)
    whole, part = funnel(data, "x"), funnel(data.select(network_area="N1"), "x")
    assert part.areas["shown"].sum() == 10
    pd.testing.assert_frame_equal(whole.areas.drop(columns="shown"), part.areas.drop(columns="shown"))
    assert (whole.benchmark, whole.tau2, whole.dispersion) == (part.benchmark, part.tau2, part.dispersion)
    own = funnel(data.select(network_area="N1"), "x", reference="these_areas")
    assert len(own.areas) == 10
    assert own.benchmark != whole.benchmark


def test_outliers_are_looked_for_among_the_areas_named(many: pd.DataFrame) -> None:
    """`among=` takes area codes; by default the selected areas."""
    data = Indicators(many.drop(columns="network_area"), areas=many[["area_code", "network_area"]])
    result = funnel(data, "x")
    assert "A07" in result.outliers()["area_code"].tolist()
    assert result.outliers(among=data.areas_in(network_area="N1"))["area_code"].tolist() == ["A07"]
    assert result.outliers(among=data.areas_in(network_area="N2")).empty


@pytest.mark.parametrize("kind", ["int64", "float64", "Int64", "int64[pyarrow]", "double[pyarrow]"])
def test_number_types_agree(many: pd.DataFrame, kind: str) -> None:
    """The same figures in any number type give the same answer."""
    typed = many.astype({"numerator": kind, "denominator": kind})
    pd.testing.assert_frame_equal(funnel(many, "x").areas[NUMBERS], funnel(typed, "x").areas[NUMBERS])


def test_the_input_is_never_changed(many: pd.DataFrame) -> None:
    """The caller's frame has the same hash before and after."""
    before = pd.util.hash_pandas_object(many).sum()
    funnel(many, "x")
    funnel_table(many)
    assert pd.util.hash_pandas_object(many).sum() == before


def test_the_bulk_table_is_the_single_funnel(many: pd.DataFrame) -> None:
    """One kernel: a funnel is the table with one group."""
    two = pd.concat([many, many.assign(indicator_id="y", numerator=many["numerator"] // 2)])
    single, table = funnel(two, "y"), funnel_table(two)
    rows = table.areas[table.areas["indicator_id"] == "y"].reset_index(drop=True)
    columns = [c for c in single.areas.columns if c in rows and c not in {"shown", "network_area"}]
    pd.testing.assert_frame_equal(rows[columns], single.areas[columns])


def test_flags_are_those_of_the_full_table(many: pd.DataFrame) -> None:
    """The quick table gives the two statuses and no more."""
    full, flags = funnel_table(many), funnel_table(many, columns="flags")
    assert list(flags.areas) == ["indicator_id", "period", "area_code", "status", "reason", "status_adjusted"]
    assert (full.areas["status"] == flags.areas["status"]).all()


def test_neutral_polarity_is_judged_higher_and_lower(many: pd.DataFrame) -> None:
    """Unknown polarity is neutral: no better, no worse."""
    neutral, good = funnel(many, "x").areas, funnel(many, "x", polarity="low_is_good").areas
    assert neutral.loc[7, "judgement"] == "higher"
    assert good.loc[7, "judgement"] == "worse"
    assert set(neutral["judgement"]) <= {"higher", "similar", "lower"}


def test_two_areas_are_drawn_and_not_adjusted() -> None:
    """Exact limits need no other areas; the adjusted status says why it is not there."""
    result = funnel(BRISTOL.iloc[:2], statistic="proportion")
    assert set(result.areas["status"]) <= {"within", "above_95", "below_95", "above_99_8", "below_99_8"}
    assert set(result.areas["status_adjusted"]) == {"not_computed"}
    assert set(result.areas["reason_adjusted"]) == {"too_few_areas"}
    assert result.flag_basis == "exact"


def test_one_area_only_has_limits_about_itself() -> None:
    """One area is its own benchmark, and lies on it."""
    result = funnel(BRISTOL.iloc[:1], statistic="proportion")
    assert result.areas["status"].tolist() == ["within"]
    assert result.areas["z"].tolist() == [0.0]


@pytest.mark.parametrize("numerator", [[0, 0, 0, 0], [10, 20, 30, 40]])
def test_no_events_or_nothing_but_events_warn_of_nothing(numerator: list[int]) -> None:
    """A benchmark of 0 or 1 is no error: nothing differs from it."""
    frame = pd.DataFrame({"area_code": list("ABCD"), "numerator": numerator, "denominator": [10, 20, 30, 40]})
    result = funnel(frame, statistic="proportion")
    assert set(result.areas["status"]) == {"within"}
    assert result.dispersion.phi == 0
    assert result.tau2 == 0


def test_what_stands_under_a_funnel_word_for_word() -> None:
    """Neutral polarity and a single area each get their sentence, in the caption and in the notes."""
    neutral = "No direction of this indicator is known to be better, so areas are called higher or lower"
    alone = "One area only: it is its own benchmark, so nothing can be said of it"
    two = "Only 2 areas: at least 3 are needed to judge an area by the variation between the others"
    assert funnel(BRISTOL, statistic="proportion").notes == (neutral,)
    assert funnel(BRISTOL, statistic="proportion", polarity="low_is_good").notes == ()
    one = funnel(BRISTOL.iloc[:1], statistic="proportion", polarity="low_is_good")
    assert one.notes == (alone,)
    assert f"{alone}." in one.caption()
    assert funnel(BRISTOL.iloc[:2], statistic="proportion", polarity="low_is_good").notes == (two,)
    years = pd.concat([BRISTOL.assign(period=year) for year in ("2012/13", "2013/14")])
    latest = funnel(years, statistic="proportion", polarity="low_is_good")
    assert latest.notes == ("2013/14 is the latest of 2 periods",)


def test_levels_are_what_they_say() -> None:
    """99 is refused; 0.99 is 0.99, and names its columns so."""
    with pytest.raises(OptionError, match="levels are probabilities"):
        funnel(BRISTOL, statistic="proportion", levels=(0.95, 99))
    areas = funnel(BRISTOL, statistic="proportion", levels=(0.99,)).areas
    assert {"lower_99", "upper_99", "adjusted_lower_99"} <= set(areas)
    assert areas["status"].iloc[0] == "above_99"


def test_messages_word_for_word() -> None:
    """The whole text counts: a list one option short is a fault."""
    with pytest.raises(OptionError) as unknown:
        funnel(BRISTOL, statistic="proportion", overdispersion="aditive")
    assert str(unknown.value) == (
        "overdispersion='aditive' is not known; choose one of 'predictive', 'none', 'multiplicative', "
        "'additive', 'spiegelhalter2005', 'cqc2012', 'shmi', 'gamma_poisson', 'beta_binomial'. "
        "Did you mean 'additive'?"
    )
    with pytest.raises(MissingColumnsError) as missing:
        funnel(BRISTOL.rename(columns={"numerator": "numerater"}), statistic="proportion")
    assert str(missing.value) == (
        "funnel() needs column 'numerator'. Columns present: area_code, numerater, denominator. "
        "Did you mean 'numerater'?"
    )
    with pytest.raises(OptionError) as kind:
        funnel(BRISTOL)
    assert str(kind.value) == (
        "funnel() does not know what kind of figure 'indicator' is; pass statistic='proportion', 'rate', "
        "'ratio', 'dsr', 'mean' or 'estimate', or name it in the catalogue."
    )
    with pytest.raises(OptionError) as family:
        funnel(BRISTOL, statistic="proportion", overdispersion="shmi")
    assert str(family.value) == (
        "overdispersion='shmi' does not apply to a proportion; "
        "use 'predictive', 'none', 'multiplicative' or 'additive'."
    )


def test_impossible_counts_stop() -> None:
    """A numerator above its denominator, and a negative one, are no proportions."""
    with pytest.raises(DataError):
        funnel(BRISTOL.assign(numerator=1000), statistic="proportion")
    with pytest.raises(DataError):
        funnel(BRISTOL.assign(numerator=-1), statistic="proportion")


def test_no_area_to_judge_stops_and_says_why() -> None:
    """A single request that cannot be met stops; inside a table the rows are marked."""
    frame = BRISTOL.head(3).assign(numerator=np.nan)
    with pytest.raises(DataError) as error:
        funnel(frame, statistic="rate")
    assert str(error.value) == (
        "funnel() has no area to judge: indicator 'indicator' has 3 rows, none of them computed (3 missing). "
        "Choose another period, or mend the data; check() lists what was found."
    )
    for columns in ("full", "flags"):
        areas = funnel_table(frame, statistic="rate", columns=columns).areas
        assert set(areas["status"]) == {"not_computed"}
        assert set(areas["reason"]) == {"missing"}


def test_a_systemic_indicator_says_so_first() -> None:
    """With dispersion in the hundreds the message is the variation, not the outliers."""
    rng = np.random.default_rng(1)
    n = np.full(60, 200_000)
    frame = pd.DataFrame(
        {
            "area_code": [f"A{k}" for k in range(60)],
            "numerator": rng.binomial(n, rng.beta(30, 170, 60)),
            "denominator": n,
        }
    )
    result = funnel(frame, statistic="proportion")
    assert result.systemic
    assert result.dispersion.phi > 100
    message = "Areas differ far more than chance explains; outlier limits are not the message"
    assert result.title() == message
    assert message in result.text()
    assert result.n_outside("status") > 40
    assert result.n_outside() <= 2


@pytest.mark.parametrize(("areas", "systemic"), [(7, False), (8, True)])
def test_a_few_areas_cannot_differ_as_a_whole(areas: int, *, systemic: bool) -> None:
    """Against a published England all lie far outside; below eight they are outliers and no more."""
    frame = pd.DataFrame({"area_code": [f"A{n}" for n in range(areas)], "numerator": 300, "denominator": 1000})
    england = pd.DataFrame({"area_code": ["E92000001"], "numerator": [100_000], "denominator": [1_000_000]})
    found = funnel(pd.concat([frame, england], ignore_index=True), statistic="proportion")
    assert found.benchmark == 0.1
    assert set(found.areas["status"]) == {"above_99_8"}
    assert found.systemic is systemic
