"""Faults of rows, keys, codes and areas. Ids are those of the catalogue."""

from __future__ import annotations

import pandas as pd
import pytest

CODES = ["E38000001", "E38000002", "E38000003"]


def frame(**columns: object) -> pd.DataFrame:
    """Three good areas of one indicator, with other columns in their place."""
    return pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013/14",
            "area_code": CODES,
            "numerator": [10, 20, 30],
            "denominator": [100, 100, 100],
            "statistic": "proportion",
        }
        | columns
    )


def more(base: pd.DataFrame, **row: object) -> pd.DataFrame:
    """Add one row that repeats the last one but for what is given."""
    return pd.concat([base, base.iloc[[-1]].assign(**row)], ignore_index=True)


def codes_of(checked) -> list[list[str]]:
    return checked.problems[["code", "severity"]].to_numpy().tolist()


def text_row(base: pd.DataFrame, cells: dict[str, str]) -> pd.DataFrame:
    """Add a line of text as a file would have it: every other cell blank."""
    texts = base.astype(str)
    return pd.concat([texts, pd.DataFrame([dict.fromkeys(base.columns, "") | cells])], ignore_index=True)


NOTES = {
    "B009-note_in_first_column": {"indicator_id": "Source: HES"},
    "B009-note_in_area_column": {"area_code": "Source: HES, copyright"},
    "B130-header_repeated": {"area_code": "area_code", "numerator": "numerator", "denominator": "denominator"},
}


@pytest.mark.parametrize("cells", NOTES.values(), ids=NOTES.keys())
def test_bad_input_notes_are_never_areas(run_check, cells):
    checked = run_check(text_row(frame(), cells))
    assert codes_of(checked) == [["note_row", "N"]]
    assert checked.observations["area_code"].tolist() == CODES
    assert checked.set_aside["reason"].tolist() == ["note_row"]
    assert checked.counts.not_computed == 1


@pytest.mark.parametrize("catalogue_line", ["B011-merged_cells"], indirect=True)
def test_bad_input_merged_cells(run_check):
    # B011: the code stands only on the first of several rows
    merged = frame(area_code=["E38000001", "", "E38000003"], period=["2012/13", "2013/14", "2013/14"])
    assert codes_of(run_check(merged)) == [["merged_cells", "E"]]
    filled = run_check(merged, fill_merged=True)
    assert filled.observations["area_code"].tolist() == ["E38000001", "E38000001", "E38000003"]
    assert not filled.counts.refused


def test_bad_input_no_rows(run_check):
    # B017
    assert codes_of(run_check(frame().iloc[:0])) == [["no_rows", "E"]]


def test_bad_input_duplicate_column(run_check):
    # B018: pandas itself would rename the second one
    twice = pd.concat([frame(), frame()[["numerator"]]], axis=1)
    assert codes_of(run_check(twice)) == [["duplicate_column", "E"]]


def test_words_that_look_missing_are_codes_and_names(run_check):
    # B040: plain pandas makes all of them missing
    odd = frame(area_code=["NA", "None", "null"], area_name=["NA", "nan", "None"])
    checked = run_check(odd)
    assert checked.observations["area_code"].tolist() == ["NA", "None", "null"]
    assert checked.observations["area_name"].tolist() == ["NA", "nan", "None"]
    assert checked.counts.used == 3


@pytest.mark.parametrize("catalogue_line", ["B068-exact_duplicate"], indirect=True)
def test_bad_input_exact_duplicate(run_check):
    # B068: lists both rows; the way out is an option, and what it drops is counted
    twice = more(frame())
    checked = run_check(twice)
    assert codes_of(checked) == [["duplicate_key", "E"]] * 2
    assert checked.problems["row"].tolist() == [3, 4]
    dropped = run_check(twice, drop_exact_duplicates=True)
    assert dropped.set_aside["reason"].tolist() == ["duplicate_dropped"]
    assert dropped.counts.not_computed == 1


