"""The one formatter of a pack: what people read, and the number behind it."""

import math

import pytest

from scnvariation.analysis.indicator import IndicatorInfo, show_value
from scnvariation.contract.reasons import REASONS
from scnvariation.report.cells import (
    count_cell,
    difference_cell,
    interval_cell,
    is_withheld,
    mark,
    number_cell,
    reason_words,
    share_cell,
    text_cell,
    value_cell,
)
from scnvariation.report.content import Cell
from scnvariation.report.disclosure import DisclosureRule, disclosure_rule

NAN, INF = float("nan"), float("inf")
SHARE = IndicatorInfo(indicator_id="x", name="x", statistic="proportion", multiplier=100, unit="%")
RATE = IndicatorInfo(indicator_id="x", name="x", statistic="rate", multiplier=100_000, unit="per 100,000")
RATIO = IndicatorInfo(indicator_id="x", name="x", statistic="ratio", multiplier=100, unit="observed per 100 expected")


@pytest.mark.parametrize("info", [SHARE, RATE, RATIO])
@pytest.mark.parametrize("value", [0.0, 0.0004, 0.0123, 0.6117, 0.99999, 1.0])
def test_a_value_is_written_as_in_every_other_table(info: IndicatorInfo, value: float):
    # The pack and the notebook must not round the same figure differently.
    assert value_cell(value, info).text == show_value(value, info)


def test_a_percentage_is_a_fraction_and_a_rate_is_in_its_unit():
    # A sheet formats 0.6117 as 61.2%; 61.17 would become 6117%. A rate is per 100,000 in the sheet as on the page.
    assert value_cell(0.6117, SHARE) == Cell("61.2%", 0.6117, 1, is_percentage=True)
    rate = value_cell(0.00123, RATE)
    assert (rate.text, rate.digits, rate.is_percentage) == ("123", 0, False)
    assert math.isclose(rate.number, 123.0)


def test_a_ratio_per_hundred_is_no_percentage():
    assert value_cell(1.05, RATIO) == Cell("105", 105.0, 0, is_percentage=False)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("withheld_primary", "[c]"),
        ("withheld_secondary", "[c]"),
        ("suppressed", "[x]"),
        ("missing", "[x]"),
        ("", "[x]"),
    ],
)
def test_what_is_not_there_is_a_mark_and_no_number(reason: str, shown: str):
    # Our own withholding and the publisher's gaps must not look alike, and neither leaves a number in the sheet.
    cells = [value_cell(NAN, SHARE, reason), count_cell(NAN, reason), number_cell(NAN, 2, reason)]
    assert [(cell.text, cell.number) for cell in [*cells, share_cell(NAN, reason=reason)]] == [(shown, None)] * 4
    assert mark(reason) == shown
    assert is_withheld(reason) == (shown == "[c]")


def test_an_endless_bound_is_words_and_no_number():
    # A sheet cannot hold an infinite number.
    assert value_cell(INF, RATE) == number_cell(INF, 1) == Cell("no upper bound")


def test_an_interval_has_the_decimals_of_its_value():
    # Alone, 1.23% would be written 1.2%.
    assert value_cell(0.0042, SHARE).text == "0.42%"
    assert interval_cell(0.0042, 0.0021, 0.0123, SHARE).text == "0.21% to 1.23%"


@pytest.mark.parametrize("ends", [(NAN, 0.1), (0.1, NAN), (NAN, NAN)])
def test_half_an_interval_is_none(ends: tuple[float, float]):
    assert interval_cell(0.1, *ends, SHARE) == interval_cell(NAN, 0.1, 0.2, SHARE) == Cell("")


def test_the_interval_of_nothing_has_the_decimals_of_its_upper_limit():
    # No case among 60,840 people: at most 3.69 of them, 6.06 per 100,000; not "0 to 6".
    rare = IndicatorInfo(indicator_id="x", name="x", statistic="rate", multiplier=100_000)
    assert interval_cell(0.0, 0.0, 3.688879 / 60_840, rare).text == "0.00 to 6.06"


def test_percentages_differ_by_points():
    # 60% to 66% is six points, and ten per cent: the word decides.
    assert difference_cell(0.66, 0.6, SHARE).text == "+6.0 points"
    assert math.isclose(difference_cell(0.66, 0.6, SHARE).number, 6.0)
    assert difference_cell(0.001, 0.0012, RATE).text == "-20"
    assert difference_cell(NAN, 0.6, SHARE) == Cell("")


def test_counts_are_whole_and_expected_counts_are_not():
    assert count_cell(1230.0) == Cell("1,230", 1230.0, 0)
    assert count_cell(92.94) == Cell("92.9", 92.94, 1)


def test_codes_and_names_are_never_numbers():
    # 01E and 1.10 are codes; a formula stays the text it was.
    assert [text_cell(text).number for text in ("01E", "1.10", "=1+1")] == [None] * 3
    assert text_cell("=1+1").text == "=1+1"


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_a_sentence_without_open_places(code: str):
    words = reason_words(code)
    assert words.startswith("withheld: " if is_withheld(code) else "not computed because ")
    for left_open in ("{", "(a mark)", "at least more"):
        assert left_open not in words


def test_a_reason_names_the_threshold_of_the_rule():
    assert reason_words("withheld_primary", disclosure_rule("hes")) == "withheld: the count is between 1 and 7"
    rule = DisclosureRule(threshold=4, zero_shown=False)
    assert reason_words("withheld_primary", rule) == "withheld: the count is between 0 and 4"
    assert reason_words("withheld_primary", disclosure_rule("ons_deaths")) == "withheld: too few events for a rate"


def test_no_reason_has_no_words():
    assert reason_words("") == ""
