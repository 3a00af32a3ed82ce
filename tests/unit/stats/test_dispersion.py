"""phi, tau2 and the test of dispersion against published and independently solved numbers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtri
from scipy.stats import chi2, rankdata

from scnvariation.errors import OptionError
from scnvariation.stats import dispersion
from scnvariation.stats.segments import Segments

N = np.array([143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301], dtype=float)
D = np.array([41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31], dtype=float)
POOLED = D.sum() / N.sum()
Y, S = dispersion.to_scale(D / N, "arcsine"), dispersion.chance_sd(N, "arcsine")
TARGET = dispersion.to_scale([POOLED], "arcsine")
TWELVE = Segments.single(12)

LIP_O = np.fromstring(
    "9 39 11 9 15 8 26 7 6 20 13 5 3 8 17 9 2 7 9 7 16 31 11 7 19 15 7 10 16 11 5 3 7 8 11 9 11 8 6 4 10 8 2 6 "
    "19 3 2 3 28 6 1 1 1 1 0 0",
    sep=" ",
)
LIP_E = np.fromstring(
    "1.4 8.7 3.0 2.5 4.3 2.4 8.1 2.3 2.0 6.6 4.4 1.8 1.1 3.3 7.8 4.6 1.1 4.2 5.5 4.4 10.5 22.7 8.8 5.6 15.5 "
    "12.5 6.0 9.0 14.4 10.2 4.8 2.9 7.0 8.5 12.3 10.1 12.7 9.4 7.2 5.3 18.8 15.8 4.3 14.6 50.7 8.2 5.6 9.3 88.7 "
    "19.6 3.4 3.6 5.7 7.0 4.2 1.8",
    sep=" ",
)


@pytest.mark.parametrize(
    ("trim", "phi", "tau2", "additive", "multiplicative"),
    [
        (0.0, 3.859612, 0.00297092, 3.0846, 2.5796),
        (0.1, 1.561707, 0.0006511718, 4.3259, 4.0554),
        (0.2, 0.883253, 0.0, 5.0679, 5.0679),
    ],
)
def test_bristol_by_the_published_additive_form(trim, phi, tau2, additive, multiplicative):
    """Winsorising brings Bristol from inside the adjusted 99.8 % limits to well outside."""
    z = dispersion.zscore(Y, TARGET[0], S)
    found = dispersion.phi(z, TWELVE, trim=trim)
    between = dispersion.tau2_from_phi(found, S, TWELVE)
    assert_allclose(found, phi, atol=1e-6)
    assert_allclose(between, tau2, rtol=1e-5, atol=1e-12)
    assert_allclose((Y - TARGET)[0] / np.sqrt(S[0] ** 2 + between), additive, atol=5e-5)
    assert_allclose(z[0] / np.sqrt(max(1.0, found[0])), multiplicative, atol=5e-5)


def test_bristol_limits_at_its_own_size():
    """Adjusted limits of the 10 % row at n = 143, additive and multiplicative."""
    z_p = np.array([-3.0902323061678135, -1.959963984540054, 1.959963984540054, 3.0902323061678135])
    phi = dispersion.phi(dispersion.zscore(Y, TARGET[0], S), TWELVE, trim=0.1)
    tau2 = dispersion.tau2_from_phi(phi, S, TWELVE)
    additive = dispersion.from_scale(TARGET + z_p * np.sqrt(S[0] ** 2 + tau2), "arcsine")
    multiplicative = dispersion.from_scale(TARGET + z_p * S[0] * np.sqrt(phi), "arcsine")
    assert_allclose(additive, [0.040164, 0.064677, 0.188533, 0.233663], atol=1e-6)
    assert_allclose(multiplicative, [0.036292, 0.061562, 0.193569, 0.242263], atol=1e-6)


def test_bristol_heterogeneity():
    """Pearson's chi-square of the score z is 58.0662 on 11 df; the mean-estimated I2 of DL is 76.15 %."""
    z = (D / N - POOLED) / np.sqrt(POOLED * (1 - POOLED) / N)
    q, df, p = dispersion.heterogeneity(z, TWELVE, df=11)
    assert_allclose([q[0], df[0]], [58.0662, 11], atol=5e-5)
    assert_allclose(p, 2.1e-8, rtol=0.05)
    w = 1 / S**2
    q, _, _ = dispersion.heterogeneity((Y - (w * Y).sum() / w.sum()) / S, TWELVE, df=11)
    assert_allclose(1 - 11 / q[0], 0.7615, atol=5e-5)


