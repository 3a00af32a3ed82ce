"""The contents page of a folder of packs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scnvariation.messages.words import count
from scnvariation.report.content import Cell, PeopleTable
from scnvariation.report.pack_index import InShort
from scnvariation.report.page import most_columns
from scnvariation.report.page_stamp import stamp_view
from scnvariation.report.page_tables import table_view
from scnvariation.report.templating import template

__all__ = ["index_page"]

TITLE = "Variation packs"
OURS = re.compile(r"[a-z0-9-]+")
#: Columns after the name, with their headings; those that are 0 in every pack are left out.
NUMBERS: Mapping[str, str] = {
    "indicators": "Indicators",
    "areas": "Areas",
    "better": "Better than England",
    "similar": "Similar to England",
    "worse": "Worse than England",
    "higher": "Higher than England",
    "lower": "Lower than England",
    "outside": "Outside the limits",
    "not_compared": "Not compared",
    "withheld": "Of these, withheld",
}
NOTES = (
    "A figure is one indicator in one area.",
    "Outside the limits means further from England than chance explains: a question to ask, not a verdict.",
)
ALWAYS = {"indicators", "areas", "outside"}


def index_page(packs: Sequence[InShort], stamp: Mapping[str, object]) -> str:
    """Set the contents page of a folder of packs, with one row for each.

    Parameters
    ----------
    packs : sequence of InShort
        One for each pack, in the order in which they are listed.
    stamp : mapping of str to object
        Provenance, as on every page.

    Returns
    -------
    str
        HTML. Names lead to `pack.html` in the folder of the pack.

    Raises
    ------
    OptionError
        If jinja2 (extra `report`) is not installed.
    """
    view = table_view(_table(packs), [_address(pack) for pack in packs])
    return template("index.html.j2").render(
        title=TITLE,
        table=view,
        subtitle=count(len(packs), "pack"),
        reminder=str(stamp.get("disclosure_rule", "")),
        stamp=stamp_view(stamp),
        widest=most_columns([view]),
    )


def _address(pack: InShort) -> str:
    """Lead to the page of a pack, by our own name of its folder only."""
    return f"{pack.folder}/pack.html" if OURS.fullmatch(pack.folder) else ""


def _table(packs: Sequence[InShort]) -> PeopleTable:
    """List the packs with their counts."""
    counts = [{**pack._asdict(), "outside": pack.better + pack.worse + pack.higher + pack.lower} for pack in packs]
    shown = [name for name in NUMBERS if name in ALWAYS or any(line[name] for line in counts)]
    return PeopleTable(
        key="packs",
        title="What each pack shows, and how many figures of its areas lie outside the limits",
        headings=("Pack", *(NUMBERS[name] for name in shown)),
        rows=tuple(
            (Cell(pack.title), *(Cell(f"{line[name]:,}", float(line[name])) for name in shown))
            for pack, line in zip(packs, counts, strict=True)
        ),
        notes=NOTES,
    )
