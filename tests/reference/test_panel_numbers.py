"""Numbers quoted for published data, as they come out of `scn.variation` itself rather than of its parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from datasets import BRISTOL, LIP, LIP_AGRICULTURE

import scnvariation as scn
from scnvariation.stats import beta_binomial, gamma_poisson, nested, spread
from scnvariation.stats.segments import Segments

HERE = Path(__file__).parent
ABSOLUTE = 1e-6  # numbers below are quoted to six decimals


def areas(numerator: np.ndarray, denominator: np.ndarray, **columns: object) -> pd.DataFrame:
    codes = [f"A{k:03d}" for k in range(numerator.size)]
    return pd.DataFrame({"area_code": codes, "numerator": numerator, "denominator": denominator, **columns})


def row(frame: pd.DataFrame, statistic: str, **options: object) -> pd.Series:
    """Give the only line of a table without draws."""
    return scn.variation(frame, statistic=statistic, **{"simulations": 0, **options}).groups.iloc[0]


def quoted(found: pd.Series, numbers: dict[str, float], tolerance: float = ABSOLUTE) -> None:
    assert {name: found[name] for name in numbers} == pytest.approx(numbers, abs=tolerance)


def test_lip_cancer_with_expected_counts_as_given() -> None:
    """56 Scottish districts (Clayton & Kaldor 1987), expected counts summing to 536.2."""
    found = row(areas(LIP.observed, LIP.expected), "ratio", about="given")
    quoted(
        found,
        {
            "range": 6.428571,
            "iqr": 1.744650,
            "p95_p5": 21.618727,
            "p90_p10": 10.900988,
            "p75_p25": 4.517256,
            "cv": 0.859473,
            "cv_weighted": 0.952773,
            "scv": 1.732189,
            "chi2": 486.568393,
            "dispersion_index": 8.846698,
            "i2": 0.886963,
            "tau2": 0.848502,
            "theil": 0.355156,
        },
    )
    assert np.isinf(found["extremal_quotient"])
    assert np.isnan(found["scv_mcpherson"])


def test_lip_cancer_about_its_own_level() -> None:
    """Adjusted profile likelihood: v and its limits, the typical gap, and true percentile ratios of the same law."""
    found = row(areas(LIP.observed, LIP.expected), "ratio")
    quoted(
        found,
        {
            "between_variance": 0.543652,
            "between_variance_lower": 0.345467,
            "between_variance_upper": 0.859163,
            "scv_lower": 0.345467,
            "scv_upper": 0.859163,
            "typical_gap": 2.139137,
            "typical_gap_lower": 1.802654,
            "typical_gap_upper": 2.715479,
        },
    )
    # Raw SCV about the own level is 1.733955; then the corrections for the level, by hand.
    share = LIP.expected / LIP.expected.sum()
    corrected = (1.733955 + 1 / 536) / (1 - 2 / 56 + (share**2).sum())
    assert found["scv"] == pytest.approx(corrected, abs=2e-6)


def test_parts_of_lip_cancer() -> None:
    """Every sixth district, and the first nine, between which nothing differs beyond chance."""
    quoted(
        row(areas(LIP.observed[::6], LIP.expected[::6]), "ratio"),
        {"between_variance": 0.919796, "between_variance_lower": 0.320842, "between_variance_upper": 2.798966},
    )
    nine = row(areas(LIP.observed[:9], LIP.expected[:9]), "ratio")
    quoted(nine, {"between_variance": 0, "between_variance_upper": 0.104703})
    assert (nine["typical_gap"], nine["typical_gap_lower"], nine["true_p90_p10_lower"]) == (1, 1, 1)


def test_lip_cancer_under_chance_alone() -> None:
    """P90/P10 median 3.17 (2.30 to 5.35) where districts do not differ; 3 per cent is the accuracy of the quotation."""
    found = row(areas(LIP.observed, LIP.expected), "ratio", simulations=4999, intervals=False)
    numbers = {"p90_p10_chance": 3.17, "p90_p10_chance_lower": 2.30, "p90_p10_chance_upper": 5.35}
    assert {name: found[name] for name in numbers} == pytest.approx(numbers, rel=0.03)
    assert found["chi2_p"] == 1 / 5000
    assert found["extremal_quotient_chance"] == np.inf


BRISTOL_EITHER_WAY = {"extremal_quotient": 3.858683, "p95_p5": 2.634193, "p90_p10": 1.851253, "p75_p25": 1.407386}
BRISTOL_EITHER_WAY |= {"cv": 0.415841, "cv_weighted": 0.358842}


@pytest.mark.parametrize(
    ("statistic", "numbers"),
    [
        (
            "rate",
            {
                "scv": 0.198572,
                "scv_mcpherson": 0.080655,
                "chi2": 51.120681,
                "dispersion_index": 4.647335,
                "i2": 0.784823,
                "tau2": 0.112868,
                "theil": 0.052697,
                "between_variance": 0.095346,
                "between_variance_lower": 0.026872,
                "between_variance_upper": 0.304266,
                "typical_gap": 1.347988,
                "typical_gap_lower": 1.169961,
                "typical_gap_upper": 1.732809,
            },
        ),
        (
            "proportion",
            {
                "scv": 0.203074,
                "chi2": 58.066236,
                "dispersion_index": 5.278749,
                "i2": 0.810561,
                "tau2": 0.116570,
                "between_variance": 0.102653,
                "between_variance_lower": 0.032077,
                "between_variance_upper": 0.317800,
                "typical_gap": 1.435069,
                "typical_gap_lower": 1.219532,
                "typical_gap_upper": 1.956420,
            },
        ),
    ],
)
def test_bristol_in_both_forms(statistic: str, numbers: dict[str, float]) -> None:
    """Open-heart surgery in 12 centres: chance 1/E as a rate, (1 - p)/E as a proportion."""
    quoted(row(areas(BRISTOL.events, BRISTOL.denominator), statistic), BRISTOL_EITHER_WAY | numbers)


def test_bristol_as_ratio_about_the_expected_counts_given() -> None:
    """SCV .183733 where the level is not fitted."""
    quoted(row(areas(BRISTOL.events, BRISTOL.expected), "ratio", about="given"), {"scv": 0.183733})


def test_scv_of_bristol_depends_on_the_side_and_the_gap_does_not() -> None:
    """Survivors .003475 against deaths .188257 about the pooled proportion; the median odds ratio is one."""
    deaths = areas(BRISTOL.events, BRISTOL.denominator)
    lives = areas(BRISTOL.denominator - BRISTOL.events, BRISTOL.denominator)
    about = {"about": "england"}
    quoted(row(deaths, "proportion", polarity="low_is_good", **about), {"scv": 0.188257})
    quoted(row(lives, "proportion", polarity="low_is_good", **about), {"scv": 0.003475})
    gaps = [row(frame, "proportion", polarity="low_is_good")["typical_gap"] for frame in (deaths, lives)]
    assert gaps == pytest.approx([1.435069, 1.435069], abs=1e-6)


def test_true_percentile_ratio_of_bristol_at_the_plain_correlation() -> None:
    """mu .1317278, rho .0140227: 2.230561."""
    a, b = beta_binomial.shapes(np.array([0.1317278]), np.array([0.0140227]))
    assert beta_binomial.percentile_ratio(a, b)[0] == pytest.approx(2.230561, abs=5e-6)


@pytest.mark.parametrize(
    ("shape", "gap", "ratios"),
    [
        (1.642513192, 2.252710, (9.399845, 18.669862, 3.176653)),
        (10.517365, 1.347413, (2.235318, 2.816031, 1.525039)),
    ],
)
def test_gamma_laws_of_lip_cancer_and_of_prostate_operations(
    shape: float, gap: float, ratios: tuple[float, float, float]
) -> None:
    """The second law is quoted for 61 Swiss areas; its summary figures are facts, its data are not ours."""
    a = np.array([shape])
    assert gamma_poisson.typical_gap(a)[0] == pytest.approx(gap, abs=ABSOLUTE)
    pairs = [(0.9, 0.1), (0.95, 0.05), (0.75, 0.25)]
    found = [gamma_poisson.percentile_ratio(a, high=high, low=low)[0] for high, low in pairs]
    assert found == pytest.approx(ratios, abs=ABSOLUTE)


def test_chance_only_values_of_the_size_of_the_prostate_operations() -> None:
    """61 areas of equal size with 9695 events: by chance P90/P10 lies near 1.22 and the CV near 1/sqrt(159) = .079.

    Quoted for areas of unequal size are 1.263 and .098: unequal sizes add to both.
    """
    frame = areas(np.full(61, 158.934), np.full(61, 158.934))
    found = row(frame, "ratio", simulations=999, intervals=False)
    assert found["cv_chance"] == pytest.approx(0.0793, rel=0.02)
    assert found["p90_p10_chance"] < 1.263
    assert found["cv_chance"] < 0.098


SMALLEST = {10: (6.9, 4.4, 2.3, 1.64), 50: (1.35, 0.85, 0.45, 0.32), 200: (0.34, 0.21, 0.11, 0.08)}


@pytest.mark.parametrize("expected", SMALLEST)
def test_smallest_detectable_scores(expected: int) -> None:
    """Times 100, for 12, 30, 106 and 211 areas, quoted to two or three figures."""
    for n_areas, quotation in zip((12, 30, 106, 211), SMALLEST[expected], strict=True):
        found = row(areas(np.full(n_areas, expected), np.full(n_areas, 1000)), "rate", intervals=False)
        digits = len(str(quotation).split(".")[1])
        assert 100 * found["smallest_detectable_scv"] == pytest.approx(quotation, abs=0.5 * 10**-digits + 1e-9)


@pytest.mark.parametrize(
    ("n_areas", "expected", "variance", "bias"),
    [(12, 5, 0.0, -0.0150), (12, 5, 0.05, -0.0182), (12, 20, 0.05, -0.0069), (12, 100, 0.05, -0.0039)],
)
def test_the_bias_that_the_own_level_brings(n_areas: int, expected: float, variance: float, bias: float) -> None:
    """-1/N - v (2/I - sum p^2) is what the correction takes back; sizes lognormal with sd .6 as quoted.

    With sizes of that spread sum p^2 is near exp(.36)/I; the quoted biases are of expectation -1.50, 3.18, 4.31 and
    4.61 against truths 0, 5, 5, 5 (times 100).
    """
    concentration = np.exp(0.36) / n_areas
    formula = -1 / (n_areas * expected) - variance * (2 / n_areas - concentration)
    assert formula == pytest.approx(bias, abs=0.003)


NEST_CRUDE = {"between": 0.00940457, "within": 0.03248591}
NEST_NEED = {"between": 0.00898067, "within": 0.02403499}


def nest() -> scn.Indicators:
    """200 areas in 12 networks, simulated by a published recipe."""
    frame = pd.read_csv(HERE / "inputs" / "nest.csv")
    codes = [f"A{k:03d}" for k in range(len(frame))]
    observations = pd.DataFrame(
        {
            "indicator_id": "nest",
            "period": "2014",
            "area_code": codes,
            "numerator": frame["observed"],
            "denominator": frame["expected"],
            "statistic": "ratio",
        }
    )
    places = pd.DataFrame(
        {"area_code": codes, "network_area": [f"N{k:02d}" for k in frame["network"]], "need": frame["need"]}
    )
    return scn.Indicators(observations, areas=places)


def test_nest_shares_by_moments_crude_and_adjusted() -> None:
    """Variances .00940457 and .03248591 crude, .00898067 and .02403499 after need: shares follow by division."""
    crude, need = (line for _, line in scn.variation(nest(), need="need", simulations=0).groups.iterrows())
    seen = sum(NEST_CRUDE.values())
    assert crude["share_between"] == pytest.approx(NEST_CRUDE["between"] / seen, abs=ABSOLUTE)
    assert crude["share_within"] == pytest.approx(NEST_CRUDE["within"] / seen, abs=ABSOLUTE)
    assert need["share_need"] == pytest.approx(1 - sum(NEST_NEED.values()) / seen, abs=ABSOLUTE)
    assert need["share_between"] == pytest.approx(NEST_NEED["between"] / seen, abs=ABSOLUTE)
    assert need["share_within"] == pytest.approx(NEST_NEED["within"] / seen, abs=ABSOLUTE)
    # .843 by maximum likelihood, with a mean chance variance of .0080
    assert need["reliability"] == pytest.approx(0.843, abs=0.02)
    assert crude["theil"] == pytest.approx(0.02263394, abs=1e-8)
    assert crude["gini"] == pytest.approx(0.11851520, abs=1e-8)


def test_nest_moments_of_both_kinds() -> None:
    frame = pd.read_csv(HERE / "inputs" / "nest.csv")
    found = nested.moments(
        frame["observed"].to_numpy(float),
        frame["expected"].to_numpy(float),
        Segments.single(200),
        frame["network"].to_numpy(np.int64),
    )
    assert (found.between[0], found.within[0]) == pytest.approx((0.00940457, 0.03248591), abs=1e-8)
    assert (found.q_between[0], found.q_within[0]) == pytest.approx((427.306180, 1297.074004), abs=ABSOLUTE)


def test_need_of_lip_cancer_takes_the_spread_down() -> None:
    """Outdoor work (AFF/10): a lognormal law is left with .348 of .584, 40 per cent less; the gamma law nearly so."""
    frame = areas(LIP.observed, LIP.expected, outdoor=LIP_AGRICULTURE / 10)
    crude, need = (line for _, line in scn.variation(frame, statistic="ratio", need="outdoor").groups.iterrows())
    assert need["between_variance"] < crude["between_variance"]
    assert need["explained_by_need"] == pytest.approx(0.4037, abs=0.1)


def test_theil_index_of_bristol_less_chance() -> None:
    """.052697 seen, .038843 beyond chance."""
    single = Segments.single(12)
    assert spread.theil(BRISTOL.events, BRISTOL.expected, single)[0] == pytest.approx(0.052697, abs=ABSOLUTE)
    assert spread.theil_corrected(BRISTOL.events, BRISTOL.expected, single)[0] == pytest.approx(0.038843, abs=ABSOLUTE)
