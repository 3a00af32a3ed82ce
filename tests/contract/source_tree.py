"""The source tree as parsed code, shared by the tests of the house rules."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "scnvariation"


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every module of the package, by its path below the package."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): parsed(path.read_text(encoding="utf-8")) for path in paths}


def parsed(source: str) -> ast.Module:
    """Parse code, and tell each node its parent."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return tree


def ancestors(node: ast.AST) -> list[ast.AST]:
    """List what a node stands in, from the inside out."""
    found = []
    while (node := getattr(node, "parent", None)) is not None:
        found.append(node)
    return found


def in_function(node: ast.AST) -> bool:
    """Tell whether code runs only when a function is called."""
    return any(isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) for outer in ancestors(node))


def for_types_only(node: ast.AST) -> bool:
    """Tell whether an import stands under ``if TYPE_CHECKING``, so that it never runs."""
    return any(
        isinstance(outer, ast.If) and isinstance(outer.test, ast.Name) and outer.test.id == "TYPE_CHECKING"
        for outer in ancestors(node)
    )


def imports(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    """List all imported names in full, ``from a import b`` as ``a.b``, with the statement."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(f"{'.' * node.level}{node.module or ''}.{alias.name}", node) for alias in node.names]
    return found
