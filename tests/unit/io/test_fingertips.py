"""Fingertips in copies of its published layouts: downloads, figures of the service, uploads, health profiles."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataError, DataWarning
from scnvariation.io.read import check, read_indicators

HEADINGS_LINE = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal"
)
HEADER = HEADINGS_LINE.split(",")
ENGLAND = "E92000001"
UTLA = "County & UA deprivation deciles in England (IMD2015, pre 4/19 geog.)"
LTLA = "District & UA deprivation deciles in England (IMD2015, pre 4/19 geog.)"
STATISTIC = {"fingertips:241": "proportion"}


def wilson(count: float, people: float, side: int) -> float:
    """Give a limit of Wilson's interval, in percent."""
    z, share = 1.959964, count / people
    half = z * np.sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    return float(100 * (share + z**2 / (2 * people) + side * half) / (1 + z**2 / people))


def byar(count: float, side: int) -> float:
    """Give a limit of Byar's interval of a count."""
    events = count if side < 0 else count + 1
    return float(events * (1 - 1 / (9 * events) + side * 1.959964 / (3 * np.sqrt(events))) ** 3)


def row(area: str, count: float | str, people: float | str, **other: str) -> dict[str, str]:
    """Write one row of a download: a percentage with blanks where a download has them."""
    is_england = area == ENGLAND
    figures = {}
    if count != "" and people != "":
        events, size = float(count), float(people)
        figures = {
            "Value": repr(100 * events / size),
            "Lower CI 95.0 limit": repr(wilson(events, size, -1)),
            "Upper CI 95.0 limit": repr(wilson(events, size, 1)),
        }
    return {
        "Indicator ID": "241",
        "Indicator Name": "Diabetes: QOF prevalence",
        "Parent Code": "" if is_england else ENGLAND,
        "Parent Name": "" if is_england else "England",
        "Area Code": area,
        "Area Name": "England" if is_england else f"Area {area[-3:]}",
        "Area Type": "England" if is_england else "UA",
        "Sex": "Persons",
        "Age": "All ages",
        "Time period": "2018/19",
        "Time period Sortable": "20180000",
        "Count": str(count),
        "Denominator": str(people),
        "Recent Trend": "Increasing & getting worse",
        **figures,
        **{name.replace("_", " "): text for name, text in other.items()},
    }


def written(rows: list[dict[str, str]], header: list[str] | None = None) -> str:
    """Write rows as a download does, every heading in its place."""
    names = HEADER if header is None else header
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


SMALL = [row(ENGLAND, 600, 6000), row("E06000001", 100, 1000), row("E06000002", 200, 2000), row("E06000003", 300, 3000)]


USUAL = {"layout", "comparator_found", "value_scale", "interval_method"}


def codes(problems: pd.DataFrame) -> list[str]:
    return [code for code in dict.fromkeys(problems["code"]) if code not in USUAL]


def severe(problems: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(problems.loc[problems["severity"] != "N", "code"]))


def what(problems: pd.DataFrame, code: str) -> str:
    return str(problems.loc[problems["code"] == code, "what"].iloc[0])


def test_a_download_is_recognised_and_its_facts_are_kept(write):
    path = write("indicators.data.csv", written(SMALL))
    problems = check(path, statistic=STATISTIC)
    assert what(problems, "layout") == "read as layout 'fingertips': its headings are those of a Fingertips download"
    data = read_indicators(path, statistic=STATISTIC)
    assert data.observations["area_code"].tolist() == ["E06000001", "E06000002", "E06000003"]
    assert data.observations["value"].tolist() == [0.1, 0.1, 0.1]
    # Wilson's interval of 100 of 1000 is 8.29 % to 12.02 %
    assert data.observations["lower"].iloc[0] == pytest.approx(0.0829, abs=5e-5)
    assert data.observations["upper"].iloc[0] == pytest.approx(0.1202, abs=5e-5)
    assert set(data.observations["recent_trend"]) == {"Increasing & getting worse"}
    assert set(data.observations["period_sortable"]) == {"20180000"}
    assert data.reference.published["numerator"].tolist() == [600.0]
    facts = data.catalogue.iloc[0]
    assert (facts["framework"], facts["code"], facts["name"]) == ("fingertips", "241", "Diabetes: QOF prevalence")


