"""What every test may use."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def catalogue_line(request: pytest.FixtureRequest) -> str:
    """Give the line of the catalogue of awkward input that a test is for; its id is that of the test."""
    return str(getattr(request, "param", ""))
