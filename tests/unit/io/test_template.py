"""The template can be filled in, read back, and is never written over what is there."""

from __future__ import annotations

import os

import pytest

from scnvariation.errors import DataError
from scnvariation.io.read import check, read_indicators
from scnvariation.io.template import write_template
from scnvariation.options import Statistic


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_template_reads_back_without_a_fault(tmp_path, name):
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl")
    path = write_template(tmp_path / name)
    data = read_indicators(path)
    assert data.catalogue["statistic"].tolist() == list(Statistic.__args__)
    assert data.observations["reason"].tolist() == [""] * 6
    assert set(check(path)["severity"]) == {"N"}


def test_the_second_sheet_explains_every_column(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(write_template(tmp_path / "template.xlsx"))
    assert book.sheetnames == ["Data", "Columns"]
    headings = [cell.value for cell in book["Data"][1]]
    assert [row[0].value for row in book["Columns"].iter_rows(min_row=2)] == headings
    assert book["Data"]["C2"].number_format == "@"  # codes typed here stay text
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_existing_file_is_kept(tmp_path):
    path = tmp_path / "template.csv"
    path.write_text("mine")
    with pytest.raises(DataError) as stopped:
        write_template(path)
    assert str(stopped.value) == (
        "write_template('template.csv'): the file exists already. Give another name, or pass overwrite=True."
    )
    assert path.read_text() == "mine"
    write_template(path, overwrite=True)
    assert path.read_text(encoding="utf-8-sig").startswith("indicator_id,period")


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(DataError) as stopped:
        write_template(tmp_path / "template.txt")
    assert str(stopped.value) == (
        "write_template() writes .csv or .xlsx, not '.txt'. Give the path one of these endings."
    )


def test_a_failure_leaves_neither_half_a_file_nor_litter(tmp_path, monkeypatch):
    # S12
    def fails(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scnvariation.io.template._rows", fails)
    with pytest.raises(OSError, match="No space left"):
        write_template(tmp_path / "template.csv")
    assert list(tmp_path.iterdir()) == []


def test_permissions_follow_the_umask(tmp_path):
    # S16
    old = os.umask(0o027)
    try:
        path = write_template(tmp_path / "template.csv")
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640
