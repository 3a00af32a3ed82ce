"""The page of a pack and the contents page: what stands where, escaped, and the same in every run but for the time."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from scnvariation.errors import OptionError
from scnvariation.report.index_page import index_page
from scnvariation.report.pack_index import InShort
from scnvariation.report.page import page
from scnvariation.report.templating import environment, plain_text

# The pack made by hand serves the tests in a browser too; pytest puts no folder on the path.
sys.path.insert(0, str(Path(__file__).parent))
from content_by_hand import HOSTILE, REMINDER, STAMP, area_table, content_by_hand

SHORT = InShort("cancer-wessex", "Cancer: Wessex", "cancer", "Wessex", 24, 9, 3, 200, 2, 0, 0, 11, 4)


class Reader(HTMLParser):
    """Read a page as a browser does: elements with their attributes, and the text in each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def test_headline_sentences_and_reminder_stand_where_they_are_looked_for():
    read = Reader(page(content_by_hand(), STAMP))
    assert read.texts["h1"] == ["Cardiovascular: Wessex"]
    assert read.texts["title"][0] == "Cardiovascular: Wessex"
    assert [heading.strip() for heading in read.texts["h2"]] == [
        "Contents", "Overview", "Headline variation", "Left out", "Marks used in the tables", "How this was made",
    ]  # fmt: skip
    assert "First of Alder." in read.texts["ul"][1]
    assert REMINDER in read.texts["aside"][0]
    assert REMINDER in read.texts["footer"][0]
    assert read.named("html") == [{"lang": "en-GB"}]


def test_every_link_of_the_contents_has_its_target():
    read = Reader(page(content_by_hand(), STAMP))
    targets = {attributes["id"] for _, attributes in read.elements if "id" in attributes}
    links = [link["href"] for link in read.named("a")]
    assert len(links) == 6
    assert [link for link in links if link[1:] not in targets] == []


def test_ids_are_unique():
    read = Reader(page(content_by_hand(), STAMP))
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_overview_says_each_cell_in_a_word_and_a_sign():
    """The minus is drawn as wide as the plus; the word is what a screen reader says."""
    text = page(content_by_hand(), STAMP)
    assert '<td class="worse"><b aria-hidden="true">\N{MINUS SIGN}</b><i>worse</i></td>' in text
    assert text.count('<th scope="rowgroup"') == 3  # seven indicators, three to a domain


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_text(name):
    """B106, B107: no element, attribute or address comes from data, and the text is there as typed."""
    plain = Reader(page(content_by_hand(), STAMP))
    read = Reader(page(content_by_hand((name, *HOSTILE[1:7]), title=name), STAMP))
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(attributes) for _, attributes in read.elements] == [sorted(found) for _, found in plain.elements]
    assert read.texts["title"][0] == read.texts["h1"][0] == plain_text(name)
    assert not any(attribute.startswith("on") for _, attributes in read.elements for attribute in attributes)


def test_marks_that_turn_the_direction_of_writing_are_taken_out():
    assert plain_text("\u202eevil\u2066 \u200fx\x07") == "evil x"
    assert plain_text("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page(content_by_hand(("\u202ea",) * 7), STAMP))


def test_only_the_time_differs_between_two_runs():
    first, second = (page(content_by_hand(), {**STAMP, "written_utc": when}) for when in ("2026-01-31", "2027-05-05"))
    timed = re.compile('<time class="written">[^<]*</time>')
    assert first != second
    assert len(timed.findall(first)) == 1
    assert timed.sub("", first) == timed.sub("", second)


def test_provenance_is_listed():
    read = Reader(page(content_by_hand(), STAMP))
    assert dict(zip(read.texts["dt"], read.texts["dd"], strict=True))["SHA-256 of the input"] == "ab" * 32


def test_long_tables_are_folded_and_endless_ones_left_to_the_workbook():
    many = tuple(f"Area {number}" for number in range(2001))
    folded = page(content_by_hand(tables=(area_table(many[:2000], key="many", title="Many"),)), STAMP)
    left = page(content_by_hand(tables=(area_table(many, key="many", title="Many"),)), STAMP)
    assert "<summary>Many (2,000 rows)</summary>" in folded
    assert "Area 1999" in folded
    assert "<p>Many: 2,001 rows are too many for a page. The workbook and the tables for scripts" in left
    assert "Area 1999" not in left


def test_an_empty_pack_is_a_page():
    """No area, no section, no mark: the sentences and the provenance remain."""
    pack = content_by_hand()
    empty = replace(pack, sections=(), marks=(), rug=replace(pack.rug, places=(), lines=(), key=()))
    read = Reader(page(empty, STAMP))
    assert read.texts["h2"] == ["Contents", "Overview", "How this was made"]
    assert "table" not in read.texts


def test_the_contents_page_leads_to_each_pack():
    other = SHORT._replace(folder="cancer-london", title="Cancer: London", worse=0)
    read = Reader(index_page([SHORT, other], STAMP))
    assert [link["href"] for link in read.named("a")] == [
        "#main", "cancer-wessex/pack.html", "cancer-london/pack.html",
    ]  # fmt: skip
    assert read.texts["th"][:9] == [
        "Pack", "Indicators", "Areas", "Better than England", "Similar to England", "Worse than England",
        "Outside the limits", "Not compared", "Of these, withheld",
    ]  # fmt: skip
    assert "".join(read.texts["td"][:8]) == "249320025114"  # 24 indicators, 9 areas, 3, 200, 2; 5 outside, 11, 4
    assert REMINDER in read.texts["footer"][0]


def test_a_folder_that_is_not_ours_is_no_link():
    """B107: an address is never built from data."""
    read = Reader(index_page([SHORT._replace(folder="javascript:alert(1)//")], STAMP))
    assert [link["href"] for link in read.named("a")] == ["#main"]
    assert "Cancer: Wessex" in read.texts["tbody"][0]


def test_a_missing_name_in_a_template_is_an_error():
    """And never an empty place on the page."""
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing.here }}").render()


def test_jinja2_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    environment.cache_clear()
    with pytest.raises(OptionError) as told:
        page(content_by_hand(), STAMP)
    assert str(told.value) == (
        "A page needs the package 'jinja2', which is not installed. "
        'Install it with: pip install "scnvariation[report]"'
    )
