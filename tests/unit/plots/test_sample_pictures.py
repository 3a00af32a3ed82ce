"""Pictures of real results: one indicator of every statistic of the sample."""

from __future__ import annotations

import pytest
from looking import by_gid, colliding, cut_off, drawn, texts

from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.rates import rates
from scnvariation.io.sample import load_sample

WESSEX = {"network_area": "Wessex"}


@pytest.fixture(scope="module")
def sample():
    return load_sample()


@pytest.mark.parametrize(
    "indicator",
    ["ccg_ois:3.5", "sample:hf_admissions", "ccg_ois:1.4", "ccg_ois:1.2", "nhs_of:4.5", "ccg_ois:1.10", "ccg_ois:5.3"],
)
@pytest.mark.parametrize("size", ["slide", "page"])
def test_funnels_of_every_statistic(sample, indicator, size):
    """Proportion, rate, ratio, standardised rate, mean or estimate, and very rare events."""
    result = funnel(sample, indicator)
    axes = drawn(result, size, highlight=WESSEX)
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []
    assert "Wessex: 9 areas" in [text.get_text() for text in axes.texts]


def test_england_does_not_change_with_the_selection(sample):
    """The lines of one network area are those of all areas; the others stay, paler."""
    whole, mine = (drawn(funnel(data, "ccg_ois:3.5")) for data in (sample, sample.select(network_area="Wessex")))
    for gid in (f"limit-{basis}-{side}-0.998" for basis in ("exact", "adjusted") for side in ("lower", "upper")):
        (one,), (other,) = by_gid(whole, gid), by_gid(mine, gid)
        assert one.get_xydata().tolist() == other.get_xydata().tolist()
    assert "paler: not selected, 202" in [text.get_text() for text in mine.texts]


def test_caterpillar_of_all_areas_and_of_nine(sample):
    """Twelve bands for 211 areas; nine names for nine."""
    for data, names in ((sample, 12), (sample.select(network_area="Wessex"), 9)):
        axes = drawn(rates(data, "ccg_ois:3.5", period="2014/15 Q4"))
        assert len(texts(axes, "side-name")) == names
        assert cut_off(axes.figure) == []
        assert colliding(axes.figure) == []