@pytest.mark.parametrize("catalogue_line", ["B069-conflicting_key"], indirect=True)
def test_bad_input_conflicting_key(run_check):
    # B069: in a known layout neither row is used
    twice = more(frame(), numerator=31)
    checked = run_check(twice)
    assert codes_of(checked) == [["conflicting_key", "E"]] * 2
    assert checked.counts.refused == 2
    published = run_check(twice, layout="qof_by_ccg")
    assert codes_of(published) == [["conflicting_key", "W"]] * 2
    assert published.observations["reason"].tolist() == ["", "", "inconsistent_source"]
    assert published.set_aside["reason"].tolist() == ["inconsistent_source"]


def test_bad_input_final_replaces_provisional(run_check):
    # B166
    twice = more(frame(stage="final"), numerator=31, stage="Provisional")
    checked = run_check(twice, status="stage")
    assert codes_of(checked) == [["superseded", "N"]]
    assert checked.observations["numerator"].tolist() == [10, 20, 30]


ENGLAND = {
    "B070-ons_code": ("E92000001", ""),
    "B070-england": ("England", ""),
    "B070-ENG": ("ENG", ""),
    "B070-national": ("National", ""),
    "B070-total": ("Total", ""),
    "B150-all_registered": ("All Registered Patients in England", ""),
    "B151-blank_code": ("", "England"),
}


@pytest.mark.parametrize(("code", "name"), ENGLAND.values(), ids=ENGLAND.keys())
def test_bad_input_england_is_no_area(run_check, code, name):
    named = frame(area_name=["A", "B", "C"])
    checked = run_check(more(named, area_code=code, area_name=name, numerator=60, denominator=300))
    assert codes_of(checked) == [["comparator_found", "N"]]
    assert checked.observations["area_code"].tolist() == CODES
    assert checked.england["numerator"].tolist() == [60]
    assert checked.counts.used == 4
    assert checked.counts.comparator == 1


def test_two_labels_for_england_are_one_comparator(run_check):
    # B150: the same figure twice is one; two figures for one period cannot both be England
    once = more(frame(), area_code="England", numerator=60, denominator=300)
    same = run_check(more(once, area_code="E92000001"))
    assert len(same.england) == 1
    assert same.counts.not_computed == 1
    other = run_check(more(once, area_code="E92000001", numerator=61))
    assert "conflicting_key" in other.problems["code"].tolist()


def test_bad_input_mixed_area_types(run_check):
    # B071
    mixed = more(frame(area_type="ccg"), area_code="E12000007", area_type="region", numerator=60, denominator=300)
    assert codes_of(run_check(mixed)) == [["mixed_area_types", "E"]]
    kept = run_check(mixed, area_type="ccg").observations
    assert kept["reason"].tolist() == ["", "", "", "other_area_type"]
    # B163: never another geography in its place
    assert codes_of(run_check(mixed, area_type="icb")) == [["no_such_area_type", "E"]]
    by_code = more(frame(), area_code="E12000007", numerator=60, denominator=300)
    assert codes_of(run_check(by_code)) == [["mixed_area_types", "E"]]


def test_bad_input_other_country(run_check):
    # B072: Wales is left out of data about England, not out of data about Wales
    mixed = more(frame(), area_code="W06000015")
    checked = run_check(mixed)
    assert codes_of(checked) == [["other_country", "W"]]
    assert checked.observations["reason"].tolist() == ["", "", "", "other_country"]
    assert run_check(frame(area_code=["W06000001", "W06000002", "W06000003"])).problems.empty


AREAS = pd.DataFrame(
    {"area_code": CODES[:2], "ods_code": ["00C", "00D"], "network_area": ["Wessex", ""], "region": "South"}
)


