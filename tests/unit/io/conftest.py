"""Every reading in these tests keeps the conservation law."""

from __future__ import annotations

from pathlib import Path

import pytest

from scnvariation.contract import checks
from scnvariation.io import read

TIDY = (
    "indicator_id,period,area_code,area_name,numerator,denominator,statistic\n"
    "x,2013/14,E38000001,Alpha,10,100,proportion\n"
    "x,2013/14,E38000002,Beta,20,100,proportion\n"
    "x,2013/14,E38000003,Gamma,30,100,proportion\n"
)


@pytest.fixture(autouse=True)
def conservation(monkeypatch):
    """Assert read = used + not computed + refused on every check."""

    def conserving(frame, **how):
        checked = checks.check_observations(frame, **how)
        counts = checked.counts
        assert counts.read == len(frame) == counts.used + counts.not_computed + counts.refused
        return checked

    monkeypatch.setattr(read, "check_observations", conserving)


@pytest.fixture
def tidy() -> str:
    """Give a good file of three areas."""
    return TIDY


@pytest.fixture
def write(tmp_path: Path):
    """Write a file and give its path."""

    def to(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to
