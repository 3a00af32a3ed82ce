"""A module is a room, a function is a screen, and seven parameters are many."""

import ast

import pytest
from source_tree import PACKAGE, ancestors, modules, parsed

MODULE = 300
FUNCTION = 45
PARAMETERS = 7

# The signatures of the public face: data, the indicator, and the rest by keyword.
PUBLIC_FACE = {
    "change",
    "funnel",
    "funnel_table",
    "shares",
    "trend",
    "variation",
    "variation_pack",
    "Indicators.select",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> list[tuple[str, Function]]:
    """List functions and methods with their names."""
    return [(full_name(node), node) for node in ast.walk(tree) if isinstance(node, Function)]


def full_name(node: Function) -> str:
    """Name a method together with its class."""
    outer = [step.name for step in ancestors(node) if isinstance(step, ast.ClassDef)]
    return ".".join([*reversed(outer), node.name])


def length(node: Function) -> int:
    """Count the lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def parameters(node: Function) -> int:
    """Count the parameters that a caller gives."""
    names = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([name for name in names if name.arg not in {"self", "cls"}])


def positional_flags(node: Function) -> list[str]:
    """List true-or-false options that may be given by position."""
    defaults = node.args.defaults
    names = [*node.args.posonlyargs, *node.args.args][-len(defaults) :] if defaults else []
    return [
        name.arg
        for name, default in zip(names, defaults, strict=True)
        if isinstance(default, ast.Constant) and isinstance(default.value, bool)
    ]


@pytest.mark.parametrize("module", modules())
def test_a_module_is_a_room(module: str) -> None:
    lines = (PACKAGE / module).read_text(encoding="utf-8").count("\n")
    assert lines <= MODULE


@pytest.mark.parametrize("module", modules())
def test_a_function_is_one_screen(module: str) -> None:
    long = {name: length(node) for name, node in functions(modules()[module]) if length(node) > FUNCTION}
    assert long == {}


@pytest.mark.parametrize("module", modules())
def test_seven_parameters_are_many(module: str) -> None:
    many = {
        name: parameters(node)
        for name, node in functions(modules()[module])
        if parameters(node) > PARAMETERS and name not in PUBLIC_FACE
    }
    assert many == {}


@pytest.mark.parametrize("module", modules())
def test_no_flag_by_position(module: str) -> None:
    found = {name: flags for name, node in functions(modules()[module]) if (flags := positional_flags(node))}
    assert found == {}


def test_docstrings_do_not_count_and_self_is_no_parameter() -> None:
    code = 'class A:\n    def f(self, a, *, b=1):\n        """Say.\n\n        More."""\n        return a'
    ((name, node),) = functions(parsed(code))
    assert (name, length(node), parameters(node), positional_flags(node)) == ("A.f", 2, 2, [])


def test_a_flag_by_position_is_found() -> None:
    ((_, node),) = functions(parsed("def f(a, b=True, *, c=False): ..."))
    assert positional_flags(node) == ["b"]
