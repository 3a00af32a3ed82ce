"""Regression on need against published analyses and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from datasets import LIP, LIP_AGRICULTURE
from numpy.testing import assert_allclose
from statsmodels.discrete.discrete_model import NegativeBinomial

from scnvariation.stats import need

NEST = pd.read_csv(Path(__file__).parent / "inputs" / "nest.csv")


def columns(names):
    return (NEST[name].to_numpy(np.float64) for name in names)


class Trials(NamedTuple):
    """Thirteen trials of BCG vaccine: log risk ratios, variances smoothed as published, degrees of latitude."""

    value: np.ndarray
    variance: np.ndarray
    latitude: np.ndarray


def trials():
    # Colditz et al. 1994, as printed in Berkey et al. 1995, table 1: tuberculosis and none, vaccinated and not.
    table = np.array(
        [
            [4, 119, 11, 128, 44],
            [6, 300, 29, 274, 55],
            [3, 228, 11, 209, 42],
            [62, 13536, 248, 12619, 52],
            [33, 5036, 47, 5761, 13],
            [180, 1361, 372, 1079, 44],
            [8, 2537, 10, 619, 19],
            [505, 87886, 499, 87892, 13],
            [29, 7470, 45, 7232, 27],
            [17, 1699, 65, 1600, 42],
            [186, 50448, 141, 27197, 18],
            [5, 2493, 3, 2338, 33],
            [27, 16886, 29, 17825, 33],
        ],
        dtype=np.float64,
    )
    ill, well, ill_control, well_control, latitude = table.T
    n, control = ill + well, ill_control + well_control
    variance = np.mean(well / ill) / n + np.mean(well_control / ill_control) / control
    return Trials(np.log(ill / n / (ill_control / control)), variance, latitude)


# ---- counts


def test_nested_areas_by_poisson_regression():
    observed, expected, x = columns(["observed", "expected", "need"])
    found = need.fit(observed, expected, x[:, None])
    assert_allclose(found.coefficients, [0.048906, 0.085806], rtol=0, atol=1e-6)
    assert_allclose(found.pearson_df, 7.0539, rtol=0, atol=5e-5)


def test_nested_areas_by_negative_binomial_regression():
    observed, expected, x = columns(["observed", "expected", "need"])
    found = need.fit(observed, expected, x[:, None], family="negative_binomial")
    assert_allclose(found.coefficients, [0.054454, 0.082012], rtol=0, atol=1e-6)
    assert_allclose(found.between, 0.036111, rtol=0, atol=1e-6)


@pytest.mark.parametrize("data", ["nested", "lip cancer"])
def test_negative_binomial_agrees_with_another_algorithm(data):
    # statsmodels' discrete model searches coefficients and alpha together, by BFGS.
    if data == "nested":
        observed, expected, x = columns(["observed", "expected", "need"])
    else:
        observed, expected, x = LIP.observed, LIP.expected, LIP_AGRICULTURE / 10
    matrix = np.column_stack([np.ones(x.size), x])
    other = NegativeBinomial(observed, matrix, offset=np.log(expected)).fit(disp=False, method="bfgs", gtol=1e-6)
    found = need.fit(observed, expected, x[:, None], family="negative_binomial")
    assert_allclose(found.coefficients, other.params[:2], rtol=0, atol=1e-5)
    assert_allclose(found.between, other.params[2], rtol=1e-4)


@pytest.mark.parametrize("data", ["nested", "lip cancer"])
def test_poisson_agrees_with_weighted_least_squares_written_out(data):
    # Newton's steps on the normal equations, and the sandwich with the negative binomial variance, in full.
    if data == "nested":
        observed, expected, x = columns(["observed", "expected", "need"])
    else:
        observed, expected, x = LIP.observed, LIP.expected, LIP_AGRICULTURE / 10
    matrix = np.column_stack([np.ones(x.size), x])
    b = np.zeros(2)
    for _ in range(50):
        mu = expected * np.exp(matrix @ b)
        b = b + np.linalg.solve(matrix.T @ (mu[:, None] * matrix), matrix.T @ (observed - mu))
    found = need.fit(observed, expected, x[:, None])
    assert_allclose(found.coefficients, b, rtol=1e-8)
    bread = np.linalg.inv(matrix.T @ (mu[:, None] * matrix))
    whole = mu + found.between * mu**2
    assert_allclose(found.covariance, bread @ (matrix.T @ (whole[:, None] * matrix)) @ bread, rtol=1e-6)


# ---- proportions


def test_beetles_by_logistic_regression():
    # Bliss 1935; Dobson & Barnett, An Introduction to Generalized Linear Models, chapter 7: coefficients -60.717 and
    # 34.270, standard errors 5.181 and 2.912 by chance alone, chi-square 10.03 on 6 degrees of freedom.
    dose = np.array([1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839])
    n = np.array([59.0, 60, 62, 56, 63, 59, 62, 60])
    killed = np.array([6.0, 13, 18, 28, 52, 53, 61, 60])
    found = need.fit(killed, n, dose[:, None], family="binomial")
    assert_allclose(found.coefficients, [-60.717, 34.270], rtol=0, atol=5e-4)
    assert_allclose(found.pearson_df * 6, 10.03, rtol=0, atol=5e-3)
    # Groups are of nearly one size, so that extra variation scales the published errors by the root of chi-square/df.
    assert_allclose(found.standard_errors, np.array([5.181, 2.912]) * np.sqrt(10.03 / 6), rtol=0.01)


# ---- values


def test_bcg_vaccine_without_a_covariate():
    # Berkey et al. 1995, Statist. Med. 14:395-411, page 408; their empirical Bayes estimate of the variance solves the
    # equation of Paule and Mandel.
    value, variance, _ = trials()
    found = need.fit(value, np.sqrt(variance), np.empty((13, 0)), family="normal")
    assert_allclose(found.coefficients, -0.5429, rtol=0, atol=5e-5)
    assert_allclose(found.standard_errors, 0.1842, rtol=0, atol=5e-5)
    assert_allclose(found.between, 0.2682, rtol=0, atol=5e-5)


def test_bcg_vaccine_by_latitude():
    # The same page; the article prints -0.6304 for the intercept, metafor gives -0.6303.
    value, variance, latitude = trials()
    found = need.fit(value, np.sqrt(variance), latitude[:, None] - 33.46, family="normal")
    assert_allclose(found.coefficients, [-0.6303, -0.0268], rtol=0, atol=5e-5)
    assert_allclose(found.standard_errors, [0.1591, 0.0110], rtol=0, atol=5e-5)
    assert_allclose(found.between, 0.1572, rtol=0, atol=5e-5)
    # Latitude goes with 41 per cent of the variance between trials.
    assert_allclose(1 - found.between / 0.2682, 0.41, rtol=0, atol=5e-3)
