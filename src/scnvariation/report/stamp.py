"""The stamp of an output: what it was made from, by what, how and when.

A stamp names the file that was read, never its folder: paths name people and their projects.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import TYPE_CHECKING

from scnvariation.analysis.funnel_table import funnel_table
from scnvariation.analysis.provenance import in_order, in_row_order, methods, plain, settings_stamp
from scnvariation.analysis.result import Settings
from scnvariation.clock import now_utc
from scnvariation.contract.source import SourceInfo
from scnvariation.messages.provenance import STAMP_LABELS, options_chosen, rows_used, words_of

if TYPE_CHECKING:
    from scnvariation.analysis.pack_figures import PackFigures
    from scnvariation.indicators import Indicators
    from scnvariation.report.disclosure import DisclosureRule

__all__ = ["pack_stamp", "stamp", "stamp_lines"]

JUDGED_BY = ("levels", "method", "overdispersion", "basis")


def stamp(
    *,
    settings: Settings,
    source: SourceInfo,
    rows: Mapping[str, int],
    rule_words: str,
    options: Mapping[str, object],
    warnings: int,
    when: str | None = None,
) -> dict[str, object]:
    """Put together where an output comes from.

    Parameters
    ----------
    settings : Settings
        Of the analysis.
    source : SourceInfo
        What was read.
    rows : mapping of str to int
        Rows `read` and `used`, and how many were left out for each reason.
    rule_words : str
        The disclosure rule in words, or that there was none.
    options : mapping
        Every option of the call; they are added to those of `settings`.
    warnings : int
        How many warnings the reading of the source gave.
    when : str, optional
        UTC; now by default.

    Returns
    -------
    dict
        Texts, numbers, lists and dictionaries only, always in the same order. The same input gives the same stamp but
        for `written_utc`. It counts rows and holds no figure of an area.
    """
    chosen = {**settings.options, **options}
    facts = settings_stamp(settings, source) | {
        "written_utc": now_utc() if when is None else when,
        "rows": in_row_order(rows),
        "warnings": int(warnings),
        "disclosure_rule": rule_words,
        "options": plain(chosen),
    }
    return in_order(facts | methods(chosen))


def pack_stamp(
    figures: PackFigures, data: Indicators, *, rule: DisclosureRule | None, options: Mapping[str, object]
) -> dict[str, object]:
    """Put together where the packs of one run come from.

    Parameters
    ----------
    figures : PackFigures
        All numbers of all packs.
    data : Indicators
        What they were made from.
    rule : DisclosureRule or None
        The disclosure rule that is applied.
    options : mapping
        Options of the call beyond those of the figures.

    Returns
    -------
    dict
        As `stamp` gives it.
    """
    from scnvariation.report.disclosure import rule_words  # noqa: PLC0415 - a picture needs no rule

    return stamp(
        settings=figures.settings,
        source=data.source,
        rows=figures.rows,
        rule_words=rule_words(rule),
        options={**_limits(), **options},
        warnings=int((data.problems["severity"] == "W").sum()),
    )


def _limits() -> dict[str, object]:
    """Name the options by which a pack judges areas: those that `funnel_table` has of itself."""
    options = signature(funnel_table).parameters
    return {name: options[name].default for name in JUDGED_BY}


def stamp_lines(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Write a stamp for people.

    Parameters
    ----------
    facts : mapping
        As `stamp` gives it.

    Returns
    -------
    list of (str, str)
        Label and text of each entry that says something.
    """
    lines = [(label, _text(name, facts[name])) for name, label in STAMP_LABELS.items() if name in facts]
    return [(label, text) for label, text in lines if text]


def _text(name: str, value: object) -> str:
    """Write one entry; nothing for what is not known."""
    if value is None or value == "":
        return ""
    of_mapping = {"rows": rows_used, "options": options_chosen}.get(name)
    return of_mapping(value) if of_mapping and isinstance(value, Mapping) else words_of(value)