def test_a_data_frame_with_numbers_reads_as_its_file_does(write):
    text = written(SMALL)
    from_file = read_indicators(write("a.csv", text), statistic=STATISTIC).observations
    frame = pd.read_csv(io.StringIO(text))
    from_frame = read_indicators(frame, statistic=STATISTIC).observations
    same = ["indicator_id", "period", "area_code", "numerator", "denominator", "value", "lower", "upper", "reason"]
    pd.testing.assert_frame_equal(from_frame[same], from_file[same])


def test_a_workbook_with_typed_cells_reads_as_the_file_does(write, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for cells in csv.reader(io.StringIO(written(SMALL))):
        book.active.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell or None for cell in cells])
    book.save(tmp_path / "download.xlsx")
    from_book = read_indicators(tmp_path / "download.xlsx", statistic=STATISTIC).observations
    from_file = read_indicators(write("a.csv", written(SMALL)), statistic=STATISTIC).observations
    same = ["indicator_id", "period", "area_code", "numerator", "denominator", "value", "period_sortable", "reason"]
    pd.testing.assert_frame_equal(from_book[same], from_file[same])


LAYOUTS = ["fingertips", "fingertips_api", "pholio_upload", "health_profile"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "area_code,value\nE06000001,3\n", "IndicatorId\n", written(SMALL[:0]), "\n,\n"]
)
def test_a_layout_asked_for_by_name_gives_only_our_own_errors(write, layout, text):
    path = write("other.csv", text)
    assert isinstance(check(path, layout=layout), pd.DataFrame)


def r_names(header: list[str]) -> list[str]:
    """Write headings as R does: every blank or sign is a dot."""
    return ["".join(letter if letter.isalnum() else "." for letter in heading) for heading in header]


def resaved_by_r(text: str) -> str:
    """Write a download as R does: a counter without heading, dotted names, NA."""
    header, *lines = csv.reader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["", *r_names(header)])
    for number, line in enumerate(lines, start=1):
        writer.writerow([number, *(cell or "NA" for cell in line)])
    return out.getvalue()


def with_parent(heading: str) -> str:
    return written(SMALL, [heading if "Region" in name else name for name in HEADER])


HEADINGS = {
    "B121-re_saved_by_r": (resaved_by_r(written(SMALL)), ["row_numbers_dropped", "alias"]),
    "B122-no_blanks": (written(SMALL).replace(",".join(HEADER), ",".join(HEADER).replace(" ", "")), ["alias"]),
    "B122-lower_case": (written(SMALL).replace(",".join(HEADER), ",".join(HEADER).lower()), ["alias"]),
    "B131-region": (written(SMALL), ["alias"]),
    "B131-ccgs": (with_parent("Compared to CCGs (from Apr 2021) value or percentiles"), ["alias"]),
    "B131-percentiles": (with_parent("Compared to percentiles"), ["alias"]),
    "B131-not_used": (with_parent("Column not used"), ["alias"]),
    "B131-in_another_place": (written(SMALL, [HEADER[22], *HEADER[:22], *HEADER[23:]]), ["alias"]),
    "B132-27_columns": (written(SMALL, [*HEADER, "Time period range"]), ["alias"]),
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.values(), ids=HEADINGS.keys())
def test_bad_input_headings(write, text, expected):
    path = write("download.csv", text)
    assert codes(check(path, statistic=STATISTIC)) == expected
    data = read_indicators(path, statistic=STATISTIC)
    assert data.observations["numerator"].tolist() == [100.0, 200.0, 300.0]
    assert data.observations["indicator_id"].unique().tolist() == ["fingertips:241"]
    assert "compared_to_parent" in data.observations
    assert len(data.reference.published) == 1


