"""Importing the package is quick, quiet and light, and it needs what it declares."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ["matplotlib", "statsmodels", "scipy.stats", "pyarrow.parquet"]


def run(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter."""
    return subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=True)


@pytest.mark.parametrize("module", ["scnvariation", "scnvariation.framework", "scnvariation.cli"])
def test_import_loads_nothing_heavy(module: str) -> None:
    done = run(f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])")
    assert done.stdout.strip() == "[]"


def test_pandas_itself_loads_none_of_these() -> None:
    """Otherwise the test above could not fail on our account."""
    done = run(f"import sys, pandas; print([name for name in {HEAVY} if name in sys.modules])")
    assert done.stdout.strip() == "[]"


def test_import_is_quiet() -> None:
    done = run("import scnvariation", "-W", "error")
    assert (done.stdout, done.stderr) == ("", "")


def test_import_leaves_the_random_state_alone() -> None:
    code = (
        "import numpy as np; np.random.seed(1); before = np.random.get_state()[1].tolist(); "
        "import scnvariation; print(before == np.random.get_state()[1].tolist())"
    )
    assert run(code).stdout.strip() == "True"


def pins() -> dict[str, str]:
    """Read the oldest versions that `make oldest` installs."""
    lines = (ROOT / "constraints" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_oldest_set_is_what_the_package_promises() -> None:
    """A lower bound that no test runs with is a guess."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["excel"], *extras["report"], *extras["interactive"]]
    bounds = dict(item.split(">=") for item in declared if ">=" in item)
    pinned = pins()
    for name, bound in bounds.items():
        assert pinned[name].split(".")[: bound.count(".") + 1] == bound.split("."), name
