"""QOF prevalence by CCG, in a small copy of the published layout."""

from __future__ import annotations

import pytest

from scnvariation.errors import DataError, DataWarning
from scnvariation.io.qof import financial_year
from scnvariation.io.read import check, read_indicators

HEADER = "ccgcode,indicator_group,Register_description,disease_register_size,ccg_listsize,prevalence\r\n"
NAME = "qof_2013_14_prevalence_by_ccg.csv"


def rows(*registers: tuple[str, str, int, int]) -> str:
    """Write lines as published: ten decimals of a percentage, CRLF."""
    return "".join(
        f"{ccg},{group},{name},{size},{people},{100 * size / people:.10f}\r\n"
        for group, name, size, people in registers
        for ccg in ("00C", "01E", "99E")
    )


GOOD = HEADER + rows(
    ("AF", "Atrial Fibrillation", 1880, 106303),
    ("HF", "Heart Failure", 900, 106303),
    ("HF", "Heart Failure due to LVD", 400, 106303),
    ("LD", "Learning  Disabilities", 512, 106303),
)


def test_layout_is_recognised_by_its_headings(write):
    path = write(NAME, GOOD)
    problems = check(path).set_index("code")
    assert problems.loc["layout", "what"] == (
        "read as layout 'qof_by_ccg': its headings are those of QOF prevalence by CCG"
    )
    assert problems.loc["period_from_name", "what"] == "the period '2013/14' was taken from the file name"
    assert set(problems["severity"]) == {"N"}


@pytest.mark.parametrize("catalogue_line", ["B172-one_code_two_registers"], indirect=True)
def test_one_code_that_covers_two_registers_becomes_two_indicators(write):
    # B172
    data = read_indicators(write(NAME, GOOD))
    assert data.observations["indicator_id"].unique().tolist() == ["qof:AF", "qof:HF", "qof:HF_LVD", "qof:LD"]
    assert data.catalogue["statistic"].tolist() == ["proportion"] * 4
    assert "code_covers_two" in data.problems["code"].tolist()


def test_organisation_codes_are_text_and_find_their_network_area(write):
    # B077, B149: 01E and 99E are codes, never powers of ten; ONS codes checked by hand in the April 2013 look-up
    data = read_indicators(write(NAME, GOOD))
    areas = data.areas.set_index("ods_code")
    assert set(areas.index) == {"00C", "01E", "99E"}
    assert (areas["network_area"] != "").all()
    assert areas.loc["00C", "area_name"] == "NHS Darlington"
    assert data.observations["area_code"].str.fullmatch(r"E38\d{6}").all()


def test_prevalence_is_the_register_over_the_list(write):
    data = read_indicators(write(NAME, GOOD))
    assert data.observations["value"].iloc[0] == 1880 / 106303
    wrong = GOOD.replace(f"{100 * 1880 / 106303:.10f}", "1.7685395805", 1)  # fifth decimal
    with pytest.warns(DataWarning, match="1 of 12 rows has a value that differs from numerator / denominator"):
        read_indicators(write(NAME, wrong))


def test_the_publishers_own_errors_do_not_stop_the_file(write):
    # B050 in a known layout; strict=True stops
    broken = GOOD.replace("1880,106303,", "206303,106303,", 1)
    path = write(NAME, broken)
    with pytest.warns(DataWarning):
        data = read_indicators(path)
    assert data.observations["reason"].tolist()[:2] == ["inconsistent_source", ""]
    with pytest.raises(DataError):
        read_indicators(path, strict=True)


def test_a_file_that_does_not_say_its_year_is_refused(write):
    with pytest.raises(DataError, match=r"does not say its financial year. Put the year in the file name"):
        read_indicators(write("prevalence.csv", GOOD))


@pytest.mark.parametrize(
    ("name", "year"),
    [("QOF-2014-15.csv", "2014/15"), ("qof1314.csv", None), ("2013_15.csv", None), ("20131_14.csv", None)],
)
def test_financial_years_follow_each_other(name, year):
    assert financial_year(name) == year
