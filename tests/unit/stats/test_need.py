"""Regression on need: sums by hand, what cannot be fitted, and that nothing depends on units or order."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, special

from scnvariation.errors import OptionError
from scnvariation.stats import need, spread
from scnvariation.stats.need_design import separated
from scnvariation.stats.segments import Segments

FAMILIES = ["poisson", "negative_binomial", "binomial", "normal"]


def drawn(family, *, n_areas=60, n_covariates=2, seed=7):
    """Draw areas that differ by need and beyond it."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n_areas, n_covariates)) * [3.0, 0.01][:n_covariates] + [20.0, 0.1][:n_covariates]
    pull = (x - x.mean(axis=0)) / x.std(axis=0) @ np.array([0.3, -0.1])[:n_covariates] + rng.normal(0, 0.2, n_areas)
    size = np.ceil(200 * np.exp(rng.normal(0, 0.6, n_areas)))
    if family == "binomial":
        return rng.binomial(size.astype(int), special.expit(pull - 1.5)).astype(float), size, x
    if family == "normal":
        return 70 + 5 * pull + rng.normal(0, 0.8, n_areas), np.full(n_areas, 0.8), x
    return rng.poisson(size * np.exp(pull)).astype(float), size, x


# ---- by hand


def test_a_covariate_of_two_values_gives_each_group_its_own_rate():
    # 60 events where 40 were expected, 30 of 40: ratios 1.5 and 0.75, and 1.5/0.75 = 2.
    deprived = np.array([[1.0], [1], [1], [0], [0], [0]])
    found = need.fit(np.array([12.0, 18, 30, 9, 10, 11]), np.array([10.0, 10, 20, 15, 10, 15]), deprived)
    assert_allclose(found.expected, [15, 15, 30, 11.25, 7.5, 11.25])
    assert_allclose(np.exp(found.coefficients), [0.75, 2.0])


def test_the_standard_error_by_hand_where_chance_explains_the_spread():
    # Residuals 0: alpha = 0, and the variance of a log rate ratio is 1/60 + 1/30.
    deprived = np.array([[1.0], [1], [1], [0], [0], [0]])
    found = need.fit(np.array([15.0, 15, 30, 12, 6, 12]), np.array([10.0, 10, 20, 20, 10, 20]), deprived)
    assert found.between == 0
    assert_allclose(found.standard_errors[1], np.sqrt(1 / 60 + 1 / 30))
    assert_allclose(found.standard_errors[0], np.sqrt(1 / 30))


def test_two_proportions_by_hand():
    # 30 of 120 and 60 of 120: odds 1/3 and 1; variance of the log odds ratio 1/30 + 1/90 + 1/60 + 1/60.
    there = np.array([[0.0], [0], [0], [1], [1], [1]])
    found = need.fit(np.array([10.0, 10, 10, 20, 20, 20]), np.full(6, 40.0), there, family="binomial")
    assert_allclose(found.coefficients, [np.log(1 / 3), np.log(3)])
    assert_allclose(found.standard_errors[1], np.sqrt(1 / 30 + 1 / 90 + 2 / 60))


def test_values_by_hand():
    # Residuals -2, 0, 2 in both groups, standard error 1: (16)/(1 + tau2) = 6 - 2 gives tau2 = 3, and the difference of
    # two means of three has variance 2 x 4/3.
    there = np.array([[0.0], [0], [0], [1], [1], [1]])
    found = need.fit(np.array([8.0, 10, 12, 13, 15, 17]), np.ones(6), there, family="normal")
    assert_allclose(found.between, 3.0)
    assert_allclose(found.coefficients, [10.0, 5.0])
    assert_allclose(found.standard_errors, [np.sqrt(4 / 3), np.sqrt(8 / 3)])
    assert_allclose(found.pearson_df, 4.0)


def test_alpha_solves_its_moment_equation():
    observed, size, x = drawn("poisson")
    found = need.fit(observed, size, x)
    mu = found.expected
    assert found.between > 0
    assert_allclose(np.sum((observed - mu) ** 2 / (mu + found.between * mu**2)), len(mu) - 3)


