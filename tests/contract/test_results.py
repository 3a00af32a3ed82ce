"""Every result speaks, tabulates, saves and hands on its numbers in the one way of the house."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from every_result import MAKERS, NUMBERS_AS_THEY_ARE, STROKE, result, sample, tables
from PIL import Image

import scnvariation as scn
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.analysis.result import Result
from scnvariation.plots.page import SIZES
from scnvariation.plots.picture import PICTURES
from scnvariation.report.columns import GIVEN, describe

TABLES = tables()
FOR_PEOPLE = [table for table in TABLES if table not in NUMBERS_AS_THEY_ARE]
#: Every picture, of a result that has it: tiles are of one indicator by network area.
PICTURED = [
    (name, kind)
    for name in MAKERS
    for kind in PICTURES.get(type(result(name)), ((), ()))[1]
    if (kind == "tiles") <= (name == "variation_by_network_area")
]
NOT_A_NUMBER = re.compile(r"(?<![\w'-])(nan|NaN|None|NaT|<NA>|inf)(?![\w'-])")
DECIMAL = re.compile(r"\d[\d,]*\.\d+")


def tidy(one: Result) -> dict[str, pd.DataFrame]:
    """Give every table of numbers of a result."""
    held = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: frame for name, frame in held.items() if isinstance(frame, pd.DataFrame)}


def test_every_kind_of_result_is_here():
    """A new one joins this contract, or this test fails."""
    ours = {kind.__name__ for kind in Result.__subclasses__() if kind.__module__.startswith("scnvariation.")}
    assert {type(result(name)).__name__ for name in MAKERS} == ours


# -- tables for people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), TABLES)
def test_headings_are_texts_of_their_own(name, kind):
    headings = list(result(name).table(kind).columns)
    assert all(isinstance(heading, str) and heading.strip() == heading and heading for heading in headings)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(("name", "kind"), FOR_PEOPLE)
def test_headings_are_words_and_not_names_of_columns(name, kind):
    assert [heading for heading in result(name).table(kind).columns if "_" in heading] == []


@pytest.mark.parametrize(("name", "kind"), FOR_PEOPLE)
def test_no_cell_says_that_it_is_no_number(name, kind):
    """What is missing is empty, or says why in words; an appendix of numbers may hold a limit that is not there."""
    table = result(name).table(kind)
    texts = table.select_dtypes(exclude="number").astype(object).to_numpy().ravel()
    assert [text for text in texts if NOT_A_NUMBER.search(str(text))] == []
    numbers = table.select_dtypes("number").astype("Float64").to_numpy("float64", na_value=np.nan)
    assert kind == "appendix" or not np.isinf(numbers).any()


@pytest.mark.parametrize(("name", "kind"), FOR_PEOPLE)
def test_nobody_reads_seven_figures(name, kind):
    """Rounded for people: at most six significant figures where there is a decimal point."""
    table = result(name).table(kind)
    numbers = table.select_dtypes("float").to_numpy("float64").ravel()
    long = [number for number in numbers if np.isfinite(number) and float(f"{number:.6g}") != number]
    texts = map(str, table.select_dtypes(exclude="number").astype(object).to_numpy().ravel())
    in_texts = [found for text in texts for found in DECIMAL.findall(text)]
    long += [found for found in in_texts if len(re.sub(r"[,.]", "", found).lstrip("0")) > 6]
    assert long == []


@pytest.mark.parametrize(("name", "kind"), FOR_PEOPLE)
def test_a_value_has_its_unit(name, kind):
    """Beside it, in the heading, or as a per cent sign in the cell."""
    table = result(name).table(kind)
    if "Value" not in table or "Unit" in table:
        return
    assert table["Value"].str.endswith("%").all()


def test_a_rate_is_headed_by_its_unit():
    """12.3 of what? A percentage says so itself."""
    assert "Value (per 100,000 registered people)" in result("funnel_rate").table("full")
    assert "Value" in result("funnel").table("full")
    shown = result("rates").table()
    assert shown.loc[shown["Unit"] == "%", "Value"].str.endswith("%").all()
    assert set(shown["Unit"]) >= {"%", "per 100,000 registered people"}


def test_an_area_without_a_figure_has_no_interval():
    frame = pd.DataFrame({"area_code": list("ABCD"), "numerator": ["3", "*", "5", "7"], "denominator": 100})
    shown = scn.rates(frame, statistic="proportion").table()
    assert shown[["Value", "95% interval"]].iloc[1].tolist() == ["not computed", ""]
    shown = scn.funnel(frame, statistic="proportion").table("full")
    assert shown[["Value", "95% lines"]].iloc[1].tolist() == ["not computed", ""]


def test_a_table_of_funnels_says_in_words_what_flags_follow():
    """One word for one thing in every table: as the rug says it."""
    table = result("funnel_table").table("full")
    assert set(table["Flags follow"]) <= {"chance alone", "adjusted"}
    assert table["P of dispersion"].str.fullmatch(r"< 0\.001|0\.\d{3}|> 0\.99").all()


# -- in a notebook ---------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.found, self.scopes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.scopes += [value for key, value in attrs if key == "scope"]


@pytest.mark.parametrize("name", MAKERS)
def test_a_notebook_shows_a_short_table_that_can_be_followed_by_ear(name):
    page = Elements(result(name)._repr_html_())
    rows = min(30, len(result(name).table()))
    assert page.found.count("caption") == 1
    assert page.found.count("tr") == rows + 1
    assert page.scopes.count("row") == rows
    assert page.scopes.count("col") == min(20, result(name).table().shape[1])
    assert page.found[-1] == "p"
    assert len(result(name)._repr_html_()) < 60_000


# -- for scripts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_every_column_for_scripts_is_described(name):
    """Columns that come from the user's own tables are his; the sample brings none into a result."""
    columns = {column for frame in tidy(result(name)).values() for column in frame}
    assert sorted(column for column in columns if describe(column) == GIVEN) == []


