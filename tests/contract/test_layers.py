"""Nothing calls upstairs: every import of the package is read and compared with the floors of the house."""

import ast

import pytest
from source_tree import for_types_only, imports, in_function, modules, parsed

FLOOR = {
    "_version": 0,
    "errors": 0,
    "messages": 0,
    "options": 0,
    "stats": 1,
    "framework": 2,
    "contract": 3,
    "geography": 3,
    "periods": 3,
    "aggregation": 3,
    "indicators": 4,
    "io": 5,
    "analysis": 6,
    "plots": 7,
    "report": 8,
    "shell": 9,
    "cli": 9,
    "__main__": 10,
    "__init__": 11,
}
# Through this module a result reaches its own picture and file, inside a method and only when asked.
DOOR = "analysis/result.py"
BEHIND_THE_DOOR = {"plots", "report"}

DRAWING = {"plots", "report"}
HEAVY = ("matplotlib", "statsmodels", "scipy.stats", "pyarrow.parquet")


def room(module: str) -> str:
    """Name the room a module belongs to; a module beside `indicators` is part of that room."""
    first = module.split("/", maxsplit=1)[0].removesuffix(".py")
    return first if "/" in module or first in FLOOR else "indicators"


def target_room(name: str) -> str:
    """Name the room an import leads to; what is no module is a name on the contents page."""
    first = f"{name}.__init__".split(".")[1]
    known = first in FLOOR or f"{first}.py" in modules()
    return room(first) if known else "__init__"


def upward(module: str, tree: ast.Module) -> list[str]:
    """List the imports of a module that lead to a higher floor."""
    found = []
    for name, statement in imports(tree):
        if name.startswith("."):
            found.append(f"{module}: relative import {name}")
        if name.split(".")[0] != "scnvariation" or name == "scnvariation.__version__":
            continue
        target = target_room(name)
        opened = module == DOOR and target in BEHIND_THE_DOOR and in_function(statement)
        if FLOOR[target] > FLOOR[room(module)] and not opened:
            found.append(f"{module}: {name}")
    return found


def foreign(module: str, tree: ast.Module) -> list[str]:
    """List the imports of other packages that a room may not have."""
    found = []
    for name, statement in imports(tree):
        if for_types_only(statement):
            continue
        if room(module) == "stats" and name.split(".")[0] == "pandas":
            found.append(f"{module}: {name}")
        if name.split(".")[0] == "matplotlib" and room(module) not in DRAWING:
            found.append(f"{module}: {name}")
        heavy = any(name == part or name.startswith(part + ".") for part in HEAVY)
        if heavy and not in_function(statement) and room(module) not in DRAWING:
            found.append(f"{module}: {name} at the top")
    return found


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_floor(module: str) -> None:
    """A new folder is given its floor here before anything is built in it."""
    assert room(module) in FLOOR


@pytest.mark.parametrize("module", modules())
def test_nothing_calls_upstairs(module: str) -> None:
    assert upward(module, modules()[module]) == []


@pytest.mark.parametrize("module", modules())
def test_each_room_keeps_to_its_tools(module: str) -> None:
    assert foreign(module, modules()[module]) == []


def test_ground_says_nothing_to_people() -> None:
    """`stats` may refuse an option or a covariate in the common words, but holds no text of its own making."""
    texts = [
        f"{module}: {name}"
        for module, tree in modules().items()
        if room(module) == "stats"
        for name, _ in imports(tree)
        if name.startswith("scnvariation.messages.") and not {"levels", "calls", "nested"} & set(name.split("."))
    ]
    assert texts == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("stats/spread.py", "from scnvariation.analysis import funnel"),
        ("stats/spread.py", "def f():\n    import scnvariation.indicators"),
        ("errors.py", "from scnvariation.stats import limits"),
        ("analysis/result.py", "from scnvariation.plots import draw"),
        ("analysis/funnel.py", "def f():\n    from scnvariation.plots import draw"),
        ("framework/domains.py", "from .. import indicators"),
        ("stats/spread.py", "import scnvariation"),
        ("io/tidy.py", "from scnvariation import funnel"),
        ("selection.py", "from scnvariation.io.tidy import read"),
    ],
)
def test_an_upward_import_is_found(module: str, code: str) -> None:
    assert upward(module, parsed(code)) != []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("analysis/result.py", "def f():\n    from scnvariation.plots import draw"),
        ("plots/funnel.py", "from scnvariation.analysis.result import Result"),
        ("io/tidy.py", "from scnvariation.selection import Filters"),
        ("selection.py", "from scnvariation.errors import DataError"),
        ("analysis/result.py", "from scnvariation import __version__"),
    ],
)
def test_a_downward_import_is_fine(module: str, code: str) -> None:
    assert upward(module, parsed(code)) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("stats/spread.py", "def f():\n    import pandas as pd"),
        ("analysis/funnel.py", "def f():\n    import matplotlib.pyplot as plt"),
        ("indicators.py", "import pyarrow.parquet as pq"),
        ("stats/limits.py", "from scipy import stats"),
        ("stats/limits.py", "from scipy.stats import norm"),
    ],
)
def test_a_foreign_import_is_found(module: str, code: str) -> None:
    assert foreign(module, parsed(code)) != []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("stats/limits.py", "from scipy.special import ndtri"),
        ("stats/limits.py", "def f():\n    from scipy.stats import norm"),
        ("plots/funnel.py", "import matplotlib.style"),
        ("analysis/result.py", "if TYPE_CHECKING:\n    from matplotlib.axes import Axes"),
    ],
)
def test_tools_in_their_place_are_fine(module: str, code: str) -> None:
    assert foreign(module, parsed(code)) == []
