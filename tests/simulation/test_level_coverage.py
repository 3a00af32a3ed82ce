"""The interval of a level against the rest of England covers, whatever the size of the network area."""

from __future__ import annotations

import numpy as np
import pytest

from scnvariation.analysis.families import Measured
from scnvariation.analysis.level import Totals, level_against_rest, totals
from scnvariation.stats.segments import Segments

SIZES = (9, 10, 11, 12, 13, 19, 20, 20, 20, 22, 23, 32)


def intervals(family: str, between: float, sets: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw countries of 211 areas in twelve network areas without any network effect."""
    rng = np.random.default_rng(seed)
    n_areas = sum(SIZES)
    size = np.rint(rng.lognormal(8.0, 0.6, (sets, n_areas)))
    true = 0.1 * np.exp(rng.normal(0.0, between, (sets, n_areas)))
    count = rng.binomial(size.astype(int), true) if family == "binomial" else rng.poisson(size * true)
    flat = {"count": count.ravel().astype(float), "size": size.ravel()}
    rows = Measured(
        family=family,
        segments=Segments.from_lengths(np.tile(SIZES, sets)),
        value=flat["count"] / flat["size"],
        se=np.full(count.size, np.nan),
        **flat,
    )
    country = Measured(
        family=family,
        segments=Segments.from_lengths(np.full(sets, n_areas)),
        value=rows.value,
        se=rows.se,
        **flat,
    )
    england = Totals(*(np.repeat(part, len(SIZES)) for part in totals(country)))
    level = level_against_rest(rows, england)
    return level.rate_ratio_lower, level.rate_ratio_upper


@pytest.mark.parametrize("family", ["poisson", "binomial"])
@pytest.mark.parametrize("between", [0.0, 0.1, 0.25])
def test_a_network_area_without_an_effect_is_called_different_one_time_in_twenty(family: str, between: float) -> None:
    """95 % intervals hold 1 in 93 to 97 % of data sets; a Poisson interval would hold it in fewer than half at .25."""
    lower, upper = intervals(family, between, sets=400, seed=1948)
    covered = ((lower < 1) & (upper > 1)).mean()
    assert 0.93 <= covered <= 0.975
    small = ((lower < 1) & (upper > 1)).reshape(-1, len(SIZES))[:, :4].mean()
    assert 0.92 <= small <= 0.985