def test_only_unusual_headings_are_noted(write):
    problems = check(write("download.csv", written(SMALL)))
    aliases = problems[problems["code"] == "alias"]
    assert aliases["column"].tolist() == ["Compared to Region value or percentiles"]
    assert aliases["what"].tolist() == ["read as 'compared_to_parent'"]


DECILES = [
    row(ENGLAND, 60, 600, Category_Type=system, Category=f"{name} decile") for system in (UTLA, LTLA) for name in "AB"
]
MEN = [row(f"E0600000{n}", 50, 500, Sex="Male") for n in (1, 2, 3)]
WOMEN = [row(f"E0600000{n}", 50, 500, Sex="Female") for n in (1, 2, 3)]
YOUNG = [row(f"E0600000{n}", 10, 500, Age="<18 yrs") for n in (1, 2, 3)]

PARTS = {
    "B152-deciles_under_the_code_of_england": (DECILES, 4, "'County & UA depr"),
    "B101-men_and_women_beside_persons": ([*MEN, *WOMEN], 6, "('Male', 'Female'); 'Persons' are used"),
    "B101-an_age_beside_all_ages": (YOUNG, 3, "parts by Age ('<18 yrs'); 'All ages' are used"),
}


@pytest.mark.parametrize(("parts", "number", "words"), PARTS.values(), ids=PARTS.keys())
def test_bad_input_parts_beside_their_total(write, parts, number, words):
    path = write("download.csv", written([*parts, *SMALL]))
    problems = check(path, statistic=STATISTIC)
    assert severe(problems) == []
    assert f"{number} rows left out: parts by " in what(problems, "other_breakdown")
    assert words in what(problems, "other_breakdown")
    data = read_indicators(path, statistic=STATISTIC)
    assert data.observations["numerator"].sum() == 600.0
    assert data.reference.published["numerator"].tolist() == [600.0]
    assert data.source.rows_read == 4 + number


WITHOUT_TOTAL = {
    "B101-men_and_women_alone": ([*MEN, *WOMEN], "Sex of 'fingertips:241' is 'Male', 'Female'", "differ by Sex"),
    "B153-two_systems_of_deciles": (DECILES, f"is '{UTLA}', '{LTLA}'", "differ by Category Type and Category"),
}


@pytest.mark.parametrize(("rows", "words", "dimensions"), WITHOUT_TOTAL.values(), ids=WITHOUT_TOTAL.keys())
def test_bad_input_parts_without_a_total(write, rows, words, dimensions):
    path = write("download.csv", written(rows))
    problems = check(path)
    assert severe(problems) == ["extra_dimension"]
    assert dimensions in what(problems, "extra_dimension")
    assert words in what(problems, "other_breakdown")
    with pytest.raises(DataError, match="differ by"):
        read_indicators(path)


def test_each_sex_can_be_made_an_indicator_of_its_own(write):
    # the way out that the text offers
    path = write("download.csv", written([*MEN, *WOMEN]))
    problems = check(path)
    mend = problems.loc[problems["code"] == "other_breakdown", "mend"].iloc[0]
    assert mend.endswith("indicator=['Indicator ID', 'Sex'].")
    data = read_indicators(path, indicator=["Indicator ID", "Sex"], statistic="proportion")
    assert data.catalogue["indicator_id"].tolist() == ["fingertips:241 / Male", "fingertips:241 / Female"]
    assert data.observations["numerator"].tolist() == [50.0] * 6


def test_a_total_is_looked_for_within_each_indicator(write):
    # an indicator of men alone is used although another one has persons
    men = [row(f"E0600000{n}", 50, 500, Sex="Male", Indicator_ID="40501") for n in (1, 2, 3)]
    data = read_indicators(write("download.csv", written([*SMALL, *men])), statistic="proportion")
    assert data.observations["indicator_id"].value_counts().to_dict() == {"fingertips:241": 3, "fingertips:40501": 3}
    assert (data.observations["reason"] == "").all()


