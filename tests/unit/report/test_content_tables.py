"""The sections of a pack: which rows stand in them, in which order, and what their cells say."""

import pytest
from figures_by_hand import (
    NAN,
    RATE,
    SHARE,
    area,
    england,
    falls,
    figures,
    funnel,
    group,
    indicator,
    left_out,
    low,
    trajectory,
    volume,
    withheld,
)

from scnvariation.report.disclosure import disclosure_rule
from scnvariation.report.pack_content import PackCuts, pack_content


def sections(made, network_area="Wessex", rule=None):
    """Give the sections of the cardiovascular pack by key."""
    content = pack_content(made, network="cardiovascular", network_area=network_area, rule=rule)
    return {section.key: section for section in content.sections}


def texts(table):
    """Give a table as texts."""
    return [[cell.text for cell in row] for row in table.rows]


def column(table, heading):
    """Give the cells under a heading."""
    return [row[table.headings.index(heading)] for row in table.rows]


def test_who_is_outside_by_how_much_and_since_when():
    made = figures(areas=[low("A1", is_new=True), area("A2")])
    section = sections(made)["outside"]
    (table,) = section.tables
    # 30 of 100 where England's 60% would give 60.
    assert texts(table) == [
        [
            *("Stroke unit within 4 hours", "Area A1", "30.0%", "%", "60.0%", "-30.0 points", "-30", "- worse"),
            *("2014/15 Q3", "new"),
        ]
    ]
    # Two comparisons at 99.8% leave 0.004 to chance.
    (said,) = section.paragraphs
    assert said == (
        "One figure lies outside its limits; chance alone would put next to none there. It is a question to ask, not a "
        "verdict."
    )


def test_nobody_outside_is_a_sentence_and_no_table():
    section = sections(figures(areas=[area("A1")]))["outside"]
    assert section.paragraphs == (
        "No area lies outside its limits on any of these indicators; chance alone would put next to none there.",
    )
    assert section.tables == ()


def test_where_nothing_was_compared_nobody_is_said_to_be_inside():
    paragraphs = sections(figures(areas=[withheld("A1")]))["outside"].paragraphs
    assert paragraphs[0] == "No area could be compared with England."


def test_where_areas_differ_far_more_than_chance_that_comes_first():
    paragraphs = sections(figures(areas=[low("A1")], funnels=[funnel(systemic=True)]))["outside"].paragraphs
    assert paragraphs[0].startswith("Areas differ far more than chance explains on 1 indicator, and outlier flags are ")
    assert paragraphs[1].startswith("One figure lies outside")


def test_areas_stand_by_the_value_shown_and_withheld_ones_last_by_code():
    # The order of rows must tell nothing of what is withheld.
    areas = [withheld("A0"), area("A1", 10.0), area("A2", 90.0), withheld("A9"), area("A3", 50.0), area("A4", 50.0)]
    (table,) = sections(figures(areas=areas))["areas"].tables
    assert [cell.text for cell in column(table, "Code")] == ["A2", "A3", "A4", "A1", "A0", "A9"]


def test_a_withheld_area_leaves_its_name_its_mark_and_its_reason():
    made = figures(areas=[withheld("A9")])
    (table,) = sections(made, rule=disclosure_rule("hes"))["areas"].tables
    (row,) = table.rows
    assert [cell.text for cell in row] == [
        *("Stroke unit within 4 hours", "Area A9", "A9", "[c]", "[c]", "[c]", "", "%", "60.0%", "not computed"),
        *("x not compared", "withheld: the count is between 1 and 7"),
    ]
    # England's level is the only number left.
    assert [cell.number for cell in row if cell.number is not None] == [0.6]


def test_withheld_areas_are_counted_by_indicator():
    areas = [withheld("A1"), withheld("A2"), area("A3"), area("A1", indicator_id=RATE)]
    assert sections(figures([indicator(), falls()], areas=areas))["outside"].paragraphs[-1] == (
        "Withheld, so that no person can be made out: 2 of 3 areas on Stroke unit within 4 hours."
    )


