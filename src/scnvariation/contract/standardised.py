"""Standardised rates in natural units: what they are published per, told by their crude rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.consistency_values import SCALES
from scnvariation.contract.draft import Draft
from scnvariation.messages.words import five_of

__all__ = ["standardised_scale"]

FloatArray = NDArray[np.float64]


def standardised_scale(draft: Draft, value: FloatArray) -> FloatArray:
    """Find what the directly standardised rates of each indicator are published per.

    Parameters
    ----------
    draft : Draft
        After all checks of rows.
    value : ndarray of shape (n_rows,)
        As published.

    Returns
    -------
    ndarray of shape (n_rows,)
        1, 100, 1,000, ... whichever is nearest to the median of standardised over crude rate; 1 for other statistics.
    """
    codes, labels = draft.texts["indicator_id"].codes, draft.texts["indicator_id"].labels
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = value * draft.values("denominator") / draft.values("numerator")
    rows = draft.active & draft.is_any(("dsr",)) & np.isfinite(ratio) & (ratio > 0)
    scale = np.ones(len(labels))
    if rows.any():
        middle = pd.Series(np.log10(ratio[rows])).groupby(codes[rows]).median()
        nearest = np.argmin(np.abs(middle.to_numpy()[:, None] - np.log10(SCALES)), axis=1)
        scale[middle.index] = np.array(SCALES)[nearest]
    for multiplier in np.unique(scale[scale > 1]).tolist():
        names = [labels[indicator] for indicator in np.flatnonzero(scale == multiplier).tolist()]
        words = {"indicators": five_of(names), "multiplier": f"{multiplier:,.0f}"}
        draft.ledger.note("value_scale", column="value", words=words)
    return np.asarray(scale[codes])
