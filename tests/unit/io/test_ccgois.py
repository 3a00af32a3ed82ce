"""Workbooks of the CCG Outcomes Indicator Set, made here with all that the published ones do to a reader."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from scnvariation.contract.checks import check_observations
from scnvariation.contract.ledger import Ledger
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo
from scnvariation.errors import DataError, DataWarning
from scnvariation.framework import catalogue
from scnvariation.io.ccgois import arrange_book
from scnvariation.io.ccgois_areas import matched_codes, nearest_names
from scnvariation.io.read import check, read_indicators
from scnvariation.io.sheets import Sheet

openpyxl = pytest.importorskip("openpyxl")

ENGLAND = "E92000001"
COASTAL, DORSET, KERNOW = "E38000036", "E38000045", "E38000089"
CCGS = {"NHS Coastal West Sussex CCG": COASTAL, "NHS Dorset CCG": DORSET, "NHS Kernow CCG": KERNOW}
# Byar's 95 % limits of a count, from the formula by hand, to one decimal.
BYAR = {25: (16.2, 36.9), 100: (81.4, 121.6), 400: (361.8, 441.2), 900: (842.2, 960.8)}

Rows = list[list[object]]


def quarters() -> Rows:
    """1.14: blocks side by side without their area column, distances for error bars, and a second table below."""
    block = ["Reporting period", "Percentage", "CI lower", None, "CI upper", None, "Denominator", "Numerator"]
    head = [block[0], "Level description", *block[1:], *block]
    first = [
        ["Quarter 1 2013/14", "NHS Coastal West Sussex CCG", 10.0, 8.2, 1.8, 12.1, 2.1, 1000, 100,
         "Quarter 2 2013/14", 11.200000000000001, 9.4, 1.8, 13.3, 2.1, 1000, 112],
        ["Quarter 1 2013/14", "NHS Dorset CCG", 20.0, 17.6, 2.4, 22.6, 2.6, 1000, 200,
         "Quarter 2 2013/14", 15.0, 12.9, 2.1, 17.3, 2.3, 1000, 150],
        ["Quarter 1 2013/14", "NHS Kernow CCG", None, None, None, None, None, 1000, 90,
         "Quarter 2 2013/14", "*", "*", None, "*", None, "*", "*"],
    ]  # fmt: skip
    second = [
        ["Quarter 2 2013/14", "NHS Coastal West Sussex CCG", 11.2, 9.4, 1.8, 13.3, 2.1, 1000, 112],
        ["Quarter 3 2013/14", "NHS Coastal West Sussex CCG", 130.0, None, None, None, None, 1000, 1300],
    ]  # fmt: skip
    return [*[[]] * 36, ["Statistic: percentage of women"], [], head, *first, [], ["More quarters"], head[:9], *second]


def percentages() -> Rows:
    """1.15: the interval as text in one cell, codes beside names, four kinds of mark."""
    head = ["Reporting period", "Breakdown", "Level", "Level description", "Percentage", "95% confidence interval",
            "Denominator", "Numerator"]  # fmt: skip
    return [
        *[[]] * 13,
        head,
        ["2013/14", "CCG", "09G", "NHS Coastal West Sussex CCG", 49.8, "46.9 - 52.7", 1139, 567],
        ["2013/14", "CCG", "11J", "NHS Dorset CCG", "**", "", 1726, 893],
        ["2013/14", "CCG", "11N", "NHS Kernow CCG", "*", "", 1584, 840],
        ["2014/15", "CCG", "09G", "NHS Coastal West Sussex CCG", "-", "", "-", "-"],
        ["2014/15", "CCG", "11J", "NHS Dorset CCG", "no data", "", None, None],
        ["2014/15", "CCG", "11N", "NHS Kernow CCG", 50.0, "48.0 - 52.0", 2400, "NA"],
        ["2014/15", "CCG", "99Z", "NHS Not Yet Known CCG", 50.0, "48.0 - 52.0", 2400, 1200],
    ]


def swapped() -> Rows:
    """1.5: deaths reported and deaths expected stand under each other's heading."""
    head = ["Reporting Period", "Level Description", "SMR", "CI Lower", None, "CI Upper", None,
            "Number of deaths reported", "Number of deaths expected (casemix adjusted)"]  # fmt: skip
    figures = {"NHS Coastal West Sussex CCG": (1.26, 104, 131), "NHS Dorset CCG": (1.04, 216, 225)}
    figures["NHS Kernow CCG"] = (1.2, 137, 165)
    return [
        *[[]] * 23,
        head,
        *[["2013/14", name, smr, 0.8, None, 1.4, None, above, below] for name, (smr, above, below) in figures.items()],
    ]