def test_a_figure_not_computed_says_why():
    gone = area("A1", numerator=float("nan"), status="not_computed", judgement="not_compared", reason="missing")
    (table,) = sections(figures(areas=[gone]))["areas"].tables
    assert [cell.text for cell in column(table, "Value")] == ["[x]"]
    reason = "not computed because the numerator, denominator or value is blank"
    assert [cell.text for cell in column(table, "Reason")] == [reason]


def test_a_rate_from_few_events_is_marked_and_stays_a_number():
    # 19 deaths are below 20, 20 are not; a sheet that shows the number alone has the mark in its last column.
    made = figures([falls()], areas=[area(f"A{n}", n, 1000.0, indicator_id=RATE, benchmark=0.02) for n in (19, 20)])
    (table,) = sections(made, rule=disclosure_rule("ons_deaths"))["areas"].tables
    values = column(table, "Value")
    assert [cell.text for cell in values] == ["20.0", "19.0 [u]"]
    assert values[1].number == pytest.approx(19.0)
    assert [cell.text for cell in column(table, "Reason")] == ["", "[u] unreliable: few events"]


def test_the_level_of_a_network_area_with_few_events_is_marked():
    """Under the rule of deaths: 19 in all of Wessex are few, the 450 of another indicator are not."""
    made = figures([indicator(), falls()], variation=[group(events=450.0), group(indicator_id=RATE, events=19.0)])
    (table,) = sections(made, rule=disclosure_rule("ons_deaths"))["variation"].tables
    assert [cell.text.endswith(" [u]") for cell in column(table, "Level")] == [False, True]
    (plain,) = sections(made)["variation"].tables
    assert not any("[u]" in cell.text for cell in column(plain, "Level"))


def test_a_dispersion_that_is_withheld_is_marked_as_that():
    """Under a rule phi of few areas with a withheld one would let the count be searched for."""
    made = figures([indicator()], areas=[area("A1")], funnels=[funnel(phi=NAN)])
    (table,) = sections(made, rule=disclosure_rule("hes"))["notes"].tables
    assert [cell.text for cell in column(table, "Dispersion phi")] == ["[c]"]


def test_the_status_is_that_of_the_flag_basis():
    mixed = area("A1", status="above_99_8", status_adjusted="above_95", flag_basis="adjusted")
    (table,) = sections(figures(areas=[mixed]))["areas"].tables
    assert [cell.text for cell in column(table, "Status")] == ["above 95%"]


@pytest.mark.parametrize(
    ("polarity", "side", "word"),
    [
        ("high_is_good", "high", "better"),
        ("high_is_good", "low", "worse"),
        ("low_is_good", "high", "worse"),
        ("low_is_good", "low", "better"),
        ("neutral", "high", "higher"),
        ("neutral", "low", "lower"),
    ],
)
def test_what_persists_is_called_by_its_direction(polarity: str, side: str, word: str):
    made = figures([indicator(polarity=polarity)], areas=[area("A1", persistent=side, periods_outside=3)])
    (table,) = sections(made)["learn"].tables
    assert table.key == f"persistently_{word}"
    assert texts(table)[0][-3:] == ["3", "3", ""]


def test_areas_to_learn_from_stand_before_those_that_are_worse():
    areas = [area("A1", persistent="low"), area("A2", persistent="high"), area("A3", persistent="low")]
    section = sections(figures(areas=areas))["learn"]
    assert [table.key for table in section.tables] == ["persistently_better", "persistently_worse"]
    assert section.paragraphs[1] == "Persistently better: 1; persistently worse: 2."


def test_nothing_persistent_is_said_so():
    section = sections(figures(areas=[area("A1")]))["learn"]
    assert section.paragraphs[1] == "Persistently better: none; persistently worse: none."


def test_with_one_period_there_is_nothing_to_learn_from():
    assert "learn" not in sections(figures(areas=[area("A1", periods_judged=1)]))


