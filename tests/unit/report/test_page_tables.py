"""In which orders the rows of a table on a page can be put."""

from __future__ import annotations

from scnvariation.report.content import Cell, PeopleTable
from scnvariation.report.page_tables import table_view


def table(*events: float | None, headings=("Area", "Events"), units=()) -> PeopleTable:
    """Areas with one figure each, and the unit of each where units are given."""
    rows = [(Cell(f"Area {place}"), Cell("[c]") if many is None else Cell(f"{many:g}", many, 1 if units else 0))
            for place, many in enumerate(events)]  # fmt: skip
    if units:
        rows = [(*row, Cell(unit)) for row, unit in zip(rows, units, strict=True)]
        headings = (*headings, "Unit")
    return PeopleTable(key="areas", title="Areas", headings=headings, rows=tuple(rows))


def test_rows_are_ranked_as_they_are_read():
    """Withheld rows have no place; figures that look equal are equal, so that an order tells nothing more."""
    rows = table_view(table(7, None, 250, 41.2, 41.4, 0)).rows
    assert [row.places.split("--c2:")[-1] for row in rows] == ["2", "--c1:2", "4", "3", "3", "1"]


def test_percentages_are_ranked_by_the_decimals_shown():
    cells = [Cell(f"{share:.1%}", share, 1, is_percentage=True) for share in (0.1234, 0.1226, 0.1226, 0.5, 0.6)]
    rows = tuple((Cell(str(place)), cell) for place, cell in enumerate(cells))
    view = table_view(PeopleTable(key="a", title="", headings=("Area", "Share"), rows=rows))
    assert [row.places[-1] for row in view.rows] == ["1", "1", "1", "2", "3"]  # 12.3 %, 12.3 %, 12.3 %, 50 %, 60 %


def test_orders_are_offered_where_they_mean_something():
    """Not for four rows, not for a column that is all the same, not for figures of different units."""
    words = [choice.text for choice in table_view(table(1, 2, 3, 4, 5)).choices]
    assert words == ["Area: A to Z", "Events: lowest first", "Events: highest first"]
    assert table_view(table(1, 2, 3, 4)).choices == ()
    assert len(table_view(table(1, 1, 1, 1, 1)).choices) == 1
    assert len(table_view(table(1, 2, 3, 4, 5, units=["%"] * 5)).choices) == 3
    assert len(table_view(table(1, 2, 3, 4, 5, units=["%"] * 4 + ["per 1,000"])).choices) == 1
    assert table_view(table(*range(401))).choices == ()
