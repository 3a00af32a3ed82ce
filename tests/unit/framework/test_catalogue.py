"""The catalogue keeps codes as text, has one key, and claims a direction only where the name settles it."""

from typing import get_args

import pytest

from scnvariation.errors import OptionError
from scnvariation.framework import catalogue, networks
from scnvariation.options import Polarity, Statistic

COLUMNS = [
    "indicator_id",
    "framework",
    "framework_year",
    "code",
    "name",
    "domain",
    "statistic",
    "multiplier",
    "unit",
    "polarity",
    "networks",
    "source",
    "guidance",
    "status",
    "denominator_scope",
]


def test_columns() -> None:
    assert catalogue().columns.tolist() == COLUMNS


@pytest.mark.parametrize(("framework", "rows"), [("nhs_of", 65), ("ccg_ois", 78), ("qof", 24)])
def test_number_of_indicators(framework: str, rows: int) -> None:
    assert len(catalogue(framework)) == rows  # type: ignore[arg-type]


def test_all_frameworks_by_default() -> None:
    assert len(catalogue()) == 65 + 78 + 24


def test_indicator_id_is_the_one_key() -> None:
    table = catalogue()
    assert table["indicator_id"].is_unique
    assert (table["indicator_id"] == table["framework"] + ":" + table["code"]).all()


def test_a_code_may_mean_different_things_in_two_frameworks() -> None:
    both = set(catalogue("nhs_of")["code"]) & set(catalogue("ccg_ois")["code"])
    assert len(both) == 25


def test_words_are_those_of_the_closed_lists() -> None:
    table = catalogue()
    assert set(table["statistic"]) <= {*get_args(Statistic), ""}
    assert set(table["polarity"]) <= set(get_args(Polarity))
    known = {*networks()["network"], "cross_cutting"}
    assert {key for keys in table["networks"] for key in keys.split(";")} <= known


def test_domains_are_one_to_five_and_registers_have_none() -> None:
    assert set(catalogue("nhs_of")["domain"]) == {1, 2, 3, 4, 5}
    assert set(catalogue("ccg_ois")["domain"]) == {1, 2, 3, 4, 5}
    assert catalogue("qof")["domain"].isna().all()


def test_share_of_the_framework_that_is_cross_cutting() -> None:
    assert (catalogue("nhs_of")["networks"] == "cross_cutting").sum() == 38


def test_unverified_codes_say_so() -> None:
    assert catalogue("nhs_of")["status"].value_counts().to_dict() == {"sourced": 53, "unverified": 12}


@pytest.mark.parametrize(
    ("indicator", "statistic", "multiplier", "polarity"),
    [
        ("nhs_of:1.1", "dsr", 100_000, "low_is_good"),
        ("nhs_of:1.4.i", "estimate", 100, "high_is_good"),
        ("nhs_of:1.6.i", "rate", 1_000, "low_is_good"),
        ("nhs_of:4a.i", "estimate", 100, "high_is_good"),
        ("nhs_of:5a", "", None, "neutral"),
        ("ccg_ois:1.13", "proportion", 100, "high_is_good"),
        ("ccg_ois:1.5", "ratio", 1, "low_is_good"),
        ("ccg_ois:3.2", "ratio", 100, "neutral"),
        ("ccg_ois:3.5", "proportion", 100, "high_is_good"),
        ("ccg_ois:4.2", "estimate", 1, "high_is_good"),
        ("qof:HF_LVD", "proportion", 100, "neutral"),
    ],
)
def test_reading_of_single_indicators(indicator: str, statistic: str, multiplier: float | None, polarity: str) -> None:
    row = catalogue().set_index("indicator_id").loc[indicator]
    assert row["statistic"] == statistic
    assert row["multiplier"] == multiplier if multiplier else row.isna()["multiplier"]
    assert row["polarity"] == polarity


def test_heart_failure_has_two_registers() -> None:
    heart = catalogue("qof").set_index("code").loc[["HF", "HF_LVD"], "networks"]
    assert heart.tolist() == ["cardiovascular", "cardiovascular"]


def test_registers_defined_for_some_ages_only_say_which() -> None:
    scope = catalogue("qof").set_index("code")["denominator_scope"]
    assert scope[scope != ""].to_dict() == {
        "CKD": "18+",
        "DEP": "18+",
        "DM": "17+",
        "EP": "18+",
        "LD": "18+",
        "OB": "16+",
        "OST": "50+",
        "RA": "16+",
    }


def test_unknown_framework_lists_the_words() -> None:
    with pytest.raises(OptionError) as stop:
        catalogue("nhsof")  # type: ignore[arg-type]
    assert str(stop.value) == (
        "framework='nhsof' is not known; choose one of 'nhs_of', 'ccg_ois', 'qof'. Did you mean 'nhs_of'?"
    )