def test_without_adjusted_limits_nothing_is_said_to_persist_or_not():
    assert "learn" not in sections(figures(areas=[low("A1", status_adjusted="not_computed")]))


def test_the_variation_table_sets_the_place_beside_england():
    made = figures(variation=[group(), group("London"), england()])
    (table,) = sections(made)["variation"].tables
    assert [cell.text for cell in column(table, "Network area")] == ["Wessex", "England"]
    assert [cell.text for cell in column(table, "Indicator")] == ["Stroke unit within 4 hours, 2014/15 Q4"] * 2
    assert [cell.text for cell in column(table, "Level")] == ["50.0% (45.0% to 55.0%)", "60.0% (59.0% to 61.0%)"]
    # The rest is at 0.5 / 0.8333; England has no rest.
    ratios = [cell.text for cell in column(table, "Ratio to the rest of England, and its level")]
    assert ratios == ["0.83 (0.75 to 0.92); rest: 60.0%", ""]
    # Nine areas are enough to judge; a gap of 1.2 is 20% in the odds.
    assert column(table, "Typical gap between two areas")[0].text == "20% (10% to 40%) in the odds"


def test_plain_numbers_of_the_variation_table_are_numbers():
    (table,) = sections(figures(variation=[group(), england()]))["variation"].tables
    assert [cell.number for cell in column(table, "Areas")] == [9.0, 211.0]
    assert [(cell.text, cell.number) for cell in column(table, "Events")] == [("450", 450.0), ("12,345", 12_345.0)]
    assert column(table, "Level")[0].number is None


@pytest.mark.parametrize(
    ("unit", "statistic", "level"),
    [
        ("%", "proportion", "50.0% (45.0% to 55.0%)"),
        ("per cent", "proportion", "50.0% (45.0% to 55.0%)"),
        ("% of patients", "proportion", "50.0% (45.0% to 55.0%) of patients"),
        ("per 100 beds", "rate", "50.0 (45.0 to 55.0) per 100 beds"),
    ],
)
def test_a_level_carries_its_unit_once(unit: str, statistic: str, level: str):
    made = figures([indicator(unit=unit, statistic=statistic)], variation=[group()])
    (table,) = sections(made)["variation"].tables
    assert column(table, "Level")[0].text == level


def test_a_count_of_areas_outside_that_was_taken_out_is_marked():
    (table,) = sections(figures(variation=[group()], funnels=[funnel()]))["variation"].tables
    assert column(table, "Areas outside 99.8% limits [chance alone]")[0].text == "[c]"


def test_notes_of_the_variation_table_explain_what_is_in_it():
    parts = [part("between_networks", 0.3, 0.2, 0.4), part("within_networks", 0.7, 0.6, 0.8)]
    made = figures(variation=[group(side="complement")], shares=parts)
    notes = sections(made)["variation"].tables[0].notes
    assert any(note.startswith("Adverse side: ") for note in notes)
    assert any(note.endswith("has a table of its own") for note in notes)
    plain = sections(figures(variation=[group()]))["variation"].tables[0].notes
    assert set(notes) - set(plain) == set(notes[-2:])


def test_the_smallest_detectable_variation_is_in_the_table_of_method():
    def least(scv):
        made = figures(variation=[group(smallest_detectable_scv=scv)])
        return column(sections(made)["notes"].tables[0], "Smallest detectable SCV x 100")[0]

    assert least(0.0123) == ("1.23", 1.23, 2, False)
    assert least(0.00002).text == "0.0020"


def test_few_areas_are_too_few_to_judge():
    (table,) = sections(figures(variation=[group(n_areas=7), england()]))["variation"].tables
    assert column(table, "Typical gap between two areas")[0].text == "too few to judge"


