"""A real browser, started once; pages are opened from files, as readers open them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The pack made by hand is that of the unit tests; pytest puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))
sys.path.insert(0, str(Path(__file__).parent))

PLACES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Start the installed browser, without one of its own to download; skip only where there is none.

    It ends with the module: while it runs, no other test could start an event loop.
    """
    installed = next((found for name in PLACES if (found := shutil.which(name))), None)
    if installed is None:
        absent = "no Chromium here; on Debian and Ubuntu: sudo apt install chromium"
        if os.environ.get("SCNVARIATION_REQUIRE_BROWSER") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed only where there is a browser

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield started
        started.close()