def admissions() -> Rows:
    """1.8: England first under two names, a CCG block with a wrong year, and a provisional year in another form."""
    head = ["Period", "Level description", "Gender", "DSR", "CI Lower", None, "CI Upper", None, "Registered patients",
            "Observed"]  # fmt: skip
    england, ccg = "All registered patients in England", "NHS Coastal West Sussex CCG"
    return [
        *[[]] * 25,
        [*head, *head],
        ["2014/15", england, "Person", 26.7, 26.2, None, 27.1, None, 44094027, 11794,
         "2014/15", ccg, "Person", 18.3, 14.3, None, 23.0, None, 398901, 74],
        ["2015/16", "All Registered Patients in England", "Person", 27.7, 27.1, None, 28.1, None, 44562370, 12321,
         "2014/15", ccg, "Person", 24.7, 20.1, None, 30.1, None, 403419, 101],
        [],
        head,
        ["January 2016 to December 2016 (Provisional)", ccg, "Person", 29.2, 24.2, None, 35, None, 408387, 123],
        ["January 2016 to December 2016 (Provisional)", ccg, "Male", 30.2, 22.2, None, 39, None, 208387, 63],
    ]  # fmt: skip


def survival() -> Rows:
    """1.11: an area team beside the CCG; 1.11 has no denominators at all."""
    head = ["Year of diagnosis", "Breakdown", "Level Description", "Indicator value", "Precision",
            "Level Description", "Indicator value", "Precision"]  # fmt: skip
    return [
        *[[]] * 15,
        head,
        [1996, "Area team", "Surrey and Sussex Area Team", 63.94, 15.64, " NHS Coastal West Sussex CCG", 63.43, 6.35],
    ]


def ethnicity() -> Rows:
    """2.9: sub-groups are indented under their group; a total of some groups and a grand total stand below them."""
    head = ["Reporting period", "Level description", "Ethnicity group", "Population", "Number using service",
            "Rate per 100,000"]  # fmt: skip
    groups = {
        "Mixed": (5000, 50),
        "         White and Asian": (2000, 15),
        "Asian or Asian British": (3000, 30),
        "White": (90000, 1800),
        "Total for Black and Minority Ethnic groups": (8000, 80),
        "Grand total ": (98000, 1880),
    }
    ccg = "NHS Coastal West Sussex CCG"
    return [
        *[[]] * 21,
        head,
        *[["2014/15", ccg, g, people, n, round(n / people * 1e5, 1)] for g, (people, n) in groups.items()],
        ["* = data suppressed due to small numbers"],
    ]


def providers() -> Rows:
    """5.1: several providers for each CCG, and no total."""
    head = ["Reporting period", "Level description", "Provider code", "Provider name",
            "Patient safety incidents per 1,000 provider bed days ", "Denominator", "Numerator"]  # fmt: skip
    return [
        *[[]] * 27,
        head,
        ["2014/15", "NHS Coastal West Sussex CCG", "RYR", "Western", 22, 191730.5, 4271],
        ["2014/15", "NHS Coastal West Sussex CCG", "5E1", "Eastern", 29, 40740.5, 1194],
    ]


def infections() -> Rows:
    """5.3: months as words, two of which Excel has made dates of."""
    head = ["Reporting period", "Level description", "MRSA count"]
    months = ["October 2016", dt.datetime(2016, 11, 1), dt.datetime(2016, 12, 1), "January 2017"]  # noqa: DTZ001 - as Excel
    return [*[[]] * 26, head, *[[month, "NHS Dorset CCG", number] for number, month in enumerate(months)]]


