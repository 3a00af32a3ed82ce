"""The two count likelihoods: derivatives against differences, the end without variation, and the cut-off."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scnvariation.stats import profile as profile_module
from scnvariation.stats.beta_binomial_likelihood import BetaBinomial
from scnvariation.stats.gamma_poisson_likelihood import GammaPoisson
from scnvariation.stats.profile import on_profile
from scnvariation.stats.profile_fit import cut_off
from scnvariation.stats.segments import Segments

STEP = 1e-5
COUNT = np.array([9.0, 39, 11, 9, 15, 8, 2, 7, 0])
SIZE = np.array([40.0, 87, 30, 25, 43, 24, 81, 23, 20])
LIKELIHOODS = [GammaPoisson, BetaBinomial]
HERE = np.array([-1.2, -0.9]), np.array([-2.5, -4.0])


def likelihood(kind):
    return kind(COUNT, SIZE, Segments.from_lengths([4, 5]))


def difference(like, name, in_level, in_spread):
    level, spread = HERE
    ahead = like.at(level + STEP * in_level, spread + STEP * in_spread)
    behind = like.at(level - STEP * in_level, spread - STEP * in_spread)
    return (getattr(ahead, name) - getattr(behind, name)) / (2 * STEP)


@pytest.mark.parametrize("kind", LIKELIHOODS)
@pytest.mark.parametrize(
    ("derivative", "of", "in_level", "in_spread"),
    [
        ("level", "value", 1, 0),
        ("level2", "level", 1, 0),
        ("spread", "value", 0, 1),
        ("spread2", "spread", 0, 1),
        ("cross", "level", 0, 1),
        ("known_level", "known", 1, 0),
        ("known_level2", "known_level", 1, 0),
        ("known_spread", "known", 0, 1),
        ("known_spread2", "known_spread", 0, 1),
        ("known_cross", "known_level", 0, 1),
    ],
)
def test_derivatives_are_those_of_the_likelihood(kind, derivative, of, in_level, in_spread):
    like = likelihood(kind)
    found = getattr(like.at(*HERE), derivative)
    assert_allclose(found, difference(like, of, in_level, in_spread), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("kind", LIKELIHOODS)
@pytest.mark.parametrize("rule", ["adjusted", "profile"])
def test_the_end_without_variation_continues_the_curve(kind, rule):
    """Value and slope of the criterion just above zero approach the closed forms at zero."""
    like = likelihood(kind)
    end = like.boundary(rule)
    spread = np.full(2, np.log(1e-6))
    near, _ = on_profile(like, end.level, spread, rule)
    assert_allclose(near.value, end.value + 1e-6 * end.slope, rtol=1e-9)
    assert_allclose(near.slope, 1e-6 * end.slope, rtol=2e-3)


@pytest.mark.parametrize("kind", LIKELIHOODS)
def test_blocks_do_not_change_the_answer(kind, monkeypatch):
    like = likelihood(kind)
    whole = like.at(*HERE)
    monkeypatch.setattr(profile_module, "BLOCK_ROWS", 1)
    assert_allclose(np.array(like.at(*HERE)), np.array(whole), rtol=1e-14)


def test_cut_off_grows_as_areas_get_fewer():
    assert_allclose(cut_off(0.95, np.array([9.0, 12.0]), "adjusted"), [4.001520, 3.957867], atol=1e-6)
    assert_allclose(cut_off(0.95, np.array([9.0, 12.0]), "profile"), 3.841458820694124)
