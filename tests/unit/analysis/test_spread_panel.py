"""The panel of spread by itself: standard sizes, and what a fit takes from squares."""

from __future__ import annotations

import numpy as np
import pytest

from scnvariation.analysis.families import Measured
from scnvariation.analysis.spread_panel import Compared, SpreadOptions, spread_panel
from scnvariation.analysis.spread_panel_groups import standard_size, stretched
from scnvariation.stats.segments import Segments

QUICK = SpreadOptions(simulations=0, intervals=False)


def compared(count: list[float], size: float, family: str = "poisson", **more: object) -> Compared:
    values = np.array(count)
    segments = Segments.single(values.size)
    blank = np.full(values.size, np.nan)
    rows = Measured(
        family=family, segments=segments, count=values, size=np.full(values.size, size), value=values, se=blank
    )
    return Compared(
        rows=rows,
        statistic="proportion" if family == "binomial" else "rate",
        polarity=np.array(["low_is_good"], dtype=object),
        england=np.array([values.sum() / (size * values.size)]),
        seeds=np.array([1], dtype=np.uint64),
        **more,
    )


def test_standard_sizes_expect_the_same_events_at_englands_level() -> None:
    """Odds twice those of 0.2 are a proportion of 1/3: 100 people stand for 166.7 at England's level."""
    size = standard_size(np.array([100.0, 100.0]), np.array([0.0, np.log(2)]), np.array([0.2, 0.2]))
    assert size == pytest.approx([100, 100 / 3 / 0.2])


def test_a_fit_draws_values_in_and_the_stretch_puts_them_back() -> None:
    """Five areas, two slopes: squares on 2 degrees of freedom are doubled to stand for 4."""
    groups = compared([8.0, 12, 10, 9, 11], 1.0, df_lost=np.array([2.0]))
    values = stretched(groups.rows.count, np.full(5, 10.0), groups)
    assert ((values - 10) ** 2).sum() == pytest.approx(2 * 10)
    assert values.sum() == pytest.approx(50)
    plain = compared([8.0, 12, 10, 9, 11], 1.0)
    assert stretched(plain.rows.count, np.full(5, 10.0), plain) is plain.rows.count


def test_a_fit_that_took_everything_is_not_stretched_to_infinity() -> None:
    groups = compared([8.0, 12, 10], 1.0, df_lost=np.array([2.0]))
    assert np.isfinite(stretched(groups.rows.count, np.full(3, 10.0), groups)).all()


def test_an_offset_of_nothing_changes_nothing() -> None:
    """Proportions measured with and without an adjustment that adjusts nothing."""
    count, people = [12.0, 30, 9, 41, 22, 18], 200.0
    plain = spread_panel(compared(count, people, "binomial"), QUICK).numbers
    none = {"offset": np.zeros(6), "df_lost": np.zeros(1)}
    adjusted = spread_panel(compared(count, people, "binomial", **none), QUICK).numbers
    for name in ("scv", "chi2", "tau2", "cv", "p90_p10", "gini", "theil", "between_variance", "typical_gap"):
        assert adjusted[name] == pytest.approx(plain[name], rel=1e-6), name


@pytest.mark.parametrize("count", [[5.0], [5.0, 6.0]])
def test_below_three_areas_there_are_no_numbers(count: list[float]) -> None:
    panel = spread_panel(compared(count, 10.0), QUICK)
    assert all(np.isnan(values).all() for values in panel.numbers.values())
