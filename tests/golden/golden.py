"""The golden pack: one pack of the sample, written down to the digit."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pandas as pd

import scnvariation as scn
from scnvariation.analysis.pack_pass import pack_figures
from scnvariation.report.content import PackContent, PeopleTable
from scnvariation.report.csv import write_csv
from scnvariation.report.disclosure import disclosure_rule
from scnvariation.report.disclosure_apply import controlled
from scnvariation.report.pack_content import PackCuts

HERE = Path(__file__).parent
AS_AT, NETWORK, NETWORK_AREA = "2014/15 Q4", "cardiovascular", "Wessex"
RULES = {"none": None, "hes": "hes"}


def contents() -> dict[str, PackContent]:
    """Make the pack without a disclosure rule, and under that of hospital statistics."""
    figures = pack_figures(scn.load_sample(), as_at=AS_AT, network=[NETWORK])
    found = {}
    for name, word in RULES.items():
        rule = disclosure_rule(word)
        found[name] = PackCuts(controlled(figures, rule)).content(NETWORK, NETWORK_AREA, rule)
    return found


def files() -> dict[str, str]:
    """Give every golden file by its name: tidy tables, tables for people, sentences."""
    found = {}
    for rule, content in contents().items():
        for name, frame in content.tidy.items():
            found[f"{rule}-{name}.csv"] = str(write_csv(frame))
        for table in (table for section in content.sections for table in section.tables):
            found[f"{rule}-people-{table.key}.csv"] = as_csv(table)
        found[f"{rule}-sentences.txt"] = sentences(content)
    return found


def as_csv(table: PeopleTable) -> str:
    """Write a table for people as it is read."""
    buffer = io.StringIO()
    rows = [[cell.text for cell in row] for row in table.rows]
    pd.DataFrame(rows, columns=list(table.headings)).to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue()


def sentences(content: PackContent) -> str:
    """Write every sentence of a pack, a line each."""
    said = [content.title, content.subtitle, *content.sentences, content.rug.alt]
    for section in content.sections:
        said += [f"## {section.heading}", *section.paragraphs, *(chart.alt for chart in section.charts)]
        said += [note for table in section.tables for note in table.notes]
    return "\n".join(said) + "\n"


def digest(texts: dict[str, str]) -> str:
    """Name a set of golden files in twelve letters."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\n{texts[name]}\n".encode())
    return whole.hexdigest()[:12]


def stored() -> dict[str, str]:
    """Read what was written down."""
    paths = sorted((HERE / "pack").iterdir())
    return {path.name: path.read_text(encoding="utf-8") for path in paths}
