"""The overview of page one: which place stands where, and what each cell says."""

from figures_by_hand import area, england, falls, figures, group, indicator, low, withheld

from scnvariation.report.pack_content import pack_content


def rug(made, network_area="Wessex"):
    """Give the overview of the cardiovascular pack."""
    return pack_content(made, network="cardiovascular", network_area=network_area, rule=None).rug


def test_the_place_as_a_whole_stands_first_then_its_areas_by_name():
    areas = [area("A3", area_name="Alton"), low("A1", area_name="Yeovil"), area("A2", area_name="Bath")]
    made = figures(areas=[*areas, area("B1", network_area="London")], variation=[group(), group("London"), england()])
    shown = rug(made)
    assert shown.places == ("Wessex as a whole", "Alton", "Bath", "Yeovil")
    (line,) = shown.lines
    domain = "Domain 3: Helping people to recover from episodes of ill health or following injury"
    assert line[:4] == ("Stroke unit within 4 hours", domain, "2014/15 Q4", "")
    # The whole: its interval, 0.75 to 0.92, lies below 1, and high is good.
    assert line.cells == (
        ("worse", "-", "worse"),
        ("similar", "=", "similar"),
        ("similar", "=", "similar"),
        ("worse", "-", "worse"),
    )
    assert shown.key == (("similar", "=", "similar"), ("worse", "-", "worse"))
    assert shown.alt == "Grid of 1 indicator by 4 places of Wessex. 2 of its cells lie outside their limits (2 worse)."


def test_areas_that_share_a_name_are_told_apart_by_code():
    made = figures(areas=[area("A2", area_name="Bath"), area("A1", area_name="Bath"), area("A3", area_name="Ely")])
    assert rug(made).places == ("Wessex as a whole", "Bath (A1)", "Bath (A2)", "Ely")


def test_what_is_withheld_has_a_sign_of_its_own_and_what_is_absent_another():
    made = figures([indicator(), falls()], areas=[withheld("A1"), area("A2", indicator_id="sample:falls")])
    first, second = (line.cells for line in rug(made).lines)
    gone, absent = ("not_compared", "[c]", "withheld"), ("not_compared", "x", "not compared")
    assert first == (absent, gone, absent)
    assert second == (absent, absent, ("similar", "=", "similar"))
    assert rug(made).alt == "Grid of 2 indicators by 3 places of Wessex. No cell lies outside; 5 could not be compared."


def test_a_whole_that_is_withheld_is_so_in_the_overview():
    assert rug(figures(variation=[group(reason="withheld_secondary")])).lines[0].cells == (
        ("not_compared", "[c]", "withheld"),
    )


def test_a_pack_of_england_shows_network_areas_in_their_fixed_order():
    # Wessex comes before London in the fixed order of the twelve only if the alphabet is not asked.
    names = ("South West", "London", "Our own hub")
    made = figures(areas=[area(name, network_area=name) for name in names], variation=[group(name) for name in names])
    shown = rug(made, network_area="")
    assert shown.places == ("London", "South West", "Our own hub")
    assert [cell[0] for cell in shown.lines[0].cells] == ["worse"] * 3


def test_without_network_areas_every_area_is_a_column():
    made = figures(areas=[area("A1", network_area=""), low("A2", network_area="")], variation=[england()])
    shown = rug(made, network_area="")
    assert shown.places == ("Area A1", "Area A2")
    assert [cell[0] for cell in shown.lines[0].cells] == ["similar", "worse"]


def test_an_indicator_without_a_domain_says_so_and_an_old_one_its_age():
    made = figures([indicator(domain=float("nan"), age_months=12.0)])
    assert rug(made).lines[0][1:4] == ("No domain recorded", "2014/15 Q4", "12 months old")


def test_the_order_of_rows_changes_nothing():
    areas = [low("A1"), area("A2"), area("A3", area_name="Area A2")]
    there, back = (rug(figures(areas=rows, variation=[group()])) for rows in (areas, areas[::-1]))
    assert there == back
