"""Where the real public files lie, and what happens where they do not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Give the folder of real files: named in the environment, else beside the project."""
    return Path(os.environ.get("SCNVARIATION_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of real files; absent, skip, or fail where the run must not skip."""
    folder = data_folder()
    if not folder.is_dir():
        message = f"no real files in {folder.name}; set SCNVARIATION_DATA to their folder"
        if os.environ.get("SCNVARIATION_REQUIRE_DATA"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
