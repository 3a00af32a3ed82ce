"""What each command does; each gives the lines to print."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from scnvariation.analysis.funnel import funnel
from scnvariation.analysis.result import Result
from scnvariation.analysis.variation import variation
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import DataError, OptionError
from scnvariation.io.read import check
from scnvariation.io.template import write_template
from scnvariation.messages import shell as messages
from scnvariation.messages.words import count
from scnvariation.report.clinic import SEVERITIES, grouped_problems, notes_in_short
from scnvariation.report.plain import text_table
from scnvariation.report.problems_page import write_problems_page
from scnvariation.report.safe import slug
from scnvariation.shell.demo import demo
from scnvariation.shell.inputs import given, load, reading, source_of
from scnvariation.shell.outputs import PICTURES, TABLES, check_out, paragraphs, write_result, write_table
from scnvariation.shell.packs import run_pack, run_verify
from scnvariation.shell.parser import Command
from scnvariation.shell.program import program, shell_word

__all__ = ["COMMANDS"]

MOST_SHOWN = 40
FEW_GROUPS = 3
#: Of the variation table, for want of room on a screen; files have them.
WIDE_COLUMNS = (
    "Events",
    "Level",
    "Unit",
    "Rest of England",
    "Smallest detectable SCV x 100",
    "Where the true variation sits",
    "Note",
)
FUNNEL_OPTIONS = ("benchmark", "standard", "method", "overdispersion", "basis", "reference", "polarity")
VARIATION_OPTIONS = ("need", "repeat_factor", "about", "simulations", "polarity")


def run_demo(options: argparse.Namespace) -> Iterator[str]:
    """Write pictures and tables made from the sample."""
    yield from demo(Path(options.out))


def run_check(options: argparse.Namespace) -> Iterator[str]:
    """List the problems of a file by what to do first; refuse at the end where it cannot be used."""
    check_out(options.out, (".csv",))
    if options.html is not None and Path(options.html).suffix.lower() != ".html":
        raise OptionError(messages.not_a_page(options.html))
    problems = check(source_of(options), **reading(options))
    severity = problems["severity"]
    refused, warned, noted = (int((severity == letter).sum()) for letter in "EWN")
    yield messages.problems_found(refused, warned, noted)
    shown = problem_lines(problems)
    if len(shown):
        yield ""
        yield text_table(shown.head(MOST_SHOWN))
    if len(shown) > MOST_SHOWN:
        yield f"... and {count(len(shown) - MOST_SHOWN, 'more line')}; add --out problems.csv for all."
    if noted:
        yield ""
        yield from paragraphs(notes_in_short(problems))
    if options.out:
        yield f"Written: {write_table(problems, options.out, 'problems.csv')}"
    if options.html:
        yield f"Written: {write_problems_page(problems, options.html, source=Path(options.file).name)}"
    if refused:
        raise DataError(messages.problems_stop(options.file, refused))


def run_funnel(options: argparse.Namespace) -> Iterator[str]:
    """Compare the areas with England for one indicator and period."""
    check_out(options.out, (*PICTURES, *TABLES))
    data = load(options)
    area = options.network_area
    shown = data if area is None else data.select(network_area=area)
    result = funnel(shown, options.indicator, period=options.period, **given(options, FUNNEL_OPTIONS))
    yield from paragraphs(result.text())
    table = result.table("headline" if area is None else "full")
    if len(table):
        yield ""
        yield text_table(table)
    style = {} if area is None else {"highlight": {"network_area": area}}
    stem = slug(f"funnel {result.indicator.indicator_id} {result.period}")
    yield from written(result, options.out, stem, (".png", ".svg", ".csv", ".txt"), style)


def run_variation(options: argparse.Namespace) -> Iterator[str]:
    """Measure how much areas differ."""
    check_out(options.out, TABLES)
    names = ("indicator", "period", "network", "network_area")
    chosen = given(options, names)
    data = load(options)
    data = data.select(**chosen) if chosen else data
    chosen = given(options, VARIATION_OPTIONS) | ({"by": tuple(options.by)} if options.by else {})
    result = variation(data, **chosen)
    yield from variation_lines(result)
    yield from written(result, options.out, "variation", (".csv", ".txt"), {})


def variation_lines(result: VariationResult) -> Iterator[str]:
    """Tell few groups in sentences, and tabulate; what is the same in each row is said once above."""
    table = result.table().drop(columns=list(WIDE_COLUMNS))
    table = table.drop(columns=[name for name in table if (table[name] == "").all()])
    if len(table) <= FEW_GROUPS:
        yield from paragraphs(result.text())
        yield ""
    else:
        same = [name for name in ("Indicator", "Period") if name in table and len(set(table[name])) == 1]
        yield from (f"{name}: {table[name].iloc[0]}" for name in same)
        table = table.drop(columns=same)
    yield text_table(table.head(MOST_SHOWN))
    if len(table) > MOST_SHOWN:
        yield f"... and {count(len(table) - MOST_SHOWN, 'more group')}; add --out FOLDER for all."


def run_template(options: argparse.Namespace) -> Iterator[str]:
    """Write an empty table to be filled."""
    write_template(options.path)
    yield f"Written: {options.path}"
    yield f"Fill it, then type: {program()} check {shell_word(options.path)}"


def written(
    result: Result, out: str | None, stem: str, endings: tuple[str, ...], style: dict[str, Any]
) -> Iterator[str]:
    """Write where asked and say what was written, or say how."""
    yield ""
    if out is None:
        yield f"Nothing was written; add --out FOLDER for {', '.join(endings)}."
        return
    for path in write_result(result, out, stem, endings, style):
        yield f"Written: {path}"
    yield f"Note: {messages.NO_DISCLOSURE_RULE}"


def problem_lines(problems: pd.DataFrame) -> pd.DataFrame:
    """Tabulate what stops a file, then what warns; notes are told in one line below."""
    rows = grouped_problems(problems[problems["severity"] != "N"])
    return pd.DataFrame(
        {
            "Severity": rows["severity"].map(SEVERITIES),
            "Sheet": rows["sheet"],
            "Row": rows["rows"],
            "Column": rows["column"],
            "Value": rows["value"],
            "What": rows["what"],
            "What to do": rows["mend"],
        }
    )


COMMANDS: dict[str, Command] = {
    "demo": run_demo,
    "check": run_check,
    "funnel": run_funnel,
    "variation": run_variation,
    "pack": run_pack,
    "verify": run_verify,
    "template": run_template,
}
