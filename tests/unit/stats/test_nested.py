"""Areas within networks: the arrow against dense matrices, quadrature against sums over a fine grid, fits by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special

from scnvariation.errors import DataError, OptionError
from scnvariation.stats import nested
from scnvariation.stats.nested_laplace import Model, find_mode, laplace, restricted
from scnvariation.stats.nested_laws import law_of
from scnvariation.stats.nested_newton import maximise
from scnvariation.stats.nested_quadrature import Nodes, integrated
from scnvariation.stats.segments import Segments

pytestmark = pytest.mark.filterwarnings("error")

FAMILIES = ["poisson", "binomial", "normal"]


def little(family, seed=0):
    """Nine areas in three networks with one covariate."""
    generator = np.random.default_rng(seed)
    need = generator.normal(size=9)
    size = {"poisson": generator.uniform(5, 40, 9), "binomial": generator.integers(20, 60, 9).astype(float)}
    if family == "poisson":
        observed = generator.poisson(size[family] * np.exp(0.3 * need)).astype(float)
    elif family == "binomial":
        observed = generator.binomial(size[family].astype(int), 0.3).astype(float)
    else:
        observed = generator.normal(size=9) + need
    errors = generator.uniform(0.3, 0.8, 9)
    design = np.column_stack([np.ones(9), need])
    law = law_of(observed, size.get(family, errors), family)
    return Model(law, Segments.from_lengths([2, 4, 3]), design)


# ---- the arrow


@pytest.mark.parametrize("family", FAMILIES)
def test_the_mode_has_no_slope(family):
    """Score of the joint density in slopes, network and area effects, written out."""
    model = little(family)
    between, within = np.array([0.3, 0.0, 0.7]), np.array([0.2, 0.4, 0.0])
    mode = find_mode(model, between, within, model.law.start())
    assert mode.settled.all()
    score, _ = model.law.score_and_weight(mode.predictor)
    assert_allclose(score @ model.design, 0, atol=1e-7)
    assert_allclose(between[:, None] * model.networks.sum(score), mode.network, atol=1e-7)
    assert_allclose(within[:, None] * score, mode.area, atol=1e-7)


def dense(model, between, within, weight):
    """Write out the second derivatives in slopes, network effects and area effects."""
    codes = model.networks.repeat(np.arange(3))
    indicator = (codes[:, None] == np.arange(3)).astype(float)
    columns = np.concatenate([model.design, between * indicator, within * np.eye(9)], axis=1)
    return columns.T * weight @ columns + np.diag(np.repeat([0.0, 1.0], [2, 12]))


@pytest.mark.parametrize("family", FAMILIES)
def test_determinants_through_the_arrow_are_those_of_the_dense_matrix(family):
    model = little(family)
    mode = find_mode(model, np.array([0.3]), np.array([0.2]), model.law.start())
    hessian = dense(model, 0.3, 0.2, mode.weight[0])
    joint = model.law.log_likelihood(mode.predictor).sum()
    joint -= 0.5 * (np.square(mode.network).sum() + np.square(mode.area).sum())
    assert_allclose(laplace(model, mode), joint - 0.5 * np.linalg.slogdet(hessian[2:, 2:])[1])
    assert_allclose(restricted(model, mode), joint - 0.5 * np.linalg.slogdet(hessian)[1])
    assert_allclose(np.linalg.inv(mode.information[0]), np.linalg.inv(hessian)[:2, :2])


def test_the_normal_case_is_the_multivariate_normal_law():
    model = little("normal")
    mode = find_mode(Model(model.law, model.networks, model.design[:, :0]), np.array([0.3]), np.array([0.2]),
                     model.law.start(), np.full((1, 9), 0.4))  # fmt: skip
    codes = model.networks.repeat(np.arange(3))
    covariance = 0.09 * (codes[:, None] == codes) + np.diag(0.04 + np.square(model.law.size))
    apart = model.law.observed - 0.4
    expected = -0.5 * (apart @ np.linalg.solve(covariance, apart) + np.linalg.slogdet(2 * np.pi * covariance)[1])
    assert_allclose(laplace(model, mode), expected)


def test_cells_do_not_depend_on_their_company(monkeypatch):
    """Blocks are for the cache only."""
    model = little("poisson")
    between, within = np.linspace(0, 1, 7), np.linspace(1, 0, 7)
    together = find_mode(model, between, within, model.law.start())
    monkeypatch.setattr("scnvariation.stats.nested_laplace.BLOCK", 18)
    for one, other in zip(together, find_mode(model, between, within, model.law.start()), strict=True):
        assert_allclose(one, other, atol=1e-12)


# ---- quadrature


def by_sums(model, spread, offset):
    """Integrate over both effects on grids of 241 points between -6 and 6."""
    grid = np.linspace(-6, 6, 241)
    weight = np.exp(-0.5 * np.square(grid)) / np.exp(-0.5 * np.square(grid)).sum()
    eta = offset[:, None, None] + spread[0] * grid[:, None] + spread[1] * grid
    law = law_of(model.law.observed[:, None, None], model.law.size[:, None, None], "poisson")
    areas = np.log(np.exp(law.log_likelihood(eta)) @ weight)
    networks = model.networks.sum(areas.T)
    return special.logsumexp(networks, b=weight[:, None], axis=0).sum()


def test_quadrature_over_both_levels_is_the_integral():
    networks = Segments.from_lengths([2, 3])
    observed = np.array([0.0, 3, 1, 0, 2])
    model = Model(law_of(observed, np.full(5, 1.3), "poisson"), networks, np.empty((5, 0)))
    offset = np.linspace(-0.2, 0.3, 5)
    spread = np.array([0.6]), np.array([0.8])
    mode = find_mode(model, *spread, model.law.start(), offset[None])
    exact = by_sums(model, (0.6, 0.8), offset)
    assert_allclose(integrated(model, spread, offset[None], mode, Nodes(15, 15)), exact, atol=2e-6)
    assert_allclose(integrated(model, spread, offset[None], mode, Nodes(11, 11)), exact, atol=2e-5)
    assert abs(laplace(model, mode)[0] - exact) > 1e-3


def test_one_node_is_laplace():
    model = little("poisson")
    bare = Model(model.law, model.networks, model.design[:, :0])
    spread, offset = (np.array([0.3, 0.5]), np.array([0.4, 0.1])), np.zeros((2, 9))
    mode = find_mode(bare, *spread, model.law.start(), offset)
    assert_allclose(integrated(bare, spread, offset, mode, Nodes(1, 1)), laplace(bare, mode))


def test_tiny_counts_are_integrated_and_others_are_not():
    generator = np.random.default_rng(1)
    network = np.repeat(np.arange(8), 10)
    rate = np.exp(0.5 * generator.normal(size=8)[network] + 0.8 * generator.normal(size=80))
    tiny = generator.poisson(2 * rate).astype(float)
    found = nested.fit(tiny, np.full(80, 2.0), network)
    model = Model(law_of(tiny, np.full(80, 2.0), "poisson"), Segments.from_lengths([10] * 8), np.empty((80, 0)))
    spread = np.sqrt([found.sigma2_between]), np.sqrt([found.sigma2_within])
    offset = np.full((1, 80), found.coefficients[0])
    mode = find_mode(model, *spread, model.law.start(), offset)
    assert_allclose(found.log_likelihood, integrated(model, spread, offset, mode, Nodes(25, 25)), atol=1e-4)
    assert abs(found.log_likelihood - laplace(model, mode)[0]) > 0.05
    many = nested.fit(tiny * 50, np.full(80, 100.0), network)
    spread = np.sqrt([many.sigma2_between]), np.sqrt([many.sigma2_within])
    law = law_of(tiny * 50, np.full(80, 100.0), "poisson")
    model = Model(law, model.networks, model.design)
    mode = find_mode(model, *spread, law.start(), np.full((1, 80), many.coefficients[0]))
    assert_allclose(many.log_likelihood, laplace(model, mode))


# ---- Newton steps


def test_a_paraboloid_is_climbed_and_measured():
    """Second derivatives -2, -6 and 1 across."""
    top = maximise(
        lambda x: -np.square(x[:, 0] - 1) - 3 * np.square(x[:, 1] + 2) + (x[:, 0] - 1) * (x[:, 1] + 2),
        np.array([30.0, 10.0]),
        np.array([1.0, 0.1]),
    )
    assert top.settled
    assert_allclose(top.place, [1, -2], atol=1e-6)
    assert_allclose(top.curvature, [[-2, 1], [1, -6]], atol=1e-5)


def test_a_top_at_zero_of_an_even_function():
    top = maximise(lambda x: -np.square(x[:, 0]) - x[:, 0] ** 4, np.array([0.7]), np.array([0.2]))
    assert top.settled
    assert_allclose(top.place, 0, atol=1e-5)


def test_a_trough_is_left():
    """The start lies where the function bends upwards."""
    top = maximise(lambda x: -np.square(np.square(x[:, 0]) - 4), np.array([0.3]), np.array([0.1]))
    assert top.settled
    assert_allclose(np.abs(top.place), 2, atol=1e-6)


def test_a_variance_with_a_flat_top_at_zero_is_an_estimate():
    """Likelihood that falls by .03 to a standard deviation of .25: differences once missed so flat a top."""
    events, n = np.array([2.0, 1, 0, 5, 6, 0, 0, 1]), np.array([100.0, 84, 7, 132, 170, 27, 13, 24])
    network = np.array([0, 0, 1, 1, 1, 1, 2, 2])
    found = nested.fit(events, n, network, family="binomial", restricted=True)
    assert found.converged
    assert_allclose([found.sigma2_between, found.sigma2_within], 0, atol=1e-4)
    model = Model(law_of(events, n, "binomial"), Segments.from_lengths([2, 4, 2]), np.ones((8, 1)))
    between, within = (side.ravel() for side in np.meshgrid(np.linspace(0, 2, 9), np.linspace(0, 2, 9)))
    elsewhere = restricted(model, find_mode(model, between, within, model.law.start()))
    assert elsewhere.max() <= found.log_likelihood + 1e-6


def test_no_top_is_said_to_be_none():
    assert not maximise(lambda x: x[:, 0], np.zeros(1), np.ones(1)).settled
    assert not maximise(lambda x: np.full(x.shape[0], -np.inf), np.zeros(1), np.ones(1)).settled


# ---- fits by hand


def balanced(**options):
    """Networks at 10, 20, 30, areas one unit apart with error variance 1/8: scatter within 1/2 - 1/8."""
    value = np.array([9.5, 10.5, 19.5, 20.5, 29.5, 30.5])
    return nested.fit(value, np.full(6, 0.125**0.5), np.array([0, 0, 1, 1, 2, 2]), family="normal", **options)


def test_balanced_analysis_of_variance():
    """Mean squares 200 between and 1/2 within: variances (200 - 1/2)/2 and 1/2 - 1/8."""
    found = balanced(restricted=True)
    assert_allclose([found.sigma2_between, found.sigma2_within], [99.75, 0.375], rtol=1e-5)
    assert_allclose(found.coefficients, [20])
    assert_allclose(found.covariance, [[200 / 6]], rtol=1e-5)


def test_maximum_likelihood_divides_by_all_networks():
    """Mean square between 400/3 in place of 200."""
    found = balanced()
    assert_allclose([found.sigma2_between, found.sigma2_within], [(400 / 3 - 0.5) / 2, 0.375], rtol=1e-5)


def test_effects_are_shrunken_means_in_the_order_given():
    found = balanced(restricted=True)
    shrink = 99.75 / (99.75 + 0.25)
    assert_allclose(found.network_effects, [-10 * shrink, 0, 10 * shrink], atol=1e-4)
    order = np.array([5, 0, 3, 2, 4, 1])
    value = np.array([9.5, 10.5, 19.5, 20.5, 29.5, 30.5])[order]
    network = np.array([7, 7, 3, 3, 9, 9])[order]
    mixed = nested.fit(value, np.full(6, 0.125**0.5), network, family="normal", restricted=True)
    assert_allclose(mixed.area_effects, found.area_effects[order], atol=1e-4)
    assert_allclose(mixed.network_effects, found.network_effects[[1, 0, 2]], atol=1e-4)


def test_one_area_far_larger_than_all_others():
    generator = np.random.default_rng(2)
    expected = generator.uniform(20, 80, 40)
    expected[0] = 1e7
    observed = np.round(expected * np.exp(0.1 * generator.normal(size=40)))
    found = nested.fit(observed, expected, np.arange(40) // 8)
    assert found.converged
    assert 0 <= found.sigma2_within < 0.05


def test_counts_of_many_millions_lose_no_digits():
    """Chance vanishes: the variance is that of the logarithms."""
    generator = np.random.default_rng(2)
    observed = np.round(5e8 * np.exp(0.1 * generator.normal(size=60)))
    found = nested.one_level(observed, np.full(60, 5e8))
    assert_allclose(found.sigma2, np.var(np.log(observed)), rtol=1e-5)


# ---- what cannot be fitted


def few(**change):
    """Twelve areas in three networks; arguments of a fit with some of them replaced."""
    base = {
        "observed": np.array([5.0, 9, 7, 12, 8, 6, 11, 10, 4, 9, 8, 7]),
        "size": np.full(12, 8.0),
        "network": np.repeat(np.arange(3), 4),
        "need": None,
    }
    return {**base, **change}


NOTHING = {
    "no event": few(observed=np.zeros(12)),
    "two areas": few(observed=np.ones(2), size=np.ones(2), network=np.arange(2)),
    "expected 0": few(size=np.arange(12.0)),
    "missing": few(observed=np.full(12, np.nan)),
    "need missing": few(need=np.array([np.nan, *np.arange(11.0)])),
    "all events": few(observed=np.full(12, 8.0), family="binomial"),
    "no event of some": few(observed=np.zeros(12), family="binomial"),
    "equal values": few(observed=np.full(12, 8.0), family="normal"),
    "events in one half, need names it": few(
        observed=np.repeat([0.0, 20.0], 6), need=np.repeat([0.0, 1.0], 6), size=np.full(12, 30.0)
    ),
    "all or nothing": few(observed=np.tile([0.0, 800.0], 6), size=np.full(12, 800.0), family="binomial"),
}


@pytest.mark.parametrize("case", list(NOTHING))
def test_where_nothing_can_be_fitted_every_number_is_nan(case):
    given = NOTHING[case]
    found, shares = nested.fit(**given), nested.shares(**given)
    assert not found.converged
    assert not shares.converged
    n_columns = 1 if given["need"] is None else 2
    assert found.coefficients.shape == (n_columns,)
    assert found.covariance.shape == (n_columns, n_columns)
    assert np.isnan([found.sigma2_between, found.sigma2_within, found.log_likelihood]).all()
    assert np.isnan(np.concatenate([found.coefficients, found.network_effects, found.area_effects])).all()
    numbers = [shares.chance, shares.need, shares.between, shares.within, shares.network_p, shares.need_p]
    assert np.isnan(numbers).all()
    assert np.isnan(np.concatenate([shares.realised, shares.population])).all()
    assert shares.slopes.shape == (n_columns - 1,)
    assert not shares.between_at_zero
    assert (shares.n_areas, shares.n_networks) == (given["network"].size, np.unique(given["network"]).size)


def test_a_restricted_likelihood_that_rises_for_ever_gives_no_variance():
    """All five events in one area: the more areas differ, the likelier, and any bound would be ours, not the data's."""
    need = np.array([3.0, 1, 2, 5, 4, 1, 2, 4, 5, 1, 3, 2])
    data = few(observed=5.0 * np.eye(12)[0], size=np.ones(12), need=need)
    model = Model(
        law_of(data["observed"], data["size"], "poisson"),
        Segments.from_lengths([4, 4, 4]),
        np.column_stack([np.ones(12), need]),
    )
    within = np.array([0.0, 1, 2, 4, 8])
    mode = find_mode(model, 4.0 * within, within, model.law.start())
    assert (np.diff(restricted(model, mode)) > 0).all()
    found, shares = nested.fit(**data, restricted=True), nested.shares(**data)
    assert not found.converged
    assert not shares.converged
    assert np.isnan([found.sigma2_between, found.sigma2_within, shares.between, shares.within]).all()
    assert_allclose(shares.mean_expected, 5 / 12)


