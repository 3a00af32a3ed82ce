"""Figures of one source that contradict each other. Ids are those of the catalogue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scnvariation.stats.intervals import byar, poisson_exact, wilson

EVENTS = np.array([13, 22, 31, 48])
PEOPLE = np.array([120, 150, 161, 170])


def frame(statistic: str = "proportion", **columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013",
            "area_code": list("ABCD"),
            "numerator": EVENTS,
            "denominator": PEOPLE,
            "statistic": statistic,
            **columns,
        }
    )


def periods(*frames: pd.DataFrame) -> pd.DataFrame:
    years = [f"{2012 + number}/{13 + number}" for number in range(len(frames))]
    return pd.concat([one.assign(period=year) for one, year in zip(frames, years, strict=True)], ignore_index=True)


def told(checked) -> list[tuple[str, str]]:
    return list(zip(checked.problems["code"], checked.problems["severity"], strict=True))


def what(checked, code: str) -> str:
    return checked.problems.set_index("code")["what"].loc[[code]].iloc[0]


PERCENT = (EVENTS / PEOPLE * 100).round(1)
FRACTION = (EVENTS / PEOPLE).round(3)


@pytest.mark.parametrize(
    ("first", "later", "when", "refused"),
    [
        pytest.param([PERCENT, PERCENT], [FRACTION], "from 2014/15 on", 4, id="B046-percent_then_fraction"),
        pytest.param([FRACTION, FRACTION], [PERCENT], "from 2014/15 on", 4, id="B046-fraction_then_percent"),
        pytest.param([FRACTION], [PERCENT, PERCENT], "until 2012/13", 4, id="B046-fraction_first"),
        pytest.param([PERCENT, FRACTION], [PERCENT], "in 2013/14", 4, id="B046-in_between"),
    ],
)
def test_bad_input_scale_change(run_check, first, later, when, refused):
    checked = run_check(periods(*(frame(value=value) for value in [*first, *later])))
    assert ("scale_change", "E") in told(checked)
    assert what(checked, "scale_change").startswith(f"values of 'x' are off by × 100 {when}, in 4 of 12 rows")  # noqa: RUF001
    assert checked.counts.refused == refused
    assert "value_disagrees" not in set(checked.problems["code"])


@pytest.mark.parametrize("value", [pytest.param([10.8, 0.147, 19.3, 28.2], id="B044-one_fraction_among_percentages")])
def test_bad_input_mixed_scale(run_check, value):
    checked = run_check(frame(value=value))
    assert told(checked) == [("value_scale", "N"), ("mixed_scale", "E")]
    assert (checked.problems["row"].iloc[1], checked.problems["value"].iloc[1]) == (2, "'0.147'")
    assert "differs by × 100 from its counts" in what(checked, "mixed_scale")  # noqa: RUF001


def test_zero_has_no_scale(run_check):
    # 0 agrees with its counts on any scale and hides no change of scale
    nobody = frame(numerator=[0, 22, 31, 48])
    percent = [0.0, *PERCENT[1:]]
    found = run_check(periods(nobody.assign(value=percent), nobody.assign(value=[0.0, *FRACTION[1:]])))
    assert what(found, "scale_change").startswith("values of 'x' are off by × 100")  # noqa: RUF001


SWAPPED = {
    "B139-ratio": ("ratio", 1, 2),
    "B139-proportion_in_percent": ("proportion", 100, 1),
}


@pytest.mark.parametrize(("statistic", "scale", "decimals"), SWAPPED.values(), ids=SWAPPED.keys())
@pytest.mark.parametrize("layout", ["tidy", "ccg_ois"])
def test_bad_input_columns_swapped(run_check, statistic, scale, decimals, layout):
    # both ways round, on every scale; numerator 120 and denominator 13 are 10.8 %
    value = (EVENTS / PEOPLE * scale).round(decimals)
    checked = run_check(frame(statistic, numerator=PEOPLE, denominator=EVENTS, value=value), layout=layout)
    severity = "E" if layout == "tidy" else "W"
    assert ("columns_swapped", severity) in told(checked)
    assert "4 of 4 rows" in what(checked, "columns_swapped")
    assert "value_disagrees" not in set(checked.problems["code"])
    if layout == "ccg_ois":
        assert set(checked.observations["reason"]) == {"inconsistent_source"}
        assert checked.observations["value"].tolist() == pytest.approx((value / scale).tolist())


def test_a_ratio_of_one_does_not_hide_swapped_columns(run_check):
    # 150 of 150 is 1 both ways round
    value = [0.11, 1.0, 0.19, 0.28]
    swapped = frame("ratio", numerator=[120, 150, 161, 170], denominator=[13, 150, 31, 48], value=value)
    assert ("columns_swapped", "E") in told(run_check(swapped))


DISAGREES = {
    "B047-stale": (0.193, "and is the figure of 2012/13; the recomputed one is used"),
    "B047-mistyped": (0.713, "; the recomputed value is used"),
}


@pytest.mark.parametrize(("printed", "cause"), DISAGREES.values(), ids=DISAGREES.keys())
def test_bad_input_value_disagrees(run_check, printed, cause):
    later = frame(numerator=EVENTS + 20)
    value = ((EVENTS + 20) / PEOPLE).round(3)
    value[2] = printed
    checked = run_check(periods(frame(value=FRACTION), later.assign(value=value)))
    assert told(checked) == [("value_disagrees", "W")]
    assert what(checked, "value_disagrees").startswith("differs from numerator / denominator, 0.31677")
    assert what(checked, "value_disagrees").endswith(cause)
    assert checked.observations["value"].iloc[6] == 51 / 161


@pytest.mark.parametrize("layout", ["tidy", "ccg_ois"])
def test_numerators_in_the_row_below(run_check, layout):
    # a column pasted one row too low: every value fits the numerator of the row below it
    events = np.array([20, 45, 31, 66, 52, 83])
    people = np.array([200, 210, 190, 220, 205, 230])
    value = (events / people).round(4)
    shifted = pd.DataFrame(
        {
            "indicator_id": "x",
            "area_code": list("ABCDEF"),
            "numerator": [12, *events[:-1]],
            "denominator": people,
            "value": value,
            "statistic": "proportion",
        }
    )
    checked = run_check(shifted, layout=layout)
    found = checked.problems[checked.problems["code"] == "value_disagrees"]
    moved = found[found["what"].str.contains("fits the numerator of row")]
    assert moved["severity"].tolist() == ["E" if layout == "tidy" else "W"] * 5
    assert moved["what"].iloc[0].endswith("fits the numerator of row 2")
    if layout == "ccg_ois":
        assert (checked.observations["reason"] == "inconsistent_source").sum() == 5


def rounded(number: int = 24) -> pd.DataFrame:
    """Give counts rounded to 5 with the exact percentages beside them."""
    exact = np.arange(7, 7 + number * 3, 3)
    people = np.arange(203, 203 + number * 7, 7)
    codes = [f"A{place:02d}" for place in range(number)]
    return pd.DataFrame(
        {
            "indicator_id": "x",
            "period": "2013",
            "area_code": codes,
            "numerator": np.floor(exact / 5 + 0.5) * 5,
            "denominator": np.floor(people / 5 + 0.5) * 5,
            "value": (exact / people * 100).round(1),
            "statistic": "proportion",
        }
    )


@pytest.mark.parametrize("rows", [20, 21])
def test_more_than_20_counts_look_rounded(run_check, rows):
    found = run_check(rounded(rows).drop(columns="value"))
    assert ("looks_rounded" in set(found.problems["code"])) is (rows > 20)


@pytest.mark.parametrize(
    "layout",
    [pytest.param("tidy", id="B141-refused"), pytest.param("ccg_ois", id="B141-kept_as_published")],
)
def test_bad_input_rounded_counts_beside_exact_percentages(run_check, layout):
    # in a publisher's file they are used in no statistic
    checked = run_check(rounded(), layout=layout)
    found = checked.problems[checked.problems["code"] == "value_disagrees"]
    assert len(found)
    assert ("looks_rounded", "W") in told(checked)
    assert set(found["severity"]) == {"E" if layout == "tidy" else "W"}
    assert found["mend"].iloc[0] == "Pass the exact counts, or leave the value column out."
    if layout == "ccg_ois":
        kept = checked.observations[checked.observations["reason"] == "inconsistent_source"]
        assert kept["value"].tolist() == pytest.approx((rounded()["value"][kept.index] / 100).tolist())
    else:
        assert checked.counts.refused == len(found)


def test_ordinary_rounding_is_no_error(run_check):
    # refused only together with rounded counts
    checked = run_check(rounded().assign(numerator=lambda table: table["numerator"] + 1))
    assert "E" not in set(checked.problems["severity"])


def test_one_figure_pasted_with_all_its_decimals_does_not_sharpen_the_others(run_check):
    value = [*PERCENT[:3], 48 / 170 * 100]
    assert told(run_check(frame(value=value))) == [("value_scale", "N")]


def people(**columns: object) -> pd.DataFrame:
    return frame("rate", denominator=PEOPLE * 1000, **columns)


WARNED = {
    "B049-rounded_to_five": (
        rounded().drop(columns="value"),
        "looks_rounded",
        "all 24 numerators above 0 of 'x' are multiples of 5: limits are approximate",
    ),
    "B065-denominator_in_thousands": (
        periods(people(), people(), frame("rate")),
        "denominator_scale",
        "denominators of 'x' are about 1,000 times smaller from 2014/15 on than otherwise, first on row 9",
    ),
    "B144-tiny_denominator": (
        frame(numerator=[1, 2, 3, 0], denominator=[1, 20, 30, 1]),
        "tiny_denominator",
        "2 denominators of 'x' below 2, the least 1 on row 1",
    ),
    # a register carried forward through four years; chance would hardly make it so
    "B145-one_figure_in_every_year": (
        periods(*(frame("rate", numerator=[520, 500 + year, 610 + 2 * year, 700 - year]) for year in range(4))),
        "constant_series",
        "the numerator of 'x' is the same in every period in 1 of 4 areas, first on row 1",
    ),
    # the rate is kept; what is computed from it is for the analysis to say
    "B179-few_events": (
        frame("dsr", numerator=[3, 22, 0, 48], value=[0.03, 0.15, 0.0, 0.28]),
        "few_events",
        "2 rates of 'x' with fewer than 10 events, first on row 1",
    ),
}


@pytest.mark.parametrize(("table", "code", "words"), WARNED.values(), ids=WARNED.keys())
def test_bad_input_that_is_used_with_a_warning(run_check, table, code, words):
    checked = run_check(table)
    assert told(checked) == [(code, "W")]
    assert what(checked, code) == words
    assert checked.counts.used == len(table)


def test_equal_small_counts_are_chance(run_check):
    few = [frame("rate", numerator=[1, 2, 1 + year, 0]) for year in range(4)]
    assert told(run_check(periods(*few))) == []


NAMES = {
    "B100-two_titles": ({"indicator_name": ["Stroke", "Stroke", "Heart", "Heart"]}, "indicator_id", "E"),
    "B173-one_code_two_titles": ({"title": ["Old wording"] * 2 + ["New thing"] * 2}, "indicator_id", "E"),
    "B098-two_versions": ({"version": ["1", "1", "2", "2"]}, "definition_change", "E"),
    "B175-domain_of_another_code": (
        {"indicator_id": "ccg_ois:3.2", "domain": [1, 1, 1, 1]},
        "domain_disagrees",
        "W",
    ),
}


@pytest.mark.parametrize(("columns", "code", "severity"), NAMES.values(), ids=NAMES.keys())
def test_bad_input_names(run_check, columns, code, severity):
    checked = run_check(frame(**columns))
    assert told(checked) == [(code, severity)]
    assert checked.counts.refused == (4 if severity == "E" else 0)


@pytest.mark.parametrize("given", [1, "1", "Domain 1"])
def test_the_domain_of_the_code_is_used(run_check, given):
    kept = run_check(frame(indicator_id="ccg_ois:3.2", domain=given)).observations["domain"]
    assert kept.tolist() == [3 if given == 1 else "3"] * 4


def test_both_titles_are_told(run_check):
    checked = run_check(frame(indicator_name=["Stroke", "Heart", "stroke ", "Heart"]))
    assert what(checked, "indicator_id") == "indicator 'x' has several titles: 'Stroke', 'Heart'"


GOOD_NAMES = {
    "B174-several_networks": {"networks": ["cancer", "cardiovascular", "cancer", "cancer"]},
    "B100-one_title_in_two_spellings": {"title": ["Stroke  care", "Stroke care", "stroke care", "Stroke care."]},
    "B175-domain_in_words": {"indicator_id": "ccg_ois:3.2", "domain": "Domain 3: helping people to recover"},
}


@pytest.mark.parametrize("columns", GOOD_NAMES.values(), ids=GOOD_NAMES.keys())
def test_names_that_agree(run_check, columns):
    assert told(run_check(frame(**columns))) == []


def test_two_versions_may_be_two_indicators():
    # the way out that the message offers
    from scnvariation.io.read import check, read_indicators  # noqa: PLC0415 - the reader is the subject here

    both = frame(version=["1", "1", "2", "2"])
    mend = check(both).set_index("code").loc["definition_change", "mend"]
    assert mend == "Keep one version, or pass indicator=['indicator_id', 'version']."
    data = read_indicators(both, indicator=["indicator_id", "version"])
    assert data.catalogue["indicator_id"].tolist() == ["x / 1", "x / 2"]


@pytest.mark.parametrize(
    "cells", [[0.95, 0.62, 1.0, 0.9], ["95%", "62%", "100%", "90%"], ["90%+", "60-69%", "", "90-94%"]]
)
def test_completeness_below_nine_in_ten(run_check, cells):
    checked = run_check(frame(completeness=cells))
    assert told(checked) == [("low_completeness", "W")]
    assert checked.counts.used == 4
    assert "on row 2" in what(checked, "low_completeness")


def interval(made, statistic: str, per: float, decimals: int) -> pd.DataFrame:
    """Give figures as printed, with the interval that `made` gives."""
    lower, upper = made(EVENTS, PEOPLE) if made is wilson else made(EVENTS)
    size = 1 if made is wilson else PEOPLE
    return frame(
        statistic,
        value=(EVENTS / PEOPLE * per).round(decimals),
        lower=(lower / size * per).round(decimals),
        upper=(upper / size * per).round(decimals),
    )


METHODS = {
    "wilson_in_percent": (wilson, "proportion", 100, 1, "Wilson's score method"),
    "wilson_as_fraction": (wilson, "proportion", 1, 4, "Wilson's score method"),
    "byar": (byar, "rate", 100_000, 1, "Byar's method"),
    "exact": (poisson_exact, "rate", 100_000, 1, "the exact Poisson method on the numerator,"),
}


@pytest.mark.parametrize(("made", "statistic", "per", "decimals", "name"), METHODS.values(), ids=METHODS.keys())
def test_the_method_of_an_interval_is_named(run_check, made, statistic, per, decimals, name):
    checked = run_check(interval(made, statistic, per, decimals))
    assert what(checked, "interval_method").startswith(f"the published intervals of x are those of {name}")
    assert "interval_differs" not in set(checked.problems["code"])


@pytest.mark.parametrize("factor", [pytest.param(1 + 8e-4, id="B143-fifth_digit")])
def test_bad_input_interval_of_another_rounding(run_check, factor):
    lower, upper = wilson(EVENTS, PEOPLE)
    close = frame(value=EVENTS / PEOPLE, lower=lower * factor, upper=upper)
    assert told(run_check(close)) == [("interval_method", "N")]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        pytest.param(PERCENT - 12, PERCENT + 12, id="B142-wide_as_a_survey"),
        pytest.param([10.0] * 4, [30.0] * 4, id="B142-control_limits"),
    ],
)
def test_bad_input_interval_differs(run_check, lower, upper):
    checked = run_check(frame(value=PERCENT, lower=lower, upper=upper))
    assert ("interval_differs", "W") in told(checked)
    kept = checked.observations
    assert kept["lower"].tolist() == pytest.approx((np.array(lower) / 100).tolist())
    assert kept["se"].isna().all()
    assert (kept["reason"] == "").all()


def test_an_estimate_keeps_its_own_interval(run_check):
    # a survey says so with its statistic, and its interval is not compared with counts
    survey = frame("estimate", value=PERCENT, lower=PERCENT - 12, upper=PERCENT + 12)
    assert "interval_differs" not in set(run_check(survey).problems["code"])


def test_an_interval_that_does_not_hold_its_value(run_check):
    table = interval(wilson, "proportion", 100, 1)
    table.loc[2, ["lower", "upper"]] = [1.0, 2.0]
    checked = run_check(table)
    assert "does not hold the value in 1 of 4 rows, first on row 3" in " ".join(checked.problems["what"])


@pytest.mark.parametrize("layout", ["tidy", "ccg_ois"])
def test_numerators_in_wrong_rows_are_found_by_their_intervals(run_check, layout):
    # a standardised rate: value and interval are right, persons and men and women have changed places
    events = np.array([400, 180, 220, 900, 420, 480])
    lower, upper = byar(events)
    rates = pd.DataFrame(
        {
            "indicator_id": "x",
            "period": [f"{year}" for year in range(2009, 2015)],
            "area_code": "A",
            "numerator": np.roll(events, 2),
            "denominator": 50_000,
            "value": (events / 450).round(3),
            "lower": (lower / 450).round(3),
            "upper": (upper / 450).round(3),
            "statistic": "dsr",
        }
    )
    right = run_check(rates.assign(numerator=events), layout=layout)
    assert "value_disagrees" not in set(right.problems["code"])
    wrong = run_check(rates, layout=layout)
    severities = wrong.problems.loc[wrong.problems["code"] == "value_disagrees", "severity"]
    assert len(severities) >= 5
    assert set(severities) == {"E" if layout == "tidy" else "W"}


@pytest.mark.parametrize("mark", [pytest.param("*", id="B146-too_few_records")])
def test_bad_input_suppressed_value_is_not_recomputed(run_check, mark):
    # counts are shown, but the value is not made from them
    checked = run_check(frame(value=[mark, *FRACTION[1:]]))
    assert checked.observations["reason"].tolist() == ["suppressed", "", "", ""]
    assert np.isnan(checked.observations["value"].iloc[0])