def test_expected_events_add_up_to_those_observed_and_so_do_their_products_with_the_covariates():
    for family in ("poisson", "binomial"):
        observed, size, x = drawn(family)
        expected = need.fit(observed, size, x, family=family).expected
        assert_allclose(expected.sum(), observed.sum())
        assert_allclose(x.T @ expected, x.T @ observed, rtol=1e-9)


@pytest.mark.parametrize("family", ["poisson", "binomial"])
def test_agrees_with_a_general_minimiser(family):
    observed, size, x = drawn(family)
    centre = x - x.mean(axis=0)
    scale = x.std(axis=0)

    def minus_log_likelihood(b):
        eta = b[0] + centre / scale @ b[1:]
        if family == "poisson":
            return np.sum(size * np.exp(eta) - observed * eta)
        return np.sum(size * np.logaddexp(0, eta) - observed * eta)

    best = optimize.minimize(minus_log_likelihood, np.zeros(3), method="BFGS", options={"gtol": 1e-4})
    found = need.fit(observed, size, x, family=family)
    start = 0.0 if family == "binomial" else np.log(size)
    assert_allclose(found.coefficients[1:] * scale, best.x[1:], atol=1e-5)
    predicted = found.predictor(x)
    fitted = np.exp(predicted + start) if family == "poisson" else size * special.expit(predicted)
    assert_allclose(fitted, found.expected)


# ---- no unit, order or offset matters


