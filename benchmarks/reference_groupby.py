"""The slow control: the same answers by the book, one group at a time, with scipy.

Nothing here calls `scnvariation`. Tails come from `scipy.stats`, each left-out refit is a fresh Paule-Mandel
root, and the variance between areas is maximised by a general optimiser, so that the numbers are independent of
those they check and the time is that of the usual way of writing such tables.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from scipy import integrate, optimize, special, stats

TAILS = (0.025, 0.001)
NOTHING = 1e-9


# -- funnels ---------------------------------------------------------------------------------------------------


def funnel(group: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Give both statuses of every area of one indicator in one period, as limits passed: -2 to 2."""
    x, n = group["numerator"].to_numpy(), group["denominator"].to_numpy()
    benchmark = x.sum() / n.sum()
    law = partial(stats.binom, n, benchmark) if statistic == "proportion" else partial(stats.poisson, n * benchmark)
    chance = law()
    above, below = chance.sf(x - 1), chance.cdf(x)
    status = sum((above < tail).astype(int) - (below < tail).astype(int) for tail in TAILS)
    if statistic == "proportion":
        y, v = np.arcsin(np.sqrt(x / n)), 1 / (4 * n)
    else:
        y, v = np.sqrt(x / (n * benchmark)), 1 / (4 * n * benchmark)
    z = np.array([left_out(y, v, area) for area in range(len(y))])
    p = 2 * stats.t.sf(np.abs(z), len(y) - 2)
    passed = sum((p < 2 * tail).astype(int) for tail in TAILS) * np.sign(z).astype(int)
    return pd.DataFrame({"status": status, "status_adjusted": passed, "z_adjusted": z}, index=group.index)


def left_out(y: np.ndarray, v: np.ndarray, area: int) -> float:
    """Compare one area with the law of the others."""
    others = np.arange(len(y)) != area
    tau2 = paule_mandel(y[others], v[others])
    w = 1 / (v[others] + tau2)
    mean = (w @ y[others]) / w.sum()
    return float((y[area] - mean) / np.sqrt(v[area] + tau2 + 1 / w.sum()))


def paule_mandel(y: np.ndarray, v: np.ndarray) -> float:
    """Find the variance between areas at which Q is its degrees of freedom."""

    def excess(tau2: float) -> float:
        w = 1 / (v + tau2)
        return float(w @ (y - (w @ y) / w.sum()) ** 2) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    return float(optimize.brentq(excess, 0.0, 10 * np.var(y) + 1.0, xtol=1e-15, rtol=1e-12))


# -- variation -------------------------------------------------------------------------------------------------


def variation(group: pd.DataFrame, statistic: str, polarity: str, england: pd.DataFrame) -> pd.Series:
    """Give level and spread of one indicator in one period and network area."""
    x, n = group["numerator"].to_numpy(), group["denominator"].to_numpy()
    level = level_against_rest(group, england, statistic)
    if statistic == "proportion" and polarity == "high_is_good":
        x = n - x
    binomial = statistic == "proportion"
    return pd.Series(
        {**level, **described(x, n), **systematic(x, n, binomial=binomial), **fitted(x, n, binomial=binomial)}
    )


def level_against_rest(group: pd.DataFrame, england: pd.DataFrame, statistic: str) -> dict[str, float]:
    """Compare the level with the rest of England; the variance carries the variation between areas."""
    rest = england.loc[england.index.difference(group.index)]
    p = england["numerator"].sum() / england["denominator"].sum()
    chance = p * (1 - p) if statistic == "proportion" else p
    excess = weight = 0.0
    for part in (group, rest):
        n, r = part["denominator"], part["numerator"] / part["denominator"]
        own = (n * r).sum() / n.sum()
        excess += (n * (r - own) ** 2).sum() - (len(part) - 1) * chance
        weight += n.sum() - (n**2).sum() / n.sum()
    between = max(0.0, excess / weight)
    levels, variances = [], []
    for part in (group, rest):
        n = part["denominator"]
        own = part["numerator"].sum() / n.sum()
        alone = own * (1 - own) if statistic == "proportion" else own
        levels.append(own)
        variances.append(alone / n.sum() + between * (n**2).sum() / n.sum() ** 2)
    ratio = levels[0] / levels[1]
    reach = stats.norm.ppf(0.975) * np.sqrt(sum(v / m**2 for v, m in zip(variances, levels, strict=True)))
    return {
        "n_areas": len(group),
        "events": group["numerator"].sum(),
        "rate": levels[0],
        "rate_ratio": ratio,
        "rate_ratio_lower": ratio * np.exp(-reach),
        "rate_ratio_upper": ratio * np.exp(reach),
    }


def described(x: np.ndarray, n: np.ndarray) -> dict[str, float]:
    """Describe the rates as they are."""
    r, share = x / n, n / n.sum()
    level = x.sum() / n.sum()
    p5, p10, p25, p75, p90, p95 = np.quantile(r, [0.05, 0.1, 0.25, 0.75, 0.9, 0.95])
    theta = r / level
    return {
        "extremal_quotient": r.max() / r.min(),
        "range": r.max() - r.min(),
        "iqr": p75 - p25,
        "p95_p5": p95 / p5,
        "p90_p10": p90 / p10,
        "p75_p25": p75 / p25,
        "cv": r.std(ddof=1) / r.mean(),
        "cv_weighted": np.sqrt((share * (r - level) ** 2).sum()) / level,
        "gini": (share[:, None] * share * np.abs(theta[:, None] - theta)).sum() / 2,
        "theil": (share * special.xlogy(theta, theta)).sum(),
    }


