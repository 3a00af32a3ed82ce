"""Each area against the others: the same answer as leaving it out and fitting again."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import t as student

from scnvariation.stats.dispersion import chance_sd, delete_one, refit_lines, tau2, to_scale
from scnvariation.stats.segments import Segments

N = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301], dtype=float)
D = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31], dtype=float)
Y, S = to_scale(D / N, "arcsine"), chance_sd(N, "arcsine")
TARGET = to_scale([D.sum() / N.sum()], "arcsine")
TWELVE = Segments.single(12)


def refitted(y, s, segments, target=None):
    """Leave each area out in turn and fit the others: the definition."""
    z = np.full(y.size, np.nan)
    for g, rows in enumerate(np.split(np.arange(y.size), segments.starts[1:])):
        for i in rows if rows.size > 2 else []:
            others = rows[rows != i]
            rest = Segments.single(others.size)
            fixed = None if target is None else target[g : g + 1]
            between = tau2(y[others], s[others], rest, estimator="pm", target=fixed)[0]
            w = 1 / (s[others] ** 2 + between)
            centre = (w * y[others]).sum() / w.sum() if target is None else target[g]
            spread = s[i] ** 2 + between + (1 / w.sum() if target is None else 0)
            z[i] = (y[i] - centre) / np.sqrt(spread)
    return z


def test_bristol_against_the_other_eleven():
    """The full-sample limits hide Bristol (z 2.54 to 3.08, inside 99.8 %); the other eleven do not."""
    judged = delete_one(Y, S, TWELVE)
    assert_allclose(judged.z[0], 4.0614, atol=5e-5)
    assert_allclose(judged.p[0], 0.0022813, atol=5e-8)
    assert_allclose(judged.tau2[0], 0.00097978, atol=5e-9)
    assert_allclose(judged.mean[0], 0.346132, atol=5e-7)
    assert np.abs(judged.z[1:]).max() < 1.39
    assert_array_equal(judged.status((0.95, 0.998)), [1, *[0] * 11])


def test_bristol_against_a_fixed_benchmark():
    judged = delete_one(Y, S, TWELVE, target=TARGET)
    assert_allclose(judged.z[0], 4.1619, atol=5e-5)
    assert_allclose(judged.p[0], 0.0019430, atol=5e-8)
    assert_allclose(judged.tau2[0], 0.00084406, atol=5e-9)
    assert_array_equal(judged.mean, np.full(12, TARGET[0]))
    assert judged.status((0.95, 0.998))[0] == 2


def test_bristol_to_many_digits():
    """Solved once more in 30 digits."""
    mpmath.mp.dps = 30
    y, v = [mpmath.mpf(float(x)) for x in Y[1:]], [mpmath.mpf(float(x)) ** 2 for x in S[1:]]

    def centre(between):
        w = [1 / (x + between) for x in v]
        return sum(a * b for a, b in zip(w, y, strict=True)) / sum(w), sum(w)

    def excess(between):
        mean, _ = centre(between)
        return sum((b - mean) ** 2 / (x + between) for x, b in zip(v, y, strict=True)) - 10

    between = mpmath.findroot(excess, 0.00098)
    mean, total = centre(between)
    z = (mpmath.mpf(float(Y[0])) - mean) / mpmath.sqrt(mpmath.mpf(float(S[0])) ** 2 + between + 1 / total)
    judged = delete_one(Y, S, TWELVE)
    assert_allclose(judged.z[0], float(z), rtol=1e-7)
    assert_allclose(judged.tau2[0], float(between), rtol=1e-6)
    assert_allclose(judged.mean[0], float(mean), rtol=1e-9)


def test_two_steps_are_near_and_named_as_an_approximation():
    """From moment weights Bristol stands at 3.91: good enough for flags in bulk, not for a z that is shown."""
    assert_allclose(delete_one(Y, S, TWELVE, fast=True).z[0], 3.91, atol=5e-3)


def awkward(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray, Segments, np.ndarray]:
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(rng.integers(1, 16, 30))
    n = segments.n_rows
    log_sd, between, shift = {
        "ordinary": (0.3, 0.3, 0.0),
        "chance only": (0.6, 0.0, 0.0),
        "sizes over decades": (2.0, 0.5, 0.0),
        "far from zero": (0.6, 1.0, 1e4),
        "far more between than within": (0.6, 100.0, 0.0),
        "ties": (0.3, 1.0, 0.0),
        "one giant": (0.5, 0.5, 0.0),
        "one blunder": (0.5, 0.1, 0.0),
    }[kind]
    s = np.exp(rng.normal(0, log_sd, n))
    s[segments.starts] *= 1e-4 if kind == "one giant" else 1.0
    y = shift + rng.normal(0, np.sqrt(s**2 + between**2))
    y[segments.starts] += 1e6 if kind == "one blunder" else 0.0
    y = np.round(y) if kind == "ties" else y
    target = segments.sum(y) / segments.lengths + rng.normal(0, 0.3, segments.n_groups)
    return y, s, segments, target


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize(
    "kind",
    [
        "ordinary",
        "chance only",
        "sizes over decades",
        "far from zero",
        "far more between than within",
        "ties",
        "one giant",
        "one blunder",
    ],
)
def test_polynomials_give_what_refitting_gives(kind, fixed, seed):
    """Groups of 1 to 15 areas, on the kinds of data that break sums, brackets and polynomials."""
    y, s, segments, target = awkward(kind, seed)
    known = target if fixed else None
    judged = delete_one(y, s, segments, target=known)
    expected = refitted(y, s, segments, known)
    assert_allclose(judged.z / (1 + np.abs(expected)), expected / (1 + np.abs(expected)), rtol=0, atol=3e-6)


@pytest.mark.parametrize("fixed", [False, True])
def test_many_areas(fixed):
    """A CCG-sized group, where the roots of all areas lie close together."""
    rng = np.random.default_rng(9)
    s = 0.5 / np.sqrt(np.exp(rng.normal(np.log(300), 0.6, 211)))
    y = rng.normal(0.35, np.sqrt(s**2 + 0.05**2))
    y[3] += 0.5
    target = np.array([0.35]) if fixed else None
    judged = delete_one(y, s, Segments.single(211), target=target)
    assert_allclose(judged.z, refitted(y, s, Segments.single(211), target), atol=1e-7)


def test_groups_do_not_touch_each_other():
    """Alone or beside a thousand times larger one, in one block or in several, a group gives the same."""
    y, s, segments, _ = awkward("ordinary", 4)
    whole = delete_one(y, s, segments).z
    for rows, _, inner in segments.blocks(1):
        assert_allclose(delete_one(y[rows], s[rows], inner).z, whole[rows], rtol=1e-6, atol=1e-9)


def test_the_benchmarks_own_variance_is_added():
    plain = delete_one(Y, S, TWELVE, target=TARGET)
    wider = delete_one(Y, S, TWELVE, target=TARGET, target_variance=np.array([0.001]))
    variance = S**2 + plain.tau2
    assert_allclose(wider.z, plain.z * np.sqrt(variance / (variance + 0.001)), rtol=1e-12)
    assert_allclose(
        delete_one(Y, S, TWELVE, target=TARGET, target_variance=0.001, fast=True).tau2,
        delete_one(Y, S, TWELVE, target=TARGET, fast=True).tau2,
    )


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("fixed", [False, True])
def test_fewer_than_three_areas_are_not_judged(fast, fixed):
    """With one other area there is no variance to judge by; the next group is judged all the same."""
    y = np.array([1.0, 2.0, 5.0, 0.0, 1.0, 2.0])
    target = np.array([1.0, 3.0, 1.0]) if fixed else None
    judged = delete_one(y, np.full(6, 0.3), Segments.from_lengths([1, 2, 3]), target=target, fast=fast)
    assert_array_equal(np.isnan(judged.z), [True, True, True, False, False, False])
    assert_array_equal(np.isnan(judged.p), np.isnan(judged.z))
    assert_array_equal(judged.status((0.95,))[:3], [0, 0, 0])


def test_three_areas_are_read_on_one_degree_of_freedom():
    """Others 0 and 4 with variance 1: mean 2, tau2 = 8/1 - 1 = 7, z = (y - 2)/sqrt(1 + 7 + 4)."""
    judged = delete_one(np.array([0.0, 4.0, 14.0]), np.ones(3), Segments.single(3))
    assert_allclose(judged.z[2], 12 / np.sqrt(12), rtol=1e-7)
    assert_allclose(judged.p[2], 2 * student.sf(12 / np.sqrt(12), 1), rtol=1e-7)


def test_no_groups_at_all():
    empty = np.empty(0)
    assert delete_one(empty, empty, Segments.single(0)).z.shape == (0,)


@pytest.mark.parametrize("fast", [False, True])
def test_equal_values_are_all_in_the_middle(fast):
    """No spread at all is z = 0 for everyone, without a warning."""
    judged = delete_one(np.full(7, 0.4), np.linspace(0.1, 0.7, 7), Segments.single(7), fast=fast)
    assert_allclose(judged.z, 0.0, atol=1e-12)
    assert_array_equal(judged.tau2, np.zeros(7))


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("size", [1e4, 1e8, 1e12])
def test_an_area_far_larger_than_the_others_keeps_its_digits(size, fast):
    """What is left of a sum after taking away nearly all of it has no digits: it is summed afresh."""
    y = np.array([0.31, 0.30, 0.35, 0.33, 0.29, 0.36])
    n = np.array([400.0 * size, 300, 500, 400, 350, 420])
    s = 0.5 / np.sqrt(n)
    judged = delete_one(y, s, Segments.single(6), fast=fast)
    # The two steps stay an approximation, but not a worse one.
    assert_allclose(judged.z[0], refitted(y, s, Segments.single(6))[0], rtol=1e-2 if fast else 1e-9)


def test_status_agrees_with_p():
    y, s, segments, _ = awkward("far more between than within", 7)
    y[5::11] += 800
    judged = delete_one(y, s, segments)
    with np.errstate(invalid="ignore"):
        size = (judged.p < 0.05).astype(int) + (judged.p < 0.002)
    assert_array_equal(judged.status((0.95, 0.998)), np.where(judged.z < 0, -size, size))
    assert size.max() == 2


def test_lines_are_those_of_the_areas_not_flagged():
    """Without Bristol the lines are the law that judged it, and nan where fewer than two areas are left."""
    flagged = np.zeros(12, dtype=bool)
    flagged[0] = True
    mean, between = refit_lines(Y, S, TWELVE, flagged)
    judged = delete_one(Y, S, TWELVE)
    assert_allclose([mean[0], between[0]], [judged.mean[0], judged.tau2[0]], rtol=1e-7)
    y, s = np.array([1.0, 2.0, 4.0, 9.0]), np.full(4, 0.1)
    mean, between = refit_lines(y, s, Segments.from_lengths([2, 2]), np.array([False, False, True, False]))
    assert_allclose(mean, [1.5, np.nan])
    assert_allclose(between, [0.5 - 0.01, np.nan])


def test_lines_about_a_fixed_benchmark():
    """Deviations -1 and 1, variance 0.01, two degrees of freedom: tau2 = 2/2 - 0.01."""
    y, s, target = np.array([1.0, 3.0, 50.0]), np.full(3, 0.1), np.array([2.0])
    mean, between = refit_lines(y, s, Segments.single(3), np.array([False, False, True]), target=target)
    assert_array_equal(mean, target)
    assert_allclose(between, 0.99)
