"""Texts made fit for a workbook: headings, names of sheets and tables, cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scnvariation.report.workbook_text import cell_text, pieces, sheet_names, shortened, table_name, unique_headings

ANY_TEXT = st.text(st.characters(), max_size=400)
FORBIDDEN = set("[]:*?/\\'")


def units(text):
    """Length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.lists(ANY_TEXT | st.sampled_from(["a", "A", "a (2)", "ß", "ss", ""]), max_size=12))
def test_headings_are_what_a_marked_table_can_have(names):
    """Excel asks to repair a file whose table has a heading twice, empty, too long or on two lines."""
    headings = unique_headings(names)
    assert len(headings) == len(names)
    assert len({heading.casefold() for heading in headings}) == len(names)
    assert all(0 < units(heading) <= 255 for heading in headings)
    assert all(heading == " ".join(heading.split()) for heading in headings)


def test_headings_that_need_no_change_have_none():
    names = ["area_code", "Share, %", "Änderung seit 2013/14", "=1+1", "Fünf [c] #3"]
    assert unique_headings(names) == names


def test_a_heading_is_no_escape_of_another_letter():
    """Excel reads _x0041_ in a table's definition as A, and then misses the heading A in the cell."""
    assert unique_headings(["_x0041_"]) == ["_ x0041_"]


@given(st.lists(ANY_TEXT | st.sampled_from(["History", "a/b", "a?b", "", "'"]), max_size=8))
def test_sheets_have_names_that_excel_takes(wanted):
    """B113."""
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < units(name) <= 31 and not FORBIDDEN & set(name) for name in names)
    assert not {"history"} & {name.casefold() for name in names}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["Who is outside", "who/is outside"], ["Who is outside", "who is outside 2"]),
        (["History"], ["History 2"]),
        (["a" * 40, "a" * 40], ["a" * 31, "a" * 29 + " 2"]),
        (["Shares of the true differences between areas"], ["Shares of the true differences"]),
    ],
)
def test_sheet_names_stay_readable(wanted, names):
    assert sheet_names(wanted) == names


@pytest.mark.parametrize("name", ["r", "c", "a1", "r1c1", "Outside now", "", "x" * 31])
def test_names_of_tables_are_no_addresses(name):
    """A table called R or A1 would be taken for a row or a cell."""
    found = table_name(name)
    assert found.startswith("table_")
    assert found.replace("_", "").isalnum()


@given(ANY_TEXT)
def test_a_cell_holds_nothing_that_xml_cannot(text):
    found = cell_text(text)
    found.encode("utf-8")
    assert not found.startswith("<r>")
    assert all(letter in "\t\n\r" or letter >= " " for letter in found)
    assert not {"\ufffe", "\uffff"} & set(found)


def test_only_what_xml_cannot_hold_is_changed():
    assert cell_text("a\tb\nc =1+1 é 日本 [c]") == "a\tb\nc =1+1 é 日本 [c]"
    assert cell_text("\x00\x0b\ud800\uffff") == "\ufffd" * 4


@given(st.text(st.sampled_from("ab\N{BRAIN}"), max_size=50).map(lambda text: text * 1000))
def test_pieces_fit_and_lose_nothing(text):
    parts = pieces(text)
    assert "".join(parts) == text
    assert all(units(part) <= 32_767 for part in parts)


def test_what_is_shortened_says_so():
    assert shortened("a  b\nc") == "a b c"
    assert shortened("word " * 10, 12) == "word word w…"
    assert units(shortened("\N{BRAIN}" * 300, 255)) <= 255
