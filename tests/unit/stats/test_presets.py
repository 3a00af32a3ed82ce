"""The three published presets, exactly as published, and the faults of others that they must not repeat."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.stats.dispersion import cqc2012, from_scale, phi, shmi, spiegelhalter2005, to_scale
from scnvariation.stats.presets import round_half_up
from scnvariation.stats.segments import Segments

N = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301], dtype=float)
D = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31], dtype=float)
POOLED = np.array([D.sum() / N.sum()])
O6 = np.array([100, 150, 180, 80, 120, 225.0])
E6 = np.array([108, 112, 165, 95, 100, 220.0])
TWELVE, SIX = Segments.single(12), Segments.single(6)
Z = np.array([-3.0902323061678135, -1.959963984540054, 1.959963984540054, 3.0902323061678135])


def test_spiegelhalter_2005_on_bristol():
    """Score z, winsorised 10 %, one factor for all sizes."""
    found = spiegelhalter2005(D, N, TWELVE, benchmark=POOLED)
    assert_allclose(found.phi, 1.689290, atol=1e-6)
    assert_allclose(found.z[0], 4.737633, atol=1e-6)
    assert np.isnan(found.tau2[0])
    limits = POOLED + Z * found.s[0] * np.sqrt(found.phi)
    assert_allclose(limits, [0.010620, 0.050485, 0.188743, 0.228609], atol=1e-6)


def test_spiegelhalter_2005_never_narrows():
    """phi below 1 leaves z as it is."""
    found = spiegelhalter2005(np.array([4.0, 5, 6]), np.full(3, 5.0), Segments.single(3))
    assert found.phi[0] < 1
    assert_allclose(found.z, np.array([-1, 0, 1]) / np.sqrt(5))


def test_cqc_2012_on_bristol():
    found = cqc2012(D, N, TWELVE, benchmark=POOLED)
    assert_allclose(found.phi, 1.561707, atol=1e-6)
    assert_allclose(found.tau2, 0.0006511718, rtol=1e-6)
    assert_allclose(found.z[0], 4.3259, atol=5e-5)
    spread = np.sqrt(found.s[0] ** 2 + found.tau2)
    limits = from_scale(to_scale(POOLED, "arcsine") + Z * spread, "arcsine")
    assert_allclose(limits, [0.040164, 0.064677, 0.188533, 0.233663], atol=1e-6)


def test_bristol_as_a_ratio():
    """E = n times the pooled proportion, not rounded: both scales agree with FunnelPlotR."""
    root = cqc2012(D, N * POOLED, TWELVE)
    assert_allclose([root.phi[0], root.tau2[0]], [1.355291, 0.00370184], atol=1e-6)
    log = shmi(D, N * POOLED, TWELVE, round_counts=False)
    assert log.kept.sum() == 10
    assert_allclose([log.phi[0], log.tau2[0]], [1.065948, 0.00556554], atol=1e-6)


def test_six_units():
    log = shmi(O6, E6, SIX)
    assert_allclose([log.phi[0], log.tau2[0]], [2.948033175102, 0.019477530578], rtol=1e-10)
    root = cqc2012(O6, E6, SIX)
    assert_allclose([root.phi[0], root.tau2[0]], [2.32717825759412, 0.00343978015419], rtol=1e-10)
    share = np.array([O6.sum() / (3 * E6).sum()])
    angle = cqc2012(O6, 3 * E6, SIX, benchmark=share)
    assert_allclose([angle.phi[0], angle.tau2[0]], [2.97745191402020, 0.00164570775772], rtol=1e-10)


def test_P01_limits_on_the_square_root_scale_are_squared_back():
    """Twelve areas with E = 20: left on the root scale, six of them are flagged; squared, none."""
    observed = np.array([31, 9, 28, 12, 20, 22, 18, 25, 15, 20, 30, 11.0])
    found = cqc2012(observed, np.full(12, 20.0), TWELVE)
    assert_allclose([found.phi[0], found.tau2[0]], [2.324850, 0.0192025], atol=1e-6)
    half = 1.959963984540054 * np.sqrt(found.s[0] ** 2 + found.tau2[0])
    lower, upper = from_scale([1 - half, 1 + half], "sqrt")
    assert_allclose([lower, upper], [0.423833, 1.819735], atol=1e-6)
    ratio = observed / 20
    assert ((ratio < 1 - half) | (ratio > 1 + half)).sum() == 6
    assert ((ratio < lower) | (ratio > upper)).sum() == 0


def test_P17_an_area_without_events_leaves_the_others_finite():
    """The log of 0 takes no part; Pearson's phi is 0.7323."""
    observed, expected = np.array([0, 5, 9, 20, 30.0]), np.array([3, 6, 9, 18, 33.0])
    found = shmi(observed, expected, Segments.single(5))
    assert_array_equal(found.kept, [False, True, True, True, True])
    assert np.isnan(found.z[0])
    assert np.isfinite([found.phi[0], found.tau2[0], *found.z[1:]]).all()
    pearson = spiegelhalter2005(observed, expected, Segments.single(5), trim=0.0)
    assert_allclose(pearson.phi, 0.7323, atol=5e-5)


