"""Variation statistics against published data, other programs and quoted numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from datasets import BRISTOL, LIP
from numpy.testing import assert_allclose
from scipy import special

from scnvariation.stats import beta_binomial, gamma_poisson, normal_normal, spread
from scnvariation.stats.segments import Segments

HERE = Path(__file__).parent
ABSOLUTE = 1e-6  # numbers below are quoted to six decimals
ONE = Segments.single
LIP_ALL = ONE(LIP.observed.size)
CENTRES = ONE(BRISTOL.events.size)
POOLED = BRISTOL.events.sum() / BRISTOL.denominator.sum()


def close(actual, expected, atol=ABSOLUTE):
    assert_allclose(np.ravel(actual), np.ravel(expected), rtol=0, atol=atol)


# ---- the panel of E1: quoted for lip cancer with expected counts as given, for Bristol with E = n theta


def test_lip_cancer_order_statistics():
    panel = spread.rate_panel(LIP.observed / LIP.expected, LIP_ALL)
    assert np.isinf(panel.extremal_quotient[0])
    close(np.array(panel[1:]), [6.428571, 1.744650, 21.618727, 10.900988, 4.517256])


def test_lip_cancer_descriptive_statistics():
    close(spread.cv(LIP.observed / LIP.expected, LIP_ALL), 0.859473)
    close(spread.cv_weighted(LIP.observed, LIP.expected, LIP_ALL), 0.952773)
    close(spread.scv(LIP.observed, LIP.expected, LIP_ALL, about="given"), 1.732189)
    close(spread.scv(LIP.observed, LIP.own_expected, LIP_ALL, about="given"), 1.733955)
    assert np.isnan(spread.scv_mcpherson(LIP.observed, LIP.expected, LIP_ALL)[0])


def test_lip_cancer_heterogeneity():
    statistic = spread.chi2(LIP.observed, LIP.expected, LIP_ALL)
    close(statistic, 486.568393)
    close(spread.dispersion_index(statistic, LIP_ALL.lengths), 8.846698)
    close(spread.i2(statistic, LIP_ALL.lengths), 0.886963)
    close(spread.tau2_moments(LIP.observed, LIP.expected, LIP_ALL), 0.848502)
    close(spread.theil(LIP.observed, LIP.expected, LIP_ALL), 0.355156)
    close(spread.theil_corrected(LIP.observed, LIP.expected, LIP_ALL), 0.303850)


def test_bristol_as_rate():
    observed, expected = BRISTOL.events, BRISTOL.expected
    panel = spread.rate_panel(observed / expected, CENTRES)
    close(np.array(panel), [3.858683, 1.775789, 0.348577, 2.634193, 1.851253, 1.407386])
    close(spread.cv(observed / expected, CENTRES), 0.415841)
    close(spread.cv_weighted(observed, expected, CENTRES), 0.358842)
    close(spread.scv(observed, expected, CENTRES, about="given"), 0.183733)
    close(spread.scv(observed, expected, CENTRES), 0.198572)
    close(spread.scv_mcpherson(observed, expected, CENTRES), 0.080655)
    statistic = spread.chi2(observed, expected, CENTRES)
    close(statistic, 51.120681)
    close(spread.dispersion_index(statistic, CENTRES.lengths), 4.647335)
    close(spread.i2(statistic, CENTRES.lengths), 0.784823)
    close(spread.tau2_moments(observed, expected, CENTRES), 0.112868)
    close(spread.theil(observed, expected, CENTRES), 0.052697)
    close(spread.theil_corrected(observed, expected, CENTRES), 0.038843)


def test_bristol_as_proportion():
    observed, expected, chance = BRISTOL.events, BRISTOL.expected, 1 - POOLED
    close(spread.scv(observed, expected, CENTRES, chance=chance, about="given"), 0.188257)
    close(spread.scv(observed, expected, CENTRES, chance=chance), 0.203074)
    statistic = spread.chi2(observed, BRISTOL.denominator, CENTRES, chance=chance)
    close(statistic, 58.066236)
    close(spread.dispersion_index(statistic, CENTRES.lengths), 5.278749)
    close(spread.i2(statistic, CENTRES.lengths), 0.810561)
    close(spread.tau2_moments(observed, expected, CENTRES, chance=chance), 0.116570)


def test_scv_of_a_proportion_depends_on_the_side_counted():
    survivors = BRISTOL.denominator - BRISTOL.events
    expected = BRISTOL.denominator * (1 - POOLED)
    close(spread.scv(survivors, expected, CENTRES, chance=POOLED, about="given"), 0.003475)


def test_relations_between_the_quoted_numbers_of_prostate_operations():
    """The 61 Swiss areas are not ours to ship; chi-square, G2 and the total are quoted, and the rest follows."""
    statistic, g2, events, areas = np.array([735.023858]), 754.225837, 9695, np.array([61])
    close(spread.dispersion_index(statistic, areas), 12.250398)
    close(spread.i2(statistic, areas), 0.918370)
    close(np.sqrt(statistic / events), 0.275345)
    close(g2 / (2 * events), 0.038898)
    close((g2 - 60) / (2 * events), 0.035803)


# ---- gamma-Poisson model


def gamma_fit(observed, expected, **options):
    return gamma_poisson.fit(observed, expected, ONE(observed.size), **options)


def test_lip_cancer_gamma_with_mean_one():
    found = gamma_fit(LIP.observed, LIP.expected, rule="fixed")
    close([found.v, found.v_lower, found.v_upper], [0.608823, 0.385018, 0.961891])
    close(1 / found.v, 1.642513)
    close(found.likelihood_ratio, 215.2960, atol=1e-4)


def test_lip_cancer_gamma_with_mean_free():
    found = gamma_fit(LIP.observed, LIP.expected, rule="profile")
    close(1 / found.v, 1.879490)
    close(1 / (found.v * found.mu), 1.321667)
    close([found.v, found.v_lower, found.v_upper], [0.532059, 0.338884, 0.838563])


def test_lip_cancer_adjusted():
    found = gamma_fit(LIP.observed, LIP.expected)
    close([found.v, found.v_lower, found.v_upper], [0.543652, 0.345467, 0.859163])
    close(found.mu, 1.423537)
    close(found.likelihood_ratio, 227.413851)
    gaps = gamma_poisson.typical_gap(1 / np.array([found.v, found.v_lower, found.v_upper]))
    close(gaps, [2.139137, 1.802654, 2.715479])


def test_lip_cancer_without_the_correction_for_few_areas():
    """The uncorrected cut-off is the corrected one of a slightly lower level."""
    level = special.chdtr(1, special.chdtri(1, 0.05) / (1 + 1 / 165))
    found = gamma_fit(LIP.observed, LIP.expected, level=float(level))
    close([found.v_lower, found.v_upper], [0.345940, 0.857966])


def test_lip_cancer_every_sixth_district():
    found = gamma_fit(LIP.observed[::6], LIP.expected[::6])
    close([found.v, found.mu, found.v_lower, found.v_upper], [0.919796, 1.636117, 0.320842, 2.798966])


def test_lip_cancer_first_nine_districts_do_not_differ():
    found = gamma_fit(LIP.observed[:9], LIP.expected[:9])
    assert found.v[0] == 0
    assert found.v_lower[0] == 0
    close(found.v_upper, 0.104703)
    assert gamma_poisson.typical_gap(np.array([np.inf]))[0] == 1


def test_bristol_as_rate_adjusted():
    found = gamma_fit(BRISTOL.events, BRISTOL.expected)
    close([found.v, found.v_lower, found.v_upper], [0.095346, 0.026872, 0.304266])
    close(found.mu, 1.096005)
    gaps = gamma_poisson.typical_gap(1 / np.array([found.v, found.v_lower, found.v_upper]))
    close(gaps, [1.347988, 1.169961, 1.732809])


def test_all_lip_cancer_and_bristol_groups_fit_together_as_they_do_alone():
    pieces = [
        (LIP.observed, LIP.expected),
        (LIP.observed[:9], LIP.expected[:9]),
        (LIP.observed[::6], LIP.expected[::6]),
        (BRISTOL.events, BRISTOL.expected),
    ]
    together = Segments.from_lengths([observed.size for observed, _ in pieces])
    found = gamma_poisson.fit(*(np.concatenate(column) for column in zip(*pieces, strict=True)), together)
    close(found.v, [0.543652, 0, 0.919796, 0.095346])
    close(found.v_lower, [0.345467, 0, 0.320842, 0.026872])
    close(found.v_upper, [0.859163, 0.104703, 2.798966, 0.304266])


@pytest.mark.parametrize(
    ("a", "gap", "ratios"),
    [
        (1.642513192, 2.252710, (9.399845, 18.669862, 3.176653)),
        (10.517365, 1.347413, (2.235318, 2.816031, 1.525039)),
    ],
    ids=["lip cancer", "prostate operations"],
)
def test_true_gap_and_percentile_ratios_of_a_gamma_law(a, gap, ratios):
    shape = np.array([a])
    close(gamma_poisson.typical_gap(shape), gap)
    for (high, low), ratio in zip([(0.9, 0.1), (0.95, 0.05), (0.75, 0.25)], ratios, strict=True):
        close(gamma_poisson.percentile_ratio(shape, high=high, low=low), ratio)


# ---- beta-binomial model


def beta_fit(**options):
    return beta_binomial.fit(BRISTOL.events, BRISTOL.denominator, CENTRES, **options)


def odds_gap(mu, rho):
    return beta_binomial.typical_gap(*beta_binomial.shapes(np.atleast_1d(mu), np.atleast_1d(rho)))


def test_bristol_beta_binomial_plain():
    found = beta_fit(rule="profile")
    close([found.rho, found.rho_lower, found.rho_upper], [0.0140227, 0.004411, 0.041895])
    close(found.mu, 0.1317278)
    a, b = beta_binomial.shapes(found.mu, found.rho)
    x, n = BRISTOL.events, BRISTOL.denominator
    choose = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    log_likelihood = (choose + special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum()
    close(log_likelihood, -46.148974)
    close(beta_binomial.relative_variance(found.mu, found.rho), 0.092429)
    close(beta_binomial.percentile_ratio(a, b), 2.230561)
    close(odds_gap(found.mu, found.rho), 1.407135)
    close([odds_gap(found.mu, found.rho_lower), odds_gap(found.mu, found.rho_upper)], [1.207601, 1.855597])


def test_bristol_beta_binomial_about_the_pooled_proportion():
    found = beta_fit(rule="fixed")
    close([found.rho, found.rho_lower, found.rho_upper], [0.0133467, 0.004119, 0.039010])
    close(found.mu, POOLED)


def test_bristol_beta_binomial_adjusted():
    found = beta_fit()
    rhos = np.concatenate([found.rho, found.rho_lower, found.rho_upper])
    close(rhos, [0.015682, 0.004900, 0.048550])
    close(found.mu, 0.132524)
    close(beta_binomial.relative_variance(found.mu, rhos), [0.102653, 0.032077, 0.317800])
    close(odds_gap(found.mu, rhos), [1.435069, 1.219532, 1.956420])


def test_bristol_beta_binomial_without_the_correction_for_few_areas():
    level = special.chdtr(1, special.chdtri(1, 0.05) / (1 + 1 / 33))
    found = beta_fit(level=float(level))
    close([found.rho_lower, found.rho_upper], [0.004996, 0.047706])


# ---- normal model


def test_bristol_on_the_arcsine_scale_as_metafor_with_tight_tolerance():
    value = np.arcsin(np.sqrt(BRISTOL.events / BRISTOL.denominator))
    found = normal_normal.fit(value, 0.5 / np.sqrt(BRISTOL.denominator), CENTRES)
    assert_allclose(found.tau2, 0.00433378094417, rtol=1e-8)
    assert_allclose(found.tau2_lower, 0.00147221705, rtol=1e-8)
    assert_allclose(found.tau2_upper, 0.01521041488, rtol=1e-8)


def test_median_difference_of_a_logit_normal_law_as_an_odds_ratio():
    close(np.exp(normal_normal.typical_gap(np.array([0.04, 0.14]))), [1.210187, 1.428902])


# ---- networks: a simulated frame, written once because streams of random numbers may change


def nest() -> pd.DataFrame:
    return pd.read_csv(HERE / "inputs" / "nest.csv")


def test_nest_is_the_frame_that_the_numbers_belong_to():
    frame = nest()
    assert frame["observed"].sum() == 37363
    assert frame["expected"].sum() == pytest.approx(35762.5)
    assert frame["need"].sum() == pytest.approx(-4.906267, abs=1e-6)
    assert (frame["need"] ** 2).sum() == pytest.approx(207.487466, abs=1e-6)
    assert frame.groupby("network").size().tolist() == [21, 17, 21, 20, 21, 18, 16, 14, 12, 15, 13, 12]


def test_theil_splits_into_networks_and_areas():
    frame = nest()
    observed, expected = frame["observed"].to_numpy(float), frame["expected"].to_numpy(float)
    networks = Segments.from_sorted_codes(frame["network"])
    split = spread.theil_split(observed, expected, networks, ONE(networks.n_groups))
    everyone = ONE(len(frame))
    close(split.total, 0.02263394, atol=1e-8)
    close(spread.theil(observed, expected, everyone), 0.02263394, atol=1e-8)
    close(split.between, 0.00587040, atol=1e-8)
    close(split.share_between, 0.259363)
    close(split.share_between_corrected, 0.286577)
    close(spread.mld(observed, expected, everyone), 0.02280198, atol=1e-8)
    between = spread.mld(networks.sum(observed), networks.sum(expected), ONE(networks.n_groups))
    close(between, 0.00606461, atol=1e-8)
    close(spread.gini(observed, expected, everyone), 0.11851520, atol=1e-8)


# ---- chance alone


def test_smallest_detectable_scv_to_two_figures():
    printed = {
        12: ("6.9", "1.35", ".34"),
        30: ("4.4", ".85", ".21"),
        106: ("2.3", ".45", ".11"),
        211: ("1.64", ".32", ".08"),
    }
    for areas, row in printed.items():
        for size, text in zip((10.0, 50.0, 200.0), row, strict=True):
            found = 100 * spread.smallest_detectable_scv(np.full(areas, size), ONE(areas))[0]
            half_a_digit = 0.5 * 10.0 ** -len(text.partition(".")[2])
            assert abs(found - float(text)) <= 1.1 * half_a_digit


def test_repeat_admissions_inflate_chance():
    assert spread.multiple_admission_factor([900, 70, 20, 8, 2]) == pytest.approx(1.646732, abs=1e-6)


def test_lip_cancer_under_chance_alone():
    found = spread.chance(LIP.observed, LIP.expected, LIP_ALL, seeds=[7], simulations=4999)
    quoted = [3.17, 2.30, 5.35]
    assert_allclose(np.ravel([found.p90_p10, found.p90_p10_lower, found.p90_p10_upper]), quoted, rtol=0.03)
    assert np.isinf(found.extremal_quotient[0])
    assert found.chi2_p[0] == 1 / 5000


# ---- tables of other programs


def synthetic(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name == "e1":
        return LIP.observed, LIP.expected
    file = {"b": "b_rate", "c": "c_smr_overdispersed", "d": "d_smr_poisson"}[name]
    frame = pd.read_csv(HERE / "inputs" / f"{file}.csv")
    if name != "b":
        return frame["observed"].to_numpy(float), frame["expected"].to_numpy(float)
    events, population = frame["events"].to_numpy(float), frame["population"].to_numpy(float)
    return events, population * events.sum() / population.sum()


def expected_values(name: str) -> pd.Series:
    table = pd.read_csv(HERE / "expected" / "variation_statistics.csv")
    return table[table["dataset"] == name].set_index("statistic")["value"]


@pytest.mark.parametrize("name", ["b", "c", "d", "e1"])
def test_descriptive_statistics_as_written_out_in_r(name):
    observed, expected = synthetic(name)
    theirs, everyone = expected_values(name), ONE(observed.size)
    rate = observed / expected
    ours = {
        "plain_EQ_max/min(inf if min=0)": spread.extremal_quotient(rate, everyone),
        "plain_IQR_type7": spread.iqr(rate, everyone),
        "plain_CV_sd(n-1)/mean_unweighted": spread.cv(rate, everyone),
        "plain_wCV_sqrt(sum(w(r-rb)^2)/sum(w))/rb_w=E_rb=sumO/sumE": spread.cv_weighted(observed, expected, everyone),
        "plain_SCV_x100_approx_untruncated": 100 * spread.scv(observed, expected, everyone, about="given"),
        "plain_SCV_x100_recentred_E*rb_approx": 100
        * spread.scv(observed, spread.own_expected(observed, expected, everyone), everyone, about="given"),
    }
    for high, low in ((0.95, 0.05), (0.9, 0.1), (0.8, 0.2), (0.75, 0.25)):
        label = f"plain_quantile_ratio_{high}/{low}_type7"
        ours[label] = spread.percentile_ratio(rate, everyone, high=high, low=low)
    for label, value in ours.items():
        assert_allclose(value[0], theirs[label], rtol=1e-10, err_msg=label)


@pytest.mark.parametrize("name", ["b", "c", "e1"])
def test_scv_and_gamma_variance_as_in_sava(name):
    observed, expected = synthetic(name)
    theirs, everyone = expected_values(name), ONE(observed.size)
    assert_allclose(spread.scv(observed, expected, everyone, about="given"), theirs["sava_SCV_approx"], rtol=1e-10)
    logarithmic = spread.scv_mcpherson(observed, expected, everyone, about="given")
    assert_allclose(logarithmic[0], theirs["sava_SCV_log"], rtol=1e-10)
    fitted = gamma_poisson.fit(observed, expected, everyone, level=None, rule="fixed")
    assert_allclose(fitted.v, theirs["sava_EBpoisson0_variance_1/alpha"], rtol=1e-4)


def test_pure_chance_has_no_gamma_variance_and_a_negative_scv():
    """sava gives NA for both; the sign of SCV is kept and the variance is 0."""
    observed, expected = synthetic("d")
    everyone = ONE(observed.size)
    assert gamma_poisson.fit(observed, expected, everyone, level=None).v[0] < 1e-4
    assert spread.scv(observed, expected, everyone, about="given")[0] < 0


def test_proportions_as_written_out_in_r():
    frame = pd.read_csv(HERE / "inputs" / "a_proportion.csv")
    x, n = frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float)
    theirs = pd.read_csv(HERE / "expected" / "proportion_variation_a.csv", index_col="statistic")["value"]
    everyone = ONE(x.size)
    panel = spread.rate_panel(x / n, everyone)
    statistic = spread.chi2(x, n, everyone, chance=1 - x.sum() / n.sum())
    ours = {
        "chisq_homogeneity": statistic,
        "max/min": panel.extremal_quotient,
        "p95/p5_type7": panel.p95_p5,
        "p90/p10_type7": panel.p90_p10,
        "IQR_type7": panel.iqr,
        "CV_sd(n-1)/mean": spread.cv(x / n, everyone),
        "wCV_w=n": spread.cv_weighted(x, n, everyone),
    }
    for label, value in ours.items():
        assert_allclose(value[0], theirs[label], rtol=1e-10, err_msg=label)
    assert spread.chi2_p(statistic, everyone.lengths)[0] == theirs["p"]