def misplaced() -> Rows:
    """3.4: values and intervals are right, numerators stand one row too low."""
    head = ["Reporting period", "Level description", "Gender", "DSR", "CI lower", None, "CI upper", None,
            "Registered patients", "Observed"]  # fmt: skip
    true = [25, 100, 400, 900]
    shown = [900, *true[:-1]]
    body = [
        [year, "NHS Dorset CCG", "Person", n / 2, BYAR[n][0] / 2, None, BYAR[n][1] / 2, None, 200_000, other]
        for year, n, other in zip(("2010/11", "2011/12", "2012/13", "2013/14"), true, shown, strict=True)
    ]
    return [*[[]] * 25, head, *body]


def therapy() -> Rows:
    """2.11a: counts rounded to 5, percentages made of the exact ones; the heading repeated in the middle."""
    head = ["Reporting period", "Level description", "Percentage", "Denominator", "Numerator"]
    exact = [(n, 40 + n) for n in range(11, 35)]
    names = list(CCGS)
    body = [
        [f"{2000 + place // 3}/{place // 3 + 1:02d}", names[place % 3], round(100 * n / d, 1), 5 * round(d / 5),
         5 * round(n / 5)]
        for place, (n, d) in enumerate(exact)
    ]  # fmt: skip
    return [*[[]] * 16, head, *body[:9], head, *body[9:]]


