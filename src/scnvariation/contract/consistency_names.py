"""Names beside figures: titles, versions and domains of an indicator, and how complete the data are."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import fold_heading
from scnvariation.contract.consistency_groups import first_rows
from scnvariation.contract.draft import Draft
from scnvariation.contract.texts import TextColumn, clean_name, read_texts
from scnvariation.messages.words import count, five_of, listed

__all__ = ["check_names"]

_TITLES = frozenset({"indicatorname", "indicatortitle", "title", "indicatordescription"})
_VERSIONS = frozenset({"version", "definitionversion", "definition", "indicatorversion", "indicatordefinition"})
# Codes of these frameworks begin with the domain.
_OWN_DOMAIN = re.compile(r"(?:ccg_ois|nhs_of):(?P<domain>[1-5])(?:[.a-z]|$)")
_DOMAIN = re.compile(r"(?:domain\s*)?(?P<domain>[0-9]+)(?:\D.*)?", re.IGNORECASE)
_SHARE = re.compile(r"\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%?)")
COMPLETE = 0.9
AS_SHARE = 1.0


def check_names(draft: Draft) -> None:
    """Report ids that stand for two things, domains that contradict the code, and incomplete data."""
    _check_labels(draft, _TITLES, _report_titles)
    _check_labels(draft, _VERSIONS, _report_versions)
    _check_labels(draft, frozenset({"domain"}), _report_domains)
    _check_completeness(draft)


Report = Callable[[Draft, int, list[str], str], None]


def _column(draft: Draft, wanted: frozenset[str]) -> str | None:
    return next((str(name) for name in draft.frame.columns if fold_heading(name) in wanted), None)


def _check_labels(draft: Draft, wanted: frozenset[str], report: Report) -> None:
    """Give the labels that each indicator has in a column to whoever judges them."""
    column = _column(draft, wanted)
    if column is None:
        return
    texts = read_texts(draft.frame[column], clean_name)
    indicators = draft.texts["indicator_id"]
    rows = np.flatnonzero(draft.active & ~draft.ledger.settled)
    pair = np.unique(indicators.codes[rows] * len(texts.labels) + texts.codes[rows])
    indicator, label = pair // len(texts.labels), pair % len(texts.labels)
    for one in np.unique(indicator).tolist():
        labels = [texts.labels[place] for place in label[indicator == one].tolist() if texts.labels[place]]
        report(draft, one, labels, column)


def _refuse(draft: Draft, code: str, indicator: int, words: dict[str, object], variant: str = "") -> None:
    """Refuse all rows of an indicator with one line."""
    rows = np.flatnonzero(draft.active & (draft.texts["indicator_id"].codes == indicator))
    words = {"indicator": draft.texts["indicator_id"].labels[indicator], **words}
    words["id_column"] = draft.ledger.where.heading("indicator_id")
    draft.ledger.note(code, row=int(rows[0]), column="indicator_id", variant=variant, words=words)
    draft.ledger.mark(rows, "", refused=True)


def _report_titles(draft: Draft, indicator: int, labels: list[str], column: str) -> None:
    """Refuse an id under which two titles stand."""
    folded = [fold_heading(label) for label in labels]
    distinct = [label for place, label in enumerate(labels) if folded[place] not in folded[:place]]
    if len(distinct) > 1 and "indicator_id" in draft.frame:
        words: dict[str, object] = {"titles": listed(distinct[:5]), "title_column": column}
        _refuse(draft, "indicator_id", indicator, words, "titles")


def _report_versions(draft: Draft, indicator: int, labels: list[str], column: str) -> None:
    """Refuse an id under which two versions of a definition stand."""
    if len(labels) > 1:
        words: dict[str, object] = {"versions": listed(labels[:5]), "version_column": column}
        _refuse(draft, "definition_change", indicator, words)


def _report_domains(draft: Draft, indicator: int, labels: list[str], column: str) -> None:
    """Warn of a domain that contradicts the code; the code wins."""
    name = draft.texts["indicator_id"].labels[indicator]
    own = _OWN_DOMAIN.match(name)
    numbers = {label: found["domain"] for label in labels if (found := _DOMAIN.fullmatch(label))}
    others = [label for label, number in numbers.items() if own and number != own["domain"]]
    if own and others:
        words = {"indicator": name, "given": five_of(others), "own": own["domain"]}
        draft.ledger.note("domain_disagrees", column=column, words=words)
        given = draft.frame[column]
        right = int(own["domain"]) if pd.api.types.is_numeric_dtype(given.dtype) else own["domain"]
        rows = draft.texts["indicator_id"].codes == indicator
        draft.frame = draft.frame.assign(**{column: given.mask(pd.Series(rows, index=given.index), right)})


def _check_completeness(draft: Draft) -> None:
    """Warn of data that are less than 90 % complete by the source's own account."""
    if "completeness" not in draft.frame:
        return
    texts = read_texts(draft.frame["completeness"], clean_name)
    share = _shares(texts)
    with np.errstate(invalid="ignore"):
        low = draft.active & ~draft.england & ~draft.ledger.settled & (share < COMPLETE)
    indicators = draft.texts["indicator_id"]
    for one in np.unique(indicators.codes[low]).tolist():
        rows = np.flatnonzero(low & (indicators.codes == one))
        least = rows[np.argmin(share[rows])]
        words = {
            "indicator": indicators.labels[one],
            "number": f"{count(len(rows), 'row')}",
            "smallest": repr(texts.at(int(least))),
            "first": first_rows(draft, np.array([least])),
        }
        draft.ledger.note("low_completeness", column="completeness", words=words)


def _shares(texts: TextColumn) -> NDArray[np.float64]:
    """Read shares, percentages and bands of percentages (by their lower end)."""
    found = [_SHARE.match(label) for label in texts.labels]
    numbers = np.array([float(one["number"]) if one else np.nan for one in found])
    percent = any(one is not None and one["percent"] for one in found) or bool(np.nanmax(numbers, initial=0) > AS_SHARE)
    return np.asarray((numbers / 100 if percent else numbers)[texts.codes])