@pytest.mark.parametrize("catalogue_line", ["B073-unmapped_area"], indirect=True)
def test_bad_input_unmapped_area(run_check):
    # B073: the code, or its network, is absent; without a table nothing is unmapped; England still counts it
    checked = run_check(frame(), areas=AREAS)
    assert codes_of(checked) == [["unmapped_area", "W"]] * 2
    assert checked.problems["value"].tolist() == ["'E38000002'", "'E38000003'"]
    assert checked.observations["reason"].tolist() == ["", "", ""]
    assert run_check(frame()).problems.empty


@pytest.mark.parametrize("catalogue_line", ["B074-two_networks", "B087-repeated_keys"], indirect=True)
def test_bad_input_area_in_two_networks(run_check):
    # B074, B087: a join would multiply rows
    two = pd.concat([AREAS, AREAS.iloc[[0]].assign(network_area="London")], ignore_index=True)
    assert codes_of(run_check(frame(), areas=two)) == [["two_networks", "E"]]
    twice = pd.concat([AREAS, AREAS.iloc[[0]]], ignore_index=True)
    assert codes_of(run_check(frame(), areas=twice)) == [["lookup_not_unique", "E"]]


def test_bad_input_organisation_codes(run_check):
    # B077, B080: 00Q and E38... are both accepted through the table, in either case
    full = AREAS.assign(network_area="Wessex")
    checked = run_check(frame(area_code=["00C", "00d", "E38000003"]), areas=full)
    assert checked.observations["area_code"].tolist() == CODES
    assert set(checked.problems["code"]) == {"code_kind", "code_cleaned", "unmapped_area"}


CODE_TEXTS = {
    "B078-looks_like_a_power": ("05E10", "05E10", None),
    "B079-leading_zeros": ("001", "001", None),
    "B080-lower_case": ("e38000009", "E38000009", "code_cleaned"),
    "B080-no_break_space": ("E38000009\u00a0", "E38000009", "code_cleaned"),
    "B080-zero_width_space": ("E380\u200b00009", "E38000009", "code_cleaned"),
    "B080-tab": ("\tE38000009", "E38000009", "code_cleaned"),
    "B149-5E1_as_text": ("5E1", "5E1", None),
}


@pytest.mark.parametrize(("typed", "read", "code"), CODE_TEXTS.values(), ids=CODE_TEXTS.keys())
def test_bad_input_codes_are_text_and_clean(run_check, typed, read, code):
    checked = run_check(frame(area_code=["E38000001", "E38000002", typed]))
    assert checked.observations["area_code"].tolist()[-1] == read
    assert checked.problems["code"].tolist() == ([code] if code else [])


CODE_NUMBERS = {
    "B149-whole_column_numeric": [50.0, 5000.0, 300.0],
    "B149-integers": [1, 2, 3],
    "B149-power_as_text": ["E38000001", "E38000002", "5.00E+01"],
}


@pytest.mark.parametrize("codes", CODE_NUMBERS.values(), ids=CODE_NUMBERS.keys())
def test_bad_input_codes_that_are_numbers(run_check, codes):
    checked = run_check(frame(area_code=codes))
    assert set(checked.problems["code"]) == {"code_is_number"}
    assert checked.counts.refused == sum(not isinstance(code, str) or "+" in code for code in codes)


def test_bad_input_indicator_code_as_number(run_check):
    # B171: 1.10 was stored as 1.1
    checked = run_check(frame(indicator_id=1.1))
    assert checked.problems["what"].tolist() == ["a number where a code is needed; 1.1 may be 1.1 or 1.10"] * 3
    assert run_check(frame(indicator_id=93861)).observations["indicator_id"].tolist() == ["93861"] * 3


@pytest.mark.parametrize(
    "catalogue_line",
    ["B005-encoded_twice", "B083-welsh_letters", "B084-accents", "B085-control_characters"],
    indirect=True,
)
def test_bad_input_names(run_check):
    # B005, B083, B084, B085
    names = ["Ynys M\u00c3\u00b4n", "Ynys Mo\u0302n ", "St \u202eHelens"]
    checked = run_check(frame(area_name=names))
    assert checked.observations["area_name"].tolist() == ["Ynys M\u00c3\u00b4n", "Ynys Môn", "St Helens"]
    assert checked.problems["code"].tolist() == ["double_encoding", "code_cleaned", "control_characters"]


