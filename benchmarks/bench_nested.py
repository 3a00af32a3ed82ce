"""A pair of nested fits, without and with need, of 200 areas in 12 networks against two mixed models of statsmodels.

The comparable one is the Poisson mixed model with an effect per network and per area, by the quicker of its two
methods (`PoissonBayesMixedGLM.fit_map`, priors wide); it takes no expected counts, so their logarithm stands among the
covariates, with a slope that comes out as 1. The lighter one is `MixedLM` on the logarithms of the rates: a random
intercept per network, what is left being area scatter and chance together.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import statsmodels.api as sm
from scipy import sparse
from statsmodels.genmod.bayes_mixed_glm import PoissonBayesMixedGLM
from timing import Measured, side_by_side

from scnvariation.stats import nested

AREAS, NETWORKS = 200, 12
START = 1


class Country(NamedTuple):
    """Arguments of a fit."""

    observed: np.ndarray
    expected: np.ndarray
    network: np.ndarray
    need: np.ndarray


def made_up() -> Country:
    """Plant a slope of .1, standard deviations of .12 between and .15 within networks."""
    generator = np.random.default_rng(2024)
    network = np.arange(AREAS) % NETWORKS
    expected = np.exp(generator.normal(5, 0.6, AREAS))
    need = generator.normal(size=AREAS)
    effects = 0.12 * generator.normal(size=NETWORKS)[network] + 0.15 * generator.normal(size=AREAS)
    observed = generator.poisson(expected * np.exp(0.1 * need + effects)).astype(float)
    return Country(observed, expected, network, need)


def by_us(country: Country) -> np.ndarray:
    """Give variance between networks without and with need, and the slope."""
    crude = nested.fit(country.observed, country.expected, country.network)
    adjusted = nested.fit(*country)
    return np.array([crude.sigma2_between, adjusted.sigma2_between, adjusted.coefficients[1]])


def by_lighter_model(country: Country) -> np.ndarray:
    """Give the same numbers from logarithms of rates."""
    rate = np.log(country.observed / country.expected)
    design = sm.add_constant(country.need)
    crude = sm.MixedLM(rate, design[:, :1], groups=country.network).fit(reml=False)
    adjusted = sm.MixedLM(rate, design, groups=country.network).fit(reml=False)
    return np.array([crude.cov_re[0, 0], adjusted.cov_re[0, 0], adjusted.fe_params[1]])


def by_poisson_model(country: Country) -> np.ndarray:
    """Give the same numbers from the Poisson mixed model."""
    networks = country.network[:, None] == np.arange(NETWORKS)
    effects = sparse.csr_matrix(np.concatenate([np.eye(AREAS), networks], axis=1))
    kinds = np.repeat([0, 1], [AREAS, NETWORKS])
    design = np.column_stack([np.ones(AREAS), np.log(country.expected), country.need])
    fits = []
    for columns in (design[:, :2], design):
        # It begins at random effects from NumPy's global state, and from some of them ends at a variance of 0.
        np.random.seed(START)  # noqa: NPY002 - statsmodels takes no generator
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it stops with a gradient of 1e-4 and says so
            fits.append(PoissonBayesMixedGLM(country.observed, columns, effects, kinds, vcp_p=2, fe_p=5).fit_map())
    crude, adjusted = (np.exp(2.0 * fitted.vcp_mean[1]) for fitted in fits)
    return np.array([crude, adjusted, fits[1].fe_mean[2]])


def check(ours: np.ndarray, theirs: np.ndarray) -> None:
    """Stop unless both see much the same: the models differ in how they weigh chance."""
    if not np.allclose(ours, theirs, rtol=0.25, atol=0):
        raise SystemExit(f"nested fits differ from statsmodels': {ours} and {theirs}")


def measurements() -> list[Measured]:
    country = made_up()
    controls = (("Poisson mixed model", by_poisson_model, 3), ("lighter MixedLM", by_lighter_model, 2))
    found = []
    for name, control, goal in controls:
        check(by_us(country), control(country))
        ours, theirs = side_by_side(lambda: by_us(country), lambda control=control: control(country))
        found.append(Measured(f"nested fit pair, 200 areas, to statsmodels' {name}", ours, theirs, goal))
    return found
