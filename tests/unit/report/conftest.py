"""Small results made by hand, so that files are tested without any statistics."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

import pandas as pd
import pytest

from scnvariation.analysis.result import Result, Settings

# pytest imports each test file by itself and puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

SETTINGS = Settings(
    call="funnel",
    version="0.1.0",
    input_hash="ab" * 32,
    reference="england",
    benchmark_source="sum of the areas",
    options=MappingProxyType({"levels": (0.95, 0.998), "benchmark": None}),
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class Handmade(Result):
    """A result whose every table is given."""

    _main: ClassVar[str] = "areas"
    areas: pd.DataFrame
    headline: pd.DataFrame
    excluded: pd.DataFrame
    settings: Settings = SETTINGS

    def table(self, kind: str = "headline") -> pd.DataFrame:  # noqa: ARG002
        return self.headline

    def text(self) -> str:
        return "One area lies outside."

    def alt_text(self) -> str:
        return "A table."

    def __repr__(self) -> str:
        return "<Handmade>"


def wrap(areas: pd.DataFrame) -> Handmade:
    """Wrap a frame as a result."""
    headline = areas.rename(columns=lambda name: str(name).capitalize())
    excluded = pd.DataFrame({"area_code": ["01E"], "reason": ["suppressed"]})
    return Handmade(areas=areas, headline=headline, excluded=excluded)


@pytest.fixture
def handmade():
    """Give the maker of results."""
    return wrap