REGION = row("E12000001", 600, 6000, Area_Type="Region")
COUNTY = row("E10000002", 40, 400, Area_Type="County")


def test_parents_among_areas_are_told_apart(write):
    path = write("download.csv", written([*SMALL, REGION]))
    assert severe(check(path, statistic=STATISTIC)) == ["mixed_area_types"]
    data = read_indicators(path, statistic=STATISTIC, area_type="UA")
    assert data.observations["reason"].tolist() == ["", "", "", "other_area_type"]
    problems = check(path, statistic=STATISTIC, area_type="ICB")
    assert severe(problems) == ["no_such_area_type"]
    assert what(problems, "no_such_area_type") == (
        "area_type='ICB' is not in the file, which has UA (3 areas), Region (1 area)"
    )


AREAS = {
    "B163-the_type_asked_for_is_not_there": ("ICB", ["no_such_area_type"]),
    "B071-one_type": ("UA", []),
    "B071-two_types_together": ("County & UA", []),
    "B071-two_types_in_words": ("ua and county", []),
    "B071-none_said": (None, ["mixed_area_types"]),
}


@pytest.mark.parametrize(("wanted", "expected"), AREAS.values(), ids=AREAS.keys())
def test_bad_input_area_type_asked_for(write, wanted, expected):
    england = row(ENGLAND, 600, 6000) if wanted == "UA" else row(ENGLAND, 640, 6400)
    path = write("download.csv", written([england, *SMALL[1:], REGION, COUNTY]))
    assert severe(check(path, statistic=STATISTIC, area_type=wanted)) == expected
    if not expected:
        data = read_indicators(path, statistic=STATISTIC, area_type=wanted)
        assert (data.observations["reason"] == "").sum() == (3 if wanted == "UA" else 4)


def test_an_area_that_stands_under_two_types_is_used_once(write):
    again = [dict(one, **{"Area Type": "District & UA"}) for one in SMALL[1:]]
    path = write("download.csv", written([*SMALL, *again]))
    data = read_indicators(path, statistic=STATISTIC, area_type="District & UA")
    assert data.observations["numerator"].tolist() == [100.0, 200.0, 300.0]
    assert set(data.observations["area_type"]) == {"District & UA"}
    assert data.reference.england["denominator"].tolist() == [6000.0]


def test_an_area_under_two_parents_is_used_once(write):
    # the same figures under a second parent repeat the row; other figures contradict it (and enter nothing)
    again = [one | {"Parent Code": "E12000001", "Parent Name": "North East"} for one in SMALL[1:]]
    data = read_indicators(write("download.csv", written([*SMALL, *again])), statistic=STATISTIC)
    assert data.observations["parent_code"].tolist() == [ENGLAND] * 3
    assert what(data.problems, "duplicate_dropped").startswith("3 rows left out that repeat the row of the same area")
    other = [*SMALL, row("E06000001", 101, 1000, Parent_Code="E12000001")]
    assert "conflicting_key" in severe(check(write("other.csv", written(other)), statistic=STATISTIC))
    exact = write("exact.csv", written([*SMALL, SMALL[1]]))
    assert severe(check(exact, statistic=STATISTIC)) == ["duplicate_key"]


ABROAD = {"B072-wales": "W06000001", "B072-scotland": "S12000033"}


@pytest.mark.parametrize("area", ABROAD.values(), ids=ABROAD.keys())
def test_bad_input_other_country(write, area):
    path = write("download.csv", written([*SMALL, row(area, 9, 90)]))
    with pytest.warns(DataWarning, match=f"1 of 5 rows is outside England and left out: {area}"):
        data = read_indicators(path, statistic=STATISTIC)
    assert data.observations["reason"].tolist() == ["", "", "", "other_country"]