def test_a_withheld_line_of_the_variation_table_is_marks_only():
    gone = {name: NAN for name, value in group().items() if isinstance(value, float)}
    made = figures(variation=[group(**gone, reason="withheld_secondary"), england()])
    (table,) = sections(made)["variation"].tables
    names = ("Indicator", "Network area")
    assert {cell.text for name, cell in zip(table.headings, table.rows[0], strict=True) if name not in names} == {"[c]"}


def test_change_is_a_ratio_then_and_now_with_its_verdict():
    (table,) = sections(figures(change=[trajectory(), trajectory("London")]))["change"].tables
    # exp(0.0953) - 1 is 10.0%, and so on.
    assert texts(table) == [
        [
            *("Stroke unit within 4 hours", "2013/14 Q4", "2014/15 Q4", "0.90", "0.99", "+10.0% (+1.0% to +19.7%)"),
            *("+1.0%", "+7.3%", "0.020", "0.040", "moved up, for the better"),
        ]
    ]


def test_change_that_was_not_computed_says_why():
    numbers = ("ratio_baseline", "ratio_current", "change", "change_lower", "change_upper", "p_value", "fdr_q")
    gone = trajectory(
        **dict.fromkeys((*numbers, "expected_change", "smallest_detectable"), NAN), reason="too_few_areas"
    )
    (table,) = sections(figures(change=[gone]))["change"].tables
    assert texts(table)[0][3:] == [
        *("[x]", "[x]", "[x]", "", "", "", "", "not computed because there are too few areas, at least 3 are needed"),
    ]


def gap(**facts):
    """Give how the typical gap of England changed."""
    usual = {"indicator_id": SHARE, "baseline_period": "2013/14 Q4", "period": "2014/15 Q4", "measure": "typical_gap"}
    numbers = {"baseline": 1.2, "current": 1.1, "change": -0.1, "change_lower": -0.2, "change_upper": -0.01}
    return {**usual, **numbers, "p_value": 0.01, "verdict": "narrowing", "reason": "", **facts}


def test_the_gap_between_areas_is_in_the_odds_of_a_proportion_and_in_units_of_a_mean():
    mean = indicator("x:score", name="Score", statistic="mean", multiplier=1.0, unit="points of 100")
    rows = [gap(), gap(measure="scv"), gap(indicator_id=RATE), gap(indicator_id="x:score", baseline=1.5, current=2.25)]
    (table,) = sections(figures([indicator(), falls(), mean], spread_change=rows))["change"].tables
    assert [row[3:5] for row in texts(table)] == [
        ["20% in the odds", "10% in the odds"],
        ["20% in the rate", "10% in the rate"],
        ["1.50, points of 100", "2.25, points of 100"],
    ]
    assert texts(table)[0][5:] == ["0.010", "narrowing"]


def test_the_gap_is_too_poorly_known_where_the_headline_says_so():
    # 4.9 events an area: fewer than 5.
    rare = england(n_areas=100, events=490.0)
    (table,) = sections(figures(variation=[rare], spread_change=[gap()]))["change"].tables
    assert texts(table)[0][3:] == ["too few to judge", "too few to judge", "", "too few to judge"]


def test_no_gap_is_said_in_words_and_a_withheld_one_is_marked():
    gone = dict.fromkeys(("baseline", "current", "p_value"), NAN)
    rows = [gap(baseline=1.0), gap(indicator_id=RATE, **gone, verdict="not_compared", reason="withheld_secondary")]
    (table,) = sections(figures([indicator(), falls()], spread_change=rows))["change"].tables
    assert texts(table)[0][3:5] == ["none found", "10% in the odds"]
    assert texts(table)[1][3:6] == ["[c]", "[c]", ""]


def part(name, share, lower, upper, **facts):
    """Give one part of the differences."""
    numbers = {"share_of_true": share, "share_of_true_lower": lower, "share_of_true_upper": upper}
    usual = {"indicator_id": SHARE, "period": "2014/15 Q4", "reliability": 0.84, "part": name, "reason": ""}
    return {**usual, **numbers, **facts}


