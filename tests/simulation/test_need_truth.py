"""What remains after adjustment for need is right on average; its standard errors and intervals hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import special

from scnvariation import Indicators, load_sample
from scnvariation.analysis.need import need_adjusted
from scnvariation.stats import beta_binomial, gamma_poisson, need, spread
from scnvariation.stats.segments import Segments

TRUTH = Path(__file__).parents[2] / "data" / "sample" / "truth.csv"
COVARIATES = ["deprivation", "share_over_75", "share_under_5"]
N_AREAS, N_COVARIATES, MEAN = 30, 2, 20.0
NETWORK = 17


def counts(rng, n_areas, n_covariates, mean, v):
    """Draw areas of unequal size with need, and variation v beyond it."""
    x = rng.normal(size=(n_areas, n_covariates))
    expected = np.exp(rng.normal(0, 0.5, n_areas))
    expected *= mean * n_areas / expected.sum()
    rates = rng.gamma(1 / v, v, n_areas) if v else 1.0
    observed = rng.poisson(expected * np.exp(x @ np.full(n_covariates, 0.2)) * rates)
    return observed.astype(float), expected, x


def adjusted_scv(v, data_sets, seed):
    """Give SCV with the slopes taken off, the classical form, and SCV without, of each data set."""
    rng = np.random.default_rng((seed, round(1000 * v)))
    areas, found = Segments.single(N_AREAS), np.empty((data_sets, 3))
    for row in found:
        observed, expected, x = counts(rng, N_AREAS, N_COVARIATES, MEAN, v)
        mu = need.fit(observed, expected, x).expected
        row[0] = spread.scv(observed, mu, areas, slopes_lost=float(N_COVARIATES))[0]
        left = N_AREAS - 1 - N_COVARIATES
        row[1] = np.sum((observed - mu) ** 2 / mu**2) / left - np.mean(1 / mu)
        row[2] = spread.scv(observed, mu, areas)[0]
    return found.mean(axis=0), found.std(axis=0, ddof=1) / np.sqrt(data_sets)


@pytest.mark.parametrize("v", [0.0, 0.05])
def test_scv_about_need_is_unbiased_once_slopes_are_taken_off(v):
    mean, error = adjusted_scv(v, 700, seed=3)
    assert abs(mean[0] - v) < 3 * error[0]
    assert mean[2] < v - 2 * error[2]


@pytest.mark.slow
@pytest.mark.parametrize(("v", "classical"), [(0.0, 0.0013), (0.05, 0.052)])
def test_scv_about_need_in_ten_thousand_data_sets(v, classical):
    # With 30 areas, 3 coefficients and 20 expected events the classical form has a mean of 0.0013 and 0.052.
    mean, error = adjusted_scv(v, 10_000, seed=4)
    assert abs(mean[0] - v) < 3 * error[0] + 0.001  # one part in fifty: the reciprocal of a fitted mean
    assert abs(mean[1] - classical) < 3 * error[1] + 0.001
    assert mean[2] < v - 0.003


def within_networks(n_covariates, data_sets, seed):
    """Fit England, and measure the spread within each of twelve networks."""
    rng, v = np.random.default_rng(seed), 0.04
    networks = Segments.from_lengths(np.full(12, NETWORK))
    scv, covered = [], []
    for _ in range(data_sets):
        observed, expected, x = counts(rng, networks.n_rows, n_covariates, 60.0, v)
        mu = need.fit(observed, expected, x).expected
        lost = n_covariates * NETWORK / networks.n_rows
        scv.append(spread.scv(observed, mu, networks, slopes_lost=lost).mean())
        law = gamma_poisson.fit(observed, mu, networks)
        covered.append(np.mean((law.v_lower <= v) & (v <= law.v_upper)))
    error = np.std(scv, ddof=1) / np.sqrt(data_sets)
    return np.mean(scv), error, np.mean(covered)


def test_within_networks_the_slopes_of_england_hardly_matter():
    mean, error, covered = within_networks(2, 80, seed=5)
    assert abs(mean - 0.04) < 3 * error
    assert 0.95 - 3 * np.sqrt(0.05 * 0.95 / 960) < covered < 0.98


@pytest.mark.slow
@pytest.mark.parametrize("n_covariates", [2, 6])
def test_within_networks_with_more_data_sets_and_covariates(n_covariates):
    mean, error, covered = within_networks(n_covariates, 1500, seed=6)
    assert abs(mean - 0.04) < 3 * error + 0.0004
    assert covered > 0.93


def slopes(family, data_sets, seed):
    """Give the slope of the first covariate over its error about the truth, in areas that differ beyond chance."""
    rng, z = np.random.default_rng(seed), np.empty(data_sets)
    for k in range(data_sets):
        if family == "poisson":
            observed, size, x = counts(rng, 211, 2, 60.0, 0.05)
        else:
            x = rng.normal(size=(211, 2))
            size = np.ceil(300 * np.exp(rng.normal(0, 0.5, 211)))
            pull = -2 + x @ [0.2, 0.2] + rng.normal(0, 0.25, 211)
            observed = rng.binomial(size.astype(int), special.expit(pull)).astype(float)
        found = need.fit(observed, size, x, family=family)
        z[k] = (found.coefficients[1] - 0.2) / found.standard_errors[1]
    return z


@pytest.mark.parametrize("family", ["poisson", "binomial"])
def test_standard_errors_are_those_of_areas_that_differ_beyond_chance(family):
    # By chance alone they would be half as large, and a third of true slopes would lie outside.
    z = slopes(family, 250, seed=8)
    assert np.mean(np.abs(z) > 1.96) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 250)
    assert 0.85 < z.std() < 1.15


@pytest.mark.slow
@pytest.mark.parametrize("family", ["poisson", "binomial"])
def test_standard_errors_with_more_data_sets(family):
    z = slopes(family, 4000, seed=9)
    assert 0.035 < np.mean(np.abs(z) > 1.96) < 0.07


@pytest.mark.slow
@pytest.mark.parametrize("n_areas", [9, 12, 20, 32])
@pytest.mark.parametrize("rho", [0.0, 0.005, 0.02])
def test_intervals_with_offsets_cover(n_areas, rho):
    rng = np.random.default_rng((n_areas, round(1000 * rho)))
    areas = Segments.from_lengths(np.full(3000, n_areas))
    n = np.ceil(200 * np.exp(rng.normal(0, 0.6, areas.n_rows)))
    offset = rng.normal(0, 0.4, areas.n_rows)
    p = special.expit(-2 + offset)
    if rho:
        p = rng.beta(p * (1 / rho - 1), (1 - p) * (1 / rho - 1))
    observed = rng.binomial(n.astype(int), p).astype(float)
    found = beta_binomial.fit(observed, n, areas, offset=offset)
    assert 0.93 < np.mean((found.rho_lower <= rho) & (rho <= found.rho_upper)) < 0.995


# ---- the sample, in which need was planted


@pytest.fixture(scope="module")
def sample() -> Indicators:
    return load_sample()


def planted() -> pd.Series:
    """Give the planted slopes by indicator and covariate."""
    truth = pd.read_csv(TRUTH)
    of_need = truth[truth["kind"].str.startswith("need_")]
    return of_need.assign(kind=of_need["kind"].str.removeprefix("need_")).set_index(["indicator_id", "kind"])["size"]


@pytest.mark.parametrize("indicator", sorted(planted().index.unique("indicator_id")))
def test_the_slopes_of_the_sample_are_those_planted(sample, indicator):
    data = sample.select(indicator=indicator)
    statistic = data.catalogue["statistic"].iloc[0]
    found = need_adjusted(data, data.sorted, statistic, COVARIATES).slopes
    truth = planted().loc[indicator].reindex(found["covariate"]).to_numpy()
    there = ~np.isnan(truth)
    far = np.abs(found["slope"] - truth) / found["slope_se"]
    assert (far[there] < 3).all()


@pytest.mark.parametrize("indicator", ["ccg_ois:1.2", "nhs_of:1.4"])
def test_need_explains_most_of_the_spread_where_that_was_planted(sample, indicator):
    data = sample.select(indicator=indicator)
    assert (need_adjusted(data, data.sorted, "dsr", COVARIATES).fits["explained"] > 0.5).all()


def test_need_explains_little_where_none_was_planted(sample):
    without = sorted(set(sample.catalogue["indicator_id"]) - set(planted().index.unique("indicator_id")))
    shares = []
    for indicator in without:
        data = sample.select(indicator=indicator)
        statistic = data.catalogue["statistic"].iloc[0]
        shares.extend(need_adjusted(data, data.sorted, statistic, COVARIATES).fits["explained"].dropna())
    assert abs(np.median(shares)) < 0.05