def test_P17_a_group_without_any_event_is_nan_and_spoils_no_other():
    observed = np.concatenate([np.zeros(6), O6])
    found = shmi(observed, np.concatenate([E6, E6]), Segments.from_lengths([6, 6]))
    assert np.isnan([found.phi[0], found.tau2[0], *found.z[:6]]).all()
    assert_allclose(found.phi[1], 2.948033175102, rtol=1e-10)


def test_P18_no_trimming_means_no_trimming():
    """A trim of 0 truncates nobody; the published package truncates everybody."""
    found = shmi(O6, E6, SIX, trim=0.0)
    assert_allclose([found.phi[0], found.tau2[0]], [2.948033175, 0.019477531], atol=1e-9)
    assert found.kept.all()


def test_P21_observed_equal_to_expected_is_no_error():
    """All ratios 1: phi 0, tau2 0, every z 0."""
    for found in (shmi(E6, E6, SIX), cqc2012(E6, E6, SIX)):
        assert_array_equal(found.phi, [0.0])
        assert_array_equal(found.tau2, [0.0])
        assert_array_equal(found.z, np.zeros(6))


def test_consistent_divides_by_what_chance_gives():
    """0.678655 winsorised, 0.437725 truncated."""
    pairs = [(spiegelhalter2005, 0.678655), (cqc2012, 0.678655), (shmi, 0.437725)]
    for preset, constant in pairs:
        plain, repaired = preset(O6, E6, SIX), preset(O6, E6, SIX, consistent=True)
        assert_allclose(plain.phi / repaired.phi, constant, atol=1e-6)


def test_each_group_is_judged_alone():
    both = Segments.from_lengths([6, 12])
    observed, expected = np.concatenate([O6, D]), np.concatenate([E6, N * POOLED])
    for preset in (spiegelhalter2005, cqc2012, shmi):
        together = preset(observed, expected, both)
        alone = preset(D, N * POOLED, TWELVE)
        assert_allclose([together.phi[1], *together.z[6:]], [alone.phi[0], *alone.z])


def test_one_area_is_judged_by_chance_alone():
    """There is no variance between one area: tau2 is nan and z is that of chance."""
    found = shmi(np.array([14.0]), np.array([10.0]), Segments.single(1))
    assert np.isnan(found.tau2[0])
    assert_allclose(found.z, np.log(1.4) * np.sqrt(10))
    assert_allclose(cqc2012(np.array([14.4]), np.array([10.0]), Segments.single(1)).z, 0.4 * np.sqrt(10))


def test_expected_counts_are_rounded_half_up_on_their_decimals():
    """0.125, 1.005 and 2.675 are ties on paper; two of them are not in binary."""
    assert_array_equal(round_half_up(np.array([0.125, 1.005, 2.675, 99.965])), [0.13, 1.01, 2.68, 99.97])
    assert_array_equal(round_half_up(np.array([0.0, 0.004999999, 1e7 + 0.12, 5e-324])), [0.0, 0.0, 1e7 + 0.12, 0.0])


def test_rounding_agrees_with_paper_arithmetic_on_three_decimals():
    rng = np.random.default_rng(0)
    texts = [f"{thousandths // 1000}.{thousandths % 1000:03d}" for thousandths in rng.integers(0, 10**6, 4000)]
    paper = [float(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)) for text in texts]
    assert_array_equal(round_half_up(np.array([float(text) for text in texts])), paper)


def test_zero_expected_after_rounding_has_no_logarithm():
    found = shmi(np.array([1.0, 3, 4, 5]), np.array([0.004, 3, 4, 5]), Segments.single(4))
    assert_array_equal(found.kept, [False, True, True, True])


@pytest.mark.parametrize("trim", [0.1, 0.2])
def test_the_published_phi_is_that_of_the_trimmed_z(trim):
    """The preset and its parts agree."""
    z = (O6 - E6) / np.sqrt(E6)
    assert_allclose(spiegelhalter2005(O6, E6, SIX, trim=trim).phi, phi(z, SIX, trim=trim))