def test_one_level_of_nothing_is_nan():
    found = nested.one_level(np.zeros(4), np.ones(4), np.arange(4.0))
    assert np.isnan([found.mu, found.sigma2, found.log_likelihood, *found.coefficients]).all()


@pytest.mark.parametrize("network", [np.zeros(12, dtype=int), np.arange(12)], ids=["one network", "one area each"])
def test_where_networks_and_areas_cannot_be_told_apart(network):
    """Everything is called within, and nothing is said of networks."""
    observed = np.array([5.0, 29, 7, 12, 8, 36, 11, 10, 4, 29, 8, 7])
    found = nested.fit(observed, np.full(12, 8.0), network)
    assert found.converged
    assert np.isnan(found.sigma2_between)
    assert_allclose(found.sigma2_within, nested.one_level(observed, np.full(12, 8.0)).sigma2, rtol=0.02)
    shares = nested.shares(observed, np.full(12, 8.0), network, np.arange(12.0))
    assert np.isnan([shares.between, shares.network_p, shares.network_check_p]).all()
    assert np.isnan(shares.realised).all()
    assert shares.within > 0
    assert not shares.between_at_zero


def test_areas_closer_together_than_chance_are_at_the_boundary():
    found = nested.fit(np.full(12, 50.0), np.full(12, 50.0), np.repeat(np.arange(3), 4))
    assert (found.converged, found.sigma2_between, found.sigma2_within) == (True, 0.0, 0.0)
    shares = nested.shares(np.full(12, 50.0), np.full(12, 50.0), np.repeat(np.arange(3), 4))
    assert (shares.between, shares.within, shares.network_p) == (0.0, 0.0, 1.0)
    assert shares.between_at_zero


REFUSED = {
    "constant": (np.ones(12), "the need covariate is the same in every area"),
    "repeated": (np.column_stack([np.arange(12), 2 * np.arange(12)]), "2 need covariates say no more than 1"),
    "constant beside another": (np.column_stack([np.arange(12), np.ones(12)]), "2 need covariates say no more than 1"),
    "too many": (np.eye(12)[:, :11], "11 need covariates cannot be fitted to 12 areas"),
}


@pytest.mark.parametrize("case", list(REFUSED))
@pytest.mark.parametrize("verb", [nested.fit, nested.shares])
def test_covariates_that_say_nothing_are_refused(verb, case):
    need, words = REFUSED[case]
    with pytest.raises(DataError, match=words):
        verb(**few(need=need))


def test_unknown_family():
    with pytest.raises(OptionError, match="family='poison' is not known"):
        nested.fit(**few(family="poison"))
