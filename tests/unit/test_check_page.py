"""The clinic: problems by what to do first, on the screen and as a page."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest

from scnvariation.cli import main
from scnvariation.errors import OptionError
from scnvariation.io.read import check
from scnvariation.report.clinic import grouped_problems, notes_in_short
from scnvariation.report.problems_page import problems_page, write_problems_page

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title><h1>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "=cmd|' /C calc'!A0",
    "a\u202eb",
    "' onmouseover='alert(1)",
)


def problems(**columns: object) -> pd.DataFrame:
    """Check three areas with other columns in their place."""
    frame = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": "1", "denominator": "10"} | columns)
    return check(frame, statistic="proportion")


MIXED = {"numerator": ["*", "-", "*", "12", "*", "-3"]}


class Page(HTMLParser):
    """Collect tags, their attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_what_stops_comes_first_then_the_most_frequent_warning():
    table = grouped_problems(problems(**MIXED))
    firsts = table.loc[table["severity"] != "N", ["severity", "code", "rows", "number"]]
    assert firsts.to_numpy().tolist() == [
        ["E", "numerator_above", "4", 1],
        ["E", "negative", "6", 1],
        ["W", "suppressed", "1, 3, 5", 3],
        ["W", "ambiguous_dash", "2", 1],
    ]


def test_nothing_is_lost_by_grouping():
    found = problems(**MIXED)
    assert grouped_problems(found)["number"].sum() == len(found)


def test_a_table_without_problems_is_grouped_too():
    empty = problems().iloc[:0]
    assert grouped_problems(empty).empty
    assert notes_in_short(empty) == ""
    assert "Nothing to report." in problems_page(empty, source="areas.csv")


def test_notes_are_folded_into_one_line():
    found = pd.DataFrame({"severity": ["N", "N", "N", "E"], "code": ["alias", "layout", "alias", "negative"]})
    assert notes_in_short(found) == "3 notes of what was handled: alias (2), layout."


def test_the_page_tells_every_group_in_order():
    page = Page(problems_page(problems(**MIXED), source="areas.csv"))
    order = [
        page.text.index(part)
        for part in ("what stops the file", "above the denominator", "Then: warnings", "suppressed")
    ]
    assert order == sorted(order)
    assert "2 problems that must be put right, 4 warnings" in page.text
    assert "rows 1, 3, 5, column 'numerator'" in page.text


@pytest.mark.parametrize("text", HOSTILE)
def test_bad_input_text_on_the_page_is_escaped(text):
    # B106, S09: what a file says is text and nothing else, wherever it reaches the page
    found = problems(numerator=[text] * 6).rename(columns=str)
    hostile = found.assign(column=text, sheet=text, mend=text, value=text)
    page = Page(problems_page(hostile, source=text))
    plain = Page(problems_page(found, source="areas.csv"))
    assert set(page.tags) <= set(plain.tags) | {"code", "bdi"}
    assert not {"script", "img", "a", "link", "iframe"} & set(page.tags)
    assert {name for name, _ in page.attributes} == {name for name, _ in plain.attributes}
    assert text in page.text


def test_the_page_needs_nothing_from_outside():
    # S09
    page = problems_page(problems(**MIXED), source="areas.csv")
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|src=|href=|url\(|@import", page)


def test_the_same_problems_give_the_same_bytes(tmp_path):
    found = problems(**MIXED)
    pages = [write_problems_page(found, tmp_path / name, source="a.csv").read_bytes() for name in ("1.html", "2.html")]
    assert pages[0] == pages[1]


def test_without_jinja2_the_command_that_installs_it_is_told(monkeypatch):
    # S23
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(OptionError) as stopped:
        problems_page(problems(), source="areas.csv")
    assert str(stopped.value) == (
        "A page of problems needs the package 'jinja2', which is not installed. "
        'Install it with: pip install "scnvariation[report]"'
    )


# -- the shell ---------------------------------------------------------------------------------------------------


@pytest.fixture
def areas(tmp_path):
    path = tmp_path / "areas.csv"
    cells = "".join(f"{code},{cell},10\n" for code, cell in zip("ABCDEF", MIXED["numerator"], strict=True))
    path.write_text(f"area_code,numerator,denominator\n{cells}")
    return path


def test_check_writes_the_page_and_still_refuses(areas, tmp_path, capsys):
    page = tmp_path / "problems.html"
    assert main(["check", str(areas), "--statistic", "proportion", "--html", str(page)]) == 1
    told = capsys.readouterr()
    assert f"Written: {page}" in told.out
    assert "<title>Check of areas.csv</title>" in page.read_text()


def test_check_tells_what_to_do_first(areas, capsys):
    main(["check", str(areas), "--statistic", "proportion"])
    out = capsys.readouterr().out
    assert (
        out.index("above the denominator") < out.index("suppressed") < out.index("a dash") < out.index("notes of what")
    )
    assert "no_period" in out.splitlines()[-1]


def test_the_page_is_a_file_of_its_kind(areas, capsys):
    assert main(["check", str(areas), "--html", "problems.txt"]) == 2
    assert capsys.readouterr().err == "--html 'problems.txt': give a file that ends in .html.\n"
