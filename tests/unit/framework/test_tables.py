"""The shipped tables carry facts as text and say where each row comes from."""

from importlib.resources import files

import pandas as pd
import pytest

from scnvariation.framework.tables import read_table

TABLES = sorted(
    path.name.removesuffix(".csv")
    for path in (files("scnvariation.framework") / "tables").iterdir()
    if path.name.endswith(".csv")
)
STATUSES = {"sourced", "unverified", "listed_without_data", "derived", "assumed"}


def test_every_table_is_known_here() -> None:
    assert TABLES == [
        "aliases",
        "ccg_2013",
        "ccg_2021",
        "domains",
        "icb_2022",
        "indicators_ccg_ois",
        "indicators_nhs_of",
        "network_areas",
        "network_kinds",
        "network_scopes",
        "networks",
        "region_2013",
        "region_2022",
        "registers_qof",
        "sicbl_2022",
        "succession_ccg",
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_its_source_and_status(name: str) -> None:
    table = read_table(name)
    assert (table["source"] != "").all()
    assert set(table["status"]) <= STATUSES


@pytest.mark.parametrize("name", TABLES)
def test_no_code_of_a_network_area_is_shipped(name: str) -> None:
    """Which E55 code belongs to which area was never verified."""
    text = (files("scnvariation.framework") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    assert "E55" not in text


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_clean_text(name: str) -> None:
    table = read_table(name)
    for column in table:
        cells = table[column]
        assert not cells.isna().any()
        assert (cells == cells.str.strip()).all()
        assert not cells.str.contains("  ", regex=False).any()


def test_codes_that_look_like_numbers_stay_text() -> None:
    """01E and 99E would become 10.0 and 99.0, 1.10 would become 1.1."""
    codes = read_table("ccg_2013")["ods_code"]
    assert {"01E", "99E", "00C", "02Q"} <= set(codes)
    assert {"1.10", "1.20", "2.10"} <= set(read_table("indicators_ccg_ois")["code"])


def test_a_copy_is_handed_out_each_time() -> None:
    """A user who changes what was returned must not change what the next caller gets."""
    first = read_table("domains")
    first.loc[0, "title"] = "changed"
    assert read_table("domains").loc[0, "title"] == "Preventing people from dying prematurely"


def test_blank_numbers_are_missing_and_not_nought() -> None:
    table = read_table("registers_qof", whole=["domain"], numbers=["multiplier"])
    assert table["domain"].isna().all()
    assert table["domain"].dtype == pd.Int64Dtype()
    assert (table["multiplier"] == 100).all()
