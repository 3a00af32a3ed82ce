"""Pages in a real browser: nothing runs, nothing leaves, all can be reached, read, sorted and printed."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice, pairwise

import pandas as pd
import pytest
from content_by_hand import HOSTILE, STAMP, area_table, content_by_hand
from sample_pack import sample_pack
from watching import DESK, PHONE, visit, written

from scnvariation.io.read import check
from scnvariation.report.index_page import index_page
from scnvariation.report.pack_index import InShort
from scnvariation.report.page import MOST_ON_PAPER, page
from scnvariation.report.problems_page import problems_page
from scnvariation.report.templating import plain_text

TITLE = f"{HOSTILE[2]} {HOSTILE[11]}"
SEEN_STOPS = "a, select, summary, [tabindex='0']"
A4_ACROSS = 1032  # CSS pixels of a landscape sheet between its margins of 12 mm


def index_of(titles: tuple[str, ...]) -> str:
    """List one pack for each title."""
    packs = [
        InShort(f"pack-{number}", title, "cardiovascular", title, 24, 9, number, 100, 3, 0, 0, 2, 1)
        for number, title in enumerate(titles)
    ]
    return index_page(packs, STAMP)


def problems_of(names: tuple[str, ...]) -> str:
    """Check a file whose numerators are the names."""
    frame = pd.DataFrame({"area_code": list(names), "numerator": list(names), "denominator": "10"})
    return problems_page(check(frame, statistic="proportion"), source=names[0])


PAGES = {
    "pack": lambda: page(content_by_hand(), STAMP),
    "hostile pack": lambda: page(content_by_hand(HOSTILE, title=TITLE), STAMP),
    "sample pack": lambda: page(sample_pack(), STAMP),
    "hostile sample pack": lambda: page(sample_pack(hostile=True), STAMP),
    "hostile index": lambda: index_of(HOSTILE),
    "problems": lambda: problems_of(HOSTILE),
}


@pytest.fixture(params=["hostile pack", "sample pack", "hostile sample pack", "hostile index", "problems"])
def file(request, tmp_path):
    """Each page in turn, as a file."""
    return written(tmp_path, "page.html", PAGES[request.param]())


def test_the_harness_sees_a_script_and_a_request(browser, tmp_path):
    """What the other tests find absent is found where it is present."""
    unsafe = "<title>a</title><script>window.__x = 1; alert(1)</script><img src='https://example.org/a.gif'>"
    with visit(browser, written(tmp_path, "unsafe.html", unsafe)) as seen:
        assert seen.page.evaluate("window.__x") == 1
        assert seen.dialogs == ["1"]
        assert seen.requests == ["https://example.org/a.gif"]


def test_hostile_names_do_nothing(browser, file):
    with visit(browser, file) as seen:
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        seen.page.mouse.move(100, 100)
        seen.page.wait_for_timeout(50)
        assert seen.page.evaluate("window.__x") is None
        assert (seen.dialogs, seen.requests, seen.said) == ([], [], [])
        assert seen.page.eval_on_selector_all("script, img, iframe, object, link, base, form", "all => all.length") == 0


def test_the_title_is_the_name_as_typed(browser, tmp_path):
    """Without the marks that turn the direction of writing, which no reader sees."""
    with visit(browser, written(tmp_path, "page.html", PAGES["hostile pack"]())) as seen:
        assert seen.page.title() == " ".join(plain_text(TITLE).split())
        assert seen.page.inner_text("h1") == " ".join(plain_text(TITLE).split())
        assert seen.page.eval_on_selector_all("h1", "all => all.length") == 1


def test_the_policy_stops_what_escaping_would_have_missed(browser, tmp_path):
    """A second lock: a script written straight into the page does not run, and its picture is not asked for."""
    planted = "</main><script>window.__x = 1</script><img src='https://example.org/a.gif' onerror='window.__x = 2'>"
    text = PAGES["pack"]().replace("</main>", planted)
    with visit(browser, written(tmp_path, "page.html", text)) as seen:
        assert seen.page.evaluate("window.__x") is None
        assert seen.requests == []
        assert seen.said  # the browser reports both


def test_links_lead_nowhere_else(browser, file):
    """Within the page, or to the page of a pack in a folder of our own naming."""
    with visit(browser, file) as seen:
        links = seen.page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
    assert [link for link in links if not (link.startswith("#") or link.endswith("/pack.html"))] == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nothing_scrolls_sideways_and_the_checker_is_content(browser, file, width):
    with visit(browser, file, width=width) as seen:
        seen.page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        assert not seen.scrolls_sideways()
        assert seen.violations() == []


def test_headings_are_in_order(browser, file):
    with visit(browser, file) as seen:
        levels = seen.page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in pairwise(levels)) <= 1


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, tmp_path):
    """Links, choices, tables that may scroll, and parts that unfold, in the order of the page."""
    with visit(browser, written(tmp_path, "page.html", PAGES["pack"]())) as seen:
        wanted = seen.page.eval_on_selector_all(SEEN_STOPS, "all => all.length")
        reached = []
        for _ in range(wanted):
            seen.page.keyboard.press("Tab")
            reached.append(
                seen.page.evaluate(
                    "(() => { const on = document.activeElement, box = on.getBoundingClientRect();"
                    " on.__seen = true; return [getComputedStyle(on).outlineStyle, box.width > 0 && box.left >= 0] })()"
                )
            )
        assert seen.page.evaluate("[...document.querySelectorAll('*')].filter(one => one.__seen).length") == wanted
        assert reached == [["solid", True]] * wanted


def test_rows_are_sorted_by_what_is_chosen(browser, tmp_path):
    """Withheld last in both directions; equal figures in the order given; the columns stay under their headings."""
    with visit(browser, written(tmp_path, "page.html", PAGES["pack"]())) as seen:
        given = seen.rows("areas")
        assert given == ["Alder", "Beech", "Cedar", "Damson", "Elder", "Fir", "Gorse"]
        seen.page.select_option("#sort-areas", label="Events: lowest first")
        assert seen.rows("areas") == ["Gorse", "Alder", "Damson", "Elder", "Fir", "Beech", "Cedar"]
        seen.page.select_option("#sort-areas", label="Events: highest first")
        assert seen.rows("areas") == ["Beech", "Elder", "Fir", "Damson", "Alder", "Gorse", "Cedar"]
        lefts = seen.page.eval_on_selector_all(
            "#table-areas tr", "rows => rows.map(row => [...row.cells].map(cell => cell.getBoundingClientRect().left))"
        )
        assert all(row == lefts[0] for row in lefts)
        caption, head = (
            seen.page.locator(f"#table-areas {part}").bounding_box()["y"] for part in ("caption", "thead tr")
        )
        assert (
            caption
            < head
            < min(
                seen.page.eval_on_selector_all(
                    "#table-areas tbody tr", "rows => rows.map(row => row.getBoundingClientRect().top)"
                )
            )
        )
        assert seen.page.locator("#table-areas table").aria_snapshot().count("- row ") == 8
        assert seen.violations() == []
        seen.page.select_option("#sort-areas", label="the order given")
        assert seen.rows("areas") == given


def test_a_browser_that_cannot_sort_offers_nothing(browser, tmp_path):
    text = PAGES["pack"]().replace("selector(:has(a))", "selector(:not-known-to-any(a))")
    with visit(browser, written(tmp_path, "page.html", text)) as seen:
        assert not seen.page.is_visible("#sort-areas")
        seen.page.eval_on_selector("#sort-areas", "one => { one.value = 'down2' }")
        assert seen.rows("areas") == ["Alder", "Beech", "Cedar", "Damson", "Elder", "Fir", "Gorse"]


def test_it_prints_whole(browser, tmp_path):
    """Headings of tables are repeated, what is folded away is printed, and no table is wider than the sheet."""
    many = area_table(tuple(f"Area {number}" for number in range(60)), key="many", title="Many areas")
    file = written(tmp_path, "page.html", page(content_by_hand(tables=(many,)), STAMP))
    with visit(browser, file, width=A4_ACROSS) as seen:
        seen.page.select_option("#sort-areas", label="Events: lowest first")
        seen.page.emulate_media(media="print")
        assert not seen.page.is_visible("nav")
        assert not seen.page.is_visible("#sort-areas")
        assert (
            seen.page.eval_on_selector("#table-areas thead", "one => getComputedStyle(one).display")
            == "table-header-group"
        )
        assert seen.page.locator("#table-many tbody tr").last.bounding_box()["height"] > 0
        widths = seen.page.eval_on_selector_all("table", "all => all.map(one => one.getBoundingClientRect().right)")
        assert max(widths) <= A4_ACROSS
        printed = seen.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") >= 3  # the overview has a sheet of its own; sixty rows need more than one


def test_no_table_of_a_whole_pack_is_cut_in_print(browser, tmp_path):
    with visit(browser, written(tmp_path, "page.html", PAGES["sample pack"]()), width=A4_ACROSS) as seen:
        seen.page.emulate_media(media="print")
        rights = seen.page.eval_on_selector_all(
            "table, svg", "all => all.map(one => one.getBoundingClientRect().right)"
        )
    assert max(rights) <= A4_ACROSS


def test_the_overview_has_narrow_columns_in_print(browser, tmp_path):
    """The names of indicators keep their room, upright names of places take little, and the last is on the sheet."""
    with visit(browser, written(tmp_path, "page.html", PAGES["sample pack"]()), width=A4_ACROSS) as seen:
        seen.page.emulate_media(media="print")
        name, *places = seen.page.eval_on_selector_all(
            ".rug thead tr > *", "all => all.map(one => one.getBoundingClientRect().width)"
        )
        assert not seen.page.is_visible(".on-paper")
    assert name > 200
    assert max(places) < 40
    assert name + MOST_ON_PAPER * (max(places) + 2) < A4_ACROSS


def test_an_overview_of_all_england_says_that_it_is_not_printed(browser, tmp_path):
    """A sheet would hold the first 36 of 211 areas, and no reader could know of the others."""
    pack = sample_pack(network_area="")
    (line, *_), places = pack.rug.lines, tuple(f"Area {number}" for number in range(211))
    rug = replace(pack.rug, places=places, lines=(line._replace(cells=line.cells[:1] * 211),))
    with visit(browser, written(tmp_path, "page.html", page(replace(pack, rug=rug), STAMP))) as seen:
        assert seen.page.is_visible(".rug")
        assert not seen.page.is_visible(".on-paper")
        seen.page.emulate_media(media="print")
        assert not seen.page.is_visible(".rug")
        assert "211 places is too wide for paper" in seen.page.inner_text(".on-paper")


def test_every_point_is_reached_and_named(browser, tmp_path):
    """Each point takes the focus in turn, shows its line beside it, and says everything to those who cannot see it."""
    pack = sample_pack(hostile=True)
    marks = [mark for section in pack.sections for chart in section.charts for mark in chart.marks]
    with visit(browser, written(tmp_path, "page.html", page(pack, STAMP))) as seen:
        stops = seen.page.eval_on_selector_all(SEEN_STOPS, "all => all.length")
        named = []
        for _ in range(stops):
            seen.page.keyboard.press("Tab")
            named += seen.page.evaluate(
                "(() => { const on = document.activeElement; if (!on.ownerSVGElement) return [];"
                " const label = on.nextElementSibling, shown = label && label.tagName === 'text';"
                " const by = on.getAttribute('aria-labelledby');"
                " const named = by ? document.getElementById(by) : on.querySelector('title');"
                " return [[named.textContent, shown ? label.textContent : '',"
                " !shown || getComputedStyle(label).display !== 'none', getComputedStyle(on).outlineStyle]] })()"
            )
    assert len(marks) > 20
    assert named == [[mark.title, mark.said.replace("\n", " "), True, "solid"] for mark in marks]


def test_fifty_charts_of_all_england_stay_small(browser, tmp_path):
    """Below 3 MB, for a page that goes by mail; every area of England is a point of each chart."""
    pack = sample_pack(network_area="")
    charts = [chart for section in pack.sections for chart in section.charts]
    fifty = tuple(replace(chart, key=f"chart-{number}") for number, chart in enumerate(islice(cycle(charts), 50)))
    sections = tuple(replace(section, charts=fifty if section.key == "outside" else ()) for section in pack.sections)
    file = written(tmp_path, "page.html", page(replace(pack, sections=sections), STAMP))
    assert file.stat().st_size < 3_000_000
    with visit(browser, file, width=PHONE) as seen:
        assert seen.page.eval_on_selector_all("svg", "all => all.length") == 50
        points = seen.page.eval_on_selector_all(".points [tabindex]", "all => all.length")
        assert points == sum(chart.n_points for chart in fifty) > 8000  # 211 for each chart but for those withheld
        assert not seen.scrolls_sideways()


def test_the_name_of_a_row_stays_in_sight(browser, tmp_path):
    """On a telephone the overview scrolls in its own frame, and the names of indicators do not leave it."""
    with visit(browser, written(tmp_path, "page.html", PAGES["sample pack"]()), width=PHONE) as seen:
        lefts = seen.page.evaluate(
            "(() => { const frame = document.querySelector('.glance .scroll'); frame.scrollLeft = 1000;"
            " const left = one => Math.round(one.getBoundingClientRect().left - frame.getBoundingClientRect().left);"
            " return [frame.scrollLeft, ...[...frame.querySelectorAll('th[scope=row]')].map(left)] })()"
        )
    assert lefts[0] > 0
    assert set(lefts[1:]) == {0}
