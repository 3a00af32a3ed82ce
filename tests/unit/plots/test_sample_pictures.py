"""Pictures of real results: one indicator of every statistic of the sample."""

from __future__ import annotations

import pytest
from looking import by_gid, colliding, cut_off, drawn, texts

from scnvariation.analysis.change import change
from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.overview import overview
from scnvariation.analysis.rates import rates
from scnvariation.analysis.shares import shares
from scnvariation.analysis.trend import trend
from scnvariation.analysis.variation import variation
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


LATEST = "2014/15 Q4"
WAITS = "sample:cancer_62_days"


def whole_and_clear(axes) -> None:
    """No words are cut off or run into others."""
    assert cut_off(axes.figure) == []
    assert colliding(axes.figure) == []


def title(axes) -> str:
    """Give the title as one line."""
    return axes.get_title(loc="left").replace("\n", " ")


def test_waits_are_seen_to_narrow(sample):
    """The sample plants it: the picture says so, and each network area stays where it was."""
    result = change(sample, WAITS, baseline="2013/14 Q4", simulations=99)
    axes = drawn(result)
    assert title(axes).startswith("Variation between areas is narrowing: typical gap")
    whole_and_clear(axes)
    whole_and_clear(drawn(result, kind="trajectories"))


@pytest.mark.parametrize("kind", ["level", "spread", "boxes"])
def test_waits_over_time(sample, kind):
    """Eight quarters, twelve network areas."""
    whole_and_clear(drawn(trend(sample, WAITS, simulations=99), kind=kind))


def test_a_network_area_is_followed_beside_the_rest_of_england(sample):
    """London is a sixth of England."""
    axes = drawn(trend(sample, WAITS, network_area="London", simulations=99))
    assert texts(axes, "line-end")[0].startswith("Rest of England ")
    whole_and_clear(axes)


@pytest.mark.parametrize("kind", ["gaps", "tiles"])
def test_variation_by_network_area(sample, kind):
    """Twelve rows or twelve tiles."""
    data = sample.select(indicator="ccg_ois:1.14", period=LATEST)
    axes = drawn(variation(data, by="network_area", simulations=99), kind=kind)
    assert len(texts(axes, "row-name" if kind == "gaps" else "tile-number")) == 12
    whole_and_clear(axes)


def test_shares_of_stroke(sample):
    """The three parts are named, with their ranges."""
    axes = drawn(shares(sample, "ccg_ois:3.5", need=["deprivation", "share_over_75"], draws=100))
    assert len(texts(axes, "row-said")) == 3
    whole_and_clear(axes)


@pytest.mark.parametrize("across", ["area", "network_area"])
def test_an_overview_of_areas_and_of_networks(sample, across):
    """211 columns under twelve names, or twelve columns."""
    axes = drawn(overview(sample.select(period=LATEST), across=across))
    assert len(texts(axes, "column-name")) == 12
    whole_and_clear(axes)


def test_a_strip_of_every_area(sample):
    """Twelve rows, 211 dots."""
    axes = drawn(rates(sample, "ccg_ois:3.5", period=LATEST), kind="strip")
    assert sum(len(one.get_offsets()) for one in by_gid(axes, "areas")) == 211
    whole_and_clear(axes)
