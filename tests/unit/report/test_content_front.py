"""Page one in words: every sentence word for word, in the usual case and at the edges."""

import pytest
from figures_by_hand import SHARE, area, falls, figures, funnel, group, indicator, low, trajectory, withheld

from scnvariation.report.pack_content import pack_content


def front(made, network="cardiovascular", network_area="Wessex", rule=None):
    """Give title, subtitle and sentences."""
    content = pack_content(made, network=network, network_area=network_area, rule=rule)
    return content.title, content.subtitle, content.sentences


def sentences(made, **which):
    """Give the three sentences."""
    return front(made, **which)[2]


def test_one_area_outside_is_named_with_its_indicator():
    made = figures(areas=[low("A1"), area("A2", 60.0), area("A3", 61.0)], variation=[group()], change=[trajectory()])
    first, second, third = sentences(made)
    assert first == (
        "Of 3 comparisons of single areas with England, 1 lies outside the 99.8% limits: Area A1 (worse on Stroke unit "
        "within 4 hours); chance alone would put next to none there."
    )
    assert second == (
        "Wessex as a whole is worse than the rest of England on the one indicator (Stroke unit within 4 hours); chance "
        "alone would mark about 0.05 (95% intervals)."
    )
    assert third == (
        "The one figure outside was outside in the last independent period too; Wessex moved against the rest of "
        "England on the one indicator since the baseline: Stroke unit within 4 hours moved up, for the better."
    )


def test_nothing_outside_is_said_so_and_claims_no_more():
    alike = group(rate_ratio=1.0, rate_ratio_lower=0.9, rate_ratio_upper=1.1)
    still = trajectory(verdict="no_evidence")
    first, second, third = sentences(figures(areas=[area("A1"), area("A2")], variation=[alike], change=[still]))
    assert first == (
        "Of 2 comparisons of single areas with England, none lies outside the 99.8% limits; chance alone would put "
        "next to none there."
    )
    assert second == (
        "Wessex as a whole is not shown to differ from the rest of England on the one indicator; chance alone would "
        "mark about 0.05 (95% intervals)."
    )
    assert third == (
        "No area is newly outside; Wessex is not shown to have moved against the rest of England on the one indicator "
        "since the baseline."
    )


def test_several_outside_are_counted_by_kind_and_three_are_named():
    high = {"status": "above_99_8", "judgement": "better", "side": 1, "is_new": True}
    areas = [low(f"A{number}") for number in range(1, 5)] + [area("B1", 90.0, **high)]
    made = figures(areas=areas, variation=[group()])
    first, _, third = sentences(made)
    # By value, the highest first: 90 of 100 is better where high is good.
    assert first == (
        "Of 5 comparisons of single areas with England, 5 lie outside the 99.8% limits (4 worse, 1 better); chance "
        "alone would put about 0.01 there. They are Area B1 (better on Stroke unit within 4 hours); Area A1 (worse on "
        "Stroke unit within 4 hours); Area A2 (worse on Stroke unit within 4 hours); and 2 more."
    )
    assert third == "1 of the 5 figures outside is new since the last independent period."


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ([True], "The one figure outside is new since the last independent period."),
        ([True, True], "Both figures outside are new since the last independent period."),
        ([True] * 3, "All 3 figures outside are new since the last independent period."),
        ([False, False], "None of the 2 figures outside is new since the last independent period."),
        ([True, True, False], "2 of the 3 figures outside are new since the last independent period."),
    ],
)
def test_what_is_new_is_counted(new: list[bool], words: str):
    made = figures(areas=[low(f"A{number}", is_new=one) for number, one in enumerate(new)])
    assert sentences(made)[2] == words


def test_without_an_earlier_period_nothing_is_called_new():
    made = figures(areas=[low("A1", periods_judged=1)])
    assert sentences(made)[2] == "These data hold no earlier independent period, so nothing can be called new."


