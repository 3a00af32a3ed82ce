"""Registers of adults are divided by people of every age: said, never mended in silence."""

from __future__ import annotations

import pandas as pd
import pytest

from scnvariation.analysis.variation import variation
from scnvariation.errors import OptionError
from scnvariation.indicators import Indicators

REGISTERS = pd.DataFrame(
    {
        "indicator_id": ["qof:DM"] * 3 + ["qof:CHD"] * 3,
        "period": "2013/14",
        "area_code": list("ABC") * 2,
        "numerator": [50, 60, 70, 30, 40, 50],
        "denominator": 1000,
    }
)


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("qof:DM", ["qof:DM is defined for people 17+, while the denominator is everybody registered"]),
        ("qof:CHD", []),
    ],
    ids=["B176-adults_out_of_everybody", "B176-every_age"],
)
def test_bad_input_denominator_scope(register: str, expected: list[str]) -> None:
    """Diabetes counts people of 17 and over; coronary heart disease counts everybody."""
    data = Indicators(REGISTERS[REGISTERS["indicator_id"] == register])
    found = data.problems
    assert found.loc[found["code"] == "denominator_scope", "what"].tolist() == expected
    assert set(found.loc[found["code"] == "denominator_scope", "severity"]) <= {"W"}


def test_scopes_are_not_pooled() -> None:
    """Two registers never stand in one group."""
    with pytest.raises(OptionError, match="would pool 2 indicators"):
        variation(Indicators(REGISTERS), by=["period"])
