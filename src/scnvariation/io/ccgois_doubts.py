"""Figures of the publisher that contradict each other in ways that only a whole table shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scnvariation.contract.ledger import Finding
from scnvariation.io.ccgois_frame import by_table, numbers_in
from scnvariation.messages.words import count
from scnvariation.stats.intervals import byar

__all__ = ["blank_values", "misplaced_counts"]

#: Widths of a printed interval over that of the count beside it. Weights can widen the interval of a standardised
#: rate; they cannot narrow it, rounding of few events apart.
LEAST, MOST = 0.8, 1.3
FEWEST_EVENTS = 20
FEWEST_ROWS = 3
SHARE = 0.25


def misplaced_counts(frame: pd.DataFrame, catalogue: pd.DataFrame) -> tuple[pd.Series[bool], list[Finding]]:
    """Find tables of standardised rates whose numerators stand in the wrong rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        `value`, `lower`, `upper` and `numerator`; `sheet` and `header_row` tell the tables apart.
    catalogue : pandas.DataFrame
        `indicator_id`, `statistic`.

    Returns
    -------
    pandas.Series of bool
        Rows of such tables.
    list of Finding
        One for each row.

    Notes
    -----
    The width of the interval over the rate is about that of Byar's interval over its count, since the variance of
    a weighted sum of counts is not below the square of the sum over the total count.
    """
    value, numerator = numbers_in(frame["value"]), numbers_in(frame["numerator"])
    lower, upper = numbers_in(frame["lower"]), numbers_in(frame["upper"])
    is_dsr = frame["indicator_id"].map(catalogue.set_index("indicator_id")["statistic"]) == "dsr"
    with np.errstate(divide="ignore", invalid="ignore"):
        ours = byar(np.where(numerator >= FEWEST_EVENTS, numerator, np.nan))
        wider = (upper - lower) / value / ((ours[1] - ours[0]) / numerator)
    wider[~is_dsr.to_numpy()] = np.nan
    wrong = pd.Series(data=False, index=frame.index)
    findings = []
    for sheet, rows in by_table(frame):
        here = wider[rows]
        judged = int(np.isfinite(here).sum())
        narrow, odd = int((here < LEAST).sum()), int(((here < LEAST) | (here > MOST)).sum())
        if narrow >= FEWEST_ROWS and odd >= SHARE * judged:
            wrong.iloc[rows] = True
            words = {"odd": f"{odd:,}", "judged": count(judged, "row")}
            findings += [
                Finding(
                    code="counts_misplaced",
                    sheet=sheet,
                    row=int(frame["sheet_row"].iloc[row]),
                    value=str(frame["numerator"].iloc[row]),
                    words=words,
                )
                for row in rows.tolist()
            ]
    return wrong, findings


def blank_values(frame: pd.DataFrame) -> list[Finding]:
    """List rows with both counts whose value is blank: no mark says why."""
    counted = np.isfinite(numbers_in(frame["numerator"])) & np.isfinite(numbers_in(frame["denominator"]))
    rows = np.flatnonzero(counted & frame["value"].isna().to_numpy())
    return [
        Finding(code="value_blank", sheet=str(frame["sheet"].iloc[row]), row=int(frame["sheet_row"].iloc[row]))
        for row in rows.tolist()
    ]
