"""The contents page fetches a name when it is first asked for: nothing else about the names may show that."""

import ast
import subprocess
import sys

import pytest
from source_tree import modules

import scnvariation as scn
from scnvariation._contents import HOMES

HEAVY = ["matplotlib", "statsmodels", "scipy.stats", "pyarrow.parquet"]
# Python drops the package between two names, but not pandas and scipy, which take most of the time.
EACH_ALONE = """
import sys
for name in {names}:
    for module in [module for module in sys.modules if module.split(".")[0] == "scnvariation"]:
        del sys.modules[module]
    import scnvariation
    before = set(vars(scnvariation))
    assert name not in before, name
    getattr(scnvariation, name)
    assert name in vars(scnvariation), name
"""


def run(code: str) -> str:
    """Run code in a fresh interpreter and give what it prints."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def for_type_checkers() -> dict[str, str]:
    """Read from where a type checker takes each name."""
    (choice,) = [statement for statement in modules()["__init__.py"].body if isinstance(statement, ast.If)]
    return {alias.name: str(part.module) for part in choice.body for alias in part.names}  # type: ignore[attr-defined]


def test_type_checkers_and_python_look_in_the_same_places():
    assert for_type_checkers() == HOMES


def test_import_loads_neither_pandas_nor_scipy():
    """A command line that prints its help, or a script that imports much, does not wait for them."""
    code = "import sys, scnvariation; print([name for name in ('numpy', 'pandas', 'scipy') if name in sys.modules])"
    assert run(code) == "[]"


def test_all_names_together_load_nothing_heavy():
    code = f"import sys; from scnvariation import *; print([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]"


def test_each_name_can_be_the_first():
    """No name leans on modules that another one happens to have loaded."""
    assert run(EACH_ALONE.format(names=sorted(HOMES))) == ""


def test_a_name_is_the_thing_itself():
    for name, home in HOMES.items():
        found = getattr(scn, name)
        assert found is getattr(scn, name)
        if name != "stats":
            assert found is getattr(sys.modules[home], name)
    assert scn.stats is sys.modules["scnvariation.stats"]


def test_dir_lists_names_that_nobody_has_asked_for():
    assert set(run("import scnvariation; print(*dir(scnvariation))").split()) >= set(scn.__all__)


def test_a_name_that_is_not_there_is_missed_as_ever():
    with pytest.raises(AttributeError, match="module 'scnvariation' has no attribute 'funel'"):
        _ = scn.funel
    with pytest.raises(ImportError, match="cannot import name 'funel'"):
        exec("from scnvariation import funel")  # noqa: S102 - the statement is what is tested
    assert not hasattr(scn, "funel")


def test_one_module_of_the_ground_floor_does_not_bring_the_others():
    code = "import sys, scnvariation.stats.segments; print('scipy' in sys.modules, 'pandas' in sys.modules)"
    assert run(code) == "False False"


def test_every_module_of_the_ground_floor_is_found():
    code = (
        "import scnvariation.stats as s; print([m for m in s.__all__ if getattr(s, m).__name__ != f'{s.__name__}.{m}'])"
    )
    assert run(code) == "[]"
    assert set(scn.stats.__all__) <= set(dir(scn.stats))
    with pytest.raises(AttributeError, match=r"module 'scnvariation\.stats' has no attribute 'limit'"):
        _ = scn.stats.limit
