"""Write the table from which the exact binomial limits are read: one row for each tail, every node in it.

Usage: python tools/make_limit_table.py          with a current SciPy, whose incomplete beta function is right to 1e-14
"""

# ruff: noqa: INP001 - a script

from __future__ import annotations

from pathlib import Path

from scnvariation.stats.limits_chebyshev import TABLED_TAILS, binomial_distances

TABLE = Path(__file__).parents[1] / "src/scnvariation/stats/tables/binomial_limit_distances.csv"

if __name__ == "__main__":
    rows = (",".join(repr(float(value)) for value in binomial_distances(tail).ravel()) for tail in TABLED_TAILS)
    TABLE.write_text("\n".join(rows) + "\n", encoding="ascii")
