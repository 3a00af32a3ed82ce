"""Reading 300,000 tidy rows with every check, against `pandas.read_csv` of the same file, which checks nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from timing import Measured, side_by_side

import scnvariation as scn

ROWS = 300_000
AREAS = 211
SEED = 20260901
GOAL = 8
NUMBERS = ["numerator", "denominator", "value"]
TEXTS = ["indicator_id", "period", "area_code", "area_name"]


def country_file(path: Path, rows: int = ROWS) -> None:
    """Write a tidy file of one period and many indicators."""
    generator = np.random.default_rng(SEED)
    place = np.arange(rows)
    denominator = generator.integers(1_000, 100_000, rows)
    numerator = generator.binomial(denominator, 0.2)
    codes = np.array([f"E38{number:06d}" for number in range(1, AREAS + 1)])
    names = np.array([f"NHS Area {number} CCG" for number in range(1, AREAS + 1)])
    pd.DataFrame(
        {
            "indicator_id": np.char.add("x", (place // AREAS).astype(str)),
            "period": "2013/14",
            "area_code": codes[place % AREAS],
            "area_name": names[place % AREAS],
            "numerator": numerator,
            "denominator": denominator,
            "value": numerator / denominator,
            "statistic": "proportion",
        }
    ).to_csv(path, index=False)


def check_equal(path: Path) -> None:
    """Stop unless both readings hold the same figures."""
    ours, plain = scn.read_indicators(path).observations, pd.read_csv(path)
    if (ours["reason"] != "").any() or len(ours) != ROWS:
        raise SystemExit("rows of a file without fault were set aside")
    for name in NUMBERS:
        np.testing.assert_allclose(ours[name], plain[name], rtol=1e-12)
    for name in TEXTS:
        if ours[name].tolist() != plain[name].tolist():
            raise SystemExit(f"{name} differs from that of pandas")


def measurements() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "country.csv"
        country_file(path)
        check_equal(path)
        ours, control = side_by_side(lambda: scn.read_indicators(path), lambda: pd.read_csv(path))
    return [Measured(f"read {ROWS:,} tidy rows, all checks, to pandas.read_csv", ours, control, GOAL, at_most=True)]
