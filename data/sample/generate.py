"""Write the synthetic England of `load_sample()`: observations, areas and the truth planted in them.

`python data/sample/generate.py` writes the three files again, byte for byte; another folder may be named.
`plan.py` says what is planted in which indicator, `places.py` invents the areas, `catalogue.csv` is written
by hand. Nothing in the files describes a real place.
"""
# ruff: noqa: INP001 - a folder of data with its scripts, not a package

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from places import N_AREAS, N_NETWORKS, NETWORK_AREAS, Areas, make_areas, standardised
from plan import ABSENT, FAULTS, OLD, PLANS, SUPPRESSED, SYSTEMIC, Plan

SEED = 20130992  # see README: chance must not blur the examples
GAP_OF_SD = 0.9538725524  # sqrt(2) times the upper quartile of the standard normal distribution
Z_975 = 1.9599639845
COLUMNS = (
    *("indicator_id", "period", "area_code", "area_name", "numerator", "denominator", "value"),
    *("lower", "upper", "se", "sd"),
)
TRUTH_COLUMNS = ("indicator_id", "period", "area_code", "network_area", "kind", "size")
Row = dict[str, str]
Figures = dict[str, np.ndarray]  # column of observations -> (periods, areas)


@dataclass(frozen=True)
class Draw:
    """An indicator ready to be drawn; arrays are (periods, areas).

    `planted` marks the figures that are put at their true value without chance.
    """

    plan: Plan
    areas: Areas
    true: np.ndarray
    size: np.ndarray
    planted: np.ndarray

    def stream(self) -> np.random.Generator:
        """Give the stream of the published figures."""
        return stream(f"{self.plan.indicator_id} figures")


def stream(name: str) -> np.random.Generator:
    """Give each table and indicator a stream of random numbers of its own, whatever else is drawn."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, *name.encode()])))


def cell(x: float) -> str:
    """Write a number with six figures, a whole one in full, a missing one as a blank."""
    if np.isnan(x):
        return ""
    return str(int(x)) if float(x).is_integer() else f"{x:.6g}"


# The truth


def true_effects(plan: Plan, areas: Areas) -> np.ndarray:
    """Give how far each area's true value lies from the level, (periods, areas), on the scale of `Plan`."""
    rng = stream(f"{plan.indicator_id} effects")
    own = plan.area_sd * standardised(rng.normal(size=N_AREAS))
    of_network = plan.network_sd * standardised(rng.normal(size=N_NETWORKS))
    if plan.network_level:
        name, size = plan.network_level
        of_network = of_network + np.array([size * (name == row[1]) for row in NETWORK_AREAS])
    of_need = sum(slope * areas.need[covariate] for covariate, slope in plan.need.items())
    factor = np.linspace(1.0, plan.narrows_to, len(plan.periods))
    return of_network[areas.network] + of_need + factor[:, None] * own


def true_values(plan: Plan, effects: np.ndarray) -> np.ndarray:
    """Turn effects into true values in natural units, drifting from period to period."""
    effects = effects + plan.drift * np.arange(len(plan.periods))[:, None]
    if plan.statistic == "proportion":
        return 1 / (1 + (1 / plan.level - 1) * np.exp(-effects))
    return plan.level + effects if plan.normal_theory else plan.level * np.exp(effects)


def at_distance(plan: Plan, centre: float, distance: float, *, spread: float, size: float) -> float:
    """Give the value some total standard deviations from the centre, on the scale of the funnel's test.

    Total: chance and `spread` together; the scale is arcsine, square root, or the natural one.
    """
    if plan.normal_theory:
        return centre + distance * np.hypot(plan.person_sd / np.sqrt(size), spread)
    if plan.statistic == "proportion":
        total = np.hypot(0.5 / np.sqrt(size), spread * np.sqrt(centre * (1 - centre)) / 2)
        return np.sin(np.arcsin(np.sqrt(centre)) + distance * total) ** 2
    return centre * (1 + distance * np.hypot(0.5 / np.sqrt(size * centre), spread / 2)) ** 2


