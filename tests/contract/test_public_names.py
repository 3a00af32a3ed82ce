"""The names on the doors: notebooks and scripts call them, so none goes or comes without being meant to."""

import ast
import inspect

import pytest
from source_tree import modules

import scnvariation as scn

NAMES = {
    "data": {"Indicators", "check", "load_sample", "read_indicators", "write_template"},
    "framework": {
        "area_lookup",
        "catalogue",
        "domains",
        "network_areas",
        "networks",
        "strategic_clinical_networks",
    },
    "analysis": {"change", "funnel", "funnel_table", "overview", "rates", "shares", "trend", "variation"},
    "packs": {"DisclosureRule", "variation_pack"},
    "scripts": {"stats"},
    "errors": {
        "DataError",
        "DataWarning",
        "MissingColumnsError",
        "OptionError",
        "ScnVariationError",
        "TooFewAreasError",
    },
    "about": {"__version__"},
}
ANALYSIS = sorted(NAMES["analysis"])
STATS = {
    "intervals": {
        "binomial_midp",
        "byar",
        "clopper_pearson",
        "poisson_exact",
        "poisson_midp",
        "poisson_phe",
        "wilson",
    },
    "limits": {"proportion", "ratio"},
    "dispersion": set(),
    "spread": set(),
    "gamma_poisson": {"fit"},
    "beta_binomial": {"fit"},
    "multiplicity": {"benjamini_hochberg"},
    "nested": {"fit", "moments", "one_level", "shares", "typical_gap"},
    "change": {"paired_scv", "paired_tau2", "trajectories"},
    "segments": {"Segments"},
}
COMMON = ["statistic", "polarity"]


def test_the_contents_page_lists_exactly_these():
    assert set(scn.__all__) == set().union(*NAMES.values())


def test_the_list_is_sorted_and_says_each_once():
    assert list(scn.__all__) == sorted(set(scn.__all__))


def test_star_import_gives_every_name():
    space: dict[str, object] = {}
    exec("from scnvariation import *", space)  # noqa: S102 - the statement is what is tested
    assert set(scn.__all__) <= set(space)


def test_the_contents_page_does_nothing_else():
    """A docstring, imports, for type checkers or for all, and the list of names; no code that runs at import."""
    body = modules()["__init__.py"].body
    assert {type(statement) for statement in body} <= {ast.Expr, ast.ImportFrom, ast.Assign, ast.If}
    choices = [statement for statement in body if isinstance(statement, ast.If)]
    assert [ast.unparse(choice.test) for choice in choices] == ["TYPE_CHECKING"]
    assert all(isinstance(inner, ast.ImportFrom) for choice in choices for inner in (*choice.body, *choice.orelse))
    assert [statement.targets[0].id for statement in body if isinstance(statement, ast.Assign)] == ["__all__"]


@pytest.mark.parametrize("name", sorted(NAMES["data"] | NAMES["framework"] | NAMES["analysis"] | NAMES["packs"]))
def test_every_public_name_is_described(name):
    assert "\n" in inspect.getdoc(getattr(scn, name))


@pytest.mark.parametrize("name", ANALYSIS)
def test_data_first_then_the_indicator_all_else_by_keyword(name):
    parameters = list(inspect.signature(getattr(scn, name)).parameters.values())
    free = [parameter.name for parameter in parameters if parameter.kind is not parameter.KEYWORD_ONLY]
    assert free in (["data"], ["data", "indicator"])
    assert set(COMMON) <= {parameter.name for parameter in parameters}


@pytest.mark.parametrize(("module", "names"), STATS.items())
def test_stats_is_public_for_scripts(module, names):
    held = getattr(scn.stats, module)
    assert names <= set(held.__all__)


def test_errors_are_one_family():
    """A script catches all of them with one word, and what it caught before as ValueError."""
    for name in NAMES["errors"] - {"DataWarning"}:
        assert issubclass(getattr(scn, name), scn.ScnVariationError)
    assert issubclass(scn.ScnVariationError, ValueError)
    assert issubclass(scn.MissingColumnsError, scn.DataError | KeyError)
    assert issubclass(scn.DataWarning, UserWarning)
