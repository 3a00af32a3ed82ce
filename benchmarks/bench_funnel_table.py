"""The national job: 84,400 rows, flags and variation, against groupby.apply.

Ours is `funnel_table(columns="flags")` and `variation(simulations=0, intervals=False)` on an `Indicators` object
built once. The control (`reference_groupby`) takes one group at a time. It is run on every fourth funnel and
every eighth network area, and its time is scaled by the number of rows; the numbers of both are compared before
anything is timed.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
import pandas as pd
import reference_groupby as reference
from made_up_country import Country, country
from timing import Measured, seconds

import scnvariation as scn

FUNNEL = ["indicator_id", "period"]
NETWORK = [*FUNNEL, "network_area"]
EVERY_FUNNEL, EVERY_NETWORK = 4, 8
STATUS = {"below_99_8": -2, "below_95": -1, "within": 0, "above_95": 1, "above_99_8": 2}
# Roots and maxima found by iteration agree to 1e-6, closed forms to rounding. The gap goes as the root of the
# variance, so that near 0 the square of its logarithm is what can be compared.
ITERATED = {"between_variance": 1e-6, "typical_gap": 1e-6, "z_adjusted": 1e-5}
ROUNDING = 1e-9


class Timed(NamedTuple):
    """An answer, the seconds and the rows it took."""

    answer: pd.DataFrame
    seconds: float
    rows: int

    @property
    def per_row(self) -> float:
        """Seconds per row."""
        return self.seconds / self.rows


def with_facts(made: Country) -> pd.DataFrame:
    """Give one plain frame, as the control takes it."""
    facts = made.catalogue[["indicator_id", "statistic", "polarity"]]
    frame = made.observations.merge(made.areas[["area_code", "network_area"]], on="area_code", validate="m:1")
    return frame.merge(facts, on="indicator_id", validate="m:1")


def some(frame: pd.DataFrame, by: list[str], every: int) -> pd.DataFrame:
    """Keep every so-manieth group."""
    return frame[frame.groupby(by).ngroup() % every == 0]


def control_funnels(frame: pd.DataFrame) -> Timed:
    """Judge a sample of the funnels, one at a time."""
    part = some(frame, FUNNEL, EVERY_FUNNEL)
    start = time.process_time()
    found = part.groupby(FUNNEL, group_keys=False).apply(lambda g: reference.funnel(g, g["statistic"].iloc[0]))
    taken = time.process_time() - start
    return Timed(part[[*FUNNEL, "area_code"]].join(found), taken, len(part))


def control_variation(frame: pd.DataFrame) -> Timed:
    """Measure a sample of the network areas, one at a time."""
    part = some(frame, NETWORK, EVERY_NETWORK)
    england = dict(tuple(frame.groupby(FUNNEL)))

    def one(group: pd.DataFrame) -> pd.Series:
        first, (indicator, period, _) = group.iloc[0], group.name
        return reference.variation(group, first["statistic"], first["polarity"], england[indicator, period])

    start = time.process_time()
    found = part.groupby(NETWORK).apply(one)
    taken = time.process_time() - start
    return Timed(found.reset_index(), taken, len(part))


def our_flags(data: scn.Indicators) -> pd.DataFrame:
    return scn.funnel_table(data, columns="flags").areas


def our_variation(data: scn.Indicators) -> pd.DataFrame:
    return scn.variation(data, by=NETWORK, simulations=0, intervals=False).groups


def check_flags(ours: pd.DataFrame, full: pd.DataFrame, control: pd.DataFrame) -> str:
    """Compare both statuses, in bulk and in full, and the adjusted z, with the control's."""
    on = [*FUNNEL, "area_code"]
    columns = ["status", "status_adjusted"]
    both = control.merge(full[[*on, *columns, "z_adjusted"]], on=on, suffixes=("_control", ""), validate="1:1")
    both = both.merge(ours[[*on, *columns]], on=on, suffixes=("", "_bulk"), validate="1:1")
    for name in columns:
        for kind in (name, f"{name}_bulk"):
            refuse(kind, int((both[kind].map(STATUS) != both[f"{name}_control"]).sum()))
    compare("z_adjusted", both["z_adjusted"], both["z_adjusted_control"])
    return f"{len(both):,} rows: both statuses equal, in bulk and in full"


def check_variation(ours: pd.DataFrame, control: pd.DataFrame) -> str:
    """Compare every statistic with the control's."""
    both = control.merge(ours, on=NETWORK, suffixes=("_control", ""), validate="1:1")
    names = [name for name in control if name not in NETWORK]
    for name in names:
        compare(name, both[name], both[f"{name}_control"])
    return f"{len(both):,} groups: {len(names)} statistics equal"


def compare(name: str, ours: pd.Series, control: pd.Series) -> None:
    """Stop unless two columns agree."""
    tolerance = ITERATED.get(name, ROUNDING)
    mine, theirs = ours.to_numpy(float), control.to_numpy(float)
    if name == "typical_gap":
        mine, theirs = np.log(mine) ** 2, np.log(theirs) ** 2
    close = np.isclose(mine, theirs, rtol=tolerance, atol=tolerance)
    if not close.all():
        worst = np.nanmax(np.abs(mine - theirs)[~close])
        raise SystemExit(f"{name} differs from the control in {(~close).sum()} of {close.size}, by up to {worst:.3g}")


def refuse(name: str, number: int) -> None:
    if number:
        raise SystemExit(f"{name} differs from the control in {number} rows")


def measurements() -> list[Measured]:
    made = country()
    frame, rows = with_facts(made), len(made.observations)
    data = scn.Indicators(made.observations, catalogue=made.catalogue, areas=made.areas)
    funnels, networks = control_funnels(frame), control_variation(frame)
    full = scn.funnel_table(data).areas
    print(f"  checked {check_flags(our_flags(data), full, funnels.answer)}")
    print(f"  checked {check_variation(our_variation(data), networks.answer)}")
    print(f"  control run on {funnels.rows:,} and {networks.rows:,} of {rows:,} rows and scaled per row")
    flags, spread = seconds(lambda: our_flags(data)), seconds(lambda: our_variation(data))
    by_book = [funnels.per_row * rows, networks.per_row * rows]
    return [
        Measured("funnel_table(flags) + variation, 84,400 rows, to groupby.apply", flags + spread, sum(by_book), 150),
        Measured("  funnel_table(flags) alone", flags, by_book[0], 150),
        Measured("  variation alone", spread, by_book[1], 150),
    ]