def test_heterogeneity_p_is_the_upper_chi_square_tail():
    z = np.array([0.5, -1.0, 2.0, 0.1, 0.2])
    q, df, p = dispersion.heterogeneity(z, Segments.from_lengths([3, 2]), df=np.array([2, 1]))
    assert_allclose(q, [5.25, 0.05])
    assert_array_equal(df, [2, 1])
    assert_allclose(p, chi2.sf(q, df), rtol=1e-12)


@pytest.mark.parametrize(
    ("estimator", "tau2"), [("dl", 0.00295485643345), ("pm", 0.00433378094417), ("reml", 0.00397155833)]
)
def test_bristol_with_its_mean_estimated(estimator, tau2):
    assert_allclose(dispersion.tau2(Y, S, TWELVE, estimator=estimator), tau2, rtol=1e-8)


def test_bristol_about_the_fixed_target_solves_one_more_degree_of_freedom():
    """Q about a benchmark that the areas did not make has expectation I, not I - 1."""
    assert_allclose(dispersion.tau2(Y, S, TWELVE, estimator="pm", target=TARGET), 0.00404543713991, rtol=1e-10)
    w = 1 / S**2
    by_hand = ((w * (Y - TARGET) ** 2).sum() - 12) / w.sum()
    assert_allclose(dispersion.tau2(Y, S, TWELVE, estimator="dl", target=TARGET), by_hand, rtol=1e-12)


@pytest.mark.parametrize(
    ("estimator", "tau2", "relative"),
    [("dl", 0.0555181181726276, 1e-12), ("pm", 0.0428678367079236, 1e-8), ("reml", 0.055358684891633, 1e-8)],
)
def test_six_proportions_on_the_logit_scale(estimator, tau2, relative):
    x, n = np.array([12, 30, 9, 41, 22, 18.0]), np.array([210, 400, 160, 380, 300, 350.0])
    y, s = np.log(x / (n - x)), np.sqrt(1 / x + 1 / (n - x))
    assert_allclose(dispersion.tau2(y, s, Segments.single(6), estimator=estimator), tau2, rtol=relative)
    w = 1 / s**2
    q, _, _ = dispersion.heterogeneity((y - (w * y).sum() / w.sum()) / s, Segments.single(6), df=5)
    assert_allclose(q, 10.3740620084714, rtol=1e-12)


def test_bristol_on_the_logit_scale():
    y, s = np.log(D / (N - D)), np.sqrt(1 / D + 1 / (N - D))
    found = [dispersion.tau2(y, s, TWELVE, estimator=name)[0] for name in ("dl", "pm", "reml")]
    assert_allclose(found, [0.1368945, 0.139403, 0.140236], atol=1e-6)


def test_lip_cancer_on_four_scales():
    """56 Scottish districts, two of them without a case (Clayton and Kaldor 1987)."""
    districts = Segments.single(56)

    def found(y, s):
        return [dispersion.tau2(y, s, districts, estimator=name)[0] for name in ("dl", "pm", "reml")]

    log = np.log((LIP_O + 0.5) / (LIP_E + 0.5))
    assert_allclose(found(log, 1 / np.sqrt(LIP_E)), [0.522822, 0.525347, 0.510825], atol=1e-6)
    root = np.sqrt(LIP_O / LIP_E)
    assert_allclose(found(root, 0.5 / np.sqrt(LIP_E)), [0.150867, 0.206453, 0.189137], atol=1e-6)
    own = LIP_E * LIP_O.sum() / LIP_E.sum()
    assert_allclose(found(LIP_O / own, 1 / np.sqrt(own))[0], 0.848502, atol=1e-6)


