"""The synthetic England that ships with the package."""

from __future__ import annotations

import warnings
from importlib import resources
from pathlib import Path

from scnvariation.errors import DataWarning
from scnvariation.indicators import Indicators
from scnvariation.io.read import read_indicators

__all__ = ["load_sample"]


def load_sample() -> Indicators:
    """Load the synthetic England: 211 invented areas, 24 indicators, two years.

    Use it to learn the package and to try a method where the truth is known: what was planted is listed in
    `truth.csv` and `README.md` beside the data. The areas, their names and their figures are invented. Real
    are the network areas, the regions and the codes of the indicators; no figure says anything about them.

    Returns
    -------
    Indicators
        With catalogue, areas and need covariates (`deprivation`, `share_over_75`, `share_under_5`). The file
        has a few planted faults, such as 17 suppressed counts; they are in `problems`, without a warning.

    See Also
    --------
    scnvariation.read_indicators : The same for a file of your own.

    Examples
    --------
    >>> load_sample()
    <Indicators: 211 areas, 24 indicators, 4 networks, 5 domains, 8 quarters, 17 suppressed values...>
    """
    folder = sample_folder()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return read_indicators(
            folder / "observations.csv", catalogue=folder / "catalogue.csv", areas=folder / "areas.csv"
        )


def sample_folder() -> Path:
    """Find the sample: inside an installed package, or in the repository of an editable one."""
    package = Path(str(resources.files("scnvariation")))
    shipped = package / "data" / "sample"
    return shipped if shipped.is_dir() else package.parents[1] / "data" / "sample"
