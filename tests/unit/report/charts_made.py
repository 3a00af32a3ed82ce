"""Frames for charts, made by hand, and the template as a page uses it."""

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd

from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.report.templating import template

SHARE = IndicatorInfo(
    indicator_id="ccg_ois:3.5",
    name="Stroke unit",
    statistic="proportion",
    polarity="high_is_good",
    multiplier=100,
    unit="%",
)
DRAW = template("charts.html.j2").module.draw
CSS = template("charts.css.j2").render()


def funnel_row(**changed):
    """Give the facts of one funnel."""
    return {
        "indicator_id": "ccg_ois:3.5",
        "period": "2014/15",
        "benchmark": 0.2,
        "flag_basis": "exact",
        "systemic": False,
        **changed,
    }


def areas_of(*rows, **same):
    """Make areas of `(name, size, value)`, inside their limits unless said otherwise."""
    frame = pd.DataFrame(rows, columns=["area_name", "size", "value"])
    frame = frame.assign(
        area_code=[f"E{n:03}" for n in range(len(frame))],
        network_area="Wessex",
        denominator=frame["size"],
        judgement="similar",
        status="within",
        status_adjusted="within",
        side=0,
        z=0.0,
        z_adjusted=0.0,
        reason="",
    )
    return frame.assign(**same)


def outside(frame, row, side, judgement):
    """Put one area outside its limits."""
    status = "above_99_8" if side > 0 else "below_99_8"
    frame.loc[row, ["status", "status_adjusted", "judgement"]] = [status, status, judgement]
    frame.loc[row, "side"] = side
    frame.loc[row, ["z", "z_adjusted"]] = 4.0 * side
    return frame


def flat_limits(inner=(0.16, 0.24), outer=(0.12, 0.28), sizes=(1.0, 10_000.0)):
    """Make limits that are straight lines, on both bases."""
    rows = [
        (size, level, side, basis, value)
        for basis in ("exact", "adjusted")
        for level, pair in ((0.95, inner), (0.998, outer))
        for side, value in zip(("lower", "upper"), pair, strict=True)
        for size in sizes
    ]
    return pd.DataFrame(rows, columns=["size", "level", "side", "basis", "value"])


def england(n=211, name="NHS Bath and North East Somerset {}"):
    """Make many areas, some outside on either side."""
    random = np.random.default_rng(5)
    size = random.integers(200, 9000, n)
    rows = [
        (name.format(k), float(s), v) for k, (s, v) in enumerate(zip(size, random.normal(0.2, 0.03, n), strict=True))
    ]
    frame = areas_of(*rows, network_area=[f"Area {k % 12}" for k in range(n)])
    for row in range(0, n, 10):
        outside(frame, row, 1 if row % 20 else -1, "better" if row % 20 else "worse")
        frame.loc[row, "value"] = 0.32 if row % 20 else 0.08
    return frame


def drawn(chart, number=1):
    """Render a chart, and read it back as XML."""
    return ET.fromstring(str(DRAW(chart, number)))  # noqa: S314 - our own output


def points(chart):
    """List the points that the keyboard reaches."""
    return [element for element in drawn(chart).iter() if element.get("tabindex") == "0"]


def titles(chart):
    """List what is said of each point: its title, or the line that names it."""
    picture = drawn(chart)
    lines = {element.get("id"): "".join(element.itertext()) for element in picture.iter("text")}
    stops = [element for element in picture.iter() if element.get("tabindex") == "0"]
    return [stop.findtext("title") or lines[stop.get("aria-labelledby")] for stop in stops]