def test_ratio_of_counts_has_tau2_although_phi_is_below_one():
    """The six units as ratios of two counts: I phi > I - 1 decides, not phi > 1."""
    a = np.array([100, 150, 180, 80, 120, 225.0])
    b = np.array([108, 112, 165, 95, 100, 220.0])
    y, target = np.log((a + 0.5) / (b + 0.5)), np.log(a.sum() / b.sum())
    s = np.sqrt(a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2)
    phi = dispersion.phi(dispersion.zscore(y, target, s), Segments.single(6), trim=0.1)
    assert_allclose(phi, 0.92043536574450, rtol=1e-12)
    assert_allclose(dispersion.tau2_from_phi(phi, s, Segments.single(6)), 0.00154867476298, rtol=1e-10)


def random_groups(seed: int) -> tuple[np.ndarray, np.ndarray, Segments]:
    rng = np.random.default_rng(seed)
    segments = Segments.from_lengths(rng.integers(2, 30, 40))
    s = np.exp(rng.normal(-2, 1.2, segments.n_rows))
    return rng.normal(5, np.sqrt(s**2 + rng.choice([0, 0.01, 0.5]) ** 2)), s, segments


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fixed", [False, True])
def test_paule_mandel_is_the_root_of_its_equation(seed, fixed):
    """Each group against Brent's method on Q(tau2) - df."""
    y, s, segments = random_groups(seed)
    target = np.full(segments.n_groups, 5.1) if fixed else None
    found = dispersion.tau2(y, s, segments, estimator="pm", target=target)
    for g, rows in enumerate(np.split(np.arange(y.size), segments.starts[1:])):

        def excess(tau2, yy=y[rows], v=s[rows] ** 2):
            w = 1 / (v + tau2)
            centre = 5.1 if fixed else (w * yy).sum() / w.sum()
            return (w * (yy - centre) ** 2).sum() - (yy.size if fixed else yy.size - 1)

        root = brentq(excess, 0, 1e4, xtol=1e-15, rtol=1e-14) if excess(0) > 0 else 0.0
        assert_allclose(found[g], root, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("fixed", [False, True])
def test_reml_is_the_lowest_point_of_its_deviance(seed, fixed):
    """No point of a fine grid lies below it, and the deviance is flat there or rises from 0."""
    y, s, segments = random_groups(seed)
    target = np.full(segments.n_groups, 5.1) if fixed else None
    found = dispersion.tau2(y, s, segments, estimator="reml", target=target)
    for g, rows in enumerate(np.split(np.arange(y.size), segments.starts[1:])):

        def deviance(tau2, yy=y[rows], v=s[rows] ** 2):
            w = 1 / (v + tau2)
            centre = 5.1 if fixed else (w * yy).sum() / w.sum()
            free = 0 if fixed else np.log(w.sum())
            return (w * (yy - centre) ** 2 - np.log(w)).sum() + free

        grid = np.concatenate([[0], np.geomspace(1e-9, 100, 300)])
        lowest = min(deviance(t) for t in grid)
        assert deviance(found[g]) <= lowest + 1e-9
        if found[g] > 0:
            near = minimize_scalar(
                deviance, bounds=(found[g] * 0.9, found[g] * 1.1), method="bounded", options={"xatol": 1e-10}
            )
            assert_allclose(found[g], near.x, rtol=1e-4)


@pytest.mark.parametrize("estimator", ["dl", "pm", "reml"])
def test_one_area_has_no_variance_and_equal_areas_have_none_between_them(estimator):
    """A single area gives nan with its mean estimated; identical values give 0 without a warning."""
    y, s = np.array([3.0, 2.0, 2.0, 2.0]), np.full(4, 0.5)
    groups = Segments.from_lengths([1, 3])
    assert_array_equal(dispersion.tau2(y, s, groups, estimator=estimator), [np.nan, 0.0])
    assert_allclose(
        dispersion.tau2(y, s, groups, estimator=estimator, target=np.array([1.0, 2.0])), [3.75, 0.0], rtol=1e-9
    )


def test_unknown_words_stop():
    with pytest.raises(OptionError, match="'dl', 'pm', 'reml'"):
        dispersion.tau2(Y, S, TWELVE, estimator="ml")
    with pytest.raises(OptionError, match="Did you mean 'winsorise'"):
        dispersion.phi(Y, TWELVE, how="winsorize")


@pytest.mark.parametrize("trim", [-0.1, 0.5, 10])
def test_a_trim_that_leaves_nothing_stops(trim):
    """10 is not 10 %."""
    for how in ("winsorise", "truncate"):
        with pytest.raises(ValueError, match=r"below 0\.5"):
            dispersion.phi(Y, TWELVE, trim=trim, how=how)


def test_P13_phi_of_trimmed_chance_is_not_one():
    """100,001 normal quantiles: 0.6786 winsorised, 0.4377 truncated; divided out, both are 1."""
    z = ndtri((np.arange(100_001) + 0.5) / 100_001)
    one = Segments.single(z.size)
    assert_allclose(dispersion.phi(z, one, trim=0.1), 0.678655, atol=2e-5)
    assert_allclose(dispersion.phi(z, one, trim=0.1, how="truncate"), 0.437725, atol=2e-5)
    assert_allclose(dispersion.phi(z, one, trim=0.1, consistent=True), 1.0, atol=3e-5)
    assert_allclose(dispersion.phi(z, one, trim=0.1, how="truncate", consistent=True), 1.0, atol=3e-5)


@pytest.mark.parametrize("trim", [0.02, 0.05, 0.1, 0.2, 0.4])
def test_phi_under_chance_is_the_integral_it_claims_to_be(trim):
    z = ndtri((np.arange(200_000) + 0.5) / 200_000)
    low, high = np.quantile(z, [trim, 1 - trim])
    inside = (z >= low) & (z <= high)
    assert_allclose(dispersion.phi_under_chance(trim, "winsorise"), np.mean(np.clip(z, low, high) ** 2), atol=2e-5)
    assert_allclose(dispersion.phi_under_chance(trim, "truncate"), np.mean(z[inside] ** 2), atol=2e-5)
    assert dispersion.phi_under_chance(0.0, "truncate") == 1.0


@pytest.mark.parametrize("trim", [0.1, 0.2, 0.25])
def test_truncation_goes_by_mean_ranks(trim):
    """floor(rank k/(I + 1)) with ties at their mean rank, group by group."""
    rng = np.random.default_rng(3)
    segments = Segments.from_lengths([5, 40, 1, 17])
    z = np.round(rng.normal(size=segments.n_rows), 1)
    expected = []
    for part in np.split(z, segments.starts[1:]):
        fraction = np.floor(rankdata(part) / trim / (part.size + 1))
        expected.append((fraction > 0) & (fraction < 1 / trim - 1))
    assert_array_equal(dispersion.truncation(z, segments, trim), np.concatenate(expected))


def test_trimming_works_group_by_group():
    """A wild group leaves its neighbour alone."""
    calm = np.random.default_rng(1).normal(size=30)
    both = Segments.from_lengths([30, 30])
    for how in ("winsorise", "truncate"):
        alone = dispersion.phi(calm, Segments.single(30), trim=0.1, how=how)
        beside = dispersion.phi(np.concatenate([calm * 1e6, calm]), both, trim=0.1, how=how)
        assert_allclose(beside[1], alone[0], rtol=1e-12)


def test_tau2_from_phi_needs_two_areas():
    """One area, or one left after truncation, has no spread to divide by."""
    kept = np.array([True, False, True, True])
    found = dispersion.tau2_from_phi(np.full(2, 3.0), np.full(4, 0.5), Segments.from_lengths([2, 2]), kept=kept)
    assert_array_equal(found, [np.nan, 1.25])
