"""Small data sets of which packs are made quickly: twelve areas in three places, with plain names or any others."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

import scnvariation as scn

NAMES = ("Alder", "Beech", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Kelp", "Larch")
PLACES = ("North", "Mid", "South")
PERIODS = ("2012/13", "2013/14", "2014/15")
INDICATORS = ("one", "two", "three")
KEYS = ["indicator_id", "period", "area_code", "numerator", "denominator"]
WRITTEN = re.compile(rb"<time[^>]*>[^<]*</time>")


def rows(indicators: Sequence[str] = INDICATORS) -> pd.DataFrame:
    """Count events of twelve areas in three years; the second area is far above the others everywhere."""
    found = [
        (indicator, period, f"E{area:02d}", (37 * (area + 1) + 11 * year + 5 * at) % 90 + 200 * (area == 1) + 10, 600)
        for at, indicator in enumerate(indicators)
        for year, period in enumerate(PERIODS)
        for area in range(12)
    ]
    return pd.DataFrame(found, columns=KEYS)


def areas(names: Sequence[str] = NAMES, places: Sequence[str] = PLACES) -> pd.DataFrame:
    """List twelve areas, four in each place."""
    return pd.DataFrame(
        {
            "area_code": [f"E{area:02d}" for area in range(12)],
            "area_name": list(names),
            "network_area": [places[area // 4] for area in range(12)],
        }
    )


def catalogue(
    names: Sequence[str] = ("Seen in time", "Admissions", "Deaths"),
    networks: Sequence[str] = ("cancer", "cancer;cardiovascular", ""),
    **columns: Sequence[str],
) -> pd.DataFrame:
    """List three indicators of three polarities; the third serves every network."""
    return pd.DataFrame(
        {
            "indicator_id": list(INDICATORS),
            "name": list(names),
            "statistic": ["proportion", "rate", "rate"],
            "polarity": ["high_is_good", "low_is_good", "neutral"],
            "multiplier": [100, 1000, 1000],
            "domain": [1, 2, 4],
            "networks": list(networks),
            **columns,
        }
    )


def small() -> scn.Indicators:
    """Give the data with plain names."""
    return scn.Indicators(rows(), catalogue=catalogue(), areas=areas())


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def but_for_the_time(page: bytes) -> bytes:
    """Take from a page the one element that tells when it was written."""
    rest, times = WRITTEN.subn(b"", page)
    assert times == 1
    return rest


def csv_of(folder: Path, name: str) -> pd.DataFrame:
    """Read a table of a pack as a script would: texts as they are, numbers as numbers."""
    text = (folder / f"{name}.csv").read_text(encoding="utf-8-sig")
    return pd.read_csv(io.StringIO(text), dtype={"area_code": str}, keep_default_na=False, na_values=[""])
