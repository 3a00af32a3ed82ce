"""What the layouts of Fingertips share: names, sexes and ages, parts beside totals, notes beside blank values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.ledger import Finding
from scnvariation.contract.numbers import read_numbers
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.texts import clean_name, read_texts
from scnvariation.io.tables import Table
from scnvariation.messages.words import count, five_of

__all__ = ["AGES", "AGE_IDS", "SEXES", "SEX_IDS", "Rows", "named_indicators"]

SEXES = {"person": "Persons", "persons": "Persons", "all": "Persons", "male": "Male", "female": "Female"}
SEX_IDS = {**SEXES, "1": "Male", "2": "Female", "4": "Persons", "-1": "Not applicable"}
AGES = {"all ages": "All ages"}
AGE_IDS = {**AGES, "1": "All ages", "-1": "Not applicable"}
# Breakdowns in the order in which they are looked at, and what the total of each is called.
_TOTALS = {"category_type": "", "sex": "Persons", "age": "All ages"}
_FIGURES = ("numerator", "denominator", "value")
_SAME = ("indicator_id", "period", "area_code", "area_type", "sex", "age", "category_type", "category", *_FIGURES)
_WORDS = ("category_type", "category", "note")
# A note explains a blank value; beside figures it changes nothing.
_NOTES = (
    ("suppressed", "suppressed", "suppress"),
    ("few_events", "too_few_events", "too small"),
    ("few_events", "too_few_events", "too few"),
    ("data_quality", "data_quality", "quality"),
    ("not_available", "not_available", "not available"),
)
BoolArray = NDArray[np.bool_]


class Rows:
    """Rows of a table on their way to the contract's columns.

    Parameters
    ----------
    table : Table
        As published.
    names : sequence of str
        The name that each column is given.

    Attributes
    ----------
    frame : pandas.DataFrame
        The columns under their names; text cells as in the source.
    findings : list of Finding
        What was found so far.
    """

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self.table = table
        self.where = table.where(names)
        self.findings: list[Finding] = list(table.findings)
        self.frame = pd.DataFrame(dict(enumerate(table.columns)), index=pd.RangeIndex(len(table.rows)))
        self.frame.columns = list(names)
        self.reason = np.full(len(table.rows), "", dtype=object)

    def texts(self, column: str) -> pd.Series[str]:
        """Give a column as clean text, blank where it is missing or absent."""
        if column not in self.frame:
            return pd.Series("", index=self.frame.index, dtype="str")
        texts = read_texts(self.frame[column], clean_name).take(np.arange(len(self.frame)))
        return texts.mask(texts == "NA", "") if column in _WORDS else texts

    def relabel(self, column: str, labels: Mapping[str, str]) -> None:
        """Write the labels of a column in one way, with a note for each that is changed."""
        if column not in self.frame:
            return
        before = self.texts(column)
        after = before.map({label: labels.get(label.casefold(), label) for label in before.unique()})
        for label in before[before != after].unique():
            place = int(np.argmax(before == label))
            self._find("alias", place, column, label, {"column": after[place]})
        self.frame[column] = after

    def leave_parts_out(self) -> None:
        """Leave parts out where their total is in the table: rows by category, by sex, by age."""
        for column in ("category_type", "category"):
            if column in self.frame:
                self.frame[column] = self.texts(column)
        for column, total in _TOTALS.items():
            if column in self.frame:
                self._leave_out(column, total)

    def _leave_out(self, column: str, total: str) -> None:
        labels = self.texts(column)
        kept = pd.Series(self.reason != "other_breakdown", index=labels.index)
        indicators = self.frame["indicator_id"]
        is_total = kept & (labels == total)
        has_total = is_total.groupby(indicators).transform("any")
        parts = kept & has_total & ~is_total
        words = {"dimension": self.where.heading(column), "total": f"{total!r}" if total else "those without"}
        if parts.any():
            self.reason[parts] = "other_breakdown"
            told = {"number": count(int(parts.sum()), "row"), "labels": _quoted(labels[parts])}
            self.findings.append(Finding(code="other_breakdown", words={**words, **told}))
        several = labels[kept & ~has_total].groupby(indicators).nunique()
        for indicator in several.index[several > 1]:
            told = {
                "first": self.where.heading("indicator_id"),
                "indicator": indicator,
                "labels": _quoted(labels[kept & (indicators == indicator)]),
            }
            self.findings.append(Finding(code="other_breakdown", variant="no_total", words={**words, **told}))

    def leave_repeats_out(self) -> None:
        """Leave out rows that repeat an area, with the same figures, under another of its parents."""
        if "parent_code" not in self.frame:
            return
        same = [column for column in _SAME if column in self.frame]
        repeats = self.frame.duplicated(same) & ~self.frame.duplicated([*same, "parent_code"]) & (self.reason == "")
        if repeats.any():
            self.reason[repeats] = "duplicate_dropped"
            words = {"number": count(int(repeats.sum()), "row")}
            self.findings.append(Finding(code="duplicate_dropped", variant="parents", words=words))

    def explain_blanks(self) -> None:
        """Take the reason of a blank value from the note beside it."""
        if "note" not in self.frame or "value" not in self.frame:
            return
        notes = self.texts("note")
        blank = np.isnan(read_numbers(self.frame["value"], ReadingSettings()).values) & (self.reason == "")
        for note in notes[blank].unique():
            found = next(((code, reason) for code, reason, word in _NOTES if word in note.casefold()), None)
            if found is not None:
                rows = np.flatnonzero(blank & (notes == note).to_numpy())
                self.reason[rows] = found[1]
                for row in rows.tolist():
                    self._find(found[0], row, "note", note, {"mark": note})
        self.frame["note"] = notes

    def join_kinds(self, wanted: str | None) -> None:
        """Let `area_type=` name several kinds that stand apart in the file: 'County & UA'."""
        if wanted is None or "area_type" not in self.frame:
            return
        kinds = self.texts("area_type")
        folded = kinds.map({kind: fold_heading(kind) for kind in kinds.unique()})
        parts = {fold_heading(part) for part in re.split(r"&|,|\+|\band\b", wanted)}
        if fold_heading(wanted) not in set(folded) and parts <= set(folded):
            self.frame["area_type"] = kinds.mask(folded.isin(parts), wanted)

    def read_limits(self) -> None:
        """Read the published 99.8 % limits as numbers, on the publisher's scale."""
        for column in ("published_lower_99_8", "published_upper_99_8"):
            if column in self.frame:
                self.frame[column] = pd.to_numeric(self.frame[column], errors="coerce")

    def refuse_other_years(self, period: str, sortable: str) -> None:
        """Refuse periods that begin in another year than their sortable form says."""
        if not {period, sortable} <= set(self.frame.columns):
            return
        texts, numbers = self.texts(period), self.texts(sortable)
        self.frame[sortable] = numbers
        pairs = pd.DataFrame({"text": texts, "number": numbers}).drop_duplicates()
        for text, number in pairs.itertuples(index=False, name=None):
            first = re.search(r"[0-9]{4}", text)
            if first and re.fullmatch(r"[0-9]{8}", number) and not number.startswith(first[0]):
                for row in np.flatnonzero((texts == text) & (numbers == number)).tolist():
                    self._find("period_disagrees", row, period, text, {"sortable": number})

    def _find(self, code: str, place: int, column: str, value: str, words: Mapping[str, object]) -> None:
        """Enter a problem of one cell."""
        row = int(self.table.rows[place])
        heading, cell = self.where.heading(column), self.where.cell(column, row)
        self.findings.append(Finding(code=code, row=row, heading=heading, cell=cell, value=value, words=words))


def _quoted(labels: pd.Series[str]) -> str:
    return five_of([repr(str(label)) for label in labels.unique() if label])


def named_indicators(rows: Rows, settings: ReadingSettings) -> pd.Series[str]:
    """Give the id of each row's indicator: the published number, or the headings that `indicator=` names.

    Parameters
    ----------
    rows : Rows
        With the published number as `indicator_id`.
    settings : ReadingSettings
        For `indicator=`.

    Returns
    -------
    pandas.Series
        `fingertips:93861`, or `fingertips:93861 / Male` where each sex is to be an indicator of its own.
    """
    given = settings.indicator
    asked = [] if given is None else [given] if isinstance(given, str) else list(given)
    names = {fold_heading(heading): name for name, heading in rows.where.headings.items()}
    known = [names[fold_heading(heading)] for heading in asked if fold_heading(heading) in names]
    first, *others = known if asked and len(known) == len(asked) else ["indicator_id"]
    joined = rows.texts(first)
    for name in others:
        joined = joined + " / " + rows.texts(name)
    return "fingertips:" + joined
