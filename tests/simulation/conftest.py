"""The studies behind the tables of evidence lie beside these tests, and tools/make_evidence.py runs the same ones."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