@pytest.mark.parametrize(
    ("judged", "new", "words"),
    [
        ([1], [False], "The one figure outside has no earlier independent period to be new against."),
        ([1, 1], [False] * 2, "Both figures outside have no earlier independent period to be new against."),
        (
            [1, 3, 3],
            [False, True, False],
            "1 of the 3 figures outside is new since the last independent period, and 1 has none to be new against.",
        ),
        (
            [1, 1, 1, 3],
            [False] * 4,
            (
                "None of the 4 figures outside is new since the last independent period, and 3 have none to be new "
                "against."
            ),
        ),
    ],
)
def test_an_area_judged_for_the_first_time_is_not_said_to_have_been_outside_before(
    judged: list[int], new: list[bool], words: str
):
    # Other areas have a past; of these nothing is known.
    rows = [
        low(f"A{k}", periods_judged=periods, is_new=one)
        for k, (periods, one) in enumerate(zip(judged, new, strict=True))
    ]
    assert sentences(figures(areas=[*rows, area("B1")]))[2] == words


def test_everything_withheld_is_counted_and_nothing_is_told():
    gone = group(reason="withheld_secondary", **dict.fromkeys(("rate", "rate_ratio", "rate_ratio_lower"), float("nan")))
    made = figures(areas=[withheld("A1"), withheld("A2")], variation=[gone])
    assert sentences(made)[:2] == (
        "No area could be compared with England. 2 of 2 figures are withheld and not counted here.",
        "Wessex as a whole could not be compared with the rest of England. 1 comparison is withheld.",
    )


def test_figures_that_could_not_be_compared_are_counted_apart_from_withheld_ones():
    # Every figure is compared, withheld or not comparable: 1 + 1 + 2.
    gone = {"status": "not_computed", "judgement": "not_compared", "reason": "suppressed"}
    made = figures(areas=[area("A1"), withheld("A2"), area("A3", **gone), area("A4", **gone)])
    assert sentences(made)[0].endswith(
        " 1 of 4 figures is withheld and not counted here. 2 of 4 figures could not be compared."
    )


def test_one_figure_withheld_is_counted():
    made = figures(areas=[area("A1"), withheld("A2")])
    assert sentences(made)[0].endswith(" 1 of 2 figures is withheld and not counted here.")


def test_without_a_better_direction_nobody_is_better_or_worse():
    neutral = indicator(polarity="neutral")
    made = figures([neutral], areas=[low("A1", judgement="lower")], variation=[group()])
    first, second, _ = sentences(made)
    assert ": Area A1 (lower on Stroke unit within 4 hours);" in first
    assert second.startswith("Wessex as a whole is lower than the rest of England on the one indicator (")


def test_a_systemic_indicator_is_named_on_page_one():
    made = figures(areas=[area("A1")], funnels=[funnel(systemic=True)])
    assert sentences(made)[0].startswith(
        "On 1 indicator areas differ far more than chance explains: Stroke unit within 4 hours. Of 1 comparison "
    )


def test_where_all_indicators_are_systemic_none_needs_to_be_named():
    made = figures(
        [indicator(), falls()],
        areas=[area("A1")],
        funnels=[funnel(systemic=True), funnel(falls()["indicator_id"], systemic=True)],
    )
    assert sentences(made)[0].startswith("On all 2 indicators areas differ far more than chance explains. Of 1 ")


def test_judgements_of_the_whole_are_joined_in_one_order():
    lines = [indicator(f"x:{number}", name=f"N{number}") for number in range(1, 7)]
    below = {"rate_ratio": 0.8, "rate_ratio_lower": 0.7, "rate_ratio_upper": 0.9}
    above = {"rate_ratio": 1.2, "rate_ratio_lower": 1.1, "rate_ratio_upper": 1.3}
    lines[4] |= {"polarity": "neutral"}
    ratios = [above, below, below, above, above, {**above, "rate_ratio_lower": 0.99}]
    groups = [group(indicator_id=f"x:{number}", **ratio) for number, ratio in enumerate(ratios, start=1)]
    made = figures(lines, variation=groups)
    assert sentences(made)[1] == (
        "Wessex as a whole is worse than the rest of England on 2 of 6 indicators (N2; N3), better on 2 (N1; N4) and "
        "higher on 1 (N5); chance alone would mark about 0.3 (95% intervals)."
    )