def test_shares_are_those_of_england():
    parts = [part("chance", NAN, NAN, NAN), part("need", NAN, NAN, NAN, reason="missing")]
    parts += [part("between_networks", 0.287, 0.19, 0.40), part("within_networks", 0.713, 0.60, 0.81)]
    (table,) = sections(figures(shares=parts))["where"].tables
    assert table.headings[1:4] == (
        "Between network areas",
        "Between areas within network areas",
        "True rather than chance, of all that is seen",
    )
    assert texts(table) == [["Stroke unit within 4 hours", "29% (19% to 40%)", "71% (60% to 81%)", "84%", ""]]


def test_a_share_that_may_be_nothing_is_a_bound_and_a_wide_one_says_why():
    parts = [part("between_networks", NAN, 0.0, 0.16, reason="no_variation")]
    parts += [part("within_networks", NAN, 0.84, 1.0, reason="no_variation")]
    assert texts(sections(figures(shares=parts))["where"].tables[0])[0][1:] == [
        "at most 16%",
        "at least 84%",
        "84%",
        "",
    ]
    wide = [part(name, NAN, 0.1, 0.9, reason="too_few_areas") for name in ("between_networks", "within_networks")]
    assert texts(sections(figures(shares=wide))["where"].tables[0])[0][1:] == [
        *("somewhere from 10% to 90%", "somewhere from 10% to 90%", "84%"),
        "too few areas or networks for a single figure",
    ]


def test_no_difference_beyond_chance_has_nothing_to_split():
    parts = [
        part(name, NAN, NAN, NAN, reason="no_variation", reliability=0.0)
        for name in ("between_networks", "within_networks")
    ]
    assert texts(sections(figures(shares=parts))["where"].tables[0])[0][1:] == [
        *("not computed", "not computed", "", "no differences beyond chance were found"),
    ]


def test_volume_is_a_share_of_england():
    (table,) = sections(figures(volume=[volume(), volume("London")]))["volume"].tables
    assert texts(table) == [["Stroke unit within 4 hours", "2014/15 Q4", "450", "12,345", "3.6%", "4.5%"]]
    assert table.title == "Events in Wessex, and its share of England"
    (table,) = sections(
        figures(volume=[volume(), volume("London")], variation=[group(), group("London")]), network_area=""
    )["volume"].tables
    assert table.title == "Events in each network area, and its share of England"


def test_what_counts_no_events_has_no_volume():
    nothing = dict.fromkeys(("numerator", "england_numerator", "share_of_events"), NAN)
    assert "volume" not in sections(figures(volume=[volume(**nothing)]))


def test_all_five_domains_are_listed():
    made = figures([indicator()], areas=[low("A1"), area("A2"), withheld("A3")], variation=[group()])
    (table,) = sections(made)["domains"].tables
    assert table.headings == (
        *("Domain", "Indicators", "Areas: better", "Areas: similar", "Areas: worse", "Areas: not compared"),
        *("Wessex as a whole", "Note"),
    )
    rows = texts(table)
    assert [row[0][:9] for row in rows] == [f"Domain {number}:" for number in range(1, 6)]
    assert rows[2][1:] == ["1", "0", "1", "1", "1", "1 worse", ""]
    assert rows[4][1:] == ["0", "0", "0", "0", "0", "", "no indicator in these data"]


def test_indicators_without_direction_have_columns_of_their_own():
    made = figures([indicator(polarity="neutral")], areas=[area("A1", judgement="higher"), area("A2")])
    (table,) = sections(made)["domains"].tables
    assert table.headings[4:7] == ("Areas: worse", "Areas: higher", "Areas: lower")
    assert texts(table)[2][4:7] == ["0", "1", "0"]


def test_an_indicator_without_a_domain_is_a_line_of_its_own():
    (table,) = sections(figures([indicator(domain=NAN)], areas=[area("A1")]))["domains"].tables
    assert texts(table)[5][:2] == ["No domain recorded", "1"]