ENGLANDS = {
    "B151-blank_parent_and_blank_code": {"Area Code": ""},
    "B070-by_its_code": {"Area Name": "Engl."},
}


@pytest.mark.parametrize("change", ENGLANDS.values(), ids=ENGLANDS.keys())
def test_bad_input_england(write, change):
    path = write("download.csv", written([SMALL[0] | change, *SMALL[1:]]))
    data = read_indicators(path, statistic=STATISTIC)
    assert len(data) == 3
    assert data.reference.published["numerator"].tolist() == [600.0]


NAMES = {"B156-short_name": "Bristol", "B156-long_name": "Bristol, City of"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_bad_input_names_of_areas(write, name):
    # areas are joined by their code; the published name is shown
    path = write("download.csv", written([row("E06000023", 5, 50, Area_Name=name), *SMALL[1:]]))
    table = pd.DataFrame(
        {
            "area_code": ["E06000023", "E06000001", "E06000002", "E06000003"],
            "area_name": ["Bristol, City of", "A", "B", "C"],
            "network_area": "South West",
        }
    )
    data = read_indicators(path, statistic=STATISTIC, areas=table)
    assert data.observations["area_name"].iloc[0] == name
    assert set(data.areas_in(network_area="South West")) == {"E06000023", "E06000001", "E06000002", "E06000003"}
    assert "unmapped_area" not in codes(data.problems)


NOTES = {
    "B177-suppressed": ("Value suppressed for disclosure control due to small count", "", "suppressed", "suppressed"),
    "B177-too_few": ("Value cannot be calculated as number of cases is too small", "", "few_events", "too_few_events"),
    "B177-quality": ("Value not published for data quality reasons", "", "data_quality", "data_quality"),
    "B177-beside_a_value": ("Aggregated from all known lower geography values", "10", None, ""),
    "B177-not_known": ("Value missing in source data", "", "missing", "missing"),
}


@pytest.mark.parametrize(("note", "count", "code", "reason"), NOTES.values(), ids=NOTES.keys())
@pytest.mark.filterwarnings("ignore::scnvariation.errors.DataWarning")
def test_bad_input_value_notes(write, note, count, code, reason):
    path = write("download.csv", written([*SMALL, row("E06000004", count, "100" if count else "", Value_note=note)]))
    data = read_indicators(path, statistic=STATISTIC)
    last = data.observations.iloc[-1]
    assert (last["reason"], last["note"]) == (reason, note)
    if code and code != "missing":
        problem = data.problems[data.problems["code"] == code].iloc[0]
        assert (problem["row"], problem["column"], problem["cell"]) == (6, "Value note", "T6")
        with pytest.raises(DataError):
            read_indicators(path, statistic=STATISTIC, strict=True)


PERIODS = {
    "B169-financial_year": ("2018/19", "20180000", []),
    "B169-rolling_years": ("2018 - 20", "20180000", []),
    "B169-another_year": ("2018/19", "20170000", ["period_disagrees"]),
}


@pytest.mark.parametrize(("period", "sortable", "expected"), PERIODS.values(), ids=PERIODS.keys())
def test_bad_input_sortable_period(write, period, sortable, expected):
    rows = [one | {"Time period": period, "Time period Sortable": sortable} for one in SMALL]
    assert [
        code for code in severe(check(write("a.csv", written(rows)), statistic=STATISTIC)) if code.startswith("period")
    ] == expected


SERVICE = "IndicatorID,Year,AgeID,SexID,AreaCode,Count,Value,LowerCI,UpperCI,Denominator\n"
SERVICE_ROWS = (
    "219,2019,1,4,E06000001,100,10,8.291,12.015,1000\n"
    "219,2019,1,4,E06000002,300,15,13.502,16.633,2000\n"
    "219,2019,1,1,E06000001,60,12,9.441,15.134,500\n"
    "108,2019,163,4,E06000001,401,448.27148,405.17258,494.68235,86650\n"
    "108,2019,163,4,E06000002,628,510.2751,470.86479,552.08543,141216\n"
)


def test_figures_of_the_service_are_recognised(write):
    path = write("healthdata.csv", SERVICE + SERVICE_ROWS)
    given = {"fingertips:219": "proportion", "fingertips:108": "dsr"}
    problems = check(path, statistic=given)
    assert severe(problems) == []
    assert what(problems, "layout").startswith("read as layout 'fingertips_api'")
    data = read_indicators(path, statistic=given)
    assert data.observations["sex"].tolist() == ["Persons"] * 4
    assert data.observations["age"].tolist() == ["All ages", "All ages", "163", "163"]
    assert data.observations["period"].tolist() == ["2019"] * 4


def test_standardised_rates_are_read_per_person(write):
    # published per 100,000; crude rates of 0.0046 and 0.0044 tell the scale, and the display multiplier undoes it
    path = write("healthdata.csv", SERVICE + SERVICE_ROWS)
    data = read_indicators(path, statistic={"fingertips:219": "proportion", "fingertips:108": "dsr"})
    rates = data.observations[data.observations["indicator_id"] == "fingertips:108"]
    assert rates["value"].tolist() == pytest.approx([0.0044827148, 0.005102751], rel=1e-12)
    assert rates["upper"].tolist() == pytest.approx([0.0049468235, 0.0055208543], rel=1e-12)
    assert data.catalogue.set_index("indicator_id").loc["fingertips:108", "multiplier"] == 100_000


HINTS = {
    "proportion": ("219,2019,1,4,E06000001,100,10,9,11,1000\n", "as those of a proportion do", "'proportion'"),
    "rate": ("219,2019,1,4,E06000001,100,10000,9,11,1000\n", "equal 100,000 x numerator / denominator", "'rate'"),
    "standardised": ("219,2019,1,4,E06000001,100,12345,9,11,1000\n", "they may be standardised", "'dsr'"),
}


@pytest.mark.parametrize(("line", "words", "offer"), HINTS.values(), ids=HINTS.keys())
def test_what_values_look_like_is_said_and_not_taken_for_granted(write, line, words, offer):
    path = write("healthdata.csv", SERVICE + line)
    problems = check(path).set_index("code")
    assert words in problems.loc["statistic_hint", "what"]
    assert f"statistic={offer}" in problems.loc["statistic_hint", "mend"]
    assert "no_statistic" in problems.index
    assert "statistic_hint" not in codes(check(path, statistic={"fingertips:219": "rate"}))
    assert "statistic_hint" not in codes(check(path, statistic="rate"))


def test_minus_one_is_not_the_number_of_a_sex(write):
    line = "219,2019,-1,-1,E06000001,100,10,8.291,12.015,1000\n"
    data = read_indicators(write("healthdata.csv", SERVICE + line), statistic="proportion")
    assert data.observations[["sex", "age"]].to_numpy().tolist() == [["Not applicable", "Not applicable"]]


SEXES = {
    "B178-person": "Person",
    "B178-all": "All",
    "B178-persons": "Persons",
}


@pytest.mark.parametrize("word", SEXES.values(), ids=SEXES.keys())
def test_bad_input_sex(write, word):
    path = write("download.csv", written([one | {"Sex": word} for one in SMALL]))
    aliases = check(path).query("code == 'alias' and column == 'Sex'")
    assert aliases[["value", "what"]].to_numpy().tolist() == (
        [] if word == "Persons" else [[f"'{word}'", "read as 'Persons'"]]
    )
    assert set(read_indicators(path, statistic=STATISTIC).observations["sex"]) == {"Persons"}


UPLOAD = (
    "IndicatorId,Year,YearRange,Quarter,Month,AgeId,SexId,AreaCode,Count,Value,LowerCI95,UpperCI95,Denominator,"
    "Denominator_2,ValueNoteId,CategoryTypeId,CategoryId\n"
)


def upload_line(area: str, count: float, *period: int) -> str:
    year, years, quarter, month = (*period, *(1, -1, -1)[len(period) - 1 :])
    return f"91491,{year},{years},{quarter},{month},1,4,{area},{count},-1,-1,-1,500,-1,0,-1,-1\n"


MISSING = {"B138-minus_one": -1, "B138-minus_one_with_a_decimal": -1.0}


@pytest.mark.parametrize("mark", MISSING.values(), ids=MISSING.keys())
def test_bad_input_minus_one_in_an_upload(write, mark):
    # -1 is missing here, and only here
    text = UPLOAD + upload_line("E06000001", 60, 2020) + upload_line("E06000002", mark, 2020)
    path = write("upload.csv", text)
    problems = check(path, statistic="proportion")
    assert what(problems, "layout") == "read as layout 'pholio_upload': its headings are those of a Fingertips upload"
    assert severe(problems) == []
    assert "1 cell of -1 read as missing" in what(problems[problems["column"] == "Count"], "missing")
    data = read_indicators(path, statistic="proportion")
    assert data.observations["reason"].tolist() == ["", "missing"]
    assert data.observations["value"].iloc[0] == 60 / 500
    service = write("healthdata.csv", SERVICE + "219,2019,1,4,E06000001,-1,10,9,11,1000\n")
    assert "negative" in severe(check(service))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ((2020,), "2020-01-01", "2020-12-31"),
        ((2015, 3), "2015-01-01", "2017-12-31"),
        ((2020, 1, -1, 4), "2020-04-01", "2020-04-30"),
    ],
)
def test_the_period_of_an_upload_is_put_together(write, period, first, last):
    path = write("upload.csv", UPLOAD + upload_line("E06000001", 60, *period))
    rows = read_indicators(path, statistic="proportion").observations
    assert (str(rows["period_start"].iloc[0])[:10], str(rows["period_end"].iloc[0])[:10]) == (first, last)


