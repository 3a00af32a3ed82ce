"""What must hold for any data: units, order, sign and company of a group do not change an answer."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scnvariation.stats.count_predictive import beta_binomial_tails, gamma_poisson_tails
from scnvariation.stats.dispersion import delete_one, phi, refit_lines, shmi, tau2
from scnvariation.stats.segments import Segments

quick = settings(derandomize=True, deadline=None, max_examples=60)
few = settings(derandomize=True, deadline=None, max_examples=15)
seeds = st.integers(0, 10**6)
sizes = st.lists(st.integers(3, 14), min_size=1, max_size=6)
spreads = st.sampled_from([0.0, 0.1, 1.0, 10.0])


def drawn(seed: int, lengths: list[int], between: float) -> tuple[np.ndarray, np.ndarray, Segments]:
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(lengths)
    s = np.exp(rng.normal(0, 0.5, segments.n_rows))
    return rng.normal(0, np.sqrt(s**2 + between**2)), s, segments


@quick
@given(seeds, sizes, spreads, st.sampled_from(["dl", "pm", "reml"]), st.floats(-50, 50), st.floats(0.01, 100))
def test_tau2_follows_the_unit(seed, lengths, between, estimator, shift, unit):
    """Moving all values leaves tau2, a change of unit multiplies it by the square."""
    y, s, segments = drawn(seed, lengths, between)
    plain = tau2(y, s, segments, estimator=estimator)
    moved = tau2(shift + unit * y, unit * s, segments, estimator=estimator)
    assert_allclose(moved, unit**2 * plain, rtol=1e-6, atol=1e-7 * unit**2)


@quick
@given(seeds, sizes, spreads, st.floats(0.01, 100), st.booleans())
def test_delete_one_has_no_unit_and_no_side(seed, lengths, between, unit, fixed):
    y, s, segments = drawn(seed, lengths, between)
    target = np.zeros(segments.n_groups) if fixed else None
    plain = delete_one(y, s, segments, target=target)
    assert_allclose(delete_one(unit * y, unit * s, segments, target=target).z, plain.z, atol=2e-6)
    assert_allclose(delete_one(-y, s, segments, target=target).z, -plain.z, atol=2e-6)


@quick
@given(seeds, st.integers(3, 20), spreads, st.booleans())
def test_the_order_of_areas_does_not_matter(seed, n, between, fast):
    y, s, segments = drawn(seed, [n], between)
    order = np.random.default_rng(seed).permutation(n)
    plain = delete_one(y, s, segments, fast=fast).z
    assert_allclose(delete_one(y[order], s[order], segments, fast=fast).z, plain[order], atol=2e-6)


@quick
@given(seeds, sizes, spreads)
def test_the_others_never_vary_more_than_everyone_would_allow(seed, lengths, between):
    """Q without an area is at most Q, so its root is at most that of Q = I - 2."""
    y, s, segments = drawn(seed, lengths, between)
    left = delete_one(y, s, segments)
    assert np.all(left.tau2 >= 0)
    for rows in np.split(np.arange(y.size), segments.starts[1:]):
        v = s[rows] ** 2

        def q(between, yy=y[rows], v=v):
            w = 1 / (v + between)
            return (w * (yy - (w * yy).sum() / w.sum()) ** 2).sum()

        top = left.tau2[rows].max()
        assert q(top) >= (rows.size - 2) * (1 - 1e-6) or top == 0


@quick
@given(seeds, sizes, spreads)
def test_moving_an_area_out_moves_its_own_z_alone_upwards(seed, lengths, between):
    """The law of the others does not see the area, so its z rises with its value."""
    y, s, segments = drawn(seed, lengths, between)
    higher = y.copy()
    higher[segments.starts] += 1.0
    plain, moved = delete_one(y, s, segments), delete_one(higher, s, segments)
    first = segments.starts
    assert np.all(moved.z[first] > plain.z[first])
    assert_allclose(moved.tau2[first], plain.tau2[first], rtol=1e-5, atol=1e-6)


@quick
@given(seeds, sizes, spreads)
def test_nobody_flagged_means_the_lines_of_all(seed, lengths, between):
    y, s, segments = drawn(seed, lengths, between)
    _, found = refit_lines(y, s, segments, np.zeros(y.size, dtype=bool))
    assert_allclose(found, tau2(y, s, segments, estimator="pm"), rtol=1e-12)


@quick
@given(seeds, st.integers(2, 60), st.sampled_from([0.05, 0.1, 0.25]))
def test_winsorising_never_adds_and_phi_is_even(seed, n, trim):
    z = np.random.default_rng(seed).standard_t(3, n)
    one = Segments.single(n)
    assert_allclose(phi(-z, one, trim=trim), phi(z, one, trim=trim), rtol=1e-9, atol=1e-12)
    assume(np.quantile(z, trim) <= 0 <= np.quantile(z, 1 - trim))
    assert phi(z, one, trim=trim)[0] <= phi(z, one)[0] * (1 + 1e-12)


@quick
@given(seeds, sizes)
def test_shmi_uses_only_areas_with_events(seed, lengths):
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(lengths)
    expected = np.exp(rng.normal(1, 1, segments.n_rows)) + 0.01
    observed = rng.poisson(expected).astype(float)
    found = shmi(observed, expected, segments)
    assert not found.kept[observed == 0].any()
    assert np.array_equal(np.isnan(found.z), observed == 0)


@few
@given(seeds, st.integers(3, 12), st.booleans())
def test_predictive_tails_are_tails(seed, n, events):
    """Both hold the count itself: they add up to more than 1, and never leave 0 to 1."""
    rng = np.random.default_rng(seed)
    size = np.round(np.exp(rng.normal(3, 1, n))) + 1
    x = rng.binomial(size.astype(int), rng.beta(1, 9, n)).astype(float)
    found = (gamma_poisson_tails if events else beta_binomial_tails)(x, size, Segments.single(n))
    assert np.all((found.lower >= 0) & (found.lower <= 1) & (found.upper >= 0) & (found.upper <= 1))
    assert np.all(found.lower + found.upper >= 1 - 1e-9)
    assert np.all(found.p[x == np.median(x)] > 0.01)
