"""The beta-binomial model with something known of each area: nothing changes where the offset says nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, special

from scnvariation.stats import beta_binomial
from scnvariation.stats.beta_binomial_offset import OffsetBetaBinomial
from scnvariation.stats.profile import on_profile
from scnvariation.stats.segments import Segments

sys.path.insert(0, str(Path(__file__).parent))
import profile_oracle as oracle

LENGTHS = [4, 9, 30, 12]


def drawn(*, rho=0.02, size=300, seed=1, spread=0.5):
    """Draw groups whose areas have offsets and differ by a beta law beyond them."""
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(LENGTHS)
    n = np.ceil(size * np.exp(rng.normal(0, 0.6, segments.n_rows)))
    offset = rng.normal(0, spread, segments.n_rows)
    mu, total = special.expit(-2 + offset), 1 / rho - 1
    x = rng.binomial(n.astype(int), rng.beta(mu * total, (1 - mu) * total)).astype(float)
    return x, n, segments, offset


def criterion(x, n, offset, rho):
    """Write the adjusted profile log-likelihood of one group out, the level by a search."""

    def log_likelihood(level):
        mu = special.expit(level + offset)
        if rho == 0:
            return np.sum(x * np.log(mu) + (n - x) * np.log1p(-mu))
        a, b = mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)
        return np.sum(special.betaln(x + a, n - x + b) - special.betaln(a, b))

    best = optimize.minimize_scalar(
        lambda level: -log_likelihood(level), bounds=(-6, 3), method="bounded", options={"xatol": 1e-10}
    ).x
    mu = special.expit(best + offset)
    return log_likelihood(best) - 0.5 * np.log(np.sum(mu * (1 - mu) * n / (1 + (n - 1) * rho)))


def test_agrees_with_grid_golden_section_and_root_finding_group_by_group():
    x, n, segments, offset = drawn()
    found = beta_binomial.fit(x, n, segments, offset=offset)
    for number, (start, length) in enumerate(zip(segments.starts, segments.lengths, strict=True)):
        rows = slice(start, start + length)
        cut_off = special.chdtri(1, 0.05) * (1 + 1 / (3 * (length - 1)))
        peak, lower, upper = oracle.fit(
            lambda rho, rows=rows: criterion(x[rows], n[rows], offset[rows], rho), cut_off, 0.99
        )
        assert_allclose(found.rho[number], peak, rtol=1e-3)
        assert_allclose(found.rho_lower[number], lower, rtol=1e-4, atol=1e-12)
        assert_allclose(found.rho_upper[number], upper, rtol=1e-4)


@pytest.mark.parametrize("shift", [-1.5, 0.0, 0.7])
def test_the_same_offset_everywhere_moves_the_level_and_nothing_else(shift):
    x, n, segments, _ = drawn()
    plain = beta_binomial.fit(x, n, segments)
    moved = beta_binomial.fit(x, n, segments, offset=np.full(n.size, shift))
    for name in ("rho", "rho_lower", "rho_upper", "likelihood_ratio"):
        assert_allclose(getattr(moved, name), getattr(plain, name), rtol=1e-7, err_msg=name)
    assert_allclose(special.logit(moved.mu), special.logit(plain.mu) - shift, atol=1e-9)
    assert_allclose(moved.mean, plain.mu, rtol=1e-9)


def test_without_an_offset_the_mean_is_the_level():
    x, n, segments, _ = drawn()
    found = beta_binomial.fit(x, n, segments)
    assert_array_equal(found.mean, found.mu)


def test_non_events_have_the_same_correlation_where_the_offset_turns():
    x, n, segments, offset = drawn()
    adverse, good = (
        beta_binomial.fit(x, n, segments, offset=offset),
        beta_binomial.fit(n - x, n, segments, offset=-offset),
    )
    assert_allclose(good.rho, adverse.rho, rtol=1e-7)
    assert_allclose(good.rho_upper, adverse.rho_upper, rtol=1e-6)
    assert_allclose(good.mean, 1 - adverse.mean, rtol=1e-8)


def test_an_offset_that_explains_everything_leaves_nothing():
    # Odds of 1/9, 1/4, 1 and 4, met exactly by the events.
    odds = np.array([1 / 9, 1 / 4, 1.0, 4.0])
    n = np.full(4, 90.0 * 10)
    found = beta_binomial.fit(n * odds / (1 + odds), n, Segments.single(4), offset=np.log(odds))
    assert found.rho[0] == 0
    assert_allclose(found.mu, 0.5)
    assert_allclose(found.mean, np.mean(odds / (1 + odds)))


def test_the_likelihood_and_its_derivatives_agree():
    x, n, segments, offset = drawn()
    model = OffsetBetaBinomial(x, n, segments, offset)
    level, spread, step = np.full(4, -1.9), np.full(4, special.logit(0.03)), 1e-5
    here = model.at(level, spread)
    right, left = model.at(level + step, spread), model.at(level - step, spread)
    above, below = model.at(level, spread + step), model.at(level, spread - step)

    def rises(name, high, low):
        return (getattr(high, name) - getattr(low, name)) / (2 * step)

    assert_allclose(rises("value", right, left), here.level, atol=1e-5)
    assert_allclose(rises("level", right, left), here.level2, rtol=1e-6)
    assert_allclose(rises("value", above, below), here.spread, atol=1e-5)
    assert_allclose(rises("spread", above, below), here.spread2, rtol=1e-6)
    assert_allclose(rises("level", above, below), here.cross, rtol=1e-6)
    assert_allclose(rises("known", right, left), here.known_level, atol=1e-8)
    assert_allclose(rises("known_level", right, left), here.known_level2, atol=1e-8)
    assert_allclose(rises("known", above, below), here.known_spread, atol=1e-8)
    assert_allclose(rises("known_spread", above, below), here.known_spread2, atol=1e-8)
    assert_allclose(rises("known_level", above, below), here.known_cross, atol=1e-8)


@pytest.mark.parametrize("rule", ["adjusted", "profile"])
def test_the_slope_at_no_variation_is_that_of_the_criterion(rule):
    x, n, segments, offset = drawn()
    model = OffsetBetaBinomial(x, n, segments, offset)
    boundary, rho = model.boundary(rule), 1e-7
    close, _ = on_profile(model, boundary.level, np.full(4, special.logit(rho)), rule)
    assert_allclose((close.value - boundary.value) / rho, boundary.slope, rtol=1e-3)


def test_a_blank_offset_leaves_its_group_out_and_no_other():
    x, n, segments, offset = drawn()
    whole = beta_binomial.fit(x, n, segments, offset=offset)
    offset[5] = np.nan
    found = beta_binomial.fit(x, n, segments, offset=offset)
    assert np.isnan(found.rho[1])
    assert np.isnan(found.mean[1])
    assert_allclose(np.delete(found.rho, 1), np.delete(whole.rho, 1), rtol=1e-9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("far", [25.0, -25.0, 1e6])
def test_an_offset_beyond_all_proportions_is_an_offset_of_20(far):
    """As a covariate in the wrong unit may give; 1 - mu must not become 0."""
    x, n, segments, offset = drawn()
    offset[[2, 20]] = far
    found = beta_binomial.fit(x, n, segments, offset=offset)
    offset[[2, 20]] = np.sign(far) * 20
    same = beta_binomial.fit(x, n, segments, offset=offset)
    assert np.isfinite([found.rho, found.rho_lower, found.rho_upper, found.mu]).all()
    assert_array_equal(found.rho, same.rho)


def test_blocks_of_rows_keep_their_offsets():
    # More rows than are evaluated at once.
    rng = np.random.default_rng(5)
    segments = Segments.from_lengths(np.full(700, 20))
    n = np.full(segments.n_rows, 200.0)
    offset = rng.normal(0, 0.5, segments.n_rows)
    x = rng.binomial(200, special.expit(-1.5 + offset)).astype(float)
    found = beta_binomial.fit(x, n, segments, level=None, offset=offset)
    last = beta_binomial.fit(x[-20:], n[-20:], Segments.single(20), level=None, offset=offset[-20:])
    assert_allclose(found.rho[-1], last.rho[0], rtol=1e-7, atol=1e-12)
    assert np.mean(found.rho == 0) > 0.4  # chance alone, and the offsets are right


def test_intervals_cover_where_areas_have_offsets():
    rng = np.random.default_rng(20)
    rho, segments = 0.02, Segments.from_lengths(np.full(600, 15))
    n = np.ceil(200 * np.exp(rng.normal(0, 0.6, segments.n_rows)))
    offset = rng.normal(0, 0.4, segments.n_rows)
    mu, total = special.expit(-2 + offset), 1 / rho - 1
    x = rng.binomial(n.astype(int), rng.beta(mu * total, (1 - mu) * total)).astype(float)
    found = beta_binomial.fit(x, n, segments, offset=offset)
    covered = np.mean((found.rho_lower <= rho) & (rho <= found.rho_upper))
    assert 0.95 - 3 * 0.009 < covered < 0.99
    ignored = beta_binomial.fit(x, n, segments)
    assert np.mean(ignored.rho_lower > rho) > 0.1  # what need explains is taken for variation without it
