"""Problem codes and reason codes agree with each other, and every text can be written."""

from __future__ import annotations

import importlib
import pkgutil
import string

from scnvariation import messages
from scnvariation.contract.reasons import REASONS, ROW_REASONS
from scnvariation.contract.registry import REGISTRY

MODULES = [
    importlib.import_module(f"{messages.__name__}.{module.name}") for module in pkgutil.iter_modules(messages.__path__)
]
TABLES = [
    table for module in MODULES for name, table in vars(module).items() if name.endswith("TEXTS") and name[0] != "_"
]
# Of a publisher's file these do not stop the call; everywhere else they do.
DOWNGRADED = {"numerator_above", "events_without_denominator", "not_whole", "conflicting_key", "columns_swapped"}


def test_every_problem_code_has_words_and_every_word_a_code():
    keys = [key for table in TABLES for key in table]
    assert {key.partition(":")[0] for key in keys} == set(REGISTRY)
    assert len(keys) == len(set(keys))


def test_every_reason_of_a_problem_is_in_the_closed_list():
    for kind in REGISTRY.values():
        assert kind.reason in {*ROW_REASONS, ""}
        assert kind.severity in {"E", "W", "N"}
    assert set(ROW_REASONS) <= set(REASONS)


def test_a_publishers_own_errors_are_the_only_ones_downgraded():
    assert {code for code, kind in REGISTRY.items() if kind.known_layout} == DOWNGRADED


def test_every_code_that_warns_has_the_words_of_its_warning():
    for code, kind in REGISTRY.items():
        if "W" in {kind.severity, kind.known_layout} and code != "suppressed":
            assert kind.text().warning, code


def test_texts_avoid_words_that_say_nothing():
    for key, text in (pair for table in TABLES for pair in table.items()):
        for word in ("invalid", "illegal", "NaN", "float64", "ndarray"):
            assert word not in f"{text.what} {text.mend} {text.warning}", key
        for part in text:
            assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(part)), key