def systematic(x: np.ndarray, n: np.ndarray, *, binomial: bool) -> dict[str, float]:
    """Take chance out about the group's own level."""
    level, areas = x.sum() / n.sum(), len(x)
    expected = n * level
    factor = 1 - level if binomial else 1.0
    plain = np.mean((x - expected) ** 2 / expected**2 - factor / expected)
    share = expected / expected.sum()
    chi2 = ((x - expected) ** 2 / expected).sum() / factor
    total = expected.sum()
    return {
        "scv": (plain + factor / x.sum()) / (1 - 2 / areas + (share**2).sum()),
        "scv_mcpherson": np.mean(np.log(x / expected) ** 2 - factor / expected),
        "chi2": chi2,
        "chi2_p": stats.chi2.sf(chi2, areas - 1),
        "dispersion_index": chi2 / (areas - 1),
        "i2": max(0.0, 1 - (areas - 1) / chi2),
        "tau2": max(0.0, (chi2 - (areas - 1)) * factor / (total - (expected**2).sum() / total)),
    }


def fitted(x: np.ndarray, n: np.ndarray, *, binomial: bool) -> dict[str, float]:
    """Fit the law of the areas by the adjusted profile likelihood, and give the typical gap."""
    likelihood = beta_binomial if binomial else gamma_poisson
    log_v, at_zero = maximised(partial(likelihood, x, n))
    if at_zero:
        return {"between_variance": 0.0, "typical_gap": 1.0}
    mu, _ = likelihood(x, n, log_v)
    if not binomial:
        return {"between_variance": np.exp(log_v), "typical_gap": stats.f.ppf(0.75, *[2 / np.exp(log_v)] * 2)}
    rho = np.exp(log_v)
    return {
        "between_variance": rho * (1 - mu) / mu,
        "typical_gap": odds_gap(mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)),
    }


def maximised(likelihood: partial) -> tuple[float, bool]:
    """Maximise over the logarithm of the variance; an edge means none."""
    found = optimize.minimize_scalar(
        lambda log_v: -likelihood(log_v)[1], bounds=(np.log(NOTHING), -0.05), method="bounded", options={"xatol": 1e-9}
    )
    nothing = likelihood(np.log(NOTHING))[1]
    return float(found.x), bool(-found.fun <= nothing + 1e-9)


def gamma_poisson(x: np.ndarray, n: np.ndarray, log_v: float) -> tuple[float, float]:
    """Give the level and the adjusted profile log-likelihood of a gamma-Poisson law."""
    v = np.exp(log_v)
    crude = x.sum() / n.sum()
    mu = optimize.brentq(
        lambda m: ((x - m * n) / (1 + v * m * n)).sum(), crude / 20, crude * 20, xtol=1e-16, rtol=1e-13
    )
    m = mu * n
    value = (
        special.gammaln(x + 1 / v) - special.gammaln(1 / v) + x * np.log(v * m) - (x + 1 / v) * np.log1p(v * m)
    ).sum()
    return mu, value - 0.5 * np.log((m / (1 + v * m)).sum())


def beta_binomial(x: np.ndarray, n: np.ndarray, log_rho: float) -> tuple[float, float]:
    """Give the level and the adjusted profile log-likelihood of a beta-binomial law."""
    rho = np.exp(log_rho)
    size = 1 / rho - 1

    def score(mu: float) -> float:
        a, b = mu * size, (1 - mu) * size
        rise = special.digamma(x + a) - special.digamma(a)
        return float((rise - special.digamma(n - x + b) + special.digamma(b)).sum())

    mu = optimize.brentq(score, 1e-6, 1 - 1e-6, xtol=1e-16, rtol=1e-13)
    a, b = mu * size, (1 - mu) * size
    value = (special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum()
    return mu, value - 0.5 * np.log(mu * (1 - mu) * (n / (1 + (n - 1) * rho)).sum())


def odds_gap(a: float, b: float) -> float:
    """Find the median ratio of the odds of two areas drawn from a beta law."""
    centre, width = special.digamma(a) - special.digamma(b), np.sqrt(special.polygamma(1, a) + special.polygamma(1, b))

    def beyond(gap: float) -> float:
        def density(logit: float) -> float:
            weight = np.exp(-a * np.log1p(np.exp(-logit)) - b * np.log1p(np.exp(logit)) - special.betaln(a, b))
            return float(weight * special.betainc(b, a, special.expit(-logit - gap)))

        ends = (centre - 9 * width, centre + 9 * width)
        return integrate.quad(density, *ends, epsabs=1e-11, epsrel=1e-10, limit=200)[0] - 0.25

    return float(np.exp(optimize.brentq(beyond, 0.0, 6 * width, xtol=1e-11)))
