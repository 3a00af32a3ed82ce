"""Packs of the sample, as they are and with hostile names in the place of its own."""

from __future__ import annotations

from functools import cache

from content_by_hand import HOSTILE

import scnvariation as scn
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.report.content import PackContent
from scnvariation.report.disclosure import disclosure_rule
from scnvariation.report.disclosure_apply import controlled
from scnvariation.report.pack_content import pack_content

THREE = ("ccg_ois:3.5", "ccg_ois:1.2", "ccg_ois:5.3")  # a proportion, a standardised rate, and counts near zero
PLACE = "Wessex"


def renamed(data: scn.Indicators) -> scn.Indicators:
    """Give indicators and the areas of one place hostile names."""
    mine = data.areas.loc[data.areas["network_area"] == PLACE, "area_code"]
    names = dict(zip(mine, HOSTILE, strict=False))
    observations = data.observations[data.observations["indicator_id"].isin(THREE)]
    given = ["indicator_id", "period", "area_code", "numerator", "denominator", "value", "lower", "upper"]
    return scn.Indicators(
        observations[given].assign(area_name=observations["area_code"].map(names).fillna(observations["area_name"])),
        catalogue=data.catalogue.assign(
            name=data.catalogue["indicator_id"]
            .map(dict(zip(THREE, HOSTILE, strict=False)))
            .fillna(data.catalogue["name"]),
            unit=data.catalogue["unit"].mask(data.catalogue["indicator_id"] == THREE[1], HOSTILE[3]),
        ),
        areas=data.areas.assign(area_name=data.areas["area_code"].map(names).fillna(data.areas["area_name"])),
    )


@cache
def sample_pack(*, hostile: bool = False, network_area: str = PLACE) -> PackContent:
    """Put the pack of three indicators in one place together, after disclosure control."""
    data = scn.load_sample()
    data = renamed(data) if hostile else data.select(indicator=list(THREE))
    rule = disclosure_rule("hes")
    figures = controlled(pack_figures(data, period=None, as_at="2014/15 Q4", baseline=None), rule)
    return pack_content(figures, network="", network_area=network_area, rule=rule)
