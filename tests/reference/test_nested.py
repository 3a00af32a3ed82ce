"""Areas within networks against lme4, statsmodels, a root finder, and numbers quoted for a simulated country."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from datasets import BRISTOL, LIP, LIP_AGRICULTURE
from numpy.testing import assert_allclose
from scipy import optimize, special

from scnvariation.stats import nested
from scnvariation.stats.segments import Segments

pytestmark = pytest.mark.filterwarnings("error")

HERE = Path(__file__).parent
ABSOLUTE = 1e-6
ROUND_SHARE = 1e-3  # shares are quoted to three decimals


class Country(NamedTuple):
    """200 areas in 12 networks, one covariate; truth: need .01, between .0144, within .0225."""

    observed: np.ndarray
    expected: np.ndarray
    network: np.ndarray
    need: np.ndarray


@pytest.fixture(scope="module")
def country() -> Country:
    frame = pd.read_csv(HERE / "inputs" / "nest.csv")
    return Country(*(frame[name].to_numpy() for name in ("observed", "expected", "network", "need")))


@pytest.fixture(scope="module")
def shares(country) -> nested.NestedShares:
    return nested.shares(*country, draws=4_000)


def close(actual, expected, atol=ABSOLUTE):
    assert_allclose(np.ravel(actual), np.ravel(expected), rtol=0, atol=atol)


def test_fingerprint(country):
    assert (country.observed.sum(), country.observed.min(), country.observed.max()) == (37363, 15, 877)
    close(country.expected.sum(), 35762.5)
    close([country.need.sum(), np.square(country.need).sum()], [-4.906267, 207.487466])
    assert np.bincount(country.network).tolist() == [21, 17, 21, 20, 21, 18, 16, 14, 12, 15, 13, 12]


# ---- maximum likelihood


def test_null_model(country):
    found = nested.fit(country.observed, country.expected, country.network)
    close(found.log_likelihood, -976.921137)
    close([found.sigma2_between, found.sigma2_within], [0.0124503, 0.0315794])
    close(found.coefficients, 0.028155)


def test_model_with_need(country):
    found = nested.fit(*country)
    close(found.log_likelihood, -960.087324)
    close([found.sigma2_between, found.sigma2_within], [0.0118317, 0.0250247])
    close(found.coefficients, [0.030087, 0.077913])


def test_parts_of_the_maximum_likelihood_fit(country):
    """The split as first quoted, need without correction and all by maximum likelihood."""
    found, crude = nested.fit(*country), nested.fit(*country[:3])
    chance = np.mean(1 / (country.expected * np.exp(found.coefficients[0])))
    need = np.var(country.need * found.coefficients[1])
    parts = np.array([chance, need, found.sigma2_between, found.sigma2_within])
    close(parts / parts.sum(), [0.157, 0.123, 0.231, 0.489], ROUND_SHARE)
    corrected = np.array([need - np.var(country.need) * found.covariance[1, 1], *parts[2:]])
    close(corrected.sum() / (chance + corrected.sum()), 0.843, 3 * ROUND_SHARE)  # quoted without correction
    close(parts[1:] / parts[1:].sum(), [0.146, 0.274, 0.580], ROUND_SHARE)
    left = (found.sigma2_between + found.sigma2_within) / (crude.sigma2_between + crude.sigma2_within)
    close(1 - left, 0.163, ROUND_SHARE)


LME4 = pd.read_csv(HERE / "expected" / "lme4_variance_MOR.csv")
NESTED = {
    "binomial_a": ("a_proportion", "numerator", "denominator", "binomial"),
    "poisson_c": ("c_smr_overdispersed", "observed", "expected", "poisson"),
    "poisson_d": ("d_smr_poisson", "observed", "expected", "poisson"),
}


def table(name):
    """Read observed, size, network codes and family of a table of areas."""
    file, observed, size, family = NESTED[name]
    frame = pd.read_csv(HERE / "inputs" / f"{file}.csv")
    network = pd.factorize(frame["network"], sort=True)[0]
    return frame[observed].to_numpy(float), frame[size].to_numpy(float), network, family


def glmer(name, random, nodes):
    """Give the rows of one fit of lme4, by term."""
    model = LME4["model"]
    rows = model.str.startswith(name) & model.str.contains(f"({random})", regex=False) & model.str.endswith(f"={nodes}")
    return LME4[rows].set_index("term")


@pytest.mark.parametrize("name", list(NESTED))
def test_areas_within_networks_as_lme4_fits_them(name):
    observed, size, network, family = table(name)
    theirs = glmer(name, "1|network/area", 1)
    ours = nested.fit(observed, size, network, family=family)
    assert_allclose(ours.sigma2_between, theirs.loc["network", "variance"], rtol=1e-4, atol=1e-9)
    assert_allclose(ours.sigma2_within, theirs.loc["area:network", "variance"], rtol=1e-4, atol=1e-9)
    assert_allclose(ours.coefficients, theirs["intercept"].iloc[:1], rtol=1e-4)
    assert_allclose(np.sqrt(ours.covariance[0, 0]), theirs["se_intercept"].iloc[0], rtol=3e-4)
    close(ours.log_likelihood, theirs["logLik"].iloc[0], 1e-5)


@pytest.mark.parametrize("name", ["binomial_a", "poisson_c"])
def test_effects_as_lme4_predicts_them(name):
    observed, size, network, family = table(name)
    ours = nested.fit(observed, size, network, family=family)
    theirs = pd.read_csv(HERE / "expected" / "lme4_ranef.csv")
    theirs = theirs[theirs["model"] == f"{name}_network/area"]
    areas = theirs[theirs["term"] == "area:network"]
    networks = theirs[theirs["term"] == "network"]
    assert_allclose(ours.area_effects, areas["ranef"], rtol=1e-4, atol=1e-5)
    assert_allclose(ours.network_effects, networks["ranef"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("nodes", [1, 25])
@pytest.mark.parametrize("name", list(NESTED))
def test_areas_alone_as_lme4_fits_them(name, nodes):
    observed, size, _, family = table(name)
    theirs = glmer(name, "1|area", nodes).iloc[0]
    ours = nested.one_level(observed, size, nodes=nodes, family=family)
    assert_allclose(ours.sigma2, theirs["variance"], rtol=1e-4, atol=1e-9)
    assert_allclose(ours.mu, theirs["intercept"], rtol=1e-4)
    assert_allclose(nested.typical_gap(ours.sigma2), theirs["MOR_or_MRR"], rtol=1e-5)


# ---- one level, small counts


def test_lip_cancer_without_and_with_agriculture():
    crude = nested.one_level(LIP.observed, LIP.expected)
    close([crude.mu, crude.sigma2], [0.080227, 0.584043])
    close(nested.typical_gap(crude.sigma2), 2.072955)
    adjusted = nested.one_level(LIP.observed, LIP.expected, LIP_AGRICULTURE / 10)
    close(adjusted.coefficients, [-0.490140, 0.683007])
    close(adjusted.sigma2, 0.348244)
    close(adjusted.log_likelihood, -171.722593, 1e-5)
    close(2 * (adjusted.log_likelihood - crude.log_likelihood), 19.2028, 1e-4)
    close(1 - adjusted.sigma2 / crude.sigma2, 0.4037, 1e-4)


def laplace_by_hand(mu, sigma2):
    """Sum the Laplace approximations of the areas, each mode found by a root finder."""
    total = 0.0
    for o, e in zip(LIP.observed, LIP.expected, strict=True):
        mode = optimize.brentq(lambda v, o=o, e=e: o - e * np.exp(v) - (v - mu) / sigma2, -20, 20, xtol=1e-14)
        mean = e * np.exp(mode)
        density = o * np.log(mean) - mean - special.gammaln(o + 1) - (mode - mu) ** 2 / (2 * sigma2)
        total += density - 0.5 * np.log(1 + sigma2 * mean)
    return total


def test_laplace_is_a_little_low_at_small_counts():
    """lme4 stops at .5765523 (log-likelihood 1.5e-6 below the maximum); a root finder per area confirms ours."""
    found = nested.one_level(LIP.observed, LIP.expected, nodes=1)
    close(found.log_likelihood, laplace_by_hand(found.mu, found.sigma2), 1e-9)
    for other in (0.5765523, found.sigma2 * 1.001, found.sigma2 * 0.999):
        assert laplace_by_hand(found.mu, other) < found.log_likelihood
    close(found.sigma2, 0.5765523, 3e-4)


def test_bristol_logit_normal():
    found = nested.one_level(BRISTOL.events, BRISTOL.denominator, nodes=61, family="binomial")
    close([found.mu, found.sigma2], [-1.932863, 0.124561])
    close(nested.typical_gap(found.sigma2), 1.400253)


@pytest.mark.parametrize(("sigma2", "gap"), [(0.01, 1.1001), (0.04, 1.2102), (0.14, 1.4289), (0.25, 1.6111)])
def test_typical_gap_of_a_lognormal_law(sigma2, gap):
    close(nested.typical_gap(sigma2), gap, 6e-5)


def test_typical_gap_to_six_decimals():
    close(nested.typical_gap(np.array([0.04, 0.14])), [1.210187, 1.428902])


# ---- moments


def test_moments(country):
    found = nested.moments(country.observed.astype(float), country.expected, Segments.single(200), country.network)
    close([found.between, found.within], [0.00940457, 0.03248591], 1e-8)
    close([found.q_between, found.q_within], [427.306180, 1297.074004])


def test_moments_after_need(country):
    """Poisson regression on the covariate gives intercept .048906 and slope .085806."""
    import statsmodels.api as sm  # noqa: PLC0415 - heavy

    design = sm.add_constant(country.need)
    regression = sm.GLM(country.observed, design, sm.families.Poisson(), offset=np.log(country.expected)).fit()
    close(regression.params, [0.048906, 0.085806])
    found = nested.moments(country.observed.astype(float), regression.mu, Segments.single(200), country.network)
    close([found.between, found.within], [0.00898067, 0.02403499], 1e-8)


# ---- restricted likelihood and shares


def test_restricted_fit(country):
    found = nested.fit(*country, restricted=True)
    close([found.sigma2_between, found.sigma2_within], [0.0130900, 0.0252113], 1e-7)
    close([found.coefficients[1], np.sqrt(found.covariance[1, 1])], [0.0778495, 0.0128217], 1e-7)
    close(found.log_likelihood, -967.809635)


def test_shares_of_true_variation(shares):
    parts = np.array([shares.need, shares.between, shares.within])
    close(parts / parts.sum(), [0.1376, 0.2947, 0.5676], 1e-4)
    close(shares.slopes, 0.0778495, 1e-7)
    close(shares.slope_se, 0.0128217, 1e-7)


def test_realised_shares(shares):
    close(shares.realised, [[0.066, 0.227], [0.187, 0.398], [0.469, 0.675]], 5e-3)


def test_population_shares(shares):
    close(shares.population, [[0.061, 0.236], [0.141, 0.555], [0.352, 0.712]], ROUND_SHARE)


def test_network_test(shares):
    """Likelihood ratio 42.4915 on the mixture of 0 and chi-square with 1 degree of freedom."""
    assert_allclose(shares.network_p, 0.5 * special.chdtrc(1, 42.4915), rtol=1e-4)
    assert shares.network_check_p < 1e-6
    assert not shares.between_at_zero


def test_profile_limits(country):
    """.005268 to .037724, the only numbers quoted that no public field shows."""
    from scnvariation.stats.nested_prepare import prepare  # noqa: PLC0415
    from scnvariation.stats.nested_profile import between_limits  # noqa: PLC0415
    from scnvariation.stats.nested_reml import RestrictedLikelihood, restricted_fit  # noqa: PLC0415

    ready = prepare(*country, "poisson")
    best = restricted_fit(ready.model, nested=True)
    found = between_limits(RestrictedLikelihood(ready.model, best.mode.predictor[0]), best)
    close(np.square([found.lower, found.upper]), [0.005268, 0.037724])
    close(found.likelihood_ratio, 42.4915, 1e-4)


def test_statsmodels_agrees_on_a_normal_model():
    """Equal standard errors and equal networks: the mixed model of statsmodels with its residual variance."""
    import statsmodels.api as sm  # noqa: PLC0415 - heavy

    generator = np.random.default_rng(5)
    network = np.repeat(np.arange(10), 12)
    need = generator.normal(size=120)
    value = 50 + 2 * need + 3 * generator.normal(size=10)[network] + 4 * generator.normal(size=120)
    theirs = sm.MixedLM(value, sm.add_constant(need), groups=network).fit(reml=True)
    ours = nested.fit(value, np.full(120, 1.5), network, need, family="normal", restricted=True)
    assert_allclose(ours.sigma2_between, theirs.cov_re[0, 0], rtol=1e-4)
    assert_allclose(ours.sigma2_within + 1.5**2, theirs.scale, rtol=1e-4)
    assert_allclose(ours.coefficients, theirs.fe_params, rtol=1e-5)
    assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse_fe, rtol=1e-3)