PROFILE = (
    "ONS Code (old),ONS Code (new),Area Name                                           ,ONS Cluster,Period,"
    "Single Year Denominator,Indicator value,Lower 95% CI,Upper 95% CI,Significance\r\n"
    "Eng,E92000001,England,N/A,2010/11,495353,19.0,18.9,19.1,n/a\r\n"
    "A,E12000001,North East,N/A,2010/11,25282,21.4,20.9,21.9,Significantly worse than England average\r\n"
    "11,E10000002,Buckinghamshire CC,N/A,2010/11,4906,15.5,14.5,16.5,Significantly better than England average\r\n"
    "00EB,E06000001,Hartlepool,Industrial Hinterlands,2010/11,958,22.5,20.0,25.3,Significantly worse\r\n"
    "00EC,E06000002,Middlesbrough,Industrial Hinterlands,2010/11,1457,24.8,22.6,27.1,n/a\r\n"
)
PROFILES = {
    "B157-two_columns_of_codes": (None, ["mixed_area_types"]),
    "B163-no_such_kind": ("E09", ["no_such_area_type"]),
    "B071-one_kind": ("E06", []),
    "B071-two_kinds": ("E06 & E10", []),
}


@pytest.mark.parametrize(("wanted", "expected"), PROFILES.values(), ids=PROFILES.keys())
def test_bad_input_health_profile(write, wanted, expected):
    path = write("obese_children_year6_pct.csv", PROFILE)
    problems = check(path, statistic="estimate", area_type=wanted)
    assert severe(problems) == expected
    assert {"layout", "header_trimmed", "code_kind"} <= set(problems["code"])
    assert what(problems, "code_kind") == "read as the area's code; 'ONS Code (old)' is kept beside it"


