"""Code that must not exist, parsed from the source tree. There is no list of exceptions."""

import ast

import pytest
from source_tree import imports, modules, parsed

FORBIDDEN_IMPORTS = {
    "pickle": "pickles",
    "cPickle": "pickles",
    "dill": "pickles",
    "cloudpickle": "pickles",
    "joblib": "pickles",
    "shelve": "pickles",
    "marshal": "pickles",
    "yaml": "yaml may build objects",
    "subprocess": "other programs",
    "pty": "other programs",
    "ctypes": "other programs",
    "socket": "network",
    "ssl": "network",
    "http": "network",
    "urllib": "network",
    "urllib3": "network",
    "requests": "network",
    "httpx": "network",
    "aiohttp": "network",
    "ftplib": "network",
    "smtplib": "network",
    "telnetlib": "network",
    "webbrowser": "network",
    "random": "global random state",
}
FORBIDDEN_CALLS = {
    "eval": "runs text",
    "exec": "runs text",
    "compile": "runs text",
    "__import__": "runs text",
}
FORBIDDEN_METHODS = {
    "eval": "runs text",
    "query": "runs text",
    "read_pickle": "pickles",
    "to_pickle": "pickles",
    "system": "other programs",
    "popen": "other programs",
    "dropna": "rows leave with a reason or not at all",
}
OWN_GENERATOR = {"Generator", "default_rng", "SeedSequence", "BitGenerator", "PCG64"}
MAY_PRINT = {"cli.py"}


def faults(module: str, tree: ast.Module) -> list[str]:
    """List what the rules forbid in one module."""
    found = [
        f"{module}:{statement.lineno} import of {name} ({FORBIDDEN_IMPORTS[name.split('.')[0]]})"
        for name, statement in imports(tree)
        if name.split(".")[0] in FORBIDDEN_IMPORTS
    ]
    for node in ast.walk(tree):
        what = fault(module, node)
        if what:
            found.append(f"{module}:{getattr(node, 'lineno', 0)} {what}")
    return found


def fault(module: str, node: ast.AST) -> str:
    """Name what is wrong with one node, or nothing."""
    if isinstance(node, ast.Assert):
        return "assert: user input is checked with an error that tells what to do"
    if isinstance(node, ast.ExceptHandler):
        return swallowing(node)
    if isinstance(node, ast.Attribute):
        return attribute(node)
    if isinstance(node, ast.Call):
        return call(module, node)
    return ""


def swallowing(handler: ast.ExceptHandler) -> str:
    """Find handlers that catch everything or say nothing."""
    if handler.type is None:
        return "bare except"
    caught = ast.unparse(handler.type)
    return f"except {caught}" if caught in {"Exception", "BaseException"} and not reraises(handler) else ""


def reraises(handler: ast.ExceptHandler) -> bool:
    """Tell whether what was caught is raised again."""
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def attribute(node: ast.Attribute) -> str:
    """Find the global random state and environment of numpy."""
    owner = ast.unparse(node.value)
    if owner in {"np.random", "numpy.random"} and node.attr not in OWN_GENERATOR:
        return f"{owner}.{node.attr}: global random state"
    return ""


def call(module: str, node: ast.Call) -> str:
    """Find calls that run text, unpack objects, print or drop rows."""
    for keyword in node.keywords:
        if keyword.arg in {"allow_pickle", "shell"} and not is_false(keyword.value):
            return f"{keyword.arg}= is not False"
    if isinstance(node.func, ast.Name):
        if node.func.id == "print" and module not in MAY_PRINT:
            return "print"
        return FORBIDDEN_CALLS.get(node.func.id, "")
    if isinstance(node.func, ast.Attribute):
        owner = ast.unparse(node.func.value)
        return "" if owner == "re" else FORBIDDEN_METHODS.get(node.func.attr, "")
    return ""


def is_false(value: ast.expr) -> bool:
    """Tell whether an argument is the literal False."""
    return isinstance(value, ast.Constant) and value.value is False


@pytest.mark.parametrize("module", modules())
def test_no_forbidden_code(module: str) -> None:
    assert faults(module, modules()[module]) == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from subprocess import run",
        "def f():\n    import requests",
        "import urllib.request",
        "import yaml",
        "import random",
        "eval('1')",
        "exec('1')",
        "frame.query('a > 1')",
        "frame.eval('a + b')",
        "pd.eval('a + b')",
        "pd.read_pickle(path)",
        "os.system('ls')",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=flag)",
        "np.random.seed(1)",
        "numpy.random.normal()",
        "frame.dropna()",
        "print('done')",
        "assert x > 0",
        "try:\n    f()\nexcept:\n    pass",
        "try:\n    f()\nexcept Exception:\n    pass",
    ],
)
def test_forbidden_code_is_found(code: str) -> None:
    assert faults("analysis/rates.py", parsed(code)) != []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("cli.py", "print('done')"),
        ("stats/spread.py", "rng = np.random.default_rng(seed)"),
        ("stats/spread.py", "def f(rng: np.random.Generator) -> None: ..."),
        ("io/cells.py", "re.compile('a')"),
        ("io/tidy.py", "np.load(path, allow_pickle=False)"),
        ("io/tidy.py", "try:\n    f()\nexcept OSError:\n    pass"),
        (
            "io/tidy.py",
            "try:\n    f()\nexcept Exception as error:\n    raise DataError(str(error)) from error",
        ),
    ],
)
def test_what_is_allowed(module: str, code: str) -> None:
    assert faults(module, parsed(code)) == []