def test_a_pack_of_england_counts_network_areas():
    groups = [group(), group("London", rate_ratio=1.0, rate_ratio_lower=0.9, rate_ratio_upper=1.1)]
    moves = [trajectory(), trajectory("London", verdict="no_evidence")]
    made = figures(areas=[area("A1"), area("A2", network_area="London")], variation=groups, change=moves)
    title, _, (_, second, third) = front(made, network="", network_area="")
    assert title == "All indicators: England"
    assert second == (
        "Of 2 comparisons of whole network areas with the rest of England, 1 shows a difference (1 worse); chance "
        "alone would mark about 0.1 (95% intervals)."
    )
    assert third == (
        "No area is newly outside; of 2 comparisons of network areas with their baseline, 1 shows a move against the "
        "rest of England."
    )


def test_without_network_areas_the_second_sentence_says_so():
    made = figures(areas=[area("A1", network_area="")])
    title, _, (_, second, third) = front(made, network_area="")
    assert title == "Cardiovascular: England"
    assert second == "Network areas are not known for these data, so areas are only compared one by one."
    assert third == "No area is newly outside."


def test_an_area_with_too_few_areas_to_be_judged_as_a_whole_is_not_judged():
    # Two areas cannot carry an interval for the variation between them.
    made = figures(areas=[area("A1")], variation=[group(n_areas=2)])
    assert sentences(made)[1] == "Wessex as a whole could not be compared with the rest of England."


def test_one_period_for_all_is_named():
    assert front(figures())[:2] == ("Cardiovascular: Wessex", "All figures are of 2014/15 Q4 (1 indicator)")
    assert front(figures([indicator(), falls()]))[1] == "All figures are of 2014/15 Q4 (2 indicators)"
    assert front(figures([indicator(period="")]))[1] == "1 indicator, without a period"


def test_periods_are_counted_by_kind_with_the_age_of_the_oldest():
    year = {"period": "2013/14", "age_months": 12.0}
    lines = [indicator(), falls(), indicator("x:1", **year), indicator("x:2", period="2011-13", age_months=15.0)]
    assert front(figures(lines))[1] == (
        "Latest figures by 31 March 2015; 2 of 4 indicators are quarterly, 1 annual, 1 of several months or years; the "
        "oldest is 15 months old"
    )
    assert front(figures([indicator(), falls(period="2014/15 Q3", age_months=1.0)]))[1] == (
        "Latest figures by 31 March 2015; all 2 indicators are quarterly; the oldest is 1 month old"
    )
    # Nothing is said of age where every figure ends with the day.
    assert front(figures([indicator(), falls(period="2014/15")]))[1] == (
        "Latest figures by 31 March 2015; 1 of 2 indicators is annual, 1 quarterly"
    )


def test_a_network_of_the_users_own_is_called_as_they_call_it():
    own = indicator(networks="our pathology hubs")
    made = figures([own], areas=[area("A1")])
    assert front(made, network="our pathology hubs")[0] == "our pathology hubs: Wessex"


def test_names_full_of_braces_are_said_as_they_are():
    # Nothing that comes from data may reach a format string.
    hostile = "{0} {name} %s %(x)d {{x}} <b>$x_1$</b>"
    line = indicator(name=hostile)
    made = figures([line], areas=[low("A1", area_name=hostile, network_area=hostile)], variation=[group(hostile)])
    title, _, said = front(made, network_area=hostile)
    assert title == f"Cardiovascular: {hostile}"
    assert f"{hostile} (worse on {hostile})" in said[0]
    assert said[1].startswith(
        f"{hostile} as a whole is worse than the rest of England on the one indicator ({hostile})"
    )


def test_a_network_shows_its_own_indicators_and_those_of_all():
    lines = [
        indicator(),
        indicator("x:cancer", networks="cancer"),
        indicator("x:both", networks="cancer;cardiovascular"),
        indicator("x:all", networks="cross_cutting"),
        indicator("x:four", domain=4.0, networks=""),
        indicator("x:none", domain=1.0, networks=""),
    ]
    content = pack_content(figures(lines), network="cardiovascular", network_area="", rule=None)
    assert content.tidy["indicators"]["indicator_id"].tolist() == [SHARE, "x:both", "x:all", "x:four"]