def test_every_column_of_a_pack_is_described():
    data = sample().select(indicator=[STROKE, "ccg_ois:1.2"], period=["2013/14 Q4", "2014/15 Q4", "2013/14", "2014/15"])
    figures = pack_figures(data, simulations=19)
    columns = {column for frame in tidy(figures).values() for column in frame}
    assert sorted(column for column in columns if describe(column) == GIVEN) == []
    assert {"since", "persistent", "share_of_events", "england_numerator"} <= columns


@pytest.mark.parametrize("name", MAKERS)
def test_csv_and_parquet_hold_the_same_numbers_and_the_source(name, tmp_path):
    """To the last digit, in the order of the columns, whichever of the two a script reads."""
    one = result(name)
    one.to_csv(tmp_path / "a.csv")
    table = pq.read_table(one.to_parquet(tmp_path / "a.parquet"))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert table.column_names == heading
    assert table.num_rows == len(rows)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in heading)
    for position, column in enumerate(heading):
        if str(table.schema.field(column).type) == "double":
            written = [float(row[position]) if row[position] else None for row in rows]
            assert table[column].to_pylist() == written, column
    stamp = json.loads(table.schema.metadata[b"scnvariation"])
    assert stamp["input_name"] == "observations.csv"
    assert stamp["input_sha256"] == sample().source.sha256
    assert stamp["call"] == one.settings.call


# -- pictures --------------------------------------------------------------------------------------------------


def as_options(kind):
    """Give the option that chooses a picture; the only picture of a result needs none."""
    return {"kind": kind} if kind else {}


def saved(name, kind, size, folder):
    """Save a picture and open it."""
    path = result(name).save(folder / f"{size}.png", size=size, **as_options(kind))
    with Image.open(path) as image:
        return image.size, dict(image.text)


@pytest.mark.parametrize(("name", "kind"), PICTURED)
def test_every_picture_is_saved_for_a_page_on_the_web(name, kind, tmp_path):
    sheet = SIZES["web"]
    size, words = saved(name, kind, "web", tmp_path)
    assert size[0] == int(sheet.width * sheet.dpi)
    assert words["Description"]
    assert json.loads(words["Comment"])["input_name"] == "observations.csv"


@pytest.mark.slow
@pytest.mark.parametrize("size", ["slide", "page"])
@pytest.mark.parametrize(("name", "kind"), PICTURED)
def test_every_picture_is_saved_for_slides_and_paper(name, kind, size, tmp_path):
    sheet = SIZES[size]
    assert saved(name, kind, size, tmp_path)[0][0] == int(sheet.width * sheet.dpi)


# -- the same bytes --------------------------------------------------------------------------------------------

HASHED = """
import hashlib, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
import pandas as pd
import scnvariation as scn
folder, turned = Path(sys.argv[1]), sys.argv[2] == "turned"
frame = pd.DataFrame({"area_code": [f"A{n:02}" for n in range(12)], "numerator": range(20, 44, 2), "denominator": 90})
frame["area_name"] = frame["area_code"] + " name"
result = scn.funnel(frame.iloc[::-1].reset_index(drop=True) if turned else frame, statistic="proportion")
result.save(folder / "a.svg", size="web")
result.to_csv(folder / "a.csv")
result.to_parquet(folder / "a.parquet")
print(*(hashlib.sha256((folder / f"a.{ending}").read_bytes()).hexdigest() for ending in ("svg", "csv", "parquet")))
"""


def hashes(folder: Path, *, seed: int, turned: bool = False) -> list[str]:
    """Make the files of one result in a process with a hash seed of its own."""
    folder.mkdir()
    run = [sys.executable, "-W", "error", "-c", HASHED, str(folder), "turned" if turned else "as_it_is"]
    done = subprocess.run(
        run,
        env={"PYTHONHASHSEED": str(seed), "SOURCE_DATE_EPOCH": "1427842800"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_s19_same_bytes_whatever_the_seed_of_hashes(tmp_path):
    """S19: texts in sets come in another order in every process."""
    assert hashes(tmp_path / "1", seed=1) == hashes(tmp_path / "2", seed=2)


def test_s19_same_rows_whatever_their_order(tmp_path):
    """S19: a result keeps the order of the rows it was given; sorted, its numbers and bytes are the same."""
    hashes(tmp_path / "1", seed=1)
    hashes(tmp_path / "2", seed=1, turned=True)
    one, other = ((tmp_path / name / "a.csv").read_bytes().splitlines() for name in "12")
    assert sorted(one) == sorted(other)
    first, second = (pq.read_table(tmp_path / name / "a.parquet") for name in "12")
    assert first.schema.equals(second.schema, check_metadata=True)
    assert first.sort_by("area_code").equals(second.sort_by("area_code"))
    assert (tmp_path / "1" / "a.svg").read_bytes() == (tmp_path / "2" / "a.svg").read_bytes()


def test_the_same_table_is_the_same_text():
    """Shortest digits that read back: no library rounds for us."""
    text = scn.rates(
        pd.DataFrame({"area_code": ["A"], "numerator": [1], "denominator": [3]}), statistic="proportion"
    ).to_csv()
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["value"] == repr(1 / 3)