def test_notes_say_how_it_was_judged_and_what_it_does_not_tell():
    made = figures(
        areas=[area("A1")],
        funnels=[funnel(systemic=True)],
        variation=[group()],
        notes=("London is in doubt", "A sentence."),
    )
    section = sections(made)["notes"]
    said = section.paragraphs
    assert "London is in doubt." in said
    assert "A sentence." in said
    assert "On 1 indicator areas differ far more than chance explains: Stroke unit within 4 hours." in said
    assert any(
        words.startswith("Each network area as a whole is compared with the rest of England (211") for words in said
    )
    assert said[-1].startswith("Rates and proportions are crude unless")
    (table,) = section.tables
    assert texts(table) == [
        [
            *(
                "Stroke unit within 4 hours",
                "3.5",
                "made by hand",
                "2014/15 Q4",
                "",
                "%",
                "211",
                "60.0%",
                "chance alone",
            ),
            *("1.10", "3", "1", "about 0.4", "1.23", "areas differ far more than chance explains"),
        ]
    ]


def test_an_indicator_that_was_not_judged_says_so():
    row = texts(sections(figures())["notes"].tables[0])[0]
    assert row[6:] == [*[""] * 8, "not judged: no usable figure, or an unknown kind of figure"]


def test_what_was_left_out_is_listed_here_and_counted_in_england():
    rows = [
        left_out("A3"),
        left_out("B1", network_area="London"),
        left_out("B2", network_area="London", analysis="change", reason="too_few_periods"),
        left_out("U1", network_area=""),
        left_out("", area_name="", network_area="", reason="not_available"),
    ]
    section = sections(figures(excluded=rows))["excluded"]
    listed, reasons = section.tables
    # An area without a network area belongs to no pack of one; an indicator left out as a whole belongs to all.
    assert [row[3] for row in texts(listed)] == ["A3", ""]
    assert section.paragraphs == ("2 rows of Wessex were left out, each with its reason.",)
    assert [row[1:] for row in texts(reasons)] == [
        ["suppressed", "3"],
        ["not_available", "1"],
        ["too_few_periods", "1"],
    ]


def test_funnels_are_drawn_where_the_place_has_areas():
    made = figures(areas=[area("A1"), withheld("A2")], funnels=[funnel()])
    assert [len(sections(made, network_area=place)["outside"].charts) for place in ("Wessex", "London")] == [1, 0]


def test_a_funnel_of_withheld_areas_names_none_of_them():
    made = figures(areas=[withheld("A1"), withheld("A2")], funnels=[funnel()])
    (chart,) = sections(made, rule=disclosure_rule("hes"))["outside"].charts
    assert not chart.marks
    assert "Area A1" not in repr(chart)


def test_a_place_of_which_nothing_was_left_out_says_so():
    assert sections(figures())["excluded"].paragraphs == ("No row of Wessex was left out.",)


def test_sections_without_figures_are_left_out():
    assert list(sections(figures())) == ["outside", "domains", "notes", "excluded"]


def test_sections_come_in_the_order_in_which_they_are_read():
    parts = [part("between_networks", 0.3, 0.2, 0.4), part("within_networks", 0.7, 0.6, 0.8)]
    tables = {"variation": [group(), england()], "change": [trajectory()], "shares": parts, "volume": [volume()]}
    made = figures(areas=[area("A1")], **tables)
    assert list(sections(made)) == [
        *("variation", "outside", "learn", "change", "where", "volume", "domains", "areas", "notes", "excluded"),
    ]


def test_every_row_has_a_cell_under_each_heading_and_every_key_is_its_own():
    parts = [part("between_networks", 0.3, 0.2, 0.4), part("within_networks", 0.7, 0.6, 0.8)]
    tables = {"variation": [group(), england()], "change": [trajectory()], "shares": parts, "volume": [volume()]}
    tables |= {
        "spread_change": [gap()],
        "excluded": [left_out()],
        "funnels": [],
        "areas": [low(), area("A2", persistent="low")],
    }
    cuts = PackCuts(figures(**tables))
    for place in ("Wessex", ""):
        content = cuts.content("cardiovascular", place, None)
        tables = [table for section in content.sections for table in section.tables]
        assert len({table.key for table in tables}) == len(tables) == 12
        for table in tables:
            assert {len(row) for row in table.rows} == {len(table.headings)}


