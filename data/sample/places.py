"""The areas of the synthetic England: invented names, sizes and need."""
# ruff: noqa: INP001 - a folder of data with its scripts, not a package

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from plan import DEPRIVED, OLD, YOUNG

NETWORK_AREAS = (  # key, name, region, number of areas: those of April 2013
    ("CM", "Cheshire and Mersey", "North of England", 12),
    ("EM", "East Midlands", "Midlands and East of England", 20),
    ("EE", "East of England", "Midlands and East of England", 19),
    ("GMLSC", "Greater Manchester, Lancashire and South Cumbria", "North of England", 20),
    ("LON", "London", "London", 32),
    ("NE", "Northern England", "North of England", 13),
    ("SEC", "South East Coast", "South of England", 20),
    ("SW", "South West", "South of England", 11),
    ("TV", "Thames Valley", "South of England", 10),
    ("WX", "Wessex", "South of England", 9),
    ("WM", "West Midlands", "Midlands and East of England", 22),
    ("YH", "Yorkshire and The Humber", "North of England", 23),
)
N_NETWORKS = len(NETWORK_AREAS)
N_AREAS = sum(count for *_, count in NETWORK_AREAS)
FIRST = (
    "Aldren Brindel Corvan Dunsel Elvern Fennar Garrol Hexel Istren Jorvel Kelvar Lornel Mavern Nithel Orrin"
    " Pelsen Quernel Ruskel Sorrel Tavrin Umbrel Vellan Wyndel Yarrel Zedder"
)
SECOND = "mere holt combe wick stowe bourne fold thwaite garth hithe minster barrow"


@dataclass(frozen=True)
class Areas:
    """The areas: rows as published, and what the draws need as arrays."""

    rows: tuple[dict[str, str], ...]
    population: np.ndarray
    network: np.ndarray
    need: Mapping[str, np.ndarray]


def standardised(x: np.ndarray) -> np.ndarray:
    """Shift and scale to mean 0 and standard deviation 1, so that a planted spread is met exactly."""
    return (x - x.mean()) / x.std(ddof=1)


def invented_names(rng: np.random.Generator) -> list[str]:
    """Give a name to each area, every sixth a double one, each word used once."""
    words = list(rng.permutation([first + second for first in FIRST.split() for second in SECOND.split()]))
    return [f"{words.pop()} and {words.pop()}" if i % 6 == 0 else words.pop() for i in range(N_AREAS)]


def draw_need(network: np.ndarray, rng: np.random.Generator) -> Mapping[str, np.ndarray]:
    """Draw need covariates that differ partly between network areas and go partly together."""
    of_network = [standardised(rng.normal(size=N_NETWORKS))[network] for _ in range(3)]
    own = [standardised(rng.normal(size=N_AREAS)) for _ in range(3)]
    deprived, old, young = (standardised(0.6 * n + 0.8 * a) for n, a in zip(of_network, own, strict=True))
    return {
        DEPRIVED: np.clip(22 + 7 * deprived, 5, 50).round(1),
        OLD: np.clip(0.080 + 0.016 * standardised(old - 0.4 * deprived), 0.03, 0.14).round(4),
        YOUNG: np.clip(0.063 + 0.008 * standardised(young + 0.4 * deprived), 0.04, 0.09).round(4),
    }


def ods_like(i: int) -> str:
    """Give the three-character code of an area: S01 to S99, then SA0 and so on."""
    return "S" + "0123456789ABCDEFGHJKLMN"[i // 10] + str(i % 10)


def make_areas(rng: np.random.Generator) -> Areas:
    """Draw the areas."""
    network = np.repeat(np.arange(N_NETWORKS), [count for *_, count in NETWORK_AREAS])
    population = np.clip(rng.lognormal(np.log(230_000), 0.5, N_AREAS), 60_000, 900_000).round(-2)
    need = draw_need(network, rng)
    rows = []
    for i, name in enumerate(invented_names(rng)):
        key, network_area, region, _ = NETWORK_AREAS[network[i]]
        row = {
            "area_code": f"SX{i + 1:06d}",
            "ods_code": ods_like(i + 1),
            "area_name": name,
            "area_type": "CCG",
            "network_area": network_area,
            "network_area_key": key,
            "region": region,
            "confidence": "synthetic",
            "registered_population": f"{population[i]:.0f}",
        }
        rows.append(row | {covariate: f"{x[i]:g}" for covariate, x in need.items()})
    return Areas(tuple(rows), population, network, {name: standardised(x) for name, x in need.items()})
