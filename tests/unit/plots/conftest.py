"""The tests of this folder share results made by hand and ways to look at what was drawn."""

import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

# pytest imports each test file by itself and puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))
mpl.use("agg")


@pytest.fixture(autouse=True)
def _closed_figures():
    """Close what a test left open, so that none depends on another."""
    yield
    plt.close("all")