HOSTILE = "{0} %s %(x)d {{x}} $x_1$ =1+1 </title><script>alert(1)</script>\n| ../../etc \u202eevil"


def test_hostile_names_pass_through_as_they_are():
    # Escaping is the work of what writes the file; here nothing may read a name as a format, and none may be lost.
    line = indicator(name=HOSTILE, unit=HOSTILE, source=HOSTILE, period=HOSTILE)
    where = {"network_area": HOSTILE, "period": HOSTILE}
    made = figures(
        [line],
        areas=[low("A1", area_name=HOSTILE, since=HOSTILE, **where), withheld("A2", area_name=HOSTILE, **where)],
        variation=[group(HOSTILE, period=HOSTILE)],
        change=[trajectory(HOSTILE, period=HOSTILE)],
        volume=[volume(HOSTILE, period=HOSTILE)],
        excluded=[left_out(area_name=HOSTILE, **where)],
        funnels=[funnel(period=HOSTILE)],
        notes=(HOSTILE,),
    )
    content = pack_content(made, network="cardiovascular", network_area=HOSTILE, rule=disclosure_rule("hes"))
    assert content.title == f"Cardiovascular: {HOSTILE}"
    assert content.rug.places == (f"{HOSTILE} as a whole", f"{HOSTILE} (A1)", f"{HOSTILE} (A2)")
    assert content.slug.isascii()
    assert not set(content.slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
    named = {section.key: texts(table)[0] for section in content.sections for table in section.tables[:1]}
    for key in ("variation", "outside", "change", "volume", "areas", "notes", "excluded"):
        assert named[key][0] == (f"{HOSTILE}, {HOSTILE}" if key == "variation" else HOSTILE)
    assert f"{HOSTILE}." in next(section for section in content.sections if section.key == "notes").paragraphs


def test_tidy_tables_are_cut_to_the_place_and_keep_england_beside_it():
    areas = [low("A1"), area("A2"), area("B1", network_area="London"), area("A1", indicator_id="x:cancer")]
    made = figures(
        [indicator(), indicator("x:cancer", networks="cancer")],
        areas=areas,
        variation=[group(), group("London"), england(), group(indicator_id="x:cancer")],
        volume=[volume(), volume("London")],
        change=[trajectory(), trajectory("London")],
    )
    tidy = pack_content(made, network="cardiovascular", network_area="Wessex", rule=None).tidy
    assert list(tidy) == [
        *("areas", "variation", "outside", "change", "shares", "levels", "volume", "excluded", "indicators"),
    ]
    assert tidy["areas"]["area_code"].tolist() == ["A1", "A2"]
    assert tidy["outside"]["area_code"].tolist() == ["A1"]
    assert tidy["variation"]["network_area"].tolist() == ["Wessex", "England"]
    assert tidy["volume"]["network_area"].tolist() == tidy["change"]["network_area"].tolist() == ["Wessex"]
    assert tidy["indicators"]["indicator_id"].tolist() == [SHARE]
    assert tidy["areas"].columns.tolist() == made.areas.columns.tolist()


def test_the_pack_carries_its_slug_its_rule_and_its_marks():
    content = pack_content(figures(areas=[area("A1")]), network="cardiovascular", network_area="Wessex", rule=None)
    assert content.slug == "cardiovascular-wessex"
    assert content.reminder.startswith("No disclosure rule was applied")
    assert "[c]" not in dict(content.marks)
    ruled = pack_content(figures(), network="", network_area="", rule=disclosure_rule("hes"))
    assert (ruled.slug, "[c]" in dict(ruled.marks)) == ("all-indicators-england", True)
