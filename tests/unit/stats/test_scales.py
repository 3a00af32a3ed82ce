"""Scales: there and back, and never past the ends."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.errors import OptionError
from scnvariation.stats.scales import chance_sd, from_scale, to_scale, zscore


@pytest.mark.parametrize("scale", ["arcsine", "sqrt", "log", "identity"])
def test_there_and_back(scale):
    value = np.array([0.01, 0.3, 0.999])
    assert_allclose(from_scale(to_scale(value, scale), scale), value, rtol=1e-14)


def test_values_by_hand():
    """asin sqrt 1/4 = pi/6; the log of no events is minus infinity, without a warning."""
    assert_allclose(to_scale(0.25, "arcsine"), np.pi / 6)
    assert_array_equal(to_scale([0.0, 1.0], "log"), [-np.inf, 0.0])
    assert_array_equal(chance_sd([100.0], "arcsine"), [0.05])


def test_limits_are_clipped_before_they_are_squared():
    """Squared first, a limit below 0 comes back above it."""
    assert_array_equal(from_scale([-0.3, 4.0], "arcsine"), [0.0, 1.0])
    assert_array_equal(from_scale([-0.3], "sqrt"), [0.0])


def test_the_identity_has_no_chance_sd():
    """A mean or an estimate brings its standard error; none can be made from a size."""
    with pytest.raises(OptionError, match="choose one of 'arcsine', 'sqrt', 'log'"):
        chance_sd(10.0, "identity")
    with pytest.raises(OptionError, match="Did you mean 'arcsine'"):
        to_scale(0.5, "arcsin")


def test_bristol_z_scores_about_the_pooled_target():
    """Spiegelhalter's twelve centres on the arcsine scale."""
    n = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301])
    d = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31])
    z = zscore(to_scale(d / n, "arcsine"), to_scale(d.sum() / n.sum(), "arcsine"), chance_sd(n, "arcsine"))
    published = "5.0679 .5789 -2.7701 2.1206 1.2283 -1.0173 -.9492 -.6652 .5766 .8551 -1.5274 -.9177"
    assert_allclose(z, [float(number) for number in published.split()], atol=5e-5)
