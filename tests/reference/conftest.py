"""The tests of this folder share published data sets."""

import sys
from pathlib import Path

# pytest imports each test file by itself and puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))
