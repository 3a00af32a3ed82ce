"""tau2 and Q that metafor 3.8-1 returns on eight scales."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import brentq

from scnvariation.stats.dispersion import heterogeneity, tau2
from scnvariation.stats.segments import Segments

HERE = Path(__file__).parent
INPUTS = {"a": "a_proportion", "c": "c_smr_overdispersed", "d": "d_smr_poisson"}
EXPECTED = pd.read_csv(HERE / "expected" / "metafor_heterogeneity.csv").set_index(["dataset", "measure", "method"])
CASES = sorted({(dataset, measure) for dataset, measure, _ in EXPECTED.index})


# Values and variances as metafor's escalc defines them, x events among n trials or expected ones.
MEASURES = {
    "PLO": lambda x, n: (np.log(x / (n - x)), 1 / x + 1 / (n - x)),
    "PAS": lambda x, n: (np.arcsin(np.sqrt(x / n)), 1 / (4 * n)),
    "PR": lambda x, n: (x / n, x / n * (1 - x / n) / n),
    "PFT": lambda x, n: (
        (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))) / 2,
        1 / (4 * n + 2),
    ),
    "IRLN": lambda x, n: (np.log(x / n), 1 / x),
    "IRS": lambda x, n: (np.sqrt(x / n), 1 / (4 * n)),
    "IRFT": lambda x, n: ((np.sqrt(x / n) + np.sqrt((x + 1) / n)) / 2, 1 / (4 * n)),
    "logSMR_vi=1/E_O>0": lambda x, n: (np.log(x / n), 1 / n),
}


def effects(dataset: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
    table = pd.read_csv(HERE / "inputs" / f"{INPUTS[dataset]}.csv")
    x, n = (table[column].to_numpy(float) for column in table.columns[2:4])
    return MEASURES[measure](x, n)


def q_less_df(between: float, y: np.ndarray, v: np.ndarray) -> float:
    w = 1 / (v + between)
    return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum() - (y.size - 1))


def reml_score(between: float, y: np.ndarray, v: np.ndarray) -> float:
    w = 1 / (v + between)
    return float((w - (w * (y - (w * y).sum() / w.sum())) ** 2).sum() - (w**2).sum() / w.sum())


@pytest.mark.parametrize(("dataset", "measure"), CASES)
def test_q_and_dersimonian_laird(dataset, measure):
    y, v = effects(dataset, measure)
    theirs, one = EXPECTED.loc[dataset, measure, "DL"], Segments.single(y.size)
    assert theirs["k"] == y.size
    w = 1 / v
    q, _, p = heterogeneity((y - (w * y).sum() / w.sum()) / np.sqrt(v), one, df=y.size - 1)
    assert_allclose(q[0], theirs["QE"], rtol=1e-10)
    assert_allclose(p[0], theirs["QEp"], rtol=1e-6)
    assert_allclose(tau2(y, np.sqrt(v), one)[0], theirs["tau2"], rtol=1e-10, atol=1e-15)


# metafor ends Paule-Mandel when tau2 itself has settled to about 5e-5, which is 2 % of a tau2 of 0.0014.
LEFT_OVER = {"PM": 5e-5, "REML": 0.0}


@pytest.mark.parametrize(("method", "equation"), [("PM", q_less_df), ("REML", reml_score)])
@pytest.mark.parametrize(("dataset", "measure"), CASES)
def test_iterated_estimators(dataset, measure, method, equation):
    """metafor stops early; the equation itself, solved by Brent's method, holds to 1e-9."""
    y, v = effects(dataset, measure)
    ours = tau2(y, np.sqrt(v), Segments.single(y.size), estimator=method.lower())[0]
    theirs = EXPECTED.loc[dataset, measure, method]["tau2"]
    assert_allclose(ours, theirs, rtol=1e-4, atol=LEFT_OVER[method])
    if ours > 0:
        root = brentq(equation, 1e-12, 1.0, args=(y, v), xtol=1e-18, rtol=1e-13)
        assert_allclose(ours, root, rtol=1e-9)
    else:
        assert equation(0.0, y, v) * (1 if method == "REML" else -1) >= 0
