"""The logarithm of a rising factorial keeps its digits from hardly any to very much variation between areas."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose

from scnvariation.stats.rising_factorial import log_rising
from scnvariation.stats.segments import Segments


@pytest.mark.parametrize("shape", [1e-6, 0.1, 1.0, 3.3, 9.99, 10.0, 14.0, 100.0, 1e4, 1e6, 1e9])
@pytest.mark.parametrize("count", [0.0, 1.0, 2.0, 7.5, 33.0, 1000.0, 1e6])
def test_against_forty_digits(shape, count):
    found = log_rising(np.array([count]), np.array([shape]), Segments.single(1))
    with mpmath.workdps(40):
        a, k = mpmath.mpf(shape), mpmath.mpf(count)
        value = mpmath.loggamma(a + k) - mpmath.loggamma(a) - k * mpmath.log(a)
        slope = mpmath.digamma(a + k) - mpmath.digamma(a)
        curvature = mpmath.polygamma(1, a + k) - mpmath.polygamma(1, a)
    # What matters is a times the slope and a squared times the curvature, both of the size of the count.
    assert_allclose(found.value[0], float(value), rtol=1e-12, atol=2e-14 * count)
    assert_allclose(shape * found.slope[0], float(a * slope), rtol=1e-12)
    assert_allclose(shape**2 * found.curvature[0], float(a**2 * curvature), rtol=1e-11, atol=1e-15 * shape)


def test_groups_add_up_their_own_rows():
    count = np.array([1.0, 2.0, 3.0])
    found = log_rising(count, np.array([2.0, 20.0]), Segments.from_lengths([2, 1]))
    assert_allclose(found.value, [np.log(2 * 2 * 3 / 2**3), np.log(20 * 21 * 22 / 20**3)])
    assert_allclose(found.slope, [1 / 2 + 1 / 2 + 1 / 3, 1 / 20 + 1 / 21 + 1 / 22])
