"""A pack made by hand: its numbers are known, and its names may be anything."""

from __future__ import annotations

import pandas as pd

from scnvariation.report.content import Cell, PackContent, PeopleTable, Rug, RugLine, Section

# Names as in a catalogue of hostile text: markup, formulas, paths, mathematics, other scripts, direction marks.
HOSTILE = (
    "<script>window.__x = 1; alert(1)</script>",
    '<img src=x onerror="window.__x = 2">',
    "</title><h1>Taken over</h1>",
    "</style><style>body { display: none }</style>",
    "javascript:alert(1)",
    '" onmouseover="window.__x = 3',
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "$\\badcmd{x}$",
    "../../etc/passwd",
    "日本 \u202eevil\u202c \x07",
    "https://example.org/track.gif",
    "]]><svg onload=alert(1)>",
    "N" * 300,
)

REMINDER = "No disclosure control applied: counts are shown as they are. Check small numbers before you pass this on."
STAMP: dict[str, object] = {
    "written_utc": "2026-01-31T12:00:00Z",
    "package_version": "0.1.0",
    "call": "variation_pack",
    "input_name": "sample.csv",
    "input_sha256": "ab" * 32,
    "rows": {"read": 212, "used": 195, "suppressed": 17},
    "disclosure_rule": REMINDER,
    "options": {"as_at": "2014/15 Q4"},
    "libraries": {"pandas": "3.0.0"},
}
KEY = (
    ("better", "+", "better"),
    ("similar", "=", "similar"),
    ("worse", "-", "worse"),
    ("higher", "↑", "higher"),
    ("lower", "↓", "lower"),
    ("not_compared", "x", "not compared"),
)
NAMES = ("Alder", "Beech", "Cedar", "Damson", "Elder", "Fir", "Gorse")
EVENTS = (7.0, 250.0, None, 9.0, 41.0, 41.0, 0.0)


def events_cell(events: float | None) -> Cell:
    """Write a count, or the mark of one that is withheld."""
    return Cell("[c]") if events is None else Cell(f"{events:,.0f}", events)


def area_table(names: tuple[str, ...] = NAMES, *, key: str = "areas", title: str = "Areas") -> PeopleTable:
    """Areas with their events; one is withheld, two are equal, and one has none."""
    events = [EVENTS[place % len(EVENTS)] for place in range(len(names))]
    return PeopleTable(
        key=key,
        title=title,
        headings=("Area", "Events", "Share (%)", "Judgement"),
        rows=tuple(
            (
                Cell(name),
                events_cell(many),
                Cell("[c]") if many is None else Cell(f"{many / 1000:.1%}", many / 1000, 1, is_percentage=True),
                Cell("similar to England"),
            )
            for name, many in zip(names, events, strict=True)
        ),
        notes=("[c] withheld.",),
    )


def content_by_hand(
    names: tuple[str, ...] = NAMES, *, title: str = "Cardiovascular: Wessex", charts: tuple = (), tables: tuple = ()
) -> PackContent:
    """Put a pack together whose every name is one of those given."""
    judged = tuple(KEY[place % len(KEY)] for place in range(len(names) + 1))
    lines = tuple(
        RugLine(
            name,
            f"Domain {1 + place // 3}: {names[0]}",
            "2014/15 Q4",
            "3 months old",
            judged[place % 3 :] + judged[: place % 3],
        )
        for place, name in enumerate(names)
    )
    sections = (
        Section(
            key="headline",
            heading="Headline variation",
            paragraphs=(f"About {names[0]}.",),
            tables=(area_table(names),),
        ),
        Section(key="figures", heading=f"Funnels of {names[-1]}", charts=charts),
        Section(
            key="excluded", heading="Left out", tables=(area_table(names[:3], key="left_out", title=names[1]), *tables)
        ),
    )
    return PackContent(
        title=title,
        subtitle="Latest figures by 31 March 2015",
        slug="cardiovascular-wessex",
        network="cardiovascular",
        network_area="Wessex",
        sentences=(f"First of {names[0]}.", "Second.", "Third."),
        rug=Rug(
            title="Indicators by areas", places=("Whole", *names), lines=lines, key=KEY, alt=f"{names[2]} is listed."
        ),
        sections=tuple(section for section in sections if section.tables or section.charts),
        reminder=REMINDER,
        marks=(("[c]", "withheld: the count is between 1 and 7"), ("[x]", "not available")),
        tidy={"areas": pd.DataFrame()},
    )
