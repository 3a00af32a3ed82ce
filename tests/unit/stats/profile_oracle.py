"""Profile likelihoods written out for one group, with the optimisers of SciPy: slow, and nothing like ours."""

from __future__ import annotations

import mpmath
import numpy as np
from scipy import optimize, special

GRID = np.log(np.geomspace(1e-7, 20.0, 120))


def gamma_criterion(observed, expected, v):
    """Evaluate the adjusted profile log-likelihood of the gamma-Poisson model."""

    def log_likelihood(level):
        m = np.exp(level) * expected
        if v == 0:
            return (observed * np.log(m) - m).sum()
        a = 1 / v
        terms = special.gammaln(observed + a) - special.gammaln(a) - (observed + a) * np.log1p(v * m)
        return (terms + observed * np.log(v * m)).sum()

    level = best(log_likelihood, np.log(observed.sum() / expected.sum()))
    m = np.exp(level) * expected
    return log_likelihood(level) - 0.5 * np.log((m / (1 + v * m)).sum())


def beta_criterion(x, n, rho):
    """Evaluate the adjusted profile log-likelihood of the beta-binomial model."""

    def log_likelihood(level):
        mu = special.expit(level)
        if rho == 0:
            return (x * np.log(mu) + (n - x) * np.log1p(-mu)).sum()
        a, b = mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)
        return (special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum()

    level = best(log_likelihood, special.logit(x.sum() / n.sum()))
    mu = special.expit(level)
    return log_likelihood(level) - 0.5 * np.log(mu * (1 - mu) * (n / (1 + (n - 1) * rho)).sum())


def best(log_likelihood, guess):
    """Maximise over the level."""
    found = optimize.minimize_scalar(
        lambda level: -log_likelihood(level),
        bounds=(guess - 3, guess + 3),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return found.x


def fit(criterion, cut_off, highest):
    """Take the best point of a grid, refine it by golden section, and bisect for the limits."""
    at_zero = criterion(0.0)
    grid = GRID[np.exp(GRID) < highest]
    values = np.array([criterion(np.exp(t)) for t in grid])
    top = values.argmax()
    ends = grid[max(top - 1, 0)], grid[min(top + 1, grid.size - 1)]
    refined = optimize.minimize_scalar(
        lambda t: -criterion(np.exp(t)), bounds=ends, method="bounded", options={"xatol": 1e-9}
    )
    peak, value = (0.0, at_zero) if at_zero >= -refined.fun else (np.exp(refined.x), -refined.fun)

    def excess(t):
        return 2 * (value - criterion(np.exp(t))) - cut_off

    inside = np.log(peak) if peak else np.log(1e-9)
    lower = 0.0 if 2 * (value - at_zero) <= cut_off else np.exp(optimize.brentq(excess, np.log(1e-9), inside))
    end = np.log(highest)
    upper = np.inf if excess(end) < 0 else np.exp(optimize.brentq(excess, inside, end))
    return peak, lower, upper


def exact_gamma_criterion(observed, expected, v):
    """Evaluate the adjusted gamma-Poisson criterion with forty digits."""
    pairs = [(mpmath.mpf(o), mpmath.mpf(e)) for o, e in zip(observed, expected, strict=True)]

    def score(level):
        return sum((o - mpmath.exp(level) * e) / (1 + v * mpmath.exp(level) * e) for o, e in pairs)

    level = mpmath.findroot(score, mpmath.log(sum(observed) / sum(expected)))
    a, total, information = 1 / v, mpmath.mpf(0), mpmath.mpf(0)
    for o, e in pairs:
        m = mpmath.exp(level) * e
        total += mpmath.loggamma(o + a) - mpmath.loggamma(a) + o * mpmath.log(v * m)
        total -= (o + a) * mpmath.log1p(v * m)
        information += m / (1 + v * m)
    return total - mpmath.log(information) / 2


def exact_beta_criterion(x, n, rho):
    """Evaluate the adjusted beta-binomial criterion with forty digits."""
    pairs = [(mpmath.mpf(k), mpmath.mpf(size)) for k, size in zip(x, n, strict=True)]
    s = 1 / rho - 1

    def shapes(level):
        mu = 1 / (1 + mpmath.exp(-level))
        return mu * s, (1 - mu) * s

    def score(level):
        a, b = shapes(level)
        return sum(
            mpmath.digamma(k + a) - mpmath.digamma(a) - mpmath.digamma(size - k + b) + mpmath.digamma(b)
            for k, size in pairs
        )

    level = mpmath.findroot(score, mpmath.log(sum(x) / (sum(n) - sum(x))))
    a, b = shapes(level)
    total = sum(mpmath.log(mpmath.beta(k + a, size - k + b) / mpmath.beta(a, b)) for k, size in pairs)
    information = sum(size / (1 + (size - 1) * rho) for _, size in pairs) * a * b / s**2
    return total - mpmath.log(information) / 2


def turns_within(criterion, peak, relative):
    """Say whether the criterion rises just below a peak and falls just above it."""
    with mpmath.workdps(40):
        step = mpmath.mpf(10) ** -12
        slopes = []
        for side in (-1, 1):
            at = mpmath.mpf(float(peak)) * (1 + side * mpmath.mpf(relative))
            slopes.append(criterion(at * (1 + step)) - criterion(at * (1 - step)))
        return bool(slopes[0] > 0 > slopes[1])