@pytest.mark.parametrize("family", FAMILIES)
def test_units_of_a_covariate_do_not_matter(family):
    observed, size, x = drawn(family)
    plain = need.fit(observed, size, x, family=family)
    moved = need.fit(observed, size, x * [1e6, 1e-6] - [1e9, 3.0], family=family)
    assert_allclose(moved.expected, plain.expected, rtol=1e-7)
    assert_allclose(moved.coefficients[1:] * moved.sd, plain.coefficients[1:] * plain.sd, rtol=1e-6)
    assert_allclose(moved.standard_errors[1:] * moved.sd, plain.standard_errors[1:] * plain.sd, rtol=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_order_of_areas_does_not_matter(family):
    observed, size, x = drawn(family)
    order = np.random.default_rng(1).permutation(len(observed))
    plain, mixed = (
        need.fit(observed[rows], size[rows], x[rows], family=family) for rows in (np.arange(len(observed)), order)
    )
    assert_allclose(mixed.expected, plain.expected[order], rtol=1e-8)
    assert_allclose(mixed.leverage, plain.leverage[order], rtol=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_leverages_add_up_to_the_number_of_coefficients(family):
    found = need.fit(*drawn(family), family=family)
    assert_allclose(found.leverage.sum(), 3.0)


def test_events_and_non_events_have_opposite_slopes():
    observed, size, x = drawn("binomial")
    adverse, good = (need.fit(count, size, x, family="binomial") for count in (observed, size - observed))
    assert_allclose(good.coefficients, -adverse.coefficients, rtol=1e-7)
    assert_allclose(good.between, adverse.between, rtol=1e-7)


def test_counts_of_millions_settle():
    # A deviance of this size cannot settle to eight decimals.
    observed, size, x = drawn("poisson")
    found = need.fit(observed * 1e6, size * 1e6, x)
    assert found.trouble == ""
    assert_allclose(found.coefficients, need.fit(observed, size, x).coefficients, rtol=1e-7)


# ---- what cannot be fitted


@pytest.mark.parametrize("family", FAMILIES)
def test_covariates_that_add_nothing_are_named_by_number(family):
    observed, size, x = drawn(family)
    same = np.full(len(x), 3.3)
    found = need.fit(observed, size, np.column_stack([x[:, 0], same, 2 * x[:, 0] - 1, x[:, 1]]), family=family)
    assert found.trouble == "collinear"
    assert found.constant == (1,)
    assert found.repeated == (2,)
    assert np.isnan(found.coefficients).all()


def test_shares_that_add_up_to_one_are_found():
    shares = np.random.default_rng(2).dirichlet([3.0, 3, 3], 40)
    found = need.fit(np.full(40, 10.0), np.full(40, 10.0), shares)
    assert (found.trouble, found.repeated) == ("collinear", (2,))


def test_a_covariate_that_tells_empty_areas_from_the_others_is_found_and_nothing_warns():
    x = np.repeat([[0.0], [1.0]], 10, axis=0)
    observed = np.repeat([12.0, 0.0], 10)
    found = need.fit(observed, np.full(20, 10.0), x)
    assert found.trouble == "separated"
    assert np.isnan(found.standard_errors).all()


def test_one_event_among_the_empty_areas_ends_separation():
    x = np.repeat([[0.0], [1.0]], 10, axis=0)
    observed = np.repeat([12.0, 0.0], 10)
    observed[-1] = 1
    found = need.fit(observed, np.full(20, 10.0), x)
    assert found.trouble == ""
    assert_allclose(np.exp(found.coefficients[1]), 0.1 / 12)


def test_separation_by_a_combination_of_two_covariates():
    # Areas with both marks are empty, those with one are not: no single covariate separates, their sum does not either,
    # but x1 + x2 - 1 does once areas without a mark are absent.
    marks = np.array([[0.0, 1], [1, 0], [1, 1]])
    x = np.repeat(marks, 5, axis=0)
    assert need.fit(np.repeat([9.0, 7, 0], 5), np.full(15, 10.0), x).trouble == "separated"


def test_proportions_are_separated_at_both_ends():
    x = np.repeat([[0.0], [1.0]], 10, axis=0)
    size = np.full(20, 30.0)
    apart = np.repeat([0.0, 30.0], 10)
    assert need.fit(apart, size, x, family="binomial").trouble == "separated"
    apart[:5] = 10
    assert need.fit(apart, size, x, family="binomial").trouble == "separated"
    apart[-1] = 29
    assert need.fit(apart, size, x, family="binomial").trouble == ""


def test_a_continuous_covariate_that_orders_full_and_empty_areas_separates_them():
    x = np.linspace(-1, 1, 20)[:, None]
    assert need.fit(np.where(x[:, 0] > 0, 30.0, 0.0), np.full(20, 30.0), x, family="binomial").trouble == "separated"
    # Counts have no upper end: areas with events alone have full rank, and the estimate is finite.
    assert need.fit(np.where(x[:, 0] > 0, 30.0, 0.0), np.full(20, 30.0), x).trouble == ""


def test_separation_agrees_with_the_search_running_away():
    # Where the likelihood rises for ever, a bounded search ends at its bound.
    rng = np.random.default_rng(11)
    for _ in range(40):
        x = rng.integers(0, 2, (8, 2)).astype(float)
        matrix = np.column_stack([np.ones(8), x])
        if np.linalg.matrix_rank(matrix) < 3:
            continue
        side = -rng.integers(0, 2, 8)
        if not side.any() or side.all():
            continue
        observed = np.where(side == 0, 5.0, 0.0)
        best = optimize.minimize(
            lambda b, matrix=matrix, observed=observed: np.sum(np.exp(matrix @ b) - observed * (matrix @ b)),
            np.zeros(3),
            jac=lambda b, matrix=matrix, observed=observed: matrix.T @ (np.exp(matrix @ b) - observed),
            bounds=[(-40, 40)] * 3,
            method="L-BFGS-B",
            options={"maxiter": 5000, "ftol": 0, "gtol": 1e-9},
        )
        ran_away = np.exp(matrix @ best.x).min() < 1e-6
        assert separated(matrix, side) == ran_away


@pytest.mark.parametrize(("family", "observed"), [("poisson", 0.0), ("binomial", 0.0), ("binomial", 50.0)])
def test_nothing_to_explain(family, observed):
    x = np.random.default_rng(3).normal(size=(20, 2))
    found = need.fit(np.full(20, observed), np.full(20, 50.0), x, family=family)
    assert found.trouble == "no_events"


@pytest.mark.parametrize("family", ["poisson", "negative_binomial"])
def test_a_search_that_runs_away_gives_no_numbers_and_no_warning(family):
    # Events fall a hundredfold while a covariate doubles, and stay at one while it grows to a million: a finite slope
    # would expect nothing, to the last bit, of areas that had an event.
    observed = np.array([1e6, 1e4, 1e2] + [1.0] * 17)
    found = need.fit(observed, np.full(20, 100.0), 2.0 ** np.arange(20)[:, None], family=family)
    assert found.trouble == "did_not_converge"
    assert np.isnan(found.expected).all()
    assert np.isnan(found.leverage).all()


@pytest.mark.parametrize("n_areas", [0, 1, 5])
def test_too_few_areas(n_areas):
    x = np.random.default_rng(3).normal(size=(n_areas, 2))
    found = need.fit(np.full(n_areas, 5.0), np.full(n_areas, 5.0), x)
    assert found.trouble == "too_few_areas"
    assert found.expected.shape == (n_areas,)
    assert found.coefficients.shape == (3,)


def test_equal_areas_leave_nothing():
    x = np.arange(12.0)[:, None]
    for family, between in (("poisson", 0.0), ("negative_binomial", 0.0), ("binomial", 0.0), ("normal", 0.0)):
        found = need.fit(np.full(12, 20.0), np.full(12, 50.0), x, family=family)
        assert found.between == between
        assert_allclose(found.coefficients[1], 0, atol=1e-8)


def test_one_huge_area_rules_its_own_expected_events_and_says_so():
    observed, size, x = drawn("poisson")
    size[0], observed[0], x[0] = 1e7, 1.3e7, [60.0, 0.3]
    found = need.fit(observed, size, x)
    assert found.leverage[0] > 0.99


def test_without_covariates_the_level_alone_is_fitted():
    observed, size, _ = drawn("poisson")
    found = need.fit(observed, size, np.empty((60, 0)))
    assert_allclose(found.expected, size * observed.sum() / size.sum())
    assert found.inflation.shape == (0,)


def test_an_unknown_family_is_refused_with_the_list():
    with pytest.raises(OptionError, match="'poisson', 'negative_binomial', 'binomial', 'normal'"):
        need.fit(np.ones(9), np.ones(9), np.arange(9.0)[:, None], family="gaussian")


# ---- degrees of freedom that slopes cost


def test_scv_with_slopes_is_the_classical_form_where_areas_are_alike():
    # sum((O - mu)^2/mu^2)/(I - p) - 1/mu with p coefficients, one of them the level.
    observed = np.array([8.0, 12, 10, 14, 6, 10])
    found = spread.scv(observed, np.full(6, 10.0), Segments.single(6), slopes_lost=2.0)
    assert_allclose(found, (4 + 4 + 0 + 16 + 16 + 0) / 100 / (6 - 3) - 0.1)


def test_slopes_take_degrees_of_freedom_by_hand():
    # 10 areas and 1.5 slopes leave 7.5 degrees of freedom.
    assert_allclose(spread.dispersion_index(np.array([15.0]), np.array([10]), slopes_lost=1.5), 2.0)
    assert_allclose(spread.i2(np.array([15.0]), np.array([10]), slopes_lost=1.5), 0.5)
    assert_allclose(
        spread.chi2_p(np.array([15.0]), np.array([10]), slopes_lost=1.5), special.gammaincc(3.75, 7.5), rtol=1e-12
    )
    wide = np.array([5.0, 15, 5, 15, 5, 15, 5, 15, 10, 10])
    # chi2 is 8 x 25/10 = 20, less 8; of 100 expected events two tens go.
    found = spread.tau2_moments(wide, np.full(10, 10.0), Segments.single(10), slopes_lost=1.0)
    assert_allclose(found, (20 - 8) / (100 - 20))


def test_slopes_that_leave_nothing_give_nan():
    observed, expected, areas = np.array([1.0, 2, 3]), np.full(3, 2.0), Segments.single(3)
    for lost in (2.0, 5.0):
        assert np.isnan(spread.scv(observed, expected, areas, slopes_lost=lost)).all()
        assert np.isnan(spread.tau2_moments(observed, expected, areas, slopes_lost=lost)).all()
        assert np.isnan(spread.chi2_p(np.array([4.0]), np.array([3]), slopes_lost=lost)).all()
        assert np.isnan(spread.dispersion_index(np.array([4.0]), np.array([3]), slopes_lost=lost)).all()
        assert np.isnan(spread.i2(np.array([4.0]), np.array([3]), slopes_lost=lost)).all()


def test_no_slopes_change_nothing_to_the_last_bit():
    observed, size, _ = drawn("poisson")
    areas = Segments.from_lengths([20, 25, 15])
    for about in ("own", "given"):
        assert_array_equal(
            spread.scv(observed, size, areas, about=about, slopes_lost=np.zeros(3)),
            spread.scv(observed, size, areas, about=about),
        )
