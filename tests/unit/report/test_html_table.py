"""What a notebook shows must be readable by ear, short, and harmless whatever an area is called."""

from __future__ import annotations

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from scnvariation.report.html_table import html_table

HOSTILE = [
    "<script>alert(1)</script>",
    "</table><h1>x",
    "<img src=x onerror=y>",
    "&lt;b&gt;",
    '" onmouseover="x',
    "'a'",
]
#: Every element that the page may hold.
KNOWN = {"div", "style", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}


class Reader(HTMLParser):
    """Reads cells and elements as a browser does."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.cells, self._open = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs
        if tag in {"th", "td", "caption", "p"}:
            self.cells.append([tag, dict(attrs).get("scope"), ""])
            self._open = self.cells[-1]

    def handle_endtag(self, tag):
        self._open = None if self._open and tag == self._open[0] else self._open

    def handle_data(self, data):
        if self._open is not None:
            self._open[2] += data


def read(frame, caption="A table", note=""):
    return Reader(html_table(frame, caption=caption, note=note))


def test_it_can_be_followed_by_ear():
    """A caption, headings of columns, and a heading of each row."""
    page = read(pd.DataFrame({"Domain": ["3", "3"], "Area": ["Bath", "Ely"], "Cases": [1200, 7]}), note="A reminder.")
    assert page.cells == [
        ["caption", None, "A table"],
        ["th", "col", "Domain"],
        ["th", "col", "Area"],
        ["th", "col", "Cases"],
        ["td", None, "3"],
        ["th", "row", "Bath"],
        ["td", None, "1,200"],
        ["td", None, "3"],
        ["th", "row", "Ely"],
        ["td", None, "7"],
        ["p", None, "A reminder."],
    ]


@pytest.mark.parametrize("name", HOSTILE, ids=["B106"] * 3 + ["B106-entity", "B106-attribute", "B106-quotes"])
def test_a_name_is_never_more_than_a_name(name):
    page = read(pd.DataFrame({name: [name, "b"], "n": [1, 2]}), caption=name, note=name)
    assert set(page.elements) <= KNOWN
    assert {key for key, _ in page.attributes} <= {"class", "scope"}
    assert [text for *_, text in page.cells].count(name) == 4


def test_there_is_nothing_to_load_and_nothing_to_run():
    shown = html_table(pd.DataFrame({"a": ["http://x.org"]}), caption="c")
    assert not {"script", "img", "link", "a", "iframe"} & set(Reader(shown).elements)
    assert "url(" not in shown
    assert "colour" not in shown
    assert "color" not in shown


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1234567, "1,234,567"),
        (np.int64(12), "12"),
        (0.1 + 0.2, "0.3"),
        (1234.5678, "1,234.57"),
        (-0.25, "-0.25"),
        (np.nan, ""),
        (np.inf, "no upper bound"),
        (-np.inf, "no lower bound"),
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (True, "True"),
        ("[c]", "[c]"),
        ("too few to judge", "too few to judge"),
    ],
)
def test_a_cell_as_people_read_it(cell, text):
    assert read(pd.DataFrame({"a": pd.Series([cell], dtype=object)})).cells[-1][2] == text


def test_a_long_table_says_how_much_is_left_out():
    frame = pd.DataFrame({f"c{n}": range(1300) for n in range(23)})
    page = read(frame)
    assert page.elements.count("tr") == 1 + 30
    assert page.cells[-1] == ["p", None, "... and 1,270 more rows, 3 more columns"]


def test_a_short_table_says_nothing_more():
    assert read(pd.DataFrame({"a": [1]})).cells[-1][0] != "p"


def test_a_table_without_rows_is_its_headings():
    assert [tag for tag, *_ in read(pd.DataFrame({"Area": []})).cells] == ["caption", "th"]


def test_columns_of_one_name_are_kept():
    assert [text for *_, text in read(pd.DataFrame([["x", "y"]], columns=["a", "a"])).cells[1:]] == ["a", "a", "x", "y"]


def test_a_result_shows_its_name_its_table_and_the_reminder(handmade):
    page = Reader(handmade(pd.DataFrame({"area_code": ["01E"], "value": [0.25]}))._repr_html_())
    assert page.cells[0][2] == "Handmade"
    assert [text for *_, text in page.cells[1:5]] == ["Area_code", "Value", "01E", "0.25"]
    assert page.cells[-1][2].startswith("No disclosure rule was applied")