SHEETS = {
    "List": [["Indicator number", "Indicator"], [1.1, "One year survival from all cancers"], [2.1, "Access"]],
    "1.10": [*[[]] * 14, ["Reporting period", "Level description", "Indicator value", "CI lower", None, "CI upper"],
             [1999.0, "England", 60.6, 60.5, 0.1, 60.7], [1999.0, "NHS Dorset CCG", 62.2, 61.5, 0.7, 62.9]],
    "1.11": survival(),
    "1.14": quarters(),
    "1.15": percentages(),
    "1.5": swapped(),
    "1.8": admissions(),
    "2.9": ethnicity(),
    "2.11a": therapy(),
    "3.4": misplaced(),
    "5.1": providers(),
    "5.3": infections(),
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What one reading of the workbook gave."""

    rows: pd.DataFrame
    observations: pd.DataFrame
    problems: pd.DataFrame
    layout: str
    england: pd.DataFrame

    def of(self, sheet: str) -> pd.DataFrame:
        """Give the rows of a sheet, repeats included."""
        return self.rows[self.rows["sheet"] == sheet]

    def found(self, code: str) -> list[tuple[str, int]]:
        """Give sheet and row of the problems with a code."""
        here = self.problems[self.problems["code"] == code]
        return list(zip(here["sheet"], here["row"], strict=True))

    def why(self, sheet: str) -> list[str]:
        """Give the reasons of a sheet in its order."""
        return self.of(sheet).sort_values("sheet_row", kind="stable")["reason"].tolist()


@pytest.fixture(scope="module")
def save(tmp_path_factory):
    """Write sheets into a workbook."""

    def to(sheets: dict[str, Rows], *, hidden: str = "", name: str = "ccg_ois.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            if title == hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path_factory.mktemp("book") / name
        book.save(path)
        return path

    return to


@pytest.fixture(scope="module")
def read(save) -> Read:
    """Read the workbook once, with a hidden sheet that must stay so."""
    path = save({**SHEETS, "1.17": SHEETS["1.14"]}, hidden="1.17")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        data = read_indicators(path)
    parts = [data.observations, data.reference.published, data.set_aside]
    rows = pd.concat(parts, ignore_index=True)
    return Read(rows, data.observations, data.problems, data.source.layout, data.reference.published)


def found_header(read: Read) -> None:
    assert {("1.14", 39), ("1.15", 14), ("1.5", 24)} <= set(read.found("header_found"))
    assert read.layout == "ccg_ois"


def joined_blocks(read: Read) -> None:
    rows = read.of("1.14")
    assert rows.groupby("sheet_row").size()[[40, 41, 42]].tolist() == [2, 2, 2]
    second = rows[(rows["sheet_row"] == 41) & (rows["published_period"] == "Quarter 2 2013/14")]
    assert second[["area_code", "numerator", "published_value"]].to_numpy().tolist() == [[DORSET, 150.0, 15.0]]
    what = read.problems.query("code == 'blocks_joined' and sheet == '1.14'")["what"].tolist()
    assert what == ["2 blocks stand side by side, from cells C39, K39; they were put one under another"]


def several_tables(read: Read) -> None:
    rows = read.of("1.14")
    assert rows["reason"].eq("duplicate_dropped").sum() == 1  # 11.2 and 11.200000000000001 are one figure
    assert read.found("duplicate_dropped") == [("1.14", 46)]
    assert "repeats row 40 exactly" in read.problems.query("code == 'duplicate_dropped'")["what"].iloc[0]
    assert "Quarter 3 2013/14" in set(rows["published_period"])


def unnamed_columns(read: Read) -> None:
    what = read.problems.query("code == 'unnamed_column' and row == 39")["what"].tolist()
    assert what == ["column E, G, M, O has no heading and is left out"]
    first = read.of("1.14").query("sheet_row == 40 and published_period == 'Quarter 1 2013/14'")
    assert (first[["lower", "upper"]].to_numpy() * 100).round(9).tolist() == [[8.2, 12.1]]


def headings_that_change(read: Read) -> None:
    """Deaths reported, observed, num.: numerators under other words; SMR, DSR, percentage: values."""
    numerators = [read.of(sheet)["numerator"].notna().all() for sheet in ("1.5", "1.8", "2.9", "5.1")]
    assert all(numerators)


def hidden_sheet(read: Read) -> None:
    assert "1.17" not in set(read.rows["sheet"])


def repeated_header(read: Read) -> None:
    assert len(read.of("2.11a")) == 24
    assert {("2.11a", 17), ("2.11a", 27)} <= set(read.found("header_found"))


def data_quality(read: Read) -> None:
    row = read.of("1.15").query("sheet_row == 16")
    assert row[["reason", "numerator", "denominator"]].to_numpy().tolist() == [["data_quality", 893.0, 1726.0]]


def other_marks(read: Read) -> None:
    assert read.why("1.15")[2:5] == ["suppressed", "ambiguous_dash", "not_available"]


def numerator_missing(read: Read) -> None:
    row = read.of("1.15").query("sheet_row == 20")
    assert row[["reason", "denominator"]].to_numpy().tolist() == [["missing", 2400.0]]
    assert row["numerator"].isna().all()


def swapped_headings(read: Read) -> None:
    assert set(read.why("1.5")) == {"inconsistent_source"}
    rows = read.of("1.5")
    assert rows["numerator"].tolist() == [104.0, 216.0, 137.0]
    assert rows["denominator"].tolist() == rows["expected"].tolist() == [131.0, 225.0, 165.0]
    what = read.problems.query("code == 'columns_swapped'")["what"].tolist()
    assert what == ["value equals denominator / numerator in 3 of 3 rows of 'ccg_ois:1.5'"]


def above_a_hundred(read: Read) -> None:
    row = read.of("1.14").query("numerator == 1300")
    assert row[["reason", "published_value"]].to_numpy().tolist() == [["inconsistent_source", 130.0]]
    assert read.found("numerator_above") == [("1.14", 47)]


def rounded_counts(read: Read) -> None:
    """Rows whose percentage the rounded counts cannot give are kept and not computed."""
    assert "looks_rounded" in set(read.problems["code"])
    rows = read.of("2.11a")
    apart = np.abs(100 * rows["numerator"] / rows["denominator"] - rows["published_value"]) > 0.06
    assert apart.sum() > 10
    assert set(rows["reason"][apart]) == {"inconsistent_source"}


def other_interval(read: Read) -> None:
    """Control limits in the place of an interval are shown; nothing is computed from them."""
    rows = read.of("1.5")
    assert (rows["lower"] == 0.8).all()
    assert rows["se"].isna().all()


def codes_are_text(read: Read) -> None:
    assert "5E1 / Eastern" in set(read.of("5.1")["breakdown"])


def one_england(read: Read) -> None:
    named = read.rows[read.rows["area_name"].str.contains("England")]
    assert named["area_name"].nunique() == 3
    assert set(named["area_code"]) == {ENGLAND}
    assert ENGLAND not in set(read.observations["area_code"])
    assert read.england.query("indicator_id == 'ccg_ois:1.8'")["numerator"].tolist() == [11794.0, 12321.0]


def area_team(read: Read) -> None:
    teams = read.rows[read.rows["area_name"] == "Surrey and Sussex Area Team"]
    assert teams[["area_code", "reason"]].to_numpy().tolist() == [["E39000023", "other_area_type"]]
    assert read.found("other_area_type") == [("1.11", 17)]


def names_matched(read: Read) -> None:
    for name, code in CCGS.items():
        assert set(read.rows["area_code"][read.rows["area_name"] == name]) == {code}
    unknown = read.of("1.15").query("sheet_row == 21")
    assert unknown["area_code"].tolist() == ["99Z"]  # the code beside the name counts where the name is in no look-up


def never_summed(read: Read) -> None:
    groups = read.of("2.9").set_index("breakdown")["reason"]
    assert groups["Total for Black and Minority Ethnic groups"] == ""
    assert set(groups.drop("Total for Black and Minority Ethnic groups")) == {"other_breakdown"}
    assert "Mixed: White and Asian" in groups.index
    assert set(read.why("5.1")) == {"other_breakdown"}
    sexes = read.of("1.8").set_index("sex")["reason"]
    assert sexes["Male"] == "other_breakdown"


def provisional_year(read: Read) -> None:
    row = read.of("1.8").query("published_period.str.contains('Provisional') and sex == 'Person'")
    assert row[["period", "reason"]].to_numpy().tolist() == [["2016", ""]]


def two_values(read: Read) -> None:
    rows = read.of("1.8").query("area_code == @COASTAL and published_period == '2014/15'")
    assert rows["reason"].tolist() == ["inconsistent_source"] * 2
    assert rows["published_value"].tolist() == [18.3, 24.7]
    assert read.found("conflicting_key") == [("1.8", 27), ("1.8", 28)]
    what = read.problems.query("code == 'conflicting_key'")["what"].iloc[0]
    assert what.endswith("18.3 (74 events, row 27) and 24.7 (101 events, row 28)")


def dates_among_months(read: Read) -> None:
    months = read.of("5.3").sort_values("sheet_row")["published_period"].tolist()
    assert months == ["October 2016", "November 2016", "December 2016", "January 2017"]
    cells = read.problems.query("code == 'month_was_date'")["cell"].tolist()
    assert cells == ["A29", "A30"]


def code_of_the_sheet(read: Read) -> None:
    assert set(read.of("1.10")["indicator_id"]) == {"ccg_ois:1.10"}
    assert "ccg_ois:1.1" not in set(read.rows["indicator_id"])


BAD_INPUTS = {
    "B116-header_row_of_each_sheet": found_header,
    "B123-blocks_side_by_side": joined_blocks,
    "B124-tables_one_under_another": several_tables,
    "B125-columns_without_heading": unnamed_columns,
    "B127-headings_that_change": headings_that_change,
    "B128-hidden_sheet": hidden_sheet,
    "B130-repeated_header": repeated_header,
    "B135-two_stars_keep_their_counts": data_quality,
    "B136-no_data": other_marks,
    "B137-numerator_missing": numerator_missing,
    "B139-swapped_headings": swapped_headings,
    "B140-percentage_above_a_hundred": above_a_hundred,
    "B141-counts_rounded_to_five": rounded_counts,
    "B142-control_limits_as_interval": other_interval,
    "B149-code_like_a_power_of_ten": codes_are_text,
    "B150-england_under_three_names": one_england,
    "B151-england_without_code": one_england,
    "B154-area_team_among_ccgs": area_team,
    "B155-names_without_codes": names_matched,
    "B158-several_rows_per_area": never_summed,
    "B165-provisional_year": provisional_year,
    "B166-two_values_for_one_key": two_values,
    "B167-months_as_dates": dates_among_months,
    "B171-code_stored_as_a_number": code_of_the_sheet,
}


@pytest.mark.parametrize("holds", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_bad_input_of_the_workbook(read, holds):
    holds(read)


def test_numerators_in_wrong_rows_are_told_by_their_intervals(read):
    """The interval of a rate is about as wide as that of its own count, so 900 events cannot have that of 25."""
    assert set(read.why("3.4")) == {"inconsistent_source"}
    assert read.found("counts_misplaced") == [("3.4", row) for row in (27, 28, 29, 30)]
    assert read.of("3.4")["numerator"].tolist() == [900.0, 25.0, 100.0, 400.0]


def test_values_are_in_natural_units_beside_the_published_ones(read):
    row = read.of("1.10").query("area_code == @DORSET").iloc[0]
    assert (row["published_value"], row["published_per"]) == (62.2, 100.0)
    assert row["value"] == pytest.approx(0.622)


def test_blank_value_beside_counts_is_noted(read):
    assert read.found("value_blank") == [("1.14", 42)]


def test_interval_in_one_cell_is_read(read):
    row = read.of("1.15").query("sheet_row == 15").iloc[0]
    assert (row["lower"], row["upper"]) == pytest.approx((0.469, 0.527))


def test_problems_name_sheet_row_and_cell(read):
    flagged = read.problems.query("code == 'data_quality'").iloc[0]
    assert flagged[["sheet", "row", "cell", "value"]].tolist() == ["1.15", 16, "E16", "'**'"]


def test_one_sheet_alone(save):
    path = save(SHEETS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        data = read_indicators(path, sheet="5.3")
    assert set(data.observations["indicator_id"]) == {"ccg_ois:5.3"}


def test_name_without_match_is_refused_with_the_closest(save):
    rows = [["Period", "Level description", "Percentage"], ["2013/14", "NHS Dorsett CCG", 1.0]]
    path = save({"1.12": rows, "1.13": rows})
    with pytest.raises(DataError, match="no area of this name is known"):
        read_indicators(path)
    assert "'NHS Dorset" in check(path).query("code == 'name_unknown'")["what"].iloc[0]


def test_block_without_values_is_refused(save):
    rows = [["Period", "Level description", "Percentage", "Period", "Level description", "Note"],
            ["2013/14", "NHS Dorset CCG", 1.0, "2014/15", "NHS Dorset CCG", "n"]]  # fmt: skip
    with pytest.raises(DataError, match="columns D, E, F look like a block of their own"):
        read_indicators(save({"1.12": rows, "1.13": rows}))


def test_sheet_without_known_headings_is_not_passed_over_in_silence(save):
    known = [["Period", "Level description", "Percentage"], ["2013/14", "NHS Dorset CCG", 1.0]]
    path = save({"1.12": known, "1.13": [["Quartal", "Ort", "Anteil"], ["2013/14", "NHS Dorset CCG", 1.0]]})
    with pytest.warns(DataWarning) as caught:
        read_indicators(path, statistic="estimate")
    assert any(str(one.message).startswith("1 sheet is named by an indicator") for one in caught)


STRANGE = [None, "", " ", 0, -1, True, 10**400, float("nan"), float("inf"), "#DIV/0!", "'5", "<5", "1,5", "Year",
           dt.date(1900, 1, 1), dt.time(3, 4), "Level description", "\u200b", "9" * 500]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_strange_cells_give_problems_never_other_errors(seed):
    """Cells of all sheets are replaced at random; whatever the rows then say, reading ends in problems."""
    random = np.random.default_rng(seed)
    sheets = []
    for title, rows in SHEETS.items():
        changed = [list(row) for row in rows]
        for row in changed:
            for place in range(len(row)):
                if random.random() < 0.05:
                    row[place] = STRANGE[random.integers(len(STRANGE))]
        sheets.append(Sheet(title, is_visible=True, records=lambda changed=changed: changed))
    arranged = arrange_book(sheets, "book.xlsx", ReadingSettings())
    ledger = Ledger(arranged.where, known_layout=True)
    ledger.take(arranged.findings)
    source = SourceInfo(name="book.xlsx", rows_read=len(arranged.frame), layout="ccg_ois")
    how = {"source": source, "settings": ReadingSettings(), "found": ledger}
    checked = check_observations(arranged.frame, statistic_of=catalogue("ccg_ois"), **how)
    assert checked.counts.read == len(arranged.frame) > 0
    assert len(checked.problems)


def test_other_workbooks_are_not_taken_for_it(save):
    rows = [["area_code", "numerator", "denominator"], ["E38000001", 1, 10], ["E38000002", 2, 10]]
    path = save({"1.1 data": rows, "1.2 notes": [["Nothing here"]]})
    assert read_indicators(path, statistic="proportion").source.layout == "tidy"


def test_names_are_matched_whole_never_in_part():
    assert matched_codes(["nhs dorset ccg", "NHS East Riding Of Yorkshire CCG", "Dorse", "West"]) == {
        "nhs dorset ccg": DORSET,
        "NHS East Riding Of Yorkshire CCG": "E38000052",
    }
    assert nearest_names("NHS Dorsett CCG")[0].startswith("NHS Dorset")
