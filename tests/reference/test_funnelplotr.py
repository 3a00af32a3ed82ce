"""phi, tau2, z-scores and limits that FunnelPlotR 0.6.0 returns, where it returns the right ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from scnvariation.stats.dispersion import (
    chance_sd,
    cqc2012,
    from_scale,
    phi,
    shmi,
    tau2_from_phi,
    to_scale,
    winsorised,
    zscore,
)
from scnvariation.stats.segments import Segments

HERE = Path(__file__).parent
RELATIVE = 1e-10
Z95, Z998 = 1.959964, 3.090232  # as rounded in the package


def read(folder: str, name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / folder / f"{name}.csv")


SCALARS = read("expected", "fpr_scalars").set_index("case")
COUNTS = {"c": "c_smr_overdispersed", "d": "d_smr_poisson"}


def counts(name: str) -> tuple[np.ndarray, np.ndarray, Segments]:
    table = read("inputs", COUNTS[name])
    observed = table["observed"].to_numpy(float)
    return observed, table["expected"].to_numpy(float), Segments.single(observed.size)


@pytest.mark.parametrize(("name", "trim"), [("c", 0.1), ("c", 0.2), ("d", 0.1)])
def test_shmi(name, trim):
    """With trim 0 the package truncates everybody: no target there."""
    ours, theirs = shmi(*counts(name), trim=trim), SCALARS.loc[f"{name}_SR_SHMI_trim{trim}"]
    assert ours.kept.sum() == theirs["n_used_for_phi"]
    assert_allclose([ours.phi[0], ours.tau2[0]], [theirs["phi"], theirs["tau2"]], rtol=RELATIVE)


def test_shmi_without_rounding():
    ours, theirs = shmi(*counts("c"), round_counts=False), SCALARS.loc["c_SR_SHMI_trim0.1_noround"]
    assert_allclose([ours.phi[0], ours.tau2[0]], [theirs["phi"], theirs["tau2"]], rtol=RELATIVE)


def test_shmi_by_area():
    """Rounded expected counts, ranks, the areas kept and the adjusted limits.

    C034 expects 2034.125 events, a tie in binary too: R rounds it to even, SHMI rounds half up.
    """
    theirs = read("expected", "fpr_c_SR_SHMI_trim0.1")
    ours = shmi(*counts("c"))
    assert_array_equal(ours.kept, theirs["truncated"] == 0)
    tie = theirs["area"] == "C034"
    assert_allclose(1 / ours.s[tie] ** 2, 2034.13, rtol=RELATIVE)
    assert_allclose(ours.s[~tie], theirs["s"][~tie], rtol=RELATIVE)
    spread = np.sqrt(ours.s**2 + ours.tau2)
    for column, z in (("OD95LCL", -Z95), ("OD95UCL", Z95), ("OD99LCL", -Z998), ("OD99UCL", Z998)):
        assert_allclose(from_scale(z * spread, "log"), theirs[column], rtol=2e-6)
    assert_array_equal(np.abs(ours.z) > Z998, theirs["outlier"] == 1)


@pytest.mark.parametrize(("name", "trim"), [("c", 0.0), ("c", 0.1), ("c", 0.2), ("d", 0.0), ("d", 0.1)])
def test_cqc(name, trim):
    """phi and tau2 are right in the package; its adjusted limits are not, and are no target."""
    ours, theirs = cqc2012(*counts(name), trim=trim), SCALARS.loc[f"{name}_SR_CQC_trim{trim:g}"]
    assert_allclose([ours.phi[0], ours.tau2[0]], [theirs["phi"], theirs["tau2"]], rtol=RELATIVE)


def proportions() -> tuple[np.ndarray, np.ndarray, Segments]:
    table = read("inputs", "a_proportion")
    x = table["numerator"].to_numpy(float)
    return x, table["denominator"].to_numpy(float), Segments.single(x.size)


@pytest.mark.parametrize("trim", [0.0, 0.1, 0.2])
def test_proportions(trim):
    x, n, one = proportions()
    ours = cqc2012(x, n, one, benchmark=np.array([x.sum() / n.sum()]), trim=trim)
    theirs = SCALARS.loc[f"a_PR_trim{trim:g}"]
    assert_allclose([ours.phi[0], ours.tau2[0]], [theirs["phi"], theirs["tau2"]], rtol=RELATIVE)


def test_proportions_by_area():
    """Scale, z, winsorised z, adjusted limits and outliers of 211 areas."""
    theirs = read("expected", "fpr_a_PR_trim0.1")
    x, n, one = proportions()
    y, s = to_scale(x / n, "arcsine"), chance_sd(n, "arcsine")
    target = to_scale(x.sum() / n.sum(), "arcsine")
    z = zscore(y, target, s)
    assert_allclose(y, theirs["Y"], rtol=RELATIVE)
    assert_allclose(z, theirs["Uzscore"], rtol=1e-9, atol=1e-11)
    assert_allclose(winsorised(z, one, 0.1), theirs["Wuzscore"], rtol=1e-9, atol=1e-11)
    ours = cqc2012(x, n, one, benchmark=np.array([x.sum() / n.sum()]))
    spread = np.sqrt(s**2 + ours.tau2)
    for column, quantile in (("OD95LCL", -Z95), ("OD95UCL", Z95), ("OD99LCL", -Z998), ("OD99UCL", Z998)):
        assert_allclose(from_scale(target + quantile * spread, "arcsine"), theirs[column], rtol=1e-6)
    assert_array_equal(np.abs(ours.z) > Z998, theirs["outlier"] == 1)


@pytest.mark.parametrize("trim", [0.0, 0.1])
def test_ratio_of_counts(trim):
    """phi and tau2 of two counts each; the limits of the package use another s and are no target."""
    a, b, one = counts("c")
    y, target = np.log((a + 0.5) / (b + 0.5)), np.log(a.sum() / b.sum())
    s = np.sqrt(a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2)
    found = phi(zscore(y, target, s), one, trim=trim)
    theirs = SCALARS.loc[f"c_RC_trim{trim:g}"]
    assert_allclose(found[0], theirs["phi"], rtol=RELATIVE)
    assert_allclose(tau2_from_phi(found, s, one)[0], theirs["tau2"], rtol=RELATIVE)


def test_P19_numbers_do_not_depend_on_what_is_drawn():
    """With the adjusted limits not drawn the package returns phi 0 and tau2 0; ours are functions of the data."""
    hidden = SCALARS.loc["a_PR_trim0.1_noadj"]
    assert (hidden["phi"], hidden["tau2"]) == (0, 0)
    x, n, one = proportions()
    ours = cqc2012(x, n, one, benchmark=np.array([x.sum() / n.sum()]))
    assert_allclose(ours.phi[0], SCALARS.loc["a_PR_trim0.1", "phi"], rtol=RELATIVE)
