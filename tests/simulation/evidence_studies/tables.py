"""The tables as files: how numbers are written, read back, compared with new ones, and summed up for the page."""

from __future__ import annotations

import csv
import math
from importlib import import_module
from pathlib import Path

from evidence_studies.common import Estimate

FOLDER = Path(__file__).parents[3] / "docs/evidence"
NAMES = ("scv", "variance", "bootstrap_of_areas", "chance_only", "shares", "change", "trajectories", "need")
SAME = 0.15  # Monte-Carlo errors between two runs of the same seeds: a data set or two that rounding decides


def study(name):
    """Load the study behind a table."""
    return import_module(f"evidence_studies.{name}")


def written(row):
    """Write a row with as many decimals as its Monte-Carlo errors deserve."""
    return {key: _text(value) for key, value in row.items()}


def _text(value):
    if isinstance(value, Estimate):
        decimals = max(0, 1 - math.floor(math.log10(value.error)))
        return _plain(f"{value.value:.{decimals}f}")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(text):
    """Write zero without a sign."""
    return text.lstrip("-") if float(text) == 0 else text


def save(name, rows):
    """Write a table."""
    with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def load(name):
    """Read a table: one dictionary of texts per row."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(row, stored, allowed=SAME):
    """List what differs between a row computed now and the one that stands in the file."""
    found = [f"columns {sorted(set(row) ^ set(stored))}"] if set(row) != set(stored) else []
    for key in set(row) & set(stored):
        value = row[key]
        if isinstance(value, Estimate):
            if abs(value.value - float(stored[key])) > allowed * value.error:
                found.append(f"{key}: {value.value} now, {stored[key]} in the file")
        elif _text(value) != stored[key]:
            found.append(f"{key}: {value} now, {stored[key]} in the file")
    return found


def scv_summary(rows):
    """Give mean SCV x 100 and, in brackets, its distance from the truth in Monte-Carlo errors."""
    table = []
    for kind in dict.fromkeys((row["data"], row["v"], row["mean_expected"]) for row in rows):
        cells = dict(zip(("data", "true SCV x 100", "mean expected"), kind, strict=True))
        cells["true SCV x 100"] = f"{100 * float(kind[1]):g}"
        for row in rows:
            if (row["data"], row["v"], row["mean_expected"]) == kind:
                found = _plain(f"{100 * float(row['mean_scv']):.2f}")
                cells[f"{row['n_areas']} areas"] = f"{found} ({row['bias_in_errors']})"
        table.append(cells)
    return table


def shares_summary(rows):
    """Give in per cent how often intervals hold the three shares, and how often tests find an effect."""
    table = []
    for row in rows:
        cells = {"design": row["design"], "data": row["data"]}
        for kind in ("realised", "population"):
            parts = (f"{100 * float(row[f'{kind}_{part}']):.1f}" for part in ("need", "between", "within"))
            cells[f"{kind}: need, between, within"] = ", ".join(parts)
        cells["median width, between"] = f"{100 * float(row['width_between']):.0f}"
        cells["network effect found"] = f"{100 * float(row['network_p']):.1f}"
        cells["by the check"] = f"{100 * float(row['network_check_p']):.1f}"
        table.append(cells)
    return table


def turned(rows, n_headings):
    """Turn a table of few rows and many columns on its side; the first columns make the headings."""
    headings = list(rows[0])[:n_headings]
    names = [", ".join(row[key] for key in headings) for row in rows]
    rest = list(rows[0])[n_headings:]
    return [
        {"quantity": key.replace("_", " "), **{name: row[key] for name, row in zip(names, rows, strict=True)}}
        for key in rest
    ]


def variance_summary(rows):
    """Give in per cent how often intervals hold the truth: the range over levels and sizes."""
    numbers = list(dict.fromkeys(row["n_areas"] for row in rows))
    table = []
    for kind in dict.fromkeys((row["law"], row["v"]) for row in rows):
        mine = [row for row in rows if (row["law"], row["v"]) == kind]
        lines = []
        for column in ("coverage", "coverage_gap"):
            shares = {number: [float(row[column]) for row in mine if row["n_areas"] == number] for number in numbers}
            lines.append({f"{number} areas": _range(shares[number]) for number in numbers})
        start = {"areas differ as": kind[0], "v": kind[1]}
        if lines[0] == lines[1]:
            table.append({**start, "interval of": "variance, typical gap", **lines[0]})
        else:
            table += [
                {**start, "interval of": what, **line}
                for what, line in zip(("variance", "typical gap"), lines, strict=True)
            ]
    return table


def _range(shares):
    low, high = f"{100 * min(shares):.1f}", f"{100 * max(shares):.1f}"
    return low if low == high else f"{low} to {high}"


# The page shows these in place of the long tables.
SUMMARIES = {
    "scv": scv_summary,
    "variance": variance_summary,
    "shares": shares_summary,
    "need": lambda rows: turned(rows, 2),
}