def test_a_health_profile_is_an_estimate_with_its_interval(write):
    path = write("obese_children_year6_pct.csv", PROFILE)
    data = read_indicators(path, statistic="estimate", area_type="E06")
    assert data.observations["area_code_old"].tolist() == ["A", "11", "00EB", "00EC"]
    assert data.observations["reason"].tolist() == ["other_area_type", "other_area_type", "", ""]
    assert data.reference.published["value"].tolist() == [19.0]
    assert set(data.observations["indicator_id"]) == {"obese_children_year6_pct"}
    hint = check(path, area_type="E06").set_index("code").loc["statistic_hint", "mend"]
    assert hint == "To judge the values by their published intervals pass statistic='estimate'."


YEARS = ("2016/17", "2017/18", "2018/19")
INDICATORS = {"241": 100, "92488": 100_000}


def big_download() -> tuple[str, dict[tuple[str, str], tuple[int, int]]]:
    """Write 150 areas, 9 regions, England and two systems of deciles in 3 years and 2 indicators; give the totals."""
    rows, totals = [], {}
    for indicator, multiplier in INDICATORS.items():
        for year in YEARS:
            people = [20_000 + 731 * area for area in range(150)]
            events = [(size * (80 + area % 40)) // 1000 + int(year[3]) for area, size in enumerate(people)]
            totals[indicator, year] = (sum(events), sum(people))
            kinds = [("E06", "UA", area, events[area], people[area]) for area in range(150)]
            kinds += [("E12", "Region", part, sum(events[part::9]), sum(people[part::9])) for part in range(9)]
            facts = {"Indicator_ID": indicator, "Time_period": year, "Time_period_Sortable": f"{year[:4]}0000"}

            def one(area: str, count: int, size: int, facts=facts, multiplier=multiplier, **other: str):
                figures = {"Value": multiplier * count / size}
                if multiplier > 100:
                    figures["Lower CI 95.0 limit"] = multiplier * byar(count, -1) / size
                    figures["Upper CI 95.0 limit"] = multiplier * byar(count, 1) / size
                told = {name: repr(figure) for name, figure in figures.items()}
                return row(area, count, size, **facts, **told, **other)

            rows.append(one(ENGLAND, sum(events), sum(people)))
            rows += [
                one(ENGLAND, sum(events[part::10]), sum(people[part::10]), Category_Type=system, Category=f"D{part}")
                for system in (UTLA, LTLA)
                for part in range(10)
            ]
            rows += [
                one(f"{kind}{number + 1:06d}", count, size, Area_Type=name) for kind, name, number, count, size in kinds
            ]
    return written(rows, [*HEADER, "Time period range"]), totals


def test_a_large_download_reads_in_correct_totals(write):
    text, totals = big_download()
    path = write("indicators-CountyUA.data.csv", text)
    data = read_indicators(path, statistic={"fingertips:241": "proportion", "fingertips:92488": "rate"}, area_type="UA")
    assert data.source.rows_read == 2 * 3 * (1 + 20 + 150 + 9)
    rows = data.observations[data.observations["reason"] == ""]
    assert len(rows) == 2 * 3 * 150
    assert (data.observations["reason"] == "other_area_type").sum() == 2 * 3 * 9
    assert len(data.reference.published) == 6
    for (indicator, year), (events, people) in totals.items():
        here = rows[(rows["indicator_id"] == f"fingertips:{indicator}") & (rows["period"] == year)]
        assert (here["numerator"].sum(), here["denominator"].sum()) == (events, people)
        result = scn.funnel(data, f"fingertips:{indicator}", period=year)
        assert result.benchmark == pytest.approx(events / people, rel=1e-12)
        assert (result.areas["status"] != "not_computed").sum() == 150
    assert np.allclose(rows["value"], rows["numerator"] / rows["denominator"], rtol=1e-12)
    assert "120 rows left out: parts by Category Type" in what(data.problems, "other_breakdown")
    assert severe(data.problems) == []