def plant_outliers(plan: Plan, true: np.ndarray, size: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Put the planted areas at their distance in `true`, and mark them."""
    planted = np.zeros(true.shape, dtype=bool)
    for code, distance, when in plan.outliers:
        area = int(code[2:]) - 1
        for t in [t for t, period in enumerate(plan.periods) if when in ("", period)]:
            centre = float(np.median(true[t]))
            true[t, area] = at_distance(plan, centre, distance, spread=spread[t], size=size[t, area])
            planted[t, area] = True
    return planted


def spread_rows(plan: Plan, effects: np.ndarray) -> Iterator[Row]:
    """List the planted spread between areas, and that of the areas as drawn, need and networks included."""
    narrows = plan.narrows_to != 1.0
    left = np.linspace(1.0, plan.narrows_to, len(plan.periods))
    for t, period in enumerate(plan.periods if narrows else ("",)):
        total = effects[t].std(ddof=1)
        gap = GAP_OF_SD * total if plan.normal_theory else np.exp(GAP_OF_SD * total)
        for kind, size in (("area_sd", plan.area_sd * left[t]), ("total_sd", total), ("typical_gap", gap)):
            yield {"period": period, "kind": kind, "size": cell(size)}


def truth_rows(plan: Plan, effects: np.ndarray) -> Iterator[Row]:
    """List all that was planted in one indicator."""
    yield {"kind": "level", "size": cell(plan.level)}
    yield {"kind": "drift", "size": cell(plan.drift)}
    yield from spread_rows(plan, effects)
    yield {"kind": "network_sd", "size": cell(plan.network_sd)}
    for covariate, slope in plan.need.items():
        yield {"kind": f"need_{covariate}", "size": cell(slope)}
    if plan.network_level:
        name, size = plan.network_level
        yield {"network_area": name, "kind": "network_level", "size": cell(size)}
    if not effects.any():
        yield {"kind": "chance_only", "size": "1"}
    if plan.indicator_id in SYSTEMIC:
        yield {"kind": "systemic", "size": "1"}
    for code, distance, period in plan.outliers:
        yield {"period": period, "area_code": code, "kind": "outlier", "size": cell(distance)}


# The figures


def draw_sizes(plan: Plan, areas: Areas) -> np.ndarray:
    """Draw denominators, (periods, areas): people, cases or an expected count, growing slowly."""
    rng = stream(f"{plan.indicator_id} sizes")
    growth = 1 + 0.002 * np.arange(len(plan.periods))[:, None]
    mean = areas.population * plan.size * growth
    if plan.size == 1.0 or plan.ages:
        return mean.round()
    mean = mean * np.exp(0.1 * rng.normal(size=N_AREAS))
    return mean.round(2) if plan.statistic == "ratio" else rng.poisson(mean).astype(float)


def prepare(plan: Plan, areas: Areas, effects: np.ndarray) -> Draw:
    """Bring together what one indicator is drawn from."""
    true, size = true_values(plan, effects), draw_sizes(plan, areas)
    planted = plant_outliers(plan, true, size, effects.std(axis=1, ddof=1))
    return Draw(plan, areas, true, size, planted)


def counts(draw: Draw) -> Figures:
    """Draw events among people, or about an expected count."""
    rng, expected = draw.stream(), draw.size * draw.true
    is_proportion = draw.plan.statistic == "proportion"
    drawn = rng.binomial(draw.size.astype(np.int64), draw.true) if is_proportion else rng.poisson(expected)
    return {"numerator": np.where(draw.planted, expected.round(), drawn), "denominator": draw.size}


def survey(draw: Draw) -> Figures:
    """Draw means with the spread between people, or estimates with their precision, England first."""
    rng, se = draw.stream(), draw.plan.person_sd / np.sqrt(draw.size)
    value = np.where(draw.planted, draw.true, draw.true + se * rng.normal(size=se.shape))
    if draw.plan.statistic == "mean":
        sd = draw.plan.person_sd * (1 + rng.normal(size=se.shape) / np.sqrt(2 * draw.size))
        return {"value": value, "denominator": draw.size, "sd": sd}
    weight = draw.areas.population / draw.areas.population.sum()
    value = np.column_stack([value @ weight, value])
    se = np.column_stack([np.sqrt(se**2 @ weight**2), se])
    if draw.plan.published == "se":
        return {"value": value, "se": se}
    return {"value": value, "lower": value - Z_975 * se, "upper": value + Z_975 * se}


def standardise(events: np.ndarray, people: np.ndarray, weight: np.ndarray) -> Figures:
    """Standardise directly over the last axis, with Dobson's interval on Byar's limits of the count."""
    total = events.sum(axis=-1)
    value = (events / people) @ weight / weight.sum()
    per_event = np.sqrt((events / people**2) @ weight**2 / weight.sum() ** 2 / total)
    low = total * (1 - 1 / (9 * total) - Z_975 / (3 * np.sqrt(total))) ** 3
    high = (total + 1) * (1 - 1 / (9 * (total + 1)) + Z_975 / (3 * np.sqrt(total + 1))) ** 3
    figures = {"numerator": total, "denominator": people.sum(axis=-1), "value": value}
    return figures | {"lower": value + per_event * (low - total), "upper": value + per_event * (high - total)}


def standardised_rates(draw: Draw) -> Figures:
    """Draw events by age band in areas of differing age, and standardise; England first."""
    share, weight, relative = np.array(draw.plan.ages)
    share = share * np.exp(0.05 * np.outer(draw.areas.need[OLD], np.arange(len(share))))
    people = (draw.size[..., None] * share / share.sum(axis=1, keepdims=True)).round()
    expected = people * relative * draw.true[..., None]
    events = np.where(draw.planted[..., None], expected.round(), draw.stream().poisson(expected))
    events, people = (np.concatenate([x.sum(axis=1, keepdims=True), x], axis=1) for x in (events, people))
    return standardise(events, people, weight)


def draw_figures(draw: Draw) -> Figures:
    """Draw what is published of one indicator."""
    if draw.plan.ages:
        return standardised_rates(draw)
    return survey(draw) if draw.plan.normal_theory else counts(draw)


# The files


def published_rows(plan: Plan, figures: Figures, areas: Areas) -> Iterator[Row]:
    """Lay out one indicator as published: England first where it has a row, small counts withheld."""
    named = [{"area_code": row["area_code"], "area_name": row["area_name"]} for row in areas.rows]
    if figures["value" if "value" in figures else "numerator"].shape[1] > N_AREAS:
        named = [{"area_code": "ENG", "area_name": "England"}, *named]
    most = SUPPRESSED.get(plan.indicator_id, 0)
    for t, period in enumerate(plan.periods):
        for i, area in enumerate(named):
            row = {"indicator_id": plan.indicator_id, "period": period, **area}
            row |= {column: cell(x[t, i]) for column, x in figures.items()}
            if most and 1 <= figures["numerator"][t, i] <= most:
                row["numerator"] = "*"
            yield row


def with_faults(rows: Iterable[Row]) -> Iterator[Row]:
    """Put the planted faults into the published cells."""
    for row in rows:
        key = (row["indicator_id"], row["period"], row["area_code"])
        if key not in ABSENT:
            yield row | FAULTS.get(key, {})


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a CSV file that is the same on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_sample(folder: Path) -> None:
    """Write `areas.csv`, `observations.csv` and `truth.csv` into a folder."""
    areas = make_areas(stream("areas"))
    observations: list[Row] = []
    truth: list[Row] = []
    for plan in PLANS:
        effects = true_effects(plan, areas)
        figures = draw_figures(prepare(plan, areas, effects))
        observations += published_rows(plan, figures, areas)
        truth += [{"indicator_id": plan.indicator_id, **row} for row in truth_rows(plan, effects)]
    write(folder / "areas.csv", list(areas.rows[0]), areas.rows)
    write(folder / "observations.csv", COLUMNS, with_faults(observations))
    write(folder / "truth.csv", TRUTH_COLUMNS, truth)


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
