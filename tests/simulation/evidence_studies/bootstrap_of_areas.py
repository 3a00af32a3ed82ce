"""Why the bootstrap of areas is no substitute for the likelihood in small groups."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_studies.common import areas, covered, drawn_sizes, generator, relative_rates
from scnvariation.stats import bootstrap, gamma_poisson

DATA_SETS = 10_000


@dataclass(frozen=True)
class Cell:
    """Gamma counts of so many areas."""

    n_areas: int
    mean_expected: int
    v: float


CELLS = tuple(Cell(n, mean, 0.04) for mean in (20, 100) for n in (9, 12, 20, 32, 150))


def measure(cell):
    """Count how often the percentile interval of SCV, and the interval of the likelihood, hold the truth."""
    rng = generator(cell)
    segments = areas(DATA_SETS, cell.n_areas)
    expected = drawn_sizes(rng, cell.mean_expected, segments.n_rows)
    observed = rng.poisson(1.2 * expected * relative_rates(rng, "gamma", cell.v, expected.size)).astype(float)
    drawn = bootstrap.intervals(observed, expected, segments)
    fitted = gamma_poisson.fit(observed, expected, segments)
    return {
        "n_areas": cell.n_areas,
        "mean_expected": cell.mean_expected,
        "v": cell.v,
        "data_sets": DATA_SETS,
        "bootstrap_of_scv": covered(cell.v, drawn.scv_lower, drawn.scv_upper),
        "likelihood": covered(cell.v, fitted.v_lower, fitted.v_upper),
    }
