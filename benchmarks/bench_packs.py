"""All 48 packs of the sample against one pass of `funnel_table` and `variation` over the same data.

Before timing, the figures in the files are compared with those of the functions.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import pandas as pd
from timing import Measured, side_by_side

import scnvariation as scn
from scnvariation.report.pack_result import Pack

AS_AT = "2014/15 Q4"
PACKS = 48
KEYS = ["indicator_id", "period"]


def packs(data: scn.Indicators, out: Path) -> Pack:
    """Write every pack in one process, so that processor time is all of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)  # no rule: the figures are compared
        return scn.variation_pack(data, as_at=AS_AT, out=out, processes=1)


def one_pass(data: scn.Indicators) -> None:
    """Judge every area and measure every spread, once."""
    scn.funnel_table(data)
    scn.variation(data)


def check_equality(data: scn.Indicators, shown: scn.Indicators, out: Path) -> None:
    """Stop unless the files hold what the functions give."""
    pack = packs(data, out)
    if len(pack.packs) != PACKS:
        raise ValueError(f"{len(pack.packs)} packs, not {PACKS}")
    funnels = scn.funnel_table(shown).areas.set_index([*KEYS, "area_code"])
    groups = scn.variation(shown, by=[*KEYS, "network_area"]).groups.set_index([*KEYS, "network_area"])
    groups = groups[groups["adjustment"] == "crude"]
    for folder in pack.packs["folder"]:
        areas = pd.read_csv(out / folder / "areas.csv").set_index([*KEYS, "area_code"])
        theirs = funnels.loc[areas.index]
        for name in ("value", "z", "z_adjusted"):
            pd.testing.assert_series_equal(areas[name], theirs[name], check_index=False, check_dtype=False, rtol=1e-12)
        spread = pd.read_csv(out / folder / "variation.csv")
        spread = spread[(spread["adjustment"] == "crude") & (spread["network_area"] != "England")]
        spread = spread.set_index([*KEYS, "network_area"])
        pd.testing.assert_series_equal(spread["scv"], groups.loc[spread.index, "scv"], rtol=1e-12)


def measurements() -> list[Measured]:
    data = scn.load_sample()
    periods = scn.overview(data, as_at=AS_AT).indicators.set_index("indicator_id")["period"].to_dict()
    shown = data.select(period=periods)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        check_equality(data, shown, out)
        ours, control = side_by_side(lambda: packs(data, out), lambda: one_pass(data), rounds=3)
        _, latest = side_by_side(lambda: None, lambda: one_pass(shown), rounds=3)
    return [
        Measured("48 packs, to one pass over the same data (8 quarters)", ours, control, 60, at_most=True),
        Measured("48 packs, to one pass over the figures shown alone", ours, latest, 60, at_most=True),
    ]