def test_bad_input_extra_dimension(run_check):
    # B101: plain pandas would add persons to men and women
    sexes = pd.concat([frame(sex=sex) for sex in ("Persons", "Male")], ignore_index=True)
    checked = run_check(sexes)
    assert codes_of(checked) == [["extra_dimension", "E"]]
    assert "differ by sex" in checked.problems["what"].iloc[0]
    assert checked.counts.refused == 6


def test_bad_input_statistics(run_check):
    # B100: one id is one indicator; a word that is no statistic is refused, an absent one noted
    assert codes_of(run_check(frame(statistic=["rate", "rate", "proportion"]))) == [["indicator_id", "E"]]
    assert codes_of(run_check(frame(statistic="percent"))) == [["no_statistic", "N"], *[["unknown_statistic", "E"]] * 3]
    assert codes_of(run_check(frame().drop(columns="statistic"))) == [["no_statistic", "N"]]


def test_the_users_word_wins_over_column_and_catalogue(run_check):
    above = frame(numerator=[120, 20, 30])
    assert codes_of(run_check(above)) == [["numerator_above", "E"]]
    assert run_check(above, statistic="rate").problems.empty
    assert run_check(above, statistic={"x": "rate"}).problems.empty
    catalogue = pd.DataFrame({"indicator_id": ["x"], "statistic": ["rate"]})
    assert run_check(above.drop(columns="statistic"), statistic_of=catalogue).problems.empty
    assert codes_of(run_check(above, statistic_of=catalogue)) == [["numerator_above", "E"]]


def test_without_indicator_and_period_there_is_one_of_each(run_check):
    checked = run_check(frame().drop(columns=["indicator_id", "period"]))
    assert checked.problems["code"].tolist() == ["no_period", "one_indicator"]
    assert checked.observations["indicator_id"].tolist() == ["indicator"] * 3
    assert checked.observations["period"].tolist() == [""] * 3


def test_reasons_of_an_earlier_reading_are_kept(run_check):
    # a second check of checked data changes nothing
    first = run_check(frame(numerator=["10", "*", ""]))
    again = run_check(first.observations)
    pd.testing.assert_frame_equal(again.observations, first.observations)
    assert again.problems.empty
    assert codes_of(run_check(frame(reason=["", "", "tired"]))) == [["unknown_reason", "E"]]


def test_index_labels_are_told_beside_positions(run_check):
    labelled = frame(numerator=[10, -1, 30]).set_axis(["a", "b", "c"])
    problem = run_check(labelled).problems.iloc[0]
    assert problem["row"] == 2
    assert problem["what"] == "negative (index label 'b')"


def test_contract_columns_may_stand_in_the_index(run_check):
    # B115
    indexed = frame().set_index(["indicator_id", "period", "area_code"])
    assert run_check(indexed).observations["area_code"].tolist() == CODES


@pytest.mark.parametrize("catalogue_line", ["B115-frames_of_any_type"], indirect=True)
@pytest.mark.parametrize(
    "kind", ["int64", "float64", "Int64", "int64[pyarrow]", "float64[pyarrow]", "string[pyarrow]", "category", "object"]
)
def test_number_types_agree(run_check, kind):
    # B115, B028: same answer, input not changed
    typed = frame().astype({"numerator": kind, "denominator": kind})
    expected = run_check(frame())
    pd.testing.assert_frame_equal(
        run_check(typed).observations.drop(columns="statistic"), expected.observations.drop(columns="statistic")
    )


def test_duplicate_index_and_read_only_columns_are_fine(run_check):
    # B115
    odd = frame().set_axis([7, 7, 7])
    for column in ("numerator", "denominator"):
        values = odd[column].to_numpy().copy()
        values.flags.writeable = False
        odd[column] = values
    assert run_check(odd).counts.used == 3
