"""Simulation studies whose tables stand in docs/evidence.

Each module is one table: `CELLS`, a tuple of frozen settings, and `measure(cell)`, which simulates one cell from a seed
of its own and gives one row. tools/make_evidence.py writes the rows; test_evidence.py computes them again.
"""
